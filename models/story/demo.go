package story

import (
	"context"

	"photogram/models"
)

// SetCredit names the author and licence of a photo that is shown as demonstration content.
func SetCredit(ctx context.Context, s *models.Store, owner, story models.ID, credit string) error {
	return models.Do(ctx, s.Pool(), `UPDATE stories SET credit = @credit WHERE owner_id = @owner AND id = @story`,
		models.Args{"credit": credit, "owner": owner, "story": story})
}

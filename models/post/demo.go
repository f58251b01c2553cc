package post

import (
	"context"

	"photogram/models"
)

// SetCredit names the author and licence of a photo that is shown as demonstration content.
func SetCredit(ctx context.Context, s *models.Store, owner, post models.ID, credit string) error {
	return models.Do(ctx, s.Pool(), `UPDATE posts SET credit = @credit WHERE owner_id = @owner AND id = @post`,
		models.Args{"credit": credit, "owner": owner, "post": post})
}

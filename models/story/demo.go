package story

import (
	"context"

	"photogram/models"
)

// SetCredit names the author and licence of a photo that is shown as demonstration content.
func SetCredit(ctx context.Context, s *models.Store, owner, story models.ID, credit string) error {
	return s.Gorm(ctx).Exec(`UPDATE stories SET credit = ? WHERE owner_id = ? AND id = ?`, credit, owner, story).Error
}

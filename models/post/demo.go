package post

import (
	"context"

	"photogram/models"
)

// SetCredit names the author and licence of a photo that is shown as demonstration content.
func SetCredit(ctx context.Context, s *models.Store, owner, post models.ID, credit string) error {
	return s.Gorm(ctx).Exec(`UPDATE posts SET credit = ? WHERE owner_id = ? AND id = ?`, credit, owner, post).Error
}

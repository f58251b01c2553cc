package insight

import (
	"context"
	"fmt"

	"photogram/models"
)

// Settings are what a person chose of being counted.
type Settings struct {
	Counted bool // false: their views count as nobody's
}

// SettingsOf reads what a person chose.
func SettingsOf(ctx context.Context, s *models.Store, viewer models.ID) (Settings, error) {
	var not bool
	err := s.Pool().QueryRow(ctx, `SELECT uncounted FROM insight_accounts WHERE user_id = $1`, viewer).Scan(&not)
	if err != nil && !models.IsNoRows(err) {
		return Settings{}, fmt.Errorf("read insight settings of %d: %w", viewer, err)
	}
	return Settings{Counted: !not}, nil
}

// SetCounted changes whether the viewer is counted where they look.
func SetCounted(ctx context.Context, s *models.Store, viewer models.ID, counted bool) error {
	_, err := s.Pool().Exec(ctx, `INSERT INTO insight_accounts (user_id, uncounted) SELECT id, $2 FROM users WHERE id = $1
		ON CONFLICT (user_id) DO UPDATE SET uncounted = $2`, viewer, !counted)
	if err != nil {
		return fmt.Errorf("set whether %d is counted: %w", viewer, err)
	}
	return nil
}

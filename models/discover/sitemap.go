package discover

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// Mapped is a page for search engines: a post that everybody may see, or the profile of an
// account with such posts.
type Mapped struct {
	ID         models.ID // of the post; 0 for a profile
	Username   string
	ChangedAt  time.Time
	CoverKey   string
	CoverWidth int
}

// MostMapped is how many posts, and how many profiles, a day's list takes: both together
// are what the protocol allows in one file.
const MostMapped = 25_000

// Map lists what came to the site on a day of UTC, the newest first: posts that were
// shared and accounts that were opened.
func Map(ctx context.Context, s *models.Store, day time.Time) (posts, profiles []Mapped, err error) {
	args := models.Args{"low": models.IdAt(day) - 1, "high": models.IdAt(day.AddDate(0, 0, 1)), "limit": MostMapped}
	err = models.Find(ctx, s.Pool(), &posts, `SELECT p.id, u.username, p.updated_at AS changed_at, p.cover_key, p.cover_width
		FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.pub_id > @low AND p.pub_id < @high AND `+access.PublicPost+` ORDER BY p.pub_id DESC LIMIT @limit`, args)
	if err == nil {
		err = models.Find(ctx, s.Pool(), &profiles, `SELECT u.username, u.updated_at AS changed_at FROM users u
			WHERE u.id > @low AND u.id < @high AND `+access.PublicAccount+` AND u.posts_count > 0
			ORDER BY u.id DESC LIMIT @limit`, args)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the map of a day: %w", err)
	}
	return posts, profiles, nil
}

// FirstDay is when the first account was opened.
func FirstDay(ctx context.Context, s *models.Store) (time.Time, error) {
	var first struct{ ID models.ID }
	if err := models.Read(ctx, s.Pool(), &first, `SELECT id FROM users ORDER BY id LIMIT 1`, nil); err != nil {
		return time.Time{}, fmt.Errorf("read the first account: %w", err)
	}
	if first.ID == 0 {
		return s.Now(), nil
	}
	return first.ID.Time(), nil
}

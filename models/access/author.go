package access

import (
	"context"
	"sync"
	"time"

	"photogram/models"
)

// Author is what lists show of an account.
type Author struct {
	ID        models.ID
	Username  string
	FullName  string
	AvatarKey string
	IsPrivate bool
	IsDemo    bool
	Suspended bool
}

// DisplayName is the full name, or the username where there is none.
func (a Author) DisplayName() string {
	if a.FullName != "" {
		return a.FullName
	}
	return a.Username
}

// authorColumns selects an Author from users AS u.
const AuthorColumns = `u.id, u.username, u.full_name, u.avatar_key, u.is_private, u.is_demo, u.suspended_at IS NOT NULL AS suspended`

// authorCache keeps authors for a few seconds, since feeds show few of them
// often. A change made by another server shows after that time.
type authorCache struct {
	mu   sync.RWMutex
	rows map[models.ID]cachedAuthor
}

type cachedAuthor struct {
	Author
	until time.Time
}

const (
	authorLife     = 5 * time.Second
	authorCapacity = 20_000
)

func newAuthorCache(*models.Store) *authorCache {
	return &authorCache{rows: map[models.ID]cachedAuthor{}}
}

// ForgetAuthor has an account read anew.
func ForgetAuthor(s *models.Store, id models.ID) {
	c := models.Part(s, newAuthorCache)
	c.mu.Lock()
	delete(c.rows, id)
	c.mu.Unlock()
}

// Authors finds authors by id, in at most one query.
func Authors(ctx context.Context, s *models.Store, ids []models.ID) (map[models.ID]Author, error) {
	out := make(map[models.ID]Author, len(ids))
	var missing []int64
	now := s.Now()
	cache := models.Part(s, newAuthorCache)
	cache.mu.RLock()
	for _, id := range ids {
		if _, done := out[id]; done {
			continue
		}
		if row, ok := cache.rows[id]; ok && now.Before(row.until) {
			out[id] = row.Author
		} else {
			missing = append(missing, int64(id))
		}
	}
	cache.mu.RUnlock()
	if len(missing) == 0 {
		return out, nil
	}
	rows, err := s.Pool().Query(ctx, `SELECT `+AuthorColumns+` FROM users u WHERE u.id = ANY($1)`, missing)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if len(cache.rows) > authorCapacity {
		clear(cache.rows)
	}
	for rows.Next() {
		var a Author
		if err := rows.Scan(&a.ID, &a.Username, &a.FullName, &a.AvatarKey, &a.IsPrivate, &a.IsDemo, &a.Suspended); err != nil {
			return nil, err
		}
		out[a.ID] = a
		cache.rows[a.ID] = cachedAuthor{a, now.Add(authorLife)}
	}
	return out, rows.Err()
}

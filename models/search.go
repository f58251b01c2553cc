package models

import (
	"context"
	"strings"
)

// MaxQuery is the longest search text, in characters.
const MaxQuery = 100

// SearchPeople finds accounts whose username or full name begins with the
// text, the exact username first, then the most followed.
func (s *Store) SearchPeople(ctx context.Context, viewer ID, query string, limit int) ([]PersonRow, error) {
	query, err := CleanText("q", query, MaxQuery, false)
	if err != nil {
		return nil, err
	}
	query = strings.ToLower(strings.TrimPrefix(query, "@"))
	if query == "" {
		return nil, nil
	}
	var out []PersonRow
	err = s.gorm(ctx).Raw(`SELECT `+authorColumns+`, u.id AS edge_id, coalesce(f.state, '') AS outgoing FROM (
			(SELECT * FROM users WHERE username LIKE @prefix ORDER BY username USING ~<~ LIMIT 500)
			UNION (SELECT * FROM users WHERE lower(full_name) LIKE @prefix ORDER BY lower(full_name) USING ~<~ LIMIT 500)
		) u LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE `+notHidden("u")+`
		ORDER BY u.username = @query DESC, u.followers_count DESC, u.id DESC LIMIT @limit`,
		map[string]any{"viewer": viewer, "prefix": likePrefix(query), "query": query, "limit": limit}).Scan(&out).Error
	return out, err
}

// likePrefix escapes what LIKE would read as a wildcard.
func likePrefix(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

// Tag is a hashtag with the number of published posts that carry it.
type Tag struct {
	ID         ID
	Name       string
	MediaCount int64
}

// TagByName finds a hashtag. One that nobody used yet has a count of zero.
func (s *Store) TagByName(ctx context.Context, name string) (Tag, error) {
	clean := TagName(name)
	if clean == "" {
		return Tag{}, NotFoundf("This is not a hashtag.")
	}
	tag := Tag{Name: clean}
	err := s.gorm(ctx).Raw(`SELECT id, name, media_count FROM tags WHERE name = ?`, clean).Take(&tag).Error
	if isNoRows(err) {
		err = nil
	}
	return tag, err
}

// SearchTags finds hashtags that begin with the text, the most used first.
func (s *Store) SearchTags(ctx context.Context, query string, limit int) ([]Tag, error) {
	query, err := CleanText("q", query, MaxQuery, false)
	name := TagName(strings.TrimPrefix(query, "#"))
	if err != nil || name == "" {
		return nil, err
	}
	var out []Tag
	err = s.gorm(ctx).Raw(`SELECT * FROM (SELECT id, name, media_count FROM tags WHERE name LIKE ? ORDER BY name USING ~<~ LIMIT 500) t
		WHERE media_count > 0 ORDER BY media_count DESC, name LIMIT ?`, likePrefix(name), limit).Scan(&out).Error
	return out, err
}

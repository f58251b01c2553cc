package people

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
)

// Suggestion is an account that the viewer might like to follow, and why it is
// shown. Exactly one of the reasons is set; none means that the account is
// popular here.
type Suggestion struct {
	access.Author
	Via       []string // usernames, at most two, of those who follow it and whom the viewer follows
	ViaCount  int      // how many there are of these
	FollowsMe bool
}

// Bounds of the search, so that it costs the same for everybody: the newest
// follows of the newest accounts that the viewer follows.
const (
	suggestFollowed = 100
	suggestEach     = 60
	suggestPool     = 60
)

// SuggestedPeople are accounts that the viewer does not follow yet: first those
// whom people they follow follow too, then their own followers, then popular ones.
func SuggestedPeople(ctx context.Context, s *models.Store, viewer models.ID, limit int) ([]Suggestion, error) {
	rows, err := s.Pool().Query(ctx, `WITH mine AS MATERIALIZED (
			SELECT target_id FROM following WHERE user_id = $1 AND state = 'follows' ORDER BY id DESC
			LIMIT `+fmt.Sprint(suggestFollowed)+`),
		candidates AS (
			(SELECT f.target_id AS id, count(*) AS n, (array_agg(f.user_id ORDER BY f.id DESC))[1:2] AS via, false AS back
				FROM mine m CROSS JOIN LATERAL (
					SELECT user_id, target_id, id FROM following WHERE user_id = m.target_id AND state = 'follows' ORDER BY id DESC
					LIMIT `+fmt.Sprint(suggestEach)+`) f
				GROUP BY 1 ORDER BY 2 DESC, 1 DESC LIMIT 200)
			UNION ALL (SELECT follower_id, 0, '{}', true FROM followers WHERE user_id = $1 AND state = 'follows' ORDER BY id DESC
			LIMIT `+fmt.Sprint(suggestPool)+`)
			UNION ALL (SELECT id, 0, '{}', false FROM users WHERE suspended_at IS NULL ORDER BY followers_count DESC, id DESC
			LIMIT `+fmt.Sprint(suggestPool)+`)),
		best AS (SELECT id, max(n) AS n, max(via) AS via, bool_or(back) AS back FROM candidates GROUP BY id)
		SELECT `+access.AuthorColumns+`, b.n, b.back, ARRAY(SELECT v.username FROM unnest(b.via) WITH ORDINALITY x (id, place)
		JOIN users v ON v.id = x.id AND v.suspended_at IS NULL ORDER BY x.place)
		FROM best b JOIN users u ON u.id = b.id
		WHERE u.id <> $1 AND `+access.ForViewer(access.NotHidden("u"), "$1")+`
			AND NOT EXISTS (SELECT 1 FROM following f WHERE f.user_id = $1 AND f.target_id = u.id)
		ORDER BY b.n DESC, b.back DESC, u.followers_count DESC, u.id DESC LIMIT $2`, viewer, limit)
	if err != nil {
		return nil, fmt.Errorf("suggest people to %d: %w", viewer, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Suggestion, error) {
		var g Suggestion
		err := row.Scan(&g.ID, &g.Username, &g.FullName, &g.AvatarKey, &g.IsPrivate, &g.IsDemo, &g.Suspended, &g.ViaCount,
			&g.FollowsMe, &g.Via)
		if len(g.Via) > 0 {
			g.FollowsMe = false
		} else {
			g.ViaCount = 0
		}
		return g, err
	})
}

package story

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// TrayEntry is an account with live stories, as the tray shows it.
type TrayEntry struct {
	Author  access.Author `gorm:"-"`
	OwnerID models.ID
	Stories int
	Unseen  int
	Newest  models.ID // the place of its newest story
	Close   bool      // one that was not seen yet is for close friends alone
	Score   int       // how close the account is to the viewer
}

// TrayKey is a place in the tray: unseen accounts come first, then the closest,
// then those with the newest story.
type TrayKey struct {
	Seen    bool
	Score   int
	Newest  models.ID
	OwnerID models.ID
}

// Key is the entry's place.
func (e *TrayEntry) Key() TrayKey { return TrayKey{e.Unseen == 0, e.Score, e.Newest, e.OwnerID} }

// clocksApart is more than the clocks of two servers of a site differ.
const clocksApart = time.Hour

// Closeness is from the newest of what the viewer did: how many of each kind are looked at.
const closenessRows = 300

// traySQL reads the accounts that the viewer follows. One look into an index
// for each finds the live stories; the rules are asked of what was found, those
// about an account once for all its stories. What the viewer saw is read from
// their newest views, whose ids tell the time: no view of a live story is older
// than @since.
var traySQL = `WITH s AS MATERIALIZED (SELECT x.* FROM following f CROSS JOIN LATERAL (
			SELECT owner_id, id, pub_id, audience, kind, shared_owner_id, shared_post_id FROM stories
			WHERE owner_id = f.target_id AND state = 'published' AND expires_at > @now OFFSET 0) x
		WHERE f.user_id = @viewer AND f.state = 'follows' AND NOT f.mutes_stories),
	o AS MATERIALIZED (SELECT so.id, so.is_private FROM (SELECT DISTINCT owner_id FROM s) x
		CROSS JOIN LATERAL (SELECT id, is_private, suspended_at FROM users WHERE id = x.owner_id OFFSET 0) so WHERE ` +
	access.StoryOwner + `),
	l AS MATERIALIZED (SELECT st.owner_id, st.id, st.pub_id, st.audience FROM s st JOIN o so ON so.id = st.owner_id
	WHERE ` + access.StoryAudience("true") + `),
	v AS MATERIALIZED (SELECT owner_id, story_id FROM story_views WHERE viewer_id = @viewer AND id >= @since),
	c AS (SELECT owner_id, sum(w)::integer AS score FROM (
		(SELECT owner_id, 1 AS w FROM likes WHERE user_id = @viewer ORDER BY id DESC LIMIT ` + fmt.Sprint(closenessRows) + `)
		UNION ALL (SELECT owner_id, 2 FROM comments WHERE user_id = @viewer ORDER BY id DESC LIMIT ` + fmt.Sprint(closenessRows) + `)
		UNION ALL (SELECT owner_id, 1 + 4 * least(replies, 5) + CASE WHEN liked_at IS NULL THEN 0 ELSE 2 END FROM story_views
		WHERE viewer_id = @viewer ORDER BY id DESC LIMIT ` + fmt.Sprint(closenessRows) + `)
		UNION ALL (SELECT friend_id, 20 FROM close_friends WHERE user_id = @viewer)) x GROUP BY 1),
	e AS (SELECT l.owner_id, count(*) AS stories, count(*) FILTER (WHERE v.story_id IS NULL) AS unseen, max(l.pub_id) AS newest,
			bool_or(v.story_id IS NULL AND l.audience = 'close_friends') AS close
		FROM l LEFT JOIN v ON v.owner_id = l.owner_id AND v.story_id = l.id GROUP BY 1)
	SELECT e.*, coalesce(c.score, 0) AS score FROM e LEFT JOIN c USING (owner_id)
	WHERE NOT CAST(@paged AS boolean) OR ((unseen > 0), coalesce(c.score, 0), newest, owner_id) < (NOT CAST(@seen AS boolean),
	CAST(@score AS integer), CAST(@newest AS bigint), CAST(@owner AS bigint))
	ORDER BY (unseen > 0) DESC, coalesce(c.score, 0) DESC, newest DESC, owner_id DESC LIMIT @limit`

// Tray lists the accounts that the viewer follows and that have live
// stories for them, from after a place, and says where the next page begins.
func Tray(ctx context.Context, s *models.Store, viewer models.ID, after *TrayKey, limit int) ([]TrayEntry, *TrayKey, error) {
	now := s.Now()
	args := map[string]any{"viewer": viewer, "now": now, "since": models.IdAt(now.Add(-Life - clocksApart)), "limit": limit + 1,
		"paged": after != nil}
	var at TrayKey
	if after != nil {
		at = *after
	}
	args["seen"], args["score"], args["newest"], args["owner"] = at.Seen, at.Score, at.Newest, at.OwnerID
	var rows []TrayEntry
	if err := models.Find(ctx, s.Pool(), &rows, traySQL, args); err != nil {
		return nil, nil, fmt.Errorf("read the tray of %d: %w", viewer, err)
	}
	var next *TrayKey
	if len(rows) > limit {
		rows = rows[:limit]
		key := rows[limit-1].Key()
		next = &key
	}
	return rows, next, completeTray(ctx, s, rows)
}

// Ring is an account's own place in a tray or on its profile: what the
// viewer may see of its live stories. It is empty when there is nothing.
func Ring(ctx context.Context, s *models.Store, viewer models.ID, owner access.Author) (TrayEntry, error) {
	e := TrayEntry{}
	err := models.Read(ctx, s.Pool(), &e, `SELECT CAST(@owner AS bigint) AS owner_id, count(*) AS stories, count(*)
		FILTER (WHERE v.viewer_id IS NULL) AS unseen, coalesce(max(st.pub_id), 0) AS newest,
			coalesce(bool_or(v.viewer_id IS NULL AND st.audience = 'close_friends'), false) AS close
		FROM stories st JOIN users so ON so.id = st.owner_id LEFT JOIN story_views v ON v.owner_id = st.owner_id
		AND v.story_id = st.id AND v.viewer_id = @viewer
		WHERE st.owner_id = @owner AND `+access.LiveStory, models.Args{"viewer": viewer, "owner": owner.ID, "now": s.Now()})
	if err != nil {
		return TrayEntry{}, fmt.Errorf("read the stories of %d: %w", owner.ID, err)
	}
	if viewer == owner.ID {
		e.Unseen = 0
	}
	e.Author = owner
	return e, nil
}

func completeTray(ctx context.Context, s *models.Store, rows []TrayEntry) error {
	ids := make([]models.ID, len(rows))
	for i := range rows {
		ids[i] = rows[i].OwnerID
	}
	authors, err := access.Authors(ctx, s, ids)
	if err != nil {
		return fmt.Errorf("read authors: %w", err)
	}
	for i := range rows {
		rows[i].Author = authors[rows[i].OwnerID]
	}
	return nil
}

// String writes the place for a link; ParseTrayKey reads it.
func (k TrayKey) String() string {
	seen := 0
	if k.Seen {
		seen = 1
	}
	return fmt.Sprintf("%d.%d.%d.%d", seen, k.Score, k.Newest, k.OwnerID)
}

// ParseTrayKey reads a place that String wrote.
func ParseTrayKey(s string) (*TrayKey, error) {
	var seen, score int
	var newest, owner int64
	bad := models.Invalidf("after", "story.error.no-place-tray")
	if n, err := fmt.Sscanf(s, "%d.%d.%d.%d", &seen, &score, &newest, &owner); n != 4 || err != nil || seen < 0 || seen > 1 ||
		score < 0 || score > 1<<30 {
		return nil, bad
	}
	k := &TrayKey{seen == 1, score, models.ID(newest), models.ID(owner)}
	if k.String() != s {
		return nil, bad
	}
	return k, nil
}

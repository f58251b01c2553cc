package models

import (
	"context"
	"fmt"
)

// TrayEntry is an account with live stories, as the tray shows it.
type TrayEntry struct {
	Author  Author `gorm:"-"`
	OwnerID ID
	Stories int
	Unseen  int
	Newest  ID   // the place of its newest story
	Close   bool // one that was not seen yet is for close friends alone
	Score   int  // how close the account is to the viewer
}

// TrayKey is a place in the tray: unseen accounts come first, then the closest,
// then those with the newest story.
type TrayKey struct {
	Seen    bool
	Score   int
	Newest  ID
	OwnerID ID
}

// Key is the entry's place.
func (e *TrayEntry) Key() TrayKey { return TrayKey{e.Unseen == 0, e.Score, e.Newest, e.OwnerID} }

// Closeness is from the newest of what the viewer did: how many of each kind are looked at.
const closenessRows = 300

// traySQL reads the accounts that the viewer follows. One look into an index
// for each finds those with live stories; all rules are asked of these alone.
var traySQL = `WITH f AS MATERIALIZED (SELECT target_id FROM following WHERE user_id = @viewer AND state = 'follows' AND NOT mutes_stories),
	l AS MATERIALIZED (SELECT st.owner_id, st.id, st.pub_id, st.audience FROM f CROSS JOIN LATERAL (
			SELECT * FROM stories s WHERE s.owner_id = f.target_id AND s.state = 'published' AND s.expires_at > @now OFFSET 0) st
		CROSS JOIN LATERAL (SELECT is_private, suspended_at FROM users WHERE id = st.owner_id OFFSET 0) so WHERE ` + liveStory + `),
	c AS (SELECT owner_id, sum(w)::integer AS score FROM (
		(SELECT owner_id, 1 AS w FROM likes WHERE user_id = @viewer ORDER BY id DESC LIMIT ` + fmt.Sprint(closenessRows) + `)
		UNION ALL (SELECT owner_id, 2 FROM comments WHERE user_id = @viewer ORDER BY id DESC LIMIT ` + fmt.Sprint(closenessRows) + `)
		UNION ALL (SELECT owner_id, 1 + 4 * least(replies, 5) + CASE WHEN liked_at IS NULL THEN 0 ELSE 2 END FROM story_views WHERE viewer_id = @viewer ORDER BY id DESC LIMIT ` + fmt.Sprint(closenessRows) + `)
		UNION ALL (SELECT friend_id, 20 FROM close_friends WHERE user_id = @viewer)) x GROUP BY 1),
	e AS (SELECT l.owner_id, count(*) AS stories, count(*) FILTER (WHERE v.viewer_id IS NULL) AS unseen, max(l.pub_id) AS newest,
			bool_or(v.viewer_id IS NULL AND l.audience = 'close_friends') AS close
		FROM l LEFT JOIN story_views v ON v.owner_id = l.owner_id AND v.story_id = l.id AND v.viewer_id = @viewer GROUP BY 1)
	SELECT e.*, coalesce(c.score, 0) AS score FROM e LEFT JOIN c USING (owner_id)
	WHERE NOT CAST(@paged AS boolean) OR ((unseen > 0), coalesce(c.score, 0), newest, owner_id) < (NOT CAST(@seen AS boolean), CAST(@score AS integer), CAST(@newest AS bigint), CAST(@owner AS bigint))
	ORDER BY (unseen > 0) DESC, coalesce(c.score, 0) DESC, newest DESC, owner_id DESC LIMIT @limit`

// StoryTray lists the accounts that the viewer follows and that have live
// stories for them, from after a place, and says where the next page begins.
func (s *Store) StoryTray(ctx context.Context, viewer ID, after *TrayKey, limit int) ([]TrayEntry, *TrayKey, error) {
	args := map[string]any{"viewer": viewer, "now": s.Now(), "limit": limit + 1, "paged": after != nil}
	var at TrayKey
	if after != nil {
		at = *after
	}
	args["seen"], args["score"], args["newest"], args["owner"] = at.Seen, at.Score, at.Newest, at.OwnerID
	var rows []TrayEntry
	if err := s.gorm(ctx).Raw(traySQL, args).Scan(&rows).Error; err != nil {
		return nil, nil, fmt.Errorf("read the tray of %d: %w", viewer, err)
	}
	var next *TrayKey
	if len(rows) > limit {
		rows = rows[:limit]
		key := rows[limit-1].Key()
		next = &key
	}
	return rows, next, s.completeTray(ctx, rows)
}

// StoryRing is an account's own place in a tray or on its profile: what the
// viewer may see of its live stories. It is empty when there is nothing.
func (s *Store) StoryRing(ctx context.Context, viewer ID, owner Author) (TrayEntry, error) {
	e := TrayEntry{}
	err := s.gorm(ctx).Raw(`SELECT CAST(@owner AS bigint) AS owner_id, count(*) AS stories, count(*) FILTER (WHERE v.viewer_id IS NULL) AS unseen, coalesce(max(st.pub_id), 0) AS newest,
			coalesce(bool_or(v.viewer_id IS NULL AND st.audience = 'close_friends'), false) AS close
		FROM stories st JOIN users so ON so.id = st.owner_id LEFT JOIN story_views v ON v.owner_id = st.owner_id AND v.story_id = st.id AND v.viewer_id = @viewer
		WHERE st.owner_id = @owner AND `+liveStory, map[string]any{"viewer": viewer, "owner": owner.ID, "now": s.Now()}).Scan(&e).Error
	if err != nil {
		return TrayEntry{}, fmt.Errorf("read the stories of %d: %w", owner.ID, err)
	}
	if viewer == owner.ID {
		e.Unseen = 0
	}
	e.Author = owner
	return e, nil
}

func (s *Store) completeTray(ctx context.Context, rows []TrayEntry) error {
	ids := make([]ID, len(rows))
	for i := range rows {
		ids[i] = rows[i].OwnerID
	}
	authors, err := s.authorsOf(ctx, ids)
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
	bad := Invalidf("after", "This is no place in the tray.")
	if n, err := fmt.Sscanf(s, "%d.%d.%d.%d", &seen, &score, &newest, &owner); n != 4 || err != nil || seen < 0 || seen > 1 || score < 0 || score > 1<<30 {
		return nil, bad
	}
	k := &TrayKey{seen == 1, score, ID(newest), ID(owner)}
	if k.String() != s {
		return nil, bad
	}
	return k, nil
}

package people

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
)

// Limits of an account's own lists.
const (
	MaxCloseFriends = 1000
	MaxStoryHides   = 1000
	MaxMutedWords   = 200
)

// Mute is what of a followed account is kept out of the viewer's sight. A nil
// field stays as it is. Nobody is told.
type Mute struct{ Posts, Stories *bool }

// SetMute changes what the viewer hears of an account that they follow. Its posts
// leave the feed at once, and come back at once.
func SetMute(ctx context.Context, s *models.Store, viewer, target models.ID, m Mute) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer, target); err != nil {
			return err
		}
		var posts, was bool
		err := t.PG.QueryRow(ctx, `UPDATE following f
			SET mutes_posts = coalesce($3, f.mutes_posts), mutes_stories = coalesce($4, f.mutes_stories)
			FROM (SELECT mutes_posts FROM following WHERE user_id = $1 AND target_id = $2) before
			WHERE f.user_id = $1 AND f.target_id = $2 AND f.state = 'follows' RETURNING f.mutes_posts, before.mutes_posts`,
			viewer, target, m.Posts, m.Stories).Scan(&posts, &was)
		if models.IsNoRows(err) {
			if turnsOff(m.Posts) && turnsOff(m.Stories) {
				return nil // already so: the mute went with the follow
			}
			return models.Invalidf("user_id", "people.error.can-mute-accounts-follow")
		}
		if err != nil {
			return fmt.Errorf("mute %d: %w", target, err)
		}
		if posts == was {
			return nil
		}
		if _, err := t.PG.Exec(ctx, `UPDATE followers SET mutes_posts = $3 WHERE user_id = $2
			AND follower_id = $1`, viewer, target, posts); err != nil {
			return fmt.Errorf("mute %d: %w", target, err)
		}
		if !posts {
			return backfill(ctx, t, viewer, target)
		}
		_, err = t.PG.Exec(ctx, `DELETE FROM feed WHERE user_id = $1 AND owner_id = $2`, viewer, target)
		return err
	})
}

func turnsOff(b *bool) bool { return b == nil || !*b }

// MutePosts keeps an account's posts out of the viewer's feed, UnmutePosts lets them in again.
func MutePosts(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	yes := true
	return SetMute(ctx, s, viewer, target, Mute{Posts: &yes})
}

// UnmutePosts is MutePosts taken back.
func UnmutePosts(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	no := false
	return SetMute(ctx, s, viewer, target, Mute{Posts: &no})
}

// UnmuteAll lets an account's posts and stories in again.
func UnmuteAll(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	no := false
	return SetMute(ctx, s, viewer, target, Mute{&no, &no})
}

// MuteStories keeps an account's stories out of the viewer's tray, UnmuteStories lets them in again.
func MuteStories(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	yes := true
	return SetMute(ctx, s, viewer, target, Mute{Stories: &yes})
}

// UnmuteStories is MuteStories taken back.
func UnmuteStories(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	no := false
	return SetMute(ctx, s, viewer, target, Mute{Stories: &no})
}

// Restrict lets an account go on writing below the viewer's posts, seen by the
// two of them alone until the viewer approves. The account is not told.
func Restrict(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	return addToList(ctx, s, viewer, target, `INSERT INTO restricts (user_id, other_id, id, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`)
}

// Unrestrict is Restrict taken back. What was hidden meanwhile stays so.
func Unrestrict(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM restricts WHERE user_id = $1 AND other_id = $2`, viewer, target)
	return err
}

// AddCloseFriend puts an account among those who see the viewer's posts for close friends.
func AddCloseFriend(ctx context.Context, s *models.Store, viewer, friend models.ID) error {
	return addToList(ctx, s, viewer, friend, fmt.Sprintf(`INSERT INTO close_friends (user_id, friend_id, id, created_at)
		SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM close_friends WHERE user_id = $1) < %d ON CONFLICT DO NOTHING`, MaxCloseFriends))
}

// RemoveCloseFriend takes an account off the list. It is not told.
func RemoveCloseFriend(ctx context.Context, s *models.Store, viewer, friend models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		tag, err := t.PG.Exec(ctx, `DELETE FROM close_friends WHERE user_id = $1 AND friend_id = $2`, viewer, friend)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return activity.Record(ctx, t, activity.Activity{UserID: friend, Kind: activity.ActRecount, ActorID: viewer})
	})
}

// addToList writes a row about an account that the viewer may see. Both
// accounts are locked, so a block at the same time comes before or after it.
func addToList(ctx context.Context, s *models.Store, viewer, target models.ID, sql string) error {
	if viewer == target {
		return models.Invalidf("user_id", "people.error.wrong")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		there, err := t.LockUsers(ctx, viewer, target)
		if err != nil {
			return err
		}
		hidden, err := access.Blocked(ctx, t, target, viewer)
		if err != nil {
			return err
		}
		if _, ok := there[target]; !ok || hidden {
			return models.ErrNoUser
		}
		if _, err := t.PG.Exec(ctx, sql, viewer, target, t.Store.NewID(), t.Store.Now()); err != nil {
			return fmt.Errorf("add %d to a list of %d: %w", target, viewer, err)
		}
		return nil
	})
}

// HideStories keeps the viewer's stories from an account, also those that are shown now. It is not told.
func HideStories(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	return addToList(ctx, s, viewer, target, fmt.Sprintf(`INSERT INTO story_hides (user_id, other_id, id, created_at)
		SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM story_hides WHERE user_id = $1) < %d ON CONFLICT DO NOTHING`, MaxStoryHides))
}

// ShowStories is HideStories taken back.
func ShowStories(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM story_hides WHERE user_id = $1 AND other_id = $2`, viewer, target)
	return err
}

// StoriesHiddenFrom lists the accounts from which the viewer hides stories, newest first.
func StoriesHiddenFrom(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return ownList(ctx, s, viewer, `story_hides e JOIN users u ON u.id = e.other_id`, `true`, access.NotHidden("u"), after, limit)
}

// CloseFriends lists the viewer's close friends, newest first.
func CloseFriends(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return ownList(ctx, s, viewer, `close_friends e JOIN users u ON u.id = e.friend_id`, `true`, access.NotHidden("u"), after, limit)
}

// Restricted lists the accounts that the viewer restricts.
func Restricted(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return ownList(ctx, s, viewer, `restricts e JOIN users u ON u.id = e.other_id`, `true`, access.NotHidden("u"), after, limit)
}

// Muted lists the accounts of which the viewer mutes the posts or the stories.
func Muted(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return ownList(ctx, s, viewer, `following e JOIN users u ON u.id = e.target_id`, `e.state = 'follows'
		AND (e.mutes_posts OR e.mutes_stories)`, access.NotHidden("u"), after, limit)
}

// Blocked lists the accounts that the viewer blocked. It is the one list in
// which they are found, so that they can be unblocked.
func Blocked(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return ownList(ctx, s, viewer, `blocks e JOIN users u ON u.id = e.other_id`, `e.by_owner`, `u.suspended_at IS NULL`, after, limit)
}

func ownList(ctx context.Context, s *models.Store, viewer models.ID, from, which, visible string, after models.ID,
	limit int) ([]PersonRow, models.ID, error) {
	return List(ctx, s, `SELECT `+access.AuthorColumns+`, e.id AS edge_id, coalesce(f.state, '') AS outgoing FROM `+from+`
		LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE e.user_id = @viewer AND `+which+` AND e.id < @after AND `+visible+`
		ORDER BY e.id DESC LIMIT @limit`, map[string]any{"viewer": viewer}, after, limit)
}

package models

import (
	"context"
	"fmt"
)

// ApproveTag lets a post name the viewer, whom its owner tagged.
func (s *Store) ApproveTag(ctx context.Context, viewer, post ID) error {
	if _, err := s.VisiblePost(ctx, viewer, post); err != nil {
		return err
	}
	return s.answerTag(ctx, viewer, post, `UPDATE post_people SET state = 'approved' WHERE owner_id = $1 AND post_id = $2 AND user_id = $3 AND state IN ('pending', 'approved')`)
}

// RemoveTag takes the viewer out of a post for good: its owner cannot tag them
// there again.
func (s *Store) RemoveTag(ctx context.Context, viewer, post ID) error {
	if _, err := s.VisiblePost(ctx, viewer, post); err != nil {
		return err
	}
	return s.answerTag(ctx, viewer, post, `UPDATE post_people SET state = 'removed' WHERE owner_id = $1 AND post_id = $2 AND user_id = $3`)
}

func (s *Store) answerTag(ctx context.Context, viewer, post ID, sql string) error {
	return s.inTx(ctx, func(t *tx) error {
		var owner ID
		err := t.pgx.QueryRow(ctx, `SELECT p.owner_id FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id WHERE o.post_id = $1 FOR NO KEY UPDATE OF p`, post).Scan(&owner)
		if isNoRows(err) {
			return errNoPost
		}
		if err != nil {
			return err
		}
		tag, err := t.pgx.Exec(ctx, sql, owner, post, viewer)
		if err != nil {
			return fmt.Errorf("answer a tag in %d: %w", post, err)
		}
		if tag.RowsAffected() == 0 {
			return NotFoundf("You are not tagged in this post.")
		}
		if err := t.countPeople(ctx, owner, post); err != nil {
			return err
		}
		return t.act(ctx, Activity{UserID: viewer, Kind: ActRecount, ActorID: owner, OwnerID: owner, PostID: post},
			Activity{UserID: owner, Kind: ActRecount, ActorID: viewer, OwnerID: owner, PostID: post})
	})
}

// countPeople needs the post locked.
func (t *tx) countPeople(ctx context.Context, owner, post ID) error {
	_, err := t.pgx.Exec(ctx, `UPDATE posts SET people_count = (SELECT count(*) FROM post_people WHERE owner_id = $1 AND post_id = $2 AND state <> 'removed')
		WHERE owner_id = $1 AND id = $2`, owner, post)
	return err
}

// untag takes two accounts out of each other's photos.
func (t *tx) untag(ctx context.Context, a, b ID) error {
	for _, sql := range []string{
		`SELECT 1 FROM posts p WHERE (p.owner_id, p.id) IN (SELECT owner_id, post_id FROM post_people WHERE user_id = $1 AND owner_id = $2 OR user_id = $2 AND owner_id = $1)
			ORDER BY p.owner_id, p.id FOR NO KEY UPDATE`,
		`WITH n AS (DELETE FROM post_people WHERE (user_id = $1 AND owner_id = $2 OR user_id = $2 AND owner_id = $1) RETURNING owner_id, post_id, state),
			k AS (SELECT owner_id, post_id, count(*) AS by FROM n WHERE state <> 'removed' GROUP BY 1, 2)
			UPDATE posts p SET people_count = people_count - k.by FROM k WHERE p.owner_id = k.owner_id AND p.id = k.post_id`,
	} {
		if _, err := t.pgx.Exec(ctx, sql, a, b); err != nil {
			return fmt.Errorf("untag %d and %d: %w", a, b, err)
		}
	}
	return nil
}

// TagSettings say who may tag an account in photos.
type TagSettings struct {
	TagsFrom   string `gorm:"default:everyone"` // or following, or nobody
	TagsByHand bool   // whether tags by people whom the account follows wait for approval too
}

// TagSettingsOf reads who may tag an account.
func (s *Store) TagSettingsOf(ctx context.Context, user ID) (out TagSettings, err error) {
	err = s.gorm(ctx).Raw(`SELECT tags_from, tags_by_hand FROM users WHERE id = ?`, user).Scan(&out).Error
	return out, err
}

// SetTagSettings changes who may tag the viewer.
func (s *Store) SetTagSettings(ctx context.Context, viewer ID, in TagSettings) error {
	switch in.TagsFrom {
	case "everyone", "following", "nobody":
	default:
		return Invalidf("tags_from", "This is one of everyone, following and nobody.")
	}
	return s.gorm(ctx).Exec(`UPDATE users SET tags_from = ?, tags_by_hand = ?, updated_at = ? WHERE id = ?`, in.TagsFrom, in.TagsByHand, s.Now(), viewer).Error
}

const taggedPosts = `SELECT DISTINCT ON (t.pub_id) p.*, ` + likedColumn + ` FROM post_people t JOIN posts p ON p.owner_id = t.owner_id AND p.id = t.post_id
	JOIN users u ON u.id = p.owner_id
	WHERE t.user_id = @user AND t.state = @state AND t.pub_id > @low AND t.pub_id < @high AND ` + listedPost + `
	ORDER BY t.pub_id DESC LIMIT @limit`

// TaggedPosts lists the posts that show an account, as far as the viewer may see them.
func (s *Store) TaggedPosts(ctx context.Context, viewer, user ID, page Page) ([]PostView, ID, error) {
	return s.posts(ctx, viewer, taggedPosts, map[string]any{"user": user, "state": "approved"}, page)
}

// PendingTags lists the posts whose owners ask to name the viewer.
func (s *Store) PendingTags(ctx context.Context, viewer ID, page Page) ([]PostView, ID, error) {
	return s.posts(ctx, viewer, taggedPosts, map[string]any{"user": viewer, "state": "pending"}, page)
}

// completePeople adds who is in the photos, in one query if there is anybody.
func (s *Store) completePeople(ctx context.Context, viewer ID, posts []PostView) error {
	var keys [][]any
	for _, p := range posts {
		if p.PeopleCount > 0 {
			keys = append(keys, []any{int64(p.OwnerID), int64(p.ID)})
		}
	}
	if len(keys) == 0 {
		return nil
	}
	var rows []PersonTag
	err := s.gorm(ctx).Raw(`SELECT `+authorColumns+`, t.post_id, t.media_id, t.x, t.y, t.state FROM post_people t JOIN users u ON u.id = t.user_id
		WHERE (t.owner_id, t.post_id) IN @keys AND `+visibleTag+` ORDER BY t.id`, map[string]any{"viewer": viewer, "keys": keys}).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("read people in photos: %w", err)
	}
	for i := range posts {
		for _, r := range rows {
			if r.PostID == posts[i].ID {
				posts[i].People = append(posts[i].People, r)
			}
		}
	}
	return nil
}

// PeopleIn are the people in one photo of the post.
func (p *PostView) PeopleIn(item ID) []PersonTag {
	var out []PersonTag
	for _, t := range p.People {
		if t.MediaID == item {
			out = append(out, t)
		}
	}
	return out
}

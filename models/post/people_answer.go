package post

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
)

// ApproveTag lets a post name the viewer, whom its owner tagged.
func ApproveTag(ctx context.Context, s *models.Store, viewer, post models.ID) error {
	if _, err := Visible(ctx, s, viewer, post); err != nil {
		return err
	}
	return answerTag(ctx, s, viewer, post, `UPDATE post_people SET state = 'approved' WHERE owner_id = $1 AND post_id = $2
		AND user_id = $3 AND state IN ('pending', 'approved')`)
}

// RemoveTag takes the viewer out of a post for good: its owner cannot tag them
// there again.
func RemoveTag(ctx context.Context, s *models.Store, viewer, post models.ID) error {
	if _, err := Visible(ctx, s, viewer, post); err != nil {
		return err
	}
	return answerTag(ctx, s, viewer, post, `UPDATE post_people SET state = 'removed' WHERE owner_id = $1 AND post_id = $2 AND user_id = $3`)
}

func answerTag(ctx context.Context, s *models.Store, viewer, post models.ID, sql string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		var owner models.ID
		err := t.PG.QueryRow(ctx, `SELECT p.owner_id FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
			WHERE o.post_id = $1 FOR NO KEY UPDATE OF p`, post).Scan(&owner)
		if models.IsNoRows(err) {
			return models.ErrNoPost
		}
		if err != nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, sql, owner, post, viewer)
		if err != nil {
			return fmt.Errorf("answer a tag in %d: %w", post, err)
		}
		if tag.RowsAffected() == 0 {
			return models.NotFoundf("post.error.not-tagged-post")
		}
		if err := countPeople(ctx, t, owner, post); err != nil {
			return err
		}
		return activity.Record(ctx, t, activity.Activity{UserID: viewer, Kind: activity.ActRecount, ActorID: owner, OwnerID: owner,
			PostID: post},
			activity.Activity{UserID: owner, Kind: activity.ActRecount, ActorID: viewer, OwnerID: owner, PostID: post})
	})
}

// countPeople needs the post locked.
func countPeople(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	_, err := t.PG.Exec(ctx, `UPDATE posts
		SET people_count = (SELECT count(*) FROM post_people WHERE owner_id = $1 AND post_id = $2 AND state <> 'removed')
		WHERE owner_id = $1 AND id = $2`, owner, post)
	return err
}

// TagSettingsOf reads who may tag an account.
func TagSettingsOf(ctx context.Context, s *models.Store, user models.ID) (out account.TagSettings, err error) {
	err = models.Read(ctx, s.Pool(), &out, `SELECT tags_from, tags_by_hand FROM users WHERE id = @user`, models.Args{"user": user})
	return out, err
}

// SetTagSettings changes who may tag the viewer.
func SetTagSettings(ctx context.Context, s *models.Store, viewer models.ID, in account.TagSettings) error {
	switch in.TagsFrom {
	case access.FromEveryone, access.FromFollowing, access.FromNobody:
	default:
		return models.Invalidf("tags_from", "post.error.one-everyone-following-nobody")
	}
	return models.Do(ctx, s.Pool(), `UPDATE users SET tags_from = @tags_from, tags_by_hand = @tags_by_hand, updated_at = @now
		WHERE id = @viewer`, models.Args{"tags_from": in.TagsFrom, "tags_by_hand": in.TagsByHand, "now": s.Now(), "viewer": viewer})
}

const taggedPosts = `SELECT DISTINCT ON (t.pub_id) p.*, ` + LikedColumn + ` FROM post_people t
	JOIN posts p ON p.owner_id = t.owner_id AND p.id = t.post_id
	JOIN users u ON u.id = p.owner_id
	WHERE t.user_id = @user AND t.state = @state AND t.pub_id > @low AND t.pub_id < @high AND ` + access.ListedPost + `
	ORDER BY t.pub_id DESC LIMIT @limit`

// Tagged lists the posts that show an account, as far as the viewer may see them.
func Tagged(ctx context.Context, s *models.Store, viewer, user models.ID, page models.Page) ([]View, models.ID, error) {
	return Posts(ctx, s, viewer, taggedPosts, map[string]any{"user": user, "state": "approved"}, page)
}

// PendingTags lists the posts whose owners ask to name the viewer.
func PendingTags(ctx context.Context, s *models.Store, viewer models.ID, page models.Page) ([]View, models.ID, error) {
	return Posts(ctx, s, viewer, taggedPosts, map[string]any{"user": viewer, "state": "pending"}, page)
}

// completePeople adds who is in the photos, in one query if there is anybody.
func completePeople(ctx context.Context, s *models.Store, viewer models.ID, posts []View) error {
	var keys []models.Key
	for _, p := range posts {
		if p.PeopleCount > 0 {
			keys = append(keys, models.Key{Owner: p.OwnerID, ID: p.ID})
		}
	}
	if len(keys) == 0 {
		return nil
	}
	owners, ids := models.Columns(keys)
	var rows []PersonTag
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+access.AuthorColumns+`, t.post_id, t.media_id, t.x, t.y, t.state FROM post_people t
		JOIN users u ON u.id = t.user_id
		WHERE (t.owner_id, t.post_id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]))) AND `+access.VisibleTag+`
		ORDER BY t.id`, models.Args{"viewer": viewer, "owners": owners, "ids": ids})
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
func (p *View) PeopleIn(item models.ID) []PersonTag {
	var out []PersonTag
	for _, t := range p.People {
		if t.MediaID == item {
			out = append(out, t)
		}
	}
	return out
}

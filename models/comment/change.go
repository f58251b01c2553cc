package comment

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/tally"
)

// changedComment is a comment in a transaction that holds its post.
type changedComment struct {
	Comment
	ThreadHidden string // of the comment that a reply stands below
	Matches      bool   // whether one of the owner's words is in the new text
}

// counts is whether the post counts the comment when it is not hidden itself.
func (c *changedComment) counts() bool { return c.ThreadHidden == "" }

// changeComment locks the post of a comment that the viewer may see, then
// reads the comment and carries out the change.
func changeComment(ctx context.Context, s *models.Store, viewer, post, id models.ID, text string,
	change func(*models.Tx, *changedComment) error) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		var owner models.ID
		err := t.PG.QueryRow(ctx, `SELECT p.owner_id FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
			JOIN users u ON u.id = p.owner_id
			WHERE o.post_id = $1 AND `+access.VisibleTo("$2")+` FOR NO KEY UPDATE OF p`, post, viewer).Scan(&owner)
		if models.IsNoRows(err) {
			return models.ErrNoPost
		}
		if err != nil {
			return fmt.Errorf("lock post %d: %w", post, err)
		}
		var rows []changedComment
		err = models.Find(ctx, t.PG, &rows, `SELECT c.*, coalesce((SELECT h.hidden FROM comments h WHERE h.owner_id = c.owner_id
			AND h.id = c.parent_id), '') AS thread_hidden,
				EXISTS (SELECT 1 FROM users o WHERE o.id = c.owner_id AND o.id <> c.user_id AND o.comment_pattern <> ''
				AND @text ~* o.comment_pattern) AS matches
			FROM comments c JOIN users u ON u.id = c.user_id
			WHERE c.owner_id = @owner AND c.id = @id AND c.post_id = @post AND `+access.VisibleComment,
			models.Args{"viewer": viewer, "owner": owner, "id": id, "post": post, "text": text})
		if err != nil {
			return fmt.Errorf("read comment %d: %w", id, err)
		}
		if len(rows) == 0 {
			return errNoComment
		}
		return change(t, &rows[0])
	})
}

// Edit changes the text of a comment of the viewer's, for a while after
// it was written. People whom the new text mentions are told, if they were not before.
func Edit(ctx context.Context, s *models.Store, viewer, post, id models.ID, text string) error {
	text, err := cleanComment(text)
	if err != nil {
		return err
	}
	return changeComment(ctx, s, viewer, post, id, text, func(t *models.Tx, c *changedComment) error {
		switch {
		case c.UserID != viewer:
			return models.Say(models.Error{Kind: models.Forbidden}, "comment.error.only-author-can-change-comment")
		case !c.MayEdit(viewer, s.Now()):
			return models.Say(models.Error{Kind: models.Forbidden}, "comment.error.comment-can-changed-minutes-after", "minutes",
				int(EditWindow.Minutes()))
		case c.Text == text:
			return nil
		}
		if _, err := t.PG.Exec(ctx, `UPDATE comments SET text = $3, edited_at = $4 WHERE owner_id = $1
			AND id = $2`, c.OwnerID, c.ID, text, s.Now()); err != nil {
			return fmt.Errorf("edit comment %d: %w", id, err)
		}
		switch {
		case c.Matches && c.Hidden == "":
			return setHidden(ctx, t, c, "words")
		case !c.Matches && c.Hidden == "words":
			if err := setHidden(ctx, t, c, ""); err != nil {
				return err
			}
		}
		return notify(ctx, t, c, text)
	})
}

// notify tells those of a comment who may see it and were not told yet.
func notify(ctx context.Context, t *models.Tx, c *changedComment, text string) error {
	sql, args := notifyStatement(t.Store, c.PostID, c.ID, text)
	if _, err := t.PG.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("tell of comment %d: %w", c.ID, err)
	}
	t.Acted = true
	return nil
}

// recountTold lets those who were told of comments count again.
func recountTold(ctx context.Context, t *models.Tx, actor models.ID, c *changedComment) error {
	var who []models.ID
	err := models.Find(ctx, t.PG, &who,
		`SELECT DISTINCT d.user_id FROM told d WHERE d.owner_id = @owner AND d.post_id = @post AND d.comment_id IN (
		SELECT id FROM comments WHERE owner_id = @owner AND (id = @id OR parent_id = @id))`,
		models.Args{"owner": c.OwnerID, "post": c.PostID, "id": c.ID})
	if err != nil {
		return fmt.Errorf("find who was told of comment %d: %w", c.ID, err)
	}
	if !slices.Contains(who, c.UserID) { // of likes
		who = append(who, c.UserID)
	}
	for _, id := range who {
		if err := activity.Record(ctx, t, activity.Activity{UserID: id, Kind: activity.ActRecount, ActorID: actor,
			OwnerID: c.OwnerID, PostID: c.PostID, CommentID: c.ID}); err != nil {
			return err
		}
	}
	return nil
}

// setHidden hides a comment for a reason, or shows it, and counts. A comment
// goes with its replies, which keep their own state.
func setHidden(ctx context.Context, t *models.Tx, c *changedComment, reason string) error {
	if (c.Hidden == "") != (reason == "") {
		by := int64(1)
		if reason != "" {
			by = -1
		}
		if err := countComment(ctx, t, c, by); err != nil {
			return err
		}
	}
	_, err := t.PG.Exec(ctx, `UPDATE comments SET hidden = $3, pinned_at = CASE WHEN $3 = '' THEN pinned_at END WHERE owner_id = $1
		AND id = $2`, c.OwnerID, c.ID, reason)
	if err != nil {
		return fmt.Errorf("hide comment %d: %w", c.ID, err)
	}
	c.Hidden = reason
	return recountTold(ctx, t, c.OwnerID, c)
}

// countComment counts a comment, by 1 or -1, that comes into sight or leaves it.
func countComment(ctx context.Context, t *models.Tx, c *changedComment, by int64) error {
	if c.ParentID != nil {
		if _, err := t.PG.Exec(ctx, `UPDATE comments SET replies_count = replies_count + $3 WHERE owner_id = $1
			AND id = $2`, c.OwnerID, *c.ParentID, by); err != nil {
			return fmt.Errorf("count replies to %d: %w", *c.ParentID, err)
		}
	}
	if !c.counts() {
		return nil
	}
	if _, err := t.PG.Exec(ctx, `UPDATE posts SET comments_count = comments_count + $3 WHERE owner_id = $1
		AND id = $2`, c.OwnerID, c.PostID, by*(1+c.RepliesCount)); err != nil {
		return fmt.Errorf("count comments of %d: %w", c.PostID, err)
	}
	return tally.Write(ctx, t, tally.Mark{Owner: c.OwnerID, Post: c.PostID, Actor: c.UserID, Metric: tally.Comments,
		N: by * (1 + c.RepliesCount), At: c.CreatedAt})
}

func ownerOnly(c *changedComment, viewer models.ID, what string) error {
	if viewer != c.OwnerID {
		return models.Say(models.Error{Kind: models.Forbidden}, what)
	}
	return nil
}

// Hide hides a comment below a post of the viewer's from everybody but
// its author and the viewer.
func Hide(ctx context.Context, s *models.Store, viewer, post, id models.ID) error {
	return changeComment(ctx, s, viewer, post, id, "", func(t *models.Tx, c *changedComment) error {
		if err := ownerOnly(c, viewer, "comment.error.owner-hide"); err != nil || c.Hidden != "" {
			return err
		}
		if c.UserID == viewer {
			return models.Invalidf("comment", "comment.error.own-comment-cannot-hidden-delete")
		}
		return setHidden(ctx, t, c, "owner")
	})
}

// Show shows a hidden comment to everybody who sees the post. Those
// whom nobody told of it, because it came in hidden, are told now.
func Show(ctx context.Context, s *models.Store, viewer, post, id models.ID) error {
	return changeComment(ctx, s, viewer, post, id, "", func(t *models.Tx, c *changedComment) error {
		if err := ownerOnly(c, viewer, "comment.error.owner-show"); err != nil || c.Hidden == "" {
			return err
		}
		why := c.Hidden
		if err := setHidden(ctx, t, c, ""); err != nil || why == "owner" {
			return err
		}
		// The owner, who shows it, knows of it.
		if _, err := t.PG.Exec(ctx, `INSERT INTO told (owner_id, post_id, comment_id, user_id) VALUES ($1, $2, $3, $1) ON CONFLICT
			DO NOTHING`, c.OwnerID, c.PostID, c.ID); err != nil {
			return err
		}
		return notify(ctx, t, c, c.Text)
	})
}

// Pin sets a comment below a post of the viewer's before the others.
func Pin(ctx context.Context, s *models.Store, viewer, post, id models.ID) error {
	return changeComment(ctx, s, viewer, post, id, "", func(t *models.Tx, c *changedComment) error {
		if err := ownerOnly(c, viewer, "comment.error.owner-pin"); err != nil || c.PinnedAt != nil {
			return err
		}
		switch {
		case c.ParentID != nil:
			return models.Invalidf("comment", "comment.error.reply-cannot-pinned")
		case c.Hidden != "":
			return models.Invalidf("comment", "comment.error.hidden-comment-cannot-pinned-show")
		}
		var pinned int
		if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM comments WHERE owner_id = $1 AND post_id = $2
			AND pinned_at IS NOT NULL`, c.OwnerID, c.PostID).Scan(&pinned); err != nil {
			return err
		}
		if pinned >= MaxPinned {
			return models.Invalidf("comment", "comment.error.comments-pinned-limit-unpin-one", "pinned", pinned)
		}
		_, err := t.PG.Exec(ctx, `UPDATE comments SET pinned_at = $3 WHERE owner_id = $1 AND id = $2`, c.OwnerID, c.ID, s.Now())
		return err
	})
}

// Unpin puts a comment back among the others.
func Unpin(ctx context.Context, s *models.Store, viewer, post, id models.ID) error {
	return changeComment(ctx, s, viewer, post, id, "", func(t *models.Tx, c *changedComment) error {
		if err := ownerOnly(c, viewer, "comment.error.owner-unpin"); err != nil {
			return err
		}
		_, err := t.PG.Exec(ctx, `UPDATE comments SET pinned_at = NULL WHERE owner_id = $1 AND id = $2`, c.OwnerID, c.ID)
		return err
	})
}

// Delete removes a comment with its replies, for its author or the
// post's owner.
func Delete(ctx context.Context, s *models.Store, viewer, post, id models.ID) error {
	return changeComment(ctx, s, viewer, post, id, "", func(t *models.Tx, c *changedComment) error {
		if !c.MayDelete(viewer) {
			return models.Say(models.Error{Kind: models.Forbidden}, "comment.error.only-author-posts-owner-can")
		}
		if c.Hidden == "" {
			if err := countComment(ctx, t, c, -1); err != nil {
				return err
			}
		}
		if err := recountTold(ctx, t, viewer, c); err != nil {
			return err
		}
		_, err := t.PG.Exec(ctx, `WITH n AS (DELETE FROM comments WHERE owner_id = $1 AND (id = $2 OR parent_id = $2) RETURNING id)
			DELETE FROM told d USING n WHERE d.owner_id = $1 AND d.post_id = $3 AND d.comment_id = n.id`, c.OwnerID, c.ID, c.PostID)
		if err != nil {
			return fmt.Errorf("delete comment %d: %w", id, err)
		}
		return nil
	})
}

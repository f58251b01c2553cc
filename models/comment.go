package models

import (
	"context"
	"fmt"
	"time"
)

// Comment is what somebody wrote below a post.
type Comment struct {
	OwnerID   ID `gorm:"primaryKey"` // the post's owner
	ID        ID `gorm:"primaryKey;autoIncrement:false"`
	PostID    ID
	UserID    ID // who wrote it
	Text      string
	CreatedAt time.Time
}

// CommentView is a comment with its author.
type CommentView struct {
	Comment
	Author Author `gorm:"-"`
}

// MayDelete says whether a viewer may delete the comment: its author and the post's owner.
func (c *Comment) MayDelete(viewer ID) bool {
	return viewer != 0 && (viewer == c.UserID || viewer == c.OwnerID)
}

var errCommentsOff = &Error{Kind: Forbidden, Field: "text", Message: "Comments are switched off for this post."}

var addCommentSQL = `WITH target AS (
		SELECT p.owner_id, p.id, p.comments_enabled FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND ` + visibleTo("$2") + `),
	n AS (INSERT INTO comments (owner_id, id, post_id, user_id, text, created_at) SELECT owner_id, $3, id, $2, $4, $5 FROM target WHERE comments_enabled
		RETURNING owner_id, post_id),
	c AS (UPDATE posts p SET comments_count = p.comments_count + 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id)
	SELECT owner_id, comments_enabled FROM target`

// AddComment writes a comment below a post that the viewer may see.
func (s *Store) AddComment(ctx context.Context, viewer, post ID, text string) (*CommentView, error) {
	text, err := CleanText("text", text, MaxComment, true)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, Invalidf("text", "Write something first.")
	}
	c := &CommentView{Comment: Comment{ID: s.NewID(), PostID: post, UserID: viewer, Text: text, CreatedAt: s.Now()}}
	var open bool
	err = s.pool.QueryRow(ctx, addCommentSQL, post, viewer, c.ID, text, c.CreatedAt).Scan(&c.OwnerID, &open)
	if isNoRows(err) || hasCode(err, codeForeignKey) {
		return nil, errNoPost
	}
	if err != nil {
		return nil, fmt.Errorf("comment on post %d: %w", post, err)
	}
	if !open {
		return nil, errCommentsOff
	}
	authors, err := s.authorsOf(ctx, []ID{viewer})
	c.Author = authors[viewer]
	return c, err
}

// Comments lists a post's comments, newest first.
func (s *Store) Comments(ctx context.Context, viewer, post ID, before ID, limit int) ([]CommentView, ID, error) {
	p, err := s.VisiblePost(ctx, viewer, post)
	if err != nil {
		return nil, 0, err
	}
	return s.CommentsOf(ctx, viewer, p, before, limit)
}

// CommentsOf is Comments for a post that was read already.
func (s *Store) CommentsOf(ctx context.Context, viewer ID, p *PostView, before ID, limit int) ([]CommentView, ID, error) {
	var rows []CommentView
	err := s.gorm(ctx).Raw(`SELECT c.* FROM comments c JOIN users u ON u.id = c.user_id
		WHERE c.owner_id = @owner AND c.post_id = @post AND c.id < @before AND `+notHidden("u")+` ORDER BY c.id DESC LIMIT @limit`,
		map[string]any{"viewer": viewer, "owner": p.OwnerID, "post": p.ID, "before": orNewest(before), "limit": limit + 1}).Scan(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read comments of %d: %w", p.ID, err)
	}
	var next ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	ids := make([]ID, len(rows))
	for i, c := range rows {
		ids[i] = c.UserID
	}
	authors, err := s.authorsOf(ctx, ids)
	for i := range rows {
		rows[i].Author = authors[rows[i].UserID]
	}
	return rows, next, err
}

// DeleteComment removes a comment, for its author or the post's owner.
// Removing one that is gone changes nothing.
func (s *Store) DeleteComment(ctx context.Context, viewer, post, id ID) error {
	p, err := s.VisiblePost(ctx, viewer, post)
	if err != nil {
		return err
	}
	var c Comment
	err = s.gorm(ctx).Where("owner_id = ? AND id = ? AND post_id = ?", int64(p.OwnerID), int64(id), int64(post)).Take(&c).Error
	if isNoRows(err) {
		return NotFoundf("This comment does not exist.")
	}
	if err != nil {
		return err
	}
	if !c.MayDelete(viewer) {
		return &Error{Kind: Forbidden, Message: "Only its author and the post's owner can delete a comment."}
	}
	_, err = s.pool.Exec(ctx, `WITH n AS (DELETE FROM comments WHERE owner_id = $1 AND id = $2 RETURNING owner_id, post_id)
		UPDATE posts p SET comments_count = p.comments_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`, p.OwnerID, id)
	if err != nil {
		return fmt.Errorf("delete comment %d: %w", id, err)
	}
	return nil
}

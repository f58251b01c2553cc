package comment

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// FirstReplies is how many replies stand below a comment before one asks for more.
const FirstReplies = 2

// MaxPinned is how many comments of a post may be pinned.
const MaxPinned = 3

// commentColumns select a CommentView from comments AS c.
const commentColumns = `c.*, EXISTS (SELECT 1 FROM comment_likes cl WHERE cl.owner_id = c.owner_id AND cl.comment_id = c.id
	AND cl.user_id = @viewer) AS liked`

// PageView is a page of what was said below a post: the pinned comments, on the
// first page only, and the others, newest first.
type PageView struct {
	Pinned, Comments []View
	Next             models.ID
}

// Page reads a page of the comments of a post that was read already, with
// the first replies to each.
func Page(ctx context.Context, s *models.Store, viewer models.ID, p *post.View, before models.ID, limit int) (PageView, error) {
	from := `SELECT ` + commentColumns + ` FROM comments c JOIN users u ON u.id = c.user_id WHERE c.owner_id = @owner
		AND c.post_id = @post AND c.parent_id IS NULL AND ` + access.ListedComment
	sql := `(` + from + ` AND c.pinned_at IS NULL AND c.id < @before ORDER BY c.id DESC LIMIT @limit)`
	if before == 0 {
		sql = `(` + from + ` AND c.pinned_at IS NOT NULL ORDER BY c.pinned_at DESC, c.id DESC LIMIT @pinned) UNION ALL ` + sql
	}
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, sql, models.Args{"viewer": viewer, "owner": p.OwnerID, "post": p.ID,
		"before": models.OrNewest(before), "pinned": MaxPinned, "limit": limit + 1})
	if err != nil {
		return PageView{}, fmt.Errorf("read comments of %d: %w", p.ID, err)
	}
	pinned := 0
	for pinned < len(rows) && rows[pinned].PinnedAt != nil {
		pinned++
	}
	var next models.ID
	if len(rows) > pinned+limit {
		rows = rows[:pinned+limit]
		next = rows[len(rows)-1].ID
	}
	if err := completeComments(ctx, s, viewer, p.OwnerID, rows); err != nil {
		return PageView{}, err
	}
	return PageView{rows[:pinned], rows[pinned:], next}, nil
}

// completeComments adds the first replies and the authors, in at most one query each.
func completeComments(ctx context.Context, s *models.Store, viewer, owner models.ID, rows []View) error {
	if len(rows) == 0 {
		return nil
	}
	at, ids := map[models.ID]int{}, make([]int64, len(rows))
	for i, c := range rows {
		at[c.ID], ids[i] = i, int64(c.ID)
	}
	var replies []View
	err := models.Find(ctx, s.Pool(), &replies, `SELECT r.* FROM comments h CROSS JOIN LATERAL (
			SELECT `+commentColumns+` FROM comments c JOIN users u ON u.id = c.user_id
			WHERE c.owner_id = h.owner_id AND c.parent_id = h.id AND `+access.ListedComment+` ORDER BY c.id LIMIT @limit) r
		WHERE h.owner_id = @owner AND h.id = ANY(@ids)
		ORDER BY r.id`, models.Args{"viewer": viewer, "owner": owner, "ids": ids, "limit": FirstReplies + 1})
	if err != nil {
		return fmt.Errorf("read replies: %w", err)
	}
	if err := addAuthors(ctx, s, rows, replies); err != nil {
		return err
	}
	for _, r := range replies {
		c := &rows[at[*r.ParentID]]
		if len(c.Replies) == FirstReplies {
			c.More = true
			continue
		}
		c.Replies = append(c.Replies, r)
	}
	return nil
}

func addAuthors(ctx context.Context, s *models.Store, lists ...[]View) error {
	var ids []models.ID
	for _, list := range lists {
		for _, c := range list {
			ids = append(ids, c.UserID)
		}
	}
	authors, err := access.Authors(ctx, s, ids)
	if err != nil {
		return fmt.Errorf("read authors of comments: %w", err)
	}
	for _, list := range lists {
		for i := range list {
			list[i].Author = authors[list[i].UserID]
		}
	}
	return nil
}

// Visible finds a comment that the viewer may see, below a post that
// they may see, without its replies.
func Visible(ctx context.Context, s *models.Store, viewer, post, id models.ID) (*View, error) {
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+commentColumns+` FROM comments c JOIN users u ON u.id = c.user_id
		WHERE c.owner_id = (SELECT owner_id FROM post_owners WHERE post_id = @post) AND c.id = @id AND c.post_id = @post
		AND `+access.ReachableComment, models.Args{"viewer": viewer, "post": post, "id": id})
	if err != nil {
		return nil, fmt.Errorf("read comment %d: %w", id, err)
	}
	if len(rows) == 0 {
		return nil, errNoComment
	}
	return &rows[0], addAuthors(ctx, s, rows)
}

// Replies lists the replies below a comment that was read already, oldest
// first: those after one key and before another, where 0 is no bound.
func Replies(ctx context.Context, s *models.Store, viewer models.ID, c *View, after, before models.ID, limit int) ([]View,
	models.ID, error) {
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+commentColumns+` FROM comments c JOIN users u ON u.id = c.user_id
		WHERE c.owner_id = @owner AND c.parent_id = @thread AND c.id > @after AND c.id < @before AND `+access.ListedComment+`
		ORDER BY c.id LIMIT @limit`, models.Args{"viewer": viewer, "owner": c.OwnerID, "thread": c.Thread(), "after": after,
		"before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read replies to %d: %w", c.ID, err)
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	return rows, next, addAuthors(ctx, s, rows)
}

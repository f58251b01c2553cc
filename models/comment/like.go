package comment

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/people"
)

var likeTarget = `WITH target AS (
		SELECT c.owner_id, c.id, c.post_id, c.user_id, c.hidden, c.likes_count FROM comments c JOIN users u ON u.id = c.user_id
		WHERE c.owner_id = (SELECT owner_id FROM post_owners WHERE post_id = $1) AND c.id = $2 AND c.post_id = $1 AND ` +
	access.ForViewer(access.ReachableComment, "$3") + `),`

var likeCommentSQL = likeTarget + `
	n AS (INSERT INTO comment_likes (owner_id, comment_id, user_id, id, created_at) SELECT owner_id, id, $3, $4, $5 FROM target
		ON CONFLICT DO NOTHING RETURNING owner_id, comment_id),
	k AS (UPDATE comments c SET likes_count = c.likes_count + 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id
	RETURNING c.likes_count),
	a AS (INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)
		SELECT t.user_id, $4, 'comment_like', $3, t.owner_id, t.post_id, t.id, $5 FROM n JOIN target t ON t.id = n.comment_id
			JOIN posts p ON p.owner_id = t.owner_id AND p.id = t.post_id JOIN users u ON u.id = p.owner_id
		WHERE t.user_id <> $3 AND t.hidden = '' AND ` + access.VisibleTo("t.user_id") + `)
	SELECT coalesce((SELECT likes_count FROM k), likes_count), (SELECT use_budgets($6, $7, $8, $9, $10) FROM n) FROM target`

var unlikeCommentSQL = likeTarget + `
	n AS (DELETE FROM comment_likes l USING target t WHERE l.owner_id = t.owner_id AND l.comment_id = t.id AND l.user_id = $3
	RETURNING l.owner_id, l.comment_id),
	k AS (UPDATE comments c SET likes_count = c.likes_count - 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id
	RETURNING c.likes_count),
	a AS (INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)
		SELECT t.user_id, $4, 'recount', $3, t.owner_id, t.post_id, t.id, $5 FROM n JOIN target t ON t.id = n.comment_id
		WHERE t.user_id <> $3)
	SELECT coalesce((SELECT likes_count FROM k), likes_count) FROM target`

// Like makes the viewer like a comment and returns its number of likes.
func Like(ctx context.Context, s *models.Store, viewer, post, id models.ID) (count int64, err error) {
	var tats []time.Time
	args := append([]any{post, id, viewer, s.NewID(), s.Now()}, s.BudgetArgs(ctx, models.BudgetLike, viewer, 1)...)
	if err = s.Pool().QueryRow(ctx, likeCommentSQL, args...).Scan(&count, &tats); err != nil {
		return 0, commentLikeError(models.BudgetLike.UsedUp(ctx, err), id)
	}
	s.Used(ctx, models.BudgetLike, viewer, tats)
	s.Wake()
	return count, nil
}

// Unlike takes the viewer's like back and returns the number of likes.
func Unlike(ctx context.Context, s *models.Store, viewer, post, id models.ID) (count int64, err error) {
	if err = s.Pool().QueryRow(ctx, unlikeCommentSQL, post, id, viewer, s.NewID(), s.Now()).Scan(&count); err != nil {
		return 0, commentLikeError(err, id)
	}
	s.Wake()
	return count, nil
}

func commentLikeError(err error, id models.ID) error {
	if models.KindOf(err) == models.TooMany {
		return err
	}
	if models.IsNoRows(err) || models.HasCode(err, models.CodeForeignKey) { // deleted at this moment
		return errNoComment
	}
	return fmt.Errorf("like comment %d: %w", id, err)
}

// Likers lists who likes a comment, the newest like first.
func Likers(ctx context.Context, s *models.Store, viewer, post, id, after models.ID, limit int) ([]people.PersonRow, models.ID, error) {
	c, err := Visible(ctx, s, viewer, post, id)
	if err != nil {
		return nil, 0, err
	}
	return people.List(ctx, s, `SELECT `+access.AuthorColumns+`, l.id AS edge_id, coalesce(f.state, '') AS outgoing
		FROM comment_likes l JOIN users u ON u.id = l.user_id LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE l.owner_id = @owner AND l.comment_id = @comment AND l.id < @after AND `+access.NotHidden("u")+`
		ORDER BY l.id DESC LIMIT @limit`, map[string]any{"viewer": viewer, "owner": c.OwnerID, "comment": c.ID}, after, limit)
}

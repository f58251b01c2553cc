package models

import (
	"context"
	"fmt"
	"time"
)

var likeTarget = `WITH target AS (
		SELECT c.owner_id, c.id, c.post_id, c.user_id, c.hidden, c.likes_count FROM comments c JOIN users u ON u.id = c.user_id
		WHERE c.owner_id = (SELECT owner_id FROM post_owners WHERE post_id = $1) AND c.id = $2 AND c.post_id = $1 AND ` + forViewer(reachableComment, "$3") + `),`

var likeCommentSQL = likeTarget + `
	n AS (INSERT INTO comment_likes (owner_id, comment_id, user_id, id, created_at) SELECT owner_id, id, $3, $4, $5 FROM target
		ON CONFLICT DO NOTHING RETURNING owner_id, comment_id),
	k AS (UPDATE comments c SET likes_count = c.likes_count + 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id RETURNING c.likes_count),
	a AS (INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)
		SELECT t.user_id, $4, 'comment_like', $3, t.owner_id, t.post_id, t.id, $5 FROM n JOIN target t ON t.id = n.comment_id
			JOIN posts p ON p.owner_id = t.owner_id AND p.id = t.post_id JOIN users u ON u.id = p.owner_id
		WHERE t.user_id <> $3 AND t.hidden = '' AND ` + visibleTo("t.user_id") + `)
	SELECT coalesce((SELECT likes_count FROM k), likes_count), (SELECT use_budgets($6, $7, $8, $9, $10) FROM n) FROM target`

var unlikeCommentSQL = likeTarget + `
	n AS (DELETE FROM comment_likes l USING target t WHERE l.owner_id = t.owner_id AND l.comment_id = t.id AND l.user_id = $3 RETURNING l.owner_id, l.comment_id),
	k AS (UPDATE comments c SET likes_count = c.likes_count - 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id RETURNING c.likes_count),
	a AS (INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)
		SELECT t.user_id, $4, 'recount', $3, t.owner_id, t.post_id, t.id, $5 FROM n JOIN target t ON t.id = n.comment_id WHERE t.user_id <> $3)
	SELECT coalesce((SELECT likes_count FROM k), likes_count) FROM target`

// LikeComment makes the viewer like a comment and returns its number of likes.
func (s *Store) LikeComment(ctx context.Context, viewer, post, id ID) (count int64, err error) {
	var tats []time.Time
	args := append([]any{post, id, viewer, s.NewID(), s.Now()}, s.budgetArgs(ctx, BudgetLike, viewer, 1)...)
	if err = s.pool.QueryRow(ctx, likeCommentSQL, args...).Scan(&count, &tats); err != nil {
		return 0, commentLikeError(BudgetLike.usedUp(ctx, err), id)
	}
	s.used(ctx, BudgetLike, viewer, tats)
	s.nudge()
	return count, nil
}

// UnlikeComment takes the viewer's like back and returns the number of likes.
func (s *Store) UnlikeComment(ctx context.Context, viewer, post, id ID) (count int64, err error) {
	if err = s.pool.QueryRow(ctx, unlikeCommentSQL, post, id, viewer, s.NewID(), s.Now()).Scan(&count); err != nil {
		return 0, commentLikeError(err, id)
	}
	s.nudge()
	return count, nil
}

func commentLikeError(err error, id ID) error {
	if KindOf(err) == TooMany {
		return err
	}
	if isNoRows(err) || hasCode(err, codeForeignKey) { // deleted at this moment
		return errNoComment
	}
	return fmt.Errorf("like comment %d: %w", id, err)
}

// CommentLikers lists who likes a comment, the newest like first.
func (s *Store) CommentLikers(ctx context.Context, viewer, post, id, after ID, limit int) ([]PersonRow, ID, error) {
	c, err := s.VisibleComment(ctx, viewer, post, id)
	if err != nil {
		return nil, 0, err
	}
	return s.people(ctx, `SELECT `+authorColumns+`, l.id AS edge_id, coalesce(f.state, '') AS outgoing
		FROM comment_likes l JOIN users u ON u.id = l.user_id LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE l.owner_id = @owner AND l.comment_id = @comment AND l.id < @after AND `+notHidden("u")+`
		ORDER BY l.id DESC LIMIT @limit`, map[string]any{"viewer": viewer, "owner": c.OwnerID, "comment": c.ID}, after, limit)
}

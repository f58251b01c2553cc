package post

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/people"
	"photogram/models/tally"
)

var likeSQL = `WITH target AS (
		SELECT p.owner_id, p.id, p.likes_count, p.likes_hidden AND p.owner_id <> $2 AS hidden
		FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND ` + access.VisibleTo("$2") + `),
	n AS (INSERT INTO likes (owner_id, post_id, user_id, id, created_at) SELECT owner_id, id, $2, $3, $4 FROM target
		ON CONFLICT DO NOTHING RETURNING owner_id, post_id),
	c AS (UPDATE posts p SET likes_count = p.likes_count + 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id
	RETURNING p.likes_count),
	a AS (INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, created_at)
	SELECT owner_id, $3, 'like', $2, owner_id, post_id, $4 FROM n WHERE owner_id <> $2),
	m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT owner_id, $3, ` + tally.Likes.SQL() + `, post_id, $2, 1, $4 FROM n)
	SELECT CASE WHEN hidden THEN 0 ELSE coalesce((SELECT likes_count FROM c), likes_count) END,
		(SELECT use_budgets($5, $6, $7, $8, $9) FROM n) FROM target`

var unlikeSQL = `WITH target AS (
		SELECT p.owner_id, p.id, p.likes_count, p.likes_hidden AND p.owner_id <> $2 AS hidden
		FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND ` + access.VisibleTo("$2") + `),
	n AS (DELETE FROM likes l USING target t WHERE l.owner_id = t.owner_id AND l.post_id = t.id AND l.user_id = $2
	RETURNING l.owner_id, l.post_id, l.id, l.created_at),
	m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT owner_id, -id, ` + tally.Likes.SQL() + `, post_id, $2, -1, created_at FROM n),
	c AS (UPDATE posts p SET likes_count = p.likes_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id
	RETURNING p.likes_count),
	a AS (INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, created_at)
	SELECT owner_id, $3, 'recount', $2, owner_id, post_id, $4 FROM n WHERE owner_id <> $2)
	SELECT CASE WHEN hidden THEN 0 ELSE coalesce((SELECT likes_count FROM c), likes_count) END FROM target`

// Like makes the viewer like a post and returns its number of likes, 0 where that is hidden. One
// statement checks who may see it, writes the like and counts it.
func Like(ctx context.Context, s *models.Store, viewer, post models.ID) (count int64, err error) {
	var tats []time.Time
	args := append([]any{post, viewer, s.NewID(), s.Now()}, s.BudgetArgs(ctx, models.BudgetLike, viewer, 1)...)
	if err = s.Pool().QueryRow(ctx, likeSQL, args...).Scan(&count, &tats); err != nil {
		return 0, likeError(models.BudgetLike.UsedUp(ctx, err), post)
	}
	s.Used(ctx, models.BudgetLike, viewer, tats)
	s.Wake()
	return count, nil
}

// Unlike takes the viewer's like back and returns the number of likes.
func Unlike(ctx context.Context, s *models.Store, viewer, post models.ID) (count int64, err error) {
	if err = s.Pool().QueryRow(ctx, unlikeSQL, post, viewer, s.NewID(), s.Now()).Scan(&count); err != nil {
		return 0, likeError(err, post)
	}
	s.Wake()
	return count, nil
}

func likeError(err error, post models.ID) error {
	if models.KindOf(err) == models.TooMany {
		return err
	}
	// A foreign key fails when the post is deleted at this moment.
	if models.IsNoRows(err) || models.HasCode(err, models.CodeForeignKey) {
		return models.ErrNoPost
	}
	return fmt.Errorf("like post %d: %w", post, err)
}

// Likers lists who likes a post, the newest like first.
func Likers(ctx context.Context, s *models.Store, viewer, post models.ID, after models.ID, limit int) ([]people.PersonRow,
	models.ID, error) {
	p, err := Visible(ctx, s, viewer, post)
	if err != nil {
		return nil, 0, err
	}
	return people.List(ctx, s, `SELECT `+access.AuthorColumns+`, l.id AS edge_id, coalesce(f.state, '') AS outgoing
		FROM likes l JOIN users u ON u.id = l.user_id LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE l.owner_id = @owner AND l.post_id = @post AND l.id < @after AND `+access.NotHidden("u")+`
		ORDER BY l.id DESC LIMIT @limit`, map[string]any{"viewer": viewer, "owner": p.OwnerID, "post": post}, after, limit)
}

// HideLikes hides from others how many like a post of the viewer's.
func HideLikes(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	hidden := true
	return EditText(ctx, s, viewer, id, Edit{LikesHidden: &hidden})
}

// ShowLikes lets everybody see how many like a post of the viewer's.
func ShowLikes(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	hidden := false
	return EditText(ctx, s, viewer, id, Edit{LikesHidden: &hidden})
}

// likersLooked is how many of those who like a post are looked through for one whom
// the viewer follows.
const likersLooked = 50

// hideLikes takes away the numbers that owners hide from the viewer, and names one of
// several people who like the post instead.
func hideLikes(ctx context.Context, s *models.Store, viewer models.ID, posts []View) error {
	var owners, ids []models.ID
	for i := range posts {
		if p := &posts[i]; !p.LikesShown() {
			if p.LikesCount > 1 {
				owners, ids = append(owners, p.OwnerID), append(ids, p.ID)
			}
			p.LikesCount = 0
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		PostID   models.ID
		Username string
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT x.id AS post_id, n.username
		FROM unnest(CAST(@owners AS bigint[]), CAST(@posts AS bigint[])) x (owner_id, id)
		CROSS JOIN LATERAL (
			SELECT u.username FROM (SELECT l.user_id, l.id FROM likes l WHERE l.owner_id = x.owner_id AND l.post_id = x.id
				AND l.user_id <> @viewer ORDER BY l.id DESC LIMIT @looked) l
			JOIN users u ON u.id = l.user_id LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id AND f.state = 'follows'
			WHERE `+access.NotHidden("u")+` ORDER BY f.user_id IS NULL, l.id DESC LIMIT 1) n`,
		models.Args{"viewer": viewer, "owners": owners, "posts": ids, "looked": likersLooked})
	if err != nil {
		return fmt.Errorf("read who likes posts: %w", err)
	}
	for _, row := range rows {
		for i := range posts {
			if posts[i].ID == row.PostID {
				posts[i].LikedBy = row.Username
			}
		}
	}
	return nil
}

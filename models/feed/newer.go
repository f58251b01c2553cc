package feed

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
)

var postAudienceSQL = `SELECT f.follower_id FROM followers f JOIN posts p ON p.owner_id = f.user_id AND p.id = $2
	JOIN users u ON u.id = p.owner_id
	JOIN users me ON me.id = f.follower_id
	WHERE f.user_id = $1 AND f.follower_id = ANY($3) AND f.state = 'follows' AND NOT f.mutes_posts
		AND ` + access.ForViewer(access.ListedPost, "f.follower_id") + ` AND (me.muted_pattern = '' OR p.caption !~* me.muted_pattern)`

// PostAudience finds which of these accounts follow a post's author, may see
// the post and want to.
func PostAudience(ctx context.Context, s *models.Store, p models.PublishedPost, among []models.ID) ([]models.ID, error) {
	rows, err := s.Pool().Query(ctx, postAudienceSQL, p.OwnerID, p.PostID, models.Int64s(among))
	if err != nil {
		return nil, fmt.Errorf("find who reads post %d: %w", p.PostID, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[models.ID])
}

var newerPostsSQL = `SELECT n.pub_id FROM following f CROSS JOIN LATERAL (
		SELECT p.pub_id FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.owner_id = f.target_id AND p.pub_id > $2 AND ` + access.ForViewer(access.ListedPost, "$1") + `
		AND ` + access.ForViewer(access.Unmuted("p.caption"), "$1") + `
		ORDER BY p.pub_id DESC LIMIT $3) n
	WHERE f.user_id = $1 AND f.state = 'follows' AND NOT f.mutes_posts ORDER BY n.pub_id DESC LIMIT $3`

// NewerPosts lists the places of posts above top by those whom the viewer
// follows, newest first.
func NewerPosts(ctx context.Context, s *models.Store, viewer, top models.ID, limit int) ([]models.ID, error) {
	rows, err := s.Pool().Query(ctx, newerPostsSQL, viewer, top, limit)
	if err != nil {
		return nil, fmt.Errorf("look for newer posts: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[models.ID])
}

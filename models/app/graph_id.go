package app

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/discover"
	"photogram/models/index"
)

// NodeKind is what an id names.
type NodeKind string

// What ids name.
const (
	UserNode      NodeKind = "user"
	ContainerNode NodeKind = "container"
	PostNode      NodeKind = "post"
	ItemNode      NodeKind = "item" // of an album
	StoryNode     NodeKind = "story"
	CommentNode   NodeKind = "comment"
	TagNode       NodeKind = "tag"
	CatalogNode   NodeKind = "catalog"
	ProductNode   NodeKind = "product"
	FeedNode      NodeKind = "feed"
	UploadNode    NodeKind = "upload" // of a feed
)

// NodeOf says what an id names, or "", and the post that an item or a comment
// belongs to. Containers and what belongs to a shop are told to their owner alone. Whether the viewer may
// see the rest is asked where it is read.
func NodeOf(ctx context.Context, s *models.Store, viewer, id models.ID) (kind NodeKind, post models.ID, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT 'user', 0::bigint FROM users WHERE id = $1
		UNION ALL SELECT 'container', id FROM containers WHERE owner_id = $2 AND id = $1
		UNION ALL SELECT 'catalog', 0 FROM catalogs WHERE owner_id = $2 AND id = $1
		UNION ALL SELECT 'product', 0 FROM products WHERE owner_id = $2 AND id = $1
		UNION ALL SELECT 'feed', 0 FROM product_feeds WHERE owner_id = $2 AND id = $1
		UNION ALL SELECT 'upload', 0 FROM catalog_imports WHERE owner_id = $2 AND id = $1
		UNION ALL SELECT 'story', id FROM stories WHERE id = $1
		UNION ALL SELECT 'post', post_id FROM post_owners WHERE post_id = $1
		UNION ALL SELECT 'item', post_id FROM media WHERE id = $1 AND post_id IS NOT NULL
		UNION ALL SELECT 'comment', post_id FROM comments WHERE id = $1
		UNION ALL SELECT 'tag', 0 FROM tags WHERE id = $1 LIMIT 1`, id, viewer).Scan(&kind, &post)
	if models.IsNoRows(err) {
		return "", 0, nil
	}
	if err != nil {
		return "", 0, fmt.Errorf("find what %d is: %w", id, err)
	}
	return kind, post, nil
}

// TagByID finds a hashtag of which the viewer may know: one of a public post,
// or of one that the viewer may see.
func TagByID(ctx context.Context, s *models.Store, viewer, id models.ID) (index.Tag, error) {
	var t index.Tag
	err := models.Take(ctx, s.Pool(), &t, `SELECT * FROM tags WHERE id = @id`, models.Args{"id": id})
	if models.IsNoRows(err) {
		return t, discover.ErrNoTag
	}
	if err != nil || t.MediaCount > 0 {
		return t, err
	}
	posts, _, err := discover.TagPosts(ctx, s, viewer, t.Name, models.Page{Limit: 1})
	if err == nil && len(posts) == 0 {
		err = discover.ErrNoTag
	}
	return t, err
}

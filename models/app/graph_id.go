package app

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/post"
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

// Node is what an id names, and the post that an item or a comment belongs to.
type Node struct {
	ID   models.ID
	Kind NodeKind
	Post models.ID
}

// NodeOf is what one id names; its kind is "" when it names nothing.
func NodeOf(ctx context.Context, s *models.Store, viewer, id models.ID) (Node, error) {
	nodes, err := Nodes(ctx, s, viewer, []models.ID{id})
	return nodes[id], err
}

// Nodes says what ids name. Containers and what belongs to a shop are told to their owner alone. Whether the
// viewer may see the rest is asked where it is read.
func Nodes(ctx context.Context, s *models.Store, viewer models.ID, ids []models.ID) (map[models.ID]Node, error) {
	var rows []struct {
		Node
		Rank int
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT 1 AS rank, 'user' AS kind, id, 0::bigint AS post FROM users WHERE id = ANY(@ids)
		UNION ALL SELECT 2, 'container', id, id FROM containers WHERE owner_id = @viewer AND id = ANY(@ids)
		UNION ALL SELECT 3, 'catalog', id, 0 FROM catalogs WHERE owner_id = @viewer AND id = ANY(@ids)
		UNION ALL SELECT 4, 'product', id, 0 FROM products WHERE owner_id = @viewer AND id = ANY(@ids)
		UNION ALL SELECT 5, 'feed', id, 0 FROM product_feeds WHERE owner_id = @viewer AND id = ANY(@ids)
		UNION ALL SELECT 6, 'upload', id, 0 FROM catalog_imports WHERE owner_id = @viewer AND id = ANY(@ids)
		UNION ALL SELECT 7, 'story', id, id FROM stories WHERE id = ANY(@ids)
		UNION ALL SELECT 8, 'post', post_id, post_id FROM post_owners WHERE post_id = ANY(@ids)
		UNION ALL SELECT 9, 'item', id, post_id FROM media WHERE id = ANY(@ids) AND post_id IS NOT NULL
		UNION ALL SELECT 10, 'comment', id, post_id FROM comments WHERE id = ANY(@ids)
		UNION ALL SELECT 11, 'tag', id, 0 FROM tags WHERE id = ANY(@ids) ORDER BY rank DESC`,
		models.Args{"ids": models.Int64s(ids), "viewer": viewer})
	if err != nil {
		return nil, fmt.Errorf("find what ids are: %w", err)
	}
	out := make(map[models.ID]Node, len(rows))
	for _, row := range rows { // what stands first of several is written last
		out[row.ID] = row.Node
	}
	return out, nil
}

// VisiblePosts finds those of some posts that the viewer may see, in a fixed number of queries.
func VisiblePosts(ctx context.Context, s *models.Store, viewer models.ID, ids []models.ID) (map[models.ID]*post.View, error) {
	list, _, err := post.Posts(ctx, s, viewer, `SELECT p.*, `+post.LikedColumn+` FROM post_owners o
		JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = ANY(@ids) AND `+access.VisiblePost+` LIMIT @limit`,
		map[string]any{"ids": models.Int64s(ids)}, models.Page{Limit: len(ids)})
	if err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	out := make(map[models.ID]*post.View, len(list))
	for i := range list {
		out[list[i].ID] = &list[i]
	}
	return out, nil
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

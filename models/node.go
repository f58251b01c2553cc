package models

import (
	"context"
	"fmt"
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
)

// NodeOf says what an id names, or "", and the post that an item or a comment
// belongs to. Containers are told to their owner alone. Whether the viewer may
// see the rest is asked where it is read.
func (s *Store) NodeOf(ctx context.Context, viewer, id ID) (kind NodeKind, post ID, err error) {
	err = s.pool.QueryRow(ctx, `SELECT 'user', 0::bigint FROM users WHERE id = $1
		UNION ALL SELECT 'container', id FROM containers WHERE owner_id = $2 AND id = $1
		UNION ALL SELECT 'story', id FROM stories WHERE id = $1
		UNION ALL SELECT 'post', post_id FROM post_owners WHERE post_id = $1
		UNION ALL SELECT 'item', post_id FROM media WHERE id = $1
		UNION ALL SELECT 'comment', post_id FROM comments WHERE id = $1
		UNION ALL SELECT 'tag', 0 FROM tags WHERE id = $1 LIMIT 1`, id, viewer).Scan(&kind, &post)
	if isNoRows(err) {
		return "", 0, nil
	}
	if err != nil {
		return "", 0, fmt.Errorf("find what %d is: %w", id, err)
	}
	return kind, post, nil
}

// TagByID finds a hashtag of which the viewer may know: one of a public post,
// or of one that the viewer may see.
func (s *Store) TagByID(ctx context.Context, viewer, id ID) (Tag, error) {
	var t Tag
	err := s.gorm(ctx).Raw(`SELECT * FROM tags WHERE id = ?`, id).Take(&t).Error
	if isNoRows(err) {
		return t, errNoTag
	}
	if err != nil || t.MediaCount > 0 {
		return t, err
	}
	posts, _, err := s.TagPosts(ctx, viewer, t.Name, Page{Limit: 1})
	if err == nil && len(posts) == 0 {
		err = errNoTag
	}
	return t, err
}

func keysOf(ids []ID) []int64 {
	out := make([]int64, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}

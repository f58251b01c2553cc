package models

// notHidden is the SQL condition that an account, users AS alias, exists for @viewer.
func notHidden(alias string) string {
	return alias + `.suspended_at IS NULL AND NOT EXISTS (SELECT 1 FROM blocks bl WHERE bl.user_id = @viewer AND bl.other_id = ` + alias + `.id)`
}

// visiblePost is the one rule of who may see a post: posts AS p, its owner
// users AS u, and the viewer. It is part of every statement that reads posts
// for somebody, so what a viewer may not see does not exist for them. Owners
// see their own posts in every state.
const visiblePost = `(p.owner_id = @viewer OR p.state = 'published' AND u.suspended_at IS NULL
	AND (NOT u.is_private AND p.audience = 'everyone' OR EXISTS (
		SELECT 1 FROM following vf WHERE vf.user_id = @viewer AND vf.target_id = p.owner_id AND vf.state = 'follows'))
	AND p.audience <> 'close_friends'
	AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = p.owner_id))`

// listedPost is visiblePost for lists, where drafts have no place.
const listedPost = `p.state = 'published' AND ` + visiblePost

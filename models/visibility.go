package models

import "strings"

// Who may see what is decided here and nowhere else. The rules are SQL
// conditions, and every statement that reads something for somebody contains
// the one that applies, so what a viewer may not see does not exist for them:
// not in a list, a count, a search, a notification or the address of a file.
//
// In the conditions @viewer is who asks, 0 for visitors.

// notHidden is the rule for an account, users AS alias: not suspended, and no
// block between it and the viewer in either direction.
func notHidden(alias string) string {
	return alias + `.suspended_at IS NULL AND NOT EXISTS (SELECT 1 FROM blocks bl WHERE bl.user_id = @viewer AND bl.other_id = ` + alias + `.id)`
}

// visiblePost is the rule for a post, posts AS p, with its owner users AS u.
// Owners see their own posts in every state. Others see what is published, by
// an account that is not hidden from them, to an audience that they are of:
//
//   - everyone: anybody, or the followers of a private account;
//   - followers: the followers;
//   - close_friends: the close friends, who must follow a private account as well.
const visiblePost = `(p.owner_id = @viewer OR p.state = 'published' AND u.suspended_at IS NULL
	AND (p.audience <> 'followers' AND NOT u.is_private OR EXISTS (
		SELECT 1 FROM following vf WHERE vf.user_id = @viewer AND vf.target_id = p.owner_id AND vf.state = 'follows'))
	AND (p.audience <> 'close_friends' OR EXISTS (SELECT 1 FROM close_friends vc WHERE vc.user_id = p.owner_id AND vc.friend_id = @viewer))
	AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = p.owner_id))`

// listedPost is visiblePost for lists, where drafts and archived posts have no place.
const listedPost = `p.state = 'published' AND ` + visiblePost

// publicPost is the rule for a post that everybody may see, without a viewer to ask about.
const publicPost = `p.state = 'published' AND p.audience = 'everyone' AND NOT u.is_private AND u.suspended_at IS NULL`

// sharedCollection is the rule for a collection that is asked for by its link,
// collections AS c with its owner users AS o. Of its posts each reader sees
// those that are listed for them.
var sharedCollection = `c.link <> '' AND (o.id = @viewer OR ` + notHidden("o") + `)`

// unmuted is what the viewer wants to read in lists of what others wrote: text
// without the words and hashtags that they muted. It is no rule of visibility;
// whoever opens the post itself sees it.
func unmuted(text string) string {
	const pattern = `(SELECT muted_pattern FROM users WHERE id = @viewer AND muted_pattern <> '')`
	return `(` + pattern + ` IS NULL OR ` + text + ` !~* ` + pattern + `)`
}

// visibleTo is visiblePost for statements that go to pgx, with the viewer as a
// numbered parameter.
func visibleTo(param string) string { return forViewer(visiblePost, param) }

// forViewer makes the viewer of a rule a numbered parameter.
func forViewer(rule, param string) string { return strings.ReplaceAll(rule, "@viewer", param) }

// What a notification, notifications AS n, is about is there and @viewer may
// see it. Comments and their likes have rules of their own, kept in one place
// each. OFFSET 0 keeps the planner from reading whole tables into a hash.
const notifiedPost = `EXISTS (SELECT 1 FROM posts p JOIN users u ON u.id = p.owner_id
	WHERE p.owner_id = n.owner_id AND p.id = n.post_id AND ` + visiblePost + ` OFFSET 0)`

var notifiedComment = `EXISTS (SELECT 1 FROM comments c JOIN users u ON u.id = c.user_id
	WHERE c.owner_id = n.owner_id AND c.id = n.comment_id AND ` + notHidden("u") + ` OFFSET 0)`

// likers are those who like what a notification is about, as far as the viewer may see them.
func likers(table, match string) string {
	return `SELECT l.user_id, l.id, l.created_at FROM ` + table + ` l JOIN users u ON u.id = l.user_id
		WHERE l.owner_id = n.owner_id AND ` + match + ` AND l.user_id <> @viewer AND ` + notHidden("u")
}

// commentLikes is where likes of comments are kept: owner_id, comment_id, user_id, id, created_at.
const commentLikes = `(SELECT owner_id, post_id AS comment_id, user_id, id, created_at FROM likes WHERE false)`

var (
	postLikers    = likers("likes", "l.post_id = n.post_id")
	commentLikers = likers(commentLikes, "l.comment_id = n.comment_id")
)

// liveNotification is the rule for a notification, notifications AS n: its
// cause is still there and @viewer, whose it is, may see it. Of likes at least
// one must be left that is as new as since.
func liveNotification(since string) string {
	edge := func(table, other, state string) string {
		return `EXISTS (SELECT 1 FROM ` + table + ` e JOIN users u ON u.id = e.` + other + `
			WHERE e.user_id = @viewer AND e.` + other + ` = n.actor_id AND e.state = '` + state + `' AND ` + notHidden("u") + ` OFFSET 0)`
	}
	newer := ` AND l.id >= ` + since + ` OFFSET 0`
	return `(n.post_id = 0 OR ` + notifiedPost + `) AND (n.comment_id = 0 OR ` + notifiedComment + `) AND CASE n.kind
		WHEN 'like' THEN EXISTS (` + postLikers + newer + `)
		WHEN 'comment_like' THEN EXISTS (` + commentLikers + newer + `)
		WHEN 'follow' THEN ` + edge("followers", "follower_id", "follows") + `
		WHEN 'request' THEN ` + edge("followers", "follower_id", "requested") + `
		WHEN 'approved' THEN ` + edge("following", "target_id", "follows") + `
		ELSE true END`
}

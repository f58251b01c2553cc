// Package access says who may see what, as SQL conditions that every read contains,
// and who somebody is to others: authors, and how two accounts stand to each other.
// It must not know what else is read beside them.
package access

import (
	"strings"
)

// Who may see what is decided here and nowhere else. The rules are SQL
// conditions, and every statement that reads something for somebody contains
// the one that applies, so what a viewer may not see does not exist for them:
// not in a list, a count, a search, a notification or the address of a file.
//
// In the conditions @viewer is who asks, 0 for visitors.

// NotHidden is the rule for an account, users AS alias: not suspended, and no
// block between it and the viewer in either direction.
func NotHidden(alias string) string {
	return alias + `.suspended_at IS NULL AND
		NOT EXISTS (SELECT 1 FROM blocks bl WHERE bl.user_id = @viewer AND bl.other_id = ` + alias + `.id)`
}

// visiblePost is the rule for a post, posts AS p, with its owner users AS u.
// Owners see their own posts in every state. Others see what is published, by
// an account that is not hidden from them, to an audience that they are of:
//
//   - everyone: anybody, or the followers of a private account;
//   - followers: the followers;
//   - close_friends: the close friends, who must follow a private account as well.
const VisiblePost = `(p.owner_id = @viewer OR p.state = 'published' AND u.suspended_at IS NULL
	AND (p.audience <> 'followers' AND NOT u.is_private OR EXISTS (
		SELECT 1 FROM following vf WHERE vf.user_id = @viewer AND vf.target_id = p.owner_id AND vf.state = 'follows'))
	AND (p.audience <> 'close_friends' OR EXISTS (SELECT 1 FROM close_friends vc WHERE vc.user_id = p.owner_id AND vc.friend_id = @viewer))
	AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = p.owner_id))`

// listedPost is visiblePost for lists, where drafts and archived posts have no place.
const ListedPost = `p.state = 'published' AND ` + VisiblePost

// publicPost is the rule for a post that everybody may see, without a viewer to ask about.
const PublicPost = `p.state = 'published' AND p.audience = 'everyone' AND ` + PublicAccount

// PublicAccount is the rule for an account, users AS u, whose page everybody may see.
const PublicAccount = `NOT u.is_private AND u.suspended_at IS NULL`

// storyFor is who may see a story while it is shown, stories AS st with its
// owner users AS so: its audience as of a post, without those from whom the
// owner hides stories. What shows a post is for those who may see the post.
// Stories are for people with an account, so that owners know who saw them.
var StoryFor = `(@viewer <> 0::bigint AND ` + StoryOwner + ` AND ` + StoryAudience(`EXISTS (
		SELECT 1 FROM following vf WHERE vf.user_id = @viewer AND vf.target_id = st.owner_id AND vf.state = 'follows')`) + `)`

// storyOwner is the part of storyFor that is the same for all stories of an account.
const StoryOwner = `so.suspended_at IS NULL
	AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = so.id)
	AND NOT EXISTS (SELECT 1 FROM story_hides vh WHERE vh.user_id = so.id AND vh.other_id = @viewer)`

// StoryAudience is the rest of storyFor; follows is whether the viewer follows
// the owner, for lists of those whom they follow.
func StoryAudience(follows string) string {
	return `(st.audience <> 'followers' AND NOT so.is_private OR ` + follows + `)
	AND (st.audience <> 'close_friends' OR
	EXISTS (SELECT 1 FROM close_friends vc WHERE vc.user_id = st.owner_id AND vc.friend_id = @viewer))
	AND (st.kind <> 'post' OR EXISTS (SELECT 1 FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.owner_id = st.shared_owner_id AND p.id = st.shared_post_id AND ` + ListedPost + ` OFFSET 0))`
}

// liveStory is the rule for a story at the time @now, for lists and for what
// only a live story takes: views, likes, answers, replies.
var LiveStory = `st.state = 'published' AND st.expires_at > @now AND (st.owner_id = @viewer OR ` + StoryFor + `)`

// visibleStory is the rule for a story that is asked for by itself. Owners see
// theirs in every state; what is in a highlight is shown after its day too.
var VisibleStory = `(st.owner_id = @viewer OR st.state = 'published' AND (st.expires_at > @now OR EXISTS (
	SELECT 1 FROM highlight_stories vs WHERE vs.owner_id = st.owner_id AND vs.story_id = st.id)) AND ` + StoryFor + `)`

// VisibleProduct is the rule for a product, products AS pr, with its owner users AS u:
// what is published is for everybody, or for the followers of a private account.
// Drafts and what is archived are for the owner.
const VisibleProduct = `(pr.owner_id = @viewer OR pr.state = 'published' AND u.suspended_at IS NULL
	AND (NOT u.is_private OR EXISTS (
		SELECT 1 FROM following vf WHERE vf.user_id = @viewer AND vf.target_id = pr.owner_id AND vf.state = 'follows'))
	AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = pr.owner_id))`

// VisibleShop is the rule for a shop, that of the account users AS u, for who may buy there.
var VisibleShop = `(u.id = @viewer OR ` + NotHidden("u") + ` AND (NOT u.is_private OR EXISTS (
	SELECT 1 FROM following vf WHERE vf.user_id = @viewer AND vf.target_id = u.id AND vf.state = 'follows')))`

// PublicProduct is VisibleProduct for everybody.
const PublicProduct = `pr.state = 'published' AND ` + PublicAccount

// ExploredProduct is for what is shown to everybody alike, less the viewer's own and what
// they do not want. VisibleProduct stands beside it.
const ExploredProduct = PublicProduct + ` AND u.id <> @viewer AND NOT EXISTS (SELECT 1 FROM following vm
	WHERE vm.user_id = @viewer AND vm.target_id = u.id AND vm.mutes_posts)`

// visibleMedia is the rule for a photo or a video, media AS m, and what belongs
// to it: it is for those who may see the post, the story, the product or the message that
// holds it, and for its owner. OFFSET 0 keeps the planner from reading whole tables into a hash.
var VisibleMedia = `(m.owner_id = @viewer
	OR EXISTS (SELECT 1 FROM posts p JOIN users u ON u.id = p.owner_id
	WHERE p.owner_id = m.owner_id AND p.id = m.post_id AND ` + VisiblePost + ` OFFSET 0)
	OR EXISTS (SELECT 1 FROM stories st JOIN users so ON so.id = st.owner_id
	WHERE st.owner_id = m.owner_id AND st.id = m.story_id AND ` + VisibleStory + ` OFFSET 0)
	OR EXISTS (SELECT 1 FROM products pr JOIN users u ON u.id = pr.owner_id
	WHERE pr.owner_id = m.owner_id AND pr.id = m.product_id AND ` + VisibleProduct + ` OFFSET 0)
	OR EXISTS (SELECT 1 FROM thread_members tm JOIN messages x ON x.thread_id = tm.thread_id AND x.id > tm.hidden_id
	JOIN users xu ON xu.id = x.user_id WHERE tm.user_id = @viewer AND tm.thread_id = m.thread_id AND x.id = m.message_id
	AND ` + ShownMessage + ` OFFSET 0))`

// publicMedia is the rule for an item that everybody may fetch, media AS m.
const PublicMedia = `(EXISTS (SELECT 1 FROM posts p JOIN users u ON u.id = p.owner_id
	WHERE p.owner_id = m.owner_id AND p.id = m.post_id AND NOT m.staged AND ` + PublicPost + ` OFFSET 0)
	OR EXISTS (SELECT 1 FROM products pr JOIN users u ON u.id = pr.owner_id
	WHERE pr.owner_id = m.owner_id AND pr.id = m.product_id AND ` + PublicProduct + ` OFFSET 0))`

// mayReplyStory is who may reply to a story that they may see, stories AS st.
const MayReplyStory = `(st.state = 'published' AND st.expires_at > @now AND st.owner_id <> @viewer AND (st.replies_from = 'everyone'
	OR st.replies_from = 'followers' AND
	EXISTS (SELECT 1 FROM following mf WHERE mf.user_id = @viewer AND mf.target_id = st.owner_id AND mf.state = 'follows')
	OR st.replies_from = 'following' AND
	EXISTS (SELECT 1 FROM following mf WHERE mf.user_id = st.owner_id AND mf.target_id = @viewer AND mf.state = 'follows')))`

// OpenThread is the rule for a conversation of @viewer's, thread_members AS m: of two
// people neither is hidden from the other. A group goes on without those who are.
var OpenThread = `(m.kind = 'group' OR EXISTS (SELECT 1 FROM users u WHERE u.id = m.other_id AND ` + NotHidden("u") + ` OFFSET 0))`

// visibleThread is OpenThread where @viewer did not delete it since the last message.
// One in which nothing was said yet is for those who ask for it by itself.
var VisibleThread = `(m.message_id > m.hidden_id OR m.message_id = 0) AND ` + OpenThread

// ShownMessage is the rule for a message in a conversation that @viewer sees, messages AS x
// with its writer users AS xu: neither who wrote it nor whom it is about is hidden.
var ShownMessage = `(x.user_id = @viewer OR ` + NotHidden("xu") + `) AND (x.about_id IN (0, @viewer) OR NOT EXISTS (
	SELECT 1 FROM blocks ab WHERE ab.user_id = @viewer AND ab.other_id = x.about_id))`

// MayWrite is who may begin a conversation with an account, users AS u, or add it to a group.
var MayWrite = NotHidden("u") + ` AND (u.messages_from = 'everyone' OR u.messages_from = 'followers' AND
	EXISTS (SELECT 1 FROM following mf WHERE mf.user_id = @viewer AND mf.target_id = u.id AND mf.state = 'follows')
	OR u.messages_from = 'following' AND
	EXISTS (SELECT 1 FROM following mf WHERE mf.user_id = u.id AND mf.target_id = @viewer AND mf.state = 'follows'))`

// sharedCollection is the rule for a collection that is asked for by its link,
// collections AS c with its owner users AS o. Of its posts each reader sees
// those that are listed for them.
var SharedCollection = `c.link <> '' AND (o.id = @viewer OR ` + NotHidden("o") + `)`

// mayComment is who may write below a post that they may see, posts AS p:
// everybody, or only the owner's followers, or whom the owner follows, and
// always the owner; nobody when comments are switched off.
const MayComment = `p.comments_enabled AND (p.owner_id = @viewer OR p.comments_from = 'everyone'
	OR p.comments_from = 'followers' AND
	EXISTS (SELECT 1 FROM following mf WHERE mf.user_id = @viewer AND mf.target_id = p.owner_id AND mf.state = 'follows')
	OR p.comments_from = 'following' AND
	EXISTS (SELECT 1 FROM following mf WHERE mf.user_id = p.owner_id AND mf.target_id = @viewer AND mf.state = 'follows'))`

// shownComment is the part of the rule for a comment that is about the comment
// itself: its author is not hidden from the viewer, and it is not hidden, or
// the viewer is its author or the post's owner.
func shownComment(comment, author string) string {
	return NotHidden(author) + ` AND (` + comment + `.hidden = '' OR @viewer IN (` + comment + `.user_id, ` + comment + `.owner_id))`
}

// visibleComment is the rule for a comment below a post that the viewer may
// see, comments AS c, with its author users AS u. A reply goes with what it stands below.
var VisibleComment = shownComment("c", "u") + ` AND (c.parent_id IS NULL OR EXISTS (
	SELECT 1 FROM comments vp JOIN users vu ON vu.id = vp.user_id WHERE vp.owner_id = c.owner_id AND vp.id = c.parent_id AND ` +
	shownComment("vp", "vu") + `))`

// reachableComment is visibleComment with the rule for its post, for
// statements that begin at the comment.
var ReachableComment = VisibleComment + ` AND EXISTS (SELECT 1 FROM posts p JOIN users u ON u.id = p.owner_id
	WHERE p.owner_id = c.owner_id AND p.id = c.post_id AND ` + VisiblePost + `)`

// listedComment is visibleComment for lists, which leave out what the viewer muted.
var ListedComment = VisibleComment + ` AND (c.user_id = @viewer OR ` + Unmuted("c.text") + `)`

// visibleTag is the rule for a person in a photo that the viewer may see,
// post_people AS t, with the person users AS u.
var VisibleTag = `(t.state = 'approved' OR t.state = 'pending' AND @viewer IN (t.user_id, t.owner_id)) AND ` + NotHidden("u")

// Unmuted is what the viewer wants to read in lists of what others wrote: text
// without the words and hashtags that they muted. It is no rule of visibility;
// whoever opens the post itself sees it.
func Unmuted(text string) string {
	const pattern = `(SELECT muted_pattern FROM users WHERE id = @viewer AND muted_pattern <> '')`
	return `(` + pattern + ` IS NULL OR ` + text + ` !~* ` + pattern + `)`
}

// wantedPost is listedPost without what the viewer muted, for lists of posts by
// people whom they did not choose.
var WantedPost = ListedPost + ` AND (p.owner_id = @viewer OR ` + Unmuted("p.caption") + `)`

// exploredPost is for what is shown to everybody alike, less what the viewer does not want.
var ExploredPost = PublicPost + ` AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = u.id)
	AND NOT EXISTS (SELECT 1 FROM following vm WHERE vm.user_id = @viewer AND vm.target_id = u.id AND vm.mutes_posts)
	AND (p.owner_id = @viewer OR ` + Unmuted("p.caption") + `)`

// visiblePlace is the rule for a place, places AS pl: there is a public post, or
// one that the viewer may see. Otherwise its name would tell of what is hidden.
// OFFSET 0 keeps the planner from reading the posts of all places at once.
const VisiblePlace = `(pl.media_count > 0 OR
	EXISTS (SELECT 1 FROM post_places vp JOIN posts p ON p.owner_id = vp.owner_id AND p.id = vp.post_id
	JOIN users u ON u.id = p.owner_id WHERE vp.place_id = pl.id AND ` + ListedPost + ` OFFSET 0))`

// VisibleTo is visiblePost for statements that go to pgx, with the viewer as a
// numbered parameter.
func VisibleTo(param string) string { return ForViewer(VisiblePost, param) }

// ForViewer makes the viewer of a rule a numbered parameter.
func ForViewer(rule, param string) string { return strings.ReplaceAll(rule, "@viewer", param) }

// ForViewerAt is forViewer for rules that ask for the time as well.
func ForViewerAt(rule, viewer, now string) string {
	return strings.ReplaceAll(ForViewer(rule, viewer), "@now", now)
}

// What a notification, notifications AS n, is about is there and @viewer may
// see it. OFFSET 0 keeps the planner from reading whole tables into a hash.
const notifiedPost = `EXISTS (SELECT 1 FROM posts p JOIN users u ON u.id = p.owner_id
	WHERE p.owner_id = n.owner_id AND p.id = n.post_id AND ` + VisiblePost + ` OFFSET 0)`

var notifiedComment = `EXISTS (SELECT 1 FROM comments c JOIN users u ON u.id = c.user_id
	WHERE c.owner_id = n.owner_id AND c.id = n.comment_id AND ` + VisibleComment + ` OFFSET 0)`

// likers are those who like what a notification is about, as far as the viewer may see them.
func likers(table, match string) string {
	return `SELECT l.user_id, l.id, l.created_at FROM ` + table + ` l JOIN users u ON u.id = l.user_id
		WHERE l.owner_id = n.owner_id AND ` + match + ` AND l.user_id <> @viewer AND ` + NotHidden("u")
}

var (
	PostLikers    = likers("likes", "l.post_id = n.post_id")
	CommentLikers = likers("comment_likes", "l.comment_id = n.comment_id")
)

// notifiedStory is notifiedPost for a story, at the time @now.
var notifiedStory = `EXISTS (SELECT 1 FROM stories st JOIN users so ON so.id = st.owner_id
	WHERE st.owner_id = n.owner_id AND st.id = n.post_id AND ` + VisibleStory + ` OFFSET 0)`

// notifiedProduct is notifiedPost for a product.
const notifiedProduct = `EXISTS (SELECT 1 FROM products pr JOIN users u ON u.id = pr.owner_id
	WHERE pr.owner_id = n.owner_id AND pr.id = n.post_id AND ` + VisibleProduct + ` OFFSET 0)`

// LiveNotification is the rule for a notification, notifications AS n: its
// cause is still there and @viewer, whose it is, may see it at the time @now.
// Of likes at least one must be left that is as new as since.
func LiveNotification(since string) string {
	edge := func(table, other, state string) string {
		return `EXISTS (SELECT 1 FROM ` + table + ` e JOIN users u ON u.id = e.` + other + `
			WHERE e.user_id = @viewer AND e.` + other + ` = n.actor_id AND e.state = '` + state + `' AND ` + NotHidden("u") + ` OFFSET 0)`
	}
	tag := func(state string) string {
		return `EXISTS (SELECT 1 FROM post_people t WHERE t.owner_id = n.owner_id AND t.post_id = n.post_id AND t.user_id = @viewer
			AND t.state = '` + state + `')`
	}
	const ownStory = `EXISTS (SELECT 1 FROM stories f WHERE f.owner_id = n.owner_id AND f.id = n.post_id AND f.owner_id = @viewer)`
	newer := ` AND l.id >= ` + since + ` OFFSET 0`
	return `(n.post_id = 0 OR n.kind IN ('story_mention', 'story_period', 'story_milestone', 'publish_failed', 'low_stock',
		'back_in_stock') OR ` + notifiedPost + `)
		AND (n.comment_id = 0 OR ` + notifiedComment + `)
		AND CASE n.kind
		WHEN 'like' THEN EXISTS (` + PostLikers + newer + `)
		WHEN 'comment_like' THEN EXISTS (` + CommentLikers + newer + `)
		WHEN 'follow' THEN ` + edge("followers", "follower_id", "follows") + `
		WHEN 'request' THEN ` + edge("followers", "follower_id", "requested") + `
		WHEN 'tag' THEN ` + tag("approved") + `
		WHEN 'tag_request' THEN ` + tag("pending") + `
		WHEN 'publish_failed' THEN EXISTS (SELECT 1 FROM posts f WHERE f.owner_id = n.owner_id AND f.id = n.post_id
		AND f.publish_problem <> '')
		OR EXISTS (SELECT 1 FROM stories f WHERE f.owner_id = n.owner_id AND f.id = n.post_id AND f.publish_problem <> '')
		WHEN 'story_mention' THEN ` + notifiedStory + `
		WHEN 'approved' THEN ` + edge("following", "target_id", "follows") + `
		WHEN 'low_stock' THEN ` + notifiedProduct + `
		WHEN 'back_in_stock' THEN ` + notifiedProduct + `
		WHEN 'story_period' THEN ` + ownStory + `
		WHEN 'story_milestone' THEN ` + ownStory + `
		ELSE true END`
}

// LiveEvent is the rule for what is sent out to @viewer at the time @now, deliveries
// AS n with who did it, users AS u: as for a notification, and the very like, or the
// very conversation, is still there.
var LiveEvent = `((u.id = @viewer OR ` + NotHidden("u") + `) AND ` + LiveNotification("0") + ` AND CASE
	WHEN n.kind = 'like' THEN EXISTS (SELECT 1 FROM likes x
		WHERE x.owner_id = n.owner_id AND x.post_id = n.post_id AND x.user_id = n.actor_id)
	WHEN n.kind = 'comment_like' THEN EXISTS (SELECT 1 FROM comment_likes x
		WHERE x.owner_id = n.owner_id AND x.comment_id = n.comment_id AND x.user_id = n.actor_id)
	WHEN n.thread_id <> 0 THEN EXISTS (SELECT 1 FROM thread_members m JOIN messages x ON x.thread_id = m.thread_id AND NOT x.gone
		WHERE m.user_id = @viewer AND m.thread_id = n.thread_id AND x.id = n.message_id AND n.message_id > m.hidden_id
		AND ` + VisibleThread + `)
	ELSE true END)`

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

// unmuted is what the viewer wants to read in lists of what others wrote: text
// without the words and hashtags that they muted. It is no rule of visibility;
// whoever opens the post itself sees it.
func unmuted(text string) string {
	const pattern = `(SELECT muted_pattern FROM users WHERE id = @viewer AND muted_pattern <> '')`
	return `(` + pattern + ` IS NULL OR ` + text + ` !~* ` + pattern + `)`
}

// wantedPost is listedPost without what the viewer muted, for lists of posts by
// people whom they did not choose.
var wantedPost = listedPost + ` AND (p.owner_id = @viewer OR ` + unmuted("p.caption") + `)`

// exploredPost is for what is shown to everybody alike, less what the viewer does not want.
var exploredPost = publicPost + ` AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.user_id = @viewer AND vb.other_id = u.id)
	AND NOT EXISTS (SELECT 1 FROM following vm WHERE vm.user_id = @viewer AND vm.target_id = u.id AND vm.mutes_posts)
	AND (p.owner_id = @viewer OR ` + unmuted("p.caption") + `)`

// visiblePlace is the rule for a place, places AS pl: there is a public post, or
// one that the viewer may see. Otherwise its name would tell of what is hidden.
// OFFSET 0 keeps the planner from reading the posts of all places at once.
const visiblePlace = `(pl.media_count > 0 OR EXISTS (SELECT 1 FROM post_places vp JOIN posts p ON p.owner_id = vp.owner_id AND p.id = vp.post_id
	JOIN users u ON u.id = p.owner_id WHERE vp.place_id = pl.id AND ` + listedPost + ` OFFSET 0))`

// visibleTo is visiblePost for statements that go to pgx, with the viewer as a
// numbered parameter.
func visibleTo(param string) string { return forViewer(visiblePost, param) }

// forViewer makes the viewer of a rule a numbered parameter.
func forViewer(rule, param string) string { return strings.ReplaceAll(rule, "@viewer", param) }

package notify

import (
	"context"
	"crypto/sha256"
	"encoding/base64"

	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/models/subscription"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Push is what browsers are told, in the declarative form that needs no worker.
type Push struct {
	WebPush      int      `json:"web_push"` // 8030
	Notification PushNote `json:"notification"`
}

// PushNote is what a browser shows.
type PushNote struct {
	Title    string `json:"title"`
	Body     string `json:"body,omitempty"`
	Navigate string `json:"navigate"`
	Lang     string `json:"lang"`
	Dir      string `json:"dir"`
	Tag      string `json:"tag"` // what has the same one takes its place
}

// PushOf words an event for its receiver, who may see it.
func PushOf(ctx context.Context, c *subscription.Content, base string) Push {
	n := notify.View{Comment: c.Text, Notification: notify.Notification{UserID: c.AboutID, Kind: c.Kind, OwnerID: c.OwnerID,
		PostID: c.PostID, CommentID: c.CommentID, ActorID: c.ActorID}}
	if c.ActorID != 0 {
		n.Actors = []access.Author{c.Actor}
	}
	if c.PostRef() != 0 {
		n.Post = &post.View{Post: post.Post{OwnerID: c.OwnerID, ID: c.PostID, MediaCount: c.Items}}
		n.Post.Author.Username = c.Actor.Username
	}
	var title, path string
	switch c.Kind {
	case activity.ActMessage, activity.ActStoryReply, activity.ActStoryReaction, activity.ActReaction:
		title, path = messageTitle(ctx, c), urls.Inbox
		if c.ThreadID != 0 {
			path = urls.Thread(c.ThreadID)
		}
	case activity.ActPublished:
		title, path = text.T(ctx, "notify.shared"), urls.Post(c.PostID)
	case activity.ActPostMilestone, activity.ActStoryMilestone, activity.ActFollowerMilestone:
		title, path = milestone(ctx, c)
	case subscription.Test:
		title, path = text.T(ctx, "notify.test"), urls.Home
	default:
		title, path = NotificationText(ctx, n), urls.Notification(n)
	}
	sum := sha256.Sum256([]byte(string(c.Kind) + c.PostID.String() + "/" + c.CommentID.String() + "/" + c.ThreadID.String()))
	return Push{8030, PushNote{Title: title, Body: ui.Shorten(c.Text, 200), Navigate: base + path, Lang: "en", Dir: "auto",
		Tag: base64.RawURLEncoding.EncodeToString(sum[:15])}}
}

// messageTitle says what came in a conversation.
func messageTitle(ctx context.Context, c *subscription.Content) string {
	switch {
	case c.Kind == activity.ActReaction:
		return text.T(ctx, "talk.push-reaction", "name", c.Actor.Username, "reaction", c.Reaction)
	case c.Photos > 0 && c.Text == "":
		return text.T(ctx, "talk.push-photos", "name", c.Actor.Username, "n", c.Photos)
	case c.CardKind != "" && c.Text == "" && c.Kind == activity.ActMessage:
		return text.T(ctx, "talk.push-card", "name", c.Actor.Username)
	}
	return text.T(ctx, "notify.sent-message", "name", c.Actor.Username)
}

// milestone words a number that was reached.
func milestone(ctx context.Context, c *subscription.Content) (title, path string) {
	n := text.English.Number(c.Value)
	switch c.Kind {
	case activity.ActPostMilestone:
		return text.T(ctx, "notify.post-views", "n", n), urls.PostAction(c.PostID, "insights")
	case activity.ActStoryMilestone:
		return text.T(ctx, "notify.story-views", "n", n), urls.StoryAction(c.PostID, "insights")
	}
	return text.T(ctx, "notify.follower-count", "n", n), urls.Insights
}

// Urgency is how soon a device on battery is to be woken (RFC 8030).
func Urgency(kind activity.Kind) string {
	switch kind {
	case activity.ActMessage, activity.ActStoryReply, subscription.Test:
		return "high"
	case activity.ActLike, activity.ActCommentLike:
		return "low"
	}
	return "normal"
}

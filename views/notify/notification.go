// Package notify shows notifications, what they say, and which of them somebody
// wants. It receives all it shows and fetches nothing.
package notify

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Notifications is the page of what somebody has been told.
type Notifications struct {
	List   []notify.View
	Older  string
	Filter string // "", "comments" or "follows"
	First  bool   // whether this is the top of the list
	Part   string // the part of time that the page before ended in
	Upto   models.ID
	Unread int
}

// NotificationSettings is the settings page about what one wants to be told.
type NotificationSettings struct {
	Form ui.Form
	Who  map[activity.Kind]string
}

// zone is the time zone in its field.
func (p NotificationSettings) zone() string {
	if sent, ok := p.Form.Values["time_zone"]; ok {
		return sent
	}
	return p.Who[account.TimeZone]
}

// mailChoices are how soon a kind can be mailed; none for what is no kind.
func mailChoices(kind activity.Kind) []string {
	for _, k := range account.NotificationKinds {
		if k.Kind == account.MailOf(kind) {
			return k.Choices
		}
	}
	return nil
}

// NotificationText says what happened in one line of plain text.
func NotificationText(ctx context.Context, n notify.View) string {
	if byNobody(n.Kind) {
		return deed(ctx, n)
	}
	var b strings.Builder
	for _, who := range toldOf(ctx, n) {
		b.WriteString(who.Name + who.After)
	}
	return b.String() + " " + deed(ctx, n)
}

// Quote is what somebody said that a notification is about.
func Quote(n notify.View) string {
	if n.Comment == "" || n.Kind == activity.ActCommentLike {
		return ""
	}
	return ui.Shorten(n.Comment, 140)
}

// byNobody is whether a kind tells of what happened by itself.
func byNobody(kind activity.Kind) bool {
	return kind == activity.ActPublishFailed || slices.Contains(activity.OfProducts, kind)
}

// named is a name and the words after it.
type named struct{ Name, After string }

// people names those behind a notification: two or three, or two and a number.
func toldOf(ctx context.Context, n notify.View) []named {
	if byNobody(n.Kind) {
		return nil
	}
	shown := n.Actors
	if n.Others > 0 && len(shown) > 2 {
		shown = shown[:2]
	}
	others := n.Others + int64(len(n.Actors)-len(shown))
	out := make([]named, len(shown))
	for i, a := range shown {
		out[i].Name = a.Username
		switch {
		case i == len(shown)-1 && others > 0:
			out[i].After = after(ctx, "format.list-end", ui.Plural(ctx, others, "count.others"))
		case i == len(shown)-1:
		case i == len(shown)-2 && others == 0:
			out[i].After = after(ctx, "format.list-end", "")
		default:
			out[i].After = after(ctx, "format.list", "")
		}
	}
	return out
}

// deed is what they did.
func deed(ctx context.Context, n notify.View) string {
	album := n.Post != nil && n.Post.MediaCount > 1
	switch n.Kind {
	case activity.ActLike:
		if album {
			return text.T(ctx, "notify.liked-album")
		}
		return text.T(ctx, "notify.liked-photo")
	case activity.ActCommentLike:
		return text.T(ctx, "notify.liked-comment")
	case activity.ActComment:
		if album {
			return text.T(ctx, "notify.commented-album")
		}
		return text.T(ctx, "notify.commented-photo")
	case activity.ActReply:
		return text.T(ctx, "notify.replied")
	case activity.ActMention:
		if n.CommentID != 0 {
			return text.T(ctx, "notify.mentioned-comment")
		}
		return text.T(ctx, "notify.mentioned-caption")
	case activity.ActFollow:
		return text.T(ctx, "notify.followed")
	case activity.ActRequest:
		return text.T(ctx, "notify.asks")
	case activity.ActApproved:
		return text.T(ctx, "notify.approved")
	case activity.ActStoryMention:
		return text.T(ctx, "notify.mentioned-story")
	case activity.ActPublishFailed:
		if n.Story != nil {
			return text.T(ctx, "notify.story-failed")
		}
		return text.T(ctx, "notify.post-failed")
	case activity.ActLowStock:
		return text.T(ctx, "notify.low-stock", "product", n.Product)
	case activity.ActBackInStock:
		return text.T(ctx, "notify.back-in-stock", "product", n.Product)
	case activity.ActTagRequest:
		return text.T(ctx, "notify.tag-request")
	}
	return text.T(ctx, "notify.tagged")
}

// after is what stands between a name and the word after it in a list.
func after(ctx context.Context, list, word string) string {
	const end = "\x01" // what a message ends with is not cut, such as the space after "and"
	_, out := text.Of(ctx).Split(list, "before", "word", word+end)
	return strings.TrimSuffix(out, end)
}

// timePart is the part of time under whose heading a notification stands.
func (p Notifications) timePart(c ui.Chrome, n notify.View) string {
	age := c.Now.Sub(n.At)
	switch {
	case n.New:
		return "new"
	case age < 24*time.Hour:
		return "today"
	case age < 7*24*time.Hour:
		return "week"
	}
	return "earlier"
}

// notificationGroup is the notifications under one heading; a page that goes
// on under the heading of the page before has none of its own.
type notificationGroup struct {
	Heading string
	List    []notify.View
}

func (p Notifications) groups(c ui.Chrome) []notificationGroup {
	var out []notificationGroup
	last := p.Part
	rank := map[string]int{"new": 1, "today": 2, "week": 3, "earlier": 4}
	for _, n := range p.List {
		part := p.timePart(c, n)
		if rank[part] < rank[last] { // a group of likes may be younger than what stands above it
			part = last
		}
		if len(out) == 0 || part != last {
			heading := part
			if part == p.Part {
				heading = ""
			}
			out = append(out, notificationGroup{Heading: heading})
		}
		out[len(out)-1].List = append(out[len(out)-1].List, n)
		last = part
	}
	return out
}

// headings are the messages of the parts.
var headings = map[string]string{"new": "notify.new", "today": "notify.today", "week": "notify.week", "earlier": "notify.earlier"}

// TimePart is a part of time that an address names, or "".
func TimePart(s string) string {
	switch s {
	case "new", "today", "week", "earlier":
		return s
	}
	return ""
}

// OlderPath is the address of the next page, which goes on under the heading
// that this one ended with.
func (p Notifications) OlderPath(c ui.Chrome, next models.ID) string {
	if next == 0 {
		return ""
	}
	q := url.Values{"before": {next.String()}, "under": {p.endsIn(c)}}
	if p.Filter != "" {
		q.Set("filter", p.Filter)
	}
	return urls.Notifications + "?" + q.Encode()
}

// endsIn is the heading under which the page's last notification stands.
func (p Notifications) endsIn(c ui.Chrome) string {
	last := p.Part
	for _, g := range p.groups(c) {
		if g.Heading != "" {
			last = g.Heading
		}
	}
	return last
}

// filterPath is a part of the list.
func filterPath(filter string) string {
	if filter == "" {
		return urls.Notifications
	}
	return urls.WithQuery(urls.Notifications, "filter", filter)
}

// waiting says how many ask to follow.
func waiting(ctx context.Context, n int) string {
	if n == 1 {
		return text.T(ctx, "notify.one-waits")
	}
	return text.T(ctx, "notify.wait", "n", ui.BadgeText(n))
}

// settingOf words a kind for the settings.
func settingOf(ctx context.Context, kind activity.Kind) (label, hint string) {
	switch kind {
	case activity.ActLike:
		return text.T(ctx, "notify.set-likes"), text.T(ctx, "notify.set-likes-hint")
	case activity.ActCommentLike:
		return text.T(ctx, "notify.set-comment-likes"), ""
	case activity.ActComment:
		return text.T(ctx, "notify.set-comments"), ""
	case activity.ActReply:
		return text.T(ctx, "notify.set-replies"), ""
	case activity.ActMention:
		return text.T(ctx, "notify.set-mentions"), text.T(ctx, "notify.set-mentions-hint")
	case activity.ActStoryMention:
		return text.T(ctx, "notify.set-stories"), ""
	case activity.ActTag:
		return text.T(ctx, "post.photos-of-you"), text.T(ctx, "notify.set-tags-hint")
	case activity.ActFollow:
		return text.T(ctx, "notify.set-followers"), ""
	case activity.ActRequest:
		return text.T(ctx, "site.requests"), text.T(ctx, "notify.set-requests-hint")
	case activity.ActLowStock:
		return text.T(ctx, "notify.set-low"), text.T(ctx, "notify.set-low-hint")
	case activity.ActBackInStock:
		return text.T(ctx, "notify.set-back"), text.T(ctx, "notify.set-back-hint")
	case account.MailWeekly:
		return text.T(ctx, "notify.set-weekly"), text.T(ctx, "notify.set-weekly-hint")
	case account.MailNews:
		return text.T(ctx, "notify.set-news"), text.T(ctx, "notify.set-news-hint")
	}
	return text.T(ctx, "notify.set-approved"), ""
}

// way is how one is told of a kind.
func way(ctx context.Context, kind activity.Kind) string {
	if kind == account.MailNews || kind == account.MailWeekly {
		return text.T(ctx, "notify.by-mail")
	}
	return text.T(ctx, "notify.on-site")
}

// choiceLabel words one of a kind's choices.
func choiceLabel(ctx context.Context, who string, choices int) string {
	switch {
	case who == account.FromFollowing:
		return text.T(ctx, "notify.from-following")
	case who == account.FromNobody, who == account.MailNever:
		return text.T(ctx, "notify.off")
	case who == account.MailAtOnce:
		return text.T(ctx, "notify.at-once")
	case who == account.MailDaily:
		return text.T(ctx, "notify.evening")
	case choices == 2:
		return text.T(ctx, "notify.on")
	}
	return text.T(ctx, "notify.from-everyone")
}

// seenPath is where a page of all notifications says that it was seen; a part
// of them cannot, since it does not show the others.
func (p Notifications) seenPath() string {
	if p.Filter != "" {
		return ""
	}
	return urls.Seen
}

// pictured is the picture beside a notification, whose it is, and whether everybody may fetch it.
func pictured(n notify.View) (cover post.Picture, of access.Author, public bool) {
	switch {
	case n.Picture != "" && len(n.Actors) > 0:
		return post.Picture{Key: n.Picture, Alt: n.Product}, n.Actors[0], !n.Actors[0].IsPrivate
	case n.Story != nil && len(n.Actors) > 0:
		return *n.Story, n.Actors[0], false
	case n.Post != nil:
		return n.Post.Cover(), n.Post.Author, n.Post.Public()
	}
	return cover, of, false
}

// MailLabels names the kinds of these settings of mails.
func MailLabels(ctx context.Context, settings map[activity.Kind]string) []string {
	var out []string
	for _, k := range account.NotificationKinds {
		if _, there := settings[account.MailOf(k.Kind)]; there {
			label, _ := settingOf(ctx, k.Kind)
			out = append(out, label)
		}
	}
	return out
}

// Package notify shows notifications, what they say, and which of them somebody
// wants. It receives all it shows and fetches nothing.
package notify

import (
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
func NotificationText(n notify.View) string {
	if byNobody(n.Kind) {
		return deed(n)
	}
	var b strings.Builder
	for _, who := range toldOf(n) {
		b.WriteString(who.Name + who.After)
	}
	return b.String() + " " + deed(n)
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
func toldOf(n notify.View) []named {
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
			out[i].After = " and " + ui.Plural(others, "other", "others")
		case i == len(shown)-1:
		case i == len(shown)-2 && others == 0:
			out[i].After = " and "
		default:
			out[i].After = ", "
		}
	}
	return out
}

// deed is what they did.
func deed(n notify.View) string {
	many := len(n.Actors) > 1
	photo := "photo"
	if n.Post != nil && n.Post.MediaCount > 1 {
		photo = "album"
	}
	switch n.Kind {
	case activity.ActLike:
		return verb(many, "like", "likes") + " your " + photo
	case activity.ActCommentLike:
		return verb(many, "like", "likes") + " your comment"
	case activity.ActComment:
		return "commented on your " + photo
	case activity.ActReply:
		return "replied to you"
	case activity.ActMention:
		if n.CommentID != 0 {
			return "mentioned you in a comment"
		}
		return "mentioned you in a caption"
	case activity.ActFollow:
		return "started following you"
	case activity.ActRequest:
		return "asks to follow you"
	case activity.ActApproved:
		return "approved your request"
	case activity.ActStoryMention:
		return "mentioned you in a story"
	case activity.ActPublishFailed:
		if n.Story != nil {
			return "A story of yours can't be shared. See what is wrong"
		}
		return "A post of yours can't be shared. See what is wrong"
	case activity.ActLowStock:
		return "Only a few are left of “" + n.Product + "”"
	case activity.ActBackInStock:
		return "“" + n.Product + "” is to be had again"
	case activity.ActTagRequest:
		return "wants to tag you in a photo"
	}
	return "tagged you in a photo"
}

func verb(many bool, plural, singular string) string {
	if many {
		return plural
	}
	return singular
}

// timePart is the heading under which a notification stands.
func (p Notifications) timePart(c ui.Chrome, n notify.View) string {
	age := c.Now.Sub(n.At)
	switch {
	case n.New:
		return "New"
	case age < 24*time.Hour:
		return "Today"
	case age < 7*24*time.Hour:
		return "This week"
	}
	return "Earlier"
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
	rank := map[string]int{"New": 1, "Today": 2, "This week": 3, "Earlier": 4}
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

// TimePart is a heading that an address names, or "".
func TimePart(s string) string {
	switch s {
	case "New", "Today", "This week", "Earlier":
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
func waiting(n int) string {
	if n == 1 {
		return "1 person waits for your answer"
	}
	return ui.BadgeText(n) + " people wait for your answer"
}

// settingOf words a kind for the settings.
func settingOf(kind activity.Kind) (label, hint string) {
	switch kind {
	case activity.ActLike:
		return "Likes of your photos", "Told together for each photo."
	case activity.ActCommentLike:
		return "Likes of your comments", ""
	case activity.ActComment:
		return "Comments on your photos", ""
	case activity.ActReply:
		return "Replies to your comments", ""
	case activity.ActMention:
		return "Mentions of you", "In captions and comments."
	case activity.ActStoryMention:
		return "Mentions in stories", ""
	case activity.ActTag:
		return "Photos of you", "When somebody tags you, or asks to."
	case activity.ActFollow:
		return "New followers", ""
	case activity.ActRequest:
		return "Follow requests", "They wait on their own page in any case."
	case activity.ActLowStock:
		return "Products that run low", "When only as many are left as you said in your shop."
	case activity.ActBackInStock:
		return "Products that are back", "Those of which you asked to be told."
	case account.MailWeekly:
		return "Your week by mail", "For business accounts: on Mondays, what your insights say of the week before."
	case account.MailNews:
		return "Mails about what you planned", "When it could not be shared. What happens to your account itself is always told."
	}
	return "Requests of yours that are approved", ""
}

// way is how one is told of a kind.
func way(kind activity.Kind) string {
	if kind == account.MailNews || kind == account.MailWeekly {
		return "By mail"
	}
	return "On the site"
}

// choiceLabel words one of a kind's choices.
func choiceLabel(who string, choices int) string {
	switch {
	case who == account.FromFollowing:
		return "From people you follow"
	case who == account.FromNobody, who == account.MailNever:
		return "Off"
	case who == account.MailAtOnce:
		return "At once"
	case who == account.MailDaily:
		return "In the evening"
	case choices == 2:
		return "On"
	}
	return "From everyone"
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
func MailLabels(settings map[activity.Kind]string) []string {
	var out []string
	for _, k := range account.NotificationKinds {
		if _, there := settings[account.MailOf(k.Kind)]; there {
			label, _ := settingOf(k.Kind)
			out = append(out, label)
		}
	}
	return out
}

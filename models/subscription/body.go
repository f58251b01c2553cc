package subscription

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"photogram/models"
	"photogram/models/activity"
)

// Told is an event in our own words. Streams and webhooks tell the same.
type Told struct {
	ID             string   `json:"id"`
	Type           string   `json:"type"`
	Activity       string   `json:"activity"`
	Timestamp      string   `json:"timestamp"` // RFC 3339
	SubscriptionID string   `json:"subscription_id"`
	UserID         string   `json:"user_id"` // whose event it is
	Data           ToldData `json:"data"`
}

// ToldData is what an event tells, as far as it has that.
type ToldData struct {
	From      *ToldPerson  `json:"from,omitempty"`
	MediaID   string       `json:"media_id,omitempty"`
	MediaType string       `json:"media_type,omitempty"`
	Link      string       `json:"link,omitempty"`
	StoryID   string       `json:"story_id,omitempty"`
	Comment   *ToldComment `json:"comment,omitempty"`
	Message   *ToldMessage `json:"message,omitempty"`
	Order     *ToldOrder   `json:"order,omitempty"`
	Value     int64        `json:"value,omitempty"`
}

// ToldOrder is an order, as far as it is when the event is sent.
type ToldOrder struct {
	ID       string `json:"id"`
	SellerID string `json:"seller_id"`
	Number   string `json:"number"` // "" before it has one
	State    string `json:"state"`
}

// ToldPerson is who did something.
type ToldPerson struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	FullName string `json:"full_name"`
}

// ToldComment is what somebody wrote below a post.
type ToldComment struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	ParentID string `json:"parent_id,omitempty"`
}

// ToldMessage is what somebody wrote in a conversation.
type ToldMessage struct {
	ID       string    `json:"id"`
	ThreadID string    `json:"thread_id"`
	Text     string    `json:"text,omitempty"`
	Reaction string    `json:"reaction,omitempty"`
	Photos   int       `json:"photos,omitempty"` // how many
	Card     *ToldCard `json:"card,omitempty"`
}

// ToldCard is a post or a story that a message shows.
type ToldCard struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	Link string `json:"link"`
}

// card is what the message shows, or nil.
func (c *Content) card(base string) *ToldCard {
	if c.CardKind == "" {
		return nil
	}
	if c.CardKind == "story" {
		return &ToldCard{c.CardKind, c.CardID.String(), base + "/stories/" + c.CardOf + "/" + c.CardID.Code()}
	}
	return &ToldCard{c.CardKind, c.CardID.String() + "_" + c.CardOwnerID.String(), base + "/p/" + c.CardID.Code() + "/"}
}

// EventName is how programs know an event, on all ways and however often it is sent.
func EventName(id models.ID) string { return "evt_" + id.String() }

// Told is an event in our own words; base is the site's address.
func (c *Content) Told(sub models.ID, base string) Told {
	out := Told{ID: EventName(c.EventID), Type: string(c.Kind), Activity: ActivityOf(c.Kind),
		Timestamp: c.CreatedAt.UTC().Format(time.RFC3339), SubscriptionID: sub.String(), UserID: c.AboutID.String()}
	d := &out.Data
	d.From = &ToldPerson{c.Actor.ID.String(), c.Actor.Username, c.Actor.FullName}
	if post := c.PostRef(); post != 0 {
		d.MediaID, d.MediaType, d.Link = post.String()+"_"+c.OwnerID.String(), c.mediaType(), base+"/p/"+post.Code()+"/"
	}
	if story := c.StoryRef(); story != 0 {
		d.StoryID = story.String()
	}
	if c.CommentID != 0 {
		d.Comment = &ToldComment{ID: c.CommentID.String(), Text: c.Text}
		if c.ParentID != 0 {
			d.Comment.ParentID = c.ParentID.String()
		}
	}
	if c.MessageID != 0 {
		d.Message = &ToldMessage{ID: c.MessageID.String(), ThreadID: c.ThreadID.String(), Text: c.Text, Reaction: c.Reaction,
			Photos: c.Photos, Card: c.card(base)}
	}
	if c.Order.ID != 0 {
		d.Order = &ToldOrder{c.Order.ID.String(), c.OwnerID.String(), c.Order.Number, c.Order.State}
		return out
	}
	d.Value = c.Value
	return out
}

func (c *Content) mediaType() string {
	switch {
	case c.Items > 1:
		return "carousel"
	case c.Video:
		return "video"
	}
	return "image"
}

// Body is what a webhook is sent, in its dialect.
func (p *Parcel) Body(base string) ([]byte, error) {
	switch p.Dialect {
	case V1:
		return ASCII([]any{p.legacy()})
	case Graph:
		return ASCII(p.graph(base))
	}
	return ASCII(p.Told(p.Key().ID, base))
}

// legacyEvent is an event as the Instagram API v1 told it.
type legacyEvent struct {
	ChangedAspect  string            `json:"changed_aspect"`
	Object         string            `json:"object"`
	ObjectID       string            `json:"object_id"`
	Time           int64             `json:"time"`
	SubscriptionID string            `json:"subscription_id"`
	Data           map[string]string `json:"data"`
}

func (p *Parcel) legacy() legacyEvent {
	out := legacyEvent{"media", p.Object, p.ObjectID, p.Content.CreatedAt.Unix(), p.Key().ID.String(), map[string]string{}}
	switch p.Object {
	case Users:
		out.ObjectID = p.AboutID.String()
		out.Data["media_id"] = p.PostID.String() + "_" + p.OwnerID.String()
	case Geography:
		out.ObjectID = p.Key().ID.String()
	}
	return out
}

type graphEvent struct {
	Object string       `json:"object"`
	Entry  []graphEntry `json:"entry"`
}

type graphEntry struct {
	ID        string        `json:"id"`
	Time      int64         `json:"time"`
	Changes   []graphChange `json:"changes,omitempty"`
	Messaging []any         `json:"messaging,omitempty"`
}

type graphChange struct {
	Field string         `json:"field"`
	Value map[string]any `json:"value"`
}

func (p *Parcel) graph(base string) graphEvent {
	at := p.Content.CreatedAt
	entry := graphEntry{ID: p.AboutID.String(), Time: at.Unix()}
	field := FieldOf(p.Kind)
	value := map[string]any{}
	switch field {
	case "comments":
		id := p.CommentID.String()
		value["id"], value["comment_id"], value["text"] = id, id, p.Text // papers name it either way
		value["from"] = map[string]string{"id": p.Actor.ID.String(), "username": p.Actor.Username}
		value["media"] = map[string]string{"id": p.PostID.String(), "media_product_type": "FEED"}
		if p.ParentID != 0 {
			value["parent_id"] = p.ParentID.String()
		}
	case "mentions":
		value["media_id"] = p.PostID.String()
		if p.CommentID != 0 {
			value["comment_id"] = p.CommentID.String()
		}
	case "story_insights":
		value["media_id"] = p.PostID.String()
		if n := p.Story; n != nil {
			value["impressions"], value["reach"], value["replies"] = n.Views, n.Reach, n.Replies
			value["taps_forward"], value["taps_back"], value["exits"] = n.Forward, n.Back, n.Exits
		}
	case "messages", "message_reactions":
		entry.Time = at.UnixMilli()
		entry.Messaging = []any{p.graphMessage(field, base)}
		return graphEvent{"instagram", []graphEntry{entry}}
	default:
		field, value["id"] = string(p.Kind), p.EventID.String()
	}
	entry.Changes = []graphChange{{field, value}}
	return graphEvent{"instagram", []graphEntry{entry}}
}

func (p *Parcel) graphMessage(field, base string) map[string]any {
	out := map[string]any{"sender": map[string]string{"id": p.Actor.ID.String()},
		"recipient": map[string]string{"id": p.AboutID.String()}, "timestamp": p.Content.CreatedAt.UnixMilli()}
	mid := p.MessageID.String()
	if field == "message_reactions" {
		out["reaction"] = map[string]string{"mid": mid, "action": "react", "emoji": p.Reaction}
		return out
	}
	message := map[string]any{"mid": mid}
	if p.Text != "" {
		message["text"] = p.Text
	}
	var attached []any
	attach := func(kind, url string) {
		attached = append(attached, map[string]any{"type": kind, "payload": map[string]string{"url": url}})
	}
	for range p.Photos {
		attach("image", base+"/inbox/"+p.ThreadID.Code())
	}
	if card := p.card(base); card != nil && p.Kind != activity.ActStoryReply {
		attach("share", card.Link)
	}
	if attached != nil {
		message["attachments"] = attached
	}
	if p.Kind == activity.ActStoryReply {
		message["reply_to"] = map[string]any{"story": map[string]string{"id": p.StoryRef().String()}}
	}
	out["message"] = message
	return out
}

// ASCII writes JSON in which whatever is not ASCII is escaped, in lower case: as
// Meta sends it, and as receivers count on that escape before they hash.
func ASCII(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write an event: %w", err)
	}
	raw := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r < utf8.RuneSelf && r != 0x7f {
			out = append(out, raw[0])
		} else {
			for _, unit := range utf16.AppendRune(nil, r) {
				digits := strconv.FormatUint(uint64(unit), 16)
				out = append(out, `\u`+"0000"[len(digits):]+digits...)
			}
		}
		raw = raw[n:]
	}
	return out, nil
}

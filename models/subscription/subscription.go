// Package subscription is about what programs and browsers want to be told of: which
// activities, in what way, what waits to be sent, and the log of what was. It must not
// know how a way carries anything: jobs send, and package web streams.
package subscription

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/activity"
)

// Way is how a subscription is told.
type Way string

// The ways there are.
const (
	Webhook Way = "webhook"
	WebPush Way = "web_push"
	SSE     Way = "sse"
)

// Ways are all of them.
var Ways = []Way{Webhook, WebPush, SSE}

// Dialect is in whose words a webhook speaks.
type Dialect string

// The dialects there are.
const (
	Ours  Dialect = "photogram"
	V1    Dialect = "v1"    // of the Instagram API v1
	Graph Dialect = "graph" // of the Instagram Platform API
)

// What a subscription is about.
const (
	Self      = "self"      // the person whose it is
	Users     = "user"      // everybody who allowed the app
	Tag       = "tag"       // public posts with it
	Location  = "location"  // public posts at a place
	Geography = "geography" // public posts around a point
	Instagram = "instagram" // those who switched the app on, in the Graph dialect
)

// States of a subscription.
const (
	On   = "on"
	Off  = "off"  // it failed for long, or was switched off
	Gone = "gone" // the receiver said that it wants no more
)

// Limits of subscriptions.
const (
	MaxOfOne    = 20  // of one app, or of a person's own programs, for one person
	MaxOfPerson = 100 // of one person, through all apps
	MaxOfApp    = 100 // of an app for itself
	MaxAddress  = 500 // bytes of a callback address
	MaxToken    = 200 // characters of a verify_token
	MaxRadius   = 5000
)

// Activity is something that can be chosen to be told of.
type Activity struct {
	Name  string
	Label string // to people
	Kinds []activity.Kind
}

// Activities are what a subscription can choose, in the order in which they are shown.
var Activities = []Activity{
	{"likes", "Likes of your posts and comments", []activity.Kind{activity.ActLike, activity.ActCommentLike}},
	{"comments", "Comments and replies", []activity.Kind{activity.ActComment, activity.ActReply}},
	{"mentions", "Mentions of you in captions and comments", []activity.Kind{activity.ActMention}},
	{"follows", "New followers, and requests of yours that were approved", []activity.Kind{activity.ActFollow, activity.ActApproved}},
	{"requests", "Requests to follow", []activity.Kind{activity.ActRequest}},
	{"story_replies", "Replies and reactions to your stories", []activity.Kind{activity.ActStoryReply, activity.ActStoryReaction}},
	{"story_mentions", "Mentions of you in stories", []activity.Kind{activity.ActStoryMention}},
	{"messages", "Messages, and reactions to yours", []activity.Kind{activity.ActMessage, activity.ActReaction}},
	{"tags", "Photos you are tagged in", []activity.Kind{activity.ActTag, activity.ActTagRequest}},
	{"published", "Your posts, once they are shared", []activity.Kind{activity.ActPublished}},
	{"failed", "Your posts that could not be shared", []activity.Kind{activity.ActPublishFailed}},
	{"milestones", "Milestones of your insights: 100, 500, 1,000, 5,000 … views of a post or a story, or followers",
		[]activity.Kind{activity.ActPostMilestone, activity.ActStoryMilestone, activity.ActFollowerMilestone}},
	{"orders", "Orders at your shop, and your own", activity.Orders},
}

// ActivityOf is the name of the activity that a kind belongs to, or "".
func ActivityOf(kind activity.Kind) string {
	for _, a := range Activities {
		if slices.Contains(a.Kinds, kind) {
			return a.Name
		}
	}
	return ""
}

// ActivityNames are the names of all.
func ActivityNames() []string {
	out := make([]string, len(Activities))
	for i, a := range Activities {
		out[i] = a.Name
	}
	return out
}

// Target is where a subscription's deliveries go.
type Target struct {
	CallbackURL string          `json:"callback_url,omitempty"`
	Push        json.RawMessage `json:"subscription,omitempty"` // as the browser wrote it
	KeyID       string          `json:"key_id,omitempty"`       // of the site's key that the browser knows
}

// Key names a subscription.
type Key struct{ UserID, ID models.ID }

func (k Key) String() string { return k.UserID.String() + "_" + k.ID.String() }

// ParseKey reads what String writes.
func ParseKey(s string) (Key, error) {
	first, second, _ := strings.Cut(s, "_")
	user, err := models.ParseID(first)
	if err != nil {
		return Key{}, ErrNone
	}
	id, err := models.ParseID(second)
	if err != nil {
		return Key{}, ErrNone
	}
	return Key{user, id}, nil
}

// Subscription is what somebody wants to be told of, and the way.
type Subscription struct {
	UserID          models.ID
	ID              models.ID
	AppID           models.ID // 0 for a personal token, and for pages
	Way             Way
	Dialect         Dialect
	Object          string
	ObjectID        string
	Latitude        float64
	Longitude       float64
	Radius          float64 // in metres
	Activities      []string
	Target          Target
	SecretSealed    []byte
	OldSecretSealed []byte
	OldSecretUntil  *time.Time
	State           string
	Problem         string
	Seq             models.ID
	DueAt           *time.Time
	Claim           models.ID
	ClaimedUntil    *time.Time
	Failures        int
	FailingSince    *time.Time
	OpenUntil       *time.Time
	DeliveredAt     *time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// Key names the subscription.
func (s *Subscription) Key() Key { return Key{s.UserID, s.ID} }

// OfApp is whether the app subscribed for itself and not for a person.
func (s *Subscription) OfApp() bool { return s.Object != Self }

// Public is whether it is told of public posts alone.
func (s *Subscription) Public() bool {
	return s.Object == Tag || s.Object == Location || s.Object == Geography
}

// columns are those of Subscription, from subscriptions AS s.
const columns = `s.user_id, s.id, s.app_id, s.way, s.dialect, s.object, s.object_id, s.latitude, s.longitude, s.radius, s.activities,
	s.target, s.secret_sealed, s.old_secret_sealed, s.old_secret_until, s.state, s.problem, s.seq, s.due_at, s.claim, s.claimed_until,
	s.failures, s.failing_since, s.open_until, s.delivered_at, s.created_at, s.updated_at`

// ErrNone says that there is no such subscription, or none of theirs.
var ErrNone = models.NotFoundf("subscription.error.subscription-does-not-exist")

// Holder is who asks about subscriptions: a person, through an app or, when AppID
// is 0, through programs of their own and pages.
type Holder struct{ UserID, AppID models.ID }

func read(ctx context.Context, q models.Querier, rest string, args ...any) ([]Subscription, error) {
	rows, err := q.Query(ctx, `SELECT `+columns+` FROM subscriptions s `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Subscription])
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	return list, nil
}

func readOne(ctx context.Context, q models.Querier, rest string, args ...any) (*Subscription, error) {
	list, err := read(ctx, q, rest, args...)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ErrNone
	}
	return &list[0], nil
}

// List lists the subscriptions of a holder for the person, newest first.
func List(ctx context.Context, s *models.Store, h Holder, before models.ID, limit int) ([]Subscription, models.ID, error) {
	list, err := read(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.app_id = $2 AND s.object = 'self' AND s.id < $3
		ORDER BY s.id DESC LIMIT $4`, h.UserID, h.AppID, models.OrNewest(before), limit+1)
	return cut(list, err, limit)
}

// OfApp lists all subscriptions that an app has, for anybody, newest first.
func OfApp(ctx context.Context, s *models.Store, app, before models.ID, limit int) ([]Subscription, models.ID, error) {
	list, err := read(ctx, s.Pool(), `WHERE s.app_id = $1 AND s.app_id <> 0 AND s.id < $2 ORDER BY s.id DESC LIMIT $3`, app,
		models.OrNewest(before), limit+1)
	return cut(list, err, limit)
}

func cut(list []Subscription, err error, limit int) ([]Subscription, models.ID, error) {
	if err != nil || len(list) <= limit {
		return list, 0, err
	}
	return list[:limit], list[limit-1].ID, nil
}

// Own finds a subscription of a holder.
func Own(ctx context.Context, s *models.Store, h Holder, id models.ID) (*Subscription, error) {
	return readOne(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.id = $2 AND s.app_id = $3 AND s.object = 'self'`, h.UserID, id, h.AppID)
}

// managed is the rule for whom a subscription, subscriptions AS s, stands in the
// portal: its person, or the owner of its app.
const managed = `(s.app_id = 0 AND s.user_id = $3 OR s.app_id <> 0 AND
	EXISTS (SELECT 1 FROM apps a WHERE a.id = s.app_id AND a.owner_id = $3))`

// Managed finds a subscription that stands in somebody's portal.
func Managed(ctx context.Context, s *models.Store, manager models.ID, k Key) (*Subscription, error) {
	return readOne(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.id = $2 AND `+managed, k.UserID, k.ID, manager)
}

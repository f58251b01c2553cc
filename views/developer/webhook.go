package developer

import (
	"context"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Webhooks are the subscriptions of an app, or of a person's own programs.
type Webhooks struct {
	App   *app.App // nil for one's own
	List  []subscription.Subscription
	Form  ui.Form // to make one of one's own
	Older string
}

// Webhook is a subscription with what it was told.
type Webhook struct {
	subscription.Subscription
	App        *app.App // nil for one's own
	Deliveries []subscription.Delivery
	Attempts   map[models.ID][]subscription.Attempt
	Form       ui.Form
	First      bool
	Older      string
}

// WebhookSecret shows a secret, once.
type WebhookSecret struct {
	Key, Secret, Message string
}

// Ranges are the times that can be sent again, in hours.
var Ranges = []string{"1", "24", "72", "336"}

func ranges(ctx context.Context) []ui.Choice {
	words := []string{text.T(ctx, "webhook.last-hour"), text.T(ctx, "webhook.last-day"), text.T(ctx, "webhook.last-three-days"),
		text.T(ctx, "webhook.last-two-weeks")}
	out := make([]ui.Choice, len(Ranges))
	for i := range Ranges {
		out[i] = ui.Choice{Value: Ranges[i], Label: words[i]}
	}
	return out
}

func (w *Webhook) action(name string) string { return urls.Webhook(w.Key().String()) + "/" + name }

func (w *Webhook) back() string {
	if w.App != nil {
		return urls.AppAction(w.App.ID, "webhooks")
	}
	return urls.Webhooks
}

// webhookName is what a subscription is called.
func webhookName(ctx context.Context, s *subscription.Subscription) string {
	switch s.Way {
	case subscription.SSE:
		return text.T(ctx, "webhook.stream")
	case subscription.WebPush:
		return text.T(ctx, "webhook.browser")
	}
	return s.Target.CallbackURL
}

// webhookAbout is whose news it is told of.
func webhookAbout(ctx context.Context, s *subscription.Subscription) string {
	switch s.Object {
	case subscription.Users:
		return text.T(ctx, "webhook.about-users")
	case subscription.Tag:
		return text.T(ctx, "webhook.about-tag", "tag", s.ObjectID)
	case subscription.Location:
		return text.T(ctx, "webhook.about-place", "place", s.ObjectID)
	case subscription.Geography:
		return text.T(ctx, "webhook.about-circle", "radius", int64(s.Radius), "latitude", strconv.FormatFloat(s.Latitude, 'f', 4, 64),
			"longitude", strconv.FormatFloat(s.Longitude, 'f', 4, 64))
	case subscription.Instagram:
		return text.T(ctx, "webhook.about-others", "activities", strings.Join(s.Activities, ", "))
	}
	return strings.ReplaceAll(strings.Join(s.Activities, ", "), "_", " ")
}

// webhookState says how a subscription is.
func webhookState(ctx context.Context, s *subscription.Subscription) string {
	switch {
	case s.State == subscription.Gone:
		return text.T(ctx, "webhook.state-gone")
	case s.State == subscription.Off:
		return text.T(ctx, "webhook.state-off")
	case s.Failures > 0:
		return text.T(ctx, "webhook.state-failing")
	case s.Way == subscription.SSE:
		return text.T(ctx, "webhook.state-read")
	case s.DeliveredAt == nil:
		return text.T(ctx, "webhook.state-quiet")
	}
	return text.T(ctx, "webhook.state-on")
}

// deliveryState says in words how a delivery is.
func deliveryState(ctx context.Context, d *subscription.Delivery) string {
	switch d.State {
	case "delivered":
		return text.T(ctx, "webhook.delivered")
	case "failed":
		return text.T(ctx, "webhook.failed")
	case "dropped":
		return text.T(ctx, "webhook.not-sent")
	case "kept":
		return text.T(ctx, "webhook.in-stream")
	}
	if d.Attempts > 0 {
		return text.T(ctx, "webhook.sent-again")
	}
	return text.T(ctx, "webhook.waiting")
}

// deliveryLevel is how a delivery is coloured.
func deliveryLevel(d *subscription.Delivery) string {
	switch {
	case d.State == "failed":
		return "fault"
	case d.State == "waiting" && d.Attempts > 0:
		return "refused"
	}
	return "fine"
}

func attemptSummary(ctx context.Context, a subscription.Attempt) string {
	if a.Status == 0 {
		return text.T(ctx, "webhook.attempt-silent", "attempt", a.Attempt, "ms", a.MS)
	}
	return text.T(ctx, "webhook.attempt", "attempt", a.Attempt, "status", strconv.Itoa(a.Status), "ms", a.MS)
}

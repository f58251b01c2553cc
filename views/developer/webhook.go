package developer

import (
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
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
var Ranges = []ui.Choice{{Value: "1", Label: "of the last hour"}, {Value: "24", Label: "of the last day"},
	{Value: "72", Label: "of the last three days"}, {Value: "336", Label: "of the last two weeks"}}

func (w *Webhook) action(name string) string { return urls.Webhook(w.Key().String()) + "/" + name }

func (w *Webhook) back() string {
	if w.App != nil {
		return urls.AppAction(w.App.ID, "webhooks")
	}
	return urls.Webhooks
}

// webhookName is what a subscription is called.
func webhookName(s *subscription.Subscription) string {
	switch s.Way {
	case subscription.SSE:
		return "Stream of events"
	case subscription.WebPush:
		return "A browser"
	}
	return s.Target.CallbackURL
}

// webhookAbout is whose news it is told of.
func webhookAbout(s *subscription.Subscription) string {
	switch s.Object {
	case subscription.Users:
		return "new posts of everybody who allowed the app"
	case subscription.Tag:
		return "public posts with #" + s.ObjectID
	case subscription.Location:
		return "public posts at the place " + s.ObjectID
	case subscription.Geography:
		return "public posts within " + strconv.Itoa(int(s.Radius)) + " m of " + strconv.FormatFloat(s.Latitude, 'f', 4, 64) + ", " +
			strconv.FormatFloat(s.Longitude, 'f', 4, 64)
	case subscription.Instagram:
		return strings.Join(s.Activities, ", ") + " of those who switched the app on"
	}
	return strings.ReplaceAll(strings.Join(s.Activities, ", "), "_", " ")
}

// webhookState says how a subscription is.
func webhookState(s *subscription.Subscription) string {
	switch {
	case s.State == subscription.Gone:
		return "ended: the receiver is gone"
	case s.State == subscription.Off:
		return "switched off"
	case s.Failures > 0:
		return "failing"
	case s.Way == subscription.SSE:
		return "read by whoever opens it"
	case s.DeliveredAt == nil:
		return "on; nothing was delivered yet"
	}
	return "on"
}

// deliveryState says in words how a delivery is.
func deliveryState(d *subscription.Delivery) string {
	switch d.State {
	case "delivered":
		return "Delivered"
	case "failed":
		return "Failed"
	case "dropped":
		return "Not sent"
	case "kept":
		return "In the stream"
	}
	if d.Attempts > 0 {
		return "Will be sent again"
	}
	return "Waiting"
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

func attemptSummary(a subscription.Attempt) string {
	answer := "no answer"
	if a.Status != 0 {
		answer = "answered " + strconv.Itoa(a.Status)
	}
	return "Attempt " + strconv.Itoa(a.Attempt) + ": " + answer + ", " + strconv.Itoa(a.MS) + " ms"
}

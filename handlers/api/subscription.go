package api

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/subscription"
)

var subscriptionRoutes = []route{
	{"GET", "/users/self/subscriptions", "subscriptions", "", (*API).subscriptions},
	{"POST", "/users/self/subscriptions", "subscriptions", "way activities* callback_url verify_token subscription key_id",
		(*API).subscribe},
	{"DELETE", "/users/self/subscriptions", "subscriptions", "id object", (*API).unsubscribeAll},
	{"GET", "/users/self/subscriptions/:subscription", "subscriptions", "", (*API).subscription},
	{"PATCH", "/users/self/subscriptions/:subscription", "subscriptions",
		"activities* callback_url verify_token subscription key_id active", (*API).changeSubscription},
	{"DELETE", "/users/self/subscriptions/:subscription", "subscriptions", "", (*API).unsubscribe},
	{"GET", "/users/self/events", "subscriptions", "", (*API).streamEvents},
	{"GET", "/push-key", "subscriptions", "", (*API).pushKey},
	{"POST", "/users/self/subscriptions/:subscription/rotate", "subscriptions", "", (*API).rotateSubscription},
	{"POST", "/users/self/subscriptions/:subscription/test", "subscriptions", "", (*API).testSubscription},
	{"POST", "/users/self/subscriptions/:subscription/replay", "subscriptions", "since until failed", (*API).replayRange},
	{"GET", "/users/self/subscriptions/:subscription/deliveries", "subscriptions", "", (*API).deliveries},
	{"GET", "/users/self/subscriptions/:subscription/deliveries/:delivery", "subscriptions", "", (*API).delivery},
	{"POST", "/users/self/subscriptions/:subscription/deliveries/:delivery/replay", "subscriptions", "", (*API).replay},
}

// subscriptionObject is what a program wants to be told of, and the way.
type subscriptionObject struct {
	ID            string   `json:"id"`
	Way           string   `json:"way"`
	Activities    []string `json:"activities"`
	CallbackURL   string   `json:"callback_url,omitempty"`
	State         string   `json:"state"`
	Problem       string   `json:"problem"`
	CreatedTime   string   `json:"created_time"`
	DeliveredTime *string  `json:"delivered_time"`
	FailingSince  *string  `json:"failing_since"`
	Secret        string   `json:"secret,omitempty"` // when it was just made
}

func showSubscription(s *subscription.Subscription) subscriptionObject {
	return subscriptionObject{ID: s.ID.String(), Way: string(s.Way), Activities: s.Activities, CallbackURL: s.Target.CallbackURL,
		State: s.State, Problem: s.Problem, CreatedTime: seconds(s.CreatedAt), DeliveredTime: secondsOrNull(s.DeliveredAt),
		FailingSince: secondsOrNull(s.FailingSince)}
}

func secondsOrNull(at *time.Time) *string {
	if at == nil {
		return nil
	}
	s := seconds(*at)
	return &s
}

// pushKey is what browsers need to subscribe to Web Push here.
type pushKey struct {
	ID        string `json:"id"`
	PublicKey string `json:"public_key"`
}

func (a *API) pushKey(*request) (any, *page, error) {
	key := a.Store.PushKey()
	return pushKey{key.ID, key.Public}, nil, nil
}

// holder is who asks about subscriptions.
func (r *request) holder() subscription.Holder {
	return subscription.Holder{UserID: r.Viewer(), AppID: r.Token.AppID}
}

func (r *request) subscriptionID() (models.ID, error) {
	id, err := models.ParseID(r.Param("subscription"))
	if err != nil {
		return 0, errNoSubscription
	}
	return id, nil
}

var errNoSubscription = models.Say(models.Error{Kind: models.NotFound}, "api.error.subscription-does-not-exist")

func hideSubscription(err error) error {
	if err == subscription.ErrNone {
		return errNoSubscription
	}
	return err
}

func (a *API) subscriptions(r *request) (any, *page, error) {
	return keyPage(r, "cursor", each(showSubscription), func(before models.ID, n int) ([]subscription.Subscription, models.ID, error) {
		return subscription.List(r.Ctx(), a.Store, r.holder(), before, n)
	})
}

// subscriptionInput reads what a call says of a subscription.
func (a *API) subscriptionInput(r *request) (subscription.Input, error) {
	in := subscription.Input{Way: subscription.Way(r.Text("way")), Check: a.Call.Check}
	if r.Has("activities") {
		in.Activities = r.List("activities")
	}
	if r.Has("callback_url") || r.Has("subscription") {
		in.Target = &subscription.Target{CallbackURL: r.Text("callback_url"), KeyID: r.Text("key_id")}
		if r.Has("subscription") {
			in.Target.Push = json.RawMessage(r.Text("subscription"))
		}
	}
	if token := r.Optional("verify_token"); token != nil {
		if len(*token) > subscription.MaxToken {
			return in, models.Invalidf("verify_token", "api.error.more-than-characters", "maxToken", subscription.MaxToken)
		}
		in.Confirm = func(ctx context.Context, address string) error { return a.Call.Confirm(ctx, address, *token) }
	}
	var err error
	in.On, err = r.Boolean("active")
	return in, err
}

func (a *API) subscribe(r *request) (any, *page, error) {
	in, err := a.subscriptionInput(r)
	if err != nil {
		return nil, nil, err
	}
	sub, secret, err := subscription.Create(r.Ctx(), a.Store, r.holder(), in)
	if err != nil {
		return nil, nil, err
	}
	out := showSubscription(sub)
	out.Secret = secret
	return out, nil, nil
}

func (a *API) subscription(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	sub, err := subscription.Own(r.Ctx(), a.Store, r.holder(), id)
	if err != nil {
		return nil, nil, hideSubscription(err)
	}
	return showSubscription(sub), nil, nil
}

// changeSubscription takes activities, callback_url, subscription, and active to switch it on or off.
func (a *API) changeSubscription(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	in, err := a.subscriptionInput(r)
	if err != nil {
		return nil, nil, err
	}
	sub, err := subscription.Update(r.Ctx(), a.Store, r.holder(), id, in)
	if err != nil {
		return nil, nil, hideSubscription(err)
	}
	return showSubscription(sub), nil, nil
}

func (a *API) unsubscribe(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, hideSubscription(subscription.Delete(r.Ctx(), a.Store, r.holder(), id))
}

// unsubscribeAll takes the id of a subscription, or object=all.
func (a *API) unsubscribeAll(r *request) (any, *page, error) {
	if r.Has("id") {
		id, err := models.ParseID(r.Text("id"))
		if err != nil {
			return nil, nil, errNoSubscription
		}
		return nil, nil, hideSubscription(subscription.Delete(r.Ctx(), a.Store, r.holder(), id))
	}
	if r.Text("object") != "all" {
		return nil, nil, models.Invalidf("object", "api.error.send-id-subscription-object-all")
	}
	return nil, nil, subscription.DeleteAll(r.Ctx(), a.Store, r.holder())
}

// rotateSubscription makes a new secret; the old one signs too for a day.
func (a *API) rotateSubscription(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	secret, err := subscription.Rotate(r.Ctx(), a.Store, r.holder(), id)
	if err != nil {
		return nil, nil, hideSubscription(err)
	}
	return map[string]string{"id": id.String(), "secret": secret}, nil, nil
}

func (a *API) testSubscription(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	seq, err := subscription.SendTest(r.Ctx(), a.Store, r.holder(), id)
	if err != nil {
		return nil, nil, hideSubscription(err)
	}
	return map[string]string{"id": seq.String()}, nil, nil
}

// deliveryObject is one event for one subscription.
type deliveryObject struct {
	ID          string          `json:"id"` // counts up for each subscription
	EventID     string          `json:"event_id"`
	Type        string          `json:"type"`
	State       string          `json:"state"`
	Problem     string          `json:"problem"`
	Status      int             `json:"status"` // of the last answer; 0 without one
	Attempts    int             `json:"attempts"`
	CreatedTime string          `json:"created_time"`
	NextTime    *string         `json:"next_time"`
	DoneTime    *string         `json:"done_time"`
	Log         []attemptObject `json:"log,omitempty"`
}

// attemptObject is one time that a delivery was sent.
type attemptObject struct {
	Attempt     int    `json:"attempt"`
	CreatedTime string `json:"created_time"`
	MS          int    `json:"ms"`
	Status      int    `json:"status"`
	Problem     string `json:"problem"`
	Request     string `json:"request"`
	Answer      string `json:"answer"`
}

func showDelivery(d *subscription.Delivery) deliveryObject {
	return deliveryObject{ID: d.Seq.String(), EventID: subscription.EventName(d.EventID), Type: string(d.Kind), State: d.State,
		Problem: d.Problem, Status: d.Status, Attempts: d.Attempts, CreatedTime: seconds(d.CreatedAt), NextTime: secondsOrNull(d.NextAt),
		DoneTime: secondsOrNull(d.DoneAt)}
}

func (a *API) deliveries(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	return keyPage(r, "cursor", each(showDelivery), func(before models.ID, n int) ([]subscription.Delivery, models.ID, error) {
		sub, err := subscription.Own(r.Ctx(), a.Store, r.holder(), id)
		if err != nil {
			return nil, 0, hideSubscription(err)
		}
		return subscription.Deliveries(r.Ctx(), a.Store, sub, before, n)
	})
}

// deliveryID reads the subscription and the delivery that the path names.
func (r *request) deliveryID() (id, seq models.ID, err error) {
	if id, err = r.subscriptionID(); err != nil {
		return 0, 0, err
	}
	if seq, err = models.ParseID(r.Param("delivery")); err != nil {
		return 0, 0, errNoSubscription
	}
	return id, seq, nil
}

func (a *API) delivery(r *request) (any, *page, error) {
	id, seq, err := r.deliveryID()
	if err != nil {
		return nil, nil, err
	}
	sub, err := subscription.Own(r.Ctx(), a.Store, r.holder(), id)
	if err != nil {
		return nil, nil, hideSubscription(err)
	}
	d, attempts, err := subscription.OneDelivery(r.Ctx(), a.Store, sub, seq)
	if err != nil {
		return nil, nil, err
	}
	out := showDelivery(d)
	for _, t := range attempts {
		out.Log = append(out.Log, attemptObject{t.Attempt, seconds(t.At), t.MS, t.Status, t.Problem, t.Request, t.Answer})
	}
	return out, nil, nil
}

// replay sends a delivery again, with the same event id.
func (a *API) replay(r *request) (any, *page, error) {
	id, seq, err := r.deliveryID()
	if err != nil {
		return nil, nil, err
	}
	n, err := subscription.Replay(r.Ctx(), a.Store, r.holder(), id, subscription.Range{Seq: seq})
	return replayed(n, err)
}

// replayRange sends those of a time again: since, until (both in seconds), and
// failed for only what was not delivered.
func (a *API) replayRange(r *request) (any, *page, error) {
	id, err := r.subscriptionID()
	if err != nil {
		return nil, nil, err
	}
	var in subscription.Range
	for name, into := range map[string]*time.Time{"since": &in.Since, "until": &in.Until} {
		if !r.Has(name) {
			continue
		}
		n, err := strconv.ParseInt(r.Text(name), 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return nil, nil, models.Invalidf(name, "api.error.send-time-seconds-since-1970")
		}
		*into = time.Unix(n, 0)
	}
	failed, err := r.Boolean("failed")
	if err != nil {
		return nil, nil, err
	}
	in.Failed = failed != nil && *failed
	n, err := subscription.Replay(r.Ctx(), a.Store, r.holder(), id, in)
	return replayed(n, err)
}

func replayed(n int, err error) (any, *page, error) {
	if err != nil {
		return nil, nil, hideSubscription(err)
	}
	return map[string]int{"count": n}, nil, nil
}

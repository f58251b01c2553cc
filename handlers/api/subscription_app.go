package api

import (
	"context"
	"slices"
	"strconv"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
)

// Programs of the Instagram API v1 subscribe at /subscriptions, as an app that
// names its client_id and client_secret. With the token of an account the same
// address is an alias of /users/self/subscriptions.
var subscriptionAliases = []route{
	{"GET", "/subscriptions", "subscriptions", "", either((*API).subscriptions, (*API).appSubscriptions)},
	{"POST", "/subscriptions", "subscriptions", "way activities* callback_url verify_token subscription key_id" +
		" object object_id aspect lat lng radius", either((*API).subscribe, (*API).subscribeApp)},
	{"DELETE", "/subscriptions", "subscriptions", "id object", either((*API).unsubscribeAll, (*API).unsubscribeApp)},
	{"GET", "/subscriptions/:subscription", "subscriptions", "", (*API).subscription},
	{"PATCH", "/subscriptions/:subscription", "subscriptions",
		"activities* callback_url verify_token subscription key_id active", (*API).changeSubscription},
	{"DELETE", "/subscriptions/:subscription", "subscriptions", "", (*API).unsubscribe},
}

// either is a call of an account, or of an app for itself.
func either(person, itself handler) handler {
	return func(a *API, r *request) (any, *page, error) {
		if r.Token.UserID == 0 {
			return itself(a, r)
		}
		return person(a, r)
	}
}

// ofApp is whether the call may be one of an app for itself.
func (r *request) ofApp() bool {
	return r.route != nil && r.route.path == "/subscriptions"
}

// legacySubscription is a subscription as the Instagram API v1 shows it.
type legacySubscription struct {
	ID          string   `json:"id"`
	Type        string   `json:"type"`
	Object      string   `json:"object"`
	ObjectID    string   `json:"object_id,omitempty"`
	Aspect      string   `json:"aspect"`
	CallbackURL string   `json:"callback_url"`
	Latitude    *float64 `json:"lat,omitempty"`
	Longitude   *float64 `json:"lng,omitempty"`
	Radius      *float64 `json:"radius,omitempty"`
}

func showLegacy(s *subscription.Subscription) legacySubscription {
	out := legacySubscription{ID: s.ID.String(), Type: "subscribe", Object: s.Object, ObjectID: s.ObjectID, Aspect: "media",
		CallbackURL: s.Target.CallbackURL}
	if s.Object == subscription.Geography {
		out.Latitude, out.Longitude, out.Radius = &s.Latitude, &s.Longitude, &s.Radius
	}
	return out
}

func (a *API) appSubscriptions(r *request) (any, *page, error) {
	list, err := subscription.ForApp(r.Ctx(), a.Store, r.Token.AppID, subscription.V1)
	if err != nil {
		return nil, nil, err
	}
	out, err := each(showLegacy)(list)
	return out, nil, err
}

// subscribeApp asks the callback for the challenge before it answers.
func (a *API) subscribeApp(r *request) (any, *page, error) {
	if aspect := r.Text("aspect"); aspect != "media" {
		return nil, nil, models.Invalidf("aspect", "api.error.aspect-media")
	}
	in := subscription.AppInput{Object: r.Text("object"), ObjectID: r.Text("object_id"), Address: r.Text("callback_url"),
		Check: a.Call.Check}
	if in.Object == subscription.Instagram {
		return nil, nil, models.Invalidf("object", "api.error.object-user-tag-location-geography")
	}
	for name, into := range map[string]*float64{"lat": &in.Latitude, "lng": &in.Longitude, "radius": &in.Radius} {
		if !r.Has(name) {
			if in.Object == subscription.Geography {
				return nil, nil, models.Invalidf(name, "api.error.geography-lat-lng-radius")
			}
			continue
		}
		n, err := strconv.ParseFloat(r.Text(name), 64)
		if err != nil {
			return nil, nil, models.Invalidf(name, "api.error.send-number")
		}
		*into = n
	}
	token := r.Text("verify_token")
	if len(token) > subscription.MaxToken {
		return nil, nil, models.Invalidf("verify_token", "api.error.more-than-characters", "maxToken", subscription.MaxToken)
	}
	in.Confirm = func(ctx context.Context, address string) error { return a.Call.Confirm(ctx, address, token) }
	sub, err := subscription.CreateForApp(r.Ctx(), a.Store, r.Token.AppID, in)
	if err != nil {
		return nil, nil, err
	}
	return showLegacy(sub), nil, nil
}

// unsubscribeApp takes the id of a subscription, or an object or all.
func (a *API) unsubscribeApp(r *request) (any, *page, error) {
	var id models.ID
	object := r.Text("object")
	if r.Has("id") {
		var err error
		if id, err = models.ParseID(r.Text("id")); err != nil {
			return nil, nil, errNoSubscription
		}
	} else if !slices.Contains([]string{"all", subscription.Users, subscription.Tag, subscription.Location, subscription.Geography},
		object) {
		return nil, nil, models.Invalidf("object", "api.error.send-id-subscription-object-all-2")
	}
	return nil, nil, hideSubscription(subscription.DeleteForApp(r.Ctx(), a.Store, r.Token.AppID, subscription.V1, id, object))
}

// events streams what the token's subscription with way=sse is told.
func (a *API) streamEvents(r *request) (any, *page, error) {
	alive := func(ctx context.Context) error { return app.Alive(ctx, a.Store, r.Token) }
	return nil, nil, r.StreamOf(a.Live, r.holder(), alive)
}

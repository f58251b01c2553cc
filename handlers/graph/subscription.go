package graph

import (
	"context"
	"net/http"
	"strings"

	"photogram/models"
	"photogram/models/subscription"
)

var subscriptionRoutes = []route{
	{"GET", "/{ig-user-id}/subscribed_apps", "subscriptions", "", (*API).subscribedApps},
	{"POST", "/{ig-user-id}/subscribed_apps", "subscriptions", "subscribed_fields*", (*API).subscribeApp},
	{"DELETE", "/{ig-user-id}/subscribed_apps", "subscriptions", "", (*API).unsubscribeApp},
}

// holder is the token's app for its account; personal tokens have no app to switch on.
func (g *request) holder() (subscription.Holder, error) {
	h := subscription.Holder{UserID: g.Viewer(), AppID: g.Token.AppID}
	if err := g.own(); err != nil {
		return h, err
	}
	if h.AppID == 0 {
		return h, &failure{status: 400, kind: oauthException, code: 100,
			message: "(#100) This call needs the token of an app, and this one is personal."}
	}
	return h, nil
}

func (a *API) subscribedApps(g *request) (any, error) {
	h, err := g.holder()
	if err != nil {
		return nil, err
	}
	fields, name, err := subscription.SwitchedFields(g.Ctx(), a.Store, h)
	if err != nil {
		return nil, err
	}
	data := []any{}
	if fields != nil {
		data = append(data, map[string]any{"id": h.AppID.String(), "name": name, "subscribed_fields": fields})
	}
	return list{Data: data}, nil
}

// subscribeApp has the app's subscription tell of the account.
func (a *API) subscribeApp(g *request) (any, error) {
	h, err := g.holder()
	if err != nil {
		return nil, err
	}
	return done(subscription.SwitchApp(g.Ctx(), a.Store, h, g.List("subscribed_fields")))
}

func (a *API) unsubscribeApp(g *request) (any, error) {
	h, err := g.holder()
	if err != nil {
		return nil, err
	}
	return done(subscription.UnswitchApp(g.Ctx(), a.Store, h))
}

// ofApp is whether the call is one of an app for itself: /{app-id}/subscriptions.
func (g *request) ofApp() bool { return g.edge == "subscriptions" && isDigits(g.node) }

// answerApp answers an app that calls for itself. Its token is the app's own, or
// its id and secret with a bar between them.
func (a *API) answerApp(g *request, token string) (any, error) {
	var err error
	if id, secret, joined := strings.Cut(token, "|"); joined {
		err = g.AuthenticateApp(id, secret)
	} else {
		err = g.Authenticate(token)
	}
	switch {
	case token == "" && models.KindOf(err) == models.Unauthorized:
		return nil, g.noToken()
	case err != nil:
		return nil, err
	case g.Token.UserID != 0 || g.Token.AppID.String() != g.node:
		return nil, &failure{status: 400, kind: oauthException, code: 15,
			message: "(#15) This method must be called with an app access token."}
	}
	if err := g.Need("subscriptions"); err != nil {
		return nil, err
	}
	takes := map[string]string{http.MethodPost: "object callback_url fields* verify_token include_values",
		http.MethodDelete: "object fields*"}[g.Request.Method]
	if err := g.CheckTaken(vocabulary, g.Request.Method+" /{app-id}/subscriptions", takes); err != nil {
		return nil, err
	}
	switch g.Request.Method {
	case http.MethodGet:
		return a.appSubscription(g)
	case http.MethodPost:
		return a.setAppSubscription(g)
	case http.MethodDelete:
		return done(subscription.DeleteForApp(g.Ctx(), a.Store, g.Token.AppID, subscription.Graph, 0, "all"))
	}
	return nil, g.absent()
}

func (a *API) appSubscription(g *request) (any, error) {
	found, err := subscription.ForApp(g.Ctx(), a.Store, g.Token.AppID, subscription.Graph)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, s := range found {
		fields := []any{}
		for _, name := range s.Activities {
			fields = append(fields, map[string]string{"name": name, "version": strings.TrimPrefix(g.version, "/")})
		}
		data = append(data, map[string]any{"object": s.Object, "callback_url": s.Target.CallbackURL, "active": s.State == subscription.On,
			"fields": fields})
	}
	return list{Data: data}, nil
}

// setAppSubscription asks the callback for the challenge before it answers.
func (a *API) setAppSubscription(g *request) (any, error) {
	if object := g.Text("object"); object != subscription.Instagram {
		return nil, badField("object", "The object is instagram.")
	}
	token := g.Text("verify_token")
	if len(token) > subscription.MaxToken {
		return nil, badField("verify_token", "This is too long.")
	}
	_, err := subscription.CreateForApp(g.Ctx(), a.Store, g.Token.AppID, subscription.AppInput{Object: subscription.Instagram,
		Fields: g.List("fields"), Address: g.Text("callback_url"), Check: a.Call.Check,
		Confirm: func(ctx context.Context, address string) error { return a.Call.Confirm(ctx, address, token) }})
	return done(err)
}

package call

import (
	"context"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
	"photogram/web"
)

// AuthenticateApp finds out which app calls by its id and secret, for calls that
// an app makes for itself. It takes from the limit that the app has for nobody.
func (c *Call) AuthenticateApp(id, secret string) error {
	row, err := app.Client(c.Ctx(), c.kit.Store, id)
	if err != nil && models.KindOf(err) != models.NotFound {
		return err
	}
	if err != nil || !app.CheckSecret(c.kit.Store, row, secret) {
		allowance := c.kit.Strangers.Take(web.Network(c.Context))
		if c.SayLimit(allowance); !allowance.OK {
			return TooMany(allowance)
		}
		return models.Say(models.Error{Kind: models.Unauthorized}, "call.error.access-token-missing-client-id")
	}
	allowance, err := c.kit.Store.Take(c.Ctx(), c.kit.APILimit(), row.ID.String()+"-0")
	if err != nil {
		return err
	}
	if c.SayLimit(allowance); !allowance.OK {
		return TooMany(allowance)
	}
	c.Token = &app.Token{AppID: row.ID, Kind: app.AppToken, Scopes: "basic subscriptions"}
	c.Set(tokenKey, c.Token)
	return nil
}

// Streamed is the error of a call whose answer was a stream, and is over.
var Streamed error = &Error{Message: "the answer was a stream"}

// StreamOf answers with what a subscription is told, as it comes.
func (c *Call) StreamOf(hub *web.Hub, of subscription.Holder, alive func(context.Context) error) error {
	if err := hub.Tell(c.Context, of, c.kit.Site.BaseURL, alive); err != nil {
		return err
	}
	return Streamed
}

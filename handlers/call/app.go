package call

import (
	"context"
	"net/http"
	"strconv"
	"time"

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
	c.Token = row.Itself(scopesOfItself(row))
	c.Token.RequireSigned = false // the secret itself is here
	c.Set(tokenKey, c.Token)
	return nil
}

// scopesOfItself are those of an app that proves who it is: what everybody sees, and its own subscriptions.
func scopesOfItself(row *app.App) string {
	if row.May("public_content") {
		return "basic public_content subscriptions"
	}
	return "basic subscriptions"
}

// authenticateItself is for a token that is an app's id and secret with a bar between them.
func (c *Call) authenticateItself(token, id, secret string) error {
	err := c.AuthenticateApp(id, secret)
	if err == nil && c.Token.NoQuery && c.inQuery == token {
		err = errInQuery
	}
	return err
}

// public is whether a call names an app and proves nothing, which may be enough to
// read what everybody may see.
func (c *Call) public() bool {
	q := c.Request.URL.Query()
	return c.Request.Method == http.MethodGet && q.Get("client_id") != "" && !q.Has("client_secret")
}

// authenticatePublic lets an app that allows it read as anybody. Whoever knows its id
// can use this limit up, so it is one of its own.
func (c *Call) authenticatePublic() error {
	row, err := app.Client(c.Ctx(), c.kit.Store, c.Request.URL.Query().Get("client_id"))
	if err != nil && models.KindOf(err) != models.NotFound {
		return err
	}
	if err != nil || !row.PublicReads {
		allowance := c.kit.Strangers.Take(web.Network(c.Context))
		if c.SayLimit(allowance); !allowance.OK {
			return TooMany(allowance)
		}
		return models.Say(models.Error{Kind: models.Unauthorized}, "call.error.client-id-alone-not-enough")
	}
	limit := c.kit.APILimit()
	limit.Name = "public"
	allowance, err := c.kit.Store.Take(c.Ctx(), limit, row.ID.String())
	if err != nil {
		return err
	}
	c.Token = row.Itself("basic public_content")
	c.Token.Public = true
	c.Set(tokenKey, c.Token)
	if c.SayLimit(allowance); !allowance.OK {
		return TooMany(allowance)
	}
	return nil
}

// CheckProof checks appsecret_proof where it is sent: the hex HMAC-SHA256 of the
// token, keyed with the secret of its app. With appsecret_time it may be made of the
// token, a bar and that time, which is of the last minutes. Kits prove a token that
// they ask about in place of the one that they ask with.
func (c *Call) CheckProof(token string) (ok bool, err error) {
	proof := c.Text("appsecret_proof")
	if proof == "" || !c.Token.HasSecret() {
		return true, nil
	}
	messages := []string{token}
	if about := c.Text("input_token"); about != "" {
		messages = append(messages, about)
	}
	if at := c.Text("appsecret_time"); at != "" {
		n, err := strconv.ParseInt(at, 10, 64)
		if age := c.kit.Store.Now().Sub(time.Unix(n, 0)).Abs(); err != nil || age > proofLife {
			return false, nil
		}
		messages = append(messages, token+"|"+at)
	}
	return app.CheckSignature(c.kit.Store, c.Token, proof, messages...)
}

const proofLife = 5 * time.Minute

// Streamed is the error of a call whose answer was a stream, and is over.
var Streamed error = &Error{Message: "the answer was a stream"}

// StreamOf answers with what a subscription is told, as it comes.
func (c *Call) StreamOf(hub *web.Hub, of subscription.Holder, alive func(context.Context) error) error {
	if err := hub.Tell(c.Context, of, c.kit.Site.BaseURL, alive); err != nil {
		return err
	}
	return Streamed
}

package call

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/app"
	"photogram/web"
)

// A program that did not get its answer sends the call again with the same
// Idempotency-Key. The call is then not carried out again; its answer is
// repeated.

const (
	keyHeader    = "Idempotency-Key"
	replayHeader = "Idempotency-Replayed"
	maxKey       = 255
)

// once is what a call knows of its key.
type once struct {
	key     string
	claim   *models.Claim       // to carry it out
	earlier *app.IdempotencyKey // its answer is there already
	request []byte              // hash of the call
}

// errReplay ends a call whose answer is repeated.
var errReplay = errors.New("the answer is repeated")

// Begin claims the call's key, if it has one.
func (c *Call) Begin() error { return c.begin(c.hash()) }

// begin is Begin with the hash of the call, which is nil while the body is still
// coming; settle is called when it is known.
func (c *Call) begin(hash []byte) error {
	key := c.GetHeader(keyHeader)
	if key == "" || c.Request.Method == http.MethodGet || c.Viewer() == 0 {
		return nil
	}
	if len(key) > maxKey || strings.ContainsFunc(key, func(c rune) bool { return c < ' ' || c > '~' }) {
		return models.Invalidf(keyHeader, "call.error.send-at-most-printable-ascii", "maxKey", maxKey)
	}
	// A caller who hangs up is the very one who asks again, so the call is carried out to its end.
	// What it leaves of its time is for its answer to be kept.
	ctx := web.ToItsEnd(c.Ctx(), c.keepTime())
	claim, there, err := app.ClaimKey(ctx, c.kit.Store, c.Token, key, hash)
	if err != nil {
		return err
	}
	c.once = once{key: key, claim: claim, earlier: there, request: hash}
	now := c.kit.Store.Now()
	switch {
	case there == nil:
		c.Request = c.Request.WithContext(app.WithClaim(ctx, claim))
	case !there.IsFor(hash):
		return errOtherCall
	case there.Running(now):
		c.Header("Retry-After", "1")
		return errInFlight
	case there.Lost(now):
		return errLost
	case hash != nil:
		return errReplay
	}
	return nil
}

// claimBody says what the hash of a call is whose body has come in by now.
func (c *Call) claimBody(hash []byte) error {
	if c.once.earlier != nil {
		if !c.once.earlier.IsFor(hash) {
			return errOtherCall
		}
		return errReplay
	}
	c.once.request = hash
	return nil
}

// replays is whether the call is only read to be compared with an earlier one.
func (c *Call) replays() bool { return c.once.earlier != nil }

// Replay answers as the call with this key was answered earlier, if it ended in
// that. Otherwise it returns what the call ended in.
func (c *Call) Replay(err error) (done bool, _ error) {
	switch {
	case errors.Is(err, errReplay):
		c.Header(replayHeader, "true")
		Send(c.Context, c.once.earlier.Status, c.once.earlier.Answer)
		return true, nil
	case models.ClaimLost(err):
		return false, errInFlight
	}
	return false, err
}

// keepTime is how long an answer may take to be kept.
func (c *Call) keepTime() time.Duration { return c.kit.RequestTime / 5 }

// End keeps the answer of a call that was carried out, if the same call would
// get it again. What became of half a body is not kept. An answer that could not
// be kept must not be given.
func (c *Call) End(status int, body []byte, lasting bool) error {
	if c.once.claim == nil {
		return nil
	}
	// Also of a call whose time has run out.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Ctx()), c.keepTime())
	defer cancel()
	if !lasting || c.once.request == nil {
		if err := app.ReleaseKey(ctx, c.kit.Store, c.once.claim); err != nil {
			_ = c.Error(err)
		}
		return nil
	}
	return app.SaveAnswer(ctx, c.kit.Store, c.once.claim, c.once.request, status, body)
}

// hash names a call by its method, path and parameters, however they were sent.
func (c *Call) hash() []byte {
	h := sha256.New()
	_, _ = io.WriteString(h, c.Request.Method+" "+c.Request.URL.Path+"\n")
	named := map[string][]string{}
	for name, values := range c.Values {
		if name != "access_token" && name != "sig" && name != "_method" && name != nextParam {
			named[name] = values
		}
	}
	_ = json.NewEncoder(h).Encode(named) // sorted by name; texts cannot fail to encode
	return h.Sum(nil)
}

package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"hash"
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

// begin claims the call's key, if it has one. The hash is nil while the body is
// still coming; settle is called when it is known.
func (r *request) begin(hash []byte) error {
	key := r.GetHeader(keyHeader)
	if key == "" || r.Request.Method == http.MethodGet || r.viewer() == 0 {
		return nil
	}
	if len(key) > maxKey || strings.ContainsFunc(key, func(c rune) bool { return c < ' ' || c > '~' }) {
		return models.Invalidf(keyHeader, "Send at most %d printable ASCII characters.", maxKey)
	}
	// A caller who hangs up is the very one who asks again, so the call is carried out to its end.
	// What it leaves of its time is for its answer to be kept.
	ctx := web.ToItsEnd(r.ctx(), r.keepTime())
	claim, there, err := app.ClaimKey(ctx, r.api.Store, r.token, key, hash)
	if err != nil {
		return err
	}
	r.once = once{key: key, claim: claim, earlier: there, request: hash}
	now := r.api.Store.Now()
	switch {
	case there == nil:
		r.Request = r.Request.WithContext(app.WithClaim(ctx, claim))
	case !there.IsFor(hash):
		return errOtherCall
	case there.Running(now):
		r.Header("Retry-After", "1")
		return errInFlight
	case there.Lost(now):
		return &apiError{http.StatusConflict, typeInvalid,
			keyHeader + ": An earlier call with this key had an effect, but its answer was lost. Look at what is there, then go " +
				"on with a new key."}
	case hash != nil:
		return errReplay
	}
	return nil
}

var (
	errOtherCall = &apiError{http.StatusUnprocessableEntity, typeInvalid,
		keyHeader + ": This key was used for another call within the last 24 hours. Use a new key for each call."}
	errInFlight = &apiError{http.StatusConflict, typeInvalid,
		keyHeader + ": The call with this key is still being carried out. Send it again in a moment to get its answer."}
)

// settle says what the hash of a call is whose body has come in by now.
func (r *request) settle(hash []byte) error {
	if r.once.earlier != nil {
		if !r.once.earlier.IsFor(hash) {
			return errOtherCall
		}
		return errReplay
	}
	r.once.request = hash
	return nil
}

// replays is whether the call is only read to be compared with an earlier one.
func (r *request) replays() bool { return r.once.earlier != nil }

// keepTime is how long an answer may take to be kept.
func (r *request) keepTime() time.Duration { return r.api.RequestTime / 5 }

// end keeps the answer of a call that was carried out. Faults and limits in time
// are not kept, and neither is what became of half a body.
func (r *request) end(status int, body []byte) (int, []byte) {
	if r.once.claim == nil {
		return status, body
	}
	store := r.api.Store
	// Also of a call whose time has run out.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx()), r.keepTime())
	defer cancel()
	if status >= 500 || status == http.StatusTooManyRequests || r.once.request == nil {
		if err := app.ReleaseKey(ctx, store, r.once.claim); err != nil {
			_ = r.Error(err)
		}
		return status, body
	}
	if err := app.KeepAnswer(ctx, store, r.once.claim, r.once.request, status, body); err != nil {
		return r.api.failure(r.Context, err)
	}
	return status, body
}

// hash names a call by its method, path and parameters, however they were sent.
func (r *request) hash() []byte {
	h := sha256.New()
	_, _ = io.WriteString(h, r.Request.Method+" "+r.Request.URL.Path+"\n")
	named := map[string][]string{}
	for name, values := range r.params {
		if name != "access_token" && name != "sig" && name != "_method" && name != nextParam {
			named[name] = values
		}
	}
	_ = json.NewEncoder(h).Encode(named) // sorted by name; texts cannot fail to encode
	return h.Sum(nil)
}

// hashPart adds one part of a form. Boundaries differ each time a form is sent,
// so what is hashed is what is in it.
func hashPart(h hash.Hash, name string, content []byte) {
	sum := sha256.Sum256([]byte(name))
	h.Write(sum[:])
	h.Write(content)
}

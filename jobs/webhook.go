package jobs

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the legacy header is defined with it
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/insight"
	"photogram/models/subscription"
)

// Caller makes requests to addresses that strangers name, and to nothing inside
// the machine's own networks.
type Caller interface {
	Call(ctx context.Context, method, address string, header http.Header, body []byte) (subscription.Reply, error)
}

// webhook sends deliveries as requests, signed as Standard Webhooks 1.0.0 has it,
// and as the Instagram APIs have it.
type webhook struct {
	store *models.Store
	call  Caller
	base  string
}

func (w webhook) Send(ctx context.Context, p *subscription.Parcel) subscription.Result {
	var body []byte
	var header http.Header
	err := w.numbers(ctx, p)
	if err == nil {
		body, err = p.Body(w.base)
	}
	if err == nil {
		header, err = w.headers(ctx, p, body)
	}
	if err != nil {
		w.store.Log.Error("a webhook was not written", "subscription", p.Key(), "error", err)
		return subscription.Result{Problem: "This site could not write the request."}
	}
	address := p.Target.CallbackURL
	began := time.Now()
	reply, err := w.call.Call(ctx, http.MethodPost, address, header, body)
	out := subscription.Result{Status: reply.Status, Took: time.Since(began), Request: requestText(address, header, body),
		Answer: answerText(reply)}
	switch {
	case err != nil:
		out.Problem = capital(err.Error()) + "."
	case reply.Status == http.StatusGone:
		out.Gone, out.Problem = true, "It answered 410, so it wants no more."
	case reply.Status >= 300 && reply.Status < 400:
		out.Problem = fmt.Sprintf("It answered %d. Redirects are not followed: name the address that they lead to.", reply.Status)
	case reply.Status < 200 || reply.Status > 299:
		out.Problem = fmt.Sprintf("It answered %d.", reply.Status)
	}
	if out.Problem != "" {
		out.RetryAfter = retryAfter(http.Header(reply.Header).Get("Retry-After"), w.store.Now())
	}
	return out
}

// numbers reads those of a story that is over, for a parcel that tells them.
func (w webhook) numbers(ctx context.Context, p *subscription.Parcel) error {
	if !p.HasNumbers() {
		return nil
	}
	r, err := insight.OfStory(ctx, w.store, p.OwnerID, p.PostID, insight.Range{})
	if err != nil {
		return err
	}
	p.Story = &subscription.StoryNumbers{Views: r.Totals.Views.Value, Reach: r.Totals.Reach.Value, Replies: r.Totals.Replies.Value}
	for _, tap := range r.Navigation {
		switch tap.Name {
		case "tap_forward":
			p.Story.Forward = tap.Value
		case "tap_back":
			p.Story.Back = tap.Value
		case "tap_exit":
			p.Story.Exits = tap.Value
		}
	}
	return nil
}

// headers sign a body with the secrets that are in force at this moment.
func (w webhook) headers(ctx context.Context, p *subscription.Parcel, body []byte) (http.Header, error) {
	secrets, err := p.Secrets(w.store)
	if err != nil {
		return nil, err
	}
	id, at := subscription.EventName(p.EventID), strconv.FormatInt(w.store.Now().Unix(), 10)
	var signatures []string
	for _, secret := range secrets {
		key, err := subscription.SecretBytes(secret)
		if err != nil {
			return nil, fmt.Errorf("read a secret: %w", err)
		}
		sum := keyed(sha256.New, key, []byte(id+"."+at+"."), body)
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(sum))
	}
	h := http.Header{"Content-Type": {"application/json"}, "User-Agent": {subscription.UserAgent},
		"Webhook-Id": {id}, "Webhook-Timestamp": {at}, "Webhook-Signature": {strings.Join(signatures, " ")}}
	// The older headers take the secret that their receivers know: the app's, or the endpoint's as it was shown.
	var key []byte
	if p.Dialect != subscription.Ours {
		if key, err = app.Secret(ctx, w.store, p.AppID); err != nil {
			return nil, err
		}
	}
	if key == nil && len(secrets) > 0 {
		key = []byte(secrets[0])
	}
	prefix := "sha1="
	if p.Dialect == subscription.V1 {
		prefix = ""
	}
	h.Set("X-Hub-Signature", prefix+hex.EncodeToString(keyed(sha1.New, key, body)))
	h.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(keyed(sha256.New, key, body)))
	return h, nil
}

func capital(s string) string { return strings.ToUpper(s[:min(len(s), 1)]) + s[min(len(s), 1):] }

func keyed(of func() hash.Hash, key []byte, parts ...[]byte) []byte {
	mac := hmac.New(of, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// retryAfter is how long a receiver asks to be left alone (RFC 9110, 10.2.3).
func retryAfter(s string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n > 0 {
		return time.Duration(min(n, 1<<20)) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// requestText is a request as the log shows it.
func requestText(address string, header http.Header, body []byte) string {
	return "POST " + address + "\n" + headerText(header) + "\n" + string(body)
}

const loggedHeaders = 2000 // bytes

func headerText(h http.Header) string {
	var b strings.Builder
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range h[name] {
			if b.Len() > loggedHeaders {
				return b.String()
			}
			b.WriteString(strings.ToLower(name) + ": " + value[:min(len(value), loggedHeaders)] + "\n")
		}
	}
	return b.String()
}

func answerText(r subscription.Reply) string {
	if r.Status == 0 {
		return ""
	}
	text := fmt.Sprintf("%d %s\n%s\n%s", r.Status, http.StatusText(r.Status), headerText(r.Header), r.Body)
	if r.Cut {
		text += "\n… It went on, and was not read any further."
	}
	return text
}

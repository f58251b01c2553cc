package jobs

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/subscription"
	notifyview "photogram/views/notify"
)

// webPush sends deliveries through the services of browsers (RFC 8030), encrypted for
// one browser alone (RFC 8291), under the site's own key (RFC 8292).
type webPush struct {
	store *models.Store
	call  Caller
	base  string
}

var b64 = base64.RawURLEncoding

func (w webPush) Send(ctx context.Context, p *subscription.Parcel) subscription.Result {
	quiet, err := subscription.QuietOf(ctx, w.store, p.UserID)
	if err != nil {
		w.store.Log.Error("quiet hours were not read", "error", err)
	} else if ends := quiet.Ends(w.store.Now()); !ends.IsZero() {
		return subscription.Result{Later: ends}
	}
	header, body, address, err := w.write(ctx, p)
	if err != nil {
		w.store.Log.Error("a push was not written", "subscription", p.Key(), "error", err)
		return subscription.Result{Problem: "This site could not write the message."}
	}
	began := time.Now()
	reply, err := w.call.Call(ctx, http.MethodPost, address, header, body)
	out := subscription.Result{Status: reply.Status, Took: time.Since(began), Answer: answerText(reply),
		Request: "A push of " + strconv.Itoa(len(body)) + " bytes, topic " + header.Get("Topic")}
	switch {
	case err != nil:
		out.Problem = capital(err.Error()) + "."
	case reply.Status == http.StatusGone || reply.Status == http.StatusNotFound:
		out.Gone, out.Problem = true, fmt.Sprintf("The push service answered %d: this browser is not there any more.", reply.Status)
	case reply.Status < 200 || reply.Status > 299:
		out.Problem = fmt.Sprintf("The push service answered %d.", reply.Status)
	}
	if out.Problem != "" {
		out.RetryAfter = retryAfter(http.Header(reply.Header).Get("Retry-After"), w.store.Now())
	}
	return out
}

// pushLife is how long a push service keeps what a browser does not fetch.
const pushLife = 24 * time.Hour

func (w webPush) write(ctx context.Context, p *subscription.Parcel) (http.Header, []byte, string, error) {
	browser, err := subscription.ReadBrowser(p.Target.Push)
	if err != nil {
		return nil, nil, "", err
	}
	told := notifyview.PushOf(ctx, &p.Content, w.base)
	text, err := json.Marshal(told)
	if err != nil {
		return nil, nil, "", err
	}
	body, err := encrypted(browser, text)
	if err != nil {
		return nil, nil, "", err
	}
	auth, err := vapid(w.store.PushKey(), browser.Endpoint, w.base, w.store.Now())
	if err != nil {
		return nil, nil, "", err
	}
	return http.Header{"Content-Type": {"application/octet-stream"}, "Content-Encoding": {"aes128gcm"}, "Authorization": {auth},
			"Ttl": {strconv.Itoa(int(pushLife.Seconds()))}, "Topic": {told.Notification.Tag}, "Urgency": {notifyview.Urgency(p.Kind)}},
		body, browser.Endpoint, nil
}

// recordSize is that of RFC 8291, section 4; what is encrypted fills one record, so
// that its length tells nothing.
const (
	recordSize = 4096
	padded     = 3000
)

// encrypted is a message that the browser alone can read (RFC 8188 and 8291).
func encrypted(to subscription.Browser, text []byte) ([]byte, error) {
	own, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return nil, err
	}
	return encryptedWith(own, salt, to, text, padded)
}

func encryptedWith(own *ecdh.PrivateKey, salt []byte, to subscription.Browser, text []byte, pad int) ([]byte, error) {
	shared, err := own.ECDH(to.Key)
	if err != nil {
		return nil, err
	}
	public := own.PublicKey().Bytes()
	secret, err := hkdf.Key(sha256.New, shared, to.Auth, "WebPush: info\x00"+string(to.Key.Bytes())+string(public), 32)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain := append(append(make([]byte, 0, pad+1), text...), 2) // the last record
	for len(plain) <= pad {
		plain = append(plain, 0)
	}
	out := append(append([]byte{}, salt...), binary.BigEndian.AppendUint32(nil, recordSize)...)
	out = append(append(out, byte(len(public))), public...)
	return gcm.Seal(out, nonce, plain, nil), nil
}

// vapid is the Authorization of RFC 8292: a token for the service at an address, for 12 hours.
func vapid(key models.PushKey, endpoint, base string, now time.Time) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(map[string]any{"aud": u.Scheme + "://" + u.Host, "exp": now.Add(12 * time.Hour).Unix(), "sub": base})
	if err != nil {
		return "", err
	}
	signed := b64.EncodeToString([]byte(`{"typ":"JWT","alg":"ES256"}`)) + "." + b64.EncodeToString(claims)
	sum := sha256.Sum256([]byte(signed))
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), key.Private.Bytes())
	if err != nil {
		return "", err
	}
	r, s, err := ecdsa.Sign(rand.Reader, private, sum[:])
	if err != nil {
		return "", err
	}
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	return "vapid t=" + signed + "." + b64.EncodeToString(signature) + ", k=" + key.Public, nil
}

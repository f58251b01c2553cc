package payment

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/order"
)

// MaxEvent bounds the body of an event, in bytes.
const MaxEvent = 512 << 10

// ErrForged is an event that the provider did not sign, or long ago.
var ErrForged = models.Invalidf("", "order.error.event-not-signed-payment-provider")

// verify checks Stripe-Signature: an HMAC-SHA256 of "t.body" with the secret of the
// webhook, made at most Tolerance ago.
func verify(secret, header string, body []byte, now time.Time) error {
	var at string
	var given []string
	for part := range strings.SplitSeq(header, ",") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name {
		case "t":
			at = value
		case "v1":
			given = append(given, value)
		}
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || secret == "" {
		return ErrForged
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > Tolerance || age < -Tolerance {
		return ErrForged
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at))
	mac.Write([]byte("."))
	mac.Write(body)
	want := mac.Sum(nil)
	ok := false
	for _, v := range given {
		if raw, err := hex.DecodeString(v); err == nil && hmac.Equal(raw, want) {
			ok = true
		}
	}
	if !ok {
		return ErrForged
	}
	return nil
}

// event is what Stripe sends, as far as it is read: what it is about, and no more.
type event struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Data struct {
		Object struct {
			ID       string            `json:"id"`
			Object   string            `json:"object"`
			Metadata map[string]string `json:"metadata"`
		} `json:"object"`
	} `json:"data"`
}

// keyOf is the order that metadata name.
func keyOf(metadata map[string]string) (order.Key, bool) {
	seller, err := models.ParseID(metadata["seller"])
	if err != nil {
		return order.Key{}, false
	}
	id, err := models.ParseID(metadata["order"])
	return order.Key{Seller: seller, ID: id}, err == nil
}

// Receive takes an event in. Seller is whose webhook it came to, 0 where the address
// does not say. Nothing is believed but what is signed and what Stripe answers when it
// is asked; what came before changes nothing.
func (s *Stripe) Receive(ctx context.Context, seller models.ID, signature string, body []byte) error {
	var e event
	if err := json.Unmarshal(body, &e); err != nil || e.ID == "" || len(e.ID) > 255 || !models.Storable(e.ID+e.Type) {
		return ErrForged
	}
	k, ours := keyOf(e.Data.Object.Metadata)
	if seller == 0 {
		seller = k.Seller
	}
	shop, err := order.Settings(ctx, s.store, seller)
	if err != nil {
		return err
	}
	_, hook, err := shop.StripeKeys(s.store)
	if err != nil {
		return err
	}
	if err := verify(hook, signature, body, s.store.Now()); err != nil {
		return err
	}
	if !ours || k.Seller != seller {
		return nil // of another program with the same account
	}
	told := order.Event{Provider: order.Stripe, ID: e.ID, Kind: e.Type}
	if known, err := order.Known(ctx, s.store, seller, told); err != nil || known {
		return err
	}
	session, ok, err := s.fetch(ctx, k, &e)
	if err != nil || !ok {
		return err
	}
	_, err = order.Settle(ctx, s.store, k, told, session)
	if models.KindOf(err) == models.NotFound {
		return nil // the order is gone, with its shop
	}
	return err
}

// fetch asks Stripe how what an event is about stands now.
func (s *Stripe) fetch(ctx context.Context, k order.Key, e *event) (out order.Session, ok bool, err error) {
	switch {
	case strings.HasPrefix(e.Type, "checkout.session."):
		var c checkoutSession
		if err := s.call(ctx, k.Seller, "/v1/checkout/sessions/"+url.PathEscape(e.Data.Object.ID), "", nil, &c); err != nil {
			return out, false, known(err)
		}
		if at, _ := keyOf(c.Metadata); at != k {
			return out, false, nil
		}
		out = c.session()
		if e.Type == "checkout.session.async_payment_failed" && !out.Paid {
			out.Pending, out.Failed = false, true
		}
		return out, true, nil
	case e.Type == "charge.refunded":
		var c struct {
			PaymentIntent  reference         `json:"payment_intent"`
			AmountRefunded int64             `json:"amount_refunded"`
			Currency       string            `json:"currency"`
			Metadata       map[string]string `json:"metadata"`
		}
		if err := s.call(ctx, k.Seller, "/v1/charges/"+url.PathEscape(e.Data.Object.ID), "", nil, &c); err != nil {
			return out, false, known(err)
		}
		if at, _ := keyOf(c.Metadata); at != k {
			return out, false, nil
		}
		currency := strings.ToUpper(c.Currency)
		return order.Session{Reference: string(c.PaymentIntent), Currency: currency,
			Refunded: fromStripe(c.AmountRefunded, currency)}, true, nil
	}
	return out, false, nil
}

// known makes of what Stripe refuses an error that has it send the event again.
func known(err error) error {
	var no *refusal
	if errors.As(err, &no) {
		return errAway
	}
	return err
}

package payment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/order"
)

// StripeAPI is where Stripe answers.
const StripeAPI = "https://api.stripe.com"

// stripeVersion is the version of the protocol that this speaks, whatever an account has.
const stripeVersion = "2026-03-25.dahlia"

const (
	stripeTime   = 15 * time.Second
	stripeAnswer = 1 << 20
)

// Stripe is Stripe's hosted checkout, with the keys of each seller.
type Stripe struct {
	store  *models.Store
	base   string
	client *http.Client
}

// NewStripe speaks with Stripe at an address, StripeAPI but in tests.
func NewStripe(s *models.Store, base string) *Stripe {
	if base == "" {
		base = StripeAPI
	}
	return &Stripe{store: s, base: strings.TrimSuffix(base, "/"), client: &http.Client{Timeout: stripeTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Pages is the origin of the pages to pay at.
func (s *Stripe) Pages() string {
	if s.base == StripeAPI {
		return "https://checkout.stripe.com"
	}
	return s.base
}

// refusal is what Stripe says that it will not do.
type refusal struct {
	Status  int
	Message string
}

func (r *refusal) Error() string { return fmt.Sprintf("Stripe answered %d: %s", r.Status, r.Message) }

// final is whether asking again is of no use.
func (r *refusal) final() bool {
	return r.Status >= 400 && r.Status < 500 && r.Status != http.StatusConflict && r.Status != http.StatusUnauthorized &&
		r.Status != http.StatusForbidden
}

var errAway = models.Say(models.Error{Kind: models.Unavailable, RetryAfter: 10}, "order.error.payment-provider-cannot-reached-try")

// call asks Stripe with a seller's key. A form makes it a POST.
func (s *Stripe) call(ctx context.Context, seller models.ID, path, key string, form url.Values, into any) error {
	shop, err := order.Settings(ctx, s.store, seller)
	if err != nil {
		return err
	}
	secret, _, err := shop.StripeKeys(s.store)
	if err != nil {
		return err
	}
	if secret == "" {
		return models.Say(models.Error{Kind: models.Unavailable}, "order.error.shop-takes-no-payments-through")
	}
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+secret)
	req.Header.Set("Stripe-Version", stripeVersion)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return errAway
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, stripeAnswer))
	if err != nil {
		return errAway
	}
	if res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests {
		return errAway
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		var said struct {
			Error struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		_ = json.Unmarshal(raw, &said)
		return &refusal{res.StatusCode, models.SafeText(said.Error.Message)}
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("read what Stripe answered: %w", err)
	}
	return nil
}

// hundredfold are currencies of which Stripe wants two digits that they do not have.
var hundredfold = map[string]bool{"ISK": true, "UGX": true}

func toStripe(minor int64, currency string) int64 {
	if hundredfold[currency] {
		return minor * 100
	}
	return minor
}

func fromStripe(minor int64, currency string) int64 {
	if hundredfold[currency] {
		return minor / 100
	}
	return minor
}

// checkoutSession is what Stripe says of one.
type checkoutSession struct {
	ID            string            `json:"id"`
	Object        string            `json:"object"`
	URL           string            `json:"url"`
	Status        string            `json:"status"`         // open, complete, expired
	PaymentStatus string            `json:"payment_status"` // paid, unpaid, no_payment_required
	PaymentIntent reference         `json:"payment_intent"`
	AmountTotal   int64             `json:"amount_total"`
	Currency      string            `json:"currency"`
	Metadata      map[string]string `json:"metadata"`
}

// reference is the id of something, which may stand there whole.
type reference string

// UnmarshalJSON reads an id, or the id in an object.
func (r *reference) UnmarshalJSON(b []byte) error {
	var s *string
	if json.Unmarshal(b, &s) == nil {
		if s != nil {
			*r = reference(*s)
		}
		return nil
	}
	var object struct {
		ID string `json:"id"`
	}
	err := json.Unmarshal(b, &object)
	*r = reference(object.ID)
	return err
}

func (c *checkoutSession) session() order.Session {
	currency := strings.ToUpper(c.Currency)
	return order.Session{ID: c.ID, URL: c.URL, Reference: string(c.PaymentIntent), Amount: fromStripe(c.AmountTotal, currency),
		Currency: currency, Paid: c.PaymentStatus == "paid" && c.PaymentIntent != "",
		Pending: c.Status == "complete" && c.PaymentStatus == "unpaid", Failed: c.Status == "expired"}
}

// Begin makes a checkout session of an order, or finds the one that there is.
func (s *Stripe) Begin(ctx context.Context, o *order.Order, back Back) (string, error) {
	return order.SessionFor(ctx, s.store, o.Key(), func(o *order.Order, lines []order.Line, until time.Time) (order.Session, error) {
		form := checkoutForm(o, lines, until, back)
		var made checkoutSession
		key := fmt.Sprintf("photogram-order-%d-%d", o.ID, o.SessionTries)
		err := s.call(ctx, o.SellerID, "/v1/checkout/sessions", key, form, &made)
		var no *refusal
		if errors.As(err, &no) {
			return order.Session{}, models.Say(models.Error{Kind: models.Unavailable}, "order.error.payment-provider-does-not-take")
		}
		return made.session(), err
	})
}

func checkoutForm(o *order.Order, lines []order.Line, until time.Time, back Back) url.Values {
	form := url.Values{"mode": {"payment"}, "client_reference_id": {o.SellerID.String() + "_" + o.ID.String()},
		"customer_email": {o.Email}, "expires_at": {strconv.FormatInt(until.Unix(), 10)}, "success_url": {back.Done},
		"cancel_url": {back.Left}}
	for _, in := range []string{"metadata", "payment_intent_data[metadata]"} {
		form.Set(in+"[seller]", o.SellerID.String())
		form.Set(in+"[order]", o.ID.String())
	}
	n := 0
	for _, l := range lines {
		if l.Gross == 0 {
			continue
		}
		item := "line_items[" + strconv.Itoa(n) + "]"
		name := l.Title
		if l.Options != "" {
			name += " (" + l.Options + ")"
		}
		form.Set(item+"[quantity]", strconv.Itoa(l.Quantity))
		form.Set(item+"[price_data][currency]", strings.ToLower(o.Currency))
		form.Set(item+"[price_data][unit_amount]", strconv.FormatInt(toStripe(l.Price, o.Currency), 10))
		form.Set(item+"[price_data][product_data][name]", name)
		n++
	}
	return form
}

// Refund gives money of a payment back.
func (s *Stripe) Refund(ctx context.Context, r *order.Refund, payment string) (reference, problem string, again error) {
	o, err := order.Get(ctx, s.store, order.Who{Viewer: r.SellerID}, r.OrderID)
	if err != nil {
		return "", "", err
	}
	form := url.Values{"payment_intent": {payment}, "amount": {strconv.FormatInt(toStripe(r.Amount, o.Currency), 10)}}
	form.Set("metadata[refund]", r.ID.String())
	var made struct {
		ID, Status string
	}
	err = s.call(ctx, r.SellerID, "/v1/refunds", "photogram-refund-"+r.ID.String(), form, &made)
	var no *refusal
	switch {
	case errors.As(err, &no) && no.final():
		return "", no.Error(), nil
	case err != nil:
		return "", "", err
	case made.Status == "failed" || made.Status == "canceled":
		return made.ID, "Stripe could not give the money back.", nil
	}
	return made.ID, "", nil
}

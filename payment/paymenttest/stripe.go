// Package paymenttest plays a payment provider: a stateful double of Stripe's checkout on
// a loopback address. It is imported by tests only.
package paymenttest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Key is the secret key that the double takes.
const Key = "sk_test_double"

// Stripe is the double. It keeps sessions, payments and refunds, repeats answers by
// Idempotency-Key, and checks parameters as far as its documentation says.
type Stripe struct {
	URL string
	Now func() time.Time

	t        testing.TB
	mu       sync.Mutex
	n        int
	sessions map[string]map[string]any
	charges  map[string]map[string]any
	answers  map[string][]byte
	bodies   map[string]string
	calls    []string
	away     bool
}

// NewStripe starts a double.
func NewStripe(t testing.TB, now func() time.Time) *Stripe {
	s := &Stripe{Now: now, t: t, sessions: map[string]map[string]any{}, charges: map[string]map[string]any{}, answers: map[string][]byte{},
		bodies: map[string]string{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Calls are those that came, as method and path.
func (s *Stripe) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Away lets it answer 503 from now on, or no more.
func (s *Stripe) Away(is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = is
}

// ServeHTTP answers a call.
func (s *Stripe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.Method+" "+r.URL.Path)
	w.Header().Set("Content-Type", "application/json")
	refuse := func(status int, message string) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"message":%q,"type":"invalid_request_error"}}`, message)
	}
	switch {
	case s.away:
		refuse(http.StatusServiceUnavailable, "away")
		return
	case r.Header.Get("Authorization") != "Bearer "+Key:
		refuse(http.StatusUnauthorized, "Invalid API Key provided")
		return
	}
	if r.Method == http.MethodGet {
		s.get(w, r, refuse)
		return
	}
	key := r.Header.Get("Idempotency-Key")
	if err := r.ParseForm(); err != nil || key == "" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		refuse(http.StatusBadRequest, "the double wants a form and an Idempotency-Key")
		return
	}
	body := r.PostForm.Encode()
	if answer, ok := s.answers[key]; ok {
		if s.bodies[key] != body {
			refuse(http.StatusBadRequest,
				"Keys for idempotent requests can only be used with the same parameters they were first used with.")
			return
		}
		_, _ = w.Write(answer)
		return
	}
	var made map[string]any
	var problem string
	switch r.URL.Path {
	case "/v1/checkout/sessions":
		made, problem = s.open(r.PostForm)
	case "/v1/refunds":
		made, problem = s.refund(r.PostForm.Get("payment_intent"), r.PostForm.Get("amount"))
	default:
		problem = "Unrecognized request URL"
	}
	if problem != "" {
		refuse(http.StatusBadRequest, problem)
		return
	}
	raw, _ := json.Marshal(made)
	s.answers[key], s.bodies[key] = raw, body
	_, _ = w.Write(raw)
}

func (s *Stripe) get(w http.ResponseWriter, r *http.Request, refuse func(int, string)) {
	id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	found, ok := s.sessions[id]
	if !ok {
		found, ok = s.charges[id]
	}
	if !ok {
		refuse(http.StatusNotFound, "No such object: "+id)
		return
	}
	_ = json.NewEncoder(w).Encode(found)
}

func (s *Stripe) id(kind string) string { s.n++; return fmt.Sprintf("%s_%d", kind, s.n) }

// open makes a session of a form.
func (s *Stripe) open(f url.Values) (map[string]any, string) {
	expires, err := strconv.ParseInt(f.Get("expires_at"), 10, 64)
	if left := time.Unix(expires, 0).Sub(s.Now()); err != nil || left < 30*time.Minute-time.Second || left > 24*time.Hour {
		return nil, "The `expires_at` timestamp must be less than 24 hours and at least 30 minutes from Checkout Session creation."
	}
	if f.Get("mode") != "payment" || f.Get("success_url") == "" {
		return nil, "Missing required param."
	}
	total, currency := int64(0), ""
	for i := 0; ; i++ {
		item := fmt.Sprintf("line_items[%d]", i)
		if !f.Has(item + "[quantity]") {
			break
		}
		quantity, err1 := strconv.ParseInt(f.Get(item+"[quantity]"), 10, 64)
		amount, err2 := strconv.ParseInt(f.Get(item+"[price_data][unit_amount]"), 10, 64)
		if err1 != nil || err2 != nil || f.Get(item+"[price_data][product_data][name]") == "" {
			return nil, "Invalid line item."
		}
		total += quantity * amount
		currency = f.Get(item + "[price_data][currency]")
	}
	id, metadata := s.id("cs"), map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if rest, ok := strings.CutPrefix(name, "metadata["); ok {
			metadata[strings.TrimSuffix(rest, "]")] = f.Get(name)
		}
	}
	made := map[string]any{"id": id, "object": "checkout.session", "url": s.URL + "/pay/" + id, "status": "open", "payment_status": "unpaid",
		"payment_intent": nil, "amount_total": total, "currency": currency, "metadata": metadata, "expires_at": expires}
	s.sessions[id] = made
	return made, ""
}

func (s *Stripe) refund(intent, amount string) (map[string]any, string) {
	n, err := strconv.ParseInt(amount, 10, 64)
	for _, c := range s.charges {
		if c["payment_intent"] != intent {
			continue
		}
		if back := c["amount_refunded"].(int64) + n; err == nil && n > 0 && back <= c["amount"].(int64) {
			c["amount_refunded"] = back
			return map[string]any{"id": s.id("re"), "object": "refund", "status": "succeeded", "amount": n}, ""
		}
		return nil, "Refund amount is greater than unrefunded amount on charge."
	}
	return nil, "No such payment_intent: " + intent
}

// Pay has the buyer pay a session; slow leaves the money on its way. It returns the charge.
func (s *Stripe) Pay(session string, slow bool) (charge string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.sessions[session]
	intent, _ := c["payment_intent"].(string)
	if intent == "" {
		intent = s.id("pi")
	}
	c["status"], c["payment_intent"] = "complete", intent
	if slow {
		return ""
	}
	c["payment_status"] = "paid"
	charge = s.id("ch")
	s.charges[charge] = map[string]any{"id": charge, "object": "charge", "payment_intent": intent, "amount": c["amount_total"],
		"amount_refunded": int64(0), "currency": c["currency"], "metadata": c["metadata"]}
	return charge
}

// RefundElsewhere gives money back past the site, as in Stripe's dashboard.
func (s *Stripe) RefundElsewhere(charge string, amount int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.charges[charge]
	c["amount_refunded"] = c["amount_refunded"].(int64) + amount
}

// Event is the body of an event about something, as it is now.
func (s *Stripe) Event(id, kind, about string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	object := s.sessions[about]
	if object == nil {
		object = s.charges[about]
	}
	raw, err := json.Marshal(map[string]any{"id": id, "object": "event", "type": kind, "created": s.Now().Unix(), "data": map[string]any{"object": object}})
	if err != nil {
		s.t.Fatal(err)
	}
	return raw
}

// Sessions are the ids of all sessions, in their order.
func (s *Stripe) Sessions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Keys(s.sessions), func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })
}

// Refunded is how much of a charge went back.
func (s *Stripe) Refunded(charge string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.charges[charge]["amount_refunded"].(int64)
}

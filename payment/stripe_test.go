package payment_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85/webhook"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/payment"
	"photogram/payment/paymenttest"
)

const hook = "whsec_of_a_test"

// till is a shop that takes payments through the double.
type till struct {
	*modelstest.DB
	t       *testing.T
	double  *paymenttest.Stripe
	stripe  *payment.Stripe
	seller  *account.User
	product models.ID
	guests  int
}

func open(t *testing.T, stock int64) *till {
	db := modelstest.New(t)
	double := paymenttest.NewStripe(t, db.Now)
	x := &till{DB: db, t: t, double: double, stripe: payment.NewStripe(db.Store, double.URL), seller: db.User("ada")}
	key, secret := paymenttest.Key, hook
	db.OpenShop(x.seller, func(in *order.ShopInput) {
		in.Payments, in.StripeKey, in.StripeHook = []string{order.Stripe}, &key, &secret
	})
	x.product = db.Product(x.seller, modelstest.Thing{Title: "Print", Price: 1000, Stock: stock, Tax: -1})
	return x
}

// place places an order of two pieces.
func (x *till) place() *order.Order {
	x.t.Helper()
	x.guests++
	b := order.Buyer{Guest: account.HashToken(string(rune('a' + x.guests)))}
	must(x.t, order.Put(x.t.Context(), x.Store, b, order.CartInput{Product: x.product, Quantity: 2}))
	o, err := order.Place(x.t.Context(), x.Store, b, order.Checkout{Seller: x.seller.ID, Payment: order.Stripe,
		Email:   string(rune('a'+x.guests)) + "@example.org",
		Address: order.Address{Name: "Bo", Street: "Weg 1", City: "Köln", Country: "DE"}})
	must(x.t, err)
	return o
}

// order places one and opens its session.
func (x *till) order() (*order.Order, string) {
	x.t.Helper()
	o := x.place()
	url, err := x.stripe.Begin(x.t.Context(), o, payment.Back{Done: "https://example.org/done", Left: "https://example.org/left"})
	must(x.t, err)
	again, err := x.stripe.Begin(x.t.Context(), o, payment.Back{Done: "https://example.org/done", Left: "https://example.org/left"})
	must(x.t, err)
	sessions := x.double.Sessions()
	if len(sessions) != x.guests || url != again {
		x.t.Errorf("%d sessions of %d orders, %s and %s", len(sessions), x.guests, url, again)
	}
	return o, sessions[len(sessions)-1]
}

// sign signs a body as Stripe's own library does.
func (x *till) sign(body []byte, secret string, at time.Time) string {
	return webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: secret, Timestamp: at}).Header
}

// tell sends an event as Stripe would.
func (x *till) tell(id, kind, about string) {
	x.t.Helper()
	body := x.double.Event(id, kind, about)
	must(x.t, x.stripe.Receive(x.t.Context(), x.seller.ID, x.sign(body, hook, x.Now()), body))
}

func (x *till) now(o *order.Order) *order.Full {
	x.t.Helper()
	f, err := order.Get(x.t.Context(), x.Store, order.Who{Viewer: x.seller.ID}, o.ID)
	must(x.t, err)
	return f
}

func (x *till) want(o *order.Order, state order.State, paid, refunded int64) *order.Full {
	x.t.Helper()
	f := x.now(o)
	if f.State != state || f.Paid != paid || f.Refunded != refunded {
		x.t.Errorf("%s with %d paid and %d refunded, not %s, %d, %d", f.State, f.Paid, f.Refunded, state, paid, refunded)
	}
	return f
}

func TestPaidThroughStripe(t *testing.T) {
	t.Parallel()
	x := open(t, 10)
	o, session := x.order()
	charge := x.double.Pay(session, false)
	x.tell("evt_1", "checkout.session.completed", session)
	f := x.want(o, order.Paid, 2490, 0)
	if f.Number == "" || len(f.Documents) != 1 || len(f.Received) != 1 {
		t.Errorf("%q, %d documents, %d payments", f.Number, len(f.Documents), len(f.Received))
	}
	// Repeated, another event of the same, and one that is late: nothing changes.
	x.tell("evt_1", "checkout.session.completed", session)
	x.tell("evt_2", "checkout.session.async_payment_succeeded", session)
	x.tell("evt_3", "checkout.session.expired", session)
	x.tell("evt_4", "customer.created", session)
	f = x.want(o, order.Paid, 2490, 0)
	if len(f.Received) != 1 {
		t.Errorf("%d payments", len(f.Received))
	}
	// A refund here is made there by a job, once.
	_, r, err := order.MakeRefund(t.Context(), x.Store, x.seller.ID, o.ID, order.RefundInput{Amount: new(int64(400))})
	must(t, err)
	for range 2 {
		reference, problem, err := x.stripe.Refund(t.Context(), r, f.Received[0].Reference)
		if err != nil || problem != "" || reference == "" {
			t.Fatal(reference, problem, err)
		}
		must(t, order.RefundSent(t.Context(), x.Store, r, reference, problem))
	}
	x.tell("evt_5", "charge.refunded", charge)
	if x.want(o, order.Paid, 2490, 400); x.double.Refunded(charge) != 400 {
		t.Errorf("%d went back", x.double.Refunded(charge))
	}
	// A refund there is noted here, by what is refunded in all.
	x.double.RefundElsewhere(charge, 600)
	x.tell("evt_6", "charge.refunded", charge)
	x.tell("evt_7", "charge.refunded", charge)
	f = x.want(o, order.Paid, 2490, 1000)
	if len(f.Documents) != 3 {
		t.Errorf("%d documents", len(f.Documents))
	}
	// What the provider refuses for good was not refunded.
	x.double.RefundElsewhere(charge, 1490)
	_, r, err = order.MakeRefund(t.Context(), x.Store, x.seller.ID, o.ID, order.RefundInput{Amount: new(int64(100))})
	must(t, err)
	_, problem, err := x.stripe.Refund(t.Context(), r, f.Received[0].Reference)
	if err != nil || problem == "" {
		t.Errorf("%q %v", problem, err)
	}
	must(t, order.RefundSent(t.Context(), x.Store, r, "", problem))
	if f = x.want(o, order.Paid, 2490, 1000); f.Refunds[2].State != order.RefundFailed {
		t.Errorf("%+v", f.Refunds)
	}
}

// Events that nobody signed, or long ago, or for somebody else, are refused; nothing follows from them.
func TestForgedEvents(t *testing.T) {
	t.Parallel()
	x := open(t, 10)
	o, session := x.order()
	x.double.Pay(session, false)
	body := x.double.Event("evt_1", "checkout.session.completed", session)
	good := x.sign(body, hook, x.Now())
	eve := x.User("eve")
	for what, c := range map[string]struct {
		seller    models.ID
		signature string
		body      []byte
	}{
		"no signature": {x.seller.ID, "", body}, "another secret": {x.seller.ID, x.sign(body, "whsec_other", x.Now()), body},
		"old":           {x.seller.ID, x.sign(body, hook, x.Now().Add(-301*time.Second)), body},
		"of the future": {x.seller.ID, x.sign(body, hook, x.Now().Add(400*time.Second)), body},
		"changed":       {x.seller.ID, good, bytes.Replace(body, []byte("evt_1"), []byte("evt_9"), 1)},
		"another time":  {x.seller.ID, x.sign(body, hook, x.Now().Add(-time.Second))[:12] + good[12:], body}, "v0 alone": {x.seller.ID,
			"t=1,v0=" + good[len(good)-64:], body},
		"another shop": {eve.ID, good, body}, "a shop without keys": {12345, good, body},
		"no JSON": {x.seller.ID, x.sign([]byte("x"), hook, x.Now()), []byte("x")},
	} {
		if err := x.stripe.Receive(t.Context(), c.seller, c.signature, c.body); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	x.want(o, order.Placed, 0, 0)
	// Signed, but of another program with the same account, or about another order's session.
	for _, change := range [][2]string{{`"order":"` + o.ID.String(), `"order":"77`}, {`"seller":"`, `"seller":"9`}} {
		other := bytes.Replace(body, []byte(change[0]), []byte(change[1]), 1)
		must(t, x.stripe.Receive(t.Context(), x.seller.ID, x.sign(other, hook, x.Now()), other))
	}
	x.want(o, order.Placed, 0, 0)
	// The event says paid, and Stripe itself does not.
	liar := bytes.Replace(body, []byte(session), []byte(x.unpaid()), 1)
	must(t, x.stripe.Receive(t.Context(), x.seller.ID, x.sign(liar, hook, x.Now()), liar))
	x.want(o, order.Placed, 0, 0)
	// Without the seller in the address, and a signature that is old but within the time.
	must(t, x.stripe.Receive(t.Context(), 0, x.sign(body, hook, x.Now().Add(-299*time.Second)), body))
	x.want(o, order.Paid, 2490, 0)
}

// unpaid is the session of another order that nobody paid.
func (x *till) unpaid() string { _, session := x.order(); return session }

// Slow ways of payment hold the pieces longer; what fails frees them, and what comes
// too late goes back.
func TestSlowAndLatePayments(t *testing.T) {
	t.Parallel()
	x := open(t, 2)
	o, session := x.order()
	x.double.Pay(session, true)
	x.tell("evt_1", "checkout.session.completed", session)
	x.want(o, order.Placed, 0, 0)
	x.Clock.Move(2 * time.Hour)
	if more, err := order.ExpireDue(t.Context(), x.Store); err != nil || more {
		t.Errorf("a payment on its way is not waited for: %v", err)
	}
	x.tell("evt_2", "checkout.session.async_payment_failed", session)
	x.want(o, order.Expired, 0, 0)
	if _, reserved := x.Stock(x.product); reserved != 0 {
		t.Errorf("%d are still reserved", reserved)
	}
	second, late := x.order()
	x.Clock.Move(time.Hour)
	third, session := x.order() // frees those of the second by time alone
	x.double.Pay(session, false)
	x.tell("evt_3", "checkout.session.completed", session)
	x.want(third, order.Paid, 2490, 0)
	charge := x.double.Pay(late, false)
	x.tell("evt_4", "checkout.session.completed", late)
	f := x.want(second, order.Cancelled, 2490, 2490) // sold out, and refunded by itself
	r, paid, err := order.RefundToSend(t.Context(), x.Store, order.SendRefund{OwnerID: x.seller.ID, OrderID: second.ID,
		RefundID: f.Refunds[0].ID})
	must(t, err)
	_, problem, err := x.stripe.Refund(t.Context(), r, paid)
	if err != nil || problem != "" || x.double.Refunded(charge) != 2490 || f.Numbered() {
		t.Errorf("%q %v, %d went back", problem, err, x.double.Refunded(charge))
	}
	if stock, reserved := x.Stock(x.product); stock != 0 || reserved != 0 {
		t.Errorf("%d with %d reserved", stock, reserved)
	}
}

// Where Stripe is away the order stands, and is paid when it is back; events wait.
func TestStripeIsAway(t *testing.T) {
	t.Parallel()
	x := open(t, 10)
	o, session := x.order()
	x.double.Pay(session, false)
	body := x.double.Event("evt_1", "checkout.session.completed", session)
	x.double.Away(true)
	err := x.stripe.Receive(t.Context(), x.seller.ID, x.sign(body, hook, x.Now()), body)
	if models.KindOf(err) != models.Unavailable {
		t.Errorf("an event that cannot be checked: %v", err)
	}
	x.want(o, order.Placed, 0, 0)
	x.double.Away(false)
	x.tell("evt_1", "checkout.session.completed", session)
	x.want(o, order.Paid, 2490, 0)
	if slices.Contains(x.double.Calls(), "POST /v1/refunds") {
		t.Error("something was refunded")
	}
}

package handlers_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stripe/stripe-go/v85/webhook"

	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/payment"
	"photogram/payment/paymenttest"
	"photogram/web/webtest"
)

// mailsAbout are the kept mails whose subject has a text, the oldest first.
func mailsAbout(t *testing.T, s *webtest.Site, subject string) (out []string) {
	t.Helper()
	list, err := s.Outbox.Mails()
	must(t, err)
	for _, m := range slices.Backward(list) {
		if strings.Contains(m.Subject, subject) {
			out = append(out, m.To+"\n"+m.Text)
		}
	}
	return out
}

// mailAbout waits for the newest mail about something.
func mailAbout(t *testing.T, s *webtest.Site, subject string) string {
	t.Helper()
	webtest.Eventually(t, "a mail about "+subject, func() bool { return len(mailsAbout(t, s, subject)) > 0 })
	list := mailsAbout(t, s, subject)
	return list[len(list)-1]
}

var orderLink = regexp.MustCompile(`/orders/[\w-]+\?key=[\w-]+`)

// A guest without scripts buys, pays by transfer, gets it in two parcels, a part of the
// money back, and withdraws; the seller does their part on pages, too.
func TestAGuestsOrderWithoutScripts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	shop, guest := s.As(ada), s.Visitor()
	shop.Post("/shop/settings", form("open", "on", "name", "Adas Drucke", "zones", "DE 4.90", "tax", "nineteen", "payments", "transfer")).
		Want(http.StatusUnprocessableEntity).Says("Write it like DE", "a percentage", "the address that stands on invoices",
		"where a transfer is to go")
	shop.Post("/shop/settings", form("open", "on", "name", "Adas Drucke", "address", "Ringstraße 1\n50667 Köln", "country", "de",
		"currency", "EUR",
		"zones", "DE: 5 kg 4.90", "tax", "19", "payments", "transfer", "bank", "DE02 1203 0000 0000 2020 51", "hold_days", "7",
		"hold_minutes", "30", "vat_id", "DE123456789", "terms", "We ship within 3 days.")).Want(http.StatusSeeOther)
	thing := s.Product(ada, modelstest.Thing{Title: "Print <b>of</b> the coast", Price: 1990, Stock: 5, Tax: -1, Weight: 200})
	guest.Get("/cart").Want(http.StatusOK).Says("Your cart is empty")
	guest.Post("/cart", form("product", thing.String(), "quantity",
		"9")).Want(http.StatusUnprocessableEntity).Says("Only 5 left")
	guest.Post("/cart", form("product", thing.String(), "quantity", "1")).Want(http.StatusSeeOther)
	guest.Post("/cart/"+thing.String(), form("quantity", "2")).Want(http.StatusSeeOther)
	cart := guest.Get("/cart").Want(http.StatusOK).Says("Print <b>of</b> the coast", "€39.80", "Check out")
	checkout := cart.Find("a[href^='/checkout/']").AttrOr("href", "")
	guest.Get(checkout).Want(http.StatusOK).Has("select[name=country] option[value=DE]").HasNot("option[value=FR]")
	guest.Post(checkout+"/review", form("name", "", "country", "FR", "payment", "shells")).Want(http.StatusUnprocessableEntity).
		Says("Write a name", "doesn’t ship to France", "Enter your email address", "Choose a way to pay")
	address := []string{"name", "Gästin Übel", "street", "Weg 1", "postcode", "10115", "city", "Berlin", "country", "DE", "payment",
		"transfer",
		"email", "gast@example.org"}
	review := guest.Post(checkout+"/review", form(address...)).Want(http.StatusOK).Says("Order with obligation to pay", "€44.70",
		"Tax included, 19 %",
		"€7.13", "We ship within 3 days.")
	fields := form()
	review.Find("form[action$='/order'] input").Each(func(_ int, e *goquery.Selection) {
		fields.Add(e.AttrOr("name", ""), e.AttrOr("value",
			""))
	})
	placed := guest.Post(checkout+"/order", fields).Want(http.StatusSeeOther)
	again := guest.Post(checkout+"/order", fields).Want(http.StatusSeeOther) // pressed twice
	path := placed.Header.Get("Location")
	if again.Header.Get("Location") != path {
		t.Errorf("%s and %s", path, again.Header.Get("Location"))
	}
	guest.Get(path).Want(http.StatusOK).Says("Waits for payment", "DE02 1203 0000 0000 2020 51", "€44.70", "reserved until")
	s.Visitor().Get(strings.Split(path, "?")[0]).Want(http.StatusNotFound)
	s.Visitor().Get(strings.Split(path, "?")[0] + "?key=x").Want(http.StatusNotFound)
	mail := mailAbout(t, s, "Your order at Adas Drucke")
	if link := orderLink.FindString(mail); link != path || !strings.HasPrefix(mail, "gast@example.org") || !strings.Contains(mail,
		"Please transfer €44.70") {
		t.Errorf("the mail leads to %q, not %q: %s", link, path, mail)
	}
	mailAbout(t, s, "A new order at your shop")
	fulfil(t, s, shop, guest, path)
}

// fulfil takes a placed order of two pieces its way.
func fulfil(t *testing.T, s *webtest.Site, shop, guest *webtest.Client, path string) {
	t.Helper()
	sold := "/shop" + strings.Split(path, "?")[0]
	at := func(action string) string { return strings.Replace(path, "?", "/"+action+"?", 1) }
	shop.Get("/shop/orders").Want(http.StatusOK).Says("Waits for payment", "Gästin Übel", "€44.70")
	shop.Get("/shop/orders?q=gast@example.org").Want(http.StatusOK).Says("Gästin Übel")
	shop.Get("/shop/orders?state=shipped").Want(http.StatusOK).Says("No orders here")
	guest.Get("/shop/orders").Want(http.StatusSeeOther)
	shop.Post(sold+"/ship", form("line1", "1")).Want(http.StatusConflict).Says("once it’s paid")
	shop.Post(sold+"/pay", form("reference", "statement 7")).Want(http.StatusSeeOther)
	guest.Get(path).Want(http.StatusOK).Says("Paid", "Invoice R")
	pdf := guest.Get(guest.Get(path).Find("a[href*='/documents/']").AttrOr("href", "")).Want(http.StatusOK)
	if !bytes.HasPrefix(pdf.Body, []byte("%PDF-1.")) || pdf.Type() != "application/pdf" {
		t.Errorf("the invoice is %s %.20q", pdf.Type(), pdf.Body)
	}
	shop.Post(sold+"/ship", form("line1", "3")).Want(http.StatusUnprocessableEntity).Says("Choose 1 to 2 pieces")
	shop.Post(sold+"/ship", form("line1", "1", "carrier", "Post", "tracking", "AB 1")).Want(http.StatusSeeOther)
	shop.Get(sold).Want(http.StatusOK).Says("AB 1").Has("form[action$='/ship']")
	shop.Post(sold+"/ship", form("line1", "1", "carrier", "Post", "tracking", "AB 2")).Want(http.StatusSeeOther)
	guest.Get(path).Want(http.StatusOK).Says("Shipped", "AB 1", "AB 2", "Withdraw from the contract here")
	guest.Post(at("received"), nil).Want(http.StatusSeeOther)
	shop.Post(sold+"/refund", form("amount", "99.00")).Want(http.StatusUnprocessableEntity).Says("what’s left of the payment")
	shop.Post(sold+"/refund", form("amount", "5.00", "reason", "A scratch")).Want(http.StatusSeeOther)
	guest.Get(path).Want(http.StatusOK).Says("Credit note G", "A scratch", "€5.00")
	guest.Get(at("withdraw")).Want(http.StatusOK).Says("within 14 days")
	guest.Post(at("withdraw"), form("name", "Gästin", "email", "none", "line1",
		"1")).Want(http.StatusUnprocessableEntity).Says("Enter an email address")
	second := guest.Post(at("withdraw"), form("name", "Gästin", "email", "gast@example.org", "line1", "1", "reason", "Too blue")).
		Want(http.StatusOK).Says("Confirm withdrawal", "Too blue")
	if got := mailsAbout(t, s, "Receipt"); len(got) != 0 {
		t.Errorf("a receipt before it is confirmed: %s", got)
	}
	guest.Post(at("confirm"), form("withdrawal", second.Find("input[name=withdrawal]").AttrOr("value", ""))).Want(http.StatusSeeOther)
	if receipt := mailAbout(t, s, "Receipt: you withdrew"); !strings.Contains(receipt, "1 × Print <b>of</b> the coast") ||
		!strings.Contains(receipt, "Too blue") {
		t.Error(receipt)
	}
	mailAbout(t, s, "A withdrawal from order")
	shop.Post(sold+"/return", form("line1", "1", "restock", "on")).Want(http.StatusSeeOther)
	shop.Post(sold+"/refund", form()).Want(http.StatusSeeOther)
	guest.Get(path).Want(http.StatusOK).HasNot("form[action*='cancel']")
	file := shop.Get("/shop/orders.csv").Want(http.StatusOK)
	rows, err := csv.NewReader(bytes.NewReader(file.Body)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][13] != "2" || rows[2][18] != "4.90" {
		t.Errorf("%q %v", rows, err)
	}
}

// Who has a cart as a guest and logs in has it still.
func TestACartIsTakenAlong(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	s.UserWithPassword("bo")
	s.OpenShop(ada)
	thing := s.Product(ada, modelstest.Thing{Title: "Print", Price: 1990, Stock: 5, Tax: -1})
	c := s.Visitor()
	c.Post("/cart", form("product", thing.String())).Want(http.StatusSeeOther)
	c.Get("/cart").Says("Print")
	c.Post("/login", form("login", "bo", "password", modelstest.Password)).Want(http.StatusSeeOther)
	c.Get("/cart").Want(http.StatusOK).Says("Print")
	s.Visitor().Get("/cart").Says("Your cart is empty")
	s.As(ada).Post("/cart", form("product", thing.String())).Want(http.StatusUnprocessableEntity).Says("your own shop")
	s.Visitor().Post("/cart", form("product", "12345")).Want(http.StatusNotFound)
}

// Stripe's page is where the form leads; its event pays the order.
func TestPayingAtStripeOnPages(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	double := paymenttest.NewStripe(t, s.Clock.Now)
	s.Payments = &payment.Providers{Store: s.DB.Store, Stripe: payment.NewStripe(s.DB.Store, double.URL)}
	s.StartOn(t)
	s.Work()
	ada, bo := s.User("ada"), s.User("bo")
	key, hook := paymenttest.Key, "whsec_x"
	s.OpenShop(ada, func(in *order.ShopInput) {
		in.Payments, in.StripeKey, in.StripeHook = []string{order.Stripe}, &key, &hook
	})
	s.As(ada).Get("/shop/settings").Want(http.StatusOK).HasNot("[value='"+key+"']", "[value='"+hook+"']").Says(s.URL +
		"/webhooks/stripe/" + ada.ID.String())
	thing := s.Product(ada, modelstest.Thing{Title: "Print", Price: 1990, Stock: 5, Tax: -1})
	c := s.As(bo)
	c.Post("/cart", form("product", thing.String())).Want(http.StatusSeeOther)
	path := "/checkout/" + ada.ID.String()
	double.Away(true)
	review := c.Post(path+"/review", form("name", "Bo", "street", "Weg 1", "city", "Berlin", "country", "DE", "payment",
		"stripe")).Want(http.StatusOK)
	if csp := review.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' "+double.URL+";") {
		t.Error(csp)
	}
	fields := form()
	review.Find("form[action$='/order'] input").Each(func(_ int, e *goquery.Selection) {
		fields.Add(e.AttrOr("name", ""), e.AttrOr("value",
			""))
	})
	at := c.Post(path+"/order", fields).Want(http.StatusSeeOther).Header.Get("Location")
	c.Get(at).Want(http.StatusOK).Says("Pay now")
	double.Away(false)
	if to := c.Post(at+"/pay", nil).Want(http.StatusSeeOther).Header.Get("Location"); !strings.HasPrefix(to, double.URL+"/pay/") {
		t.Errorf("leads to %s", to)
	}
	session := double.Sessions()[0]
	double.Pay(session, false)
	c.Get(at + "?paying=1").Want(http.StatusOK).Says("on its way")
	body := double.Event("evt_1", "checkout.session.completed", session)
	send := func(path, secret string, at time.Time) *webtest.Answer {
		r := s.Visitor().Request(http.MethodPost, path, bytes.NewReader(body))
		return s.Visitor().Do(r, "Content-Type", "application/json", "Stripe-Signature",
			webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: secret, Timestamp: at}).Header)
	}
	send("/webhooks/stripe", "whsec_other", s.Now()).Want(http.StatusBadRequest)
	send("/webhooks/stripe/"+ada.ID.String(), hook, s.Now().Add(-time.Hour)).Want(http.StatusBadRequest)
	c.Get(at).Says("Pay now")
	for _, path := range []string{"/webhooks/stripe", "/webhooks/stripe/" + ada.ID.String()} {
		send(path, hook, s.Now()).Want(http.StatusOK)
	}
	c.Get(at).Want(http.StatusOK).Says("Paid", "Invoice R")
	mailAbout(t, s, "is paid")
	s.As(ada).Post("/shop"+at+"/refund", form("amount", "10.00")).Want(http.StatusSeeOther)
	webtest.Eventually(t, "the refund at the provider", func() bool { return slices.Contains(double.Calls(), "POST /v1/refunds") })
	webtest.Eventually(t, "the refund", func() bool { return !strings.Contains(c.Get(at).Text(), "on its way to the payment provider") })
	c.Get("/orders").Want(http.StatusOK).Says("€24.80", "Paid")
}

// Programs are told what becomes of orders, on both sides.
func TestOrdersAreTold(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	r := webtest.NewReceiver(t)
	for _, u := range []*account.User{ada, bo} {
		s.Program(u, "subscriptions").Call("POST", "/users/self/subscriptions", "way", "webhook", "activities", "orders", "callback_url",
			r.URL).
			Want(http.StatusOK)
	}
	s.Work()
	o, _ := soldBy(t, s, ada)
	_, err := order.Ship(t.Context(), s.DB.Store, ada.ID, o.ID, order.ShipInput{})
	must(t, err)
	webtest.Eventually(t, "three events", func() bool { return len(r.Got()) == 3 })
	var kinds []string
	for _, e := range r.Got() {
		body := e.Body
		for _, kind := range []string{"order.placed", "order.paid", "order.shipped"} {
			if strings.Contains(body, `"type":"`+kind+`"`) {
				kinds = append(kinds, kind)
			}
		}
		if !strings.Contains(body, `"order":{"id":"`+o.ID.String()+`","seller_id":"`+ada.ID.String()+`"`) || !strings.Contains(body, `"activity":"orders"`) {
			t.Error(body)
		}
	}
	if got := strings.Join(kinds, " "); got != "order.placed order.paid order.shipped" {
		t.Error(got)
	}
}

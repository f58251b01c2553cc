package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// From a file of another shop to a product on a photo, to the order of a guest, paid by
// transfer, shipped, partly refunded, and withdrawn from. The seller sits at a desk, the
// guest has a phone; without scripts it is the other way round.
func TestAnOrderInABrowser(t *testing.T) {
	t.Parallel()
	t.Run("with scripts", func(t *testing.T) { sell(t, true) })
	t.Run("without scripts", func(t *testing.T) { sell(t, false) })
}

func sell(t *testing.T, script bool) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.told())
		}
	})
	const password = "correct horse battery ann"
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", password)
	token := s.run("token", "--user", "ann", "--scopes", "all")
	s.openShop(token)
	seller, guest := newBrowser(t, s.base, "ann", script), newBrowser(t, s.base, "guest", script)
	if script {
		guest.size(390, 844)
	} else {
		seller.size(390, 844)
	}
	seller.open("/login")
	seller.do("log in", chromedp.SendKeys(`input[name=login]`, "ann"), chromedp.SendKeys(`input[name=password]`, password))
	seller.submit(`form[action="/login"] button.wide`)
	seller.until("the home page", at("/"))

	// A file of another shop becomes a catalogue, after a trial.
	seller.open("/shop")
	seller.set(`input[name=name]`, "Prints")
	seller.set(`input[name=currency]`, "EUR")
	seller.submit(`form[action="/shop"] .form-actions button`)
	catalog := seller.until("the catalogue", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/shop/catalogs/") })
	seller.choose(write(t, "prints.csv", []byte("sku;Titel;Preis;Bestand\nP-1;Print of the coast;10,00 €;5\nP-2;Map;auf Anfrage;1\n")))
	seller.submit(`form[action$="/import"] .form-actions button`)
	seller.contains("main", "This was a trial. Nothing was changed.")
	seller.shot("trial")
	seller.press(`button[name=do][value=import]`)
	seller.contains("main", "Read.")
	seller.open(catalog.Path)
	seller.contains("main", "Print of the coast")
	seller.shot("catalogue")

	// It is put on a photo, and a guest finds it there.
	post := ""
	if script {
		post = seller.publish("peaks-trail.jpg", "The coast, from above")
	} else {
		post = s.sharedPath(token)
	}
	seller.open(post + "/products")
	seller.do("choose the print", chromedp.Focus(`.shop-places input[name=product]`), chromedp.KeyEvent(" "))
	seller.submit(`form[action$="/products"]:not([role]) .form-actions button`)
	seller.until("the post", at(post))
	guest.open("/cart")
	guest.contains("main", "Your cart is empty")
	guest.open(post)
	guest.press(`.product-tags .people-button`)
	guest.press(`.product-tags a[href^="/products/"]`)
	guest.contains("main", "€10.00")
	guest.shot("product")
	guest.set(`.add-to-cart input[name=quantity]`, "2")
	guest.submit(`.add-to-cart button`)
	guest.contains("main", "Print of the coast")
	guest.shot("cart")
	guest.press(`.cart .form-actions a.button`)
	guest.until("the checkout", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/checkout/") })
	for name, value := range map[string]string{"name": "Gästin Übel", "street": "Weg 1", "postcode": "10115", "city": "Berlin",
		"email": "gast@example.org"} {
		guest.set(`input[name=`+name+`]`, value)
	}
	guest.shot("checkout")
	guest.submit(`form[action$="/review"] .form-actions button`)
	guest.contains("main", "Order with obligation to pay")
	guest.contains("main", "€24.90")
	guest.shot("review")
	guest.submit(`form[action$="/order"] .form-actions button`)
	order := guest.until("the order", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/orders/") })
	guest.contains("main", "Waits for payment")
	guest.shot("order")

	sold := "/shop" + order.Path
	seller.open("/shop/orders")
	seller.contains("main", "Gästin Übel")
	seller.shot("orders")
	seller.open(sold)
	seller.set(`form[action$="/pay"] input[name=reference]`, "statement 7")
	seller.submit(`form[action$="/pay"] button`)
	seller.contains("main", "Paid")
	seller.set(`form[action$="/ship"] input[name=tracking]`, "AB 1")
	seller.submit(`form[action$="/ship"] button`)
	seller.contains("main", "Shipped")
	seller.set(`form[action$="/refund"] input[name=amount]`, "5.00")
	seller.submit(`form[action$="/refund"] button`)
	seller.contains("main", "€5.00")
	seller.contains("main", "Credit note")
	seller.shot("sold")

	guest.open(order.RequestURI())
	guest.contains("main", "AB 1")
	guest.press(`a[href*="/withdraw"]`)
	guest.contains("main", "What you withdraw from")
	guest.submit(`form[action*="/withdraw"] .form-actions button`)
	guest.contains("main", "Confirm withdrawal")
	guest.shot("withdraw")
	guest.submit(`form[action*="/confirm"] button`)
	guest.contains("main", "Withdrawals")
	guest.shot("withdrawn")
	seller.open(sold)
	seller.contains("main", "Withdrawals")
}

// sharedPath shares a photo and gives the address of its post.
func (s *server) sharedPath(token string) string {
	s.t.Helper()
	id := s.shares(token, token, "The coast, from above")
	var media struct{ Link string }
	if err := json.Unmarshal(s.must(token, http.MethodGet, "/v1/media/"+id, nil), &media); err != nil {
		s.t.Fatal(err)
	}
	u, err := url.Parse(media.Link)
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSuffix(u.Path, "/")
}

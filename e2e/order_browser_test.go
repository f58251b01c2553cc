package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// From a guest's cart on a phone to an order, paid by transfer, shipped, partly
// refunded, and withdrawn from; the seller sits at a desk.
func TestAnOrderInABrowser(t *testing.T) {
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
	_, product := s.openShop(s.run("token", "--user", "ann", "--scopes", "all"), "ann", 5)
	seller := newBrowser(t, s.base, "ann", true)
	seller.open("/login")
	seller.do("log in", chromedp.SendKeys(`input[name=login]`, "ann"), chromedp.SendKeys(`input[name=password]`, password))
	seller.submit(`form[action="/login"] button.wide`)
	seller.until("the home page", at("/"))

	guest := newBrowser(t, s.base, "guest", true)
	guest.size(390, 844)
	guest.open("/cart")
	guest.contains("main", "Your cart is empty")
	// As the form on a product's page does.
	value[bool](guest, `(() => { const f = document.createElement("form"); f.method = "post"; f.action = "/cart";
		for (const [n, v] of [["product", "`+product+`"], ["quantity", "2"]]) { const i = document.createElement("input"); i.name = n; i.value = v; f.append(i) }
		document.body.append(f); f.submit(); return true })()`)
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

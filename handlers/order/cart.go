package order

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/order"
	"photogram/payment"
	"photogram/text"
	"photogram/urls"
	orderview "photogram/views/order"
	"photogram/views/ui"
	"photogram/web"
)

// buyer is who asks. A guest gets a secret when something is first put into a cart.
func (a Pages) buyer(c *gin.Context, begin bool) (order.Buyer, error) {
	if viewer := web.ViewerID(c); viewer != 0 {
		return order.Buyer{User: viewer}, nil
	}
	session := web.Session(c)
	secret, _ := session.Values[web.CartKey].(string)
	if secret == "" && begin {
		var err error
		if secret, err = account.NewToken(); err != nil {
			return order.Buyer{}, err
		}
		session.Values[web.CartKey] = secret
		if err := session.Save(c.Request, c.Writer); err != nil {
			return order.Buyer{}, err
		}
	}
	if secret == "" {
		return order.Buyer{}, nil
	}
	return order.Buyer{Guest: account.HashToken(secret)}, nil
}

func (a Pages) cart(c *gin.Context) error { return a.showCart(c, http.StatusOK, ui.Form{}) }

func (a Pages) showCart(c *gin.Context, status int, form ui.Form) error {
	b, err := a.buyer(c, false)
	if err != nil {
		return err
	}
	list, err := order.Carts(page.Context(c), a.Store, b)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "order.cart"))
	return a.Page(c, status, orderview.CartPage(chrome, orderview.Carts{List: list, Form: form}), nil)
}

// quantity reads how many pieces a form says.
func quantity(s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0, models.Invalidf("quantity", "order.error.send-whole-number-from-0", "maxQuantity", order.MaxQuantity)
	}
	return n, nil
}

// add puts pieces of a product into the cart.
func (a Pages) add(c *gin.Context) error {
	in := order.CartInput{Add: true}
	var err error
	if in.Product, err = models.ParseID(c.PostForm("product")); err != nil {
		return order.ErrNoThing
	}
	if code := c.PostForm("post"); code != "" {
		if in.Post, err = models.ParseCode(code); err != nil {
			return page.ErrNoPost
		}
	}
	if in.Quantity, err = quantity(c.DefaultPostForm("quantity", "1")); err == nil {
		err = a.put(c, in)
	}
	return a.inCart(c, err, text.T(page.Context(c), "order.added"))
}

// change says how many of a product are in the cart; 0 takes it out.
func (a Pages) change(c *gin.Context) error {
	var in order.CartInput
	var err error
	if in.Product, err = models.ParseID(c.Param("product")); err != nil {
		return order.ErrNoThing
	}
	if in.Quantity, err = quantity(c.PostForm("quantity")); err == nil {
		err = a.put(c, in)
	}
	return a.inCart(c, err, text.T(page.Context(c), "order.cart-updated"))
}

func (a Pages) put(c *gin.Context, in order.CartInput) error {
	b, err := a.buyer(c, true)
	if err != nil {
		return err
	}
	return order.Put(page.Context(c), a.Store, b, in)
}

// inCart leads to the cart, or shows it with what is wrong.
func (a Pages) inCart(c *gin.Context, err error, message string) error {
	if err == nil {
		return a.Done(c, urls.Cart, message, nil)
	}
	if models.KindOf(err) != models.Invalid {
		return err
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	return a.showCart(c, http.StatusUnprocessableEntity, form)
}

func sellerID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseID(c.Param("seller"))
	if err != nil {
		return 0, order.ErrNoShop
	}
	return id, nil
}

// cartAt is the viewer's cart at the shop that the address names.
func (a Pages) cartAt(c *gin.Context) (order.Buyer, *order.Cart, error) {
	seller, err := sellerID(c)
	if err != nil {
		return order.Buyer{}, nil, err
	}
	b, err := a.buyer(c, false)
	if err != nil {
		return b, nil, err
	}
	cart, err := order.CartAt(page.Context(c), a.Store, b, seller)
	return b, cart, err
}

func (a Pages) checkoutPage(c *gin.Context) error {
	b, cart, err := a.cartAt(c)
	if models.KindOf(err) == models.NotFound {
		return &web.Moved{To: urls.Cart}
	}
	if err != nil {
		return err
	}
	form := ui.Form{Values: map[string]string{"country": cart.Shop.Country}}
	if u := web.Viewer(c); u != nil {
		form.Values["email"], form.Values["name"] = u.Email, u.FullName
	}
	return a.showCheckout(c, http.StatusOK, b, cart, form)
}

func (a Pages) showCheckout(c *gin.Context, status int, b order.Buyer, cart *order.Cart, form ui.Form) error {
	d := orderview.Checkout{Cart: cart, Form: form, Countries: countries(cart.Shop, text.Of(page.Context(c))), Guest: b.User == 0}
	return a.Page(c, status, orderview.CheckoutPage(a.PrivateChrome(c, ""), d), nil)
}

// countries are those that a shop ships to, by their names.
func countries(shop *order.Shop, r text.Reader) (out []ui.Choice) {
	names := display.Regions(language.Make(r.Language()))
	for _, a := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		for _, b := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			code := string(a) + string(b)
			region, err := language.ParseRegion(code)
			if err == nil && region.IsCountry() && region.String() == code && shop.Ships(code) {
				out = append(out, ui.Choice{Value: code, Label: names.Name(region)})
			}
		}
	}
	return out
}

var addressFields = []string{"name", "company", "street", "street2", "postcode", "city", "region", "country", "phone", "email", "payment",
	"note"}

// checkoutInput reads what a buyer wrote.
func checkoutInput(c *gin.Context, seller models.ID) order.Checkout {
	f := c.PostForm
	return order.Checkout{Seller: seller, Address: order.Address{Name: f("name"), Company: f("company"), Street: f("street"),
		Street2: f("street2"), Postcode: f("postcode"), City: f("city"), Region: f("region"), Country: f("country"), Phone: f("phone")},
		Email: f("email"), Payment: f("payment"), Note: f("note"), Key: f("key")}
}

// review shows the order before it is placed.
func (a Pages) review(c *gin.Context) error {
	b, cart, err := a.cartAt(c)
	if err != nil {
		return err
	}
	offer, err := order.Review(page.Context(c), a.Store, b, checkoutInput(c, cart.Shop.UserID))
	if err != nil {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showCheckout(c, http.StatusUnprocessableEntity, b, cart, form)
	}
	return a.showReview(c, http.StatusOK, b, offer, ui.Form{})
}

func (a Pages) showReview(c *gin.Context, status int, b order.Buyer, offer *order.Offer, form ui.Form) error {
	seller := offer.Cart.Shop.UserID
	key, err := account.NewToken()
	if err != nil {
		return err
	}
	d := orderview.Review{Offer: offer, Seller: seller, Key: key, Form: form}
	for _, name := range addressFields {
		d.Hidden = append(d.Hidden, [2]string{name, c.PostForm(name)})
	}
	if err := order.Seen(page.Context(c), a.Store, b, seller); err != nil {
		return err
	}
	if offer.Payment == order.Stripe {
		a.AllowFormTarget(c, a.Payments.Stripe.Pages())
	}
	return a.Page(c, status, orderview.ReviewPage(a.PrivateChrome(c, ""), d), nil)
}

// place orders what is in the cart. The same form sent twice leads to the same order.
func (a Pages) place(c *gin.Context) error {
	seller, err := sellerID(c)
	if err != nil {
		return err
	}
	b, err := a.buyer(c, false)
	if err != nil {
		return err
	}
	in := checkoutInput(c, seller)
	total, err := strconv.ParseInt(c.PostForm("total"), 10, 64)
	if err != nil || in.Key == "" {
		return models.Invalidf("total", "order.error.form-not-whole-look-at")
	}
	in.Total = &total
	o, err := order.Place(page.Context(c), a.Store, b, in)
	if err != nil {
		return a.notPlaced(c, b, in, err)
	}
	link := ""
	if b.User == 0 {
		link = order.LinkOf(a.Store, o.Key())
	}
	to := urls.Order(o.ID, link)
	if o.State == order.Placed {
		// Where the provider is away the order's page has the way to it.
		if url, err := a.payAt(c, o, link); err == nil && url != "" {
			c.Redirect(http.StatusSeeOther, url)
			return nil
		}
	}
	return a.Done(c, to, text.T(page.Context(c), "order.placed"), nil)
}

// notPlaced shows the review again, with what changed, or the form with what is wrong.
func (a Pages) notPlaced(c *gin.Context, b order.Buyer, in order.Checkout, problem error) error {
	if kind := models.KindOf(problem); kind != models.Conflict && kind != models.Invalid {
		return problem
	}
	form, err := web.FormOf(c, problem)
	if err != nil {
		return err
	}
	cart, err := order.CartAt(page.Context(c), a.Store, b, in.Seller)
	if err != nil {
		return err
	}
	offer, err := order.Review(page.Context(c), a.Store, b, in)
	if err != nil {
		if models.KindOf(err) == models.Invalid && !cart.Ready() {
			return a.showCart(c, http.StatusConflict, form)
		}
		return a.showCheckout(c, http.StatusUnprocessableEntity, b, cart, form)
	}
	return a.showReview(c, http.StatusConflict, b, offer, form)
}

// payAt is the page of a provider at which an order is paid, or "".
func (a Pages) payAt(c *gin.Context, o *order.Order, link string) (string, error) {
	left := a.Site.BaseURL + urls.Order(o.ID, link)
	done, _ := url.Parse(left)
	q := done.Query()
	q.Set("paying", "1")
	done.RawQuery = q.Encode()
	return a.Payments.For(o.Payment).Begin(page.Context(c), o, payment.Back{Done: done.String(), Left: left})
}

package api

import (
	"photogram/models"
	"photogram/models/order"
)

const addressTakes = "name street city country company street2 postcode region phone email payment note?"

var cartRoutes = []route{
	{"GET", "/carts", "shopping", "", (*API).carts},
	{"GET", "/carts/:seller", "shopping", "", (*API).cart},
	{"POST", "/carts/items", "shopping", "product_id quantity media_id", (*API).addToCart},
	{"PATCH", "/carts/items/:product", "shopping", "quantity", (*API).changeCart},
	{"DELETE", "/carts/items/:product", "shopping", "", (*API).takeFromCart},
	{"POST", "/carts/:seller/review", "shopping", addressTakes, (*API).reviewCart},
	{"POST", "/carts/:seller/checkout", "shopping", addressTakes + " total key", (*API).checkout},
}

func (r *request) buyer() order.Buyer { return order.Buyer{User: r.Viewer()} }

func (r *request) sellerID() (models.ID, error) {
	id, err := models.ParseID(r.Param("seller"))
	if err != nil {
		return 0, order.ErrNoShop
	}
	return id, nil
}

func (a *API) carts(r *request) (any, *page, error) {
	list, err := order.Carts(r.Ctx(), a.Store, r.buyer())
	if err != nil {
		return nil, nil, err
	}
	out := make([]cartObject, len(list))
	for i := range list {
		out[i] = showCart(&list[i])
	}
	return out, nil, nil
}

func (a *API) cart(r *request) (any, *page, error) {
	seller, err := r.sellerID()
	if err != nil {
		return nil, nil, err
	}
	c, err := order.CartAt(r.Ctx(), a.Store, r.buyer(), seller)
	if err != nil {
		return nil, nil, err
	}
	return showCart(c), nil, nil
}

// addToCart puts pieces of a product beside those that are in the cart.
func (a *API) addToCart(r *request) (any, *page, error) {
	product, err := models.ParseID(r.Text("product_id"))
	if err != nil {
		return nil, nil, models.Invalidf("product_id", "api.error.send-id-product")
	}
	in := order.CartInput{Product: product, Quantity: 1, Add: true}
	if n, err := r.number("quantity"); err != nil {
		return nil, nil, err
	} else if n != nil {
		in.Quantity = int(min(*n, order.MaxQuantity+1))
	}
	if r.Has("media_id") {
		if in.Post, _, err = mediaKey(r.Text("media_id")); err != nil {
			return nil, nil, err
		}
	}
	return a.put(r, in)
}

func (a *API) put(r *request, in order.CartInput) (any, *page, error) {
	if err := order.Put(r.Ctx(), a.Store, r.buyer(), in); err != nil {
		return nil, nil, err
	}
	return a.carts(r)
}

func (r *request) productID() (models.ID, error) {
	id, err := models.ParseID(r.Param("product"))
	if err != nil {
		return 0, order.ErrNoThing
	}
	return id, nil
}

// changeCart says how many pieces of a product are in the cart.
func (a *API) changeCart(r *request) (any, *page, error) {
	product, err := r.productID()
	if err != nil {
		return nil, nil, err
	}
	n, err := r.number("quantity")
	if err != nil {
		return nil, nil, err
	}
	if n == nil {
		return nil, nil, models.Invalidf("quantity", "api.error.send-whole-number-from-0-2", "maxQuantity", order.MaxQuantity)
	}
	return a.put(r, order.CartInput{Product: product, Quantity: int(min(*n, order.MaxQuantity+1))})
}

func (a *API) takeFromCart(r *request) (any, *page, error) {
	product, err := r.productID()
	if err != nil {
		return nil, nil, err
	}
	return a.put(r, order.CartInput{Product: product})
}

// checkoutInput reads what a buyer says.
func (r *request) checkoutInput() (in order.Checkout, err error) {
	if in.Seller, err = r.sellerID(); err != nil {
		return in, err
	}
	in.Address = order.Address{Name: r.Text("name"), Company: r.Text("company"), Street: r.Text("street"), Street2: r.Text("street2"),
		Postcode: r.Text("postcode"), City: r.Text("city"), Region: r.Text("region"), Country: r.Text("country"), Phone: r.Text("phone")}
	in.Email, in.Payment, in.Note, in.Key = r.Text("email"), r.Text("payment"), r.Text("note"), r.Text("key")
	in.Total, err = r.number("total")
	return in, err
}

func (a *API) reviewCart(r *request) (any, *page, error) {
	in, err := r.checkoutInput()
	if err != nil {
		return nil, nil, err
	}
	offer, err := order.Review(r.Ctx(), a.Store, r.buyer(), in)
	if err != nil {
		return nil, nil, err
	}
	return showOffer(offer), nil, nil
}

// checkout places the order, with an obligation to pay. The same key gives the same order.
func (a *API) checkout(r *request) (any, *page, error) {
	in, err := r.checkoutInput()
	if err != nil {
		return nil, nil, err
	}
	o, err := order.Place(r.Ctx(), a.Store, r.buyer(), in)
	if err != nil {
		return nil, nil, err
	}
	f, err := order.Get(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, o.ID)
	if err != nil {
		return nil, nil, err
	}
	out := r.showFull(f)
	if o.State == order.Placed {
		// The order stands, also while its provider is away: pay gives the page later.
		if url, err := a.payAt(r, o); err == nil {
			out.PayURL = url
		}
	}
	return out, nil, nil
}

package urls

import "photogram/models"

// Patterns of pages around what is bought and sold.
const (
	Cart         = "/cart"
	Orders       = "/orders"
	ShopOrders   = "/shop/orders"
	OrdersCSV    = "/shop/orders.csv"
	ShopSettings = "/shop/settings"
	StripeEvents = "/webhooks/stripe"
)

// CartLine changes how many of a product are in the cart.
func CartLine(product models.ID) string { return Cart + "/" + product.String() }

// Checkout is where an order is placed at a shop; the steps below it are review and order.
func Checkout(seller models.ID) string { return "/checkout/" + seller.String() }

// CheckoutStep is a step of it.
func CheckoutStep(seller models.ID, step string) string { return Checkout(seller) + "/" + step }

// Order is an order's page for its buyer; the link of a guest is the secret in its mails.
func Order(id models.ID, link string) string { return OrderAction(id, "", link) }

// OrderAction is a place below it: pay, cancel, received, withdraw, confirm.
func OrderAction(id models.ID, action, link string) string {
	path := Orders + "/" + id.Code()
	if action != "" {
		path += "/" + action
	}
	if link != "" {
		path = WithQuery(path, "key", link)
	}
	return path
}

// OrderDocument is an invoice or a credit note as PDF.
func OrderDocument(id models.ID, name, link string) string {
	return OrderAction(id, "documents/"+name+".pdf", link)
}

// SoldOrder is an order's page for its seller.
func SoldOrder(id models.ID) string { return ShopOrders + "/" + id.Code() }

// SoldAction is a place below it: confirm, cancel, refund, ship, deliver, return.
func SoldAction(id models.ID, action string) string { return SoldOrder(id) + "/" + action }

// StripeEventsOf is the address for a seller's webhook at Stripe.
func StripeEventsOf(seller models.ID) string { return StripeEvents + "/" + seller.String() }

package order

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, urls.Cart, a.cart),
		page.Post(page.Anyone, urls.Cart, a.add),
		page.Post(page.Anyone, "/cart/:product", a.change),
		page.Get(page.Anyone, "/checkout/:seller", a.checkoutPage),
		page.Post(page.Anyone, "/checkout/:seller/review", a.review),
		page.Post(page.Anyone, "/checkout/:seller/order", a.place),
		page.Get(page.Member, urls.Orders, a.bought),
		page.Get(page.Anyone, "/orders/:code", a.order),
		page.Post(page.Anyone, "/orders/:code/pay", a.pay),
		page.Post(page.Anyone, "/orders/:code/cancel", a.cancel),
		page.Post(page.Anyone, "/orders/:code/received", a.received),
		page.Get(page.Anyone, "/orders/:code/withdraw", a.withdrawPage),
		page.Post(page.Anyone, "/orders/:code/withdraw", a.withdraw),
		page.Post(page.Anyone, "/orders/:code/confirm", a.confirmWithdrawal),
		page.Get(page.Anyone, "/orders/:code/documents/:name", a.document),
		page.Get(page.Member, urls.ShopOrders, a.sold),
		page.Get(page.Member, urls.OrdersCSV, a.file),
		page.Get(page.Member, "/shop/orders/:code", a.soldOrder),
		page.Post(page.Member, "/shop/orders/:code/confirm", a.confirm),
		page.Post(page.Member, "/shop/orders/:code/pay", a.paid),
		page.Post(page.Member, "/shop/orders/:code/ship", a.ship),
		page.Post(page.Member, "/shop/orders/:code/deliver", a.deliver),
		page.Post(page.Member, "/shop/orders/:code/return", a.returned),
		page.Post(page.Member, "/shop/orders/:code/refund", a.refund),
		page.Post(page.Member, "/shop/orders/:code/cancel", a.cancelSold),
		page.Get(page.Member, urls.ShopSettings, a.settings),
		page.Post(page.Member, urls.ShopSettings, a.saveSettings),
		page.Post(page.Anyone, urls.StripeEvents, a.stripe),
		page.Post(page.Anyone, "/webhooks/stripe/:seller", a.stripe),
	}
}

package handlers_test

import (
	"testing"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// Views of products count for them, and ways to them for the posts that led there.
func TestProductViewsCount(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ctx := t.Context()
	ada, bo, cleo := s.User("ada"), s.User("bo"), s.User("cleo")
	s.OpenShop(ada)
	mug := s.Product(ada, modelstest.Thing{Title: "Blue mug", Price: 1290, Stock: 9, Tax: -1})
	photo, others := s.Post(ada, "Morning tea"), s.Post(cleo, "Look at this mug")
	tags := []post.ProductInput{{ProductID: mug}}
	must(t, post.EditText(ctx, s.DB.Store, ada.ID, photo, post.Edit{Products: &tags}))
	must(t, post.EditText(ctx, s.DB.Store, cleo.ID, others, post.Edit{Products: &tags}))
	untagged := s.Post(ada, "Nothing to buy")
	page := "/products/" + mug.Code()
	from := func(id models.ID) string { return page + "?from=" + id.Code() }
	b, visitor := s.As(bo), s.Visitor()
	ua := []string{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
	b.Get(from(photo), ua...).Want(200)
	b.Get(page, ua...).Want(200).HasNot(".product-numbers")
	visitor.Get(from(photo), ua...).Want(200)
	b.Get(from(others), ua...).Want(200)
	b.Get(from(untagged), ua...).Want(200) // a view that no post led to
	s.As(ada).Get(from(photo), ua...).Want(200)
	visitor.Get(page, "User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)").Want(200)
	visitor.Get(page, append(ua, "Sec-Purpose", "prefetch")...).Want(200)
	must(t, insight.SetCounted(ctx, s.DB.Store, cleo.ID, false))
	s.As(cleo).Get(page, ua...).Want(200) // counts as nobody's, which is not at all
	put := order.Buyer{User: bo.ID}
	must(t, order.Put(ctx, s.DB.Store, put, order.CartInput{Product: mug, Quantity: 2, Post: photo}))
	o, err := order.Place(ctx, s.DB.Store, put, order.Checkout{Seller: ada.ID, Payment: order.Transfer, Email: "bo@example.org",
		Address: order.Address{Name: "Bo", Street: "Weg 1", City: "Köln", Country: "DE"}})
	must(t, err)
	_, err = order.Pay(ctx, s.DB.Store, ada.ID, o.ID, order.PayInput{})
	must(t, err)
	must(t, tally.Flush(ctx, s.DB.Store))
	shop.FlushLooks(s.DB.Store)

	p, err := insight.OfProduct(ctx, s.DB.Store, ada.ID, mug)
	must(t, err)
	if p.Views != 5 || p.Taps != 3 || p.Orders != 1 || p.Revenue != 2580 || p.Currency != "EUR" {
		t.Errorf("of the product: %+v", p)
	}
	of := func(id models.ID) insight.Totals {
		r, err := insight.OfPost(ctx, s.DB.Store, ada.ID, id, insight.Range{})
		must(t, err)
		return r.Totals
	}
	if n := of(photo); n.ProductTaps.Value != 2 || n.Orders.Value != 1 || n.ProductViews.Value != 0 {
		t.Errorf("of the post: %+v", n)
	}
	if n := of(untagged).ProductTaps.Value; n != 0 {
		t.Errorf("%d taps of a post without the product", n)
	}
	all, err := insight.Of(ctx, s.DB.Store, ada.ID, insight.Range{})
	must(t, err)
	if n := all.Totals; n.ProductViews.Value != 5 || n.ProductTaps.Value != 2 || n.Orders.Value != 1 || n.Revenue.Value != 2580 {
		t.Errorf("of the account: %+v", n)
	}
	theirs, err := insight.Of(ctx, s.DB.Store, cleo.ID, insight.Range{})
	must(t, err)
	if n := theirs.Totals; n.ProductTaps.Value != 1 || n.ProductViews.Value != 0 {
		t.Errorf("of who showed it: %+v", n)
	}
	a := s.As(ada)
	a.Get(page).Want(200).Has(".product-numbers").Says("Orders", "€25.80")
	a.Get("/p/"+photo.Code()+"/insights").Want(200).Says("Taps on products", "€25.80")
	a.Get("/insights").Want(200).Says("Product views", "Taps on products", "€25.80")
	var popular int64
	must(t, models.Read(ctx, s.Pool(), &popular, `SELECT popularity FROM products WHERE id = @id`, models.Args{"id": mug}))
	if popular < 6 {
		t.Errorf("popularity is %d", popular)
	}

	// Months keep what days were, and a product that is deleted leaves nothing behind.
	s.Clock.Move(40 * 24 * 60 * 60 * 1e9)
	must(t, tally.Merge(ctx, s.DB.Store))
	if all, err = insight.Of(ctx, s.DB.Store, ada.ID, insight.Range{From: s.Now().AddDate(0, 0, -60), To: s.Now()}); err != nil ||
		all.Totals.ProductViews.Value != 5 {
		t.Errorf("after a month: %+v, %v", all, err)
	}
	_, err = order.Ship(ctx, s.DB.Store, ada.ID, o.ID, order.ShipInput{})
	must(t, err)
	must(t, shop.Delete(ctx, s.DB.Store, ada.ID, mug))
	var left int
	must(t, models.Read(ctx, s.Pool(), &left, `SELECT count(*) FROM insight_counts WHERE post_id = @id`, models.Args{"id": mug}))
	if left != 0 {
		t.Errorf("%d rows are left of a product that is deleted", left)
	}
}

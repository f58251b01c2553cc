package handlers_test

import (
	"testing"

	"photogram/models"
	"photogram/models/activity"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/order"
	"photogram/models/people"
	"photogram/models/shop"
	"photogram/web/webtest"
)

// A seller is told once when few pieces are left, and again only after there were more.
func TestStockAlerts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ctx := t.Context()
	ada, bo := s.User("ada"), s.User("bo")
	s.OpenShop(ada)
	mug := s.Product(ada, modelstest.Thing{Title: "Blue mug", Price: 1290, Stock: 9, Tax: -1})
	s.Product(ada, modelstest.Thing{Title: "Green cup", Price: 990, Stock: 40, Tax: -1})
	v, err := shop.Visible(ctx, s.DB.Store, ada.ID, mug)
	must(t, err)
	desk := "/shop/catalogs/" + v.CatalogID.Code()
	a := s.As(ada)
	a.Post(desk+"/alerts", form("low_stock", "many")).Want(422)
	a.Post(desk+"/alerts", form("low_stock", "5")).Want(303)
	a.Get(desk).Want(200).Has("#f-low[value='5']")
	told := func() (n int) {
		t.Helper()
		for more := true; more; {
			var err error
			more, err = shop.TellStock(ctx, s.DB.Store)
			must(t, err)
		}
		_, err := notify.Digest(ctx, s.DB.Store, notify.DigestBatch)
		must(t, err)
		must(t, models.Read(ctx, s.Pool(), &n, `SELECT seq FROM notification_counts WHERE user_id = @id`, models.Args{"id": ada.ID}))
		return n
	}
	stock := func(n int64) {
		t.Helper()
		must(t, shop.Update(ctx, s.DB.Store, ada.ID, mug, shop.Change{Stock: &n}))
	}
	stock(6)
	if n := told(); n != 0 {
		t.Errorf("told %d times of enough", n)
	}
	buyer := order.Buyer{User: bo.ID}
	must(t, order.Put(ctx, s.DB.Store, buyer, order.CartInput{Product: mug, Quantity: 2}))
	_, err = order.Place(ctx, s.DB.Store, buyer, order.Checkout{Seller: ada.ID, Payment: order.Transfer, Email: "bo@example.org",
		Address: order.Address{Name: "Bo", Street: "Weg 1", City: "Köln", Country: "DE"}})
	must(t, err)
	if n := told(); n != 1 {
		t.Errorf("told %d times after an order", n)
	}
	stock(5)
	if n := told(); n != 1 {
		t.Errorf("told %d times while it stays low", n)
	}
	stock(30)
	stock(4)
	if n := told(); n != 2 {
		t.Errorf("told %d times after it was high again", n)
	}
	a.Get("/notifications").Want(200).Says("Only a few left of “Blue mug”").Has("a[href='/products/" + mug.Code() + "/edit']")
	a.Get(desk + "?state=low").Want(200).Says("Blue mug").HasNot("[value='Green cup']")
	program := s.Program(ada, "shopping")
	if got := program.Call("GET", "/products?user_id=self&low_stock=true").List("data.#.name"); len(got) != 1 || got[0] != "Blue mug" {
		t.Errorf("few are left of %v", got)
	}
	s.Program(bo, "shopping").Call("GET", "/products?low_stock=true").Refused(400, "APIInvalidParametersError", "user_id=self")

	// What is said of a product goes before what is said of its catalogue.
	a.Post("/products/"+mug.Code()+"/edit", form("name", "Blue mug", "price", "12.90", "low_stock", "0")).Want(303)
	stock(30)
	stock(3)
	if n := told(); n != 2 {
		t.Errorf("told %d times though it says never", n)
	}
	a.Get("/products/" + mug.Code() + "/edit").Has("[name='low_stock'][value='0']")
}

// Who waits for a product is told once when it is back.
func TestBackInStock(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ctx := t.Context()
	ada, bo, cleo := s.User("ada"), s.User("bo"), s.User("cleo")
	mug := s.Product(ada, modelstest.Thing{Title: "Blue mug", Price: 1290, Stock: 0, Tax: -1})
	there := s.Product(ada, modelstest.Thing{Title: "Green cup", Price: 990, Stock: 4, Tax: -1})
	path := "/products/" + mug.Code()
	b := s.As(bo)
	s.Visitor().Get(path).Want(200).Has("a[href='/login?next=%2Fproducts%2F" + mug.Code() + "']")
	s.As(ada).Get(path).HasNot(".product-wait")
	b.Post("/products/"+there.Code()+"/wait", nil).Want(303)
	b.Get("/products/" + there.Code()).HasNot(".product-wait")
	b.Get(path).Want(200).Says("Tell me when it is back")
	b.Post(path+"/wait", form("mail", "on")).Want(303)
	b.Post(path+"/wait", form("mail", "on")).Want(303)
	b.Get(path).Says("You are told once it is to be had again.")
	s.Program(cleo, "shopping").Call("POST", "/products/"+mug.String()+"/wait").Want(200)
	s.Program(cleo, "shopping").Call("DELETE", "/products/"+mug.String()+"/wait").Want(200)
	stock := func(n int64) {
		t.Helper()
		must(t, shop.Update(ctx, s.DB.Store, ada.ID, mug, shop.Change{Stock: &n}))
		_, err := shop.TellStock(ctx, s.DB.Store)
		must(t, err)
		_, err = notify.Digest(ctx, s.DB.Store, notify.DigestBatch)
		must(t, err)
	}
	stock(3)
	b.Get("/notifications").Want(200).Says("“Blue mug” is available again").Has("a[href='" + path + "']")
	s.As(cleo).Get("/notifications").HasNot(".notice")
	var left, mails int
	must(t, models.Read(ctx, s.Pool(), &left, `SELECT count(*) FROM stock_waits`, nil))
	must(t, models.Read(ctx, s.Pool(), &mails, `SELECT count(*) FROM notification_mails WHERE user_id = @bo AND kind = 'back_in_stock'
		AND pace = 'at_once' AND due_at IS NOT NULL`, models.Args{"bo": bo.ID}))
	if left != 0 || mails != 1 {
		t.Errorf("%d wait, %d mails are planned", left, mails)
	}
	s.Clock.Move(10 * 60 * 1e9)
	planned, err := notify.PlanMail(ctx, s.DB.Store)
	must(t, err)
	mailed, err := notify.Mail(ctx, s.DB.Store, notify.SendMail{UserID: bo.ID, To: bo.Email, Told: map[activity.Kind]models.ID{
		activity.ActBackInStock: 0}, Upto: 1 << 40})
	must(t, err)
	if !planned || len(mailed.List) != 1 || mailed.List[0].Product != "Blue mug" {
		t.Errorf("the mail is planned: %v, and tells %+v", planned, mailed.List)
	}
	stock(0)
	stock(2)
	var seq int
	must(t, models.Read(ctx, s.Pool(), &seq, `SELECT seq FROM notification_counts WHERE user_id = @id`, models.Args{"id": bo.ID}))
	if seq != 1 {
		t.Errorf("told %d times", seq)
	}
	// Who is blocked is told nothing any more.
	must(t, people.Block(ctx, s.DB.Store, ada.ID, bo.ID))
	b.Get("/notifications").HasNot("a[href='" + path + "']")
}

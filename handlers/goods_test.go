package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/web/webtest"
)

// What somebody saves waits for them, and says when it costs less.
func TestSavedProducts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ctx := t.Context()
	ada, bo := s.User("ada"), s.User("bo")
	var mugs []models.ID
	for range 30 {
		mugs = append(mugs, s.Product(ada, modelstest.Thing{Title: "Mug", Price: 1290, Stock: 3, Tax: -1}))
	}
	draft := s.Product(ada, modelstest.Thing{Title: "Secret", Price: 1, Draft: true})
	path := func(id models.ID) string { return "/products/" + id.Code() }
	b, visitor := s.As(bo), s.Visitor()
	visitor.Get(path(mugs[0])).Want(200).Has("a.bookmark[href^='/login?next=']")
	visitor.Post(path(mugs[0])+"/save", nil).Want(http.StatusSeeOther) // to log in
	b.Post(path(draft)+"/save", nil).Want(404)
	b.Get("/saved/products").Want(200).Says("No products saved yet").Has(".tabs a[href='/saved']")
	for _, id := range mugs {
		b.Post(path(id)+"/save", nil).Want(303)
		b.Post(path(id)+"/save", nil).Want(303) // again, which changes nothing
	}
	b.Get(path(mugs[0])).Has(".bookmark[aria-pressed='true']").Says("Saved")
	first := b.Get("/saved/products").Want(200)
	older := first.Find(".older a").AttrOr("href", "")
	if n := first.Find(".product-card").Length() + b.Get(older).Want(200).Find(".product-card").Length(); n != 30 || older == "" {
		t.Errorf("%d are saved", n)
	}
	s.As(ada).Get("/saved/products").HasNot(".product-card")

	// A script gets the button back, a form what undoes it; it stands where it stood.
	b.HTMX(path(mugs[29])+"/save", form("_method", "DELETE")).Want(200).Has(".bookmark[aria-pressed='false']")
	b.Post(path(mugs[29])+"/save", nil).Want(303)
	kept, err := shop.Unsave(ctx, s.DB.Store, bo.ID, mugs[5])
	must(t, err)
	b.Post(path(mugs[5])+"/save", form("was", "nonsense")).Want(422)
	b.Post(path(mugs[5])+"/save", form("was", kept.String())).Want(303)
	list, _, err := shop.Saved(ctx, s.DB.Store, bo.ID, 0, 50)
	must(t, err)
	if len(list) != 30 || list[24].ID != mugs[5] {
		t.Errorf("what was put back does not stand where it stood")
	}

	// It costs less now, is archived, and is deleted.
	price := int64(990)
	must(t, shop.Update(ctx, s.DB.Store, ada.ID, mugs[29], shop.Change{Price: &price}))
	b.Get("/saved/products").Says("€12.90 → €9.90 since you saved it")
	program := s.Program(bo, "shopping")
	if a := program.Call("GET", "/products/"+mugs[29].String()); !strings.Contains(string(a.Body), `"user_has_saved":true`) ||
		!strings.Contains(string(a.Body), `"saved_price":{"amount":1290`) {
		t.Errorf("%s", a.Body)
	}
	archived := shop.Archived
	must(t, shop.Update(ctx, s.DB.Store, ada.ID, mugs[28], shop.Change{State: &archived}))
	must(t, shop.Delete(ctx, s.DB.Store, ada.ID, mugs[27]))
	list, _, err = shop.Saved(ctx, s.DB.Store, bo.ID, 0, 50)
	must(t, err)
	if len(list) != 28 {
		t.Errorf("%d can be seen of what is saved", len(list))
	}
	b.Post(path(mugs[28])+"/save", form("_method", "DELETE")).Want(303) // what one cannot see any more
	b.Post(path(mugs[27])+"/save", form("_method", "DELETE")).Want(404)
	must(t, people.Block(ctx, s.DB.Store, ada.ID, bo.ID))
	b.Get("/saved/products").HasNot(".product-card")
}

// A product leads to others like it, as far as its viewer may see them.
func TestRelatedProducts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ctx := t.Context()
	ada, bo, cleo := s.User("ada"), s.User("bo"), s.User("cleo")
	put := func(u *account.User, title, category string, labels ...string) models.ID {
		id := s.Product(u, modelstest.Thing{Title: title, Price: 500, Stock: 3, Tax: -1})
		must(t, shop.Update(ctx, s.DB.Store, u.ID, id, shop.Change{Category: &category, Labels: &labels}))
		return id
	}
	mug := put(ada, "Mug", "Kitchen", "blue")
	cup := put(ada, "Cup", "Kitchen")
	towel := put(ada, "Towel", "Bath", "blue")
	put(ada, "Lamp", "Light")
	gone := put(ada, "Sold-out pot", "Kitchen")
	none := int64(0)
	must(t, shop.Update(ctx, s.DB.Store, ada.ID, gone, shop.Change{Stock: &none}))
	spoon := put(cleo, "Spoon", "Kitchen")
	photo := s.Post(bo, "Breakfast")
	tags := []post.ProductInput{{ProductID: mug}, {ProductID: spoon}}
	must(t, post.EditText(ctx, s.DB.Store, bo.ID, photo, post.Edit{Products: &tags}))
	titles := func(viewer models.ID) string {
		v, err := shop.Visible(ctx, s.DB.Store, viewer, mug)
		must(t, err)
		list, err := shop.Related(ctx, s.DB.Store, viewer, v)
		must(t, err)
		var out []string
		for _, v := range list {
			out = append(out, v.Title)
		}
		return strings.Join(out, ", ")
	}
	if got := titles(0); got != "Spoon, Towel, Cup" {
		t.Errorf("related are %s", got)
	}
	must(t, people.Block(ctx, s.DB.Store, cleo.ID, bo.ID))
	if got := titles(bo.ID); got != "Towel, Cup" {
		t.Errorf("for who is blocked they are %s", got)
	}
	s.Visitor().Get("/products/"+mug.Code()).Want(200).Says("You may also like").Has("a[href='/products/"+cup.Code()+"']",
		"a[href='/products/"+towel.Code()+"']")
	program := s.Program(bo, "shopping")
	if a := program.Call("GET", "/products/"+mug.String()+"/related"); !strings.Contains(string(a.Body), `"Towel"`) ||
		strings.Contains(string(a.Body), `"Spoon"`) {
		t.Errorf("%s", a.Body)
	}
}

// Explore has what public shops sell, less one's own and what one does not want.
func TestExploreProducts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ctx := t.Context()
	ada, bo, cleo := s.User("ada"), s.User("bo"), s.User("cleo")
	visitor := s.Visitor()
	visitor.Get("/explore/products").Want(200).Says("Nothing is for sale yet").Has(".tabs a[href='/explore']")
	s.Product(ada, modelstest.Thing{Title: "Blue mug", Price: 1290, Stock: 3, Tax: -1})
	s.Product(ada, modelstest.Thing{Title: "Sold-out pot", Price: 700, Stock: 0, Tax: -1})
	s.Product(bo, modelstest.Thing{Title: "Green cup", Price: 400, Stock: -1, Tax: -1})
	s.Product(cleo, modelstest.Thing{Title: "Swiss clock", Price: 9000, Currency: "CHF", Stock: 1, Tax: -1})
	shown := func(c *webtest.Client, query string) string {
		var out []string
		c.Get("/explore/products" + query).Want(200).Find(".product-card > bdi").
			Each(func(_ int, e *goquery.Selection) { out = append(out, e.Text()) })
		return strings.Join(out, ", ")
	}
	b := s.As(bo)
	for _, row := range []struct {
		c     *webtest.Client
		query string
		want  string
	}{{visitor, "?sort=newest", "Swiss clock, Green cup, Blue mug"}, {visitor, "?sort=newest&show=all",
		"Swiss clock, Green cup, Sold-out pot, Blue mug"}, {b, "?sort=newest", "Swiss clock, Blue mug"},
		{visitor, "?sort=price&currency=EUR", "Green cup, Blue mug"}, {visitor, "?min=5&max=20.00&currency=EUR", "Blue mug"},
		{visitor, "?sort=-price", "Swiss clock, Blue mug, Green cup"}} {
		if got := shown(row.c, row.query); got != row.want {
			t.Errorf("%s shows %s", row.query, got)
		}
	}
	visitor.Get("/explore/products?min=5").Want(422).Has("#f-currency-problem")
	visitor.Get("/explore/products?min=20&max=5&currency=EUR").Want(422).Has("#f-max-problem")
	visitor.Get("/explore/products?min=x&currency=EUR").Want(422).Has("#f-min-problem")
	visitor.Get("/explore/products?sort=best").Want(422)
	visitor.Get("/explore/products?q=unheard").Want(200).Says("Nothing is like that")
	must(t, people.Follow(ctx, s.DB.Store, bo.ID, ada.ID))
	must(t, people.MutePosts(ctx, s.DB.Store, bo.ID, ada.ID))
	must(t, people.Block(ctx, s.DB.Store, cleo.ID, bo.ID))
	if got := shown(b, "?sort=newest&show=all"); got != "" {
		t.Errorf("muted and blocked shops show %s", got)
	}
	yes := true
	must(t, account.UpdateProfile(ctx, s.DB.Store, ada.ID, account.ProfileInput{IsPrivate: &yes}))
	if got := shown(visitor, "?sort=newest&show=all"); got != "Swiss clock, Green cup" {
		t.Errorf("with a private shop it shows %s", got)
	}
	program := s.Program(bo, "shopping")
	if a := program.Call("GET", "/products?explore=true&count=5"); strings.Contains(string(a.Body), "Green cup") {
		t.Errorf("%s", a.Body)
	}
	program.Call("GET", "/products?explore=true&user_id=self").Refused(400, "APIInvalidParametersError", "explore")
}

package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/web/webtest"
)

// sells gives somebody a catalogue with products, an import that ended, and the address
// of a feed.
func sells(t *testing.T, s *webtest.Site, owner *account.User) (catalog, product, imported models.ID, link string) {
	t.Helper()
	ctx := t.Context()
	catalog, err := shop.CreateCatalog(ctx, s.DB.Store, owner.ID, "Mugs", "EUR", "en")
	must(t, err)
	name, price, sale, stock, group := "Blue mug", int64(1290), int64(990), int64(3), "mug"
	product, err = shop.Create(ctx, s.DB.Store, owner.ID, catalog, shop.Change{Title: &name, Price: &price, SalePrice: &sale, Stock: &stock,
		GroupID: &group})
	must(t, err)
	other := "=Red mug"
	imported, _, err = shop.Batch(ctx, s.DB.Store, owner.ID, catalog, []shop.BatchItem{{Method: "CREATE", RetailerID: "red",
		Change: shop.Change{Title: &other, Price: &price, GroupID: &group}}, {Method: "UPDATE", RetailerID: "x"}}, true)
	must(t, err)
	link, err = shop.NewLink(ctx, s.DB.Store, owner.ID, catalog, false)
	must(t, err)
	return catalog, product, imported, link
}

// Somebody makes a catalogue, imports a file into it after a trial with a corrected
// column, changes many products at once and takes that back, and puts one on a photo.
func TestShopPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada, bo := s.User("ada"), s.User("bo")
	c, b, visitor := s.As(ada), s.As(bo), s.Visitor()
	c.Get("/shop").Want(200).Says("No catalogue yet")
	c.Post("/shop", form("name", "", "currency", "EURO")).Want(422).Has("#f-name-problem", "#f-currency-problem")
	made := c.Post("/shop", form("name", "Mugs", "currency", "EUR")).Want(303)
	desk := made.Header.Get("Location")
	c.Get(desk).Want(200).Says("No products")
	b.Get(desk).Want(404)
	file := webtest.File{Name: "mugs.csv",
		Data: []byte("key,what,cost,left\nblue,Blue mug,\"12,90\",3\nred,Red mug,\"9,90\",0\nbad,Bad mug,-1,1\n")}
	begun := c.Upload(desk+"/import", form("dry_run", "on", "mode", "update"), []webtest.File{file}).Want(303).Header.Get("Location")
	ended := func(path string) *webtest.Answer {
		var a *webtest.Answer
		webtest.Eventually(t, "the import ends", func() bool {
			a = c.Get(path).Want(200)
			return a.Find("[hx-trigger]").Length() == 0
		})
		return a
	}
	trial := ended(begun).Says("No row of this file could be taken", "Blue mug").Has("select[name=c0]")
	b.Get(begun).Want(404)
	fields := url.Values{"do": {"import"}}
	for i, field := range []string{"retailer_id", "title", "price", "stock"} {
		fields.Set("c"+string(rune('0'+i)), field)
	}
	if trial.Find("table select").Length() != 4 {
		t.Errorf("%d columns", trial.Find("table select").Length())
	}
	read := c.Post(begun, fields).Want(303).Header.Get("Location")
	ended(read).Says("Read.", "New2", "Refused1")
	c.Get(read + "/errors.csv").Want(200)
	page := c.Get(desk).Want(200).Says("Blue mug", "Red mug")
	var sent []string
	page.Find("input[name=id]").Each(func(_ int, e *goquery.Selection) { sent = append(sent, e.AttrOr("value", "")) })
	if len(sent) != 2 {
		t.Fatalf("%d rows", len(sent))
	}
	table := func(price string) url.Values {
		f := url.Values{"id": sent, "chosen": sent[:1], "bulk": {"draft"}}
		for _, id := range sent {
			f.Set("price-"+id, price)
			f.Set("stock-"+id, "7")
		}
		return f
	}
	refused := c.Post(desk, table("-3")).Want(422).Says("at least zero")
	if refused.Find("input[aria-invalid]").Length() != 2 {
		t.Errorf("%d fields are marked", refused.Find("input[aria-invalid]").Length())
	}
	undo := c.Follow(c.Post(desk, table("7,50")).Want(303)).Says("Saved.")
	if got := visitor.Get("/ada/shop").Want(200); strings.Count(got.Text(), "€7.50") != 1 {
		t.Errorf("others see %s", got.Text())
	}
	back := url.Values{}
	undo.Find("form[action='/shop/undo'] input").Each(func(_ int, e *goquery.Selection) {
		back.Set(e.AttrOr("name", ""), e.AttrOr("value",
			""))
	})
	c.Post("/shop/undo", back).Want(303)
	visitor.Get("/ada/shop").Want(200).Says("€12.90", "€9.90")
	b.Post("/shop/undo", back).Want(404)
	visitor.Get("/ada/shop?q=blue&sort=price").Says("Blue mug")
	list, _, err := shop.List(t.Context(), s.DB.Store, ada.ID, shop.Query{Owner: ada.ID, Words: "blue"}, shop.Place{}, 1)
	must(t, err)
	id := list[0].ID
	product := "/products/" + id.Code()
	visitor.Get(product).Want(200).Says("Blue mug", "€12.90", "3 left")
	visitor.Get(product + "/edit").Want(303)
	b.Get(product + "/edit").Want(404)
	c.Upload(product+"/photos", nil, []webtest.File{{Name: "a.jpg", Data: mediatest.Photo(60, 40)}}).Want(303)
	c.Upload(product+"/photos", nil, []webtest.File{{Name: "a.txt", Data: []byte("no photo")}}).Want(422)
	webtest.Eventually(t, "its photo is made", func() bool { return visitor.Get(product).Find(".product-photo img").Length() > 0 })
	c.Post(product+"/edit", form("name", "Blue mug", "price", "12.90", "sale_price", "20", "gtin",
		"12")).Want(422).Has("#f-sale_price-problem", "#f-gtin-problem")
	c.Post(product+"/edit", form("name", "Blue mug", "price", "12.90", "sale_price", "9.90", "options", "Colour: Blue")).Want(303)
	visitor.Get(product).Says("€9.90", "before €12.90")
	// On a photo.
	photo := s.Post(ada, "Morning tea")
	tags := "/p/" + photo.Code() + "/products"
	c.Get(tags).Want(200).Says("Blue mug")
	b.Get(tags).Want(403)
	c.Post(tags, form("product", id.String(), "x-"+id.String(), "150", "y-"+id.String(), "5")).Want(422).Says("between 0 and 100 percent")
	c.Post(tags, form("product", id.String(), "x-"+id.String(), "50", "y-"+id.String(), "25")).Want(303)
	visitor.Get("/p/"+photo.Code()).Want(200).Says("€9.90").Has(".product-tags a[href='"+product+"?from="+photo.Code()+"']",
		".product-tags [data-x][data-y]")
	visitor.Get(product).Says("Seen in these posts").Has("a[href='/p/" + photo.Code() + "']")
	// A private account sells to its followers.
	yes := true
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, ada.ID, account.ProfileInput{IsPrivate: &yes}))
	visitor.Get(product).Want(404)
	b.Get(product).Want(404)
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	must(t, people.ApproveFollow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	b.Get(product).Want(200)
	shop.FlushLooks(s.DB.Store)
	c.Post(product+"/state", form("state", "archived")).Want(303)
	b.Get(product).Want(404)
	c.Post(product+"/delete", nil).Want(303)
	own, err := post.Own(t.Context(), s.DB.Store, ada.ID, photo)
	must(t, err)
	if len(own.Products) != 0 {
		t.Errorf("a deleted product is on the post: %+v", own.Products)
	}
	c.Post(desk+"/delete", nil).Want(303)
	c.Get(desk).Want(404)
	s.Check()
}

// Whoever has the address of a feed reads it, and nobody else.
func TestExportFeeds(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	catalog, product, _, link := sells(t, s, ada)
	visitor := s.Visitor()
	feed := "/shop/feeds/" + link
	if a := visitor.Get(feed + "/meta.csv").Want(200); !strings.Contains(string(a.Body), "9.90 EUR") ||
		!strings.Contains(string(a.Body), ",'=Red mug,") || !strings.Contains(string(a.Body), "/products/"+product.Code()) {
		t.Errorf("%s", a.Body)
	}
	if a := visitor.Get(feed + "/google.tsv").Want(200); !strings.Contains(string(a.Body), "\tin_stock\t") {
		t.Errorf("%s", a.Body)
	}
	if a := visitor.Get(feed + "/rss.xml").Want(200); !strings.Contains(string(a.Body), "<g:price>12.90 EUR</g:price>") {
		t.Errorf("%s", a.Body)
	}
	visitor.Get(feed + "/all.zip").Want(404)
	c := s.As(ada)
	desk := "/shop/catalogs/" + catalog.Code()
	c.Post(desk+"/link", form("do", "make")).Want(303)
	visitor.Get(feed + "/meta.csv").Want(404)
	c.Post(desk+"/link", form("do", "end")).Want(303)
	c.Get(desk).Want(http.StatusOK).HasNot(".shop-feeds code")
}

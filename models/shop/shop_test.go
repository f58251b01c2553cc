package shop_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

// catalog makes one in euros.
func catalog(t testing.TB, db *modelstest.DB, owner models.ID) models.ID {
	t.Helper()
	id, err := shop.CreateCatalog(t.Context(), db.Store, owner, "Things", "eur", "de")
	must(t, err)
	return id
}

func product(t testing.TB, db *modelstest.DB, owner, in models.ID, retailer string, price int64, more ...shop.Change) models.ID {
	t.Helper()
	c := shop.Change{}
	if len(more) > 0 {
		c = more[0]
	}
	c.RetailerID, c.Price = &retailer, &price
	if c.Title == nil {
		title := "Thing " + retailer
		c.Title = &title
	}
	id, err := shop.Create(t.Context(), db.Store, owner, in, c)
	must(t, err)
	return id
}

// found lists what a query gives, in pages of two, by the ids in shops.
func found(t testing.TB, db *modelstest.DB, viewer models.ID, q shop.Query) (out []string) {
	t.Helper()
	var from shop.Place
	for {
		list, next, err := shop.List(t.Context(), db.Store, viewer, q, from, 2)
		must(t, err)
		for _, v := range list {
			out = append(out, v.RetailerID)
		}
		if next.ID == 0 {
			return out
		}
		from, err = shop.ParsePlace(next.String())
		must(t, err)
	}
}

func TestCatalogs(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	_, err := shop.CreateCatalog(ctx, db.Store, ada.ID, "", "EURO", "german please")
	wantFields(t, err, "name", "currency", "language")
	id := catalog(t, db, ada.ID)
	c, err := shop.OwnCatalog(ctx, db.Store, ada.ID, id)
	must(t, err)
	if c.Name != "Things" || c.Currency != "EUR" || c.Language != "de" || c.ProductsCount != 0 {
		t.Errorf("%+v", c)
	}
	_, err = shop.OwnCatalog(ctx, db.Store, bo.ID, id)
	wantKind(t, "another's", err, models.NotFound)
	wantKind(t, "change another's", shop.EditCatalog(ctx, db.Store, bo.ID, id, shop.CatalogEdit{Name: new("x")}), models.NotFound)
	wantKind(t, "delete another's", shop.DeleteCatalog(ctx, db.Store, bo.ID, id), models.NotFound)
	must(t, shop.EditCatalog(ctx, db.Store, ada.ID, id, shop.CatalogEdit{Name: new("Mugs"), Currency: new("USD")}))
	p := product(t, db, ada.ID, id, "mug", 599)
	wantFields(t, shop.EditCatalog(ctx, db.Store, ada.ID, id, shop.CatalogEdit{Name: new(" "), Currency: new("EUR")}), "name", "currency")
	second := catalog(t, db, ada.ID)
	list, next, err := shop.Catalogs(ctx, db.Store, ada.ID, 0, 1)
	must(t, err)
	if len(list) != 1 || list[0].ID != second || next != second {
		t.Errorf("%+v, then %d", list, next)
	}
	must(t, shop.DeleteCatalog(ctx, db.Store, ada.ID, id))
	_, err = shop.Visible(ctx, db.Store, ada.ID, p)
	wantKind(t, "a product of a deleted catalogue", err, models.NotFound)
	if owner, err := shop.OwnerOf(ctx, db.Store, p); err != nil || owner != 0 {
		t.Errorf("%d, %v", owner, err)
	}
}

// wantFields compares the fields that an error names.
func wantFields(t testing.TB, err error, fields ...string) {
	t.Helper()
	var got []string
	for _, e := range models.ProblemsOf(err) {
		got = append(got, e.Field)
	}
	if !slices.Equal(got, fields) {
		t.Errorf("%v names %v, not %v", err, got, fields)
	}
}

func TestWhatAProductMayBe(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	id := product(t, db, ada.ID, in, "mug", 1290, shop.Change{Title: new(`Mug <script>alert(1)</script> <b>blue</b>`),
		Description: new("<p>One</p><p>Two</p>"), GTIN: new("4006381333931"), URL: new("https://example.org/mug"),
		Options: &[]shopfile.Option{{Name: "Colour", Value: "Blue"}}, Labels: &[]string{"new", ""},
		Images: &[]string{"https://example.org/a.jpg"}})
	v, err := shop.Visible(ctx, db.Store, ada.ID, id)
	must(t, err)
	if v.Title != "Mug blue" || v.Description != "One\n\nTwo" || v.Price != 1290 || v.Currency != "EUR" || v.State != shop.Published ||
		v.Availability != shopfile.InStock || v.Counted || v.Tax != -1 || len(v.Labels) != 1 || v.Options[0].Value != "Blue" || !v.Fetch {
		t.Errorf("%+v", v.Product)
	}
	for name, bad := range map[string]struct {
		in     shop.Change
		fields []string
	}{
		"below zero":  {shop.Change{Price: new(int64(-1))}, []string{"price"}},
		"absurd":      {shop.Change{Price: new(int64(1e15))}, []string{"price"}},
		"sale above":  {shop.Change{SalePrice: new(int64(1290))}, []string{"sale_price"}},
		"times alone": {shop.Change{SaleFrom: new(time.Now())}, []string{"sale_price"}},
		"check digit": {shop.Change{GTIN: new("4006381333932")}, []string{"gtin"}},
		"no digits":   {shop.Change{GTIN: new("abc")}, []string{"gtin"}},
		"long": {shop.Change{Title: new(strings.Repeat("x", 201)), Description: new(strings.Repeat("x", 10_000_000))},
			[]string{"name", "description"}},
		"empty": {shop.Change{Title: new("<i></i>"), RetailerID: new("")}, []string{"retailer_id", "name"}},
		"words": {shop.Change{State: new(shop.State("on")), Condition: new(shopfile.Condition("old")),
			Availability: new(shopfile.Availability("maybe"))}, []string{"state", "condition", "availability"}},
		"addresses": {shop.Change{URL: new("javascript:alert(1)"), Images: &[]string{"file:///etc/passwd"}}, []string{"url", "images"}},
		"numbers": {shop.Change{Stock: new(int64(1e12)), Weight: new(int64(-1)), Unit: new("ounce"), Tax: new(10_001)},
			[]string{"stock", "weight", "unit", "tax"}},
		"options": {shop.Change{Options: &[]shopfile.Option{{Name: "Size"}}}, []string{"options"}},
	} {
		t.Run(name, func(t *testing.T) { wantFields(t, shop.Update(ctx, db.Store, ada.ID, id, bad.in), bad.fields...) })
	}
	_, err = shop.Create(ctx, db.Store, ada.ID, in, shop.Change{RetailerID: new("mug"), Title: new("Mug"), Price: new(int64(1))})
	wantKind(t, "the id of another", err, models.Conflict)
	_, err = shop.Create(ctx, db.Store, ada.ID, in, shop.Change{Title: new("Mug")})
	wantFields(t, err, "price")
	same, err := shop.Visible(ctx, db.Store, ada.ID, id)
	must(t, err)
	if same.Title != v.Title || !same.UpdatedAt.Equal(v.UpdatedAt) {
		t.Errorf("a refused change left %+v", same.Product)
	}
}

func TestSalesAndPricesOfBefore(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	id := product(t, db, ada.ID, in, "mug", 1000)
	asked := func(want int64, lowest string) {
		t.Helper()
		v, err := shop.Visible(ctx, db.Store, 0, id)
		must(t, err)
		low := "none"
		if v.Lowest != nil {
			low = fmt.Sprint(*v.Lowest)
		}
		if got := v.Asked(db.Now()).Minor; got != want || low != lowest {
			t.Errorf("it costs %d, not %d; the lowest before is %s, not %s", got, want, low, lowest)
		}
	}
	asked(1000, "none")
	day := 24 * time.Hour
	db.Clock.Move(10 * day)
	must(t, shop.Update(ctx, db.Store, ada.ID, id, shop.Change{Price: new(int64(800))}))
	db.Clock.Move(5 * day)
	must(t, shop.Update(ctx, db.Store, ada.ID, id, shop.Change{Price: new(int64(1200))}))
	db.Clock.Move(5 * day)
	from, to := db.Now().Add(2*day), db.Now().Add(4*day)
	must(t, shop.Update(ctx, db.Store, ada.ID, id, shop.Change{SalePrice: new(int64(900)), SaleFrom: &from, SaleTo: &to}))
	asked(1200, "none")
	db.Clock.Move(3 * day) // it begins by its time
	asked(900, "800")
	db.Clock.Move(3 * day) // and ends
	asked(1200, "none")
	must(t, shop.Update(ctx, db.Store, ada.ID, id, shop.Change{SalePrice: new(int64(-1))}))
	db.Clock.Move(60 * day)
	must(t, shop.Update(ctx, db.Store, ada.ID, id, shop.Change{SalePrice: new(int64(1100))}))
	db.Clock.Move(day)
	asked(1100, "1200")
	db.Clock.Move(40 * day) // what counts are the days before it began
	asked(1100, "1200")
	// Changes of other fields tell of no price.
	must(t, shop.Update(ctx, db.Store, ada.ID, id, shop.Change{Title: new("Cup")}))
	asked(1100, "1200")
}

func TestWhatIsFound(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo, eve := db.User("ada"), db.User("bo"), db.User("eve")
	in, other := catalog(t, db, ada.ID), catalog(t, db, ada.ID)
	from, past := db.Now().Add(-time.Hour), db.Now().Add(-time.Minute)
	product(t, db, ada.ID, in, "a", 500, shop.Change{Title: new("Blue mug"), Brand: new("Café")})
	product(t, db, ada.ID, in, "b", 900, shop.Change{Title: new("Red mug"), SalePrice: new(int64(300)), SaleFrom: &from})
	product(t, db, ada.ID, in, "c", 700, shop.Change{Title: new("Bowl"), SalePrice: new(int64(100)), SaleFrom: &from, SaleTo: &past})
	product(t, db, ada.ID, in, "d", 200, shop.Change{Title: new("Draft"), State: new(shop.Draft)})
	product(t, db, ada.ID, other, "e", 200, shop.Change{Title: new("Plate"), Stock: new(int64(0))})
	gone := product(t, db, ada.ID, in, "f", 100, shop.Change{Title: new("Gone")})
	must(t, shop.Update(ctx, db.Store, ada.ID, gone, shop.Change{State: new(shop.Archived)}))
	for name, q := range map[string]struct {
		viewer models.ID
		q      shop.Query
		want   []string
	}{
		"all":         {bo.ID, shop.Query{}, []string{"e", "c", "b", "a"}},
		"visitors":    {0, shop.Query{Owner: ada.ID}, []string{"e", "c", "b", "a"}},
		"a catalogue": {bo.ID, shop.Query{Owner: ada.ID, Catalog: in}, []string{"c", "b", "a"}},
		"the owner": {ada.ID, shop.Query{Owner: ada.ID, States: []shop.State{shop.Draft, shop.Published}}, []string{"e", "d", "c",
			"b", "a"}},
		"drafts":           {ada.ID, shop.Query{Owner: ada.ID, States: []shop.State{shop.Draft}}, []string{"d"}},
		"drafts of others": {bo.ID, shop.Query{Owner: ada.ID, States: []shop.State{shop.Draft}}, []string{"e", "c", "b", "a"}},
		"archived":         {ada.ID, shop.Query{Owner: ada.ID, States: []shop.State{shop.Archived}}, []string{"f"}},
		"cheapest":         {bo.ID, shop.Query{Sort: shop.Cheapest}, []string{"e", "b", "a", "c"}},
		"dearest":          {bo.ID, shop.Query{Sort: shop.Dearest, Owner: ada.ID}, []string{"c", "a", "b", "e"}},
		"from":             {bo.ID, shop.Query{MinPrice: new(int64(300)), MaxPrice: new(int64(500))}, []string{"b", "a"}},
		"from in order": {bo.ID, shop.Query{Sort: shop.Cheapest, MinPrice: new(int64(300)), MaxPrice: new(int64(699))}, []string{"b",
			"a"}},
		"out of stock":  {bo.ID, shop.Query{Availability: shopfile.OutOfStock}, []string{"e"}},
		"words":         {bo.ID, shop.Query{Words: "MUG"}, []string{"b", "a"}},
		"the beginning": {bo.ID, shop.Query{Words: "mu", Sort: shop.Cheapest}, []string{"b", "a"}},
		"an accent":     {bo.ID, shop.Query{Words: "cafe mug"}, []string{"a"}},
		"nothing":       {bo.ID, shop.Query{Words: "teapot"}, []string(nil)},
		"signs":         {bo.ID, shop.Query{Words: "!!!"}, nil},
		"popular":       {bo.ID, shop.Query{Sort: shop.Popular}, []string{"e", "c", "b", "a"}},
	} {
		t.Run(name, func(t *testing.T) { equal(t, name, found(t, db, q.viewer, q.q), q.want) })
	}
	_, _, err := shop.List(ctx, db.Store, bo.ID, shop.Query{Sort: "best", Availability: "maybe", MinPrice: new(int64(9)),
		MaxPrice: new(int64(1))},
		shop.Place{}, 2)
	wantFields(t, err, "sort", "availability", "max_price")
	// A private account's are its followers', and nobody's who is blocked.
	must(t, people.Follow(ctx, db.Store, bo.ID, ada.ID))
	_, err = db.Pool().Exec(ctx, `UPDATE users SET is_private = true WHERE id = $1`, ada.ID)
	must(t, err)
	equal(t, "a follower", len(found(t, db, bo.ID, shop.Query{})), 4)
	equal(t, "others", len(found(t, db, eve.ID, shop.Query{})), 0)
	equal(t, "visitors", len(found(t, db, 0, shop.Query{})), 0)
	must(t, people.Block(ctx, db.Store, ada.ID, bo.ID))
	equal(t, "blocked", len(found(t, db, bo.ID, shop.Query{})), 0)
	_, err = shop.Visible(ctx, db.Store, bo.ID, gone)
	wantKind(t, "archived", err, models.NotFound)
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	in := catalog(t, db, ada.ID)
	a, b := product(t, db, ada.ID, in, "a", 500, shop.Change{Stock: new(int64(3))}), product(t, db, ada.ID, in, "b", 900)
	edits := []shop.Edit{{a, shop.Change{Price: new(int64(600)), Stock: new(int64(-1))}},
		{b, shop.Change{State: new(shop.Archived), SalePrice: new(int64(400))}}}
	_, err := shop.Bulk(ctx, db.Store, bo.ID, edits)
	wantKind(t, "another's", err, models.NotFound)
	bad := []shop.Edit{edits[0], {b, shop.Change{Price: new(int64(-1))}}}
	_, err = shop.Bulk(ctx, db.Store, ada.ID, bad)
	wantFields(t, err, "products[1].price")
	before, err := shop.Visible(ctx, db.Store, ada.ID, a)
	must(t, err)
	if before.Price != 500 {
		t.Error("half of a refused change was made")
	}
	back, err := shop.Bulk(ctx, db.Store, ada.ID, edits)
	must(t, err)
	state := func() string {
		var out []string
		for _, id := range []models.ID{a, b} {
			v, err := shop.Visible(ctx, db.Store, ada.ID, id)
			must(t, err)
			out = append(out, fmt.Sprintf("%d %v %d %s %v", v.Price, v.Counted, v.Stock, v.State, v.SalePrice != nil))
		}
		c, err := shop.OwnCatalog(ctx, db.Store, ada.ID, in)
		must(t, err)
		return strings.Join(out, ", ") + fmt.Sprintf(", %d in it", c.ProductsCount)
	}
	equal(t, "changed", state(), "600 false 0 published false, 900 false 0 archived true, 1 in it")
	_, err = shop.Bulk(ctx, db.Store, ada.ID, back)
	must(t, err)
	equal(t, "undone", state(), "500 true 3 published false, 900 false 0 published false, 2 in it")
	_, err = db.Pool().Exec(ctx, `UPDATE products SET reserved = 2 WHERE id = $1`, a)
	must(t, err)
	wantFields(t, shop.Update(ctx, db.Store, ada.ID, a, shop.Change{Stock: new(int64(1))}), "stock")
	wantKind(t, "reserved", shop.Delete(ctx, db.Store, ada.ID, a), models.Conflict)
	must(t, shop.Delete(ctx, db.Store, ada.ID, b))
	equal(t, "deleted", found(t, db, ada.ID, shop.Query{Owner: ada.ID}), []string{"a"})
	c, err := shop.OwnCatalog(ctx, db.Store, ada.ID, in)
	must(t, err)
	equal(t, "counted", c.ProductsCount, int64(1))
}

func TestVariantsShareAGroup(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	size := func(s string) shop.Change {
		return shop.Change{GroupID: new("shirt"), Options: &[]shopfile.Option{{Name: "Size", Value: s}}}
	}
	s, m := product(t, db, ada.ID, in, "s", 500, size("S")), product(t, db, ada.ID, in, "m", 500, size("M"))
	product(t, db, ada.ID, in, "mug", 300)
	equal(t, "one of each", found(t, db, 0, shop.Query{Owner: ada.ID, Leads: true}), []string{"mug", "s"})
	v, err := shop.Visible(ctx, db.Store, 0, m)
	must(t, err)
	list, err := shop.Variants(ctx, db.Store, 0, v)
	must(t, err)
	if len(list) != 2 || list[0].ID != s || list[1].Options[0].Value != "M" {
		t.Errorf("%+v", list)
	}
	of, err := shop.VariantsOf(ctx, db.Store, 0, []shop.View{*v})
	must(t, err)
	equal(t, "of a list", len(of[m]), 2)
	must(t, shop.Update(ctx, db.Store, ada.ID, s, shop.Change{State: new(shop.Archived)}))
	equal(t, "the next leads", found(t, db, 0, shop.Query{Owner: ada.ID, Leads: true}), []string{"mug", "m"})
	must(t, shop.Update(ctx, db.Store, ada.ID, m, shop.Change{GroupID: new("")}))
	must(t, shop.Update(ctx, db.Store, ada.ID, s, shop.Change{State: new(shop.Published)}))
	equal(t, "apart", found(t, db, 0, shop.Query{Owner: ada.ID, Leads: true}), []string{"mug", "m", "s"})
}

func TestAShopGoesWithItsAccount(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada := db.User("ada")
	in := catalog(t, db, ada.ID)
	product(t, db, ada.ID, in, "a", 500)
	_, err := shop.NewLink(ctx, db.Store, ada.ID, in, false)
	must(t, err)
	must(t, account.SetSuspended(ctx, db.Store, ada.ID, true))
	must(t, leave.Delete(ctx, db.Store, ada.ID))
	for _, table := range []string{"catalogs", "products", "shop_owners", "catalog_links"} {
		var n int
		must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM `+table).Scan(&n))
		equal(t, table, n, 0)
	}
}

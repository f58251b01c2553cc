package sample

import (
	"time"

	"photogram/models/account"
	"photogram/models/insight"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
	peopleview "photogram/views/people"
	shopview "photogram/views/shop"
	"photogram/views/ui"
)

// product is something that is sold; every third is reduced.
func (s *sampler) product(n int) shop.View {
	pic := samplePicture(n)
	titles := []string{"Larches in autumn, print 30 × 40", "Calendar of the nine days", "Postcards, a set of six",
		"A linen-bound album with room for two hundred photographs and a very long name"}
	v := shop.View{Owner: s.author(0), Now: s.c.Now, Product: shop.Product{OwnerID: 1, ID: s.id(), CatalogID: 7, State: shop.Published,
		RetailerID: "SKU-" + titles[n%4][:3], Title: titles[n%4], Brand: "Ines Duarte, Prints",
		Price: int64(900 + 1500*(n%4)), Currency: "EUR",
		Description: "Printed with pigments on cotton paper, signed on the back.\nSent rolled in a tube.", Condition: shopfile.New,
		Availability: shopfile.InStock, Counted: n%2 == 0, Stock: int64(n % 5 * 3), CoverKey: pic.Key, CoverWidth: pic.Width,
		CoverHeight: pic.Height, CoverPlaceholder: pic.Placeholder}}
	if n%3 == 1 {
		sale, lowest := v.Price*4/5, v.Price*9/10
		v.SalePrice, v.Lowest = &sale, &lowest
	}
	v.Photos = []post.Media{s.media(n, "ready"), s.media(n+1, "ready")}
	return v
}

func (s *sampler) products(n int) (out []shop.View) {
	for i := range n {
		out = append(out, s.product(i))
	}
	return out
}

// shopPages are those of somebody who sells, and of what they sell.
func (s *sampler) shopPages(c ui.Chrome) []samplePage {
	catalog := shop.Catalog{OwnerID: 1, ID: 7, Name: "Prints and paper", Currency: "EUR", Language: "en", ProductsCount: 12}
	done := c.Now.Add(-time.Hour)
	read := shop.Import{OwnerID: 1, ID: 9, CatalogID: 7, State: "done", Mode: "update", FileName: "prints-2026.csv",
		Total: 240, Position: 240,
		Created: 12, Updated: 200, Same: 26, Refused: 2, Warnings: 3, Lines: 2, CreatedAt: c.Now.Add(-2 * time.Hour), DoneAt: &done}
	running := read
	running.ID, running.State, running.Position, running.DoneAt = 10, "running", 90, nil
	lines := []shop.Line{{N: 1, Kind: "error", RowNo: 14, Field: "price", Item: "SKU-14", Message: "“on request” is no price."},
		{N: 2, Kind: "warning", RowNo: 20, Field: "gtin", Item: "SKU-20",
			Message: "The check digit of this GTIN is wrong, so it is left out."}}
	large, small := s.product(0), s.product(0)
	large.Options = []shopfile.Option{{Name: "Size", Value: "50 × 70 cm"}}
	small.Options = []shopfile.Option{{Name: "Size", Value: "30 × 40 cm"}}
	reduced := s.product(1)
	wrong := ui.Form{Values: map[string]string{}, Problems: map[string]string{"price": "Write an amount, such as 12.90."}}
	seller := account.Profile{User: *s.user(0), PostsVisible: true}
	gone := s.product(2)
	gone.Counted, gone.Stock = true, 0
	kept := s.products(4)
	for i := range kept {
		kept[i].Kept = &shop.Kept{Price: kept[i].Price, Currency: "EUR"}
	}
	large.Kept = kept[0].Kept
	return []samplePage{
		{"shop", shopview.HomePage(c, shopview.Home{Catalogs: []shop.Catalog{catalog}})},
		{"shop-empty", shopview.HomePage(c, shopview.Home{})},
		{"catalog", shopview.DeskPage(c, shopview.Desk{Catalog: catalog, List: s.products(6), Imports: []shop.Import{running, read}})},
		{"catalog-empty", shopview.DeskPage(c, shopview.Desk{Catalog: catalog, New: wrong})},
		{"import", shopview.ReadPage(c, shopview.Read{Import: read, Lines: lines})},
		{"import-running", shopview.ReadPage(c, shopview.Read{Import: running})},
		{"product", shopview.ProductPage(c, shopview.Product{View: large, Variants: []shop.View{large, small}, Offered: true, Most: 3,
			Posts: ui.Grid{Posts: s.posts(4)}, Related: s.products(5)})},
		{"product-reduced", shopview.ProductPage(c, shopview.Product{View: reduced})},
		{"product-sold-out", shopview.ProductPage(c, shopview.Product{View: gone, Missing: true, Related: s.products(3)})},
		{"product-waiting", shopview.ProductPage(c, shopview.Product{View: gone, Missing: true, Waits: true})},
		{"product-own", shopview.ProductPage(c, shopview.Product{View: reduced, Own: true, Report: &insight.ProductReport{
			Range: insight.Range{From: c.Now.AddDate(0, 0, -27), To: c.Now}, Views: 1204, Taps: 318, Orders: 12, Revenue: 25680,
			Currency: "EUR"}})},
		{"product-edit", shopview.EditPage(c, shopview.Edit{View: large, Photos: large.Photos,
			Problems: []shop.ImageProblem{{URL: "https://example.org/a.jpg", Failure: "This is no picture."}}, Form: wrong})},
		{"products-on-post", shopview.OnPostPage(c, shopview.OnPost{Post: new(s.post(0, 1)),
			Places: []shopview.Place{{View: large, On: true, X: "40", Y: "55"}, {View: reduced}}})},
		{"sold", peopleview.SoldPage(c, peopleview.Sold{Profile: seller, List: shopview.List{Products: s.products(7)}})},
		{"goods", shopview.GoodsPage(c, shopview.Goods{List: shopview.List{Products: s.products(9), Older: "/explore/products?cursor=1.2"},
			Form: ui.Form{Values: map[string]string{}}, Currencies: []string{"CHF", "EUR"}})},
		{"goods-none", shopview.GoodsPage(c, shopview.Goods{Form: ui.Form{Values: map[string]string{"q": "lamp", "min": "20", "max": "5"},
			Problems: map[string]string{"max": "This is below the lowest price."}}, Currencies: []string{"CHF", "EUR"}})},
		{"saved-products", shopview.SavedPage(c, shopview.List{Products: kept})},
		{"saved-products-empty", shopview.SavedPage(c, shopview.List{})},
		{"sold-empty", peopleview.SoldPage(c, peopleview.Sold{Profile: seller})},
	}
}

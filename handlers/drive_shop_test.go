package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// fillShops gives many accounts products, so that none of their tables is small.
func fillShops(t *testing.T, db *modelstest.DB) {
	t.Helper()
	for _, sql := range []string{
		`INSERT INTO catalogs (owner_id, id, name, currency, created_at, updated_at) SELECT id, id * 100000, 'Things', 'EUR', now(), now()
			FROM users`,
		`INSERT INTO products (description, owner_id, id, catalog_id, retailer_id, title, currency, price,
				sale_price, group_id, counted, stock,
			priced_at,
				doc, cover_key, wants_photos, created_at, updated_at, popularity)
			SELECT repeat('As long as they are. ', 80), u.id, u.id * 100000 + n + 10, u.id * 100000, 'p' || n,
					'Blue mug ' || n, 'EUR', 100 + (u.id * 7 + n) % 900,
				CASE WHEN n % 3 = 0 THEN 50 END, CASE WHEN n % 2 = 0 THEN 'g' || n / 10 ELSE '' END, n % 2 = 0, n, now(),
				array_to_tsvector(ARRAY['blue', 'mug', CASE WHEN n = 7 THEN 'zebra' ELSE 'horse' END]),
						md5(u.id || 'x' || n), u.id % 50 = 0, now(), now(), u.id % 100
			FROM users u, generate_series(1, CASE WHEN u.id <= 5 THEN 3000 ELSE 1 END) n`,
		`UPDATE catalogs c SET products_count = (SELECT count(*) FROM products p WHERE p.owner_id = c.owner_id AND p.catalog_id = c.id)`,
		`INSERT INTO shop_owners (id, owner_id) SELECT id, owner_id FROM products WHERE id < 5000000000000
			UNION ALL SELECT id, owner_id FROM catalogs WHERE id >= 100000`,
		`INSERT INTO product_prices (owner_id, product_id, until, price) SELECT owner_id, id, now() - interval '2 days', price FROM
			products`,
		`INSERT INTO product_images (owner_id, product_id, url) SELECT owner_id, id, 'https://example.org/' || id FROM products`,
		`INSERT INTO catalog_imports (owner_id, id, catalog_id, state, feed_id, file_id, lines, created_at) SELECT id, id * 100000 + 1, id
			* 100000,
			'done', id * 100000, id, 1, now() FROM users`,
		`INSERT INTO catalog_import_lines (owner_id, import_id, n, kind) SELECT owner_id, id, 1, 'error' FROM catalog_imports`,
		`INSERT INTO product_feeds (owner_id, id, catalog_id, name, due_at, created_at) SELECT id, id * 100000 + 2, id * 100000, 'Feed',
			CASE WHEN id % 50 = 0 THEN now() + interval '1 day' END, now() FROM users`,
		`INSERT INTO catalog_links (link, owner_id, catalog_id) SELECT 'l' || id, id, id * 100000 FROM users`,
		`INSERT INTO product_tags (owner_id, holder_id, media_id, product_owner, product_id, created_at)
			SELECT owner_id, id, id, owner_id, owner_id * 100000 + 11, now() FROM posts`,
		`UPDATE posts SET has_products = true WHERE id % 2 = 0`,
		`INSERT INTO saved_products (user_id, id, product_owner, product_id) SELECT id, 1, id, id * 100000 + 11 FROM users`,
		`INSERT INTO stock_waits (product_owner, product_id, user_id, at) SELECT id, id * 100000 + 11, id, now() FROM users`,
		`ANALYZE stock_waits, catalogs, products, product_prices, product_images, catalog_imports, catalog_import_lines, product_feeds,
			catalog_links,
			product_tags, saved_products, shop_owners, posts`,
	} {
		_, err := db.Pool().Exec(t.Context(), sql)
		must(t, err)
	}
}

// driveShop does all that can be done with a shop.
func driveShop(t *testing.T, s *webtest.Site, program *webtest.Program, page *webtest.Client) {
	t.Helper()
	ctx := t.Context()
	owner := models.ID(modelstest.Wide)
	const catalog = "200000"
	for _, who := range []string{"", "user_id=3&", "user_id=2&", "catalog_id=300000&"} {
		for _, what := range []string{"", "q=blue&", "q=zebra&", "availability=in_stock&", "min_price=200&max_price=300&"} {
			for _, sort := range []string{"newest", "price", "-price", "popular"} {
				program.Call(http.MethodGet, "/products?count=2&"+who+what+"sort="+sort)
				program.Call(http.MethodGet, "/products?count=2&cursor=400.300500&"+who+what+"sort="+sort)
			}
		}
	}
	for _, path := range []string{"/catalogs", "/catalogs/" + catalog, "/catalogs/" + catalog + "/imports", "/catalogs/" + catalog +
		"/feeds",
		"/catalogs/" + catalog + "/export", "/imports/200001", "/imports/200001/lines", "/imports/200001/errors.csv", "/products/300011",
		"/products/200020/insights", "/products/300011/related", "/users/self/products/saved", "/users/self/products/saved?cursor=900",
		"/products?explore=true", "/products?explore=true&sort=newest&q=blue&max_price=900&currency=EUR",
		"/products/200020"} {
		program.Call(http.MethodGet, path)
	}
	for _, path := range []string{"/" + catalog, "/" + catalog + "/products?summary=1", "/200020", "/200002/uploads", "/200001/errors",
		"/" + catalog + "/products?summary=1&filter=" + `%7B%22retailer_id%22%3A%7B%22eq%22%3A%22p7%22%7D%7D`,
		"/me/catalog_product_search?catalog_id=" + catalog + "&q=mug", "/catalog:200000:cDc"} {
		program.Graph(http.MethodGet, path)
	}
	code := func(id models.ID) string { return id.Code() }
	for _, path := range []string{"/shop", "/shop/catalogs/" + code(200000), "/shop/catalogs/" + code(200000) +
		"?sort=stock&state=draft&q=mug",
		"/shop/imports/" + code(200001), "/products/" + code(300011), "/products/" + code(200020), "/products/" + code(200020) + "/edit",
		"/david_3/shop", "/explore/products", "/explore/products?sort=price&min=2&max=8&currency=EUR&show=all",
		"/explore/products?q=zebra", "/explore/products?sort=newest&cursor=400.300500", "/saved/products", "/saved/products?before=900",
		"/shop/feeds/l3/meta.csv"} {
		page.Get(path)
	}
	program.Call(http.MethodPost, "/products/300012/save")
	zero, three, few := int64(0), int64(3), int64(5)
	must(t, shop.Update(ctx, s.DB.Store, 3, 300014, shop.Change{Stock: &zero, LowStock: &few}))
	_, err := shop.Wait(ctx, s.DB.Store, owner, 300014, true)
	must(t, err)
	page.Get("/products/" + code(300014))
	must(t, shop.Update(ctx, s.DB.Store, 3, 300014, shop.Change{Stock: &three}))
	_, err = shop.TellStock(ctx, s.DB.Store)
	must(t, err)
	must(t, shop.Unwait(ctx, s.DB.Store, owner, 300014))
	program.Call(http.MethodGet, "/products?user_id=self&low_stock=true")
	page.Get("/shop/catalogs/" + code(200000) + "?state=low")
	must(t, shop.Save(ctx, s.DB.Store, owner, 300013, &shop.Kept{ID: 5, Price: 7, Currency: "EUR"}))
	program.Call(http.MethodDelete, "/products/300012/save")
	for _, call := range [][]string{{"PATCH", "/products/200020", "price", "7"}, {"PATCH", "/catalogs/" + catalog, "name", "x"},
		{"POST", "/catalogs/" + catalog + "/products", "name", "Mug", "price", "5", "item_group_id", "g1"}, {"DELETE", "/products/200021"},
		{"POST", "/catalogs/" + catalog + "/import", "url", "https://example.org/x.csv"}, {"POST", "/catalogs/" + catalog + "/feeds",
			"name", "x"},
		{"PATCH", "/feeds/200002", "name", "y"}, {"DELETE", "/feeds/200002"}, {"POST", "/catalogs/" + catalog + "/export"}} {
		program.Call(call[0], call[1], call[2:]...)
	}
	name, price := "Mug", int64(5)
	_, _, err = shop.Batch(ctx, s.DB.Store, owner, 200000, []shop.BatchItem{{Method: "UPDATE", RetailerID: "p12",
		Change: shop.Change{Title: &name}},
		{Method: "CREATE", RetailerID: "new", Change: shop.Change{Title: &name, Price: &price}}, {Method: "DELETE", RetailerID: "p13"}},
		true)
	must(t, err)
	id, err := shop.BeginImport(ctx, s.DB.Store, owner, shop.ImportInput{Catalog: 200000, FileID: 5, Mode: shop.Replace})
	must(t, err)
	i, err := shop.OwnImport(ctx, s.DB.Store, owner, id)
	must(t, err)
	table := "id,title,price\np20,Mug,7\nz,Cup,8\nbad,,\n"
	f, err := shopfile.Open(strings.NewReader(table), int64(len(table)), shopfile.DefaultLimits)
	must(t, err)
	must(t, shop.RunImport(ctx, s.DB.Store, i, f))
	must(t, shop.FailImport(ctx, s.DB.Store, i, shop.ErrNone))
	_, err = shop.FetchDue(ctx, s.DB.Store, nil)
	must(t, err)
	_, err = shop.FileInUse(ctx, s.DB.Store, owner, 5)
	must(t, err)
	must(t, shop.Expire(ctx, s.DB.Store))
	wanted, err := shop.ImagesWanted(ctx, s.DB.Store, owner, 200000, 0)
	must(t, err)
	w := shop.Wanted{OwnerID: owner, ID: 200040}
	if len(wanted) > 0 {
		w = wanted[0]
	}
	up := post.Upload{ID: s.NewID(), FileName: "a.jpg", Format: "jpeg", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480}
	images := []string{"https://example.org/a.jpg"}
	must(t, shop.Update(ctx, s.DB.Store, owner, w.ID, shop.Change{Images: &images}))
	w.Images = images
	_, err = shop.ImageFetched(ctx, s.DB.Store, &w, images[0], &up, "")
	must(t, err)
	must(t, shop.ImagesDone(ctx, s.DB.Store, &w))
	photos, err := shop.Photos(ctx, s.DB.Store, owner, w.ID)
	must(t, err)
	s.Render(photos...)
	must(t, shop.ArrangePhotos(ctx, s.DB.Store, owner, w.ID, nil))
	shop.Looked(s.DB.Store, owner, w.ID)
	shop.FlushLooks(s.DB.Store)
	var shown models.ID
	must(t, models.Read(ctx, s.Pool(), &shown, `SELECT max(holder_id) FROM product_tags WHERE owner_id = 3`, nil))
	tally.Count(s.DB.Store, tally.Look{Product: 300011, Viewer: owner, Metric: tally.ProductViews},
		tally.Look{Product: 300011, Post: shown, Viewer: owner, Metric: tally.ProductTaps})
	must(t, tally.Flush(ctx, s.DB.Store))
	must(t, shop.DropPhotos(ctx, s.DB.Store, owner, w.ID))
	must(t, shop.DeleteCatalog(ctx, s.DB.Store, owner, 200000))
}

package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/handlers/apitest"
	"photogram/web/webtest"
)

// sendTable uploads a file of products.
func sendTable(p *webtest.Program, catalog string, form []string, files ...webtest.File) *webtest.Answer {
	return p.Upload("/v1/catalogs/"+catalog+"/import", webtest.Form(form...), files, "Authorization", "Bearer "+p.Token)
}

// imported waits for the end of an import.
func imported(t *testing.T, p *webtest.Program, begun *webtest.Answer) gjson.Result {
	t.Helper()
	id := begun.Want(http.StatusOK).At("data.id").String()
	var data gjson.Result
	webtest.Eventually(t, "the import ends", func() bool {
		data = p.Call("GET", "/imports/"+id).Want(http.StatusOK).At("data")
		return data.Get("state").String() != "running"
	})
	return data
}

func TestAShopByAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	bo := w.Program(w.Bo, allScopes)
	catalog := w.Prog.JSON("POST", "/catalogs", `{"name":"Mugs","currency":"EUR","language":"en"}`).Want(200).At("data.id").String()
	made := w.Prog.JSON("POST", "/catalogs/"+catalog+"/products",
		`{"retailer_id":"mug","name":"Blue <b>mug</b>","price":599,"currency":"EUR",
		"stock":3,"options":[{"name":"Colour","value":"Blue"}],
		"images":["`+apitest.Origin(t)+`/photo.jpg","`+apitest.Origin(t)+`/text"]}`).Want(200)
	id := made.At("data.id").String()
	for path, want := range map[string]string{"data.name": "Blue mug", "data.price.amount": "599", "data.price.formatted": "€5.99",
		"data.stock": "3", "data.availability": "in_stock", "data.state": "published", "data.options.0.value": "Blue",
		"data.sale_price": ""} {
		if got := made.At(path).String(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	webtest.Eventually(t, "its photo is fetched", func() bool {
		return len(bo.Call("GET", "/products/"+id).Want(200).At("data.images").Array()) == 1
	})
	for _, bad := range []struct{ body, field string }{
		{`{"price":-1}`, "price"}, {`{"price":"12.00 USD"}`, "price"}, {`{"sale_price":599}`, "sale_price"}, {`{"gtin":"4006381333932"}`,
			"gtin"},
		{`{"currency":"USD"}`, "currency"}, {`{"stock":"many"}`, "stock"}, {`{"sale_to":"tomorrow"}`, "sale_to"}, {`{"state":"sold"}`,
			"state"},
		{`{"colour":"blue"}`, "colour"}, {`{"name":""}`, "name"}} {
		w.Prog.JSON("PATCH", "/products/"+id, bad.body).Refused(400, "APIInvalidParametersError", bad.field)
	}
	w.Prog.JSON("PATCH", "/products/"+id, `{"price":"12,90 €","sale_price":{"amount":990,"currency":"EUR"}}`).Want(200)
	if a := bo.Call("GET", "/products/"+id).Want(200); a.At("data.current_price.amount").Int() != 990 ||
		a.At("data.lowest_price_30_days.amount").Int() != 599 && a.At("data.lowest_price_30_days").Type != gjson.Null {
		t.Errorf("%s", a.Body)
	}
	for query, want := range map[string]int{"q=mug": 1, "q=cup": 0, "catalog_id=" + catalog: 1, "user_id=" + w.Ada.ID.String(): 1,
		"user_id=" + w.Bo.ID.String(): 0, "availability=in+stock": 1, "availability=preorder": 0, "min_price=991": 0, "max_price=990": 1,
		"sort=price": 1, "sort=-price": 1, "sort=popular": 1, "catalog_id=5": 0} {
		if a := bo.Call("GET", "/products?"+query).Want(200); len(a.At("data").Array()) != want {
			t.Errorf("%s: %s", query, a.Body)
		}
	}
	bo.Call("GET", "/products?sort=best").Refused(400, "APIInvalidParametersError", "sort")
	bo.Call("GET", "/products?min_price=a").Refused(400, "APIInvalidParametersError", "min_price")
	bo.Call("PATCH", "/products/"+id, "price", "1").Refused(400, "APINotAllowedError", "another account's")
	bo.Call("DELETE", "/products/"+id).Refused(400, "APINotAllowedError", "another account's")
	bo.Call("GET", "/catalogs/"+catalog).Refused(400, "APINotFoundError", "does not exist")
	bo.Call("POST", "/catalogs/"+catalog+"/products", "name", "x", "price", "1").Refused(400, "APINotFoundError", "does not exist")
	undo := w.Prog.JSON("PATCH", "/products", `{"products":[{"id":"`+id+`","price":2000,"stock":-1}]}`).Want(200).At("data.undo").Raw
	if a := w.Prog.Call("GET", "/products/"+id); a.At("data.price.amount").Int() != 2000 || a.At("data.stock").Type != gjson.Null {
		t.Errorf("%s", a.Body)
	}
	w.Prog.JSON("PATCH", "/products", `{"products":`+undo+`}`).Want(200)
	if a := w.Prog.Call("GET", "/products/"+id); a.At("data.price.amount").Int() != 1290 || a.At("data.stock").Int() != 3 {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Call("DELETE", "/products/"+id).Want(200)
	bo.Call("GET", "/products/"+id).Refused(400, "APINotFoundError", "does not exist")
	w.Prog.Call("DELETE", "/catalogs/"+catalog).Want(200)
	w.Check()
}

func TestImportsByAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	catalog := w.Prog.Call("POST", "/catalogs", "name", "Mugs", "currency", "EUR").Want(200).At("data.id").String()
	file := webtest.File{Name: "mugs.csv", Data: []byte("sku;name;preis;bestand\na;Becher;5,99;3\nb;Tasse;6,99;0\nc;Teller;-3;1\n")}
	dry := imported(t, w.Prog, sendTable(w.Prog, catalog, []string{"dry_run", "true"}, file))
	if dry.Get("state").String() != "done" || dry.Get("counts.created").Int() != 2 || dry.Get("errors.0.row").Int() != 4 ||
		dry.Get("errors.0.field").String() != "price" || len(w.Prog.Call("GET", "/products?user_id=self").At("data").Array()) != 0 {
		t.Errorf("%s", dry.Raw)
	}
	if n := len(w.Prog.Call("GET", "/imports/"+dry.Get("id").String()+"/lines").At("data").Array()); n < 3 {
		t.Errorf("%d lines", n)
	}
	done := imported(t, w.Prog, sendTable(w.Prog, catalog, nil, file))
	if done.Get("counts.created").Int() != 2 || done.Get("counts.refused").Int() != 1 {
		t.Errorf("%s", done.Raw)
	}
	csv := w.Prog.Call("GET", "/imports/"+done.Get("id").String()+"/errors.csv").Want(200)
	if !strings.HasPrefix(csv.Header.Get("Content-Type"), "text/csv") || !strings.Contains(string(csv.Body), ",4,price,error,") {
		t.Errorf("%s", csv.Body)
	}
	// Two files of one shop are read together, and a file is fetched too.
	source := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/mugs.csv" {
			http.NotFound(rw, r)
			return
		}
		_, _ = io.WriteString(rw, "id,title,price\na,Beaker,7.99 EUR\n")
	}))
	t.Cleanup(source.Close)
	address := strings.Replace(source.URL, "127.0.0.1", "localhost", 1)
	fetched := imported(t, w.Prog, w.Prog.Call("POST", "/catalogs/"+catalog+"/import", "url", address+"/mugs.csv", "mode", "replace"))
	if fetched.Get("counts.updated").Int() != 1 || fetched.Get("counts.archived").Int() != 1 {
		t.Errorf("%s", fetched.Raw)
	}
	for _, bad := range []string{address + "/gone.csv", "http://169.254.169.254/x.csv"} {
		if a := imported(t, w.Prog, w.Prog.Call("POST", "/catalogs/"+catalog+"/import", "url", bad)); a.Get("state").String() != "failed" ||
			!strings.Contains(a.Get("failure").String(), "can’t fetch") {
			t.Errorf("%s", a.Raw)
		}
	}
	more := imported(t, w.Prog, sendTable(w.Prog, catalog, nil, webtest.File{Name: "x.csv", Data: []byte("id,title,price\nx,X,1\n")},
		webtest.File{Name: "y.csv", Data: []byte("id,title,price\ny,Y,2\n")}))
	if more.Get("counts.created").Int() != 2 {
		t.Errorf("%s", more.Raw)
	}
	again := imported(t, w.Prog, w.Prog.Call("POST", "/imports/"+more.Get("id").String()+"/again", "dry_run", "true"))
	if again.Get("counts.unchanged").Int() != 2 {
		t.Errorf("%s", again.Raw)
	}
	sendTable(w.Prog, catalog, []string{"mode", "all"}, file).Refused(400, "APIInvalidParametersError", "mode")
	sendTable(w.Prog, catalog, nil, webtest.File{Name: "empty.csv"}).Refused(400, "APIInvalidParametersError", "empty")
	w.Prog.Call("POST", "/catalogs/"+catalog+"/import").Refused(400, "APIInvalidParametersError", "file")
	w.Program(w.Bo, allScopes).Call("GET", "/imports/"+more.Get("id").String()).Refused(400, "APINotFoundError", "does not exist")
	w.Check()
}

// Products stand on posts and stories, and are told with what they cost at the moment.
func TestProductTags(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bo := w.Program(w.Bo, allScopes)
	catalog := w.Prog.Call("POST", "/catalogs", "name", "Mugs", "currency", "EUR").Want(200).At("data.id").String()
	product := func(name string) string {
		return w.Prog.Call("POST", "/catalogs/"+catalog+"/products", "name", name, "price", "599").Want(200).At("data.id").String()
	}
	mug, cup := product("Mug"), product("Cup")
	own := mediaKey(w.Ada, w.Adas)
	edit := func(tags string) *webtest.Answer {
		return w.Prog.Call("POST", "/media/"+own+"/edit", "product_tags", tags)
	}
	edit("[{product_id:'" + mug + "',x:0.5,y:0.25},{product_id:'" + cup + "'}]").Want(200)
	a := bo.Call("GET", "/media/"+own).Want(200)
	if len(a.At("data.product_tags").Array()) != 2 || a.At("data.product_tags.0.name").String() != "Mug" ||
		a.At("data.product_tags.0.price.formatted").String() != "€5.99" || a.At("data.product_tags.0.x").Float() != 0.5 ||
		a.At("data.product_tags.1.x").Type != gjson.Null {
		t.Errorf("%s", a.Body)
	}
	if got := bo.Call("GET", "/users/"+w.Ada.ID.String()+"/media/recent").At("data.0.product_tags.#").Int(); got != 2 {
		t.Errorf("a list says %d", got)
	}
	if got := bo.Call("GET", "/products/"+mug).At("data.tagged_media").String(); got != `["`+own+`"]` {
		t.Errorf("seen in %s", got)
	}
	w.Prog.Call("PATCH", "/products/"+mug, "price", "700").Want(200)
	w.Prog.Call("PATCH", "/products/"+cup, "state", "archived").Want(200)
	if a := bo.Call("GET", "/media/"+own); a.At("data.product_tags.#").Int() != 1 || a.At("data.product_tags.0.price.amount").Int() != 700 {
		t.Errorf("%s", a.Body)
	}
	var many strings.Builder
	for range 21 {
		many.WriteString(`,{"product_id":"` + mug + `"}`)
	}
	for tags, says := range map[string]string{"[{": "product_tags", `[{"product_id":"1"}]`: "doesn’t exist",
		`[{"product_id":"` + mug + `","x":2,"y":0}]`: "fractions", `[{"product_id":"` + mug + `","x":0.5}]`: "both",
		`[{"product_id":"` + mug + `","item":"7"}]`: "item", "[" + many.String()[1:] + "]": "20",
		`[{"product_id":"` + mug + `"},{"product_id":"` + mug + `"}]`: "twice"} {
		edit(tags).Refused(400, "APIInvalidParametersError", says)
	}
	edit("[]").Want(200)
	if a := bo.Call("GET", "/media/"+own); a.At("data.product_tags").Exists() {
		t.Errorf("%s", a.Body)
	}
	draft, items := w.Draft(w.Ada, 2)
	w.Render(items...)
	w.Prog.JSON("POST", "/media/"+draft.String()+"/publish",
		`{"product_tags":[{"product_id":"`+mug+`","x":0.1,"y":0.2,"item":1}]}`).Want(200)
	if a := bo.Call("GET", "/media/"+draft.String()); a.At("data.product_tags.0.item").String() != items[1].ID.String() {
		t.Errorf("%s", a.Body)
	}
	pic, items := w.Draft(w.Ada, 1)
	w.Render(items...)
	story := w.Prog.Call("POST", "/media/"+pic.String()+"/stories", "product_tags", `[{"product_id":"`+mug+`","x":0.5,"y":0.5}]`).Want(200)
	if story.At("data.product_tags.0.name").String() != "Mug" {
		t.Errorf("%s", story.Body)
	}
	if a := bo.Call("GET", "/stories/"+story.At("data.id").String()).Want(200); a.At("data.product_tags.0.product_id").String() != mug {
		t.Errorf("%s", a.Body)
	}
	graph := bo.Graph("GET", "/"+draft.String()+"/product_tags").Want(200)
	if graph.At("data.0.product_id").String() != mug || graph.At("data.0.price_string").String() != "€7.00" ||
		graph.At("data.0.stripped_price_string").String() != "€7" {
		t.Errorf("%s", graph.Body)
	}
	w.Prog.Call("PATCH", "/products/"+cup, "state", "published").Want(200)
	w.Prog.Graph("POST", "/"+draft.String()+"/product_tags", "updated_tags", "[{product_id:'"+cup+"',x:0.9,y:0.9}]").Want(200)
	bo.Graph("POST", "/"+draft.String()+"/product_tags", "updated_tags", "[{product_id:'"+cup+"'}]").GraphError(400, 100, 33, "")
	if got := bo.Graph("GET", "/"+draft.String()+"/product_tags").At("data.#").Int(); got != 2 {
		t.Errorf("%d tags", got)
	}
	if a := w.Prog.Graph("GET", "/me/catalog_product_search", "catalog_id", catalog, "q",
		"cu").Want(200); a.At("data.0.product_name").String() != "Cup" ||
		a.At("data.0.product_id").Type != gjson.Number || a.At("data.#").Int() != 1 {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.Graph("GET", "/me/available_catalogs").Want(200); a.At("data.0.product_count").Int() != 2 {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("GET", "/me", "fields", "shopping_product_tag_eligibility").Want(200)
	w.Prog.Graph("GET", "/me/product_appeal", "product_id", mug).Want(200)
	w.Prog.Graph("POST", "/me/product_appeal", "product_id", mug, "appeal_reason", "x").GraphError(400, 100, 0, "nothing to appeal")
	w.Prog.Call("DELETE", "/media/"+draft.String()).Want(200)
	w.Prog.Call("DELETE", "/products/"+mug).Want(200)
	if a := bo.Call("GET", "/stories/"+story.At("data.id").String()); a.At("data.product_tags").Exists() {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}

// What a container shows is shown by the post that it becomes, and by an album of such.
func TestProductTagsOfContainers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	catalog := w.Prog.Call("POST", "/catalogs", "name", "Mugs", "currency", "EUR").Want(200).At("data.id").String()
	mug := w.Prog.Call("POST", "/catalogs/"+catalog+"/products", "name", "Mug", "price", "599").Want(200).At("data.id").String()
	photo := apitest.Origin(t) + "/photo.jpg"
	tags := "[{product_id:'" + mug + "',x:0.5,y:0.5}]"
	container := func(params ...string) string {
		return w.Prog.Graph("POST", "/me/media", params...).Want(200).At("id").String()
	}
	publish := func(id string) string {
		var post string
		webtest.Eventually(t, "it is published", func() bool {
			a := w.Prog.Graph("POST", "/me/media_publish", "creation_id", id)
			post = a.At("id").String()
			return a.StatusCode == 200
		})
		return post
	}
	single := publish(container("image_url", photo, "product_tags", tags))
	first, second := container("image_url", photo, "is_carousel_item", "true"), container("image_url", photo, "is_carousel_item", "true",
		"product_tags", tags)
	album := publish(container("media_type", "CAROUSEL", "children", first+","+second))
	for _, id := range []string{single, album} {
		if a := w.Prog.Call("GET", "/media/"+id).Want(200); a.At("data.product_tags.0.product_id").String() != mug ||
			a.At("data.product_tags.0.item").String() == "" {
			t.Errorf("%s", a.Body)
		}
	}
	w.Prog.Graph("POST", "/me/media", "image_url", photo, "product_tags", "[{product_id:'1'}]").GraphError(400, 100, 0, "doesn’t exist")
	w.Check()
}

package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/huandu/facebook/v2"

	"photogram/models/shop"
	"photogram/web/webtest"
)

// Another client of somebody else, unmodified but for the base address, makes a catalogue
// and products, changes and lists them, sends a file to a feed and cleans up.
func TestShopOfAnotherClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	ctx, cancel := context.WithTimeout(t.Context(), webtest.Patience)
	defer cancel()
	plain := &facebook.Session{BaseURL: w.URL + "/", Version: "v23.0"}
	plain.SetAccessToken(w.Prog.Token)
	plain.UseAuthorizationHeader() // its forms have no order, and a token after a file comes too late
	session := plain.WithContext(ctx)
	id := func(answer facebook.Result, err error) string {
		t.Helper()
		w.Must(err)
		var out string
		w.Must(answer.DecodeField("id", &out))
		return out
	}
	catalog := id(session.Post("/"+w.Ada.ID.String()+"/owned_product_catalogs", facebook.Params{"name": "Mugs", "vertical": "commerce",
		"currency": "USD"}))
	product := id(session.Post("/"+catalog+"/products", facebook.Params{"retailer_id": "m-1", "name": "Blue mug", "price": 1290,
		"currency": "USD", "availability": "in stock", "condition": "new", "url": "https://example.org/m-1"}))
	_, err := session.Post("/"+product, facebook.Params{"name": "Blue mug, large"})
	w.Must(err)
	answer, err := session.Post("/"+catalog+"/items_batch", facebook.Params{"item_type": "PRODUCT_ITEM", "requests": `[
		{"method":"CREATE","data":{"id":"m-2","title":"Red mug","price":"9.90 USD","availability":"in stock","condition":"new",
		"link":"https://example.org/m-2","image_link":"https://example.org/m-2.jpg","brand":"Mug & Co","description":"Red"}}]`})
	w.Must(err)
	var handles []string
	w.Must(answer.DecodeField("handles", &handles))
	if len(handles) != 1 {
		t.Fatalf("the batch has %d handles: %v", len(handles), answer)
	}
	feed := id(session.Post("/"+catalog+"/product_feeds", facebook.Params{"name": "By hand"}))
	upload := id(session.Post("/"+feed+"/uploads", facebook.Params{"update_only": true, "file": facebook.Data("mugs.csv",
		strings.NewReader("id,title,price,availability\nm-3,Green mug,7.50 USD,in stock\nm-4,Mug,on request,in stock\n"))}))
	names := func() string {
		answer, err := session.Get("/"+catalog+"/products", facebook.Params{"fields": "retailer_id,name,price"})
		w.Must(err)
		var list []struct{ Name, Price string }
		w.Must(answer.DecodeField("data", &list))
		return fmt.Sprint(list)
	}
	webtest.Eventually(t, "the file and the batch are read", func() bool {
		return names() == "[{Green mug $7.50} {Red mug $9.90} {Blue mug, large $12.90}]"
	})
	answer, err = session.Get("/"+upload, facebook.Params{"fields": "filename,num_persisted_items,num_invalid_items,input_method"})
	w.Must(err)
	if got := fmt.Sprintf("%v %v %v %v", answer["filename"], answer["num_persisted_items"], answer["num_invalid_items"],
		answer["input_method"]); got != "mugs.csv 1 1 Manual Upload" {
		t.Errorf("the upload is %s", got)
	}
	_, err = session.Delete("/"+product, nil)
	w.Must(err)
	if got := names(); got != "[{Green mug $7.50} {Red mug $9.90}]" {
		t.Errorf("the products are %s", got)
	}
	_, err = session.Delete("/"+catalog, nil)
	w.Must(err)
	if list, _, err := shop.Catalogs(ctx, w.DB.Store, w.Ada.ID, 0, 9); err != nil || len(list) != 0 {
		t.Errorf("%d catalogues are left: %v", len(list), err)
	}
	w.Check()
}

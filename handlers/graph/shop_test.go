package graph_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/handlers/apitest"
	"photogram/web/webtest"
)

// The business SDK, unmodified but for the base address, makes, lists, changes and
// deletes products, one by one and in both forms of batches.
func TestBusinessSDK(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "testdata", "clients")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "facebook-nodejs-business-sdk")); err != nil {
		t.Fatalf("the clients are not installed; ./test does that, or: cd testdata/clients && npm ci --ignore-scripts")
	}
	w := newWorld(t)
	w.Work()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "facebook-business.js")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "BASE=" + w.URL, "TOKEN=" + w.Prog.Token, "USER=" + w.Ada.ID.String(),
		"PHOTO=" + apitest.Origin(t) + "/photo.jpg"}
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	got := map[string]any{}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for name, want := range map[string]any{"price": "€5.99", "availability": "in stock", "handles": 1.0, "validation": "bad-1,cup-1",
		"old": "cup-1", "status": "finished", "invalid": "bad-1", "errors": 1.0, "names": "Plate,Cup,Green mug", "total": 3.0,
		"filtered": "Plate", "one": 1.0, "changed": "Red mug,€7.00,Acme", "feed": true, "gone": true, "left": 2.0, "owned": true,
		"none": 0.0} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	t.Logf("facebook-nodejs-business-sdk 24.0.1: %s", out)
	w.Check()
}

func TestShopOfOthersAndBadBatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	catalog := w.Prog.Graph("POST", "/me/owned_product_catalogs", "name", "Mugs", "currency", "USD").Want(200).At("id").String()
	product := w.Prog.Graph("POST", "/"+catalog+"/products", "retailer_id", "ü/1", "name", "Mug", "price", "599", "currency", "USD").
		Want(200).At("id").String()
	bo := w.Program(w.Bo, apitest.AllScopes)
	for _, path := range []string{"/" + catalog, "/" + catalog + "/products", "/" + product, "/" + catalog + "/product_feeds"} {
		bo.Graph("GET", path).GraphError(400, 100, 33, "does not exist")
	}
	bo.Graph("POST", "/"+product, "name", "x").GraphError(400, 100, 33, "does not exist")
	bo.Graph("DELETE", "/"+product).GraphError(400, 100, 33, "does not exist")
	bo.Graph("GET", "/"+w.Ada.ID.String()+"/owned_product_catalogs").GraphError(400, 100, 33, "does not exist")
	w.Program(w.Ada, "basic publish").Graph("GET", "/"+catalog+"/products").GraphError(403, 10, 0, "shopping")
	node := "/catalog:" + catalog + ":" + base64.RawURLEncoding.EncodeToString([]byte("ü/1"))
	if a := w.Prog.Graph("GET", node, "fields", "id,name,price,image_url,visibility").Want(200); a.At("id").String() != product ||
		a.At("price").String() != "$5.99" {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("GET", "/catalog:"+catalog+":bm9uZQ").GraphError(400, 100, 33, "does not exist")
	bo.Graph("GET", node).GraphError(400, 100, 33, "does not exist")
	for _, bad := range [][]string{{"price", "-1"}, {"price", "5.999"}, {"currency", "EUR"}, {"gtin", "1"}, {"availability", "soon"},
		{"sale_price", "700"}, {"colour", "red"}} {
		w.Prog.Graph("POST", "/"+product, bad...).GraphError(400, 100, 0, bad[0])
	}
	w.Prog.Graph("POST", "/"+catalog+"/products", "retailer_id", "ü/1", "name", "Cup", "price", "1", "allow_upsert", "false").
		GraphError(400, 100, 0, "already")
	var many strings.Builder
	for n := range 5001 {
		fmt.Fprintf(&many, `,{"method":"DELETE","data":{"id":"%d"}}`, n)
	}
	for _, bad := range []string{"", "[", "[]", "[" + many.String()[1:] + "]"} {
		w.Prog.Graph("POST", "/"+catalog+"/items_batch", "item_type", "PRODUCT_ITEM", "requests", bad).GraphError(400, 100, 0, "requests")
	}
	none := w.Prog.Graph("POST", "/"+catalog+"/items_batch", "item_type", "PRODUCT_ITEM", "requests",
		`[{"method":"DELETE","data":{"id":"gone"}}]`).Want(200)
	if len(none.At("handles").Array()) != 0 || none.At("validation_status.0.errors.0.message").String() == "" {
		t.Errorf("%s", none.Body)
	}
	w.Prog.Graph("GET", "/"+catalog+"/check_batch_request_status", "handle", "x").GraphError(400, 100, 0, "handle")
	w.Prog.Graph("GET", "/"+catalog+"/products", "filter", `{"size":{"eq":"M"}}`).GraphError(400, 100, 0, "size")
	feed := w.Prog.Graph("POST", "/"+catalog+"/product_feeds", "name", "Daily", "schedule",
		`{"interval":"DAILY","url":"https://example.org/f.csv","hour":"4"}`).Want(200).At("id").String()
	if a := w.Prog.Graph("GET", "/"+feed, "fields", "name,schedule,latest_upload").Want(200); a.At("schedule.hour").Int() != 4 ||
		a.At("latest_upload.id").String() == "" {
		t.Errorf("%s", a.Body)
	}
	upload := w.Prog.Graph("POST", "/"+feed+"/uploads", "url", "https://example.org/g.csv", "update_only",
		"true").Want(200).At("id").String()
	w.Prog.Graph("GET", "/"+upload, "fields", "url,num_detected_items").Want(200)
	w.Prog.Graph("GET", "/"+upload+"/errors").Want(200)
	w.Prog.Graph("POST", "/"+upload+"/error_report").Want(200)
	file := webtest.File{Name: "a.csv", Data: []byte("id,title,price\na,Cup,5\n")}
	for _, bad := range []struct {
		path, token string
		form        url.Values
		code        int
		says        string
	}{
		{feed, "", nil, 190, "access token"}, {feed, "wrong", nil, 190, "access token"},
		{feed, bo.Token, nil, 100, "does not exist"}, {catalog, w.Prog.Token, nil, 100, ""},
		{feed, w.Prog.Token, url.Values{"url": {"https://example.org/g.csv"}}, 100, "either files or an address"},
		{feed, w.Prog.Token, url.Values{"speed": {"1"}}, 100, "speed"},
	} {
		headers := []string{"Origin", w.URL}
		if bad.token != "" {
			headers = append(headers, "Authorization", "Bearer "+bad.token)
		}
		a := w.Visitor().Upload("/v23.0/"+bad.path+"/uploads", bad.form, []webtest.File{file}, headers...)
		if a.At("error.code").Int() != int64(bad.code) || !strings.Contains(a.At("error.message").String(), bad.says) {
			t.Errorf("%v is answered %s: %s", bad, a.Status, a.Body)
		}
	}
	w.Prog.Graph("GET", "/"+feed+"/uploads").Want(200)
	w.Prog.Graph("POST", "/"+feed, "name", "Nightly").Want(200)
	w.Prog.Graph("DELETE", "/"+feed).Want(200)
	w.Prog.Graph("DELETE", "/"+product).Want(200)
	w.Prog.Graph("DELETE", "/"+catalog).Want(200)
	w.Check()
}

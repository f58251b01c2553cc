package graph

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"photogram/models"
	"photogram/models/shop"
	"photogram/web"
)

var catalogRoutes = []route{
	{"GET", "/{ig-user-id}/owned_product_catalogs", "shopping", "", (*API).catalogs},
	{"POST", "/{ig-user-id}/owned_product_catalogs", "shopping", "name vertical currency language", (*API).createCatalog},
	{"GET", "/{catalog-id}", "shopping", "", (*API).catalog},
	{"POST", "/{catalog-id}", "shopping", "name", (*API).updateCatalog},
	{"DELETE", "/{catalog-id}", "shopping", "allow_delete_catalog_with_live_product_set", (*API).deleteCatalog},
	{"POST", "/{catalog-id}/items_batch", "shopping", "item_type requests* allow_upsert item_sub_type", (*API).itemsBatch},
	{"POST", "/{catalog-id}/batch", "shopping", "requests* allow_upsert item_type", (*API).oldBatch},
	{"GET", "/{catalog-id}/check_batch_request_status", "shopping", "", (*API).batchStatus},
}

const (
	catalogNodeType = "ProductCatalog"
	// catalogPrefix begins ids that name a product by its id in its shop.
	catalogPrefix = "catalog:"
	// usualCurrency is that of catalogues made by programs that name none.
	usualCurrency = "EUR"
	usualBody     = 1 << 20
)

// admitBatch finds out who sends a batch before any of it is read, since batches are large.
func (g *request) admitBatch() error {
	if g.edge != "items_batch" && g.edge != "batch" {
		return nil
	}
	token := g.FindToken()
	if token == "" { // it may stand in a body of the usual size
		g.Request.Body = http.MaxBytesReader(g.Writer, g.Request.Body, usualBody)
		return nil
	}
	g.MaxBody = web.MaxBatch
	return g.Authenticate(token)
}

// productByRetailer is the product that catalog:{id}:{base64url of retailer_id} names.
func (g *request) productByRetailer() (models.ID, error) {
	catalog, encoded, _ := strings.Cut(strings.TrimPrefix(g.node, catalogPrefix), ":")
	id, err := models.ParseID(catalog)
	if err != nil {
		return 0, g.absent()
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(encoded, "=")))
	if err != nil {
		return 0, g.absent()
	}
	v, err := shop.ByRetailer(g.Ctx(), g.api.Store, g.Viewer(), id, string(raw))
	if err != nil {
		return 0, err
	}
	if v == nil {
		return 0, g.absent()
	}
	return v.ID, nil
}

func (g *request) catalogNode(c *shop.Catalog, fields []field) (map[string]any, error) {
	out := map[string]any{"id": c.ID.String()}
	for _, f := range fields {
		switch f.name {
		case "id":
		case "name":
			out["name"] = c.Name
		case "vertical":
			out["vertical"] = "commerce"
		case "product_count":
			out["product_count"] = c.ProductsCount
		case "default_currency", "currency":
			out[f.name] = c.Currency
		case "language":
			out["language"] = c.Language
		case "feed_count":
			list, err := shop.Feeds(g.Ctx(), g.api.Store, g.Viewer(), c.ID)
			if err != nil {
				return nil, err
			}
			out["feed_count"] = len(list)
		case "business":
			out["business"] = map[string]string{"id": c.OwnerID.String()}
		default:
			return nil, noField(f.name, catalogNodeType)
		}
	}
	return out, nil
}

func (a *API) catalogs(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	fields, err := g.fields("id,name")
	if err != nil {
		return nil, err
	}
	p, err := g.part()
	if err != nil {
		return nil, err
	}
	after, _, err := p.keys()
	if err != nil {
		return nil, err
	}
	list, next, err := shop.Catalogs(g.Ctx(), a.Store, g.Viewer(), after, p.limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	first, last := "", ""
	for i := range list {
		node, err := g.catalogNode(&list[i], fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
		if last = list[i].ID.String(); first == "" {
			first = last
		}
	}
	return listOf(data, p.paging(first, last, next != 0, g.link(p.limit))), nil
}

// listOf is a list with where it goes on.
func listOf(data []any, at *paging) list { return list{Data: data, Paging: at} }

func (a *API) createCatalog(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	if v := g.Text("vertical"); v != "" && v != "commerce" {
		return nil, badField("vertical", "The vertical is commerce.")
	}
	currency := g.Text("currency")
	if currency == "" {
		currency = usualCurrency
	}
	id, err := shop.CreateCatalog(g.Ctx(), a.Store, g.Viewer(), g.Text("name"), currency, g.Text("language"))
	if err != nil {
		return nil, err
	}
	return map[string]string{"id": id.String()}, nil
}

// catalogOf is the catalogue that the call is about.
func (g *request) catalogOf() (*shop.Catalog, error) {
	c, err := shop.OwnCatalog(g.Ctx(), g.api.Store, g.Viewer(), g.id)
	if models.KindOf(err) == models.NotFound {
		return nil, g.absent()
	}
	return c, err
}

func (a *API) catalog(g *request) (any, error) {
	c, err := g.catalogOf()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id,name")
	if err != nil {
		return nil, err
	}
	return g.catalogNode(c, fields)
}

func (a *API) updateCatalog(g *request) (any, error) {
	return done(shop.EditCatalog(g.Ctx(), a.Store, g.Viewer(), g.id, shop.CatalogEdit{Name: g.Optional("name")}))
}

func (a *API) deleteCatalog(g *request) (any, error) {
	return done(shop.DeleteCatalog(g.Ctx(), a.Store, g.Viewer(), g.id))
}

func (a *API) itemsBatch(g *request) (any, error) {
	if kind := g.Text("item_type"); kind != "" && kind != "PRODUCT_ITEM" {
		return nil, badField("item_type", "The item type is PRODUCT_ITEM.")
	}
	return a.batch(g, false)
}

func (a *API) oldBatch(g *request) (any, error) { return a.batch(g, true) }

type batchWords struct {
	Message string `json:"message"`
}

type batchRow struct {
	RetailerID string       `json:"retailer_id"`
	Errors     []batchWords `json:"errors"`
	Warnings   []batchWords `json:"warnings"`
}

// batch carries requests out at once and answers with the handle under which the
// outcome can be asked for.
func (a *API) batch(g *request, old bool) (any, error) {
	c, err := g.catalogOf()
	if err != nil {
		return nil, err
	}
	upsert, err := g.Boolean("allow_upsert")
	if err != nil {
		return nil, err
	}
	items, err := batchItems(g.Values["requests"], c.Currency, old)
	if err != nil {
		return nil, err
	}
	id, results, err := shop.Batch(g.Ctx(), a.Store, g.Viewer(), c.ID, items, upsert == nil || *upsert)
	if err != nil {
		return nil, err
	}
	handles, rows := []string{}, []batchRow{}
	if id != 0 {
		handles = append(handles, handleOf(id))
	}
	for _, r := range results {
		if len(r.Errors)+len(r.Warnings) > 0 {
			rows = append(rows, batchRow{r.RetailerID, wordsOf(r.Errors), wordsOf(r.Warnings)})
		}
	}
	return map[string]any{"handles": handles, "validation_status": rows}, nil
}

func wordsOf(list []*models.Error) []batchWords {
	out := []batchWords{}
	for _, e := range list {
		message := e.Message()
		if e.Field != "" {
			message = e.Field + ": " + message
		}
		out = append(out, batchWords{message})
	}
	return out
}

// handleOf names a batch.
func handleOf(id models.ID) string {
	return base64.RawURLEncoding.EncodeToString([]byte("batch:" + id.String()))
}

func parseHandle(s string) (models.ID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	id, found := strings.CutPrefix(string(raw), "batch:")
	if err != nil || !found {
		return 0, badField("handle", "This is not the handle of a batch.")
	}
	return models.ParseID(id)
}

// statusLines is how many errors a batch tells.
const statusLines = 1000

func (a *API) batchStatus(g *request) (any, error) {
	if g.Text("handle") == "" {
		return nil, required("handle")
	}
	id, err := parseHandle(g.Text("handle"))
	if err != nil {
		return nil, badField("handle", "This is not the handle of a batch.")
	}
	load, err := g.Boolean("load_ids_of_invalid_requests")
	if err != nil {
		return nil, err
	}
	i, err := shop.OwnImport(g.Ctx(), a.Store, g.Viewer(), id)
	if models.KindOf(err) == models.NotFound || err == nil && i.CatalogID != g.id {
		return nil, badField("handle", "This is not the handle of a batch of this catalog, or not any more.")
	}
	if err != nil {
		return nil, err
	}
	lines, _, err := shop.Lines(g.Ctx(), a.Store, g.Viewer(), id, true, 0, statusLines)
	if err != nil {
		return nil, err
	}
	errors, warnings, invalid := []any{}, []any{}, []string{}
	for _, l := range lines {
		message := l.Message
		if l.Field != "" {
			message = l.Field + ": " + message
		}
		row := map[string]any{"line": l.RowNo, "id": l.Item, "message": message}
		if l.Kind == "error" {
			errors, invalid = append(errors, row), append(invalid, l.Item)
		} else {
			warnings = append(warnings, row)
		}
	}
	status := map[shop.ImportState]string{shop.Running: "started", shop.Done: "finished", shop.Failed: "error"}[i.State]
	row := map[string]any{"handle": g.Text("handle"), "status": status, "errors": errors, "errors_total_count": i.Refused,
		"warnings": warnings, "warnings_total_count": i.Warnings, "ids_of_invalid_requests": []string{}}
	if load != nil && *load {
		row["ids_of_invalid_requests"] = invalid
	}
	return list{Data: []any{row}}, nil
}

// unknownField says that a name is no field of a product.
func unknownField(name string) *models.Error {
	return models.Invalidf(fmt.Sprintf("%.60s", name), "graph.error.no-field-product-was-left")
}

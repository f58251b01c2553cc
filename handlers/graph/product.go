package graph

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/money"
	"photogram/models/shop"
)

const productTakes = "name description? price sale_price? currency url? image_url additional_image_urls* availability" +
	" condition visibility" +
	" brand? gtin? mpn? manufacturer_part_number? category? google_product_category? fb_product_category? retailer_product_group_id?" +
	" item_group_id? inventory quantity_to_sell_on_facebook color? size? material? pattern? gender? age_group?" +
	" custom_label_0? custom_label_1? custom_label_2? custom_label_3? custom_label_4? product_type? short_description?" +
	" sale_price_start_date? sale_price_end_date? status"

var productRoutes = []route{
	{"GET", "/{catalog-id}/products", "shopping", "", (*API).products},
	{"POST", "/{catalog-id}/products", "shopping", "retailer_id allow_upsert " + productTakes, (*API).createProduct},
	{"GET", "/{product-id}", "shopping", "", (*API).product},
	{"POST", "/{product-id}", "shopping", "retailer_id " + productTakes, (*API).updateProduct},
	{"DELETE", "/{product-id}", "shopping", "", (*API).deleteProduct},
}

const (
	productNodeType = "ProductItem"
	productDefaults = "id,name,retailer_id"
)

// productFields are the fields of products.
var productFields = []string{"id", "retailer_id", "name", "description", "price", "sale_price", "currency", "url", "image_url",
	"additional_image_urls", "availability", "condition", "visibility", "brand", "gtin", "mpn", "manufacturer_part_number", "category",
	"google_product_category", "retailer_product_group_id", "inventory", "color", "size", "material", "pattern", "custom_label_0",
	"custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4", "product_type", "product_catalog", "review_status", "status",
	"sale_price_start_date", "sale_price_end_date", "short_description", "errors", "product_group"}

func (g *request) productNode(v *shop.View, fields []field) (map[string]any, error) {
	out := map[string]any{"id": v.ID.String()}
	for _, f := range fields {
		if !slices.Contains(productFields, f.name) {
			return nil, noField(f.name, productNodeType)
		}
		if value := g.productField(v, f.name); value != nil {
			out[f.name] = value
		}
	}
	return out, nil
}

// filled is a text, or nothing where it is empty, which the dialect leaves out.
func filled(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (g *request) productField(v *shop.View, name string) any {
	switch name {
	case "retailer_id":
		return v.RetailerID
	case "name":
		return v.Title
	case "description", "short_description":
		return filled(v.Description)
	case "price":
		return v.Usual().Shown()
	case "sale_price":
		if v.SalePrice != nil {
			return money.Amount{Minor: *v.SalePrice, Currency: v.Currency}.Shown()
		}
	case "currency":
		return v.Currency
	case "url":
		if v.URL != "" {
			return v.URL
		}
		return g.api.ProductURL(v.ID)
	case "image_url":
		if all := g.imagesOf(v); len(all) > 0 {
			return all[0]
		}
	case "additional_image_urls":
		all := g.imagesOf(v)
		return all[min(1, len(all)):]
	case "availability":
		return strings.ReplaceAll(string(v.Available()), "_", " ")
	case "condition":
		return string(v.Condition)
	case "visibility":
		return map[bool]string{true: "published", false: "staging"}[v.State == shop.Published]
	case "status":
		return map[bool]string{true: "archived", false: "active"}[v.State == shop.Archived]
	case "review_status":
		return "approved"
	case "inventory":
		if v.Counted {
			return v.Stock
		}
	case "product_catalog":
		return map[string]string{"id": v.CatalogID.String()}
	case "errors":
		return []any{}
	}
	return g.productText(v, name)
}

func (g *request) productText(v *shop.View, name string) any {
	switch name {
	case "brand":
		return filled(v.Brand)
	case "gtin":
		return filled(v.GTIN)
	case "mpn", "manufacturer_part_number":
		return filled(v.MPN)
	case "category", "google_product_category":
		return filled(v.GoogleCategory)
	case "product_type":
		return filled(v.Category)
	case "retailer_product_group_id":
		return filled(v.GroupID)
	case "color", "size", "material", "pattern":
		for _, o := range v.Options {
			if strings.EqualFold(o.Name, name) {
				return o.Value
			}
		}
	case "sale_price_start_date":
		if v.SaleFrom != nil {
			return isoTime(*v.SaleFrom)
		}
	case "sale_price_end_date":
		if v.SaleTo != nil {
			return isoTime(*v.SaleTo)
		}
	default:
		if n, found := strings.CutPrefix(name, "custom_label_"); found {
			if i, err := strconv.Atoi(n); err == nil && i < len(v.Labels) {
				return filled(v.Labels[i])
			}
		}
	}
	return nil
}

// imagesOf are addresses of photos of a product: ours, and before they are fetched those
// that it came with.
func (g *request) imagesOf(v *shop.View) []string {
	if len(v.Photos) == 0 {
		return v.Images
	}
	files := g.api.AbsoluteFiles()
	files.Viewer = g.Viewer()
	out := []string{}
	for i := range v.Photos {
		m := &v.Photos[i]
		out = append(out, files.Rendition(m.RenderKey, models.WidthName(m.Width, "jpg"), v.Public()))
	}
	return out
}

// products lists those of a catalogue, newest first; summary asks for how many there are.
func (a *API) products(g *request) (any, error) {
	c, err := g.catalogOf()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields(productDefaults)
	if err != nil {
		return nil, err
	}
	p, err := g.part()
	if err != nil {
		return nil, err
	}
	f, err := parseFilter(g.Text("filter"), c.Currency)
	if err != nil {
		return nil, err
	}
	page, err := p.page()
	if err != nil {
		return nil, err
	}
	found, more, err := shop.Filtered(g.Ctx(), a.Store, g.Viewer(), c.ID, f, page)
	if err != nil {
		return nil, err
	}
	data := []any{}
	first, last := "", ""
	for i := range found {
		node, err := g.productNode(&found[i], fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
		if last = found[i].ID.String(); first == "" {
			first = last
		}
	}
	out := map[string]any{"data": data}
	if at := p.paging(first, last, more, g.link(p.limit)); at != nil {
		out["paging"] = at
	}
	if s := g.Text("summary"); s != "" && s != "false" && s != "0" {
		n, err := shop.CountFiltered(g.Ctx(), a.Store, g.Viewer(), c, f)
		if err != nil {
			return nil, err
		}
		out["summary"] = map[string]int64{"total_count": n}
	}
	return out, nil
}

func (a *API) createProduct(g *request) (any, error) {
	c, err := g.catalogOf()
	if err != nil {
		return nil, err
	}
	retailer := g.Text("retailer_id")
	if retailer == "" {
		return nil, required("retailer_id")
	}
	in, err := g.productChange(c.Currency)
	if err != nil {
		return nil, err
	}
	upsert, err := g.Boolean("allow_upsert")
	if err != nil {
		return nil, err
	}
	there, err := shop.ByRetailer(g.Ctx(), a.Store, g.Viewer(), c.ID, retailer)
	if err != nil {
		return nil, err
	}
	if there != nil && (upsert == nil || *upsert) {
		if err := shop.Update(g.Ctx(), a.Store, g.Viewer(), there.ID, in); err != nil {
			return nil, err
		}
		return map[string]string{"id": there.ID.String()}, nil
	}
	in.RetailerID = &retailer
	id, err := shop.Create(g.Ctx(), a.Store, g.Viewer(), c.ID, in)
	if err != nil {
		return nil, err
	}
	return map[string]string{"id": id.String()}, nil
}

// productChange reads the parameters of a call as fields of a product, prices in minor units.
func (g *request) productChange(currency string) (shop.Change, error) {
	known, _ := call.Names(productTakes)
	data := map[string]json.RawMessage{}
	for name, values := range g.Values {
		if !slices.Contains(known, name) {
			continue
		}
		var raw []byte
		if len(values) == 1 {
			raw, _ = json.Marshal(values[0]) // texts cannot fail to encode
		} else {
			raw, _ = json.Marshal(values)
		}
		data[name] = raw
	}
	r := reader{currency: currency, minor: true, strict: true}
	r.read(data)
	if retailer := g.Text("retailer_id"); retailer != "" {
		r.in.RetailerID = &retailer
	}
	return r.in, r.errors.Err()
}

func (g *request) productOf() (*shop.View, error) {
	v, err := shop.Visible(g.Ctx(), g.api.Store, g.Viewer(), g.id)
	if models.KindOf(err) == models.NotFound || err == nil && v.OwnerID != g.Viewer() {
		return nil, g.absent()
	}
	return v, err
}

func (a *API) product(g *request) (any, error) {
	v, err := g.productOf()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields(productDefaults)
	if err != nil {
		return nil, err
	}
	return g.productNode(v, fields)
}

func (a *API) updateProduct(g *request) (any, error) {
	v, err := g.productOf()
	if err != nil {
		return nil, err
	}
	in, err := g.productChange(v.Currency)
	if err != nil {
		return nil, err
	}
	return done(shop.Update(g.Ctx(), a.Store, g.Viewer(), v.ID, in))
}

func (a *API) deleteProduct(g *request) (any, error) {
	v, err := g.productOf()
	if err != nil {
		return nil, err
	}
	return done(shop.Delete(g.Ctx(), a.Store, g.Viewer(), v.ID))
}

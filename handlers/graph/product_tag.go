package graph

import (
	"strconv"
	"strings"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/app"
	"photogram/models/post"
	"photogram/models/shop"
)

var productTagRoutes = []route{
	{"GET", "/{ig-user-id}/available_catalogs", "shopping", "", (*API).availableCatalogs},
	{"GET", "/{ig-user-id}/catalog_product_search", "shopping", "", (*API).catalogProductSearch},
	{"GET", "/{ig-user-id}/product_appeal", "shopping", "", (*API).productAppeal},
	{"POST", "/{ig-user-id}/product_appeal", "shopping", "appeal_reason product_id", (*API).appeal},
	{"GET", "/{ig-media-id}/product_tags", "basic", "", (*API).productTags},
	{"POST", "/{ig-media-id}/product_tags", "publish", "updated_tags*", (*API).addProductTags},
}

// reviewed is what is said of every product: nobody has to approve of them.
const reviewed = "approved"

func (a *API) availableCatalogs(g *request) (any, error) {
	if err := g.own(); err != nil {
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
	found, next, err := shop.Catalogs(g.Ctx(), a.Store, g.Viewer(), after, p.limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	first, last := "", ""
	for _, c := range found {
		data = append(data, map[string]any{"catalog_id": c.ID.String(), "catalog_name": c.Name, "shop_name": c.Name,
			"product_count": c.ProductsCount})
		if last = c.ID.String(); first == "" {
			first = last
		}
	}
	return listOf(data, p.paging(first, last, next != 0, g.link(p.limit))), nil
}

// catalogProductSearch finds products of a catalogue that can be tagged, by words or by
// their id; all of them without.
func (a *API) catalogProductSearch(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	catalog, err := models.ParseID(g.Text("catalog_id"))
	if g.Text("catalog_id") == "" {
		return nil, required("catalog_id")
	}
	if err == nil {
		_, err = shop.OwnCatalog(g.Ctx(), a.Store, g.Viewer(), catalog)
	}
	if err != nil {
		return nil, badField("catalog_id", "This is no catalog of yours.")
	}
	p, err := g.part()
	if err != nil {
		return nil, err
	}
	from, err := shop.ParsePlace(p.after)
	if err != nil {
		return nil, badField("after", "This is not a place in the list.")
	}
	found, next, err := shop.List(g.Ctx(), a.Store, g.Viewer(), shop.Query{Words: g.Text("q"), Owner: g.Viewer(), Catalog: catalog}, from,
		p.limit)
	if err != nil {
		return nil, err
	}
	variants, err := shop.VariantsOf(g.Ctx(), a.Store, g.Viewer(), found)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for i := range found {
		data = append(data, g.foundProduct(&found[i], variants[found[i].ID]))
	}
	var at *paging
	if next.ID != 0 {
		at = &paging{Cursors: &cursors{After: cursorOf(next.String())}}
		at.Next = g.link(p.limit)("after", at.Cursors.After)
	}
	return listOf(data, at), nil
}

func (g *request) foundProduct(v *shop.View, variants []shop.View) map[string]any {
	image := ""
	if all := g.imagesOf(v); len(all) > 0 {
		image = all[0]
	}
	siblings := []any{}
	for i := range variants {
		siblings = append(siblings, map[string]any{"product_id": int64(variants[i].ID), "variant_name": variants[i].Title})
	}
	return map[string]any{"product_id": int64(v.ID), "merchant_id": int64(v.OwnerID), "product_name": v.Title, "image_url": image,
		"retailer_id": v.RetailerID, "review_status": reviewed, "is_checkout_flow": false, "product_variants": siblings}
}

// productAppeal says that there is nothing to appeal against.
func (a *API) productAppeal(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	id, err := models.ParseID(g.Text("product_id"))
	if err != nil {
		return nil, required("product_id")
	}
	v, err := shop.Visible(g.Ctx(), a.Store, g.Viewer(), id)
	if models.KindOf(err) == models.NotFound || err == nil && v.OwnerID != g.Viewer() {
		return nil, badField("product_id", "This is no product of yours.")
	}
	if err != nil {
		return nil, err
	}
	return listOf([]any{map[string]any{"eligible_for_appeal": false, "product_id": int64(id), "review_status": reviewed}}, nil), nil
}

func (a *API) appeal(g *request) (any, error) {
	if _, err := a.productAppeal(g); err != nil {
		return nil, err
	}
	return nil, badField("product_id", "This product is approved; there is nothing to appeal against.")
}

// tagged finds the products on media that the call is about: of an album's item those on it.
func (g *request) tagged() (list []post.ProductTag, err error) {
	switch g.kind {
	case app.StoryNode:
		st, err := g.liveStory(g.id)
		if err != nil {
			return nil, err
		}
		all, err := post.ProductTags(g.Ctx(), g.api.Store, g.Viewer(), []models.Key{{Owner: st.OwnerID, ID: g.id}})
		return all[g.id], err
	case app.ItemNode:
		p, err := g.read(g.post)
		if err != nil {
			return nil, err
		}
		for _, t := range p.Products {
			if t.MediaID == g.id {
				list = append(list, t)
			}
		}
		return list, nil
	}
	p, err := g.read(g.id)
	if err != nil {
		return nil, err
	}
	return p.Products, nil
}

func (a *API) productTags(g *request) (any, error) {
	list, err := g.tagged()
	if err != nil {
		return nil, err
	}
	data := []any{}
	for i := range list {
		t := &list[i]
		row := map[string]any{"product_id": int64(t.ProductID), "merchant_id": int64(t.ProductOwner), "name": t.Title,
			"price_string": t.Asked().Shown(),
			"stripped_price_string": strings.TrimRight(strings.TrimRight(t.Asked().Shown(),
				"0"), "."), "image_url": g.api.ProductURL(t.ProductID), "review_status": reviewed, "is_checkout": false}
		if t.X != nil {
			row["x"], row["y"] = *t.X, *t.Y
		}
		data = append(data, row)
	}
	return listOf(data, nil), nil
}

// addProductTags adds products to a post, or moves those that are on it.
func (a *API) addProductTags(g *request) (any, error) {
	added, err := call.ProductTags(g.Values["updated_tags"])
	if err != nil {
		return nil, badField("updated_tags", `Send a list such as [{"product_id":"7","x":0.5,"y":0.5}].`)
	}
	p, err := g.media()
	if err != nil {
		return nil, err
	}
	if p.OwnerID != g.Viewer() {
		return nil, g.absent()
	}
	list := []post.ProductInput{}
	for _, t := range p.Products {
		moved := false
		for _, in := range added {
			moved = moved || in.ProductID == t.ProductID
		}
		if !moved {
			list = append(list, post.ProductInput{ProductID: t.ProductID, X: t.X, Y: t.Y, Item: itemName(t.MediaID)})
		}
	}
	list = append(list, added...)
	return done(post.EditText(g.Ctx(), a.Store, p.OwnerID, p.ID, post.Edit{Products: &list}))
}

func itemName(id models.ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

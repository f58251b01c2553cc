package api

import (
	"encoding/json"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

// productTakes is what a product can be given.
const productTakes = "name description? url? price currency sale_price? sale_from? sale_to? availability stock?" +
	" low_stock? condition brand?" +
	" gtin? mpn?" +
	" category? google_category? item_group_id? options*? labels*? images*? image_url weight unit unit_amount tax maker? warnings? state"

var productRoutes = []route{
	{"POST", "/catalogs/:catalog/products", "shopping", "retailer_id " + productTakes, (*API).createProduct},
	{"GET", "/products", "shopping", "", (*API).products},
	{"PATCH", "/products", "shopping", "products*", (*API).updateProducts},
	{"GET", "/products/:product", "shopping", "", (*API).product},
	{"PATCH", "/products/:product", "shopping", "retailer_id " + productTakes, (*API).updateProduct},
	{"DELETE", "/products/:product", "shopping", "", (*API).deleteProduct},
	{"GET", "/users/self/products/saved", "shopping", "", (*API).savedProducts},
	{"POST", "/products/:product/save", "shopping", "", (*API).saveProduct},
	{"DELETE", "/products/:product/save", "shopping", "", (*API).unsaveProduct},
	{"POST", "/products/:product/wait", "shopping", "mail", (*API).waitForProduct},
	{"DELETE", "/products/:product/wait", "shopping", "", (*API).unwaitForProduct},
	{"GET", "/products/:product/related", "shopping", "", (*API).relatedProducts},
	{"GET", "/products/:product/insights", "insights", "", (*API).productInsights},
	{"POST", "/products/:product/views", "shopping", "media_id?", (*API).countProductView},
}

// variantObject is a sibling of a product.
type variantObject struct {
	ID           string            `json:"id"`
	RetailerID   string            `json:"retailer_id"`
	Name         string            `json:"name"`
	Options      []shopfile.Option `json:"options"`
	Price        money.Amount      `json:"price"`
	Availability string            `json:"availability"`
}

type productObject struct {
	ID           string          `json:"id"`
	CatalogID    string          `json:"catalog_id"`
	RetailerID   string          `json:"retailer_id"`
	Name         string          `json:"name"`
	Description  string          `json:"description"`
	URL          string          `json:"url"`
	Price        money.Amount    `json:"price"`
	SalePrice    *money.Amount   `json:"sale_price"`
	Availability string          `json:"availability"`
	Stock        *int64          `json:"stock"` // null where it is not counted
	Condition    string          `json:"condition"`
	Brand        string          `json:"brand"`
	GTIN         string          `json:"gtin"`
	MPN          string          `json:"mpn"`
	Category     string          `json:"category"`
	GroupID      string          `json:"item_group_id"`
	Variants     []variantObject `json:"variants"`
	Images       []productImage  `json:"images"`
	TaggedMedia  []string        `json:"tagged_media"`
	State        string          `json:"state"`

	// Photogram's own.
	User           shortUser         `json:"user"`
	Link           string            `json:"link"`
	CurrentPrice   money.Amount      `json:"current_price"` // with the sale, where one is on
	SaleFrom       *string           `json:"sale_from"`
	SaleTo         *string           `json:"sale_to"`
	LowestPrice    *money.Amount     `json:"lowest_price_30_days"` // before the reduction
	UnitPrice      *unitPrice        `json:"unit_price"`
	Options        []shopfile.Option `json:"options"`
	Labels         []string          `json:"labels"`
	GoogleCategory string            `json:"google_category"`
	Weight         int64             `json:"weight"` // grams
	Unit           string            `json:"unit"`
	UnitAmount     int64             `json:"unit_amount"`
	Tax            int               `json:"tax"`
	Maker          string            `json:"maker"`
	Warnings       string            `json:"warnings"`
	ImageURLs      []string          `json:"image_urls"` // the addresses that photos are fetched from
	CreatedTime    string            `json:"created_time"`
	UpdatedTime    string            `json:"updated_time"`
	Saved          bool              `json:"user_has_saved"`
	LowStock       *int64            `json:"low_stock"`   // for its owner
	SavedPrice     *money.Amount     `json:"saved_price"` // what it cost when it was saved
}

type unitPrice struct {
	money.Amount
	Per string `json:"per"`
}

// MarshalJSON gives the unit beside the amount.
func (u unitPrice) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"amount": u.Minor, "currency": u.Currency, "per": u.Per})
}

// productImage is a photo of a product.
type productImage struct {
	ID     string `json:"id"`
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	images
}

func rfc3339OrNull(at *time.Time) *string {
	if at == nil {
		return nil
	}
	s := at.UTC().Format(time.RFC3339)
	return &s
}

func (a *API) productObject(viewer models.ID, v *shop.View, variants []shop.View) productObject {
	own := viewer == v.OwnerID
	out := productObject{ID: v.ID.String(), CatalogID: v.CatalogID.String(), RetailerID: v.RetailerID, Name: v.Title,
		Description: v.Description, URL: v.URL, Price: v.Usual(), Availability: string(v.Available()), Condition: string(v.Condition),
		Brand: v.Brand, GTIN: v.GTIN, MPN: v.MPN, Category: v.Category, GroupID: v.GroupID, Variants: []variantObject{},
		Images: []productImage{}, TaggedMedia: []string{}, State: string(v.State), User: a.shortUser(v.Owner), Link: a.ProductURL(v.ID),
		CurrentPrice: v.Asked(v.Now), SaleFrom: rfc3339OrNull(v.SaleFrom), SaleTo: rfc3339OrNull(v.SaleTo), Options: v.Options,
		GoogleCategory: v.GoogleCategory, Weight: v.Weight, Unit: v.Unit, UnitAmount: v.UnitAmount, Tax: v.Tax, Maker: v.Maker,
		Warnings: v.Warnings, Labels: []string{}, ImageURLs: []string{}, CreatedTime: seconds(v.CreatedAt),
		UpdatedTime: seconds(v.UpdatedAt)}
	if v.SalePrice != nil {
		out.SalePrice = &money.Amount{Minor: *v.SalePrice, Currency: v.Currency}
	}
	if v.Kept != nil {
		if out.Saved = true; v.Kept.Currency != "" {
			out.SavedPrice = &money.Amount{Minor: v.Kept.Price, Currency: v.Kept.Currency}
		}
	}
	if v.Counted {
		left := v.Left()
		if out.Stock = &left; own {
			out.Stock = &v.Stock // on the shelf, with what is reserved
		}
	}
	if v.Lowest != nil {
		out.LowestPrice = &money.Amount{Minor: *v.Lowest, Currency: v.Currency}
	}
	if price, ok := v.UnitPrice(v.Now); ok {
		out.UnitPrice = &unitPrice{price, v.Unit}
	}
	if own {
		out.Labels, out.ImageURLs, out.LowStock = v.Labels, v.Images, v.LowStock
	}
	files := a.AbsoluteFiles()
	files.Viewer = viewer
	for i := range v.Photos {
		out.Images = append(out.Images, photoOf(files.Rendition, &v.Photos[i], v.Public()))
	}
	for i := range variants {
		o := &variants[i]
		out.Variants = append(out.Variants, variantObject{o.ID.String(), o.RetailerID, o.Title, o.Options, o.Asked(v.Now),
			string(o.Available())})
	}
	for _, p := range v.Shown {
		out.TaggedMedia = append(out.TaggedMedia, p.ID.String()+"_"+p.OwnerID.String())
	}
	return out
}

func photoOf(rendition func(key, name string, public bool) string, m *post.Media, public bool) productImage {
	square := func(side int) image {
		n := models.SquareSide(side, m.Width, m.Height)
		return image{rendition(m.RenderKey, models.SquareName(side, "jpg"), public), n, n}
	}
	return productImage{m.ID.String(), rendition(m.RenderKey, models.WidthName(m.Width, "jpg"), public), m.Width, m.Height,
		images{square(150), square(320), square(640)}}
}

// productTagObject is a product at a place on media.
type productTagObject struct {
	ProductID    string       `json:"product_id"`
	Name         string       `json:"name"`
	Price        money.Amount `json:"price"` // that is asked
	Availability string       `json:"availability"`
	Link         string       `json:"link"`
	X            *float64     `json:"x"`
	Y            *float64     `json:"y"`
	Item         *string      `json:"item"` // of an album, by its id
}

func (a *API) productTags(list []post.ProductTag) (out []productTagObject) {
	for i := range list {
		t := &list[i]
		o := productTagObject{t.ProductID.String(), t.Title, t.Asked(), t.Availability, a.ProductURL(t.ProductID), t.X, t.Y, nil}
		if t.MediaID != 0 {
			item := t.MediaID.String()
			o.Item = &item
		}
		out = append(out, o)
	}
	return out
}

// showProducts shows products with what belongs to them, in a query for each kind.
func (a *API) showProducts(r *request, list []shop.View) ([]productObject, error) {
	variants, err := shop.VariantsOf(r.Ctx(), a.Store, r.Viewer(), list)
	if err != nil {
		return nil, err
	}
	if err := shop.AddSeen(r.Ctx(), a.Store, r.Viewer(), list); err != nil {
		return nil, err
	}
	if err := shop.AddSaved(r.Ctx(), a.Store, r.Viewer(), list); err != nil {
		return nil, err
	}
	out := make([]productObject, len(list))
	for i := range list {
		out[i] = a.productObject(r.Viewer(), &list[i], variants[list[i].ID])
	}
	return out, nil
}

func (a *API) createProduct(r *request) (any, *page, error) {
	id, err := r.idOf("catalog", errNoCatalog)
	if err != nil {
		return nil, nil, err
	}
	c, err := shop.OwnCatalog(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	in, err := r.change(c.Currency)
	if err != nil {
		return nil, nil, err
	}
	product, err := shop.Create(r.Ctx(), a.Store, r.Viewer(), id, in)
	if err != nil {
		return nil, nil, hide(err, errNoCatalog)
	}
	return a.productNow(r, product)
}

func (a *API) productNow(r *request, id models.ID) (any, *page, error) {
	v, err := shop.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	out, err := a.showProducts(r, []shop.View{*v})
	if err != nil {
		return nil, nil, err
	}
	return out[0], nil, nil
}

func (a *API) product(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err != nil {
		return nil, nil, err
	}
	return a.productNow(r, id)
}

// own finds a product of the caller's.
func (a *API) ownProduct(r *request) (*shop.View, error) {
	id, err := r.idOf("product", errNoProduct)
	if err != nil {
		return nil, err
	}
	v, err := shop.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err == nil && v.OwnerID != r.Viewer() {
		err = models.Say(models.Error{Kind: models.Forbidden}, "api.error.product-another-accounts")
	}
	return v, hide(err, errNoProduct)
}

func (a *API) updateProduct(r *request) (any, *page, error) {
	v, err := a.ownProduct(r)
	if err != nil {
		return nil, nil, err
	}
	in, err := r.change(v.Currency)
	if err == nil {
		err = shop.Update(r.Ctx(), a.Store, r.Viewer(), v.ID, in)
	}
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	return a.productNow(r, v.ID)
}

func (a *API) deleteProduct(r *request) (any, *page, error) {
	v, err := a.ownProduct(r)
	if err == nil {
		err = shop.Delete(r.Ctx(), a.Store, r.Viewer(), v.ID)
	}
	return nil, nil, hide(err, errNoProduct)
}

// bulkEdit is one change of many.
type bulkEdit struct {
	ID           models.ID              `json:"id"`
	Name         *string                `json:"name,omitempty"`
	Price        *int64                 `json:"price,omitempty"`
	SalePrice    *int64                 `json:"sale_price,omitempty"` // -1: none
	Stock        *int64                 `json:"stock,omitempty"`      // -1: not counted
	Availability *shopfile.Availability `json:"availability,omitempty"`
	State        *shop.State            `json:"state,omitempty"`
	Category     *string                `json:"category,omitempty"`
	Brand        *string                `json:"brand,omitempty"`
}

// updateProducts changes many products, all of them or none. What it answers with,
// sent again, undoes it.
func (a *API) updateProducts(r *request) (any, *page, error) {
	var edits []shop.Edit
	for _, raw := range r.Values["products"] {
		var list []bulkEdit
		var one bulkEdit
		if json.Unmarshal([]byte(raw), &list) != nil {
			if err := json.Unmarshal([]byte(raw), &one); err != nil || one.ID == 0 {
				return nil, nil, models.Invalidf("products", "api.error.send-list-id-7-price")
			}
			list = []bulkEdit{one}
		}
		for _, e := range list {
			edits = append(edits, shop.Edit{ID: e.ID, Change: shop.Change{Title: e.Name, Price: e.Price, SalePrice: e.SalePrice,
				Stock:        e.Stock,
				Availability: e.Availability, State: e.State, Category: e.Category, Brand: e.Brand}})
		}
	}
	if len(edits) == 0 {
		return nil, nil, models.Invalidf("products", "api.error.send-list-id-7-price")
	}
	back, err := shop.Bulk(r.Ctx(), a.Store, r.Viewer(), edits)
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	undo := make([]bulkEdit, len(back))
	for i, e := range back {
		undo[i] = bulkEdit{e.ID, e.Title, e.Price, e.SalePrice, e.Stock, e.Availability, e.State, e.Category, e.Brand}
	}
	return map[string]any{"count": len(edits), "undo": undo}, nil, nil
}

// products lists what the caller may see: q, catalog_id, user_id, availability,
// min_price, max_price, sort, and with explore what the shopping part of Explore shows.
func (a *API) products(r *request) (any, *page, error) {
	q, err := r.productQuery()
	if err != nil {
		return nil, nil, err
	}
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	from, err := shop.ParsePlace(r.Text("cursor"))
	if err != nil {
		return nil, nil, err
	}
	if q.Catalog != 0 {
		owner, err := shop.OwnerOf(r.Ctx(), a.Store, q.Catalog)
		if err != nil {
			return nil, nil, err
		}
		if q.Owner != 0 && q.Owner != owner || owner == 0 {
			return []productObject{}, &page{}, nil
		}
		q.Owner = owner
	}
	if q.Owner == r.Viewer() {
		q.States = []shop.State{shop.Draft, shop.Published}
	}
	if s := r.Text("state"); s != "" {
		q.States = []shop.State{shop.State(s)}
	}
	list, next, err := shop.List(r.Ctx(), a.Store, r.Viewer(), q, from, n)
	if err != nil {
		return nil, nil, err
	}
	out, err := a.showProducts(r, list)
	return out, r.next("cursor", "next_cursor", next.String()), err
}

func (r *request) productQuery() (shop.Query, error) {
	var problems models.Problems
	q := shop.Query{Words: r.Text("q"), Sort: shop.Sort(r.Text("sort")), Currency: strings.ToUpper(r.Text("currency")),
		Availability: shopfile.Availability(strings.ReplaceAll(r.Text("availability"), " ", "_"))}
	for name, into := range map[string]*models.ID{"catalog_id": &q.Catalog, "user_id": &q.Owner} {
		if s := r.Text(name); s != "" {
			id, err := models.ParseID(s)
			if name == "user_id" && s == "self" {
				id, err = r.Viewer(), nil
			}
			if err != nil {
				problems = append(problems, models.Invalidf(name, "api.error.not-id"))
			}
			*into = id
		}
	}
	for name, into := range map[string]**int64{"min_price": &q.MinPrice, "max_price": &q.MaxPrice} {
		if r.Text(name) != "" {
			n, err := r.whole(name, 0)
			_ = problems.Add(err)
			*into = &n
		}
	}
	switch s := shop.State(r.Text("state")); s {
	case "", shop.Draft, shop.Published, shop.Archived:
	default:
		problems = append(problems, models.Invalidf("state", "api.error.state-draft-published-archived"))
	}
	if few, err := r.Boolean("low_stock"); err != nil {
		problems = append(problems, models.Invalidf("low_stock", "api.error.send-true-false"))
	} else if q.Low = few != nil && *few; q.Low && q.Owner != r.Viewer() {
		problems = append(problems, models.Invalidf("low_stock", "api.error.about-own-products-send-user"))
	}
	if explore, err := r.Boolean("explore"); err != nil {
		problems = append(problems, models.Invalidf("explore", "api.error.send-true-false"))
	} else if explore != nil && *explore {
		if q.Owner != 0 || q.Catalog != 0 || r.Text("state") != "" {
			problems = append(problems, models.Invalidf("explore",
				"api.error.about-all-public-shops-leave"))
		}
		q = q.Explored()
	}
	if q.Sort == shop.LowStock {
		problems = append(problems, models.Invalidf("sort", "api.error.order-one", "sortNames", shop.SortNames))
	}
	return q, problems.Err()
}

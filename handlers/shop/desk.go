package shop

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/money"
	"photogram/models/shop"
	"photogram/text"
	"photogram/urls"
	shopview "photogram/views/shop"
	"photogram/views/ui"
	"photogram/web"
)

const (
	deskPage    = 50
	importsPage = 10
)

// word is a text of the catalogue for whoever asks.
func word(c *gin.Context, key string, pairs ...any) string {
	return text.T(c.Request.Context(), key, pairs...)
}

// coded reads an id that the address names.
func coded(c *gin.Context, name string, missing error) (models.ID, error) {
	id, err := models.ParseCode(c.Param(name))
	if err != nil {
		return 0, missing
	}
	return id, nil
}

func (a Pages) home(c *gin.Context) error { return a.showHome(c, http.StatusOK, ui.Form{}) }

func (a Pages) showHome(c *gin.Context, status int, form ui.Form) error {
	list, _, err := shop.Catalogs(page.Context(c), a.Store, web.ViewerID(c), 0, shop.MaxCatalogs)
	if err != nil {
		return err
	}
	return a.Page(c, status, shopview.HomePage(a.PrivateChrome(c, word(c, "shop.title")), shopview.Home{Catalogs: list, Form: form}), nil)
}

func (a Pages) create(c *gin.Context) error {
	id, err := shop.CreateCatalog(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("name"), c.PostForm("currency"),
		c.PostForm("language"))
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showHome(c, status, form)
	}
	return a.Done(c, urls.Catalog(id), "", nil)
}

func (a Pages) desk(c *gin.Context) error { return a.showDesk(c, http.StatusOK, ui.Form{}, ui.Form{}) }

// query is what the owner asks for of a catalogue.
func query(c *gin.Context) (shop.Query, error) {
	q := shop.Query{Words: c.Query("q"), Sort: shop.Sort(c.Query("sort")), States: []shop.State{shop.Draft, shop.Published}}
	switch s := shop.State(c.Query("state")); s {
	case shop.Draft, shop.Published, shop.Archived:
		q.States = []shop.State{s}
	case shopview.LowStock:
		q.Low = true
	}
	return q, q.Clean()
}

func (a Pages) showDesk(c *gin.Context, status int, form, fresh ui.Form) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err != nil {
		return err
	}
	ctx, viewer := page.Context(c), web.ViewerID(c)
	catalog, err := shop.OwnCatalog(ctx, a.Store, viewer, id)
	if err != nil {
		return err
	}
	q, err := query(c)
	if err != nil {
		return err
	}
	q.Owner, q.Catalog = viewer, id
	from, err := shop.ParsePlace(c.Query("cursor"))
	if err != nil {
		return err
	}
	list, next, err := shop.List(ctx, a.Store, viewer, q, from, deskPage)
	if err != nil {
		return err
	}
	imports, _, err := shop.Imports(ctx, a.Store, viewer, id, 0, importsPage)
	if err != nil {
		return err
	}
	link, err := shop.Link(ctx, a.Store, viewer, id)
	if err != nil {
		return err
	}
	d := shopview.Desk{Catalog: *catalog, List: list, Words: q.Words, State: c.Query("state"), Sort: string(q.Sort), Form: form, New: fresh,
		Imports: imports, Link: link, Older: older(c, next)}
	if link != "" {
		for _, name := range feedNames {
			d.Feeds = append(d.Feeds, a.ExportURL(link, name))
		}
	}
	return a.Page(c, status, shopview.DeskPage(a.PrivateChrome(c, catalog.Name), d), nil)
}

// older is the address of the next page of a list.
func older(c *gin.Context, next shop.Place) string {
	if next.ID == 0 {
		return ""
	}
	q := url.Values{}
	for _, name := range []string{"q", "state", "sort"} {
		if s := c.Query(name); s != "" {
			q.Set(name, s)
		}
	}
	q.Set("cursor", next.String())
	return c.Request.URL.Path + "?" + q.Encode()
}

func (a Pages) add(c *gin.Context) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err != nil {
		return err
	}
	catalog, err := shop.OwnCatalog(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	var problems models.Problems
	price, err := amount("price", c.PostForm("price"), catalog.Currency)
	_ = problems.Add(err)
	name := c.PostForm("name")
	in := shop.Change{Title: &name, Price: &price}
	if s := strings.TrimSpace(c.PostForm("retailer_id")); s != "" {
		in.RetailerID = &s
	}
	var made models.ID
	if err = problems.Err(); err == nil {
		made, err = shop.Create(page.Context(c), a.Store, web.ViewerID(c), id, in)
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showDesk(c, status, ui.Form{}, form)
	}
	return a.Done(c, urls.Product(made)+"/edit", "", nil)
}

// amount reads a price as people write it, in the currency of the catalogue.
func amount(field, s, currency string) (int64, error) {
	a, err := money.Parse(s, money.Reading{Currency: currency, Negative: true})
	switch {
	case errors.Is(err, money.ErrNone):
		return 0, models.Invalidf(field, "shop.error.write-price-12-90")
	case err != nil:
		wrong := *models.ProblemsOf(err)[0]
		wrong.Field = field
		return 0, &wrong
	case a.Currency != currency:
		return 0, models.Invalidf(field, "shop.error.catalogue", "currency", currency)
	}
	return a.Minor, nil
}

// optionalAmount is amount where nothing written means none.
func optionalAmount(field, s, currency string) (int64, error) {
	if strings.TrimSpace(s) == "" {
		return -1, nil
	}
	n, err := amount(field, s, currency)
	if err == nil && n < 0 {
		err = models.Invalidf(field, "shop.error.price-not-below-zero")
	}
	return n, err
}

func pieces(field, s string) (int64, error) {
	if s = strings.TrimSpace(s); s == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, models.Invalidf(field, "shop.error.number-pieces-nothing-where-they")
	}
	return n, nil
}

// saveDesk takes the table of a catalogue, with what is to be done with the rows that
// are chosen.
func (a Pages) saveDesk(c *gin.Context) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err != nil {
		return err
	}
	catalog, err := shop.OwnCatalog(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	edits, err := rowsOf(c, catalog.Currency)
	var back []shop.Edit
	if err == nil {
		back, err = shop.Bulk(page.Context(c), a.Store, web.ViewerID(c), edits)
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, named(err, edits))
		if err != nil {
			return err
		}
		return a.showDesk(c, status, form, ui.Form{})
	}
	to := urls.Catalog(id)
	fields := map[string]string{"edits": packed(back), "next": to}
	if len(fields["edits"]) > maxUndo {
		return a.Done(c, to, word(c, "shop.saved"), nil)
	}
	return a.DoneUndo(c, to, word(c, "shop.saved"), ui.Undo{Path: "/shop/undo", Fields: fields}, nil)
}

// maxUndo is how much of an undo fits into the message that offers it.
const maxUndo = 2000

// rowsOf reads the rows of the table that were sent.
func rowsOf(c *gin.Context, currency string) ([]shop.Edit, error) {
	var edits []shop.Edit
	var problems models.Problems
	chosen := c.PostFormArray("chosen")
	percent, err := percentOf(c)
	_ = problems.Add(err)
	for _, s := range c.PostFormArray("id") {
		id, err := models.ParseID(s)
		if err != nil {
			return nil, shop.ErrNone
		}
		e := shop.Edit{ID: id}
		if s, sent := c.GetPostForm("price-" + s); sent {
			n, err := amount("price-"+id.String(), s, currency)
			_ = problems.Add(err)
			e.Price = &n
		}
		if s, sent := c.GetPostForm("sale_price-" + s); sent {
			n, err := optionalAmount("sale_price-"+id.String(), s, currency)
			_ = problems.Add(err)
			e.SalePrice = &n
		}
		if s, sent := c.GetPostForm("stock-" + s); sent {
			n, err := pieces("stock-"+id.String(), s)
			_ = problems.Add(err)
			e.Stock = &n
		}
		if s, sent := c.GetPostForm("state-" + s); sent {
			state := shop.State(s)
			e.State = &state
		}
		if slices.Contains(chosen, s) {
			inBulk(c, &e, percent)
		}
		edits = append(edits, e)
	}
	return edits, problems.Err()
}

func inBulk(c *gin.Context, e *shop.Edit, percent float64) {
	switch do := c.PostForm("bulk"); do {
	case "archived", "published", "draft":
		state := shop.State(do)
		e.State = &state
	case "percent":
		if e.Price != nil {
			n := int64(float64(*e.Price)*(1+percent/100) + 0.5)
			e.Price = &n
		}
	}
}

func percentOf(c *gin.Context) (float64, error) {
	if c.PostForm("bulk") != "percent" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(strings.Replace(strings.TrimSuffix(strings.TrimSpace(c.PostForm("percent")), "%"), ",", ".", 1), 64)
	if err != nil || !(n > -100 && n <= 1000) {
		return 0, models.Invalidf("percent", "shop.error.number-above-100-up-1")
	}
	return n, nil
}

// named puts what is wrong with a product beside the field of its row.
func named(err error, edits []shop.Edit) error {
	var out models.Problems
	list := models.ProblemsOf(err)
	for _, e := range list {
		one := *e
		field := e.Field
		index := 0
		if rest, found := strings.CutPrefix(field, "products["); found {
			n, after, _ := strings.Cut(rest, "].")
			index, _ = strconv.Atoi(n)
			field = after
		}
		if index < len(edits) && !strings.Contains(field, "-") && field != "percent" && field != "" {
			one.Field = field + "-" + edits[index].ID.String()
		}
		out = append(out, &one)
	}
	if len(list) == 0 || list[0].Kind != models.Invalid {
		return err
	}
	return out
}

// packed is an undo as a form sends it.
func packed(edits []shop.Edit) string {
	raw, _ := json.Marshal(edits) // numbers and texts cannot fail to encode
	return base64.RawURLEncoding.EncodeToString(raw)
}

// undo gives products back what they had.
func (a Pages) undo(c *gin.Context) error {
	var edits []shop.Edit
	raw, err := base64.RawURLEncoding.DecodeString(c.PostForm("edits"))
	if err != nil || json.Unmarshal(raw, &edits) != nil || len(edits) == 0 {
		return models.InvalidText("edits", word(c, "shop.undo-nothing"))
	}
	if _, err := shop.Bulk(page.Context(c), a.Store, web.ViewerID(c), edits); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Shop), word(c, "shop.undone"), nil)
}

func (a Pages) link(c *gin.Context) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err == nil {
		_, err = shop.NewLink(page.Context(c), a.Store, web.ViewerID(c), id, c.PostForm("do") == "end")
	}
	if err != nil {
		return err
	}
	return a.Done(c, urls.Catalog(id)+"#feeds-heading", "", nil)
}

// alerts says of how few pieces the owner is told.
func (a Pages) alerts(c *gin.Context) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err != nil {
		return err
	}
	few, err := pieces("low_stock", c.PostForm("low_stock"))
	if few = max(few, 0); err == nil {
		err = shop.EditCatalog(page.Context(c), a.Store, web.ViewerID(c), id, shop.CatalogEdit{LowStock: &few})
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showDesk(c, status, ui.Form{}, form)
	}
	return a.Done(c, urls.Catalog(id), word(c, "shop.saved"), nil)
}

func (a Pages) deleteCatalog(c *gin.Context) error {
	id, err := coded(c, "catalog", shop.ErrNoCatalog)
	if err == nil {
		err = shop.DeleteCatalog(page.Context(c), a.Store, web.ViewerID(c), id)
	}
	if err != nil {
		return err
	}
	return a.Done(c, urls.Shop, word(c, "shop.catalog-gone"), nil)
}

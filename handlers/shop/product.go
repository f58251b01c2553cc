package shop

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/insight"
	"photogram/models/order"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
	"photogram/models/tally"
	"photogram/text"
	"photogram/urls"
	peopleview "photogram/views/people"
	shopview "photogram/views/shop"
	"photogram/views/ui"
	"photogram/web"
)

const (
	soldPage  = 24
	placePage = 40
)

func jsonText(v any) string {
	raw, _ := json.Marshal(v) // texts and numbers cannot fail to encode
	return string(raw)
}

func (a Pages) product(c *gin.Context) error {
	id, err := coded(c, "product", shop.ErrNone)
	if err != nil {
		return err
	}
	ctx, viewer := page.Context(c), web.ViewerID(c)
	v, err := shop.Visible(ctx, a.Store, viewer, id)
	if err != nil {
		return err
	}
	variants, err := shop.Variants(ctx, a.Store, viewer, v)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := shop.SeenIn(ctx, a.Store, viewer, v, before, page.GridPage)
	if err != nil {
		return err
	}
	d := shopview.Product{View: *v, Variants: variants, Own: viewer == v.OwnerID}
	if from, err := models.ParseCode(c.Query("from")); err == nil {
		d.From = from
	}
	if d.Own {
		if d.Report, err = insight.OfProduct(ctx, a.Store, viewer, v.ID); err != nil {
			return err
		}
	} else {
		if before == 0 { // the first page of posts
			a.looked(c, v, d.From)
		}
		if d.Most, d.Offered, err = order.MayBuy(ctx, a.Store, viewer, v.ID); err != nil {
			return err
		}
	}
	if d.Missing = !d.Own && v.Available() == shopfile.OutOfStock && v.State == shop.Published; d.Missing && viewer != 0 {
		if d.Waits, err = shop.Waits(ctx, a.Store, viewer, v); err != nil {
			return err
		}
	}
	if d.Related, err = shop.Related(ctx, a.Store, viewer, v); err != nil {
		return err
	}
	kept := []shop.View{d.View}
	if err := shop.AddSaved(ctx, a.Store, viewer, kept); err != nil {
		return err
	}
	d.View = kept[0]
	d.Posts = ui.Grid{Posts: posts, Older: page.OlderURL(urls.Product(v.ID), next)}
	chrome := a.Titled(c, v.Title)
	if !v.Public() {
		chrome = a.PrivateChrome(c, v.Title)
	}
	return a.Page(c, http.StatusOK, shopview.ProductPage(chrome, d), ui.GridPart(chrome, d.Posts))
}

// looked counts a look at a product, and the way that led to it from a post or a story.
func (a Pages) looked(c *gin.Context, v *shop.View, from models.ID) {
	source, _ := a.From(c)
	looks := []tally.Look{{Product: v.ID, Metric: tally.ProductViews, Source: source}}
	if from != 0 {
		looks = append(looks, tally.Look{Product: v.ID, Post: from, Metric: tally.ProductTaps})
	}
	if a.Looked(c, web.ViewerID(c), looks...) {
		shop.Looked(a.Store, v.OwnerID, v.ID)
	}
}

// own finds a product of the viewer's.
func (a Pages) own(c *gin.Context) (*shop.View, error) {
	id, err := coded(c, "product", shop.ErrNone)
	if err != nil {
		return nil, err
	}
	v, err := shop.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err == nil && v.OwnerID != web.ViewerID(c) {
		err = shop.ErrNone
	}
	return v, err
}

func valuesOf(v *shop.View) map[string]string {
	p := &v.Product
	out := map[string]string{"name": p.Title, "price": p.Usual().Number(), "description": p.Description, "retailer_id": p.RetailerID,
		"brand": p.Brand, "gtin": p.GTIN, "category": p.Category, "item_group_id": p.GroupID, "url": p.URL,
		"availability": string(p.Availability), "condition": string(p.Condition), "options": shopview.OptionLines(p)}
	if p.SalePrice != nil {
		sale := p.Usual()
		sale.Minor = *p.SalePrice
		out["sale_price"] = sale.Number()
	}
	if p.LowStock != nil {
		out["low_stock"] = strconv.FormatInt(*p.LowStock, 10)
	}
	if p.Counted {
		out["stock"] = strconv.FormatInt(p.Stock, 10)
	}
	return out
}

func (a Pages) editPage(c *gin.Context) error {
	v, err := a.own(c)
	if err != nil {
		return err
	}
	return a.showEdit(c, http.StatusOK, v, ui.Form{Values: valuesOf(v)})
}

func (a Pages) showEdit(c *gin.Context, status int, v *shop.View, form ui.Form) error {
	photos, err := shop.Photos(page.Context(c), a.Store, v.OwnerID, v.ID)
	if err != nil {
		return err
	}
	problems, err := shop.ImageProblems(page.Context(c), a.Store, v.OwnerID, v.ID)
	if err != nil {
		return err
	}
	d := shopview.Edit{View: *v, Photos: photos, Problems: problems, Form: form}
	return a.Page(c, status, shopview.EditPage(a.PrivateChrome(c, word(c, "shop.edit-product")), d), nil)
}

func (a Pages) edit(c *gin.Context) error {
	v, err := a.own(c)
	if err != nil {
		return err
	}
	in, err := changeOf(c, v.Currency)
	if err == nil {
		err = shop.Update(page.Context(c), a.Store, v.OwnerID, v.ID, in)
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showEdit(c, status, v, form)
	}
	return a.Done(c, urls.Product(v.ID)+"/edit", word(c, "shop.saved"), nil)
}

func changeOf(c *gin.Context, currency string) (in shop.Change, err error) {
	var problems models.Problems
	for name, into := range map[string]**string{"name": &in.Title, "description": &in.Description, "retailer_id": &in.RetailerID,
		"brand": &in.Brand, "gtin": &in.GTIN, "category": &in.Category, "item_group_id": &in.GroupID, "url": &in.URL} {
		if s, sent := c.GetPostForm(name); sent {
			*into = &s
		}
	}
	if s, sent := c.GetPostForm("price"); sent {
		n, err := amount("price", s, currency)
		_ = problems.Add(err)
		in.Price = &n
	}
	if s, sent := c.GetPostForm("sale_price"); sent {
		n, err := optionalAmount("sale_price", s, currency)
		_ = problems.Add(err)
		in.SalePrice = &n
	}
	if s, sent := c.GetPostForm("stock"); sent {
		n, err := pieces("stock", s)
		_ = problems.Add(err)
		in.Stock = &n
	}
	if s, sent := c.GetPostForm("low_stock"); sent {
		n, err := pieces("low_stock", s)
		_ = problems.Add(err)
		in.LowStock = &n
	}
	if s, sent := c.GetPostForm("availability"); sent {
		a := shopfile.Availability(s)
		in.Availability = &a
	}
	if s, sent := c.GetPostForm("condition"); sent {
		condition := shopfile.Condition(s)
		in.Condition = &condition
	}
	if s, sent := c.GetPostForm("options"); sent {
		options := []shopfile.Option{}
		for line := range strings.Lines(s) {
			if name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name != "" {
				options = append(options, shopfile.Option{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)})
			}
		}
		in.Options = &options
	}
	return in, problems.Err()
}

func (a Pages) setState(c *gin.Context) error {
	v, err := a.own(c)
	if err != nil {
		return err
	}
	state := shop.State(c.PostForm("state"))
	back, err := shop.Bulk(page.Context(c), a.Store, v.OwnerID, []shop.Edit{{ID: v.ID, Change: shop.Change{State: &state}}})
	if err != nil {
		return err
	}
	to := urls.Product(v.ID) + "/edit"
	undo := ui.Undo{Path: "/shop/undo", Fields: map[string]string{"edits": packed(back), "next": to}}
	return a.DoneUndo(c, to, word(c, "shop.saved"), undo, nil)
}

func (a Pages) delete(c *gin.Context) error {
	v, err := a.own(c)
	if err != nil {
		return err
	}
	if err := shop.Delete(page.Context(c), a.Store, v.OwnerID, v.ID); err != nil {
		return err
	}
	return a.Done(c, urls.Catalog(v.CatalogID), text.T(page.Context(c), "shop.deleted"), nil)
}

func (a Pages) addPhotos(c *gin.Context) error {
	v, err := a.own(c)
	if err != nil {
		return err
	}
	ctx := page.Context(c)
	if err := a.Store.MayUse(ctx, models.BudgetUpload, v.OwnerID); err != nil {
		return err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, shop.MaxPhotos*a.Intake.MaxBytes()+1<<20)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return models.Invalidf("file", "shop.error.choose-photos-first")
	}
	var ups []post.Upload
	err = web.EachPart(parts, func(name, file string, body web.Part) error {
		if name != "file" || file == "" {
			return nil
		}
		if len(ups) == shop.MaxPhotos {
			return models.Invalidf("file", "shop.error.product-at-most-photos", "maxPhotos", shop.MaxPhotos)
		}
		up, err := a.Intake.Receive(ctx, v.OwnerID, file, body)
		if err == nil {
			ups = append(ups, up)
		}
		return err
	})
	if err == nil && len(ups) == 0 {
		err = models.Invalidf("file", "shop.error.choose-photos-first")
	}
	if err == nil {
		err = shop.AddPhotos(ctx, a.Store, v.OwnerID, v.ID, ups...)
	}
	if err != nil {
		for _, up := range ups {
			a.Intake.Discard(ctx, v.OwnerID, up)
		}
		return err
	}
	return a.Done(c, urls.Product(v.ID)+"/edit#photos-heading", word(c, "shop.saved"), nil)
}

func (a Pages) removePhoto(c *gin.Context) error {
	v, err := a.own(c)
	if err != nil {
		return err
	}
	gone, err := models.ParseID(c.PostForm("photo"))
	if err != nil {
		return shop.ErrNone
	}
	photos, err := shop.Photos(page.Context(c), a.Store, v.OwnerID, v.ID)
	if err != nil {
		return err
	}
	var rest []models.ID
	for _, m := range photos {
		if m.ID != gone {
			rest = append(rest, m.ID)
		}
	}
	if err := shop.ArrangePhotos(page.Context(c), a.Store, v.OwnerID, v.ID, rest); err != nil {
		return err
	}
	return a.Done(c, urls.Product(v.ID)+"/edit#photos-heading", word(c, "shop.saved"), nil)
}

// sold is what an account sells, one of each group.
func (a Pages) sold(c *gin.Context) error {
	profile, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	q := shop.Query{Words: c.Query("q"), Sort: shop.Sort(c.Query("sort")), Owner: profile.ID, Leads: c.Query("q") == ""}
	if q.Sort == shop.LowStock {
		q.Sort = shop.Newest
	}
	from, err := shop.ParsePlace(c.Query("cursor"))
	if err != nil {
		return err
	}
	list, next, err := shop.List(page.Context(c), a.Store, web.ViewerID(c), q, from, soldPage)
	if err != nil {
		return err
	}
	d := peopleview.Sold{Profile: *profile, List: shopview.List{Products: list, Older: older(c, next)}, Words: q.Words,
		Sort: string(q.Sort)}
	chrome := a.Titled(c, word(c, "shop.title"))
	return a.Page(c, http.StatusOK, peopleview.SoldPage(chrome, d), shopview.ListPart(chrome, d.List))
}

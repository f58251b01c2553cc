package shop

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/shop"
	"photogram/text"
	"photogram/urls"
	shopview "photogram/views/shop"
	"photogram/views/ui"
	"photogram/web"
)

// save keeps a product for later; with the field was it undoes unsave.
func (a Pages) save(c *gin.Context) error {
	id, err := coded(c, "product", shop.ErrNone)
	if err != nil {
		return err
	}
	was, err := shop.ParseKept(c.PostForm("was"))
	if err != nil {
		return err
	}
	if err := shop.Save(page.Context(c), a.Store, web.ViewerID(c), id, was); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Product(id)), text.T(c.Request.Context(), "shop.kept-now"), a.saveButton(c, id, &shop.Kept{}))
}

func (a Pages) unsave(c *gin.Context) error {
	id, err := coded(c, "product", shop.ErrNone)
	if err != nil {
		return err
	}
	was, err := shop.Unsave(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	to := a.Back(c, urls.Product(id))
	if was == nil {
		return a.Done(c, to, text.T(c.Request.Context(), "shop.kept-not"), a.saveButton(c, id, nil))
	}
	undo := ui.Undo{Path: urls.Product(id) + "/save", Fields: map[string]string{"was": was.String(), "next": to}}
	return a.DoneUndo(c, to, text.T(c.Request.Context(), "shop.kept-not"), undo, a.saveButton(c, id, nil))
}

func (a Pages) saveButton(c *gin.Context, id models.ID, kept *shop.Kept) fragment {
	if !web.IsFragment(c) {
		return nil
	}
	return shopview.SaveButton(a.Chrome(c), &shop.View{Product: shop.Product{ID: id}, Kept: kept})
}

// wait notes that the viewer wants to know when a product can be had again.
func (a Pages) wait(c *gin.Context) error {
	id, err := coded(c, "product", shop.ErrNone)
	if err != nil {
		return err
	}
	waits, err := shop.Wait(page.Context(c), a.Store, web.ViewerID(c), id, c.PostForm("mail") != "")
	if err != nil {
		return err
	}
	if !waits {
		return a.Done(c, urls.Product(id), text.T(c.Request.Context(), "shop.wait-there"), nil)
	}
	return a.Done(c, urls.Product(id), text.T(c.Request.Context(), "shop.wait-now"), nil)
}

func (a Pages) unwait(c *gin.Context) error {
	id, err := coded(c, "product", shop.ErrNone)
	if err != nil {
		return err
	}
	if err := shop.Unwait(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
		return err
	}
	undo := ui.Undo{Path: urls.Product(id) + "/wait", Fields: map[string]string{"next": urls.Product(id)}}
	return a.DoneUndo(c, urls.Product(id), text.T(c.Request.Context(), "shop.wait-not"), undo, nil)
}

// saved is what the viewer saved.
func (a Pages) saved(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := shop.Saved(page.Context(c), a.Store, web.ViewerID(c), before, soldPage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(c.Request.Context(), "shop.kept-title"))
	l := shopview.List{Products: list, Older: page.OlderURL(urls.SavedGoods, next)}
	return a.Page(c, http.StatusOK, shopview.SavedPage(chrome, l), shopview.ListPart(chrome, l))
}

// goodsFields are what can be asked for in Explore.
var goodsFields = []string{"q", "sort", "show", "currency", "min", "max"}

// goods is the shopping part of Explore.
func (a Pages) goods(c *gin.Context) error {
	ctx := page.Context(c)
	d := shopview.Goods{Form: ui.Form{Values: map[string]string{}}}
	for _, name := range goodsFields {
		d.Form.Values[name] = c.Query(name)
	}
	var err error
	if d.Currencies, err = shop.Currencies(ctx, a.Store); err != nil {
		return err
	}
	from, err := shop.ParsePlace(c.Query("cursor"))
	if err != nil {
		return err
	}
	status := http.StatusOK
	var next shop.Place
	q, err := goodsQuery(c, d.Currencies)
	if err == nil {
		d.List.Products, next, err = shop.List(ctx, a.Store, web.ViewerID(c), q, from, soldPage)
	}
	if err != nil {
		status = web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		d.Form.Problems, d.Form.Problem = form.Problems, form.Problem
	}
	d.Sort = string(q.Sort)
	d.List.Older = goodsOlder(d.Form.Values, next)
	chrome := a.Titled(c, text.T(c.Request.Context(), "shop.goods-title"))
	return a.Page(c, status, shopview.GoodsPage(chrome, d), shopview.ListPart(chrome, d.List))
}

func goodsOlder(values map[string]string, next shop.Place) string {
	if next.ID == 0 {
		return ""
	}
	q := url.Values{"cursor": {next.String()}}
	for _, name := range goodsFields {
		if values[name] != "" {
			q.Set(name, values[name])
		}
	}
	return urls.Goods + "?" + q.Encode()
}

// goodsQuery reads what is asked for. Prices are in the currency that is named, or in the
// only one there is.
func goodsQuery(c *gin.Context, currencies []string) (shop.Query, error) {
	var problems models.Problems
	q := shop.Query{Words: c.Query("q"), Sort: shop.Sort(c.Query("sort")), Currency: c.Query("currency")}.Explored()
	if q.Sort == shop.LowStock {
		q.Sort = shop.Popular
	}
	q.Buyable = c.Query("show") != "all"
	for name, into := range map[string]**int64{"min": &q.MinPrice, "max": &q.MaxPrice} {
		s := c.Query(name)
		if s == "" {
			continue
		}
		if q.Currency == "" && len(currencies) == 1 {
			q.Currency = currencies[0]
		}
		if q.Currency == "" {
			problems = append(problems, models.Invalidf("currency", "shop.error.choose-currency-these-prices"))
			break
		}
		n, err := amount(name, s, q.Currency)
		if err == nil && n < 0 {
			err = models.Invalidf(name, "shop.error.price-not-below-zero")
		}
		if err := problems.Add(err); err != nil {
			return q, err
		}
		*into = &n
	}
	if q.MinPrice != nil && q.MaxPrice != nil && *q.MinPrice > *q.MaxPrice {
		problems = append(problems, models.Invalidf("max", "shop.error.below-lowest-price"))
	}
	return q, problems.Err()
}

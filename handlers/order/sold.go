package order

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/money"
	"photogram/models/order"
	"photogram/models/table"
	"photogram/text"
	"photogram/urls"
	orderview "photogram/views/order"
	"photogram/views/ui"
	"photogram/web"
)

// sold lists the orders of the viewer's shop.
func (a Pages) sold(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	f := order.Filter{State: order.State(c.Query("state")), Query: strings.TrimSpace(c.Query("q"))}
	rows, next, err := order.Sold(page.Context(c), a.Store, web.ViewerID(c), f, before, listPage)
	if err != nil {
		return err
	}
	d := orderview.List{Rows: rows, State: f.State, Query: f.Query, Seller: true}
	if next != 0 {
		d.Older = urls.WithQuery(urls.ShopOrders, "before", next.String())
		if f.State != "" {
			d.Older = urls.WithQuery(d.Older, "state", string(f.State))
		}
		if f.Query != "" {
			d.Older = urls.WithQuery(d.Older, "q", f.Query)
		}
	}
	chrome := a.PrivateChrome(c, "")
	return a.Page(c, http.StatusOK, orderview.SoldListPage(chrome, d), orderview.ListPart(chrome, d))
}

// own reads the order that the address names, for its seller.
func (a Pages) own(c *gin.Context) (*order.Full, error) {
	id, err := orderID(c)
	if err != nil {
		return nil, err
	}
	f, err := order.Get(page.Context(c), a.Store, order.Who{Viewer: web.ViewerID(c)}, id)
	if err != nil {
		return nil, err
	}
	if f.SellerID != web.ViewerID(c) {
		return nil, order.ErrNone
	}
	return f, nil
}

func (a Pages) soldOrder(c *gin.Context) error {
	f, err := a.own(c)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, orderview.SoldPage(a.PrivateChrome(c, ""), orderview.Detail{Full: f}), nil)
}

// sell carries out what a seller does, and shows the order again.
func (a Pages) sell(c *gin.Context, message string, do func(f *order.Full) error) error {
	f, err := a.own(c)
	if err != nil {
		return err
	}
	if err = do(f); err == nil {
		return a.Done(c, urls.SoldOrder(f.ID), text.T(page.Context(c), message), nil)
	}
	if kind := models.KindOf(err); kind != models.Conflict && kind != models.Invalid {
		return err
	}
	status := web.Status(err)
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if f, err = a.own(c); err != nil {
		return err
	}
	return a.Page(c, status, orderview.SoldPage(a.PrivateChrome(c, ""), orderview.Detail{Full: f, Form: form}), nil)
}

func (a Pages) confirm(c *gin.Context) error {
	return a.sell(c, "order.confirm-done", func(f *order.Full) error {
		_, err := order.Confirm(page.Context(c), a.Store, f.SellerID, f.ID)
		return err
	})
}

func (a Pages) paid(c *gin.Context) error {
	return a.sell(c, "order.pay-done", func(f *order.Full) error {
		_, err := order.Pay(page.Context(c), a.Store, f.SellerID, f.ID, order.PayInput{Reference: c.PostForm("reference")})
		return err
	})
}

func (a Pages) ship(c *gin.Context) error {
	return a.sell(c, "order.ship-done", func(f *order.Full) error {
		lines, err := chosen(c, f)
		if err != nil {
			return err
		}
		_, err = order.Ship(page.Context(c), a.Store, f.SellerID, f.ID, order.ShipInput{Carrier: c.PostForm("carrier"),
			Tracking: c.PostForm("tracking"), Lines: lines})
		return err
	})
}

// chosen are pieces of lines, at least one.
func chosen(c *gin.Context, f *order.Full) ([]order.Pieces, error) {
	lines, err := pieces(c, f.Lines)
	if err == nil && len(lines) == 0 {
		err = models.Invalidf("lines", "order.error.say-how-many-pieces-at")
	}
	return lines, err
}

func (a Pages) deliver(c *gin.Context) error {
	return a.sell(c, "order.deliver-done", func(f *order.Full) error {
		_, err := order.Deliver(page.Context(c), a.Store, order.Who{Viewer: f.SellerID}, f.ID)
		return err
	})
}

func (a Pages) returned(c *gin.Context) error {
	return a.sell(c, "order.return-done", func(f *order.Full) error {
		lines, err := chosen(c, f)
		if err != nil {
			return err
		}
		_, err = order.Return(page.Context(c), a.Store, f.SellerID, f.ID, order.ReturnInput{Lines: lines,
			Restock: c.PostForm("restock") != ""})
		return err
	})
}

func (a Pages) refund(c *gin.Context) error {
	return a.sell(c, "order.refund-done", func(f *order.Full) error {
		in := order.RefundInput{Restock: c.PostForm("restock") != "", Reason: c.PostForm("reason")}
		lines, err := pieces(c, f.Lines)
		if err != nil {
			return err
		}
		for _, l := range lines {
			in.Lines = append(in.Lines, order.RefundLine{Line: l.Line, Quantity: l.Quantity})
		}
		if s := strings.TrimSpace(c.PostForm("amount")); s != "" {
			amount, err := money.Parse(s, money.Reading{Currency: f.Currency})
			if err != nil || amount.Currency != f.Currency {
				return models.Invalidf("amount", "order.error.write-amount-12-90", "currency", f.Currency)
			}
			in.Amount = &amount.Minor
		}
		_, _, err = order.MakeRefund(page.Context(c), a.Store, f.SellerID, f.ID, in)
		return err
	})
}

func (a Pages) cancelSold(c *gin.Context) error {
	return a.sell(c, "order.cancelled-done", func(f *order.Full) error {
		_, err := order.Cancel(page.Context(c), a.Store, order.Who{Viewer: f.SellerID}, f.ID, c.PostForm("reason"))
		return err
	})
}

var fileHead = []string{"order", "code", "state", "placed", "paid", "payment", "name", "email", "country", "line", "sku", "title",
	"options",
	"quantity", "price", "gross", "tax_rate", "tax", "refunded", "currency"}

// file is all orders of a shop, one line of an order a line.
func (a Pages) file(c *gin.Context) error {
	c.Header("Content-Disposition", `attachment; filename="orders.csv"`)
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Cache-Control", "private, no-store")
	w := csv.NewWriter(c.Writer)
	if err := w.Write(fileHead); err != nil {
		return err
	}
	err := order.Export(page.Context(c), a.Store, web.ViewerID(c), func(o *order.Order, lines []order.Line) error {
		for _, l := range lines {
			paid := ""
			if !o.PaidAt.IsZero() {
				paid = o.PaidAt.Format(time.RFC3339)
			}
			cells := []string{o.Number, o.ID.Code(), string(o.State), o.PlacedAt.Format(time.RFC3339), paid, o.Payment, o.Address.Name,
				o.Email,
				o.Country, strconv.Itoa(l.Line), l.RetailerID, l.Title, l.Options, strconv.Itoa(l.Quantity), o.Money(l.Price).Number(),
				o.Money(l.Gross).Number(), order.RateText(l.Rate), o.Money(l.Tax).Number(), o.Money(l.Credited).Number(), o.Currency}
			for i := range cells {
				cells[i] = table.Cell(cells[i])
			}
			if err := w.Write(cells); err != nil {
				return err
			}
		}
		return nil
	})
	w.Flush()
	return err
}

func (a Pages) settings(c *gin.Context) error {
	shop, err := order.Settings(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	form := ui.Form{Values: map[string]string{"name": shop.Name, "address": shop.Address, "email": shop.Email, "vat_id": shop.VatID,
		"country": shop.Country, "currency": shop.Currency, "tax": order.RateText(shop.Tax), "rates": shop.RatesText(),
		"zones": shop.ZonesText(), "bank": shop.Bank, "terms": shop.Terms, "withdrawal": shop.Withdrawal,
		"hold_minutes": strconv.Itoa(shop.HoldMinutes), "hold_days": strconv.Itoa(shop.HoldDays)}}
	if shop.Open {
		form.Values["open"] = "on"
	}
	return a.showSettings(c, http.StatusOK, shop, form)
}

func (a Pages) showSettings(c *gin.Context, status int, shop *order.Shop, form ui.Form) error {
	delete(form.Values, "stripe_key")
	delete(form.Values, "stripe_hook")
	d := orderview.Settings{Shop: shop, Form: form, Webhook: a.Site.BaseURL + urls.StripeEventsOf(shop.UserID)}
	return a.Page(c, status, orderview.SettingsPage(a.PrivateChrome(c, ""), d), nil)
}

// settingsInput reads the form. Fields that are not sent stay as they are.
func settingsInput(c *gin.Context) (in order.ShopInput, err error) {
	text := func(name string) *string {
		if s, ok := c.GetPostForm(name); ok {
			return &s
		}
		return nil
	}
	open := c.PostForm("open") != ""
	in = order.ShopInput{Open: &open, Name: text("name"), Address: text("address"), Email: text("email"), VatID: text("vat_id"),
		Country: text("country"), Currency: text("currency"), Tax: text("tax"), Rates: text("rates"), Zones: text("zones"),
		Payments: append([]string{}, c.PostFormArray("payments")...), Bank: text("bank"), Terms: text("terms"),
		Withdrawal: text("withdrawal")}
	if in.Country != nil && *in.Country == "" && !open {
		in.Country = nil
	}
	for name, into := range map[string]**string{"stripe_key": &in.StripeKey, "stripe_hook": &in.StripeHook} {
		if s := text(name); s != nil && *s != "" || c.PostForm("forget_stripe") != "" {
			*into = s
		}
	}
	for name, into := range map[string]**int{"hold_minutes": &in.HoldMinutes, "hold_days": &in.HoldDays} {
		s := text(name)
		if s == nil {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(*s))
		if err != nil {
			return in, models.Invalidf(name, "order.error.send-whole-number")
		}
		*into = &n
	}
	return in, nil
}

func (a Pages) saveSettings(c *gin.Context) error {
	in, err := settingsInput(c)
	if err == nil {
		_, err = order.SaveShop(page.Context(c), a.Store, web.ViewerID(c), in)
	}
	if err == nil {
		return a.Done(c, urls.ShopSettings, text.T(page.Context(c), "order.settings-saved"), nil)
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	shop, err := order.Settings(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	shop.Payments = c.PostFormArray("payments")
	return a.showSettings(c, http.StatusUnprocessableEntity, shop, form)
}

package order

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/order"
	"photogram/payment"
	"photogram/text"
	"photogram/urls"
	"photogram/views/invoice"
	orderview "photogram/views/order"
	"photogram/views/ui"
	"photogram/web"
)

const listPage = 30

func orderID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("code"))
	if err != nil {
		return 0, order.ErrNone
	}
	return id, nil
}

// who asks for an order: the viewer, or whoever has the link of a mail.
func who(c *gin.Context) order.Who { return order.Who{Viewer: web.ViewerID(c), Link: c.Query("key")} }

// bought lists what the viewer ordered.
func (a Pages) bought(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	rows, next, err := order.Bought(page.Context(c), a.Store, web.ViewerID(c), before, listPage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, "")
	d := orderview.List{Rows: rows, Older: page.OlderURL(urls.Orders, next)}
	return a.Page(c, http.StatusOK, orderview.BoughtListPage(chrome, d), orderview.ListPart(chrome, d))
}

// detail reads the order that the address names, as its buyer sees it.
func (a Pages) detail(c *gin.Context) (d orderview.Detail, err error) {
	id, err := orderID(c)
	if err != nil {
		return d, err
	}
	if d.Full, err = order.Get(page.Context(c), a.Store, who(c), id); err != nil {
		return d, err
	}
	d.Link, d.Paying = c.Query("key"), c.Query("paying") != ""
	d.Until = d.WithdrawUntil(text.Of(page.Context(c)).Zone().String())
	d.Withdraw = slices.Contains([]order.State{order.Confirmed, order.Paid, order.Shipped, order.Delivered}, d.State) &&
		(d.Until.IsZero() || a.Store.Now().Before(d.Until)) && slices.ContainsFunc(d.Lines, func(l order.Line) bool {
		return l.Goods() && l.Withdrawn < l.Quantity
	})
	return d, nil
}

func (a Pages) order(c *gin.Context) error {
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	if web.ViewerID(c) == d.SellerID && d.Link == "" {
		return &web.Moved{To: urls.SoldOrder(d.ID)}
	}
	if d.Payment == order.Stripe && d.State == order.Placed {
		a.AllowFormTarget(c, a.Payments.Stripe.Pages())
	}
	return a.Page(c, http.StatusOK, orderview.BoughtPage(a.PrivateChrome(c, "").Refreshing(d.Paying && d.State == order.Placed), d), nil)
}

// act carries out what a buyer does, and shows the order again.
func (a Pages) act(c *gin.Context, message string, do func(id models.ID) error) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	if err = do(id); err == nil {
		return a.Done(c, urls.Order(id, c.Query("key")), text.T(page.Context(c), message), nil)
	}
	if kind := models.KindOf(err); kind != models.Conflict && kind != models.Invalid {
		return err
	}
	status := web.Status(err)
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	d.Form = form
	return a.Page(c, status, orderview.BoughtPage(a.PrivateChrome(c, ""), d), nil)
}

// pay leads to the page of the provider.
func (a Pages) pay(c *gin.Context) error {
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	url, err := a.payAt(c, &d.Order, d.Link)
	if err == nil && url != "" {
		c.Redirect(http.StatusSeeOther, url)
		return nil
	}
	return a.act(c, "", func(models.ID) error { return err })
}

func (a Pages) cancel(c *gin.Context) error {
	return a.act(c, "order.cancelled-done", func(id models.ID) error {
		_, err := order.Cancel(page.Context(c), a.Store, who(c), id, c.PostForm("reason"))
		return err
	})
}

func (a Pages) received(c *gin.Context) error {
	return a.act(c, "order.received-done", func(id models.ID) error {
		_, err := order.Deliver(page.Context(c), a.Store, who(c), id)
		return err
	})
}

func (a Pages) withdrawPage(c *gin.Context) error {
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	d.Form = ui.Form{Values: map[string]string{"name": d.Address.Name, "email": d.Email}}
	return a.Page(c, http.StatusOK, orderview.WithdrawPage(a.PrivateChrome(c, ""), orderview.Withdraw{Detail: d}), nil)
}

// pieces reads how many pieces of each line a form says.
func pieces(c *gin.Context, lines []order.Line) (out []order.Pieces, err error) {
	for _, l := range lines {
		s := strings.TrimSpace(c.PostForm("line" + models.ID(l.Line).String()))
		if s == "" || s == "0" {
			continue
		}
		n, err := quantity(s)
		if err != nil {
			return nil, models.Invalidf("lines", "order.error.write-whole-numbers-pieces")
		}
		out = append(out, order.Pieces{Line: l.Line, Quantity: n})
	}
	return out, nil
}

// withdraw is the first of the two steps; it shows the second.
func (a Pages) withdraw(c *gin.Context) error {
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	lines, problem := pieces(c, d.Lines)
	if problem == nil && len(lines) == 0 {
		problem = models.Invalidf("lines", "order.error.say-how-many-pieces-withdraw")
	}
	var asked *order.Withdrawal
	if problem == nil {
		asked, problem = order.RequestWithdrawal(page.Context(c), a.Store, who(c), d.ID, order.WithdrawInput{Name: c.PostForm("name"),
			Email: c.PostForm("email"), Reason: c.PostForm("reason"), Lines: lines})
	}
	status := http.StatusOK
	if problem != nil {
		status = web.Status(problem)
		if d.Form, err = web.FormOf(c, problem); err != nil {
			return err
		}
	}
	return a.Page(c, status, orderview.WithdrawPage(a.PrivateChrome(c, ""), orderview.Withdraw{Detail: d, Asked: asked}), nil)
}

func (a Pages) confirmWithdrawal(c *gin.Context) error {
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	id, err := models.ParseID(c.PostForm("withdrawal"))
	if err != nil {
		return models.NotFoundf("order.error.withdrawal-does-not-exist-please")
	}
	w, err := order.ConfirmWithdrawal(page.Context(c), a.Store, who(c), d.ID, id)
	if err != nil {
		return err
	}
	return a.Done(c, urls.Order(d.ID, d.Link), text.T(page.Context(c), "order.withdraw-done", "email", w.Email), nil)
}

// document is an invoice or a credit note as PDF.
func (a Pages) document(c *gin.Context) error {
	d, err := a.detail(c)
	if err != nil {
		return err
	}
	name, ok := strings.CutSuffix(c.Param("name"), ".pdf")
	i := slices.IndexFunc(d.Documents, func(d order.Document) bool { return d.Name() == name })
	if !ok || i < 0 {
		return models.NotFoundf("order.error.no-document")
	}
	raw, err := invoice.PDF(text.Of(page.Context(c)), &d.Documents[i], orderview.PaymentName(page.Context(c), d.Payment))
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+name+`.pdf"`)
	c.Header("Cache-Control", "private, no-store")
	c.Data(http.StatusOK, "application/pdf", raw)
	return nil
}

// stripe takes events of Stripe in.
func (a Pages) stripe(c *gin.Context) error {
	var seller models.ID
	if s := c.Param("seller"); s != "" {
		var err error
		if seller, err = models.ParseID(s); err != nil {
			return order.ErrNoShop
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, payment.MaxEvent))
	if err != nil {
		return err
	}
	if err := a.Payments.Stripe.Receive(page.Context(c), seller, c.GetHeader("Stripe-Signature"), body); err != nil {
		if err == payment.ErrForged {
			return &web.StatusError{Status: http.StatusBadRequest, Message: payment.ErrForged.Message()}
		}
		return err
	}
	c.JSON(http.StatusOK, gin.H{"received": true})
	return nil
}

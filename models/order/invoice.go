package order

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/money"
)

// Kinds of documents.
const (
	Invoice    = "invoice"
	CreditNote = "credit"
)

// Document is an invoice or a credit note, as it was written.
type Document struct {
	SellerID models.ID
	Kind     string
	Year     int
	Number   int64
	OrderID  models.ID
	At       time.Time
	Content  Content
}

// Content is what stands in a document (2006/112/EC, article 226).
type Content struct {
	Seller    Seller        `json:"seller"`
	Buyer     Address       `json:"buyer"`
	Order     string        `json:"order"`
	Ordered   time.Time     `json:"ordered"`
	Payment   string        `json:"payment"`
	Currency  string        `json:"currency"`
	Lines     []ContentLine `json:"lines"`
	Taxes     []TaxSum      `json:"taxes"`
	Total     int64         `json:"total"`
	Corrects  string        `json:"corrects,omitempty"` // of a credit note, the invoice
	Reason    string        `json:"reason,omitempty"`
	Delivered string        `json:"delivered,omitempty"`
}

// ContentLine is a line of a document.
type ContentLine struct {
	Title    string     `json:"title"`
	Options  string     `json:"options,omitempty"`
	Quantity int        `json:"quantity"` // 0 of a part that is no number of pieces
	Price    int64      `json:"price"`
	Gross    int64      `json:"gross"`
	Rate     money.Rate `json:"rate"`
	Tax      int64      `json:"tax"`
}

// Name is the number as it is printed.
func (d *Document) Name() string {
	letter := "R"
	if d.Kind == CreditNote {
		letter = "G"
	}
	return fmt.Sprintf("%s%d-%05d", letter, d.Year, d.Number)
}

// Money is an amount in the document's currency.
func (c *Content) Money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: c.Currency}
}

func (o *Order) content() Content {
	return Content{Seller: o.Seller, Buyer: o.Address, Order: o.Number, Ordered: o.PlacedAt, Payment: o.Payment, Currency: o.Currency}
}

func (c *Content) sum() {
	c.Taxes = sumTaxes(len(c.Lines), func(i int) (money.Rate, int64, int64) {
		return c.Lines[i].Rate, c.Lines[i].Gross, c.Lines[i].Tax
	})
	for _, l := range c.Lines {
		c.Total += l.Gross
	}
}

func (o *Order) writeInvoice(ctx context.Context, t *models.Tx, lines []Line) error {
	c := o.content()
	for _, l := range lines {
		c.Lines = append(c.Lines, ContentLine{l.Title, l.Options, l.Quantity, l.Price, l.Gross, l.Rate, l.Tax})
	}
	return o.writeDocument(ctx, t, Invoice, c)
}

func (o *Order) writeCredit(ctx context.Context, t *models.Tx, lines []Line, parts []part, reason string) error {
	c := o.content()
	var invoice Document
	if err := models.Take(ctx, t.PG, &invoice, `SELECT kind, year, number FROM invoices WHERE seller_id = @seller AND order_id = @order
		AND kind = 'invoice'`, models.Args{"seller": o.SellerID, "order": o.ID}); err != nil {
		return fmt.Errorf("read the invoice of order %d: %w", o.ID, err)
	}
	c.Corrects, c.Reason = invoice.Name(), reason
	for _, p := range parts {
		l := &lines[p.line]
		one := ContentLine{Title: l.Title, Options: l.Options, Gross: p.gross, Rate: l.Rate, Tax: p.tax}
		if p.gross == l.Price*int64(p.quantity) {
			one.Quantity, one.Price = p.quantity, l.Price
		}
		c.Lines = append(c.Lines, one)
	}
	return o.writeDocument(ctx, t, CreditNote, c)
}

func (o *Order) writeDocument(ctx context.Context, t *models.Tx, kind string, c Content) error {
	c.sum()
	year := t.Store.Now().Year()
	n, err := nextNumber(ctx, t, o.SellerID, kind, year)
	if err != nil {
		return err
	}
	err = models.Do(ctx, t.PG, `INSERT INTO invoices (seller_id, kind, year, number, order_id, at, content)
		VALUES (@seller, @kind, @year, @number, @order, @now, @content)`, models.Args{"seller": o.SellerID, "kind": kind, "year": year,
		"number": n, "order": o.ID, "now": t.Store.Now(), "content": c})
	if err != nil {
		return fmt.Errorf("write a document of order %d: %w", o.ID, err)
	}
	return nil
}

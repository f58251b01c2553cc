// Package invoice prints invoices and credit notes as PDF. It receives all it prints
// and fetches nothing.
package invoice

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"photogram/models/order"
	"photogram/text"
)

// The Go fonts have the letters of Europe, and signs such as €.
const font = "Go"

const (
	margin = 20.0 // millimetres, as all that follow
	width  = 210 - 2*margin
	row    = 6.0
)

var (
	columns = []float64{18, 74, 26, 20, 32}
	heads   = []string{"order.paper.quantity", "order.paper.item", "order.paper.each", "order.paper.rate", "order.paper.gross"}
)

// paper is a document that is being printed.
type paper struct {
	*fpdf.Fpdf
	r text.Reader
	d *order.Document
}

// PDF prints a document for a reader; payment is how it was paid, in words.
func PDF(r text.Reader, d *order.Document, payment string) ([]byte, error) {
	p := &paper{fpdf.New("P", "mm", "A4", ""), r, d}
	p.AddUTF8FontFromBytes(font, "", goregular.TTF)
	p.AddUTF8FontFromBytes(font, "B", gobold.TTF)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(true, margin)
	p.AliasNbPages("{all}")
	p.SetTitle(p.title()+" "+d.Name(), true)
	p.SetAuthor(d.Content.Seller.Name, true)
	p.SetCreationDate(d.At)
	p.SetModificationDate(d.At)
	p.SetCatalogSort(true)
	p.SetFooterFunc(func() {
		p.SetY(-15)
		p.SetFont(font, "", 8)
		p.CellFormat(width, row, r.T("order.paper.page", "page", p.PageNo(), "all", "{all}"), "", 0, "C", false, 0, "")
	})
	p.AddPage()
	p.head(payment)
	p.table()
	p.sums()
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Name(), err)
	}
	return out.Bytes(), nil
}

func (p *paper) title() string {
	if p.d.Kind == order.CreditNote {
		return p.r.T("order.paper.credit")
	}
	return p.r.T("order.paper.invoice")
}

// head has who sells, who buys, and what the document is.
func (p *paper) head(payment string) {
	c := &p.d.Content
	p.SetFont(font, "B", 11)
	p.lines(c.Seller.Name)
	p.SetFont(font, "", 9)
	p.lines(c.Seller.Address, c.Seller.Email)
	if c.Seller.VatID != "" {
		p.lines(p.r.T("order.paper.vat") + ": " + c.Seller.VatID)
	}
	p.Ln(row)
	p.SetFont(font, "B", 9)
	p.lines(p.r.T("order.paper.to"))
	p.SetFont(font, "", 10)
	p.lines(c.Buyer.Lines()...)
	p.Ln(row)
	p.SetFont(font, "B", 16)
	p.lines(p.title())
	p.SetFont(font, "", 10)
	for _, f := range [][2]string{{"order.paper.number", p.d.Name()}, {"order.paper.date", p.r.Day(p.d.At)}, {"order.paper.order", c.Order},
		{"order.paper.ordered", p.r.Day(c.Ordered)}, {"order.paper.payment", payment}, {"order.paper.corrects", c.Corrects}} {
		if f[1] != "" {
			p.CellFormat(40, row, p.r.T(f[0]), "", 0, "L", false, 0, "")
			p.CellFormat(width-40, row, f[1], "", 1, "L", false, 0, "")
		}
	}
	if c.Reason != "" {
		p.lines(c.Reason)
	}
	p.Ln(row)
}

// lines prints texts below each other.
func (p *paper) lines(list ...string) {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			p.MultiCell(width, row-1, shown(s), "", "L", false)
		}
	}
}

// shown leaves out what the font cannot print: characters beyond the basic plane.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '?'
		}
		return r
	}, s)
}

func (p *paper) table() {
	c := &p.d.Content
	p.SetFont(font, "B", 9)
	for i, head := range heads {
		p.CellFormat(columns[i], row, p.r.T(head), "B", 0, align(i), false, 0, "")
	}
	p.Ln(-1)
	p.SetFont(font, "", 9)
	for _, l := range c.Lines {
		name := l.Title
		if l.Options != "" {
			name += " (" + l.Options + ")"
		}
		quantity, each := "", ""
		if l.Quantity > 0 {
			quantity, each = p.r.Number(int64(l.Quantity)), c.Money(l.Price).For(p.r)
		}
		parts := p.SplitText(shown(name), columns[1]-2)
		for i, part := range parts {
			cells := []string{"", part, "", "", ""}
			if i == 0 {
				cells = []string{quantity, part, each, order.RateText(l.Rate) + " %", c.Money(l.Gross).For(p.r)}
			}
			for i, cell := range cells {
				p.CellFormat(columns[i], row, cell, "", 0, align(i), false, 0, "")
			}
			p.Ln(-1)
		}
	}
}

func align(column int) string {
	if column == 1 {
		return "L"
	}
	return "R"
}

// sums are net and tax by rate, and the total.
func (p *paper) sums() {
	c := &p.d.Content
	line := func(label, value, border string) {
		p.CellFormat(width-columns[4], row, label, border, 0, "R", false, 0, "")
		p.CellFormat(columns[4], row, value, border, 1, "R", false, 0, "")
	}
	p.Ln(2)
	for i, t := range c.Taxes {
		border := ""
		if i == 0 {
			border = "T"
		}
		line(p.r.T("order.paper.net", "rate", order.RateText(t.Rate)), c.Money(t.Net).For(p.r), border)
		line(p.r.T("order.paper.tax", "rate", order.RateText(t.Rate)), c.Money(t.Tax).For(p.r), "")
	}
	p.SetFont(font, "B", 11)
	line(p.r.T("order.paper.total"), c.Money(c.Total).For(p.r), "T")
}

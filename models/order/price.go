package order

import (
	"cmp"
	"math/bits"
	"slices"

	"photogram/models"
	"photogram/models/money"
)

// One rule for all money: prices are with tax; the tax of a line is
// gross − round(gross / (1 + rate)), half up; totals are sums of rounded lines.

// MaxTotal bounds an order, in minor units.
const MaxTotal = 1_000_000_000_000

// TaxSum is what is in an order, or a document, at one rate.
type TaxSum struct {
	Rate  money.Rate `json:"rate"`
	Gross int64      `json:"gross"`
	Net   int64      `json:"net"`
	Tax   int64      `json:"tax"`
}

func sumTaxes(n int, of func(i int) (rate money.Rate, gross, tax int64)) []TaxSum {
	by := map[money.Rate]*TaxSum{}
	for i := range n {
		rate, gross, tax := of(i)
		s := by[rate]
		if s == nil {
			s = &TaxSum{Rate: rate}
			by[rate] = s
		}
		s.Gross, s.Tax, s.Net = s.Gross+gross, s.Tax+tax, s.Net+gross-tax
	}
	out := make([]TaxSum, 0, len(by))
	for _, s := range by {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b TaxSum) int { return cmp.Compare(b.Rate, a.Rate) })
	return out
}

func taxSums(lines []Line) []TaxSum {
	return sumTaxes(len(lines), func(i int) (money.Rate, int64, int64) { return lines[i].Rate, lines[i].Gross, lines[i].Tax })
}

// price calculates a line.
func (l *Line) price(currency string) error {
	gross, err := money.Amount{Minor: l.Price, Currency: currency}.Times(int64(l.Quantity))
	if err != nil || gross.Minor > MaxTotal {
		return tooMuch(currency)
	}
	tax, err := gross.TaxIn(l.Rate)
	if err != nil {
		return err
	}
	l.Gross, l.Tax = gross.Minor, tax.Minor
	return nil
}

func tooMuch(currency string) error {
	return models.Invalidf("total", "order.error.order-can-at-most", "x", money.Amount{Minor: MaxTotal, Currency: currency})
}

// totals sums lines up.
func totals(lines []Line, currency string) (total, tax int64, err error) {
	for i := range lines {
		if err := lines[i].price(currency); err != nil {
			return 0, 0, err
		}
		total, tax = total+lines[i].Gross, tax+lines[i].Tax
	}
	if total > MaxTotal {
		return 0, 0, tooMuch(currency)
	}
	return total, tax, nil
}

// part is what is taken back of one line.
type part struct {
	line       int // the index
	quantity   int
	gross, tax int64
}

// take makes a part of a line: of its tax, what brings all that was taken back to the
// share of the gross that was, so that a whole line gives its whole tax.
func (l *Line) take(index, quantity int, gross int64) part {
	p := part{line: index, quantity: quantity, gross: gross}
	if l.Gross > 0 {
		p.tax = share(l.Tax, l.Credited+gross, l.Gross) - l.CreditedTax
	}
	return p
}

// share is of × n / all, rounded half up. None of them is below zero, and n is at most all.
func share(of, n, all int64) int64 {
	if all == 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(of), uint64(n))
	low, carry := bits.Add64(low, uint64(all)/2, 0)
	q, _ := bits.Div64(high+carry, low, uint64(all))
	return int64(q)
}

// spread parts an amount over what is left of lines, in proportion and exactly.
func spread(lines []Line, amount int64) []part {
	var all int64
	for i := range lines {
		all += lines[i].Gross - lines[i].Credited
	}
	amount = min(amount, all)
	var out []part
	var before, given int64
	for i := range lines {
		before += lines[i].Gross - lines[i].Credited
		upTo := share(amount, before, all)
		if n := upTo - given; n > 0 {
			out = append(out, lines[i].take(i, 0, n))
		}
		given = upTo
	}
	return out
}

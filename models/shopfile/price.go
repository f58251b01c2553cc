package shopfile

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/table"
)

// amount reads a price of the row, or of another; false where there is none.
func (b *builder) amount(r *record, f Field, severity Severity) (money.Amount, bool) {
	s := r.get(f)
	if s == "" {
		return money.Amount{}, false
	}
	reading := money.Reading{Currency: b.currency(r, f), Decimal: r.layout.decimal,
		Round: f == NetPrice || f == Impact, Negative: f == Impact}
	a, err := money.Parse(withoutNoise(s), reading)
	var said *models.Error
	switch {
	case errors.Is(err, money.ErrNone):
		return money.Amount{}, false
	case errors.As(err, &said):
		message := said.Message()
		if slices.Contains(freeWords, strings.ToLower(s)) {
			message = "We can’t read “" + table.Shown(s) + "” as an amount; what is free costs 0."
		}
		b.problem(severity, f, "%s", table.Shown(message))
		return money.Amount{}, false
	case err != nil:
		b.problem(severity, f, "We can’t read “%s” as an amount.", table.Shown(table.Cut(s, 60)))
		return money.Amount{}, false
	case b.o.Currency != "" && a.Currency != strings.ToUpper(b.o.Currency):
		b.problem(severity, f, "This price is in %s, and the catalogue is in %s.", a.Currency, b.o.Currency)
		return money.Amount{}, false
	}
	if top, err := (money.Amount{Minor: maxMajor, Currency: a.Currency}).Times(unitOf(a.Currency)); err != nil || a.Minor > top.Minor {
		b.problem(severity, f, "%s is more than a price can be: at most %s.", a, top)
		return money.Amount{}, false
	}
	return a, true
}

var noisy = regexp.MustCompile(`^[0-9]{1,9}\.[0-9]{10,}$`)

// withoutNoise is a number without what binary fractions leave: 55.349999999999994.
func withoutNoise(s string) string {
	if !noisy.MatchString(s) {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'f', 6, 64)
}

func unitOf(currency string) int64 {
	unit := int64(1)
	for range money.Digits(currency) {
		unit *= 10
	}
	return unit
}

var freeWords = []string{"free", "kostenlos", "gratis", "gratuit", "umsonst", "бесплатно", "zdarma", "無料"}

// currency is what is meant where a price has none: by a column, by the name of the
// column of prices, by the catalogue.
func (b *builder) currency(r *record, f Field) string {
	if s := strings.ToUpper(b.get(Currency)); money.Known(s) {
		return s
	}
	if c := r.layout.columns[f].Currency; c != "" {
		return c
	}
	return b.o.Currency
}

func (b *builder) prices() {
	before := len(b.problems)
	price, ok := b.basePrice()
	if !ok {
		if len(b.problems) == before {
			b.refuse(Price, "This row has no price.")
		}
		return
	}
	b.Price = price
	if price.Minor == 0 {
		b.warn(Price, "The price is 0.")
	}
	if was, ok := b.amount(b.own, CompareAt, SeverityWarning); ok && was.Currency == price.Currency && was.Minor > price.Minor {
		b.Price, b.SalePrice = was, &price
	}
	b.sale()
}

// basePrice is the price of the row; else that of its product, and what is added to it.
func (b *builder) basePrice() (money.Amount, bool) {
	price, ok := b.priceOf(b.own)
	if !ok && b.parent != nil {
		price, ok = b.priceOf(b.parent)
	}
	if !ok {
		return price, false
	}
	if b.parent != nil || b.own.get(Price) == "" {
		if more, found := b.amount(b.own, Impact, SeverityError); found {
			if b.parent != nil && b.parent.get(Price) == "" && b.parent.get(NetPrice) != "" {
				more = b.gross(more)
			}
			sum, err := price.Plus(more)
			if err != nil || sum.Minor < 0 {
				b.refuse(Impact, "%s and %s make no price.", price, more)
				return price, false
			}
			return sum, true
		}
	}
	return price, true
}

func (b *builder) gross(a money.Amount) money.Amount {
	if with, err := a.Gross(b.o.Tax); err == nil {
		return with
	}
	return a
}

func (b *builder) priceOf(r *record) (money.Amount, bool) {
	before := len(b.problems)
	if price, ok := b.amount(r, Price, SeverityError); ok {
		return price, true
	}
	if len(b.problems) > before {
		return money.Amount{}, false
	}
	net, ok := b.amount(r, NetPrice, SeverityError)
	return b.gross(net), ok
}

// sale is the reduced price, however a file says it, and when it counts.
func (b *builder) sale() {
	for _, r := range []*record{b.own, b.parent} {
		if r == nil || b.SalePrice != nil || r == b.parent && b.own.get(Price) != "" && b.own.get(SalePrice) == "" &&
			b.own.has(SalePrice) {
			continue
		}
		if sale, ok := b.amount(r, SalePrice, SeverityWarning); ok && sale.Minor > 0 {
			b.reduce(sale)
		} else if share := strings.Trim(r.get(DiscountShare), "% "); share != "" {
			b.reduceBy(r, share, DiscountShare, true)
		} else if share := r.get(DiscountAmount); share != "" {
			b.reduceBy(r, share, DiscountAmount, false)
		} else if share := r.get(Discount); share != "" {
			b.reduceBy(r, share, Discount, strings.EqualFold(r.get(DiscountKind), "percent"))
		}
	}
	if b.SalePrice == nil {
		return
	}
	if both := b.get(SaleDates); both != "" {
		from, to, ok := strings.Cut(both, "/")
		if !ok {
			b.warn(SaleDates, "“%s” is not two times with a / between them.", table.Shown(table.Cut(both, 60)))
			return
		}
		b.SaleFrom, b.SaleTo = b.when(SaleDates, from, false), b.when(SaleDates, to, true)
	} else {
		b.SaleFrom, b.SaleTo = b.when(SaleFrom, b.get(SaleFrom), false), b.when(SaleTo, b.get(SaleTo), true)
	}
	if !b.SaleTo.IsZero() && b.SaleTo.Before(b.SaleFrom) {
		b.warn(SaleTo, "The sale ends before it begins, and was left out.")
		b.SalePrice, b.SaleFrom, b.SaleTo = nil, time.Time{}, time.Time{}
	}
}

func (b *builder) reduce(sale money.Amount) {
	switch {
	case sale.Currency != b.Price.Currency:
		b.warn(SalePrice, "The sale price is in %s, and the price in %s.", sale.Currency, b.Price.Currency)
	case sale.Minor > b.Price.Minor:
		b.warn(SalePrice, "The sale price %s is above the price %s, and was left out.", sale, b.Price)
	case sale.Minor < b.Price.Minor:
		b.SalePrice = &sale
	}
}

func (b *builder) reduceBy(r *record, s string, f Field, percent bool) {
	off, err := money.Parse(s, money.Reading{Currency: b.Price.Currency, Decimal: r.layout.decimal, Round: true})
	if err != nil || off.Minor == 0 {
		if err != nil && !errors.Is(err, money.ErrNone) {
			b.warn(f, "“%s” is not a reduction.", table.Shown(table.Cut(s, 60)))
		}
		return
	}
	if percent {
		share, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		if err != nil || share < 0 || share >= 100 {
			b.warn(f, "“%s” is not a percentage below 100.", table.Shown(table.Cut(s, 60)))
			return
		}
		if off, err = b.Price.Share(money.Rate(share*1000 + 0.5)); err != nil {
			return
		}
	}
	sale, err := b.Price.Minus(off)
	if err != nil || sale.Minor <= 0 {
		b.warn(f, "The reduction of %s leaves nothing of %s.", off, b.Price)
		return
	}
	b.SalePrice = &sale
}

var timeForms = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05-0700", "2006-01-02T15:04-0700",
	"2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006", "2.1.2006", "2006/01/02", "2006/1/2", "2006年1月2日", "20060102"}

// when reads a time; a day at the end of a sale is the whole of it.
func (b *builder) when(f Field, s string, last bool) time.Time {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasPrefix(s, "0000-00-00") {
		return time.Time{}
	}
	zone := b.o.Zone
	if zone == nil {
		zone = time.UTC
	}
	day := func(t time.Time, form string) time.Time {
		if last && !strings.Contains(form, "15") {
			t = t.AddDate(0, 0, 1)
		}
		return t
	}
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil && t.Year() > 1990 && t.Year() < 2200 {
			return day(t, form)
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 30_000 && n < 110_000 { // days, as spreadsheets count
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, zone).Add(time.Duration(n * float64(24*time.Hour)))
		return day(t, map[bool]string{true: "", false: "15"}[n == float64(int(n))])
	}
	if t, ok := slashed(s, zone); ok {
		return day(t, "")
	}
	b.warn(f, "“%s” is not a time that has one meaning: write 2026-11-01 or 2026-11-01T12:00+01:00.", table.Shown(table.Cut(s, 60)))
	return time.Time{}
}

// slashed reads 12/31/2026 and 31/12/2026, where the day is above 12.
func slashed(s string, zone *time.Location) (time.Time, bool) {
	date, _, _ := strings.Cut(s, ",")
	date, _, _ = strings.Cut(date, " ")
	parts := strings.Split(date, "/")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil || n[i] < 1 {
			return time.Time{}, false
		}
	}
	if n[2] < 100 {
		n[2] += 2000
	}
	month, day := n[0], n[1]
	switch {
	case month > 12:
		month, day = day, month
	case day <= 12 && day != month:
		return time.Time{}, false
	}
	t := time.Date(n[2], time.Month(month), day, 0, 0, 0, 0, zone)
	return t, month <= 12 && t.Day() == day && n[2] < 2200
}

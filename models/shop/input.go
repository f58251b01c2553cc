package shop

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/index"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/shopfile"
)

// Change is what a product is to have. What is nil stays as it is.
type Change struct {
	RetailerID     *string
	GroupID        *string
	State          *State
	Title          *string
	Description    *string
	Brand          *string
	GTIN           *string
	MPN            *string
	Category       *string
	GoogleCategory *string
	Condition      *shopfile.Condition
	Availability   *shopfile.Availability
	URL            *string
	Price          *int64     // minor units
	SalePrice      *int64     // below zero: none
	SaleFrom       *time.Time // zero: at once
	SaleTo         *time.Time // zero: without end
	Stock          *int64     // below zero: not counted
	LowStock       *int64     // below zero: as the catalogue has it
	Weight         *int64     // grams
	UnitAmount     *int64
	Unit           *string
	Options        *[]shopfile.Option
	Labels         *[]string
	Images         *[]string
	Tax            *int
	Maker          *string
	Warnings       *string
}

func set[T any](into *T, value *T) {
	if value != nil {
		*into = *value
	}
}

// apply puts a change into a product, which clean checks then.
func (c *Change) apply(p *Product) {
	for _, f := range []struct{ into, value *string }{{&p.RetailerID, c.RetailerID}, {&p.GroupID, c.GroupID}, {&p.Title, c.Title},
		{&p.Description, c.Description}, {&p.Brand, c.Brand}, {&p.GTIN, c.GTIN}, {&p.MPN, c.MPN}, {&p.Category, c.Category},
		{&p.GoogleCategory, c.GoogleCategory}, {&p.URL, c.URL}, {&p.Unit, c.Unit}, {&p.Maker, c.Maker}, {&p.Warnings, c.Warnings}} {
		set(f.into, f.value)
	}
	set(&p.State, c.State)
	set(&p.Condition, c.Condition)
	set(&p.Availability, c.Availability)
	set(&p.Price, c.Price)
	if c.SalePrice != nil {
		if p.SalePrice = c.SalePrice; *c.SalePrice < 0 {
			p.SalePrice, p.SaleFrom, p.SaleTo = nil, nil, nil
		}
	}
	for _, f := range []struct {
		into  **time.Time
		value *time.Time
	}{{&p.SaleFrom, c.SaleFrom}, {&p.SaleTo, c.SaleTo}} {
		if f.value != nil {
			if *f.into = f.value; f.value.IsZero() {
				*f.into = nil
			}
		}
	}
	if c.Stock != nil {
		p.Counted, p.Stock = *c.Stock >= 0, max(*c.Stock, 0)
	}
	if c.LowStock != nil {
		if p.LowStock = c.LowStock; *c.LowStock < 0 {
			p.LowStock = nil
		}
	}
	set(&p.Weight, c.Weight)
	set(&p.UnitAmount, c.UnitAmount)
	set(&p.Options, c.Options)
	set(&p.Labels, c.Labels)
	set(&p.Images, c.Images)
	set(&p.Tax, c.Tax)
}

// back is the change that undoes this one, made of the product as it was.
func (c *Change) back(was *Product) (out Change) {
	p := *was
	old := func(value, is *string) *string {
		if value == nil {
			return nil
		}
		return is
	}
	out = Change{RetailerID: old(c.RetailerID, &p.RetailerID), GroupID: old(c.GroupID, &p.GroupID), Title: old(c.Title, &p.Title),
		Description: old(c.Description, &p.Description), Brand: old(c.Brand, &p.Brand), GTIN: old(c.GTIN, &p.GTIN), MPN: old(c.MPN, &p.MPN),
		Category: old(c.Category, &p.Category), GoogleCategory: old(c.GoogleCategory, &p.GoogleCategory), URL: old(c.URL, &p.URL),
		Unit: old(c.Unit, &p.Unit), Maker: old(c.Maker, &p.Maker), Warnings: old(c.Warnings, &p.Warnings)}
	wasOf(&out.State, c.State, p.State)
	wasOf(&out.Condition, c.Condition, p.Condition)
	wasOf(&out.Availability, c.Availability, p.Availability)
	wasOf(&out.Price, c.Price, p.Price)
	if c.SalePrice != nil || c.SaleFrom != nil || c.SaleTo != nil {
		none, from, to := int64(-1), time.Time{}, time.Time{}
		if out.SalePrice = p.SalePrice; p.SalePrice == nil {
			out.SalePrice = &none
		}
		set(&from, p.SaleFrom)
		set(&to, p.SaleTo)
		out.SaleFrom, out.SaleTo = &from, &to
	}
	if c.Stock != nil {
		stock := p.Stock
		if !p.Counted {
			stock = -1
		}
		out.Stock = &stock
	}
	if c.LowStock != nil {
		few := int64(-1)
		set(&few, p.LowStock)
		out.LowStock = &few
	}
	wasOf(&out.Weight, c.Weight, p.Weight)
	wasOf(&out.UnitAmount, c.UnitAmount, p.UnitAmount)
	wasOf(&out.Options, c.Options, p.Options)
	wasOf(&out.Labels, c.Labels, p.Labels)
	wasOf(&out.Images, c.Images, p.Images)
	wasOf(&out.Tax, c.Tax, p.Tax)
	return out
}

func wasOf[T any](into **T, value *T, was T) {
	if value != nil {
		*into = &was
	}
}

// clean checks a product as a whole and gives its texts their form.
func (p *Product) clean() error {
	var problems models.Problems
	p.cleanTexts(&problems)
	p.cleanPrices(&problems)
	bad := func(field, id string, pairs ...any) {
		problems = append(problems, models.Invalidf(field, id, pairs...))
	}
	if !slices.Contains([]State{Draft, Published, Archived}, p.State) {
		bad("state", "shop.error.state-draft-published-archived")
	}
	if !slices.Contains(Conditions, p.Condition) {
		bad("condition", "shop.error.condition-new-refurbished-used")
	}
	if !slices.Contains(Availabilities, p.Availability) {
		bad("availability", "shop.error.availability-stock-out-stock-preorder")
	}
	switch {
	case p.Stock > shopfile.MaxStock:
		bad("stock", "shop.error.more-than-pieces", "maxStock", shopfile.MaxStock)
	case p.Counted && p.Stock < p.Reserved:
		bad("stock", "shop.error.pieces-reserved-open-orders-so", "reserved", p.Reserved)
	}
	if p.LowStock != nil && *p.LowStock > MaxLow {
		bad("low_stock", "shop.error.number-pieces-up", "maxLow", MaxLow)
	}
	if p.Weight < 0 || p.Weight > maxGrams {
		bad("weight", "shop.error.weight-number-grams-up", "maxGrams", maxGrams)
	}
	if p.UnitAmount < 0 || p.UnitAmount > post.MaxUnitAmount {
		bad("unit_amount", "shop.error.whole-number-up", "maxUnitAmount", int64(post.MaxUnitAmount))
	}
	if p.Unit != "" && !slices.Contains(post.Units, p.Unit) {
		bad("unit", "shop.error.unit", "join", strings.Join(post.Units, ", "))
	}
	if p.Tax < -1 || p.Tax > maxTaxBasis {
		bad("tax", "shop.error.tax-hundredths-percent-from-0", "maxTaxBasis", maxTaxBasis)
	}
	p.cleanLists(&problems)
	return problems.Err()
}

// Conditions and Availabilities are those of a product, in the order of a form.
var (
	Conditions     = []shopfile.Condition{shopfile.New, shopfile.Refurbished, shopfile.Used}
	Availabilities = []shopfile.Availability{shopfile.InStock, shopfile.OutOfStock, shopfile.Preorder, shopfile.Backorder,
		shopfile.Discontinued}
)

func (p *Product) cleanTexts(problems *models.Problems) {
	for _, f := range []struct {
		field string
		text  *string
		most  int
		lines bool
	}{{"retailer_id", &p.RetailerID, shopfile.MaxID, false}, {"item_group_id", &p.GroupID, shopfile.MaxShort, false},
		{"name", &p.Title, shopfile.MaxTitle, false}, {"description", &p.Description, shopfile.MaxDescription, true},
		{"brand", &p.Brand, shopfile.MaxShort, false}, {"mpn", &p.MPN, shopfile.MaxShort, false},
		{"category", &p.Category, shopfile.MaxCategory, false}, {"google_category", &p.GoogleCategory, shopfile.MaxCategory, false},
		{"maker", &p.Maker, maxText, true}, {"warnings", &p.Warnings, maxText, true}} {
		s := *f.text
		if len(s) > f.most*32 { // before the markup is read
			*problems = append(*problems, models.Invalidf(f.field, "shop.error.too-long-at-most-characters", "most", f.most))
			continue
		}
		if strings.ContainsAny(s, "<&") && f.field != "retailer_id" && f.field != "item_group_id" {
			if s, _ = shopfile.PlainText(s); !f.lines {
				s = strings.Join(strings.Fields(s), " ")
			}
		}
		clean, err := models.CleanText(f.field, s, f.most, f.lines)
		if _ = problems.Add(err); err == nil {
			*f.text = clean
		}
	}
	if p.RetailerID == "" && !slices.ContainsFunc(*problems, func(e *models.Error) bool { return e.Field == "retailer_id" }) {
		*problems = append(*problems, models.Invalidf("retailer_id", "shop.error.give-product-id-shop-sku"))
	}
	if p.Title == "" && !slices.ContainsFunc(*problems, func(e *models.Error) bool { return e.Field == "name" }) {
		*problems = append(*problems, models.Invalidf("name", "shop.error.give-product-name"))
	}
	code, problem := shopfile.CheckGTIN(p.GTIN)
	if problem != "" {
		*problems = append(*problems, models.InvalidText("gtin", problem))
	} else {
		p.GTIN = code
	}
	if p.URL != "" {
		address, ok := shopfile.Address(p.URL)
		if !ok {
			*problems = append(*problems, models.Invalidf("url",
				"shop.error.not-web-address-at-most"))
		} else {
			p.URL = address
		}
	}
}

func (p *Product) cleanPrices(problems *models.Problems) {
	bad := func(field, id string, pairs ...any) {
		*problems = append(*problems, models.Invalidf(field, id, pairs...))
	}
	most := money.Amount{Minor: maxPrice(p.Currency), Currency: p.Currency}
	switch {
	case p.Price < 0:
		bad("price", "shop.error.price-not-below-zero")
	case p.Price > most.Minor:
		bad("price", "shop.error.price-at-most", "most", most)
	}
	if p.SalePrice != nil {
		switch {
		case *p.SalePrice < 0:
			bad("sale_price", "shop.error.price-not-below-zero")
		case *p.SalePrice >= p.Price:
			bad("sale_price", "shop.error.sale-price-not-below-price", "x", money.Amount{Minor: *p.SalePrice, Currency: p.Currency},
				"usual", p.Usual())
		}
	}
	for _, at := range []**time.Time{&p.SaleFrom, &p.SaleTo} {
		if *at != nil {
			utc := (*at).UTC().Truncate(time.Second)
			*at = &utc
		}
	}
	if p.SaleFrom != nil && p.SaleTo != nil && !p.SaleFrom.Before(*p.SaleTo) {
		bad("sale_to", "shop.error.sale-ends-before-begins")
	}
	if p.SalePrice == nil && (p.SaleFrom != nil || p.SaleTo != nil) {
		bad("sale_price", "shop.error.times-sale-but-no-sale")
	}
}

func (p *Product) cleanLists(problems *models.Problems) {
	bad := func(field, id string, pairs ...any) {
		*problems = append(*problems, models.Invalidf(field, id, pairs...))
	}
	if len(p.Labels) > MaxLabels {
		bad("labels", "shop.error.product-at-most-labels", "maxLabels", MaxLabels)
	}
	labels := make([]string, 0, len(p.Labels))
	for i, s := range p.Labels {
		label, err := models.CleanText("labels", s, shopfile.MaxShort, false)
		if _ = problems.Add(err); err != nil {
			break
		}
		if labels = append(labels, label); i == MaxLabels {
			break
		}
	}
	for len(labels) > 0 && labels[len(labels)-1] == "" {
		labels = labels[:len(labels)-1]
	}
	p.Labels = labels
	if len(p.Images) > MaxPhotos {
		bad("images", "shop.error.product-at-most-photos", "maxPhotos", MaxPhotos)
	}
	images := make([]string, 0, len(p.Images))
	for _, s := range p.Images {
		address, ok := shopfile.Address(s)
		if !ok {
			bad("images", "shop.error.not-web-address-at-most-3", "s", fmt.Sprintf("%.60q", s))
			break
		}
		if !slices.Contains(images, address) {
			images = append(images, address)
		}
	}
	p.Images = images
	if len(p.Options) > shopfile.MaxOptions {
		bad("options", "shop.error.variant-at-most-options", "maxOptions", shopfile.MaxOptions)
	}
	options := make([]shopfile.Option, 0, len(p.Options))
	for _, o := range p.Options {
		name, err := models.CleanText("options", shopfile.OneLine(o.Name), shopfile.MaxShort, false)
		if err == nil {
			o.Value, err = models.CleanText("options", shopfile.OneLine(o.Value), shopfile.MaxShort, false)
		}
		if _ = problems.Add(err); err != nil {
			break
		}
		if o.Name = name; name == "" || o.Value == "" {
			bad("options", "shop.error.option-name-value")
			break
		}
		options = append(options, o)
	}
	p.Options = options
}

// doc is by what a product is found.
func (p *Product) doc() string {
	texts := []string{p.Title, p.Brand, p.RetailerID, p.GTIN, p.MPN, p.Category, p.GroupID}
	for _, o := range p.Options {
		texts = append(texts, o.Value)
	}
	text := []rune(p.Description)
	return index.Doc(append(texts, string(text[:min(len(text), 2000)]))...)
}

// fresh is a product with what is meant where nothing is said.
func fresh(c *Catalog, id models.ID, now time.Time) *Product {
	return &Product{OwnerID: c.OwnerID, ID: id, CatalogID: c.ID, State: Published, Condition: shopfile.New, Availability: shopfile.InStock,
		Currency: c.Currency, Options: []shopfile.Option{}, Labels: []string{}, Images: []string{}, Tax: -1, PricedAt: now, CreatedAt: now,
		UpdatedAt: now}
}

// field is one thing by which products differ, as a text for people.
type field struct {
	name string
	text func(*Product) string
}

func timeText(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

var fields = []field{
	{"retailer_id", func(p *Product) string { return p.RetailerID }},
	{"item_group_id", func(p *Product) string { return p.GroupID }},
	{"state", func(p *Product) string { return string(p.State) }},
	{"name", func(p *Product) string { return p.Title }},
	{"description", func(p *Product) string { return p.Description }},
	{"brand", func(p *Product) string { return p.Brand }},
	{"gtin", func(p *Product) string { return p.GTIN }},
	{"mpn", func(p *Product) string { return p.MPN }},
	{"category", func(p *Product) string { return p.Category }},
	{"google_category", func(p *Product) string { return p.GoogleCategory }},
	{"condition", func(p *Product) string { return string(p.Condition) }},
	{"availability", func(p *Product) string { return string(p.Availability) }},
	{"url", func(p *Product) string { return p.URL }},
	{"price", func(p *Product) string { return p.Usual().String() }},
	{"sale_price", func(p *Product) string {
		if p.SalePrice == nil {
			return ""
		}
		return money.Amount{Minor: *p.SalePrice, Currency: p.Currency}.String()
	}},
	{"sale_from", func(p *Product) string { return timeText(p.SaleFrom) }},
	{"sale_to", func(p *Product) string { return timeText(p.SaleTo) }},
	{"stock", func(p *Product) string {
		if !p.Counted {
			return ""
		}
		return strconv.FormatInt(p.Stock, 10)
	}},
	{"low_stock", func(p *Product) string {
		if p.LowStock == nil {
			return ""
		}
		return strconv.FormatInt(*p.LowStock, 10)
	}},
	{"weight", func(p *Product) string { return number(p.Weight) }},
	{"unit_amount", func(p *Product) string { return number(p.UnitAmount) + p.Unit }},
	{"options", func(p *Product) string {
		var out []string
		for _, o := range p.Options {
			out = append(out, o.Name+": "+o.Value)
		}
		return strings.Join(out, ", ")
	}},
	{"labels", func(p *Product) string { return strings.Join(p.Labels, ", ") }},
	{"images", func(p *Product) string { return strings.Join(p.Images, " ") }},
	{"tax", func(p *Product) string { return strconv.Itoa(p.Tax) }},
	{"maker", func(p *Product) string { return p.Maker }},
	{"warnings", func(p *Product) string { return p.Warnings }},
}

// differ calls each for every field in which two products differ.
func differ(was, is *Product, each func(f field, was, is string)) {
	for _, f := range fields {
		if a, b := f.text(was), f.text(is); a != b {
			each(f, a, b)
		}
	}
}

func same(was, is *Product) bool {
	for _, f := range fields {
		if f.text(was) != f.text(is) {
			return false
		}
	}
	return true
}

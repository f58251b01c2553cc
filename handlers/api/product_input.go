package api

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

// whole reads a whole number; below low it is refused where low says so.
func (r *request) whole(name string, low int64) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(r.Text(name)), 10, 64)
	if err != nil || n < low {
		return 0, models.Invalidf(name, "api.error.send-whole-number-from-on", "low", low)
	}
	return n, nil
}

// amount reads a price: minor units, an object of them, or as people write it with its
// currency.
func (r *request) amount(name, currency string) (int64, error) {
	s := strings.TrimSpace(r.Text(name))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	var object struct {
		Amount   *int64
		Currency string
	}
	if json.Unmarshal([]byte(s), &object) == nil && object.Amount != nil {
		if object.Currency != "" && !strings.EqualFold(object.Currency, currency) {
			return 0, models.Invalidf(name, "api.error.catalog", "currency", currency, "currency2", fmt.Sprintf("%.3q", object.Currency))
		}
		return *object.Amount, nil
	}
	a, err := money.Parse(s, money.Reading{Negative: true})
	if err != nil {
		return 0, models.Invalidf(name, "api.error.send-minor-units-599-5", "currency", currency)
	}
	if a.Currency != currency {
		return 0, models.Invalidf(name, "api.error.catalog", "currency", currency, "currency2", a.Currency)
	}
	return a.Minor, nil
}

// change reads what a call says of a product; currency is that of its catalogue.
func (r *request) change(currency string) (shop.Change, error) {
	var problems models.Problems
	in := shop.Change{RetailerID: r.Optional("retailer_id"), GroupID: r.Optional("item_group_id"), Title: r.Optional("name"),
		Description: r.Optional("description"), Brand: r.Optional("brand"), GTIN: r.Optional("gtin"), MPN: r.Optional("mpn"),
		Category: r.Optional("category"), GoogleCategory: r.Optional("google_category"), URL: r.Optional("url"), Unit: r.Optional("unit"),
		Maker: r.Optional("maker"), Warnings: r.Optional("warnings")}
	if s := r.Text("currency"); s != "" && !strings.EqualFold(s, currency) {
		problems = append(problems, models.Invalidf("currency", "api.error.catalog-2", "currency", currency))
	}
	if s := r.Optional("availability"); s != nil {
		word := shopfile.Availability(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(*s)), " ", "_"))
		if word == "available_for_order" {
			word = shopfile.Backorder
		}
		in.Availability = &word
	}
	if s := r.Optional("condition"); s != nil {
		word := shopfile.Condition(strings.ToLower(*s))
		in.Condition = &word
	}
	if s := r.Optional("state"); s != nil {
		state := shop.State(strings.ToLower(*s))
		in.State = &state
	}
	r.prices(&in, currency, &problems)
	r.amounts(&in, &problems)
	if r.Has("options") {
		options, err := optionsOf(r.Values["options"])
		_ = problems.Add(err)
		in.Options = options
	}
	if r.Has("labels") {
		labels := r.List("labels")
		in.Labels = &labels
	}
	if r.Has("images") || r.Has("image_url") {
		images := append([]string{}, r.Values["image_url"]...)
		for _, s := range r.Values["images"] {
			if s != "" {
				images = append(images, s)
			}
		}
		in.Images = &images
	}
	return in, problems.Err()
}

func (r *request) prices(in *shop.Change, currency string, problems *models.Problems) {
	if r.Has("price") {
		price, err := r.amount("price", currency)
		_ = problems.Add(err)
		in.Price = &price
	}
	if r.Has("sale_price") {
		price, err := int64(-1), error(nil)
		if r.Text("sale_price") != "" {
			if price, err = r.amount("sale_price", currency); err == nil && price < 0 {
				err = models.Invalidf("sale_price", "api.error.price-not-below-zero")
			}
		}
		_ = problems.Add(err)
		in.SalePrice = &price
	}
	for name, into := range map[string]**time.Time{"sale_from": &in.SaleFrom, "sale_to": &in.SaleTo} {
		if !r.Has(name) {
			continue
		}
		var at time.Time
		if s := r.Text(name); s != "" {
			var err error
			if at, err = time.Parse(time.RFC3339, s); err != nil {
				*problems = append(*problems, models.Invalidf(name, "api.error.send-time-rfc-3339-2026"))
			}
		}
		*into = &at
	}
}

func (r *request) amounts(in *shop.Change, problems *models.Problems) {
	if r.Has("stock") {
		stock, err := int64(-1), error(nil)
		if r.Text("stock") != "" {
			stock, err = r.whole("stock", 0)
		}
		_ = problems.Add(err)
		in.Stock = &stock
	}
	if r.Has("low_stock") {
		few, err := int64(-1), error(nil)
		if r.Text("low_stock") != "" {
			few, err = r.whole("low_stock", 0)
		}
		_ = problems.Add(err)
		in.LowStock = &few
	}
	for name, into := range map[string]**int64{"weight": &in.Weight, "unit_amount": &in.UnitAmount} {
		if r.Has(name) {
			n, err := r.whole(name, 0)
			_ = problems.Add(err)
			*into = &n
		}
	}
	if r.Has("tax") {
		n, err := r.whole("tax", -1)
		_ = problems.Add(err)
		tax := int(min(n, 1<<30))
		in.Tax = &tax
	}
}

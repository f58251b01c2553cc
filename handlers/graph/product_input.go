package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

// reader reads fields of a product as the dialects of batches and calls name them.
type reader struct {
	currency string
	minor    bool // prices are minor units
	strict   bool // an unknown field is an error
	in       shop.Change
	images   []string
	more     []string
	labels   [shop.MaxLabels]string
	labelled bool
	options  []shopfile.Option
	errors   models.Problems
	warnings []*models.Error
}

func (r *reader) wrong(field, id string, pairs ...any) {
	r.errors = append(r.errors, models.Invalidf(field, id, pairs...))
}

// textOf is a value of JSON as a text: numbers as they are written.
func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// textsOf is a list of texts, or of objects with an address, or one text with commas.
func textsOf(raw json.RawMessage) (out []string) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		text := textOf(raw)
		if json.Unmarshal([]byte(text), &list) != nil {
			for part := range strings.SplitSeq(text, ",") {
				if part = strings.TrimSpace(part); part != "" {
					out = append(out, part)
				}
			}
			return out
		}
	}
	for _, one := range list {
		var object struct{ URL string }
		if json.Unmarshal(one, &object) == nil && object.URL != "" {
			out = append(out, object.URL)
		} else if s := textOf(one); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// read reads all fields of a product.
func (r *reader) read(data map[string]json.RawMessage) {
	if raw, ok := data["currency"]; ok {
		if s := strings.ToUpper(textOf(raw)); s != "" && s != r.currency {
			r.wrong("currency", "graph.error.catalog", "currency", r.currency)
		}
	}
	for name, raw := range data {
		if !r.text(name, raw) && !r.words(name, raw) && !r.amount(name, raw) && !r.list(name, raw) && !ignored[name] {
			if r.strict {
				r.wrong(name, "graph.error.no-field-product")
			} else {
				r.warnings = append(r.warnings, unknownField(name))
			}
		}
	}
	if r.images != nil || r.more != nil {
		all := append(append([]string{}, r.images...), r.more...)
		if len(all) > shop.MaxPhotos {
			all = all[:shop.MaxPhotos]
		}
		r.in.Images = &all
	}
	if r.labelled {
		labels := r.labels[:]
		r.in.Labels = &labels
	}
	if r.options != nil {
		slices.SortFunc(r.options, func(a, b shopfile.Option) int { return strings.Compare(a.Name, b.Name) })
		r.in.Options = &r.options
	}
}

// ignored are fields that say nothing here.
var ignored = map[string]bool{"id": true, "retailer_id": true, "currency": true, "fb_product_category": true, "gender": true,
	"age_group": true, "identifier_exists": true, "applinks": true, "shipping": true, "origin_country": true, "tax": true}

func (r *reader) text(name string, raw json.RawMessage) bool {
	into := map[string]**string{"title": &r.in.Title, "name": &r.in.Title, "description": &r.in.Description, "link": &r.in.URL,
		"url": &r.in.URL, "brand": &r.in.Brand, "gtin": &r.in.GTIN, "mpn": &r.in.MPN, "manufacturer_part_number": &r.in.MPN,
		"google_product_category": &r.in.GoogleCategory, "category": &r.in.GoogleCategory, "product_type": &r.in.Category,
		"item_group_id": &r.in.GroupID, "retailer_product_group_id": &r.in.GroupID}[name]
	if into == nil {
		if name == "short_description" {
			if r.in.Description == nil {
				s := textOf(raw)
				r.in.Description = &s
			}
			return true
		}
		return false
	}
	s := textOf(raw)
	*into = &s
	return true
}

func (r *reader) words(name string, raw json.RawMessage) bool {
	word := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(textOf(raw))), " ", "_")
	switch name {
	case "availability":
		if word == "available_for_order" {
			word = string(shopfile.Backorder)
		}
		a := shopfile.Availability(word)
		r.in.Availability = &a
	case "condition":
		switch {
		case strings.HasPrefix(word, "used"), word == "cpo", word == "open_box_new":
			word = "used"
		case strings.HasPrefix(word, "refurbished"):
			word = "refurbished"
		}
		c := shopfile.Condition(word)
		r.in.Condition = &c
	case "visibility", "status":
		state := shop.Published
		switch word {
		case "staging", "hidden", "whitelist_only":
			state = shop.Draft
		case "archived":
			state = shop.Archived
		case "published", "active":
		default:
			r.wrong(name, "graph.error.published-staging-status-active-archived")
		}
		r.in.State = &state
	default:
		return false
	}
	return true
}

// price reads an amount: minor units, or as feeds write it.
func (r *reader) price(name, s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil && r.minor {
		return n
	}
	a, err := money.Parse(s, money.Reading{Currency: r.currency, Decimal: '.', Negative: true})
	switch {
	case err != nil && r.minor:
		r.wrong(name, "graph.error.no-price-send-minor-units", "s", fmt.Sprintf("%.40q", s))
	case err != nil:
		r.wrong(name, "graph.error.no-price-send-9-99", "s", fmt.Sprintf("%.40q", s), "currency", r.currency)
	case a.Currency != r.currency:
		r.wrong(name, "graph.error.catalog-2", "currency", r.currency, "currency2", a.Currency)
	}
	return a.Minor
}

func (r *reader) amount(name string, raw json.RawMessage) bool {
	s := strings.TrimSpace(textOf(raw))
	switch name {
	case "price":
		n := r.price(name, s)
		r.in.Price = &n
	case "sale_price":
		n := int64(-1)
		if s != "" {
			if n = r.price(name, s); n < 0 {
				r.wrong(name, "graph.error.price-not-below-zero")
			}
		}
		r.in.SalePrice = &n
	case "sale_price_effective_date":
		from, to, _ := strings.Cut(s, "/")
		r.time(name, from, &r.in.SaleFrom)
		r.time(name, to, &r.in.SaleTo)
	case "sale_price_start_date":
		r.time(name, s, &r.in.SaleFrom)
	case "sale_price_end_date":
		r.time(name, s, &r.in.SaleTo)
	case "inventory", "quantity_to_sell_on_facebook":
		n, err := strconv.ParseInt(s, 10, 64)
		if s != "" && (err != nil || n < 0) {
			r.wrong(name, "graph.error.number-pieces")
		}
		if s == "" {
			n = -1
		}
		r.in.Stock = &n
	case "shipping_weight":
		grams, ok := weight(s)
		if !ok {
			r.warnings = append(r.warnings, models.Invalidf(name, "graph.error.send-weight-500-g-1"))
			return true
		}
		r.in.Weight = &grams
	default:
		return false
	}
	return true
}

func weight(s string) (int64, bool) {
	number, unit, _ := strings.Cut(s, " ")
	f, err := strconv.ParseFloat(number, 64)
	per := map[string]float64{"g": 1, "kg": 1000, "oz": 28.349523125, "lb": 453.59237}[strings.ToLower(strings.TrimSpace(unit))]
	if err != nil || per == 0 || f < 0 || f*per > 1e9 {
		return 0, false
	}
	return int64(f*per + 0.5), true
}

// times are the forms in which times of sales arrive.
var times = []string{time.RFC3339, "2006-01-02T15:04-0700", "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05",
	"2006-01-02T15:04", "2006-01-02"}

func (r *reader) time(name, s string, into **time.Time) {
	var at time.Time
	*into = &at
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 1e8 && n < 1e11 {
		at = time.Unix(n, 0)
		return
	}
	for _, form := range times {
		if parsed, err := time.Parse(form, s); err == nil {
			at = parsed
			return
		}
	}
	r.wrong(name, "graph.error.no-time-send-2026-11", "s", fmt.Sprintf("%.40q", s))
}

func (r *reader) list(name string, raw json.RawMessage) bool {
	switch name {
	case "image_link", "image_url", "image":
		r.images = append([]string{}, textsOf(raw)...)
	case "additional_image_link", "additional_image_urls":
		r.more = append([]string{}, textsOf(raw)...)
	case "color", "size", "material", "pattern":
		if s := textOf(raw); s != "" {
			r.options = append(r.options, shopfile.Option{Name: strings.ToUpper(name[:1]) + name[1:], Value: s})
		}
	case "custom_label_0", "custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4":
		r.labels[name[len(name)-1]-'0'], r.labelled = textOf(raw), true
	default:
		return false
	}
	return true
}

// batchRequest is one of a batch: the older dialect names the product beside its fields.
type batchRequest struct {
	Method     string                     `json:"method"`
	RetailerID json.RawMessage            `json:"retailer_id"`
	Data       map[string]json.RawMessage `json:"data"`
}

// batchItems reads the requests of a batch. In the older dialect prices are minor units,
// and one unknown field drops the row.
func batchItems(values []string, currency string, old bool) ([]shop.BatchItem, error) {
	var requests []batchRequest
	for _, raw := range values {
		var list []batchRequest
		if strings.HasPrefix(strings.TrimSpace(raw), "[") {
			if err := json.Unmarshal([]byte(raw), &list); err != nil {
				return nil, badRequests(err)
			}
		} else {
			var one batchRequest
			if err := json.Unmarshal([]byte(raw), &one); err != nil {
				return nil, badRequests(err)
			}
			list = []batchRequest{one}
		}
		requests = append(requests, list...)
	}
	if len(requests) == 0 {
		return nil, required("requests")
	}
	items := make([]shop.BatchItem, len(requests))
	for i, q := range requests {
		item := &items[i]
		item.Method = strings.ToUpper(q.Method)
		if item.RetailerID = textOf(q.RetailerID); item.RetailerID == "" {
			if item.RetailerID = textOf(q.Data["id"]); item.RetailerID == "" {
				item.RetailerID = textOf(q.Data["retailer_id"])
			}
		}
		if item.RetailerID == "" {
			item.Errors = append(item.Errors, models.Invalidf("id", "graph.error.request-names-no-product"))
		}
		if item.Method == "DELETE" {
			continue
		}
		r := reader{currency: currency, minor: old, strict: old}
		r.read(q.Data)
		item.Change, item.Warnings = r.in, r.warnings
		item.Errors = append(item.Errors, r.errors...)
	}
	return items, nil
}

func badRequests(err error) error {
	return badField("requests", fmt.Sprintf("Send a JSON list of {method, data}: %v.", err))
}

// parseFilter reads which products are asked for: conditions by field, and lists of
// them under "and".
func parseFilter(raw, currency string) (f shop.Filter, err error) {
	if raw == "" {
		return f, nil
	}
	var conditions map[string]json.RawMessage
	if json.Unmarshal([]byte(raw), &conditions) != nil {
		return f, badField("filter", `Send an object such as {"retailer_id":{"eq":"mug-1"}}.`)
	}
	return f, addConditions(&f, conditions, 0)
}

func addConditions(f *shop.Filter, conditions map[string]json.RawMessage, depth int) error {
	for name, raw := range conditions {
		if name == "and" && depth < maxDepth {
			var list []map[string]json.RawMessage
			if json.Unmarshal(raw, &list) != nil {
				return badField("filter", "and is followed by a list of conditions.")
			}
			for _, more := range list {
				if err := addConditions(f, more, depth+1); err != nil {
					return err
				}
			}
			continue
		}
		var tests map[string]json.RawMessage
		if json.Unmarshal(raw, &tests) != nil {
			return badField("filter", fmt.Sprintf("%.40q is followed by a comparison such as {\"eq\": …}.", name))
		}
		for how, value := range tests {
			if !addTest(f, name, how, value) {
				return badField("filter",
					fmt.Sprintf("%.40q can't be compared by %.20q here. Products are found by retailer_id (eq, is_any), name, "+
						"brand and availability (eq, contains, i_contains), retailer_product_group_id "+
						"(eq) and price_amount (eq, gte, gt, lte, lt).",
						name, how))
			}
		}
	}
	return nil
}

func addTest(f *shop.Filter, name, how string, value json.RawMessage) bool {
	has := how == "eq" || how == "contains" || how == "i_contains"
	switch {
	case name == "retailer_id" && how == "eq":
		f.Retailers = []string{textOf(value)}
	case name == "retailer_id" && how == "is_any":
		f.Retailers = append([]string{}, textsOf(value)...)
	case name == "name" && has:
		f.Title = textOf(value)
	case name == "brand" && has:
		f.Brand = textOf(value)
	case name == "availability" && has:
		f.Availability = shopfile.Availability(strings.ReplaceAll(strings.ToLower(textOf(value)), " ", "_"))
	case name == "retailer_product_group_id" && how == "eq":
		f.Group = textOf(value)
	case name == "price_amount" || name == "price":
		n, err := strconv.ParseInt(textOf(value), 10, 64)
		if err != nil {
			return false
		}
		switch low, high := n, n; how {
		case "eq":
			f.Low, f.High = &low, &high
		case "gte":
			f.Low = &low
		case "gt":
			low++
			f.Low = &low
		case "lte":
			f.High = &high
		case "lt":
			high--
			f.High = &high
		default:
			return false
		}
	default:
		return false
	}
	return true
}

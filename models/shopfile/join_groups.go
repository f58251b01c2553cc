package shopfile

import (
	"strings"

	"photogram/models/table"
)

// own is an id that no row had so far, or else one made of the product's and options.
func (r *run) own(id, product string, options []Option) string {
	if id = oneLine(id); id != "" {
		if _, taken := r.seen[id]; !taken {
			return id
		}
	}
	return withOptions(product, options)
}

func withoutDefaults(options []Option) (out []Option) {
	for _, o := range options {
		if o.Value != "" && !strings.EqualFold(o.Value, "Default Title") {
			out = append(out, o)
		}
	}
	return out
}

// shopify joins the rows of a handle: the first has what all share, some are variants,
// and some have an image only.
func (r *run) shopify(rows []*record) bool {
	first := rows[0]
	for _, row := range rows {
		if row.get(Title) != "" {
			first = row
			break
		}
	}
	var images []string
	var variants []*record
	for _, row := range rows {
		images = append(images, row.moreImages()...)
		if row == first || row.get(SKU) != "" || row.get(Price) != "" || len(withoutDefaults(row.options())) > 0 {
			variants = append(variants, row)
		}
	}
	names := first.options()
	for _, row := range variants {
		options := row.options()
		for i := range options {
			if options[i].Name == "" && i < len(names) {
				options[i].Name = names[i].Name
			}
		}
		options = withoutDefaults(options)
		handle, group := first.get(GroupID), ""
		if len(variants) > 1 {
			group = handle
		}
		b := r.o.buildVariant(row, first, r.own(row.get(SKU), handle, options), group, options, images)
		if row.get(SKU) != "" && b.RetailerID != row.get(SKU) && b.RetailerID != "" {
			b.warn(SKU, "The SKU %s stands in an earlier row as well, so the id is %s.", table.Shown(table.Cut(row.get(SKU), 60)),
				b.RetailerID)
		}
		if !r.give(b) {
			return false
		}
	}
	return true
}

// buildVariant is build with options and images that were put together from several rows.
func (o *Options) buildVariant(own, parent *record, id, group string, options []Option, images []string) *builder {
	if parent == own {
		parent = nil
	}
	b := o.build(own, parent, id, group)
	b.Options, b.Images = nil, nil
	for _, option := range options {
		b.addOption(option.Name, option.Value)
	}
	var mine []string
	for _, i := range own.layout.images {
		mine = append(mine, splitAddresses(own.cell(i))...)
	}
	kept := b.problems[:0]
	for _, p := range b.problems {
		if p.Field != Image {
			kept = append(kept, p)
		}
	}
	b.problems = kept
	b.addImages(append(mine, images...))
	return b
}

// wix joins a Product with the Variants below it, which may cost more.
func (r *run) wix(rows []*record) bool {
	first, variants := rows[0], rows[1:]
	var media []string
	if kind := first.kind(); kind == "variant" || kind == "media" {
		variants = rows
	}
	var real []*record
	for _, row := range variants {
		if row.kind() == "media" {
			media = append(media, row.images()...)
		} else {
			real = append(real, row)
		}
	}
	handle := first.get(GroupID)
	media = append(first.images(), media...)
	if len(real) == 0 {
		return r.give(r.o.buildVariant(first, nil, r.own(first.get(SKU), handle, nil), "", nil, media))
	}
	names := first.options()
	for _, row := range real {
		options := row.options()
		for i := range options {
			if options[i].Name == "" && i < len(names) {
				options[i].Name = names[i].Name
			}
			if _, name, ok := strings.Cut(options[i].Value, ":"); ok && strings.HasPrefix(options[i].Value, "#") { // #ff0000:Red
				options[i].Value = name
			}
		}
		options = withoutDefaults(options)
		if !r.give(r.o.buildVariant(row, first, r.own(row.get(SKU), handle, options), handle, options, media)) {
			return false
		}
	}
	return true
}

// square has a row for each variation, which are told apart by name or by options.
func (r *run) square(rows []*record) bool {
	first := rows[0]
	for _, row := range rows {
		options := withoutDefaults(row.options())
		if name := row.get(VariantTitle); len(options) == 0 && name != "" && (len(rows) > 1 || !strings.EqualFold(name, "Regular")) {
			options = []Option{{"Variation", name}}
		}
		product := slug(strings.TrimPrefix(first.get(GroupID), "#"))
		if product == "" {
			product = slug(first.get(Title))
		}
		group := ""
		if len(rows) > 1 {
			group = fitID(product)
		}
		id := row.get(SKU)
		if id == "" {
			id = row.get(RetailerID)
		}
		if !r.give(r.o.buildVariant(row, first, r.own(id, product, options), group, options, first.moreImages())) {
			return false
		}
	}
	return true
}

// etsy lists the variations of a listing in its row, and all SKUs in one cell.
func (r *run) etsy(rec *record) bool {
	var axes []Option
	for _, o := range rec.options() {
		if o.Value != "" {
			axes = append(axes, o)
		}
	}
	combined := [][]Option{nil}
	for _, axis := range axes {
		var next [][]Option
		for _, value := range splitList(axis.Value) {
			for _, before := range combined {
				next = append(next, append(before[:len(before):len(before)], Option{axis.Name, value}))
			}
		}
		combined = next
		if len(combined) > 400 {
			return r.note(rec, SeverityError, OptionValue, "The listing has more than 400 variations.")
		}
	}
	var skus []string
	for _, sku := range splitList(rec.get(SKU)) {
		if sku != "" {
			skus = append(skus, sku)
		}
	}
	base := rec.get(RetailerID)
	if base == "" {
		base = r.madeID(rec)
	}
	if len(combined) == 1 && len(axes) == 0 {
		id := ""
		if len(skus) == 1 {
			id = skus[0]
		}
		return r.give(r.o.build(rec, nil, r.own(id, base, nil), ""))
	}
	return r.variations(rec, combined, skus, base)
}

func (r *run) variations(rec *record, combined [][]Option, skus []string, base string) bool {
	group := ""
	if len(combined) > 1 {
		group = fitID(base)
	}
	for i, options := range combined {
		id := ""
		if len(skus) == len(combined) {
			id = skus[i]
		}
		b := r.o.build(rec, nil, r.own(id, base, options), group)
		b.Options = nil
		for _, o := range options {
			b.addOption(o.Name, o.Value)
		}
		if b.Stock != nil && len(combined) > 1 {
			if b.Stock = nil; i == 0 {
				b.warn(Stock, "The listing counts its %d variations together, so none is counted.", len(combined))
			}
		}
		if !r.give(b) {
			return false
		}
	}
	return true
}

// splitList parts a list at commas that no backslash stands before.
func splitList(s string) (all []string) {
	var part strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == ',':
			part.WriteByte(',')
			i++
		case s[i] == ',':
			all = append(all, strings.TrimSpace(part.String()))
			part.Reset()
		default:
			part.WriteByte(s[i])
		}
	}
	return append(all, strings.TrimSpace(part.String()))
}

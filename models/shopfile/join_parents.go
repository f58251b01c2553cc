package shopfile

import (
	"fmt"
	"strings"

	"photogram/models/table"
)

// woocommerce has variations that name their product, by "id:12" or by its SKU; the
// product may stand before or after them.
func (r *run) woocommerce(s *source, m Mapping) error {
	products, needed := &parents{rows: map[string]*record{}}, map[string]bool{}
	err := s.rows(m, func(rec *record) error {
		switch kind := rec.kind(); {
		case strings.HasPrefix(kind, "variable"):
			products.add(rec, "sku:"+rec.get(SKU), "id:"+rec.get(RetailerID))
		case isVariation(kind):
			needed[parentKey(rec)] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.rows(m, r.each(func(rec *record) bool {
		kind := rec.kind()
		switch {
		case kind == "grouped" && rec.get(Price) == "":
			return r.note(rec, SeverityWarning, Kind, "A grouped product has no price of its own; its products are items.")
		case strings.HasPrefix(kind, "variable"):
			if needed["sku:"+rec.get(SKU)] || needed["id:"+rec.get(RetailerID)] {
				return r.more
			}
			if rec.get(Price) == "" {
				return r.note(rec, SeverityError, Kind, "The variations of this product are not in the file.")
			}
		case isVariation(kind):
			return r.variation(rec, products.rows[parentKey(rec)])
		}
		b := r.o.build(rec, nil, r.wooID(rec), "")
		b.Options = nil // those of a product are lists of what there may be
		if b.Status == Active && strings.Contains(rec.get(Visible), "hidden") {
			b.Status = Archived
		}
		return r.give(b)
	}))
}

func isVariation(kind string) bool { return kind == "variation" || kind == "subscription_variation" }

// parentKey is by what a variation names its product.
func parentKey(rec *record) string {
	parent := rec.get(Parent)
	if id, ok := strings.CutPrefix(strings.ToLower(parent), "id:"); ok {
		return "id:" + strings.TrimSpace(id)
	}
	return "sku:" + parent
}

func (r *run) wooID(rec *record) string {
	if sku := rec.get(SKU); sku != "" {
		return sku
	}
	return rec.get(RetailerID)
}

func (r *run) variation(rec, product *record) bool {
	group := rec.get(Parent)
	if product != nil {
		group = r.wooID(product)
	}
	id := r.wooID(rec)
	if _, taken := r.seen[id]; taken || product != nil && id == product.get(SKU) { // the SKU of the product stands in all
		if own := rec.get(RetailerID); own != "" {
			id = own
		} else {
			id = withOptions(group, rec.options())
		}
	}
	if id == "" {
		id = withOptions(group, rec.options())
	}
	b := r.o.build(rec, product, id, group)
	if product == nil {
		b.warn(Parent, "Its product, “%s”, is not in the file.", table.Shown(table.Cut(rec.get(Parent), 60)))
	}
	return r.give(b)
}

// magento has products that list the SKUs of their variants, which have rows of their own.
func (r *run) magento(s *source, m Mapping) error {
	r.children, r.here = map[string]child{}, map[string]bool{}
	products := &parents{rows: map[string]*record{}}
	err := s.rows(m, func(rec *record) error {
		sku := strings.Clone(magentoID(rec))
		if rec.get(StoreView) == "" {
			r.here[sku] = true
		}
		list := rec.get(Variations)
		if list == "" {
			return nil
		}
		products.add(rec, sku)
		for _, c := range variationsOf(list) {
			if len(r.children) < 4*DefaultLimits.Rows {
				r.children[strings.Clone(c.Name)] = child{products.rows[sku], optionsIn(c.Value)}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.rows(m, r.each(r.magentoRow))
}

func magentoID(rec *record) string {
	if sku := rec.get(SKU); sku != "" {
		return sku
	}
	return rec.get(RetailerID)
}

func (r *run) magentoRow(rec *record) bool {
	sku := magentoID(rec)
	switch kind := rec.kind(); {
	case rec.get(StoreView) != "" && rec.get(StoreView) != "default":
		return r.note(rec, SeverityWarning, StoreView, "This row translates "+table.Shown(table.Cut(sku,
			60))+" for another store view, and was left out.")
	case sku == "" && rec.get(Title) == "":
		return r.more // goes on with the row above
	case kind == "configurable":
		return r.configurable(rec)
	case (kind == "bundle" || kind == "grouped") && rec.get(Price) == "":
		return r.note(rec, SeverityWarning, Kind, "A product of the kind “"+kind+"” has no price of its own, and was left out.")
	}
	c := r.children[sku]
	group := ""
	if c.parent != nil {
		group = magentoID(c.parent)
	}
	b := r.o.build(rec, c.parent, sku, group)
	r.attributes(b, rec, c.options)
	return r.give(b)
}

// attributes are what "color=Red,size=M" says.
func (r *run) attributes(b *builder, rec *record, options []Option) {
	for _, o := range options {
		b.addOption(o.Name, o.Value)
	}
	for _, a := range optionsIn(rec.get(Attributes)) {
		switch name := plainName(a.Name); {
		case (name == "brand" || name == "manufacturer") && b.Brand == "":
			b.Brand = b.short(Brand, a.Value, maxShort)
		case (name == "ean" || name == "gtin" || name == "upc" || name == "barcode") && b.GTIN == "":
			b.gtin(a.Value)
		case strings.HasPrefix(string(nameOf[name]), string(OptionOf)+":"):
			b.addOption(a.Name, a.Value)
		}
	}
}

// configurable gives the variants of a product that have no row of their own.
func (r *run) configurable(rec *record) bool {
	list := variationsOf(rec.get(Variations))
	if len(list) == 0 {
		return r.note(rec, SeverityWarning, Kind, "This product lists no variants, and was left out.")
	}
	for _, c := range list {
		if r.here[c.Name] {
			continue
		}
		b := r.o.build(rec, nil, c.Name, magentoID(rec))
		b.Options = nil
		r.attributes(b, &record{layout: rec.layout}, optionsIn(c.Value))
		b.warn(Variations, "The variant %s has no row of its own; it was made of its product's.", table.Shown(table.Cut(c.Name, 60)))
		if !r.give(b) {
			return false
		}
	}
	return r.more
}

// variationsOf reads "sku=a,size=S|sku=b,size=M": the name is the SKU, the value the rest.
func variationsOf(s string) (all []Option) {
	for one := range strings.SplitSeq(s, "|") {
		var sku string
		var rest []string
		for pair := range strings.SplitSeq(one, ",") {
			if value, ok := strings.CutPrefix(strings.TrimSpace(pair), "sku="); ok {
				sku = value
			} else {
				rest = append(rest, pair)
			}
		}
		if sku != "" {
			all = append(all, Option{sku, strings.Join(rest, ",")})
		}
	}
	return all
}

// optionsIn reads "color=Red,size=M"; a part without a name belongs to the one before.
func optionsIn(s string) (all []Option) {
	if s == "" {
		return nil
	}
	for pair := range strings.SplitSeq(s, ",") {
		name, value, ok := strings.Cut(pair, "=")
		switch name = strings.TrimSpace(name); {
		case ok && name != "" && name != "display" && name != "image" && name != "price":
			all = append(all, Option{strings.Clone(name), strings.Clone(value)})
		case !ok && len(all) > 0:
			all[len(all)-1].Value += "," + pair
		}
	}
	return all
}

// combinations finds the products of PrestaShop's first file that the second has
// variants of.
func (f *File) combinations(r *run) error {
	for _, s := range f.tables {
		if s.Template != Combination {
			continue
		}
		err := s.rows(s.Mapping, func(rec *record) error {
			r.combined["id:"+strings.Clone(rec.get(RetailerID))] = true
			if ref := rec.get(Parent); ref != "" {
				r.combined["sku:"+strings.Clone(ref)] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	delete(r.combined, "id:")
	return nil
}

func (r *run) prestashop(s *source, m Mapping) error {
	return s.rows(m, r.each(func(rec *record) bool {
		id, sku := "id:"+rec.get(RetailerID), "sku:"+rec.get(SKU)
		if r.combined[id] || r.combined[sku] && sku != "sku:" {
			r.products.add(rec, id, sku)
			return r.more
		}
		key := rec.get(RetailerID)
		if key == "" {
			key = rec.get(SKU)
		}
		if key == "" && r.noIDs {
			key = r.madeID(rec)
		}
		return r.give(r.o.build(rec, nil, key, ""))
	}))
}

// combination makes variants of the rows of PrestaShop's second file.
func (r *run) combination(s *source, m Mapping) error {
	return s.rows(m, r.each(func(rec *record) bool {
		product := r.products.rows["id:"+rec.get(RetailerID)]
		if product == nil {
			product = r.products.rows["sku:"+rec.get(Parent)]
		}
		group := rec.get(RetailerID)
		if group == "" {
			group = rec.get(Parent)
		}
		if product == nil {
			return r.note(rec, SeverityError, RetailerID, fmt.Sprintf(
				"The product %s is not in the file: put the file of products and the file of combinations into one zip.",
				table.Shown(table.Cut(group, 60))))
		}
		options := prestaOptions(rec)
		b := r.o.build(rec, product, r.own(rec.get(SKU), group, options), group)
		b.Options = nil
		for _, o := range options {
			b.addOption(o.Name, o.Value)
		}
		return r.give(b)
	}))
}

// prestaList parts a list of PrestaShop's, which a shop may write with semicolons.
func prestaList(s string) []string {
	if strings.Contains(s, ";") && !strings.Contains(s, ",") {
		s = strings.ReplaceAll(s, ";", ",")
	}
	return splitList(s)
}

// prestaOptions reads "Color:color:0, Size:select:1" beside "Red:0, M:1".
func prestaOptions(rec *record) (all []Option) {
	for _, o := range rec.options() {
		names, values := prestaList(o.Name), prestaList(o.Value)
		for i, value := range values {
			name := ""
			if i < len(names) {
				name, _, _ = strings.Cut(names[i], ":")
			}
			if at := strings.LastIndex(value, ":"); at > 0 && strings.Trim(value[at+1:], "0123456789 ") == "" {
				value = value[:at]
			}
			if value = strings.TrimSpace(value); value != "" {
				all = append(all, Option{strings.TrimSpace(name), value})
			}
		}
	}
	return all
}

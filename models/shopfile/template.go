package shopfile

import (
	"regexp"
	"slices"
	"strings"

	"photogram/models/table"
)

// The templates of exports that are known.
const (
	Plain       = "plain"
	Meta        = "meta"
	Google      = "google"
	Shopify     = "shopify"
	WooCommerce = "woocommerce"
	PrestaShop  = "prestashop"
	Combination = "prestashop_combinations"
	Etsy        = "etsy"
	Square      = "square"
	Wix         = "wix"
	Magento     = "magento"
)

// templateOf is the export that has such columns and values.
func templateOf(m Mapping, looks []look, format string) string {
	names := map[string]bool{}
	var all []string
	for _, c := range m.Columns {
		key := plainName(c.Name)
		names[key] = true
		all = append(all, key)
	}
	starts := func(prefix string) bool {
		for _, key := range all {
			if strings.HasPrefix(key, prefix) {
				return true
			}
		}
		return false
	}
	options := 0
	for _, c := range m.Columns {
		if base, _, ok := strings.Cut(string(c.Field), ":"); ok && (Field(base) == OptionName || Field(base) == OptionValue) {
			options++
		}
	}
	kinds := kindsIn(m, looks)
	switch {
	case format == table.XML && (names["id"] || names["title"]):
		return Google
	case names["handle"] && (starts("variant price") || starts("option1") || names["variant sku"] || names["body html"]):
		return Shopify
	case (names["handle id"] || names["handle"]) && names["field type"]:
		return Wix
	case matches(all, prestaNames):
		return Combination
	case starts("price tax excluded") || starts("price tax included") || matches(all, prestaActive) ||
		matches(all, threeParts):
		return PrestaShop
	case names["configurable variations"] || names["sku"] && names["additional attributes"] || names["attribute set code"] &&
		names["sku"]:
		return Magento
	case names["item name"] && (names["variation name"] || names["token"] || names["reference handle"]):
		return Square
	case kinds["variation"] || kinds["variable"] || kinds["simple"]:
		return WooCommerce
	case etsy(names, options, m):
		return Etsy
	case names["fb product category"] || names["quantity to sell on facebook"] || names["google product category"] && names["status"]:
		return Meta
	case names["id"] && names["title"] && (names["image link"] || names["item group id"]):
		return Google
	}
	return Plain
}

// kindsIn are the kinds of products that a file has, by the column that says them.
func kindsIn(m Mapping, looks []look) map[string]bool {
	all := map[string]bool{}
	for i, l := range looks {
		f := m.Columns[i].Field
		if l.kinds == 0 || l.share(l.kinds) < 100 || f != Ignore && f != Kind && f != Category {
			continue
		}
		for _, kind := range l.distinctKinds {
			all[kind] = true
		}
	}
	return all
}

var threeParts = regexp.MustCompile(` x y z$`) // how PrestaShop writes a list

func matches(names []string, pattern *regexp.Regexp) bool {
	return slices.ContainsFunc(names, pattern.MatchString)
}

func etsy(names map[string]bool, options int, m Mapping) bool {
	if names["currency code"] && names["title"] && (names["materials"] || names["image1"]) {
		return true
	}
	return has(m, Currency) && has(m, SKU) && !has(m, RetailerID) &&
		(options > 0 || names["materiali"] || names["materialien"] || names["materiaux"])
}

// adapt reads names as the template means them.
func adapt(m *Mapping, looks []look) {
	for i := range m.Columns {
		c := &m.Columns[i]
		set := func(f Field, why string) { c.Field, c.Sure, c.Why = f, 95, why }
		switch key := plainName(c.Name); m.Template {
		case Shopify:
			shopifyColumn(c, key, set)
		case PrestaShop, Combination:
			if c.Field == Link || key == "summary" && has(*m, Description) {
				c.Field = Ignore
			}
			if c.Field == Kind || strings.HasPrefix(key, "supplier reference") ||
				key == "unit price" || strings.HasPrefix(key, "text when") {
				set(Ignore, "not needed")
			}
			if m.Template == Combination && (key == "product reference" || key == "product reference #") {
				set(Parent, "PrestaShop's name for the product")
			}
		case Square:
			switch key {
			case "variation id":
				set(RetailerID, "Square's name for it")
			case "item id":
				set(Ignore, "the same for all variations")
			}
			if strings.HasPrefix(key, "current quantity") {
				set(Stock, "Square's name for it")
			} else if strings.HasPrefix(key, "new quantity") || key == "stockable" || key == "sellable" {
				set(Ignore, "not needed")
			}
		case Magento:
			switch key {
			case "product type":
				set(Kind, "Magento's name for it")
			case "categories":
				set(Category, "Magento's name for it")
			case "url key", "visibility", "out of stock qty", "price view":
				set(Ignore, "not needed")
			case "short description":
				set(Summarized, "its name")
			}
		case WooCommerce:
			if c.Field == RetailerID && looks[i].share(looks[i].integers) == 100 {
				c.Why = "numbers of rows, which others name"
			}
		case Etsy:
			if key == "sku" || key == "skus" {
				set(SKU, "Etsy's name for it")
			}
		}
	}
}

func shopifyColumn(c *Column, key string, set func(Field, string)) {
	const why = "Shopify's name for it"
	switch {
	case key == "type" || key == "custom product type":
		set(Category, why)
		c.Sure = 90
	case key == "product category" || key == "standard product type" || key == "standardized product type":
		set(Category, why)
		c.Sure = 80
	case key == "image src":
		set(MoreImages, why)
	case key == "variant image":
		set(Image, why)
	case key == "variant grams":
		set(Weight, why)
		c.Unit = "g"
	case key == "variant weight unit", strings.Contains(key, "metafield"), strings.Contains(key, "product metafields"):
		set(Ignore, "not needed")
	case strings.HasPrefix(key, "included ") || strings.HasPrefix(key, "price ") || strings.HasPrefix(key, "compare at price "):
		set(Ignore, "of one market only")
	case strings.HasPrefix(key, "google shopping") && key != "google shopping google product category" && key != "google shopping mpn" &&
		key != "google shopping condition" && !strings.Contains(key, "custom label"):
		set(Ignore, "not needed")
	case strings.HasPrefix(key, "google shopping custom label"):
		set(Label+Field(":"+key[len(key)-1:]), why)
	case key == "google shopping mpn":
		set(MPN, why)
	case key == "google shopping condition":
		set(Cond, why)
	}
}

// adaptLate decides what depends on which columns there are.
func adaptLate(m *Mapping) {
	if has(*m, RetailerID) || m.Template != Plain && m.Template != Google && m.Template != Meta {
		return
	}
	for _, f := range []Field{SKU, MPN, GTIN} {
		for i := range m.Columns {
			if c := &m.Columns[i]; c.Field == f {
				if f == SKU {
					c.Field = RetailerID
				}
				return
			}
		}
	}
}

package shopfile

import (
	"bufio"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"photogram/models/table"
)

// Channel is what a feed in RSS says of itself.
type Channel struct {
	Title, Link, Description string
}

// WriteMeta writes items as CSV with the columns of Meta's catalogues.
func WriteMeta(w io.Writer, items iter.Seq[Item]) error {
	out := csv.NewWriter(w)
	if err := out.Write(metaColumns); err != nil {
		return err
	}
	for item := range items {
		row := make([]string, 0, len(metaColumns))
		for _, name := range metaColumns {
			row = append(row, table.Cell(metaValue(&item, name)))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteGoogle writes items as text with tabs, as Google's product data specification
// has it.
func WriteGoogle(w io.Writer, items iter.Seq[Item]) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, strings.Join(googleColumns, "\t"))
	row := make([]string, len(googleColumns))
	for item := range items {
		for i, name := range googleColumns {
			row[i] = table.Cell(oneLine(googleValue(&item, name)))
		}
		if _, err := fmt.Fprintln(out, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return out.Flush()
}

// WriteRSS writes items as RSS 2.0 with Google's names.
func WriteRSS(w io.Writer, of Channel, items iter.Seq[Item]) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, xml.Header, `<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">`, "\n<channel>\n")
	element(out, "title", of.Title)
	element(out, "link", of.Link)
	element(out, "description", of.Description)
	for item := range items {
		fmt.Fprintln(out, "<item>")
		for _, name := range googleColumns {
			if name == "additional_image_link" {
				for _, image := range more(item.Images, 10) {
					element(out, "g:"+name, image)
				}
			} else if value := googleValue(&item, name); value != "" {
				element(out, "g:"+name, value)
			}
		}
		if _, err := fmt.Fprintln(out, "</item>"); err != nil {
			return err
		}
	}
	fmt.Fprint(out, "</channel>\n</rss>\n")
	return out.Flush()
}

func element(out *bufio.Writer, name, value string) {
	fmt.Fprintf(out, "<%s>", name)
	_ = xml.EscapeText(out, []byte(value))
	fmt.Fprintf(out, "</%s>\n", name)
}

var shared = []string{"id", "title", "description", "availability", "condition", "price", "link", "image_link",
	"additional_image_link", "brand",
	"gtin", "mpn", "item_group_id", "color", "size", "material", "pattern", "sale_price", "sale_price_effective_date",
	"google_product_category",
	"product_type", "shipping_weight", "custom_label_0", "custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4"}

var (
	metaColumns   = append(append([]string{}, shared...), "status", "quantity_to_sell_on_facebook", "additional_variant_attribute")
	googleColumns = append(append([]string{}, shared...), "identifier_exists", "unit_pricing_measure", "unit_pricing_base_measure")
)

func metaValue(i *Item, name string) string {
	switch name {
	case "availability":
		return metaAvailability[i.Availability]
	case "title":
		title, _ := cutRunes(i.Title, 200)
		return title
	case "description":
		return described(i, 9_999)
	case "additional_image_link":
		return strings.Join(more(i.Images, 20), ",")
	case "status":
		if i.Status == Active {
			return "active"
		}
		return "archived"
	case "quantity_to_sell_on_facebook":
		if i.Stock != nil {
			return strconv.Itoa(*i.Stock)
		}
		return ""
	case "additional_variant_attribute":
		var pairs []string
		for _, o := range i.Options {
			if feedOption(o.Name) == "" {
				pairs = append(pairs, strings.NewReplacer(",", " ", ":", " ").Replace(o.Name)+":"+strings.ReplaceAll(o.Value, ",", " "))
			}
		}
		return strings.Join(pairs, ",")
	}
	return sharedValue(i, name)
}

var metaAvailability = map[Availability]string{InStock: "in stock", OutOfStock: "out of stock", Preorder: "preorder",
	Backorder:    "available for order",
	Discontinued: "discontinued"}

func googleValue(i *Item, name string) string {
	switch name {
	case "availability":
		if i.Availability == Discontinued {
			return string(OutOfStock)
		}
		return string(i.Availability)
	case "title":
		title, _ := cutRunes(i.Title, 150)
		return title
	case "description":
		return described(i, 5_000)
	case "additional_image_link":
		return strings.Join(more(i.Images, 10), ",")
	case "identifier_exists":
		if i.GTIN == "" && (i.Brand == "" || i.MPN == "") {
			return "no"
		}
		return ""
	case "unit_pricing_measure":
		return i.UnitMeasure.feed()
	case "unit_pricing_base_measure":
		return i.UnitBase.feed()
	}
	return sharedValue(i, name)
}

func (m *Measure) feed() string {
	if m == nil {
		return ""
	}
	return m.String()
}

func described(i *Item, most int) string {
	s := i.Description
	if s == "" {
		s = i.Title
	}
	s, _ = cutRunes(s, most)
	return s
}

// more are the images after the first.
func more(images []string, most int) (out []string) {
	for n, image := range images {
		if n > 0 && n <= most {
			out = append(out, strings.ReplaceAll(image, ",", "%2C"))
		}
	}
	return out
}

func sharedValue(i *Item, name string) string {
	switch name {
	case "id":
		return i.RetailerID
	case "condition":
		return string(i.Condition)
	case "price":
		return i.Price.String()
	case "sale_price":
		if i.SalePrice != nil {
			return i.SalePrice.String()
		}
	case "sale_price_effective_date":
		return saleDates(i)
	case "link":
		return i.Link
	case "image_link":
		if len(i.Images) > 0 {
			return i.Images[0]
		}
	case "brand":
		return i.Brand
	case "gtin":
		return i.GTIN
	case "mpn":
		return i.MPN
	case "item_group_id":
		return i.GroupID
	case "color", "size", "material", "pattern":
		for _, o := range i.Options {
			if feedOption(o.Name) == name {
				return o.Value
			}
		}
	case "google_product_category":
		return i.GoogleCategory
	case "product_type":
		return i.Category
	case "shipping_weight":
		if i.WeightGrams > 0 {
			return strconv.Itoa(i.WeightGrams) + " g"
		}
	default:
		if n, err := strconv.Atoi(strings.TrimPrefix(name, "custom_label_")); err == nil && n < len(i.Labels) {
			return i.Labels[n]
		}
	}
	return ""
}

// feedOption is the column for an option, whatever the language of its name.
func feedOption(name string) string {
	field, ok := strings.CutPrefix(string(nameOf[plainName(name)]), string(OptionOf)+":")
	if !ok {
		return ""
	}
	return strings.ToLower(field)
}

func saleDates(i *Item) string {
	const form = "2006-01-02T15:04-0700"
	if i.SalePrice == nil || i.SaleFrom.IsZero() && i.SaleTo.IsZero() {
		return ""
	}
	from, to := i.SaleFrom, i.SaleTo
	if from.IsZero() {
		from = to.AddDate(-1, 0, 0)
	}
	if to.IsZero() {
		to = from.AddDate(10, 0, 0)
	}
	return from.Format(form) + "/" + to.Format(form)
}

// WriteProblems writes problems as a table for people: one line for each.
func WriteProblems(w io.Writer, problems iter.Seq[Problem]) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"file", "row", "field", "severity", "message"}); err != nil {
		return err
	}
	for p := range problems {
		row := ""
		if p.Row > 0 {
			row = strconv.Itoa(p.Row)
		}
		if err := out.Write([]string{table.Cell(p.File), row, string(p.Field), string(p.Severity), table.Cell(p.Message)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

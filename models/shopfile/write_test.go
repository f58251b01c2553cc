package shopfile_test

import (
	"bytes"
	"encoding/csv"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/models/money"
	"photogram/models/shopfile"
)

func items() []shopfile.Item {
	three, sale := 3, money.Amount{Minor: 999, Currency: "EUR"}
	zone := time.FixedZone("", -3*3600)
	return []shopfile.Item{
		{RetailerID: "A-1", GroupID: "A", Title: `=HYPERLINK("http://x")`, Description: "Two\nlines\tand \"quotes\", <b>",
			Price:     money.Amount{Minor: 1290, Currency: "EUR"},
			SalePrice: &sale, SaleFrom: time.Date(2026, 11, 1, 12, 0, 0, 0, zone), SaleTo: time.Date(2026, 12, 1, 0, 0, 0, 0, zone),
			Availability: shopfile.Backorder, Stock: &three, Condition: shopfile.Used, Brand: "@Own", GTIN: "4006381333931",
			Status: shopfile.Active,
			Link:   "https://x.example/1", Images: []string{"https://x.example/1.jpg", "https://x.example/a,b.jpg",
				"https://x.example/3.jpg"},
			Options: []shopfile.Option{{Name: "Größe", Value: "XL"}, {Name: "Scent", Value: "Rose, red"}}, Category: "Home > Cups",
			WeightGrams: 250,
			UnitMeasure: &shopfile.Measure{Milli: 750_000, Unit: "ml"}, UnitBase: &shopfile.Measure{Milli: 1000, Unit: "l"},
			Labels: [5]string{"-1", "", "", "", "last"}},
		{RetailerID: "B", Title: strings.Repeat("ä", 190), Price: money.Amount{Minor: 1200, Currency: "JPY"},
			Availability: shopfile.Discontinued,
			Condition:    shopfile.New, Status: shopfile.Draft},
	}
}

// table is a feed as maps from column to value.
func table(t *testing.T, feed string, comma rune) (out []map[string]string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(feed))
	r.Comma, r.LazyQuotes = comma, comma == '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			cells[name] = row[i]
		}
		out = append(out, cells)
	}
	return out
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	var meta, google, rss bytes.Buffer
	for _, err := range []error{shopfile.WriteMeta(&meta, slices.Values(items())), shopfile.WriteGoogle(&google, slices.Values(items())),
		shopfile.WriteRSS(&rss, shopfile.Channel{Title: "Shop & co", Link: "https://x.example"}, slices.Values(items()))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		row          map[string]string
		column, want string
	}{
		{table(t, meta.String(), ',')[0], "title", `'=HYPERLINK("http://x")`},
		{table(t, meta.String(), ',')[0], "brand", "'@Own"}, {table(t, meta.String(), ',')[0], "custom_label_0", "'-1"},
		{table(t, meta.String(), ',')[0], "price", "12.90 EUR"}, {table(t, meta.String(), ',')[0], "sale_price", "9.99 EUR"},
		{table(t, meta.String(), ',')[0], "sale_price_effective_date", "2026-11-01T12:00-0300/2026-12-01T00:00-0300"},
		{table(t, meta.String(), ',')[0], "availability", "available for order"}, {table(t, meta.String(), ',')[0],
			"quantity_to_sell_on_facebook", "3"},
		{table(t, meta.String(), ',')[0], "additional_image_link", "https://x.example/a%2Cb.jpg,https://x.example/3.jpg"},
		{table(t, meta.String(), ',')[0], "size", "XL"}, {table(t, meta.String(), ',')[0], "additional_variant_attribute",
			"Scent:Rose  red"},
		{table(t, meta.String(), ',')[0], "description", "Two\nlines\tand \"quotes\", <b>"},
		{table(t, meta.String(), ',')[1], "status", "archived"}, {table(t, meta.String(), ',')[1], "price", "1200 JPY"},
		{table(t, meta.String(), ',')[1], "availability", "discontinued"}, {table(t, meta.String(), ',')[1], "description",
			strings.Repeat("ä", 190)},
		{table(t, google.String(), '\t')[0], "availability", "backorder"}, {table(t, google.String(), '\t')[0],
			"unit_pricing_measure", "750 ml"},
		{table(t, google.String(), '\t')[0], "unit_pricing_base_measure", "1 l"}, {table(t, google.String(), '\t')[0],
			"shipping_weight", "250 g"},
		{table(t, google.String(), '\t')[0], "description", `Two lines and "quotes", <b>`},
		{table(t, google.String(), '\t')[0], "identifier_exists", ""},
		{table(t, google.String(), '\t')[1], "identifier_exists", "no"}, {table(t, google.String(), '\t')[1], "availability",
			"out_of_stock"},
		{table(t, google.String(), '\t')[1], "title", strings.Repeat("ä", 150)},
	} {
		if c.row[c.column] != c.want {
			t.Errorf("%s: %q, not %q", c.column, c.row[c.column], c.want)
		}
	}
	for _, part := range []string{
		"<title>Shop &amp; co</title>",
		"<g:title>=HYPERLINK(&#34;http://x&#34;)</g:title>",
		"<g:additional_image_link>https://x.example/3.jpg</g:additional_image_link>",
		"<g:price>12.90 EUR</g:price>"} {
		if !strings.Contains(rss.String(), part) {
			t.Errorf("no %s in %s", part, rss.String())
		}
	}
	// What is written is read again.
	for _, feed := range []string{meta.String(), google.String(), rss.String()} {
		f, got, problems, _ := read(t, feed, shopfile.Options{})
		if len(got) != 2 || !strings.Contains(got[0], "12.90 EUR>9.99 EUR backorder") || !strings.Contains(got[0], "Size=XL") {
			t.Errorf("%s: %q %q", f.Template, got, problems)
		}
	}
}

func TestProblemsAreWritten(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	problems := []shopfile.Problem{{Row: 3, Field: shopfile.Price, Message: "=1+1 is no price", Severity: shopfile.SeverityError},
		{File: "a.csv", Message: "cut", Severity: shopfile.SeverityError}}
	if err := shopfile.WriteProblems(&b, slices.Values(problems)); err != nil {
		t.Fatal(err)
	}
	if want := "file,row,field,severity,message\n,3,price,error,'=1+1 is no price\na.csv,,,error,cut\n"; b.String() != want {
		t.Errorf("%q, not %q", b.String(), want)
	}
}

// A caller stops when it has enough.
func TestItemsEnd(t *testing.T) {
	t.Parallel()
	file := "id,title,price\n1,A,5\n2,B,6\n3,C,7\n"
	f, err := shopfile.Open(strings.NewReader(file), int64(len(file)), shopfile.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	next, stop := iter.Pull2(f.Items(f.Mapping, shopfile.Options{Currency: "EUR"}))
	if item, _, ok := next(); !ok || item.RetailerID != "1" {
		t.Errorf("%+v", item)
	}
	stop()
	if _, _, ok := next(); ok {
		t.Error("it goes on")
	}
}

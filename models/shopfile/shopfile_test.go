package shopfile_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"photogram/models/shopfile"
)

// read gives what a file makes: each item in one line, each problem in one.
func read(t *testing.T, file string, o shopfile.Options) (f *shopfile.File, items, problems []string, sum shopfile.Summary) {
	t.Helper()
	return readWith(t, file, shopfile.Mapping{}, o)
}

func readWith(t *testing.T, file string, m shopfile.Mapping, o shopfile.Options) (
	f *shopfile.File, items, problems []string, sum shopfile.Summary) {
	t.Helper()
	f, err := shopfile.Open(strings.NewReader(file), int64(len(file)), shopfile.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	sum.Rows = f.Count()
	for item, found := range f.Items(m, o) {
		sum.Count(item, found)
		if !shopfile.Refused(found) && item.RetailerID != "" {
			items = append(items, line(item))
		}
		for _, p := range found {
			problems = append(problems, fmt.Sprintf("%d %s %s: %s", p.Row, p.Severity, p.Field, p.Message))
		}
	}
	return f, items, problems, sum
}

func line(i shopfile.Item) string {
	s := fmt.Sprintf("%d %s", i.Row, i.RetailerID)
	if i.GroupID != "" {
		s += "/" + i.GroupID
	}
	s += fmt.Sprintf(" %q %s", i.Title, i.Price)
	if i.SalePrice != nil {
		s += ">" + i.SalePrice.String()
	}
	s += " " + string(i.Availability)
	if i.Stock != nil {
		s += fmt.Sprintf("(%d)", *i.Stock)
	}
	for _, o := range i.Options {
		s += " " + o.Name + "=" + o.Value
	}
	return s
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\n\nnot:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, encoding, separator string }{
		{"30-own-excel-de-cp1252-semicolon.csv", "Windows-1252", ";"},
		{"31-own-utf16le-bom-tab.txt", "UTF-16LE", "\t"},
		{"32-own-utf8-bom-sep-line.csv", "UTF-8", ";"},
		{"34-own-mac-roman-cr-only.csv", "Mac Roman", ";"},
	} {
		f, err := shopfile.OpenFile("testdata/"+c.name, shopfile.DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if f.Encoding != c.encoding || f.Separator != c.separator || f.Header != 1 || f.Decimal != "," || f.Rows != 6 ||
			f.Template != "google" {
			t.Errorf("%s: %+v", c.name, f.Detected)
		}
		var items, problems []string
		sum := shopfile.Summary{Rows: f.Count()}
		for item, found := range f.Items(f.Mapping, shopfile.Options{Currency: "EUR"}) {
			sum.Count(item, found)
			if !shopfile.Refused(found) {
				items = append(items, line(item))
			}
			for _, p := range found {
				problems = append(problems, fmt.Sprintf("%d %s %s: %s", p.Row, p.Severity, p.Field, p.Message))
			}
			if item.Row == 3 && (item.Description != "Zeile eins\nZeile zwei" || item.Brand != "Küste" || len(item.Images) != 1) {
				t.Errorf("%s: %+v", c.name, item)
			}
			if item.Row == 6 && (item.Title != `SALE!!! fett & "Zitat"` || item.Description != "HTML") {
				t.Errorf("%s: %+v", c.name, item)
			}
		}
		same(t, c.name, items, []string{
			`2 T-1/T "Tasse \"Möwe\"" 12.90 EUR>9.90 EUR in_stock Color=blau`,
			`3 T-2/T "Tasse \"Möwe\" groß" 1234.50 EUR out_of_stock Color=weiß Size=XL`,
		})
		same(t, c.name, problems, []string{
			"4 error retailer_id: The id T-2 is in row 3 as well; the first row counts.",
			"5 error retailer_id: This row has no id.",
			"5 warning link: “notaurl” is not an address: it starts with https://.",
			"6 warning description: A script was taken out of the description.",
			"6 error price: We can’t read “kostenlos” as an amount; what is free costs 0.",
			"7 error price: Use an amount of at least zero: “-3,00 EUR” is less.",
		})
		if sum.Good != 2 || sum.Refused != 4 || sum.Warnings != 2 || sum.Empty() || !sum.MostlyBroken() || sum.Whole() {
			t.Errorf("%s: %+v", c.name, sum)
		}
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for _, c := range templates {
		file, err := os.ReadFile("testdata/own/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		f, items, problems, _ := read(t, string(file), shopfile.Options{Currency: c.currency, Tax: 20_000})
		if f.Template != c.template {
			t.Errorf("%s is taken for %s", c.file, f.Template)
		}
		same(t, c.file, items, c.items)
		same(t, c.file+", problems", problems, c.problems)
	}
}

func TestPrestaShopsTwoFiles(t *testing.T) {
	t.Parallel()
	products := "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Tax rules ID;Discount percent;Reference " +
		"#;Quantity;" +
		"Unit price;Description;Image URLs (x,y,z...)\n" +
		"1;1;Pod;Audio,Home;100;1;10;ref-1;5;1.5;<p>Small</p>;https://x.example/1.jpg,https://x.example/2.jpg\n" +
		"2;0;Bag;Bags;10,50;1;;ref-2;3;;;\n"
	combinations := "Product ID*;Attribute (Name:Type:Position)*;Value (Value:Position)*;Reference;EAN13;Impact on price;Quantity;" +
		"Default (0 = No, 1 = Yes)\n" +
		"1;Color:color:0, Size:select:1;Blue:0, 16 GB:1;P-B16;4006381333931;50;7;1\n" +
		"1;Color:color:0, Size:select:1;Red:0, 8 GB:1;;;-10;0;0\n" +
		"9;Color:color:0;Red:0;;;0;1;0\n"
	both := zipped(t, "combinations.csv", combinations, "products.csv", products)
	f, items, problems, sum := read(t, both, shopfile.Options{Currency: "EUR", Tax: 20_000})
	if f.Template != "prestashop" || len(f.Parts) != 2 || f.Parts[1].Template != "prestashop_combinations" || sum.Rows != 5 {
		t.Errorf("%+v", f.Parts)
	}
	same(t, "items", items, []string{
		`3 2 "Bag" 12.60 EUR in_stock(3)`,
		`2 P-B16/1 "Pod" 180.00 EUR>162.00 EUR in_stock(7) Color=Blue Size=16 GB`,
		`3 1-red-8-gb/1 "Pod" 108.00 EUR>97.20 EUR out_of_stock(0) Color=Red Size=8 GB`,
	})
	same(t, "problems", problems, []string{"4 error retailer_id: The product 9 is not in the file: " +
		"put the file of products and the file of combinations into one zip."})
}

func TestPrestaShopInFrench(t *testing.T) {
	t.Parallel()
	products := "ID;Actif (0/1);Nom *;Catégories (x,y,z...);Prix HT;Référence;Quantité;URL d'images " +
		"(x,y,z...)\n1;1;Tasse;Maison;10,00;T;5;\n"
	variants := "ID produit*;Attribut (Nom:Type:Position)*;Valeur (Valeur:Position)*;Référence;Impact sur le prix;Quantité\n" +
		"1;Taille:select:0; Grande:0 ;T-G;2,00;3\n1;Taille:select:0;Petite:1;T-P;0,00;1\n"
	f, items, problems, _ := read(t, zipped(t, "1.csv", products, "2.csv", variants), shopfile.Options{Currency: "EUR", Tax: 20_000})
	if f.Template != "prestashop" || f.Parts[1].Template != "prestashop_combinations" {
		t.Errorf("%+v", f.Parts)
	}
	same(t, "items", items, []string{`2 T-G/1 "Tasse" 14.40 EUR in_stock(3) Taille=Grande`,
		`3 T-P/1 "Tasse" 12.00 EUR in_stock(1) Taille=Petite`})
	same(t, "problems", problems, nil)
}

func TestAMappingIsCorrectedAndRemembered(t *testing.T) {
	t.Parallel()
	file := "ref,what,kosten,extra\nA-1,A cup,9.90,https://x.example/1.jpg\nB-2,A plate,12.00,https://x.example/2.jpg\n"
	f, _, _, _ := read(t, file, shopfile.Options{Currency: "EUR"})
	m := f.Mapping
	m.Set(1, shopfile.Title)
	m.Set(2, shopfile.Price)
	kept, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var again shopfile.Mapping
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	// The next file has its columns in another order.
	next := "kosten;extra;new;what;ref\n3,00;https://x.example/3.jpg;?;A bowl;C-3\n"
	_, items, problems, _ := readWith(t, next, again, shopfile.Options{Currency: "EUR"})
	same(t, "items", items, []string{`2 C-3 "A bowl" 3.00 EUR in_stock`})
	same(t, "problems", problems, nil)
	_, items, problems, sum := readWith(t, "a,b\n1,2\n", again, shopfile.Options{Currency: "EUR"})
	same(t, "items of another file", items, nil)
	same(t, "problems of another file", problems, []string{"0 error : mapping: This mapping is for a file with other columns."})
	if sum.Whole() || !sum.CutShort {
		t.Errorf("%+v", sum)
	}
}

// Whatever a column can be recognised as can be chosen by hand.
func TestFieldsCanBeChosen(t *testing.T) {
	t.Parallel()
	names, err := os.ReadFile("names.txt")
	if err != nil {
		t.Fatal(err)
	}
	fields := shopfile.Fields()
	for l := range strings.Lines(string(names)) {
		field, _, _ := strings.Cut(l, ": ")
		base, _, numbered := strings.Cut(field, ":")
		if strings.HasPrefix(l, "#") || field == "ignore" || numbered && base == string(shopfile.OptionOf) {
			continue
		}
		if !slices.Contains(fields, shopfile.Field(field)) {
			t.Errorf("%s cannot be chosen", field)
		}
	}
}

package shopfile_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/shopfile"
)

// one reads a table of one row.
func one(t *testing.T, o shopfile.Options, cells ...string) (shopfile.Item, []string) {
	t.Helper()
	header, row := []string{"id", "title"}, []string{"1", "A cup"}
	for i := 0; i < len(cells); i += 2 {
		at := -1
		for j, name := range header {
			if name == cells[i] {
				at = j
			}
		}
		if at < 0 {
			header, row = append(header, cells[i]), append(row, cells[i+1])
		} else {
			row[at] = cells[i+1]
		}
	}
	for i := range row {
		row[i] = `"` + strings.ReplaceAll(row[i], `"`, `""`) + `"`
	}
	file := strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n"
	f, err := shopfile.Open(strings.NewReader(file), int64(len(file)), shopfile.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if o.Currency == "" {
		o.Currency = "EUR"
	}
	var item shopfile.Item
	var problems []string
	for i, found := range f.Items(shopfile.Mapping{}, o) {
		item = i
		for _, p := range found {
			problems = append(problems, fmt.Sprintf("%s %s: %s", p.Severity, p.Field, p.Message))
		}
	}
	return item, problems
}

func TestValuesThatAreWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cells []string
		want  string
	}{
		{[]string{"price", "-3"}, "error price: Use an amount of at least zero: “-3” is less."},
		{[]string{"price", "99999999999"}, "error price: 99999999999.00 EUR is more than a price can be: at most 1000000000.00 EUR."},
		{[]string{"price", "10-20"}, "error price: Send one amount: “10-20” has more."},
		{[]string{"price", "12.345,678"}, "error price: “12.345,678” has more decimal places than EUR has (2)."},
		{[]string{"price", "5 USD"}, "error price: This price is in USD, and the catalogue is in EUR."},
		{[]string{"price", ""}, "error price: This row has no price."},
		{[]string{"price", "0"}, "warning price: The price is 0."},
		{[]string{"price", "5", "sale_price", "6"},
			"warning sale_price: The sale price 6.00 EUR is above the price 5.00 EUR, and was left out."},
		{[]string{"price", "5", "sale_price", "soon"}, "warning sale_price: We can’t read “soon” as an amount."},
		{[]string{"price", "5", "sale_price", "4", "sale_price_effective_date", "tomorrow"},
			"warning sale_dates: “tomorrow” is not two times with a / between them."},
		{[]string{"price", "5", "special price", "4", "special price from date", "1/2/26"},
			"warning sale_from: “1/2/26” is not a time that has one " +
				"meaning: write 2026-11-01 or 2026-11-01T12:00+01:00."},
		{[]string{"price", "5", "gtin", "4006381333932"}, "warning gtin: The check digit of 4006381333932 is wrong."},
		{[]string{"price", "5", "gtin", "4.00638E+12"},
			"warning gtin: “4.00638E+12” was shortened by a spreadsheet: format the column as text."},
		{[]string{"price", "5", "gtin", "12345"}, "warning gtin: “12345” is not a GTIN: it has 8, 12, 13 or 14 digits."},
		{[]string{"price", "5", "availability", "maybe"},
			"warning availability: “maybe” is not known: use in_stock, out_of_stock, preorder, " +
				"backorder or discontinued."},
		{[]string{"price", "5", "stock", "-4"}, "warning stock: The stock is -4; it was read as 0."},
		{[]string{"price", "5", "stock", "many"}, "warning stock: “many” is not a number of pieces."},
		{[]string{"price", "5", "stock", "99999999999"},
			"warning stock: 99999999999 pieces are more than can be: at most 1,000,000,000."},
		{[]string{"price", "5", "condition", "broken"}, "warning condition: “broken” is not known: use new, refurbished or used."},
		{[]string{"price", "5", "link", "javascript:alert(1)"},
			"warning link: “javascript:alert(1)” is not an address: it starts with https://."},
		{[]string{"price", "5", "image_link", "https://u:p@x.example/1.jpg"},
			"warning image: “https://u:p@x.example/1.jpg” is not an address: " +
				"it starts with https://."},
		{[]string{"price", "5", "weight", "heavy"}, "warning weight: “heavy” is not a weight: write 500 g or 1.2 kg."},
		{[]string{"price", "5", "unit_pricing_measure", "a bit"},
			"warning unit_measure: “a bit” is not a measure: write 750 ml or 1 kg."},
		{[]string{"price", "5", "id", strings.Repeat("x", 101)}, "error retailer_id: The id has 101 characters, and at most 100 fit."},
		{[]string{"price", "5", "title", " <script>alert(1)</script> "},
			"warning title: A script was taken out.|error title: This row has no title."},
		{[]string{"price", "5", "title", "Cup<script>alert(1)</script>"}, "warning title: A script was taken out."},
		{[]string{"price", "5", "title", strings.Repeat("x", 201)}, "warning title: Only the first 200 characters were kept."},
	} {
		if _, got := one(t, shopfile.Options{}, c.cells...); strings.Join(got, "|") != c.want {
			t.Errorf("%.80q:\n%s\nnot\n%s", c.cells, strings.Join(got, "|"), c.want)
		}
	}
}

func TestValuesThatAreRight(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	item, problems := one(t, shopfile.Options{Zone: berlin, Images: "https://shop.example/media/"},
		"title", "Cup\n &amp;amp; <b>saucer</b> <3", "description",
		"<p>One</p><p>Two &lt;3</p><ul><li>a</li><li>b</li></ul><style>p{}</style>",
		"price", "1,234.50", "special_price", "55.349999999999994", "special_price_from_date", "2026-11-01", "special_price_to_date",
		"30.11.2026",
		"ean", "'4006381333931", "condition", "Generalüberholt", "stock", "12.0000", "image_link", "/a b.jpg", "additional_image_link",
		"https://x.example/a,b.jpg,https://x.example/c.jpg|https://x.example/c.jpg", "weight (g)", ",4", "unit_pricing_measure",
		"0.75 l",
		"unit_pricing_base_measure", "1 l", "custom_label_0", "warm", "custom_label_4", "cold", "material", "Clay", "product_type",
		"Home > Cups, New",
		"status", "Entwurf", "item_group_id", "G", "mpn", "M-1", "brand", "Küste")
	if problems != nil {
		t.Error(problems)
	}
	from, to := time.Date(2026, 11, 1, 0, 0, 0, 0, berlin), time.Date(2026, 12, 1, 0, 0, 0, 0, berlin)
	if item.Title != "Cup & saucer <3" || item.Description != "One\n\nTwo <3\n\n• a\n• b" || item.Price.Minor != 123450 ||
		item.SalePrice.Minor != 5535 || !item.SaleFrom.Equal(from) || !item.SaleTo.Equal(to) || item.GTIN != "4006381333931" {
		t.Errorf("%+v", item)
	}
	if item.Condition != shopfile.Refurbished || *item.Stock != 12 || item.WeightGrams != 1 ||
		*item.UnitMeasure != (shopfile.Measure{Milli: 750, Unit: "l"}) ||
		item.UnitBase.String() != "1 l" || item.Labels != [5]string{"warm", "", "", "", "cold"} || item.Status != shopfile.Draft ||
		item.Category != "Home > Cups" || item.Options[0] != (shopfile.Option{Name: "Material", Value: "Clay"}) {
		t.Errorf("%+v", item)
	}
	if want := "[https://shop.example/media/a%20b.jpg https://x.example/a,b.jpg " +
		"https://x.example/c.jpg]"; fmt.Sprint(item.Images) != want {
		t.Errorf("%v, not %s", item.Images, want)
	}
}

func TestAvailability(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]shopfile.Availability{"in stock": "in_stock", "in_stock": "in_stock", "Auf Lager": "in_stock",
		"En stock": "in_stock", "нет в наличии": "out_of_stock", "Ausverkauft": "out_of_stock",
		"available for order": "backorder",
		"preorder":            "preorder", "https://schema.org/OutOfStock": "out_of_stock", "discontinued": "discontinued",
		"7":    "in_stock",
		"在庫なし": "out_of_stock", "Brak w magazynie": "out_of_stock", "udsolgt": "out_of_stock", "není skladem": "out_of_stock"} {
		if item, problems := one(t, shopfile.Options{}, "price", "5", "availability", word); item.Availability != want ||
			problems != nil {
			t.Errorf("%s: %s %v", word, item.Availability, problems)
		}
	}
}

func TestNamesInManyLanguages(t *testing.T) {
	t.Parallel()
	for _, header := range []string{
		"Artikelnummer;Bezeichnung;Beschreibung;Preis;Bestand;Marke;Bild",
		"Identifiant;Désignation;Description;Prix TTC;Quantité;Marque;URL image",
		"Codice;Nome prodotto;Descrizione;Prezzo;Giacenza;Marca;Immagine",
		"Código;Nombre;Descripción;PVP;Cantidad;Marca;Imagen",
		"Artikelcode;Productnaam;Omschrijving;Prijs;Voorraad;Merk;Afbeelding",
		"Código do produto;Nome do produto;Descrição;Preço;Estoque;Marca;Imagem",
		"Kod produktu;Nazwa produktu;Opis;Cena brutto;Stan magazynowy;Producent;Zdjęcie",
		"Код товара;Название товара;Описание;Цена;Остаток;Бренд;Картинка",
		"Artikelnummer;Benämning;Beskrivning;Pris;Lagersaldo;Varumärke;Bildlänk",
		"Varenummer;Produktnavn;Beskrivelse;Salgspris;Antal;Mærke;Billede",
		"Číslo produktu;Název produktu;Popis;Cena s DPH;Množství;Značka;Obrázek",
		"商品番号;商品名;商品説明;販売価格;在庫数;ブランド;商品画像",
	} {
		file := header + "\nA1;Cup;Nice;12,90;4;Own;https://x.example/1.jpg\n"
		f, items, problems, _ := read(t, file, shopfile.Options{Currency: "EUR"})
		for i, want := range []shopfile.Field{shopfile.RetailerID, shopfile.Title, shopfile.Description, shopfile.Price,
			shopfile.Stock, shopfile.Brand,
			shopfile.Image} {
			if got := f.Mapping.Columns[i]; got.Field != want || got.Sure < 90 {
				t.Errorf("%s: %+v, not %s", header, got, want)
			}
		}
		same(t, header, append(items, problems...), []string{`2 A1 "Cup" 12.90 EUR in_stock(4)`})
	}
}

// rowsFile is a file of any number of rows on disk.
func rowsFile(t testing.TB, rows int) string {
	name := filepath.Join(t.TempDir(), "rows.csv")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	b.WriteString("id,title,description,availability,condition,price,link,image_link,brand,item_group_id,color,size,quantity\n")
	for i := range rows {
		fmt.Fprintf(&b, "S-%d,Cup number %d,<p>A cup &amp; its saucer</p>,in stock,new,%d.90 "+
			"EUR,https://x.example/%d,https://x.example/%d.jpg,Own,G%d,blue,L,%d\n",
			i, i, i%500+1, i, i, i/4, i%50)
		if b.Len() > 1<<20 {
			_, _ = io.WriteString(f, b.String())
			b.Reset()
		}
	}
	_, _ = io.WriteString(f, b.String())
	return name
}

func TestManyRows(t *testing.T) { // alone: it looks at the heap
	file := rowsFile(t, 100_000)
	f, err := shopfile.OpenFile(file, shopfile.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var sum shopfile.Summary
	for item, problems := range f.Items(f.Mapping, shopfile.Options{Currency: "EUR"}) {
		if sum.Count(item, problems); sum.Good == 99_000 {
			runtime.GC()
			runtime.ReadMemStats(&now)
		}
	}
	if sum.Good != 100_000 || sum.Refused != 0 || !sum.Whole() {
		t.Errorf("%+v", sum)
	}
	if held := int64(now.HeapAlloc) - int64(before.HeapAlloc); held > 48<<20 {
		t.Errorf("100,000 rows hold %d MB", held>>20)
	}
	limits := shopfile.DefaultLimits
	limits.Rows = 99_999
	if _, err := shopfile.OpenFile(file, limits); models.KindOf(err) != models.TooLarge || !strings.Contains(err.Error(),
		"at most 99,999 rows") {
		t.Errorf("a row too many: %v", err)
	}
}

func TestFilesThatTellNothing(t *testing.T) {
	t.Parallel()
	long := "id;title;description;price\n1;Cup;" + strings.Repeat("long ", 2<<20) + ";5,00\n2;Plate;short;6,00\n"
	_, items, problems, sum := read(t, long, shopfile.Options{Currency: "EUR"})
	same(t, "10 MB", items, []string{`2 1 "Cup" 5.00 EUR in_stock`, `3 2 "Plate" 6.00 EUR in_stock`})
	same(t, "10 MB", problems, []string{"2 warning description: The description has 10.4 MB; only the first 9,999 characters were kept."})
	if sum.Good != 2 || sum.Warnings != 1 || !sum.Whole() {
		t.Errorf("%+v", sum)
	}
	_, _, _, sum = read(t, "id,title,price\n", shopfile.Options{Currency: "EUR"})
	if !sum.Empty() || sum.Whole() {
		t.Errorf("a header alone: %+v", sum)
	}
	_, _, _, sum = read(t, "id,title,price\n1,A,5\n2,B,?\n3,,6\n,C,7\n", shopfile.Options{Currency: "EUR"})
	if sum.Empty() || !sum.MostlyBroken() || sum.Whole() || sum.Rows != 4 {
		t.Errorf("mostly broken: %+v", sum)
	}
	_, items, problems, _ = read(t, "id,title,price\n1,A,5\n2,B, big,6\n3,C,7\n4,D,8\n5,E,9\n", shopfile.Options{Currency: "EUR"})
	same(t, "a comma too many", items, []string{`2 1 "A" 5.00 EUR in_stock`, `4 3 "C" 7.00 EUR in_stock`, `5 4 "D" 8.00 EUR in_stock`,
		`6 5 "E" 9.00 EUR in_stock`})
	same(t, "a comma too many", problems, []string{
		"3 error : This row has more cells than the header: a separator or a quotation mark is out of place."})
	_, items, problems, _ = read(t, "<rss><channel><item><title>A "+
		"page</title><post_parent>0</post_parent><post_id>7</post_id></item></channel></rss>",
		shopfile.Options{Currency: "EUR"})
	same(t, "pages", append(items, problems...), []string{"1 error price: This row has no price."})
	cut := "<rss><channel><item><id>1</id><title>A</title><price>5 EUR</price></item><item><id>2</id>"
	if _, err := shopfile.Open(strings.NewReader(cut), int64(len(cut)), shopfile.DefaultLimits); models.KindOf(err) != models.Invalid {
		t.Errorf("a file that is cut off: %v", err)
	}
}

// Whatever stands in a file, it is read or refused in words.
func TestDamagedExports(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/own/*")
	if err != nil || len(names) < 15 {
		t.Fatal(names, err)
	}
	rnd := rand.New(rand.NewPCG(7, 8))
	for _, name := range names {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 60 {
			b := append([]byte{}, file[rnd.IntN(len(file)/4):len(file)-rnd.IntN(len(file)/2)]...)
			for range rnd.IntN(12) {
				b[rnd.IntN(len(b))] = "\x00\xff\",;|\t\n\r<&'09=\xef"[rnd.IntN(16)]
			}
			f, err := shopfile.Open(strings.NewReader(string(b)), int64(len(b)), shopfile.DefaultLimits)
			if err != nil {
				if models.KindOf(err) == 0 {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			for item, problems := range f.Items(shopfile.Mapping{}, shopfile.Options{Currency: "EUR"}) {
				if !shopfile.Refused(problems) && item.RetailerID != "" && (item.Title == "" || item.Price.Currency == "" ||
					item.Price.Minor < 0 ||
					item.SalePrice != nil && item.SalePrice.Minor >= item.Price.Minor || len([]rune(item.RetailerID)) > shopfile.MaxID ||
					!models.Storable(item.Title+item.Description)) {
					t.Errorf("%s: %+v", name, item)
				}
			}
		}
	}
}

package shopfile_test

// templates are small exports of each shop, made for this test.
var templates = []struct {
	file, currency, template string
	items, problems          []string
}{
	{"shopify.csv", "EUR", "shopify", []string{
		`2 TEE-S/tee "Blue tee" 25.00 EUR>19.00 EUR in_stock(3) Size=S Color=Blue`,
		`3 tee-m-blue/tee "Blue tee" 19.00 EUR backorder(0) Size=M Color=Blue`,
		`5 mug "Mug" 9.50 EUR in_stock`,
	}, []string{"3 warning stock: The stock is -2; it was read as 0.",
		"5 warning sku: The SKU TEE-S stands in an earlier row as well, so the id is mug."}},
	{"woocommerce-in-german.csv", "EUR", "woocommerce", []string{
		`3 H-S/H "Hut - S" 29.00 EUR>24.00 EUR in_stock(4) Größe=S`,
		`4 8/H "Hut - L" 31.00 EUR out_of_stock Größe=L`,
		`6 9 "Schal" 15.00 EUR in_stock`,
		`7 V/id:99 "Verwaist" 15.00 EUR in_stock Farbe=rot`,
	}, []string{"7 warning parent: Its product, “id:99”, is not in the file.",
		"8 warning kind: A grouped product has no price of its own; its products are items."}},
	{"woocommerce-in-russian.csv", "RUB", "woocommerce",
		[]string{`3 К-Б/К "Кружка" 1000.00 RUB>900.00 RUB in_stock(5) Цвет=Белый`}, nil},
	{"magento.csv", "USD", "magento", []string{
		`2 bag-s/bag "Bag S" 10.00 USD>8.00 USD in_stock(12) size=S`,
		`4 bag-l/bag "Bag" 10.00 USD out_of_stock(0) size=L`,
	}, []string{
		"2 warning image: “/b/a/bag.jpg” is the name of a file; an address is needed.",
		"3 warning store_view: This row translates bag-s for another store view, and was left out.",
		"4 warning image: “/b/a/bag.jpg” is the name of a file; an address is needed.",
		"4 warning variations: The variant bag-l has no row of its own; it was made of its product's.",
		"5 warning kind: A product of the kind “bundle” has no price of its own, and was left out."}},
	{"etsy.csv", "", "etsy", []string{
		`2 M-B/hand-mug-quot-sea-quot "Hand mug \"Sea\"" 24.00 EUR in_stock Colour=Blue`,
		`2 M-G/hand-mug-quot-sea-quot "Hand mug \"Sea\"" 24.00 EUR in_stock Colour=Green`,
		`3 BOWL "Bowl" 12.00 EUR in_stock(2)`,
		`4 dish "Dish" 15.00 EUR out_of_stock(0)`,
	}, []string{"2 warning stock: The listing counts its 2 variations together, so none is counted."}},
	{"etsy-in-italian.csv", "", "etsy", []string{`2 32 "Vaso" 46.00 EUR in_stock(1)`}, nil},
	{"square.csv", "USD", "square", []string{
		`2 C-S/candle "Candle" 12.00 USD in_stock(10) Variation=Small`,
		`3 T2/candle "Candle" 1018.00 USD in_stock(4) Variation=Large`,
		`5 S-1 "Shirt" 25.00 USD in_stock Size=L`,
	}, []string{"4 error price: We can’t read “variable” as an amount."}},
	{"wix.csv", "EUR", "wix", []string{
		`3 TEE-R/p1 "Tee" 20.00 EUR>18.00 EUR in_stock(5) Colour=Red`,
		`4 p1-blue/p1 "Tee" 22.50 EUR>20.25 EUR out_of_stock Colour=Blue`,
		`5 p2 "Cap" 15.00 EUR in_stock(3)`,
	}, nil},
	{"meta.csv", "EUR", "meta", []string{
		`3 m1 "Cup" 9.99 EUR>8.00 EUR backorder(5)`,
		`4 m2 "Cup" 9.99 EUR out_of_stock(0)`,
	}, []string{"4 warning sale_price: The sale price 18.00 EUR is above the price 9.99 EUR, and was left out."}},
	{"google.rss", "", "google", []string{`1 r1/R "Café & crème" 1299.00 CHF in_stock Size=XL`},
		[]string{"2 error price: This row has no price."}},
	{"google.atom", "", "google", []string{`1 a1 "Pen" 1.50 GBP out_of_stock`}, nil},
	{"products.jsonl", "EUR", "plain", []string{`1 1 "One" 12.50 EUR in_stock(3)`, `2 2 "Two" 7.00 EUR in_stock`},
		[]string{"2 warning gtin: The check digit of 4006381333932 is wrong."}},
	{"page.xls", "EUR", "plain",
		[]string{`2 1001 "Stuhl \"Eiche\"" 1249.00 EUR in_stock(4)`, `3 1002 "Tisch" 99.50 EUR out_of_stock(0)`}, nil},
	{"no-names-of-columns.csv", "EUR", "plain",
		[]string{`1 X-1 "Blue cup with a handle" 12.90 EUR in_stock`, `2 X-2 "Red cup with a handle" 13.90 EUR in_stock`}, nil},
	{"no-ids.csv", "EUR", "plain", []string{`2 blue-cup "Blue cup" 5.00 EUR in_stock`},
		[]string{"3 error retailer_id: The id blue-cup is in row 2 as well; the first row counts.",
			"4 error price: This row has no price."}},
}

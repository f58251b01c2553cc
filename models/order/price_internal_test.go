package order

import (
	"math/rand/v2"
	"testing"

	"photogram/models/money"
)

// 10,000 random carts with taxes, reductions and refunds: totals are the sums of their
// lines, every tax follows the one rule, and what is taken back adds up to the last cent.
func TestMoneyOfRandomCarts(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(7, 11))
	currencies := []string{"EUR", "JPY", "KWD", "CHF", "USD"}
	for range 10_000 {
		currency := currencies[rnd.IntN(len(currencies))]
		lines := randomLines(rnd)
		total, tax, err := totals(lines, currency)
		if err != nil {
			t.Fatal(err)
		}
		var gross, taxes int64
		for _, l := range lines {
			net, err := money.Amount{Minor: l.Gross, Currency: currency}.Net(l.Rate)
			if err != nil || l.Gross != l.Price*int64(l.Quantity) || l.Tax != l.Gross-net.Minor || l.Tax < 0 || l.Tax > l.Gross {
				t.Fatalf("line %+v: net %v %v", l, net, err)
			}
			gross, taxes = gross+l.Gross, taxes+l.Tax
		}
		var byRate, taxByRate int64
		for _, s := range taxSums(lines) {
			byRate, taxByRate = byRate+s.Gross, taxByRate+s.Tax
			if s.Net+s.Tax != s.Gross {
				t.Fatalf("%+v", s)
			}
		}
		if total != gross || tax != taxes || byRate != gross || taxByRate != taxes {
			t.Fatalf("%d with %d tax; lines have %d with %d, rates %d with %d", total, tax, gross, taxes, byRate, taxByRate)
		}
		takeAllBack(t, rnd, lines)
	}
}

func randomLines(rnd *rand.Rand) (lines []Line) {
	rates := []money.Rate{0, 2_100, 5_500, 7_000, 8_875, 19_000, 20_000, 25_500, 100_000}
	for i := range 1 + rnd.IntN(8) {
		l := Line{Line: i + 1, Kind: lineProduct, Quantity: 1 + rnd.IntN(20), Rate: rates[rnd.IntN(len(rates))]}
		l.ListPrice = rnd.Int64N(1 << (1 + rnd.IntN(24)))
		if l.Price = l.ListPrice; rnd.IntN(3) == 0 {
			l.Price = rnd.Int64N(l.ListPrice + 1)
		}
		lines = append(lines, l)
	}
	return append(lines, Line{Line: len(lines) + 1, Kind: lineShipping, Quantity: 1, Price: rnd.Int64N(3000),
		Rate: rates[rnd.IntN(len(rates))]})
}

// takeAllBack refunds an order in random parts until nothing is left.
func takeAllBack(t *testing.T, rnd *rand.Rand, lines []Line) {
	t.Helper()
	for {
		var left int64
		for _, l := range lines {
			left += l.Gross - l.Credited
		}
		if left == 0 {
			break
		}
		amount := 1 + rnd.Int64N(left)
		if rnd.IntN(4) == 0 {
			amount = left + rnd.Int64N(1000) // what was paid too much has no line
		}
		var given int64
		for _, p := range spread(lines, amount) {
			l := &lines[p.line]
			l.Credited, l.CreditedTax = l.Credited+p.gross, l.CreditedTax+p.tax
			given += p.gross
			if p.gross <= 0 || p.tax < 0 || p.tax > p.gross || l.Credited > l.Gross || l.CreditedTax > l.Tax {
				t.Fatalf("part %+v of line %+v", p, l)
			}
		}
		if given != min(amount, left) {
			t.Fatalf("%d was spread to %d", amount, given)
		}
	}
	for _, l := range lines {
		if l.Credited != l.Gross || l.CreditedTax != l.Tax {
			t.Fatalf("all was taken back, and of line %+v not", l)
		}
	}
}

func TestZonesAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"DE, at: 1000 g 4,90; 5 kg €6.90\n\n*: 2.5 kg 20": "DE, AT: 1 kg 4.90; 5 kg 6.90\n*: 2.5 kg 20.00",
		"FR: 500g 0": "FR: 0.5 kg 0.00", "": "",
	} {
		zones, err := ParseZones(in, "EUR")
		shop := Shop{Zones: zones, Currency: "EUR"}
		if err != nil || shop.ZonesText() != want {
			t.Errorf("%q: %q %v", in, shop.ZonesText(), err)
		}
		if again, err := ParseZones(want, "EUR"); err != nil || (&Shop{Zones: again, Currency: "EUR"}).ZonesText() != want {
			t.Errorf("%q is not read again: %v", want, err)
		}
	}
	for _, bad := range []string{"DE", "DE:", "XX: 1 kg 4", "DE: 4.90", "DE: 1 kg", "DE: 5 kg 4; 1 kg 3", "DE: 1 kg 4\nDE: 1 kg 5",
		"DE: 1 kg $4",
		"DE: -1 kg 4", "DE: 1 kg -4", "Germany: 1 kg 4", "DE: 0 kg 4"} {
		if zones, err := ParseZones(bad, "EUR"); err == nil {
			t.Errorf("%q is %+v", bad, zones)
		}
	}
	shop := Shop{Rates: map[string]money.Rate{}, Tax: 19_000}
	rates, err := ParseRates("AT 20, FR: 5.5%\nCH 0")
	if shop.Rates = rates; err != nil || shop.RatesText() != "AT 20, CH 0, FR 5.5" {
		t.Errorf("%q %v", shop.RatesText(), err)
	}
	for _, c := range []struct {
		country string
		own     int
		want    money.Rate
	}{{"DE", -1, 19_000}, {"DE", 700, 7_000}, {"AT", 700, 20_000}, {"CH", -1, 0}} {
		if got := shop.RateFor(c.country, c.own); got != c.want {
			t.Errorf("%s with %d: %d", c.country, c.own, got)
		}
	}
}

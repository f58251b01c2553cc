package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/money"
	"photogram/text"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, usual string
		decimal   rune
		want      string
	}{
		{"12,90 €", "", 0, "12.90 EUR"}, {"1.234,50", "EUR", 0, "1234.50 EUR"}, {"$1,234.50", "", 0, "1234.50 USD"},
		{"CHF 1'234.50", "EUR", 0, "1234.50 CHF"}, {"CHF 1’234.–", "", 0, "1234.00 CHF"}, {"9.99 EUR", "", 0, "9.99 EUR"},
		{"EUR 9.99", "USD", 0, "9.99 EUR"}, {"¥1200", "", 0, "1200 JPY"}, {"¥12.50", "CNY", 0, "12.50 CNY"},
		{"1 234,50", "EUR", 0, "1234.50 EUR"}, {"1\u202f234,50\u00a0€", "", 0, "1234.50 EUR"}, {"5 EUR", "", 0, "5.00 EUR"},
		{"$5", "CAD", 0, "5.00 CAD"}, {"$.99", "", 0, "0.99 USD"},
		{"€ ,50", "", 0, "0.50 EUR"}, {"USD .99", "", 0, "0.99 USD"}, {"Rs.500", "INR", 0, "500.00 INR"},
		{"Fr. 50", "CHF", 0, "50.00 CHF"}, {"US$.5", "", 0, "0.50 USD"},
		{"kr 99", "NOK", 0, "99.00 NOK"}, {"99:-", "SEK", 0, "99.00 SEK"}, {"12,-", "EUR", 0, "12.00 EUR"},
		{"1,234", "EUR", ',', "! more decimal places"}, {"1,234", "EUR", '.', "1234.00 EUR"}, {"1.234", "EUR", ',', "1234.00 EUR"},
		{"1.234", "EUR", 0, "1234.00 EUR"}, {"1.234", "KWD", 0, "1.234 KWD"}, {"15.00", "EUR", ',', "15.00 EUR"},
		{"1,23,456.00", "INR", 0, "123456.00 INR"}, {"1.234.567", "EUR", 0, "1234567.00 EUR"}, {"10.0000", "USD", 0, "10.00 USD"},
		{"0.5", "EUR", 0, "0.50 EUR"}, {".5", "EUR", 0, "0.50 EUR"}, {"１２３４円", "", 0, "1234 JPY"}, {"100 руб.", "", 0,
			"100.00 RUB"},
		{"249 Kč", "", 0, "249.00 CZK"}, {"19,99 zł", "", 0, "19.99 PLN"}, {"R$ 10,00", "USD", 0, "10.00 BRL"}, {"12.90EUR", "", 0,
			"12.90 EUR"},
		{"Rs. 1,500", "INR", 0, "1500.00 INR"}, {"\ufeff12,90", "EUR", 0, "12.90 EUR"}, {"92233720368547758.07", "EUR", 0,
			"92233720368547758.07 EUR"},
		{"12.345", "EUR", '.', "! more decimal places"}, {"12.5", "JPY", 0, "! more decimal places"},
		{"10 - 20", "EUR", 0, "! Send one amount"},
		{"10–20 €", "EUR", 0, "! Send one amount"}, {"-3,00 EUR", "", 0, "! at least zero"}, {"(3.00)", "EUR", 0, "! at least zero"},
		{"12.90-", "EUR", 0, "! at least zero"}, {"kostenlos", "EUR", 0, "! as an amount"}, {"12 apples", "EUR", 0, "! as an amount"},
		{"1e9", "EUR", 0, "! Send one amount"}, {"12.90", "", 0, "! Add a currency"}, {"99 kr", "EUR", 0, "! as an amount"},
		{"99999999999999999999", "EUR", 0, "! too large"}, {"92233720368547758.08", "EUR", 0, "! too large"}, {"12,34,56", "EUR", 0,
			"! as an amount"},
		{"1.2.3", "EUR", 0, "! as an amount"}, {strings.Repeat("9", 65), "EUR", 0, "! at most 64"}, {"ab 12,90 €", "", 0,
			"! as an amount"},
		{"12.5%", "EUR", 0, "! as an amount"}, {"=1+1", "EUR", 0, "!"}, {"12.90 EUR USD", "", 0, "! as an amount"},
	} {
		got, err := money.Parse(c.in, money.Reading{Currency: c.usual, Decimal: c.decimal})
		if message, bad := strings.CutPrefix(c.want, "!"); bad {
			if err == nil || models.KindOf(err) != models.Invalid || !strings.Contains(err.Error(), strings.TrimSpace(message)) {
				t.Errorf("%q: %v %v, not an error with %q", c.in, got, err, message)
			}
		} else if err != nil || got.String() != c.want {
			t.Errorf("%q in %q: %v %v, not %s", c.in, c.usual, got, err, c.want)
		}
	}
	for _, s := range []string{"", " ", "-", "—", "–", "\u00a0"} {
		if _, err := money.Parse(s, money.Reading{Currency: "EUR"}); !errors.Is(err, money.ErrNone) {
			t.Errorf("%q is no amount, and not: %v", s, err)
		}
	}
	got, err := money.Parse("16.528926", money.Reading{Currency: "EUR", Round: true})
	if err != nil || got.Minor != 1653 {
		t.Errorf("rounded: %v %v", got, err)
	}
	if got, err = money.Parse("-3.005", money.Reading{Currency: "EUR", Decimal: '.', Round: true, Negative: true}); err != nil ||
		got.Minor != -301 {
		t.Errorf("a reduction: %v %v", got, err)
	}
}

func TestTheDecimalSignIsFound(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]rune{"12,90 €": ',', "1.234,50": ',', "9.99 EUR": '.', "1,234.50": '.', "1,234": 0, "1.234": 0,
		"1.234.567": 0,
		"12":        0, "": 0, "words, many": 0, "1'234.5": '.', "0,125": ','} {
		if got := money.DecimalOf(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestAmountsAreShown(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]money.Amount{"€1,234.50": {123450, "EUR"}, "¥1,200": {1200, "JPY"}, "CHF 0.05": {5, "CHF"},
		"-$5.00":    {-500, "USD"},
		"KWD 1.234": {1234, "KWD"}, "-€92,233,720,368,547,758.08": {math.MinInt64, "EUR"}} {
		if got := a.For(text.English); got != want {
			t.Errorf("%v: %q, not %q", a, got, want)
		}
	}
	written, err := json.Marshal(money.Amount{Minor: 599, Currency: "EUR"})
	if err != nil || string(written) != `{"amount":599,"currency":"EUR","formatted":"€5.99"}` {
		t.Errorf("%s %v", written, err)
	}
	var read money.Amount
	if err := json.Unmarshal(written, &read); err != nil || read.Minor != 599 || read.Currency != "EUR" {
		t.Errorf("%v %v", read, err)
	}
}

// What is written for feeds is read as the same amount.
func TestWrittenAmountsAreReadAgain(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		a := money.Amount{Minor: rnd.Int64() >> rnd.IntN(63), Currency: []string{"EUR", "JPY", "KWD", "CHF", "ISK"}[rnd.IntN(5)]}
		for _, written := range []string{a.String(), a.For(text.English)} {
			got, err := money.Parse(written, money.Reading{Currency: a.Currency, Decimal: '.'})
			if err != nil || got != a {
				t.Fatalf("%v is written %s and read %v %v", a, written, got, err)
			}
		}
	}
}

// Shares and taxes are what exact fractions say, half up, and parts add up to the whole.
func TestSharesAndTaxes(t *testing.T) {
	t.Parallel()
	exact := func(n, times, by int64) *big.Int {
		x := new(big.Int).Mul(big.NewInt(n), big.NewInt(times))
		negative := x.Sign() < 0
		x.Abs(x).Mul(x, big.NewInt(2)).Add(x, big.NewInt(by)).Quo(x, big.NewInt(2*by))
		if negative {
			x.Neg(x)
		}
		return x
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		a := money.Amount{Minor: (rnd.Int64() - math.MaxInt64/2) >> rnd.IntN(62), Currency: "EUR"}
		r := rnd.Int64N(1_000_001)
		check := func(what string, got money.Amount, err error, want *big.Int) {
			t.Helper()
			if want.IsInt64() != (err == nil) || err == nil && got.Minor != want.Int64() {
				t.Fatalf("%s of %d at %d: %v %v, not %v", what, a.Minor, r, got, err, want)
			}
		}
		share, err := a.Share(money.Rate(r))
		check("share", share, err, exact(a.Minor, r, 100_000))
		net, err := a.Net(money.Rate(r))
		check("net", net, err, exact(a.Minor, 100_000, 100_000+r))
		tax, err := a.TaxIn(money.Rate(r))
		check("tax", tax, err, new(big.Int).Sub(big.NewInt(a.Minor), exact(a.Minor, 100_000, 100_000+r)))
		if sum, err := net.Plus(tax); err != nil || sum != a {
			t.Fatalf("%v and %v are %v, not %v", net, tax, sum, a)
		}
		q := rnd.Int64N(1000) - 500
		many, err := a.Times(q)
		check("times", many, err, new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(q)))
	}
	if tax, _ := (money.Amount{Minor: 1990, Currency: "EUR"}).TaxIn(money.Percent(19)); tax.Minor != 318 {
		t.Errorf("19 %% in 19.90: %v", tax)
	}
	if tax, _ := (money.Amount{Minor: 10888, Currency: "USD"}).TaxIn(8_875); tax.Minor != 888 {
		t.Errorf("8.875 %% in 108.88: %v", tax)
	}
	for _, bad := range []money.Rate{-1, money.MaxRate + 1} {
		if _, err := (money.Amount{Minor: 1, Currency: "EUR"}).TaxIn(bad); models.KindOf(err) != models.Invalid {
			t.Errorf("a rate of %d: %v", bad, err)
		}
	}
}

func TestSumsDoNotOverflow(t *testing.T) {
	t.Parallel()
	top, low, one := money.Amount{Minor: math.MaxInt64, Currency: "EUR"}, money.Amount{Minor: math.MinInt64, Currency: "EUR"},
		money.Amount{Minor: 1, Currency: "EUR"}
	for name, do := range map[string]func() (money.Amount, error){
		"plus": func() (money.Amount, error) { return top.Plus(one) }, "minus": func() (money.Amount, error) { return low.Minus(one) },
		"lowest": func() (money.Amount, error) { return one.Minus(low) }, "times": func() (money.Amount, error) { return top.Times(2) },
		"mixed": func() (money.Amount, error) { return one.Plus(money.Amount{Minor: 1, Currency: "USD"}) },
		"gross": func() (money.Amount, error) { return top.Gross(1) },
	} {
		if got, err := do(); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"12,90 €", "CHF 1'234.50", "-", "10-20", "１２", "1,23,456"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, decimal := range []rune{0, '.', ','} {
			a, err := money.Parse(s, money.Reading{Currency: "EUR", Decimal: decimal})
			if err == nil && (a.Minor < 0 || !money.Known(a.Currency)) {
				t.Errorf("%q is %v", s, a)
			}
		}
		money.DecimalOf(s)
	})
}

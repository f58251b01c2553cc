package order

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/money"
)

// Everywhere stands for all countries that no other zone has.
const Everywhere = "*"

// Zone is some countries and what it costs to ship there, by weight.
type Zone struct {
	Countries []string `json:"countries"`
	Steps     []Step   `json:"steps"`
}

// Step is the price of a parcel up to a weight.
type Step struct {
	Grams int64 `json:"grams"`
	Price int64 `json:"price"`
}

// ShipTo is what it costs to ship a weight to a country.
func (shop *Shop) ShipTo(country string, grams int64) (int64, error) {
	var zone *Zone
	for i := range shop.Zones {
		if slices.Contains(shop.Zones[i].Countries, country) {
			zone = &shop.Zones[i]
			break
		}
		if slices.Contains(shop.Zones[i].Countries, Everywhere) {
			zone = &shop.Zones[i]
		}
	}
	if zone == nil {
		return 0, models.Invalidf("country", "order.error.shop-does-not-ship", "country", country)
	}
	for _, step := range zone.Steps {
		if grams <= step.Grams {
			return step.Price, nil
		}
	}
	return 0, models.Invalidf("country", "order.error.shop-ships-at-most-kg", "grams", kilos(zone.Steps[len(zone.Steps)-1].Grams),
		"country", country, "grams2", kilos(grams))
}

// Ships is whether a shop ships to a country.
func (shop *Shop) Ships(country string) bool {
	return slices.ContainsFunc(shop.Zones, func(z Zone) bool {
		return slices.Contains(z.Countries, country) || slices.Contains(z.Countries, Everywhere)
	})
}

func kilos(grams int64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%03d", grams/1000, grams%1000), "0"), ".")
}

// ParseZones reads zones, one a line, such as "DE, AT: 1 kg 4.90; 5 kg 6.90". The
// country * is all others.
func ParseZones(s, currency string) (out []Zone, err error) {
	seen := map[string]bool{}
	for n, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		zone, err := parseZone(line, currency)
		if err != nil {
			return nil, models.Invalidf("zones", "order.error.line", "n2", n+1, "message", models.ProblemsOf(err)[0].Message())
		}
		for _, c := range zone.Countries {
			if seen[c] {
				return nil, models.Invalidf("zones", "order.error.line-two-zones", "n2", n+1, "c", c)
			}
			seen[c] = true
		}
		out = append(out, zone)
	}
	if len(out) > MaxZones {
		return nil, models.Invalidf("zones", "order.error.zones-at-most-fit", "out", len(out), "maxZones", MaxZones)
	}
	return out, nil
}

func parseZone(line, currency string) (z Zone, err error) {
	countries, prices, ok := strings.Cut(line, ":")
	if !ok {
		return z, models.Invalidf("zones", "order.error.write-de-at-1-kg")
	}
	for _, c := range strings.FieldsFunc(countries, func(r rune) bool { return r == ',' || r == ' ' }) {
		if c != Everywhere {
			if c, err = cleanCountry("zones", c); err != nil {
				return z, err
			}
		}
		z.Countries = append(z.Countries, c)
	}
	for price := range strings.SplitSeq(prices, ";") {
		if price = strings.TrimSpace(price); price == "" {
			continue
		}
		step, err := parseStep(price, currency)
		if err != nil {
			return z, err
		}
		if n := len(z.Steps); n > 0 && step.Grams <= z.Steps[n-1].Grams {
			return z, models.Invalidf("zones", "order.error.each-weight-above-one-before")
		}
		z.Steps = append(z.Steps, step)
	}
	if len(z.Countries) == 0 || len(z.Steps) == 0 || len(z.Steps) > MaxSteps {
		return z, models.Invalidf("zones", "order.error.zone-at-least-one-country", "maxSteps", MaxSteps)
	}
	return z, nil
}

// parseStep reads a weight and a price, such as "500 g 3.90" or "5 kg €6.90".
func parseStep(s, currency string) (step Step, err error) {
	at := strings.IndexByte(s, 'g')
	if at < 0 {
		return step, models.Invalidf("zones", "order.error.no-weight-500-g-1", "s", fmt.Sprintf("%.40s", s))
	}
	number, digits := strings.TrimSpace(s[:at]), 0
	if kg, ok := strings.CutSuffix(number, "k"); ok {
		number, digits = strings.TrimSpace(kg), 3
	}
	grams, ok := fixed(number, digits)
	if !ok || grams <= 0 || grams > 100_000_000 {
		return step, models.Invalidf("zones", "order.error.no-weight-up-100-000", "x", fmt.Sprintf("%.40s", s[:at+1]))
	}
	price, err := money.Parse(strings.TrimSpace(s[at+1:]), money.Reading{Currency: currency})
	if err != nil {
		return step, models.Invalidf("zones", "order.error.no-price", "s", fmt.Sprintf("%.40s", s))
	}
	if price.Currency != currency || price.Minor > MaxTotal {
		return step, models.Invalidf("zones", "order.error.prices-shipping-below", "currency", currency, "x",
			money.Amount{Minor: MaxTotal, Currency: currency})
	}
	return Step{grams, price.Minor}, nil
}

// fixed reads a number with at most so many digits after a dot or comma, as a whole number of the last of them.
func fixed(s string, digits int) (int64, bool) {
	whole, part, _ := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	if len(part) > digits || len(whole) > 12 || strings.ContainsAny(s, "+-") {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
	return n, err == nil
}

// ZonesText is what ParseZones reads.
func (shop *Shop) ZonesText() string {
	var lines []string
	for _, z := range shop.Zones {
		var steps []string
		for _, step := range z.Steps {
			steps = append(steps, kilos(step.Grams)+" kg "+money.Amount{Minor: step.Price, Currency: shop.Currency}.Number())
		}
		lines = append(lines, strings.Join(z.Countries, ", ")+": "+strings.Join(steps, "; "))
	}
	return strings.Join(lines, "\n")
}

// ParseRate reads a percentage with at most three digits after the dot.
func ParseRate(field, s string) (money.Rate, error) {
	n, ok := fixed(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")), 3)
	if !ok || n > 100_000 {
		return 0, models.Invalidf(field, "order.error.send-percentage-from-0-100")
	}
	return money.Rate(n), nil
}

// RateText is a percentage as ParseRate reads it.
func RateText(r money.Rate) string { return kilos(int64(r)) }

// ParseRates reads rates of countries, such as "AT 20, FR 20", also one a line.
func ParseRates(s string) (map[string]money.Rate, error) {
	out := map[string]money.Rate{}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		fields := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(part, "%", ""), ":", " "))
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 {
			return nil, models.Invalidf("rates", "order.error.not-country-rate-at-20", "part", fmt.Sprintf("%.40s", part))
		}
		country, err := cleanCountry("rates", fields[0])
		if err != nil {
			return nil, err
		}
		if out[country], err = ParseRate("rates", fields[1]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// RatesText is what ParseRates reads.
func (shop *Shop) RatesText() string {
	var parts []string
	for country, rate := range shop.Rates {
		parts = append(parts, country+" "+RateText(rate))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

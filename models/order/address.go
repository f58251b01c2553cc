package order

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"photogram/models"
)

// Address is where an order goes.
type Address struct {
	Name     string `json:"name"`
	Company  string `json:"company,omitempty"`
	Street   string `json:"street"`
	Street2  string `json:"street2,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	City     string `json:"city"`
	Region   string `json:"region,omitempty"`
	Country  string `json:"country"`
	Phone    string `json:"phone,omitempty"`
}

// Lines are the lines of a label, with the country's code at the end.
func (a Address) Lines() []string {
	var out []string
	for _, s := range []string{a.Name, a.Company, a.Street, a.Street2, strings.TrimSpace(a.Postcode + " " + a.City), a.Region,
		CountryName(a.Country)} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// CountryName is the name of a country by its code.
func CountryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.English.Regions().Name(region)
}

// Limits of what is written, in characters.
const (
	MaxName    = 100
	MaxStreet  = 150
	MaxShort   = 60
	MaxNote    = 500
	MaxTerms   = 20_000
	MaxAddress = 500
	MaxReason  = 500
)

// clean checks an address and tells all problems.
func (a Address) clean(problems *models.Problems) Address {
	for _, f := range []struct {
		name, words string
		value       *string
		most        int
		needed      bool
	}{
		{"name", "a name", &a.Name, MaxName, true}, {"company", "", &a.Company, MaxName, false},
		{"street", "a street and number", &a.Street, MaxStreet, true}, {"street2", "", &a.Street2, MaxStreet, false},
		{"postcode", "", &a.Postcode, MaxShort, false}, {"city", "a town", &a.City, MaxName, true},
		{"region", "", &a.Region, MaxName, false}, {"phone", "", &a.Phone, MaxShort, false},
	} {
		clean, err := models.CleanText(f.name, *f.value, f.most, false)
		if err == nil && clean == "" && f.needed {
			err = models.Invalidf(f.name, "order.error.write", "words", f.words)
		}
		_ = problems.Add(err)
		*f.value = clean
	}
	country, err := cleanCountry("country", a.Country)
	_ = problems.Add(err)
	a.Country = country
	return a
}

// cleanCountry reads a country's code of two letters.
func cleanCountry(field, s string) (string, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	region, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 || !region.IsCountry() || region.String() != code {
		return "", models.Invalidf(field, "order.error.send-country-two-letters-de")
	}
	return code, nil
}

package money

import "strings"

// digitsOf has the currencies of ISO 4217 with the digits of their minor unit.
var digitsOf = func() map[string]int {
	all := map[string]int{}
	for digits, codes := range []string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
		2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC " +
			"CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES " +
			"KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR " +
			"NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT " +
			"TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
		3: "BHD IQD JOD KWD LYD OMR TND",
	} {
		for code := range strings.FieldsSeq(codes) {
			all[code] = digits
		}
	}
	return all
}()

// Known is true for a currency of ISO 4217, in capitals.
func Known(currency string) bool { _, ok := digitsOf[currency]; return ok }

// Digits is how many digits the minor unit of a currency has.
func Digits(currency string) int {
	if digits, ok := digitsOf[currency]; ok {
		return digits
	}
	return 2
}

// symbolOf is how people read the currencies whose sign stands for one alone.
var symbolOf = map[string]string{
	"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫",
	"UAH": "₴",
	"TRY": "₺", "PHP": "₱", "NGN": "₦", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "TWD": "NT$", "BRL": "R$",
	"MXN": "MX$",
}

// A sign is what people write for a currency; the first is meant unless the
// catalogue is in one of the others.
var signs = map[string]string{
	"€": "EUR", "euro": "EUR", "euros": "EUR",
	"$":   "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU BBD BMD BND BSD BZD FJD GYD JMD LRD NAD SBD SRD TTD XCD DOP",
	"us$": "USD", "usd$": "USD", "u$s": "USD", "c$": "CAD", "ca$": "CAD", "cad$": "CAD", "cdn$": "CAD", "a$": "AUD", "au$": "AUD",
	"aud$": "AUD",
	"nz$":  "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "mx$": "MXN", "r$": "BRL", "£": "GBP EGP GIP FKP SHP LBP SYP",
	"¥": "JPY CNY", "円": "JPY", "元": "CNY TWD", "cn¥": "CNY", "rmb": "CNY", "₹": "INR", "rs": "INR PKR LKR NPR MUR SCR",
	"₨": "PKR INR LKR NPR MUR",
	"₩": "KRW", "원": "KRW", "₪": "ILS", "₫": "VND", "đ": "VND", "₴": "UAH", "грн": "UAH", "₽": "RUB", "руб": "RUB",
	"р": "RUB", "rub": "RUB",
	"₺": "TRY", "tl": "TRY", "₱": "PHP", "₦": "NGN", "₵": "GHS", "₡": "CRC", "₲": "PYG", "₸": "KZT", "₾": "GEL",
	"₼": "AZN", "฿": "THB",
	"fcfa": "XOF XAF", "cfa": "XOF XAF", "kr": "SEK NOK DKK ISK", "zł": "PLN", "zl": "PLN", "kč": "CZK", "kc": "CZK", "ft": "HUF",
	"lei": "RON MDL", "лв": "BGN",
	"дин": "RSD", "rp": "IDR",
	"rm": "MYR", "fr": "CHF", "sfr": "CHF", "r": "ZAR", "ksh": "KES", "د.إ": "AED", "dhs": "AED MAD", "s/": "PEN",
}

// vague are signs of which none is meant before the others.
var vague = map[string]bool{"kr": true}

// currencyOf is what a sign or code stands for, where prices are in a currency.
func currencyOf(sign, usual string) (string, bool) {
	upper := strings.ToUpper(sign)
	if Known(upper) {
		return upper, true
	}
	key := strings.TrimSuffix(strings.ToLower(sign), ".")
	list, ok := signs[key]
	if !ok {
		return "", false
	}
	codes := strings.Fields(list)
	for _, code := range codes {
		if code == usual {
			return code, true
		}
	}
	return codes[0], !vague[key]
}

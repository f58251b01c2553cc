package shopfile

// What files are cleaned by, for products that come in other ways.

// Limits of texts and lists of a product.
const (
	MaxShort    = maxShort
	MaxCategory = maxCategory
	MaxImages   = maxImages
	MaxOptions  = maxOptions
	MaxMajor    = maxMajor
	MaxStock    = maxStock
)

// PlainText is a text without markup; script says whether a script was in it.
func PlainText(s string) (text string, script bool) { return plainText(s) }

// OneLine is a text without markup in one line.
func OneLine(s string) string {
	s, _ = plainText(s)
	return oneLine(s)
}

// Address is an address of the web, complete; false where it is none.
func Address(s string) (string, bool) { return address(s, "") }

// CheckGTIN gives a number as it is kept, and what is wrong with it, or "".
func CheckGTIN(s string) (code, problem string) {
	code, ok := cleanGTIN(s)
	switch {
	case !ok:
		return s, "A GTIN has 8, 12, 13 or 14 digits."
	case code != "" && !checkedGTIN(code):
		return s, "The check digit of this GTIN is wrong."
	}
	return code, ""
}

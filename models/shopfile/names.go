package shopfile

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"photogram/models/money"
	"photogram/models/table"
)

//go:embed names.txt
var namesFile string

// nameOf is the field of each known name of a column.
var nameOf = func() map[string]Field {
	known := map[string]Field{}
	for line := range strings.Lines(namesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		field, names, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if field == "ignore" {
			field = string(Ignore)
		}
		for name := range strings.SplitSeq(names, "|") {
			key := plainName(name)
			for _, form := range []string{key, strings.ReplaceAll(key, " ", "")} {
				if _, ok := known[form]; !ok && (form == key || len(form) > 4) {
					known[form] = Field(field)
				}
			}
		}
	}
	return known
}()

// plainName is the name of a column without case, accents and signs.
func plainName(s string) string {
	s = table.WithoutMark(strings.TrimSpace(s)) // a mark that was read as Latin-1
	var b strings.Builder
	space, lower := true, false
	for _, r := range norm.NFKD.String(table.Cut(s, 200)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsUpper(r) && lower && !space: // productImageUrl
			b.WriteRune(' ')
			b.WriteRune(unicode.ToLower(r))
			space, lower = false, false
			continue
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteString(fold(unicode.ToLower(r)))
			space = false
		case r == '#' || r == '$' || r == '€' || r == '£':
			if !space {
				b.WriteRune(' ')
			}
			b.WriteRune(r)
			space = false
		case !space:
			b.WriteRune(' ')
			space = true
		}
		lower = unicode.IsLower(r)
	}
	return strings.TrimSpace(b.String())
}

// fold gives letters that have no accent to lose their usual spelling without it.
func fold(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ı':
		return "i"
	}
	return string(r)
}

// A named column is what its name says: the field, and what stands beside it in the name.
type namedColumn struct {
	field    Field
	currency string // "Price (EUR)"
	unit     string // "Weight (kg)"
	sure     int
}

var (
	optionName = regexp.MustCompile(`^(?:option ?(\d) name|product ?option ?name ?(\d)|option name ?(\d)|variation (\d) name|variation name (\d)|` +
		`(?:nome|nom|nombre|name|naam|nazwa) (?:della |de la |der |du |de |di )?(?:varia\S*) (\d))$`)
	optionValue = regexp.MustCompile(`^(?:option ?(\d) value|product ?option ?(?:description|choices) ?(\d)|option value ?(\d)|variation (\d) values?|` +
		`(?:valori|valeurs?|valores|werte|waarden|values?)(?: s)? (?:della |de la |der |du |de |di )?(?:varia\S*) (\d))$`)
	attributeWord = regexp.MustCompile(`attribut|attribuut|atribut|atrybut|атт?рибут|属性`)
	nameWord      = regexp.MustCompile(`\b(?:name|names|nom|nome|nombre|naam|nazwa|nazev|namn|navn|names des)\b|название|имя|名前|の名`)
	valueWord     = regexp.MustCompile(`\b(?:value|values|valeur|valeurs|wert|werte|valor|valores|valore|valori|waarde|waarden|wartosc|wartosci|hodnota|hodnoty|varde|varden|vaerdi|vaerdier)\b|значени|値`)
	digit         = regexp.MustCompile(`\d+`)
	imageNumber   = regexp.MustCompile(`^(?:image|images|img|picture|photo|bild|immagine|imagen|imagem|foto|zdjecie|obrazek|image url|image src|image link|afbeelding|画像)(?: ?\d+)?(?: url| src| link)?(?: \d+)?$`)
	labelNumber   = regexp.MustCompile(`^(?:custom label|internal label|label) ?([0-4])?$`)
	inUnit        = regexp.MustCompile(`^(.+?) (?:in )?(kg|g|lbs?|oz|mg|gr|grams?|kilograms?|гр|г|кг)$`)
	inCurrency    = regexp.MustCompile(`^(.+?) (?:in |en )?([a-z]{3}|[€$£])$`)
	squareStock   = regexp.MustCompile(`^current quantity\b`)
	prestaNames   = regexp.MustCompile(`^a\S+ \S+ (?:type|tipo|typ) po`) // Attribute (Name:Type:Position)
	prestaValues  = regexp.MustCompile(`^[vw]\S+ [vw]\S+ po`)            // Value (Value:Position)
	prestaActive  = regexp.MustCompile(`^(?:a[ck]t|att|enab)\S* 0 (?:\S+ )?1$`)
	metaColumn    = regexp.MustCompile(`^(?:meta|metadaten|meta data|metadati|метаданные|мета|メタ) `)
)

// byName is what the name of a column says, and false where it says nothing.
func byName(name string) (namedColumn, bool) {
	key := plainName(name)
	if field, ok := nameOf[key]; ok {
		return namedColumn{field: field, sure: 95}, true
	}
	if field, ok := nameOf[strings.ReplaceAll(key, " ", "")]; ok && len(key) > 3 {
		return namedColumn{field: field, sure: 90}, true
	}
	if metaColumn.MatchString(key) && strings.Contains(name, ":") {
		return namedColumn{sure: 90}, true
	}
	if n, ok := numbered(optionName, key); ok {
		return namedColumn{field: OptionName + Field(":"+n), sure: 95}, true
	}
	if n, ok := numbered(optionValue, key); ok {
		return namedColumn{field: OptionValue + Field(":"+n), sure: 95}, true
	}
	if n := digit.FindString(key); n != "" && attributeWord.MatchString(key) {
		switch {
		case valueWord.MatchString(key):
			return namedColumn{field: OptionValue + Field(":"+n), sure: 90}, true
		case nameWord.MatchString(key):
			return namedColumn{field: OptionName + Field(":"+n), sure: 90}, true
		}
		return namedColumn{sure: 80}, true
	}
	return byPattern(key)
}

func byPattern(key string) (namedColumn, bool) {
	switch {
	case prestaNames.MatchString(key):
		return namedColumn{field: OptionName + ":1", sure: 95}, true
	case prestaValues.MatchString(key):
		return namedColumn{field: OptionValue + ":1", sure: 95}, true
	case prestaActive.MatchString(key):
		return namedColumn{field: Published, sure: 90}, true
	case strings.HasSuffix(key, " x y z"):
		said, ok := byName(strings.TrimSuffix(key, " x y z"))
		return said, ok
	case imageNumber.MatchString(key):
		if n := digit.FindString(key); n != "" && n != "0" && n != "1" {
			return namedColumn{field: MoreImages, sure: 90}, true
		}
		return namedColumn{field: Image, sure: 90}, true
	case squareStock.MatchString(key):
		return namedColumn{field: Stock, sure: 90}, true
	case strings.HasPrefix(key, "additional image") && !strings.Contains(key, "label") && !strings.Contains(key, "alt"):
		return namedColumn{field: MoreImages, sure: 85}, true
	}
	if m := labelNumber.FindStringSubmatch(key); m != nil {
		return namedColumn{field: Label + Field(":"+strings.TrimSpace(m[1] + "0")[:1]), sure: 90}, true
	}
	if m := inUnit.FindStringSubmatch(key); m != nil && nameOf[m[1]] == Weight {
		return namedColumn{field: Weight, unit: m[2], sure: 90}, true
	}
	if m := inCurrency.FindStringSubmatch(key); m != nil {
		field := nameOf[m[1]]
		code := strings.ToUpper(m[2])
		if sign, err := money.Parse("1 "+m[2], money.Reading{}); err == nil {
			code = sign.Currency
		}
		if isPrice(field) && money.Known(code) {
			return namedColumn{field: field, currency: code, sure: 90}, true
		}
	}
	return namedColumn{}, false
}

func numbered(pattern *regexp.Regexp, key string) (string, bool) {
	m := pattern.FindStringSubmatch(key)
	for _, n := range m[min(1, len(m)):] {
		if n != "" {
			return n, true
		}
	}
	return "", false
}

func isPrice(f Field) bool {
	return f == Price || f == SalePrice || f == CompareAt || f == NetPrice || f == Impact
}

// knownNames is how many of the cells of a row are names of columns.
func knownNames(cells []string) (n int) {
	for _, cell := range cells {
		if len(cell) < 80 {
			if _, ok := byName(cell); ok {
				n++
			}
		}
	}
	return n
}

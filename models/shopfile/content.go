package shopfile

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"photogram/models/money"
	"photogram/models/table"
)

// look is what the values of a column are, of some rows.
type look struct {
	rows, filled, distinct                                   int
	amounts, currencies, integers, zeroOne, small            int
	gtins, urls, images, files, availability, conditions     int
	html, codes, kinds, parents, states, isoCurrency, letter int
	length, spaces, longest                                  int
	samples                                                  []string
	named                                                    bool
	distinctKinds                                            []string
}

func (l look) share(n int) int {
	if l.filled == 0 {
		return 0
	}
	return n * 100 / l.filled
}

const lookRows = 400

func lookAt(rows [][]string, column int) look {
	l := look{rows: len(rows)}
	seen := map[string]bool{}
	for _, row := range rows {
		if column >= len(row) {
			continue
		}
		s := strings.TrimSpace(row[column])
		if s == "" {
			continue
		}
		l.filled++
		if !seen[s] && len(seen) < lookRows {
			seen[s] = true
			if len(l.samples) < 3 {
				l.samples = append(l.samples, table.Shown(table.Cut(s, 80)))
			}
		}
		l.add(s)
	}
	l.distinct = len(seen)
	return l
}

func (l *look) add(s string) {
	l.length += len(s)
	l.longest = max(l.longest, len(s))
	if strings.ContainsAny(s, " \n") {
		l.spaces++
	}
	if len(s) > 300 {
		if strings.Contains(s, "</") || strings.Contains(s, "<br") || strings.Contains(s, "<p") {
			l.html++
		}
		l.letter++
		return
	}
	if _, err := money.Parse(s, money.Reading{Currency: "EUR", Negative: true, Round: true}); err == nil {
		l.amounts++
	}
	if _, err := money.Parse(s, money.Reading{Negative: true, Round: true}); err == nil {
		l.currencies++ // as none is usual
	}
	if n, err := strconv.Atoi(s); err == nil {
		l.integers++
		if n == 0 || n == 1 {
			l.zeroOne++
		}
		if n > -1000 && n < 100_000 {
			l.small++
		}
	}
	if gtin, ok := cleanGTIN(s); ok && gtin != "" && checkedGTIN(gtin) {
		l.gtins++
	}
	lower := strings.ToLower(s)
	if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		l.urls++
		if isImage(lower) {
			l.images++
		}
	} else if isImage(lower) && !strings.Contains(s, " ") {
		l.files++
	}
	key := plainName(s)
	if _, ok := availabilityWords[key]; ok && len(key) > 1 {
		l.availability++
	}
	if _, ok := conditionWords[key]; ok {
		l.conditions++
	}
	if _, ok := statusWords[key]; ok {
		l.states++
	}
	l.addShape(s, lower)
}

func (l *look) addShape(s, lower string) {
	if strings.Contains(s, "</") || strings.Contains(s, "<br") || strings.Contains(s, "<p>") {
		l.html++
	}
	if isKind(lower) {
		l.kinds++
		if first, _, _ := strings.Cut(lower, ","); !slices.Contains(l.distinctKinds, first) {
			l.distinctKinds = append(l.distinctKinds, first)
		}
	}
	if id, ok := strings.CutPrefix(lower, "id:"); ok && strings.Trim(id, "0123456789") == "" {
		l.parents++
	}
	if len(s) == 3 && money.Known(strings.ToUpper(s)) {
		l.isoCurrency++
	}
	if strings.ContainsFunc(s, unicode.IsLetter) {
		l.letter++
	}
	if len(s) <= 40 && utf8.RuneCountInString(s) == len(s) && !strings.ContainsAny(s, " \t\n,;<>") && strings.ContainsAny(s,
		"0123456789-_") {
		l.codes++
	}
}

// isImage is whether an address is of an image by its name.
func isImage(lower string) bool {
	lower, _, _ = strings.Cut(lower, "?")
	lower, _, _ = strings.Cut(lower, ",")
	for _, end := range []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

// byContent finds the fields that no name gave, by what is in the columns.
func byContent(m *Mapping, looks []look) {
	take := func(field Field, sure int, why string, fits func(l look, c Column) int) {
		if has(*m, field) {
			return
		}
		best, most := -1, 0
		for i, c := range m.Columns {
			if c.Field != Ignore || c.Sure >= 60 || looks[i].filled == 0 || looks[i].share(looks[i].filled) == 0 {
				continue
			}
			if score := fits(looks[i], c); score > most {
				best, most = i, score
			}
		}
		if best >= 0 {
			c := &m.Columns[best]
			c.Field, c.Sure, c.Why = field, sure, why
		}
	}
	when := func(ok bool, score int) int {
		if ok {
			return score
		}
		return 0
	}
	enough := func(l look) bool { return l.filled*2 >= l.rows }
	take(Parent, 80, "ids of other rows in it", func(l look, _ Column) int { return when(l.share(l.parents) > 80, l.parents) })
	take(Kind, 85, "kinds of products in it", func(l look, _ Column) int { return when(l.share(l.kinds) == 100, l.kinds) })
	take(Price, 80, "amounts with a currency in it", func(l look, _ Column) int {
		return when(enough(l) && l.share(l.currencies) > 80, l.filled)
	})
	take(SalePrice, 55, "amounts with a currency in it, fewer than in the price", func(l look, _ Column) int {
		return when(m.Template == Plain && l.share(l.currencies) > 80, l.filled)
	})
	take(GTIN, 85, "numbers with right check digits in it", func(l look, _ Column) int { return when(l.share(l.gtins) > 70, l.gtins) })
	take(Image, 85, "addresses of images in it", func(l look, _ Column) int { return when(l.share(l.images) > 60, l.images) })
	take(Link, 70, "addresses in it", func(l look, _ Column) int { return when(l.share(l.urls) > 80 && l.images*5 < l.urls, l.urls) })
	take(Available, 75, "words for what is in stock in it", func(l look, _ Column) int {
		return when(l.share(l.availability) > 80,
			l.filled)
	})
	take(Cond, 75, "words for conditions in it", func(l look, _ Column) int { return when(l.share(l.conditions) > 90, l.filled) })
	take(Currency, 70, "codes of currencies in it", func(l look, _ Column) int {
		return when(l.share(l.isoCurrency) == 100 &&
			enough(l), l.filled)
	})
	take(Description, 70, "HTML in it", func(l look, _ Column) int { return when(l.html*3 > l.filled, l.length/l.filled) })
	take(Price, 60, "amounts with cents in it", func(l look, _ Column) int {
		return when(enough(l) && l.share(l.amounts) > 90 && l.integers*2 < l.filled && l.gtins*2 < l.filled, l.filled)
	})
	textsByContent(take, m, when, enough)
}

type taker func(field Field, sure int, why string, fits func(l look, c Column) int)

// textsByContent finds ids and texts, which look like much else.
func textsByContent(take taker, m *Mapping, when func(bool, int) int, enough func(look) bool) {
	unique := func(l look) bool { return l.distinct >= l.filled || l.distinct >= lookRows }
	if !has(*m, SKU) && !has(*m, GroupID) {
		take(RetailerID, 65, "short values in it, none twice", func(l look, c Column) int {
			return when(enough(l) && unique(l) && l.share(l.codes) > 80 && l.gtins*2 < l.filled && l.filled > 1, 1000-c.Index)
		})
	}
	take(Title, 55, "short texts in it, few twice", func(l look, c Column) int {
		return when(enough(l) && l.letter*10 > l.filled*9 && l.spaces*2 > l.filled && l.length/l.filled < 120 &&
			l.distinct*10 > l.filled*6 &&
			l.html == 0 && l.urls == 0 && l.codes*2 < l.filled, 1000-c.Index)
	})
	take(Description, 55, "long texts in it", func(l look, _ Column) int {
		return when(l.length/l.filled > 100 && l.urls == 0 && l.spaces*10 > l.filled*8, l.length/l.filled)
	})
	if m.Template != Plain { // whose columns of numbers have names that are known
		return
	}
	take(Price, 45, "amounts in it", func(l look, c Column) int {
		return when(!numbersElse(c.Name, "price") && enough(l) && l.share(l.amounts) > 90 && l.gtins == 0 && l.zeroOne*2 < l.filled &&
			l.urls == 0, l.distinct)
	})
	if !has(*m, Available) {
		take(Stock, 50, "small numbers in it", func(l look, c Column) int {
			return when(!numbersElse(c.Name, "") && enough(l) && l.share(l.small) > 95 && l.zeroOne < l.filled, l.distinct)
		})
	}
}

// numbersElse is whether the name of a column says that its numbers are something else.
func numbersElse(name, but string) bool {
	for word := range strings.FieldsSeq(plainName(name)) {
		switch word {
		case but:
		case "id", "parent", "order", "year", "price", "sort", "rank":
			return true
		}
	}
	return false
}

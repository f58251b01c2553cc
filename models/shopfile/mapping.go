package shopfile

import (
	"fmt"
	"slices"
	"strings"
)

// Column is a column of a file and the field that it holds.
type Column struct {
	Index   int      `json:"index"`
	Name    string   `json:"name"`
	Field   Field    `json:"field"`
	Sure    int      `json:"sure"` // percent
	Why     string   `json:"why,omitempty"`
	Samples []string `json:"samples,omitempty"`
	// Currency and Unit are what stands beside the field in the name, as in
	// "Price (EUR)" or "Weight (kg)".
	Currency string `json:"currency,omitempty"`
	Unit     string `json:"unit,omitempty"`
}

// Mapping says which column holds which field. It can be shown, corrected, kept as JSON
// and given to the next file of its kind.
type Mapping struct {
	Template string   `json:"template"`
	Columns  []Column `json:"columns"`
}

// Set maps a column to a field by hand.
func (m *Mapping) Set(index int, field Field) {
	for i := range m.Columns {
		if c := &m.Columns[i]; c.Index == index {
			c.Field, c.Sure, c.Why = field, 100, "chosen"
		}
	}
}

// Of is the first column that holds a field.
func (m Mapping) Of(field Field) (Column, bool) {
	i := slices.IndexFunc(m.Columns, func(c Column) bool { return c.Field == field })
	if i < 0 {
		return Column{}, false
	}
	return m.Columns[i], true
}

// Fits is whether every column that the mapping uses is in a file under the same name.
func (m Mapping) Fits(header []string) bool {
	_, ok := m.over(header)
	return ok
}

// over is the mapping for a file of the same kind, whose columns may stand elsewhere.
func (m Mapping) over(header []string) (Mapping, bool) {
	out := Mapping{Template: m.Template}
	seen := map[string]int{}
	for i, name := range header {
		key := plainName(name)
		seen[key]++
		column := Column{Index: i, Name: name}
		nth := 0
		for _, c := range m.Columns {
			if plainName(c.Name) != key {
				continue
			}
			if nth++; nth == seen[key] {
				column = c
				column.Index, column.Name = i, name
				break
			}
		}
		out.Columns = append(out.Columns, column)
	}
	for _, c := range m.Columns {
		if c.Field != Ignore && !slices.ContainsFunc(out.Columns, func(o Column) bool {
			return o.Field == c.Field &&
				plainName(o.Name) == plainName(c.Name)
		}) {
			return Mapping{}, false
		}
	}
	return out, true
}

// several are fields that more than one column may hold.
func several(f Field) bool {
	base, _, _ := strings.Cut(string(f), ":")
	return f == Image || f == MoreImages || f == Ignore || f == Category || f == Parent && false || Field(base) == OptionOf
}

// mappingOf recognises columns by their names and by what is in them.
func mappingOf(header []string, rows [][]string, format string) Mapping {
	m := Mapping{}
	looks := make([]look, len(header))
	for i, name := range header {
		looks[i] = lookAt(rows, i)
		c := Column{Index: i, Name: name, Samples: looks[i].samples}
		if said, ok := byName(name); ok {
			c.Field, c.Sure, c.Currency, c.Unit = said.field, said.sure, said.currency, said.unit
			c.Why = "its name"
			if c.Field == Ignore {
				c.Why = "its name is known, and not needed"
			}
			looks[i].named = true
			weigh(&c, looks[i])
		}
		m.Columns = append(m.Columns, c)
	}
	m.Template = templateOf(m, looks, format)
	adapt(&m, looks)
	resolve(&m, looks)
	byContent(&m, looks)
	adaptLate(&m)
	return m
}

// weigh holds what a name says against what is in the column.
func weigh(c *Column, l look) {
	if l.filled == 0 {
		c.Sure = min(c.Sure, 60)
		return
	}
	doubt := func(why string) { c.Sure, c.Why = 40, "its name, although "+why }
	switch {
	case isPrice(c.Field) && l.share(l.amounts) < 50:
		doubt("few of its values are amounts")
	case c.Field == Kind && l.share(l.kinds) < 80:
		c.Field, c.Sure, c.Why = Category, 60, "its name"
	case c.Field == Available && l.share(l.integers) > 90 && l.zeroOne < l.filled:
		c.Field, c.Why = Stock, "its name, and counts in it"
	case c.Field == Stock && l.share(l.availability) > 90 && l.integers < l.filled/2:
		c.Field, c.Why = Available, "its name, and words in it"
	case (c.Field == Image || c.Field == MoreImages) && l.urls == 0 && l.share(l.files) < 50:
		doubt("no addresses are in it")
	case c.Field == Link && l.share(l.urls) < 50:
		doubt("few of its values are addresses")
	case c.Field == Link && l.share(l.images) > 90:
		c.Field, c.Why = Image, "addresses of images in it"
	case c.Field == Visible && l.share(l.states) < 50 && l.share(l.availability) > 90:
		c.Field, c.Why = Available, "words in it"
	case c.Field == Cond && l.share(l.conditions) < 50:
		doubt("its words are not known")
	case c.Field == Parent && l.share(l.parents) < 30 && l.share(l.urls) > 0:
		c.Field = Ignore
	}
}

// resolve leaves each field to one column, unless several may hold it.
func resolve(m *Mapping, looks []look) {
	rank := func(c Column) int { return c.Sure*1000 + looks[c.Index].share(looks[c.Index].filled)*5 - c.Index }
	best := map[Field]int{}
	for i, c := range m.Columns {
		if several(c.Field) {
			continue
		}
		first, ok := best[c.Field]
		if !ok {
			best[c.Field] = i
			continue
		}
		loser := i
		if rank(c) > rank(m.Columns[first]) {
			best[c.Field], loser = i, first
		}
		lost := &m.Columns[loser]
		switch winner := m.Columns[best[c.Field]]; {
		case lost.Field == RetailerID && best[SKU] == 0 && looks[loser].share(looks[loser].filled) > 0 && !has(*m, SKU):
			lost.Field, lost.Sure, lost.Why = SKU, 60, fmt.Sprintf("like an id, beside “%s”", winner.Name)
			best[SKU] = loser
		default:
			lost.Field, lost.Why, lost.Sure = Ignore, fmt.Sprintf("“%s” holds the same", winner.Name), 60
		}
	}
}

func has(m Mapping, f Field) bool { _, ok := m.Of(f); return ok }

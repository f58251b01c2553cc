package shopfile

import (
	"slices"
	"strings"

	"photogram/models/table"
)

// layout is a mapping made ready for rows.
type layout struct {
	at         map[Field]int
	columns    map[Field]Column
	images     []int
	more       []int
	categories []int
	options    []optionAt
	labels     [5]int
	decimal    rune
}

// optionAt is where an option is: its name is fixed, or in a column of its own.
type optionAt struct {
	n           string
	fixed       string
	name, value int
}

func layoutOf(m Mapping, decimal rune) *layout {
	l := &layout{at: map[Field]int{}, columns: map[Field]Column{}, labels: [5]int{-1, -1, -1, -1, -1}, decimal: decimal}
	for _, c := range m.Columns {
		base, rest, _ := strings.Cut(string(c.Field), ":")
		switch f := Field(base); f {
		case Ignore:
		case Image:
			l.images = append(l.images, c.Index)
		case MoreImages:
			l.more = append(l.more, c.Index)
		case Category:
			l.categories = append(l.categories, c.Index)
		case Label:
			if i := strings.Index("01234", rest); i >= 0 && rest != "" {
				l.labels[i] = c.Index
			}
		case OptionOf:
			l.options = append(l.options, optionAt{fixed: rest, name: -1, value: c.Index})
		case OptionName, OptionValue:
			l.option(f, rest, c.Index)
		default:
			if _, ok := l.at[f]; !ok {
				l.at[f], l.columns[f] = c.Index, c
			}
		}
	}
	return l
}

func (l *layout) option(f Field, n string, column int) {
	i := slices.IndexFunc(l.options, func(o optionAt) bool { return o.n == n && o.fixed == "" })
	if i < 0 {
		i = len(l.options)
		l.options = append(l.options, optionAt{n: n, name: -1, value: -1})
	}
	if f == OptionName {
		l.options[i].name = column
	} else {
		l.options[i].value = column
	}
}

// record is a row with what its columns hold.
type record struct {
	file   string
	row    int
	cells  []string
	long   []table.Long
	layout *layout
	askew  bool // more cells than the header has
	thin   bool // long texts were left out, to save memory
}

func (r *record) cell(i int) string {
	if r == nil || i < 0 || i >= len(r.cells) {
		return ""
	}
	s := strings.TrimSpace(r.cells[i])
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@", s[1]) >= 0 { // as feeds escape what starts a formula
		s = s[1:]
	}
	return s
}

func (r *record) get(f Field) string {
	if r == nil {
		return ""
	}
	if i, ok := r.layout.at[f]; ok {
		return r.cell(i)
	}
	return ""
}

func (r *record) has(f Field) bool {
	if r == nil {
		return false
	}
	_, ok := r.layout.at[f]
	return ok
}

func (r *record) kind() string {
	kind, _, _ := strings.Cut(strings.ToLower(r.get(Kind)), ",")
	return strings.TrimSpace(kind)
}

// clone is the row for later.
func (r *record) clone() *record {
	c := *r
	c.cells, c.long = slices.Clone(r.cells), slices.Clone(r.long)
	return &c
}

// options are the names and values of options as they stand in the row.
func (r *record) options() (all []Option) {
	for _, o := range r.layout.options {
		name := o.fixed
		if name == "" {
			name = r.cell(o.name)
		}
		all = append(all, Option{name, r.cell(o.value)})
	}
	return all
}

// images are the addresses in the row, the main one first.
func (r *record) images() (all []string) {
	if r == nil {
		return nil
	}
	for _, i := range r.layout.images {
		all = append(all, splitAddresses(r.cell(i))...)
	}
	return append(all, r.moreImages()...)
}

func (r *record) moreImages() (all []string) {
	if r == nil {
		return nil
	}
	for _, i := range r.layout.more {
		all = append(all, splitAddresses(r.cell(i))...)
	}
	return all
}

// splitAddresses parts a list of addresses, whatever stands between them; commas can be
// part of one.
func splitAddresses(s string) []string {
	if s == "" {
		return nil
	}
	lower := strings.ToLower(s)
	if !strings.Contains(lower, "://") {
		return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' })
	}
	var all []string
	add := func(part string) {
		if part = strings.Trim(part, " \t\r\n,;|\\"); part != "" {
			all = append(all, part)
		}
	}
	start := 0
	for i := 1; i < len(s); i++ {
		if strings.HasPrefix(lower[i:], "http://") || strings.HasPrefix(lower[i:], "https://") {
			if strings.ContainsRune(" ,;|\n\t", rune(s[i-1])) {
				add(s[start:i])
				start = i
			}
		}
	}
	add(s[start:])
	var parts []string
	for _, one := range all { // files without an address may follow
		parts = append(parts, strings.FieldsFunc(one, func(r rune) bool { return r == ';' || r == '|' || r == '\n' })...)
	}
	return parts
}

// parents are rows that others belong to, kept within a bound of memory.
type parents struct {
	rows map[string]*record
	size int
}

const (
	parentBytes = 64 << 20
	thinCell    = 300
)

func (p *parents) add(r *record, keys ...string) {
	kept := r.clone()
	if size := cellBytes(kept.cells); p.size+size > parentBytes {
		kept.thin = true
		for i, c := range kept.cells {
			if len(c) > thinCell {
				c = ""
			}
			kept.cells[i] = strings.Clone(c)
		}
	}
	size := cellBytes(kept.cells) + 64*len(kept.cells)
	if p.size += size; p.size > 2*parentBytes {
		return
	}
	for _, key := range keys {
		if key != "" && p.rows[key] == nil {
			p.rows[key] = kept
		}
	}
}

func cellBytes(cells []string) (n int) {
	for _, c := range cells {
		n += len(c)
	}
	return n
}

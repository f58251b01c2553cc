// Package shopfile reads files of products as people bring them, whatever shop or
// spreadsheet made them, and writes the feeds that others fetch. It knows no database:
// rows come in, items and problems in words come out, in bounded memory.
package shopfile

import (
	"io"
	"os"
	"strings"

	"photogram/models/money"
	"photogram/models/table"
)

// Detected is what was found out about a table.
type Detected struct {
	Name      string  `json:"name,omitempty"` // in an archive
	Format    string  `json:"format"`
	Encoding  string  `json:"encoding"`
	Separator string  `json:"separator,omitempty"`
	Header    int     `json:"header"` // the row of the names of columns, or 0
	Rows      int     `json:"rows"`
	Template  string  `json:"template"`
	Decimal   string  `json:"decimal,omitempty"` // the sign that parts cents
	Mapping   Mapping `json:"mapping"`
}

// Limits bound what a file may take.
type Limits = table.Limits

// DefaultLimits are those of files that people send.
var DefaultLimits = table.DefaultLimits

// File is a file of products that was looked at and can be read, also more than once.
type File struct {
	Detected
	// Parts are all its tables; Detected is the first.
	Parts  []Detected
	tables []*source
	close  func() error
}

// source is a table with what was found out about it.
type source struct {
	*table.Source
	Detected
	decimal rune
	most    int // rows
	width   int // of the header, where a longer row is out of place
	columns []string
}

// OpenFile looks at a file on disk.
func OpenFile(name string, limits Limits) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	file, err := Open(f, info.Size(), limits)
	if err != nil {
		f.Close()
		return nil, err
	}
	file.close = f.Close
	return file, nil
}

// Open looks at a file: what it is, what its columns hold, and whether it keeps to the
// limits. It reads all of it once, so that what is wrong with the file as a whole is
// known before the first item.
func Open(from io.ReaderAt, size int64, limits Limits) (*File, error) {
	f := &File{}
	sources, err := table.Sources(from, size, &limits, knownNames)
	if err != nil {
		return nil, err
	}
	rows := 0
	for _, found := range sources {
		s := &source{Source: found, most: limits.Rows}
		s.Detected = Detected{Name: found.Name, Format: found.Format, Encoding: found.Encoding, Separator: found.Separator}
		if err := s.scan(); err != nil {
			return nil, err
		}
		if rows += s.Rows; rows > limits.Rows {
			return nil, tooManyRows(limits.Rows)
		}
		if len(s.columns) > 0 || len(sources) == 1 {
			f.tables = append(f.tables, s)
		}
	}
	if len(f.tables) == 0 {
		return nil, table.Broken("shopfile.error.tables-archive-empty")
	}
	f.order()
	for _, s := range f.tables {
		f.Parts = append(f.Parts, s.Detected)
	}
	f.Detected = f.Parts[0]
	return f, nil
}

func tooManyRows(most int) error {
	return table.TooLarge("shopfile.error.file-more-than-rows", "most", count(most))
}

// order puts the products of PrestaShop before their combinations.
func (f *File) order() {
	for i, s := range f.tables {
		if s.Template == Combination && i+1 < len(f.tables) {
			f.tables = append(append(append([]*source{}, f.tables[:i]...), f.tables[i+1:]...), s)
			for _, rest := range f.tables[i:] {
				if rest.Template != Combination {
					f.order()
					return
				}
			}
			return
		}
	}
}

// Count is how many rows all tables have together.
func (f *File) Count() (rows int) {
	for _, p := range f.Parts {
		rows += p.Rows
	}
	return rows
}

// Close closes a file that OpenFile opened.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// scan reads a table from end to end: the header and a sample make the mapping, prices
// tell the decimal sign, and rows are counted.
func (s *source) scan() error {
	t, err := s.Open()
	if err != nil {
		return err
	}
	defer t.Close()
	var sample [][]string
	var numbers []int
	for len(sample) < lookRows+15 {
		cells, row, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		sample, numbers = append(sample, append([]string(nil), cells...)), append(numbers, row)
	}
	body := sample
	if columns := t.Columns(); columns != nil {
		s.columns = columns
	} else {
		var at int
		s.columns, at = headerOf(sample)
		if at >= 0 {
			s.Header = numbers[at]
			body = sample[at+1:]
		}
	}
	body = withoutHelp(body)
	s.width = widthOf(sample, body, s.Header, numbers)
	s.Mapping = mappingOf(s.columns, body, s.Detected.Format)
	s.Template = s.Mapping.Template
	votes := newVotes(s.Mapping)
	for _, row := range body {
		s.tally(row, votes)
	}
	for {
		cells, _, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		s.tally(cells, votes)
		if s.Rows > s.most {
			return tooManyRows(s.most)
		}
	}
	if columns := t.Columns(); len(columns) > len(s.columns) {
		s.columns = columns
		s.Mapping = mappingOf(s.columns, body, s.Detected.Format)
	}
	if s.decimal = votes.decimal(); s.decimal == 0 && (s.Detected.Format == table.XLSX || s.Detected.Format == table.JSON) {
		s.decimal = '.'
	}
	if s.decimal != 0 {
		s.Decimal = string(s.decimal)
	}
	return nil
}

func (s *source) tally(cells []string, v *votes) {
	if blank(cells) {
		return
	}
	s.Rows++
	for _, i := range v.columns {
		if i < len(cells) {
			v.count[money.DecimalOf(cells[i])]++
		}
	}
}

// votes count which sign parts the cents in the columns of prices.
type votes struct {
	columns []int
	count   map[rune]int
}

func newVotes(m Mapping) *votes {
	v := &votes{count: map[rune]int{}}
	for _, c := range m.Columns {
		if isPrice(c.Field) {
			v.columns = append(v.columns, c.Index)
		}
	}
	return v
}

func (v *votes) decimal() rune {
	switch dots, commas := v.count['.'], v.count[',']; {
	case dots > commas:
		return '.'
	case commas > dots:
		return ','
	}
	return 0
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

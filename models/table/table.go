// Package table reads the rows of tables whatever they are kept in: text with separators,
// spreadsheets, pages, feeds and JSON, in any usual encoding, packed or not, without
// holding more than a row of them.
package table

import (
	"io"
	"strings"
)

// Rows gives one row after the other. What it returns is good until the next call.
type Rows interface {
	// Next is a row with its number, from 1, as a spreadsheet counts; io.EOF ends them.
	Next() ([]string, int, error)
	// Long are the cells of the last row of which only the beginning was kept.
	Long() []Long
	// Columns are those that were met so far, where entries name them, or nil.
	Columns() []string
	// Unclosed is the last row that opens a quotation mark and cannot be read, or 0.
	Unclosed() int
	Close() error
}

// Long is a cell of which only the beginning was kept.
type Long struct{ Column, Bytes int }

// Source is a table that can be read, also more than once.
type Source struct {
	Name      string // in an archive
	Format    string
	Encoding  string
	Separator string // of text
	part      part
	shape     shape
	limits    *Limits
	score     func([]string) int
}

// Sources are the tables in a file. A spreadsheet has several sheets: the one is read
// whose first rows score most.
func Sources(from io.ReaderAt, size int64, limits *Limits, score func([]string) int) ([]*Source, error) {
	if size == 0 {
		return nil, Broken("table.error.file-empty")
	}
	parts, err := partsOf(from, size, limits)
	if err != nil {
		return nil, err
	}
	var all []*Source
	for _, p := range parts {
		s := &Source{Name: p.name, part: p, limits: limits, score: score}
		if err := s.detect(); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// detect finds out what a table is kept in.
func (s *Source) detect() error {
	raw, err := s.part.open()
	if err != nil {
		return err
	}
	found, err := surveyOf(raw)
	raw.Close()
	if err != nil {
		return err
	}
	if found.bytes == 0 {
		return Broken("table.error.file-empty")
	}
	if s.Format = formatOf(found.head, ""); s.Format == XLSX {
		s.Encoding = encUTF8
		return nil
	}
	s.Encoding = found.encoding()
	all, _ := io.ReadAll(decoded(strings.NewReader(string(found.head)), s.Encoding))
	head := WithoutMark(string(all))
	if s.Format = formatOf(found.head, head); s.Format == Text {
		s.shape = shapeOf(head, found.bytes <= headBytes)
		s.Separator = string(rune(s.shape.comma))
	}
	return nil
}

// WithoutMark is a text without a byte order mark that was read as Latin-1.
func WithoutMark(s string) string { return strings.TrimPrefix(s, "ï»¿") }

// Open opens the rows from the start.
func (s *Source) Open() (Rows, error) {
	if s.Format == XLSX {
		from, size, err := s.part.whole()
		if err != nil {
			return nil, err
		}
		return openSheet(from, size, s.limits, s.score)
	}
	raw, err := s.part.open()
	if err != nil {
		return nil, err
	}
	text := decoded(raw, s.Encoding)
	switch s.Format {
	case HTML:
		m := newMarkup(text, s.limits)
		m.close = raw.Close
		return m, nil
	case XML:
		f := newFeed(text, s.limits)
		f.close = raw.Close
		return f, nil
	case JSON:
		o, err := newObjects(text, s.limits)
		if err != nil {
			raw.Close()
			return nil, err
		}
		o.close = raw.Close
		return o, nil
	}
	d := newDelimited(text, s.shape.comma, s.shape.end, s.limits)
	d.close = raw.Close
	if s.shape.skip {
		if _, _, err := d.Next(); err != nil && err != io.EOF {
			return nil, err
		}
		d.row = 0
	}
	return d, nil
}

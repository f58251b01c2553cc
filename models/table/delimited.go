package table

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// The ends of lines. Where a file has carriage returns alone, a line feed is part of a
// cell; where every row ends with both, so is a line feed alone.
type lineEnd int

const (
	endLF lineEnd = iota // or both
	endCR
	endCRLF
)

// delimited reads rows of cells with a separator between them. It is lenient: a quote
// that nobody closes is a quote.
type delimited struct {
	from   *bufio.Reader
	close  func() error
	comma  byte
	end    lineEnd
	limits *Limits

	row      int
	buf      []byte
	ends     []int
	cells    []string
	start    int // of the cell in buf
	dropped  int // bytes of the cell that were not kept
	over     []Long
	again    string // what is read before from
	literal  bool   // the next cell has no quotes
	unclosed int    // the last row with a quote that is not closed and too much after it
}

func newDelimited(r io.Reader, comma byte, end lineEnd, limits *Limits) *delimited {
	return &delimited{from: bufio.NewReaderSize(r, 64<<10), comma: comma, end: end, limits: limits}
}

func (d *delimited) Long() []Long { return d.over }

func (d *delimited) Columns() []string { return nil }

// Unclosed is the last row with a quotation mark that is never closed.
func (d *delimited) Unclosed() int { return d.unclosed }

func (d *delimited) Close() error {
	if d.close == nil {
		return nil
	}
	return d.close()
}

func (d *delimited) read() (byte, bool, error) {
	if d.again != "" {
		b := d.again[0]
		d.again = d.again[1:]
		return b, true, nil
	}
	b, err := d.from.ReadByte()
	if err == io.EOF {
		return 0, false, nil
	}
	return b, err == nil, err
}

// follows is the next byte, which stays, or 0.
func (d *delimited) follows() byte {
	if d.again != "" {
		return d.again[0]
	}
	if b, err := d.from.Peek(1); err == nil {
		return b[0]
	}
	return 0
}

func (d *delimited) append(b byte) {
	if len(d.buf)-d.start >= d.limits.Cell || len(d.buf) >= rowBytes {
		d.dropped++
		return
	}
	d.buf = append(d.buf, b)
}

func (d *delimited) endCell() {
	if d.dropped > 0 {
		d.over = append(d.over, Long{len(d.ends), len(d.buf) - d.start + d.dropped})
	}
	d.ends = append(d.ends, len(d.buf))
	d.start, d.dropped, d.literal = len(d.buf), 0, false
}

// ends says whether b ends the row, and takes the rest of its end.
func (d *delimited) endsRow(b byte) bool {
	switch {
	case d.end == endCR:
		return b == '\r'
	case b == '\n':
		return d.end == endLF
	case b == '\r' && d.follows() == '\n':
		_, _, _ = d.read()
		return true
	}
	return false
}

func (d *delimited) Next() ([]string, int, error) {
	d.buf, d.ends, d.over, d.start, d.dropped = d.buf[:0], d.ends[:0], d.over[:0], 0, 0
	quoted, any := false, false
	for {
		b, ok, err := d.read()
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			if quoted && d.reopen() {
				quoted = false
				continue
			}
			if !any {
				return nil, 0, io.EOF
			}
			return d.finish()
		}
		any = true
		switch {
		case quoted:
			quoted = d.inQuotes(b)
		case b == '"' && !d.literal && d.blank():
			d.buf, quoted = d.buf[:d.start], true
		case b == d.comma:
			d.endCell()
			if len(d.ends) > d.limits.Columns {
				return nil, 0, TooLarge("table.error.row-more-than-columns", "row", count(d.row+1), "columns", count(d.limits.Columns))
			}
		case d.endsRow(b):
			return d.finish()
		default:
			d.append(b)
		}
	}
}

// blank is whether the cell has nothing yet but spaces.
func (d *delimited) blank() bool {
	for _, b := range d.buf[d.start:] {
		if b != ' ' {
			return false
		}
	}
	return true
}

// inQuotes takes a byte of a quoted cell, and says whether the quotes go on.
func (d *delimited) inQuotes(b byte) bool {
	if b != '"' {
		d.append(b)
		return true
	}
	switch next := d.follows(); next {
	case '"':
		_, _, _ = d.read()
		d.append('"')
		return true
	case d.comma, '\n', '\r', 0:
		return false
	case ' ':
		if d.closes() {
			d.literal = true
			return false
		}
	}
	d.append('"')
	return true
}

// closes is whether nothing but spaces stands between a quote and the end of its cell.
func (d *delimited) closes() bool {
	ahead := []byte(d.again)
	if len(ahead) == 0 {
		ahead, _ = d.from.Peek(16)
	}
	for _, b := range ahead {
		if b != ' ' {
			return b == d.comma || b == '\n' || b == '\r'
		}
	}
	return true
}

// reopen reads a cell again whose quote was never closed, as if the quote were none.
func (d *delimited) reopen() bool {
	if d.dropped > 0 {
		d.unclosed = d.row + 1
		return false
	}
	d.again = string(d.buf[d.start:])
	d.buf, d.literal = append(d.buf[:d.start], '"'), true
	return true
}

func (d *delimited) finish() ([]string, int, error) {
	d.endCell()
	d.row++
	all, cells, start := string(d.buf), d.cells[:0], 0
	for _, end := range d.ends {
		cells = append(cells, all[start:end])
		start = end
	}
	d.cells = cells
	return cells, d.row, nil
}

var commas = []byte{',', ';', '\t', '|'}

// shape is how the cells of a text are told apart.
type shape struct {
	comma byte
	end   lineEnd
	skip  bool // a first line that names the separator
}

// shapeOf finds the separator and the ends of lines by which most rows are of one length.
func shapeOf(head string, whole bool) shape {
	first, _, _ := strings.Cut(strings.ReplaceAll(head, "\r", "\n"), "\n")
	if named, ok := strings.CutPrefix(strings.ToLower(strings.Trim(first, "\" ")), "sep="); ok && utf8.RuneCountInString(named) <= 1 {
		s := shape{comma: '\t', skip: true, end: endsOf(head)}
		if named != "" {
			s.comma = named[0]
		}
		return s
	}
	best, most := shape{comma: ',', end: endsOf(head)}, 0.0
	ends := []lineEnd{best.end}
	if best.end == endLF && strings.Contains(head, "\r\n") {
		ends = append(ends, endCRLF)
	}
	for _, end := range ends {
		for _, comma := range commas {
			if score := regularity(head, comma, end, whole); score > most*1.02 {
				best, most = shape{comma: comma, end: end}, score
			}
		}
	}
	return best
}

// endsOf is what ends the lines, outside of quotes.
func endsOf(head string) lineEnd {
	returns := strings.Count(head, "\r") - strings.Count(head, "\r\n")
	both := strings.Count(head, "\r\n")
	if feeds := strings.Count(head, "\n"); returns > 0 && both == 0 && (feeds == 0 || returns > feeds) {
		return endCR
	}
	return endLF
}

// regularity is how many cells the rows have, and how many rows have as many.
func regularity(head string, comma byte, end lineEnd, whole bool) float64 {
	limits := DefaultLimits
	d := newDelimited(strings.NewReader(head), comma, end, &limits)
	var widths []int
	times := map[int]int{}
	for len(widths) < 200 {
		cells, _, err := d.Next()
		if err != nil {
			break
		}
		if len(cells) > 1 || strings.TrimSpace(cells[0]) != "" {
			widths = append(widths, len(cells))
			times[len(cells)]++
		}
	}
	if len(widths) > 1 && !whole { // the last one is cut off
		times[widths[len(widths)-1]]--
		widths = widths[:len(widths)-1]
	}
	width := 1
	for w, n := range times {
		if w > 1 && n*min(w, 12) > times[width]*min(width, 12) || w > width && n == times[width] {
			width = w
		}
	}
	if width == 1 || len(widths) == 0 {
		return 0
	}
	return float64(times[width]) / float64(len(widths)) * float64(min(width, 12)+8)
}

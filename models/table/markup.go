package table

import (
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markup reads the rows of the tables of a page, as spreadsheets save one under ".xls",
// or those of the XML that Excel wrote in 2003, whose rows have other names.
type markup struct {
	from   *html.Tokenizer
	close  func() error
	limits *Limits
	row    int
	cells  []string
	over   []Long
}

func newMarkup(r io.Reader, limits *Limits) *markup {
	t := html.NewTokenizer(r)
	t.SetMaxBuf(elementSize)
	return &markup{from: t, limits: limits}
}

func (m *markup) Next() ([]string, int, error) {
	m.cells, m.over = m.cells[:0], m.over[:0]
	var cell strings.Builder
	inside, dropped, kept := false, 0, 0
	end := func() {
		if inside {
			if dropped > 0 {
				m.over = append(m.over, Long{len(m.cells), cell.Len() + dropped})
			}
			m.cells = append(m.cells, strings.TrimSpace(cell.String()))
		}
		kept += cell.Len()
		cell.Reset()
		inside, dropped = false, 0
	}
	write := func(s string) {
		if keep := min(m.limits.Cell-cell.Len(), rowBytes-kept-cell.Len()); len(s) > keep {
			dropped += len(s) - max(keep, 0)
			s = Cut(s, max(keep, 0))
		}
		cell.WriteString(s)
	}
	for {
		kind := m.from.Next()
		switch kind {
		case html.ErrorToken:
			end()
			if err := m.from.Err(); err != io.EOF {
				return nil, 0, asBroken(err)
			}
			if len(m.cells) > 0 {
				m.row++
				return m.cells, m.row, nil
			}
			return nil, 0, io.EOF
		case html.TextToken:
			if inside {
				write(strings.ReplaceAll(string(m.from.Text()), "\u00a0", " "))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, more := m.from.TagName()
			switch tag := atom.Lookup(name); {
			case tag == atom.Td || tag == atom.Th || string(name) == "cell":
				end()
				inside = kind != html.EndTagToken
				if inside && more {
					m.skip()
				}
				if inside && len(m.cells) >= m.limits.Columns {
					return nil, 0, TooLarge("table.error.row-more-than-columns", "row", count(m.row+1), "columns", count(m.limits.Columns))
				}
				if kind == html.SelfClosingTagToken {
					end()
				}
			case tag == atom.Tr || tag == atom.Table || string(name) == "row":
				end()
				if len(m.cells) > 0 {
					m.row++
					return m.cells, m.row, nil
				}
			case inside && (tag == atom.Br || tag == atom.P || tag == atom.Div || tag == atom.Li):
				write("\n")
			}
		}
	}
}

// skip adds the cells that a cell leaves out by saying its column.
func (m *markup) skip() {
	for {
		key, value, more := m.from.TagAttr()
		if string(key) == "ss:index" {
			if n, err := strconv.Atoi(string(value)); err == nil {
				for len(m.cells) < min(n-1, m.limits.Columns) {
					m.cells = append(m.cells, "")
				}
			}
		}
		if !more {
			return
		}
	}
}

func (m *markup) Long() []Long { return m.over }

func (m *markup) Columns() []string { return nil }

func (m *markup) Unclosed() int { return 0 }

func (m *markup) Close() error { return m.close() }

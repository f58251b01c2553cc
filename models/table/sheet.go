package table

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"photogram/text"
)

// sheet reads the rows of a spreadsheet one after the other.
type sheet struct {
	book   *excelize.File
	rows   *excelize.Rows
	limits *Limits
	row    int
	cells  []string
	over   []Long
}

// openSheet opens the sheet that looks most like a table of products.
func openSheet(from io.ReaderAt, size int64, limits *Limits, score func([]string) int) (t *sheet, err error) {
	defer rescue(&err)
	if size > sheetBytes {
		return nil, TooLarge("table.error.spreadsheet-at-most-larger-ones", "sheetBytes", text.English.Size(sheetBytes))
	}
	if err := checkSheet(from, size, limits); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(from, 0, size), excelize.Options{RawCellValue: true,
		UnzipSizeLimit: sheetSize, UnzipXMLSizeLimit: sheetMemory})
	if err != nil {
		return nil, asBroken(err)
	}
	t = &sheet{book: book, limits: limits}
	name, most := "", -1
	for i, candidate := range book.GetSheetList() {
		if i == 10 {
			break
		}
		if likely := t.look(candidate, score); likely > most {
			name, most = candidate, likely
		}
	}
	if t.rows, err = book.Rows(name); err != nil {
		t.Close()
		return nil, asBroken(err)
	}
	t.row = 0
	return t, nil
}

// checkSheet refuses what unpacks to too much, before it is unpacked.
func checkSheet(from io.ReaderAt, size int64, limits *Limits) error {
	archive, err := zip.NewReader(from, size)
	if err != nil {
		return asBroken(err)
	}
	var sum uint64
	for _, f := range archive.File {
		if f.UncompressedSize64 > sheetSize {
			sum = sheetSize
		}
		if sum += f.UncompressedSize64; sum > sheetSize {
			return TooLarge("table.error.spreadsheet-unpacks-more-than", "sheetSize", text.English.Size(sheetSize))
		}
	}
	if sum > ratioFrom && int64(sum)/size > limits.Ratio {
		return TooLarge("table.error.spreadsheet-unpacks-more-than-times", "ratio", limits.Ratio)
	}
	return nil
}

// look is how many names of columns the first rows of a sheet have, and whether any.
func (t *sheet) look(name string, score func([]string) int) (most int) {
	rows, err := t.book.Rows(name)
	if err != nil {
		return -1
	}
	defer rows.Close()
	for i := 0; i < 15 && rows.Next(); i++ {
		cells, err := rows.Columns()
		if err != nil {
			return most
		}
		most = max(most, 10*score(cells), min(len(cells), 9))
	}
	return most
}

func rescue(err *error) {
	if caught := recover(); caught != nil {
		*err = Broken("table.error.spreadsheet-damaged", "cut", Cut(fmt.Sprint(caught), 100))
	}
}

func (t *sheet) Next() (cells []string, row int, err error) {
	defer rescue(&err)
	for t.rows.Next() {
		t.row++
		all, err := t.rows.Columns()
		if err != nil {
			return nil, 0, asBroken(err)
		}
		for len(all) > 0 && all[len(all)-1] == "" {
			all = all[:len(all)-1]
		}
		if len(all) > t.limits.Columns {
			return nil, 0, TooLarge("table.error.row-more-than-columns", "row", count(t.row), "columns", count(t.limits.Columns))
		}
		if len(all) == 0 {
			continue
		}
		t.cells, t.over = t.cells[:0], t.over[:0]
		for i, cell := range all {
			t.cells = append(t.cells, t.cell(i, cell))
		}
		return t.cells, t.row, nil
	}
	if err := t.rows.Error(); err != nil {
		return nil, 0, asBroken(err)
	}
	return nil, 0, io.EOF
}

// cell is a value as a spreadsheet shows it: numbers are kept with 15 digits, however
// many are written.
func (t *sheet) cell(column int, s string) string {
	if len(s) > t.limits.Cell {
		t.over = append(t.over, Long{column, len(s)})
		s = Cut(s, t.limits.Cell)
	}
	if n := len(s); n > 2 && n < 30 && (s[0] == '-' || s[0] >= '0' && s[0] <= '9') && strings.ContainsAny(s, ".eE") &&
		(n > 15 || strings.ContainsAny(s, "eE")) {
		if f, err := strconv.ParseFloat(s, 64); err == nil && f < 1e15 && f > -1e15 {
			short, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
			return strconv.FormatFloat(short, 'f', -1, 64)
		}
	}
	return strings.ReplaceAll(s, "_x000D_", "")
}

func (t *sheet) Long() []Long { return t.over }

func (t *sheet) Columns() []string { return nil }

func (t *sheet) Unclosed() int { return 0 }

func (t *sheet) Close() error {
	if t.rows != nil {
		t.rows.Close()
	}
	return t.book.Close()
}

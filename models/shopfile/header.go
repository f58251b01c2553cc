package shopfile

import (
	"fmt"
	"strings"

	"photogram/models/money"
	"photogram/models/table"
)

// headerOf is the row of the names of columns among the first ones, and where it is;
// -1 where a file has none, whose columns get numbers.
func headerOf(rows [][]string) ([]string, int) {
	best, most, widest := -1, 0, 1
	for i, row := range rows[:min(15, len(rows))] {
		widest = max(widest, len(row))
		if isHelp(row) || looksLikeData(row) {
			continue
		}
		if n := knownNames(row); n > most && (n >= 2 || n*2 >= filled(row)) {
			best, most = i, n
		}
	}
	if best < 0 { // no name is known: the first row that is full, and all words
		for i, row := range rows[:min(15, len(rows))] {
			if isHelp(row) || filled(row)*2 < widest || filled(row) == 0 {
				continue
			}
			if !looksLikeData(row) {
				best = i
			}
			break
		}
	}
	if best >= 0 {
		return cleanNames(rows[best], widthBelow(rows[best+1:], len(rows[best]))), best
	}
	return cleanNames(nil, widthBelow(rows, 0)), -1
}

func widthBelow(rows [][]string, width int) int {
	for _, row := range rows {
		width = max(width, len(row))
	}
	return width
}

// cleanNames gives every column a name.
func cleanNames(names []string, width int) []string {
	out := make([]string, 0, width)
	for _, name := range names {
		out = append(out, table.Shown(strings.TrimSpace(table.WithoutMark(name))))
	}
	for len(out) < width {
		out = append(out, "")
	}
	for i, name := range out {
		if name == "" {
			out[i] = fmt.Sprintf("Column %d", i+1)
		}
	}
	return out
}

func filled(row []string) (n int) {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// isHelp is whether a row explains the columns instead of filling them.
func isHelp(row []string) bool {
	for _, cell := range row {
		if cell = strings.TrimSpace(cell); cell != "" {
			return strings.HasPrefix(cell, "# ") || strings.HasPrefix(cell, "#Required") || strings.HasPrefix(cell, "#Optional")
		}
	}
	return false
}

func withoutHelp(rows [][]string) [][]string {
	var out [][]string
	for _, row := range rows {
		if !isHelp(row) && !blank(row) {
			out = append(out, row)
		}
	}
	return out
}

// looksLikeData is whether a row has values that no name of a column has.
func looksLikeData(row []string) bool {
	for _, cell := range row {
		cell = strings.TrimSpace(cell)
		lower := strings.ToLower(cell)
		if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") || strings.Contains(cell, "</") ||
			len(cell) > 150 {
			return true
		}
		if _, err := money.Parse(cell, money.Reading{Currency: "EUR"}); err == nil {
			return true
		}
	}
	return false
}

// widthOf is how many cells the header has, or 0 where many rows have more.
func widthOf(sample, body [][]string, header int, numbers []int) int {
	if header == 0 {
		return 0
	}
	width := 0
	for i, row := range sample {
		if numbers[i] == header {
			width = len(row)
		}
	}
	longer := 0
	for _, row := range body {
		if len(row) > width && !blank(row[width:]) {
			longer++
		}
	}
	if longer*4 > len(body) {
		return 0
	}
	return width
}

package table

import "strings"

// Cell is a text for a file that a spreadsheet opens, kept from being a formula there.
func Cell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return s
	}
	return "'" + s
}

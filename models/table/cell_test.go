package table_test

import (
	"testing"

	"photogram/models/table"
)

// No cell of a file is a formula of a spreadsheet.
func TestCellsAreHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"": "", "hello": "hello", "a=1": "a=1", "=1+1": "'=1+1", "+49": "'+49", "-5": "'-5",
		"-5+cmd": "'-5+cmd", "@sum": "'@sum", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "12": "12"} {
		if got := table.Cell(cell); got != want {
			t.Errorf("%q became %q", cell, got)
		}
	}
}

package insight

import (
	"testing"
	"time"

	"photogram/models/insight"
	insightview "photogram/views/insight"
)

// No cell of a file is a formula of a spreadsheet.
func TestCellsAreHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"": "", "hello": "hello", "a=1": "a=1", "=1+1": "'=1+1", "+49": "'+49", "-5": "-5",
		"-5+cmd": "'-5+cmd", "@sum": "'@sum", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "12": "12"} {
		if got := harmless(cell); got != want {
			t.Errorf("%q became %q", cell, got)
		}
	}
}

func TestRanges(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{insightview.Week: "2026-03-03-2026-03-09", insightview.Weeks: "2026-02-10-2026-03-09",
		insightview.Month: "2026-03-01-2026-03-09", insightview.LastMonth: "2026-02-01-2026-02-28",
		insightview.Year: "2025-03-10-2026-03-09", insightview.Quarter: "2025-12-10-2026-03-09"} {
		if got := named(ranges(name, today)); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
	if got := ranges("all of it", today); got != (insight.Range{}) {
		t.Errorf("%v", got)
	}
}

package insight

import (
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/models/insight"
)

func TestScales(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		whole       bool
		high, down  float64
		step, count float64
		top         float64
	}{
		{true, 0, 0, 1, 5, 4}, {true, 1, 0, 1, 2, 1}, {true, 3, 0, 1, 4, 3}, {true, 605, 0, 200, 5, 800}, {true, 98, 0, 25, 5, 100},
		{true, 15, 6, 10, 4, 20}, {true, 9, 0, 5, 3, 10}, {false, .12, 0, .05, 4, .15}, {false, .009, 0, .0025, 5, .01},
		{true, 1_234_567, 0, 500_000, 4, 1_500_000},
	} {
		c := Chart{Whole: row.whole, Points: []Point{{Known: true, Value: row.high, Down: row.down}, {Value: 1e9}}}
		s := c.scale()
		marks := s.marks()
		if !near(s.step, row.step) || float64(len(marks)) != row.count || !near(marks[0], row.top) {
			t.Errorf("%v and %v: steps of %v, %v", row.high, row.down, s.step, marks)
		}
		if y := s.y(row.high); y < -1e-6 || y > plotHeight || !near(s.y(s.low), plotHeight) {
			t.Errorf("%v is at %v", row.high, y)
		}
	}
}

func near(a, b float64) bool { return a-b < 1e-9*max(1, b) && b-a < 1e-9*max(1, b) }

// A line stops where nothing was counted, and is never drawn at zero there.
func TestLinesHaveGaps(t *testing.T) {
	t.Parallel()
	c := Chart{Whole: true, Points: []Point{{}, {Known: true, Value: 2}, {Known: true, Value: 4}, {}, {Known: true, Value: 1}}}
	if got := c.line(c.scale(), false); got != "M300 100L500 0M900 150" {
		t.Error(got)
	}
	if got := c.line(c.scale(), true); strings.Count(got, "Z") != 2 || strings.Count(got, "M") != 2 {
		t.Error(got)
	}
	if got := c.unknown(); got != 20 {
		t.Error(got)
	}
	if got := (Chart{Points: make([]Point, 3)}); got.unknown() != 100 || got.line(got.scale(), true) != "" || got.peak() != -1 {
		t.Error("nothing known is not empty")
	}
}

func TestTicks(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 7, 28, 31, 90} {
		c := Chart{Points: slices.Repeat([]Point{{Tick: "x"}}, n)}
		wide, small := 0, 0
		for i := range n {
			a, b := c.tick(i)
			if b && !a {
				t.Errorf("of %d, %d is there on small screens only", n, i)
			}
			if a {
				wide++
			}
			if b {
				small++
			}
		}
		if last, _ := c.tick(n - 1); !last || wide > 8 || small > 4 || wide < min(n, 4) {
			t.Errorf("of %d, %d and %d have names", n, wide, small)
		}
	}
}

// Of hours with few posts none stands out, however well those did.
func TestBestIsSure(t *testing.T) {
	t.Parallel()
	b := insight.Best{Posts: 9, Mean: .1, Hours: []insight.Slot{{Index: 6, Posts: 1, Rate: .3, Low: .01, High: .6},
		{Index: 18, Posts: 8, Rate: .15, Low: .12, High: .18}}}
	if c := bestChart(t.Context(), b, true); c.peak() != 18 || !strings.Contains(best(t.Context(), c), "18:00") {
		t.Errorf("%d: %s", c.peak(), best(t.Context(), c))
	}
	b.Hours = b.Hours[:1]
	c := bestChart(t.Context(), b, true)
	if got := best(t.Context(), c); c.peak() != -1 || !strings.HasPrefix(got, "None is surely better") {
		t.Errorf("%d: %s", c.peak(), got)
	}
	if len(c.Points) != 24 || c.Points[0].Words != "00:00: no posts" || c.Points[6].Words != "06:00: 30%, between 1% and 60%, from 1 post" {
		t.Errorf("%+v", c.Points)
	}
}

// What is not known is a dash everywhere, and never 0.
func TestUnknown(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	for _, m := range ofAccount {
		c := series(t.Context(), m, []insight.Point{{From: day, To: day}}, nil, "day", insight.Known{CountedSince: day.AddDate(0, 0, 1)})
		if p := c.Points[0]; p.Words != "9 March 2026: not counted" || slices.Contains(p.Cells, "0") || !slices.Contains(p.Cells, "–") {
			t.Errorf("%s: %+v", m.show, p)
		}
		if got := m.write(t.Context(), m.of(insight.Totals{}), true); got != "–" {
			t.Errorf("%s is %s", m.show, got)
		}
	}
	for _, r := range rows(insight.Totals{Plays: insight.Number{Value: 1}}, true) {
		if got := r.write(t.Context(), 0, false); got != "–" {
			t.Errorf("%s is %s", r.name, got)
		}
	}
	if words, _ := change(t.Context(), insight.Number{Value: 4, Known: true}); words != "nothing to compare" {
		t.Error(words)
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		now, before int64
		want        string
	}{{112, 100, "12% more up"}, {98, 100, "2% less down"}, {5, 5, "as before "}, {0, 0, "as before "}, {3, 0, "from 0 up"},
		{400, 100, "4 times as many up"}, {0, 7, "100% less down"}, {-2, 0, "from 0 down"}, {3, -2, "from -2 up"}} {
		words, direction := change(t.Context(), insight.Number{Value: row.now, Before: row.before, Known: true, KnownBefore: true})
		if got := words + " " + direction; got != row.want {
			t.Errorf("%d after %d is %q", row.now, row.before, got)
		}
	}
}

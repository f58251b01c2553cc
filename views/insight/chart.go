package insight

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Chart is a drawing of a series, with the same numbers as a table. What it says in
// words is chosen by whoever makes it.
type Chart struct {
	ID     string
	Title  string
	Label  string // what it shows, in a sentence for those who do not see it
	Bars   bool   // instead of a line
	Head   string // of the table's first column
	Heads  []string
	Points []Point
	Mean   float64              // a line across the chart; none for 0
	Best   bool                 // whether what stands out is what is surely above the mean
	Write  func(float64) string // a value of the axis
	Whole  bool                 // whether values are counts
	Gap    string               // what stands where nothing was counted
}

// Point is a place of a chart.
type Point struct {
	Name     string // in the table
	Tick     string // below the axis
	Value    float64
	Down     float64 // what is taken away, drawn below the axis
	Low      float64 // of an interval; none where Low equals High
	High     float64
	Known    bool
	Was      float64 // the same place of the range before, where WasKnown
	WasKnown bool
	Cells    []string // of the table
	Words    string   // what is said of it
	Short    string   // its value, where that stands in the drawing
}

// Sizes of the drawing, in pixels; across it everything is in per cent.
const (
	plotHeight = 200
	tickBelow  = 22
)

// scale is from where to where an axis goes, and in which steps.
type scale struct{ low, high, step float64 }

func (c Chart) scale() scale {
	low, high := 0.0, 0.0
	for _, p := range c.Points {
		if p.Known {
			low, high = min(low, p.Value, -p.Down), max(high, p.Value, p.High, p.Was)
		}
	}
	high = max(high, c.Mean)
	step := niceStep((high-low)/4, c.Whole)
	s := scale{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
	if s.high <= s.low {
		s.high = s.low + 4*step
	}
	return s
}

// niceStep is the next larger of 1, 2, 2.5 and 5 times a power of ten.
func niceStep(f float64, whole bool) float64 {
	if whole && f <= 1 {
		return 1
	}
	if f <= 0 {
		return .01
	}
	power := math.Pow(10, math.Floor(math.Log10(f)))
	for _, k := range []float64{1, 2, 2.5, 5} {
		if step := k * power; step >= f*.999 && !(whole && step != math.Trunc(step)) {
			return step
		}
	}
	return 10 * power
}

func (s scale) y(v float64) float64 { return plotHeight * (s.high - v) / (s.high - s.low) }

// marks are the values of the axis, the largest first.
func (s scale) marks() (out []float64) {
	n := int(math.Round((s.high - s.low) / s.step))
	for i := range n + 1 {
		out = append(out, s.high-float64(i)*s.step)
	}
	return out
}

// x is the middle of a point's band, in per cent.
func (c Chart) x(i int) float64 { return 100 * (float64(i) + .5) / float64(len(c.Points)) }

func number(f float64) string { return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64) }

func percent(f float64) string { return number(f) + "%" }

// line is the path over what is known; with area it is closed at zero. A line
// stops where something is not known.
func (c Chart) line(s scale, area bool) string {
	return c.path(s, area, func(p Point) (float64, bool) { return p.Value, p.Known })
}

// lineBefore is the path over the range before.
func (c Chart) lineBefore(s scale) string {
	return c.path(s, false, func(p Point) (float64, bool) { return p.Was, p.WasKnown })
}

// hasBefore is whether the range before is drawn too.
func (c Chart) hasBefore() bool {
	return slices.ContainsFunc(c.Points, func(p Point) bool { return p.WasKnown })
}

func (c Chart) path(s scale, area bool, at func(Point) (value float64, known bool)) string {
	var b strings.Builder
	start := -1
	for i := 0; i <= len(c.Points); i++ {
		value, known := 0.0, false
		if i < len(c.Points) {
			value, known = at(c.Points[i])
		}
		switch {
		case known && start < 0:
			start = i
			b.WriteString("M" + number(c.x(i)*10) + " ")
			if area {
				b.WriteString(number(s.y(0)) + "V")
			}
			b.WriteString(number(s.y(value)))
		case known:
			b.WriteString("L" + number(c.x(i)*10) + " " + number(s.y(value)))
		case start >= 0:
			if area {
				b.WriteString("V" + number(s.y(0)) + "Z")
			}
			start = -1
		}
	}
	return b.String()
}

// dotted is whether each point of a line is a dot, so that few days are seen as such.
func (c Chart) dotted() bool { return len(c.Points) <= 31 }

// unknown is how much of the beginning was not counted, in per cent.
func (c Chart) unknown() float64 {
	for i, p := range c.Points {
		if p.Known {
			return 100 * float64(i) / float64(len(c.Points))
		}
	}
	return 100
}

// tick is whether a point's name stands below the axis, and whether on small
// screens too. The last one always does.
func (c Chart) tick(i int) (shown, small bool) {
	n := len(c.Points)
	if c.Points[i].Tick == "" {
		return false, false
	}
	step := (n + 6) / 7
	back := n - 1 - i
	return back%step == 0, back%(2*step) == 0
}

// anchor keeps words at the ends of a chart inside it.
func (c Chart) anchor(i int) string {
	switch x := c.x(i); {
	case x < 6:
		return "start"
	case x > 94:
		return "end"
	}
	return "middle"
}

// peak is the point that stands out, or -1 where none does: the largest value, or with
// intervals the one that is surely largest, if that is above the mean.
func (c Chart) peak() int {
	at, most := -1, 0.0
	for i, p := range c.Points {
		v := p.Value
		if c.Best {
			v = p.Low - c.Mean
		}
		if p.Known && v > most {
			at, most = i, v
		}
	}
	return at
}

// bar is where a bar stands, in per cent.
func (c Chart) bar(i int) (x, width float64) {
	band := 100 / float64(len(c.Points))
	return float64(i)*band + band*.15, band * .7
}

func above(y float64) string { return number(max(y-8, -4)) }

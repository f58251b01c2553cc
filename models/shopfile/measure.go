package shopfile

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"photogram/models/table"
)

var quantity = regexp.MustCompile(`^([.,]?[0-9][0-9.,' \x{a0}]*)\s*([\pL]*)\.?$`)

// gramsIn are the units of weight.
var gramsIn = map[string]float64{"kg": 1000, "kgs": 1000, "kilogram": 1000, "kilograms": 1000, "кг": 1000, "g": 1, "gr": 1,
	"gram": 1, "grams": 1,
	"gramm": 1, "г": 1, "гр": 1, "mg": 0.001, "lb": 453.59237, "lbs": 453.59237, "pound": 453.59237, "pounds": 453.59237,
	"oz":    28.349523125,
	"ounce": 28.349523125, "ounces": 28.349523125, "t": 1e6}

// measureUnits are the units of what unit prices are given for.
var measureUnits = []string{"oz", "lb", "mg", "g", "kg", "floz", "pt", "qt", "gal", "ml", "cl", "l", "cbm", "in", "ft", "yd", "cm",
	"m", "sqft",
	"sqm", "ct"}

// decimalNumber reads a number that is no amount of money, such as 0,75.
func decimalNumber(s string, decimal rune) (float64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "'", "").Replace(s)
	comma, dot := strings.LastIndex(s, ","), strings.LastIndex(s, ".")
	switch {
	case comma >= 0 && dot >= 0 && comma > dot, comma >= 0 && dot < 0 && (decimal != '.' || len(s)-comma != 4):
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	default:
		s = strings.ReplaceAll(s, ",", "")
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= 0 && !math.IsInf(f, 0)
}

func (b *builder) weigh() {
	source := b.own
	if source.get(Weight) == "" && b.parent != nil {
		source = b.parent
	}
	s := source.get(Weight)
	if s == "" || strings.Trim(s, "0.,-") == "" {
		return
	}
	unit := source.layout.columns[Weight].Unit
	if unit == "" {
		unit = strings.ToLower(b.get(WeightUnit))
	}
	m := quantity.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		b.warn(Weight, "“%s” is not a weight: write 500 g or 1.2 kg.", table.Shown(table.Cut(s, 60)))
		return
	}
	if m[2] != "" {
		unit = m[2]
	}
	if unit == "" {
		unit = "kg"
	}
	grams, known := gramsIn[unit]
	n, ok := decimalNumber(m[1], source.layout.decimal)
	if !known || !ok || n*grams > 1e9 {
		b.warn(Weight, "“%s” is not a weight: write 500 g or 1.2 kg.", table.Shown(table.Cut(s, 60)))
		return
	}
	b.WeightGrams = max(1, int(math.Round(n*grams)))
}

func (b *builder) measure(f Field) *Measure {
	s := b.get(f)
	if s == "" {
		return nil
	}
	m := quantity.FindStringSubmatch(strings.ToLower(s))
	if m == nil && slices.Contains(measureUnits, strings.ToLower(s)) {
		m = []string{s, "1", strings.ToLower(s)}
	}
	if m != nil && m[2] != "" && slices.Contains(measureUnits, strings.ReplaceAll(m[2], " ", "")) {
		if n, ok := decimalNumber(m[1], b.own.layout.decimal); ok && n > 0 && n < 1e9 {
			return &Measure{int64(math.Round(n * 1000)), m[2]}
		}
	}
	b.warn(f, "“%s” is not a measure: write 750 ml or 1 kg.", table.Shown(table.Cut(s, 60)))
	return nil
}

// String is the measure as feeds have it.
func (m Measure) String() string {
	return strconv.FormatFloat(float64(m.Milli)/1000, 'f', -1, 64) + " " + m.Unit
}

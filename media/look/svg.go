package look

import (
	"strconv"
	"strings"
)

// SVG is a grade as the attributes of SVG filter primitives, for small previews:
// an feComponentTransfer with Pre, an feColorMatrix with Matrix, an
// feComponentTransfer with Post, all under color-interpolation-filters="sRGB".
// Vignette, structure and sharpening are not in it.
type SVG struct {
	Pre    [3]string // tableValues of feFuncR, feFuncG, feFuncB; empty when all three change nothing
	Matrix string    // values of type="matrix"; empty when it changes nothing
	Post   [3]string
}

// SVGFilter writes the grade for SVG. Entries are (v+0.25)/255: browsers cut
// instead of rounding, and plain v/255 loses up to five levels.
func SVGFilter(g Grade) SVG {
	var s SVG
	plain := Identity()
	if g.Pre != plain.Pre {
		s.Pre = tables(g.Pre)
	}
	if g.Post != plain.Post {
		s.Post = tables(g.Post)
	}
	if g.Matrix != plain.Matrix || g.Offset != plain.Offset {
		values := make([]string, 0, 20)
		for r := range 3 {
			for c := range 3 {
				values = append(values, short(g.Matrix[3*r+c], 6))
			}
			values = append(values, "0", short(g.Offset[r]/255, 6))
		}
		s.Matrix = strings.Join(append(values, "0", "0", "0", "1", "0"), " ")
	}
	return s
}

func tables(t [3][256]uint8) (out [3]string) {
	for c := range 3 {
		values := make([]string, 256)
		for i, v := range t[c] {
			values[i] = short(min(1, (float64(v)+0.25)/255), 5)
		}
		out[c] = strings.Join(values, " ")
	}
	return out
}

// short drops trailing zeros and the zero in front of the point.
func short(v float64, digits int) string {
	s := strconv.FormatFloat(round(v, 1e6), 'f', digits, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	switch {
	case s == "" || s == "-0":
		return "0"
	case strings.HasPrefix(s, "0."):
		return s[1:]
	case strings.HasPrefix(s, "-0."):
		return "-" + s[2:]
	}
	return s
}

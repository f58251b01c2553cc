// Package look describes edits of a photo and compiles them to tables.
//
// A Recipe is what a person chose; Compile turns its colours into a Grade:
// curves, a matrix and curves again, which the server and the browser apply to
// 8-bit sRGB pixels with the same result. The package must know nothing of
// files, libvips, HTTP or the database.
package look

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
)

// NormalFilter is the name of "no look" in forms and in the API.
const NormalFilter = "Normal"

// Recipe is one edit of a photo. The zero value changes nothing.
//
// Geometry happens in this order: the photo is turned upright by its EXIF
// orientation, mirrored (FlipH, FlipV), turned clockwise by Rotate, then
// straightened: seen in perspective (PerspectiveV, PerspectiveH), turned about its
// centre by Straighten degrees and enlarged just enough that no empty corner
// shows, the frame keeping its size. Crop is in that
// final frame, the picture as the person sees it upright; with no rotation,
// mirroring or straightening it is in fractions of the EXIF-upright photo.
type Recipe struct {
	Crop       *Crop   `json:"crop,omitempty"`
	Rotate     int     `json:"rotate,omitempty"`     // 0, 90, 180 or 270 degrees, clockwise
	FlipH      bool    `json:"flip_h,omitempty"`     // left becomes right
	FlipV      bool    `json:"flip_v,omitempty"`     // top becomes bottom
	Straighten float64 `json:"straighten,omitempty"` // degrees clockwise, -45..45

	// -100..100; positive enlarges the bottom, or the right.
	PerspectiveV int `json:"perspective_v,omitempty"`
	PerspectiveH int `json:"perspective_h,omitempty"`

	Filter   string `json:"filter,omitempty"`   // name of a Look; "" or "Normal" is none
	Strength *int   `json:"strength,omitempty"` // of the filter, 0..100 per cent; nil is 100

	// -100..100.
	Brightness int `json:"brightness,omitempty"`
	Contrast   int `json:"contrast,omitempty"`
	Saturation int `json:"saturation,omitempty"`
	Warmth     int `json:"warmth,omitempty"`
	Tint       int `json:"tint,omitempty"` // negative is greener, positive is more magenta
	Highlights int `json:"highlights,omitempty"`
	Shadows    int `json:"shadows,omitempty"`

	// 0..100.
	Fade      int `json:"fade,omitempty"`
	Vignette  int `json:"vignette,omitempty"`
	Sharpen   int `json:"sharpen,omitempty"`
	Structure int `json:"structure,omitempty"`
}

// Crop is a rectangle in fractions of a picture's width and height.
type Crop struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

const (
	// MaxStraighten is the largest angle of Recipe.Straighten, in degrees.
	MaxStraighten = 45
	// MinCrop is the smallest width or height of a crop, as a fraction of the picture.
	MinCrop = 0.01
	// PerspectiveGain is how much larger the near edge of a picture is than its
	// middle at a perspective of 100; with both directions, that of the nearest corner twice.
	PerspectiveGain = 0.35
	// cropSlack forgives the rounding of fractions written by a browser.
	cropSlack = 1e-4
)

// FieldError says which field of a recipe is wrong and what it may be.
type FieldError struct {
	Field   string // the JSON name, such as "brightness" or "crop"
	Message string // a sentence that names the field and its limits
}

func (e *FieldError) Error() string { return e.Message }

// FieldErrors are all that is wrong with a recipe. As a *FieldError they are the first.
type FieldErrors []*FieldError

func (list FieldErrors) Error() string { return list[0].Error() }

// As makes a list count as its first.
func (list FieldErrors) As(target any) bool {
	e, ok := target.(**FieldError)
	if ok {
		*e = list[0]
	}
	return ok
}

// Problems lists what an error says about a recipe's fields.
func Problems(err error) []*FieldError {
	var list FieldErrors
	if errors.As(err, &list) {
		return list
	}
	var one *FieldError
	if errors.As(err, &one) {
		return []*FieldError{one}
	}
	return nil
}

// Validate returns FieldErrors for the values out of their limits.
func (r Recipe) Validate() error {
	var wrong FieldErrors
	if err := r.Crop.validate(); err != nil {
		wrong = append(wrong, err)
	}
	switch r.Rotate {
	case 0, 90, 180, 270:
	default:
		wrong = append(wrong, &FieldError{"rotate", fmt.Sprintf("rotate is %d; it must be 0, 90, 180 or 270 degrees.", r.Rotate)})
	}
	if !(math.Abs(r.Straighten) <= MaxStraighten) {
		wrong = append(wrong, &FieldError{"straighten",
			fmt.Sprintf("straighten is %g; it must be between -%d and %d degrees.", r.Straighten, MaxStraighten, MaxStraighten)})
	}
	if !isNormal(r.Filter) {
		if _, ok := Find(r.Filter); !ok {
			wrong = append(wrong, &FieldError{"filter",
				fmt.Sprintf("filter %q is not a look; use %s or the name of a look such as %s.", clip(r.Filter, 40), NormalFilter,
					looks[0].Name)})
		}
	}
	strength := 100
	if r.Strength != nil {
		strength = *r.Strength
	}
	for _, f := range []struct {
		name     string
		value    int
		low, top int
	}{
		{"strength", strength, 0, 100},
		{"perspective_v", r.PerspectiveV, -100, 100},
		{"perspective_h", r.PerspectiveH, -100, 100},
		{"brightness", r.Brightness, -100, 100},
		{"contrast", r.Contrast, -100, 100},
		{"saturation", r.Saturation, -100, 100},
		{"warmth", r.Warmth, -100, 100},
		{"tint", r.Tint, -100, 100},
		{"highlights", r.Highlights, -100, 100},
		{"shadows", r.Shadows, -100, 100},
		{"fade", r.Fade, 0, 100},
		{"vignette", r.Vignette, 0, 100},
		{"sharpen", r.Sharpen, 0, 100},
		{"structure", r.Structure, 0, 100},
	} {
		if f.value < f.low || f.value > f.top {
			wrong = append(wrong, &FieldError{f.name,
				fmt.Sprintf("%s is %d; it must be between %d and %d.", f.name, f.value, f.low, f.top)})
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

func (c *Crop) validate() *FieldError {
	if c == nil {
		return nil
	}
	for _, v := range []float64{c.X, c.Y, c.W, c.H} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &FieldError{"crop", "crop must be four numbers: x, y, width and height."}
		}
	}
	if c.W < MinCrop || c.H < MinCrop {
		return &FieldError{"crop", fmt.Sprintf("crop is %g × %g of the picture; width and height must be at least %g.", c.W, c.H, MinCrop)}
	}
	if c.X < -cropSlack || c.Y < -cropSlack || c.X+c.W > 1+cropSlack || c.Y+c.H > 1+cropSlack {
		return &FieldError{"crop", fmt.Sprintf("crop %g,%g,%g,%g leaves the picture; x, y, x+width and y+height must be between "+
			"0 and 1.", c.X, c.Y, c.W, c.H)}
	}
	return nil
}

// Normalized writes equal edits equally: names in their own spelling, no crop
// for a crop of everything, no strength where it changes nothing, fractions
// rounded to a millionth and angles to a hundredth of a degree.
func (r Recipe) Normalized() Recipe {
	if r.Crop != nil {
		c := Crop{X: round(clamp01(r.Crop.X), 1e6), Y: round(clamp01(r.Crop.Y), 1e6)}
		c.W = round(math.Min(r.Crop.W, 1-c.X), 1e6)
		c.H = round(math.Min(r.Crop.H, 1-c.Y), 1e6)
		r.Crop = &c
		if c.W > 1-cropSlack && c.H > 1-cropSlack {
			r.Crop = nil
		}
	}
	r.Straighten = round(r.Straighten, 100)
	if l, ok := Find(r.Filter); ok {
		r.Filter = l.Name
	} else if isNormal(r.Filter) {
		r.Filter = ""
	}
	if r.Strength != nil {
		switch *r.Strength {
		case 0:
			r.Filter, r.Strength = "", nil
		case 100:
			r.Strength = nil
		}
	}
	if r.Filter == "" {
		r.Strength = nil
	}
	if r.FlipH && r.FlipV {
		r.FlipH, r.FlipV, r.Rotate = false, false, (r.Rotate+180)%360
	}
	return r
}

// IsIdentity reports whether the recipe changes nothing.
func (r Recipe) IsIdentity() bool { return r.Normalized() == Recipe{} }

// GeometryIsIdentity reports whether the recipe leaves size and shape alone.
func (r Recipe) GeometryIsIdentity() bool {
	r = r.Normalized()
	return r.Crop == nil && r.Rotate == 0 && !r.FlipH && !r.FlipV && !r.Warps()
}

// Warps reports whether the recipe straightens the picture or changes its perspective.
func (r Recipe) Warps() bool {
	return r.Straighten != 0 || r.PerspectiveV != 0 || r.PerspectiveH != 0
}

// Canonical is the same JSON for equal edits, fit for hashing.
func (r Recipe) Canonical() []byte {
	b, err := json.Marshal(r.Normalized())
	if err != nil { // Only NaN and infinities fail, which Validate refuses.
		panic(fmt.Sprintf("look: recipe was not validated: %v", err))
	}
	return b
}

// FinishedSize is the size in pixels of the edited picture, before it is fitted
// to renditions, of an EXIF-upright photo of w × h pixels.
func (r Recipe) FinishedSize(w, h int) (int, int) {
	if r.Rotate%180 != 0 {
		w, h = h, w
	}
	_, _, cw, ch := r.Crop.Pixels(w, h)
	return cw, ch
}

// Pixels is the crop in whole pixels of a picture of w × h, at least 1 × 1 and
// never outside it. A nil crop is everything.
func (c *Crop) Pixels(w, h int) (left, top, width, height int) {
	if c == nil {
		return 0, 0, w, h
	}
	span := func(start, length float64, size int) (int, int) {
		a := int(math.Round(clamp01(start) * float64(size)))
		b := int(math.Round(clamp01(start+length) * float64(size)))
		a = min(a, size-1)
		return a, max(b, a+1) - a
	}
	left, width = span(c.X, c.W, w)
	top, height = span(c.Y, c.H, h)
	return left, top, width, height
}

// CenterCrop is the largest centred crop with the ratio ratioW:ratioH of a
// picture of w × h pixels; nil when the picture already has that ratio.
func CenterCrop(ratioW, ratioH, w, h int) *Crop {
	if ratioW <= 0 || ratioH <= 0 || w <= 0 || h <= 0 || ratioW*h == ratioH*w {
		return nil
	}
	want := float64(ratioW) / float64(ratioH)
	have := float64(w) / float64(h)
	if have > want {
		f := want / have
		return &Crop{X: (1 - f) / 2, Y: 0, W: f, H: 1}
	}
	f := have / want
	return &Crop{X: 0, Y: (1 - f) / 2, W: 1, H: f}
}

func isNormal(name string) bool { return name == "" || strings.EqualFold(name, NormalFilter) }

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

func round(v, steps float64) float64 {
	v = math.Round(v*steps) / steps
	if v == 0 { // Never minus zero: it would change the JSON.
		return 0
	}
	return v
}

func clamp01(v float64) float64 { return math.Min(1, math.Max(0, v)) }

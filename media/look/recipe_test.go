package look

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
)

func number(v int) *int { return &v }

func TestValidate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		recipe Recipe
		field  string // "" is valid
		says   string
	}{
		{"nothing", Recipe{}, "", ""},
		{"everything", Recipe{
			Crop: &Crop{.1, .1, .5, .5}, Rotate: 270, FlipH: true, FlipV: true, Straighten: -45, Filter: "ember", Strength: number(0),
			Brightness: 100, Contrast: -100, Saturation: 100, Warmth: -100, Tint: 100, Highlights: -100, Shadows: 100,
			Fade: 100, Vignette: 100, Sharpen: 100, Structure: 100,
		}, "", ""},
		{"normal", Recipe{Filter: "normal"}, "", ""},
		{"crop of everything", Recipe{Crop: &Crop{0, 0, 1, 1}}, "", ""},
		{"crop rounded by a browser", Recipe{Crop: &Crop{.33333, 0, .66668, 1}}, "", ""},
		{"crop outside", Recipe{Crop: &Crop{.6, 0, .5, 1}}, "crop", "leaves the picture"},
		{"negative crop", Recipe{Crop: &Crop{-.1, 0, .5, 1}}, "crop", "between 0 and 1"},
		{"crop of nothing", Recipe{Crop: &Crop{0, 0, 0, 1}}, "crop", "at least 0.01"},
		{"crop that is no number", Recipe{Crop: &Crop{math.NaN(), 0, 1, 1}}, "crop", "four numbers"},
		{"endless crop", Recipe{Crop: &Crop{0, 0, math.Inf(1), 1}}, "crop", "four numbers"},
		{"rotate", Recipe{Rotate: 45}, "rotate", "0, 90, 180 or 270"},
		{"rotate back", Recipe{Rotate: -90}, "rotate", "-90"},
		{"straighten", Recipe{Straighten: 45.1}, "straighten", "between -45 and 45"},
		{"straighten that is no number", Recipe{Straighten: math.NaN()}, "straighten", "between"},
		{"filter", Recipe{Filter: "Nope"}, "filter", `"Nope" is not a look`},
		{"long filter", Recipe{Filter: strings.Repeat("x", 9999)}, "filter", "…"},
		{"strength", Recipe{Filter: "Ember", Strength: number(101)}, "strength", "strength is 101; it must be between 0 and 100."},
		{"brightness", Recipe{Brightness: -101}, "brightness", "between -100 and 100"},
		{"contrast", Recipe{Contrast: 101}, "contrast", ""},
		{"saturation", Recipe{Saturation: 101}, "saturation", ""},
		{"warmth", Recipe{Warmth: 101}, "warmth", ""},
		{"tint", Recipe{Tint: 101}, "tint", ""},
		{"highlights", Recipe{Highlights: 101}, "highlights", ""},
		{"shadows", Recipe{Shadows: 101}, "shadows", ""},
		{"fade", Recipe{Fade: -1}, "fade", "between 0 and 100"},
		{"vignette", Recipe{Vignette: -1}, "vignette", ""},
		{"sharpen", Recipe{Sharpen: -1}, "sharpen", ""},
		{"structure", Recipe{Structure: 101}, "structure", ""},
	} {
		err := c.recipe.Validate()
		if c.field == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		var field *FieldError
		if !errors.As(err, &field) || field.Field != c.field || !strings.Contains(field.Message, c.says) || len(field.Message) > 200 {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestEqualEditsAreWrittenEqually(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]Recipe{
		{{}, {Filter: "Normal"}},
		{{}, {Filter: "NORMAL", Strength: number(40)}},
		{{}, {Filter: "Ember", Strength: number(0)}},
		{{}, {Crop: &Crop{0, 0, 1, 1}}},
		{{}, {Straighten: 0.001}},
		{{}, {Straighten: math.Copysign(0, -1)}},
		{{Filter: "Ember"}, {Filter: "eMBER", Strength: number(100)}},
		{{Rotate: 180}, {FlipH: true, FlipV: true}},
		{{Crop: &Crop{.25, 0, .5, 1}}, {Crop: &Crop{.2500000001, 0, .5, 1.00001}}},
	} {
		if a, b := pair[0].Canonical(), pair[1].Canonical(); !bytes.Equal(a, b) {
			t.Errorf("%s is not %s", a, b)
		}
	}
	if string(Recipe{}.Canonical()) != "{}" || !(Recipe{Filter: "normal"}).IsIdentity() {
		t.Error("no edit is not empty")
	}
	full := Recipe{Crop: &Crop{.1, .2, .3, .4}, Rotate: 90, FlipV: true, Straighten: 1.25, Filter: "Wisp", Strength: number(60),
		Tint: -3, Structure: 9}
	if full.IsIdentity() || full.GeometryIsIdentity() {
		t.Error("an edit is nothing")
	}
	if (Recipe{Straighten: 1}).GeometryIsIdentity() || !(Recipe{Filter: "Wisp", Vignette: 30}).GeometryIsIdentity() {
		t.Error("geometry is told wrong")
	}
	var back Recipe
	if err := json.Unmarshal(full.Canonical(), &back); err != nil || !bytes.Equal(back.Canonical(), full.Canonical()) {
		t.Errorf("%s came back as %s, %v", full.Canonical(), back.Canonical(), err)
	}
	const want = `{"crop":{"x":0.1,"y":0.2,"w":0.3,"h":0.4},"rotate":90,"flip_v":true,"straighten":1.25,` +
		`"filter":"Wisp","strength":60,"tint":-3,"structure":9}`
	if got := string(full.Canonical()); got != want { // Hashes of stored edits depend on it.
		t.Errorf("%s, want %s", got, want)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		recipe     Recipe
		w, h       int
		outW, outH int
	}{
		{Recipe{}, 400, 300, 400, 300},
		{Recipe{Rotate: 90}, 400, 300, 300, 400},
		{Recipe{Straighten: 20}, 400, 300, 400, 300},
		{Recipe{Rotate: 270, Crop: &Crop{0, .5, 1, .5}}, 400, 300, 300, 200},
		{Recipe{Crop: &Crop{.99, .99, .01, .01}}, 10, 10, 1, 1},
	} {
		if w, h := c.recipe.FinishedSize(c.w, c.h); w != c.outW || h != c.outH {
			t.Errorf("%s of %d × %d: %d × %d", c.recipe.Canonical(), c.w, c.h, w, h)
		}
	}
	for x := 0.0; x < 1; x += .0173 {
		for w := .01; x+w <= 1; w += .0391 {
			left, top, width, height := (&Crop{x, x, w, w}).Pixels(37, 53)
			if left < 0 || top < 0 || width < 1 || height < 1 || left+width > 37 || top+height > 53 {
				t.Fatalf("crop %g, %g leaves 37 × 53: %d %d %d %d", x, w, left, top, width, height)
			}
		}
	}
}

func TestCenterCrop(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rw, rh, w, h, outW, outH int }{
		{1, 1, 400, 300, 300, 300}, {1, 1, 300, 400, 300, 300}, {4, 5, 1000, 1000, 800, 1000}, {16, 9, 1000, 1000, 1000, 562},
		{4, 3, 400, 300, 400, 300},
	} {
		crop := CenterCrop(c.rw, c.rh, c.w, c.h)
		left, top, w, h := crop.Pixels(c.w, c.h)
		if w != c.outW || h != c.outH || left-(c.w-w)/2 > 1 || top-(c.h-h)/2 > 1 || (Recipe{Crop: crop}).Validate() != nil {
			t.Errorf("%d:%d of %d × %d: %d,%d %d × %d", c.rw, c.rh, c.w, c.h, left, top, w, h)
		}
	}
	if CenterCrop(1, 1, 50, 50) != nil || CenterCrop(0, 1, 50, 40) != nil {
		t.Error("a crop where none is needed")
	}
}

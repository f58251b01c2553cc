package look

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestNothingIsTheIdentity(t *testing.T) {
	t.Parallel()
	for _, r := range []Recipe{
		{}, {Filter: "Normal"}, {Rotate: 90, Straighten: 3}, {Filter: "Unknown"},
	} {
		if !Compile(r).IsIdentity() {
			t.Errorf("%s changes colours", r.Canonical())
		}
	}
	for _, l := range Looks() {
		if Compile(Recipe{Filter: l.Name}).IsIdentity() {
			t.Errorf("%s changes nothing", l.Name)
		}
		if !Compile(Recipe{Filter: l.Name, Strength: number(0)}).IsIdentity() {
			t.Errorf("%s at strength 0 changes colours", l.Name)
		}
	}
}

func TestLooksAreNamedAndDiffer(t *testing.T) {
	t.Parallel()
	if len(Looks()) != 24 {
		t.Errorf("%d looks", len(Looks()))
	}
	seen := map[string]bool{}
	for _, l := range Looks() {
		if seen[l.Name] || l.Description == "" || isNormal(l.Name) {
			t.Errorf("look %q, %q", l.Name, l.Description)
		}
		seen[l.Name] = true
		for _, spelling := range []string{l.Name, strings.ToLower(l.Name), strings.ToUpper(l.Name)} {
			if found, ok := Find(spelling); !ok || found.Name != l.Name {
				t.Errorf("%q is not found", spelling)
			}
		}
	}
	for i, a := range Looks() {
		for _, b := range Looks()[i+1:] {
			if d := distance(Compile(Recipe{Filter: a.Name}), Compile(Recipe{Filter: b.Name})); d < 6 {
				t.Errorf("%s and %s differ by %.1f levels only", a.Name, b.Name, d)
			}
		}
	}
}

// distance is the mean difference over a cube of muted and of strong colours.
func distance(a, b Grade) float64 {
	sum, n := 0.0, 0.0
	for r := 8; r < 256; r += 30 {
		for g := 8; g < 256; g += 30 {
			for bl := 8; bl < 256; bl += 30 {
				weight := 1.0
				if max(r, g, bl)-min(r, g, bl) > 100 {
					weight = 0.2
				}
				ar, ag, ab := a.Color(uint8(r), uint8(g), uint8(bl))
				br, bg, bb := b.Color(uint8(r), uint8(g), uint8(bl))
				for _, d := range [][2]uint8{{ar, br}, {ag, bg}, {ab, bb}} {
					sum += weight * math.Abs(float64(d[0])-float64(d[1]))
					n += weight
				}
			}
		}
	}
	return sum/n + 20*math.Abs(a.Vignette-b.Vignette)
}

func TestCurvesNeverFall(t *testing.T) {
	t.Parallel()
	rising := func(t *testing.T, what string, tables ...[256]uint8) {
		t.Helper()
		for c, table := range tables {
			for i := 1; i < 256; i++ {
				if table[i] < table[i-1] {
					t.Errorf("%s: channel %d falls at %d", what, c, i)
					return
				}
			}
		}
	}
	for _, l := range Looks() {
		for _, strength := range []int{1, 50, 100} {
			g := Compile(Recipe{Filter: l.Name, Strength: number(strength)})
			rising(t, l.Name, append(g.Pre[:], g.Post[:]...)...)
		}
	}
	ends := []int{-100, 0, 100}
	for _, b := range ends {
		for _, s := range ends {
			for _, h := range ends {
				for _, c := range ends {
					r := Recipe{Brightness: b, Shadows: s, Highlights: h, Contrast: c, Fade: max(0, c)}
					g := Compile(r)
					rising(t, string(r.Canonical()), append(g.Pre[:], g.Post[:]...)...)
				}
			}
		}
	}
}

func TestAdjustmentsGoTheRightWay(t *testing.T) {
	t.Parallel()
	luma := func(r Recipe, v uint8) float64 {
		g := Compile(r)
		a, b, c := g.Color(v, v, v)
		return lumaR*float64(a) + lumaG*float64(b) + lumaB*float64(c)
	}
	for _, c := range []struct {
		name   string
		recipe Recipe
		level  uint8
		up     bool
	}{
		{"brightness", Recipe{Brightness: 50}, 128, true},
		{"darkness", Recipe{Brightness: -50}, 128, false},
		{"contrast above the middle", Recipe{Contrast: 50}, 190, true},
		{"contrast below the middle", Recipe{Contrast: 50}, 60, false},
		{"shadows", Recipe{Shadows: 50}, 50, true},
		{"highlights", Recipe{Highlights: -50}, 200, false},
		{"fade", Recipe{Fade: 50}, 0, true},
	} {
		if got := luma(c.recipe, c.level); (got > float64(c.level)+2) != c.up || math.Abs(got-float64(c.level)) < 2 {
			t.Errorf("%s: %d became %.0f", c.name, c.level, got)
		}
	}
	colour := func(r Recipe) (float64, float64, float64) {
		g := Compile(r)
		a, b, c := g.Color(128, 128, 128)
		return float64(a), float64(b), float64(c)
	}
	if r, _, b := colour(Recipe{Warmth: 60}); r <= b+10 {
		t.Error("warmth does not warm")
	}
	if r, g, b := colour(Recipe{Tint: 60}); g >= r-5 || g >= b-5 {
		t.Error("tint is not magenta")
	}
	if got := luma(Recipe{Warmth: 60, Tint: -40}, 128); math.Abs(got-128) > 1.5 {
		t.Errorf("warmth and tint move a grey of 128 to %.1f", got)
	}
	g := Compile(Recipe{Saturation: -100})
	if r, gr, b := g.Color(200, 90, 20); r != gr || gr != b {
		t.Errorf("no saturation leaves %d %d %d", r, gr, b)
	}
	v := Compile(Recipe{Vignette: 100})
	if centre, corner := v.VignetteAt(50, 40, 101, 81), v.VignetteAt(0, 0, 101, 81); centre != 1 || corner > 0.3 {
		t.Errorf("vignette %g in the centre, %g in the corner", centre, corner)
	}
}

func TestStrengthIsBetween(t *testing.T) {
	t.Parallel()
	for _, l := range Looks() {
		whole, half := Compile(Recipe{Filter: l.Name}), Compile(Recipe{Filter: l.Name, Strength: number(50)})
		a, b := distance(Identity(), half), distance(half, whole)
		if total := distance(Identity(), whole); a < 0.3*total || b < 0.3*total {
			t.Errorf("%s: half is %.1f and %.1f of %.1f", l.Name, a, b, total)
		}
	}
}

// Photos that were posted are rendered again from their recipes: a change here
// changes them.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		recipe Recipe
		in     [3]uint8
		out    [3]uint8
	}{
		{Recipe{Filter: "Meridian"}, [3]uint8{180, 120, 60}, [3]uint8{213, 118, 28}},
		{Recipe{Filter: "Cinder"}, [3]uint8{180, 120, 60}, [3]uint8{128, 128, 128}},
		{Recipe{Brightness: 30, Contrast: 20, Warmth: 40, Fade: 10}, [3]uint8{100, 150, 200}, [3]uint8{124, 164, 183}},
	} {
		g := Compile(c.recipe)
		r, gr, b := g.Color(c.in[0], c.in[1], c.in[2])
		if got := [3]uint8{r, gr, b}; got != c.out {
			t.Errorf("%s: %v became %v, want %v", c.recipe.Canonical(), c.in, got, c.out)
		}
	}
}

func TestGradeJSON(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(Compile(Recipe{Filter: "Velvet", Sharpen: 50}))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Pre, Post string
		Matrix    []float64
		Offset    []float64
		Vignette  float64
		Sharpen   float64
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	pre, err := base64.StdEncoding.DecodeString(got.Pre)
	if err != nil || len(pre) != 768 || len(got.Matrix) != 9 || len(got.Offset) != 3 || got.Sharpen != .5 ||
		math.Abs(got.Vignette-.2) > 1e-9 {
		t.Errorf("%d bytes, %+v, %v", len(pre), got, err)
	}
	if len(b) > 2600 {
		t.Errorf("%d bytes are not compact", len(b))
	}
}

package media

import (
	"math"
	"testing"

	"photogram/media/look"
)

func (p *picture) clone() *picture { return p.area(0, 0, p.width, p.height) }

func scenePicture(w, h int) *picture {
	p := newPicture(w, h)
	for i, im := 0, scene(w, h); i < w*h; i++ {
		copy(p.pix[3*i:], im.Pix[4*i:4*i+3])
	}
	return p
}

// The C loops and the Go definition must agree to a level, for every look and at
// the ends of every adjustment.
func TestNativeGradeIsTheDefinition(t *testing.T) {
	t.Parallel()
	recipes := []look.Recipe{
		{}, {Saturation: 100, Warmth: 100, Tint: 100}, {Saturation: -100, Tint: -100, Warmth: -100},
		{Brightness: 100, Contrast: 100}, {Brightness: -100, Contrast: -100, Fade: 100}, {Vignette: 100},
		{Filter: "Meridian", Saturation: 100, Warmth: 100, Tint: -100, Contrast: 100},
	}
	for _, l := range look.Looks() {
		recipes = append(recipes, look.Recipe{Filter: l.Name})
	}
	source := scenePicture(121, 83)
	for _, r := range recipes {
		g := look.Compile(r)
		p := source.clone()
		if err := p.grade(g); err != nil {
			t.Errorf("%s: %v", r.Canonical(), err)
			continue
		}
		worst, sum := 0.0, 0.0
		for i := range p.width * p.height {
			in := source.pix[3*i:]
			a, b, c := g.Color(in[0], in[1], in[2])
			f := g.VignetteAt(i%p.width, i/p.width, p.width, p.height)
			for k, v := range []uint8{a, b, c} {
				d := math.Abs(math.Floor(float64(v)*f+0.5) - float64(p.pix[3*i+k]))
				worst, sum = math.Max(worst, d), sum+d
			}
		}
		if mean := sum / float64(len(p.pix)); worst > 2 || mean > 1e-3 {
			t.Errorf("%s: worst %.0f, mean %.2g levels", r.Canonical(), worst, mean)
		}
	}
}

// Structure and sharpening leave flat areas alone and raise what stands out.
func TestStructureAndSharpen(t *testing.T) {
	t.Parallel()
	for _, r := range []look.Recipe{{Structure: 100}, {Sharpen: 100}} {
		grey := newPicture(100, 70)
		for i := range grey.pix {
			grey.pix[i] = 120
		}
		step := grey.clone()
		for y := range step.height {
			for x := 50; x < step.width; x++ {
				copy(step.pix[3*(y*step.width+x):], []byte{150, 150, 150})
			}
		}
		before := step.clone()
		for _, p := range []*picture{grey, step} {
			if err := p.grade(look.Compile(r)); err != nil {
				t.Fatal(err)
			}
		}
		for i, v := range grey.pix {
			if v != 120 {
				t.Fatalf("%s: flat grey became %d at %d", r.Canonical(), v, i)
			}
		}
		left, right := 3*(35*100+49), 3*(35*100+50)
		if step.pix[left] >= before.pix[left] || step.pix[right] <= before.pix[right] {
			t.Errorf("%s: the edge became %d to %d", r.Canonical(), step.pix[left], step.pix[right])
		}
	}
}

// Sizes that are no multiple of anything, and thin ones.
func TestGradeOfOddSizes(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 1}, {1, 300}, {300, 1}, {97, 3}, {2, 2}, {193, 97}} {
		p := scenePicture(size[0], size[1])
		if err := p.grade(look.Compile(look.Recipe{Filter: "Velvet", Structure: 100, Sharpen: 100})); err != nil {
			t.Errorf("%v: %v", size, err)
		}
	}
}

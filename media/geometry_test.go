package media

import (
	"math"
	"math/rand/v2"
	"testing"

	"photogram/media/look"
)

// However a picture is straightened and tilted, no corner is empty, and it is
// not enlarged more than that needs.
func TestNoEmptyCorners(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		w, h := 100+random.IntN(4000), 100+random.IntN(4000)
		r := look.Recipe{Straighten: float64(random.IntN(901)-450) / 10, PerspectiveV: random.IntN(201) - 100,
			PerspectiveH: random.IntN(201) - 100}
		if !r.Warps() {
			continue
		}
		p := planFor(w, h, 1, r, func(w, h int) (int, int) { return w, h })
		least := math.Inf(1)
		for _, u := range []float64{0, .25, .5, .75, 1} {
			for _, v := range []float64{0, .25, .5, .75, 1} {
				x, y := p.source(u*p.frameW, v*p.frameH)
				least = min(least, x, y, p.frameW-x, p.frameH-y)
			}
		}
		if least < -1e-6*float64(max(w, h)) || least > 1e-6*float64(max(w, h)) {
			t.Fatalf("%s of %d × %d: the nearest point is %g pixels inside the picture", r.Canonical(), w, h, least)
		}
		x, y := p.source(p.frameW/2, p.frameH/2)
		if math.Hypot(x-p.frameW/2, y-p.frameH/2) > 1e-6*float64(max(w, h)) {
			t.Fatalf("%s: the middle moves to %g, %g", r.Canonical(), x, y)
		}
	}
}

package media

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"photogram/media/look"
	"photogram/models"
	"photogram/static"
	"photogram/static/bundle"
)

// The editor's preview runs in the browser what this package runs natively. These
// tests run the editor's own modules in a real Chromium and compare their pixels.

// startBrowser opens a page that has those modules, as editor, and nothing else.
// Requests beside the page and its assets go to serve.
func startBrowser(t *testing.T, serve http.Handler) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	editor, err := bundle.Module("../static/js", "editor", `
		export { Engine } from "./editor/engine.js";
		export { plan } from "./editor/geometry.js";
		export { compile } from "./editor/grade.js";
		export { decode } from "./editor/source.js";`)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", serve)
	mux.HandleFunc("GET /editor.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(editor)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<!DOCTYPE html><title>Parity</title><script src="/editor.js"></script>`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("use-gl", "angle"), chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func script(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func definitions() map[string]look.Definition {
	out := map[string]look.Definition{}
	for _, l := range look.Looks() {
		out[l.Name] = l.Definition()
	}
	return out
}

// randomRecipe is any colours at all, with the ends of the ranges more often.
func randomRecipe(r *rand.Rand) look.Recipe {
	pick := func(low int) int {
		switch r.IntN(4) {
		case 0:
			return 0
		case 1:
			return []int{low, 100}[r.IntN(2)]
		}
		return low + r.IntN(101-low)
	}
	looks := look.Looks()
	strength := pick(0)
	return look.Recipe{Filter: looks[r.IntN(len(looks))].Name, Strength: &strength, Brightness: pick(-100), Contrast: pick(-100),
		Saturation: pick(-100),
		Warmth:     pick(-100), Tint: pick(-100), Highlights: pick(-100), Shadows: pick(-100), Fade: pick(0), Vignette: pick(0),
		Sharpen: pick(0), Structure: pick(0)}
}

// Every byte of every table that the script compiles is the one that look.Compile writes.
func TestScriptCompilesTheSameTables(t *testing.T) {
	t.Parallel()
	recipes := []look.Recipe{{}}
	for _, l := range look.Looks() {
		for _, strength := range []int{0, 1, 30, 50, 70, 99, 100} {
			recipes = append(recipes, look.Recipe{Filter: l.Name, Strength: &strength})
		}
	}
	for v := -100; v <= 100; v += 10 {
		recipes = append(recipes, look.Recipe{Brightness: v}, look.Recipe{Contrast: v}, look.Recipe{Saturation: v}, look.Recipe{Warmth: v},
			look.Recipe{Tint: v}, look.Recipe{Highlights: v}, look.Recipe{Shadows: v}, look.Recipe{Fade: max(0, v)},
			look.Recipe{Vignette: max(0, v)})
	}
	random := rand.New(rand.NewPCG(7, 11))
	for range 1200 {
		recipes = append(recipes, randomRecipe(random))
	}

	ctx := startBrowser(t, http.NotFoundHandler())
	type compiled struct {
		Pre, Post                    []int
		Matrix                       [9]float64
		Offset                       [3]float64
		Vignette, Structure, Sharpen float64
	}
	bytesOff := 0
	var matrixOff float64
	for start := 0; start < len(recipes); start += 200 {
		part := recipes[start:min(start+200, len(recipes))]
		got, err := chromedp.Run(ctx, chromedp.Evaluate[[]compiled](`(() => {
			const looks = `+script(definitions())+`, flat = (t) => t.flatMap((one) => [...one]);
			return `+script(part)+`.map((r) => { const g = editor.compile(r, looks); return { ...g, pre: flat(g.pre), post: flat(g.post) }; });
		})()`))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range part {
			want := look.Compile(r)
			for k := range 768 {
				if int(want.Pre[k/256][k%256]) != got[i].Pre[k] || int(want.Post[k/256][k%256]) != got[i].Post[k] {
					if bytesOff++; bytesOff < 10 {
						t.Errorf("%s: entry %d of channel %d: %d and %d, want %d and %d", r.Canonical(), k%256, k/256,
							got[i].Pre[k], got[i].Post[k], want.Pre[k/256][k%256], want.Post[k/256][k%256])
					}
				}
			}
			for k := range want.Matrix {
				matrixOff = max(matrixOff, math.Abs(want.Matrix[k]-got[i].Matrix[k]))
			}
			matrixOff = max(matrixOff, math.Abs(want.Vignette-got[i].Vignette), math.Abs(want.Structure-got[i].Structure),
				math.Abs(want.Sharpen-got[i].Sharpen))
			if want.Offset != got[i].Offset {
				t.Errorf("%s: offset %v, want %v", r.Canonical(), got[i].Offset, want.Offset)
			}
		}
	}
	if matrixOff > 1e-13 {
		t.Errorf("a matrix or an amount is off by %g", matrixOff)
	}
	t.Logf("%d recipes: %d of %d table entries differ, other numbers by at most %.1g", len(recipes), bytesOff, len(recipes)*2*768,
		matrixOff)
}

// demoPhoto is a demo photo such as "two-dogs.jpg@480", with its longer side of so many pixels.
func demoPhoto(t *testing.T, name string) *picture {
	t.Helper()
	name, size, _ := strings.Cut(name, "@")
	edge, err := strconv.Atoi(size)
	if err != nil {
		t.Fatal(err)
	}
	data, err := static.Demo.ReadFile("demo/" + name)
	if err != nil {
		t.Fatal(err)
	}
	im, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := im.Bounds()
	p := newPicture(b.Dx(), b.Dy())
	for y := range p.height {
		for x := range p.width {
			r, g, bl, _ := im.At(b.Min.X+x, b.Min.Y+y).RGBA()
			copy(p.pix[3*(y*p.width+x):], []byte{byte(r >> 8), byte(g >> 8), byte(bl >> 8)})
		}
	}
	p, err = p.resized(fitEdge(p.width, p.height, edge))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *picture) png() []byte {
	im := image.NewNRGBA(image.Rect(0, 0, p.width, p.height))
	for i := range p.width * p.height {
		copy(im.Pix[4*i:], p.pix[3*i:3*i+3])
		im.Pix[4*i+3] = 255
	}
	return pngBytes(nil, im)
}

// edited is what the server makes of a picture without resizing it.
func edited(p *picture, r look.Recipe) (*picture, error) {
	plan := planFor(p.width, p.height, 1, r, func(w, h int) (int, int) { return w, h })
	out := p.area(plan.left, plan.top, plan.areaW, plan.areaH).turned(plan.turn)
	if plan.warped {
		out = out.warped(plan.width, plan.height, plan.warp())
	}
	return out, out.grade(look.Compile(r))
}

// levels compares pictures, in levels of 255.
type levels struct {
	worst      int
	sum, count float64
}

func (l *levels) add(d int) {
	if d < 0 {
		d = -d
	}
	l.worst = max(l.worst, d)
	l.sum += float64(d)
	l.count++
}

func (l *levels) join(other levels) {
	*l = levels{max(other.worst, l.worst), other.sum + l.sum, other.count + l.count}
}

func (l levels) mean() float64 { return l.sum / max(1, l.count) }

type parityCase struct {
	Group  string      `json:"group"` // of cases with the same bounds
	Name   string      `json:"-"`     // the look or slider, one row of the table
	Photo  string      `json:"photo"` // a demo photo, and its longer side in pixels
	Recipe look.Recipe `json:"recipe"`
}

// parityCases are every look and slider at three strengths on five photographs,
// and everything else that can be combined with them.
func parityCases() []parityCase {
	photos := []string{"two-dogs.jpg", "gradient-fold.jpg", "mountain-meadow.jpg", "fig-bowl.jpg", "hill-sunset.jpg", "paint-brushes.jpg"}
	var cases []parityCase
	put := func(group, name, photo string, r look.Recipe) {
		// Most at a size that a processor draws quickly, some at the preview's own.
		edge := 320
		if len(cases)%64 == 4 {
			edge = models.PreviewLongEdge
		}
		cases = append(cases, parityCase{group, name, fmt.Sprintf("%s@%d", photo, edge), r})
	}
	add := func(group, photo string, r look.Recipe) { put(group, group, photo, r) }
	n := 0
	photo := func() string { n++; return photos[n*len(photos)/7%len(photos)] }
	for _, name := range photos[:5] {
		for _, l := range look.Looks() {
			for _, strength := range []int{30, 70, 100} {
				put("looks", l.Name, name, look.Recipe{Filter: l.Name, Strength: &strength})
			}
		}
		for _, v := range []int{-100, 40, 100} {
			put("adjustments", "brightness", name, look.Recipe{Brightness: v})
			put("adjustments", "contrast", name, look.Recipe{Contrast: v})
			put("adjustments", "saturation", name, look.Recipe{Saturation: v})
			put("adjustments", "warmth", name, look.Recipe{Warmth: v})
			put("adjustments", "tint", name, look.Recipe{Tint: v})
			put("adjustments", "highlights", name, look.Recipe{Highlights: v})
			put("adjustments", "shadows", name, look.Recipe{Shadows: v})
			put("straighten", "straighten", name, look.Recipe{Straighten: .45 * float64(v)})
			put("perspective", "vertical perspective", name, look.Recipe{PerspectiveV: v})
			put("perspective", "horizontal perspective", name, look.Recipe{PerspectiveH: v})
		}
		for _, v := range []int{30, 70, 100} {
			put("adjustments", "fade", name, look.Recipe{Fade: v})
			put("adjustments", "vignette", name, look.Recipe{Vignette: v})
			put("structure", "structure", name, look.Recipe{Structure: v})
			put("sharpen", "sharpen", name, look.Recipe{Sharpen: v})
		}
	}
	for _, v := range []int{-100, 100} {
		for _, r := range []look.Recipe{
			{Filter: "Meridian", Saturation: 100, Warmth: v, Contrast: 100},
			{Filter: "Nocturne", Brightness: v, Shadows: 100, Vignette: 100},
		} {
			add("adjustments", photo(), r)
		}
	}
	random := rand.New(rand.NewPCG(3, 5))
	for range 12 {
		r := randomRecipe(random)
		r.Sharpen, r.Structure = 0, 0
		add("adjustments", photo(), r)
	}
	add("structure, sharpen and a look", photos[2], look.Recipe{Structure: 80, Sharpen: 60, Filter: "Velvet"})
	add("structure, sharpen and a look", photos[3], look.Recipe{Structure: 100, Sharpen: 100, Filter: "Ember", Contrast: 100})
	crop := look.Crop{X: .137, Y: .2113, W: .5, H: .61}
	for i, turn := range []look.Recipe{{}, {FlipH: true}, {FlipV: true}, {Rotate: 90}, {Rotate: 180}, {Rotate: 270},
		{Rotate: 90, FlipH: true}, {Rotate: 270, FlipV: true}, {Rotate: 90, FlipH: true, FlipV: true}} {
		cut := turn
		cut.Crop = &crop
		add("turn, mirror and crop", photos[i%3], cut)
		angle := turn
		angle.Straighten = []float64{-45, -12.3, -3, -.5, .1, 1.5, 7, 22.5, 45}[i]
		add("straighten", photos[(i+1)%4], angle)
		angle.Crop = &crop
		add("straighten", photos[(i+2)%4], angle)
		angle.PerspectiveV, angle.PerspectiveH = 25*i-100, 60-20*i
		add("perspective", photos[i%5], angle)
	}
	return cases
}

// The bounds. The colours are the same integers on both sides; the vignette, the
// local means, the blur and the interpolation are sums of 32-bit floats that may
// round to the neighbouring level, which the look's curves may then stretch.
var parityBounds = map[string]struct {
	worst int
	mean  float64
}{
	"looks":                         {1, 1e-4},
	"adjustments":                   {1, 1e-5},
	"structure":                     {1, 1e-4},
	"sharpen":                       {1, 1e-4},
	"structure, sharpen and a look": {6, 1e-3},
	"turn, mirror and crop":         {0, 0},
	"straighten":                    {1, 2e-3},
	"perspective":                   {1, 2e-3},
}

func TestPreviewHasTheServersPixels(t *testing.T) {
	t.Parallel()
	photos := map[string]*picture{}
	cases := parityCases()
	for _, c := range cases {
		if photos[c.Photo] == nil {
			photos[c.Photo] = demoPhoto(t, c.Photo)
		}
	}
	native, reference, rows := map[string]*levels{}, &levels{}, map[string]*levels{}
	compare := func(c parityCase, w, h int, got []byte) error {
		source := photos[c.Photo]
		want, err := edited(source, c.Recipe)
		if err != nil {
			return err
		}
		if w != want.width || h != want.height || len(got) != 4*w*h {
			return fmt.Errorf("%d × %d pixels in %d bytes, want %d × %d", w, h, len(got), want.width, want.height)
		}
		l := native[c.Group]
		if l == nil {
			l = &levels{}
			native[c.Group] = l
		}
		before := *l
		*l = levels{}
		for i := range w * h {
			for k := range 3 {
				l.add(int(got[4*i+k]) - int(want.pix[3*i+k]))
			}
		}
		if bound := parityBounds[c.Group]; l.worst > bound.worst || l.mean() > bound.mean {
			t.Errorf("%s: %s of %s: worst %d, mean %.2g levels; bounds %d and %.0e", c.Group, c.Recipe.Canonical(), c.Photo,
				l.worst, l.mean(), bound.worst, bound.mean)
		}
		if rows[c.Name] == nil {
			rows[c.Name] = &levels{}
		}
		rows[c.Name].join(*l)
		l.join(before)

		// The definition itself, on some rows.
		if g := look.Compile(c.Recipe); c.Recipe.GeometryIsIdentity() && g.Structure == 0 && g.Sharpen == 0 {
			for y := 0; y < h; y += 16 {
				for x := range w {
					i := y*w + x
					a, b, d := g.Color(source.pix[3*i], source.pix[3*i+1], source.pix[3*i+2])
					f := g.VignetteAt(x, y, w, h)
					for k, v := range []uint8{a, b, d} {
						reference.add(int(got[4*i+k]) - int(math.Floor(float64(v)*f+.5)))
					}
				}
			}
		}
		return nil
	}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /photo/{name}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(photos[r.PathValue("name")].png())
	})
	mux.HandleFunc("POST /result", func(w http.ResponseWriter, r *http.Request) {
		number := func(name string) int { n, _ := strconv.Atoi(r.FormValue(name)); return n }
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = compare(cases[number("case")], number("w"), number("h"), body)
		}
		if err != nil {
			t.Errorf("case %s: %v", r.FormValue("case"), err)
		}
	})
	ctx := startBrowser(t, mux)
	took, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`(async () => {
		const { Engine, decode, compile, plan } = editor, looks = `+script(definitions())+`, cases = `+script(cases)+`;
		const engine = new Engine(document.createElement("canvas")), gl = engine.gl;
		const pixelsOf = (p, grade) => { // from the top left, four bytes a pixel
			const into = engine.target("out", p.width, p.height), out = new Uint8Array(4 * p.width * p.height);
			engine.renderInto(into, p, grade);
			gl.bindFramebuffer(gl.FRAMEBUFFER, into.frame);
			gl.readPixels(0, 0, p.width, p.height, gl.RGBA, gl.UNSIGNED_BYTE, out);
			return out;
		};
		let took = 0;
		for (const name of new Set(cases.map((c) => c.photo))) {
			const bitmap = await decode(await (await fetch("/photo/" + name)).blob());
			engine.load(bitmap);
			for (const [i, c] of cases.entries()) {
				if (c.photo !== name) continue;
				const p = plan(c.recipe, bitmap.width, bitmap.height, false), before = performance.now();
				const pixels = pixelsOf(p, compile(c.recipe, looks));
				took += performance.now() - before;
				const answer = await fetch("/result?case=" + i + "&w=" + p.width + "&h=" + p.height, { method: "POST", body: pixels });
				if (!answer.ok) throw new Error("result " + answer.status);
			}
		}
		return took / cases.length;
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, c := range cases {
		if l := rows[c.Name]; l != nil && native[c.Name] == nil || c.Name == "straighten" || c.Name == "structure" || c.Name == "sharpen" {
			if l != nil {
				fmt.Fprintf(&table, "\n%-24s largest %d, mean %.2g", c.Name, l.worst, l.mean())
			}
			delete(rows, c.Name)
		}
	}
	t.Logf("the preview in Chromium and the server's picture before it is encoded, in levels of 255; each look and slider at "+
		"three strengths on five photographs:%s", table.String())
	for _, group := range []string{"looks", "adjustments", "turn, mirror and crop", "straighten", "perspective", "structure",
		"sharpen", "structure, sharpen and a look"} {
		l := native[group]
		if l == nil {
			t.Errorf("%s: nothing was compared", group)
			continue
		}
		t.Logf("%-30s worst %d, mean %.2g levels over %.0f million values", group, l.worst, l.mean(), l.count/1e6)
	}
	t.Logf("%-30s worst %d, mean %.2g levels over %.0f million values", "the definition in Go", reference.worst, reference.mean(),
		reference.count/1e6)
	if reference.worst > 2 {
		t.Errorf("worst %d levels from the definition, want at most 2", reference.worst)
	}
	t.Logf("%d pictures, %.0f ms each in the browser with reading back, on the processor", len(cases), took)
}

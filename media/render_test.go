package media

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"photogram/media/look"
	"photogram/models"
)

func render1(t testing.TB, p *Pool, path string, r look.Recipe) (Result, string) {
	t.Helper()
	out := t.TempDir()
	result, err := p.Render(t.Context(), RenderJob{Path: path, Recipe: r, OutDir: out, Preview: true})
	if err != nil {
		t.Fatal(err)
	}
	return result, out
}

// decodeFile reads what was written. WebP goes through libvips: the Go decoder
// takes its limited-range colours for full range.
func decodeFile(t testing.TB, path string) image.Image {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) != ".webp" {
		im, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return im
	}
	h, err := probeHeader(data, WebP)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	pic, err := decodeStreaming(data, WebP, false, nil, planFor(h.width, h.height, 1, look.Recipe{}, models.FitRendition))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return pic.image()
}

func (p *picture) image() image.Image {
	im := image.NewNRGBA(image.Rect(0, 0, p.width, p.height))
	for i := range p.width * p.height {
		copy(im.Pix[4*i:], p.pix[3*i:3*i+3])
		im.Pix[4*i+3] = 255
	}
	return im
}

// largest is the JPEG of the largest rendition.
func largest(t testing.TB, r Result, dir string) image.Image {
	return decodeFile(t, filepath.Join(dir, models.WidthName(r.Width, "jpg")))
}

// rgbAt is the mean of the 5 × 5 pixels around a place in fractions.
func rgbAt(im image.Image, fx, fy float64) [3]float64 {
	b := im.Bounds()
	cx, cy := b.Min.X+int(fx*float64(b.Dx())), b.Min.Y+int(fy*float64(b.Dy()))
	var sum [3]float64
	n := 0.0
	for y := max(b.Min.Y, cy-2); y <= min(b.Max.Y-1, cy+2); y++ {
		for x := max(b.Min.X, cx-2); x <= min(b.Max.X-1, cx+2); x++ {
			c := color.NRGBAModel.Convert(im.At(x, y)).(color.NRGBA)
			sum[0] += float64(c.R)
			sum[1] += float64(c.G)
			sum[2] += float64(c.B)
			n++
		}
	}
	return [3]float64{sum[0] / n, sum[1] / n, sum[2] / n}
}

// difference is the mean distance of two pictures in levels, on a grid.
func difference(a, b image.Image) float64 {
	sum, n := 0.0, 0.0
	for y := 0.03; y < 1; y += 0.047 {
		for x := 0.03; x < 1; x += 0.047 {
			p, q := rgbAt(a, x, y), rgbAt(b, x, y)
			for c := range 3 {
				sum += math.Abs(p[c] - q[c])
				n++
			}
		}
	}
	return sum / n
}

func wantClose(t *testing.T, what string, got, want [3]float64, within float64) {
	t.Helper()
	for c := range 3 {
		if math.Abs(got[c]-want[c]) > within {
			t.Errorf("%s: %.0f, want %.0f", what, got, want)
			return
		}
	}
}

func TestRenderWritesEveryFile(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{2500, 1500, 2048, 1229}, {700, 900, 700, 900}, {16, 16, 16, 16}, {300, 5000, 300, 5000}, {990, 11000, 640, 7111},
		{600, 12000, 600, 12000}, {500, 16000, 400, 12800}, {2000, 4200, 1950, 4096}, {1080, 1080, 1080, 1080},
	} {
		path := writeTemp(t, jpegBytes(t, scene(c.w, c.h)))
		result, dir := render1(t, p, path, look.Recipe{})
		if result.Width != c.wantW || result.Height != c.wantH {
			t.Errorf("%d × %d became %d × %d", c.w, c.h, result.Width, result.Height)
		}
		want := []string{PreviewName}
		for _, format := range models.RenditionFormats {
			for _, w := range models.RenditionWidths(result.Width) {
				want = append(want, models.WidthName(w, format))
			}
			for _, side := range models.SquareSizes {
				want = append(want, models.SquareName(side, format))
			}
		}
		var got []string
		for _, f := range result.Files {
			got = append(got, f.Name)
			info, err := os.Stat(filepath.Join(dir, f.Name))
			if err != nil || info.Size() != f.Bytes {
				t.Errorf("%s: %v", f.Name, err)
				continue
			}
			size := decodeFile(t, filepath.Join(dir, f.Name)).Bounds().Size()
			if size.X != f.Width || size.Y != f.Height {
				t.Errorf("%s is %v, said %d × %d", f.Name, size, f.Width, f.Height)
			}
			var side int
			if n, _ := fmt.Sscanf(f.Name, "sq%d.", &side); n == 1 && (f.Width != min(side, c.wantW, c.wantH) || f.Height != f.Width) {
				t.Errorf("%s is %d × %d", f.Name, f.Width, f.Height)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d × %d: %v, want %v", c.w, c.h, got, want)
		}
		if !strings.HasPrefix(result.Placeholder, "data:image/webp;base64,") || len(result.Placeholder) >= 500 {
			t.Errorf("placeholder of %d bytes", len(result.Placeholder))
		}
		if len(result.Color) != 7 || result.Color[0] != '#' {
			t.Errorf("color %q", result.Color)
		}
	}
}

func TestFormatsAgree(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	source := scene(640, 480)
	result, dir := render1(t, p, writeTemp(t, pngBytes(t, source)), look.Recipe{})
	for _, format := range models.RenditionFormats {
		if d := difference(decodeFile(t, filepath.Join(dir, models.WidthName(result.Width, format))), source); d > 2 {
			t.Errorf("%s differs by %.1f levels", format, d)
		}
	}
}

func TestEveryOrientation(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	// turned stores the scene so that the orientation makes it upright again.
	upright := scene(420, 300)
	at := map[int]func(x, y int) (int, int){
		1: func(x, y int) (int, int) { return x, y },
		2: func(x, y int) (int, int) { return 419 - x, y },
		3: func(x, y int) (int, int) { return 419 - x, 299 - y },
		4: func(x, y int) (int, int) { return x, 299 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, 419 - x },
		7: func(x, y int) (int, int) { return 299 - y, 419 - x },
		8: func(x, y int) (int, int) { return 299 - y, x },
	}
	for orientation, where := range at {
		w, h := 420, 300
		if orientation > 4 {
			w, h = h, w
		}
		stored := image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range 300 {
			for x := range 420 {
				sx, sy := where(x, y)
				stored.Set(sx, sy, upright.At(x, y))
			}
		}
		path := writeTemp(t, withExif(jpegBytes(t, stored), orientation))
		info, err := p.Inspect(t.Context(), path)
		if err != nil || info.Orientation != orientation || info.Width != 420 || info.Height != 300 {
			t.Fatalf("%d: %+v, %v", orientation, info, err)
		}
		result, dir := render1(t, p, path, look.Recipe{})
		if d := difference(largest(t, result, dir), upright); d > 2 {
			t.Errorf("orientation %d differs by %.1f levels", orientation, d)
		}
		if d := difference(decodeFile(t, filepath.Join(dir, PreviewName)), upright); d > 2 {
			t.Errorf("preview of orientation %d differs by %.1f levels", orientation, d)
		}
		// A crop is in the upright picture, whatever is stored.
		result, dir = render1(t, p, path, look.Recipe{Crop: &look.Crop{X: .5, Y: .1, W: .4, H: .3}})
		cut := upright.SubImage(image.Rect(210, 30, 378, 120))
		if d := difference(largest(t, result, dir), cut); d > 2.5 || result.Width != 168 || result.Height != 90 {
			t.Errorf("crop of orientation %d is %d × %d and differs by %.1f levels", orientation, result.Width, result.Height, d)
		}
		if d := difference(decodeFile(t, filepath.Join(dir, PreviewName)), upright); d > 2 {
			t.Errorf("preview beside a crop of orientation %d differs by %.1f levels", orientation, d)
		}
	}
}

// The pictures of the recurring test set of EXIF orientations, which all show the same.
func TestOrientationTestSet(t *testing.T) {
	long(t)
	t.Parallel()
	p := newTestPool(t, nil)
	for _, kind := range []string{"Landscape", "Portrait"} {
		var first image.Image
		for i := 1; i <= 8; i++ {
			result, dir := render1(t, p, bimgFile(t, fmt.Sprintf("exif/%s_%d.jpg", kind, i)), look.Recipe{})
			im := largest(t, result, dir)
			if first == nil {
				first = im
			}
			// Each picture has its own number in the middle.
			if d := difference(im, first); d > 6 || im.Bounds() != first.Bounds() {
				t.Errorf("%s_%d: %v, differs by %.1f levels", kind, i, im.Bounds(), d)
			}
		}
	}
}

func TestGeometryOfRecipes(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	source := scene(600, 400)
	path := writeTemp(t, pngBytes(t, source))
	for _, c := range []struct {
		name   string
		recipe look.Recipe
		w, h   int
		from   func(u, v float64) (float64, float64) // where a place in the result comes from
	}{
		{"flip h", look.Recipe{FlipH: true}, 600, 400, func(u, v float64) (float64, float64) { return 1 - u, v }},
		{"flip v", look.Recipe{FlipV: true}, 600, 400, func(u, v float64) (float64, float64) { return u, 1 - v }},
		{"rotate 90", look.Recipe{Rotate: 90}, 400, 600, func(u, v float64) (float64, float64) { return v, 1 - u }},
		{"rotate 180", look.Recipe{Rotate: 180}, 600, 400, func(u, v float64) (float64, float64) { return 1 - u, 1 - v }},
		{"rotate 270", look.Recipe{Rotate: 270}, 400, 600, func(u, v float64) (float64, float64) { return 1 - v, u }},
		{"flip h, then rotate 90", look.Recipe{FlipH: true, Rotate: 90}, 400, 600,
			func(u, v float64) (float64, float64) { return 1 - v, 1 - u }},
		{"rotate 90, then crop", look.Recipe{Rotate: 90, Crop: &look.Crop{X: .5, Y: 0, W: .5, H: .25}}, 200, 150,
			func(u, v float64) (float64, float64) { return v * .25, 1 - (.5 + u*.5) }},
		{"straighten 10", look.Recipe{Straighten: 10}, 600, 400, straightenedFrom(10, 600, 400, 0, 0, 1, 1)},
		{"straighten -45", look.Recipe{Straighten: -45}, 600, 400, straightenedFrom(-45, 600, 400, 0, 0, 1, 1)},
		{"straighten, then crop", look.Recipe{Straighten: 7, Crop: &look.Crop{X: .1, Y: .2, W: .5, H: .6}}, 300, 240,
			straightenedFrom(7, 600, 400, .1, .2, .5, .6)},
	} {
		result, dir := render1(t, p, path, c.recipe)
		if result.Width != c.w || result.Height != c.h {
			t.Errorf("%s: %d × %d", c.name, result.Width, result.Height)
			continue
		}
		im := largest(t, result, dir)
		for _, at := range [][2]float64{{.05, .05}, {.95, .06}, {.04, .94}, {.93, .95}, {.3, .7}} {
			u, v := c.from(at[0], at[1])
			wantClose(t, fmt.Sprintf("%s at %v", c.name, at), rgbAt(im, at[0], at[1]), rgbAt(source, u, v), 5)
		}
	}
}

// straightenedFrom is the definition of straightening, in fractions.
func straightenedFrom(degrees, w, h, cx, cy, cw, ch float64) func(u, v float64) (float64, float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	zoom := cos + math.Max(w/h, h/w)*math.Abs(sin)
	return func(u, v float64) (float64, float64) {
		dx, dy := (cx+u*cw-.5)*w, (cy+v*ch-.5)*h
		return .5 + (dx*cos+dy*sin)/zoom/w, .5 + (dy*cos-dx*sin)/zoom/h
	}
}

func TestCropTooSmall(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	_, err := p.Render(t.Context(), RenderJob{Path: writeTemp(t, jpegBytes(t, scene(100, 100))), OutDir: t.TempDir(),
		Recipe: look.Recipe{Crop: &look.Crop{X: 0, Y: 0, W: .1, H: .5}}})
	if err == nil || !strings.Contains(err.Error(), "The crop is 10 × 50 pixels; each side must be at least 16") {
		t.Error(err)
	}
}

func TestAwkwardColours(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	source := scene(200, 140)
	deep := image.NewNRGBA64(source.Bounds())
	draw.Draw(deep, deep.Bounds(), source, image.Point{}, draw.Src)
	grey := image.NewGray(source.Bounds())
	draw.Draw(grey, grey.Bounds(), source, image.Point{}, draw.Src)
	grey16 := image.NewGray16(source.Bounds())
	draw.Draw(grey16, grey16.Bounds(), source, image.Point{}, draw.Src)
	// Transparent red on the left, which must not bleed; half transparent blue on the right.
	clear := image.NewNRGBA(image.Rect(0, 0, 200, 100))
	draw.Draw(clear, image.Rect(0, 0, 100, 100), image.NewUniform(color.NRGBA{255, 0, 0, 0}), image.Point{}, draw.Src)
	draw.Draw(clear, image.Rect(100, 0, 200, 100), image.NewUniform(color.NRGBA{0, 0, 255, 128}), image.Point{}, draw.Src)
	flat := image.NewNRGBA(clear.Bounds())
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), clear, image.Point{}, draw.Over)
	clear16 := image.NewNRGBA64(clear.Bounds())
	draw.Draw(clear16, clear16.Bounds(), clear, image.Point{}, draw.Src)

	for _, c := range []struct {
		name string
		data []byte
		want image.Image
	}{
		{"8-bit PNG", pngBytes(t, source), source},
		{"16-bit PNG", pngBytes(t, deep), source},
		{"grey PNG", pngBytes(t, grey), grey},
		{"16-bit grey PNG", pngBytes(t, grey16), grey},
		{"grey JPEG", jpegBytes(t, grey), grey},
		{"alpha PNG", pngBytes(t, clear), flat},
		{"16-bit alpha PNG", pngBytes(t, clear16), flat},
	} {
		result, dir := render1(t, p, writeTemp(t, c.data), look.Recipe{})
		for _, name := range []string{models.WidthName(200, "jpg"), PreviewName} {
			if d := difference(decodeFile(t, filepath.Join(dir, name)), c.want); d > 3 || result.Width != 200 {
				t.Errorf("%s: %s differs by %.1f levels", c.name, name, d)
			}
		}
		_, dir = render1(t, p, writeTemp(t, c.data), look.Recipe{Filter: "Meridian", Rotate: 90, Straighten: 3})
		if _, err := os.Stat(filepath.Join(dir, "sq640.webp")); err != nil {
			t.Errorf("%s, edited: %v", c.name, err)
		}
	}
}

func TestAnimationGivesItsFirstFrame(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	path := writeTemp(t, gifBytes(t, 60, 40, 12))
	info, err := p.Inspect(t.Context(), path)
	if err != nil || info.Frames != 12 || info.Width != 60 || info.Height != 40 || info.Format != GIF {
		t.Fatalf("%+v, %v", info, err)
	}
	if result, _ := render1(t, p, path, look.Recipe{}); result.Width != 60 || result.Height != 40 {
		t.Errorf("%d × %d", result.Width, result.Height)
	}
}

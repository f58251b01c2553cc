package media

import (
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"photogram/media/look"
	"photogram/models"
)

// lettering is red text on blue, whose edges are edges of colour.
func lettering(w, h int) *image.NRGBA {
	im := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(im.Pix); i += 4 {
		copy(im.Pix[i:], []byte{20, 40, 200, 255})
	}
	d := font.Drawer{Dst: im, Src: image.NewUniform(color.NRGBA{230, 30, 30, 255}), Face: basicfont.Face7x13}
	for y := 16; y < h; y += 16 {
		d.Dot = fixed.P(8, y)
		for d.Dot.X.Round() < w-80 {
			d.DrawString("Sharp edges ")
		}
	}
	return im
}

// rms is the root of the mean squared difference of all pixels, in levels.
func rms(a, b image.Image) float64 {
	sum, n := 0.0, 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				sum += float64(d * d)
			}
			n += 3
		}
	}
	return math.Sqrt(sum / float64(n))
}

// Colour keeps its full resolution where halving it shows, and only there.
func TestSharpColoursStaySharp(t *testing.T) {
	t.Parallel()
	share := func(name string) float64 {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		o, err := open(fileOf(t, name), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		o.data = data
		pic, err := o.decode(planFor(o.header.width, o.header.height, o.header.orientation, look.Recipe{}, models.FitRendition))
		if err != nil {
			t.Fatal(err)
		}
		return pic.colourEdges()
	}
	photos, err := filepath.Glob("../static/demo/*.jpg")
	if err != nil || len(photos) == 0 {
		t.Fatal("no photographs", err)
	}
	for _, name := range append(photos[:min(8, len(photos))], bimgFile(t, "test_exif_full.jpg"),
		bimgFile(t, "northern_cardinal_bird.jpg")) {
		n := share(name)
		t.Logf("%s: %.2f thousandths", filepath.Base(name), 1000*n)
		if n > sharpEdges {
			t.Errorf("the photograph %s counts as sharp", name)
		}
	}
	source := lettering(640, 480)
	path := writeTemp(t, pngBytes(t, source))
	n := share(path)
	t.Logf("lettering: %.2f thousandths", 1000*n)
	if n <= sharpEdges {
		t.Error("lettering does not count as sharp")
	}
	p := newTestPool(t, nil)
	result, dir := render1(t, p, path, look.Recipe{})
	master := newPicture(640, 480)
	for i := range 640 * 480 {
		copy(master.pix[3*i:], source.Pix[4*i:4*i+3])
	}
	plain := t.TempDir()
	for format, encode := range map[string]func() ([]byte, error){
		"jpg":  func() ([]byte, error) { return master.jpeg(jpegQuality) },
		"webp": func() ([]byte, error) { return master.webp(webpQuality, webpEffort, false) },
	} {
		data, err := encode()
		if err != nil {
			t.Fatal(err)
		}
		name := models.WidthName(result.Width, format)
		if err := os.WriteFile(filepath.Join(plain, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		sharp, halved := rms(decodeFile(t, filepath.Join(dir, name)), source), rms(decodeFile(t, filepath.Join(plain, name)), source)
		t.Logf("%s: error %.1f levels in %d bytes, was %.1f in %d", format, sharp, info.Size(), halved, len(data))
		if sharp >= halved {
			t.Errorf("%s: no gain", format)
		}
	}
}

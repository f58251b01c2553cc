package media

import (
	"image"
	"testing"

	"photogram/media/look"
	"photogram/media/mediatest"
)

// converted is a scene in the colours of another space, 16 bits.
func converted(w, h int, s mediatest.Space) *image.NRGBA64 {
	from := scene(w, h)
	out := image.NewNRGBA64(from.Bounds())
	for y := range h {
		for x := range w {
			out.SetNRGBA64(x, y, s.From(from.NRGBAAt(x, y)))
		}
	}
	return out
}

// Pictures in wide spaces come out with the colours they have in sRGB, in every
// container and depth.
func TestWideGamutComesOutRight(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	want := scene(300, 200)
	for _, s := range []mediatest.Space{mediatest.AdobeRGB, mediatest.DisplayP3, mediatest.Rec2020} {
		for name, data := range map[string][]byte{
			"JPEG":        mediatest.WithProfile(jpegBytes(t, converted(300, 200, s)), s.Profile()),
			"8-bit TIFF":  mediatest.TIFF{W: 300, H: 200, Profile: s.Profile(), Colour: s.From}.Bytes(),
			"16-bit TIFF": mediatest.TIFF{W: 300, H: 200, Deep: true, Big: true, Profile: s.Profile(), Colour: s.From}.Bytes(),
		} {
			path := writeTemp(t, data)
			if _, err := p.Inspect(t.Context(), path); err != nil {
				t.Errorf("%s, %s: %v", s.Name, name, err)
				continue
			}
			result, dir := render1(t, p, path, look.Recipe{})
			d := difference(largest(t, result, dir), want)
			t.Logf("%s, %s: mean difference %.2f levels", s.Name, name, d)
			if d > 2 {
				t.Errorf("%s, %s differs by %.1f levels", s.Name, name, d)
			}
		}
	}
}

func TestTIFF(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	for name, c := range map[string]struct {
		file   mediatest.TIFF
		within float64
	}{
		"little endian": {mediatest.TIFF{W: 300, H: 200}, 2},
		"big endian":    {mediatest.TIFF{W: 300, H: 200, Big: true}, 2},
		"16 bits":       {mediatest.TIFF{W: 300, H: 200, Deep: true}, 2},
		"three pages":   {mediatest.TIFF{W: 300, H: 200, Pages: 3}, 2},
		"CMYK":          {mediatest.TIFF{W: 300, H: 200, CMYK: true}, 35}, // the colours of a printing press
	} {
		path := writeTemp(t, c.file.Bytes())
		info, err := p.Inspect(t.Context(), path)
		if err != nil || info.Format != TIFF || info.Width != 300 || info.Height != 200 || info.Frames != 1 {
			t.Errorf("%s: %+v, %v", name, info, err)
			continue
		}
		result, dir := render1(t, p, path, look.Recipe{})
		d := difference(largest(t, result, dir), scene(300, 200))
		t.Logf("%s: mean difference %.2f levels", name, d)
		if d > c.within {
			t.Errorf("%s differs by %.1f levels", name, d)
		}
	}
	turned := writeTemp(t, mediatest.TIFF{W: 300, H: 200, Change: map[uint16]uint32{mediatest.TagOrientation: 6}}.Bytes())
	if result, _ := render1(t, p, turned, look.Recipe{}); result.Width != 200 || result.Height != 300 {
		t.Errorf("turned by its tag: %d × %d", result.Width, result.Height)
	}
}

package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"photogram/media/look"
	"photogram/media/mediatest"
)

// meanDifference is over all pixels.
func meanDifference(t *testing.T, a, b image.Image) float64 {
	t.Helper()
	size := a.Bounds().Size()
	if size != b.Bounds().Size() {
		t.Fatalf("%v and %v", size, b.Bounds().Size())
	}
	sum := 0.0
	for y := range size.Y {
		for x := range size.X {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			sum += math.Abs(float64(p.R)-float64(q.R)) + math.Abs(float64(p.G)-float64(q.G)) + math.Abs(float64(p.B)-float64(q.B))
		}
	}
	return sum / float64(3*size.X*size.Y)
}

func shown(t *testing.T, p *Pool, data []byte) image.Image {
	t.Helper()
	path := writeTemp(t, data)
	if _, err := p.Inspect(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	result, dir := render1(t, p, path, look.Recipe{})
	return largest(t, result, dir)
}

func TestSamplesHaveTheirColours(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	want, err := png.Decode(bytes.NewReader(odd(t, "p3_pq_expected.png")))
	if err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]float64{"p3_nclx.avif": 3, "p3_cicp.png": 3, "pq_nclx.avif": 15} {
		d := meanDifference(t, shown(t, p, odd(t, name)), want)
		t.Logf("%s: %.2f", name, d)
		if d > most {
			t.Errorf("%s differs by %.1f levels, at most %g", name, d, most)
		}
	}
	raw, err := png.Decode(bytes.NewReader(odd(t, "gamma_1.png")))
	if err != nil {
		t.Fatal(err)
	}
	lighter := image.NewNRGBA(raw.Bounds())
	for i := range lighter.Rect.Dx() {
		for k := range lighter.Rect.Dy() {
			c := color.NRGBAModel.Convert(raw.At(i, k)).(color.NRGBA)
			up := func(v uint8) uint8 { return uint8(255*math.Pow(float64(v)/255, 1/2.2) + .5) }
			lighter.SetNRGBA(i, k, color.NRGBA{up(c.R), up(c.G), up(c.B), 255})
		}
	}
	if d := meanDifference(t, shown(t, p, odd(t, "gamma_1.png")), lighter); d > 3 {
		t.Errorf("gamma_1.png differs by %.1f levels", d)
	}
}

// pngSaying is a PNG with more chunks in front of its pixels.
func pngSaying(im image.Image, chunks ...pngChunk) []byte {
	data := pngBytes(nil, im)
	out := bytes.Clone(data[:33]) // the header
	for _, c := range chunks {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.body)))
		start := len(out)
		out = append(append(out, c.kind...), c.body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	return append(out, data[33:]...)
}

// What a PNG says of its colours is followed in the order of the standard.
func TestPNGColours(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	gamma := func(g float64) pngChunk { return pngChunk{"gAMA", be32(uint32(g * 100_000))} }
	chrm := func(c chromaticities) (k pngChunk) {
		k.kind = "cHRM"
		for i := range c {
			k.body = append(k.body, be32(uint32(math.Round(c[(i+6)%8]*100_000)))...)
		}
		return k
	}
	cicp := func(primaries, transfer byte) pngChunk { return pngChunk{"cICP", []byte{primaries, transfer, 0, 1}} }
	srgb := pngChunk{"sRGB", []byte{0}}
	plain := scene(240, 160)
	powered := func(e float64) image.Image {
		out := image.NewNRGBA64(plain.Rect)
		for i := 0; i < len(plain.Pix); i++ {
			v := uint16(65535*math.Pow(float64(plain.Pix[i])/255, e) + .5)
			out.Pix[2*i], out.Pix[2*i+1] = byte(v>>8), byte(v)
		}
		return out
	}
	wide := converted(240, 160, mediatest.DisplayP3)
	curve := func(from image.Image, primary int, level func(v float64) float64) image.Image {
		m := inverse(times(inverse(toXYZ(primaries[1])), toXYZ(primaries[primary])))
		out := image.NewNRGBA64(from.Bounds())
		for y := range 160 {
			for x := range 240 {
				c := color.NRGBAModel.Convert(from.At(x, y)).(color.NRGBA)
				v := apply(m, [3]float64{srgbLight(float64(c.R) / 255), srgbLight(float64(c.G) / 255), srgbLight(float64(c.B) / 255)})
				l := func(v float64) uint16 { return uint16(65535*level(max(0, v)) + .5) }
				out.SetNRGBA64(x, y, color.NRGBA64{l(v[0]), l(v[1]), l(v[2]), 65535})
			}
		}
		return out
	}
	dim := image.NewNRGBA(plain.Rect) // below where tone mapping begins
	for i, v := range plain.Pix {
		if dim.Pix[i] = uint8(float64(v) * .5); i%4 == 3 {
			dim.Pix[i] = 255
		}
	}
	pq := func(v float64) float64 {
		const m1, m2, c1, c2, c3 = 2610.0 / 16384, 2523.0 / 32, 3424.0 / 4096, 2413.0 / 128, 2392.0 / 128
		y := math.Pow(v*paperWhite/10000, m1)
		return math.Pow((c1+c2*y)/(1+c3*y), m2)
	}
	for _, c := range []struct {
		name   string
		data   []byte
		want   image.Image
		within float64
	}{
		{"nothing said", pngSaying(plain), plain, 2},
		{"gamma of screens", pngSaying(plain, gamma(.45455)), plain, 2},
		{"gamma 1", pngSaying(powered(2.2), gamma(1)), plain, 3},
		{"gamma 1/1.8", pngSaying(powered(2.2/1.8), gamma(1/1.8)), plain, 3},
		{"sRGB is stronger than gamma", pngSaying(plain, srgb, gamma(1)), plain, 2},
		{"primaries of P3", pngSaying(wide, gamma(.45455), chrm(primaries[12])), plain, 4},
		{"primaries that are none", pngSaying(plain, gamma(.45455), chrm(chromaticities{})), plain, 2},
		{"CICP of P3", pngSaying(wide, cicp(12, 13)), plain, 2},
		{"CICP is stronger than sRGB", pngSaying(wide, cicp(12, 13), srgb, gamma(1)), plain, 2},
		{"CICP of sRGB is stronger than gamma", pngSaying(plain, cicp(1, 13), gamma(1)), plain, 2},
		{"CICP that says nothing", pngSaying(plain, cicp(2, 2)), plain, 2},
		{"linear light", pngSaying(curve(plain, 1, func(v float64) float64 { return v }), cicp(1, 8)), plain, 2},
		{"PQ of dim light", pngSaying(curve(dim, 9, pq), cicp(9, 16)), dim, 12},
		{"PQ", pngSaying(curve(plain, 9, pq), cicp(9, 16)), plain, 25},
	} {
		if d := meanDifference(t, shown(t, p, c.data), c.want); d > c.within {
			t.Errorf("%s: differs by %.1f levels, at most %g", c.name, d, c.within)
		} else {
			t.Logf("%s: %.2f", c.name, d)
		}
	}
}

// HEIF and AVIF come out right in every coding of their planes.
func TestHEIFCodings(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	source := filepath.Join(t.TempDir(), "scene.png")
	if err := os.WriteFile(source, pngBytes(t, scene(256, 192)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, brand := range []string{"heic", "avif"} {
		coder := []string{"-c:v", "libx265", "-x265-params", "log-level=none", "-crf", "8"}
		if brand == "avif" {
			coder = []string{"-c:v", "libaom-av1", "-cpu-used", "8", "-crf", "8"}
		}
		for _, c := range []struct {
			format, matrix, span string
			nclx                 []byte
		}{
			{"yuv420p", "smpte170m", "tv", mediatest.NCLX(1, 13, 6, false)},
			{"yuv420p", "bt709", "pc", mediatest.NCLX(1, 13, 1, true)},
			{"yuv422p", "bt709", "tv", mediatest.NCLX(1, 13, 1, false)},
			{"yuv444p", "bt2020", "pc", mediatest.NCLX(1, 13, 9, true)},
			{"yuv420p10le", "smpte170m", "pc", mediatest.NCLX(1, 13, 6, true)},
			{"yuv444p10le", "bt709", "tv", mediatest.NCLX(1, 13, 1, false)},
			{"yuv420p12le", "bt709", "pc", mediatest.NCLX(2, 2, 1, true)},
		} {
			args := append([]string{"-i", source, "-vf",
				"scale=out_color_matrix=" + c.matrix + ":out_range=" + c.span + ",format=" + c.format, "-color_range", c.span}, coder...)
			data := mediatest.HEIF(t, brand, 256, 192, [][]byte{c.nclx}, args...)
			name := brand + ", " + c.format + ", " + c.matrix + ", " + c.span
			if d := meanDifference(t, shown(t, p, data), scene(256, 192)); d > 3 {
				t.Errorf("%s: differs by %.1f levels", name, d)
			}
		}
	}
}

// A photo and a video of the same scene in HDR look the same.
func TestHDRStillsLookLikeVideos(t *testing.T) {
	long(t)
	t.Parallel()
	p, v := newTestPool(t, nil), NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	muted := scene(320, 240) // within what the screens of both can show
	for i := 0; i < len(muted.Pix); i += 4 {
		grey := (int(muted.Pix[i]) + int(muted.Pix[i+1]) + int(muted.Pix[i+2])) / 3
		for c := range 3 {
			muted.Pix[i+c] = uint8((int(muted.Pix[i+c]) + 5*grey) / 6)
		}
	}
	source := filepath.Join(t.TempDir(), "muted.png")
	if err := os.WriteFile(source, pngBytes(t, muted), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		transfer string
		nclx     []byte
	}{"PQ": {"smpte2084", mediatest.NCLX(9, 16, 9, false)}, "HLG": {"arib-std-b67", mediatest.NCLX(9, 18, 9, false)}} {
		args := []string{"-i", source, "-vf", "scale=out_color_matrix=bt2020:out_range=tv,format=yuv444p10le",
			"-color_primaries", "bt2020", "-color_trc", c.transfer, "-colorspace", "bt2020nc", "-color_range", "tv", "-c:v", "libx265",
			"-x265-params", "log-level=none:colorprim=bt2020:transfer=" + c.transfer + ":colormatrix=bt2020nc", "-crf", "5"}
		still := shown(t, p, mediatest.HEIF(t, "heic", 320, 240, [][]byte{c.nclx}, args...))
		dir := t.TempDir()
		if err := v.Frame(t.Context(), mediatest.ClipFile(t, "a.mp4", args...), 0, filepath.Join(dir, "frame.jpg")); err != nil {
			t.Fatal(err)
		}
		d := meanDifference(t, still, decodeFile(t, filepath.Join(dir, "frame.jpg")))
		t.Logf("%s: %.2f", name, d)
		if d > 2 {
			t.Errorf("%s: a still and a video differ by %.1f levels", name, d)
		}
	}
}

// What would take too much memory is refused when it is sent, with the limit.
func TestHeavyHEIFIsRefused(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	small := mediatest.HEIF(t, "avif", 64, 64, nil, "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=1:duration=1", "-pix_fmt",
		"yuv444p10le", "-c:v", "libaom-av1", "-cpu-used", "8")
	large := patch(t, small, "ispe", 4, append(be32(5472), be32(3648)...)...)
	_, err := p.Inspect(t.Context(), writeTemp(t, large))
	var e *Error
	if !errors.As(err, &e) || e.Code != TooBigDimensions ||
		!strings.Contains(e.Message, "263 MB when it is opened; it may take at most 243 MB") {
		t.Error(err)
	}
	if _, err := p.Inspect(t.Context(), writeTemp(t, small)); err != nil {
		t.Error(err)
	}
	whole := mediatest.HEIF(t, "heic", 64, 64, nil, "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=1:duration=1", "-pix_fmt",
		"yuv420p", "-c:v", "libx265",
		"-x265-params", "log-level=none")
	_, err = p.Inspect(t.Context(), writeTemp(t, patch(t, whole, "ispe", 4, append(be32(8000), be32(8000)...)...)))
	if !errors.As(err, &e) || e.Code != TooBigDimensions ||
		!strings.Contains(e.Message, "288 MB when it is opened; it may take at most 243 MB") {
		t.Errorf("64 megapixels in one piece: %v", err)
	}
}

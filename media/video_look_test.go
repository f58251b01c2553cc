package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"photogram/media/look"
)

// raw is a picture's pixels as ffmpeg decodes or filters them.
func rawPixels(t testing.TB, dir, in string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-i", in}, args...), "-frames:v", "1", "-sws_flags",
		"bicubic+accurate_rnd+full_chroma_int+full_chroma_inp", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	return out
}

// looksOfVideos are all looks and every adjustment that videos have, at full strength.
func looksOfVideos() map[string]look.Recipe {
	all := map[string]look.Recipe{}
	for _, l := range look.Looks() {
		all[l.Name] = look.Recipe{Filter: l.Name}
	}
	for name, r := range map[string]look.Recipe{"brightness": {Brightness: 100}, "contrast": {Contrast: 100},
		"saturation": {Saturation: 100}, "warmth": {Warmth: 100}, "tint": {Tint: 100},
		"highlights": {Highlights: 100}, "shadows": {Shadows: 100}, "fade": {Fade: 100}, "vignette": {Vignette: 100},
		"darkness": {Brightness: -100, Contrast: -60}} {
		all[name] = r
	}
	return all
}

// The table by which ffmpeg colours a video is close to what a photo gets.
func TestVideoColoursAreThoseOfPhotos(t *testing.T) {
	long(t)
	t.Parallel()
	const w, h = 320, 240
	in, err := filepath.Abs("../static/demo/mountain-meadow.jpg")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain.png")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", in, "-vf", fmt.Sprintf("scale=%d:%d,format=rgb24", w, h),
		plain).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before := rawPixels(t, dir, plain)
	worst, sum, n := 0.0, 0.0, 0
	worstMean, worstName := 0.0, ""
	for name, r := range looksOfVideos() {
		info := VideoInfo{Width: w, Height: h, stream: stream{Width: w, Height: h, Rate: "25/1", Codec: "gif"}}
		f := videoFilters(info, r, false)
		extra, err := f.inputs(dir, r)
		if err != nil {
			t.Fatal(err)
		}
		// Only the steps in RGB: what YUV costs is measured below.
		var steps []string
		for _, s := range f.chain {
			if strings.HasPrefix(s, "lut3d") || strings.HasPrefix(s, "null") {
				steps = append(steps, s)
			}
		}
		after := rawPixels(t, dir, plain, append(extra, "-filter_complex", "[0:v]format=gbrp,"+strings.Join(steps, ",")+",format=rgb24")...)
		g := look.Compile(r)
		mine := 0.0
		for i := 0; i < len(before); i += 3 {
			var want [3]uint8
			want[0], want[1], want[2] = g.Color(before[i], before[i+1], before[i+2])
			shade := g.VignetteAt(i/3%w, i/3/w, w, h)
			for c := range 3 {
				d := math.Abs(float64(after[i+c]) - math.Floor(float64(want[c])*shade+0.5))
				worst, mine = max(worst, d), mine+d
			}
		}
		sum, n = sum+mine, n+len(before)
		if mean := mine / float64(len(before)); mean > worstMean {
			worstMean, worstName = mean, name
		}
	}
	t.Logf("%d looks and adjustments: mean %.3f levels, worst mean %.3f (%s), largest %.0f", len(looksOfVideos()), sum/float64(n),
		worstMean, worstName, worst)
	if worst > 6 || worstMean > 1.5 {
		t.Error("that is too far")
	}
}

// The same edit of a video's frame and of the video itself looks the same.
func TestVideoAndPosterAgree(t *testing.T) {
	long(t)
	t.Parallel()
	photo, err := filepath.Abs("../static/demo/mountain-meadow.jpg")
	if err != nil {
		t.Fatal(err)
	}
	path := clip(t, "a.mp4", "-loop", "1", "-i", photo, "-t", "0.4", "-r", "10", "-vf",
		"scale=640:480:out_color_matrix=bt709,format=yuv420p", "-colorspace", "bt709", "-c:v", "libx264", "-crf", "8", "-preset",
		"ultrafast")
	v := NewVideos(VideoOptions{})
	pool := newTestPool(t, nil)
	for name, r := range map[string]look.Recipe{
		"nothing":              {},
		"look":                 {Filter: "Meridian", Vignette: 60},
		"turned and cropped":   {Rotate: 90, FlipH: true, Crop: &look.Crop{X: 0.1, Y: 0.2, W: 0.6, H: 0.5}},
		"straightened":         {Straighten: 12},
		"straightened, a crop": {Straighten: -7.5, Crop: &look.Crop{X: 0.25, Y: 0.25, W: 0.5, H: 0.5}, Filter: "Cinder"},
	} {
		dir, out := t.TempDir(), t.TempDir()
		result, err := v.Transcode(context.Background(), VideoJob{Path: path, Recipe: r, OutDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		still := filepath.Join(out, "frame.jpg")
		if err := v.Frame(context.Background(), path, 0, still); err != nil {
			t.Fatal(err)
		}
		poster, err := pool.Render(context.Background(), RenderJob{Path: still, Recipe: VideoRecipe(r), OutDir: out})
		if err != nil {
			t.Fatal(err)
		}
		if d := max(result.Width-poster.Width, poster.Width-result.Width, result.Height-poster.Height, poster.Height-result.Height); d > 1 {
			t.Errorf("%s: the video is %d × %d, the poster %d × %d", name, result.Width, result.Height, poster.Width, poster.Height)
		}
		raw, err := os.ReadFile(filepath.Join(out, fmt.Sprintf("%d.jpg", poster.Width)))
		if err != nil {
			t.Fatal(err)
		}
		im, err := jpeg.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		mean, bias := apart(rawPixels(t, dir, "video.mp4"), result.Width, result.Height, im)
		t.Logf("%s: mean %.2f levels, on the whole %+.2f", name, mean, bias)
		if mean > 7 || math.Abs(bias) > 2 {
			t.Errorf("%s: that is too far", name)
		}
	}
}

// apart compares blocks of 8 × 8 pixels, which the codings keep.
func apart(pix []byte, w, h int, im image.Image) (mean, bias float64) {
	n := 0
	for y := 0; y+8 <= min(h, im.Bounds().Dy()); y += 8 {
		for x := 0; x+8 <= min(w, im.Bounds().Dx()); x += 8 {
			var a, b [3]float64
			for i := range 64 {
				at := 3 * ((y+i/8)*w + x + i%8)
				r, g, bl, _ := im.At(x+i%8, y+i/8).RGBA()
				for c, v := range []uint32{r, g, bl} {
					a[c], b[c] = a[c]+float64(pix[at+c]), b[c]+float64(v>>8)
				}
			}
			for c := range 3 {
				mean, bias, n = mean+math.Abs(a[c]-b[c])/64, bias+(a[c]-b[c])/64, n+1
			}
		}
	}
	return mean / float64(n), bias / float64(n)
}

// A video for HDR screens comes out for common ones: tagged so, and neither flat nor burnt out.
func TestVideoHDRBecomesSDR(t *testing.T) {
	t.Parallel()
	v := NewVideos(VideoOptions{})
	if err := v.ready(); err != nil {
		t.Fatal(err)
	}
	if !v.tools.zscale {
		t.Fatal("this ffmpeg has no zscale")
	}
	// Grey of 26 nits and white of 203, in ten bits.
	for transfer, c := range map[string]struct{ code, grey, white string }{"smpte2084": {"16", "404", "573"},
		"arib-std-b67": {"18", "397", "721"}} {
		path := clip(t, "hdr.mp4", "-f", "lavfi", "-i",
			"color=size=320x240:duration=0.4:rate=10,format=yuv420p10le,"+
				"geq=lum='if(lt(X,110),64,if(lt(X,210),"+c.grey+","+c.white+"))':cb=512:cr=512", "-c:v", "libx265", "-preset", "ultrafast",
			"-x265-params", "log-level=error:colorprim=9:transfer="+c.code+":colormatrix=9", "-tag:v", "hvc1")
		dir := t.TempDir()
		if _, err := v.Transcode(context.Background(), VideoJob{Path: path, OutDir: dir}); err != nil {
			t.Fatalf("%s: %v", transfer, err)
		}
		streams, _ := probeFile(t, filepath.Join(dir, "video.mp4"))
		if s := streams[0]; s["pix_fmt"] != "yuv420p" || s["color_transfer"] != "bt709" || s["color_primaries"] != "bt709" ||
			s["color_space"] != "bt709" {
			t.Errorf("%s: %v", transfer, s)
		}
		pix := rawPixels(t, dir, "video.mp4")
		row := func(x int) int { return int(pix[3*(120*320+x)+1]) }
		dark, middle, bright := row(10), row(160), row(310)
		t.Logf("%s: %d, %d, %d", transfer, dark, middle, bright)
		if dark > 4 || middle < 95 || middle > 125 || bright < 195 || bright > 250 {
			t.Errorf("%s: black, grey and white are %d, %d, %d", transfer, dark, middle, bright)
		}
		if err := v.Frame(context.Background(), path, 0, filepath.Join(dir, "frame.jpg")); err != nil {
			t.Error(err)
		}
	}
}

package media

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/media/look"
	"photogram/models"
)

// AVIF is smaller than WebP for photographs, with no more error.
func TestAVIFIsSmaller(t *testing.T) {
	long(t)
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	photos := []string{bimgFile(t, "test_exif_full.jpg"), "../static/demo/mountain-meadow.jpg", "../static/demo/fig-bowl.jpg"}
	for _, path := range photos {
		_, dir := render1(t, p, path, look.Recipe{Filter: "Fjord"})
		out := t.TempDir()
		start := time.Now()
		result, err := p.Render(t.Context(), RenderJob{Path: path, Recipe: look.Recipe{Filter: "Fjord"}, OutDir: out, AVIF: true})
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(start)
		if len(result.Files) != len(models.RenditionWidths(result.Width))+len(models.AVIFSizes) {
			t.Errorf("files: %v", result.Files)
		}
		var avif, webp int64
		for _, f := range result.Files {
			info, err := os.Stat(filepath.Join(dir, strings.TrimSuffix(f.Name, ".avif")+".webp"))
			if err != nil {
				t.Fatal(err)
			}
			avif, webp = avif+f.Bytes, webp+info.Size()
		}
		// The exact pixels of one width are what the JPEG was made of.
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		exact := masterOf(t, path, data)
		a, w := rms(decodeAVIF(t, filepath.Join(out, models.WidthName(result.Width, "avif"))), exact),
			rms(decodeFile(t, filepath.Join(dir, models.WidthName(result.Width, "webp"))), exact)
		t.Logf("%s: AVIF %d kB with an error of %.2f levels, WebP %d kB with %.2f; %s", filepath.Base(path), avif/1000, a,
			webp/1000, w, took.Round(time.Millisecond))
		if avif >= webp {
			t.Errorf("%s: AVIF is not smaller", path)
		}
		if a > w*1.1 {
			t.Errorf("%s: AVIF has the larger error", path)
		}
	}
	t.Logf("peak of the worker %d MiB", peakMemory(t, idleChild(t, p).cmd.Process.Pid)>>20)
}

func masterOf(t *testing.T, path string, data []byte) image.Image {
	t.Helper()
	o, err := open(fileOf(t, path), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	o.data = data
	pic, err := o.decode(planFor(o.header.width, o.header.height, o.header.orientation, look.Recipe{}, models.FitRendition))
	if err != nil {
		t.Fatal(err)
	}
	if err := pic.grade(look.Compile(look.Recipe{Filter: "Fjord"})); err != nil {
		t.Fatal(err)
	}
	return pic.image()
}

func decodeAVIF(t *testing.T, path string) image.Image {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := probeHeader(data, AVIF)
	if err != nil {
		t.Fatal(err)
	}
	pic, err := decodeStreaming(data, AVIF, false, nil, planFor(h.width, h.height, 1, look.Recipe{}, models.FitRendition))
	if err != nil {
		t.Fatal(err)
	}
	return pic.image()
}

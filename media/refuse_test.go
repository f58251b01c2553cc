package media

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRefused(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	photo := jpegBytes(t, scene(640, 480))
	grown := func(n int) []byte { return append(bytes.Clone(photo), make([]byte, n-len(photo))...) }
	for _, c := range []struct {
		name string
		data []byte
		code string
		says string
	}{
		{"text", []byte("Dear reader,\nthis is not a photo.\n"), Unsupported, "looks like text"},
		{"no bytes", nil, Empty, "empty"},
		{"one byte", []byte{0xff}, Unsupported, "JPEG, PNG, WebP, GIF, HEIC, AVIF and TIFF"},
		{"60 MB", grown(60_000_000), TooLarge, "The file is 60 MB; photos may be at most 30 MB."},
		{"SVG", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>`), Unsupported, "SVG"},
		{"PDF", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), Unsupported, "PDF"},
		{"BigTIFF", []byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00"), Unsupported, "BigTIFF"},
		{"MP4", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), Unsupported, "video"},
		{"HTML", []byte("<!DOCTYPE html><html></html>"), Unsupported, "web page"},
		{"JPEG cut in half", photo[:len(photo)/2], Damaged, "damaged"},
		{"JPEG cut in its header", photo[:60], Damaged, "damaged"},
		{"JPEG of three bytes", photo[:3], Damaged, "damaged"},
		{"PNG of 50,000 × 50,000", pngHeader(50_000, 50_000), TooBigDimensions, "50000 × 50000 pixels; each side may be at most 16383"},
		{"PNG of 16,000 × 16,000", pngHeader(16_000, 16_000), TooBigDimensions, "256.0 megapixels; photos may have at most 64"},
		{"PNG of 8,000 × 8,000 without pixels", pngHeader(8000, 8000), Damaged, "damaged"},
		{"PNG of 8 × 8", pngHeader(8, 8), TooSmall, "8 × 8 pixels; each side must be at least 16"},
		{"GIF with a hidden frame", gifClaiming(10, 10, 60000, 60000, true), TooBigDimensions, ""},
		{"GIF of 35 bytes", gifClaiming(0, 0, 65535, 65535, false), TooBigDimensions, ""},
		{"GIF of no size", gifClaiming(0, 0, 0, 0, false), "", ""},
		{"GIF of 601 frames", gifBytes(t, 16, 16, 601), TooManyFrames, "601 frames; it may have at most 600"},
		{"GIF of 10,000 frames", gifBytes(t, 16, 16, 10_000), TooManyFrames, "frames; it may have at most 600"},
		{"GIF cut in its first frame", gifBytes(t, 200, 200, 1)[:300], Damaged, "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			info, err := p.Inspect(t.Context(), writeTemp(t, c.data))
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("%+v, %v", info, err)
			}
			if c.code != "" && refused.Code != c.code || !strings.Contains(refused.Message, c.says) {
				t.Errorf("%s: %s", refused.Code, refused.Message)
			}
			t.Logf("%s: %s", refused.Code, refused.Message)
			if _, err := p.Inspect(t.Context(), writeTemp(t, photo)); err != nil {
				t.Errorf("the next photo: %v", err)
			}
		})
	}
}

// Every format, cut after most of its bytes.
func TestTruncatedIsDamaged(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	sources := map[string][]byte{"png": pngBytes(t, scene(1200, 800)), "gif": gifBytes(t, 300, 200, 1)}
	for _, name := range []string{"test.jpg", "test.webp", "test2.heic", "test.avif", "test.gif"} {
		data, err := os.ReadFile(bimgFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		sources[name] = data
	}
	for name, data := range sources {
		if _, err := p.Inspect(t.Context(), writeTemp(t, data)); err != nil {
			t.Errorf("%s, whole: %v", name, err)
		}
		for _, part := range []int{10, 50, 90, 98} {
			_, err := p.Inspect(t.Context(), writeTemp(t, data[:len(data)*part/100]))
			var refused *Error
			if !errors.As(err, &refused) || refused.Code != Damaged {
				t.Errorf("%s, %d %%: %v", name, part, err)
			}
		}
	}
}

func TestVideoIsTold(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "\x1aE\xdf\xa3\x01\x00"} {
		if _, err := Sniff([]byte(head)); err == nil || !strings.Contains(err.Error(), "a video") {
			t.Errorf("a video is told as %v", err)
		}
	}
	for _, head := range [][]byte{jpegBytes(t, scene(16, 16)), []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")} {
		if _, err := Sniff(head); err != nil {
			t.Errorf("a photo is told as %v", err)
		}
	}
}

// A file that is two things at once is read as what its first bytes say.
func TestPolyglot(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	script := append(bytes.Clone(jpegBytes(t, scene(64, 64))), []byte("<?php system($_GET[0]); ?><script>alert(1)</script>PK\x03\x04")...)
	path := writeTemp(t, script)
	if info, err := p.Inspect(t.Context(), path); err != nil || info.Format != JPEG {
		t.Fatalf("%+v, %v", info, err)
	}
	out := t.TempDir()
	if _, err := p.Render(t.Context(), RenderJob{Path: path, OutDir: out, Preview: true}); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(out, "*"))
	for _, name := range files {
		data, _ := os.ReadFile(name)
		if bytes.Contains(data, []byte("script")) || bytes.Contains(data, []byte("php")) {
			t.Errorf("%s carries the rider", name)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	_, err := p.Render(context.Background(), RenderJob{Path: writeTemp(t, []byte("text, longer than twelve bytes")), OutDir: t.TempDir()})
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != Unsupported {
		t.Error(err)
	}
	if _, err := p.Render(context.Background(), RenderJob{Path: "/nonexistent", OutDir: t.TempDir()}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

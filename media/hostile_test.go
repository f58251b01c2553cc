package media

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/h2non/bimg"

	"photogram/media/mediatest"
)

// What makes small files expensive, by format.

// deflated is n zeros.
func deflated(n int) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	zeros := make([]byte, 1<<16)
	for n > 0 {
		k, _ := z.Write(zeros[:min(n, len(zeros))])
		n -= k
	}
	_ = z.Close()
	return b.Bytes()
}

type pngChunk struct {
	kind string
	body []byte
}

func pngOf(w, h int, depth, kind, interlace byte, chunks ...pngChunk) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
	all := append([]pngChunk{{"IHDR", append(size, depth, kind, 0, 0, interlace)}}, chunks...)
	for _, c := range append(all, pngChunk{"IEND", nil}) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.body)))
		start := len(out)
		out = append(append(out, c.kind...), c.body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	return out
}

// adam7 is how many bytes the passes of an interlaced PNG have.
func adam7(w, h, bytes int) (n int) {
	for _, p := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		n += ((h - p[1] + p[3] - 1) / p[3]) * (1 + bytes*((w-p[0]+p[2]-1)/p[2]))
	}
	return n
}

// jpegClaiming changes the size in a JPEG's frame header.
func jpegClaiming(data []byte, w, h int) []byte {
	out := bytes.Clone(data)
	at := bytes.Index(out, []byte{0xff, 0xc0, 0, 17})
	binary.BigEndian.PutUint16(out[at+5:], uint16(h))
	binary.BigEndian.PutUint16(out[at+7:], uint16(w))
	return out
}

// scanBomb repeats the last scan of a progressive JPEG.
func scanBomb(t *testing.T, times int) []byte {
	t.Helper()
	data, err := process(jpegBytes(t, scene(3000, 2000)), bimg.Options{Type: bimg.JPEG, Interlace: true, Quality: 80})
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(data, []byte{0xff, 0xda})
	last := data[at : len(data)-2]
	return append(append(bytes.Clone(data[:at]), bytes.Repeat(last, times)...), 0xff, 0xd9)
}

// webpClaiming puts the canvas of the extended format around a picture.
func webpClaiming(t *testing.T, w, h, frameW, frameH int) []byte {
	t.Helper()
	frame, err := newPicture(frameW, frameH).webp(50, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	canvas := append([]byte("VP8X"), le.AppendUint32(nil, 10)...)
	canvas = append(canvas, 0, 0, 0, 0)
	for _, v := range []int{w - 1, h - 1} {
		canvas = append(canvas, byte(v), byte(v>>8), byte(v>>16))
	}
	body := append(append([]byte("WEBP"), canvas...), frame[12:]...)
	return append(append([]byte("RIFF"), le.AppendUint32(nil, uint32(len(body)))...), body...)
}

// heifClaiming changes every size that a HEIF file tells of its pictures.
func heifClaiming(data []byte, w, h uint32) []byte {
	out := bytes.Clone(data)
	for at := 0; ; {
		next := bytes.Index(out[at:], []byte("ispe"))
		if next < 0 {
			return out
		}
		at += next + 8
		binary.BigEndian.PutUint32(out[at:], w)
		binary.BigEndian.PutUint32(out[at+4:], h)
	}
}

func gifOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White}), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("run.js")
	if err == nil {
		_, err = io.WriteString(f, "alert(1) // <script>")
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(bimgFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Files made to hurt: each is taken or refused with a reason, in bounded time and
// memory, by a child that nothing else suffers from.
func TestHostileFiles(t *testing.T) {
	long(t)
	t.Parallel()
	skipUnderRace(t)
	heic, avif, webp := read(t, "test2.heic"), read(t, "test.avif"), read(t, "test.webp")
	photo, plainTIFF := mediatest.Photo(640, 480), mediatest.TIFF{W: 640, H: 480}.Bytes()
	tiffWith := func(tag uint16, v uint32) []byte {
		return mediatest.TIFF{W: 640, H: 480, Change: map[uint16]uint32{tag: v}}.Bytes()
	}
	loop := bytes.Clone(plainTIFF)
	copy(loop[len(loop)-4:], loop[4:8]) // the next page is this one
	bomb := append([]byte("x\x00\x00"), deflated(256<<20)...)
	const any = "*" // taken or refused
	cases := []struct {
		name, want string // the code, or "" when it is taken
		data       []byte
	}{
		{"JPEG of 65,500 × 65,500 in 2 kB", TooBigDimensions, jpegClaiming(mediatest.Photo(64, 48), 65500, 65500)},
		{"JPEG of 8,000 × 8,000 in 2 kB", Damaged, jpegClaiming(mediatest.Photo(64, 48), 8000, 8000)},
		{"JPEG that has more than it says", any, jpegClaiming(photo, 32, 32)},
		{"JPEG of 700 scans", TooHeavy, scanBomb(t, 700)},
		{"PNG of 64 megapixels in 190 kB", "", pngOf(8000, 8000, 8, 2, 0, pngChunk{"IDAT", deflated(8000 * (1 + 3*8000))})},
		{"PNG, interlaced, 16 bits, 64 megapixels", TooBigDimensions,
			pngOf(8000, 8000, 16, 6, 1, pngChunk{"IDAT", deflated(adam7(8000, 8000, 8))})},
		{"PNG, interlaced, 64 megapixels", "", pngOf(8000, 8000, 8, 2, 1, pngChunk{"IDAT", deflated(adam7(8000, 8000, 3))})},
		{"PNG with 256 MB of profile in 250 kB", TooHeavy,
			pngOf(64, 64, 8, 2, 0, pngChunk{"iCCP", bomb}, pngChunk{"IDAT", deflated(64 * (1 + 3*64))})},
		{"PNG with 256 MB of text in 250 kB", "",
			pngOf(64, 64, 8, 2, 0, pngChunk{"zTXt", bomb}, pngChunk{"IDAT", deflated(64 * (1 + 3*64))})},
		{"PNG that has more than it says", Damaged, pngOf(64, 64, 8, 2, 0, pngChunk{"IDAT", deflated(64 << 20)})},
		{"GIF of 36 megapixels", "", gifOf(t, 6000, 6000)},
		{"GIF of 10 × 10 with a frame of 60,000", TooBigDimensions, gifClaiming(10, 10, 60000, 60000, true)},
		{"GIF of 8,000 × 8,000 with a frame of 1 × 1", any, gifClaiming(8000, 8000, 1, 1, true)},
		{"GIF of 600 frames", "", gifBytes(t, 400, 400, 600)},
		{"WebP of 16,384 × 16,384 around 64 × 64", any, webpClaiming(t, 16384, 16384, 64, 64)},
		{"WebP of 32 × 32 around 4,000 × 4,000", any, webpClaiming(t, 32, 32, 4000, 4000)},
		{"HEIC of 60,000 × 60,000", TooBigDimensions, heifClaiming(heic, 60000, 60000)},
		{"HEIC of 8,000 × 8,000", any, heifClaiming(heic, 8000, 8000)},
		{"HEIC of 32 × 32", any, heifClaiming(heic, 32, 32)},
		{"AVIF of 60,000 × 60,000", TooBigDimensions, heifClaiming(avif, 60000, 60000)},
		{"AVIF of 8,000 × 8,000", any, heifClaiming(avif, 8000, 8000)},
		{"AVIF of 32 × 32", any, heifClaiming(avif, 32, 32)},
		{"TIFF of 60,000 × 60,000", TooBigDimensions,
			mediatest.TIFF{W: 64, H: 64, Change: map[uint16]uint32{mediatest.TagWidth: 60000, mediatest.TagHeight: 60000}}.Bytes()},
		{"TIFF of 2³² − 1 × 2³² − 1", any, mediatest.TIFF{W: 64, H: 64,
			Change: map[uint16]uint32{mediatest.TagWidth: 1<<32 - 1, mediatest.TagHeight: 1<<32 - 1}}.Bytes()},
		{"TIFF of 640 × 8,000 without most of its pixels", Damaged, tiffWith(mediatest.TagHeight, 8000)},
		{"TIFF whose strips share their bytes", Damaged, mediatest.TIFF{W: 640, H: 480, SharedRows: true}.Bytes()},
		{"TIFF of one strip that is too long", Damaged, tiffWith(mediatest.TagRows, 1<<31)},
		{"TIFF whose pages go round", "", loop},
		{"TIFF in JPEG 2000", Unsupported, tiffWith(mediatest.TagCompression, 34712)},
		{"TIFF in old JPEG", Unsupported, tiffWith(mediatest.TagCompression, 6)},
		{"TIFF in CIELAB", Unsupported, tiffWith(mediatest.TagPhotometric, 8)},
		{"camera raw", Unsupported, append([]byte("II*\x00\x10\x00\x00\x00CR\x02\x00\x00\x00\x00\x00"), make([]byte, 64)...)},
		{"GIF that is a web page", any, []byte("GIF89a=1;/*<html>*/alert(1)//<script>alert(1)</script>")},
		{"GIF with a web page behind it", "", append(gifBytes(t, 40, 30, 1), "<html><script>alert(1)</script>"...)},
		{"JPEG with a ZIP behind it", "", append(bytes.Clone(photo), zipOf(t)...)},
		{"PNG with a script behind it", "", append(pngBytes(t, scene(64, 48)), "<?php system('id'); ?><script>alert(1)</script>"...)},
		{"HEIC of its brands alone", Damaged, []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")},
		{"HEIC whose box is 2³² − 1 long", Damaged,
			[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\xff\xff\xff\xffmeta\x00\x00\x00\x00")},
		{"HEIC whose box is 0 long", Damaged,
			[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x00meta\x00\x00\x00\x00")},
	}
	for name, data := range map[string][]byte{"JPEG": photo, "PNG": pngBytes(t, scene(300, 200)), "GIF": gifBytes(t, 300, 200, 3),
		"WebP": webp, "HEIC": heic, "AVIF": avif, "TIFF": plainTIFF} {
		for _, part := range []int{1, 25, 75} {
			cases = append(cases, struct {
				name, want string
				data       []byte
			}{fmt.Sprintf("%s, the first %d %%", name, part), any, data[:len(data)*part/100]})
		}
	}

	temp := t.TempDir()
	p := newTestPool(t, func(o *PoolOptions) {
		o.Workers, o.JobTimeout = 1, 8*time.Second
		o.Env = append(o.Env, "TMPDIR="+temp)
	})
	var table strings.Builder
	tab := tabwriter.NewWriter(&table, 2, 8, 2, ' ', 0)
	fmt.Fprintln(tab, "input\tbytes\tanswer\tms\tpeak MiB")
	var highest int64
	good := writeTemp(t, mediatest.Photo(100, 80))
	for _, c := range cases {
		path, out := writeTemp(t, c.data), t.TempDir()
		start := time.Now()
		_, err := p.Inspect(t.Context(), path)
		var result Result
		if err == nil {
			result, err = p.Render(t.Context(), RenderJob{Path: path, OutDir: out})
		}
		took := time.Since(start)
		answer, code := fmt.Sprintf("taken, %d × %d", result.Width, result.Height), ""
		var refused *Error
		if errors.As(err, &refused) {
			answer, code = refused.Message, refused.Code
		} else if err != nil {
			t.Errorf("%s: not the file's fault: %v", c.name, err)
			answer = err.Error()
		}
		if c.want != any && code != c.want {
			t.Errorf("%s: %q, want %q (%v)", c.name, code, c.want, err)
		}
		// The child of this case tells its peak and makes room for the next.
		peak := "it died"
		p.mu.Lock()
		idle := p.idle
		p.idle = nil
		p.mu.Unlock()
		for _, child := range idle {
			n := peakMemory(t, child.cmd.Process.Pid)
			highest = max(highest, n)
			peak = fmt.Sprint(n >> 20)
			child.stop()
		}
		for _, f := range result.Files {
			if data, _ := os.ReadFile(filepath.Join(out, f.Name)); bytes.Contains(data, []byte("<script>")) ||
				bytes.Contains(data, []byte("run.js")) {
				t.Errorf("%s: %s carries the rider", c.name, f.Name)
			}
		}
		fmt.Fprintf(tab, "%s\t%d\t%s\t%d\t%s\n", c.name, len(c.data), answer, took.Milliseconds(), peak)
	}
	if _, err := p.Inspect(t.Context(), good); err != nil {
		t.Errorf("the next photo: %v", err)
	}
	_ = tab.Flush()
	t.Logf("%d files, highest peak of a worker %d MiB\n%s", len(cases), highest>>20, table.String())
	if highest > 700<<20 {
		t.Errorf("a worker took %d MiB", highest>>20)
	}
	if left, _ := os.ReadDir(temp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Files with some bytes changed: none is the site's fault, and none is fatal to it.
func TestMutatedFiles(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	p := newTestPool(t, func(o *PoolOptions) {
		o.JobTimeout = 8 * time.Second
		o.Limits.MaxPixels = 4_000_000
	})
	dice := rand.New(rand.NewPCG(7, 9))
	taken, refused, died := 0, 0, 0
	for name, data := range map[string][]byte{"HEIC": read(t, "test2.heic"), "AVIF": read(t, "test.avif"),
		"TIFF": mediatest.TIFF{W: 200, H: 160}.Bytes(), "WebP": read(t, "test.webp"), "GIF": gifBytes(t, 60, 40, 3)} {
		// Structure is at the beginning, and at the end of a TIFF.
		head := data[:min(len(data), 900)]
		if name == "TIFF" {
			head = data[len(data)-300:]
		}
		for range 40 {
			old := bytes.Clone(head)
			for range 1 + dice.IntN(6) {
				head[dice.IntN(len(head))] = byte(dice.Uint32())
			}
			_, err := p.Inspect(t.Context(), writeTemp(t, data))
			copy(head, old)
			var e *Error
			switch {
			case err == nil:
				taken++
			case !errors.As(err, &e):
				t.Errorf("%s: %v", name, err)
			case e.Code == TooHeavy || e.Code == TooSlow:
				died++
			default:
				refused++
			}
		}
	}
	t.Logf("%d taken, %d refused, %d were the end of their child", taken, refused, died)
	if _, err := p.Inspect(t.Context(), writeTemp(t, mediatest.Photo(100, 80))); err != nil {
		t.Errorf("the next photo: %v", err)
	}
}

package media

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"photogram/media/look"
)

// CMYK comes from the vips command, with and without a profile.
func TestCMYK(t *testing.T) {
	t.Parallel()
	vips, err := exec.LookPath("vips")
	if err != nil {
		t.Fatal("needs the vips command, which ./test installs")
	}
	p := newTestPool(t, nil)
	source := scene(200, 140)
	in := filepath.Join(t.TempDir(), "in.png")
	if err := os.WriteFile(in, pngBytes(t, source), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, options := range map[string]string{"with profile": "[Q=95]", "without": "[Q=95,strip]"} {
		cmyk := filepath.Join(t.TempDir(), "cmyk.jpg")
		if out, err := exec.Command(vips, "icc_export", in, cmyk+options, "--output-profile", "cmyk").CombinedOutput(); err != nil {
			t.Fatalf("vips icc_export: %v: %s", err, out)
		}
		if _, err := p.Inspect(t.Context(), cmyk); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		result, dir := render1(t, p, cmyk, look.Recipe{})
		// Saturated colours lie outside of CMYK, so this is only roughly the same.
		if d := difference(largest(t, result, dir), source); d > 30 {
			t.Errorf("CMYK %s differs by %.1f levels", name, d)
		} else {
			t.Logf("CMYK %s differs by %.1f levels", name, d)
		}
	}
}

// The phone photos have EXIF with GPS, and Display P3 colours.
func TestPhonePhotosLoseTheirMetadata(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	for _, name := range []string{"test_exif_full.jpg", "test.heic"} {
		path := bimgFile(t, name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte("Exif\x00\x00")) {
			t.Fatalf("%s has no EXIF to lose", name)
		}
		result, dir := render1(t, p, path, look.Recipe{})
		if result.Width >= result.Height {
			t.Errorf("%s: %d × %d is not upright", name, result.Width, result.Height)
		}
		for _, f := range result.Files {
			data, err := os.ReadFile(filepath.Join(dir, f.Name))
			if err != nil {
				t.Fatal(err)
			}
			if left := metadata(t, data); len(left) != 0 {
				t.Errorf("%s → %s keeps %q", name, f.Name, left)
			}
		}
	}
}

// metadata lists the parts of a JPEG or WebP that are not picture data.
func metadata(t *testing.T, data []byte) (found []string) {
	t.Helper()
	if bytes.HasPrefix(data, []byte("RIFF")) {
		for at := 12; at+8 <= len(data); {
			size := int(data[at+4]) | int(data[at+5])<<8 | int(data[at+6])<<16 | int(data[at+7])<<24
			if kind := string(data[at : at+4]); kind != "VP8 " && kind != "VP8X" {
				found = append(found, kind)
			}
			at += 8 + size + size%2
		}
		return found
	}
	for at := 2; at+4 <= len(data) && data[at] == 0xff && data[at+1] != 0xda; {
		marker := data[at+1]
		if marker == 0xfe || marker >= 0xe1 && marker <= 0xef {
			found = append(found, fmt.Sprintf("APP%d", marker-0xe0))
		}
		at += 2 + int(data[at+2])<<8 + int(data[at+3])
	}
	return found
}

// ProPhoto and P3 pictures must come out in sRGB, as the vips command makes them.
func TestProfilesBecomeSRGB(t *testing.T) {
	t.Parallel()
	vips, err := exec.LookPath("vips")
	if err != nil {
		t.Fatal("needs the vips command, which ./test installs")
	}
	p := newTestPool(t, nil)
	for _, name := range []string{"test_icc_prophoto.jpg", "test_exif_full.jpg"} {
		want := filepath.Join(t.TempDir(), "want.jpg")
		if out, err := exec.Command(vips, "thumbnail", bimgFile(t, name), want+"[Q=95,strip]", "640", "--height", "10000",
			"--export-profile", "srgb").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		_, dir := render1(t, p, bimgFile(t, name), look.Recipe{})
		if d := difference(decodeFile(t, filepath.Join(dir, "640.jpg")), decodeFile(t, want)); d > 2 {
			t.Errorf("%s differs by %.1f levels", name, d)
		}
	}
}

// Large pictures are streamed and others go through bimg, with the same outcome.
func TestBothDecodersAgree(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"test_exif_full.jpg", "test_icc_prophoto.jpg", "test.heic", "test.webp"} {
		data, err := os.ReadFile(bimgFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		format, err := Sniff(data)
		if err != nil {
			t.Fatal(err)
		}
		h, err := probeHeader(data, format)
		if err != nil || !h.plain {
			t.Fatalf("%s: %+v, %v", name, h, err)
		}
		o := &opened{data: data, format: format, header: h}
		p := planFor(h.width, h.height, h.orientation, look.Recipe{Crop: &look.Crop{X: .2, Y: .1, W: .5, H: .7}},
			func(int, int) (int, int) { return 250, 200 })
		whole, err := o.area(p)
		if err != nil {
			t.Fatal(err)
		}
		streamed, err := decodeStreaming(data, format, h.profile, nil, p)
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(whole.image(), streamed.image()); d > 2 {
			t.Errorf("%s differs by %.1f levels", name, d)
		}
	}
}

package mediatest

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

func TestCMYKIsReadable(t *testing.T) {
	t.Parallel()
	im, err := jpeg.Decode(bytes.NewReader(CMYK(64, 48)))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := im.(*image.CMYK); !ok || im.Bounds().Dx() != 64 || im.Bounds().Dy() != 48 {
		t.Errorf("%T of %v", im, im.Bounds())
	}
}

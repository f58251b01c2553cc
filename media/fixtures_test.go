package media

import (
	"image"
	"testing"

	"photogram/media/mediatest"
)

func scene(w, h int) *image.NRGBA { return mediatest.Scene(w, h) }

func jpegBytes(_ testing.TB, im image.Image) []byte { return mediatest.JPEG(im) }

func pngBytes(_ testing.TB, im image.Image) []byte { return mediatest.PNG(im) }

func gifBytes(_ testing.TB, w, h, frames int) []byte { return mediatest.GIF(w, h, frames) }

func withExif(data []byte, orientation int) []byte { return mediatest.WithExif(data, orientation) }

func pngHeader(w, h uint32) []byte { return mediatest.PNGClaiming(w, h) }

func gifClaiming(sw, sh, fw, fh uint16, colours bool) []byte {
	return mediatest.GIFClaiming(sw, sh, fw, fh, colours)
}

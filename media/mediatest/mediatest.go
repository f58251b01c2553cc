// Package mediatest makes the files that tests send: photos, and what is only
// called one. It is imported by tests only.
package mediatest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
)

// Scene is a picture in which every corner and edge differs.
func Scene(w, h int) *image.NRGBA {
	im := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			im.SetNRGBA(x, y, color.NRGBA{uint8(255 * x / w), uint8(255 * y / h), uint8(128 + 64*(x*2/w) - 64*(y*2/h)), 255})
		}
	}
	return im
}

// JPEG encodes a picture.
func JPEG(im image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, im, &jpeg.Options{Quality: 92}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Noise is a JPEG that is large for its pixels, about a byte each.
func Noise(w, h int) []byte {
	im := image.NewNRGBA(image.Rect(0, 0, w, h))
	dice := rand.New(rand.NewPCG(1, uint64(w)<<32|uint64(h)))
	for i := range im.Pix {
		im.Pix[i] = uint8(dice.Uint32())
	}
	return JPEG(im)
}

// Photo is a JPEG of a scene.
func Photo(w, h int) []byte { return JPEG(Scene(w, h)) }

// PNG encodes a picture.
func PNG(im image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// PNG16 is a PNG of a scene with 16 bits a channel.
func PNG16(w, h int) []byte {
	deep := image.NewNRGBA64(image.Rect(0, 0, w, h))
	draw.Draw(deep, deep.Bounds(), Scene(w, h), image.Point{}, draw.Src)
	return PNG(deep)
}

// GIF is an animation of w × h pixels.
func GIF(w, h, frames int) []byte {
	g := &gif.GIF{}
	for i := range frames {
		im := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White, color.RGBA{200, 40, 40, 255}})
		for k := range im.Pix {
			im.Pix[k] = uint8((k + i) % 3)
		}
		g.Image = append(g.Image, im)
		g.Delay = append(g.Delay, 5)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// WithExif puts an EXIF block with an orientation and a GPS latitude into a JPEG.
func WithExif(data []byte, orientation int) []byte {
	be := binary.BigEndian
	tiff := []byte("MM\x00*\x00\x00\x00\x08")
	entry := func(tag, kind uint16, count, value uint32) {
		tiff = be.AppendUint16(tiff, tag)
		tiff = be.AppendUint16(tiff, kind)
		tiff = be.AppendUint32(tiff, count)
		tiff = be.AppendUint32(tiff, value)
	}
	tiff = be.AppendUint16(tiff, 2)
	entry(0x0112, 3, 1, uint32(orientation)<<16)
	entry(0x8825, 4, 1, 8+2+24+4)
	tiff = be.AppendUint32(tiff, 0)
	tiff = be.AppendUint16(tiff, 2)
	entry(1, 2, 2, uint32('N')<<24)
	entry(2, 5, 3, 8+2+24+4+2+24+4)
	tiff = be.AppendUint32(tiff, 0)
	for _, v := range []uint32{52, 1, 31, 1, 12, 1} {
		tiff = be.AppendUint32(tiff, v)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, be.AppendUint16(nil, uint16(len(segment)+2))...)
	return append(append(out, segment...), data[2:]...)
}

// HasMetadata says whether a file carries EXIF, XMP or a GPS block.
func HasMetadata(data []byte) bool {
	for _, mark := range []string{"Exif\x00\x00", "EXIF", "http://ns.adobe.com/xap", "XMP ", "Photoshop 3.0"} {
		if bytes.Contains(data, []byte(mark)) {
			return true
		}
	}
	return false
}

// PNGClaiming is a PNG that claims w × h and holds next to nothing.
func PNGClaiming(w, h uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, body []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
		start := len(out)
		out = append(append(out, kind...), body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	chunk("IHDR", append(size, 8, 2, 0, 0, 0))
	chunk("IDAT", []byte{0x78, 0x9c, 0x03, 0, 0, 0, 0, 1})
	chunk("IEND", nil)
	return out
}

// GIFClaiming is a tiny GIF: a screen of sw × sh and one frame of fw × fh.
func GIFClaiming(sw, sh, fw, fh uint16, colours bool) []byte {
	le := binary.LittleEndian
	out := []byte("GIF89a")
	out = le.AppendUint16(out, sw)
	out = le.AppendUint16(out, sh)
	if colours {
		out = append(out, 0x80, 0, 0, 0, 0, 0, 255, 255, 255)
	} else {
		out = append(out, 0, 0, 0)
	}
	out = append(out, 0x2c, 0, 0, 0, 0)
	out = le.AppendUint16(out, fw)
	out = le.AppendUint16(out, fh)
	return append(out, 0, 2, 2, 0x44, 0x01, 0, 0x3b)
}

package media

/*
#cgo pkg-config: vips libheif
#cgo CFLAGS: -O3
#cgo LDFLAGS: -lm
#include <stdlib.h>
#include "native.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"image"
	"runtime"
	"unsafe"

	"photogram/media/look"
)

// guardLoaders leaves libvips only the loaders of the accepted formats and no
// cache. It holds for the whole process.
func guardLoaders() { C.pg_guard() }

// releaseNative gives back what libvips and malloc keep after a job.
func releaseNative() { C.pg_done() }

func nativeError() error {
	buf := make([]byte, 512)
	C.pg_error((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))
	return errors.New("libvips: " + C.GoString((*C.char)(unsafe.Pointer(&buf[0]))))
}

// onThread keeps a call and the reading of its error message on one thread.
func onThread(call func() C.int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if call() != 0 {
		return nativeError()
	}
	return nil
}

var loaders = map[Format]C.int{
	JPEG: C.PG_JPEG, PNG: C.PG_PNG, GIF: C.PG_GIF, WebP: C.PG_WEBP, HEIF: C.PG_HEIF, AVIF: C.PG_HEIF, TIFF: C.PG_TIFF,
}

// header is what libvips reads in front of the pixels.
type header struct {
	width, height int // as stored
	frames        int
	orientation   int  // EXIF, 1..8
	plain         bool // 8-bit RGB without alpha
	profile       bool // has an ICC profile
}

func probeHeader(data []byte, f Format) (header, error) {
	var h C.pg_header
	err := onThread(func() C.int {
		return C.pg_probe(unsafe.Pointer(&data[0]), C.size_t(len(data)), loaders[f], &h)
	})
	return header{int(h.width), int(h.height), int(h.frames), int(h.orientation), h.plain != 0, h.profile != 0}, err
}

// pages are the frames of an animated WebP.
type pages struct {
	im    *C.struct__VipsImage
	held  runtime.Pinner
	bands int
	rows  []byte // of a frame
}

func openPages(data []byte) (*pages, error) {
	p := &pages{}
	p.held.Pin(&data[0])
	var bands C.int
	err := onThread(func() C.int {
		if p.im = C.pg_pages(unsafe.Pointer(&data[0]), C.size_t(len(data)), &bands); p.im == nil {
			return -1
		}
		return 0
	})
	p.bands = int(bands)
	if err == nil && p.bands != 3 && p.bands != 4 {
		err = fmt.Errorf("%d bands", p.bands)
	}
	if err != nil {
		p.close()
	}
	return p, err
}

func (p *pages) close() {
	if p.im != nil {
		C.pg_close(p.im)
	}
	p.held.Unpin()
}

// frame reads the frame after the one before, on white.
func (p *pages) frame(i int, into *image.NRGBA) error {
	w, h := into.Rect.Dx(), into.Rect.Dy()
	if len(p.rows) == 0 {
		p.rows = make([]byte, p.bands*w*h)
	}
	if err := onThread(func() C.int { return C.pg_rows(p.im, C.int(i*h), C.int(h), (*C.uchar)(unsafe.Pointer(&p.rows[0]))) }); err != nil {
		return err
	}
	for from, to := 0, 0; to < len(into.Pix); from, to = from+p.bands, to+4 {
		alpha := 255
		if p.bands == 4 {
			alpha = int(p.rows[from+3])
		}
		for c := range 3 {
			into.Pix[to+c] = uint8((int(p.rows[from+c])*alpha + 255*(255-alpha) + 127) / 255)
		}
		into.Pix[to+3] = 255
	}
	return nil
}

// verifyPixels decodes everything as small as the format allows and fails when
// the file ends early, or, if it is strict, at any fault.
func verifyPixels(data []byte, f Format, strict bool) error {
	return onThread(func() C.int {
		return C.pg_verify(unsafe.Pointer(&data[0]), C.size_t(len(data)), loaders[f], cBool(strict))
	})
}

// decodeStreaming reads any accepted picture row by row, never the whole of it but
// for the planes of HEIF. Colours may be nil.
func decodeStreaming(data []byte, f Format, profile bool, k *colours, p plan) (*picture, error) {
	pic := newPicture(p.areaW, p.areaH)
	var c *C.pg_colours
	if k != nil {
		var pin runtime.Pinner
		defer pin.Unpin()
		pin.Pin(&k.linear[0])
		pin.Pin(&k.shown[0])
		c = &C.pg_colours{linear: (*C.float)(unsafe.Pointer(&k.linear[0])), shown: (*C.uchar)(unsafe.Pointer(&k.shown[0])),
			steps: shownSteps,
			hdr:   cBool(k.hdr)}
		for i, v := range k.matrix {
			c.matrix[i] = C.float(v)
		}
	}
	err := onThread(func() C.int {
		return C.pg_decode(unsafe.Pointer(&data[0]), C.size_t(len(data)), loaders[f], cBool(profile), c, C.int(p.scaledW), C.int(p.scaledH),
			C.int(p.left), C.int(p.top), C.int(p.areaW), C.int(p.areaH), pic.pointer())
	})
	return pic, err
}

func (p *picture) pointer() *C.uchar { return (*C.uchar)(unsafe.Pointer(&p.pix[0])) }

// webp encodes the picture; effort is libwebp's method, 0..6. Unless it is
// lossless, colour has half the resolution: the format knows no other way.
func (p *picture) webp(quality, effort int, lossless bool) ([]byte, error) {
	data, err := encoded(func(out *unsafe.Pointer, size *C.size_t) C.int {
		return C.pg_webp(p.pointer(), C.int(p.width), C.int(p.height), C.int(quality), C.int(effort), cBool(lossless), out, size)
	})
	return bareWebP(data), err
}

// avif encodes the picture; effort is 0..9.
func (p *picture) avif(quality, effort int, sharp bool) ([]byte, error) {
	return encoded(func(out *unsafe.Pointer, size *C.size_t) C.int {
		return C.pg_avif(p.pointer(), C.int(p.width), C.int(p.height), C.int(quality), C.int(effort), cBool(sharp), out, size)
	})
}

// sharpJPEG encodes the picture with colour at full resolution.
func (p *picture) sharpJPEG(quality int) ([]byte, error) {
	return encoded(func(out *unsafe.Pointer, size *C.size_t) C.int {
		return C.pg_jpeg(p.pointer(), C.int(p.width), C.int(p.height), C.int(quality), 1, out, size)
	})
}

func encoded(encode func(out *unsafe.Pointer, size *C.size_t) C.int) ([]byte, error) {
	var out unsafe.Pointer
	var size C.size_t
	if err := onThread(func() C.int { return encode(&out, &size) }); err != nil {
		return nil, err
	}
	defer C.pg_free(out)
	return C.GoBytes(out, C.int(size)), nil
}

func cBool(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

// grade changes the picture in place.
func (p *picture) grade(g look.Grade) error {
	if g.IsIdentity() {
		return nil
	}
	tables := C.CBytes(append(flat(g.Pre), flat(g.Post)...))
	defer C.free(tables)
	c := C.pg_grade{
		pre:             (*C.uchar)(tables),
		post:            (*C.uchar)(unsafe.Add(tables, 768)),
		vignette:        C.float(g.Vignette),
		vignette_start:  look.VignetteStart,
		structure:       C.float(g.Structure * look.StructureGain),
		structure_limit: look.StructureLimit,
		structure_cells: look.StructureCells,
		sharpen:         C.float(g.Sharpen * look.SharpenGain),
		sharpen_limit:   look.SharpenLimit,
		sharpen_scale:   look.SharpenScale,
	}
	for i, v := range g.Matrix {
		c.matrix[i] = C.float(v)
	}
	for i, v := range g.Offset {
		c.offset[i] = C.float(v)
	}
	if C.pg_apply(p.pointer(), C.int(p.width), C.int(p.height), &c) != 0 {
		return errors.New("grade: out of memory, or out of range")
	}
	return nil
}

func flat(t [3][256]uint8) []byte {
	out := make([]byte, 0, 768)
	for c := range t {
		out = append(out, t[c][:]...)
	}
	return out
}

// turned rotates clockwise, then mirrors.
func (p *picture) turned(t turn) *picture {
	if t == (turn{}) {
		return p
	}
	w, h := t.size(p.width, p.height)
	out := newPicture(w, h)
	C.pg_turn(p.pointer(), C.int(p.width), C.int(p.height), out.pointer(), C.int(t.quarters), cBool(t.mirror))
	return out
}

// warped samples the picture through the map of a plan.
func (p *picture) warped(w, h int, m [9]float64) *picture {
	out := newPicture(w, h)
	C.pg_warp(p.pointer(), C.int(p.width), C.int(p.height), out.pointer(), C.int(w), C.int(h), (*C.double)(unsafe.Pointer(&m[0])))
	return out
}

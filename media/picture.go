package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime"

	"github.com/h2non/bimg"
)

// picture is 8-bit sRGB without alpha and without any metadata. Its pixels sit in
// a TIFF file in memory, which is how they go to bimg without a copy.
type picture struct {
	width, height int // pixels
	pix           []byte
	file          []byte
}

// TIFF 6.0: the header, one directory of the entries below, three bits per sample,
// where the strips start, how long they are, and the strips one after the other.
const (
	tiffEntries = 10
	tiffBits    = 8 + 2 + 12*tiffEntries + 4
	tiffStrips  = tiffBits + 8

	// stripRows keeps libtiff from reading the whole picture into a second buffer.
	stripRows = 64

	tagStripOffsets = 273
	tagStripBytes   = 279
)

func newPicture(w, h int) *picture {
	strips := (h + stripRows - 1) / stripRows
	pixels := tiffStrips + 8*strips
	file := make([]byte, pixels+3*w*h)
	le := binary.LittleEndian
	copy(file, "II*\x00")
	le.PutUint32(file[4:], 8)
	le.PutUint16(file[8:], tiffEntries)
	offsets, sizes := uint32(tiffStrips), uint32(tiffStrips+4*strips)
	if strips == 1 { // A single value sits in its entry.
		offsets, sizes = uint32(pixels), uint32(3*w*h)
	}
	for i, e := range [tiffEntries]struct {
		tag, kind    uint16
		count, value uint32
	}{
		{256, 4, 1, uint32(w)},
		{257, 4, 1, uint32(h)},
		{258, 3, 3, tiffBits},
		{259, 3, 1, 1}, // no compression
		{262, 3, 1, 2}, // RGB
		{tagStripOffsets, 4, uint32(strips), offsets},
		{277, 3, 1, 3}, // samples per pixel
		{278, 4, 1, stripRows},
		{tagStripBytes, 4, uint32(strips), sizes},
		{284, 3, 1, 1}, // samples side by side
	} {
		at := file[10+12*i:]
		le.PutUint16(at, e.tag)
		le.PutUint16(at[2:], e.kind)
		le.PutUint32(at[4:], e.count)
		le.PutUint32(at[8:], e.value)
	}
	for i := range 3 {
		le.PutUint16(file[tiffBits+2*i:], 8)
	}
	for i := range strips {
		rows := min(stripRows, h-i*stripRows)
		le.PutUint32(file[tiffStrips+4*i:], uint32(pixels+3*w*stripRows*i))
		le.PutUint32(file[tiffStrips+4*(strips+i):], uint32(3*w*rows))
	}
	return &picture{w, h, file[pixels:], file}
}

var errNotPlain = errors.New("not a plain RGB picture")

// readPicture takes the pixels, and nothing else, out of a TIFF that bimg wrote.
func readPicture(file []byte) (*picture, error) {
	le := binary.LittleEndian
	if len(file) < 8 || string(file[:4]) != "II*\x00" {
		return nil, errNotPlain
	}
	dir := int(le.Uint32(file[4:]))
	if dir+2 > len(file) {
		return nil, errNotPlain
	}
	tags := map[uint16][]uint32{}
	for i := range int(le.Uint16(file[dir:])) {
		at := dir + 2 + 12*i
		if at+12 > len(file) {
			return nil, errNotPlain
		}
		size := map[uint16]int{3: 2, 4: 4}[le.Uint16(file[at+2:])]
		count := int(le.Uint32(file[at+4:]))
		if size == 0 {
			continue
		}
		from := at + 8
		if size*count > 4 {
			from = int(le.Uint32(file[from:]))
		}
		if count > len(file) || from+size*count > len(file) {
			return nil, errNotPlain
		}
		values := make([]uint32, count)
		for k := range values {
			if size == 2 {
				values[k] = uint32(le.Uint16(file[from+2*k:]))
			} else {
				values[k] = le.Uint32(file[from+4*k:])
			}
		}
		tags[le.Uint16(file[at:])] = values
	}
	one := func(tag uint16) int {
		if v := tags[tag]; len(v) > 0 {
			return int(v[0])
		}
		return 0
	}
	if one(259) > 1 || one(262) != 2 || one(277) != 3 || one(258) != 8 || one(256) == 0 || one(257) == 0 {
		return nil, errNotPlain
	}
	p := newPicture(one(256), one(257))
	done := 0
	for i, offset := range tags[tagStripOffsets] {
		if i >= len(tags[tagStripBytes]) || int(offset)+int(tags[tagStripBytes][i]) > len(file) {
			return nil, errNotPlain
		}
		done += copy(p.pix[done:], file[offset:offset+tags[tagStripBytes][i]])
	}
	if done != len(p.pix) {
		return nil, errNotPlain
	}
	return p, nil
}

// process runs bimg. Its own turning by EXIF is never used: together with
// shrink-on-load it reads freed memory.
func process(data []byte, o bimg.Options) ([]byte, error) {
	o.NoAutoRotate = true
	o.StripMetadata = true
	out, err := bimg.Resize(data, o)
	runtime.KeepAlive(data)
	return out, err
}

func (p *picture) through(o bimg.Options) (*picture, error) {
	o.Type = bimg.TIFF
	out, err := process(p.file, o)
	if err != nil {
		return nil, err
	}
	return readPicture(out)
}

// resized is the whole picture at w × h pixels.
func (p *picture) resized(w, h int) (*picture, error) {
	if w == p.width && h == p.height {
		return p, nil
	}
	if min(w, h) < thinSide && w <= p.width && h <= p.height {
		return p.averaged(w, h), nil
	}
	out, err := p.through(bimg.Options{Width: w, Height: h, Force: true})
	if err != nil {
		return nil, fmt.Errorf("resize to %d × %d: %w", w, h, err)
	}
	return out, nil
}

// thinSide is below what libvips shrinks without rounding a side to nothing.
const thinSide = 16

// averaged is the whole picture at w × h pixels, each the mean of what it covers.
func (p *picture) averaged(w, h int) *picture {
	out := newPicture(w, h)
	kx, ky := float64(p.width)/float64(w), float64(p.height)/float64(h)
	for y := range h {
		top, bottom := float64(y)*ky, float64(y+1)*ky
		for x := range w {
			left, right := float64(x)*kx, float64(x+1)*kx
			var sum [3]float64
			var all float64
			for v := int(top); v < min(p.height, int(math.Ceil(bottom))); v++ {
				high := math.Min(bottom, float64(v+1)) - math.Max(top, float64(v))
				for u := int(left); u < min(p.width, int(math.Ceil(right))); u++ {
					part := high * (math.Min(right, float64(u+1)) - math.Max(left, float64(u)))
					all += part
					for c := range 3 {
						sum[c] += part * float64(p.pix[3*(v*p.width+u)+c])
					}
				}
			}
			for c := range 3 {
				out.pix[3*(y*w+x)+c] = uint8(sum[c]/all + .5)
			}
		}
	}
	return out
}

// square is the centred square, shrunk or enlarged to side pixels.
func (p *picture) square(side int) (*picture, error) {
	edge := min(p.width, p.height)
	cut := p
	if p.width != p.height {
		cut = p.area((p.width-edge)/2, (p.height-edge)/2, edge, edge)
	}
	return cut.resized(side, side)
}

// area copies a part of the picture.
func (p *picture) area(left, top, w, h int) *picture {
	out := newPicture(w, h)
	for y := range h {
		from := 3 * ((top+y)*p.width + left)
		copy(out.pix[3*y*w:3*(y+1)*w], p.pix[from:])
	}
	return out
}

func (p *picture) jpeg(quality int) ([]byte, error) {
	return process(p.file, bimg.Options{Type: bimg.JPEG, Quality: quality})
}

// colourEdges is the share of blocks of 2 × 2 pixels in which colour, apart from
// brightness, changes by more than a quarter of its range. Every second row of
// blocks is looked at.
func (p *picture) colourEdges() float64 {
	const much = 64 // levels of Cb or Cr
	found, all := 0, 0
	for y := 0; y+1 < p.height; y += 4 {
		for x := 0; x+1 < p.width; x += 2 {
			var low, high [2]int
			for i, at := range [4]int{3 * (y*p.width + x), 3 * (y*p.width + x + 1), 3 * ((y+1)*p.width + x), 3 * ((y+1)*p.width + x + 1)} {
				r, g, b := int(p.pix[at]), int(p.pix[at+1]), int(p.pix[at+2])
				// JFIF: the colour differences, times 1000.
				for k, v := range [2]int{500*b - 169*r - 331*g, 500*r - 419*g - 81*b} {
					if i == 0 {
						low[k], high[k] = v, v
					}
					low[k], high[k] = min(low[k], v), max(high[k], v)
				}
			}
			all++
			if high[0]-low[0] > 1000*much || high[1]-low[1] > 1000*much {
				found++
			}
		}
	}
	return float64(found) / float64(max(1, all))
}

// average is the mean colour of all pixels.
func (p *picture) average() (r, g, b uint8) {
	var sum [3]uint64
	for i := 0; i < len(p.pix); i += 3 {
		sum[0] += uint64(p.pix[i])
		sum[1] += uint64(p.pix[i+1])
		sum[2] += uint64(p.pix[i+2])
	}
	n := uint64(p.width) * uint64(p.height)
	return uint8((sum[0] + n/2) / n), uint8((sum[1] + n/2) / n), uint8((sum[2] + n/2) / n)
}

package media

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// tiffBytes bounds the decoded size of a TIFF: libvips may have to hold a strip
// of it, and a strip may be the whole picture.
const tiffBytes = 400 << 20

// TIFF 6.0, sections 2 to 9, and the tags by which camera raw files differ.
const (
	tiffWidth       = 256
	tiffHeight      = 257
	tiffDepth       = 258
	tiffCompression = 259
	tiffPhotometric = 262
	tiffSamples     = 277
	tiffTileWidth   = 322
	tiffTileHeight  = 323
	tiffTileOffsets = 324
	tiffTileBytes   = 325
	tiffSubIFDs     = 330
	tiffSampleKind  = 339
	tiffSubfile     = 254
	tiffRows        = 278
	tiffPlanar      = 284
	tiffPrivate     = 65000 // which readers leave alone
	dngVersion      = 50706

	tiffMaxTags = 512
	tiffMaxTile = 4096 // pixels a side
)

// tiff is the directory of a TIFF's first page.
type tiff struct {
	data  []byte
	order binary.ByteOrder
	tags  map[uint16]tiffEntry
	next  int // where the address of the next page stands
}

type tiffEntry struct{ at, kind, count int }

// onlyTIFFPage checks the first page of a TIFF, a format with many doors, before
// libvips opens it, and shuts the other ones: it cuts further pages off in place.
func onlyTIFFPage(data []byte) error {
	t, err := readTIFF(data)
	if err != nil {
		return damaged(err)
	}
	if t.isRaw() {
		return &Error{Unsupported, "This is a camera raw picture. Send a JPEG or TIFF that was made from it. " + accepted}
	}
	if err := t.check(); err != nil {
		return err
	}
	for i := range 4 {
		data[t.next+i] = 0
	}
	if e, ok := t.tags[tiffSubIFDs]; ok {
		t.order.PutUint16(data[e.at:], tiffPrivate)
	}
	return nil
}

func readTIFF(data []byte) (*tiff, error) {
	t := &tiff{data: data, order: binary.LittleEndian, tags: map[uint16]tiffEntry{}}
	if len(data) < 8 {
		return nil, fmt.Errorf("TIFF of %d bytes", len(data))
	}
	if data[0] == 'M' {
		t.order = binary.BigEndian
	}
	at := int(t.order.Uint32(data[4:]))
	if at < 8 || at+2 > len(data) {
		return nil, fmt.Errorf("TIFF directory at %d", at)
	}
	n := int(t.order.Uint16(data[at:]))
	t.next = at + 2 + 12*n
	if n > tiffMaxTags || t.next+4 > len(data) {
		return nil, fmt.Errorf("TIFF directory of %d entries", n)
	}
	for i := range n {
		e := at + 2 + 12*i
		tag := t.order.Uint16(data[e:])
		if _, twice := t.tags[tag]; twice {
			return nil, fmt.Errorf("TIFF tag %d twice", tag)
		}
		t.tags[tag] = tiffEntry{e, int(t.order.Uint16(data[e+2:])), int(t.order.Uint32(data[e+4:]))}
	}
	return t, nil
}

// numbers are the values of a tag of whole numbers; nil when it is absent or
// lies outside of the file.
func (t *tiff) numbers(tag uint16) []int {
	e, ok := t.tags[tag]
	size := map[int]int{1: 1, 3: 2, 4: 4}[e.kind]
	if !ok || size == 0 || e.count < 0 || e.count > len(t.data) {
		return nil
	}
	at := e.at + 8
	if size*e.count > 4 {
		at = int(t.order.Uint32(t.data[at:]))
	}
	if at < 0 || at+size*e.count > len(t.data) {
		return nil
	}
	out := make([]int, e.count)
	for i := range out {
		switch b := t.data[at+size*i:]; size {
		case 1:
			out[i] = int(b[0])
		case 2:
			out[i] = int(t.order.Uint16(b))
		default:
			out[i] = int(t.order.Uint32(b))
		}
	}
	return out
}

func (t *tiff) number(tag uint16, absent int) int {
	if _, ok := t.tags[tag]; !ok {
		return absent
	}
	if v := t.numbers(tag); len(v) > 0 {
		return v[0]
	}
	return -1
}

// isRaw tells the raw files of cameras, whose first page is a small preview.
func (t *tiff) isRaw() bool {
	if _, dng := t.tags[dngVersion]; dng || string(t.data[8:min(10, len(t.data))]) == "CR" {
		return true
	}
	_, more := t.tags[tiffSubIFDs]
	what := t.number(tiffPhotometric, 0)
	return what == 32803 || what == 34892 || more && t.number(tiffSubfile, 0)&1 != 0
}

func (t *tiff) check() error {
	unusual := func(what string) error {
		return &Error{Unsupported, "This TIFF has " + what +
			". TIFF with 8 or 16 bits, in grey, RGB or CMYK, uncompressed or with LZW, ZIP or PackBits is accepted."}
	}
	if !slices.Contains([]int{1, 5, 8, 32946, 32773}, t.number(tiffCompression, 1)) {
		return unusual("an unusual compression")
	}
	samples := t.number(tiffSamples, 1)
	if !slices.Contains([]int{0, 1, 2, 3, 5}, t.number(tiffPhotometric, -1)) || samples < 1 || samples > 5 {
		return unusual("unusual colours")
	}
	depth := 1
	for _, bits := range t.numbers(tiffDepth) {
		depth = max(depth, bits)
		if bits != 8 && bits != 16 || bits != t.numbers(tiffDepth)[0] {
			return unusual(fmt.Sprintf("%d bits", bits))
		}
	}
	if depth == 1 {
		return unusual("1 bit")
	}
	for _, kind := range t.numbers(tiffSampleKind) {
		if kind != 1 {
			return unusual("fractions or signed numbers for colours")
		}
	}
	w, h := t.number(tiffWidth, -1), t.number(tiffHeight, -1)
	if w < 1 || h < 1 {
		return damaged(fmt.Errorf("TIFF of %d × %d", w, h))
	}
	if bytes := int64(w) * int64(h) * int64(samples) * int64(depth/8); w < 1<<24 && h < 1<<24 && bytes > tiffBytes {
		return &Error{TooBigDimensions, fmt.Sprintf("The TIFF takes %s when it is opened; it may take at most %s.",
			megabytes(bytes), megabytes(tiffBytes))}
	}
	rows := t.number(tiffRows, h)
	if rows < 1 {
		return damaged(fmt.Errorf("TIFF strips of %d rows", rows))
	}
	parts := (h + min(rows, h) - 1) / min(rows, h)
	offsets, sizes := t.numbers(tagStripOffsets), t.numbers(tagStripBytes)
	if _, tiled := t.tags[tiffTileOffsets]; tiled {
		offsets, sizes = t.numbers(tiffTileOffsets), t.numbers(tiffTileBytes)
		tw, th := t.number(tiffTileWidth, -1), t.number(tiffTileHeight, -1)
		if tw < 1 || th < 1 || tw > tiffMaxTile || th > tiffMaxTile {
			return damaged(fmt.Errorf("TIFF tiles of %d × %d", tw, th))
		}
		parts = ((w + tw - 1) / tw) * ((h + th - 1) / th)
	}
	if t.number(tiffPlanar, 1) == 2 {
		parts *= samples
	}
	if len(offsets) != parts || len(sizes) != parts {
		return damaged(fmt.Errorf("TIFF with %d strips and %d sizes of %d", len(offsets), len(sizes), parts))
	}
	total := 0
	for i, at := range offsets {
		if at+sizes[i] > len(t.data) {
			return damaged(fmt.Errorf("TIFF strip at %d of %d bytes in a file of %d", at, sizes[i], len(t.data)))
		}
		// A bomb lets many strips share the same bytes.
		if total += sizes[i]; total > 2*len(t.data) {
			return damaged(fmt.Errorf("TIFF strips share their bytes"))
		}
	}
	return nil
}

package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// heifFile is what the meta box of a HEIF or AVIF file tells of the picture that
// is shown (ISO/IEC 14496-12, 8.11, and 23008-12).
type heifFile struct {
	primary uint32
	parts   map[uint32][]uint32    // the tiles and layers that an item is made of
	extents map[uint32][]heifRange // where the bytes of an item are in the file
	sizes   map[uint32][2]int      // width and height of an item
	cicp    map[uint32][2]int      // its primaries and transfer (ITU-T H.273)
	coding  map[uint32]heifCoding
	alpha   bool // some item is the transparency of another
}

type heifRange struct{ from, length uint64 } // a length of 0 goes to the end

// checkHEIFSize refuses what says that it is larger than is accepted, before a
// decoder whose versions disagree is asked.
func (l Limits) checkHEIFSize(data []byte) error {
	h, err := parseHEIF(data)
	if err != nil || h == nil {
		return err
	}
	for _, item := range h.shown() {
		if s, ok := h.sizes[item]; ok {
			if err := l.checkSize(max(s[0], l.MinSide), max(s[1], l.MinSide), 1); err != nil {
				return err
			}
		}
	}
	return h.checkMemory()
}

// checkHEIF refuses a file that ends before the bytes of its items do: it was cut.
func checkHEIF(data []byte) error {
	h, err := parseHEIF(data)
	if err != nil || h == nil {
		return err
	}
	size := uint64(len(data))
	for item, extents := range h.extents {
		for _, r := range extents {
			if r.from >= size || r.length > size-r.from {
				return damaged(fmt.Errorf("item %d has %d bytes at %d of %d: %w", item, r.length, r.from, size, io.ErrUnexpectedEOF))
			}
		}
	}
	return nil
}

// shown lists the primary item and all that it is made of.
func (h *heifFile) shown() []uint32 {
	items, seen := []uint32{h.primary}, map[uint32]bool{h.primary: true}
	for i := 0; i < len(items); i++ {
		for _, part := range h.parts[items[i]] {
			if !seen[part] {
				seen[part] = true
				items = append(items, part)
			}
		}
	}
	return items
}

// parseHEIF gives nil for a file without a meta box, which only a decoder can judge.
func parseHEIF(data []byte) (*heifFile, error) {
	meta, err := findBox(data, "meta")
	if err != nil || len(meta) < 4 {
		return nil, err
	}
	h := &heifFile{parts: map[uint32][]uint32{}, extents: map[uint32][]heifRange{}, sizes: map[uint32][2]int{},
		cicp: map[uint32][2]int{}, coding: map[uint32]heifCoding{}}
	err = eachBox(meta[4:], func(kind string, body []byte) error {
		r := &fields{rest: body}
		switch kind {
		case "pitm":
			h.primary = r.id(r.version() > 0)
		case "iloc":
			h.readLocations(r)
		case "iref":
			return h.readReferences(r)
		case "iprp":
			return h.readProperties(body)
		}
		return nil
	})
	return h, err
}

func (h *heifFile) readLocations(r *fields) {
	version := r.version()
	sizes := r.uint(2)
	offsetSize, lengthSize, baseSize, indexSize := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	for range r.count(version >= 2) {
		item, method := r.id(version >= 2), uint64(0)
		if version > 0 {
			method = r.uint(2) & 15
		}
		r.uint(2) // the file that it is in
		base := r.uint(baseSize)
		for range r.uint(2) {
			if version > 0 {
				r.uint(indexSize)
			}
			e := heifRange{base + r.uint(offsetSize), r.uint(lengthSize)}
			if r.short {
				return
			}
			if method == 0 {
				h.extents[item] = append(h.extents[item], e)
			}
		}
	}
}

func (h *heifFile) readReferences(r *fields) error {
	wide := r.version() > 0
	return eachBox(r.rest, func(kind string, body []byte) error {
		in := &fields{rest: body}
		from := in.id(wide)
		for range in.uint(2) {
			to := in.id(wide)
			if in.short {
				break
			}
			if kind == "dimg" {
				h.parts[from] = append(h.parts[from], to)
			}
		}
		return nil
	})
}

// heifCoding is how the samples of an item are coded.
type heifCoding struct {
	bytes  int // of a sample
	planes int // all of them, in quarters of one
	tenths int // of what the planes take, that a decoder takes to make them
}

// heifProperty is what one property tells; zero for the many that do not matter.
type heifProperty struct {
	shape, cicp [2]int
	coding      heifCoding
}

func (h *heifFile) readProperty(kind string, body []byte) (p heifProperty) {
	r := &fields{rest: body}
	chroma := func(format uint64) int { return []int{4, 6, 8, 12}[format&3] } // of grey, 4:2:0, 4:2:2 and 4:4:4
	switch kind {
	case "ispe":
		r.version()
		p.shape = [2]int{int(r.uint(4)), int(r.uint(4))}
	case "colr":
		if r.uint(4) == 0x6e636c78 { // nclx
			p.cicp = [2]int{int(r.uint(2)), int(r.uint(2))}
		}
	case "av1C": // AV1 in ISOBMFF, 2.3.3
		flags := uint64(0)
		if len(body) > 2 {
			flags = uint64(body[2])
		}
		format := uint64(3)
		switch {
		case flags>>4&1 == 1:
			format = 0
		case flags>>2&3 == 3:
			format = 1
		case flags>>3&1 == 1:
			format = 2
		}
		p.coding = heifCoding{1 + int(flags>>6&1), chroma(format), 12}
	case "hvcC": // ISO/IEC 14496-15, 8.3.3.1
		if len(body) > 18 {
			p.coding = heifCoding{1 + min(1, int(body[17]&7)), chroma(uint64(body[16])), 20}
		}
	case "auxC":
		h.alpha = h.alpha || bytes.Contains(body, []byte("alpha")) || bytes.Contains(body, []byte("auxid:1"))
	}
	return p
}

func (h *heifFile) readProperties(body []byte) error {
	var properties []heifProperty
	return eachBox(body, func(kind string, body []byte) error {
		switch kind {
		case "ipco":
			return eachBox(body, func(kind string, body []byte) error {
				properties = append(properties, h.readProperty(kind, body))
				return nil
			})
		case "ipma":
			r := &fields{rest: body}
			version, wide := r.version(), body[min(3, len(body)-1)]&1 != 0
			for range r.uint(4) {
				item := r.id(version > 0)
				for range r.uint(1) {
					n := r.uint(1) & 127
					if wide {
						n = n<<8 | r.uint(1)
					}
					if n > 0 && int(n) <= len(properties) {
						h.has(item, properties[n-1])
					}
				}
				if r.short {
					break
				}
			}
		}
		return nil
	})
}

func (h *heifFile) has(item uint32, p heifProperty) {
	if p.shape != [2]int{} {
		h.sizes[item] = p.shape
	}
	if p.cicp != [2]int{} {
		h.cicp[item] = p.cicp
	}
	if p.coding != (heifCoding{}) {
		h.coding[item] = p.coding
	}
}

// heifColours are what a file without a profile says of its levels.
func heifColours(data []byte, profile bool) *colours {
	if profile {
		return nil
	}
	h, err := parseHEIF(data)
	if err != nil || h == nil {
		return nil
	}
	for _, item := range h.shown() {
		if c, ok := h.cicp[item]; ok {
			return coloursOf(c[0], c[1])
		}
	}
	return nil
}

// heifBytes bounds what the decoder's planes of a HEIF or AVIF take.
const heifBytes = 232 << 20

// checkMemory refuses what takes too much memory when it is opened: the planes of
// the picture, and what decoders take beside them for the part under way.
func (h *heifFile) checkMemory() error {
	size, ok := h.sizes[h.primary]
	coding := h.coding[h.primary]
	tile := size
	for _, part := range h.parts[h.primary] {
		tile, coding = h.sizes[part], h.coding[part]
	}
	if !ok || coding.bytes == 0 {
		return nil // for the decoder to judge
	}
	pixels, of := int64(size[0])*int64(size[1]), int64(tile[0])*int64(tile[1])
	planes, decoding := int64(coding.planes), int64(coding.planes)
	if h.alpha {
		planes, decoding = planes+4, max(decoding, 4)
	}
	if need := (pixels*planes + of*decoding*int64(coding.tenths)/10) / 4 * int64(coding.bytes); need > heifBytes {
		return &Error{TooBigDimensions, fmt.Sprintf("The photo takes %s when it is opened; it may take at most %s. Send it as "+
			"JPEG, or smaller.",
			megabytes(need), megabytes(heifBytes))}
	}
	return nil
}

// fields reads big-endian numbers one after the other. After the end they are 0.
type fields struct {
	rest  []byte
	short bool
}

func (f *fields) uint(bytes int) (n uint64) {
	if bytes > len(f.rest) {
		f.rest, f.short = nil, true
		return 0
	}
	for _, b := range f.rest[:bytes] {
		n = n<<8 | uint64(b)
	}
	f.rest = f.rest[bytes:]
	return n
}

// version reads the version and flags of a full box.
func (f *fields) version() uint64 { return f.uint(4) >> 24 }

func (f *fields) id(wide bool) uint32 {
	if wide {
		return uint32(f.uint(4))
	}
	return uint32(f.uint(2))
}

// count is how many entries follow, as far as there is room for any.
func (f *fields) count(wide bool) int { return min(int(f.id(wide)), len(f.rest)) }

var errBox = errors.New("a box goes beyond what it is in")

// eachBox walks the boxes of a box.
func eachBox(data []byte, each func(kind string, body []byte) error) error {
	for len(data) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case size == 0:
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			return damaged(errBox)
		}
		if err := each(string(data[4:8]), data[head:size]); err != nil {
			return err
		}
		data = data[size:]
	}
	return nil
}

// findBox gives the body of an outer box. Boxes behind it may be cut off: what
// they hold is looked for by place.
func findBox(data []byte, want string) (found []byte, err error) {
	err = eachBox(data, func(kind string, body []byte) error {
		if kind == want && found == nil {
			found = body
		}
		return nil
	})
	if found != nil {
		return found, nil
	}
	return nil, err
}

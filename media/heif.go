package media

import (
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
	return nil
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
	h := &heifFile{parts: map[uint32][]uint32{}, extents: map[uint32][]heifRange{}, sizes: map[uint32][2]int{}}
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

func (h *heifFile) readProperties(body []byte) error {
	var shapes []([2]int) // of each property; zero for those that are no size
	return eachBox(body, func(kind string, body []byte) error {
		switch kind {
		case "ipco":
			return eachBox(body, func(kind string, body []byte) error {
				var shape [2]int
				if r := (&fields{rest: body}); kind == "ispe" {
					r.version()
					shape = [2]int{int(r.uint(4)), int(r.uint(4))}
				}
				shapes = append(shapes, shape)
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
					if n > 0 && int(n) <= len(shapes) && shapes[n-1] != [2]int{} {
						h.sizes[item] = shapes[n-1]
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

package media

import (
	"encoding/binary"
	"fmt"
)

// maxScans bounds the scans of a progressive JPEG. Encoders write about ten; each
// is a pass over the whole picture, however few bytes it has.
const maxScans = 100

// jpegShape is what the markers of a JPEG tell (ITU T.81, annex B).
type jpegShape struct {
	scans  int
	coded  int  // bytes between the markers of the scans: the picture data
	blocks int  // of 8 × 8 pixels; 0 for codings other than Huffman's
	ended  bool // has its end marker
	parts  map[byte]*jpegPart
}

// jpegPart is what the scans hold of one component: of each coefficient how many
// low bits are still to come.
type jpegPart [64]int8

const notSent = 127

func shapeOf(data []byte) (s jpegShape) {
	be, inScan := binary.BigEndian, false
	for at := 2; at+2 <= len(data); {
		if data[at] != 0xff {
			at++
			if inScan {
				s.coded++
			}
			continue
		}
		marker := data[at+1]
		switch {
		case marker == 0xd9:
			s.ended = true
			return s
		case marker == 0xff: // of which there may be any number
			at++
			continue
		case marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd8:
			at += 2
			if inScan {
				s.coded += 2
			}
			continue
		}
		if at+4 > len(data) {
			return s
		}
		end := at + 2 + int(be.Uint16(data[at+2:]))
		body := data[at+4 : max(at+4, min(end, len(data)))]
		if marker >= 0xc0 && marker <= 0xc2 && len(body) >= 5 {
			h, w := int(be.Uint16(body[1:])), int(be.Uint16(body[3:]))
			s.blocks = ((w + 7) / 8) * ((h + 7) / 8)
			s.frame(body)
		}
		if inScan = marker == 0xda; inScan {
			s.scans++
			s.scan(body)
		}
		at = end
	}
	return s
}

// frame notes the components (B.2.2).
func (s *jpegShape) frame(body []byte) {
	s.parts = map[byte]*jpegPart{}
	for i := 6; i+3 <= len(body); i += 3 {
		p := &jpegPart{}
		for k := range p {
			p[k] = notSent
		}
		s.parts[body[i]] = p
	}
}

// scan notes what a scan brings (B.2.3).
func (s *jpegShape) scan(body []byte) {
	if len(body) == 0 {
		return
	}
	rest := 1 + 2*int(body[0])
	if len(body) < rest+3 {
		return
	}
	first, last, low := int(body[rest]), min(63, int(body[rest+1])), int8(body[rest+2]&15)
	for i := 1; i < rest; i += 2 {
		if p := s.parts[body[i]]; p != nil {
			for k := first; k <= last; k++ {
				p[k] = low
			}
		}
	}
}

// sent is whether the scans together bring the whole picture.
func (s *jpegShape) sent() bool {
	for _, p := range s.parts {
		for _, low := range p {
			if low != 0 {
				return false
			}
		}
	}
	return len(s.parts) > 0
}

// check refuses what costs much more than it holds.
func (s *jpegShape) check() error {
	if s.scans > maxScans {
		return &Error{TooHeavy, fmt.Sprintf("This JPEG has %d scans; it may have at most %d. Save it again, then send it.", s.scans,
			maxScans)}
	}
	// A block takes a bit at the very least, so the rest of the picture is missing.
	if 8*s.coded < s.blocks {
		return damaged(fmt.Errorf("JPEG of %d blocks in %d bytes", s.blocks, s.coded))
	}
	return nil
}

// mendJPEG gives a JPEG that lacks only its end marker one. Whether its last scan
// is whole is for the decoder to say, which then has to be asked strictly.
func mendJPEG(data []byte, s jpegShape) (out []byte, mended bool) {
	if s.ended || !s.sent() {
		return data, false
	}
	if data[len(data)-1] != 0xff {
		data = append(data, 0xff)
	}
	return append(data, 0xd9), true
}

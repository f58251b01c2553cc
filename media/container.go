package media

import (
	"encoding/binary"
	"fmt"
)

// endsEarly reports whether the file stops before its container says it should.
// It finds what decoding the first frame of an animation cannot.
func endsEarly(data []byte, f Format) bool {
	switch f {
	case GIF:
		return gifEndsEarly(data)
	case WebP:
		return len(data) < 12 || int64(binary.LittleEndian.Uint32(data[4:]))+8 > int64(len(data))
	}
	return false
}

// maxScans bounds the scans of a progressive JPEG. Encoders write about ten; each
// is a pass over the whole picture, however few bytes it has.
const maxScans = 100

// jpegShape is what the markers of a JPEG tell (ITU T.81, annex B).
type jpegShape struct {
	scans  int
	coded  int // bytes between the markers of the scans: the picture data
	blocks int // of 8 × 8 pixels; 0 for codings other than Huffman's
}

func shapeOf(data []byte) (s jpegShape) {
	inScan := false
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			at++
			if inScan {
				s.coded++
			}
			continue
		}
		switch marker := data[at+1]; {
		case marker == 0xd9:
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
		case marker >= 0xc0 && marker <= 0xc2 && at+9 <= len(data):
			h, w := int(binary.BigEndian.Uint16(data[at+5:])), int(binary.BigEndian.Uint16(data[at+7:]))
			s.blocks = ((w + 7) / 8) * ((h + 7) / 8)
		}
		inScan = data[at+1] == 0xda
		if inScan {
			s.scans++
		}
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	}
	return s
}

// checkJPEG refuses what costs much more than it holds.
func checkJPEG(data []byte) error {
	s := shapeOf(data)
	if s.scans > maxScans {
		return &Error{TooHeavy, fmt.Sprintf("This JPEG has %d scans; it may have at most %d. Save it again, then send it.", s.scans, maxScans)}
	}
	// A block takes a bit at the very least, so the rest of the picture is missing.
	if 8*s.coded < s.blocks {
		return damaged(fmt.Errorf("JPEG of %d blocks in %d bytes", s.blocks, s.coded))
	}
	return nil
}

// interlacedBytes bounds interlaced PNGs when decoded: no row is finished before
// the last pass, so all of it is in memory.
const interlacedBytes = 200 << 20

func checkPNG(data []byte) error {
	if len(data) < 29 || data[28] == 0 {
		return nil
	}
	be := binary.BigEndian
	samples := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[data[25]]
	w, h := int64(be.Uint32(data[16:])), int64(be.Uint32(data[20:]))
	if w > 1<<20 || h > 1<<20 {
		return nil // refused for its sides
	}
	if bytes := w * h * samples * int64(max(8, data[24])) / 8; bytes > interlacedBytes {
		return &Error{TooBigDimensions, fmt.Sprintf("This interlaced PNG takes %s when it is opened; it may take at most %s. Save it without interlacing.", megabytes(bytes), megabytes(interlacedBytes))}
	}
	return nil
}

// gifEndsEarly walks the blocks of a GIF (GIF89a, appendix B). A missing trailer
// is forgiven, as browsers do.
func gifEndsEarly(data []byte) bool {
	at := 13
	if len(data) < at {
		return true
	}
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	at += table(data[10])
	for at < len(data) {
		switch data[at] {
		case 0x21: // extension: label, sub-blocks
			at += 2
		case 0x2c: // image: place, size, flags, colour table, code size, sub-blocks
			if at+10 > len(data) {
				return true
			}
			at += 10 + table(data[at+9]) + 1
		default: // the trailer, or riders behind it
			return false
		}
		for {
			if at >= len(data) {
				return true
			}
			n := int(data[at])
			at += 1 + n
			if n == 0 {
				break
			}
		}
	}
	return at > len(data)
}

// bareWebP keeps the picture of a still, opaque WebP and drops every other chunk:
// libvips writes an EXIF of its own even when told to strip.
func bareWebP(data []byte) []byte {
	le := binary.LittleEndian
	for at := 12; at+8 <= len(data); {
		end := at + 8 + int(le.Uint32(data[at+4:]))
		end += end % 2
		if kind := string(data[at : at+4]); (kind == "VP8 " || kind == "VP8L") && end <= len(data) {
			out := append([]byte("RIFF\x00\x00\x00\x00WEBP"), data[at:end]...)
			le.PutUint32(out[4:], uint32(len(out)-8))
			return out
		}
		at = end
	}
	return data
}

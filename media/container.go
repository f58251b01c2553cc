package media

import "encoding/binary"

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

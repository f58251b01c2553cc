package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// checkWhole refuses files that stop before all of their picture is there, as
// their containers say it. Decoders differ from version to version in what they
// forgive, and see only the first frame of an animation.
func checkWhole(data []byte, f Format) error {
	switch f {
	case GIF:
		return checkGIF(bytes.NewReader(data))
	case WebP:
		if len(data) < 12 || int64(binary.LittleEndian.Uint32(data[4:]))+8 > int64(len(data)) {
			return damaged(io.ErrUnexpectedEOF)
		}
	case PNG:
		return checkPNGPixels(data)
	case HEIF, AVIF:
		return checkHEIF(data)
	}
	return nil
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

// checkGIF walks the blocks of a GIF (GIF89a, appendix B) and refuses one without
// a picture, or that ends inside a block. A missing trailer is forgiven, as
// browsers do.
func checkGIF(r io.Reader) error {
	in := bufio.NewReader(r)
	cut := damaged(io.ErrUnexpectedEOF)
	head := make([]byte, 13)
	if _, err := io.ReadFull(in, head); err != nil {
		return cut
	}
	skip := func(n int) bool { _, err := in.Discard(n); return err == nil }
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	if !skip(table(head[10])) {
		return cut
	}
	for pictures := 0; ; {
		kind, err := in.ReadByte()
		if err != nil || kind != 0x21 && kind != 0x2c { // the trailer, or riders behind it
			if pictures == 0 {
				return damaged(errors.New("a GIF without a picture"))
			}
			return nil
		}
		if kind == 0x21 { // extension: label, sub-blocks
			if !skip(1) {
				return cut
			}
		} else { // image: place, size, flags, colour table, code size, sub-blocks
			pictures++
			if _, err := io.ReadFull(in, head[:9]); err != nil || !skip(table(head[8])+1) {
				return cut
			}
		}
		for {
			n, err := in.ReadByte()
			if err != nil || !skip(int(n)) {
				return cut
			}
			if n == 0 {
				break
			}
		}
	}
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

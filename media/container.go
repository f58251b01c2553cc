package media

import (
	"bufio"
	"bytes"
	"compress/lzw"
	"encoding/binary"
	"errors"
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

// checkGIF walks the blocks of a GIF (GIF89a, appendix B) and refuses one without
// a picture, or that ends inside a block. A missing trailer is forgiven, as
// browsers do.
func checkGIF(r io.Reader) error {
	_, err := walkGIF(r)
	return err
}

// mendGIF closes the last picture of a GIF that has all of its pixels, and ends
// there. What is wrong otherwise is for checkGIF.
func mendGIF(data []byte) ([]byte, error) {
	if open, err := walkGIF(bytes.NewReader(data)); err == nil && open {
		return append(data, 0, gifTrailer), nil
	}
	return data, nil
}

const (
	gifExtension = 0x21
	gifPicture   = 0x2c
	gifTrailer   = 0x3b
)

// walkGIF is checkGIF, and says whether the last picture is not closed.
func walkGIF(r io.Reader) (open bool, err error) {
	in := bufio.NewReader(r)
	cut := damaged(io.ErrUnexpectedEOF)
	head := make([]byte, 13)
	if _, err := io.ReadFull(in, head); err != nil {
		return false, cut
	}
	skip := func(n int) bool { _, err := in.Discard(n); return err == nil }
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	if !skip(table(head[10])) {
		return false, cut
	}
	var coded bytes.Buffer // of the picture under way
	for pictures := 0; ; {
		kind, err := in.ReadByte()
		if err != nil || kind != gifExtension && kind != gifPicture { // the trailer, or riders behind it
			if pictures == 0 {
				return false, damaged(errors.New("a GIF without a picture"))
			}
			return false, nil
		}
		bits, pixels := byte(0), 0
		if kind == gifExtension { // label, sub-blocks
			if !skip(1) {
				return false, cut
			}
		} else { // place, size, flags, colour table, code size, sub-blocks
			if _, err := io.ReadFull(in, head[:9]); err != nil || !skip(table(head[8])) {
				return false, cut
			}
			if bits, err = in.ReadByte(); err != nil {
				return false, cut
			}
			pictures++
			pixels = int(binary.LittleEndian.Uint16(head[4:])) * int(binary.LittleEndian.Uint16(head[6:]))
		}
		for coded.Reset(); ; {
			n, err := in.ReadByte()
			if err != nil {
				if kind == gifPicture && hasPixels(&coded, bits, pixels) {
					return true, nil
				}
				return false, cut
			}
			if n == 0 {
				break
			}
			if kind == gifExtension {
				if !skip(int(n)) {
					return false, cut
				}
				continue
			}
			if _, err := io.CopyN(&coded, in, int64(n)); err != nil {
				return false, cut
			}
		}
	}
}

// hasPixels is whether a GIF's coded picture (appendix F) holds all of its pixels.
func hasPixels(coded io.Reader, bits byte, pixels int) bool {
	if bits < 2 || bits > 8 || pixels == 0 {
		return false
	}
	n, _ := io.Copy(io.Discard, io.LimitReader(lzw.NewReader(coded, lzw.LSB, int(bits)), int64(pixels)))
	return n == int64(pixels)
}

// mendWebP drops what was cut off behind the pixels of a WebP: metadata, or the
// filler of an odd chunk. Of an animation only the former can be told.
func mendWebP(data []byte) ([]byte, error) {
	le := binary.LittleEndian
	if len(data) < 20 || uint64(le.Uint32(data[4:]))+8 <= uint64(len(data)) {
		return data, nil
	}
	shown, moving := false, false
	at := 12
	for at+8 <= len(data) {
		end := uint64(at) + 8 + uint64(le.Uint32(data[at+4:]))
		kind := string(data[at : at+4])
		if end > uint64(len(data)) {
			if kind != "EXIF" && kind != "XMP " {
				return data, nil
			}
			moving = false
			break
		}
		switch kind {
		case "VP8 ", "VP8L":
			shown = true
		case "ANMF":
			shown, moving = true, true
		}
		at = int(end)
		if at%2 != 0 {
			if at == len(data) {
				data, moving = append(data, 0), moving && uint64(le.Uint32(data[4:]))+8 != uint64(at)+1
			}
			at++
		}
	}
	if !shown || moving {
		return data, nil
	}
	le.PutUint32(data[4:], uint32(at-8))
	return data[:at], nil
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

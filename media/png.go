package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// interlacedBytes bounds interlaced PNGs when decoded: no row is finished before
// the last pass, so all of it is in memory.
const interlacedBytes = 200 << 20

// pngSpare is how far the end of a PNG's pixel stream is looked for behind its pixels.
const pngSpare = 1 << 20

func checkPNG(data []byte) error {
	if len(data) < 29 || data[28] == 0 {
		return nil
	}
	be := binary.BigEndian
	samples := samplesOf[data[25]]
	w, h := int64(be.Uint32(data[16:])), int64(be.Uint32(data[20:]))
	if w > 1<<20 || h > 1<<20 {
		return nil // refused for its sides
	}
	if bytes := w * h * samples * int64(max(8, data[24])) / 8; bytes > interlacedBytes {
		return &Error{TooBigDimensions, fmt.Sprintf("This interlaced PNG takes %s when it is opened; it may take at most %s. "+
			"Save it without interlacing.", megabytes(bytes), megabytes(interlacedBytes))}
	}
	return nil
}

// samplesOf is how many samples a pixel of a PNG's colour type has.
var samplesOf = map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

// pngPasses are the passes of an interlaced PNG: first column and row, then steps.
var pngPasses = [][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}

// pngEnd is the chunk that ends a PNG.
var pngEnd = []byte("\x00\x00\x00\x00IEND\xae\x42\x60\x82")

// pngKept are the chunks that have a say in how a PNG looks, but for those that
// pngColours reads. All others, texts first among them, would be unpacked only to
// be thrown away.
var pngKept = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "sRGB": true, "iCCP": true,
	"sBIT": true, "eXIf": true}

// maxProfile bounds a colour profile, unpacked. Those of presses have about 2 MB.
const maxProfile = 4 << 20

// mendPNG leaves of a PNG what is looked at, each thing once but for the pixels,
// and puts right what decoders take differently and what changes no pixel: a
// missing end, and the checksums around pixels, which have a checksum of their
// own. A wrong checksum of the header or the palette is damage. It works in place.
func mendPNG(data []byte) ([]byte, error) {
	be := binary.BigEndian
	if len(data) < 8 {
		return data, nil
	}
	out, at := data[:8], 8
	seen := map[string]bool{"iCCP": pngHead(data).cicp() != nil}
	for at+8 <= len(data) {
		size, kind := int(be.Uint32(data[at:])), string(data[at+4:at+8])
		end := at + 8 + size
		if end > len(data) {
			return append(out, data[at:]...), nil // checkPNGPixels says what that means
		}
		whole, sum := end+4 <= len(data), crc32.ChecksumIEEE(data[at+4:end])
		if whole && be.Uint32(data[end:]) != sum && (kind == "IHDR" || kind == "PLTE") {
			return nil, damaged(fmt.Errorf("the checksum of %s", kind))
		}
		if pngKept[kind] && (kind == "IDAT" || !seen[kind]) {
			if kind == "iCCP" {
				if err := checkPNGProfile(data[at+8 : end]); err != nil {
					return nil, err
				}
			}
			seen[kind] = true
			out = append(out, data[at:end]...)
			out = be.AppendUint32(out, sum)
		}
		at = end + 4
		if kind == "IEND" {
			return out, nil
		}
	}
	return append(out, pngEnd...), nil
}

// checkPNGProfile bounds what a profile unpacks to: behind its name, a zero and
// the method.
func checkPNGProfile(body []byte) error {
	name := bytes.IndexByte(body, 0)
	if name < 0 || name+2 > len(body) {
		return nil // no profile, which is left to libvips
	}
	in, err := zlib.NewReader(bytes.NewReader(body[name+2:]))
	if err != nil {
		return nil
	}
	if n, _ := io.Copy(io.Discard, io.LimitReader(in, maxProfile+1)); n > maxProfile {
		return &Error{TooHeavy, fmt.Sprintf("The colour profile of this PNG takes more than %s when it is opened. Save it with a "+
			"plain profile such as sRGB, then send it.", megabytes(maxProfile))}
	}
	return nil
}

// checkPNGPixels refuses a PNG that lacks a part of its pixels (PNG, 7.2 and 10)
// or whose pixels differ from their checksum.
func checkPNGPixels(data []byte) error {
	if len(data) < 33 || string(data[12:16]) != "IHDR" {
		return damaged(errors.New("a PNG without a header"))
	}
	be := binary.BigEndian
	w, h := int64(be.Uint32(data[16:])), int64(be.Uint32(data[20:]))
	depth, samples := int64(data[24]), samplesOf[data[25]]
	rows := func(w, h int64) int64 {
		if w <= 0 || h <= 0 {
			return 0
		}
		return h * (1 + (w*samples*depth+7)/8)
	}
	want := rows(w, h)
	if data[28] != 0 {
		want = 0
		for _, p := range pngPasses {
			want += rows((w-p[0]+p[2]-1)/p[2], (h-p[1]+p[3]-1)/p[3])
		}
	}
	in, err := zlib.NewReader(&pngPixels{rest: data[8:]})
	if err != nil {
		return damaged(err)
	}
	have, err := io.Copy(io.Discard, io.LimitReader(in, want))
	if have < want {
		return damaged(fmt.Errorf("%d of %d bytes of pixels: %w", have, want, errors.Join(err, io.ErrUnexpectedEOF)))
	}
	n, err := io.Copy(io.Discard, io.LimitReader(in, pngSpare))
	if err != nil {
		return damaged(fmt.Errorf("behind the pixels: %w", err))
	}
	if n == pngSpare {
		return damaged(fmt.Errorf("%d bytes of pixels and more follow the last", n))
	}
	return nil
}

// pngPixels reads the IDAT chunks of a PNG as one stream.
type pngPixels struct {
	rest []byte // from the length of a chunk on
	body []byte // what is left of the chunk before
}

func (p *pngPixels) Read(b []byte) (int, error) {
	for len(p.body) == 0 {
		if len(p.rest) < 8 {
			return 0, io.EOF
		}
		size := min(int(binary.BigEndian.Uint32(p.rest)), len(p.rest)-8)
		if string(p.rest[4:8]) == "IDAT" {
			p.body = p.rest[8 : 8+size]
		}
		p.rest = p.rest[min(len(p.rest), 8+size+4):]
	}
	n := copy(b, p.body)
	p.body = p.body[n:]
	return n, nil
}

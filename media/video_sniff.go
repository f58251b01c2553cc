package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
)

// SniffVideo tells the container of a video by its first bytes; empty for
// anything else. Nothing that is text can be one, so no playlist or script is.
func SniffVideo(head []byte) Format {
	if _, err := Sniff(head); err == nil {
		return ""
	}
	if bytes.HasPrefix(head, []byte("\x1aE\xdf\xa3")) {
		return WebM
	}
	if brands := ftypBrands(head); len(brands) > 0 {
		switch brands[0] {
		case "qt  ":
			return MOV
		case "M4A ", "M4B ", "M4P ":
			return ""
		}
		return MP4
	}
	if len(head) >= 8 {
		switch string(head[4:8]) { // QuickTime files of old have no brand
		case "moov", "mdat", "wide", "pnot":
			return MOV
		}
	}
	return ""
}

// checkContainer finds files that stop before their container says they should.
func checkContainer(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, SniffLen)
	n, _ := f.ReadAt(head, 0)
	switch SniffVideo(head[:n]) {
	case MP4, MOV:
		return checkBoxes(f, stat.Size())
	case "":
		if kind, err := Sniff(head[:n]); err == nil && kind == GIF {
			return checkGIF(f)
		}
	}
	return nil
}

const maxBoxes = 100_000

// checkBoxes walks the outer boxes (ISO/IEC 14496-12, 4.2).
func checkBoxes(r io.ReaderAt, size int64) error {
	movie := false
	var head [16]byte
	for at, n := int64(0), 0; at < size; n++ {
		if n == maxBoxes {
			return damagedVideo(errors.New("too many boxes"))
		}
		if size-at < 8 {
			break // a rider that no player minds
		}
		if _, err := r.ReadAt(head[:8], at); err != nil {
			return err
		}
		length, least := int64(binary.BigEndian.Uint32(head[:])), int64(8)
		switch length {
		case 0: // to the end
			length = size - at
		case 1:
			if size-at < 16 {
				return damagedVideo(io.ErrUnexpectedEOF)
			}
			if _, err := r.ReadAt(head[8:], at+8); err != nil {
				return err
			}
			length, least = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		movie = movie || string(head[4:8]) == "moov"
		if length < least || length > size-at {
			if movie && length >= least && string(head[4:8]) != "mdat" && string(head[4:8]) != "moov" {
				break
			}
			return damagedVideo(fmt.Errorf("box %q of %d bytes at %d of %d", head[4:8], length, at, size))
		}
		at += length
	}
	if !movie {
		return damagedVideo(errors.New("no movie box"))
	}
	return nil
}

// wholeWebM is whether a WebM says how many bytes its segment has, and has them
// (RFC 8794, 4 and 5, and RFC 9559, 4.5).
func wholeWebM(r io.ReaderAt) bool {
	var head [4096]byte
	n, _ := r.ReadAt(head[:], 0)
	rest := head[:n]
	for range 2 {
		if len(rest) < 5 {
			return false
		}
		segment := bytes.HasPrefix(rest, []byte("\x18\x53\x80\x67"))
		width := bits.LeadingZeros8(rest[4]) + 1
		if width > 8 || len(rest) < 4+width {
			return false
		}
		size := uint64(rest[4]) & (1<<(8-width) - 1)
		for _, b := range rest[5 : 4+width] {
			size = size<<8 | uint64(b)
		}
		if size == 1<<(7*width)-1 || size == 0 || size > 1<<40 { // unknown
			return false
		}
		rest = rest[4+width:]
		if segment {
			last := int64(n-len(rest)) + int64(size) - 1
			m, _ := r.ReadAt(head[:1], last)
			return m == 1
		}
		if uint64(len(rest)) < size {
			return false
		}
		rest = rest[size:]
	}
	return false
}

package mediatest

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

// HEIF is the first frame of a video of one frame as a HEIC or AVIF picture of
// w × h: ffmpeg makes its coded picture, which has no box of its own for that.
// Properties, each a whole box, come beside those of the coding and the size.
func HEIF(t testing.TB, brand string, w, h int, properties [][]byte, args ...string) []byte {
	t.Helper()
	video := Clip(t, "a.mp4", args...)
	coding := "hvcC"
	item := "hvc1"
	if brand == "avif" {
		coding, item = "av1C", "av01"
	}
	at := bytes.Index(video, []byte(coding))
	if at < 4 {
		t.Fatalf("no %s in the video", coding)
	}
	config := video[at-4 : at-4+int(binary.BigEndian.Uint32(video[at-4:]))]
	at = bytes.Index(video, []byte("mdat"))
	coded := video[at+4 : at-4+int(binary.BigEndian.Uint32(video[at-4:]))]
	size := box("ispe", be(0, 4), be(w, 4), be(h, 4))
	all := append([][]byte{config, size}, properties...)
	places := be(len(all), 1)
	for i := range all {
		places = append(places, byte(i+1)|0x80*byte(max(0, 1-i)))
	}
	ftyp := box("ftyp", []byte(brand), be(0, 4), []byte("mif1"), []byte(brand))
	meta := func(from int) []byte {
		return box("meta", be(0, 4),
			box("hdlr", be(0, 8), []byte("pict"), make([]byte, 13)),
			box("pitm", be(0, 4), be(1, 2)),
			box("iloc", be(0, 4), be(0x4400, 2), be(1, 2), be(1, 2), be(0, 2), be(1, 2), be(from, 4), be(len(coded), 4)),
			box("iinf", be(0, 4), be(1, 2), box("infe", be(2<<24, 4), be(1, 2), be(0, 2), []byte(item), []byte{0})),
			box("iprp", box("ipco", all...), box("ipma", be(0, 4), be(1, 4), be(1, 2), places)))
	}
	head := len(ftyp) + len(meta(0)) + 8
	return slices.Concat(ftyp, meta(head), box("mdat", coded))
}

// NCLX is the box that tells the colours of a picture by the numbers of ITU-T H.273.
func NCLX(primaries, transfer, matrix int, full bool) []byte {
	last := byte(0)
	if full {
		last = 0x80
	}
	return box("colr", []byte("nclx"), be(primaries, 2), be(transfer, 2), be(matrix, 2), []byte{last})
}

func box(kind string, bodies ...[]byte) []byte {
	body := slices.Concat(bodies...)
	return slices.Concat(be(len(body)+8, 4), []byte(kind), body)
}

func be(v, n int) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(v))[8-min(n, 8):]
}

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
	return HEIFGrid(t, brand, 1, 1, w, h, properties, args...)
}

// HEIFGrid is a picture of columns × rows tiles as telephones write it, each of
// which is the same frame of w × h.
func HEIFGrid(t testing.TB, brand string, columns, rows, w, h int, properties [][]byte, args ...string) []byte {
	t.Helper()
	video := Clip(t, "a.mp4", args...)
	coding, kind := "hvcC", "hvc1"
	if brand == "avif" {
		coding, kind = "av1C", "av01"
	}
	at := bytes.Index(video, []byte(coding))
	if at < 4 {
		t.Fatalf("no %s in the video", coding)
	}
	config := video[at-4 : at-4+int(binary.BigEndian.Uint32(video[at-4:]))]
	at = bytes.Index(video, []byte("mdat"))
	coded := video[at+4 : at-4+int(binary.BigEndian.Uint32(video[at-4:]))]
	size := func(w, h int) []byte { return box("ispe", be(0, 4), be(w, 4), be(h, 4)) }
	all := append([][]byte{config, size(w, h)}, properties...)
	tiles, whole := columns*rows, columns*rows+1
	places := be(len(all), 1)
	for i := range all {
		places = append(places, byte(i+1)|0x80*byte(max(0, 1-i)))
	}
	layout := slices.Concat([]byte{0, 1, byte(rows - 1), byte(columns - 1)}, be(w*columns, 4), be(h*rows, 4))
	var infos, ties, references [][]byte
	for i := range tiles {
		infos = append(infos, box("infe", be(2<<24, 4), be(i+1, 2), be(0, 2), []byte(kind), []byte{0}))
		ties = append(ties, be(i+1, 2), places)
	}
	primary := 1
	if tiles > 1 {
		primary = whole
		infos = append(infos, box("infe", be(2<<24, 4), be(whole, 2), be(0, 2), []byte("grid"), []byte{0}))
		all = append(all, size(w*columns, h*rows))
		ties = append(ties, be(whole, 2), be(1, 1), be(len(all), 1))
		from := slices.Concat(be(whole, 2), be(tiles, 2))
		for i := range tiles {
			from = append(from, be(i+1, 2)...)
		}
		references = append(references, box("iref", be(0, 4), box("dimg", from)))
	}
	meta := func(from int) []byte {
		places := slices.Concat(be(0, 4), be(0x4400, 2), be(len(infos), 2))
		for i := range infos {
			at, length := from, len(coded)
			if i == tiles {
				at, length = from+len(coded), len(layout)
			}
			places = append(places, slices.Concat(be(i+1, 2), be(0, 2), be(1, 2), be(at, 4), be(length, 4))...)
		}
		return box("meta", slices.Concat(be(0, 4),
			box("hdlr", be(0, 8), []byte("pict"), make([]byte, 13)),
			box("pitm", be(0, 4), be(primary, 2)),
			box("iloc", places),
			box("iinf", be(0, 4), be(len(infos), 2), slices.Concat(infos...)),
			slices.Concat(references...),
			box("iprp", box("ipco", all...), box("ipma", be(0, 4), be(len(infos), 4), slices.Concat(ties...)))))
	}
	ftyp := box("ftyp", []byte(brand), be(0, 4), []byte("mif1"), []byte(brand))
	head := len(ftyp) + len(meta(0)) + 8
	return slices.Concat(ftyp, meta(head), box("mdat", coded, layout))
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

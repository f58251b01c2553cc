package mediatest

import (
	"encoding/binary"
	"image"
	"image/color"
)

// Tags of TIFF 6.0 that tests set.
const (
	TagWidth       = 256
	TagHeight      = 257
	TagDepth       = 258
	TagCompression = 259
	TagPhotometric = 262
	TagOffsets     = 273
	TagOrientation = 274
	TagRows        = 278
	TagSizes       = 279
	TagProfile     = 34675
)

// TIFF is an uncompressed TIFF of a scene in strips of 32 rows.
type TIFF struct {
	W, H       int
	Big        bool   // big endian
	Deep       bool   // 16 bits
	CMYK       bool   // instead of RGB
	Profile    []byte // ICC
	Pages      int    // as many pages; the later ones have inverted colours
	Change     map[uint16]uint32
	Colour     func(color.NRGBA) color.NRGBA64 // into the space of the profile
	SharedRows bool                            // every strip is the first one
}

// Bytes encodes it.
func (f TIFF) Bytes() []byte {
	var order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	} = binary.LittleEndian
	out := []byte("II*\x00\x00\x00\x00\x00")
	if f.Big {
		order, out = binary.BigEndian, []byte("MM\x00*\x00\x00\x00\x00")
	}
	link := 4
	for page := range max(1, f.Pages) {
		scene := Scene(f.W, f.H)
		if page > 0 {
			for i := range scene.Pix {
				if i%4 != 3 {
					scene.Pix[i] = 255 - scene.Pix[i]
				}
			}
		}
		var offsets, sizes []uint32
		for y := 0; y < f.H; y += 32 {
			if f.SharedRows && y > 0 {
				offsets, sizes = append(offsets, offsets[0]), append(sizes, sizes[0])
				continue
			}
			offsets = append(offsets, uint32(len(out)))
			for row := y; row < min(y+32, f.H); row++ {
				for x := range f.W {
					for _, v := range f.samples(scene, x, row) {
						if f.Deep {
							out = order.AppendUint16(out, v)
						} else {
							out = append(out, byte((uint32(v)*255+32767)/65535))
						}
					}
				}
			}
			sizes = append(sizes, uint32(len(out))-offsets[len(offsets)-1])
		}
		samples, depth, photometric := uint32(3), uint32(8), uint32(2)
		if f.CMYK {
			samples, photometric = 4, 5
		}
		if f.Deep {
			depth = 16
		}
		depths := make([]uint32, samples)
		for i := range depths {
			depths[i] = depth
		}
		type entry struct {
			tag, kind uint16
			values    []uint32
		}
		entries := []entry{{TagWidth, 4, []uint32{uint32(f.W)}}, {TagHeight, 4, []uint32{uint32(f.H)}}, {TagDepth, 3, depths},
			{TagCompression, 3, []uint32{1}},
			{TagPhotometric, 3, []uint32{photometric}}, {TagOffsets, 4, offsets}, {TagOrientation, 3, []uint32{1}},
			{277, 3, []uint32{samples}},
			{TagRows, 4, []uint32{32}}, {TagSizes, 4, sizes}, {284, 3, []uint32{1}}}
		if f.Profile != nil {
			bytes := make([]uint32, len(f.Profile))
			for i, b := range f.Profile {
				bytes[i] = uint32(b)
			}
			entries = append(entries, entry{TagProfile, 7, bytes})
		}
		places := make([]uint32, len(entries))
		for i, e := range entries {
			places[i] = uint32(len(out))
			for _, v := range e.values {
				switch e.kind {
				case 3:
					out = order.AppendUint16(out, uint16(v))
				case 4:
					out = order.AppendUint32(out, v)
				default:
					out = append(out, byte(v))
				}
			}
			if len(out)%2 == 1 {
				out = append(out, 0)
			}
		}
		order.PutUint32(out[link:], uint32(len(out)))
		out = order.AppendUint16(out, uint16(len(entries)))
		for i, e := range entries {
			out = order.AppendUint16(out, e.tag)
			out = order.AppendUint16(out, e.kind)
			out = order.AppendUint32(out, uint32(len(e.values)))
			v, changed := f.Change[e.tag]
			size := map[uint16]int{3: 2, 4: 4, 7: 1}[e.kind] * len(e.values)
			switch {
			case size > 4:
				out = order.AppendUint32(out, places[i])
			case e.kind == 3 && !changed:
				out = order.AppendUint16(order.AppendUint16(out, uint16(e.values[0])), 0)
			case e.kind == 3:
				out = order.AppendUint16(order.AppendUint16(out, uint16(v)), 0)
			case changed:
				out = order.AppendUint32(out, v)
			default:
				out = order.AppendUint32(out, e.values[0])
			}
		}
		link = len(out)
		out = append(out, 0, 0, 0, 0)
	}
	return out
}

func (f TIFF) samples(scene *image.NRGBA, x, y int) []uint16 {
	c := scene.NRGBAAt(x, y)
	if f.CMYK {
		cyan, magenta, yellow, black := color.RGBToCMYK(c.R, c.G, c.B)
		return []uint16{257 * uint16(cyan), 257 * uint16(magenta), 257 * uint16(yellow), 257 * uint16(black)}
	}
	if f.Colour != nil {
		d := f.Colour(c)
		return []uint16{d.R, d.G, d.B}
	}
	return []uint16{257 * uint16(c.R), 257 * uint16(c.G), 257 * uint16(c.B)}
}

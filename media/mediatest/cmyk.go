package mediatest

import "encoding/binary"

// CMYK is a JPEG of one plain colour in four channels, as Adobe writes them. The
// sides are multiples of 8.
func CMYK(w, h int) []byte {
	out := []byte{0xff, 0xd8}
	segment := func(marker byte, body ...byte) {
		out = append(out, 0xff, marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
		out = append(out, body...)
	}
	segment(0xee, append([]byte("Adobe"), 0, 100, 0, 0, 0, 0, 0)...)
	ones := make([]byte, 65)
	for i := 1; i < len(ones); i++ {
		ones[i] = 1
	}
	segment(0xdb, ones...)
	frame := []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 4}
	scan := []byte{4}
	for id := byte(1); id <= 4; id++ {
		frame = append(frame, id, 0x11, 0)
		scan = append(scan, id, 0)
	}
	segment(0xc0, frame...)
	// Codes of the first coefficient: 0 is "as before", 10 is eight more bits.
	segment(0xc4, append(append([]byte{0x00, 1, 1}, make([]byte, 14)...), 0, 8)...)
	// Code of all others: 0 is "nothing more".
	segment(0xc4, append(append([]byte{0x10, 1}, make([]byte, 15)...), 0)...)
	segment(0xda, append(scan, 0, 63, 0)...)

	var bits, n uint64
	put := func(value uint64, count int) {
		for i := count - 1; i >= 0; i-- {
			bits = bits<<1 | value>>i&1
			if n++; n == 8 {
				out = append(out, byte(bits))
				if byte(bits) == 0xff {
					out = append(out, 0)
				}
				bits, n = 0, 0
			}
		}
	}
	for block := range w / 8 * h / 8 {
		for channel := range uint64(4) {
			if block == 0 {
				put(0b10, 2)
				put(160+20*channel, 8)
			} else {
				put(0, 1)
			}
			put(0, 1)
		}
	}
	for n != 0 {
		put(1, 1)
	}
	return append(out, 0xff, 0xd9)
}

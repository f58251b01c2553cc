package mediatest

import (
	"encoding/binary"
	"image/color"
	"math"
)

// Space is an RGB colour space: the CIE x, y of its primaries, for a white of D65.
type Space struct {
	Name    string
	R, G, B [2]float64
	Gamma   float64
}

// Spaces wider than sRGB, by their published primaries. Each has a plain gamma
// here, which the profile says.
var (
	AdobeRGB  = Space{"Adobe RGB", [2]float64{.64, .33}, [2]float64{.21, .71}, [2]float64{.15, .06}, 2.19921875}
	DisplayP3 = Space{"Display P3", [2]float64{.68, .32}, [2]float64{.265, .69}, [2]float64{.15, .06}, 2.2}
	Rec2020   = Space{"Rec. 2020", [2]float64{.708, .292}, [2]float64{.17, .797}, [2]float64{.131, .046}, 2.4}
)

type matrix [3][3]float64

func (m matrix) times(v [3]float64) (out [3]float64) {
	for i := range 3 {
		out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return out
}

func (m matrix) inverse() (out matrix) {
	det := 0.0
	for i := range 3 {
		det += m[0][i] * (m[1][(i+1)%3]*m[2][(i+2)%3] - m[1][(i+2)%3]*m[2][(i+1)%3])
	}
	for i := range 3 {
		for j := range 3 {
			out[j][i] = (m[(i+1)%3][(j+1)%3]*m[(i+2)%3][(j+2)%3] - m[(i+1)%3][(j+2)%3]*m[(i+2)%3][(j+1)%3]) / det
		}
	}
	return out
}

var d65 = [3]float64{.3127 / .3290, 1, (1 - .3127 - .3290) / .3290}

// xyz is the matrix from linear RGB to XYZ under D65.
func (s Space) xyz() matrix {
	var m matrix
	for i, p := range [][2]float64{s.R, s.G, s.B} {
		m[0][i], m[1][i], m[2][i] = p[0]/p[1], 1, (1-p[0]-p[1])/p[1]
	}
	scale := m.inverse().times(d65)
	for i := range 3 {
		for j := range 3 {
			m[i][j] *= scale[j]
		}
	}
	return m
}

var sRGB = Space{"sRGB", [2]float64{.64, .33}, [2]float64{.30, .60}, [2]float64{.15, .06}, 0}

// From converts a colour of sRGB into this space.
func (s Space) From(c color.NRGBA) color.NRGBA64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= .04045 {
			return x / 12.92
		}
		return math.Pow((x+.055)/1.055, 2.4)
	}
	v := s.xyz().inverse().times(sRGB.xyz().times([3]float64{linear(c.R), linear(c.G), linear(c.B)}))
	out := [3]uint16{}
	for i := range v {
		out[i] = uint16(math.Round(65535 * math.Pow(math.Min(1, math.Max(0, v[i])), 1/s.Gamma)))
	}
	return color.NRGBA64{R: out[0], G: out[1], B: out[2], A: 65535}
}

// Profile is the space's ICC profile (version 2.1: matrix and curves).
func (s Space) Profile() []byte {
	be := binary.BigEndian
	fixed := func(v float64) uint32 { return uint32(int32(math.Round(v * 65536))) }
	triple := func(v [3]float64) []byte {
		out := append([]byte("XYZ "), 0, 0, 0, 0)
		for i := range v {
			out = be.AppendUint32(out, fixed(v[i]))
		}
		return out
	}
	// Bradford's adaptation from D65 to D50, where profiles connect.
	adapt := matrix{{1.0478112, .0228866, -.0501270}, {.0295424, .9904844, -.0170491}, {-.0092345, .0150436, .7521316}}
	m := s.xyz()
	column := func(i int) []byte { return triple(adapt.times([3]float64{m[0][i], m[1][i], m[2][i]})) }
	curve := append(append([]byte("curv"), 0, 0, 0, 0, 0, 0, 0, 1), be.AppendUint16(nil, uint16(math.Round(s.Gamma*256)))...)
	curve = append(curve, 0, 0)
	text := append(append([]byte("desc"), 0, 0, 0, 0), be.AppendUint32(nil, uint32(len(s.Name)+1))...)
	text = append(append(text, s.Name...), make([]byte, 1+78+3)...)
	text = text[:len(text)/4*4]
	tags := []struct {
		name string
		data []byte
	}{{"desc", text}, {"cprt", append(append([]byte("text"), 0, 0, 0, 0), "none"...)}, {"wtpt", triple([3]float64{.9642, 1, .8249})},
		{"rXYZ", column(0)}, {"gXYZ", column(1)}, {"bXYZ", column(2)}, {"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve}}
	out := make([]byte, 128)
	copy(out[8:], []byte{2, 0x10, 0, 0})
	copy(out[12:], "mntrRGB XYZ ")
	copy(out[36:], "acsp")
	for i, v := range []float64{.9642, 1, .8249} {
		be.PutUint32(out[68+4*i:], fixed(v))
	}
	out = be.AppendUint32(out, uint32(len(tags)))
	at := 128 + 4 + 12*len(tags)
	for _, t := range tags {
		out = be.AppendUint32(be.AppendUint32(append(out, t.name...), uint32(at)), uint32(len(t.data)))
		at += len(t.data)
	}
	for _, t := range tags {
		out = append(out, t.data...)
	}
	be.PutUint32(out, uint32(len(out)))
	return out
}

// WithProfile puts an ICC profile into a JPEG, in front of its other parts.
func WithProfile(data, profile []byte) []byte {
	segment := append([]byte("ICC_PROFILE\x00\x01\x01"), profile...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe2}, binary.BigEndian.AppendUint16(nil, uint16(len(segment)+2))...)
	return append(append(out, segment...), data[2:]...)
}

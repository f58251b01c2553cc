package media

import (
	"encoding/binary"
	"math"
)

// colours say how the levels of a picture without a profile become those of sRGB,
// where they are not the same.
type colours struct {
	linear []float32  // of each of 65,536 levels; 1 is white
	matrix [9]float64 // to the primaries of sRGB
	hdr    bool       // its lights are brighter than white
	shown  []byte     // the level for each part of shownSteps of white
}

// shownSteps is how finely light is told apart when it is written as a level.
const shownSteps = 1 << 14

// chromaticities are x and y of red, green, blue and white.
type chromaticities [8]float64

var (
	whiteD65 = [2]float64{0.3127, 0.3290}
	// By the numbers of ITU-T H.273, table 2.
	primaries = map[int]chromaticities{
		1:  {.640, .330, .300, .600, .150, .060, whiteD65[0], whiteD65[1]},
		4:  {.67, .33, .21, .71, .14, .08, .310, .316},
		5:  {.64, .33, .29, .60, .15, .06, whiteD65[0], whiteD65[1]},
		6:  {.630, .340, .310, .595, .155, .070, whiteD65[0], whiteD65[1]},
		7:  {.630, .340, .310, .595, .155, .070, whiteD65[0], whiteD65[1]},
		9:  {.708, .292, .170, .797, .131, .046, whiteD65[0], whiteD65[1]},
		11: {.680, .320, .265, .690, .150, .060, .314, .351},
		12: {.680, .320, .265, .690, .150, .060, whiteD65[0], whiteD65[1]},
		22: {.630, .340, .295, .605, .155, .077, whiteD65[0], whiteD65[1]},
	}
)

// Transfer characteristics of H.273, table 3, beside those that screens show as sRGB.
const (
	gamma22  = 4
	gamma28  = 5
	linear   = 8
	cinema   = 17
	curvePQ  = 16
	curveHLG = 18
)

// coloursOf gives nil for those of sRGB and for what is not known.
func coloursOf(primary, transfer int) *colours {
	from, known := primaries[primary]
	if !known {
		from = primaries[1]
	}
	c := &colours{shown: shownAs(srgbLevel)}
	switch transfer {
	case gamma22:
		c.curve(func(v float64) float64 { return math.Pow(v, 2.2) })
	case gamma28:
		c.curve(func(v float64) float64 { return math.Pow(v, 2.8) })
	case linear:
		c.curve(func(v float64) float64 { return v })
	case cinema:
		c.curve(func(v float64) float64 { return math.Pow(v, 2.6) })
	case curvePQ:
		c.hdr, c.shown = true, shownAs(videoLevel)
		c.curve(func(v float64) float64 { return lightOfPQ(v) / paperWhite })
	case curveHLG:
		c.hdr, c.shown = true, shownAs(videoLevel)
		c.curve(func(v float64) float64 { return lightOfHLG(v) / paperWhite })
	default:
		if !known || primary == 1 {
			return nil
		}
		c.curve(srgbLight)
	}
	c.matrix = toSRGB(from)
	return c
}

func (c *colours) curve(light func(v float64) float64) {
	c.linear = make([]float32, 1<<16)
	for i := range c.linear {
		c.linear[i] = float32(light(float64(i) / 65535))
	}
}

func srgbLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func srgbLevel(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// videoLevel is how light is written into videos (ITU-R BT.1886), so that a photo
// and a video of the same scene look the same.
func videoLevel(v float64) float64 { return math.Pow(v, 1/2.4) }

// lightOfPQ is in candela for a square metre (SMPTE ST 2084).
func lightOfPQ(v float64) float64 {
	const m1, m2, c1, c2, c3 = 2610.0 / 16384, 2523.0 / 32, 3424.0 / 4096, 2413.0 / 128, 2392.0 / 128
	p := math.Pow(v, 1/m2)
	return 10000 * math.Pow(math.Max(0, p-c1)/(c2-c3*p), 1/m1)
}

// lightOfHLG is that of a screen of 1,000 candela for a square metre (ITU-R
// BT.2100), with the system gamma on each channel, as videos have it.
func lightOfHLG(v float64) float64 {
	const a, b, c, gamma = 0.17883277, 0.28466892, 0.55991073, 1.2
	scene := v * v / 3
	if v > 0.5 {
		scene = (math.Exp((v-c)/a) + b) / 12
	}
	return 1000 * math.Pow(scene, gamma)
}

func shownAs(level func(v float64) float64) []byte {
	out := make([]byte, shownSteps+1)
	for i := range out {
		out[i] = uint8(255*level(float64(i)/shownSteps) + .5)
	}
	return out
}

// The chunks of a PNG that say what its levels mean, the first that is there alone
// (PNG, third edition, 4.3).
const (
	gammaUnit = 100_000
	// gammaSlack is how far a gamma may be from that of screens without being looked at, as libpng has it.
	gammaSlack = .05
	screen     = 2.2
)

// pngColours reads what a PNG without a profile says of its levels, which versions
// of libvips take differently or not at all.
func pngColours(data []byte) *colours {
	be := binary.BigEndian
	found := pngHead(data)
	if b := found.cicp(); b != nil {
		return coloursOf(int(b[0]), int(b[1]))
	}
	_, icc := found["iCCP"]
	_, srgb := found["sRGB"]
	if icc || srgb {
		return nil
	}
	b := found["gAMA"]
	if len(b) != 4 {
		return nil
	}
	gamma := float64(be.Uint32(b)) / gammaUnit
	if gamma < .01 || gamma > 100 {
		return nil
	}
	from := primaries[1]
	if b := found["cHRM"]; len(b) == 32 {
		// White comes first here.
		for i := range from {
			from[(i+6)%8] = float64(be.Uint32(b[4*i:])) / gammaUnit
		}
		if !from.sound() {
			from = primaries[1]
		}
	}
	plain := from.near(primaries[1])
	if plain && math.Abs(gamma*screen-1) < gammaSlack {
		return nil
	}
	c := &colours{shown: shownAs(func(v float64) float64 { return math.Pow(v, 1/screen) })}
	c.curve(func(v float64) float64 { return math.Pow(v, 1/gamma) })
	if c.matrix = identity; !plain {
		c.matrix = toSRGB(from)
	}
	return c
}

// pngChunks are the bodies of chunks by their kind.
type pngChunks map[string][]byte

// cicp is the chunk that overrules a profile; nil where it is not there or can't be so.
func (c pngChunks) cicp() []byte {
	if b := c["cICP"]; len(b) == 4 && b[2] == 0 { // RGB
		return b
	}
	return nil
}

// pngHead is what the chunks in front of the pixels hold.
func pngHead(data []byte) pngChunks {
	be := binary.BigEndian
	found := pngChunks{}
	for at := 8; at+8 <= len(data); {
		size, kind := int(be.Uint32(data[at:])), string(data[at+4:at+8])
		if at+8+size > len(data) || kind == "IDAT" {
			break
		}
		if _, twice := found[kind]; !twice {
			found[kind] = data[at+8 : at+8+size]
		}
		at += 12 + size
	}
	return found
}

// sound is whether colours can be reckoned with at all.
func (c chromaticities) sound() bool {
	for i := range 4 {
		x, y := c[2*i], c[2*i+1]
		if x < 0 || x > 1 || y < .001 || y > 1 || x+y > 1.0001 {
			return false
		}
	}
	area := (c[2]-c[0])*(c[5]-c[1]) - (c[4]-c[0])*(c[3]-c[1])
	return math.Abs(area) > .01
}

func (c chromaticities) near(other chromaticities) bool {
	for i := range c {
		if math.Abs(c[i]-other[i]) > .002 {
			return false
		}
	}
	return true
}

var identity = [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}

// xyz is a colour of brightness 1.
func xyz(x, y float64) [3]float64 { return [3]float64{x / y, 1, (1 - x - y) / y} }

// toXYZ is the matrix from light of the primaries.
func toXYZ(c chromaticities) [9]float64 {
	r, g, b, w := xyz(c[0], c[1]), xyz(c[2], c[3]), xyz(c[4], c[5]), xyz(c[6], c[7])
	m := [9]float64{r[0], g[0], b[0], r[1], g[1], b[1], r[2], g[2], b[2]}
	s := apply(inverse(m), w)
	for i := range 9 {
		m[i] *= s[i%3]
	}
	return m
}

// toSRGB is the matrix from light of the primaries to that of sRGB's.
func toSRGB(c chromaticities) [9]float64 {
	return times(inverse(toXYZ(primaries[1])), times(adapted(c), toXYZ(c)))
}

// adapted brings the white of the primaries to that of sRGB (Bradford).
func adapted(c chromaticities) [9]float64 {
	cone := [9]float64{.8951, .2664, -.1614, -.7502, 1.7135, .0367, .0389, -.0685, 1.0296}
	from, to := apply(cone, xyz(c[6], c[7])), apply(cone, xyz(whiteD65[0], whiteD65[1]))
	gain := [9]float64{to[0] / from[0], 0, 0, 0, to[1] / from[1], 0, 0, 0, to[2] / from[2]}
	return times(inverse(cone), times(gain, cone))
}

func apply(m [9]float64, v [3]float64) (out [3]float64) {
	for r := range 3 {
		out[r] = m[3*r]*v[0] + m[3*r+1]*v[1] + m[3*r+2]*v[2]
	}
	return out
}

func times(a, b [9]float64) (out [9]float64) {
	for r := range 3 {
		for c := range 3 {
			out[3*r+c] = a[3*r]*b[c] + a[3*r+1]*b[3+c] + a[3*r+2]*b[6+c]
		}
	}
	return out
}

func inverse(m [9]float64) (out [9]float64) {
	minor := func(r, c int) float64 {
		r1, r2, c1, c2 := (r+1)%3, (r+2)%3, (c+1)%3, (c+2)%3
		return m[3*r1+c1]*m[3*r2+c2] - m[3*r1+c2]*m[3*r2+c1]
	}
	det := m[0]*minor(0, 0) + m[1]*minor(0, 1) + m[2]*minor(0, 2)
	for r := range 3 {
		for c := range 3 {
			out[3*c+r] = minor(r, c) / det
		}
	}
	return out
}

package look

import (
	"encoding/json"
	"math"
)

// Grade is a compiled recipe: what is done to every pixel of 8-bit sRGB.
//
// In this order, with Y the Rec. 709 luma 0.2126 R + 0.7152 G + 0.0722 B of the
// pixel at that step:
//
//  1. Structure: all channels gain Structure·StructureGain·(Y-L)·4·Y·(255-Y)/255²,
//     the gain limited to ±StructureLimit. L is the local mean of Y: mean luma in
//     square cells of ceil(long edge / StructureCells) pixels from the top left,
//     smoothed twice with [1 2 1]/4 along each axis (edges repeated), read
//     bilinearly at the pixel's centre.
//  2. Sharpen: all channels gain Sharpen·SharpenGain·(Y-B), the gain limited to
//     ±SharpenLimit, B being Y blurred by a Gaussian of sigma long edge / SharpenScale
//     pixels (at least 0.5, radius ceil(2.5·sigma)).
//  3. v = Pre[c][v]
//  4. v = clamp(floor(Matrix·rgb + Offset + 0.5)), Offset in levels of 0..255
//  5. v = Post[c][v]
//  6. v = floor(v·(1 - Vignette·smoothstep(VignetteStart, 1, r)) + 0.5), r being the
//     distance of the pixel's centre from the picture's centre in half diagonals.
type Grade struct {
	Pre       [3][256]uint8
	Matrix    [9]float64 // row order
	Offset    [3]float64
	Post      [3][256]uint8
	Vignette  float64 // 0..1
	Structure float64 // 0..1
	Sharpen   float64 // 0..1
}

// Constants of the definition above.
const (
	StructureCells = 96
	StructureGain  = 1.1
	StructureLimit = 48.0
	SharpenScale   = 1600.0
	SharpenGain    = 1.4
	SharpenLimit   = 40.0
	VignetteStart  = 0.35
)

// Identity is the grade that changes nothing.
func Identity() Grade {
	g := Grade{Matrix: unit}
	for c := range 3 {
		g.Pre[c] = table(identity)
		g.Post[c] = table(identity)
	}
	return g
}

// IsIdentity reports whether the grade changes nothing.
func (g Grade) IsIdentity() bool { return g == Identity() }

// Color applies steps 3 to 5, the part that does not depend on place.
func (g *Grade) Color(r, gr, b uint8) (uint8, uint8, uint8) {
	in := [3]float64{float64(g.Pre[0][r]), float64(g.Pre[1][gr]), float64(g.Pre[2][b])}
	var out [3]uint8
	for c := range 3 {
		v := float64(g.Matrix[3*c]*in[0]) + float64(g.Matrix[3*c+1]*in[1]) + float64(g.Matrix[3*c+2]*in[2]) + g.Offset[c]
		out[c] = g.Post[c][uint8(math.Min(255, math.Max(0, math.Floor(v+0.5))))]
	}
	return out[0], out[1], out[2]
}

// VignetteAt is the factor of step 6 at pixel x, y of a picture of w × h.
func (g *Grade) VignetteAt(x, y, w, h int) float64 {
	if g.Vignette == 0 {
		return 1
	}
	dx := float64(x) + 0.5 - float64(w)/2
	dy := float64(y) + 0.5 - float64(h)/2
	half := math.Sqrt(float64(float64(w)*float64(w))+float64(float64(h)*float64(h))) / 2
	t := clamp01((math.Sqrt(float64(dx*dx)+float64(dy*dy))/half - VignetteStart) / (1 - VignetteStart))
	return 1 - float64(g.Vignette*t*t*(3-float64(2*t)))
}

// gradeJSON is the wire form: tables are base64 of 768 bytes, red, green, blue.
type gradeJSON struct {
	Pre       []byte     `json:"pre"`
	Matrix    [9]float64 `json:"matrix"`
	Offset    [3]float64 `json:"offset"`
	Post      []byte     `json:"post"`
	Vignette  float64    `json:"vignette"`
	Structure float64    `json:"structure"`
	Sharpen   float64    `json:"sharpen"`
}

// MarshalJSON writes {"pre": base64 of 3 × 256 bytes, "matrix": 9 numbers, "offset": 3
// numbers, "post": base64, "vignette", "structure", "sharpen": numbers 0..1}.
func (g Grade) MarshalJSON() ([]byte, error) {
	j := gradeJSON{Matrix: g.Matrix, Offset: g.Offset, Vignette: g.Vignette, Structure: g.Structure, Sharpen: g.Sharpen}
	for c := range 3 {
		j.Pre = append(j.Pre, g.Pre[c][:]...)
		j.Post = append(j.Post, g.Post[c][:]...)
	}
	for i, v := range j.Matrix {
		j.Matrix[i] = round(v, 1e9)
	}
	j.Vignette = round(j.Vignette, 1e9)
	return json.Marshal(j)
}

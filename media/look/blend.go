package look

import "math"

// blend is a separable blend mode of a backdrop and a source, both 0..1
// (W3C Compositing and Blending Level 1).
type blend func(backdrop, source float64) float64

func screen(b, s float64) float64   { return b + s - float64(b*s) }
func multiply(b, s float64) float64 { return b * s }
func lighten(b, s float64) float64  { return math.Max(b, s) }

func softLight(b, s float64) float64 {
	if s <= 0.5 {
		return b - float64((1-float64(2*s))*b*(1-b))
	}
	d := math.Sqrt(b)
	if b <= 0.25 {
		d = float64(float64(float64(float64(16*b)-12)*b+4) * b)
	}
	return b + float64((float64(2*s)-1)*(d-b))
}

// channel is the tint as a curve of one channel, 0 for red to 2 for blue.
func (t tint) channel(c int) curve {
	source := [3]float64{t.r, t.g, t.b}[c] / 255
	return func(x float64) float64 {
		return clamp01(x + float64(t.amount*(t.blend(x, source)-x)))
	}
}

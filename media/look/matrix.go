package look

import "math"

// matrix is a 3 × 3 colour matrix in row order.
type matrix [9]float64

// Rec. 709 luma, the weights of every grey in this package.
const lumaR, lumaG, lumaB = 0.2126, 0.7152, 0.0722

var unit = matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}

// then is the matrix that applies m first and next afterwards.
func (m matrix) then(next matrix) (out matrix) {
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[3*r+c] += float64(next[3*r+k] * m[3*k+c])
			}
		}
	}
	return out
}

func (m matrix) toward(t float64) (out matrix) {
	for i := range m {
		out[i] = unit[i] + float64(t*(m[i]-unit[i]))
	}
	return out
}

// saturate with 0 is grey, 1 is unchanged.
func saturate(s float64) matrix {
	r, g, b := lumaR*(1-s), lumaG*(1-s), lumaB*(1-s)
	return matrix{r + s, g, b, r, g + s, b, r, g, b + s}
}

// balance scales the channels and keeps the luma of greys.
func balance(r, g, b float64) matrix {
	luma := float64(lumaR*r) + float64(lumaG*g) + float64(lumaB*b)
	return matrix{r / luma, 0, 0, 0, g / luma, 0, 0, 0, b / luma}
}

func warm(w float64) matrix { return balance(1+0.11*w, 1+0.015*w, 1-0.14*w) }

func magenta(t float64) matrix { return balance(1+0.06*t, 1-0.08*t, 1+0.06*t) }

// hue turns colours about the grey axis, as the CSS filter hue-rotate does.
func hue(degrees float64) matrix {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	at := func(base, c, s float64) float64 { return base + float64(cos*c) + float64(sin*s) }
	return matrix{
		at(0.213, 0.787, -0.213), at(0.715, -0.715, -0.715), at(0.072, -0.072, 0.928),
		at(0.213, -0.213, 0.143), at(0.715, 0.285, 0.140), at(0.072, -0.072, -0.283),
		at(0.213, -0.213, -0.787), at(0.715, -0.715, 0.715), at(0.072, 0.928, 0.072),
	}
}

// sepia is the CSS filter of that name at amount 0..1.
func sepia(amount float64) matrix {
	full := matrix{0.393, 0.769, 0.189, 0.349, 0.686, 0.168, 0.272, 0.534, 0.131}
	return full.toward(amount)
}

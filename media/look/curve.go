package look

import "math"

// curve is a tone curve from 0..1 to 0..1.
type curve func(float64) float64

func identity(x float64) float64 { return x }

// point is one knot of a tone curve, in 8-bit levels.
type point struct{ in, out float64 }

// monotone is the cubic Hermite curve through the points with Fritsch-Carlson
// tangents, which never overshoots; it is flat outside the first and last point.
func monotone(points []point) curve {
	n := len(points)
	if n == 0 {
		return identity
	}
	slopes := make([]float64, n-1)
	for i := range slopes {
		slopes[i] = (points[i+1].out - points[i].out) / (points[i+1].in - points[i].in)
	}
	tangents := make([]float64, n)
	for i := range tangents {
		switch {
		case n == 1:
		case i == 0:
			tangents[i] = slopes[0]
		case i == n-1:
			tangents[i] = slopes[n-2]
		case slopes[i-1]*slopes[i] > 0:
			tangents[i] = (slopes[i-1] + slopes[i]) / 2
		}
	}
	for i, s := range slopes {
		if s == 0 {
			tangents[i], tangents[i+1] = 0, 0
			continue
		}
		a, b := tangents[i]/s, tangents[i+1]/s
		if d := float64(a*a) + float64(b*b); d > 9 {
			t := 3 / math.Sqrt(d)
			tangents[i], tangents[i+1] = t*a*s, t*b*s
		}
	}
	return func(x float64) float64 {
		v := x * 255
		if v <= points[0].in {
			return points[0].out / 255
		}
		for i := range slopes {
			if v > points[i+1].in {
				continue
			}
			w := points[i+1].in - points[i].in
			t := (v - points[i].in) / w
			t2, t3 := float64(t*t), float64(t*t*t)
			y := float64((float64(2*t3)-float64(3*t2)+1)*points[i].out) +
				float64((t3-float64(2*t2)+t)*w*tangents[i]) +
				float64((float64(3*t2)-float64(2*t3))*points[i+1].out) +
				float64((t3-t2)*w*tangents[i+1])
			return clamp01(y / 255)
		}
		return points[n-1].out / 255
	}
}

// brighten is a power curve, from -1, darker, to 1, lighter.
func brighten(amount float64) curve {
	if amount == 0 {
		return identity
	}
	exponent := math.Exp2(-0.8 * amount)
	return func(x float64) float64 { return math.Pow(x, exponent) }
}

// shadowsHighlights lifts, or with negative amounts lowers, the dark and the light
// part of the range, -1..1 each; it stays rising at its ends.
func shadowsHighlights(shadows, highlights float64) curve {
	if shadows == 0 && highlights == 0 {
		return identity
	}
	return func(x float64) float64 {
		rest := 1 - x
		return clamp01(x + float64(0.945*shadows*x*rest*rest) + float64(0.945*highlights*x*x*rest))
	}
}

func contrast(amount float64) curve {
	switch {
	case amount > 0:
		return func(x float64) float64 {
			s := float64(3*x*x) - float64(2*x*x*x)
			return clamp01(x + float64(0.7*amount*(s-x)))
		}
	case amount < 0:
		return func(x float64) float64 { return 0.5 + float64((x-0.5)*(1+float64(0.5*amount))) }
	}
	return identity
}

func fade(amount float64) curve {
	if amount == 0 {
		return identity
	}
	return func(x float64) float64 { return float64(x*(1-float64(0.24*amount))) + float64(0.15*amount) }
}

// chain applies curves from left to right.
func chain(curves ...curve) curve {
	return func(x float64) float64 {
		for _, c := range curves {
			x = c(x)
		}
		return x
	}
}

// toward is the curve moved from the identity by t, 0..1.
func toward(c curve, t float64) curve {
	switch t {
	case 0:
		return identity
	case 1:
		return c
	}
	return func(x float64) float64 { return x + float64(t*(c(x)-x)) }
}

func table(c curve) (out [256]uint8) {
	for i := range out {
		out[i] = uint8(math.Round(float64(clamp01(c(float64(i)/255)) * 255)))
	}
	return out
}

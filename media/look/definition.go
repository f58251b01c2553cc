package look

// Definition is a look's parameters, for the live preview, which compiles the
// same tables in the browser.
type Definition struct {
	Saturation float64   `json:"saturation"` // 1 is unchanged
	Warmth     float64   `json:"warmth,omitempty"`
	Brightness float64   `json:"brightness,omitempty"`
	Contrast   float64   `json:"contrast,omitempty"`
	Hue        float64   `json:"hue,omitempty"` // degrees
	Sepia      float64   `json:"sepia,omitempty"`
	RGB        []float64 `json:"rgb,omitempty"` // curves: in, out, in, out, in levels
	Red        []float64 `json:"red,omitempty"`
	Green      []float64 `json:"green,omitempty"`
	Blue       []float64 `json:"blue,omitempty"`
	Tints      []Tint    `json:"tints,omitempty"`
	Vignette   float64   `json:"vignette,omitempty"`
}

// Tint is a solid colour laid over the picture.
type Tint struct {
	Blend  string     `json:"blend"` // screen, multiply, lighten or soft-light
	Color  [3]float64 `json:"color"` // levels
	Amount float64    `json:"amount"`
}

// Definition returns the look's parameters.
func (l Look) Definition() Definition {
	d := Definition{
		Saturation: l.saturation, Warmth: l.warmth, Brightness: l.brightness, Contrast: l.contrast, Hue: l.hue, Sepia: l.sepia,
		RGB: levels(l.rgb), Red: levels(l.red), Green: levels(l.green), Blue: levels(l.blue), Vignette: l.vignette,
	}
	for _, t := range l.tints {
		d.Tints = append(d.Tints, Tint{t.blend.name(), [3]float64{t.r, t.g, t.b}, t.amount})
	}
	return d
}

func levels(points []point) (out []float64) {
	for _, p := range points {
		out = append(out, p.in, p.out)
	}
	return out
}

// name tells the modes apart by what they do, since functions can't be compared.
func (b blend) name() string {
	for name, mode := range map[string]blend{"screen": screen, "multiply": multiply, "lighten": lighten, "soft-light": softLight} {
		if mode(.3, .2) == b(.3, .2) && mode(.3, .8) == b(.3, .8) {
			return name
		}
	}
	panic("look: a blend mode has no name")
}

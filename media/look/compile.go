package look

// userVignette is what 100 of the vignette adjustment means.
const userVignette = 0.75

// Compile turns the colours of a valid recipe into a Grade; geometry is not in
// it. The look comes first, moved toward the identity by its strength, then the
// adjustments: tone in front of the matrix, contrast and fade behind the look's
// curves. An unknown filter counts as none.
func Compile(r Recipe) Grade {
	l, known := Find(r.Filter)
	t := 0.0
	if known {
		t = 1
		if r.Strength != nil {
			t = float64(*r.Strength) / 100
		}
	} else {
		l = Look{saturation: 1}
	}
	of := func(v int) float64 { return float64(v) / 100 }

	pre := table(chain(
		toward(brighten(l.brightness), t),
		brighten(of(r.Brightness)),
		shadowsHighlights(of(r.Shadows), of(r.Highlights)),
	))
	m := l.matrix().toward(t).
		then(saturate(1 + of(r.Saturation))).
		then(warm(2 * of(r.Warmth))).
		then(magenta(2 * of(r.Tint)))

	g := Grade{
		Pre:       [3][256]uint8{pre, pre, pre},
		Matrix:    m,
		Structure: of(r.Structure),
		Sharpen:   of(r.Sharpen),
	}
	for c := range 3 {
		g.Post[c] = table(chain(
			toward(l.post(c), t),
			contrast(of(r.Contrast)),
			fade(of(r.Fade)),
		))
	}
	g.Vignette = 1 - float64((1-float64(t*l.vignette))*(1-float64(userVignette*of(r.Vignette))))
	return g
}

// matrix is saturation, then sepia, hue and warmth.
func (l Look) matrix() matrix {
	m := saturate(l.saturation)
	if l.sepia != 0 {
		m = m.then(sepia(l.sepia))
	}
	if l.hue != 0 {
		m = m.then(hue(l.hue))
	}
	if l.warmth != 0 {
		m = m.then(warm(l.warmth))
	}
	return m
}

// post is contrast, the common curve, the channel's curve and the tints.
func (l Look) post(channel int) curve {
	curves := []curve{
		contrast(l.contrast),
		monotone(l.rgb),
		monotone([][]point{l.red, l.green, l.blue}[channel]),
	}
	for _, t := range l.tints {
		curves = append(curves, t.channel(channel))
	}
	return chain(curves...)
}

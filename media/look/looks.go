package look

import "strings"

// Look is a named set of colour parameters.
type Look struct {
	Name        string // as people read it and as the API carries it
	Description string // a few words, sentence case

	saturation float64 // 1 is unchanged
	warmth     float64 // -1..1
	brightness float64 // -1..1
	contrast   float64 // -1..1
	hue        float64 // degrees
	sepia      float64 // 0..1
	rgb        []point // curve of all channels, before the channel curves
	red        []point
	green      []point
	blue       []point
	tints      []tint
	vignette   float64 // 0..1
}

// tint is a solid colour laid over the picture with a separable blend mode.
type tint struct {
	blend   blend
	r, g, b float64 // 0..255
	amount  float64 // 0..1
}

// Looks lists the looks in the order they are offered.
func Looks() []Look { return append([]Look(nil), looks...) }

// Find returns the look with that name, whatever its case.
func Find(name string) (Look, bool) {
	for _, l := range looks {
		if strings.EqualFold(l.Name, name) {
			return l, true
		}
	}
	return Look{}, false
}

func pts(levels ...float64) []point {
	out := make([]point, 0, len(levels)/2)
	for i := 0; i+1 < len(levels); i += 2 {
		out = append(out, point{levels[i], levels[i+1]})
	}
	return out
}

var looks = []Look{
	{Name: "Alder", Description: "Warm and a little richer", saturation: 1.15, warmth: .18, contrast: .22,
		rgb: pts(0, 6, 64, 62, 128, 136, 255, 253)},
	{Name: "Bistre", Description: "Brown ink on old paper", saturation: .70, sepia: .45, contrast: .10,
		rgb: pts(0, 14, 128, 130, 255, 244), vignette: .22},
	{Name: "Cinder", Description: "Black and white, strong", contrast: .30, rgb: pts(0, 0, 70, 58, 180, 190, 255, 255)},
	{Name: "Dune", Description: "Sand and haze", saturation: .88, warmth: .22, rgb: pts(0, 18, 110, 122, 255, 246),
		tints: []tint{{softLight, 244, 196, 128, .30}}},
	{Name: "Ember", Description: "Glowing, dark at the edges", saturation: 1.2, warmth: .30, contrast: .15,
		red: pts(0, 8, 128, 140, 255, 255), blue: pts(0, 22, 128, 118, 255, 232), vignette: .28},
	{Name: "Fjord", Description: "Cold and clear", saturation: .84, warmth: -.44, contrast: .16, red: pts(0, 0, 128, 116, 255, 242),
		green: pts(0, 4, 128, 130, 255, 252), blue: pts(0, 20, 128, 140, 255, 255)},
	{Name: "Gossamer", Description: "Soft, light and pale", saturation: .82, brightness: .12, contrast: -.18,
		rgb: pts(0, 26, 128, 142, 255, 250), tints: []tint{{screen, 255, 236, 214, .06}}},
	{Name: "Harbor", Description: "Blue shadows, warm light", saturation: .88, warmth: .14, contrast: .18,
		red: pts(0, 0, 80, 62, 176, 186, 255, 255), green: pts(0, 12, 128, 130, 255, 246), blue: pts(0, 46, 128, 130, 255, 218)},
	{Name: "Ivory", Description: "Nearly grey, on cream", saturation: .45, warmth: .12, rgb: pts(0, 20, 128, 140, 255, 250),
		tints: []tint{{multiply, 255, 250, 238, 1}}},
	{Name: "Juniper", Description: "Deep greens", saturation: 1.05, hue: -4, contrast: .10, red: pts(0, 4, 128, 120, 255, 248),
		green: pts(0, 10, 128, 136, 255, 252), blue: pts(0, 16, 128, 122, 255, 236)},
	{Name: "Kelp", Description: "Muted green, worn", saturation: .78, contrast: .08, red: pts(0, 8, 128, 118, 255, 244),
		green: pts(0, 18, 128, 136, 255, 246), blue: pts(0, 26, 128, 122, 255, 226), vignette: .15},
	{Name: "Linen", Description: "Faded and gentle", saturation: .72, warmth: .06, brightness: .10, contrast: -.10,
		rgb: pts(0, 30, 128, 138, 255, 244)},
	{Name: "Meridian", Description: "Vivid noon", saturation: 1.38, contrast: .22, rgb: pts(0, 0, 64, 60, 192, 202, 255, 255)},
	{Name: "Nocturne", Description: "Night blue", saturation: .60, warmth: -.35, brightness: -.14, contrast: .26,
		blue: pts(0, 28, 128, 140, 255, 244), vignette: .40},
	{Name: "Ochre", Description: "Earth and gold", saturation: .95, sepia: .22, warmth: .12, contrast: .14,
		red: pts(0, 12, 128, 138, 255, 255), blue: pts(0, 6, 128, 112, 255, 222)},
	{Name: "Petal", Description: "Light with a blush", saturation: .94, brightness: .10, red: pts(0, 22, 128, 144, 255, 255),
		green: pts(0, 10, 128, 128, 255, 244), blue: pts(0, 26, 128, 138, 255, 250)},
	{Name: "Quartz", Description: "Crisp and cool", saturation: .86, brightness: .14, contrast: .30, warmth: -.16,
		rgb: pts(0, 4, 200, 220, 255, 255)},
	{Name: "Rosewood", Description: "Red wood, dim corners", saturation: .90, contrast: .18, red: pts(0, 16, 128, 136, 255, 250),
		green: pts(0, 2, 128, 120, 255, 242), blue: pts(0, 20, 128, 124, 255, 236), vignette: .25},
	{Name: "Saffron", Description: "Golden afternoon", saturation: 1.18, warmth: .18, brightness: .08, rgb: pts(0, 10, 255, 250),
		tints: []tint{{softLight, 255, 190, 70, .35}}},
	{Name: "Tundra", Description: "Washed by cold light", saturation: .50, warmth: -.36, brightness: .14, contrast: .12,
		rgb: pts(0, 16, 128, 142, 255, 255)},
	{Name: "Umbra", Description: "Toned black and white", contrast: .05, rgb: pts(0, 18, 128, 124, 255, 240),
		red: pts(0, 12, 128, 138, 255, 255), green: pts(0, 5, 128, 129, 255, 250), blue: pts(0, 0, 128, 116, 255, 232), vignette: .35},
	{Name: "Velvet", Description: "Plum shadows, rich", saturation: 1.08, contrast: .24, hue: 3,
		red: pts(0, 18, 128, 132, 255, 252), green: pts(0, 0, 128, 122, 255, 248), blue: pts(0, 34, 128, 134, 255, 240), vignette: .20},
	{Name: "Wisp", Description: "Mist with blue shadows", saturation: .74, brightness: .12, contrast: -.30,
		tints: []tint{{lighten, 50, 60, 86, .9}, {softLight, 206, 222, 255, .35}}},
	{Name: "Zephyr", Description: "Fresh and airy", saturation: 1.16, warmth: -.20, brightness: .18, contrast: .06,
		red: pts(0, 0, 128, 118, 255, 244), green: pts(0, 6, 128, 134, 255, 252), blue: pts(0, 22, 128, 146, 255, 255)},
}

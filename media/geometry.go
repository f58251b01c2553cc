package media

import (
	"math"

	"photogram/media/look"
	"photogram/models"
)

// turn is one of the eight ways to turn a picture: rotate clockwise by quarter
// turns, then mirror left and right.
type turn struct {
	quarters int // 0..3
	mirror   bool
}

// exifTurn is what makes a picture with an EXIF orientation upright.
func exifTurn(orientation int) turn {
	switch orientation {
	case 2:
		return turn{0, true}
	case 3:
		return turn{2, false}
	case 4:
		return turn{2, true}
	case 5:
		return turn{1, true}
	case 6:
		return turn{1, false}
	case 7:
		return turn{3, true}
	case 8:
		return turn{3, false}
	}
	return turn{}
}

// then is t followed by next.
func (t turn) then(next turn) turn {
	q := next.quarters
	if t.mirror { // A turn seen through a mirror goes the other way.
		q = 4 - q
	}
	return turn{(t.quarters + q) % 4, t.mirror != next.mirror}
}

// recipeTurn is EXIF, then the person's mirroring, then their quarter turns.
func recipeTurn(orientation int, r look.Recipe) turn {
	t := exifTurn(orientation)
	if r.FlipH {
		t = t.then(turn{0, true})
	}
	if r.FlipV {
		t = t.then(turn{2, true})
	}
	return t.then(turn{r.Rotate / 90, false})
}

// size is the size of a turned picture of w × h.
func (t turn) size(w, h int) (int, int) {
	if t.quarters%2 != 0 {
		return h, w
	}
	return w, h
}

// rect is a rectangle with fractional pixels.
type rect struct{ x, y, w, h float64 }

// back maps a rectangle of the turned picture, w × h, to the picture before.
func (t turn) back(r rect, w, h float64) rect {
	if t.mirror {
		r.x = w - r.x - r.w
	}
	for range t.quarters {
		// Undo one clockwise quarter turn of a picture that is now w × h.
		r = rect{r.y, w - r.x - r.w, r.h, r.w}
		w, h = h, w
	}
	return r
}

// plan is how the pixels of a file become the master, the largest rendition.
type plan struct {
	width, height             int // of the master
	scaledW, scaledH          int // the whole picture as stored, shrunk
	left, top, areaW, areaH   int // what to keep of that
	turn                      turn
	warped                    bool
	angle, zoom               float64 // radians clockwise; enlargement
	tiltX, tiltY              float64 // how much nearer the right and the bottom edge are than the centre
	frameW, frameH            float64 // the whole turned picture, shrunk
	windowX, windowY          float64 // where the kept area starts in it
	cropX, cropY, cropW, crpH float64 // the crop in it
}

// planFor plans for a stored picture of w × h pixels. fit gives the size of the
// master for a finished picture.
func planFor(w, h, orientation int, r look.Recipe, fit func(w, h int) (int, int)) plan {
	p := plan{turn: recipeTurn(orientation, r)}
	fullW, fullH := p.turn.size(w, h)
	cx, cy, cw, ch := r.Crop.Pixels(fullW, fullH)
	p.width, p.height = fit(cw, ch)
	kx, ky := float64(p.width)/float64(cw), float64(p.height)/float64(ch)

	if !r.Warps() {
		p.scaledW, p.scaledH = max(1, round(float64(fullW)*kx)), max(1, round(float64(fullH)*ky))
		x := min(round(float64(cx)*kx), p.scaledW-p.width)
		y := min(round(float64(cy)*ky), p.scaledH-p.height)
		p.cut(rect{float64(x), float64(y), float64(p.width), float64(p.height)})
		return p
	}

	p.warped = true
	p.angle = r.Straighten * math.Pi / 180
	p.tiltX, p.tiltY = float64(r.PerspectiveH)/100*look.PerspectiveGain, float64(r.PerspectiveV)/100*look.PerspectiveGain
	p.zoom = warpZoom(float64(fullW), float64(fullH), p.angle, p.tiltX, p.tiltY)
	k := math.Min(1, math.Max(kx, ky)*p.zoom)
	p.scaledW, p.scaledH = max(1, round(float64(fullW)*k)), max(1, round(float64(fullH)*k))
	sx, sy := float64(p.scaledW)/float64(fullW), float64(p.scaledH)/float64(fullH)
	p.frameW, p.frameH = float64(p.scaledW), float64(p.scaledH)
	p.cropX, p.cropY = float64(cx)*sx, float64(cy)*sy
	p.cropW, p.crpH = float64(cw)*sx, float64(ch)*sy

	// The box around the crop's corners, with room for the interpolation.
	minX, minY, maxX, maxY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, u := range []float64{p.cropX, p.cropX + p.cropW} {
		for _, v := range []float64{p.cropY, p.cropY + p.crpH} {
			x, y := p.source(u, v)
			minX, maxX = math.Min(minX, x), math.Max(maxX, x)
			minY, maxY = math.Min(minY, y), math.Max(maxY, y)
		}
	}
	const margin = 3
	minX, minY = math.Max(0, math.Floor(minX)-margin), math.Max(0, math.Floor(minY)-margin)
	maxX = math.Min(p.frameW, math.Ceil(maxX)+margin)
	maxY = math.Min(p.frameH, math.Ceil(maxY)+margin)
	p.windowX, p.windowY = minX, minY
	p.cut(rect{minX, minY, maxX - minX, maxY - minY})
	return p
}

// warpZoom is the enlargement of a warped frame of w × h that shows no empty
// corner. A straight line stays one, so looking at the corners is enough.
func warpZoom(w, h, angle, tiltX, tiltY float64) float64 {
	sin, cos := math.Sincos(angle)
	zoom := 0.0
	for _, sx := range []float64{-1, 1} {
		for _, sy := range []float64{-1, 1} {
			near := 1 + tiltX*sx + tiltY*sy
			dx, dy := sx*w/2/near, sy*h/2/near
			zoom = math.Max(zoom, math.Max(math.Abs(dx*cos+dy*sin)/(w/2), math.Abs(dy*cos-dx*sin)/(h/2)))
		}
	}
	return zoom
}

// source is where the warped frame's point u, v comes from.
func (p *plan) source(u, v float64) (float64, float64) {
	m := p.frameMap()
	near := m[6]*u + m[7]*v + m[8]
	return (m[0]*u + m[1]*v + m[2]) / near, (m[3]*u + m[4]*v + m[5]) / near
}

// frameMap maps points of the warped frame to where they come from:
// x = (m[0]·u + m[1]·v + m[2]) / near, y = (m[3]·u + m[4]·v + m[5]) / near,
// near = m[6]·u + m[7]·v + m[8].
func (p *plan) frameMap() [9]float64 {
	sin, cos := math.Sincos(p.angle)
	cx, cy := p.frameW/2, p.frameH/2
	sin, cos = sin/p.zoom, cos/p.zoom
	near := [3]float64{p.tiltX / cx, p.tiltY / cy, 1 - p.tiltX - p.tiltY}
	return [9]float64{
		cx*near[0] + cos, cx*near[1] + sin, cx*near[2] - cos*cx - sin*cy,
		cy*near[0] - sin, cy*near[1] + cos, cy*near[2] + sin*cx - cos*cy,
		near[0], near[1], near[2],
	}
}

// warp is frameMap from output pixels to the kept, turned area.
func (p *plan) warp() [9]float64 {
	m := p.frameMap()
	sx, sy := p.cropW/float64(p.width), p.crpH/float64(p.height)
	for r := range 3 {
		row := m[3*r : 3*r+3]
		row[0], row[1], row[2] = row[0]*sx, row[1]*sy, row[0]*p.cropX+row[1]*p.cropY+row[2]
	}
	for i := range 3 {
		m[i] -= p.windowX * m[6+i]
		m[3+i] -= p.windowY * m[6+i]
	}
	return m
}

// cut notes what part of the turned, shrunk picture is needed, and turns the
// whole numbers of the plan back to the picture as stored.
func (p *plan) cut(area rect) {
	a := p.turn.back(area, float64(p.scaledW), float64(p.scaledH))
	p.left, p.top, p.areaW, p.areaH = round(a.x), round(a.y), round(a.w), round(a.h)
	p.scaledW, p.scaledH = p.turn.size(p.scaledW, p.scaledH) // A quarter turn is its own inverse for sizes.
}

func round(v float64) int { return int(math.Floor(v + 0.5)) }

// fitPreview is the size of the preview of a finished picture of w × h.
func fitPreview(w, h int) (int, int) { return fitEdge(w, h, models.PreviewLongEdge) }

// fitEdge shrinks w × h until the longer side is at most edge.
func fitEdge(w, h, edge int) (int, int) {
	long := max(w, h)
	if long <= edge {
		return w, h
	}
	scale := func(v int) int { return max(1, (v*edge+long/2)/long) }
	return scale(w), scale(h)
}

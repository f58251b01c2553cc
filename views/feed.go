package views

// caughtUpAt is whether the i-th post of the page is the first that was shown
// on the visit before.
func (f Feed) caughtUpAt(i int) bool {
	if f.Mark.Marker == 0 || f.Posts[i].Key() > f.Mark.Marker {
		return false
	}
	if i > 0 {
		return f.Posts[i-1].Key() > f.Mark.Marker
	}
	return f.First || f.Above > f.Mark.Marker
}

package models_test

import (
	"testing"

	"photogram/models"
)

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "caption", 7}, {"caption", "caption", 0}, {"publsh_at", "publish_at", 1}, {"kitten", "sitting", 3},
		{"ab", "ba", 2}} {
		if there, back := models.EditDistance(c.a, c.b), models.EditDistance(c.b, c.a); there != c.want || back != c.want {
			t.Errorf("%q and %q are %d and %d apart, want %d", c.a, c.b, there, back, c.want)
		}
	}
}

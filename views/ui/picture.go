package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// srcset lists every width of a picture in one format.
func srcset(c Chrome, p post.Picture, format string, public bool) string {
	var out []string
	for _, w := range models.RenditionWidths(p.Width) {
		out = append(out, c.Files.Rendition(p.Key, models.WidthName(w, format), public)+" "+strconv.Itoa(w)+"w")
	}
	return strings.Join(out, ", ")
}

// PlainSource is the JPEG for browsers that know no srcset.
func PlainSource(c Chrome, p post.Picture, public bool) string {
	return c.Files.Rendition(p.Key, models.WidthName(PlainWidth(p), "jpg"), public)
}

// PlainWidth is the largest of a picture's widths up to 1080 pixels, or its smallest.
func PlainWidth(p post.Picture) int {
	widths := models.RenditionWidths(p.Width)
	best := widths[0]
	for _, w := range widths {
		if w <= 1080 {
			best = w
		}
	}
	return best
}

// Extreme is whether a picture is so wide or tall that pages show it too small to
// be read.
func Extreme(p post.Picture) bool { return p.Width > 3*p.Height || p.Height > 3*p.Width }

// Widest is the address of a picture in its largest size.
func Widest(c Chrome, p post.Picture, public bool) templ.SafeURL {
	return templ.SafeURL(c.Files.Rendition(p.Key, models.WidthName(p.Width, "jpg"), public))
}

// Squares lists the squares of a post's cover, those of a small one at their true size.
func Squares(c Chrome, p post.View, format string) string {
	var out []string
	for _, side := range []int{320, 640} {
		n := models.SquareSide(side, p.CoverWidth, p.CoverHeight)
		out = append(out, c.Files.Rendition(p.CoverKey, models.SquareName(side, format), p.Public())+" "+strconv.Itoa(n)+"w")
		if n < side {
			break
		}
	}
	return strings.Join(out, ", ")
}

// The sizes at which pages show photos.
const (
	SizesCard  = "(min-width: 620px) 560px, 100vw"
	SizesPost  = "(min-width: 1264px) calc(100vw - 660px), (min-width: 900px) 56vw, 100vw"
	sizesTile  = "(min-width: 1100px) 320px, 33vw"
	SizesPrint = "(min-width: 900px) 30vw, 46vw"
)

// Photos are a post's pictures in order.
func Photos(p post.View) []post.Picture {
	if len(p.Items) == 0 {
		return []post.Picture{p.Cover()}
	}
	out := make([]post.Picture, len(p.Items))
	for i := range p.Items {
		out[i] = p.Items[i].Picture()
	}
	return out
}

// Described gives a picture its alternative text.
func Described(pic post.Picture, by access.Author) post.Picture {
	pic.Alt = AltOf(pic.Alt, by)
	return pic
}

// Shape is a word for a picture's proportions, by which styles lay it out.
func Shape(p post.Picture) string {
	switch {
	case p.Width*4 > p.Height*5:
		return "wide"
	case p.Height*10 > p.Width*13:
		return "tall"
	}
	return "even"
}

package views

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

// plainSource is the JPEG for browsers that know no srcset.
func plainSource(c Chrome, p post.Picture, public bool) string {
	return c.Files.Rendition(p.Key, models.WidthName(plainWidth(p), "jpg"), public)
}

// plainWidth is the largest of a picture's widths up to 1080 pixels, or its smallest.
func plainWidth(p post.Picture) int {
	widths := models.RenditionWidths(p.Width)
	best := widths[0]
	for _, w := range widths {
		if w <= 1080 {
			best = w
		}
	}
	return best
}

// extreme is whether a picture is so wide or tall that pages show it too small to
// be read.
func extreme(p post.Picture) bool { return p.Width > 3*p.Height || p.Height > 3*p.Width }

// widest is the address of a picture in its largest size.
func widest(c Chrome, p post.Picture, public bool) templ.SafeURL {
	return templ.SafeURL(c.Files.Rendition(p.Key, models.WidthName(p.Width, "jpg"), public))
}

// squares lists the squares of a post's cover, those of a small one at their true size.
func squares(c Chrome, p post.View, format string) string {
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
	sizesCard  = "(min-width: 620px) 560px, 100vw"
	sizesPost  = "(min-width: 1264px) calc(100vw - 660px), (min-width: 900px) 56vw, 100vw"
	sizesTile  = "(min-width: 1100px) 320px, 33vw"
	sizesPrint = "(min-width: 900px) 30vw, 46vw"
)

// photos are a post's pictures in order.
func photos(p post.View) []post.Picture {
	if len(p.Items) == 0 {
		return []post.Picture{p.Cover()}
	}
	out := make([]post.Picture, len(p.Items))
	for i := range p.Items {
		out[i] = p.Items[i].Picture()
	}
	return out
}

// described gives a picture its alternative text.
func described(pic post.Picture, by access.Author) post.Picture {
	pic.Alt = altOf(pic.Alt, by)
	return pic
}

// shape is a word for a picture's proportions, by which styles lay it out.
func shape(p post.Picture) string {
	switch {
	case p.Width*4 > p.Height*5:
		return "wide"
	case p.Height*10 > p.Width*13:
		return "tall"
	}
	return "even"
}

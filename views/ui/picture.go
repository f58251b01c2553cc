package ui

import (
	"context"
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
	for _, w := range models.WidthsOf(p.Key, p.Width) {
		out = append(out, c.Files.Rendition(p.Key, models.WidthName(w, format), public)+" "+strconv.Itoa(w)+"w")
	}
	return strings.Join(out, ", ")
}

// PlainSource is the JPEG for browsers that know no srcset.
func PlainSource(c Chrome, p post.Picture, public bool) string {
	return c.Files.Rendition(p.Key, models.WidthName(PlainWidth(p), "jpg"), public)
}

// Poster is what a video shows before it plays, which has one address and no srcset.
func Poster(c Chrome, p post.Picture, public bool) string {
	return c.Files.Rendition(p.Key, models.WidthName(PlainWidth(p), "webp"), public)
}

// PlainWidth is the largest of a picture's widths up to 1080 pixels, or its smallest.
func PlainWidth(p post.Picture) int {
	widths := models.WidthsOf(p.Key, p.Width)
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
	for _, side := range models.SquaresOf(p.CoverKey) {
		if side < 320 {
			continue
		}
		n := models.SquareSide(side, p.CoverWidth, p.CoverHeight)
		out = append(out, c.Files.Rendition(p.CoverKey, models.SquareName(side, format), p.Public())+" "+strconv.Itoa(n)+"w")
		if n < side {
			break
		}
	}
	return strings.Join(out, ", ")
}

// The sizes at which pages show photos, as their styles lay them out. Lengths are a little
// less than the true ones where the next width is much larger: nobody sees a picture that
// is enlarged by a twentieth, but pays for one that has twice the pixels.
const (
	sizesTile  = "(min-width: 1100px) 320px, 33vw"
	SizesPrint = "(min-width: 1536px) 490px, (min-width: 900px) 31vw, 46vw"
)

// sizesWhole is how wide a picture is in a grid of pictures in their own shapes, where
// none is higher than one and a half of its column.
func sizesWhole(p post.Picture) string {
	share := min(1, 1.5*float64(p.Width)/float64(max(1, p.Height)))
	return "(min-width: 1100px) " + timesOf("310px", share) + ", " + timesOf("33vw", share)
}

// sizesLarge is how wide a picture is that fills a tile of two columns and is cut there.
func sizesLarge(p post.Picture) string {
	ratio := max(1, float64(p.Width)/float64(max(1, p.Height)))
	return "(min-width: 1100px) " + timesOf("600px", ratio) + ", " + timesOf("63vw", ratio)
}

func (g Grid) sizes() string {
	if g.Small {
		return "(min-width: 620px) 10rem, 30vw"
	}
	return sizesTile
}

// large is whether styles give a tile of explore two columns.
func (g Grid) large(i int) bool { return g.Explore && i%10 == 1 }

// wideAs is how wide a picture is that is as high as a length.
func wideAs(p post.Picture, height string) string {
	ratio := float64(p.Width) / float64(max(1, p.Height))
	return timesOf(height, ratio)
}

func timesOf(length string, n float64) string {
	return "calc((" + length + ") * " + strconv.FormatFloat(n, 'f', 3, 64) + ")"
}

// ShareOf is how much of an album's width one of its pictures has: all have the place
// of the first.
func ShareOf(p, first post.Picture) float64 {
	if p.Height == 0 || first.Width == 0 {
		return 1
	}
	return min(1, float64(p.Width)*float64(first.Height)/(float64(p.Height)*float64(first.Width)))
}

// SizesCard is how wide a feed shows a picture: its share of the column, if it is no
// higher than the screen then.
func SizesCard(p post.Picture, share float64) string {
	tall, part := wideAs(p, "100vh - 7rem"), func(width string) string { return timesOf(width, share) }
	return "(min-width: 900px) min(" + part("720px") + ", " + tall + "), (min-width: 620px) min(" + part("94vw - 4rem") + ", " + tall +
		"), min(" + part("100vw - 1px") + ", " + wideAs(p, "100vh - 13.5rem") + ")"
}

// SizesPost is how wide the page of a post shows a picture.
func SizesPost(c Chrome, p post.Picture, share float64) string {
	tall, rail, wideRail := wideAs(p, "100vh - 6.25rem"), "26rem", "42rem"
	if c.Viewer == nil {
		rail, wideRail = "27rem", "27rem"
	}
	return "(min-width: 1264px) min(100vw - " + wideRail + ", " + tall + "), (min-width: 900px) min(100vw - " + rail + ", " + tall +
		"), min(" + timesOf("100vw - 1px", share) + ", " + wideAs(p, "100vh - 10rem") + ")"
}

// SizesAuth is how wide the picture beside the forms for getting in is drawn, where there is room for it.
func SizesAuth(p post.Picture) string {
	return "(min-width: 900px) max(50vw, " + wideAs(p, "max(30rem, 100vh - 10rem)") + "), 1px"
}

// SizesHero is how wide the picture that is first on the landing page is drawn, or one
// of the two beside it: they fill their places and are cut.
func SizesHero(p post.Picture, first bool) string {
	if first {
		return "(min-width: 900px) max(33vw, " + wideAs(p, "min(46rem, 100vh - 10rem)") + "), max(62vw, " +
			wideAs(p, "min(30rem, 58vh)") + ")"
	}
	return "(min-width: 900px) max(21vw, " + wideAs(p, "min(23rem, 50vh - 5rem)") + "), max(38vw, " +
		wideAs(p, "min(15rem, 29vh)") + ")"
}

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
func Described(ctx context.Context, pic post.Picture, by access.Author) post.Picture {
	pic.Alt = AltOf(ctx, pic.Alt, by)
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

// unplaced is a picture whose placeholder is shown already.
func unplaced(p post.Picture) post.Picture {
	p.Placeholder = ""
	return p
}

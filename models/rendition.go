package models

import (
	"strconv"
	"strings"
)

// Renditions are the derived pictures of one media item. They live in blob
// storage under RenditionPrefix(key) and their names follow from the size of
// the finished picture alone, so pages need no list of files.

// PageWidths are the widths, in pixels, that pages offer in srcset.
var PageWidths = []int{320, 640, 828, 1080, 1440, 2048}

// SquareSizes are the sides, in pixels, of the centred squares used by grids and the API,
// AVIFSizes those that are there as AVIF too.
var (
	SquareSizes = []int{150, 320, 480, 640}
	AVIFSizes   = []int{320, 480, 640}
)

// Renditions of the first generation have fewer widths, and pictures of accounts fewer squares.
var (
	firstWidths = []int{320, 640, 1080, 2048}
	firstSizes  = []int{150, 320, 640}
)

// The end of a key says of which generation its renditions are; the first has none.
const (
	hashLength = 40
	generation = "w2"
)

// RenditionKey is the key of renditions that are made now, by a hash of what they are made of.
func RenditionKey(hash string) string { return hash + generation }

// IsRenditionKey is whether a key could be that of renditions, of a video or of an account's picture.
func IsRenditionKey(key string) bool {
	hash := strings.TrimSuffix(key, generation)
	return len(hash) == hashLength && strings.Trim(hash, "0123456789abcdef") == ""
}

func isFirst(key string) bool { return !strings.HasSuffix(key, generation) }

// The largest rendition of tall pictures, in pixels: as high as MaxRenditionHeight,
// but wide enough for words to be read, as far as MaxTallHeight allows.
const (
	MaxRenditionHeight = 4096
	MinTallWidth       = 640
	MaxTallHeight      = 20 * MinTallWidth
)

// PreviewLongEdge is the long edge, in pixels, of the unedited preview the editor works on.
const PreviewLongEdge = 1600

// RenditionFormats are the file extensions every rendition is written in.
var RenditionFormats = []string{"webp", "jpg"}

// FitRendition is the size of the largest rendition of a finished picture of w × h pixels.
func FitRendition(w, h int) (int, int) {
	maxW := PageWidths[len(PageWidths)-1]
	if w > maxW {
		h = max(1, (h*maxW+w/2)/w)
		w = maxW
	}
	if h > MaxRenditionHeight {
		fitW, fitH := (w*MaxRenditionHeight+h/2)/h, MaxRenditionHeight
		if fitW < MinTallWidth {
			fitW = min(w, MinTallWidth)
			fitH = (h*fitW + w/2) / w
		}
		if fitH > MaxTallHeight {
			fitW, fitH = max(1, (w*MaxTallHeight+h/2)/h), MaxTallHeight
		}
		w, h = fitW, fitH
	}
	return w, h
}

// RenditionWidths lists the widths written for a picture whose largest
// rendition is w pixels wide: never an enlargement, and always w itself.
func RenditionWidths(w int) []int { return upTo(w, PageWidths) }

// WidthsOf lists the widths that there are of the renditions of a key.
func WidthsOf(key string, w int) []int {
	if isFirst(key) {
		return upTo(w, firstWidths)
	}
	return RenditionWidths(w)
}

// SquaresOf lists the sides of the squares that there are of the renditions of a key.
func SquaresOf(key string) []int {
	if isFirst(key) {
		return firstSizes
	}
	return SquareSizes
}

// HasAVIFSquares is whether renditions that are there as AVIF have squares among them.
func HasAVIFSquares(key string) bool { return !isFirst(key) }

func upTo(w int, candidates []int) []int {
	var widths []int
	for _, candidate := range candidates {
		if candidate < w {
			widths = append(widths, candidate)
		}
	}
	return append(widths, w)
}

// WidthName is the file name of the rendition w pixels wide, such as "1080.webp".
func WidthName(w int, format string) string { return strconv.Itoa(w) + "." + format }

// SquareName is the file name of the centred square with that side, such as "sq150.jpg".
// It is always written; of a smaller picture it is as large as SquareSide says.
func SquareName(side int, format string) string { return "sq" + strconv.Itoa(side) + "." + format }

// SquareSide is the true side of a square of a picture whose largest rendition is
// w × h: nothing is enlarged.
func SquareSide(side, w, h int) int {
	if w == 0 || h == 0 { // not rendered yet
		return side
	}
	return min(side, w, h)
}

// RenditionPrefix is where the renditions of one key are kept in blob storage.
func RenditionPrefix(key string) string { return "r/" + key[:2] + "/" + key + "/" }

// OriginalKey is where the uploaded file of a media item is kept.
func OriginalKey(owner, media ID) string { return "o/" + owner.String() + "/" + media.String() }

// PreviewKey is where the unedited preview of a media item is kept.
func PreviewKey(owner, media ID) string {
	return "p/" + owner.String() + "/" + media.String() + ".jpg"
}

// RenditionKeys lists the files of one key whose largest rendition is w pixels wide.
func RenditionKeys(key string, w int) []string {
	var out []string
	for _, format := range RenditionFormats {
		for _, width := range WidthsOf(key, w) {
			out = append(out, RenditionPrefix(key)+WidthName(width, format))
		}
		for _, side := range SquaresOf(key) {
			out = append(out, RenditionPrefix(key)+SquareName(side, format))
		}
	}
	return out
}

// AVIFKeys lists the AVIF files of one key whose largest rendition is w pixels
// wide. They are made later than the others, if they are smaller.
func AVIFKeys(key string, w int) []string {
	var out []string
	for _, width := range WidthsOf(key, w) {
		out = append(out, RenditionPrefix(key)+WidthName(width, "avif"))
	}
	if HasAVIFSquares(key) {
		for _, side := range AVIFSizes {
			out = append(out, RenditionPrefix(key)+SquareName(side, "avif"))
		}
	}
	return out
}

// AvatarPrefix is where the squares of an account's picture are kept.
func AvatarPrefix(key string) string { return "a/" + key[:2] + "/" + key + "/" }

// AvatarKeys lists the files of an account's picture.
func AvatarKeys(key string) []string {
	var out []string
	for _, format := range RenditionFormats {
		for _, side := range firstSizes {
			out = append(out, AvatarPrefix(key)+SquareName(side, format))
		}
	}
	return out
}

// AvatarOriginalKey is where an uploaded picture of an account waits to be rendered.
func AvatarOriginalKey(user ID, key string) string { return "o/" + user.String() + "/avatar-" + key }

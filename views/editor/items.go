package editor

import (
	"strconv"
	"strings"

	"photogram/models/post"
	"photogram/views/ui"
)

// Replace is the page that takes another file for one photo.
type Replace struct {
	Post     post.View
	Item     post.Media
	MaxBytes int64
	Form     ui.Form
}

// filesKept says plainly what is done to files.
const filesKept = "Your file is kept as it came and never changed, so every edit can be undone for ever. " +
	"What others see are copies made from it, up to 2048 pixels wide, as WebP and JPEG in sRGB, without the place, the camera or " +
	"anything else that was written into the file."

// original says what file an item was made of.
func (i EditorItem) original() string {
	return strings.ToUpper(i.Format) + ", " + strconv.Itoa(i.SourceWidth) + " × " + strconv.Itoa(i.SourceHeight) + " pixels, " +
		ui.Megabytes(i.Bytes)
}

// Changes lists in words what an edit does.
func (r Recipe) Changes() []string {
	var out []string
	if r.Filter != "" && r.Filter != "Normal" {
		out = append(out, "the look "+r.Filter+" at "+strconv.Itoa(r.Strength)+" per cent")
	}
	if r.Crop != "" {
		out = append(out, "cropped")
	}
	if r.Rotate != 0 {
		out = append(out, "turned by "+strconv.Itoa(r.Rotate)+"°")
	}
	if r.FlipH || r.FlipV {
		out = append(out, "mirrored")
	}
	if r.Straighten != 0 {
		out = append(out, "straightened by "+ui.Decimal(r.Straighten)+"°")
	}
	if r.PerspectiveV != 0 || r.PerspectiveH != 0 {
		out = append(out, "seen in another perspective")
	}
	for _, a := range adjustments {
		if v := r.Adjust[a.name]; v != 0 {
			out = append(out, strings.ToLower(a.label)+" "+signed(v))
		}
	}
	return out
}

func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func (r Recipe) changesText() string {
	list := r.Changes()
	if len(list) == 0 {
		return "Shown as it was taken."
	}
	return "Shown with these changes: " + strings.Join(list, ", ") + "."
}

// cover says whether an item stands for the post in lists.
func (e Editor) cover(item EditorItem, i int) bool {
	if v, ok := e.Form.Values["cover"]; ok {
		return v == item.ID.String()
	}
	if e.Post.CoverItem == nil {
		return i == 0
	}
	return *e.Post.CoverItem == item.ID
}

// originalOn is the switch that lets others see the unedited pictures.
func (e Editor) originalOn() bool {
	if _, sent := e.Form.Values["fields"]; sent {
		return e.Form.Values["allow_original"] == "on"
	}
	return e.Post.AllowOriginal
}

package editor

import (
	"context"
	"strconv"
	"strings"

	"photogram/models/post"
	"photogram/text"
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
const filesKept = "editor.files-kept"

// original says what file an item was made of.
func (i EditorItem) original(ctx context.Context) string {
	return text.T(ctx, "editor.file", "format", strings.ToUpper(i.Format), "width", strconv.Itoa(i.SourceWidth), "height", strconv.Itoa(i.SourceHeight), "size", text.Of(ctx).Size(i.Bytes))
}

// Changes lists in words what an edit does.
func (r Recipe) Changes(ctx context.Context) []string {
	var out []string
	if r.Filter != "" && r.Filter != "Normal" {
		out = append(out, text.T(ctx, "editor.did-look", "look", r.Filter, "n", strconv.Itoa(r.Strength)))
	}
	if r.Crop != "" {
		out = append(out, text.T(ctx, "editor.did-crop"))
	}
	if r.Rotate != 0 {
		out = append(out, text.T(ctx, "editor.did-turn", "n", strconv.Itoa(r.Rotate)))
	}
	if r.FlipH || r.FlipV {
		out = append(out, text.T(ctx, "editor.did-mirror"))
	}
	if r.Straighten != 0 {
		out = append(out, text.T(ctx, "editor.did-straighten", "n", ui.Decimal(r.Straighten)))
	}
	if r.PerspectiveV != 0 || r.PerspectiveH != 0 {
		out = append(out, text.T(ctx, "editor.did-perspective"))
	}
	for _, a := range adjustments {
		if v := r.Adjust[a.name]; v != 0 {
			out = append(out, strings.ToLower(text.T(ctx, a.label))+" "+signed(v))
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

func (r Recipe) changesText(ctx context.Context) string {
	list := r.Changes(ctx)
	if len(list) == 0 {
		return text.T(ctx, "editor.as-taken")
	}
	return text.T(ctx, "editor.did", "list", strings.Join(list, ", "))
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

package editor

import (
	"strconv"
	"time"

	"photogram/models/post"
	"photogram/urls"
	"photogram/views/ui"
)

// posterOf is the frame that the form shows, what was sent before what is kept.
func (e Editor) posterOf(item EditorItem) string {
	if s, ok := e.Form.Values[item.field("poster")]; ok {
		return s
	}
	return ui.Seconds(time.Duration(item.PosterMs) * time.Millisecond)
}

// filmName is the smallest file of a video, for choosing a frame in it.
func (item EditorItem) filmName() string {
	if w, _ := post.SmallVideo(item.VideoWidth, item.VideoHeight); w > 0 {
		return post.SmallVideoName
	}
	return post.VideoName
}

// previewPath is where the editor finds the unedited picture. That of a video
// changes with the frame that was chosen.
func (item EditorItem) previewPath(e Editor) string {
	path := urls.Item(e.id(), item.ID, "preview.jpg")
	if item.IsVideo() {
		return urls.WithQuery(path, "frame", strconv.Itoa(item.PosterMs))
	}
	return path
}

// lacks is whether an adjustment is not there for the item.
func (item EditorItem) lacks(a adjustment) bool {
	return item.IsVideo() && (a.name == "sharpen" || a.name == "structure")
}

package views

import (
	"fmt"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/post"
)

// CaptionPath is a video's captions in one language: GET gives WebVTT, POST
// with _method=DELETE removes them.
func CaptionPath(post, item models.ID, lang string) string {
	return ItemPath(post, item, "captions/"+lang)
}

// accept is what the file chooser offers.
func (u Upload) accept() string {
	if u.Video.Bytes == 0 {
		return "image/*"
	}
	return "image/*,video/*"
}

// clips are a post's videos in the order of its items; nil stands for a photo.
func clips(p post.View) []*post.Clip {
	out := make([]*post.Clip, max(1, len(p.Items)))
	for i := range p.Items {
		out[i] = p.Items[i].Clip()
	}
	return out
}

// clock writes a length as players do, such as 1:05.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// spoken writes a length in words.
func spoken(d time.Duration) string {
	s := int64(max(1, d.Round(time.Second).Seconds()))
	if s < 60 {
		return plural(s, "second", "seconds")
	}
	if s%60 == 0 {
		return plural(s/60, "minute", "minutes")
	}
	return plural(s/60, "minute", "minutes") + " " + plural(s%60, "second", "seconds")
}

// seconds writes a length for a form's field.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(time.Millisecond).Seconds(), 'f', -1, 64)
}

// posterOf is the frame that the form shows, what was sent before what is kept.
func (e Editor) posterOf(item EditorItem) string {
	if s, ok := e.Form.Values[item.field("poster")]; ok {
		return s
	}
	return seconds(time.Duration(item.PosterMs) * time.Millisecond)
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
func (item EditorItem) previewPath(p post.View) string {
	path := ItemPath(p.ID, item.ID, "preview.jpg")
	if item.IsVideo() {
		return WithQuery(path, "frame", strconv.Itoa(item.PosterMs))
	}
	return path
}

func captionsWord(list []post.Caption) string {
	if len(list) == 0 {
		return "Add captions"
	}
	return "Captions in " + plural(int64(len(list)), "language", "languages")
}

// itemsOf counts what is in an album.
func itemsOf(items []post.Media) string {
	videos := int64(0)
	for i := range items {
		if items[i].IsVideo() {
			videos++
		}
	}
	photos := int64(len(items)) - videos
	switch {
	case videos == 0:
		return plural(photos, "photo", "photos")
	case photos == 0:
		return plural(videos, "video", "videos")
	}
	return plural(photos, "photo", "photos") + " and " + plural(videos, "video", "videos")
}

// lacks is whether an adjustment is not there for the item.
func (item EditorItem) lacks(a adjustment) bool {
	return item.IsVideo() && (a.name == "sharpen" || a.name == "structure")
}

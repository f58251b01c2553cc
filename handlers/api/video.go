package api

import (
	"math"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/web"
)

// clip describes a video; it is empty for a photo.
func (a *API) clip(files web.Files, postID models.ID, m *post.Media, public bool) clip {
	if !m.IsVideo() {
		return clip{}
	}
	c := clip{Duration: math.Round(m.Duration().Seconds()*1000) / 1000, HasSound: &m.HasSound, Loop: m.Loop}
	if m.VideoKey != "" {
		file := func(name string, w, h int) image { return image{files.Rendition(m.VideoKey, name, public), w, h} }
		large := file(post.VideoName, m.VideoWidth, m.VideoHeight)
		c.Videos = &videos{large, large}
		if w, h := post.SmallVideo(m.VideoWidth, m.VideoHeight); w > 0 {
			c.Videos.LowResolution = file(post.SmallVideoName, w, h)
		}
	}
	if m.VideoKey != m.WantedVideoKey && m.State != "failed" {
		c.Progress = &m.Progress
	}
	for _, caption := range m.Captions {
		c.Captions = append(c.Captions, captionFile{caption.Lang, caption.Label,
			a.PostURL(postID) + "/items/" + m.ID.String() + "/captions/" + caption.Lang})
	}
	return c
}

// readVideo reads what only videos have: the poster, and captions in one language.
func (r *request) readVideo(change *post.ItemChange) error {
	if r.has("captions") {
		change.Caption = &post.CaptionFile{Lang: r.text("captions_lang"), Label: r.text("captions_label"), Text: r.text("captions")}
	}
	if !r.has("poster") {
		return nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(r.text("poster")), 64)
	if err != nil || !(n >= 0 && n <= 1e6) {
		return models.Invalidf("poster", "Send the seconds of the frame, such as 1.5.")
	}
	at := time.Duration(n * float64(time.Second))
	change.Poster = &at
	return nil
}

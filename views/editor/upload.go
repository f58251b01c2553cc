package editor

import (
	"context"
	"strconv"

	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Upload is the page that takes photos.
type Upload struct {
	Draft    *post.View      // when photos are added to a draft
	Files    []FileProblem   // what was refused, and why
	MaxBytes int64           // of a photo
	Video    post.VideoLimit // zero where videos are not taken
	Story    bool            // whether the photos become stories
	Form     ui.Form
}

// FileProblem is a photo that was refused.
type FileProblem struct{ Name, Message string }

// megabytes writes a file's size limit.
func megabytes(n int64) string { return strconv.FormatInt(n>>20, 10) + " MB" }

// choose is what the button says.
func (u Upload) choose(ctx context.Context) string {
	if u.Video.Bytes == 0 {
		return text.T(ctx, "editor.choose-photos")
	}
	return text.T(ctx, "editor.choose-both")
}

// limits says which files are taken.
func (u Upload) limits(ctx context.Context) string {
	out := text.T(ctx, "editor.limits-formats")
	if u.MaxBytes > 0 {
		out = text.T(ctx, "editor.limits-size", "size", megabytes(u.MaxBytes))
	}
	if u.Story {
		u.Video.Duration = min(u.Video.Duration, story.MaxVideo)
	}
	most := "editor.limits-post"
	switch {
	case u.Story && u.Video.Bytes == 0:
		most = "editor.limits-story"
	case u.Story:
		most = "editor.limits-story-all"
	case u.Video.Bytes > 0:
		most = "editor.limits-post-all"
	}
	if u.Video.Bytes > 0 {
		out = text.T(ctx, "editor.limits-video", "photos", out, "size", megabytes(u.Video.Bytes), "seconds", post.Seconds(u.Video.Duration))
	}
	return text.T(ctx, "editor.limits", "formats", out, "most", text.T(ctx, most, "n", post.MaxItems))
}

// path is where the files go.
func (u Upload) path() string {
	if u.Story {
		return urls.NewStory
	}
	return urls.New
}

// accept is what the file chooser offers.
func (u Upload) accept() string {
	if u.Video.Bytes == 0 {
		return "image/*"
	}
	return "image/*,video/*"
}

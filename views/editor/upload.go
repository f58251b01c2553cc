package editor

import (
	"strconv"

	"photogram/models/post"
	"photogram/models/story"
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
func (u Upload) choose() string {
	if u.Video.Bytes == 0 {
		return "Choose photos"
	}
	return "Choose photos and videos"
}

// limits says which files are taken.
func (u Upload) limits() string {
	s := "JPEG, PNG, WebP, HEIC, AVIF, GIF or TIFF"
	if u.MaxBytes > 0 {
		s += ", up to " + megabytes(u.MaxBytes) + " each"
	}
	most := " to a post."
	if u.Story {
		most = " at a time."
		u.Video.Duration = min(u.Video.Duration, story.MaxVideo)
	}
	if u.Video.Bytes == 0 {
		return s + ". " + strconv.Itoa(post.MaxItems) + " photos" + most
	}
	return s + "; videos as MP4, MOV or WebM, up to " + megabytes(u.Video.Bytes) + " and " + post.Seconds(u.Video.Duration) +
		" seconds each. " +
		strconv.Itoa(post.MaxItems) + most
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

// Package media turns files that people send into the pictures Photogram shows.
//
// Bytes from outside are decoded only in a child process of the same binary,
// which a Pool starts, limits, and replaces when it dies. The package knows how
// renditions are named and sized; it must know nothing of HTTP, of the database
// or of where finished files are kept.
package media

import (
	"fmt"

	"photogram/media/look"
)

// Format is a photo format that is accepted.
type Format string

// The accepted formats.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
	HEIF Format = "heif" // HEIC too
	AVIF Format = "avif"
	TIFF Format = "tiff"
)

// MIME is the media type of the format, such as "image/jpeg".
func (f Format) MIME() string { return "image/" + string(f) }

// Error says what is wrong with a file that a person sent. Message is a plain
// English sentence for that person, naming the reason and the limit.
type Error struct {
	Code    string
	Message string
}

func (e *Error) Error() string { return e.Message }

// The codes of an Error.
const (
	TooLarge         = "too_large"          // too many bytes
	Empty            = "empty"              // no bytes
	Unsupported      = "unsupported"        // not one of the accepted formats
	Damaged          = "damaged"            // cut off or broken
	TooSmall         = "too_small"          // too few pixels
	TooBigDimensions = "too_big_dimensions" // too many pixels
	TooManyFrames    = "too_many_frames"
	TooSlow          = "too_slow"  // over the time limit of a job
	TooHeavy         = "too_heavy" // the process that read it died
)

// damaged keeps the decoder's reason for the log.
func damaged(reason error) error {
	return fmt.Errorf("%w (%w)", &Error{Damaged, "This photo is damaged or incomplete. Please send the original file again."}, reason)
}

// Limits bound the photos that are accepted. A zero field means its default.
type Limits struct {
	MaxBytes  int64 `json:"max_bytes"`  // size of the file; default 30 MB
	MinSide   int   `json:"min_side"`   // pixels; default 16
	MaxSide   int   `json:"max_side"`   // pixels; default 16383, the most that WebP can hold
	MaxPixels int64 `json:"max_pixels"` // width times height; default 64 million
	MaxFrames int   `json:"max_frames"` // of an animation or a sequence; default 600
}

// DefaultLimits are 30 MB, 16 to 16383 pixels a side, 64 megapixels and 600 frames.
func DefaultLimits() Limits {
	return Limits{MaxBytes: 30_000_000, MinSide: 16, MaxSide: 16383, MaxPixels: 64_000_000, MaxFrames: 600}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	if l.MaxBytes == 0 {
		l.MaxBytes = d.MaxBytes
	}
	if l.MinSide == 0 {
		l.MinSide = d.MinSide
	}
	if l.MaxSide == 0 {
		l.MaxSide = d.MaxSide
	}
	if l.MaxPixels == 0 {
		l.MaxPixels = d.MaxPixels
	}
	if l.MaxFrames == 0 {
		l.MaxFrames = d.MaxFrames
	}
	return l
}

func (l Limits) checkBytes(n int64) error {
	switch {
	case n == 0:
		return &Error{Empty, "The file is empty."}
	case n > l.MaxBytes:
		return &Error{TooLarge, fmt.Sprintf("The file is %s; photos may be at most %s.", megabytes(n), megabytes(l.MaxBytes))}
	}
	return nil
}

func (l Limits) checkSize(w, h, frames int) error {
	switch {
	case w < l.MinSide || h < l.MinSide:
		return &Error{TooSmall, fmt.Sprintf("The photo is %d × %d pixels; each side must be at least %d pixels.", w, h, l.MinSide)}
	case w > l.MaxSide || h > l.MaxSide:
		return &Error{TooBigDimensions, fmt.Sprintf("The photo is %d × %d pixels; each side may be at most %d pixels.", w, h, l.MaxSide)}
	case int64(w)*int64(h) > l.MaxPixels:
		return &Error{TooBigDimensions, fmt.Sprintf("The photo has %.1f megapixels; photos may have at most %g.",
			float64(w)*float64(h)/1e6, float64(l.MaxPixels)/1e6)}
	case frames > l.MaxFrames:
		return &Error{TooManyFrames, fmt.Sprintf("The file has %d frames; it may have at most %d.", frames, l.MaxFrames)}
	}
	return nil
}

func megabytes(n int64) string {
	mb := float64(n) / 1e6
	if mb == float64(int64(mb)) || mb >= 100 {
		return fmt.Sprintf("%.0f MB", mb)
	}
	return fmt.Sprintf("%.1f MB", mb)
}

// Info is what Inspect learns of a photo.
type Info struct {
	Format      Format `json:"format"`
	Width       int    `json:"width"`       // pixels, upright: EXIF orientation applied
	Height      int    `json:"height"`      // pixels, upright
	Frames      int    `json:"frames"`      // 1 for a still; of an animation only the first is used
	Moves       bool   `json:"moves"`       // is an animation
	Orientation int    `json:"orientation"` // EXIF, 1..8; 1 when absent
	Bytes       int64  `json:"bytes"`       // size of the file
}

// RenderJob asks for the renditions of one photo.
type RenderJob struct {
	Path    string      // the photo, a file that the caller made and named
	Recipe  look.Recipe // must be valid
	OutDir  string      // an existing directory of the caller's; files appear in it
	Preview bool        // write PreviewName too
	Full    bool        // write FullName, and nothing else
	AVIF    bool        // write the widths as AVIF, and nothing else
	Enlarge bool        // squares have their full side, also of a smaller photo
	Width   int         // of the largest rendition, as it was made before; 0 for what fits
	Height  int
}

// FullName is the file name of the unedited, upright picture in full size.
const FullName = "full.jpg"

// PreviewName is the file name of the unedited, upright preview.
const PreviewName = "preview.jpg"

// Result describes the renditions that were written.
type Result struct {
	Width       int    `json:"width"`       // pixels, of the largest rendition
	Height      int    `json:"height"`      // pixels, of the largest rendition
	Placeholder string `json:"placeholder"` // tiny WebP as a data: URI, under 500 bytes
	Color       string `json:"color"`       // average, "#rrggbb"
	Files       []File `json:"files"`
}

// File is one written file.
type File struct {
	Name   string `json:"name"`  // within OutDir
	Width  int    `json:"width"` // pixels
	Height int    `json:"height"`
	Bytes  int64  `json:"bytes"`
}

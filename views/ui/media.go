package ui

import (
	"fmt"
	"strconv"
	"time"

	"photogram/models/post"
)

// ItemsOf counts what is in an album.
func ItemsOf(items []post.Media) string {
	videos := int64(0)
	for i := range items {
		if items[i].IsVideo() {
			videos++
		}
	}
	photos := int64(len(items)) - videos
	switch {
	case videos == 0:
		return Plural(photos, "photo", "photos")
	case photos == 0:
		return Plural(videos, "video", "videos")
	}
	return Plural(photos, "photo", "photos") + " and " + Plural(videos, "video", "videos")
}

// clock writes a length as players do, such as 1:05.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Spoken writes a length in words.
func Spoken(d time.Duration) string {
	s := int64(max(1, d.Round(time.Second).Seconds()))
	if s < 60 {
		return Plural(s, "second", "seconds")
	}
	if s%60 == 0 {
		return Plural(s/60, "minute", "minutes")
	}
	return Plural(s/60, "minute", "minutes") + " " + Plural(s%60, "second", "seconds")
}

// Seconds writes a length for a form's field.
func Seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(time.Millisecond).Seconds(), 'f', -1, 64)
}

func CaptionsWord(list []post.Caption) string {
	if len(list) == 0 {
		return "Add captions"
	}
	return "Captions in " + Plural(int64(len(list)), "language", "languages")
}

// Fraction is a place for the script.
func Fraction(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

func Percent(f float64) string { return strconv.FormatFloat(float64(int(f*1000+0.5))/10, 'f', -1, 64) }

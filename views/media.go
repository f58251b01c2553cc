package views

import (
	"fmt"
	"strconv"
	"time"

	"photogram/models/post"
)

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

func captionsWord(list []post.Caption) string {
	if len(list) == 0 {
		return "Add captions"
	}
	return "Captions in " + plural(int64(len(list)), "language", "languages")
}

// fraction is a place for the script.
func fraction(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

func percent(f float64) string { return strconv.FormatFloat(float64(int(f*1000+0.5))/10, 'f', -1, 64) }

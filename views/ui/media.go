package ui

import (
	"context"
	"strconv"
	"time"

	"photogram/models/post"
	"photogram/text"
)

// ItemsOf counts what is in an album.
func ItemsOf(ctx context.Context, items []post.Media) string {
	videos := int64(0)
	for i := range items {
		if items[i].IsVideo() {
			videos++
		}
	}
	photos := int64(len(items)) - videos
	switch {
	case videos == 0:
		return Plural(ctx, photos, "count.photos")
	case photos == 0:
		return Plural(ctx, videos, "count.videos")
	}
	return text.T(ctx, "site.and", "before", Plural(ctx, photos, "count.photos"), "after", Plural(ctx, videos, "count.videos"))
}

// Spoken writes a length in words.
func Spoken(ctx context.Context, d time.Duration) string { return text.Of(ctx).Length(d) }

// Seconds writes a length for a form's field.
func Seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(time.Millisecond).Seconds(), 'f', -1, 64)
}

func CaptionsWord(ctx context.Context, list []post.Caption) string {
	if len(list) == 0 {
		return text.T(ctx, "post.add-captions")
	}
	return text.T(ctx, "post.captions-in", "n", len(list))
}

// Fraction is a place for the script.
func Fraction(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

func Percent(f float64) string { return strconv.FormatFloat(float64(int(f*1000+0.5))/10, 'f', -1, 64) }

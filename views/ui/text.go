package ui

import (
	"context"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"photogram/models/access"
	"photogram/models/post"
	"photogram/text"
)

// AltOf describes a photo: in its owner's words, or by whose it is.
func AltOf(ctx context.Context, alt string, by access.Author) string {
	if alt != "" {
		return alt
	}
	if name := by.DisplayName(); name != "" {
		return text.T(ctx, "post.photo-by", "name", name)
	}
	return text.T(ctx, "post.photo")
}

// Count writes a number short enough for a line of figures: 987, 1,204, 12.3K, 4.1M.
func Count(ctx context.Context, n int64) string { return text.Of(ctx).Count(n) }

// Plural is a message about a number of things, such as "1 like" or "12.3K likes".
func Plural(ctx context.Context, n int64, id string) string {
	return text.T(ctx, id, "n", n, "count", Count(ctx, n))
}

// Noun is a word for as many as n, without the number.
func Noun(ctx context.Context, n int64, id string) string { return text.T(ctx, id, "n", n) }

// Ago is a short age; the script keeps it true while the page stays open.
func Ago(ctx context.Context, now, t time.Time) string { return text.Of(ctx).Ago(now, t) }

func Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func FullTime(ctx context.Context, t time.Time) string { return text.Of(ctx).Moment(t) }

// PostTime is when a post was published, or made.
func PostTime(p post.View) time.Time {
	if p.PublishedAt != nil {
		return *p.PublishedAt
	}
	return p.CreatedAt
}

// Text is folded beyond this many characters or lines.
const (
	foldCharacters = 220
	FoldLines      = 6
)

// Fold is the beginning of a long text, and whether there is more of it.
func Fold(s string) (string, bool) {
	lines, n := 1, 0
	state := -1
	cut, rest := 0, s
	for rest != "" {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster == "\n" {
			lines++
		}
		n++
		if n > foldCharacters || lines > FoldLines {
			break
		}
		cut += len(cluster)
	}
	// A little more than the fold is not worth a button.
	if cut == len(s) || lines <= FoldLines && uniseg.GraphemeClusterCount(s) < foldCharacters+60 {
		return s, false
	}
	short := s[:cut]
	if i := strings.LastIndexAny(short, " \n"); i > len(short)*3/4 {
		short = short[:i]
	}
	return strings.TrimSpace(short), true
}

// Shorten is a text in one line of at most n characters.
func Shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	state, cut, rest := -1, 0, s
	for range n - 1 {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		cut += len(cluster)
	}
	if uniseg.GraphemeClusterCount(rest) <= 1 {
		return s
	}
	return strings.TrimSpace(s[:cut]) + "…"
}

// HostOf shortens an address for showing.
func HostOf(url string) string {
	_, rest, found := strings.Cut(url, "://")
	if !found {
		rest = url
	}
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

// FirstLine is the beginning of a caption, for lists that only hint at it.
func FirstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	if r := []rune(line); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return line
}

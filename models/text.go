package models

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"

	"photogram/text"
)

// SafeText makes text from outside fit for a text column.
func SafeText(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r >= ' ' && r != '\uFFFD' && r != 0x7F {
			out = append(out, r)
		}
	}
	return string(out)
}

// SafeLines is SafeText for a text of several lines.
func SafeLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = SafeText(lines[i])
	}
	return strings.Join(lines, "\n")
}

// Length caps, in characters as people count them (grapheme clusters).
const (
	MaxCaption  = 2200
	MaxComment  = 1000
	MaxAltText  = 1000
	MaxBio      = 300
	MaxFullName = 64
	MaxLocation = 100
	MaxWebsite  = 200
	MaxTags     = 30
	MaxMentions = 30
)

// bytesPerCharacter bounds what one grapheme cluster may hold, so that a cap
// in characters is a cap in bytes too.
const bytesPerCharacter = 32

// maxStacked bounds the code points of one grapheme cluster, as the Stream-Safe
// Text Format of UAX #15 does; towers of marks would cover the lines around.
const maxStacked = 30

// countCharacters counts grapheme clusters and says whether one is too high.
func countCharacters(s string) (n int, stacked bool) {
	state := -1
	for len(s) > 0 {
		var cluster string
		cluster, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
		if len(cluster) > maxStacked && utf8.RuneCountInString(cluster) > maxStacked+1 {
			return n, true
		}
		n++
	}
	return n, false
}

// CleanText normalises what a person wrote and checks it against a cap. Lines
// are kept only when multiline is set. The field's name and the cap appear in
// the error.
func CleanText(field, s string, limit int, multiline bool) (string, error) {
	if len(s) > limit*bytesPerCharacter {
		return "", Invalidf(field, "input.error.too-long-at-most-characters", "limit", text.English.Number(int64(limit)))
	}
	if !utf8.ValidString(s) {
		return "", Invalidf(field, "input.error.not-valid-text-utf-8")
	}
	s = printableText(s, multiline)
	if !multiline && strings.ContainsRune(s, '\n') {
		return "", Invalidf(field, "input.error.must-single-line")
	}
	s = strings.TrimSpace(norm.NFC.String(s))
	if strings.TrimFunc(s, invisible) == "" {
		return "", nil
	}
	n, stacked := countCharacters(s)
	if stacked {
		return "", Invalidf(field, "input.error.character-more-than-marks-joined", "maxStacked", maxStacked)
	}
	if n > limit {
		return "", Invalidf(field, "input.error.too-long-characters-at-most", "n2", text.English.Number(int64(n)), "limit",
			text.English.Number(int64(limit)))
	}
	return s, nil
}

// printableText leaves out what leaves no mark and comes in by pasting: control
// characters and byte order marks. What other programs mean by an end of a line is
// one here, or a space in a text of a single line.
func printableText(s string, multiline bool) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			if multiline {
				return '\n'
			}
			return ' '
		case r == '\uFEFF', unicode.Is(unicode.Cc, r):
			return -1
		}
		return r
	}, s)
}

// Storable is whether the database can hold a text, or compare with it.
func Storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// invisible is true for what leaves no mark on a page: spaces and zero-width characters.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '\u115F' || r == '\u1160' || r == '\u3164' || r == '\u2800' ||
		r == '\uFE0F'
}

// CleanCaption checks a caption's length and its numbers of tags and mentions.
func CleanCaption(s string) (string, error) {
	s, err := CleanText("caption", s, MaxCaption, true)
	if err != nil {
		return "", err
	}
	if n := len(TagsIn(s)); n > MaxTags {
		return "", Invalidf("caption", "input.error.hashtags-at-most-allowed", "n2", n, "maxTags", MaxTags)
	}
	if n := len(MentionsIn(s)); n > MaxMentions {
		return "", Invalidf("caption", "input.error.mentions-people-at-most-allowed", "n2", n, "maxMentions", MaxMentions)
	}
	return s, nil
}

func FirstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func lastRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// CleanZone checks the name of a time zone; the empty one stands for UTC.
func CleanZone(name string) (string, error) {
	if name == "" || name == "UTC" {
		return "", nil
	}
	if len(name) > 60 || name == "Local" {
		return "", Invalidf("time_zone", "input.error.time-zone-not-known-use")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return "", Invalidf("time_zone", "input.error.time-zone-not-known-use-2", "name", fmt.Sprintf("%q", name))
	}
	return name, nil
}

package models

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
	"mvdan.cc/xurls/v2"
)

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
		return "", Invalidf(field, "This is too long: at most %s characters.", thousands(limit))
	}
	if !utf8.ValidString(s) {
		return "", Invalidf(field, "This is not valid text (UTF-8).")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for _, r := range s {
		if r == '\n' && multiline || r == '\t' {
			continue
		}
		if unicode.Is(unicode.Cc, r) {
			if r == '\n' {
				return "", Invalidf(field, "This must be a single line.")
			}
			return "", Invalidf(field, "This contains a control character (U+%04X).", r)
		}
	}
	s = strings.TrimSpace(norm.NFC.String(s))
	if strings.TrimFunc(s, invisible) == "" {
		return "", nil
	}
	n, stacked := countCharacters(s)
	if stacked {
		return "", Invalidf(field, "This has a character with more than %d marks or joined parts.", maxStacked)
	}
	if n > limit {
		return "", Invalidf(field, "This is too long: %s characters, and at most %s fit.", thousands(n), thousands(limit))
	}
	return s, nil
}

// joined lists words as a sentence does, such as "a, b and c".
func joined(words []string) string {
	if n := len(words) - 1; n > 0 {
		return strings.Join(words[:n], ", ") + " and " + words[n]
	}
	return strings.Join(words, "")
}

// storable is whether the database can hold a text, or compare with it.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// invisible is true for what leaves no mark on a page: spaces and zero-width characters.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '\u115F' || r == '\u1160' || r == '\u3164' || r == '\u2800' || r == '\uFE0F'
}

func thousands(n int) string {
	digits := []byte(ID(n).String())
	var out []byte
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, d)
	}
	return string(out)
}

// Token is a piece of a caption, comment or bio.
type Token struct {
	Kind TokenKind
	// Text is what is shown; Target is the tag's or person's name in its
	// canonical form, or the address of a link.
	Text, Target string
}

// TokenKind says what a Token links to.
type TokenKind int

// The kinds of tokens.
const (
	Plain TokenKind = iota
	Hashtag
	Mention
	Link
)

var strictURL = func() *regexp.Regexp {
	re, err := xurls.StrictMatchingScheme(`https?://`)
	if err != nil {
		panic(err)
	}
	return re
}()

// Tokenize splits text into plain pieces, #hashtags, @mentions and links. The
// texts of the tokens joined give the text back.
func Tokenize(s string) []Token {
	if !strings.ContainsAny(s, "#@＃＠:") {
		if s == "" {
			return nil
		}
		return []Token{{Plain, s, ""}}
	}
	if !strings.Contains(s, "://") {
		return tokenizeWords(nil, s, 0, len(s))
	}
	var out []Token
	last := 0
	for _, span := range strictURL.FindAllStringIndex(s, -1) {
		out = tokenizeWords(out, s, last, span[0])
		out = append(out, Token{Link, s[span[0]:span[1]], s[span[0]:span[1]]})
		last = span[1]
	}
	return tokenizeWords(out, s, last, len(s))
}

func tokenizeWords(out []Token, s string, from, to int) []Token {
	start := from
	prev := lastRune(s[:from])
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(s[i:to])
		var kind TokenKind
		var name string
		var length int
		if (r == '#' || r == '＃' || r == '@' || r == '＠') && !wordRune(prev) && prev != '&' && prev != '/' {
			if r == '#' || r == '＃' {
				kind, length = Hashtag, hashtagLength(s[i+size:to])
				name = TagName(s[i+size : i+size+length])
				if name == "" {
					length = 0
				}
			} else {
				kind, length = Mention, mentionLength(s[i+size:to])
				name = strings.ToLower(s[i+size : i+size+length])
			}
		}
		if length == 0 {
			prev = r
			i += size
			continue
		}
		if i > start {
			out = append(out, Token{Plain, s[start:i], ""})
		}
		end := i + size + length
		out = append(out, Token{kind, s[i:end], name})
		start, i = end, end
		prev = lastRune(s[:end])
	}
	if to > start {
		out = append(out, Token{Plain, s[start:to], ""})
	}
	return out
}

// hashtagRune follows Unicode's hashtag identifiers (UAX #31-D2): letters,
// marks, numbers, underscores and the joiners that scripts need.
func hashtagRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '_' || r == '\u200C' || r == '\u200D' || r == '\u00B7' || r == '・'
}

func hashtagLength(s string) int {
	n, runes := 0, 0
	for i, r := range s {
		if !hashtagRune(r) || runes == 100 {
			break
		}
		n = i + len(string(r))
		runes++
	}
	return n
}

func mentionLength(s string) int {
	n := 0
	for n < len(s) && n < 30 && usernameByte(s[n]) {
		n++
	}
	if n < len(s) && (usernameByte(s[n]) || wordRune(firstRune(s[n:]))) {
		return 0
	}
	for n > 0 && s[n-1] == '.' { // a full stop after a name ends the sentence
		n--
	}
	return n
}

func usernameByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '.'
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_'
}

// TagName is the canonical form of a hashtag: compatibility-normalised, lower
// case, without joiners at its ends. It is empty for what is no tag, such as digits alone.
func TagName(s string) string {
	if plain := plainTag(s); plain {
		return s
	}
	s = strings.Trim(strings.ToLower(norm.NFKC.String(s)), "\u200C\u200D\u00B7・")
	letter := false
	for _, r := range s {
		if !hashtagRune(r) {
			return ""
		}
		letter = letter || unicode.IsLetter(r)
	}
	if !letter || len(s) > 300 {
		return ""
	}
	return s
}

// plainTag is true for what is canonical already, which most tags are.
func plainTag(s string) bool {
	letter := false
	for i := range len(s) {
		b := s[i]
		switch {
		case b >= 'a' && b <= 'z':
			letter = true
		case b >= '0' && b <= '9' || b == '_':
		default:
			return false
		}
	}
	return letter && len(s) <= 300
}

// TagsIn lists the distinct hashtags of a text in the order they appear.
func TagsIn(s string) []string { return targets(s, Hashtag) }

// MentionsIn lists the distinct usernames that a text mentions, in order.
func MentionsIn(s string) []string { return targets(s, Mention) }

func targets(s string, kind TokenKind) []string {
	if kind == Hashtag && !strings.ContainsAny(s, "#＃") {
		return nil
	}
	var out []string
	for _, t := range Tokenize(s) {
		if t.Kind == kind && !slices.Contains(out, t.Target) {
			out = append(out, t.Target)
		}
	}
	return out
}

// CleanCaption checks a caption's length and its numbers of tags and mentions.
func CleanCaption(s string) (string, error) {
	s, err := CleanText("caption", s, MaxCaption, true)
	if err != nil {
		return "", err
	}
	if n := len(TagsIn(s)); n > MaxTags {
		return "", Invalidf("caption", "This has %d hashtags, and at most %d are allowed.", n, MaxTags)
	}
	if n := len(MentionsIn(s)); n > MaxMentions {
		return "", Invalidf("caption", "This mentions %d people, and at most %d are allowed.", n, MaxMentions)
	}
	return s, nil
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func lastRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

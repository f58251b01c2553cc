package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/xurls/v2"
)

// One grammar for what people write, wherever they write it: captions, comments,
// bios, messages. Captions of others in testdata say what comes of what.

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

const (
	HashSigns    = "#＃"
	MentionSigns = "@＠"
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
	if !strings.ContainsAny(s, HashSigns+MentionSigns+":") {
		if s == "" {
			return nil
		}
		return []Token{{Plain, s, ""}}
	}
	var out []Token
	last := 0
	for _, span := range linksIn(s) {
		out = tokenizeWords(out, s, last, span[0])
		out = append(out, Token{Link, s[span[0]:span[1]], s[span[0]:span[1]]})
		last = span[1]
	}
	return tokenizeWords(out, s, last, len(s))
}

// linkEnds are punctuation that no address goes on after, although it may
// contain letters of any script.
const linkEnds = "、。〃〈〉《》「」『』【】〔〕〖〗〘〙〚〛〝〞〟！（），．：；？［］｛｝｟｠｡｢｣､…“”«»‹›،؛؟۔।॥։።។៕၊။"

func endsLink(r rune) bool {
	return r >= utf8.RuneSelf && (strings.ContainsRune(linkEnds, r) || unicode.Is(unicode.Cf, r) && r != '\u200C' && r != '\u200D')
}

// linksIn finds the addresses of a text.
func linksIn(s string) [][2]int {
	if !strings.Contains(s, "://") {
		return nil
	}
	var out [][2]int
	for from := 0; from < len(s); {
		to := len(s)
		if i := strings.IndexFunc(s[from:], endsLink); i >= 0 {
			to = from + i
		}
		for _, span := range strictURL.FindAllStringIndex(s[from:to], -1) {
			end := len(strings.TrimRight(s[from:from+span[1]], "\u200C\u200D"))
			out = append(out, [2]int{from + span[0], from + end})
		}
		if to == len(s) {
			break
		}
		_, size := utf8.DecodeRuneInString(s[to:])
		from = to + size
	}
	return out
}

func tokenizeWords(out []Token, s string, from, to int) []Token {
	start := from
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(s[i:to])
		kind, name, length := Plain, "", 0
		rest := s[i+size : to]
		switch r {
		case '#', '＃':
			if n := hashtagLength(rest); n > 0 && begins(s, start, i) && !isEntity(s, i) {
				if name = TagName(rest[:n]); name != "" {
					kind, length = Hashtag, n
				}
			}
		case '@', '＠':
			if n := mentionLength(rest); n > 0 && begins(s, start, i) && !endsAddress(s[start:i]) {
				kind, length, name = Mention, n, strings.ToLower(rest[:n])
			}
		}
		if length == 0 {
			i += size
			continue
		}
		if i > start {
			out = append(out, Token{Plain, s[start:i], ""})
		}
		end := i + size + length
		out = append(out, Token{kind, s[i:end], name})
		start, i = end, end
	}
	if to > start {
		out = append(out, Token{Plain, s[start:to], ""})
	}
	return out
}

// begins is whether a tag or a mention may begin at i: not within a word or an
// address. A word of a script without spaces ends where the sign stands, and so
// does an emoji, whatever it is composed of. The token before ends at start.
func begins(s string, start, i int) bool {
	before := s[:i]
	for {
		r, size := utf8.DecodeLastRuneInString(before)
		switch {
		case size == 0:
			return true
		case r == emojiForm || r == keycap:
			return true
		case unicode.IsMark(r), r == '\u200C', r == '\u200D', r == '\u2060':
			before = before[:len(before)-size]
			continue
		case r == '/':
			return len(before)-size < start || !inAddress(s[start:len(before)-size])
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return IsUnspaced(r)
		}
		return true
	}
}

const (
	emojiForm = '\uFE0F' // what stands before is shown as an emoji
	keycap    = '\u20E3'
)

// inAddress is whether a text ends within something like example.com/path.
func inAddress(s string) bool {
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		s = s[i:]
	}
	return strings.ContainsAny(s, ".:")
}

// endsAddress is whether a text ends with the name in an address of another
// site, such as the first half of @name@example.com, in any script.
func endsAddress(s string) bool {
	name := strings.TrimRightFunc(s, func(r rune) bool {
		return r == '_' || r == '.' || r == '-' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
	})
	return name != s && strings.ContainsRune(MentionSigns, lastRune(name))
}

var entity = regexp.MustCompile(`^#[xX]?[0-9a-fA-F]+;`)

// isEntity is whether the # at i is that of a character written as in HTML, such as &#39;.
func isEntity(s string, i int) bool { return i > 0 && s[i-1] == '&' && entity.MatchString(s[i:]) }

// hashtagRune follows Unicode's hashtag identifiers (UAX #31-D2): letters,
// marks, numbers, underscores, the joiners that scripts need, and what stands
// within words of Hebrew, Japanese and Tibetan.
func hashtagRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) && !unicode.Is(unicode.Me, r) || unicode.IsNumber(r) ||
		r == '_' || r == '\u05F3' || r == '゛' || r == '゜' || within(r)
}

// within is true for what belongs to a hashtag between letters, and not at its ends.
func within(r rune) bool { return r >= 0xB7 && strings.ContainsRune(withinTags, r) }

const withinTags = "\u200C\u200D\u00B7・･゠\u05BE\u05F4〜～\u0F0B\u0F0C"

func isVariation(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
}

// maxTagRunes is where a hashtag is cut off, in code points.
const maxTagRunes = 100

func hashtagLength(s string) int {
	n, runes, at := 0, 0, 0
	var prev rune
	for i, r := range s {
		switch {
		case runes == maxTagRunes || !hashtagRune(r) && r != keycap, runes == 0 && isVariation(r):
			return n
		case r == keycap || r == emojiForm && prev >= '0' && prev <= '9': // 1️⃣ is an emoji
			return min(n, at)
		case !within(r):
			n = i + utf8.RuneLen(r)
		}
		prev, at = r, i
		runes++
	}
	return n
}

// mentionLength is how long a username is that a text begins with. It is 0 where
// the word goes on, and where it is an address such as name@example.com.
func mentionLength(s string) int {
	n := 0
	for n < len(s) && n < MaxUsername && usernameByte(s[n]) {
		n++
	}
	if n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case usernameByte(s[n]), unicode.IsMark(r) && !isVariation(r), (unicode.IsLetter(r) || unicode.IsDigit(r)) && !IsUnspaced(r):
			return 0
		case strings.ContainsRune(MentionSigns, r):
			if next := FirstRune(s[n+size:]); n+size < len(s) && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
				return 0
			}
		}
	}
	for n > 0 && s[n-1] == '.' { // a full stop after a name ends the sentence
		n--
	}
	return n
}

func usernameByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '.'
}

// TagsIn lists the distinct hashtags of a text in the order they appear.
func TagsIn(s string) []string { return targets(s, Hashtag) }

// MentionsIn lists the distinct usernames that a text mentions, in order.
func MentionsIn(s string) []string { return targets(s, Mention) }

func targets(s string, kind TokenKind) []string {
	if kind == Hashtag && !strings.ContainsAny(s, HashSigns) {
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

// IsUnspaced is true for scripts that are searched by pairs of characters.
func IsUnspaced(r rune) bool { return r >= 0x0E00 && (r == 'ー' || unicode.In(r, unspaced...)) }

// MaxUsername is the longest username, in characters.
const MaxUsername = 30

// unspaced are scripts that do not set spaces between words, or, as Korean
// does, join particles to them.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi, unicode.Hangul,
	unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Javanese, unicode.Balinese, unicode.New_Tai_Lue, unicode.Tai_Tham,
	unicode.Tai_Viet, unicode.Tai_Le}

// Limits of captions of videos.
const (
	MaxVTT = 256 << 10 // bytes
	maxCue = 24 * time.Hour
)

// cueTime is a line of times (WebVTT, 4.2): "00:01.000 --> 00:04.000 align:start".
var cueTime = regexp.MustCompile(`^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$`)

// CleanVTT checks a WebVTT file. Styles are dropped: they could reach beyond the captions.
func CleanVTT(text string) (string, error) {
	bad := func(line int, format string, args ...any) error {
		return Invalidf("captions", "post.error.line-captions", "line", line, "args", fmt.Sprintf(format, args...))
	}
	switch {
	case len(text) > MaxVTT:
		return "", Invalidf("captions", "post.error.captions-kb-file-may-at", "text", (len(text)+1023)/1024, "maxCaptionFile",
			MaxVTT/1024)
	case !utf8.ValidString(text):
		return "", Invalidf("captions", "post.error.captions-not-utf-8-text")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\r", "\n")
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
		return "", Invalidf("captions", "post.error.captions-hold-control-characters")
	}
	lines := strings.Split(text, "\n")
	if lines[0] != "WEBVTT" && !strings.HasPrefix(lines[0], "WEBVTT ") && !strings.HasPrefix(lines[0], "WEBVTT\t") {
		return "", Invalidf("captions", "post.error.not-webvtt-file-must-begin")
	}
	out := []string{"WEBVTT"}
	cues := 0
	last := time.Duration(-1)
	for i := 1; i < len(lines); {
		for i < len(lines) && lines[i] == "" {
			i++
		}
		from := i
		for i < len(lines) && lines[i] != "" {
			i++
		}
		block := lines[from:i]
		if len(block) == 0 || from == 1 { // what stands right below the first line is its header
			continue
		}
		switch word, _, _ := strings.Cut(block[0], " "); word {
		case "NOTE", "STYLE", "REGION":
			continue
		}
		at := 0
		if !strings.Contains(block[0], "-->") {
			at = 1 // the cue's name
		}
		if at >= len(block) {
			return "", bad(from+1, "there is text without a time.")
		}
		m := cueTime.FindStringSubmatch(block[at])
		if m == nil {
			return "", bad(from+at+1, "a time should look like 00:01.000 --> 00:04.500.")
		}
		start, end := cueAt(m[1:5]), cueAt(m[5:9])
		switch {
		case end <= start:
			return "", bad(from+at+1, "it ends before it begins.")
		case start < last:
			return "", bad(from+at+1, "it begins before the one above.")
		case end > maxCue:
			return "", bad(from+at+1, "it is later than a day.")
		}
		last = start
		cues++
		out = append(append(out, ""), block...)
	}
	if cues == 0 {
		return "", Invalidf("captions", "post.error.no-captions-file")
	}
	return strings.Join(out, "\n") + "\n", nil
}

func cueAt(m []string) time.Duration {
	var n [4]int
	for i, s := range m {
		_, _ = fmt.Sscanf(s, "%d", &n[i]) // digits only, or empty for no hours
	}
	return time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute + time.Duration(n[2])*time.Second +
		time.Duration(n[3])*time.Millisecond
}

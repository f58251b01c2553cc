package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unspaced are scripts that do not set spaces between words, or, as Korean
// does, join particles to them.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi, unicode.Hangul, unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Javanese, unicode.Balinese, unicode.New_Tai_Lue, unicode.Tai_Tham, unicode.Tai_Viet, unicode.Tai_Le}

// edgeOfWord is whether a word that begins or ends with r has an end there that can be told.
func edgeOfWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_') && !isUnspaced(r)
}

// hashtagClass is hashtagRune for PostgreSQL.
const hashtagClass = `[\w\u0300-\u036f\u200c\u200d\u00b7・]`

// wordPattern is a PostgreSQL regular expression, for ~*, that finds a word or
// a phrase in a text: whole words in scripts that set spaces, and anywhere in
// others. A word that begins with # matches that hashtag and no longer one.
func wordPattern(word string) string {
	if tag, ok := strings.CutPrefix(strings.Replace(word, "＃", "#", 1), "#"); ok {
		if name := TagName(tag); name != "" {
			return `(?<![\w&/])[#＃]` + escapePattern(name) + `(?!` + hashtagClass + `)`
		}
	}
	out := escapePattern(word)
	if edgeOfWord(firstRune(word)) {
		out = `\m` + out
	}
	if edgeOfWord(lastRune(word)) {
		out += `\M`
	}
	return out
}

// escapePattern makes a text match itself, whatever its spaces are.
func escapePattern(s string) string {
	var b strings.Builder
	for i, part := range strings.Fields(s) {
		if i > 0 {
			b.WriteString(`\s+`)
		}
		for _, r := range part {
			if r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// anyPattern matches what one of the patterns matches; it is empty when there are none.
func anyPattern(patterns []string) string { return strings.Join(patterns, "|") }

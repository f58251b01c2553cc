package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// edgeOfWord is whether a word that begins or ends with r has an end there that can be told.
func edgeOfWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_') && !IsUnspaced(r)
}

// For PostgreSQL, what begins a hashtag, see begins, and hashtagRune after its end.
const (
	tagBegins = `(?:(?<!\w)|(?<=[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff` +
		`\ufe0f\u20e3]))[` + HashSigns + `]`
	tagEnds = `(?![\w\u0300-\u036f\u05f3]|[` + withinTags + `]+\w)`
)

// tagPattern matches what TagName makes this name of.
func tagPattern(name string) string {
	return strings.NewReplacer("i", "[iıİ]", "〜", "[〜～]", "\u0E33", "(?:\u0E33|\u0E4D[\u0E48-\u0E4B]?\u0E32)").Replace(escapePattern(name))
}

// WordPattern is a PostgreSQL regular expression, for ~*, that finds a word or
// a phrase in a text: whole words in scripts that set spaces, and anywhere in
// others. A word that begins with # matches that hashtag and no longer one.
func WordPattern(word string) string {
	if tag := strings.TrimLeft(word, HashSigns); tag != word {
		if name := TagName(tag); name != "" {
			return tagBegins + tagPattern(name) + tagEnds
		}
	}
	out := escapePattern(word)
	if edgeOfWord(FirstRune(word)) {
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

// AnyPattern matches what one of the patterns matches; it is empty when there are none.
func AnyPattern(patterns []string) string { return strings.Join(patterns, "|") }

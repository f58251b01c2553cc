package models

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// alike are letters and marks of which a tag has one form: those that keyboards
// mix up, and the two cases of i that Turkish tells apart and search does not.
var alike = strings.NewReplacer("～", "〜", "゛", "\u3099", "゜", "\u309A", "ı", "i", "i\u0307", "i")

// Of Thai and Lao, the vowel am is one character and keeps being one, although it
// counts as composed; a tone mark may stand within.
var (
	thaiAm = regexp.MustCompile(`\x{0E4D}([\x{0E48}-\x{0E4B}]?)\x{0E32}`)
	laoAm  = regexp.MustCompile(`\x{0ECD}([\x{0EC8}-\x{0ECB}]?)\x{0EB2}`)
)

// Compatible is NFKC that leaves the vowel am whole.
func Compatible(s string) string { return composeAm(norm.NFKC.String(s)) }

func composeAm(s string) string {
	if strings.ContainsRune(s, '\u0E4D') {
		s = thaiAm.ReplaceAllString(s, "${1}\u0E33")
	}
	if strings.ContainsRune(s, '\u0ECD') {
		s = laoAm.ReplaceAllString(s, "${1}\u0EB3")
	}
	return s
}

// TagName is the canonical form of a hashtag: compatibility-normalised, lower
// case, without joiners at its ends. It is empty for what is no tag, such as digits alone.
func TagName(s string) string {
	if plainTag(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if isVariation(r) {
			return -1
		}
		return r
	}, alike.Replace(s))
	s = alike.Replace(strings.ToLower(Compatible(s)))
	s = finalSigmas(strings.TrimFunc(s, within))
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

// finalSigmas writes the sigma at the end of a word as it is written there,
// since capitals do not tell which one it is.
func finalSigmas(s string) string {
	if !strings.ContainsAny(s, "σς") {
		return s
	}
	runes := []rune(s)
	for i, r := range runes {
		if r != 'σ' && r != 'ς' {
			continue
		}
		runes[i] = 'σ'
		if i > 0 && unicode.IsLetter(runes[i-1]) && (i == len(runes)-1 || !unicode.IsLetter(runes[i+1])) {
			runes[i] = 'ς'
		}
	}
	return string(runes)
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

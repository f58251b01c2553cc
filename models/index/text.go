package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"photogram/models"
)

// What is searched and what is searched for are folded alike: compatibility
// forms, case, accents and vowel points make no difference, in any script.

// looseMarks are marks that people leave out when they type. The vowel signs
// of Indic scripts and of Thai, and the voicing marks of kana, are not among
// them: those make other words.
var looseMarks = &unicode.RangeTable{R16: []unicode.Range16{
	// accents
	{Lo: 0x0300, Hi: 0x036F, Stride: 1},
	// Hebrew points
	{Lo: 0x0591, Hi: 0x05BD, Stride: 1}, {Lo: 0x05BF, Hi: 0x05BF, Stride: 1}, {Lo: 0x05C1, Hi: 0x05C2, Stride: 1},
	{Lo: 0x05C4, Hi: 0x05C5, Stride: 1}, {Lo: 0x05C7, Hi: 0x05C7, Stride: 1},
	// Arabic vowels, hamza, tatweel
	{Lo: 0x0610, Hi: 0x061A, Stride: 1}, {Lo: 0x0640, Hi: 0x0640, Stride: 1}, {Lo: 0x064B, Hi: 0x065F, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1}, {Lo: 0x06D6, Hi: 0x06DC, Stride: 1}, {Lo: 0x06DF, Hi: 0x06E4, Stride: 1},
	{Lo: 0x06E7, Hi: 0x06E8, Stride: 1}, {Lo: 0x06EA, Hi: 0x06ED, Stride: 1},
	{Lo: 0x0711, Hi: 0x0711, Stride: 1}, {Lo: 0x0730, Hi: 0x074A, Stride: 1}, // Syriac points
	{Lo: 0x1AB0, Hi: 0x1AFF, Stride: 1}, {Lo: 0x1DC0, Hi: 0x1DFF, Stride: 1},
	{Lo: 0x200B, Hi: 0x200F, Stride: 1}, {Lo: 0x202A, Hi: 0x202E, Stride: 1}, {Lo: 0x2060, Hi: 0x2069, Stride: 1}, // joiners and directions
	{Lo: 0x20D0, Hi: 0x20F0, Stride: 1}, {Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, {Lo: 0xFE20, Hi: 0xFE2F, Stride: 1},
	{Lo: 0xFEFF, Hi: 0xFEFF, Stride: 1},
}}

// otherLetters are letters that have no decomposition but that people type as others.
var otherLetters = map[rune]string{
	'ı': "i", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ŋ': "n", 'ĸ': "k",
	'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ٱ': "ا",
}

// FoldText is a text in the form in which texts are compared.
func FoldText(s string) string {
	if plainLower(s) {
		return s
	}
	s = norm.NFD.String(cases.Fold().String(models.Compatible(s)))
	var out strings.Builder
	out.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '\u200B': // a space of no width ends a word
			out.WriteByte(' ')
		case unicode.Is(looseMarks, r):
		case otherLetters[r] != "":
			out.WriteString(otherLetters[r])
		default:
			out.WriteRune(r)
		}
	}
	return norm.NFC.String(out.String())
}

func plainLower(s string) bool {
	for i := range len(s) {
		if b := s[i]; b >= utf8.RuneSelf || b >= 'A' && b <= 'Z' {
			return false
		}
	}
	return true
}

// maxWord is the longest word that is told from others, in characters.
const maxWord = 48

// span is a piece of a folded text: a word, a run of an unspaced script as its
// characters with their marks, or a symbol such as an emoji.
type span struct {
	word  string
	units []string
}

func spansOf(folded string) []span {
	var out []span
	var word strings.Builder
	var units []string
	length := 0
	end := func() {
		if length > 0 {
			out = append(out, span{word: word.String()})
		}
		if len(units) > 0 {
			out = append(out, span{units: units})
		}
		word.Reset()
		length, units = 0, nil
	}
	for _, r := range folded {
		switch {
		case unicode.IsMark(r) && len(units) > 0:
			units[len(units)-1] += string(r)
		case models.IsUnspaced(r) && (unicode.IsLetter(r) || unicode.IsNumber(r)):
			if length > 0 {
				end()
			}
			units = append(units, string(r))
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r) && length > 0:
			if len(units) > 0 {
				end()
			}
			if length < maxWord {
				word.WriteRune(r)
			}
			length++
		case unicode.Is(unicode.So, r):
			end()
			out = append(out, span{word: string(r)})
		default:
			end()
		}
	}
	end()
	return out
}

// maxLexemes bounds what one post puts into the index.
const maxLexemes = 4000

// searchWords are the distinct words of texts, sorted: words as they are, and
// of unspaced scripts every pair of neighbours and the last character of a run,
// so that each character begins one.
func searchWords(texts ...string) []string {
	seen := map[string]bool{}
	for _, text := range texts {
		for _, s := range spansOf(FoldText(text)) {
			if s.word != "" {
				seen[s.word] = true
			}
			for i := range s.units {
				seen[strings.Join(s.units[i:min(i+2, len(s.units))], "")] = true
			}
		}
	}
	out := make([]string, 0, len(seen))
	for w := range seen {
		out = append(out, w)
	}
	slices.Sort(out)
	return out[:min(len(out), maxLexemes)]
}

// QueryWord is one thing that must be found.
type QueryWord struct {
	Text   string
	Prefix bool // words that begin with it are enough
	Pair   bool // of an unspaced script, which cannot be mistyped letter by letter
}

// maxQueryWords bounds how much one search asks for.
const maxQueryWords = 12

// QueryWords are what a search text asks for. The last word may be unfinished.
func QueryWords(query string) []QueryWord {
	var out []QueryWord
	add := func(w QueryWord) {
		if len(out) < maxQueryWords && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	spans := spansOf(FoldText(query))
	for i, s := range spans {
		switch {
		case s.word != "":
			add(QueryWord{Text: s.word, Prefix: i == len(spans)-1})
		case len(s.units) == 1:
			add(QueryWord{Text: s.units[0], Prefix: true, Pair: true})
		default:
			for j := range len(s.units) - 1 {
				add(QueryWord{Text: s.units[j] + s.units[j+1], Pair: true})
			}
		}
	}
	return out
}

// Tsquery asks for all of the words.
func Tsquery(words []QueryWord) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = `'` + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(w.Text) + `'`
		if w.Prefix {
			parts[i] += ":*"
		}
	}
	return strings.Join(parts, " & ")
}

// NameKey is a name as it is searched: its words, folded, with single spaces.
// It is empty for a name without letters or digits.
func NameKey(s string) string {
	var out strings.Builder
	for i, s := range spansOf(FoldText(s)) {
		if i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(s.word)
		out.WriteString(strings.Join(s.units, ""))
	}
	return out.String()
}

// maxNameKeys bounds under how many keys one name is found.
const maxNameKeys = 12

// nameKeys are a name from each of its words on; of an unspaced script, from each character on.
func nameKeys(s string) []string {
	var out []string
	spans := spansOf(FoldText(s))
	for i, first := range spans {
		rest := ""
		for _, s := range spans[i+1:] {
			rest += " " + s.word + strings.Join(s.units, "")
		}
		if first.word != "" {
			out = append(out, first.word+rest)
		}
		for j := range first.units {
			out = append(out, strings.Join(first.units[j:], "")+rest)
		}
	}
	return out[:min(len(out), maxNameKeys)]
}

// Beyond is the end of a range of texts that begin with a prefix, in the order of bytes.
func Beyond(prefix string) string { return prefix + "\U0010FFFF" }

// Doc is the value of a tsvector that has the words of texts, without places.
func Doc(texts ...string) string {
	words := searchWords(texts...)
	for i, w := range words {
		words[i] = `'` + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(w) + `'`
	}
	return strings.Join(words, " ")
}

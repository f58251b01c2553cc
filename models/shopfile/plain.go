package shopfile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// plainText is a text without markup: entities are read, paragraphs become lines, and
// what scripts and styles hold is left out. It says whether a script was in it.
func plainText(s string) (text string, script bool) {
	if strings.ContainsAny(s, "<&") {
		if strings.Contains(s, "&lt;") && !strings.Contains(s, "<") {
			s = html.UnescapeString(s) // escaped once more than it should be
		}
		s, script = withoutMarkup(s)
		if strings.Contains(s, "&") {
			s = html.UnescapeString(s)
		}
	}
	return tidyLines(s), script
}

func withoutMarkup(s string) (string, bool) {
	var b strings.Builder
	script, skip := false, atom.Atom(0)
	t := html.NewTokenizer(strings.NewReader(s))
	for {
		switch t.Next() {
		case html.ErrorToken:
			return b.String(), script
		case html.TextToken:
			if skip == 0 {
				b.Write(t.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := t.TagName()
			switch tag := atom.Lookup(name); tag {
			case atom.Script, atom.Style, atom.Iframe, atom.Object, atom.Noscript, atom.Template, atom.Textarea, atom.Title:
				script = script || tag == atom.Script || tag == atom.Iframe || tag == atom.Object
				skip = tag
			case atom.Li:
				b.WriteString("\n• ")
			case atom.Td, atom.Th:
				b.WriteString(" ")
			case atom.Br, atom.Tr, atom.Div, atom.Ul, atom.Ol, atom.Table:
				b.WriteString("\n")
			case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote:
				b.WriteString("\n\n")
			case 0:
				if !isTag(name) && skip == 0 { // “<3” and “<Name>” are text
					b.Write(t.Raw())
				}
			}
		case html.EndTagToken:
			name, _ := t.TagName()
			tag := atom.Lookup(name)
			if tag == skip {
				skip = 0
			}
			if tag == atom.P || tag == atom.Div || tag == atom.Ul || tag == atom.Ol || tag == atom.Table || tag == atom.H1 ||
				tag == atom.H2 ||
				tag == atom.H3 || tag == atom.H4 {
				b.WriteString("\n")
			}
		}
	}
}

// isTag is whether a name that HTML does not know looks like one of its kind, as those
// of other programs do ("o:p", "custom-element").
func isTag(name []byte) bool { return strings.ContainsAny(string(name), ":-") }

// tidyLines takes spaces that nobody sees out of a text, and lines that are empty twice.
func tidyLines(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	var b strings.Builder
	space, lines := false, 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			lines++
		case r == '\r' || r == '\ufeff' || r == '\u200b' || r == utf8.RuneError:
		case unicode.IsSpace(r):
			space = true
		case unicode.IsControl(r), unicode.Is(bidiControls, r):
		default:
			if b.Len() > 0 {
				if lines > 0 {
					b.WriteString("\n\n"[:min(lines, 2)])
				} else if space {
					b.WriteByte(' ')
				}
			}
			space, lines = false, 0
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// bidiControls turn the order of letters, of those around as well.
var bidiControls = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x202a, Hi: 0x202e, Stride: 1}, {Lo: 0x2066, Hi: 0x2069, Stride: 1}}}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// cutRunes is a text of at most n characters, and whether it was longer.
func cutRunes(s string, n int) (string, bool) {
	if len(s) <= n {
		return s, false
	}
	i := 0
	for at := range s {
		if i == n {
			return strings.TrimSpace(s[:at]), true
		}
		i++
	}
	return s, false
}

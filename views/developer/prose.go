package developer

import "regexp"

// marked is code between backticks, or a link as [words](address).
var marked = regexp.MustCompile("`([^`]*)`|\\[([^\\]]*)\\]\\(([^)]*)\\)")

// prosePart is a piece of a text that is shown in one way.
type prosePart struct {
	words string
	code  bool
	href  string // of a link
}

func proseParts(s string) (out []prosePart) {
	at := 0
	for _, m := range marked.FindAllStringSubmatchIndex(s, -1) {
		out = append(out, prosePart{words: s[at:m[0]]})
		if m[2] >= 0 {
			out = append(out, prosePart{words: s[m[2]:m[3]], code: true})
		} else {
			out = append(out, prosePart{words: s[m[4]:m[5]], href: s[m[6]:m[7]]})
		}
		at = m[1]
	}
	return append(out, prosePart{words: s[at:]})
}

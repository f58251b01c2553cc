package static

import (
	"strconv"
	"strings"
)

// Encodings are how an answer may be compressed, the one that is to be
// preferred first where a reader has no preference.
var Encodings = []string{"zstd", "br", "gzip"}

// Encoding chooses one of the offered encodings by an Accept-Encoding header
// (RFC 9110, 12.5.3); the first of those with the highest weight. It is "" for none.
func Encoding(accept string, offered ...string) string {
	best, weight := "", 0.0
	for _, name := range offered {
		if q := weightOf(accept, name); q > weight {
			best, weight = name, q
		}
	}
	if best != "" && weight < weightOf(accept, "identity") && strings.Contains(strings.ToLower(accept), "identity") {
		return ""
	}
	return best
}

// weightOf is the weight that a header gives an encoding, by its name or by *.
func weightOf(accept, encoding string) float64 {
	rest := 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "x-gzip" {
			name = "gzip"
		}
		if name != encoding && name != "*" {
			continue
		}
		q := 1.0
		for param := range strings.SplitSeq(params, ";") {
			key, value, _ := strings.Cut(strings.TrimSpace(param), "=")
			if strings.EqualFold(strings.TrimSpace(key), "q") {
				n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
				if err != nil || n < 0 || n > 1 {
					n = 0
				}
				q = n
			}
		}
		if name == encoding {
			return q
		}
		rest = q
	}
	return rest
}

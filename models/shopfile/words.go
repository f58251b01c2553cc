package shopfile

import (
	_ "embed"
	"strings"
)

//go:embed words.txt
var wordsFile string

// What people write for a value.
var (
	availabilityWords = wordsFor[Availability]("availability")
	conditionWords    = wordsFor[Condition]("condition")
	statusWords       = wordsFor[Status]("status")
)

func wordsFor[T ~string](what string) map[string]T {
	all := map[string]T{}
	for line := range strings.Lines(wordsFile) {
		rest, ok := strings.CutPrefix(line, what+" ")
		if !ok {
			continue
		}
		value, list, _ := strings.Cut(strings.TrimSpace(rest), ": ")
		for word := range strings.SplitSeq(list, "|") {
			all[plainName(word)] = T(value)
		}
	}
	return all
}

// isKind is whether a value tells products from their variants; some have more words
// behind a comma.
func isKind(s string) bool {
	first, rest, more := strings.Cut(strings.ToLower(strings.TrimSpace(s)), ", ")
	switch first {
	case "simple", "variable", "variation", "grouped", "external", "subscription", "variable-subscription", "subscription_variation":
		return !more || strings.HasPrefix(rest, "virtual") || strings.HasPrefix(rest, "downloadable")
	case "configurable", "bundle", "virtual", "downloadable", "product", "variant", "media", "giftcard":
		return !more
	}
	return false
}

package models

import "regexp"

// wordPattern is replaced at the merge.
func wordPattern(word string) string { return `\m` + regexp.QuoteMeta(word) + `\M` }

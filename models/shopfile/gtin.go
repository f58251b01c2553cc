package shopfile

import "strings"

// cleanGTIN is a number without what spreadsheets and people write in and around it;
// false where it is no number of the length of one.
func cleanGTIN(s string) (string, bool) {
	s = strings.Trim(s, " \t\u00a0'\"`=")
	if whole, zeros, ok := strings.Cut(s, "."); ok && strings.Trim(zeros, "0") == "" {
		s = whole
	}
	s = strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(s)
	if s == "" || strings.Trim(s, "0") == "" || strings.EqualFold(s, "n/a") {
		return "", true
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return s, false
		}
	}
	switch n := len(s); {
	case n == 8, n == 12, n == 13, n == 14:
		return s, true
	case n > 8 && n < 12 || n == 7: // a spreadsheet took the zeros away
		for _, length := range []int{8, 12, 13} {
			if padded := strings.Repeat("0", max(0, length-n)) + s; len(padded) == length && checkedGTIN(padded) && length-n <= 3 {
				return padded, true
			}
		}
	}
	return s, false
}

// checkedGTIN is whether the last digit follows from those before it.
func checkedGTIN(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return sum%10 == 0
}

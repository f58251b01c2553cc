package money

import (
	"errors"
	"math"
	"strings"
	"unicode"

	"photogram/models"
)

// Reading is what is known of amounts before they are read.
type Reading struct {
	// Currency is meant where none is written.
	Currency string
	// Decimal is the sign that parts the cents in the values around ('.' or ','), and
	// 0 where they do not tell.
	Decimal rune
	// Negative amounts are taken, which are no prices.
	Negative bool
	// Round takes more digits than the currency has, and rounds half up.
	Round bool
}

// ErrNone is a place where no amount is written: nothing, or a dash.
var ErrNone = errors.New("no amount")

// Parse reads an amount as people, shops and spreadsheets write it. What has two
// meanings is read by the sign that the values around it have.
func Parse(s string, o Reading) (Amount, error) {
	if len(s) > 64 {
		return Amount{}, models.Invalidf("amount", "money.error.amount-at-most-64-characters")
	}
	number, sign, negative, err := pieces(s)
	if err != nil {
		return Amount{}, err
	}
	currency := strings.ToUpper(o.Currency)
	if sign != "" {
		found, ok := currencyOf(sign, currency)
		if !ok {
			return Amount{}, models.Invalidf("amount", "money.error.not-amount", "s", strings.TrimSpace(s))
		}
		currency = found
	}
	if !Known(currency) {
		return Amount{}, models.Invalidf("currency", "money.error.no-currency", "s", strings.TrimSpace(s))
	}
	minor, err := digitsIn(s, number, currency, o)
	if err != nil {
		return Amount{}, err
	}
	if negative {
		minor = -minor
	}
	if minor < 0 && !o.Negative {
		return Amount{}, models.Invalidf("amount", "money.error.below-zero", "s", strings.TrimSpace(s))
	}
	return Amount{minor, currency}, nil
}

// DecimalOf is the sign that parts the cents of a value that has one meaning only, or 0.
func DecimalOf(s string) rune {
	if len(s) > 64 {
		return 0
	}
	number, _, _, err := pieces(s)
	if err != nil {
		return 0
	}
	sign, sure := decimal(number, 0, 2)
	if !sure {
		return 0
	}
	return sign
}

// pieces are the number of an amount with the signs in it, what stands around it, and
// whether it is below zero.
func pieces(s string) (number, sign string, negative bool, err error) {
	var digits, around strings.Builder
	ended, trailing := false, false
	var before rune
	for _, r := range strings.Trim(s, " \t\r\n\u00a0'\"") {
		r = plainRune(r)
		switch {
		case r >= '0' && r <= '9':
			if ended {
				return "", "", false, models.Invalidf("amount", "money.error.more-than-one-amount", "s", strings.TrimSpace(s))
			}
			digits.WriteRune(r)
		case strings.ContainsRune(".,' ", r) && digits.Len() > 0 && !ended,
			strings.ContainsRune(".,", r) && !unicode.IsLetter(before) && !ended: // $.99 has one, and Rs.99 has none
			digits.WriteRune(r)
		case r == '-', r == '(' && digits.Len() == 0: // 12.90- is below zero, and 12,- has no cents
			if digits.Len() > 0 {
				trailing = !ended && !strings.HasSuffix(digits.String(), ".") && !strings.HasSuffix(digits.String(), ",")
				ended = true
			} else if !negative {
				negative = true
			}
		case r == '+' && digits.Len() == 0, r == ')' && negative, r == ' ':
		case r == ':' && digits.Len() > 0: // 99:-
			ended = true
		default:
			ended = ended || digits.Len() > 0
			around.WriteRune(r)
		}
		before = r
	}
	number = strings.TrimRight(digits.String(), " .,'")
	sign = strings.TrimSpace(around.String())
	if number == "" && (sign == "" || sign == "/") {
		return "", "", false, ErrNone
	}
	if number == "" {
		return "", "", false, models.Invalidf("amount", "money.error.not-amount", "s", strings.TrimSpace(s))
	}
	return number, sign, negative || trailing, nil
}

// plainRune gives spaces, dashes, apostrophes and digits of other scripts their plain form.
func plainRune(r rune) rune {
	switch {
	case r < 0x80:
		if r == '\t' || r == '\n' || r == '\r' {
			return ' '
		}
		return r
	case r == '’' || r == '‘' || r == '′' || r == '´' || r == '٬':
		return '\''
	case r == '−' || r == '–' || r == '—' || r == '‐' || r == '‑':
		return '-'
	case r == '٫':
		return ','
	case unicode.IsSpace(r) || r == '\u200e' || r == '\u200f' || r == '\ufeff':
		return ' '
	case r == '￥':
		return '¥'
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r == '．':
		return '.'
	case r == '，':
		return ','
	}
	return r
}

// decimal is the sign that parts the cents of a number, or 0 where it has none; and
// whether the number leaves no doubt. Known is what the numbers around it have.
func decimal(number string, known rune, digits int) (rune, bool) {
	last := strings.LastIndexAny(number, ".,")
	if last < 0 {
		return 0, false
	}
	sign := rune(number[last])
	other := '.'
	if sign == '.' {
		other = ','
	}
	after := len(number) - last - 1
	if strings.ContainsRune(number[:last], sign) { // 1.234.567
		return 0, false
	}
	if strings.ContainsRune(number[:last], other) || strings.ContainsAny(number[:last], "' ") { // 1.234,50
		return sign, true
	}
	if after != 3 || last > 3 || last == 0 || number[0] == '0' {
		return sign, true
	}
	switch {
	case known == sign:
		return sign, false
	case known != 0:
		return 0, false
	case digits == 3 && sign == '.':
		return sign, false
	}
	return 0, false
}

// digitsIn is a number in minor units.
func digitsIn(written, number, currency string, o Reading) (int64, error) {
	bad := models.Invalidf("amount", "money.error.not-amount-2", "written", strings.TrimSpace(written))
	digits := Digits(currency)
	sign, _ := decimal(number, o.Decimal, digits)
	whole, part := number, ""
	if sign != 0 {
		i := strings.LastIndexByte(number, byte(sign))
		whole, part = number[:i], number[i+1:]
	}
	whole, ok := grouped(whole)
	if !ok || strings.Trim(part, "0123456789") != "" {
		return 0, bad
	}
	part = strings.TrimRight(part, "0")
	up := false
	if len(part) > digits {
		if !o.Round {
			return 0, models.Invalidf("amount", "money.error.more-digits-than", "written", strings.TrimSpace(written), "currency",
				currency, "digits", digits)
		}
		up, part = part[digits] >= '5', part[:digits]
	}
	var n int64
	for _, d := range whole + part + strings.Repeat("0", digits-len(part)) {
		if n > (math.MaxInt64-int64(d-'0'))/10 {
			return 0, ErrOverflow
		}
		n = n*10 + int64(d-'0')
	}
	if up {
		if n == math.MaxInt64 {
			return 0, ErrOverflow
		}
		n++
	}
	return n, nil
}

// grouped is a whole number without the signs between its groups: three digits each,
// or two where the last has three, as in India.
func grouped(s string) (string, bool) {
	groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(".,' ", r) })
	if len(groups) == 0 {
		return "", s == ""
	}
	for i, g := range groups[1:] {
		if len(g) != 3 && (len(g) != 2 || i == len(groups)-2) {
			return "", false
		}
	}
	if len(groups) > 1 && len(groups[0]) > 3 {
		return "", false
	}
	return strings.Join(groups, ""), true
}

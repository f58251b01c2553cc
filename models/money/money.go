// Package money holds amounts of money as whole minor units with their currency, reads
// what people and programs write for them, and calculates without losing a cent.
package money

import (
	"encoding/json"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/text"
)

// Amount is money: 1290 and EUR are 12.90 euros, 1200 and JPY are 1,200 yen.
type Amount struct {
	Minor    int64  `json:"amount"`
	Currency string `json:"currency"`
}

// ErrOverflow is a sum that no amount can hold.
var ErrOverflow = models.Invalidf("amount", "money.error.amount-too-large")

// String is the amount as feeds have it: 9.99 EUR.
func (a Amount) String() string { return a.Number() + " " + a.Currency }

// Number is the amount without its currency: a dot, and no sign for thousands.
func (a Amount) Number() string {
	digits := Digits(a.Currency)
	sign, whole, part := a.split(digits)
	if digits == 0 {
		return sign + strconv.FormatUint(whole, 10)
	}
	return sign + strconv.FormatUint(whole, 10) + "." + part
}

func (a Amount) split(digits int) (sign string, whole uint64, part string) {
	n := uint64(a.Minor)
	if a.Minor < 0 {
		sign, n = "-", -n
	}
	unit := uint64(math.Pow10(digits))
	part = strconv.FormatUint(n%unit, 10)
	return sign, n / unit, strings.Repeat("0", max(0, digits-len(part))) + part
}

// For is the amount as a person reads it, such as €1,234.50 or CHF 12.00.
func (a Amount) For(r text.Reader) string {
	digits := Digits(a.Currency)
	sign, whole, part := a.split(digits)
	number := r.Number(int64(whole))
	if digits > 0 {
		number += strings.Trim(r.Decimal(0.5, 1), "05") + part
	}
	if symbol, ok := symbolOf[a.Currency]; ok {
		return sign + symbol + number
	}
	return sign + a.Currency + " " + number
}

// Shown is the amount as programs give it to people.
func (a Amount) Shown() string { return a.For(text.English) }

// MarshalJSON gives programs the minor units, the currency and what people read.
func (a Amount) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Amount    int64  `json:"amount"`
		Currency  string `json:"currency"`
		Formatted string `json:"formatted"`
	}{a.Minor, a.Currency, a.For(text.English)})
}

// Plus is the sum of two amounts in one currency.
func (a Amount) Plus(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, models.Invalidf("currency", "money.error.cannot-added", "currency", a.Currency, "currency2", b.Currency)
	}
	sum := a.Minor + b.Minor
	if (b.Minor > 0 && sum < a.Minor) || (b.Minor < 0 && sum > a.Minor) {
		return Amount{}, ErrOverflow
	}
	return Amount{sum, a.Currency}, nil
}

// Minus is what is left of an amount.
func (a Amount) Minus(b Amount) (Amount, error) {
	if b.Minor == math.MinInt64 {
		return Amount{}, ErrOverflow
	}
	return a.Plus(Amount{-b.Minor, b.Currency})
}

// Times is the price of several.
func (a Amount) Times(quantity int64) (Amount, error) {
	minor, ok := fraction(a.Minor, quantity, 1)
	if !ok {
		return Amount{}, ErrOverflow
	}
	return Amount{minor, a.Currency}, nil
}

// Rate is a percentage in thousandths of a percent: 19 % are 19,000.
type Rate int64

// Percent is the rate of a whole percentage.
func Percent(n int64) Rate { return Rate(n * 1000) }

const whole = 100 * 1000 // a rate of one hundred percent

// MaxRate is the highest rate that anything here takes.
const MaxRate = Rate(10 * whole)

// Share is a percentage of the amount, rounded half up (away from zero).
func (a Amount) Share(r Rate) (Amount, error) { return a.part(r, int64(r), whole) }

// Net is a gross amount without the tax that is in it, rounded half up.
func (a Amount) Net(r Rate) (Amount, error) { return a.part(r, whole, whole+int64(r)) }

// Gross is a net amount with tax, rounded half up.
func (a Amount) Gross(r Rate) (Amount, error) { return a.part(r, whole+int64(r), whole) }

// TaxIn is the tax that is in a gross amount: gross − round(gross / (1 + r)).
func (a Amount) TaxIn(r Rate) (Amount, error) {
	net, err := a.Net(r)
	if err != nil {
		return Amount{}, err
	}
	return a.Minus(net)
}

func (a Amount) part(r Rate, times, by int64) (Amount, error) {
	if r < 0 || r > MaxRate {
		return Amount{}, models.Invalidf("rate", "money.error.rate-between-0-percent", "maxRate", MaxRate/1000)
	}
	minor, ok := fraction(a.Minor, times, by)
	if !ok {
		return Amount{}, ErrOverflow
	}
	return Amount{minor, a.Currency}, nil
}

// fraction is n × times / by, rounded half away from zero; false where it does not fit.
func fraction(n, times, by int64) (int64, bool) {
	negative := (n < 0) != (times < 0)
	high, low := bits.Mul64(magnitude(n), magnitude(times))
	low, carry := bits.Add64(low, uint64(by)/2, 0)
	high += carry
	if high >= uint64(by) {
		return 0, false
	}
	q, _ := bits.Div64(high, low, uint64(by))
	if q > math.MaxInt64 {
		return 0, false
	}
	if negative {
		return -int64(q), true
	}
	return int64(q), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

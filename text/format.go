package text

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/number"
)

// Number is 1,204.
func (r Reader) Number(n int64) string { return r.lang().numbers.Sprint(number.Decimal(n)) }

// Decimal is a number with at most so many digits after the point, such as 1.5.
func (r Reader) Decimal(f float64, digits int) string {
	return r.lang().numbers.Sprint(number.Decimal(f, number.MaxFractionDigits(digits)))
}

// Percent writes 0.123 as 12.3%.
func (r Reader) Percent(f float64) string {
	return r.lang().numbers.Sprint(number.Percent(f, number.MaxFractionDigits(1)))
}

// Count is a number short enough for a line of figures: 987, 1,204, 12.3K, 4.1M. It
// never says more than there is.
func (r Reader) Count(n int64) string {
	switch {
	case n >= 10_000_000:
		return r.T("format.millions", "n", r.Number(n/1_000_000))
	case n >= 1_000_000:
		return r.T("format.millions", "n", r.Decimal(float64(n/100_000)/10, 1))
	case n >= 100_000:
		return r.T("format.thousands", "n", r.Number(n/1000))
	case n >= 10_000:
		return r.T("format.thousands", "n", r.Decimal(float64(n/100)/10, 1))
	}
	return r.Number(n)
}

// Size is a number of bytes, such as 31 MB or 1.5 GB.
func (r Reader) Size(n int64) string {
	unit, id := int64(1_000_000), "format.megabytes"
	if n >= 1_000_000_000 {
		unit, id = 1_000_000_000, "format.gigabytes"
	}
	if tenths := n * 10 / unit; tenths < 1000 {
		return r.T(id, "n", r.Decimal(float64(tenths)/10, 1))
	}
	return r.T(id, "n", r.Number(n/unit))
}

// List is words as a sentence has them: "a, b and c".
func (r Reader) List(words []string) string {
	n := len(words)
	if n == 0 {
		return ""
	}
	out := words[0]
	for i := 1; i < n; i++ {
		id := "format.list"
		if i == n-1 {
			id = "format.list-end"
		}
		out = r.T(id, "before", out, "word", words[i])
	}
	return out
}

// Day is 2 January 2006, where the reader is.
func (r Reader) Day(t time.Time) string { return t.In(r.zone).Format(r.T("format.day")) }

// ShortDay is 2 Jan.
func (r Reader) ShortDay(t time.Time) string { return t.In(r.zone).Format(r.T("format.short-day")) }

// Month is January 2006.
func (r Reader) Month(t time.Time) string { return t.In(r.zone).Format(r.T("format.month")) }

// ShortMonth is Jan 2006.
func (r Reader) ShortMonth(t time.Time) string { return t.In(r.zone).Format(r.T("format.short-month")) }

// Weekday is Monday.
func (r Reader) Weekday(t time.Time) string { return t.In(r.zone).Format(r.T("format.weekday")) }

// ShortWeekday is Mon.
func (r Reader) ShortWeekday(t time.Time) string {
	return t.In(r.zone).Format(r.T("format.short-weekday"))
}

// LanguageName is what a language is called by its tag: Portuguese for pt. What is no
// tag stays as it is.
func (r Reader) LanguageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Tags(r.lang().tag).Name(t); name != "" {
		return name
	}
	return tag
}

// Moment is 2 January 2006, 15:04, with the zone's short name.
func (r Reader) Moment(t time.Time) string { return t.In(r.zone).Format(r.T("format.moment")) }

// Clock is 15:04.
func (r Reader) Clock(t time.Time) string { return t.In(r.zone).Format(r.T("format.clock")) }

// Days is a range of days, both included: 3–9 March 2026, 28 February – 3 March 2026.
func (r Reader) Days(first, last time.Time) string {
	first, last = first.In(r.zone), last.In(r.zone)
	same := func(layout string) bool { return first.Format(layout) == last.Format(layout) }
	switch {
	case same("2006-01-02"):
		return r.Day(first)
	case same("2006-01"):
		return r.T("format.days", "first", first.Day(), "last", r.Day(last))
	case same("2006"):
		return r.T("format.days-apart", "first", first.Format(r.T("format.day-month")), "last", r.Day(last))
	}
	return r.T("format.days-apart", "first", r.Day(first), "last", r.Day(last))
}

// Ago is a short age, and a date for what is over a week old.
func (r Reader) Ago(now, t time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return r.T("format.now")
	case d < time.Hour:
		return r.T("format.minutes-ago", "count", int(d/time.Minute))
	case d < 24*time.Hour:
		return r.T("format.hours-ago", "count", int(d/time.Hour))
	case d < 7*24*time.Hour:
		return r.T("format.days-ago", "count", int(d/(24*time.Hour)))
	case now.In(r.zone).Year() == t.In(r.zone).Year():
		return r.ShortDay(t)
	}
	return t.In(r.zone).Format(r.T("format.short-day-year"))
}

// Length is a length of time in words: 5 seconds, 2 minutes 30 seconds, 3 hours 5 minutes.
func (r Reader) Length(d time.Duration) string {
	s := int(max(1, d.Round(time.Second).Seconds()))
	units := []struct {
		id      string
		seconds int
	}{{"format.hours", 3600}, {"format.minutes", 60}, {"format.seconds", 1}}
	for i, u := range units {
		if s < u.seconds {
			continue
		}
		out := r.T(u.id, "n", s/u.seconds)
		if i+1 < len(units) {
			if rest := s % u.seconds / units[i+1].seconds; rest > 0 {
				out += " " + r.T(units[i+1].id, "n", rest)
			}
		}
		return out
	}
	return ""
}

// Played is a length as players have it, such as 1:05.
func Played(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

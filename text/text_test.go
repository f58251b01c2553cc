package text_test

import (
	"strings"
	"testing"
	"time"

	"photogram/text"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	r, at := text.For("de-CH, en;q=0.5", "Asia/Kolkata"), time.Date(2026, 3, 8, 20, 30, 0, 0, time.UTC)
	for _, row := range []struct{ got, want string }{
		{r.Language(), "en"}, // until there is a German catalogue
		{r.Number(0), "0"}, {r.Number(1204), "1,204"}, {r.Number(-1234567), "-1,234,567"},
		{r.Count(987), "987"}, {r.Count(9_999), "9,999"}, {r.Count(10_000), "10K"}, {r.Count(12_399), "12.3K"},
		{r.Count(99_999), "99.9K"}, {r.Count(999_999), "999K"}, {r.Count(4_199_999), "4.1M"}, {r.Count(999_999_999), "999M"},
		{r.Percent(0.1234), "12.3%"}, {r.Percent(1), "100%"}, {r.Decimal(2.25, 1), "2.2"},
		{r.Size(31_500_000), "31.5 MB"}, {r.Size(30_000_000), "30 MB"}, {r.Size(1_000_000), "1 MB"}, {r.Size(1_000_000_000), "1 GB"},
		{r.Size(1_500_000_000), "1.5 GB"}, {r.Size(999_999), "0.9 MB"},
		{r.List(nil), ""}, {r.List([]string{"a"}), "a"}, {r.List([]string{"a", "b"}), "a and b"},
		{r.List([]string{"a", "b", "c"}), "a, b and c"}, {r.List([]string{"<b>", "&"}), "<b> and &"},
		{r.Day(at), "9 March 2026"}, {r.ShortDay(at), "9 Mar"}, {r.Month(at), "March 2026"}, {r.ShortMonth(at), "Mar 2026"},
		{r.Weekday(at), "Monday"},
		{r.ShortWeekday(at), "Mon"}, {r.In(time.UTC).Day(at), "8 March 2026"}, {r.LanguageName("pt"), "Portuguese"},
		{r.LanguageName("no language"), "no language"}, {r.Clock(at), "02:00"},
		{r.Moment(at), "9 March 2026, 02:00 IST"}, {text.English.Moment(at), "8 March 2026, 20:30 UTC"},
		{r.Days(at, at), "9 March 2026"}, {r.Days(at, at.AddDate(0, 0, 6)), "9–15 March 2026"},
		{r.Days(at, at.AddDate(0, 1, 0)), "9 March – 9 April 2026"}, {r.Days(at, at.AddDate(1, 0, 0)), "9 March 2026 – 9 March 2027"},
		{r.Ago(at, at.Add(-30*time.Second)), "now"}, {r.Ago(at, at.Add(-30*time.Minute)), "30 min"},
		{r.Ago(at, at.AddDate(0, 0, -3)), "3 d"}, {r.Ago(at, at.AddDate(0, 0, -20)), "17 Feb"},
		{r.Ago(at, at.AddDate(-1, 0, 0)), "9 Mar 2025"},
		{r.Length(0), "1 second"}, {r.Length(61 * time.Second), "1 minute 1 second"}, {r.Length(2 * time.Hour), "2 hours"},
		{r.Length(3*time.Hour + 5*time.Minute + 7*time.Second), "3 hours 5 minutes"}, {text.Played(65 * time.Second), "1:05"},
	} {
		if row.got != row.want {
			t.Errorf("%q, want %q", row.got, row.want)
		}
	}
}

func TestReaders(t *testing.T) {
	t.Parallel()
	if got := text.Of(t.Context()).Zone(); got != time.UTC {
		t.Errorf("nobody's zone is %v", got)
	}
	for _, languages := range []string{"", "*", "tlh, xx;q=0.1", "en-GB,en;q=0.9", "\x00;;q=9"} {
		if got := text.For(languages, "Mars/Olympus").T("format.hours", "n", 1200); got != "1,200 hours" {
			t.Errorf("%q: %q", languages, got)
		}
	}
	ctx := text.With(t.Context(), text.For("en", "Africa/Lagos"))
	if got := text.Of(ctx).Clock(time.Unix(0, 0)); got != "01:00" {
		t.Errorf("%q", got)
	}
	if got := text.T(ctx, "format.minutes", "n", 2); got != "2 minutes" {
		t.Errorf("%q", got)
	}
}

// Every message is there for every number, whether it has a form of its own for it or not.
func TestEveryNumberHasItsForm(t *testing.T) {
	t.Parallel()
	for id, forms := range messages(t, "*.en.toml") {
		for _, n := range []int{0, 1, 2} {
			if strings.Contains(strings.Join(forms, " "), "{{.n}}") {
				if got := text.T(t.Context(), id, "n", n); got == id {
					t.Errorf("%s has no words for %d", id, n)
				}
			}
		}
	}
}

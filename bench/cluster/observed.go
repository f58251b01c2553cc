package main

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Classes of answers. An answer that a key is still being carried out is busy;
// broken is a connection that ended, or a balancer that got no answer.
const (
	good    = "good"
	busy    = "409"
	limited = "429"
	away    = "503"
	full    = "507"
	refused = "4xx"
	fault   = "5xx"
	broken  = "broken"
)

func classOf(status int) string {
	switch {
	case status < http.StatusBadRequest:
		return good
	case status == http.StatusConflict:
		return busy
	case status == http.StatusTooManyRequests:
		return limited
	case status == http.StatusServiceUnavailable:
		return away
	case status == http.StatusInsufficientStorage:
		return full
	case status < http.StatusInternalServerError:
		return refused
	}
	return fault
}

// sample is one request as its sender saw it.
type sample struct {
	kind, class  string
	path, words  string
	status       int
	began, ended time.Time
}

// observed is all that people saw.
type observed struct {
	mu  sync.Mutex
	all []sample
}

func (o *observed) add(s sample) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, s)
}

var id = regexp.MustCompile(`[0-9]{6,}(_[0-9]+)?|[0-9a-f]{16,}[^/]*`)

// shape is a path without what makes it one of many.
func shape(path string) string { return id.ReplaceAllString(path, "…") }

// outcome is what was seen in the time of one fault.
type outcome struct {
	name                string
	begun, ended, well  time.Time
	skipped             string
	unwell              error
	count               map[string]int
	total, goodMeantime int
	meantime            int
	longest             sample
	first, firstWrite   time.Duration // after the end, until a good answer
	notes               []string
}

// sum looks at all requests that a fault and its end could have touched.
func (o *observed) sum(out *outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	out.count, out.total, out.meantime, out.goodMeantime, out.longest = map[string]int{}, 0, 0, 0, sample{}
	out.first, out.firstWrite = -1, -1
	for _, s := range o.all {
		if out.skipped != "" || s.ended.Before(out.begun) || s.began.After(out.well) {
			continue
		}
		out.total++
		out.count[s.class]++
		if s.began.Before(out.ended) {
			out.meantime++
			if s.class == good {
				out.goodMeantime++
			}
		}
		if s.ended.Sub(s.began) > out.longest.ended.Sub(out.longest.began) {
			out.longest = s
		}
		if s.class != good || s.began.Before(out.ended) {
			continue
		}
		after := s.ended.Sub(out.ended)
		if out.first < 0 || after < out.first {
			out.first = after
		}
		if s.kind != "feed" && s.kind != "page" && s.kind != "picture" && (out.firstWrite < 0 || after < out.firstWrite) {
			out.firstWrite = after
		}
	}
}

func seconds(d time.Duration) string {
	if d < 0 {
		return "none"
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// report prints the table, then what should not be among the answers.
func (o *observed) report(rows []*outcome) {
	fmt.Printf("\n%-34s %6s %6s %5s %5s %5s %5s %5s %5s %6s %6s %8s %7s %7s %8s\n", "what was broken", "asked", "good", busy,
		limited, away, full,
		refused, fault, broken, "good", "longest", "first", "first", "all is")
	fmt.Printf("%-34s %6s %6s %5s %5s %5s %5s %5s %5s %6s %6s %8s %7s %7s %8s\n", "", "", "", "", "", "", "", "", "", "", "then",
		"wait", "good", "write", "well")
	for _, r := range rows {
		if r.skipped != "" {
			fmt.Printf("%-34s %s\n", r.name, r.skipped)
			continue
		}
		well := seconds(r.well.Sub(r.ended))
		if r.unwell != nil {
			well = "NEVER"
		}
		share := 100 * r.goodMeantime / max(r.meantime, 1)
		fmt.Printf("%-34s %6d %6d %5d %5d %5d %5d %5d %5d %6d %5d%% %8s %7s %7s %8s\n", r.name, r.total, r.count[good],
			r.count[busy], r.count[limited],
			r.count[away], r.count[full], r.count[refused], r.count[fault], r.count[broken], share,
			seconds(r.longest.ended.Sub(r.longest.began)), seconds(r.first), seconds(r.firstWrite), well)
	}
	fmt.Println(`"good then" is the share of good answers while it was broken; the last three columns count from the moment it was no more.
409 is a key whose first call is still under way; broken is a connection that ended, or a balancer that got no answer.`)
	for _, r := range rows {
		for _, n := range r.notes {
			fmt.Printf("%s: %s\n", r.name, n)
		}
		if r.unwell != nil {
			fmt.Printf("%s: does not recover by itself: %v\n", r.name, r.unwell)
		}
	}
	o.unexpected(rows)
}

// unexpected lists answers that nobody should get, whatever is broken.
func (o *observed) unexpected(rows []*outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	type line struct{ what, path, words string }
	seen, first := map[line]int{}, map[line]time.Time{}
	slow := map[line]int{}
	for _, s := range o.all {
		when := "in between"
		for _, r := range rows {
			if !s.ended.Before(r.begun) && s.began.Before(r.well) {
				when = r.name
			}
		}
		bad := s.class == fault || s.class == refused || s.class == away && strings.HasPrefix(s.words, "WITHOUT")
		if l := (line{when, fmt.Sprintf("%d %s", s.status, s.path), s.words}); bad {
			if seen[l]++; seen[l] == 1 {
				first[l] = s.began
			}
		}
		if s.ended.Sub(s.began) > 12*time.Second {
			slow[line{when, s.path, s.class}]++
		}
	}
	lines := make([]line, 0, len(seen))
	for l := range seen {
		lines = append(lines, l)
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Compare(first[a].UnixNano(), first[b].UnixNano()) })
	for _, l := range lines {
		fmt.Printf("unexpected, %d times: %s: %s: %s (first at %s)\n", seen[l], l.what, l.path, l.words, first[l].Format("15:04:05.0"))
	}
	for l, n := range slow {
		fmt.Printf("more than 12 s, %d times: %s: %s: %s\n", n, l.what, l.path, l.words)
	}
}

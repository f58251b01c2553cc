package insight

import (
	"cmp"
	"math"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/tally"
)

// bestOf compares hours and days by the posts that were shared in them: a post's
// rate is its interactions for each view. A slot's mean is drawn to the
// account's by how little its posts tell (empirical Bayes, with the variances
// between slots and within them by the method of moments).
func bestOf(tops tally.Tops, shared map[models.ID]time.Time, zone *time.Location) Best {
	var rates []float64
	var at []time.Time
	for _, p := range tops {
		if when, ok := shared[p.Post]; ok && p.Views > 0 && p.Kind != tally.Story {
			rates = append(rates, float64(max(p.Interactions, 0))/float64(p.Views))
			at = append(at, when.In(zone))
		}
	}
	best := Best{Posts: len(rates), Denominator: "views"}
	if len(rates) < MinPosts {
		return best
	}
	best.Mean = mean(rates)
	best.Hours = slots(rates, at, best.Mean, func(t time.Time) int { return t.Hour() })
	best.Days = slots(rates, at, best.Mean, func(t time.Time) int { return (int(t.Weekday()) + 6) % 7 })
	return best
}

func mean(list []float64) (m float64) {
	for _, x := range list {
		m += x / float64(len(list))
	}
	return m
}

func slots(rates []float64, at []time.Time, overall float64, slot func(time.Time) int) (out []Slot) {
	groups := map[int][]float64{}
	for i, r := range rates {
		groups[slot(at[i])] = append(groups[slot(at[i])], r)
	}
	var within, between, squares float64
	for _, g := range groups {
		m := mean(g)
		for _, x := range g {
			within += (x - m) * (x - m)
		}
		between += float64(len(g)) * (m - overall) * (m - overall)
		squares += float64(len(g)*len(g)) / float64(len(rates))
	}
	n, k := float64(len(rates)), float64(len(groups))
	switch {
	case n > k:
		within /= n - k
	default: // one post in each slot: all variance there is
		within = between / max(n-1, 1)
	}
	between = max((between-(k-1)*within)/max(n-squares, 1), 0)
	for i, g := range groups {
		size := float64(len(g))
		weight, spread := 0.0, math.Sqrt(within/n)
		if between > 0 && within > 0 {
			weight = size * between / (size*between + within)
			spread = math.Sqrt(between * within / (size*between + within))
		} else if between > 0 {
			weight, spread = 1, 0
		}
		rate := overall + weight*(mean(g)-overall)
		out = append(out, Slot{Index: i, Posts: len(g), Rate: rate, Low: max(rate-1.96*spread, 0), High: rate + 1.96*spread})
	}
	slices.SortFunc(out, func(a, b Slot) int { return cmp.Or(cmp.Compare(b.Rate, a.Rate), cmp.Compare(a.Index, b.Index)) })
	return out
}

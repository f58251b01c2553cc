package insight

import (
	"cmp"
	"math"
	"slices"

	"photogram/models/tally"
)

// figures are the totals of one range, not yet beside those of another.
type figures struct {
	counts tally.Counts
	reach  *tally.Sketch
	acted  *tally.Sketch
}

func (d *data) figures(r Range) figures {
	return figures{d.sum(r), d.reach(r, viewed), d.reach(r, engaged)}
}

// numbers are the totals in the order of Totals.
func (f figures) numbers() []int64 {
	c := f.counts
	return []int64{c.Sum(tally.Views), f.reach.Count(), f.acted.Count(), c.Interactions(), c.Sum(tally.Likes), c.Sum(tally.Comments),
		c.Sum(tally.Saves), c.Sum(tally.Shares), c.Sum(tally.Replies), c.Sum(tally.ProfileVisits), c.Sum(tally.LinkTaps),
		c.Sum(tally.Follows), c.Sum(tally.Unfollows), c.Sum(tally.Plays), c.Sum(tally.WatchTime), c.Sum(tally.Skips),
		c.Sum(tally.ProductViews), c.Sum(tally.ProductTaps), c.Sum(tally.Orders), c.Sum(tally.Revenue)}
}

func (t *Totals) numbers() []*Number {
	return []*Number{&t.Views, &t.Reach, &t.Engaged, &t.Interactions, &t.Likes, &t.Comments, &t.Saves, &t.Shares, &t.Replies,
		&t.ProfileVisits, &t.LinkTaps, &t.Gained, &t.Lost, &t.Plays, &t.WatchTime, &t.Skips,
		&t.ProductViews, &t.ProductTaps, &t.Orders, &t.Revenue}
}

// totals are the numbers of a range beside those of the one before it.
func (d *data) totals(r Range, now, before figures) (t Totals) {
	known, knownBefore := !r.To.Before(d.sinceDay()), !r.Previous().From.Before(d.sinceDay())
	was := before.numbers()
	t.Currency = d.currency
	for i, n := range now.numbers() {
		*t.numbers()[i] = Number{Value: n, Known: known}
		if knownBefore {
			t.numbers()[i].Before, t.numbers()[i].KnownBefore = was[i], true
		}
	}
	return t
}

// points are the numbers of each day, or of each month, of a range.
func (d *data) points(r Range, months bool) (out []Point) {
	if d.drawn != nil {
		return d.drawn.points(r, months)
	}
	for from := r.From; !from.After(r.To); {
		to := from
		if months {
			if to = tally.MonthOf(from).AddDate(0, 1, -1); to.After(r.To) {
				to = r.To
			}
		}
		part := Range{from, to}
		p := Point{From: from, To: to, Known: !to.Before(d.sinceDay())}
		if p.Known {
			n := d.figures(part).numbers()
			p.Views, p.Reach, p.Interactions, p.Likes, p.Comments = n[0], n[1], n[3], n[4], n[5]
			p.Saves, p.Shares, p.Replies, p.ProfileVisits, p.LinkTaps = n[6], n[7], n[8], n[9], n[10]
			p.Gained, p.Lost = n[11], n[12]
		}
		out = append(out, p)
		from = to.AddDate(0, 0, 1)
	}
	return out
}

// split takes views apart by a name of their key, the largest first.
func split(c tally.Counts, m tally.Metric, name func(tally.Key) string) (out []Share) {
	sums := map[string]int64{}
	for k, n := range c {
		if k.Metric == m {
			sums[name(k)] += n
		}
	}
	for name, n := range sums {
		if n != 0 && name != "" {
			out = append(out, Share{name, n})
		}
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Name, b.Name)) })
	return out
}

func bySource(k tally.Key) string   { return k.Source.String() }
func byFollower(k tally.Key) string { return k.Follower.String() }
func byKind(k tally.Key) string     { return k.Kind.String() }
func byLanguage(k tally.Key) string { return tally.LanguageName(k.Detail) }

// wilson is a rate with the interval of Wilson (1927), which holds for few and for rare as well.
func wilson(of, among int64, denominator string) Rate {
	r := Rate{Of: of, Among: among, Denominator: denominator}
	if among <= 0 {
		return r
	}
	const z = 1.96
	n := float64(among)
	p := min(max(float64(of), 0)/n, 1)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	r.Value, r.Low, r.High = p, max(middle-half, 0), min(middle+half, 1)
	return r
}

package insight

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/tally"
	"photogram/text"
)

// owner is whose numbers are read, and how far they are known.
type owner struct {
	ID        models.ID
	zone      *time.Location
	Zone      string
	since     time.Time // counting began
	merged    Day       // months before have rows
	today     Day
	followers int64
	currency  string // of its shop
	now       time.Time
}

// Known says how far numbers of the account can be trusted.
func (a *owner) known() Known {
	return Known{CountedSince: a.since, UpdatedAt: a.now.Add(-tally.Delay)}
}

func (a *owner) sinceDay() Day { return tally.DayOf(a.since, a.zone) }

// day is the day of a time for the account.
func (a *owner) day(t time.Time) Day { return tally.DayOf(t, a.zone) }

func accountOf(ctx context.Context, s *models.Store, id models.ID) (*owner, error) {
	a := &owner{ID: id, now: s.Now()}
	err := s.Pool().QueryRow(ctx, `SELECT u.time_zone, u.followers_count, coalesce(a.since, greatest(u.created_at, s.counting_since)),
		coalesce(a.merged, '2000-01-01'::date), coalesce((SELECT currency FROM shops p WHERE p.user_id = u.id), '')
		FROM users u CROSS JOIN site s LEFT JOIN insight_accounts a ON a.user_id = u.id
		WHERE u.id = $1`, id).Scan(&a.Zone, &a.followers, &a.since, &a.merged, &a.currency)
	if models.IsNoRows(err) {
		return nil, models.ErrNoUser
	}
	if err != nil {
		return nil, fmt.Errorf("read whose insights: %w", err)
	}
	a.zone = text.Zone(a.Zone)
	a.Zone = a.zone.String()
	a.today = a.day(a.now)
	return a, nil
}

// check makes a range of days whole, or says what is wrong with it.
func (a *owner) check(r Range) (Range, error) {
	if r.To.IsZero() {
		r.To = a.today
	}
	if r.From.IsZero() {
		r.From = r.To.AddDate(0, 0, -27)
	}
	r.From, r.To = tally.DayOf(r.From, time.UTC), tally.DayOf(r.To, time.UTC)
	switch {
	case r.To.Before(r.From):
		return r, models.Invalidf("until", "insight.wrong.range-ends-before-begins")
	case r.Days() > MaxDays:
		return r, models.Invalidf("since", "insight.wrong.range-at-most-2-years", "maxDays", MaxDays, "days", r.Days())
	case r.To.After(a.today.AddDate(0, 0, 1)):
		return r, models.Invalidf("until", "insight.wrong.range-ends-future")
	}
	return r, nil
}

// Days is how many days a range has.
func (r Range) Days() int { return int(r.To.Sub(r.From).Hours()/24) + 1 }

// Previous is the range of the same length before it.
func (r Range) Previous() Range {
	return Range{r.From.AddDate(0, 0, -r.Days()), r.From.AddDate(0, 0, -1)}
}

// days are those of the range, after others.
func (r Range) days(out []Day) []Day {
	for d := r.From; !d.After(r.To); d = d.AddDate(0, 0, 1) {
		out = append(out, d)
	}
	return out
}

func (r Range) has(d Day) bool { return !d.Before(r.From) && !d.After(r.To) }

// spans are the rows of a range: whole months where there are rows of them, and days.
func (a *owner) spans(ranges ...Range) (days, months []time.Time) {
	for _, r := range ranges {
		for d := r.From; !d.After(r.To) && !d.After(a.today); {
			next := d.AddDate(0, 1, 0)
			if d.Day() == 1 && !next.After(a.merged) && !next.AddDate(0, 0, -1).After(r.To) {
				months = append(months, d)
				d = next
				continue
			}
			days = append(days, d)
			d = d.AddDate(0, 0, 1)
		}
	}
	return days, months
}

// row is what was counted in a span.
type row struct {
	from, to Day
	counts   tally.Counts
	tops     tally.Tops
	open     bool // without tops yet
	parts    map[tally.Part]*tally.Sketch
}

// data is what was counted of an account or a post, by span.
type data struct {
	*owner
	rows  map[[2]time.Time]*row
	drawn *data // the days of a chart, where rows are months
}

func (d *data) row(month bool, day Day) *row {
	to := day
	if month {
		to = day.AddDate(0, 1, -1)
	}
	key := [2]time.Time{day, to}
	r := d.rows[key]
	if r == nil {
		r = &row{from: day, to: to, counts: tally.Counts{}, parts: map[tally.Part]*tally.Sketch{}}
		d.rows[key] = r
	}
	return r
}

// spanList are the spans $2 and $3 one by one. Each is looked up by its whole
// key: a condition on lists of days would read all posts of each.
const spanList = `(SELECT 'day' AS span, d AS day FROM unnest($2::date[]) d
	UNION ALL SELECT 'month', m FROM unnest($3::date[]) m) n`

const (
	readCounts = `SELECT n.span = 'month', n.day, c.counts, coalesce(c.tops, ''), c.tops IS NULL FROM ` + spanList + `
		CROSS JOIN LATERAL (SELECT counts, tops FROM insight_counts
			WHERE owner_id = $1 AND span = n.span AND day = n.day AND post_id = $4 LIMIT 1) c`
	readSketches = `SELECT n.span = 'month', n.day, c.part, c.sketch FROM ` + spanList + `
		CROSS JOIN LATERAL (SELECT part, sketch FROM insight_sketches
			WHERE owner_id = $1 AND span = n.span AND day = n.day AND post_id = $4 OFFSET 0) c`
	readPosts = `SELECT p.id, c.counts FROM ` + spanList + ` JOIN unnest($4::bigint[], $5::date[]) p (id, first) ON n.day >= p.first
		CROSS JOIN LATERAL (SELECT counts FROM insight_counts
			WHERE owner_id = $1 AND span = n.span AND day = n.day AND post_id = p.id LIMIT 1) c`
	readOpen = `SELECT c.post_id, c.counts FROM unnest($2::date[]) n (day)
		CROSS JOIN LATERAL (SELECT post_id, counts FROM insight_counts
			WHERE owner_id = $1 AND span = 'day' AND day = n.day AND post_id > 0 OFFSET 0) c`
)

// read reads the numbers and sketches of days and months, of a post or, where it
// is 0, of all of the account, in two queries.
func (a *owner) read(ctx context.Context, s *models.Store, post models.ID, days, months []time.Time) (*data, error) {
	d := &data{owner: a, rows: map[[2]time.Time]*row{}}
	batch := &pgx.Batch{}
	batch.Queue(readCounts, a.ID, days, months, post)
	batch.Queue(readSketches, a.ID, days, months, post)
	results := s.Pool().SendBatch(ctx, batch)
	defer results.Close()
	rows, err := results.Query()
	if err != nil {
		return nil, fmt.Errorf("read insights: %w", err)
	}
	var month, open bool
	var day time.Time
	var packed, tops []byte
	if _, err = pgx.ForEachRow(rows, []any{&month, &day, &packed, &tops, &open}, func() (err error) {
		r := d.row(month, day)
		if r.open = open; len(tops) > 0 {
			if r.tops, err = tally.ReadTops(tops); err != nil {
				return err
			}
		}
		return r.counts.Read(packed)
	}); err != nil {
		return nil, fmt.Errorf("read insights: %w", err)
	}
	if rows, err = results.Query(); err != nil {
		return nil, fmt.Errorf("read who was reached: %w", err)
	}
	var part tally.Part
	if _, err = pgx.ForEachRow(rows, []any{&month, &day, &part, &packed}, func() (err error) {
		d.row(month, day).parts[part], err = tally.ReadSketch(packed)
		return err
	}); err != nil {
		return nil, fmt.Errorf("read who was reached: %w", err)
	}
	return d, nil
}

// of are the rows of a range.
func (d *data) of(r Range) (out []*row) {
	if r.From.Equal(r.To) {
		if one := d.rows[[2]time.Time{r.From, r.To}]; one != nil {
			out = append(out, one)
		}
		return out
	}
	for _, row := range d.rows {
		if r.has(row.from) && r.has(row.to) {
			out = append(out, row)
		}
	}
	return out
}

// sum adds up what was counted in a range.
func (d *data) sum(r Range) tally.Counts {
	out := tally.Counts{}
	for _, row := range d.of(r) {
		out.Add(row.counts)
	}
	return out
}

// reach merges the sketches of a range, as far as a part fits.
func (d *data) reach(r Range, fits func(tally.Part) bool) *tally.Sketch {
	out := &tally.Sketch{}
	for _, row := range d.of(r) {
		for part, sketch := range row.parts {
			if fits(part) {
				out.Merge(sketch)
			}
		}
	}
	return out
}

func viewed(p tally.Part) bool { return p != tally.Engaged }

func engaged(p tally.Part) bool { return p == tally.Engaged }

package tally

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"photogram/models"
	"photogram/text"
)

// Row is whose numbers, of what span. Post 0 is all of the account.
type Row struct {
	Owner models.ID
	Month bool // or a day
	Day   time.Time
	Post  models.ID
}

func (r Row) span() string {
	if r.Month {
		return "month"
	}
	return "day"
}

func (r Row) compare(o Row) int {
	return cmp.Or(cmp.Compare(r.Owner, o.Owner), cmp.Compare(r.span(), o.span()), r.Day.Compare(o.Day), cmp.Compare(r.Post, o.Post))
}

// Part is a part of those who were reached: by kind and follower state, or those
// who did something.
type Part int16

// Engaged are those who liked, commented, saved, shared or replied.
const Engaged Part = 100

// Reached are those of a kind and a follower state who viewed.
func Reached(k Kind, f Follower) Part { return Part(k)*4 + Part(f) }

// Of takes a part that Reached made apart.
func (p Part) Of() (Kind, Follower) { return Kind(p / 4), Follower(p % 4) }

type sketchRow struct {
	Row
	part Part
}

func (r sketchRow) compare(o sketchRow) int {
	return cmp.Or(r.Row.compare(o.Row), cmp.Compare(r.part, o.part))
}

// change is what a batch adds.
type change struct {
	s        *models.Store
	counts   map[Row]Counts
	sketches map[sketchRow][]uint64
	keys     map[models.ID][]byte
}

func newChange(s *models.Store) *change {
	return &change{s, map[Row]Counts{}, map[sketchRow][]uint64{}, map[models.ID][]byte{}}
}

// DayOf is the day of a time in a zone, as its midnight in UTC.
func DayOf(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// MonthOf is the first day of a day's month.
func MonthOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// hash makes of a viewer what nobody outside this account's numbers can compare.
func (c *change) hash(owner models.ID, w who) uint64 {
	key, ok := c.keys[owner]
	if !ok {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte("insight\x00"), c.s.Secret()...), uint64(owner)))
		key = sum[:]
		c.keys[owner] = key
	}
	var in [48]byte
	copy(in[:], key)
	binary.BigEndian.PutUint64(in[32:], uint64(w.viewer))
	binary.BigEndian.PutUint64(in[40:], w.guest)
	sum := sha256.Sum256(in[:])
	return binary.BigEndian.Uint64(sum[:])
}

// rows are the rows that something belongs to: its day, and its month where that is merged.
func (t *target) rows(day time.Time) []Row {
	out := []Row{{t.owner, false, day, 0}}
	if t.post != 0 {
		out = append(out, Row{t.owner, false, day, t.post})
	}
	if day.Before(t.merged) {
		for _, r := range out {
			out = append(out, Row{r.Owner, true, MonthOf(day), r.Post})
		}
	}
	return out
}

// without leaves the rows of the account out.
func without(rows []Row) []Row {
	return slices.DeleteFunc(rows, func(r Row) bool { return r.Post == 0 })
}

func (c *change) add(row Row, k Key, n int64) {
	counts := c.counts[row]
	if counts == nil {
		counts = Counts{}
		c.counts[row] = counts
	}
	counts[k] += n
}

func (c *change) reach(row Row, part Part, hash uint64) {
	at := sketchRow{row, part}
	c.sketches[at] = append(c.sketches[at], hash)
}

func (c *change) look(l *look, t *target) {
	zone := text.Zone(t.zone)
	day := DayOf(l.at, zone)
	key := Key{Metric: l.Metric, Source: l.Source, Follower: t.follower, Kind: t.kind}
	lang, known := Language(l.Lang)
	hash := c.hash(t.owner, who{l.Viewer, l.guest})
	if t.seller != nil {
		for _, row := range without(t.seller.rows(DayOf(l.at, text.Zone(t.seller.zone)))) {
			c.add(row, Key{Metric: l.Metric, Source: l.Source, Kind: t.kind}, l.N)
		}
	}
	for _, row := range t.rows(day) {
		c.add(row, key, l.N)
		if l.Metric != Views {
			continue
		}
		if known {
			c.add(row, Key{Metric: ViewLanguage, Detail: lang}, l.N)
		}
		if row.Post == 0 {
			c.add(row, Key{Metric: ViewHours, Follower: t.follower, Detail: uint16(l.at.In(zone).Hour())}, l.N)
		}
		c.reach(row, Reached(t.kind, t.follower), hash)
	}
}

func (c *change) mark(m *foldedMark) {
	engaged := m.n > 0 && m.actor != 0 && m.actor != m.owner && slices.Contains(interactions, m.metric)
	rows := m.rows(DayOf(m.at, text.Zone(m.zone)))
	if m.metric == ProductOrders || m.metric == ProductRevenue {
		rows = without(rows)
	}
	for _, row := range rows {
		c.add(row, Key{Metric: m.metric, Follower: m.follower, Kind: m.kind}, m.n)
		if engaged && row.Post == 0 {
			c.reach(row, Engaged, c.hash(m.owner, who{viewer: m.actor}))
		}
	}
}

// interactions are what counts as having done something with a post.
var interactions = []Metric{Likes, Comments, Saves, Shares, Replies}

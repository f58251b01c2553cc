package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/bench/kit"
	"photogram/models"
	"photogram/models/tally"
)

// inserts measures a plain INSERT of a view, one by one.
func inserts(ctx context.Context, b *kit.Bench, pool *pgxpool.Pool) (kit.Figures, error) {
	if _, err := pool.Exec(ctx, `CREATE TABLE plain_views (id bigint PRIMARY KEY, owner_id bigint NOT NULL, post_id bigint NOT NULL,
		viewer bigint NOT NULL, source smallint NOT NULL, at timestamptz NOT NULL)`); err != nil {
		return kit.Figures{}, err
	}
	f, err := b.Work(*conns, 40_000, func(i int) error {
		_, err := pool.Exec(ctx, `INSERT INTO plain_views VALUES ($1, $2, $3, $4, $5, $6)`, i, i%2000, i%20_000, i%50_000, 1, time.Now())
		return err
	})
	fmt.Printf("a plain INSERT of a view: %.1f µs of processor time, %.1f µs of it the database's\n", us(f.CPU), us(f.DB))
	return f, err
}

func us(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// sent is what the program acknowledged, and what was under way when it was killed.
type sent struct {
	mu     sync.Mutex
	views  map[models.ID]int64        // by post
	people map[models.ID]map[int]bool // by owner
	maybe  int64                      // sent without an answer
	lately []stamp                    // acknowledged, in the order of time
	lost   int64                      // acknowledged in the last 10 s before a kill, which may be lost
}

type stamp struct {
	at time.Time
	n  int64
}

func (s *sent) killed(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lately {
		if l.at.After(at.Add(-10 * time.Second)) {
			s.lost += l.n
		}
	}
	s.lately = nil
}

type target struct {
	ID, Owner models.ID
}

// day sends views as browsers do and kills the program several times.
func day(ctx context.Context, b *kit.Bench, pool *pgxpool.Pool, plain kit.Figures) error {
	rows, err := pool.Query(ctx, `SELECT p.id, p.owner_id FROM posts p JOIN users u ON u.id = p.owner_id WHERE p.state = 'published'
		AND p.audience = 'everyone' AND NOT u.is_private AND u.suspended_at IS NULL ORDER BY p.id % 7919, p.id LIMIT 8000`)
	if err != nil {
		return err
	}
	targets, err := pgx.CollectRows(rows, pgx.RowToStructByPos[target])
	if err != nil {
		return err
	}
	s, err := b.Serve(*binary)
	if err != nil {
		return err
	}
	log := &sent{views: map[models.ID]int64{}, people: map[models.ID]map[int]bool{}}
	requests, began := *views / *each, time.Now()
	dbBefore := b.DBTime()
	var program time.Duration
	var next atomic.Int64
	client := kit.NewClient()
	pace := time.NewTicker(time.Second * time.Duration(*each) / time.Duration(*rate))
	defer pace.Stop()
	for k := range *kills + 1 {
		until := int64(requests) * int64(k+1) / int64(*kills+1)
		var wg sync.WaitGroup
		dying := make(chan struct{})
		for range *conns {
			wg.Go(func() {
				for {
					select {
					case <-dying:
						return
					default:
					}
					<-pace.C
					i := next.Add(1)
					if i > until && k < *kills {
						// the killer comes while the others go on
					} else if i > int64(requests) {
						return
					}
					look(client, s.Base, targets, log, uint64(i))
				}
			})
		}
		if k == *kills {
			wg.Wait()
			break
		}
		for next.Load() < until {
			time.Sleep(5 * time.Millisecond)
		}
		program += s.CPU()
		s.Kill()
		log.killed(time.Now())
		close(dying)
		wg.Wait()
		if s, err = b.Serve(*binary); err != nil {
			return err
		}
	}
	time.Sleep(15 * time.Second) // in which all is to be seen
	program += s.CPU()
	took, db := time.Since(began), b.DBTime()-dbBefore
	defer s.Stop()
	return log.compare(ctx, pool, program, db, took, plain)
}

// look is a visitor who scrolls past some posts.
func look(client *http.Client, base string, targets []target, log *sent, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 7))
	guest := r.IntN(*guests)
	form := url.Values{}
	seen := map[int]bool{}
	for len(seen) < *each {
		// A few posts have most of the views.
		i := int(float64(len(targets)) * math.Pow(r.Float64(), 3))
		if !seen[i] {
			seen[i] = true
			form.Add("seen", targets[i].ID.Code())
		}
	}
	req, err := http.NewRequest(http.MethodPost, base+"/insights/looks", strings.NewReader(form.Encode()))
	if err != nil {
		return
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 n%d", guest))
	req.Header.Set("Referer", base+"/explore")
	res, err := client.Do(req)
	log.mu.Lock()
	defer log.mu.Unlock()
	if err != nil {
		log.maybe += int64(*each)
		return
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		return
	}
	log.lately = append(log.lately, stamp{time.Now(), int64(*each)})
	for i := range seen {
		t := targets[i]
		log.views[t.ID]++
		if log.people[t.Owner] == nil {
			log.people[t.Owner] = map[int]bool{}
		}
		log.people[t.Owner][guest] = true
	}
}

// compare recounts the log and holds the insights against it.
func (s *sent) compare(ctx context.Context, pool *pgxpool.Pool, program, db, took time.Duration, plain kit.Figures) error {
	var acknowledged, accounts, posts, above int64
	for _, n := range s.views {
		acknowledged += n
	}
	rows, err := pool.Query(ctx, `SELECT owner_id, post_id, counts FROM insight_counts WHERE span = 'day'`)
	if err != nil {
		return err
	}
	var owner, post models.ID
	var packed []byte
	byPost := map[models.ID]int64{}
	if _, err = pgx.ForEachRow(rows, []any{&owner, &post, &packed}, func() error {
		c := tally.Counts{}
		if err := c.Read(packed); err != nil {
			return err
		}
		if n := c.Sum(tally.Views); post == 0 {
			accounts += n
		} else {
			posts += n
			byPost[post] += n
		}
		return nil
	}); err != nil {
		return err
	}
	for post, n := range byPost {
		if over := n - s.views[post]; over > 0 {
			above += over
		}
	}
	reach, err := s.reach(ctx, pool)
	if err != nil {
		return err
	}
	fmt.Printf("%d views acknowledged in %v, %d kills; insights have %d of accounts and %d of posts: %d fewer (%d were acknowledged in "+
		"the last 10 s before a kill and may be lost), %d above the log (%d were under way without an answer)\n%s\n",
		acknowledged, took.Round(time.Second), *kills, accounts, posts, acknowledged-accounts, s.lost, above, s.maybe, reach)
	cpu := (program + db) / time.Duration(acknowledged)
	fmt.Printf("a view, %d in a request: %.1f µs of processor time, %.1f µs of it the database's; beside a plain INSERT %.2f, databases "+
		"alone %.2f\n", *each, us(cpu), us(db/time.Duration(acknowledged)), float64(cpu)/float64(plain.CPU),
		float64(db)/float64(acknowledged)/float64(plain.DB))
	if accounts != posts || acknowledged-accounts > s.lost || above > s.maybe {
		return fmt.Errorf("the insights are outside their bound")
	}
	return nil
}

// reach compares who was reached with the log, for the accounts with most people.
func (s *sent) reach(ctx context.Context, pool *pgxpool.Pool) (string, error) {
	rows, err := pool.Query(ctx, `SELECT owner_id, sketch FROM insight_sketches WHERE post_id = 0 AND span = 'day'`)
	if err != nil {
		return "", err
	}
	sketches := map[models.ID]*tally.Sketch{}
	var owner models.ID
	var packed []byte
	if _, err = pgx.ForEachRow(rows, []any{&owner, &packed}, func() error {
		k, err := tally.ReadSketch(packed)
		if err != nil {
			return err
		}
		if sketches[owner] == nil {
			sketches[owner] = &tally.Sketch{}
		}
		sketches[owner].Merge(k)
		return nil
	}); err != nil {
		return "", err
	}
	var squares, most float64
	n := 0
	for owner, people := range s.people {
		k := sketches[owner]
		if len(people) < 1000 || k == nil {
			continue
		}
		off := float64(k.Count())/float64(len(people)) - 1
		squares += off * off
		most = max(most, math.Abs(off))
		n++
	}
	if n == 0 {
		return "no account reached 1,000", nil
	}
	return fmt.Sprintf("reach of %d accounts with 1,000 people and more: off by %.1f %% (root mean square), at most %.1f %%; "+
		"stated is %.1f %%",
		n, 100*math.Sqrt(squares/float64(n)), 100*most, 100*tally.Error), nil
}

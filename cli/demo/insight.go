package demo

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/tally"
)

// demoSources are where people see posts, in the order of how often.
var demoSources = []tally.Source{tally.Feed, tally.Feed, tally.Feed, tally.Feed, tally.Explore, tally.Explore, tally.Profile, tally.Profile,
	tally.Tag, tally.Search, tally.Embed, tally.Messages}

// demoCounted is for how many days views are known, so that a month has one before it.
const demoCounted = 60

var demoLanguages = []string{"en", "en", "en", "de", "es", "fr", "ja", "pt"}

// demoHours are when people look, in UTC.
var demoHours = []int{7, 12, 18, 20, 22}

// looks lets people and visitors see the demo's posts, profiles and stories, for insights.
func (l *demoLoader) looks(ctx context.Context, posts, stories []models.ID, now time.Time) error {
	for _, u := range l.users {
		if err := tally.CountSince(ctx, l.store, u.ID, now.AddDate(0, 0, -demoCounted)); err != nil {
			return err
		}
	}
	for day := 34; day >= 0; day-- {
		for _, hour := range demoHours {
			l.clock.at = now.Truncate(24*time.Hour).AddDate(0, 0, -day).Add(time.Duration(hour) * time.Hour)
			if l.clock.at.After(now) {
				break
			}
			l.looksAt(posts, stories, now)
		}
		if err := tally.Flush(ctx, l.store); err != nil {
			return fmt.Errorf("demo insights: %w", err)
		}
	}
	return nil
}

// looksAt is what is seen in one part of a day: new posts the most.
func (l *demoLoader) looksAt(posts, stories []models.ID, now time.Time) {
	for i, p := range l.content.Posts {
		age := p.Days - now.Sub(l.clock.at).Hours()/24
		if age < 0 {
			continue
		}
		most := 6 + 40*math.Exp(-age/2.5)
		for range l.random.IntN(int(most)) {
			look := l.look()
			look.Post, look.Source = posts[i], demoSources[l.random.IntN(len(demoSources))]
			tally.Count(l.store, look)
		}
		if l.random.IntN(3) == 0 {
			owner := l.users[p.By].ID
			look := l.look()
			look.Owner, look.Post, look.Metric = owner, posts[i], tally.ProfileVisits
			tally.Count(l.store, look)
			if l.random.IntN(4) == 0 {
				look.Metric = tally.LinkTaps
				tally.Count(l.store, look)
			}
		}
	}
	if now.Sub(l.clock.at) < 20*time.Hour {
		for _, id := range stories {
			for range l.random.IntN(9) {
				look := l.look()
				look.Post, look.Source = id, tally.Stories
				tally.Count(l.store, look)
			}
		}
	}
}

// look is somebody's: one in five is a member's.
func (l *demoLoader) look() tally.Look {
	look := tally.Look{Lang: demoLanguages[l.random.IntN(len(demoLanguages))]}
	if n := l.random.IntN(5 * len(l.content.People)); n < len(l.content.People) {
		look.Viewer = l.users[l.content.People[n].Username].ID
	} else {
		look.Guest = "demo " + strconv.Itoa(l.random.IntN(1200))
	}
	return look
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// ledger is what was acknowledged, and must be found again.
type ledger struct {
	mu       sync.Mutex
	uploads  map[*person]map[string]bool // media → whether its publication was acknowledged
	captions map[string]string           // of posts
	likes    map[string]map[*person]bool
	comments map[string]map[string]string // media → text → id, which is empty where the answer was lost
	unnamed  map[*person]int              // uploads whose answers, and so their ids, were lost
	refusals []string
}

func newLedger() *ledger {
	return &ledger{uploads: map[*person]map[string]bool{}, captions: map[string]string{}, likes: map[string]map[*person]bool{},
		comments: map[string]map[string]string{}, unnamed: map[*person]int{}}
}

func (l *ledger) uploaded(p *person, media string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.uploads[p] == nil {
		l.uploads[p] = map[string]bool{}
	}
	l.uploads[p][media] = false
}

func (l *ledger) acknowledged(p *person, c *call, made string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch c.kind {
	case "publish":
		l.uploads[p][c.media] = true
		l.captions[c.media] = c.form.Get("caption")
	case "like":
		if l.likes[c.media] == nil {
			l.likes[c.media] = map[*person]bool{}
		}
		l.likes[c.media][p] = true
	case "comment":
		if l.comments[c.media] == nil {
			l.comments[c.media] = map[string]string{}
		}
		l.comments[c.media][c.text] = made
	}
}

// effectOf counts a write that the server says it did, without its answer.
func (l *ledger) effectOf(p *person, c *call) {
	if c.kind != "upload" {
		l.acknowledged(p, c, "")
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unnamed[p]++
}

func (l *ledger) refuse(c *call, a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refusals = append(l.refusals, fmt.Sprintf("%s: %d %s", c.path, a.status, a.message))
}

func (l *ledger) String() string {
	uploads, posts, likes, comments, lost := 0, 0, 0, 0, 0
	for _, list := range l.uploads {
		uploads += len(list)
	}
	for _, n := range l.unnamed {
		lost += n
	}
	posts = len(l.captions)
	for _, list := range l.likes {
		likes += len(list)
	}
	for _, list := range l.comments {
		comments += len(list)
	}
	return fmt.Sprintf("%d uploads, %d publications, %d likes and %d comments; of %d more uploads it was said that they are there",
		uploads, posts, likes, comments, lost)
}

// verify looks for all of it and gives what is not as was said.
func (l *ledger) verify(ctx context.Context, people []*person, end time.Time) (wrong []string) {
	tell := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	wrong = append(wrong, l.refusals...)
	for i, p := range people {
		reader := people[(i+1)%len(people)]
		for media, published := range l.uploads[p] {
			l.verifyMedia(ctx, p, media, published, end, tell)
		}
		have, doubled := p.everything(tell)
		want := len(l.uploads[p]) + l.unnamed[p]
		if have != want || doubled != "" {
			tell("%s uploaded %d photos and has %d; shared more than once: %q", p.name, want, have, doubled)
		}
		feed := map[string]bool{}
		reader.pages("/v1/users/self/feed", tell, func(m media) { feed[m.ID] = true })
		for id, published := range l.uploads[p] {
			if published && !feed[id] {
				tell("%s follows %s and post %s is not in the feed", reader.name, p.name, id)
			}
		}
	}
	for id, list := range l.likes {
		for p := range list {
			if m, err := p.media(id); err != nil || !m.HasLiked {
				tell("LOST: the like of %s by %s: %v", id, p.name, err)
			}
		}
	}
	for id, list := range l.comments {
		count := map[string]int{}
		ids := map[string]bool{}
		people[0].pages("/v1/media/"+id+"/comments", tell, func(c media) { count[c.Text]++; ids[c.ID] = true })
		for text, made := range list {
			if count[text] != 1 || made != "" && !ids[made] {
				tell("LOST: comment %q of post %s is there %d times", text, id, count[text])
			}
		}
	}
	return wrong
}

// media is a photo, or a comment, as the API shows it.
type media struct {
	ID       string
	State    string
	Text     string
	HasLiked bool `json:"user_has_liked"`
	Caption  *struct{ Text string }
	Images   struct {
		Standard struct{ URL string } `json:"standard_resolution"`
	}
}

func (p *person) media(id string) (m media, err error) {
	a := p.exchange(http.MethodGet, "/v1/media/"+id, nil, "", "")
	if a.class != good {
		return m, fmt.Errorf("%d %s", a.status, a.message)
	}
	return m, json.Unmarshal(a.data, &m)
}

func (l *ledger) verifyMedia(ctx context.Context, p *person, id string, published bool, end time.Time, tell func(string, ...any)) {
	for {
		m, err := p.media(id)
		done := err == nil && m.Images.Standard.URL != "" && (!published || m.State == "published")
		if !done && err == nil && time.Now().Before(end) && ctx.Err() == nil {
			time.Sleep(200 * time.Millisecond)
			continue
		}
		if !done {
			tell("LOST: photo %s of %s: state %q, %v", id, p.name, m.State, err)
			return
		}
		if published && (m.Caption == nil || m.Caption.Text != l.captions[id]) {
			tell("LOST: the caption of post %s", id)
		}
		u, err := url.Parse(m.Images.Standard.URL)
		if err != nil {
			tell("post %s: %v", id, err)
			return
		}
		if a := p.exchange(http.MethodGet, u.RequestURI(), nil, "", ""); a.class != good || len(a.body) == 0 {
			tell("LOST: the picture of %s: %d", id, a.status)
		}
		return
	}
}

// everything counts a person's photos, and finds captions that are there twice.
func (p *person) everything(tell func(string, ...any)) (n int, doubled string) {
	captions := map[string]int{}
	for _, path := range []string{"/v1/users/self/media/recent", "/v1/users/self/media/drafts"} {
		p.pages(path, tell, func(m media) {
			n++
			if m.Caption != nil {
				if captions[m.Caption.Text]++; captions[m.Caption.Text] > 1 {
					doubled = m.Caption.Text
				}
			}
		})
	}
	return n, doubled
}

// pages reads a list to its end.
func (p *person) pages(path string, tell func(string, ...any), each func(media)) {
	next := path + "?count=50"
	for next != "" {
		a := p.exchange(http.MethodGet, next, nil, "", "")
		var page struct {
			Data       []media
			Pagination struct {
				NextURL string `json:"next_url"`
			}
		}
		if a.class != good || json.Unmarshal(a.body, &page) != nil {
			tell("%s: %d %s", next, a.status, a.message)
			return
		}
		for _, m := range page.Data {
			each(m)
		}
		next = strings.TrimPrefix(page.Pagination.NextURL, p.site.balancer.base)
	}
}

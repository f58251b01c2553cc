package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/people"
)

// person reads and writes over the API all the time, as a phone does: what was
// not answered is sent again, with the same Idempotency-Key.
type person struct {
	name, token string
	id          models.ID
	site        *site
	seen        *observed
	book        *ledger
	client      *http.Client

	n       int // of things begun
	feed    []string
	picture string
	drafts  []string
	pending []*call
	liked   map[string]bool
}

// call is a write that is to be carried out once.
type call struct {
	kind, path, key string
	form            url.Values
	file            []byte // instead of a form
	media, text     string
	since           time.Time // when it is sent again
}

// answer is what came back; its class is what the table counts.
type answer struct {
	class, message string
	status         int
	data           json.RawMessage
	body           []byte
}

// sent makes one request and writes down what was seen. Nothing but the end of
// the program cuts it off, so that waits are measured to their end.
func (p *person) sent(kind, method, path string, body []byte, contentType, key string) answer {
	began := time.Now()
	a := p.exchange(method, path, body, contentType, key)
	p.seen.add(sample{kind: kind, class: a.class, began: began, ended: time.Now(), path: method + " " + shape(path),
		words: a.message, status: a.status})
	return a
}

func (p *person) exchange(method, path string, body []byte, contentType, key string) answer {
	req, err := http.NewRequest(method, p.site.balancer.base+path, bytes.NewReader(body))
	if err != nil {
		return answer{class: broken, message: err.Error()}
	}
	if strings.HasPrefix(path, "/v1/") {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := p.client.Do(req)
	if err != nil {
		return answer{class: broken, message: err.Error()}
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.Header.Get(brokenHeader) != "" {
		return answer{class: broken, message: "the server went away"}
	}
	var told struct {
		Meta struct {
			ErrorMessage string `json:"error_message"`
		}
		Data json.RawMessage
	}
	_ = json.Unmarshal(raw, &told) // pages and pictures are none
	a := answer{class: classOf(res.StatusCode), status: res.StatusCode, message: told.Meta.ErrorMessage, data: told.Data, body: raw}
	if res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") == "" {
		a.message = "WITHOUT Retry-After: " + a.message
	}
	return a
}

const formType = "application/x-www-form-urlencoded"

// live does one thing after the other until the context ends.
func (p *person) live(ctx context.Context) {
	for ctx.Err() == nil {
		p.step(time.Now())
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(80+rand.IntN(160)) * time.Millisecond):
		}
	}
}

// maxPending is how much may be unanswered before nothing new is begun.
const maxPending = 12

func (p *person) step(now time.Time) {
	if i := slices.IndexFunc(p.pending, func(c *call) bool { return now.After(c.since) }); i >= 0 && rand.IntN(2) == 0 {
		c := p.pending[i]
		p.pending = slices.Delete(p.pending, i, i+1)
		p.carryOut(c)
		return
	}
	if len(p.pending) >= maxPending {
		p.read()
		return
	}
	switch n := rand.IntN(100); {
	case n < 60:
		p.read()
	case n < 74:
		p.like()
	case n < 90:
		p.comment()
	case n < 95 || len(p.drafts) == 0:
		p.upload()
	default:
		p.publish()
	}
}

func (p *person) read() {
	switch n := rand.IntN(10); {
	case n < 2 && p.picture != "":
		p.sent("picture", http.MethodGet, p.picture, nil, "", "")
	case n < 4:
		p.sent("page", http.MethodGet, "/explore", nil, "", "")
	default:
		a := p.sent("feed", http.MethodGet, "/v1/users/self/feed?count=20", nil, "", "")
		var posts []struct {
			ID     string
			Images struct {
				Standard struct{ URL string } `json:"standard_resolution"`
			}
		}
		if a.class != good || json.Unmarshal(a.data, &posts) != nil || len(posts) == 0 {
			return
		}
		p.feed = p.feed[:0]
		for _, post := range posts {
			p.feed = append(p.feed, post.ID)
		}
		if u, err := url.Parse(posts[rand.IntN(len(posts))].Images.Standard.URL); err == nil {
			p.picture = u.RequestURI()
		}
	}
}

func (p *person) next(kind string) *call {
	p.n++
	return &call{kind: kind, key: fmt.Sprintf("%s-%s-%d", p.name, kind, p.n), text: fmt.Sprintf("%s says %d", p.name, p.n)}
}

func (p *person) like() {
	for _, id := range p.feed {
		if !p.liked[id] {
			p.liked[id] = true
			c := p.next("like")
			c.path, c.media = "/v1/media/"+id+"/likes", id
			p.carryOut(c)
			return
		}
	}
	p.read()
}

func (p *person) comment() {
	if len(p.feed) == 0 {
		p.read()
		return
	}
	c := p.next("comment")
	c.media = p.feed[rand.IntN(len(p.feed))]
	c.path, c.form = "/v1/media/"+c.media+"/comments", url.Values{"text": {c.text}}
	p.carryOut(c)
}

func (p *person) upload() {
	c := p.next("upload")
	c.path, c.file = "/v1/media/upload", newPhoto()
	p.carryOut(c)
}

func (p *person) publish() {
	c := p.next("publish")
	c.media, p.drafts = p.drafts[0], p.drafts[1:]
	c.path, c.form = "/v1/media/"+c.media+"/publish", url.Values{"caption": {c.text + " #cluster"}}
	p.carryOut(c)
}

// carryOut sends a write, and keeps it for later when its outcome is not known.
func (p *person) carryOut(c *call) {
	var a answer
	if c.file != nil {
		body, kind := form("photo.jpg", c.file)
		a = p.sent(c.kind, http.MethodPost, c.path, body, kind, c.key)
	} else {
		a = p.sent(c.kind, http.MethodPost, c.path, []byte(c.form.Encode()), formType, c.key)
	}
	var made struct{ ID string }
	_ = json.Unmarshal(a.data, &made)
	switch {
	case a.class == good && c.kind == "upload" && made.ID != "":
		p.drafts = append(p.drafts, made.ID)
		p.book.uploaded(p, made.ID)
	case a.class == good:
		p.book.acknowledged(p, c, made.ID)
	case a.status == http.StatusConflict && strings.Contains(a.message, "its answer was lost"):
		p.book.effectOf(p, c)
	case a.class == refused && a.status != http.StatusRequestTimeout:
		p.book.refuse(c, a)
	default:
		c.since = time.Now().Add(time.Second)
		p.pending = append(p.pending, c)
	}
}

// settle sends what is pending until all of it is answered.
func (p *person) settle(ctx context.Context, end time.Time) error {
	for len(p.pending) > 0 {
		if time.Now().After(end) || ctx.Err() != nil {
			return fmt.Errorf("%s: %d writes are never answered, %s among them", p.name, len(p.pending), p.pending[0].path)
		}
		c := p.pending[0]
		p.pending = p.pending[1:]
		if wait := time.Until(c.since); wait > 0 {
			time.Sleep(wait)
		}
		p.carryOut(c)
	}
	return nil
}

// newPhoto is a photo that nobody has sent before.
func newPhoto() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 480, 360))
	a, b, c := uint8(rand.IntN(256)), rand.IntN(90)+10, rand.IntN(90)+10
	for y := range 360 {
		for x := range 480 {
			img.SetRGBA(x, y, color.RGBA{uint8(x*b/100) + a, uint8(y * c / 100), a ^ uint8((x+y)/4), 255})
		}
	}
	var buf bytes.Buffer
	_ = jpeg.Encode(&buf, img, &jpeg.Options{Quality: 80}) // to memory
	// A comment with a number, so that no two files are the same.
	note := "photo " + strconv.FormatUint(rand.Uint64(), 36)
	head := []byte{0xff, 0xd8, 0xff, 0xfe, 0, byte(len(note) + 2)}
	return slices.Concat(head, []byte(note), buf.Bytes()[2:])
}

// gather makes the people, who all follow each other.
func gather(ctx context.Context, s *site, names []string, seen *observed, book *ledger) ([]*person, error) {
	st, done, err := store(ctx, s.direct)
	if err != nil {
		return nil, err
	}
	defer done()
	var peopleList []*person
	for _, name := range names {
		u, err := account.Create(ctx, st, account.NewAccount{Username: name, Email: name + "@example.org", EmailVerified: true,
			Identity: &account.Identity{Provider: "bench", Subject: name}})
		if err != nil {
			return nil, err
		}
		token, err := app.CreateToken(ctx, st, u.ID, "bench", strings.Join(app.Scopes, " "), 0)
		if err != nil {
			return nil, err
		}
		peopleList = append(peopleList, &person{name: name, id: u.ID, token: token, site: s, seen: seen, book: book,
			liked:  map[string]bool{},
			client: &http.Client{Timeout: 3 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 4}}})
	}
	for _, a := range peopleList {
		for _, b := range peopleList {
			if a == b {
				continue
			}
			if err := people.Follow(ctx, st, a.id, b.id); err != nil {
				return nil, err
			}
		}
	}
	return peopleList, nil
}

// together runs people at the same time until the function that it gives is called.
func together(people []*person) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, p := range people {
		wg.Go(func() { p.live(ctx) })
	}
	return func() { cancel(); wg.Wait() }
}

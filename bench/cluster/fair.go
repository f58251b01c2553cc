package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"photogram/bench/kit"
	"photogram/models/account"
	"photogram/models/app"
)

// goal is how many times as long as usual somebody else may wait.
const goal = 3

// neighbour is the person whose login and upload are measured, on one server
// with the settings that it has by itself.
type neighbour struct {
	address, token string // of the server
	mallory        string // the token of whoever makes trouble
	photo          []byte
	photoType      string
	turn           atomic.Int64
	usual          waits
	failed         bool
}

const neighbourPassword = "quiet harbour lantern"

// waits are what was measured, each from the first byte sent to the last one read.
type waits struct{ login, upload []time.Duration }

func fair(ctx context.Context, dir, program string, which *regexp.Regexp) error {
	fmt.Println("starting PostgreSQL and a server")
	b, err := kit.Open(ctx)
	if err != nil {
		return err
	}
	defer b.Close(context.WithoutCancel(ctx))
	n := &neighbour{}
	if n.address, err = freeAddress(); err != nil {
		return err
	}
	p := &process{name: "server", path: program, args: []string{"serve"}, dir: dir,
		env: []string{"PATH=" + os.Getenv("PATH"), "PHOTOGRAM_LISTEN=" + n.address, "PHOTOGRAM_DATA_DIR=" + filepath.Join(dir, "site"),
			"DATABASE_URL=" + b.DSN}}
	if err := n.people(ctx, b.DSN); err != nil {
		return err
	}
	if err := p.start(); err != nil {
		return err
	}
	defer p.kill()
	if err := until(ctx, "the server is ready", n.ready); err != nil {
		return err
	}
	if err := n.preparePhoto(); err != nil {
		return err
	}
	if _, err := n.measure(ctx, 2); err != nil { // warms up
		return err
	}
	if n.usual, err = n.measure(ctx, *samples); err != nil {
		return err
	}
	fmt.Printf("\n%-44s %9s %9s %7s %9s %9s %9s %7s %9s\n", "times of somebody else, of one server",
		"login", "longest", "ratio", "of it", "upload", "longest", "ratio", "of it")
	n.row("usually", n.usual)
	for _, part := range []struct {
		name string
		do   func(context.Context, string) error
	}{{"120 wrong logins at once from one address", n.loginFlood}, {"four kinds of stalled senders and readers", n.stalled},
		{"six text bombs at once by one person", n.textBombs}} {
		if !which.MatchString(part.name) {
			continue
		}
		if err := part.do(ctx, part.name); err != nil {
			return err
		}
	}
	if p.unasked() > 0 {
		n.failed = true
		fmt.Println("the server ended by itself")
	}
	if n.failed {
		return errFailed
	}
	return nil
}

func (n *neighbour) ready() error { return isOK(http.DefaultClient, "http://"+n.address+"/readyz") }

func (n *neighbour) people(ctx context.Context, dsn string) error {
	st, done, err := store(ctx, dsn)
	if err != nil {
		return err
	}
	defer done()
	for name, token := range map[string]*string{"neighbour": &n.token, "mallory": &n.mallory} {
		u, err := account.Create(ctx, st, account.NewAccount{Username: name, Email: name + "@example.org", EmailVerified: true,
			Password: neighbourPassword})
		if err != nil {
			return err
		}
		if *token, err = app.CreateToken(ctx, st, u.ID, "bench", "basic publish", 0); err != nil {
			return err
		}
	}
	return nil
}

func (n *neighbour) preparePhoto() error {
	from, err := root()
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(filepath.Join(from, "static", "demo", "dandelions.jpg"))
	if err != nil {
		return err
	}
	n.photo, n.photoType = form("photo.jpg", raw)
	return nil
}

// form is a form with a file.
func form(name string, content []byte) (body []byte, contentType string) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	part, _ := w.CreateFormFile("file", name) // writing to memory does not fail
	_, _ = part.Write(content)
	_ = w.Close()
	return buf.Bytes(), w.FormDataContentType()
}

// from is a client on a loopback address of its own, which keeps no connection.
func from(address string) *http.Client {
	d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	return &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{DialContext: d.DialContext, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (n *neighbour) login(address, name, password string) (int, error) {
	res, err := from(address).PostForm("http://"+n.address+"/login", url.Values{"login": {name}, "password": {password}})
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

func (n *neighbour) upload(token string, body []byte, contentType string) (int, string, error) {
	req, err := http.NewRequest(http.MethodPost, "http://"+n.address+"/v1/media/upload", bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", contentType)
	res, err := from("127.0.0.1").Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	return res.StatusCode, string(raw), err
}

// measure logs in and uploads by turns, so many times.
func (n *neighbour) measure(ctx context.Context, times int) (w waits, err error) {
	for i := 0; i < times && ctx.Err() == nil; i++ {
		at := n.turn.Add(1)
		began := time.Now()
		// Each login comes from another place, as other people's do.
		status, err := n.login(fmt.Sprintf("127.1.%d.%d", at/200, at%200+1), "neighbour", neighbourPassword)
		if err != nil || status != http.StatusSeeOther {
			return w, fmt.Errorf("somebody else's login: %d %w", status, err)
		}
		w.login = append(w.login, time.Since(began))
		began = time.Now()
		status, text, err := n.upload(n.token, n.photo, n.photoType)
		if err != nil || status != http.StatusOK {
			return w, fmt.Errorf("somebody else's upload: %d %.300s %w", status, text, err)
		}
		w.upload = append(w.upload, time.Since(began))
		time.Sleep(100 * time.Millisecond)
	}
	return w, ctx.Err()
}

func middle(list []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(list))[len(list)/2]
}

// row prints times and their ratios to the usual ones.
func (n *neighbour) row(name string, w waits) {
	fmt.Printf("%-44s", name)
	for _, pair := range [][2][]time.Duration{{w.login, n.usual.login}, {w.upload, n.usual.upload}} {
		usual, longest := middle(pair[1]), slices.Max(pair[0])
		ratio := float64(middle(pair[0])) / float64(usual)
		fmt.Printf(" %6d ms %6d ms %7.2f %9.2f", middle(pair[0]).Milliseconds(), longest.Milliseconds(), ratio,
			float64(longest)/float64(usual))
		n.failed = n.failed || ratio > goal
	}
	fmt.Println()
}

// crowding is what somebody got to hear who made trouble.
type crowding struct {
	mu      sync.Mutex
	seen    map[int]int
	slowest time.Duration
	words   string // of an answer that was a refusal
}

func (c *crowding) note(began time.Time, status int, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[status]++
	c.slowest = max(c.slowest, time.Since(began))
	if status != http.StatusOK {
		c.words = text
	}
}

func (c *crowding) String() string {
	var out []string
	for _, status := range slices.Sorted(maps.Keys(c.seen)) {
		out = append(out, fmt.Sprintf("%d × %d", c.seen[status], status))
	}
	return strings.Join(out, ", ") + ", the slowest after " + seconds(c.slowest)
}

// rounds is how often trouble is made at most.
const rounds = 40

// meanwhile has so many senders do something over and over, and measures
// somebody else after a while.
func (n *neighbour) meanwhile(ctx context.Context, name string, senders int, after time.Duration,
	do func(round int, c *crowding)) (*crowding, error) {
	c := &crowding{seen: map[int]int{}}
	var over atomic.Bool
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			for round := 1; round <= rounds && !over.Load(); round++ {
				do(round, c)
			}
		})
	}
	time.Sleep(after)
	w, err := n.measure(ctx, *samples)
	over.Store(true)
	all.Wait()
	if err != nil {
		return nil, err
	}
	n.row(name, w)
	return c, nil
}

// loginFlood sends waves of 120 wrong logins, each wave from an address that
// sent none before.
func (n *neighbour) loginFlood(ctx context.Context, name string) error {
	c, err := n.meanwhile(ctx, name, 1, 100*time.Millisecond, func(wave int, c *crowding) {
		var wg sync.WaitGroup
		for i := range 120 {
			wg.Go(func() {
				began := time.Now()
				status, _ := n.login("127.9.0."+strconv.Itoa(wave), "somebody"+strconv.Itoa(i), "wrong")
				c.note(began, status, "")
			})
		}
		wg.Wait()
	})
	if err != nil {
		return err
	}
	fmt.Println("    the wrong logins were answered", c)
	return nil
}

// textBombs sends six PNGs of 28 MB at once for one person, over and over while
// somebody else is measured.
func (n *neighbour) textBombs(ctx context.Context, name string) error {
	bomb, inflated, err := textBomb(28 << 20)
	if err != nil {
		return err
	}
	body, kind := form("photo.png", bomb)
	c, err := n.meanwhile(ctx, name, 6, 300*time.Millisecond, func(_ int, c *crowding) {
		began := time.Now()
		status, text, _ := n.upload(n.mallory, body, kind)
		c.note(began, status, text)
	})
	if err != nil {
		return err
	}
	fmt.Printf("    each is %d MB and inflates to %d GB; they were answered %s\n", len(bomb)>>20, inflated>>30, c)
	if c.words != "" {
		fmt.Printf("    in words: %.300s\n", c.words)
	}
	return nil
}

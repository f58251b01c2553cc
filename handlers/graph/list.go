package graph

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
)

// Sizes of lists of the Graph dialect.
const (
	defaultCount = 25
	maxCount     = 100
)

type cursors struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

type paging struct {
	Cursors  *cursors `json:"cursors,omitempty"`
	Next     string   `json:"next,omitempty"`
	Previous string   `json:"previous,omitempty"`
}

type list struct {
	Data   any     `json:"data"`
	Paging *paging `json:"paging,omitempty"`
	// Summary is there for who asks for it.
	Summary *summary `json:"summary,omitempty"`
}

type summary struct {
	Total int64 `json:"total_count"`
}

// total is how many a list has as a whole, for who asks for it with summary.
func total(arg func(string) string, n int64) *summary {
	switch strings.ToLower(arg("summary")) {
	case "", "false", "0":
		return nil
	}
	return &summary{n}
}

// part is which part of a list is asked for: at most limit rows after a key, or
// those next before one.
type part struct {
	limit         int
	after, before string // keys, not cursors
	since, until  time.Time
}

func cursorOf(key string) string { return base64.RawURLEncoding.EncodeToString([]byte(key)) }

// partOf reads limit, after and before, which arg gives.
func partOf(arg func(string) string) (part, error) {
	p := part{limit: defaultCount}
	if s := arg("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return p, badField("limit", fmt.Sprintf("Send a whole number from 1 to %d.", maxCount))
		}
		p.limit = min(n, maxCount)
	}
	for name, into := range map[string]*string{"after": &p.after, "before": &p.before} {
		key, err := base64.RawURLEncoding.DecodeString(arg(name))
		if err != nil || len(key) > 60 {
			return p, badField(name, "This is not a place in the list.")
		}
		*into = string(key)
	}
	for name, into := range map[string]*time.Time{"since": &p.since, "until": &p.until} {
		if s := arg(name); s != "" {
			at, ok := timeOf(s)
			if !ok {
				return p, badField(name, "Send the time as seconds since 1970, or a day such as 2026-11-27.")
			}
			*into = at
		}
	}
	return p, nil
}

// timeOf reads a time as seconds since 1970, a day or a time of ISO 8601.
func timeOf(s string) (at time.Time, ok bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(n, 0).UTC(), n >= 0 && n < 1<<33
	}
	for _, form := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(form, s); err == nil {
			return at, true
		}
	}
	return at, false
}

func (g *request) part() (part, error) { return partOf(g.Text) }

func (f *field) part() (part, error) { return partOf(f.arg) }

func (f *field) arg(name string) string { return f.args[name] }

// keys reads the keys of the part as ids.
func (p part) keys() (after, before models.ID, err error) {
	for name, pair := range map[string]struct {
		from string
		into *models.ID
	}{"after": {p.after, &after}, "before": {p.before, &before}} {
		if pair.from == "" {
			continue
		}
		if *pair.into, err = models.ParseID(pair.from); err != nil {
			return 0, 0, badField(name, "This is not a place in the list.")
		}
	}
	return after, before, nil
}

// page is the part of a list that is sorted by key, the newest first.
func (p part) page() (models.Page, error) {
	after, before, err := p.keys()
	if before != 0 && after == 0 {
		return models.Page{After: before, Back: true, Limit: p.limit, Since: p.since, Until: p.until}, err
	}
	return models.Page{Before: after, Limit: p.limit, Since: p.since, Until: p.until}, err
}

// risingPage is page for a list with the oldest first.
func (p part) risingPage() (models.Page, error) {
	after, before, err := p.keys()
	if before != 0 && after == 0 {
		return models.Page{Before: before, Back: true, Limit: p.limit, Since: p.since, Until: p.until}, err
	}
	return models.Page{After: after, Limit: p.limit, Since: p.since, Until: p.until}, err
}

// paging says where the list goes on: first and last are the keys of the rows
// at its ends, more is whether there are others in the direction of reading.
// link makes the address of another part.
func (p part) paging(first, last string, more bool, link func(param, cursor string) string) *paging {
	if first == "" {
		return nil
	}
	back := p.before != "" && p.after == ""
	out := &paging{Cursors: &cursors{cursorOf(first), cursorOf(last)}}
	if more && !back || back {
		out.Next = link("after", out.Cursors.After)
	}
	if more && back || p.after != "" {
		out.Previous = link("before", out.Cursors.Before)
	}
	return out
}

// link is the absolute address of another part of the list that was asked for.
// It keeps the other parameters but never what proves who asks.
func (g *request) link(limit int) func(param, cursor string) string {
	q := g.Request.URL.Query()
	for name := range q {
		if slices.Contains([]string{"after", "before", "appsecret_proof", "ids"}, name) || strings.HasPrefix(name, "ids[") {
			q.Del(name)
		}
	}
	return g.linkAt(strings.TrimSuffix(g.version+"/"+g.node+"/"+g.edge, "/"), q, limit)
}

// linkTo is link for a list that stands inside another answer.
func (g *request) linkTo(node models.ID, f *field, limit int) func(param, cursor string) string {
	q := url.Values{}
	if f.raw != "" {
		q.Set("fields", f.raw)
	}
	for _, name := range []string{"since", "until", "summary"} {
		if value := f.args[name]; value != "" {
			q.Set(name, value)
		}
	}
	return g.linkAt(g.version+"/"+node.String()+"/"+f.name, q, limit)
}

func (g *request) linkAt(path string, q url.Values, limit int) func(param, cursor string) string {
	return func(param, cursor string) string {
		asked := g.Request.URL
		defer func() { g.Request.URL = asked }()
		g.Request.URL = &url.URL{Path: path, RawQuery: q.Encode()}
		return g.NextURL("limit", strconv.Itoa(limit), param, cursor)
	}
}

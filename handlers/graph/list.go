package graph

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
}

// part is which part of a list is asked for: at most limit rows after a key, or
// those next before one.
type part struct {
	limit         int
	after, before string // keys, not cursors
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
	return p, nil
}

func (g *request) part() (part, error) { return partOf(g.Text) }

func (f *field) part() (part, error) {
	return partOf(func(name string) string { return f.args[name] })
}

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
		return models.Page{After: before, Back: true, Limit: p.limit}, err
	}
	return models.Page{Before: after, Limit: p.limit}, err
}

// risingPage is page for a list with the oldest first.
func (p part) risingPage() (models.Page, error) {
	after, before, err := p.keys()
	if before != 0 && after == 0 {
		return models.Page{Before: before, Back: true, Limit: p.limit}, err
	}
	return models.Page{After: after, Limit: p.limit}, err
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

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"

	"photogram/bench/kit"
)

// load sends requests over a fixed number of kept connections.
type load struct {
	base   string
	site   *site
	client *http.Client
}

func newLoad(base string, s *site) *load {
	return &load{base, s, kit.NewClient()}
}

func (l *load) close() { l.client.CloseIdleConnections() }

func (l *load) send(p pair) error {
	method, path := p.request(l)
	req, err := http.NewRequest(method, l.base+path, nil)
	if err != nil {
		return err
	}
	n := rand.IntN(readers)
	if p.page {
		req.AddCookie(&http.Cookie{Name: "photogram", Value: l.site.sessions[n]})
	} else {
		req.Header.Set("Authorization", "Bearer "+l.site.tokens[n])
	}
	res, err := l.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %d %.300s", method, path, res.StatusCode, body)
	}
	if p.page && bytes.Count(body, []byte("<article")) < 10 {
		return fmt.Errorf("%s: the page lacks its posts", path)
	}
	return nil
}

// warm lets every token and session be used once, which is when they are marked as used.
func (l *load) warm(ctx context.Context) error {
	for i := range readers {
		for _, r := range []struct {
			path  string
			apply func(*http.Request)
		}{
			{"/v1/users/self/feed?count=30", func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+l.site.tokens[i]) }},
			{"/", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "photogram", Value: l.site.sessions[i]}) }},
		} {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.base+r.path, nil)
			if err != nil {
				return err
			}
			r.apply(req)
			res, err := l.client.Do(req)
			if err != nil {
				return err
			}
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
		}
	}
	return nil
}

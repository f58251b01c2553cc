package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A write whose server takes no connection reaches another, with all of its body.
func TestBalancerSendsABodyElsewhere(t *testing.T) {
	t.Parallel()
	live := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	}))
	t.Cleanup(live.Close)
	dead, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	front, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	b, err := newBalancer(front, []string{dead, strings.TrimPrefix(live.URL, "http://")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	sent := bytes.Repeat([]byte("photo"), 50_000)
	for range 4 { // at least one of them begins at the server that is not there
		b.backends[0].ready.Store(true)
		res, err := http.Post(b.base+"/", "text/plain", bytes.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !bytes.Equal(got, sent) {
			t.Errorf("%s, %d of %d bytes, %v", res.Status, len(got), len(sent), err)
		}
	}
}

package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"photogram/models"
)

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"93.184.215.14": true, "1.1.1.1": true, "2606:4700::1111": true, "2a00:1450:4001::1": true,
		"127.0.0.1": false, "127.8.8.8": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "172.32.0.1": true,
		"192.168.1.1":     false,
		"169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "255.255.255.255": false,
		"192.0.2.1": false, "198.18.0.1": false,
		"::1": false, "::": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:1.1.1.1": true,
		"::127.0.0.1": false, "64:ff9b::7f00:1": false,
		"2002:7f00:1::": false, "2001:0:7f00:1::": false, "fe80::1": false, "fec0::1": false, "fd00::1": false, "ff02::1": false,
		"fe80::1%eth0": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
}

func TestFetcherStaysOutside(t *testing.T) {
	t.Parallel()
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "secret") }))
	t.Cleanup(inside.Close)
	port := inside.URL[strings.LastIndexByte(inside.URL, ':'):]
	redirect := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		http.Redirect(w, r, inside.URL, http.StatusFound)
	}))
	t.Cleanup(redirect.Close)
	outside := "http://localhost" + redirect.URL[strings.LastIndexByte(redirect.URL, ':'):]

	for _, f := range []*Fetcher{NewFetcher(nil), NewFetcher([]string{"localhost"})} {
		for _, address := range []string{inside.URL, "http://127.0.0.1" + port, "http://[::1]" + port,
			"http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port, "http://2130706433" + port,
			outside, "ftp://localhost/x", "file:///etc/passwd", "gopher://x", "http://", "http://u:p@localhost" + port,
			"//localhost", "x"} {
			body, _, err := f.Get(t.Context(), address)
			if err == nil {
				got, _ := io.ReadAll(body)
				_ = body.Close()
				t.Errorf("%s: fetched %q", address, got)
			} else if models.KindOf(err) != models.Invalid {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
	body, name, err := NewFetcher([]string{"localhost"}).Get(t.Context(), "http://localhost"+port+"/a/photo.jpg")
	if err != nil || name != "photo.jpg" {
		t.Fatalf("an allowed host: %q, %v", name, err)
	}
	_ = body.Close()
}

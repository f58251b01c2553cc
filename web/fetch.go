package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"photogram/models"
)

// Fetcher gets files from addresses that strangers name. It looks at the
// address of every connection when it is made, so neither a redirect nor a
// changing name leads it into the machine's own networks.
type Fetcher struct{ client *http.Client }

const (
	fetchTime      = 30 * time.Second
	fetchRedirects = 3
)

var errInside = errors.New("this address is not on the public internet")

// NewFetcher makes a Fetcher. The hosts may be called although their addresses
// are private; that is for development and for one's own networks.
func NewFetcher(hosts []string) *Fetcher {
	guarded := guardedDialer(func(a netip.AddrPort) bool { return public(a.Addr()) && (a.Port() == 80 || a.Port() == 443) })
	open := &net.Dialer{Timeout: dialTime}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if host, _, err := net.SplitHostPort(address); err == nil && slices.Contains(hosts, host) {
				return open.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second, MaxResponseHeaderBytes: maxHeader,
		DisableKeepAlives: true,
	}
	return &Fetcher{&http.Client{Transport: transport, Timeout: fetchTime, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > fetchRedirects || r.URL.Scheme != "http" && r.URL.Scheme != "https" {
			return errors.New("too many redirects")
		}
		return nil
	}}}
}

// dialTime bounds how long a connection to a stranger may take to be made.
const dialTime = 5 * time.Second

// guardedDialer looks at each address when it is about to be connected to, so a
// name that changes its address leads nowhere else.
func guardedDialer(allowed func(netip.AddrPort) bool) *net.Dialer {
	return &net.Dialer{Timeout: dialTime, Control: func(_, address string, _ syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		if err != nil || !allowed(target) {
			return errInside
		}
		return nil
	}}
}

// Patient is a Fetcher that allows a file more time, for work that nobody waits for.
func (f *Fetcher) Patient(d time.Duration) *Fetcher {
	client := *f.client
	client.Timeout = d
	return &Fetcher{&client}
}

// Get opens the photo or video at an http or https address and gives its name. The
// caller bounds how much it reads. An error names the field url.
func (f *Fetcher) Get(ctx context.Context, address string) (io.ReadCloser, string, error) {
	return f.get(ctx, address, "photo", "image/*, video/*")
}

// File is Get for a file of any kind.
func (f *Fetcher) File(ctx context.Context, address string) (io.ReadCloser, string, error) {
	return f.get(ctx, address, "file", "*/*")
}

func (f *Fetcher) get(ctx context.Context, address, what, accept string) (io.ReadCloser, string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(address) > 2000 {
		return nil, "", models.Invalidf("url",
			"site.error.not-web-address-at-most")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, "", models.Invalidf("url", "site.error.not-web-address")
	}
	req.Header.Set("Accept", accept)
	res, err := f.client.Do(req)
	if err != nil {
		reason := "it did not answer in time, or not at all"
		if errors.Is(err, errInside) {
			reason = errInside.Error()
		}
		return nil, "", models.Invalidf("url", "site.error.cannot-fetched", "what", what, "reason", reason)
	}
	if res.StatusCode != http.StatusOK {
		_ = res.Body.Close()
		return nil, "", models.Invalidf("url", "site.error.cannot-fetched-server-answered", "what", what, "statusCode", res.StatusCode)
	}
	name := path.Base(u.Path)
	if strings.Trim(name, "./") == "" {
		name = u.Hostname()
	}
	return res.Body, name, nil
}

// notPublic are ranges that lead inside, or wrap addresses that do.
var notPublic = func() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.88.99.0/24",
		"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
		"fc00::/7", "fe80::/9", "ff00::/8",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

// public is whether an address is one of the internet's at large (RFC 6890 and
// its registry), not one of this machine or its networks.
func public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	return !slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(a) })
}

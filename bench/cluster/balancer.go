package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"sync/atomic"
	"time"
)

// balancer spreads requests over the servers that are ready. As balancers do, it
// asks another server where the first took no connection, or lost one before it
// answered what may be asked twice. Where none is ready it asks one all the same,
// so that people read the product's words and not the balancer's.
type balancer struct {
	backends []*backend
	turn     atomic.Uint64
	server   *http.Server
	base     string
	cancel   context.CancelFunc
}

type backend struct {
	address string
	ready   atomic.Bool
}

const brokenHeader = "X-Balancer" // marks answers that no server gave

func newBalancer(address string, servers []string) (*balancer, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	b := &balancer{base: "http://" + address}
	for _, s := range servers {
		b.backends = append(b.backends, &backend{address: s})
	}
	proxy := &httputil.ReverseProxy{Transport: &spread{b, &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}},
		ErrorLog: log.New(io.Discard, "", 0),
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetXForwarded()
			r.Out.Host = r.In.Host
			r.Out.URL.Scheme, r.Out.URL.Host = "http", b.pick(nil).address
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.Header().Set(brokenHeader, "no answer")
			w.WriteHeader(http.StatusBadGateway)
		}}
	var ctx context.Context
	ctx, b.cancel = context.WithCancel(context.Background())
	for _, one := range b.backends {
		go one.watch(ctx)
	}
	b.server = &http.Server{Handler: proxy, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = b.server.Serve(l) }()
	return b, nil
}

func (b *balancer) close() {
	b.cancel()
	_ = b.server.Close()
}

// pick is the next server that is ready, and any where none is.
func (b *balancer) pick(not *backend) *backend {
	n := int(b.turn.Add(1))
	var other *backend
	for i := range b.backends {
		one := b.backends[(n+i)%len(b.backends)]
		if one == not {
			continue
		}
		if one.ready.Load() {
			return one
		}
		if other == nil {
			other = one
		}
	}
	return other
}

func (b *balancer) find(address string) *backend {
	for _, one := range b.backends {
		if one.address == address {
			return one
		}
	}
	return nil
}

// watch asks a server whether it is ready, twice a second.
func (one *backend) watch(ctx context.Context) {
	client := &http.Client{Timeout: 4 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for ctx.Err() == nil {
		one.ready.Store(isOK(client, "http://"+one.address+"/readyz") == nil)
		select {
		case <-ctx.Done():
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// spread sends a request to another server when that is safe.
type spread struct {
	b    *balancer
	next http.RoundTripper
}

func (s *spread) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if r.Body != nil { // which a failed attempt would close; the proxy does it in the end
		r.Body = io.NopCloser(r.Body)
	}
	for tries := 1; ; tries++ {
		res, err := s.next.RoundTrip(r)
		if err == nil || r.Context().Err() != nil || tries == len(s.b.backends) {
			return res, err
		}
		var op *net.OpError
		dialed := errors.As(err, &op) && op.Op == "dial"
		first := s.b.find(r.URL.Host)
		if first != nil && dialed {
			first.ready.Store(false)
		}
		if again := r.Method == http.MethodGet || r.Method == http.MethodHead; !dialed && !again {
			return res, err
		}
		other := s.b.pick(first)
		if other == nil {
			return res, err
		}
		r.URL.Host = other.address
	}
}

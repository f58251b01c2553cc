package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/subscription"
)

// Caller sends what happened to addresses that strangers name: webhooks, and
// services that push to browsers. The address of every connection is looked at
// when it is made; nothing is followed, and no more is read than the log keeps.
type Caller struct {
	hosts         []string
	plain, secure *http.Client
}

const (
	// CallTime bounds a whole exchange, so one byte a second ends as well.
	CallTime = 15 * time.Second
	// CallAnswer is how much of an answer is read, in bytes.
	CallAnswer = 4 << 10

	confirmTime = 6 * time.Second // while whoever subscribes waits
)

// NewCaller makes a Caller. The hosts may be called although their addresses are
// private, and on this machine without TLS; that is for development.
func NewCaller(hosts []string) *Caller {
	c := &Caller{hosts: hosts}
	guarded := guardedDialer(func(a netip.AddrPort) bool { return public(a.Addr()) && (a.Port() == 443 || a.Port() >= 1024) })
	open := &net.Dialer{Timeout: dialTime}
	loopback := guardedDialer(func(a netip.AddrPort) bool { return a.Addr().Unmap().IsLoopback() })
	c.secure = callClient(func(ctx context.Context, network, address string) (net.Conn, error) {
		if c.allows(address) {
			return open.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	})
	c.plain = callClient(func(ctx context.Context, network, address string) (net.Conn, error) {
		if !c.allows(address) {
			return nil, errInside
		}
		return loopback.DialContext(ctx, network, address)
	})
	return c
}

// allows is whether an address with its port is that of a named host.
func (c *Caller) allows(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && slices.Contains(c.hosts, host)
}

func callClient(dial func(ctx context.Context, network, address string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Transport: &http.Transport{DialContext: dial, TLSHandshakeTimeout: dialTime, MaxResponseHeaderBytes: maxHeader,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true, DisableCompression: true,
			MaxIdleConns: 200, MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Check says in words why deliveries cannot go to an address, as far as it can
// be told without asking for it.
func (c *Caller) Check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("This is no web address. It should look like https://example.org/hook.") //nolint:staticcheck // words for people
	case strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }):
		return errors.New("Write international names and spaces in their encoded form.") //nolint:staticcheck // words for people
	case u.User != nil || u.Fragment != "":
		return errors.New("The address may have no user name, password or fragment (#).") //nolint:staticcheck // words for people
	case slices.Contains(c.hosts, u.Hostname()):
		return nil
	case u.Scheme != "https":
		return errors.New("Deliveries go over TLS alone: the address begins with https://.") //nolint:staticcheck // words for people
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) || strings.EqualFold(u.Hostname(), "localhost") {
		return errors.New("This address is not on the public internet.") //nolint:staticcheck // words for people
	}
	return nil
}

// Call makes one request and reads the answer. An error is in words for the log
// and names nothing inside.
func (c *Caller) Call(ctx context.Context, method, address string, header http.Header, body []byte) (subscription.Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, CallTime)
	defer cancel()
	var a subscription.Reply
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return a, errors.New("this is no web address")
	}
	req.Header = header
	client := c.secure
	if req.URL.Scheme != "https" {
		client = c.plain
	}
	res, err := client.Do(req)
	if err != nil {
		return a, callError(ctx, err)
	}
	defer func() { _ = res.Body.Close() }()
	a.Status, a.Header = res.StatusCode, res.Header
	read, err := io.ReadAll(io.LimitReader(res.Body, CallAnswer+1))
	if len(read) > CallAnswer {
		read, a.Cut = read[:CallAnswer], true
	}
	if a.Body = read; err != nil && !a.Cut {
		return a, callError(ctx, err)
	}
	return a, nil
}

// callError words what went wrong on the way.
func callError(ctx context.Context, err error) error {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errInside):
		return errInside
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return ctx.Err()
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("there was no whole answer within %d seconds", int(CallTime.Seconds()))
	case errors.As(err, &dns):
		return errors.New("there is no such host")
	case errors.As(err, &certificate):
		return errors.New("its certificate is not one that can be trusted")
	case strings.Contains(err.Error(), "connection refused"):
		return errors.New("the connection was refused")
	case strings.Contains(err.Error(), "tls:"):
		return errors.New("it speaks no TLS, or none that is safe")
	}
	return errors.New("the connection ended before there was a whole answer")
}

// Confirm asks a receiver whether it wants deliveries: it has to answer with the
// challenge that it is sent. An error is about the field callback_url.
func (c *Caller) Confirm(ctx context.Context, address, verifyToken string) error {
	ctx, cancel := context.WithTimeout(ctx, confirmTime)
	defer cancel()
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails on the systems Go supports
	challenge := hex.EncodeToString(raw)
	u, err := url.Parse(address)
	if err != nil {
		return models.Invalidf("callback_url", "site.error.no-web-address")
	}
	q := u.Query()
	q.Set("hub.mode", "subscribe")
	q.Set("hub.challenge", challenge)
	q.Set("hub.verify_token", verifyToken)
	u.RawQuery = q.Encode()
	a, err := c.Call(ctx, http.MethodGet, u.String(), http.Header{"User-Agent": {subscription.UserAgent}, "Accept": {"*/*"}}, nil)
	switch {
	case err != nil:
		return models.Invalidf("callback_url", "site.error.unable-reach-callback-url", "address", fmt.Sprintf("%q", address), "error",
			err.Error())
	case a.Status < 200 || a.Status > 299:
		return models.Invalidf("callback_url", "site.error.unable-reach-callback-url-answered", "address", fmt.Sprintf("%q", address),
			"status", a.Status)
	case strings.TrimSpace(string(a.Body)) != challenge:
		return models.Invalidf("callback_url", "site.error.challenge-verification-failed-did-not", "address", fmt.Sprintf("%q", address))
	}
	return nil
}

package webtest

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models/subscription"
	"photogram/web"
)

// PushService stands for the one that Chromium is told of pushes by: check-in and
// registration, the connection on which messages come (MCS, over TLS), and the
// address of RFC 8030 that sites send to. What comes before the browser is there waits.
type PushService struct {
	t     testing.TB
	site  *httptest.Server // takes pushes, and what the browser asks by HTTP
	mcs   net.Listener
	calls *web.Caller

	mu      sync.Mutex
	conns   []net.Conn
	waiting [][]byte
	known   map[string]registration
	pushes  []http.Header
	answer  int
}

type registration struct{ app, subtype, sender string }

// NewPushService starts one.
func NewPushService(t testing.TB) *PushService {
	t.Helper()
	p := &PushService{t: t, known: map[string]registration{}, calls: web.NewCaller([]string{"127.0.0.1"})}
	mux := http.NewServeMux()
	mux.HandleFunc("/checkin", p.checkin)
	mux.HandleFunc("/register", p.register)
	mux.HandleFunc("POST /fcm/send/{token}", p.push)
	mux.HandleFunc("POST /wp/{token}", p.push)
	p.site = httptest.NewServer(mux)
	t.Cleanup(p.site.Close)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	p.mcs, err = tls.Listen("tcp", "127.0.0.1:0", &tls.Config{MinVersion: tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{cert}, PrivateKey: key}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.mcs.Close() })
	go func() {
		for {
			c, err := p.mcs.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

// Flags are what Chromium has to be started with to use it.
func (p *PushService) Flags() map[string]any {
	return map[string]any{"gcm-checkin-url": p.site.URL + "/checkin", "gcm-registration-url": p.site.URL + "/register",
		"gcm-mcs-endpoint": "https://" + p.mcs.Addr().String(), "ignore-certificate-errors": true}
}

// Call sends a request to a browser's endpoint, whose host is another in each build
// of Chromium, to this service.
func (p *PushService) Call(ctx context.Context, method, address string, header http.Header, body []byte) (subscription.Reply, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		return subscription.Reply{}, fmt.Errorf("%q is no endpoint: %w", address, err)
	}
	header = header.Clone()
	header.Set("X-Origin", "https://"+u.Host)
	return p.calls.Call(ctx, method, p.site.URL+u.Path, header, body)
}

// Pushes are the headers of all that was pushed.
func (p *PushService) Pushes() []http.Header {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]http.Header(nil), p.pushes...)
}

// Answers lets it answer with a status from now on; 0 as usual.
func (p *PushService) Answers(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = status
}

// What goes over the wire is protobuf, of which this is all that is needed.
func number(b []byte, field int, n uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(field)<<3), n)
}

func fixed(b []byte, field int, n uint64) []byte {
	return binary.LittleEndian.AppendUint64(binary.AppendUvarint(b, uint64(field)<<3|1), n)
}

func text(b []byte, field int, s string) []byte {
	return append(binary.AppendUvarint(binary.AppendUvarint(b, uint64(field)<<3|2), uint64(len(s))), s...)
}

func (p *PushService) checkin(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-protobuf")
	_, _ = w.Write(fixed(fixed(number(number(nil, 1, 1), 3, uint64(time.Now().UnixMilli())), 7, 1234567), 8, 7654321))
}

func (p *PushService) register(w http.ResponseWriter, r *http.Request) {
	token := rand.Text()
	p.mu.Lock()
	p.known[token] = registration{r.PostFormValue("app"), r.PostFormValue("X-subtype"), r.PostFormValue("sender")}
	p.mu.Unlock()
	_, _ = io.WriteString(w, "token="+token)
}

// Kinds of frames on the connection.
const (
	frameHeartbeat = 0
	frameAck       = 1
	frameLogin     = 2
	frameLoggedIn  = 3
	frameMessage   = 8
	mcsVersion     = 41
)

func frame(kind byte, body []byte) []byte {
	return append(binary.AppendUvarint([]byte{kind}, uint64(len(body))), body...)
}

func (p *PushService) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	if _, err := in.ReadByte(); err != nil { // the version
		return
	}
	for first := true; ; {
		kind, err := in.ReadByte()
		if err != nil {
			return
		}
		n, err := binary.ReadUvarint(in)
		if err != nil || n > 1<<20 {
			return
		}
		if _, err := io.CopyN(io.Discard, in, int64(n)); err != nil {
			return
		}
		switch kind {
		case frameLogin:
			out := frame(frameLoggedIn, number(text(nil, 1, "chrome"), 8, uint64(time.Now().UnixMilli())))
			if first {
				out, first = append([]byte{mcsVersion}, out...), false
			}
			if _, err := c.Write(out); err == nil {
				p.loggedIn(c)
			}
		case frameHeartbeat:
			_, _ = c.Write(frame(frameAck, nil))
		}
	}
}

// loggedIn gives a connection what waits.
func (p *PushService) loggedIn(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns = append(p.conns, c)
	for _, m := range p.waiting {
		_, _ = c.Write(m)
	}
	p.waiting = nil
}

func (p *PushService) push(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 5000))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pushes = append(p.pushes, r.Header.Clone())
	to, there := p.known[r.PathValue("token")]
	switch {
	case err != nil || r.Header.Get("Ttl") == "" || r.Header.Get("Content-Encoding") != "aes128gcm":
		w.WriteHeader(http.StatusBadRequest)
		return
	case p.answer != 0:
		w.WriteHeader(p.answer)
		return
	case !there:
		w.WriteHeader(http.StatusGone)
		return
	case len(body) > 4096:
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if err := vouched(r.Header.Get("Authorization"), r.Header.Get("X-Origin"), to.sender); err != nil {
		p.t.Errorf("the site does not prove who it is: %v", err)
		w.WriteHeader(http.StatusForbidden)
		return
	}
	pair := func(key, value string) string { return string(text(text(nil, 1, key), 2, value)) }
	m := text(text(text(nil, 2, rand.Text()), 3, to.sender), 5, to.app)
	m = text(text(m, 7, pair("subtype", to.subtype)), 7, pair("content-encoding", "aes128gcm"))
	m = number(number(text(m, 9, rand.Text()), 17, 60), 18, uint64(time.Now().UnixMilli()))
	m = frame(frameMessage, text(m, 21, string(body)))
	sent := false
	for _, c := range p.conns {
		_, err := c.Write(m)
		sent = sent || err == nil
	}
	if !sent {
		p.waiting = append(p.waiting, m)
	}
	w.WriteHeader(http.StatusCreated)
}

// vouched checks the token of RFC 8292 against the key that the browser subscribed with.
func vouched(header, origin, sender string) error {
	token, key, _ := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	part := strings.Split(token, ".")
	if len(part) != 3 || strings.TrimRight(sender, "=") != key {
		return fmt.Errorf("%q for %q", header, sender)
	}
	b64 := base64.RawURLEncoding
	point, err := b64.DecodeString(key)
	if err != nil {
		return err
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return err
	}
	signature, err := b64.DecodeString(part[2])
	if err != nil || len(signature) != 64 {
		return fmt.Errorf("a signature of %d bytes: %w", len(signature), err)
	}
	sum := sha256.Sum256([]byte(part[0] + "." + part[1]))
	if !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return fmt.Errorf("the signature is another's")
	}
	raw, err := b64.DecodeString(part[1])
	if err != nil {
		return err
	}
	var claims struct{ Aud, Sub string }
	if err := json.Unmarshal(raw, &claims); err != nil || claims.Aud != origin || claims.Sub == "" {
		return fmt.Errorf("claims %s: %w", raw, err)
	}
	return nil
}

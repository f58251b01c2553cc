package web

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// Whoever sends or reads must get on: something within Site.Stall, and steadyRate
// bytes a second over twice that. The time that the server takes itself does not count.
const (
	stallTime  = 30 * time.Second
	steadyRate = 1 << 10
	// steadyPiece is what is written at a time, so that the slowest reader that
	// is still let be gets it in time.
	steadyPiece = 16 << 10
)

// pace sums up how fast one end of a connection is.
type pace struct {
	waited time.Duration
	bytes  int64
}

// add counts n bytes that took a while, and says whether the pace is kept.
func (p *pace) add(n int64, took time.Duration, span time.Duration) bool {
	p.bytes += n
	if p.waited += took; p.waited < span {
		return true
	}
	kept := p.bytes >= int64(p.waited.Seconds()*steadyRate)
	*p = pace{}
	return kept
}

var errStalled = &StatusError{Status: http.StatusRequestTimeout,
	Message: "Nothing more arrived for a while, so this request was ended. Check your connection and send it again."}

// steadyBody ends a request whose body does not get on.
type steadyBody struct {
	io.ReadCloser
	conn *http.ResponseController
	kit  *Kit
	pace pace
	err  error

	upload bool // which Drain ends
}

func (b *steadyBody) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	began := time.Now()
	_ = b.conn.SetReadDeadline(began.Add(b.kit.Site.Stall)) // a recorder in tests has none
	if b.upload && b.kit.Drain.ctx.Err() != nil {
		_ = b.conn.SetReadDeadline(began) // as Drain did, which this took back
	}
	n, err := b.ReadCloser.Read(p)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded) && b.kit.Drain.ctx.Err() != nil: // Drain words it
	case errors.Is(err, os.ErrDeadlineExceeded) || err == nil && !b.pace.add(int64(n), time.Since(began), 2*b.kit.Site.Stall):
		n, err = 0, errStalled
	case err != nil:
		// Also what waits for the sender to go away reads from the connection.
		_ = b.conn.SetReadDeadline(time.Time{})
	}
	b.err = err
	return n, err
}

// steady makes bodies get on, and closes connections whose next request could be
// read in two ways: a body in pieces may have come with a length as well, of
// which net/http does not tell (RFC 9112, 6.1).
func (k *Kit) steady(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		conn := http.NewResponseController(w)
		body := &steadyBody{ReadCloser: r.Body, conn: conn, kit: k, upload: isUpload(r)}
		r.Body = body
		next.ServeHTTP(w, r)
		// What is left of the body is read by net/http, unless its sender was ended.
		rest := time.Now()
		if body.err != errStalled {
			rest = rest.Add(k.Site.Stall)
		}
		_ = conn.SetReadDeadline(rest)
	})
}

// Listener makes readers of what the server writes get on.
func (k *Kit) Listener(l net.Listener) net.Listener { return steadyListener{l, k} }

type steadyListener struct {
	net.Listener
	kit *Kit
}

func (l steadyListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &steadyConn{Conn: c, kit: l.kit}, nil
}

type steadyConn struct {
	net.Conn
	kit   *Kit
	pace  pace
	until time.Time // that a handler set
}

func (c *steadyConn) SetWriteDeadline(t time.Time) error {
	c.until = t
	return c.Conn.SetWriteDeadline(t)
}

// CloseWrite lets net/http end a connection so that the last answer is read.
func (c *steadyConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

func (c *steadyConn) Write(p []byte) (n int, err error) {
	for err == nil && n < len(p) {
		piece := p[n:min(len(p), n+steadyPiece)]
		var m int64
		m, err = c.get(func() (int64, error) {
			m, err := c.Conn.Write(piece)
			return int64(m), err
		})
		n += int(m)
	}
	return n, err
}

// ReadFrom keeps the system's way from a file to a connection.
func (c *steadyConn) ReadFrom(r io.Reader) (n int64, err error) {
	to, ok := c.Conn.(io.ReaderFrom)
	if !ok {
		return io.Copy(struct{ io.Writer }{c}, r)
	}
	left := int64(1<<63 - 1)
	limited, ok := r.(*io.LimitedReader)
	if ok {
		r, left = limited.R, limited.N
	}
	for err == nil && left > 0 {
		want := min(left, steadyPiece)
		var m int64
		m, err = c.get(func() (int64, error) { return to.ReadFrom(&io.LimitedReader{R: r, N: want}) })
		n, left = n+m, left-m
		if m < want {
			break
		}
	}
	if limited != nil {
		limited.N = left
	}
	return n, err
}

// get writes a piece within Site.Stall.
func (c *steadyConn) get(write func() (int64, error)) (int64, error) {
	began := time.Now()
	until := began.Add(c.kit.Site.Stall)
	if !c.until.IsZero() && c.until.Before(until) {
		until = c.until
	}
	if err := c.Conn.SetWriteDeadline(until); err != nil {
		return 0, err
	}
	n, err := write()
	if err == nil && !c.pace.add(n, time.Since(began), 2*c.kit.Site.Stall) {
		_ = c.Close()
		err = os.ErrDeadlineExceeded
	}
	return n, err
}

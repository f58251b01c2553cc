package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"
)

// Files go the system's way from the disk to a connection, whole, and stop at a
// reader that takes nothing in.
func TestFilesGoToSteadyReaders(t *testing.T) {
	t.Parallel()
	data := make([]byte, 3<<20)
	_, _ = rand.Read(data)
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	open, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := (&Kit{Site: Site{Stall: 300 * time.Millisecond}}).Listener(open)
	defer func() { _ = l.Close() }()
	for _, limit := range []int64{-1, 1 << 20, 100, int64(len(data)), 5 << 20} {
		for _, reads := range []bool{true, false} {
			client, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			server, err := l.Accept()
			if err != nil {
				t.Fatal(err)
			}
			got := make(chan []byte, 1)
			if reads {
				go func() {
					b, _ := io.ReadAll(client)
					got <- b
				}()
			} else if limit >= 0 {
				_, _ = client.Close(), server.Close()
				continue
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			var from io.Reader = f
			want := data
			if limit >= 0 {
				from, want = io.LimitReader(f, limit), data[:min(limit, int64(len(data)))]
			}
			rounds := 1
			if !reads {
				rounds = 100 // more than the system keeps
			}
			var n int64
			for range rounds {
				var m int64
				if _, err = f.Seek(0, io.SeekStart); err != nil {
					t.Fatal(err)
				}
				if m, err = server.(io.ReaderFrom).ReadFrom(from); err != nil {
					break
				}
				n += m
			}
			_, _ = server.Close(), f.Close()
			if reads {
				if b := <-got; err != nil || n != int64(len(want)) || !bytes.Equal(b, want) {
					t.Errorf("limit %d: %d bytes sent and %d read of %d: %v", limit, n, len(b), len(want), err)
				}
			} else if !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("nobody reads: %d bytes, %v", n, err)
			}
			_ = client.Close()
		}
	}
}

func TestPace(t *testing.T) {
	t.Parallel()
	var p pace
	for i := range 100 {
		if !p.add(3<<10, 2*time.Second, time.Minute) {
			t.Fatalf("1.5 KB a second is refused after %d", i)
		}
	}
	p = pace{}
	kept := true
	for range 30 {
		kept = p.add(1<<10, 2*time.Second, time.Minute) && kept
	}
	if kept {
		t.Error("half a KB a second for a minute is taken")
	}
}

// deadlines is a connection that only notes how long it may be read from.
type deadlines struct {
	http.ResponseWriter
	last time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error {
	d.last = t
	return nil
}

// Nothing more is read from whoever was ended, and the rest of a body that
// nobody wanted is.
func TestWhoIsEndedIsNotReadAnyLonger(t *testing.T) {
	t.Parallel()
	k := &Kit{Site: Site{Stall: time.Hour}, Drain: newDrain()}
	for _, ends := range []error{os.ErrDeadlineExceeded, nil} {
		conn := &deadlines{ResponseWriter: httptest.NewRecorder()}
		body := io.NopCloser(iotest.ErrReader(ends))
		if ends == nil {
			body = io.NopCloser(bytes.NewReader([]byte("more than is read")))
		}
		r := httptest.NewRequest(http.MethodPost, "/", body)
		k.steady(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = r.Body.Read(make([]byte, 4)) })).ServeHTTP(conn, r)
		if waits := conn.last.After(time.Now()); waits != (ends == nil) {
			t.Errorf("%v: read until %v", ends, conn.last)
		}
	}
}

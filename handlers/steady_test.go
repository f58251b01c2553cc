package handlers_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/web"
	"photogram/web/webtest"
)

// dial is a connection to the site that takes in as little as the system lets it.
func dial(t *testing.T, s *webtest.Site) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	tcp := c.(*net.TCPConn)
	if err := errors.Join(tcp.SetReadBuffer(4096), tcp.SetDeadline(time.Now().Add(10*time.Minute))); err != nil {
		t.Fatal(err)
	}
	return tcp
}

// Senders that stop, or that send a byte now and then, are ended with a word.
func TestSendersGetOnOrAreEnded(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.Stall = 400 * time.Millisecond })
	ada := s.User("ada")
	token := "Authorization: Bearer " + s.Token(ada, "basic publish")
	part := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n" +
		string(mediatest.Photo(64, 64)[:200])
	for _, c := range []struct{ name, head, begin string }{
		{"form of a page", "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: " +
			"application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\n", "login=ada&pass"},
		{"form of the API", "POST /v1/media/1/likes HTTP/1.1\r\nHost: x\r\n" + token +
			"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\n", "a="},
		{"upload", "POST /v1/media/upload HTTP/1.1\r\nHost: x\r\n" + token +
			"\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000\r\n\r\n", part},
		{"upload in pieces", "POST /v1/media/upload HTTP/1.1\r\nHost: x\r\n" + token +
			"\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n",
			fmt.Sprintf("%x\r\n%s\r\n", len(part), part)},
		{"body that nobody wants", "POST /v1/media/upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; " +
			"boundary=b\r\nContent-Length: 90000\r\n\r\n", "x"},
	} {
		for _, drips := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, drips %v", c.name, drips), func(t *testing.T) {
				t.Parallel()
				conn := dial(t, s)
				if _, err := io.WriteString(conn, c.head+c.begin); err != nil {
					t.Fatal(err)
				}
				if drips && !strings.Contains(c.head, "chunked") {
					go func() {
						for { // until it is ended
							if _, err := conn.Write([]byte("x")); err != nil {
								return
							}
							time.Sleep(50 * time.Millisecond)
						}
					}()
				}
				in := bufio.NewReader(conn)
				res, err := http.ReadResponse(in, nil)
				if err != nil {
					if errors.Is(err, os.ErrDeadlineExceeded) {
						t.Fatal("the connection stays open")
					}
					return // ended while a byte was on its way
				}
				defer func() { _ = res.Body.Close() }()
				if res.StatusCode >= 500 {
					t.Errorf("%s", res.Status)
				}
				_, _ = io.Copy(io.Discard, res.Body)
				if _, err := in.ReadByte(); errors.Is(err, os.ErrDeadlineExceeded) || err == nil {
					t.Errorf("the connection stays open: %v", err)
				}
			})
		}
	}
	t.Run("a part of an upload", func(t *testing.T) {
		t.Parallel()
		up := sender{t, s.As(ada)}
		path := up.begin(90_000, "batch", "b", "filename", "a.jpg")
		conn := dial(t, s)
		cookie := s.Sessions.CookieName() + "=" + up.c.Cookie(s.Sessions.CookieName())
		if _, err := fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: "+
			"0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 90000\r\n\r\n0123456789", path, cookie); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		if res.StatusCode != http.StatusRequestTimeout {
			t.Fatal(res.Status)
		}
		if at := up.tell("HEAD", path, nil).Header.Get("Upload-Offset"); at != "10" {
			t.Errorf("the upload goes on at %s", at)
		}
	})
	t.Run("slow and steady", func(t *testing.T) {
		t.Parallel()
		conn := dial(t, s)
		photo := mediatest.Photo(400, 300)
		body := strings.Replace(part, string(mediatest.Photo(64, 64)[:200]), string(photo), 1) + "\r\n--b--\r\n"
		_, err := fmt.Fprintf(conn, "POST /v1/media/upload HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Type: multipart/form-data; "+
			"boundary=b\r\nContent-Length: %d\r\n\r\n", token, len(body))
		step := max(len(body)/25, 2000)
		for at := 0; at < len(body) && err == nil; at += step {
			_, err = io.WriteString(conn, body[at:min(len(body), at+step)])
			time.Sleep(40 * time.Millisecond)
		}
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		if res.StatusCode != http.StatusOK {
			t.Fatal(res.Status)
		}
	})
}

// A reader that takes nothing in is ended, and one that is slow is not.
func TestReadersGetOnOrAreEnded(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.Stall = 400 * time.Millisecond })
	for _, path := range []string{"/about", "/nowhere.js", "/openapi.yaml"} {
		conn := dial(t, s)
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
				if errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("%s: the connection stays open after %d requests of which nothing was read", path, i)
				}
				break
			}
		}
	}
	conn := dial(t, s)
	if _, err := fmt.Fprintf(conn, "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReaderSize(conn, 16)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var n int64
	for err == nil {
		var m int64
		m, err = io.CopyN(io.Discard, res.Body, 64<<10)
		n += m
		time.Sleep(20 * time.Millisecond)
	}
	if !errors.Is(err, io.EOF) || n != res.ContentLength {
		t.Errorf("a slow reader has %d of %d bytes: %v", n, res.ContentLength, err)
	}
}

// A body with two lengths could be read in two ways, so nothing comes after it.
func TestTwoLengthsCloseTheConnection(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	for _, head := range []string{"Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4"} {
		conn := dial(t, s)
		if _, err := fmt.Fprintf(conn, "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: "+
			"application/x-www-form-urlencoded\r\n%s\r\n\r\n0\r\n\r\nGET /about HTTP/1.1\r\nHost: x\r\n\r\n", head); err != nil {
			t.Fatal(err)
		}
		in := bufio.NewReader(conn)
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		if !res.Close {
			t.Errorf("%s: the connection is kept", head)
		}
		defer func() { _ = res.Body.Close() }()
		_, _ = io.Copy(io.Discard, res.Body)
		if _, err := in.ReadByte(); !errors.Is(err, io.EOF) && !strings.Contains(fmt.Sprint(err), "reset") {
			t.Errorf("%s: something comes after the answer: %v", head, err)
		}
	}
}

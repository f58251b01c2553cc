package webtest

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Raw writes bytes to the site as they are, ends the sending side, and reads
// the answer's status; 0 when the server says nothing.
func (s *Site) Raw(request string) int {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.server.Listener.Addr().String())
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(Patience)); err != nil {
		s.t.Fatal(err)
	}
	_, _ = conn.Write([]byte(request)) // a server that has heard enough may close
	_ = conn.(*net.TCPConn).CloseWrite()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= 500 && res.StatusCode != http.StatusHTTPVersionNotSupported {
		s.t.Errorf("%.200q: %s", request, res.Status)
	}
	return res.StatusCode
}

// Head is the head of a raw request with a body of length bytes to come.
func (s *Site) Head(method, path string, length int, headers ...string) string {
	out := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n", method, path,
		s.server.Listener.Addr(), length)
	for i := 0; i+1 < len(headers); i += 2 {
		out += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	return out + "\r\n"
}

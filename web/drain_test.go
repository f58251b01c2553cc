package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"photogram/web"
)

// A stop ends bodies that are still coming, and no request whose body is here.
func TestAStopTellsOnlyWhoStillSends(t *testing.T) {
	t.Parallel()
	var site *web.Kit
	reading := make(chan struct{})
	s := serve(t, nil, func(c *gin.Context) error {
		if c.Query("whole") != "" {
			if _, err := io.Copy(io.Discard, c.Request.Body); err != nil {
				return err
			}
			site.Drain.Tell()
			c.String(http.StatusOK, "%v", c.Request.Context().Err())
			return nil
		}
		if _, err := io.ReadFull(c.Request.Body, make([]byte, 4)); err != nil {
			return err
		}
		close(reading)
		_, err := io.Copy(io.Discard, c.Request.Body)
		return err
	}, "POST")
	site = s.Kit
	half, rest := io.Pipe()
	defer func() { _ = rest.Close() }()
	go func() { _, _ = rest.Write([]byte("half")) }()
	type said struct {
		status int
		text   string
	}
	whole, partial := make(chan said, 1), make(chan said, 1)
	send := func(answers chan<- said, path string, body io.Reader) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, body)
		if err != nil {
			t.Error(err)
			return
		}
		req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			answers <- said{0, err.Error()}
			return
		}
		defer func() { _ = res.Body.Close() }()
		text, _ := io.ReadAll(res.Body)
		answers <- said{res.StatusCode, string(text)}
	}
	go send(partial, "/upload", half)
	<-reading
	send(whole, "/upload?whole=1", strings.NewReader("all of it"))
	if got := <-whole; got.status != http.StatusOK || got.text != "<nil>" {
		t.Errorf("whose body was here: %v", got)
	}
	if got := <-partial; got.status != http.StatusServiceUnavailable || !strings.Contains(got.text, "restarting the site") {
		t.Errorf("who still sent: %d %.300s", got.status, got.text)
	}
}

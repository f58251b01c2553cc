package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/models"
)

type formErrorKey struct{}

// readForm reads urlencoded bodies, also of DELETE, and lets forms and old
// clients say DELETE, PUT or PATCH with _method on a POST. What was wrong with
// a body is remembered for ParseForm, since it can be read only once.
func readForm(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = named(r)
		if isForm(r) && !isPart(r) {
			if err := parseURLEncoded(r); err != nil {
				r = r.WithContext(context.WithValue(r.Context(), formErrorKey{}, err))
			}
		}
		if r.Method == http.MethodPost {
			method := r.URL.Query().Get("_method")
			if method == "" {
				method = r.PostForm.Get("_method")
			}
			switch method = strings.ToUpper(method); method {
			case http.MethodDelete, http.MethodPut, http.MethodPatch:
				r2 := *r
				r2.Method = method
				r = &r2
			}
		}
		next.ServeHTTP(w, r)
	})
}

// named says of a body that does not say what it is: JSON where it begins as an
// object does, a form otherwise. Programs leave that out, and would lose the body.
func named(r *http.Request) *http.Request {
	if r.Header.Get("Content-Type") != "" || r.Body == nil || r.Body == http.NoBody || isPart(r) {
		return r
	}
	body := bufio.NewReader(r.Body)
	first, _ := body.Peek(64) // what is wrong with the body is met again by whoever reads it
	if len(first) == 0 {
		return r
	}
	r2 := *r
	r2.Header = r.Header.Clone()
	r2.Body = struct {
		io.Reader
		io.Closer
	}{body, r.Body}
	kind := "application/x-www-form-urlencoded"
	if strings.HasPrefix(strings.TrimSpace(string(first)), "{") {
		kind = "application/json"
	}
	r2.Header.Set("Content-Type", kind)
	return &r2
}

// parseURLEncoded is ParseForm for every method with a body; net/http leaves
// out that of DELETE.
func parseURLEncoded(r *http.Request) error {
	if r.Method != http.MethodDelete {
		return r.ParseForm()
	}
	r2 := *r
	r2.Method = http.MethodPost
	err := r2.ParseForm()
	r.Form, r.PostForm = r2.Form, r2.PostForm
	return err
}

// ParseForm reads a form of either encoding and at most limit bytes, and says
// what is wrong with one that cannot be read. The caller removes the temporary
// files of a multipart form.
func ParseForm(w http.ResponseWriter, r *http.Request, limit int64) error {
	err, _ := r.Context().Value(formErrorKey{}).(error)
	switch {
	case err != nil:
	case strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/"):
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		err = r.ParseMultipartForm(maxBody)
	default:
		err = r.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	var known *StatusError
	if err == nil || errors.As(err, &tooLarge) || errors.As(err, &known) || models.KindOf(err) == models.Unavailable {
		return err
	}
	return &StatusError{Status: http.StatusBadRequest, Message: "The form can't be read: " + strings.ToValidUTF8(err.Error(), "?") + "."}
}

// ReadForm reads the body of an unsafe request, so that handlers need not think of
// bodies that are broken or too large.
func (k *Kit) ReadForm(c *gin.Context) {
	switch c.Request.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
	default:
		if err := ParseForm(c.Writer, c.Request, maxBody); err != nil {
			k.Fail(c, err)
			c.Abort()
			return
		}
		if f := c.Request.MultipartForm; f != nil {
			defer func() { _ = f.RemoveAll() }()
		}
	}
	c.Next()
}

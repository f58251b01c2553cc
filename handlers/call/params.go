package call

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"photogram/models"
	"photogram/web"
)

// maxBody bounds a body other than an upload, in bytes.
const maxBody = 1 << 20

// Read collects the query, form fields and a JSON object into one set of names;
// the body wins. Of a call that takes files a multipart form is left unread, for
// Receive.
func (c *Call) Read(takesFiles bool) error {
	c.Values = map[string][]string(c.Request.URL.Query())
	kind := c.ContentType()
	form := strings.HasPrefix(kind, "multipart/")
	switch {
	case c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead || form && takesFiles:
		return nil
	case kind == "application/json":
		return c.readJSON()
	case form:
		defer func() {
			if f := c.Request.MultipartForm; f != nil {
				_ = f.RemoveAll()
			}
		}()
	}
	if err := web.ParseForm(c.Writer, c.Request, max(maxBody, c.MaxBody)); err != nil {
		return err
	}
	for name, values := range c.Request.PostForm {
		c.Values[name] = values
	}
	if f := c.Request.MultipartForm; f != nil {
		c.files = map[string]bool{}
		for name := range f.File {
			c.Values[name], c.files[name] = []string{"file"}, true
		}
	}
	return nil
}

func badBody(err error) error {
	if web.Status(err) != http.StatusInternalServerError {
		return err
	}
	return models.Invalidf("", "call.error.body-cannot-read", "err", err)
}

func (c *Call) readJSON() error {
	raw, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return badBody(err)
	}
	if len(strings.TrimSpace(string(raw))) == 0 {
		return nil
	}
	if !utf8.Valid(raw) {
		return models.Invalidf("", "call.error.body-not-valid-text-utf")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return models.Invalidf("", "call.error.body-not-json-object")
	}
	for name, value := range object {
		var list []json.RawMessage
		if json.Unmarshal(value, &list) == nil && list != nil {
			texts := make([]string, len(list))
			for i, item := range list {
				texts[i] = jsonText(item)
			}
			c.Values[name] = texts
			continue
		}
		if string(value) == "null" {
			c.Values[name] = nil // which CheckTaken refuses
			continue
		}
		c.Values[name] = []string{jsonText(value)}
	}
	return nil
}

func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

func (c *Call) Has(name string) bool {
	_, sent := c.Values[name]
	return sent
}

func (c *Call) Text(name string) string {
	if values := c.Values[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Optional is nil when the parameter was not sent.
func (c *Call) Optional(name string) *string {
	if !c.Has(name) {
		return nil
	}
	s := c.Text(name)
	return &s
}

// List reads a parameter that may be repeated, a JSON list, or separated by commas.
func (c *Call) List(name string) []string {
	var out []string
	values := c.Values[name]
	values = append(values, c.Values[name+"[]"]...)
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// Boolean is nil when the parameter was not sent.
func (c *Call) Boolean(name string) (*bool, error) {
	if !c.Has(name) {
		return nil, nil
	}
	switch strings.ToLower(c.Text(name)) {
	case "true", "1", "on", "yes":
		v := true
		return &v, nil
	case "false", "0", "off", "no":
		v := false
		return &v, nil
	}
	return nil, models.Invalidf(name, "call.error.send-true-false")
}

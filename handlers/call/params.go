package call

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
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
	case isJSON(kind):
		return c.readJSON()
	case !form && kind != "" && kind != "application/x-www-form-urlencoded":
		return c.readOther(kind)
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

func isJSON(kind string) bool {
	return kind == "application/json" || kind == "text/json" || strings.HasSuffix(kind, "+json")
}

// readOther reads a body that is called something else. A page's fetch calls its texts
// text/plain, whatever they are; nothing is dropped because of its name.
func (c *Call) readOther(kind string) error {
	raw, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return badBody(err)
	}
	text := strings.TrimSpace(string(raw))
	switch {
	case text == "":
		return nil
	case kind != "text/plain":
		return models.Invalidf("Content-Type", "call.error.send-form-or-json", "kind", kind)
	case strings.HasPrefix(text, "{"):
		return c.readObject(raw)
	}
	form, err := url.ParseQuery(text)
	if err != nil {
		return models.Invalidf("Content-Type", "call.error.send-form-or-json", "kind", kind)
	}
	c.Request.PostForm = form
	for name, values := range form {
		c.Values[name] = values
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
	return c.readObject(raw)
}

func (c *Call) readObject(raw []byte) error {
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
			c.Values[name] = texts(list)
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

// plain is the name of a list whose items came as name[] or name[0].
func plain(name string) string {
	list, index, found := strings.Cut(name, "[")
	index, closed := strings.CutSuffix(index, "]")
	if !found || !closed || strings.Trim(index, "0123456789") != "" {
		return name
	}
	return list
}

// gather brings a list together under its own name, in whichever forms programs send
// one: repeated, as name[] or name[0], or as a list in JSON.
func (c *Call) gather(name string) {
	var others []string
	for sent := range c.Values {
		if sent != name && plain(sent) == name {
			others = append(others, sent)
		}
	}
	slices.SortFunc(others, func(a, b string) int { // by their numbers
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	values, sent := c.Values[name]
	for _, other := range others {
		values = append(values, c.Values[other]...)
		if c.files[other] {
			c.files[name] = true
		}
		delete(c.Values, other)
	}
	if len(values) == 1 && strings.HasPrefix(strings.TrimSpace(values[0]), "[") {
		var items []json.RawMessage
		if json.Unmarshal([]byte(values[0]), &items) == nil {
			values = texts(items)
		}
	}
	if sent || len(others) > 0 {
		c.Values[name] = values
	}
}

func texts(items []json.RawMessage) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = jsonText(item)
	}
	return out
}

// List reads a list whose items may also be separated by commas.
func (c *Call) List(name string) []string {
	c.gather(name)
	var out []string
	for _, v := range c.Values[name] {
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

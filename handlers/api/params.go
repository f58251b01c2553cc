package api

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"photogram/models"
	"photogram/models/index"
	"photogram/models/post"
	"photogram/web"
)

// maxBody bounds a body other than an upload, in bytes.
const maxBody = 1 << 20

// readParams collects the query, form fields and a JSON object into one set
// of names; the body wins.
func (r *request) readParams() error {
	r.params = map[string][]string(r.Request.URL.Query())
	kind := r.ContentType()
	switch {
	case r.Request.Method == "GET" || r.Request.Method == "HEAD" || strings.HasPrefix(kind, "multipart/") &&
		strings.HasSuffix(r.FullPath(), "/upload"):
		return nil
	case kind == "application/json":
		return r.readJSON()
	case strings.HasPrefix(kind, "multipart/"):
		defer func() {
			if f := r.Request.MultipartForm; f != nil {
				_ = f.RemoveAll()
			}
		}()
		if err := web.ParseForm(r.Writer, r.Request, maxBody); err != nil {
			return err
		}
	default:
		if err := web.ParseForm(r.Writer, r.Request, maxBody); err != nil {
			return err
		}
	}
	for name, values := range r.Request.PostForm {
		r.params[name] = values
	}
	if f := r.Request.MultipartForm; f != nil {
		r.files = map[string]bool{}
		for name := range f.File {
			r.params[name], r.files[name] = []string{"file"}, true
		}
	}
	return nil
}

func badBody(err error) error {
	if web.Status(err) != 500 {
		return err
	}
	return models.Invalidf("", "The body can't be read: %v.", err)
}

func (r *request) readJSON() error {
	raw, err := io.ReadAll(r.Request.Body)
	if err != nil {
		return badBody(err)
	}
	if len(strings.TrimSpace(string(raw))) == 0 {
		return nil
	}
	if !utf8.Valid(raw) {
		return models.Invalidf("", "The body is not valid text (UTF-8).")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return models.Invalidf("", "The body is not a JSON object.")
	}
	for name, value := range object {
		var list []json.RawMessage
		if json.Unmarshal(value, &list) == nil && list != nil {
			texts := make([]string, len(list))
			for i, item := range list {
				texts[i] = jsonText(item)
			}
			r.params[name] = texts
			continue
		}
		if string(value) == "null" {
			r.params[name] = nil // which checkTaken refuses
			continue
		}
		r.params[name] = []string{jsonText(value)}
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

func (r *request) has(name string) bool {
	_, sent := r.params[name]
	return sent
}

func (r *request) text(name string) string {
	if values := r.params[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// optional is nil when the parameter was not sent.
func (r *request) optional(name string) *string {
	if !r.has(name) {
		return nil
	}
	s := r.text(name)
	return &s
}

// list reads a parameter that may be repeated, a JSON list, or separated by commas.
func (r *request) list(name string) []string {
	var out []string
	values := r.params[name]
	values = append(values, r.params[name+"[]"]...)
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

func (r *request) boolean(name string) (*bool, error) {
	if !r.has(name) {
		return nil, nil
	}
	switch strings.ToLower(r.text(name)) {
	case "true", "1", "on", "yes":
		v := true
		return &v, nil
	case "false", "0", "off", "no":
		v := false
		return &v, nil
	}
	return nil, models.Invalidf(name, "Send true or false.")
}

// Sizes of lists.
const (
	defaultCount = 20
	maxCount     = 100
)

func (r *request) count() (int, error) {
	s := r.text("count")
	if s == "" {
		return defaultCount, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, models.Invalidf("count", "Send a whole number from 1 to %d.", maxCount)
	}
	return min(n, maxCount), nil
}

// mediaKey reads a media id such as 901_7 or 901; the owner is 0 when it is not named.
func mediaKey(s string) (id, owner models.ID, err error) {
	first, second, named := strings.Cut(s, "_")
	if id, err = models.ParseID(first); err != nil {
		return 0, 0, errNoMedia
	}
	if named {
		if owner, err = models.ParseID(second); err != nil {
			return 0, 0, errNoMedia
		}
	}
	return id, owner, nil
}

// pageOf reads count, max_id, min_id, min_timestamp and max_timestamp; the
// names of the keys differ between lists.
func (r *request) pageOf(maxName, minName string) (models.Page, error) {
	var p models.Page
	var err error
	if p.Limit, err = r.count(); err != nil {
		return p, err
	}
	for name, into := range map[string]*models.ID{maxName: &p.Before, minName: &p.After} {
		s := r.text(name)
		if s == "" || s == "0" {
			continue
		}
		id, _, err := mediaKey(s)
		if err != nil {
			return p, models.Invalidf(name, "This is not a media id.")
		}
		if *into, err = post.PageKey(r.ctx(), r.api.Store, id); err != nil {
			return p, err
		}
	}
	for name, into := range map[string]*time.Time{"min_timestamp": &p.Since, "max_timestamp": &p.Until} {
		s := r.text(name)
		if s == "" {
			continue
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return p, models.Invalidf(name, "Send the time as seconds since 1970.")
		}
		*into = time.Unix(n, 0)
	}
	return p, nil
}

// cursor reads the key of a list of people.
func (r *request) cursor(name string) (models.ID, error) {
	s := r.text(name)
	if s == "" {
		return 0, nil
	}
	id, err := models.ParseID(s)
	if err != nil {
		return 0, models.Invalidf(name, "This is not a place in the list.")
	}
	return id, nil
}

// nextURL is the absolute address of the next page, with parameters as names
// and values in turn. It keeps the others but never the token: see nextParam.
func (r *request) nextURL(pairs ...string) string {
	q := url.Values{}
	for key, values := range r.Request.URL.Query() {
		if key != "access_token" && key != "sig" && key != nextParam {
			q[key] = values
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	path := url.URL{Path: r.Request.URL.Path}
	if r.inQuery != "" {
		q.Set(nextParam, r.api.sealNext(r.inQuery, path.Path, q))
	}
	return fmt.Sprintf("%s%s?%s", r.api.Site.BaseURL, path.EscapedPath(), q.Encode())
}

// next is the pagination with one key; at the end of the list it is empty.
func (r *request) next(param, out, value string) *page {
	if value == "" {
		return &page{}
	}
	return &page{out: value, "next_url": r.nextURL(param, value)}
}

// keyPage answers with one page of a list whose places are named by one key.
func keyPage[T any](r *request, key string, show func([]T) (any, error),
	read func(from models.ID, n int) ([]T, models.ID, error)) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	from, err := r.cursor(key)
	if err != nil {
		return nil, nil, err
	}
	rows, next, err := read(from, n)
	if err != nil {
		return nil, nil, err
	}
	out, err := show(rows)
	return out, r.next(key, "next_"+key, keyText(next)), err
}

// each shows the rows of a list one by one.
func each[T, O any](show func(*T) O) func([]T) (any, error) {
	return func(rows []T) (any, error) {
		out := make([]O, len(rows))
		for i := range rows {
			out[i] = show(&rows[i])
		}
		return out, nil
	}
}

// coordinates reads a point; nil when neither number was sent.
func (r *request) coordinates(latitude, longitude string) (*index.Coordinates, error) {
	if !r.has(latitude) && !r.has(longitude) {
		return nil, nil
	}
	var v [2]float64
	for i, name := range []string{latitude, longitude} {
		n, err := strconv.ParseFloat(r.text(name), 64)
		if err != nil {
			return nil, models.Invalidf(name, "Send a number of degrees, such as 52.52.")
		}
		v[i] = n
	}
	at, err := index.CleanCoordinates(v[0], v[1])
	return &at, err
}

// query reads the text of a search.
func (r *request) query() (string, error) {
	if q := r.text("q"); q != "" {
		return q, nil
	}
	return "", models.Invalidf("q", "Send a text to search for.")
}

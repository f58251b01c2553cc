package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"photogram/models"
	"photogram/web"
)

var batchRoutes = []route{{"POST", "/", "basic", "batch", (*API).callBatch}}

// maxCalls is how many calls may be sent at a time.
const maxCalls = 50

// batched is one call of several that are sent at a time.
type batched struct {
	Method        string          `json:"method"`
	URL           string          `json:"relative_url"`
	Body          json.RawMessage `json:"body"` // a form, or an object
	Name          string          `json:"name"`
	After         string          `json:"depends_on"`
	OmitOnSuccess *bool           `json:"omit_response_on_success"`
	Files         string          `json:"attached_files"`
	OldFiles      string          `json:"attachedFiles"`
	Token         string          `json:"access_token"`

	answer *batchAnswer // nil before it was made
	sought bool         // another call refers to it
}

type batchHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type batchAnswer struct {
	Code    int           `json:"code"`
	Headers []batchHeader `json:"headers,omitempty"`
	Body    string        `json:"body"`
}

func (b *batchAnswer) fine() bool { return b.Code < 400 }

func (b *batched) files() (names []string) {
	for name := range strings.SplitSeq(b.Files+","+b.OldFiles, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// isBatch is whether several calls are sent at a time, perhaps with files.
func (g *request) isBatch() bool {
	return g.node == "" && g.Request.Method == http.MethodPost
}

// readBatch is Read for a batch whose files are handed on.
func (g *request) readBatch() error {
	g.Values = map[string][]string(g.Request.URL.Query())
	limit := int64(usualBody)
	if g.FindToken() != "" {
		limit = web.MaxBatch
	}
	if err := web.ParseForm(g.Writer, g.Request, limit); err != nil {
		return err
	}
	maps.Copy(g.Values, g.Request.PostForm)
	return nil
}

// callBatch carries out several calls, one after the other. One that fails does not fail the others.
func (a *API) callBatch(g *request) (any, error) {
	if form := g.Request.MultipartForm; form != nil {
		defer func() { _ = form.RemoveAll() }()
	}
	calls, err := g.batchCalls()
	if err != nil {
		return nil, err
	}
	headers, err := g.Boolean("include_headers")
	if err != nil {
		return nil, err
	}
	out := make([]any, len(calls))
	for i := range calls {
		b := &calls[i]
		b.answer = a.callOne(g, b, calls[:i])
		omit := b.sought
		if b.OmitOnSuccess != nil {
			omit = *b.OmitOnSuccess
		}
		if headers != nil && !*headers {
			b.answer.Headers = nil
		}
		if !omit || !b.answer.fine() {
			out[i] = b.answer
		}
	}
	return out, nil
}

// batchCalls reads the calls.
func (g *request) batchCalls() ([]batched, error) {
	texts := g.Values["batch"]
	if len(texts) == 0 || texts[0] == "" {
		return nil, required("batch")
	}
	raw := "[" + strings.Join(texts, ",") + "]"
	if len(texts) == 1 && !strings.HasPrefix(strings.TrimSpace(texts[0]), "{") {
		raw = texts[0]
	}
	var calls []batched
	if err := json.Unmarshal([]byte(raw), &calls); err != nil {
		return nil, badField("batch", `Send a list in JSON such as [{"method":"GET","relative_url":"me"}].`)
	}
	if len(calls) == 0 || len(calls) > maxCalls {
		return nil, badField("batch", fmt.Sprintf("Send 1 to %d calls.", maxCalls))
	}
	var files []string
	for i := range calls {
		b := &calls[i]
		files = append(files, b.files()...)
		for j := range calls {
			if b.Name != "" && j != i {
				if calls[j].Name == b.Name {
					return nil, badField("batch", fmt.Sprintf("Two calls are named %q.", b.Name))
				}
				b.sought = b.sought || calls[j].refersTo(b.Name)
			}
		}
	}
	if form := g.Request.MultipartForm; form != nil {
		for _, name := range slices.Sorted(maps.Keys(form.File)) {
			if !slices.Contains(files, name) {
				return nil, badField(name, "No call names this file among its attached_files.")
			}
		}
	}
	return calls, nil
}

// callOne carries out one call.
func (a *API) callOne(g *request, b *batched, before []batched) *batchAnswer {
	r, err := g.batchRequest(b, before)
	if err != nil {
		e := word(err)
		body := encode(map[string]failureBody{"error": {Message: e.message, Type: e.kind, Code: e.code, Trace: web.RequestID(g.Context)}})
		return &batchAnswer{Code: e.status, Body: strings.TrimSuffix(string(body), "\n")}
	}
	w := &recorder{header: http.Header{}, code: http.StatusOK}
	a.engine.ServeHTTP(w, r)
	out := &batchAnswer{Code: w.code, Body: strings.TrimSuffix(w.body.String(), "\n")}
	for _, name := range slices.Sorted(maps.Keys(w.header)) {
		for _, value := range w.header[name] {
			out.Headers = append(out.Headers, batchHeader{name, value})
		}
	}
	for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", usageHeader} { // as they are after the last
		if value := w.header.Get(name); value != "" {
			g.Header(name, value)
		}
	}
	return out
}

// batchRequest is the request that one call would have been by itself.
func (g *request) batchRequest(b *batched, before []batched) (*http.Request, error) {
	method := strings.ToUpper(b.Method)
	if method == "" {
		method = http.MethodGet
	}
	if !slices.Contains([]string{"GET", "POST", "PUT", "DELETE"}, method) {
		return nil, badField("method", "The method is one of GET, POST, PUT and DELETE.")
	}
	if err := b.awaits(before); err != nil {
		return nil, err
	}
	address, err := fillIn(b.URL, before, url.QueryEscape)
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(address)
	if err != nil {
		return nil, badField("relative_url", "This is not an address.")
	}
	path := "/" + strings.Trim(to.Path, "/")
	if first, _, _ := strings.Cut(path[1:], "/"); !versionForm.MatchString(first) {
		path = g.version + path
	}
	form, object, err := b.parameters(before)
	if err != nil {
		return nil, err
	}
	query := to.Query()
	if method == http.MethodGet || method == http.MethodDelete {
		for name, values := range form {
			query[name] = append(query[name], values...)
		}
		form = nil
	}
	made, err := g.encodeCall(method, form, object, b.files())
	if err != nil {
		return nil, err
	}
	// It comes from where the batch comes from.
	r := g.Request.Clone(g.Ctx())
	r.Method, r.Header, r.Body, r.ContentLength = made.Method, made.Header, made.Body, made.ContentLength
	r.Form, r.PostForm, r.MultipartForm, r.TransferEncoding = nil, nil, nil, nil
	g.prove(r, b, query, form)
	r.URL = &url.URL{Path: path, RawQuery: query.Encode()}
	r.RequestURI = r.URL.RequestURI()
	for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "User-Agent"} {
		if v := g.GetHeader(name); v != "" {
			r.Header.Set(name, v)
		}
	}
	_, node, _, ok := pathOf(r)
	if !ok || node == "" && method == http.MethodPost {
		return nil, &failure{status: 400, kind: methodException, code: 100,
			message: "(#100) relative_url: This can't be called in a batch: " + strings.ToValidUTF8(b.URL, "?")}
	}
	return r, nil
}

// prove has a call without a token of its own made with that of the batch.
func (g *request) prove(r *http.Request, b *batched, query, form url.Values) {
	token := b.Token
	if token == "" && (query.Has("access_token") || form.Has("access_token")) {
		return
	}
	if token == "" {
		token = g.token
		if proof := g.Text("appsecret_proof"); proof != "" {
			query.Set("appsecret_proof", proof)
		}
	}
	r.Header.Set("Authorization", "Bearer "+token)
}

// parameters reads the body of a call: a form, or an object in JSON.
func (b *batched) parameters(before []batched) (form url.Values, object string, err error) {
	text := string(b.Body)
	isText := json.Unmarshal(b.Body, &text) == nil
	if len(b.Body) == 0 || text == "" || text == "null" {
		return url.Values{}, "", nil
	}
	if !isText || strings.HasPrefix(strings.TrimSpace(text), "{") && !strings.HasPrefix(strings.TrimSpace(text), "{result=") {
		object, err = fillIn(text, before, escapeJSON)
		return nil, object, err
	}
	if text, err = fillIn(text, before, url.QueryEscape); err != nil {
		return nil, "", err
	}
	if form, err = url.ParseQuery(text); err != nil {
		return nil, "", badField("body", "This is not a form.")
	}
	return form, "", nil
}

func escapeJSON(s string) string {
	b, _ := json.Marshal(s) // texts cannot fail to encode
	return string(b[1 : len(b)-1])
}

// encodeCall writes what a call sends.
func (g *request) encodeCall(method string, form url.Values, object string, files []string) (*http.Request, error) {
	kind, body := "application/x-www-form-urlencoded", io.Reader(strings.NewReader(form.Encode()))
	switch {
	case object != "":
		kind, body = "application/json", strings.NewReader(object)
	case len(files) > 0:
		var buf bytes.Buffer
		m := multipart.NewWriter(&buf)
		if err := g.attach(m, form, files); err != nil {
			return nil, err
		}
		kind, body = m.FormDataContentType(), &buf
	}
	r, err := http.NewRequestWithContext(g.Ctx(), method, "/", body)
	if err != nil {
		return nil, err
	}
	if method != http.MethodGet && method != http.MethodDelete || object != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r, nil
}

// attach adds files of the batch to a call, which takes them as file.
func (g *request) attach(m *multipart.Writer, form url.Values, files []string) error {
	for name, values := range form {
		for _, value := range values {
			if err := m.WriteField(name, value); err != nil {
				return err
			}
		}
	}
	for _, name := range files {
		var sent []*multipart.FileHeader
		if f := g.Request.MultipartForm; f != nil {
			sent = f.File[name]
		}
		if len(sent) == 0 {
			return badField("attached_files", fmt.Sprintf("There is no file named %q in the form.", name))
		}
		for _, head := range sent {
			if err := copyFile(m, head); err != nil {
				return err
			}
		}
	}
	return m.Close()
}

func copyFile(m *multipart.Writer, head *multipart.FileHeader) error {
	file, err := head.Open()
	if err != nil {
		return err
	}
	part, err := m.CreateFormFile("file", head.Filename)
	if err == nil {
		_, err = io.Copy(part, file)
	}
	return errors.Join(err, file.Close())
}

// recorder keeps the answer to a call.
type recorder struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(code int) { w.code = code }

func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

// usageHeader says how much of the hour's limit is used, in percent.
const usageHeader = "X-App-Usage"

// sayUsage puts what is used of the limit into the header that tools for this dialect know.
func (g *request) sayUsage() {
	var limit, left int
	h := g.Writer.Header()
	if _, err := fmt.Sscan(h.Get("X-Ratelimit-Limit")+" "+h.Get("X-Ratelimit-Remaining"), &limit, &left); err != nil || limit <= 0 {
		return
	}
	used := (limit - max(left, 0)) * 100 / limit
	g.Header(usageHeader, fmt.Sprintf(`{"call_count":%d,"total_time":0,"total_cputime":0}`, used))
}

// failedBefore is what is said of a call that needs another which failed.
func failedBefore(name string) error {
	return models.Invalidf("depends_on", "graph.error.call-before-failed", "name", name)
}

package webtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"photogram/static"
)

// OpenAPI is the description of the API that the site serves, read and checked.
var OpenAPI = sync.OnceValues(func() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(static.OpenAPI())
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(loader.Context)
})

// operation finds what the description says of a call, by its normal path. It
// prefers fixed parts of a path to parameters, as the router does.
func operation(doc *openapi3.T, method, path string) *openapi3.Operation {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	var best *openapi3.PathItem
	fixed := -1
	for pattern, item := range doc.Paths.Map() {
		names := strings.Split(strings.Trim(pattern, "/"), "/")
		if len(names) != len(parts) || item.GetOperation(method) == nil {
			continue
		}
		n := 0
		for i, name := range names {
			if strings.HasPrefix(name, "{") {
				continue
			}
			if name != parts[i] {
				n = -1
				break
			}
			n += 1 << (len(names) - i) // the router compares from the left
		}
		if n > fixed {
			best, fixed = item, n
		}
	}
	if best == nil {
		return nil
	}
	return best.GetOperation(method)
}

// conform fails the test when an answer of the API is not as its description says.
func (a *Answer) conform() {
	a.t.Helper()
	path := strings.TrimRight(a.Request.URL.Path, "/")
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	path = strings.TrimSuffix(path, ".json")
	if path != "/oembed" && path != "/v1" && !strings.HasPrefix(path, "/v1/") || a.Request.Method == http.MethodOptions ||
		a.Header.Get("X-Request-Id") == "" || a.Type() == "application/javascript" { // a callback's
		return
	}
	doc, err := OpenAPI()
	if err != nil {
		a.t.Fatalf("the description of the API: %v", err)
	}
	method := a.Request.Method
	switch over := strings.ToUpper(a.Request.URL.Query().Get("_method")); {
	case method == http.MethodHead:
		method = http.MethodGet
	case method == http.MethodPost && over != "":
		method = over
	}
	schema := doc.Components.Schemas["Failure"].Value
	op := operation(doc, method, path)
	if op == nil {
		if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusTooManyRequests &&
			a.StatusCode != http.StatusServiceUnavailable {
			a.t.Errorf("%s is not in the description of the API", a)
		}
	} else {
		response := op.Responses.Value(strconv.Itoa(a.StatusCode))
		if response == nil {
			response = op.Responses.Default()
			if a.StatusCode < 500 && a.StatusCode != http.StatusRequestEntityTooLarge {
				a.t.Errorf("%s: the description of the API lacks this status", a)
			}
		}
		for name, header := range response.Value.Headers {
			if header.Value.Required && a.Header.Get(name) == "" {
				a.t.Errorf("%s lacks the header %s", a, name)
			}
		}
		schema = nil
		if a.Type() != "application/json" && response.Value.Content[a.Type()] != nil {
			return // the same in another form
		}
		if content := response.Value.Content.Get("application/json"); content != nil {
			schema = content.Schema.Value
		} else if len(response.Value.Content) > 0 {
			return // something else, such as a table
		}
	}
	if a.Request.Method == http.MethodHead {
		return
	}
	if schema == nil {
		if len(a.Body) != 0 {
			a.t.Errorf("%s has a body: %s", a, a.Body)
		}
		return
	}
	if err := Conforms(schema, a.Body); err != nil {
		a.t.Errorf("%s is not as described: %v\n%s", a, err, a.Body)
	}
}

// Conforms says how JSON differs from a schema.
func Conforms(schema *openapi3.Schema, body []byte) error {
	var value any
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&value); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return schema.VisitJSON(value, openapi3.MultiErrors())
}

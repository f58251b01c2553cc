package api_test

import (
	"regexp"
	"strings"
	"testing"

	"photogram/web/webtest"
)

var ginParam = regexp.MustCompile(`:(\w+)`)

// The description has every route with its scope, and nothing else. That the
// answers are as it says is checked by webtest at each answer of every test.
func TestDescriptionHasEveryRoute(t *testing.T) {
	t.Parallel()
	doc, err := webtest.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	s := webtest.Start(t, nil)
	served := map[string]string{"GET /v1/oembed": "", "GET /oembed": ""}
	for route, scope := range s.API.RouteNames() {
		method, path, _ := strings.Cut(route, " ")
		served[method+" /v1"+ginParam.ReplaceAllString(path, "{$1}")] = scope
	}
	// The authorization server, but for the page on which people answer.
	for _, r := range s.Engine.Routes() {
		if (strings.HasPrefix(r.Path, "/oauth/") || strings.HasPrefix(r.Path, "/.well-known/")) && r.Method != "OPTIONS" &&
			r.Path != "/oauth/switch" && r.Method+" "+r.Path != "POST /oauth/authorize" {
			served[r.Method+" "+r.Path] = ""
		}
	}
	names := map[string]string{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			route := method + " " + path
			if other := names[op.OperationID]; other != "" || op.OperationID == "" {
				t.Errorf("%s and %s are both called %q", route, other, op.OperationID)
			}
			names[op.OperationID] = route
			if op.Summary == "" || len(op.Tags) != 1 || doc.Tags.Get(op.Tags[0]) == nil {
				t.Errorf("%s has no summary, or no tag of the list", route)
			}
			scope, ok := served[route]
			if !ok {
				t.Errorf("%s is described but not served", route)
				continue
			}
			delete(served, route)
			described := ""
			if op.Security != nil && len(*op.Security) > 0 {
				described = strings.Join((*op.Security)[0]["token"], " ")
			}
			if described != scope {
				t.Errorf("%s needs %q, and the description says %q", route, scope, described)
			}
		}
	}
	for route := range served {
		t.Errorf("%s is served but not described", route)
	}
}

package api_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"photogram/web/webtest"
)

var ginParam = regexp.MustCompile(`:(\w+)`)

// The description has every route with its scope, and nothing else. That the
// answers are as it says is checked by webtest at each answer of every test.
func TestDescriptionHasEveryRoute(t *testing.T) {
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
	var engine []string
	for _, r := range s.Engine.Routes() {
		engine = append(engine, r.Method+" "+ginParam.ReplaceAllString(r.Path, "{$1}"))
	}
	oauth := slices.ContainsFunc(engine, func(r string) bool { return strings.Contains(r, " /oauth/") })
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
			if strings.HasPrefix(path, "/oauth/") {
				if oauth && !slices.Contains(engine, route) {
					t.Errorf("%s is described but not served", route)
				}
				continue
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

package webtest

import (
	"context"
	"testing"

	"photogram/handlers"
	"photogram/handlers/api"
	"photogram/handlers/graph"
	"photogram/handlers/page"
	"photogram/web"
)

// Start opens a site and answers with its pages and its API, wired over one
// store as the server does it.
func Start(t testing.TB, change func(*web.Site)) *Site {
	t.Helper()
	s := New(t, change)
	s.StartOn(t)
	return s
}

// StartOn lets a site that New opened answer.
func (s *Site) StartOn(t testing.TB) {
	t.Helper()
	var err error
	if s.Engine, err = s.Kit.Engine(); err != nil {
		t.Fatal(err)
	}
	s.App = &page.App{Kit: s.Kit, Blobs: s.Blobs, Intake: s.Intake, Login: page.NewSocial(s.Logins...), Mail: s.Outbox,
		UploadDir: s.UploadDir, Hooks: web.NewCaller([]string{"localhost"}), Payments: s.Payments,
		Health: &page.Health{Ready: s.Writable, Parts: func(ctx context.Context) []page.Part {
			err := s.Writable(ctx)
			return []page.Part{{Name: "database", OK: err == nil, Err: err}}
		}}}
	s.Graph = &graph.API{Kit: s.Kit, Call: web.NewCaller([]string{"localhost"}), Tables: s.Intake, Files: s.Intake,
		UploadDir: s.UploadDir}
	s.Graph.Routes(s.Engine)
	s.API = &api.API{Kit: s.Kit, Intake: s.Intake, Fetch: web.NewFetcher([]string{"localhost"}),
		Call: web.NewCaller([]string{"localhost"}), Payments: s.Payments}
	s.API.Routes(s.Engine)
	s.App.Calls = s.API.RouteNames()
	if err := handlers.Routes(s.App, s.Engine, s.API.NoRoute); err != nil {
		t.Fatal(err)
	}
	s.Serve(s.Handler(s.Engine))
}

// Command api measures what the token check costs: processor time of server and
// database for a call, and for the same call that ends right after the check
// because the token lacks the scope. A call without any of our work, /healthz,
// is what HTTP alone costs.
//
//	go build -o build/photogram . && go run ./bench/api
//
// It makes a throwaway database, needs PostgreSQL's programs, and sends traffic
// to loopback only, for -rounds rounds.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"photogram/bench/kit"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/modelstest"
)

var (
	people = flag.Int("people", 2000, "accounts")
	posts  = flag.Int("posts", 20_000, "posts")
	rounds = flag.Int("rounds", 5, "rounds; the median counts")
	length = flag.Duration("time", 3*time.Second, "time of one measurement")
	conns  = flag.Int("c", 16, "connections")
	binary = flag.String("binary", "build/photogram", "the server")
)

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// tokens of one kind, one for each reader, with all scopes and with the least.
type tokens struct{ all, basic []string }

const readers = 200

const redirect = "https://bench.example.org/callback"

// login goes the way of an app, from the consent to the token.
func login(ctx context.Context, store *models.Store, appRow *app.App, user models.ID, scopes string) (string, error) {
	session, err := account.NewToken()
	if err != nil {
		return "", err
	}
	if _, err := account.StartSession(ctx, store, session, &account.User{ID: user}, account.Browser{Agent: "bench"}); err != nil {
		return "", err
	}
	code, err := app.Allow(ctx, store, &app.Consent{UserID: user, Session: account.HashToken(session), AppID: appRow.ID,
		RedirectURI: redirect, Scopes: scopes}, "bench")
	if err != nil {
		return "", err
	}
	out, err := app.ExchangeCode(ctx, store, appRow, code, redirect, "")
	if err != nil {
		return "", err
	}
	return out.Access, nil
}

func seed(ctx context.Context, dsn string) (personal, ofApp tokens, err error) {
	fmt.Printf("seeding %d people and %d posts\n", *people, *posts)
	pool, err := models.NewPool(ctx, dsn, 4)
	if err != nil {
		return personal, ofApp, err
	}
	defer pool.Close()
	if _, err := migrations.Up(ctx, pool); err != nil {
		return personal, ofApp, err
	}
	if err := modelstest.Fill(ctx, pool, modelstest.Size{People: *people, Posts: *posts, Follows: 50, Likes: 5, Feed: 100}); err != nil {
		return personal, ofApp, err
	}
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return personal, ofApp, err
	}
	defer func() { _ = store.Close() }()
	appRow, _, err := app.Create(ctx, store, 1,
		app.Input{Name: "Bench", RedirectURIs: redirect, Scopes: "basic public_content", Confidential: true})
	if err != nil {
		return personal, ofApp, err
	}
	for i := range readers {
		user := models.ID(i + 1)
		for scopes, into := range map[string][2]*[]string{"basic public_content": {&personal.all, &ofApp.all},
			"basic": {&personal.basic, &ofApp.basic}} {
			own, err := app.CreateToken(ctx, store, user, "bench", scopes, 0)
			if err != nil {
				return personal, ofApp, err
			}
			theirs, err := login(ctx, store, appRow, user, scopes)
			if err != nil {
				return personal, ofApp, err
			}
			*into[0], *into[1] = append(*into[0], own), append(*into[1], theirs)
		}
	}
	return personal, ofApp, nil
}

// measurement is a call that is made over and over.
type measurement struct {
	name   string
	path   string
	tokens []string
	status int
	cpu    []float64 // microseconds, one for each round
}

func run(ctx context.Context) error {
	b, err := kit.Open(ctx)
	if err != nil {
		return err
	}
	defer b.Close(ctx)
	personal, ofApp, err := seed(ctx, b.DSN)
	if err != nil {
		return err
	}
	server, err := b.Serve(*binary)
	if err != nil {
		return err
	}
	defer server.Stop()
	const feed, self = "/v1/users/self/feed?count=30", "/v1/users/self"
	const refused = "/v1/media/popular" // needs a scope that the token lacks
	list := []*measurement{
		{name: "HTTP alone", path: "/healthz", tokens: []string{""}, status: 200},
		{name: "the check, personal token", path: refused, tokens: personal.basic, status: 400},
		{name: "the check, token of an app", path: refused, tokens: ofApp.basic, status: 400},
		{name: "users/self, personal token", path: self, tokens: personal.all, status: 200},
		{name: "users/self, token of an app", path: self, tokens: ofApp.all, status: 200},
		{name: "feed of 30, personal token", path: feed, tokens: personal.all, status: 200},
		{name: "feed of 30, token of an app", path: feed, tokens: ofApp.all, status: 200},
	}
	client := kit.NewClient()
	defer client.CloseIdleConnections()
	var turn atomic.Int64
	send := func(m *measurement) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.Base+m.path, nil)
		if err != nil {
			return err
		}
		if token := m.tokens[int(turn.Add(1))%len(m.tokens)]; token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err == nil && res.StatusCode != m.status {
			err = fmt.Errorf("%s: %d %.200s", m.path, res.StatusCode, body)
		}
		return err
	}
	for _, m := range list { // a token's first use is written down
		for range m.tokens {
			if err := send(m); err != nil {
				return err
			}
		}
	}
	for round := range *rounds {
		fmt.Printf("round %d of %d\n", round+1, *rounds)
		for _, m := range list {
			f, err := b.Load(server, *conns, *length, func() error { return send(m) })
			if err != nil {
				return err
			}
			m.cpu = append(m.cpu, float64(f.CPU.Nanoseconds())/1000)
		}
	}
	fmt.Printf("\n%d connections, %d rounds of %s; medians of processor time, server and database\n", *conns, *rounds, *length)
	for _, m := range list {
		fmt.Printf("%-30s %6.0f µs\n", m.name, median(m.cpu))
	}
	fmt.Println()
	floor := list[0]
	for i := range 2 { // a personal token, then one of an app
		check := make([]float64, *rounds)
		for r := range check {
			check[r] = list[1+i].cpu[r] - floor.cpu[r]
		}
		for _, m := range []*measurement{list[3+i], list[5+i]} {
			ratios := make([]float64, *rounds)
			for r := range ratios {
				ratios[r] = m.cpu[r] / (m.cpu[r] - check[r])
			}
			fmt.Printf("%-30s with the check %.2f times of without it (the check is %.0f µs)\n", m.name, median(ratios), median(check))
		}
	}
	return nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

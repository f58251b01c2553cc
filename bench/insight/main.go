// Command insight measures how views are counted and what is told of them, in one
// run: a day of simulated views sent to the real program, which is killed in
// between, held against a recount of what it acknowledged; processor time for
// each view beside a plain INSERT; and the report of a year of a busy account
// beside a read of a profile.
//
//	go build -o build/photogram . && go run ./bench/insight
//
// It makes a throwaway database, needs PostgreSQL's programs, and sends traffic
// to loopback only.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"

	"photogram/bench/kit"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/modelstest"
)

var (
	people = flag.Int("people", 2000, "accounts")
	posts  = flag.Int("posts", 20_000, "posts")
	views  = flag.Int("views", 1_000_000, "views that are sent")
	guests = flag.Int("guests", 50_000, "visitors who send them")
	kills  = flag.Int("kills", 5, "times that the program is killed meanwhile")
	each   = flag.Int("each", 40, "views in one request of a browser")
	rate   = flag.Int("rate", 4000, "views a second that are sent")
	conns  = flag.Int("c", 4, "connections")
	daily  = flag.Int("daily", 800, "views a day of the busy account")
	binary = flag.String("binary", "build/photogram", "the server")
)

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	b, err := kit.Open(ctx)
	if err != nil {
		return err
	}
	defer b.Close(ctx)
	fmt.Printf("seeding %d people and %d posts\n", *people, *posts)
	pool, err := models.NewPool(ctx, b.DSN, 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := migrations.Up(ctx, pool); err != nil {
		return err
	}
	size := modelstest.Size{People: *people, Posts: *posts, Follows: 20, Likes: 4, Talk: 2, Feed: 10, Stories: 2}
	if err := modelstest.Fill(ctx, pool, size); err != nil {
		return err
	}
	plain, err := inserts(ctx, b, pool)
	if err != nil {
		return err
	}
	if err := day(ctx, b, pool, plain); err != nil {
		return err
	}
	if err := pace(ctx, b, plain); err != nil {
		return err
	}
	return year(ctx, b)
}

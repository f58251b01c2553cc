// Command shop measures the shop in one run: how many rows a file of products brings
// in a second, beside COPY of the same rows into a table without anything around it,
// and the memory that it takes; and searches at many products, beside a look-up of
// one row by an index.
//
//	go run ./bench/shop
//
// It makes a throwaway database, and needs PostgreSQL's programs.
package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/bench/kit"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

var (
	rows     = flag.Int("rows", 100_000, "rows of the file")
	products = flag.Int("products", 1_000_000, "products that are searched")
	length   = flag.Duration("length", 4*time.Second, "how long each search is measured")
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
	pool, err := models.NewPool(ctx, b.DSN, 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := migrations.Up(ctx, pool); err != nil {
		return err
	}
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	seller, err := account.Create(ctx, store, account.NewAccount{Username: "seller", Email: "seller@example.org", EmailVerified: true,
		Password: "quiet harbour lantern"})
	if err != nil {
		return err
	}
	catalog, err := shop.CreateCatalog(ctx, store, seller.ID, "Things", "EUR", "en")
	if err != nil {
		return err
	}
	if err := imports(ctx, store, pool, seller.ID, catalog); err != nil {
		return err
	}
	return searches(ctx, b, store, pool, seller.ID, catalog)
}

var nouns = []string{"mug", "print", "lamp", "chair", "scarf", "bowl", "album", "pencil", "basket", "vase"}
var colours = []string{"blue", "red", "green", "ochre", "white", "black", "grey", "pink", "brown", "violet"}

// table is what a shop would export.
func table(n int) [][]string {
	r := rand.New(rand.NewPCG(5, 6))
	out := [][]string{{"id", "title", "description", "availability", "condition", "price", "link", "brand", "quantity"}}
	for i := range n {
		thing := colours[r.IntN(10)] + " " + nouns[r.IntN(10)]
		out = append(out, []string{fmt.Sprintf("SKU-%07d", i), fmt.Sprintf("A %s no. %d", thing, i),
			strings.Repeat("Made by hand, one by one. ", 8), "in stock", "new",
			fmt.Sprintf("%d.%02d EUR", 1+r.IntN(300), r.IntN(100)), fmt.Sprintf("https://example.org/p/%d", i), "Acme",
			fmt.Sprint(r.IntN(50))})
	}
	return out
}

// copied is how long COPY takes for the same cells.
func copied(ctx context.Context, pool *pgxpool.Pool, list [][]string) (time.Duration, error) {
	if _, err := pool.Exec(ctx, `CREATE TABLE plain_products (id text PRIMARY KEY, title text, description text, availability text,
		condition text, price text, link text, brand text, quantity text)`); err != nil {
		return 0, err
	}
	began := time.Now()
	_, err := pool.CopyFrom(ctx, pgx.Identifier{"plain_products"}, list[0], pgx.CopyFromSlice(len(list)-1, func(i int) ([]any, error) {
		cells := make([]any, len(list[i+1]))
		for j, cell := range list[i+1] {
			cells[j] = cell
		}
		return cells, nil
	}))
	return time.Since(began), err
}

func imports(ctx context.Context, store *models.Store, pool *pgxpool.Pool, seller, catalog models.ID) error {
	list := table(*rows)
	var file bytes.Buffer
	if err := csv.NewWriter(&file).WriteAll(list); err != nil {
		return err
	}
	plain, err := copied(ctx, pool, list)
	if err != nil {
		return err
	}
	fmt.Printf("COPY of %d rows with a key: %.0f rows a second\n", *rows, float64(*rows)/plain.Seconds())
	for _, what := range []string{"new", "unchanged"} {
		took, peak, i, err := imported(ctx, store, seller, catalog, file.Bytes())
		if err != nil {
			return err
		}
		fmt.Printf("an import, all rows %s: %d created, %d same, %d refused; %.0f rows a second, %.2f of COPY; %d MiB above the file\n",
			what, i.Created, i.Same, i.Refused, float64(*rows)/took.Seconds(), plain.Seconds()/took.Seconds(), peak>>20)
	}
	return nil
}

// imported reads a file as the job does, and watches the heap meanwhile.
func imported(ctx context.Context, store *models.Store, seller, catalog models.ID, file []byte) (time.Duration, uint64, *shop.Import,
	error) {
	id, err := shop.BeginImport(ctx, store, seller, shop.ImportInput{Catalog: catalog, FileID: store.NewID(), FileName: "things.csv"})
	if err != nil {
		return 0, 0, nil, err
	}
	i, err := shop.OwnImport(ctx, store, seller, id)
	if err != nil {
		return 0, 0, nil, err
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	done := make(chan struct{})
	go func() {
		for tick := time.NewTicker(50 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				runtime.ReadMemStats(&now)
				peak.Store(max(peak.Load(), now.HeapInuse-min(now.HeapInuse, before.HeapInuse)))
			}
		}
	}()
	began := time.Now()
	f, err := shopfile.Open(bytes.NewReader(file), int64(len(file)), shopfile.DefaultLimits)
	if err == nil {
		err = shop.RunImport(ctx, store, i, f)
	}
	took := time.Since(began)
	close(done)
	if err != nil {
		return 0, 0, nil, err
	}
	i, err = shop.OwnImport(ctx, store, seller, id)
	return took, peak.Load(), i, err
}

// fill copies the products that were imported until there are many.
func fill(ctx context.Context, pool *pgxpool.Pool, seller, catalog models.ID) error {
	_, err := pool.Exec(ctx, `INSERT INTO products (owner_id, id, catalog_id, retailer_id, title, description, brand, url, currency, price,
			counted, stock, doc, created_at, updated_at)
		SELECT p.owner_id, p.id - n * 35184372088832, p.catalog_id, p.retailer_id || '-' || n, p.title, p.description,
			p.brand, p.url, p.currency, p.price + n,
			p.counted, p.stock, p.doc, p.created_at, p.updated_at
		FROM products p, generate_series(1, $3::int) n WHERE p.owner_id = $1 AND p.catalog_id = $2 AND p.retailer_id NOT LIKE '%-%-%'
		ON CONFLICT DO NOTHING`, seller, catalog, max(0, *products / *rows - 1))
	if err != nil {
		return err
	}
	_, err = pool.Exec(ctx, `VACUUM ANALYZE products`)
	return err
}

func searches(ctx context.Context, b *kit.Bench, store *models.Store, pool *pgxpool.Pool, seller, catalog models.ID) error {
	if err := fill(ctx, pool, seller, catalog); err != nil {
		return err
	}
	var n int
	if err := pool.QueryRow(ctx, `SELECT count(*) FROM products`).Scan(&n); err != nil {
		return err
	}
	var ids []models.ID
	if err := models.Find(ctx, pool, &ids, `SELECT id FROM products ORDER BY retailer_id LIMIT 2000`, nil); err != nil {
		return err
	}
	var next atomic.Int64
	plain, err := b.LoadSelf(2, *length, func() error {
		var title string
		return pool.QueryRow(ctx, `SELECT title FROM products WHERE owner_id = $1 AND id = $2`, seller,
			ids[int(next.Add(1))%len(ids)]).Scan(&title)
	})
	if err != nil {
		return err
	}
	fmt.Printf("%d products; a row by its key: %.0f µs of processor time\n", n, us(plain.CPU))
	for _, one := range []struct {
		name string
		ask  shop.Query
	}{
		{"two words", shop.Query{Words: "ochre basket"}},
		{"two words, cheapest first", shop.Query{Words: "ochre basket", Sort: shop.Cheapest}},
		{"one rare word", shop.Query{Words: "77777"}},
		{"the newest", shop.Query{}},
		{"of a price", shop.Query{MinPrice: new(int64(5_000)), MaxPrice: new(int64(5_100)), Sort: shop.Cheapest}},
	} {
		f, err := b.LoadSelf(2, *length, func() error {
			_, _, err := shop.List(ctx, store, 0, one.ask, shop.Place{}, 24)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		fmt.Printf("a search for %s: %.0f µs, %.1f times that\n", one.name, us(f.CPU), float64(f.CPU)/float64(plain.CPU))
	}
	return nil
}

func us(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

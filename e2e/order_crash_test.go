package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// made is the id of what a call made, with a form.
func (s *server) made(token, path string, form url.Values) string {
	s.t.Helper()
	a, ok := s.form(s.t.Context(), token, "/v1"+path, form)
	var it struct{ ID string }
	if !ok || json.Unmarshal(a.Data, &it) != nil || it.ID == "" {
		s.t.Fatalf("%s: %+v", path, a)
	}
	return it.ID
}

// openShop lets an account take orders, and returns its id.
func (s *server) openShop(token string) (seller string) {
	s.t.Helper()
	shop := url.Values{"open": {"true"}, "name": {"Prints"}, "address": {"Ringstr. 1\nKöln"}, "country": {"DE"}, "tax": {"19"},
		"zones": {"DE: 50 kg 4.90"}, "payments": {"transfer"}, "bank": {"DE02 1203 0000 0000 2020 51"}}
	a, ok := s.call(s.t.Context(), token, http.MethodPatch, "/v1/shop", strings.NewReader(shop.Encode()),
		"application/x-www-form-urlencoded")
	if !ok {
		s.t.Fatalf("%+v", a)
	}
	self, ok := s.call(s.t.Context(), token, http.MethodGet, "/v1/users/self", nil, "")
	var it struct{ ID string }
	if !ok || json.Unmarshal(self.Data, &it) != nil {
		s.t.Fatalf("%+v", self)
	}
	return it.ID
}

// race is what became of buyers' orders.
type race struct {
	s               *server
	seller, product string
	mu              sync.Mutex
	orders          map[string]bool // the addresses or ids of those that were acknowledged
}

func (r *race) got(order string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.orders[order] = true
}

func (r *race) placed() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.orders)
}

var raceAddress = url.Values{"name": {"Bo"}, "street": {"Weg 1"}, "city": {"Berlin"}, "country": {"DE"}, "payment": {"transfer"},
	"total": {"1490"}}

// insist sends a form until the server answers it, as somebody who wants the print.
func insist(ctx context.Context, c *http.Client, header http.Header, address string, form url.Values) (status int, to string, body []byte) {
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
		if err != nil {
			return 0, "", nil
		}
		req.Header = header.Clone()
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := c.Do(req)
		if err == nil {
			body, err := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if err == nil && res.StatusCode < 500 {
				return res.StatusCode, res.Header.Get("Location"), body
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return 0, "", nil
}

// guest buys on pages, without an account.
func (r *race) guest(n int) {
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	status, to, _ := insist(r.s.t.Context(), c, http.Header{}, r.s.base+"/cart/"+r.product, url.Values{"quantity": {"1"}})
	if status != http.StatusSeeOther || to != "/cart" {
		return // sold out
	}
	form := url.Values{"email": {fmt.Sprintf("b%d@example.org", n)}, "key": {fmt.Sprintf("guest %d", n)}}
	for name, value := range raceAddress {
		form[name] = value
	}
	status, to, _ = insist(r.s.t.Context(), c, http.Header{}, r.s.base+"/checkout/"+r.seller+"/order", form)
	if status == http.StatusSeeOther && strings.HasPrefix(to, "/orders/") {
		r.got(strings.Split(strings.TrimPrefix(to, "/orders/"), "?")[0])
	}
}

// program buys through the API.
func (r *race) program(token string, n int) {
	header := http.Header{"Authorization": {"Bearer " + token}}
	status, _, _ := insist(r.s.t.Context(), http.DefaultClient, header, r.s.base+"/v1/carts/items/"+r.product,
		url.Values{"quantity": {"1"}, "_method": {"PATCH"}})
	if status != http.StatusOK {
		return
	}
	form := url.Values{"key": {fmt.Sprintf("program %d", n)}}
	for name, value := range raceAddress {
		form[name] = value
	}
	status, _, body := insist(r.s.t.Context(), http.DefaultClient, header, r.s.base+"/v1/carts/"+r.seller+"/checkout", form)
	var a struct{ Data struct{ Code string } }
	if status == http.StatusOK && json.Unmarshal(body, &a) == nil {
		r.got(a.Data.Code)
	}
}

// 1,000 buyers race for 100 pieces over pages and API, and the server is killed in
// between: exactly 100 orders stand, and nothing stays reserved.
func TestBuyersRaceAndTheServerIsKilled(t *testing.T) {
	t.Parallel()
	const buyers, pieces, programs = 1000, 100, 4
	s := newServer(t)
	s.start()
	tokens := make([]string, programs+1)
	for i := range tokens {
		name := fmt.Sprintf("person%d", i)
		s.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", "correct horse battery ann")
		tokens[i] = s.run("token", "--user", name, "--scopes", "all")
	}
	r := &race{s: s, orders: map[string]bool{}}
	seller := tokens[programs]
	r.seller = s.openShop(seller)
	catalog := s.made(seller, "/catalogs", url.Values{"name": {"Prints"}, "currency": {"EUR"}})
	r.product = s.made(seller, "/catalogs/"+catalog+"/products", url.Values{"name": {"Print of the coast"}, "price": {"1000"},
		"stock": {strconv.Itoa(pieces)}})
	queue := make(chan int)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			for n := range queue {
				r.guest(n)
			}
		})
	}
	for i := range programs {
		wg.Go(func() {
			for n := range 15 {
				r.program(tokens[i], i*100+n)
			}
		})
	}
	wg.Go(func() {
		defer close(queue)
		for n := range buyers - programs*15 {
			queue <- n
		}
	})
	for _, after := range []int{20, 60} {
		waitFor(t, "orders", func() bool { return r.placed() >= after })
		time.Sleep(rand.N(200 * time.Millisecond)) // the random moment is the test
		s.kill()
		s.start()
	}
	wg.Wait()
	r.settle(tokens[programs], pieces)
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

// settle pays a half of the orders, lets the time of the others end, and counts.
func (r *race) settle(token string, pieces int) {
	t, s := r.s.t, r.s
	t.Helper()
	if n := r.placed(); n != pieces {
		t.Errorf("%d orders were acknowledged for %d pieces", n, pieces)
	}
	read := func(sql string) (n int) {
		t.Helper()
		if err := s.inDatabase(func(ctx context.Context, conn *pgx.Conn) error { return conn.QueryRow(ctx, sql).Scan(&n) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := read(`SELECT count(*) FROM orders`); n != pieces {
		t.Errorf("%d orders stand", n)
	}
	if n := read(`SELECT stock * 1000 + reserved FROM products WHERE id = ` + r.product); n != pieces*1000+pieces {
		t.Errorf("stock and reserved are %d", n)
	}
	paid := 0
	for code := range r.orders {
		if paid++; paid > pieces/2 {
			break
		}
		if a, ok := s.form(t.Context(), token, "/v1/orders/"+code+"/pay", url.Values{}); !ok {
			t.Errorf("pay %s: %+v", code, a)
		}
	}
	s.sql(`UPDATE orders SET reserved_until = now() - interval '1 second' WHERE held`)
	waitFor(t, "nothing is reserved", func() bool { return read(`SELECT reserved FROM products WHERE id = `+r.product) == 0 })
	if n := read(`SELECT stock FROM products WHERE id = ` + r.product); n != pieces-pieces/2 {
		t.Errorf("%d pieces are left", n)
	}
	if n := read(`SELECT count(*) FROM orders WHERE state = 'paid'`); n != pieces/2 {
		t.Errorf("%d orders are paid", n)
	}
	if n := read(`SELECT count(*) FILTER (WHERE number = 1) * 1000 + max(number) FROM invoices`); n != 1000+pieces/2 {
		t.Errorf("invoices are numbered to %d", n)
	}
}

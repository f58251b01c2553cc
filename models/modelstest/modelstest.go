// Package modelstest gives tests a real, migrated database of their own and
// makes rows for them. It is imported by tests and benchmarks only.
package modelstest

import (
	"context"
	"encoding/base64"
	"fmt"
	"log"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/making"
	"photogram/models/modelstest/tmpfs"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/upkeep"
)

// Main runs a package's tests with a throwaway PostgreSQL: func TestMain(m *testing.M) { modelstest.Main(m) }.
func Main(m *testing.M) {
	code, err := run(m)
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	ctx := context.Background()
	defer tmpfs.Use()()
	var err error
	if databases, err = start(ctx); err != nil {
		return 1, fmt.Errorf("start PostgreSQL: %w", err)
	}
	code := m.Run()
	return code, databases.stop(ctx)
}

// Clock is a clock that tests move.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Move turns the clock by d.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// DB is a database of one test.
type DB struct {
	*models.Store
	DSN   string
	Clock *Clock
	t     testing.TB
}

// New gives a test a migrated database of its own. The clock stands still at the
// present until the test moves it.
func New(t testing.TB) *DB {
	t.Helper()
	ctx := context.Background()
	name, err := databases.next()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { databases.used <- name })
	clock := &Clock{at: time.Now().UTC().Truncate(time.Microsecond)}
	pool, err := models.NewPool(ctx, databases.dsn(name), 12)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	store, err := models.Open(ctx, pool, models.Options{Now: clock.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return &DB{store, databases.dsn(name), clock, t}
}

// Empty is the address of a database without tables.
func Empty(t testing.TB) string {
	t.Helper()
	name, err := databases.create("template0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { databases.used <- name })
	return databases.dsn(name)
}

// Password is the password of every test account that has one.
const Password = "velvet harbour lantern"

// User makes an account without a password, which is quick.
func (db *DB) User(name string) *account.User {
	db.t.Helper()
	u, err := account.Create(context.Background(), db.Store, account.NewAccount{Username: name, FullName: "Test " + name,
		Email: name + "@example.org", EmailVerified: true, Identity: &account.Identity{Provider: "test", Subject: name}})
	if err != nil {
		db.t.Fatal(err)
	}
	return u
}

// cheapHash is a hash of Password that costs little to compare with. What makes
// passwords expensive is in effect wherever one is set.
var cheapHash = sync.OnceValue(func() string {
	salt, b64 := []byte("salt of the tests"), base64.RawStdEncoding.EncodeToString
	key := argon2.IDKey([]byte(Password), salt, 1, 8, 1, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version, b64(salt), b64(key))
})

// UserWithPassword makes an account that can log in with Password, and by nothing else.
func (db *DB) UserWithPassword(name string) *account.User {
	db.t.Helper()
	ctx := context.Background()
	u, err := account.Create(ctx, db.Store, account.NewAccount{Username: name, Email: name + "@example.org",
		Identity: &account.Identity{Provider: "test", Subject: name}})
	if err != nil {
		db.t.Fatal(err)
	}
	_, err = db.Pool().Exec(ctx, `WITH gone AS (DELETE FROM identities WHERE user_id = $1)
		INSERT INTO credentials (user_id, password_hash, changed_at) VALUES ($1, $2, $3)`, u.ID, cheapHash(), db.Now())
	if err != nil {
		db.t.Fatal(err)
	}
	return u
}

// LogIn starts a session for an account as it is now.
func (db *DB) LogIn(token string, u *account.User, from account.Browser) error {
	db.t.Helper()
	p, err := account.ByID(context.Background(), db.Store, u.ID, u.ID)
	if err != nil {
		return err
	}
	_, err = account.StartSession(context.Background(), db.Store, token, &p.User, from)
	return err
}

// Draft makes a draft of n photos whose files nobody has.
func (db *DB) Draft(owner *account.User, n int) (models.ID, []post.Media) {
	db.t.Helper()
	uploads := make([]post.Upload, n)
	for i := range uploads {
		id := db.NewID()
		uploads[i] = post.Upload{ID: id, FileName: "photo.jpg", Format: "jpeg", Bytes: 1000, SHA256: account.HashToken(id.String()),
			Width: 1200, Height: 900}
	}
	post, items, err := post.AddMedia(context.Background(), db.Store, owner.ID, 0, uploads...)
	if err != nil {
		db.t.Fatal(err)
	}
	return post, items
}

// Render records renditions for items, as the job would.
func (db *DB) Render(items ...post.Media) {
	db.t.Helper()
	for _, m := range items {
		_, err := making.MediaRendered(context.Background(), db.Store, m.OwnerID, m.ID,
			making.Rendered{Key: m.WantedKey, Width: 1200, Height: 900,
				Placeholder: "data:image/webp;base64,UklGRg==", Color: "#808080"})
		if err != nil {
			db.t.Fatal(err)
		}
	}
}

// Post publishes a post of one photo and fans it out.
func (db *DB) Post(owner *account.User, caption string) models.ID {
	db.t.Helper()
	ctx := context.Background()
	postID, items := db.Draft(owner, 1)
	db.Render(items...)
	if err := post.Publish(ctx, db.Store, owner.ID, postID, post.PublishInput{Edit: post.Edit{Caption: &caption}}); err != nil {
		db.t.Fatal(err)
	}
	if err := feed.FanOut(ctx, db.Store, models.FanOutPost{OwnerID: owner.ID, PostID: postID}); err != nil {
		db.t.Fatal(err)
	}
	db.Clock.Move(time.Second)
	return postID
}

// Check fails the test when photogram check finds anything.
func (db *DB) Check() {
	db.t.Helper()
	findings, err := upkeep.Check(context.Background(), db.Store)
	if err != nil {
		db.t.Fatal(err)
	}
	for _, f := range findings {
		db.t.Errorf("check: %s: %s", f.Check, f.Detail)
	}
}

// NewStory shares a story of one photo.
func (db *DB) NewStory(owner *account.User, in story.Edit) models.ID {
	db.t.Helper()
	draft, items := db.Draft(owner, 1)
	db.Render(items...)
	id, err := story.ShareAsStory(context.Background(), db.Store, owner.ID, draft, story.ShareInput{Edit: in})
	if err != nil {
		db.t.Fatal(err)
	}
	return id
}

// UseUp leaves n uses of a person's budget.
func (db *DB) UseUp(b *models.Budget, person models.ID, n int) {
	db.t.Helper()
	step := time.Hour / time.Duration(b.Count())
	_, err := db.Pool().Exec(context.Background(), `INSERT INTO rate_limits (key, tat) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE
		SET tat = excluded.tat`,
		b.Name()+":"+person.String(), db.Clock.Now().Add(time.Duration(b.Count()-n)*step))
	if err != nil {
		db.t.Fatal(err)
	}
}

// Package webtest gives tests a whole site on a loopback address: database,
// files, render children and jobs are the real ones. Its Client is a browser
// without scripts, its Program calls the API. It is imported by tests only,
// and so it may reach packages on floors above it.
package webtest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/api"
	"photogram/handlers/graph"
	"photogram/handlers/page"
	"photogram/jobs"
	"photogram/media"
	"photogram/media/blob"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/modelstest"
	"photogram/models/upkeep"
	"photogram/payment"
	"photogram/web"
)

// Main runs a package's tests. The test binary is its own render child.
func Main(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "render-child" {
		os.Exit(media.ChildMain())
	}
	modelstest.Main(m)
}

// Site is a site of one test. It answers once Serve is called.
type Site struct {
	*modelstest.DB
	*web.Kit
	Blobs     blob.Store
	Renders   *media.Pool
	Videos    *media.Videos
	Intake    *media.Intake
	Outbox    jobs.Outbox
	BlobDir   string
	TempDir   string
	UploadDir string
	URL       string
	AVIF      bool                   // for Work
	Payments  *payment.Providers     // for Start
	Logins    []*page.SocialProvider // for Start

	// Set by Start.
	Engine *gin.Engine
	App    *page.App
	API    *api.API
	Graph  *graph.API

	t      testing.TB
	server *httptest.Server
}

// renders is one pool for all tests of a package, since children start slowly.
var renders = sync.OnceValue(func() *media.Pool {
	return media.NewPool(media.PoolOptions{Workers: 3, Stall: 10 * time.Minute, Logger: slog.New(slog.DiscardHandler)})
})

// New opens the parts of a site. change, if not nil, may alter the settings.
func New(t testing.TB, change func(*web.Site)) *Site {
	t.Helper()
	return From(t, modelstest.New(t), change)
}

// From is New over a database that is there already.
func From(t testing.TB, db *modelstest.DB, change func(*web.Site)) *Site {
	t.Helper()
	s := &Site{DB: db, Renders: renders(), Outbox: jobs.Outbox{Dir: t.TempDir()}, BlobDir: t.TempDir(), TempDir: t.TempDir(),
		UploadDir: t.TempDir(), t: t}
	var err error
	if s.Blobs, err = blob.Open(t.Context(), "file://"+s.BlobDir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Blobs.Close() })
	if err := jobs.WriteClaim(t.Context(), db.Store, s.Blobs); err != nil {
		t.Fatal(err)
	}
	s.Videos = media.NewVideos(media.VideoOptions{})
	s.Intake = &media.Intake{Pool: s.Renders, Videos: s.Videos, Blobs: s.Blobs, TempDir: s.TempDir, NewID: s.NewID,
		Free: func(ctx context.Context, keys ...string) error { return upkeep.FreeFiles(ctx, db.Store, keys...) }}
	s.Payments = &payment.Providers{Store: db.Store, Stripe: payment.NewStripe(db.Store, "http://127.0.0.1:1")}
	s.server = httptest.NewUnstartedServer(nil)
	t.Cleanup(s.server.Close)
	s.URL = "http://" + s.server.Listener.Addr().String()
	settings := web.Site{Name: "Test Prints", BaseURL: s.URL, Dev: true, SignupsOpen: true, QueryToken: true}
	if change != nil {
		change(&settings)
	}
	s.Kit = web.New(db.Store, settings, logger(t))
	t.Cleanup(s.Live.Stop)
	return s
}

// logger shows what goes wrong on the server beside the test's own output.
func logger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
}

// Serve starts to answer with the handler.
func (s *Site) Serve(h http.Handler) {
	s.server.Config = s.Server(h)
	s.server.Listener = s.Listener(s.server.Listener)
	s.server.Start()
}

// Deps are what jobs use on this site.
func (s *Site) Deps() jobs.Deps {
	return jobs.Deps{Store: s.DB.Store, Blobs: s.Blobs, Pool: s.Renders, Mailer: s.Outbox, Intake: s.Intake,
		Fetch: web.NewFetcher([]string{"localhost"}).Patient(time.Minute), Call: web.NewCaller([]string{"localhost"}),
		TempDir: s.TempDir, UploadDir: s.UploadDir,
		RenderWorkers: 2, Videos: s.Videos, VideoWorkers: 1, AVIF: s.AVIF,
		SiteName: s.Site.Name, BaseURL: s.URL, Log: logger(s.t), Payments: s.Payments}
}

// Work works jobs until the test ends.
func (s *Site) Work() {
	s.t.Helper()
	runner, err := jobs.Start(s.t.Context(), s.Deps())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := runner.Stop(ctx); err != nil {
			s.t.Error(err)
		}
	})
}

// Hurry makes jobs of a kind that wait for their time run now. A job that makes pictures
// uses its files until the queue has written down that it is done, a moment after its effect.
func (s *Site) Hurry(kind string) {
	s.t.Helper()
	Eventually(s.t, "pictures are made", func() (done bool) {
		err := s.DB.Pool().QueryRow(s.t.Context(), `SELECT NOT EXISTS (SELECT FROM river_job
			WHERE kind = 'render_avatar' AND state = 'running')`).Scan(&done)
		if err != nil {
			s.t.Fatal(err)
		}
		return done
	})
	_, err := s.DB.Pool().Exec(s.t.Context(), `UPDATE river_job SET state = 'available', scheduled_at = now() - interval '1 second'
		WHERE kind = $1 AND state IN ('scheduled', 'retryable')`, kind)
	if err != nil {
		s.t.Fatal(err)
	}
}

// Patience is how long tests wait for what happens in the background: it ends a
// test that would wait for ever, and says nothing of how fast anything is.
const Patience = 10 * time.Minute

// Eventually asks until the answer is yes, and fails the test when it takes too long.
func Eventually(t testing.TB, what string, ask func() bool) {
	t.Helper()
	for end := time.Now().Add(Patience); ; {
		if ask() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("waited %s in vain: %s", Patience, what)
		}
		time.Sleep(15 * time.Millisecond)
	}
}

// Token makes an API token.
func (s *Site) Token(u *account.User, scopes string) string {
	s.t.Helper()
	token, err := app.CreateToken(s.t.Context(), s.DB.Store, u.ID, "test", scopes, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// Keys lists the kept files under a prefix, without the mark of whose storage it is.
func (s *Site) Keys(prefix string) []string {
	s.t.Helper()
	var out []string
	if err := s.Blobs.List(s.t.Context(), prefix, func(e blob.Entry) error {
		if e.Key != jobs.ClaimKey {
			out = append(out, e.Key)
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// Mail waits for the mail to an address with a word in its subject or text, and
// returns its text.
func (s *Site) Mail(to, word string) string {
	s.t.Helper()
	text := ""
	Eventually(s.t, fmt.Sprintf("a mail to %s about %q", to, word), func() bool {
		list, err := s.Outbox.Mails()
		if err != nil {
			return false // still being written
		}
		for _, m := range list {
			if m.To == to && contains(m.Subject+m.Text, word) {
				text = m.Text
				return true
			}
		}
		return false
	})
	return text
}

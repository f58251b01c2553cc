package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/upkeep"
	"photogram/web"
	"photogram/web/webtest"
)

// keyed makes a POST with an Idempotency-Key.
func keyed(p *webtest.Program, key, path string, pairs ...string) *webtest.Answer {
	return p.Post("/v1"+path, webtest.Form(pairs...), "Authorization", "Bearer "+p.Token, "Idempotency-Key", key)
}

func replayed(a *webtest.Answer) bool { return a.Header.Get("Idempotency-Replayed") == "true" }

func (w *world) comments() int64 {
	w.T.Helper()
	return w.Prog.Call("GET", "/media/"+w.Bos.String()).At("data.comments.count").Int()
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/media/" + w.Bos.String() + "/comments"
	first := keyed(w.Prog, "k1", path, "text", "once").Want(http.StatusOK)
	if replayed(first) {
		t.Error("the first call is called a replay")
	}
	again := keyed(w.Prog, "k1", path, "text", "once").Want(http.StatusOK)
	if !replayed(again) || string(again.Body) != string(first.Body) || w.comments() != 1 {
		t.Errorf("%s: %s, and there are %d comments", again, again.Body, w.comments())
	}
	asJSON := w.Prog.Request("POST", "/v1"+path, strings.NewReader(`{"text":"once"}`))
	if a := w.Prog.Do(asJSON, "Authorization", "Bearer "+w.Prog.Token, "Content-Type", "application/json", "Idempotency-Key",
		"k1").Want(http.StatusOK); !replayed(a) {
		t.Error("the same call as JSON is another call")
	}
	keyed(w.Prog, "k1", path, "text", "twice").Refused(http.StatusUnprocessableEntity, "APIInvalidParametersError", "Idempotency-Key")
	keyed(w.Prog, "k1", "/media/"+w.Adas.String()+"/comments", "text", "once").Refused(http.StatusUnprocessableEntity,
		"APIInvalidParametersError", "another call")
	keyed(w.Prog, strings.Repeat("k", 256), path, "text", "x").Refused(400, "APIInvalidParametersError",
		"Idempotency-Key: Use at most 255")
	// Another token has keys of its own; without a key each call is its own.
	if a := keyed(w.Program(w.Ada, allScopes), "k1", path, "text", "once").Want(http.StatusOK); replayed(a) {
		t.Error("another token got the answer")
	}
	w.Prog.Call("POST", path, "text", "once").Want(http.StatusOK)
	// A refusal is an answer too; a token that lacks the scope never gets that far.
	for n := range 2 {
		if a := keyed(w.Prog, "bad", path).Refused(400, "APIInvalidParametersError", "text"); replayed(a) != (n == 1) {
			t.Errorf("%s is a replay: %v", a, replayed(a))
		}
	}
	keyed(w.Program(w.Ada, "basic"), "k1", path, "text", "once").Refused(400, "OAuthPermissionsException", "comments")
	// Reads take no notice.
	if a := w.Prog.Get("/v1/users/self", "Authorization", "Bearer "+w.Prog.Token, "Idempotency-Key",
		"k1").Want(http.StatusOK); replayed(a) {
		t.Error("a read was replayed")
	}
	if n := w.comments(); n != 3 {
		t.Errorf("%d comments", n)
	}
	// After a day the key is new.
	w.Clock.Move(app.IdempotencyLife)
	if a := keyed(w.Prog, "k1", path, "text", "twice").Want(http.StatusOK); replayed(a) || w.comments() != 4 {
		t.Errorf("%s: %s", a, a.Body)
	}
	w.Clock.Move(app.IdempotencyLife)
	w.Must(upkeep.Expire(t.Context(), w.DB.Store))
	var left int
	w.Must(w.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM idempotency_keys`).Scan(&left))
	if left != 0 {
		t.Errorf("%d keys are kept for ever", left)
	}
	w.Check()
}

func TestIdempotencyKeyIsNotKeptForLimits(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.ActionLimit = 1 })
	ada, bo := s.User("ada"), s.User("bo")
	p, path := s.Program(ada, allScopes), "/media/"+s.Post(bo, "").String()+"/comments"
	keyed(p, "a", path, "text", "one").Want(http.StatusOK)
	keyed(p, "b", path, "text", "two").Want(http.StatusTooManyRequests)
	if a := keyed(p, "a", path, "text", "one").Want(http.StatusOK); !replayed(a) {
		t.Error("a replay takes from the limit")
	}
	s.Clock.Move(time.Hour)
	if a := keyed(p, "b", path, "text", "two").Want(http.StatusOK); replayed(a) {
		t.Error("a limit was kept as the answer")
	}
}

// Of any number of senders, on two servers, one has its call carried out.
func TestIdempotencyKeyOnTwoServers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := webtest.From(t, w.DB, func(site *web.Site) { site.ActionLimit = 1000 })
	other.StartOn(t)
	path := "/media/" + w.Bos.String() + "/comments"
	photo := webtest.File{Name: "a.jpg", Data: mediatest.Photo(64, 48)}
	for name, send := range map[string]func(p *webtest.Program, key string) *webtest.Answer{
		"comment": func(p *webtest.Program, key string) *webtest.Answer {
			return keyed(p, key, path, "text", "one of sixteen")
		},
		"collection": func(p *webtest.Program, key string) *webtest.Answer {
			return keyed(p, key, "/users/self/collections", "name", "One of sixteen")
		},
		"upload": func(p *webtest.Program, key string) *webtest.Answer {
			return p.Upload("/v1/media/upload", webtest.Form("alt_text", "x"), []webtest.File{photo}, "Authorization",
				"Bearer "+p.Token, "Idempotency-Key", key)
		},
	} {
		var wg sync.WaitGroup
		answers := make([]*webtest.Answer, 16)
		for i := range answers {
			p := map[int]*webtest.Site{0: w.Site, 1: other}[i%2].WithToken(w.Prog.Token)
			wg.Go(func() { answers[i] = send(p, "k-"+name) })
		}
		wg.Wait()
		ids, fresh := map[string]bool{}, 0
		for _, a := range answers {
			switch a.StatusCode {
			case http.StatusConflict:
				a.Refused(http.StatusConflict, "APIInvalidParametersError", "still being carried out")
			default:
				ids[a.Want(http.StatusOK).At("data.id").String()] = true
				if !replayed(a) {
					fresh++
				}
			}
		}
		if len(ids) != 1 || fresh != 1 {
			t.Errorf("%s: %d calls were carried out, with %d ids", name, fresh, len(ids))
		}
		if a := send(w.Prog, "k-"+name).Want(http.StatusOK); !replayed(a) || !ids[a.At("data.id").String()] {
			t.Errorf("%s: afterwards: %s", name, a.Body)
		}
	}
	if n := w.comments(); n != 1 {
		t.Errorf("%d comments", n)
	}
	if n := len(w.Prog.Call("GET", "/users/self/media/drafts").List("data.#.id")); n != 1 {
		t.Errorf("%d drafts", n)
	}
	if n := len(w.Prog.Call("GET", "/users/self/collections").List("data.#.id")); n != 2 {
		t.Errorf("%d collections", n)
	}
	w.Check()
}

func TestIdempotencyKeyOfUploads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	upload := func(key, alt string, photos ...[]byte) *webtest.Answer {
		files := make([]webtest.File, len(photos))
		for i := range photos {
			files[i] = webtest.File{Name: "a.jpg", Data: photos[i]}
		}
		// The token stands in the form, so the key is looked up when it has come.
		return w.Prog.Upload("/v1/media/upload", webtest.Form("access_token", w.Prog.Token, "alt_text", alt), files, "Idempotency-Key", key)
	}
	one, two := mediatest.Photo(64, 48), mediatest.Photo(48, 64)
	first := upload("k", "x", one).Want(http.StatusOK)
	if a := upload("k", "x", one).Want(http.StatusOK); !replayed(a) || string(a.Body) != string(first.Body) {
		t.Errorf("%s: %s", a, a.Body)
	}
	for _, a := range []*webtest.Answer{upload("k", "x", two), upload("k", "y", one), upload("k", "x", one, two), upload("k", "x")} {
		a.Refused(http.StatusUnprocessableEntity, "APIInvalidParametersError", "another call")
	}
	// What could not be read is not kept.
	upload("broken", "x", []byte("no picture")).Refused(400, "APIInvalidParametersError", "")
	if a := upload("broken", "x", one).Want(http.StatusOK); replayed(a) {
		t.Error("half a call was kept")
	}
	w.Check()
}

// A call that failed and cleared away what it had begun had no effect, so its key is free.
func TestClearingAwayIsNoEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	token, _, err := app.Authenticate(ctx, w.DB.Store, w.Prog.Token, models.Limit{Name: "test", Count: 100, Per: time.Hour})
	w.Must(err)
	claim, _, err := app.ClaimKey(ctx, w.DB.Store, token, "k", nil)
	w.Must(err)
	w.Intake.Discard(app.WithClaim(ctx, claim), token.UserID, post.Upload{ID: w.NewID()})
	w.Must(app.ReleaseKey(ctx, w.DB.Store, claim))
	if again, there, err := app.ClaimKey(ctx, w.DB.Store, token, "k", nil); err != nil || again == nil {
		t.Errorf("the key is taken: %+v, %v", there, err)
	}
}

// A server that dies leaves its claim behind.
func TestIdempotencyKeyOfADeadServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	path := "/media/" + w.Bos.String() + "/comments"
	token, _, err := app.Authenticate(ctx, w.DB.Store, w.Prog.Token, models.Limit{Name: "test", Count: 100, Per: time.Hour})
	w.Must(err)
	claim := func(key string) *models.Claim {
		c, _, err := app.ClaimKey(ctx, w.DB.Store, token, key, nil)
		w.Must(err)
		if c == nil {
			t.Fatalf("%s is taken", key)
		}
		return c
	}
	// It had done nothing, and comes to life after somebody else has.
	dead := claim("k")
	if a := keyed(w.Prog, "k", path, "text", "hello").Refused(http.StatusConflict, "APIInvalidParametersError",
		"still being carried out"); a.Header.Get("Retry-After") == "" {
		t.Errorf("%v", a.Header)
	}
	w.Clock.Move(time.Minute)
	if a := keyed(w.Prog, "k", path, "text", "hello").Want(http.StatusOK); replayed(a) {
		t.Error("replayed")
	}
	if _, err := comment.Add(app.WithClaim(ctx, dead), w.DB.Store, w.Ada.ID, w.Bos, "hello"); !models.ClaimLost(err) {
		t.Errorf("the call was carried out twice: %v", err)
	}
	if _, err := saved.Create(app.WithClaim(ctx, dead), w.DB.Store, w.Ada.ID, "Late", ""); !models.ClaimLost(err) {
		t.Errorf("the call was carried out twice: %v", err)
	}
	// It had done its work, and its answer is lost.
	_, err = comment.Add(app.WithClaim(ctx, claim("lost")), w.DB.Store, w.Ada.ID, w.Bos, "again")
	w.Must(err)
	w.Clock.Move(time.Minute)
	keyed(w.Prog, "lost", path, "text", "again").Refused(http.StatusConflict, "APIInvalidParametersError", "its answer was lost")
	if n := w.comments(); n != 2 {
		t.Errorf("%d comments", n)
	}
	w.Check()
}

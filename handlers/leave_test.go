package handlers_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/media/blob"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/upkeep"
	"photogram/web/webtest"
)

// What changes with every login or look, or lives for moments.
var notOfTheAccount = []string{"feed_marks", "story_views", "post_views", "explore_ranks", "search_words", "sessions", "api_tokens",
	"email_tokens", "mail_log", "rate_limits", "activity", "id_servers", "river_job", "river_leader", "river_client",
	"river_client_queue", "river_queue",
	"insight_counts", "insight_sketches", "insight_marks", "insight_totals", "insight_batches",
	"users.login_version", "users.login_at", "users.updated_at", "users.active_at", "feed", "feed_readers"}

func leaveAs(t *testing.T, s *webtest.Site, name string) {
	t.Helper()
	c := s.LoggedIn(name)
	c.Post("/settings/delete", form("current_password", modelstest.Password)).Want(303)
	c.Get("/settings").Want(303)
}

// Who leaves is hidden everywhere at once, and a login within 30 days brings
// everything back as it was.
func TestLeavingAndComingBack(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada, bo := s.UserWithPassword("ada"), s.User("bo")
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	postID, theirs := s.Post(ada, "At the #sea with larches"), s.Post(bo, "Hello @ada #sea")
	s.NewStory(ada, story.Edit{})
	_, err := comment.Add(t.Context(), s.DB.Store, ada.ID, theirs, "A comment of mine")
	must(t, err)
	_, err = post.Like(t.Context(), s.DB.Store, ada.ID, theirs)
	must(t, err)
	later, items := s.Draft(ada, 1)
	s.Render(items...)
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, later, post.PublishInput{PublishAt: s.Clock.Now().Add(60 * 24 * time.Hour)}))
	p, b, v := s.Program(ada, "basic account"), s.As(bo), s.Visitor()
	bp := s.Program(bo, "basic public_content")
	b.Get("/p/" + theirs.Code()).Says("A comment of mine")
	tagged := func() int64 {
		tag, err := discover.TagByName(t.Context(), s.DB.Store, "sea")
		must(t, err)
		return tag.MediaCount
	}
	if tagged() != 2 {
		t.Errorf("%d posts with the tag", tagged())
	}
	c := s.LoggedIn("ada")
	webtest.Eventually(t, "what was told is told", func() bool {
		var n int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM activity`).Scan(&n))
		return n == 0
	})
	before := s.Dump(notOfTheAccount...)
	c.Get("/settings/account").Has("a[href='/settings/delete']")
	c.Get("/settings/delete").Want(200).Says("What goes", "What stays", "30 days", "90 days",
		s.Clock.Now().Add(account.LeaveGrace).Format("2 January 2006"))
	c.Post("/settings/delete", form("current_password", "wrong")).Want(422).Has("#f-current_password-problem")
	c.Post("/settings/delete", nil).Want(422)
	s.Visitor().Post("/settings/delete", form("current_password", modelstest.Password)).Want(303)
	c.Get("/settings").Want(200)
	c.Post("/settings/delete", form("current_password", modelstest.Password)).Want(303)

	// Nothing acts for the account, and nobody sees it.
	c.Get("/settings").Want(303)
	p.Call("GET", "/users/self").Want(400)
	hidden := func(want int) {
		t.Helper()
		for _, path := range []string{"/ada", "/p/" + postID.Code(), "/stories/ada", "/ada/followers"} {
			b.Get(path).Want(want)
		}
		v.Get("/ada").Want(want)
		bp.Call("GET", "/users/"+ada.ID.String()).Want(map[int]int{200: 200, 404: 400}[want])
		shown := want == 200
		for _, path := range []string{"/", "/explore", "/tags/sea", "/search?q=larches", "/search?q=ada", "/p/" + theirs.Code(),
			"/bo/followers", "/p/" + theirs.Code() + "/likes"} {
			page := b.Get(path).Want(200)
			if found := strings.Contains(string(page.Body), "/p/"+postID.Code()) ||
				page.Find("main a[href='/ada']:not(.mention)").Length() > 0; found && !shown {
				t.Errorf("%s shows an account whose owner left", path)
			} else if !found && shown && path != "/search?q=larches" && path != "/explore" { // which jobs prepare
				t.Errorf("%s does not show an account whose owner is back", path)
			}
		}
		for _, call := range []string{"/users/self/feed", "/tags/sea/media/recent", "/users/search?q=ada"} {
			if a := bp.Call("GET", call).Want(200); strings.Contains(string(a.Body), ada.ID.String()) != shown {
				t.Errorf("%s: %s", call, a.Body)
			}
		}
	}
	hidden(404)
	if tagged() != 1 {
		t.Errorf("%d posts with the tag", tagged())
	}
	if m := lastMail(t, s, ada.Email); !strings.Contains(m.Text, "hidden now") ||
		!strings.Contains(m.Text, s.Clock.Now().Add(account.LeaveGrace).Format("2 January 2006")) {
		t.Errorf("the mail says %s: %s", m.Subject, m.Text)
	}
	s.Check()
	// Nobody takes its name or address meanwhile, and it is not deleted early.
	s.Visitor().Post("/signup", form("username", "ada", "email", "eve@example.org", "password", otherPassword)).Want(409)
	s.Clock.Move(account.LeaveGrace - time.Minute)
	purge := jobs.Purge{Store: s.DB.Store, Blobs: s.Blobs, Due: true}
	must(t, purge.Run(t.Context(), ada.ID))
	s.Visitor().Post("/login", form("login", "ada", "password", "wrong")).Want(401)
	back := s.Visitor()
	page := back.Follow(back.Post("/login", form("login", "ada@example.org", "password", modelstest.Password)).Want(303))
	page.Says("Welcome back")
	s.Mail(ada.Email, "is back")
	b = s.As(bo)
	s.Clock.Move(-(account.LeaveGrace - time.Minute)) // so that the story is still shown
	hidden(200)
	webtest.Eventually(t, "what changed is counted", func() bool {
		var n int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM activity`).Scan(&n))
		return n == 0
	})
	after := s.Dump(notOfTheAccount...)
	for table := range before {
		if !reflect.DeepEqual(before[table], after[table]) {
			t.Errorf("%s was\n%s\nand is\n%s", table, strings.Join(before[table], "\n"), strings.Join(after[table], "\n"))
		}
	}
	s.Check()
}

// After 30 days nobody gets in any more, and the job deletes the account.
func TestAfterThirtyDays(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.UserWithPassword("ada")
	s.Post(ada, "#sea")
	link := func() string {
		token, err := account.NewToken()
		must(t, err)
		_, err = s.DB.Pool().Exec(t.Context(), `INSERT INTO email_tokens (hash, user_id, purpose, email, expires_at)
			VALUES ($1, $2, 'reset', $3, $4)`, account.HashToken(token), ada.ID, ada.Email, s.Clock.Now().Add(24*365*time.Hour))
		must(t, err)
		return "/reset/" + token
	}
	leaveAs(t, s, "ada")
	s.Clock.Move(account.LeaveGrace)
	v := s.Visitor()
	v.Post("/login", form("login", "ada", "password", modelstest.Password)).Want(401).Says("we’re deleting it")
	v.Post("/login", form("login", "ada", "password", "wrong")).Want(401).Says("don’t match")
	v.Post(link(), form("password", otherPassword)).Want(401)
	s.Work()
	_, err := s.DB.Pool().Exec(t.Context(), `INSERT INTO river_job (kind, max_attempts, state, args, scheduled_at)
		VALUES ('purge_left', 3, 'available', '{}', now())`)
	must(t, err)
	webtest.Eventually(t, "the account is deleted", func() bool {
		_, err := account.Find(t.Context(), s.DB.Store, "ada")
		return models.KindOf(err) == models.NotFound
	})
	s.Visitor().Post("/signup", form("username", "ada", "email", "ada@example.org", "password", otherPassword)).Want(409)
	s.Visitor().Post("/signup", form("username", "eve", "email", "ada@example.org", "password", otherPassword)).Want(303)
	s.Clock.Move(account.NameHold)
	must(t, upkeep.Expire(t.Context(), s.DB.Store))
	s.Visitor().Post("/signup", form("username", "ada", "email", "new@example.org", "password", otherPassword)).Want(303)
	s.Check()
}

// A login and a deletion at the same moment: one of the two wins, wholly.
func TestLoginWhileDeleting(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	for _, name := range []string{"ann", "bea", "cat"} {
		u := s.UserWithPassword(name)
		s.Post(u, "#sea")
		_, err := account.LetGo(t.Context(), s.DB.Store, u.ID)
		must(t, err)
		var wg sync.WaitGroup
		var errs [2]error
		in := s.Visitor()
		for i := range errs {
			wg.Go(func() {
				p := jobs.Purge{Store: s.DB.Store, Blobs: s.Blobs, Mailer: s.Outbox}
				errs[i] = p.Run(context.WithoutCancel(t.Context()), u.ID)
			})
		}
		wg.Go(func() { in.Post("/login", form("login", name, "password", modelstest.Password)) })
		wg.Wait()
		must(t, errors.Join(errs[:]...))
		in.Get("/settings").Want(303)
		// A login that found the account before it went counts its try in a limit, which ends by itself.
		s.Clock.Move(time.Hour)
		must(t, upkeep.Expire(t.Context(), s.DB.Store))
		if left := s.Search(`(^|[^0-9])` + u.ID.String() + `([^0-9]|$)`); len(left) > 0 {
			t.Errorf("%s: there is left %v", name, left)
		}
	}
	s.Check()
}

// A deletion asks once more, under the lock, whether the time is over.
func TestOnlyWhoLeftIsDeleted(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo, cy := s.UserWithPassword("ada"), s.User("bo"), s.UserWithPassword("cy")
	leaveAs(t, s, "cy")
	s.LoggedIn("cy")
	leaveAs(t, s, "ada")
	s.Clock.Move(account.LeaveGrace - time.Second)
	for _, u := range []*account.User{ada, bo, cy} {
		p := jobs.Purge{Store: s.DB.Store, Blobs: s.Blobs, Due: true}
		must(t, p.Run(t.Context(), u.ID))
		if _, err := account.Find(t.Context(), s.DB.Store, u.Username); err != nil {
			t.Errorf("%s: %v", u.Username, err)
		}
	}
	// A suspension does not end by a login, and leaving does not by ending a suspension.
	must(t, account.SetSuspended(t.Context(), s.DB.Store, ada.ID, true))
	s.Visitor().Post("/login", form("login", "ada", "password", modelstest.Password)).Want(401).Says("suspended")
	must(t, account.SetSuspended(t.Context(), s.DB.Store, ada.ID, false))
	s.Visitor().Get("/ada").Want(404)
	s.LoggedIn("ada").Get("/ada").Want(200)
}

// What was planned waits while its account is hidden, and does not come late.
func TestPlansWhileAway(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.UserWithPassword("ada")
	plan := func(d time.Duration) models.ID {
		id, items := s.Draft(ada, 1)
		s.Render(items...)
		must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, id, post.PublishInput{PublishAt: s.Clock.Now().Add(d)}))
		return id
	}
	early, late := plan(time.Hour), plan(48*time.Hour)
	storyID, err := story.ShareText(t.Context(), s.DB.Store, ada.ID,
		story.ShareInput{Edit: story.Edit{Overlays: &[]story.Overlay{{ID: "t", Type: "text", Text: "Hi", Scale: 1}}},
			PublishAt: s.Clock.Now().Add(time.Hour)})
	must(t, err)
	for _, away := range []func(bool){
		func(on bool) {
			if on {
				leaveAs(t, s, "ada")
			} else {
				s.LoggedIn("ada")
			}
		},
		func(on bool) { must(t, account.SetSuspended(t.Context(), s.DB.Store, ada.ID, on)) },
	} {
		away(true)
		s.Clock.Move(24 * time.Hour)
		for _, due := range []func(context.Context, *models.Store, []models.ID) (models.ID, error){post.PublishDue, story.ShareDue} {
			if id, err := due(t.Context(), s.DB.Store, nil); err != nil || id != 0 {
				t.Errorf("%d is shared while its owner is away: %v", id, err)
			}
		}
		away(false)
		p, err := post.Own(t.Context(), s.DB.Store, ada.ID, early)
		must(t, err)
		if p.State != post.Draft || !strings.Contains(p.PublishProblem, "Its time came") {
			t.Errorf("what was missed is %s: %q", p.State, p.PublishProblem)
		}
		if st, err := story.Own(t.Context(), s.DB.Store, ada.ID, storyID); err != nil || st.State != post.Draft {
			t.Errorf("the story that was missed: %v", err)
		}
		if p, err = post.Own(t.Context(), s.DB.Store, ada.ID, late); err != nil || p.State != post.Scheduled {
			t.Errorf("what is still to come is %s, %v", p.State, err)
		}
		s.Clock.Move(-24 * time.Hour)
		early = plan(time.Hour)
		storyID, err = story.ShareText(t.Context(), s.DB.Store, ada.ID,
			story.ShareInput{Edit: story.Edit{Overlays: &[]story.Overlay{{ID: "t", Type: "text", Text: "Hi", Scale: 1}}},
				PublishAt: s.Clock.Now().Add(time.Hour)})
		must(t, err)
	}
	s.Check()
}

// Somebody who has no password logs in through their service once more.
func TestLeavingWithoutAPassword(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c := s.As(ada)
	s.Clock.Move(account.ProofLife + time.Minute)
	c.Get("/settings/delete").Want(200).HasNot("input[name=current_password]",
		"form[action='/settings/delete']").Says("show that it’s you")
	c.Post("/settings/delete", nil).Want(422).Says("once more")
	s.Program(ada, "account").Send("DELETE", "/v1/users/self", nil, "Authorization", "Bearer "+s.Token(ada, "account")).Want(400)
	c = s.As(ada)
	c.Get("/settings/delete").Has("form[action='/settings/delete']")
	c.Post("/settings/delete", nil).Want(303)
	s.Visitor().Get("/ada").Want(404)
	u, err := account.ByIdentity(t.Context(), s.DB.Store, "test", "ada")
	must(t, err)
	if back, err := account.StartSession(t.Context(), s.DB.Store, "a token of some length", u, account.Browser{}); err != nil || !back {
		t.Errorf("a login through the service does not bring it back: %v", err)
	}
	s.Visitor().Get("/ada").Want(200)
}

// The last administrator stays, also when two want to go at once.
func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.UserWithPassword("ada"), s.UserWithPassword("bo")
	must(t, account.SetAdmin(t.Context(), s.DB.Store, ada.ID, true))
	s.LoggedIn("ada").Post("/settings/delete", form("current_password", modelstest.Password)).Want(409).Says("only administrator")
	must(t, account.SetAdmin(t.Context(), s.DB.Store, bo.ID, true))
	var wg sync.WaitGroup
	var errs [2]error
	for i, u := range []*account.User{ada, bo} {
		wg.Go(func() {
			_, errs[i] = account.Leave(t.Context(), s.DB.Store, account.Asker{User: u.ID}, modelstest.Password)
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("of two administrators one may go: %v", errs)
	}
}

// broken is storage that cannot delete.
type broken struct{ blob.Store }

func (broken) DeletePrefix(context.Context, string) error { return errors.New("storage is away") }

// A deletion that is cut off has begun: nobody gets in, and the next one ends it.
// While a backup is written, files stay until it is done.
func TestDeletionIsCarriedOn(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.UserWithPassword("ada")
	s.Post(ada, "#sea")
	key := models.OriginalKey(ada.ID, s.NewID())
	must(t, s.Blobs.Put(t.Context(), key, strings.NewReader("x"), "image/jpeg"))
	_, err := s.DB.Pool().Exec(t.Context(), `UPDATE users SET avatar_key = 'abc' WHERE id = $1`, ada.ID)
	must(t, err)
	p := jobs.Purge{Store: s.DB.Store, Blobs: broken{s.Blobs}, Mailer: s.Outbox}
	if err := p.Run(t.Context(), ada.ID); err == nil {
		t.Fatal("storage that cannot delete is no matter")
	}
	s.Visitor().Post("/login", form("login", "ada", "password", modelstest.Password)).Want(401)
	must(t, upkeep.HoldFiles(t.Context(), s.DB.Store, time.Minute))
	due, err := account.DueLeft(t.Context(), s.DB.Store, 10)
	must(t, err)
	for _, user := range due {
		p = jobs.Purge{Store: s.DB.Store, Blobs: s.Blobs, Mailer: s.Outbox, Due: true}
		must(t, p.Run(t.Context(), user))
	}
	if len(s.Keys("o/")) != 1 || !p.FilesWait {
		t.Error("a file went while a backup is written")
	}
	if _, err := account.Find(t.Context(), s.DB.Store, "ada"); models.KindOf(err) != models.NotFound {
		t.Errorf("the account is there: %v", err)
	}
	must(t, upkeep.HoldFiles(t.Context(), s.DB.Store, 0))
	s.Work()
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "the files are deleted", func() bool { return len(s.Keys("o/")) == 0 })
	webtest.Eventually(t, "jobs about files have ended", func() bool {
		must(t, leave.ForgetEndedJobs(t.Context(), s.DB.Store))
		return len(s.Search(`(^|[^0-9])`+ada.ID.String()+`([^0-9]|$)`)) == 0
	})
	s.Check()
}

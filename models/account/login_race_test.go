package account_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/modelstest"
)

// A login by the old password cannot pass the change that ends it, whatever the
// change is and whichever of the two comes first.
func TestLoginUnderWayDoesNotSurviveAChange(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	u := db.UserWithPassword("ada")
	changes := map[string]func(i int) error{
		"password": func(i int) error {
			return account.SetPassword(ctx, db.Store, u.ID, fmt.Sprintf("quiet harbour number %d", i))
		},
		"link": func(i int) error {
			_, _, err := account.LinkIdentity(ctx, db.Store, account.Asker{User: u.ID},
				account.Identity{Provider: "there", Subject: fmt.Sprint(i)})
			return err
		},
		"suspension": func(i int) error { return account.SetSuspended(ctx, db.Store, u.ID, true) },
	}
	for name, change := range changes {
		for i := range 6 {
			must(t, account.SetSuspended(ctx, db.Store, u.ID, false))
			proved, err := account.Find(ctx, db.Store, "ada") // as when the old password was checked
			must(t, err)
			if i == 0 { // the change is over before the session begins
				must(t, change(100+i))
				if _, err := account.StartSession(ctx, db.Store, name, proved,
					account.Browser{}); models.KindOf(err) != models.Unauthorized {
					t.Errorf("%s: a session by what was before: %v", name, err)
				}
				continue
			}
			var wg sync.WaitGroup
			var changed error
			tokens := make([]string, 8)
			started := make([]error, len(tokens))
			for j := range tokens {
				tokens[j] = fmt.Sprintf("%s-%d-%d", name, i, j)
				wg.Go(func() { _, started[j] = account.StartSession(ctx, db.Store, tokens[j], proved, account.Browser{}) })
			}
			wg.Go(func() { changed = change(100 + i) })
			wg.Wait()
			must(t, changed)
			for j, token := range tokens {
				if started[j] != nil && models.KindOf(started[j]) != models.Unauthorized {
					t.Error(started[j])
				}
				v, err := account.VisitByToken(ctx, db.Store, token)
				must(t, err)
				// Linking ends logins that are under way; whoever is logged in already stays so.
				if v != nil && v.Viewer != nil && name != "link" {
					t.Errorf("%s: a session of before lives", name)
				}
			}
		}
	}
}

// A session that was ended while a request of it is carried out does not come
// back with what the request writes, and gives nobody a way in.
func TestEndedSessionStaysEnded(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	u := db.UserWithPassword("ada")
	must(t, db.LogIn("thief", u, account.Browser{}))
	must(t, account.SetPassword(ctx, db.Store, u.ID, "another quiet harbour"))
	there, err := account.SaveSession(ctx, db.Store, "thief", []byte(`{}`))
	if must(t, err); there {
		t.Error("the session is there")
	}
	if v, err := account.VisitByToken(ctx, db.Store, "thief"); err != nil || v != nil {
		t.Errorf("%v, %v", v, err)
	}
	who := account.Asker{User: u.ID, Session: "thief"}
	if _, _, err := account.LinkIdentity(ctx, db.Store, who,
		account.Identity{Provider: "there", Subject: "thief"}); models.KindOf(err) != models.Unauthorized {
		t.Errorf("links a login: %v", err)
	}
	if _, err := app.MakeToken(ctx, db.Store, who, "thief", "publish", 0); models.KindOf(err) != models.Unauthorized {
		t.Errorf("makes a token: %v", err)
	}
	if err := account.UnlinkIdentity(ctx, db.Store, who, "there", "any", ""); models.KindOf(err) != models.Unauthorized {
		t.Errorf("unlinks: %v", err)
	}
	consent := &app.Consent{UserID: u.ID, Session: account.HashToken("thief"), AppID: 1, Scopes: "publish"}
	if _, err := app.Allow(ctx, db.Store, consent, "app"); models.KindOf(err) != models.Unauthorized {
		t.Errorf("allows an app: %v", err)
	}
	for name, err := range map[string]error{
		"password": account.ChangePassword(ctx, db.Store, who,
			account.PasswordChange{Current: "another quiet harbour", Password: "a thief's own words"}),
		"address": account.ChangeEmail(ctx, db.Store, who, "another quiet harbour", "thief@example.org"),
	} {
		if models.KindOf(err) != models.Unauthorized {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Of two changes that rest on the same password one is carried out.
func TestOneChangeForOnePassword(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	u := db.UserWithPassword("ada")
	must(t, db.LogIn("here", u, account.Browser{}))
	must(t, db.LogIn("there", u, account.Browser{}))
	var wg sync.WaitGroup
	var errs [2]error
	for i, session := range []string{"here", "there"} {
		wg.Go(func() {
			errs[i] = account.ChangePassword(ctx, db.Store, account.Asker{User: u.ID, Session: session},
				account.PasswordChange{Current: modelstest.Password, Password: "quiet harbour of " + session})
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%v, %v", errs[0], errs[1])
	}
	live := 0
	for _, session := range []string{"here", "there"} {
		v, err := account.VisitByToken(ctx, db.Store, session)
		if must(t, err); v != nil {
			live++
		}
	}
	if live != 1 {
		t.Errorf("%d sessions live", live)
	}
}

// Strangers cannot lock out an owner; the owner's wrong tries by name and by address are one count.
func TestWrongPasswordsCountWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	u := db.UserWithPassword("ada")
	from := func(address string) func(login, password string, d account.Devices) models.Kind {
		ctx := models.FromNetwork(t.Context(), models.NetworkOf(address))
		return func(login, password string, d account.Devices) models.Kind {
			_, err := account.Login(ctx, db.Store, login, password, d)
			return models.KindOf(err)
		}
	}
	stranger, owner := from("2001:db8:1:2::1"), from("192.0.2.9")
	for i, login := range []string{"ada", "@Ada", " ADA ", "ada@example.org", "ADA@Example.org ", "ada", "ada@example.org", "@ADA",
		"ada", "ada"} {
		if k := stranger(login, "wrong", nil); k != models.Unauthorized {
			t.Errorf("try %d: %v", i, k)
		}
	}
	for _, login := range []string{"ada", "ada@example.org"} { // one count for both names, and for the whole network
		if k := from("2001:db8:1:2:3:4:5:6")(login, modelstest.Password, nil); k != models.TooMany {
			t.Errorf("%s: %v", login, k)
		}
	}
	if k := from("2001:db8:1:3::1")("ada", modelstest.Password, nil); k != 0 {
		t.Errorf("another network: %v", k)
	}
	if k := owner("ada", modelstest.Password, nil); k != 0 {
		t.Errorf("the owner is locked out: %v", k)
	}
	// At the stranger's own address, and with all of its tries used up, a browser that is known gets in.
	device := account.Devices{{User: u.ID, Version: 0, ID: "mine"}}
	for i := range 40 {
		stranger(fmt.Sprint("nobody", i), "wrong", nil)
	}
	if k := stranger("bo", "wrong", nil); k != models.TooMany {
		t.Errorf("the address's own limit: %v", k)
	}
	if k := stranger("ada@example.org", modelstest.Password, device); k != 0 {
		t.Errorf("the owner's browser is locked out: %v", k)
	}
	if k := stranger("ada", modelstest.Password,
		account.Devices{{User: u.ID + 1, Version: 0, ID: "mine"}, {User: u.ID, Version: 7, ID: "old"}}); k != models.TooMany {
		t.Errorf("a browser of another account or of before a change: %v", k)
	}
	for range 10 {
		stranger("ada", "wrong", device)
	}
	_, err := account.Login(models.FromNetwork(t.Context(), "x"), db.Store, "ada", "wrong", device)
	if e := models.ProblemsOf(err); len(e) != 1 || e[0].Kind != models.TooMany || e[0].RetryAfter < 1 || e[0].RetryAfter > 15*60 {
		t.Errorf("%v", err)
	}
	// Right passwords use up nothing.
	for i := range 50 {
		if k := owner("ada", modelstest.Password, nil); k != 0 {
			t.Fatalf("login %d: %v", i, k)
		}
	}
	db.Clock.Move(15 * time.Minute)
	if k := stranger("ada", modelstest.Password, nil); k != 0 {
		t.Errorf("a quarter of an hour later: %v", k)
	}
}

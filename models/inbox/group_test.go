package inbox_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/inbox"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
)

// Of a group everybody reads what was said while they are in it, by whom they see.
func TestGroup(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat, dan := db.User("ann"), db.User("bo"), db.User("cat"), db.User("dan")
	for _, u := range []*account.User{bo, cat, dan} {
		must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
	}
	id, _, err := inbox.Begin(ctx, db.Store, ann.ID, inbox.Start{People: []models.ID{bo.ID, cat.ID}, Name: "Coast",
		Say: &inbox.Say{Text: "hello"}})
	must(t, err)
	db.Clock.Move(time.Second)
	wantInbox(t, db, bo, "1; : hello*")
	send(t, db, bo, id, "here")

	// Who comes later reads what comes then.
	must(t, inbox.AddMembers(ctx, db.Store, ann.ID, id, []models.ID{dan.ID, bo.ID}))
	db.Clock.Move(time.Second)
	send(t, db, cat, id, "welcome")
	if got := spoken(t, db, dan, id); got != "welcome " {
		t.Errorf("dan reads %q", got)
	}
	if got := spoken(t, db, bo, id); got != "welcome  here hello Coast" {
		t.Errorf("bo reads %q", got)
	}
	th, err := inbox.Visible(ctx, db.Store, dan.ID, id)
	must(t, err)
	if len(th.Members) != 4 || th.Name != "Coast" || th.IsMaker() {
		t.Errorf("dan sees %+v", th)
	}

	// A block in the group hides the two from each other, and from nobody else.
	must(t, people.Block(ctx, db.Store, bo.ID, cat.ID))
	send(t, db, cat, id, "to all but bo")
	for u, want := range map[*account.User]string{bo: " here hello Coast", cat: "to all but bo welcome  hello Coast",
		ann: "to all but bo welcome  here hello Coast"} {
		if got := spoken(t, db, u, id); got != want {
			t.Errorf("%s reads %q, want %q", u.Username, got, want)
		}
	}
	if th, err = inbox.Visible(ctx, db.Store, bo.ID, id); err != nil || len(th.Members) != 3 || th.Last.Event != inbox.Added {
		t.Errorf("bo sees %+v, %v", th, err)
	}
	_, _, err = inbox.Begin(ctx, db.Store, ann.ID, inbox.Start{People: []models.ID{bo.ID, cat.ID, dan.ID}})
	wantKind(t, err, models.Invalid, "user_ids: bo can’t be in a group with everyone here.")
	eve := db.User("eve")
	must(t, people.Block(ctx, db.Store, dan.ID, eve.ID))
	wantKind(t, inbox.AddMembers(ctx, db.Store, ann.ID, id, []models.ID{eve.ID}), models.Invalid,
		"eve can’t be in a group with everyone here.")
	wantKind(t, inbox.AddMembers(ctx, db.Store, dan.ID, id, []models.ID{eve.ID}), models.Invalid, "doesn’t exist")
	must(t, people.Unblock(ctx, db.Store, bo.ID, cat.ID))

	// Only its maker removes; everybody may leave, and then somebody else is its maker.
	wantKind(t, inbox.RemoveMember(ctx, db.Store, bo.ID, id, cat.ID), models.Forbidden, "Only the person who made the group")
	must(t, inbox.RemoveMember(ctx, db.Store, ann.ID, id, cat.ID))
	if got := spoken(t, db, cat, id); got != "" {
		t.Errorf("who was removed reads %q", got)
	}
	_, err = inbox.Send(ctx, db.Store, cat.ID, id, inbox.Say{Text: "x"})
	wantKind(t, err, models.NotFound, "")
	must(t, inbox.RemoveMember(ctx, db.Store, ann.ID, id, ann.ID))
	must(t, inbox.Rename(ctx, db.Store, dan.ID, id, "Coast again"))
	th, err = inbox.Visible(ctx, db.Store, bo.ID, id)
	must(t, err)
	if !th.IsMaker() || th.Name != "Coast again" || th.Last.Event != inbox.Named {
		t.Errorf("bo sees %+v", th)
	}

	// Muted, it is silent; it goes on without an account that is deleted, and ends with the last.
	must(t, inbox.See(ctx, db.Store, bo.ID, id, 0))
	must(t, inbox.Mute(ctx, db.Store, bo.ID, id))
	send(t, db, dan, id, "psst")
	wantInbox(t, db, bo, "0; : psst*")
	must(t, inbox.Unmute(ctx, db.Store, bo.ID, id))
	wantInbox(t, db, bo, "1; : psst*")
	db.Check()
	must(t, leave.Delete(ctx, db.Store, dan.ID))
	db.Check()
	if got := spoken(t, db, bo, id); strings.Contains(got, "psst") {
		t.Errorf("of a deleted account bo reads %q", got)
	}
	must(t, inbox.RemoveMember(ctx, db.Store, bo.ID, id, bo.ID))
	var left int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM threads`).Scan(&left))
	if left != 0 {
		t.Errorf("%d threads are left", left)
	}
	db.Check()
	direct := begin(t, db, ann, "x", bo)
	wantKind(t, inbox.Rename(ctx, db.Store, ann.ID, direct, "Two"), models.Invalid, "only do this in a group")
}

// People write, block, leave and delete at random; at the end everybody reads exactly
// what was said while they were in a conversation, by those who are not hidden from them.
func TestEverybodyReadsWhatTheyMay(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	random := rand.New(rand.NewPCG(3, 5))
	const n = 5
	var users []*account.User
	for i := range n {
		users = append(users, db.User(fmt.Sprint("user", i)))
	}
	var ids []models.ID
	for _, u := range users {
		ids = append(ids, u.ID)
	}
	group, _, err := inbox.Begin(ctx, db.Store, users[0].ID, inbox.Start{People: ids[1:]})
	must(t, err)
	type line struct {
		id, writer models.ID
		gone       bool
	}
	var said []line
	since := map[models.ID]models.ID{} // the last message before somebody came or deleted
	in, blocked := map[models.ID]bool{}, map[[2]models.ID]bool{}
	for _, id := range ids {
		in[id] = true
	}
	last := func() models.ID {
		var id models.ID
		must(t, db.Pool().QueryRow(ctx, `SELECT max(id) FROM messages WHERE NOT gone`).Scan(&id))
		return id
	}
	for range 250 {
		db.Clock.Move(10 * time.Second)
		u, o := ids[random.IntN(n)], ids[random.IntN(n)]
		switch random.IntN(8) {
		case 0, 1, 2:
			m, err := inbox.Send(ctx, db.Store, u, group, inbox.Say{Text: "x"})
			if in[u] != (err == nil) {
				t.Fatalf("%d writes, in the group %v: %v", u, in[u], err)
			}
			if err == nil {
				said = append(said, line{m.ID, u, false})
			}
		case 3:
			if u != o && !blocked[[2]models.ID{u, o}] {
				must(t, people.Block(ctx, db.Store, u, o))
				blocked[[2]models.ID{u, o}] = true
			}
		case 4:
			if u != o {
				must(t, people.Unblock(ctx, db.Store, u, o))
				delete(blocked, [2]models.ID{u, o})
			}
		case 5:
			if len(said) > 0 {
				l := &said[random.IntN(len(said))]
				may := in[l.writer] && l.id > since[l.writer] && !l.gone
				if err := inbox.Unsend(ctx, db.Store, l.writer, group, l.id); may != (err == nil) {
					t.Fatalf("unsend %v: %v", may, err)
				}
				l.gone = l.gone || may
			}
		case 6:
			if _, err := inbox.Delete(ctx, db.Store, u, group); err == nil {
				since[u] = last()
			}
		case 7:
			if in[u] && u != ids[0] {
				must(t, inbox.RemoveMember(ctx, db.Store, u, group, u))
				in[u] = false
			} else if !in[u] {
				before := last()
				if err := inbox.AddMembers(ctx, db.Store, ids[0], group, []models.ID{u}); err == nil {
					in[u], since[u] = true, before
				}
			}
		}
	}
	for _, u := range ids {
		hidden := func(w models.ID) bool { return blocked[[2]models.ID{u, w}] || blocked[[2]models.ID{w, u}] }
		want := ""
		for _, l := range said {
			if in[u] && !l.gone && l.id > since[u] && !hidden(l.writer) {
				want += l.id.String() + " "
			}
		}
		rows, _, err := inbox.Messages(ctx, db.Store, u, group, 0, 1000)
		must(t, err)
		got := ""
		for _, m := range slices.Backward(rows) {
			if m.Event == "" && !m.Gone {
				got += m.ID.String() + " "
			}
		}
		if got != want {
			t.Errorf("%d reads\n%s, want\n%s", u, got, want)
		}
	}
	db.Check()
}

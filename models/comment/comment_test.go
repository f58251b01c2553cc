package comment_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
)

// said lists the texts of comments, with their replies in brackets.
func said(list []comment.View) string {
	var out []string
	for _, c := range list {
		s := c.Text
		if len(c.Replies) > 0 {
			s += " [" + said(c.Replies) + "]"
		}
		if c.More {
			s += "…"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// talk reads the first page of comments as somebody: the pinned, then the others.
func talk(t *testing.T, db *modelstest.DB, viewer, postID models.ID) string {
	t.Helper()
	p, err := post.Visible(t.Context(), db.Store, viewer, postID)
	must(t, err)
	page, err := comment.Page(t.Context(), db.Store, viewer, p, 0, 20)
	must(t, err)
	if len(page.Pinned) > 0 {
		return said(page.Pinned) + " | " + said(page.Comments)
	}
	return said(page.Comments)
}

func addComment(t *testing.T, db *modelstest.DB, by *account.User, post, to models.ID, text string) *comment.View {
	t.Helper()
	db.Clock.Move(time.Second)
	c, err := comment.Reply(t.Context(), db.Store, by.ID, post, to, text)
	must(t, err)
	return c
}

func TestThreads(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo, cy := db.User("ada"), db.User("bo"), db.User("cy")
	postID, other := db.Post(ada, ""), db.Post(ada, "")
	first := addComment(t, db, bo, postID, 0, "first")
	addComment(t, db, cy, postID, 0, "second")
	r1 := addComment(t, db, cy, postID, first.ID, "r1")
	r2 := addComment(t, db, ada, postID, r1.ID, "r2")
	if r2.Text != "@cy r2" || r2.Thread() != first.ID {
		t.Errorf("an answer to a reply: %q in %d", r2.Text, r2.Thread())
	}
	if c := addComment(t, db, bo, postID, r2.ID, "@Ada r3"); c.Text != "@Ada r3" {
		t.Errorf("the name stands there twice: %q", c.Text)
	}
	if c := addComment(t, db, cy, postID, r1.ID, "to myself"); c.Text != "to myself" {
		t.Errorf("%q", c.Text)
	}
	if got := talk(t, db, 0, postID); got != "second, first [r1, @cy r2]…" {
		t.Error(got)
	}
	_, err := comment.Reply(ctx, db.Store, bo.ID, other, first.ID, "elsewhere")
	wantKind(t, "a reply below another post", err, models.NotFound)
	_, err = comment.Reply(ctx, db.Store, bo.ID, postID, r1.ID, strings.Repeat("x", models.MaxComment))
	wantKind(t, "too long with the name", err, models.Invalid)
	c, err := comment.Visible(ctx, db.Store, 0, postID, first.ID)
	must(t, err)
	if c.RepliesCount != 4 {
		t.Errorf("%d replies", c.RepliesCount)
	}
	one, next, err := comment.Replies(ctx, db.Store, 0, c, 0, 0, 3)
	must(t, err)
	two, end, err := comment.Replies(ctx, db.Store, 0, c, next, 0, 3)
	must(t, err)
	if said(one)+", "+said(two) != "r1, @cy r2, @Ada r3, to myself" || end != 0 {
		t.Errorf("%s, %s", said(one), said(two))
	}
	between, _, err := comment.Replies(ctx, db.Store, 0, c, r1.ID, two[0].ID, 3)
	must(t, err)
	if said(between) != "@cy r2, @Ada r3" {
		t.Error(said(between))
	}
	must(t, comment.Delete(ctx, db.Store, cy.ID, postID, r1.ID))
	db.Check()
	wantKind(t, "a stranger deletes", comment.Delete(ctx, db.Store, cy.ID, postID, first.ID), models.Forbidden)
	must(t, comment.Delete(ctx, db.Store, bo.ID, postID, first.ID))
	p, err := post.Visible(ctx, db.Store, 0, postID)
	must(t, err)
	if got := talk(t, db, 0, postID); got != "second" || p.CommentsCount != 1 {
		t.Errorf("%s, counted %d", got, p.CommentsCount)
	}
	wantKind(t, "deleting again", comment.Delete(ctx, db.Store, bo.ID, postID, first.ID), models.NotFound)
	db.Check()
}

func TestCommentsAreTold(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo, cy, dee, eve := db.User("ada"), db.User("bo"), db.User("cy"), db.User("dee"), db.User("eve")
	private := true
	must(t, account.UpdateProfile(ctx, db.Store, ada.ID, account.ProfileInput{IsPrivate: &private}))
	for _, u := range []*account.User{bo, cy, dee} {
		must(t, people.Follow(ctx, db.Store, u.ID, ada.ID))
		must(t, people.ApproveFollow(ctx, db.Store, ada.ID, u.ID))
	}
	db.Acts()
	postID := db.Post(ada, "with @bo, @ada, @nobody and @eve, who may not see it")
	db.WantActs("a caption", "bo mention")
	caption := "with @bo, and now @cy"
	must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{Caption: &caption}))
	db.WantActs("an edited caption", "cy mention")
	without := "alone"
	must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{Caption: &without}))
	must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{Caption: &caption}))
	db.WantActs("mentioned again")
	c := addComment(t, db, bo, postID, 0, "hello @cy @ada @bo @eve")
	db.WantActs("a comment", "ada mention", "cy mention")
	r := addComment(t, db, cy, postID, c.ID, "@bo thanks")
	db.WantActs("a reply that mentions", "bo reply", "ada comment")
	addComment(t, db, ada, postID, r.ID, "you too")
	db.WantActs("the owner's answer to a reply", "cy reply")
	must(t, comment.Edit(ctx, db.Store, bo.ID, postID, c.ID, "hello @cy @dee"))
	db.WantActs("an edited comment", "dee mention")
	must(t, people.Block(ctx, db.Store, dee.ID, bo.ID))
	db.Acts()
	addComment(t, db, bo, postID, 0, "@dee?")
	db.WantActs("across a block", "ada comment")
	for range 2 {
		_, err := comment.Like(ctx, db.Store, cy.ID, postID, c.ID)
		must(t, err)
		_, err = comment.Like(ctx, db.Store, bo.ID, postID, c.ID) // one's own
		must(t, err)
	}
	db.WantActs("likes", "bo comment_like")
	n, err := comment.Unlike(ctx, db.Store, cy.ID, postID, c.ID)
	must(t, err)
	if n != 1 {
		t.Errorf("%d likes", n)
	}
	db.WantActs("a like taken back", "bo recount")
	must(t, comment.Delete(ctx, db.Store, bo.ID, postID, c.ID))
	got := db.Acts()
	for _, want := range []string{"ada recount", "bo recount", "cy recount", "dee recount"} {
		if !slices.Contains(got, want) {
			t.Errorf("a deleted comment: %q lacks %q", got, want)
		}
	}
	_ = eve
	db.Check()
}

func TestHiddenComments(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo, cy := db.User("ada"), db.User("bo"), db.User("cy")
	postID := db.Post(ada, "")
	must(t, comment.SetWords(ctx, db.Store, ada.ID, []string{"Spam", " spam ", "#ad", ""}))
	_, err := db.Pool().Exec(ctx, `INSERT INTO restricts (user_id, other_id, id) VALUES ($1, $2, 1)`, ada.ID, cy.ID)
	must(t, err)
	open := addComment(t, db, bo, postID, 0, "fine")
	db.Acts()
	words := addComment(t, db, bo, postID, 0, "SPAM @cy")
	addComment(t, db, bo, postID, 0, "an #Ad") // stays hidden
	shut := addComment(t, db, cy, postID, 0, "restricted @bo")
	answer := addComment(t, db, cy, postID, open.ID, "restricted answer")
	db.WantActs("hidden comments")
	sees := func(want map[models.ID]string) {
		t.Helper()
		for viewer, w := range want {
			if got := talk(t, db, viewer, postID); got != w {
				t.Errorf("%d sees %q, want %q", viewer, got, w)
			}
		}
		db.Check()
	}
	sees(map[models.ID]string{0: "fine", bo.ID: "an #Ad, SPAM @cy, fine", cy.ID: "restricted @bo, fine [restricted answer]",
		ada.ID: "restricted @bo, an #Ad, SPAM @cy, fine [restricted answer]"})
	addComment(t, db, ada, postID, 0, "my own spam") // the owner's words do not hold for the owner
	p, err := post.Visible(ctx, db.Store, 0, postID)
	must(t, err)
	if p.CommentsCount != 2 {
		t.Errorf("counted %d", p.CommentsCount)
	}
	// What one may not see does not exist.
	for _, c := range []*comment.View{words, shut, answer} {
		_, err := comment.Visible(ctx, db.Store, 0, postID, c.ID)
		wantKind(t, "a visitor", err, models.NotFound)
	}
	_, err = comment.Reply(ctx, db.Store, bo.ID, postID, shut.ID, "x")
	wantKind(t, "a reply to a hidden comment", err, models.NotFound)
	_, err = comment.Like(ctx, db.Store, bo.ID, postID, shut.ID)
	wantKind(t, "a like of a hidden comment", err, models.NotFound)
	wantKind(t, "a hidden comment is deleted by another", comment.Delete(ctx, db.Store, bo.ID, postID, shut.ID), models.NotFound)
	wantKind(t, "shown by its author", comment.Show(ctx, db.Store, cy.ID, postID, shut.ID), models.Forbidden)
	wantKind(t, "hidden by another", comment.Hide(ctx, db.Store, cy.ID, postID, open.ID), models.Forbidden)
	wantKind(t, "pinned while hidden", comment.Pin(ctx, db.Store, ada.ID, postID, shut.ID), models.Invalid)
	// The owner's answer is told to the one who sees it.
	db.Acts()
	addComment(t, db, ada, postID, shut.ID, "why? @bo")
	db.WantActs("an answer below a hidden comment", "cy reply")
	for range 2 {
		must(t, comment.Show(ctx, db.Store, ada.ID, postID, shut.ID))
	}
	db.WantActs("approved", "bo mention", "cy recount")
	must(t, comment.Show(ctx, db.Store, ada.ID, postID, words.ID))
	must(t, comment.Pin(ctx, db.Store, ada.ID, postID, open.ID))
	must(t, comment.Hide(ctx, db.Store, ada.ID, postID, open.ID))
	sees(map[models.ID]string{0: "my own spam, restricted @bo [why? @bo], SPAM @cy",
		cy.ID: "my own spam, restricted @bo [why? @bo], SPAM @cy"})
	must(t, comment.Show(ctx, db.Store, ada.ID, postID, answer.ID)) // below a hidden comment
	must(t, comment.Hide(ctx, db.Store, ada.ID, postID, answer.ID))
	must(t, comment.Show(ctx, db.Store, ada.ID, postID, answer.ID))
	db.Check()
	must(t, comment.Show(ctx, db.Store, ada.ID, postID, open.ID))
	sees(map[models.ID]string{0: "my own spam, restricted @bo [why? @bo], SPAM @cy, fine [restricted answer]"})
	wantKind(t, "one's own", comment.Hide(ctx, db.Store, ada.ID, postID, addComment(t, db, ada, postID, 0, "mine").ID), models.Invalid)
	// Muted words leave lists of what others wrote.
	must(t, people.MuteWord(ctx, db.Store, cy.ID, "fine"))
	err = people.MuteWord(ctx, db.Store, bo.ID, "fine")
	must(t, err)
	sees(map[models.ID]string{cy.ID: "mine, my own spam, restricted @bo [why? @bo], SPAM @cy",
		bo.ID: "mine, my own spam, restricted @bo [why? @bo], an #Ad, SPAM @cy, fine [restricted answer]"})
	// Blocks hide with all that stands below.
	must(t, people.Block(ctx, db.Store, bo.ID, cy.ID))
	sees(map[models.ID]string{bo.ID: "mine, my own spam, an #Ad, SPAM @cy, fine", cy.ID: "mine, my own spam, restricted @bo [why? @bo]"})
	must(t, account.SetSuspended(ctx, db.Store, cy.ID, true))
	sees(map[models.ID]string{0: "mine, my own spam, SPAM @cy, fine"})
}

func TestEditWindow(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	post := db.Post(ada, "")
	must(t, comment.SetWords(ctx, db.Store, ada.ID, []string{"rude"}))
	c := addComment(t, db, bo, post, 0, "one")
	wantKind(t, "the post’s owner", comment.Edit(ctx, db.Store, ada.ID, post, c.ID, "x"), models.Forbidden)
	wantKind(t, "empty", comment.Edit(ctx, db.Store, bo.ID, post, c.ID, " "), models.Invalid)
	must(t, comment.Edit(ctx, db.Store, bo.ID, post, c.ID, "rude"))
	if got := talk(t, db, 0, post); got != "" {
		t.Errorf("edited around the words: %s", got)
	}
	db.Check()
	db.Clock.Move(comment.EditWindow - time.Second)
	must(t, comment.Edit(ctx, db.Store, bo.ID, post, c.ID, "two"))
	got, err := comment.Visible(ctx, db.Store, 0, post, c.ID)
	must(t, err)
	if got.Text != "two" || got.EditedAt == nil {
		t.Errorf("%+v", got)
	}
	db.Clock.Move(time.Second)
	wantKind(t, "too late", comment.Edit(ctx, db.Store, bo.ID, post, c.ID, "three"), models.Forbidden)
	db.Check()
}

func TestPinnedComments(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	post := db.Post(ada, "")
	var list []*comment.View
	for i := range 5 {
		list = append(list, addComment(t, db, bo, post, 0, fmt.Sprint(i)))
	}
	for _, i := range []int{0, 0, 2, 3} {
		db.Clock.Move(time.Second)
		must(t, comment.Pin(ctx, db.Store, ada.ID, post, list[i].ID))
	}
	if got := talk(t, db, 0, post); got != "3, 2, 0 | 4, 1" {
		t.Error(got)
	}
	wantKind(t, "a fourth", comment.Pin(ctx, db.Store, ada.ID, post, list[4].ID), models.Invalid)
	wantKind(t, "by another", comment.Unpin(ctx, db.Store, bo.ID, post, list[0].ID), models.Forbidden)
	wantKind(t, "a reply", comment.Pin(ctx, db.Store, ada.ID, post, addComment(t, db, bo, post, list[0].ID, "r").ID), models.Invalid)
	for range 2 {
		must(t, comment.Unpin(ctx, db.Store, ada.ID, post, list[2].ID))
	}
	must(t, comment.Delete(ctx, db.Store, bo.ID, post, list[3].ID))
	if got := talk(t, db, 0, post); got != "0 [r] | 4, 2, 1" {
		t.Error(got)
	}
	var wg sync.WaitGroup
	for _, i := range []int{1, 2, 4} {
		wg.Go(func() { _ = comment.Pin(ctx, db.Store, ada.ID, post, list[i].ID) })
	}
	wg.Wait()
	db.Check()
}

func TestWhoMayComment(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, fan, friend, stranger := db.User("ada"), db.User("fan"), db.User("friend"), db.User("stranger")
	must(t, people.Follow(ctx, db.Store, fan.ID, ada.ID))
	must(t, people.Follow(ctx, db.Store, ada.ID, friend.ID))
	postID := db.Post(ada, "")
	for from, want := range map[string]string{"everyone": "ada fan friend stranger", "followers": "ada fan",
		"following": "ada friend", "nobody": ""} {
		must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{CommentsFrom: (*access.Circle)(&from)}))
		var may []string
		for _, u := range []*account.User{ada, fan, friend, stranger} {
			_, err := comment.Add(ctx, db.Store, u.ID, postID, "hi")
			p, perr := post.Visible(ctx, db.Store, u.ID, postID)
			must(t, perr)
			if p.MayComment != (err == nil) || err != nil && models.KindOf(err) != models.Forbidden {
				t.Errorf("%s, comments from %s: told %v, then %v", u.Username, from, p.MayComment, err)
			}
			if err == nil {
				may = append(may, u.Username)
			}
		}
		if got := strings.Join(may, " "); got != want {
			t.Errorf("comments from %s: %s, want %s", from, got, want)
		}
	}
	// Switching off and on keeps who may.
	followers, off, on := "followers", false, true
	must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{CommentsFrom: (*access.Circle)(&followers)}))
	must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{CommentsEnabled: &off}))
	must(t, post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{CommentsEnabled: &on}))
	p, err := post.Visible(ctx, db.Store, fan.ID, postID)
	must(t, err)
	if p.CommentsFrom != "followers" || !p.MayComment {
		t.Errorf("%s %v", p.CommentsFrom, p.MayComment)
	}
	bad := "friends"
	wantKind(t, "an unknown audience",
		post.EditText(ctx, db.Store, ada.ID, postID, post.Edit{CommentsFrom: (*access.Circle)(&bad)}), models.Invalid)
	db.Check()
}

func TestCommentWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada := db.User("ada")
	must(t, comment.SetWords(ctx, db.Store, ada.ID, []string{"b", "a  b", "B", "#Tag"}))
	db.Clock.Move(time.Second)
	must(t, comment.SetWords(ctx, db.Store, ada.ID, []string{"c", "#tag", "b"}))
	got, err := comment.Words(ctx, db.Store, ada.ID)
	must(t, err)
	if !slices.Equal(got, []string{"b", "#tag", "c"}) {
		t.Errorf("%q", got)
	}
	many := make([]string, comment.MaxCommentWords+1)
	for i := range many {
		many[i] = fmt.Sprint("w", i)
	}
	wantKind(t, "too many", comment.SetWords(ctx, db.Store, ada.ID, many), models.Invalid)
	wantKind(t, "too long", comment.SetWords(ctx, db.Store, ada.ID, []string{strings.Repeat("x", comment.MaxWord+1)}), models.Invalid)
	must(t, comment.SetWords(ctx, db.Store, ada.ID, nil))
	var pattern string
	must(t, db.Pool().QueryRow(ctx, `SELECT comment_pattern FROM users WHERE id = $1`, ada.ID).Scan(&pattern))
	if pattern != "" {
		t.Errorf("left over: %s", pattern)
	}
}

// Everything about comments happens at once, and all counts are right.
func TestTalkUnderConcurrency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada := db.User("ada")
	posts := []models.ID{db.Post(ada, ""), db.Post(ada, "")}
	must(t, comment.SetWords(ctx, db.Store, ada.ID, []string{"rude"}))
	people := make([]*account.User, 30)
	for i := range people {
		people[i] = db.User(fmt.Sprintf("p%d", i))
	}
	_, err := db.Pool().Exec(ctx, `INSERT INTO restricts (user_id, other_id, id) VALUES ($1, $2, 1)`, ada.ID, people[3].ID)
	must(t, err)
	var mu sync.Mutex
	made := map[models.ID][]models.ID{}
	some := func(post models.ID, n int) models.ID {
		mu.Lock()
		defer mu.Unlock()
		if list := made[post]; len(list) > 0 {
			return list[n*7919%len(list)]
		}
		return 0
	}
	var wg sync.WaitGroup
	for i, u := range people {
		wg.Go(func() {
			for round := range 16 {
				post := posts[(i+round)%2]
				id := some(post, i*31+round)
				var err error
				switch (i + round) % 8 {
				case 0, 1, 2:
					text := []string{"hello @p1 @p2", "rude", "so so"}[round%3]
					var c *comment.View
					if c, err = comment.Reply(ctx, db.Store, u.ID, post, []models.ID{0, id}[round%2], text); err == nil {
						mu.Lock()
						made[post] = append(made[post], c.ID)
						mu.Unlock()
					}
				case 3:
					_, err = comment.Like(ctx, db.Store, u.ID, post, id)
				case 4:
					_, err = comment.Unlike(ctx, db.Store, u.ID, post, id)
				case 5:
					if err = comment.Hide(ctx, db.Store, ada.ID, post, id); err == nil && round%2 == 0 {
						err = comment.Show(ctx, db.Store, ada.ID, post, id)
					}
				case 6:
					if err = comment.Pin(ctx, db.Store, ada.ID, post, id); err == nil && round%2 == 0 {
						err = comment.Unpin(ctx, db.Store, ada.ID, post, id)
					}
				case 7:
					if round%2 == 0 {
						err = comment.Delete(ctx, db.Store, ada.ID, post, id)
					} else {
						err = comment.Edit(ctx, db.Store, u.ID, post, id, []string{"rude", "kind"}[round/2%2])
					}
				}
				if err != nil && models.KindOf(err) == 0 {
					t.Errorf("round %d: %v", round, err)
				}
			}
		})
	}
	wg.Wait()
	db.Check()
	for _, u := range people[:10] {
		must(t, leave.Delete(ctx, db.Store, u.ID))
	}
	db.Check()
	must(t, post.Delete(ctx, db.Store, ada.ID, posts[0]))
	must(t, leave.Delete(ctx, db.Store, ada.ID))
	db.Check()
}

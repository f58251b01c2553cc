package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/inbox"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/story"
)

func reply(t testing.TB, db *modelstest.DB, who *account.User, story models.ID, text string) *inbox.Message {
	t.Helper()
	m, err := inbox.ReplyToStory(context.Background(), db.Store, who.ID, story, inbox.StoryReply{Text: text})
	must(t, err)
	db.Clock.Move(time.Second)
	return m
}

func send(t testing.TB, db *modelstest.DB, who *account.User, thread models.ID, text string) *inbox.Message {
	t.Helper()
	m, err := inbox.Send(context.Background(), db.Store, who.ID, thread, inbox.Say{Text: text})
	must(t, err)
	db.Clock.Move(time.Second)
	return m
}

// inbox is an account's list in short, such as "bo: hello*; cat: 🔥": with whom,
// the last message, and * for what is unread, after the badge.
func inboxOf(t testing.TB, db *modelstest.DB, user *account.User) string {
	t.Helper()
	db.Digest()
	list, _, err := inbox.List(context.Background(), db.Store, user.ID, 0, 50)
	must(t, err)
	b, err := notify.BadgeOf(context.Background(), db.Store, user.ID)
	must(t, err)
	out := []string{fmt.Sprint(b.Messages)}
	for _, th := range list {
		s := th.Other.Username + ": " + th.Last.Text + th.Last.Reaction
		if th.Unread() {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func wantInbox(t *testing.T, db *modelstest.DB, user *account.User, want string) {
	t.Helper()
	if got := inboxOf(t, db, user); got != want {
		t.Errorf("the inbox of %s is %q, want %q", user.Username, got, want)
	}
}

func spoken(t testing.TB, db *modelstest.DB, user *account.User, thread models.ID) string {
	t.Helper()
	list, _, err := inbox.Messages(context.Background(), db.Store, user.ID, thread, 0, 50)
	must(t, err)
	var out []string
	for _, m := range list {
		out = append(out, m.Text+m.Reaction)
	}
	return strings.Join(out, " ")
}

func TestThread(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat := db.User("ann"), db.User("bo"), db.User("cat")
	storyID := db.NewStory(ann, story.Edit{})
	first := reply(t, db, bo, storyID, "  what a light\r\n")
	if first.Text != "what a light" {
		t.Errorf("kept as %q", first.Text)
	}
	m, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, storyID, inbox.StoryReply{Reaction: "🔥"})
	must(t, err)
	if m.ThreadID != first.ThreadID || m.ID <= first.ID {
		t.Errorf("the second reply is %+v after %+v", m, first)
	}
	db.Clock.Move(time.Second)
	reply(t, db, cat, storyID, "hello")
	wantInbox(t, db, ann, "2; cat: hello*; bo: 🔥*")
	wantInbox(t, db, bo, "0; ann: 🔥")
	counts, err := story.Count(ctx, db.Store, ann.ID, storyID)
	must(t, err)
	if counts[storyID].Replies != 3 || counts[storyID].Views != 2 {
		t.Errorf("the story counts %+v", counts[storyID])
	}

	// Seen up to where it was read, and by answering.
	must(t, inbox.See(ctx, db.Store, ann.ID, first.ThreadID, first.ID))
	wantInbox(t, db, ann, "2; cat: hello*; bo: 🔥*")
	must(t, inbox.See(ctx, db.Store, ann.ID, first.ThreadID, 0))
	wantInbox(t, db, ann, "1; cat: hello*; bo: 🔥")
	answer := send(t, db, ann, first.ThreadID, "thank you")
	wantInbox(t, db, ann, "1; bo: thank you; cat: hello*")
	wantInbox(t, db, bo, "1; ann: thank you*")
	for _, u := range []*account.User{ann, bo} {
		if got := spoken(t, db, u, first.ThreadID); got != "thank you 🔥 what a light" {
			t.Errorf("%s reads %q", u.Username, got)
		}
	}
	fresh, err := inbox.NewMessages(ctx, db.Store, bo.ID, first.ThreadID, m.ID, 10)
	must(t, err)
	if len(fresh) != 1 || fresh[0].ID != answer.ID {
		t.Errorf("after the reaction: %+v", fresh)
	}

	// A third person finds nothing.
	for _, err := range []error{errOf(inbox.Visible(ctx, db.Store, cat.ID, first.ThreadID)),
		errOf(inbox.Send(ctx, db.Store, cat.ID, first.ThreadID, inbox.Say{Text: "hi"})),
		inbox.See(ctx, db.Store, cat.ID, first.ThreadID, 0), errOf(inbox.Delete(ctx, db.Store, cat.ID, first.ThreadID)),
		inbox.Restore(ctx, db.Store, cat.ID, first.ThreadID, 0)} {
		if models.KindOf(err) != models.NotFound {
			t.Errorf("a third person gets %v", err)
		}
	}
	if got := spoken(t, db, cat, first.ThreadID); got != "" {
		t.Errorf("a third person reads %q", got)
	}

	// Deleting is for oneself, taken back or ended by the next message.
	until, err := inbox.Delete(ctx, db.Store, bo.ID, first.ThreadID)
	must(t, err)
	wantInbox(t, db, bo, "0")
	wantInbox(t, db, ann, "1; bo: thank you; cat: hello*")
	must(t, inbox.Restore(ctx, db.Store, bo.ID, first.ThreadID, until))
	if got := spoken(t, db, bo, first.ThreadID); got != "thank you 🔥 what a light" {
		t.Errorf("after undo bo reads %q", got)
	}
	_, err = inbox.Delete(ctx, db.Store, bo.ID, first.ThreadID)
	must(t, err)
	send(t, db, ann, first.ThreadID, "still there?")
	wantInbox(t, db, bo, "1; ann: still there?*")
	if got := spoken(t, db, bo, first.ThreadID); got != "still there?" {
		t.Errorf("after deleting bo reads %q", got)
	}

	// The thread outlives the story, and goes with a person.
	db.Clock.Move(story.Life)
	th, err := inbox.Visible(ctx, db.Store, bo.ID, first.ThreadID)
	must(t, err)
	own, err := inbox.Visible(ctx, db.Store, ann.ID, first.ThreadID)
	must(t, err)
	if th.Story != nil || own.Story == nil || th.Mine() || !own.Mine() {
		t.Errorf("after its day bo sees the story %v, ann %v", th.Story, own.Story)
	}
	send(t, db, bo, first.ThreadID, "I am")
	must(t, story.Delete(ctx, db.Store, ann.ID, storyID))
	wantInbox(t, db, ann, "2; bo: I am*; cat: hello*")
	must(t, account.SetSuspended(ctx, db.Store, cat.ID, true))
	wantInbox(t, db, ann, "1; bo: I am*")
	must(t, account.SetSuspended(ctx, db.Store, cat.ID, false))
	wantInbox(t, db, ann, "2; bo: I am*; cat: hello*")
	db.Check()
	must(t, leave.Delete(ctx, db.Store, bo.ID))
	wantInbox(t, db, ann, "1; cat: hello*")
	db.Check()
}

func errOf[T any](_ T, err error) error { return err }

func TestMessagesAreChecked(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	story := db.NewStory(ann, story.Edit{})
	for _, c := range []struct {
		in   inbox.StoryReply
		want string
	}{
		{inbox.StoryReply{}, "text: Write something first."},
		{inbox.StoryReply{Text: " \u200B "}, "text: Write something first."},
		{inbox.StoryReply{Text: strings.Repeat("é", 1001)}, "text: Use at most 1,000 characters; this has 1,001."},
		{inbox.StoryReply{Text: "\x00\a"}, "text: Write something first."},
		{inbox.StoryReply{Reaction: "🍕"}, "reaction: Choose a reaction from ❤️ 😂 😮 😍 😢 👏 🔥 🎉."},
		{inbox.StoryReply{Text: "x", Reaction: "🔥"}, "reaction: Send a text or a reaction, not both."},
	} {
		if _, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, story, c.in); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v", c.in.Text+c.in.Reaction, err)
		}
	}
	long := strings.Repeat("é", 1000)
	m := reply(t, db, bo, story, long)
	if _, err := inbox.Send(ctx, db.Store, bo.ID, m.ThreadID, inbox.Say{Text: long + "é"}); models.KindOf(err) != models.Invalid {
		t.Error(err)
	}
	if _, err := inbox.ReplyToStory(ctx, db.Store, ann.ID, story, inbox.StoryReply{Text: "me"}); models.KindOf(err) != models.Invalid {
		t.Errorf("to one's own story: %v", err)
	}
	db.Check()
}

// Who may reply to a story: whoever sees it while it is shown, as its owner
// wants. A block ends the thread for both, and only while it lasts.
func TestWhoMayReply(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	peopleRow := map[string]*account.User{"follower": db.User("follower"), "followed": db.User("followed"),
		"stranger": db.User("stranger"), "hidden": db.User("hidden"), "blocked": db.User("blocked")}
	must(t, people.Follow(ctx, db.Store, peopleRow["follower"].ID, ann.ID))
	must(t, people.Follow(ctx, db.Store, ann.ID, peopleRow["followed"].ID))
	must(t, people.HideStories(ctx, db.Store, ann.ID, peopleRow["hidden"].ID))
	must(t, people.Block(ctx, db.Store, ann.ID, peopleRow["blocked"].ID))
	for _, from := range access.Circles {
		story := db.NewStory(ann, story.Edit{RepliesFrom: &from})
		for name, u := range peopleRow {
			want := models.Kind(0)
			switch {
			case name == "hidden" || name == "blocked":
				want = models.NotFound
			case from == "nobody", from == "followers" && name != "follower", from == "following" && name != "followed":
				want = models.Forbidden
			}
			_, err := inbox.ReplyToStory(ctx, db.Store, u.ID, story, inbox.StoryReply{Reaction: "🔥"})
			if got := models.KindOf(err); got != want || want == 0 && err != nil {
				t.Errorf("%s to a story for %s: %v", name, from, err)
			}
		}
	}

	all := "everyone"
	storyID := db.NewStory(ann, story.Edit{RepliesFrom: (*access.Circle)(&all)})
	st, err := story.Visible(ctx, db.Store, ann.ID, storyID)
	must(t, err)
	bo := peopleRow["stranger"]
	db.Clock.Move(st.ExpiresAt.Sub(db.Now()) - time.Microsecond)
	m, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, storyID, inbox.StoryReply{Text: "in time"})
	must(t, err)
	db.Clock.Move(time.Microsecond)
	_, err = story.CreateHighlight(ctx, db.Store, ann.ID, "Sea", []models.ID{storyID})
	must(t, err)
	for name, u := range peopleRow {
		if _, err := inbox.ReplyToStory(ctx, db.Store, u.ID, storyID,
			inbox.StoryReply{Text: "late"}); models.KindOf(err) != models.NotFound {
			t.Errorf("%s at the end: %v", name, err)
		}
	}
	for _, pair := range [][2]*account.User{{ann, bo}, {bo, ann}} {
		must(t, people.Block(ctx, db.Store, pair[0].ID, pair[1].ID))
		for _, u := range pair {
			if _, err := inbox.Send(ctx, db.Store, u.ID, m.ThreadID, inbox.Say{Text: "x"}); models.KindOf(err) != models.NotFound {
				t.Errorf("%s writes across a block: %v", u.Username, err)
			}
			if _, err := inbox.Visible(ctx, db.Store, u.ID, m.ThreadID); models.KindOf(err) != models.NotFound ||
				spoken(t, db, u, m.ThreadID) != "" {
				t.Errorf("%s reads across a block: %v", u.Username, err)
			}
		}
		if got := inboxOf(t, db, bo); got != "0" {
			t.Errorf("bo's inbox with a block: %s", got)
		}
		must(t, people.Unblock(ctx, db.Store, pair[0].ID, pair[1].ID))
	}
	send(t, db, bo, m.ThreadID, "again")
	if got := inboxOf(t, db, ann); !strings.HasPrefix(got, "3; stranger: again*") {
		t.Errorf("ann's inbox: %s", got)
	}

	// Of somebody restricted the badge says nothing.
	must(t, people.Restrict(ctx, db.Store, ann.ID, bo.ID))
	send(t, db, bo, m.ThreadID, "hello?")
	if got := inboxOf(t, db, ann); !strings.HasPrefix(got, "2; stranger: hello?*") {
		t.Errorf("ann's inbox: %s", got)
	}
	db.Check()
}

// Replies at the same time make one thread with all of them in one order.
func TestRepliesAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	story := db.NewStory(ann, story.Edit{})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			m, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, story, inbox.StoryReply{Text: fmt.Sprint(i)})
			if err == nil {
				_, err = inbox.Send(ctx, db.Store, ann.ID, m.ThreadID, inbox.Say{Text: fmt.Sprint("answer ", i)})
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, _, err := inbox.List(ctx, db.Store, bo.ID, 0, 10)
	must(t, err)
	if len(list) != 1 {
		t.Fatalf("%d threads", len(list))
	}
	var all []models.ID
	for before, page := models.ID(0), 0; page == 0 || before != 0; page++ {
		rows, next, err := inbox.Messages(ctx, db.Store, bo.ID, list[0].ThreadID, before, 7)
		must(t, err)
		for _, m := range rows {
			if len(all) > 0 && m.ID >= all[len(all)-1] {
				t.Errorf("%d after %d", m.ID, all[len(all)-1])
			}
			all = append(all, m.ID)
		}
		before = next
	}
	if len(all) != 40 || all[0] != list[0].MessageID {
		t.Errorf("%d messages, the newest %d of %d", len(all), all[0], list[0].MessageID)
	}
	db.Check()
}

func TestThreadsPage(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	var want []string
	story := db.NewStory(ann, story.Edit{})
	for i := range 5 {
		u := db.User(fmt.Sprintf("fan%d", i))
		reply(t, db, u, story, "hi")
		want = append([]string{u.Username}, want...)
	}
	var got []string
	for before, page := models.ID(0), 0; page == 0 || before != 0; page++ {
		rows, next, err := inbox.List(ctx, db.Store, ann.ID, before, 2)
		must(t, err)
		for _, th := range rows {
			got = append(got, th.Other.Username)
		}
		before = next
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A mention on a story is told to those who see it, for as long as they do.
func TestStoryMentions(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat, dan := db.User("ann"), db.User("bo"), db.User("cat"), db.User("dan")
	must(t, people.HideStories(ctx, db.Store, ann.ID, dan.ID))
	must(t, people.Restrict(ctx, db.Store, cat.ID, ann.ID))
	overlays := []story.Overlay{}
	for i, name := range []string{"bo", "cat", "dan"} {
		overlays = append(overlays, story.Overlay{ID: fmt.Sprint("m", i), Type: "mention", Username: name, X: 0.5,
			Y: 0.2 * float64(i+1), Scale: 1})
	}
	storyID := db.NewStory(ann, story.Edit{Overlays: &overlays})
	db.WantTold(bo, 1, "story_mention ann*")
	db.WantTold(cat, 0, "")
	db.WantTold(dan, 0, "")
	list, _, err := notify.List(ctx, db.Store, bo.ID, "comments", 0, 10)
	must(t, err)
	if len(list) != 1 || list[0].PostID != storyID || list[0].Post != nil {
		t.Fatalf("told %+v", list)
	}
	st, err := story.Visible(ctx, db.Store, ann.ID, storyID)
	must(t, err)
	db.Clock.Move(st.ExpiresAt.Sub(db.Now()) - time.Microsecond)
	db.WantTold(bo, 1, "story_mention ann*")
	must(t, people.HideStories(ctx, db.Store, ann.ID, bo.ID))
	db.WantTold(bo, 1, "") // the badge is as of the last change
	must(t, notify.See(ctx, db.Store, bo.ID, 0))
	db.WantTold(bo, 0, "")
	must(t, people.ShowStories(ctx, db.Store, ann.ID, bo.ID))
	db.WantTold(bo, 0, "story_mention ann")
	db.Clock.Move(time.Microsecond)
	db.WantTold(bo, 0, "")

	must(t, account.SetNotificationSettings(ctx, db.Store, bo.ID,
		map[activity.Kind]string{activity.ActStoryMention: account.FromFollowing}))
	one := overlays[:1]
	second := db.NewStory(ann, story.Edit{Overlays: &one})
	db.WantTold(bo, 0, "")
	must(t, people.Follow(ctx, db.Store, bo.ID, ann.ID))
	third := db.NewStory(ann, story.Edit{Overlays: &one})
	db.WantTold(bo, 1, "story_mention ann*")
	must(t, story.Delete(ctx, db.Store, ann.ID, second))
	must(t, story.Delete(ctx, db.Store, ann.ID, third))

	// A name leads to the account, under its present name, but not those from whom it is hidden.
	fourth := db.NewStory(ann, story.Edit{Overlays: &overlays})
	renamed := "bobby"
	must(t, account.UpdateProfile(ctx, db.Store, bo.ID, account.ProfileInput{Username: &renamed}))
	must(t, people.Block(ctx, db.Store, bo.ID, cat.ID))
	for viewer, want := range map[models.ID]story.Overlay{dan.ID: {}, ann.ID: {Username: renamed, UserID: bo.ID},
		cat.ID: {Username: "bo"}} {
		st, err := story.Visible(ctx, db.Store, viewer, fourth)
		if viewer == dan.ID {
			if models.KindOf(err) != models.NotFound {
				t.Errorf("hidden from dan: %v", err)
			}
			continue
		}
		must(t, err)
		if o := st.Overlay("m0"); o.Username != want.Username || o.UserID != want.UserID {
			t.Errorf("%d sees %+v, want %+v", viewer, o, want)
		}
	}
	must(t, people.Unblock(ctx, db.Store, bo.ID, cat.ID))
	must(t, story.Delete(ctx, db.Store, ann.ID, fourth))
	db.WantTold(bo, 0, "")
	db.Check()
}

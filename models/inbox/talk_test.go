package inbox_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/inbox"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
)

func begin(t testing.TB, db *modelstest.DB, who *account.User, text string, others ...*account.User) models.ID {
	t.Helper()
	in := inbox.Start{Say: &inbox.Say{Text: text}}
	for _, u := range others {
		in.People = append(in.People, u.ID)
	}
	id, _, err := inbox.Begin(context.Background(), db.Store, who.ID, in)
	must(t, err)
	db.Clock.Move(time.Second)
	return id
}

// requestsOf are those of an account: from whom, and what was said last.
func requestsOf(t testing.TB, db *modelstest.DB, user *account.User) string {
	t.Helper()
	list, _, err := inbox.Requests(context.Background(), db.Store, user.ID, 0, 50)
	must(t, err)
	n, err := inbox.CountRequests(context.Background(), db.Store, user.ID)
	must(t, err)
	if n != len(list) {
		t.Errorf("%d requests are counted, %d are listed", n, len(list))
	}
	var out []string
	for _, th := range list {
		out = append(out, th.Other.Username+th.Name+": "+th.Last.Text)
	}
	return strings.Join(out, "; ")
}

func wantKind(t testing.TB, err error, kind models.Kind, words string) {
	t.Helper()
	if models.KindOf(err) != kind || err != nil && !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want kind %d and %q", err, kind, words)
	}
}

// Two people have one conversation, whoever begins it and however: it is a request for
// whoever does not follow the other, and silent until they accept it or answer.
func TestRequests(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat := db.User("ann"), db.User("bo"), db.User("cat")
	must(t, people.Follow(ctx, db.Store, ann.ID, cat.ID))

	th := begin(t, db, bo, "hello", ann)
	wantInbox(t, db, ann, "0")
	wantInbox(t, db, bo, "0; ann: hello")
	if got := requestsOf(t, db, ann); got != "bo: hello" {
		t.Errorf("requests: %q", got)
	}
	begin(t, db, cat, "a friend", ann)
	wantInbox(t, db, ann, "1; cat: a friend*")

	// Accepting puts it into the list.
	must(t, inbox.Accept(ctx, db.Store, ann.ID, th))
	wantInbox(t, db, ann, "2; cat: a friend*; bo: hello*")
	if got := requestsOf(t, db, ann); got != "" {
		t.Errorf("requests: %q", got)
	}
	if again := begin(t, db, ann, "yes?", bo); again != th {
		t.Errorf("a second conversation %d beside %d", again, th)
	}

	// Answering accepts as well; declining deletes for oneself alone.
	dan := db.User("dan")
	th = begin(t, db, dan, "one", bo)
	send(t, db, bo, th, "two")
	wantInbox(t, db, bo, "1; dan: two; ann: yes?*")
	th = begin(t, db, cat, "three", dan)
	must(t, inbox.Decline(ctx, db.Store, dan.ID, th))
	if got := requestsOf(t, db, dan); got != "" {
		t.Errorf("declined: %q", got)
	}
	wantInbox(t, db, cat, "0; dan: three; ann: a friend")
	send(t, db, cat, th, "four")
	if got := requestsOf(t, db, dan); got != "cat: four" || spoken(t, db, dan, th) != "four" {
		t.Errorf("after another message: %q", got)
	}

	// A block is for both ways, says nothing, and ends with itself.
	must(t, people.Block(ctx, db.Store, dan.ID, cat.ID))
	_, err := inbox.Send(ctx, db.Store, cat.ID, th, inbox.Say{Text: "five"})
	wantKind(t, err, models.NotFound, "doesn’t exist")
	_, _, err = inbox.Begin(ctx, db.Store, cat.ID, inbox.Start{People: []models.ID{dan.ID}, Say: &inbox.Say{Text: "five"}})
	wantKind(t, err, models.NotFound, "This account doesn’t exist.")
	must(t, people.Unblock(ctx, db.Store, dan.ID, cat.ID))
	send(t, db, cat, th, "six")

	// What is deleted for oneself can be begun anew.
	_, err = inbox.Delete(ctx, db.Store, cat.ID, th)
	must(t, err)
	if again := begin(t, db, cat, "seven", dan); again != th || spoken(t, db, cat, th) != "seven" {
		t.Errorf("begun anew as %d: %q", again, spoken(t, db, cat, th))
	}
	db.Check()
}

// Who may begin a conversation is its receiver's choice; what is under way goes on.
func TestWhoMayWrite(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	must(t, people.Follow(ctx, db.Store, db.User("follower").ID, ann.ID))
	must(t, people.Follow(ctx, db.Store, ann.ID, db.User("followed").ID))
	wantKind(t, inbox.SetFrom(ctx, db.Store, ann.ID, "friends"), models.Invalid, "messages_from: Choose everyone")
	for i, from := range access.Circles {
		must(t, inbox.SetFrom(ctx, db.Store, ann.ID, from))
		for _, kind := range []string{"follower", "followed", "stranger"} {
			u := db.User(fmt.Sprint(kind, i))
			switch kind {
			case "follower":
				must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
			case "followed":
				must(t, people.Follow(ctx, db.Store, ann.ID, u.ID))
			}
			may := from == access.FromEveryone || from == access.FromFollowers && kind == "follower" ||
				from == access.FromFollowing && kind == "followed"
			_, _, err := inbox.Begin(ctx, db.Store, u.ID, inbox.Start{People: []models.ID{ann.ID}, Say: &inbox.Say{Text: "hi"}})
			if may != (err == nil) || !may && models.KindOf(err) != models.Forbidden {
				t.Errorf("%s writes to ann, who takes messages from %s: %v", kind, from, err)
			}
			_, _, err = inbox.Begin(ctx, db.Store, u.ID, inbox.Start{People: []models.ID{ann.ID}, Name: "We"})
			if may != (err == nil) || !may && models.KindOf(err) != models.Invalid {
				t.Errorf("%s brings ann into a group, who takes messages from %s: %v", kind, from, err)
			}
		}
	}
	must(t, inbox.SetFrom(ctx, db.Store, ann.ID, access.FromEveryone))
	bo := db.User("bo")
	th := begin(t, db, bo, "hello", ann)
	must(t, inbox.SetFrom(ctx, db.Store, ann.ID, access.FromNobody))
	_, err := inbox.Send(ctx, db.Store, bo.ID, th, inbox.Say{Text: "more"})
	wantKind(t, err, models.Forbidden, "text: ann isn’t taking messages.")
	must(t, inbox.Accept(ctx, db.Store, ann.ID, th))
	send(t, db, bo, th, "more")
	db.Check()
}

// What is wrong with a message or a beginning is said at once, with field and limit.
func TestSayIsChecked(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	th := begin(t, db, ann, "hello", bo)
	film := post.Upload{Video: true, FileName: "a.mp4"}
	for _, c := range []struct {
		in   inbox.Say
		want string
	}{
		{inbox.Say{}, "text: Write something first."},
		{inbox.Say{Text: strings.Repeat("x", 10_000)}, "text: Use at most 1,000 characters; this has 10,000."},
		{inbox.Say{Photos: make([]post.Upload, 11)}, "file: Send at most 10 photos in a message."},
		{inbox.Say{Text: strings.Repeat("x", 1001), Photos: []post.Upload{film}},
			"text: Use at most 1,000 characters; this has 1,001.; file: You can send photos in a message, but a.mp4 is a video."},
		{inbox.Say{Card: inbox.Card{Kind: inbox.PostCard, ID: 7}}, "This post doesn’t exist, or its owner no longer shares it."},
		{inbox.Say{Card: inbox.Card{Kind: inbox.StoryCard, ID: 7}}, "This story doesn’t exist, or it’s over."},
	} {
		if _, err := inbox.Send(ctx, db.Store, ann.ID, th, c.in); err == nil || err.Error() != c.want {
			t.Errorf("%q, want %q", err, c.want)
		}
	}
	for _, c := range []struct {
		in   inbox.Start
		want string
	}{
		{inbox.Start{}, "user_ids: Choose someone to write to."},
		{inbox.Start{People: []models.ID{ann.ID}}, "user_ids: Choose someone to write to."},
		{inbox.Start{People: []models.ID{bo.ID}, Name: strings.Repeat("x", 61), Say: &inbox.Say{}},
			"name: Use at most 60 characters; this has 61.; text: Write something first."},
		{inbox.Start{People: []models.ID{bo.ID, 7, 8}}, "user_ids: The account 7 doesn’t exist.; user_ids: The account 8 doesn’t exist."},
	} {
		if _, _, err := inbox.Begin(ctx, db.Store, ann.ID, c.in); err == nil || err.Error() != c.want {
			t.Errorf("%q, want %q", err, c.want)
		}
	}
	many := inbox.Start{}
	for i := range models.ID(32) {
		many.People = append(many.People, 1000+i)
	}
	_, _, err := inbox.Begin(ctx, db.Store, ann.ID, many)
	wantKind(t, err, models.Invalid, "user_ids: A group holds at most 32 people, including you.")
	if got := spoken(t, db, bo, th); got != "hello" {
		t.Errorf("refused, and said is %q", got)
	}

	// Two hundred messages in a minute: the limit is named, and counts nothing that was refused.
	sent := 0
	for range 200 {
		_, err = inbox.Send(ctx, db.Store, ann.ID, th, inbox.Say{Text: "again"})
		if err == nil {
			sent++
		}
	}
	wantKind(t, err, models.TooMany, "at most 60 messages a minute and 600 an hour")
	if sent != 60 {
		t.Errorf("%d messages in a minute", sent)
	}
	db.Clock.Move(time.Minute)
	send(t, db, ann, th, "slowly")

	// Of strangers there are fewer in a day, and friends do not count.
	cat := db.User("cat")
	for i := range 30 {
		begin(t, db, cat, "hello", db.User(fmt.Sprint("other", i)))
	}
	_, _, err = inbox.Begin(ctx, db.Store, cat.ID, inbox.Start{People: []models.ID{ann.ID}, Say: &inbox.Say{Text: "hi"}})
	wantKind(t, err, models.TooMany, "30 people a day")
	must(t, people.Follow(ctx, db.Store, ann.ID, cat.ID))
	begin(t, db, cat, "hi", ann)
	db.Check()
}

// A message has one reaction of each, can be taken back by its writer for all, and open
// pages learn of both by what changed.
func TestReactAndUnsend(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat := db.User("ann"), db.User("bo"), db.User("cat")
	must(t, people.Follow(ctx, db.Store, bo.ID, ann.ID))
	th := begin(t, db, ann, "one", bo)
	m := send(t, db, ann, th, "two")
	db.Digest()
	before, err := notify.BadgeOf(ctx, db.Store, bo.ID)
	must(t, err)
	for _, bad := range []string{"", "x", "❤️❤️", "no", "1", " ", "❤️ ", "👍👎"} {
		wantKind(t, inbox.React(ctx, db.Store, bo.ID, th, m.ID, bad), models.Invalid, "reaction: Choose one emoji")
	}
	for _, emoji := range []string{"❤️", "👍🏽", "👩‍👩‍👧", "🇩🇪", "#️⃣", "🫶"} {
		must(t, inbox.React(ctx, db.Store, bo.ID, th, m.ID, emoji))
	}
	wantKind(t, inbox.React(ctx, db.Store, cat.ID, th, m.ID, "❤️"), models.NotFound, "")
	db.Clock.Move(time.Second)
	must(t, inbox.React(ctx, db.Store, ann.ID, th, m.ID, "🔥"))
	changed, err := inbox.NewMessages(ctx, db.Store, bo.ID, th, m.ID, 10)
	must(t, err)
	if len(changed) != 1 || len(changed[0].Reactions) != 2 || changed[0].Reactions[0].Reaction != "🫶" ||
		changed[0].Reactions[1].Author.Username != "ann" {
		t.Errorf("changed: %+v", changed)
	}
	db.Digest()
	after, err := notify.BadgeOf(ctx, db.Store, bo.ID)
	must(t, err)
	if after.MessageID <= before.MessageID || after.Messages != before.Messages {
		t.Errorf("the badge went from %+v to %+v", before, after)
	}
	must(t, inbox.Unreact(ctx, db.Store, ann.ID, th, m.ID))

	wantKind(t, inbox.Unsend(ctx, db.Store, bo.ID, th, m.ID), models.Forbidden, "only take back your own")
	must(t, inbox.Unsend(ctx, db.Store, ann.ID, th, m.ID))
	wantKind(t, inbox.Unsend(ctx, db.Store, ann.ID, th, m.ID), models.NotFound, "")
	wantKind(t, inbox.React(ctx, db.Store, bo.ID, th, m.ID, "❤️"), models.NotFound, "")
	gone, err := inbox.NewMessages(ctx, db.Store, bo.ID, th, changed[0].ChangeID, 10)
	must(t, err)
	if len(gone) != 1 || !gone[0].Gone || gone[0].Text != "" || len(gone[0].Reactions) != 0 {
		t.Errorf("taken back: %+v", gone)
	}
	wantInbox(t, db, bo, "1; ann: one*")
	db.Check()
	first, _, err := inbox.Messages(ctx, db.Store, ann.ID, th, 0, 10)
	must(t, err)
	must(t, inbox.Unsend(ctx, db.Store, ann.ID, th, first[1].ID))
	wantInbox(t, db, bo, "0")
	send(t, db, ann, th, "anew")
	wantInbox(t, db, bo, "1; ann: anew*")
	db.Check()
}

// A photo of a message is for the people of the conversation while they see the message, and goes with it.
func TestPhotos(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat := db.User("ann"), db.User("bo"), db.User("cat")
	th := begin(t, db, ann, "look", bo)
	draft, items := db.Draft(ann, 2)
	db.Render(items...)
	m, err := inbox.Send(ctx, db.Store, ann.ID, th, inbox.Say{Draft: draft})
	must(t, err)
	said, err := inbox.MessageOf(ctx, db.Store, bo.ID, th, m.ID)
	must(t, err)
	if said.Photos != 2 || len(said.Media) != 2 || said.Media[0].ID != items[0].ID {
		t.Fatalf("bo sees %+v", said)
	}
	key := said.Media[0].RenderKey
	seenBy := func(want ...*account.User) {
		t.Helper()
		for _, u := range []*account.User{ann, bo, cat, {}} {
			a, err := post.FileAccess(ctx, db.Store, u.ID, key)
			must(t, err)
			if a.Public || a.Visible != slices.Contains(want, u) {
				t.Errorf("%q may fetch the photo: %+v", u.Username, a)
			}
		}
	}
	seenBy(ann, bo)
	must(t, people.Block(ctx, db.Store, bo.ID, ann.ID))
	seenBy(ann)
	must(t, people.Unblock(ctx, db.Store, bo.ID, ann.ID))
	_, err = inbox.Delete(ctx, db.Store, bo.ID, th)
	must(t, err)
	seenBy(ann)
	must(t, inbox.Restore(ctx, db.Store, bo.ID, th, 0))
	seenBy(ann, bo)
	db.Check()
	if _, err := post.Visible(ctx, db.Store, ann.ID, draft); models.KindOf(err) != models.NotFound {
		t.Errorf("the draft is still there: %v", err)
	}
	must(t, inbox.Unsend(ctx, db.Store, ann.ID, th, m.ID))
	seenBy()
	db.Check()
	_, err = inbox.Send(ctx, db.Store, ann.ID, th, inbox.Say{Draft: draft})
	wantKind(t, err, models.NotFound, "")
	_, err = inbox.Send(ctx, db.Store, ann.ID, th, inbox.Say{Draft: db.Post(ann, "shared")})
	wantKind(t, err, models.Invalid, "media_id: You can send the photos of a draft.")

	// Deleting an account takes its photos and those in its conversations of two.
	draft, items = db.Draft(bo, 1)
	db.Render(items...)
	_, err = inbox.Send(ctx, db.Store, bo.ID, th, inbox.Say{Draft: draft})
	must(t, err)
	must(t, leave.Delete(ctx, db.Store, ann.ID))
	var left int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM media`).Scan(&left))
	if left != 0 {
		t.Errorf("%d photos are left", left)
	}
	db.Check()
}

// Of a card everybody sees what they may see when they read.
func TestCards(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo, cat := db.User("ann"), db.User("bo"), db.User("cat")
	for _, u := range []*account.User{bo, cat} {
		must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
	}
	own := db.Post(ann, "the sea")
	private := true
	must(t, account.UpdateProfile(ctx, db.Store, ann.ID, account.ProfileInput{IsPrivate: &private}))
	shown := db.NewStory(ann, story.Edit{})
	dan := db.User("dan")
	must(t, people.Follow(ctx, db.Store, dan.ID, bo.ID))
	group, _, err := inbox.Begin(ctx, db.Store, bo.ID, inbox.Start{People: []models.ID{cat.ID, dan.ID}})
	must(t, err)
	must(t, inbox.SendTo(ctx, db.Store, bo.ID, []models.ID{cat.ID}, []models.ID{group},
		inbox.Say{Text: "see", Card: inbox.Card{Kind: inbox.PostCard, ID: own}}))
	must(t, inbox.SendTo(ctx, db.Store, bo.ID, nil, []models.ID{group}, inbox.Say{Card: inbox.Card{Kind: inbox.StoryCard, ID: shown}}))
	cards := func(u *account.User) (out string) {
		list, _, err := inbox.Messages(ctx, db.Store, u.ID, group, 0, 10)
		must(t, err)
		for _, m := range list {
			if m.CardKind != "" {
				out += fmt.Sprint(m.CardKind, m.Post != nil || m.Story != nil, " ")
			}
		}
		return out
	}
	for u, want := range map[*account.User]string{bo: "storytrue posttrue ", cat: "storytrue posttrue ", dan: "storyfalse postfalse "} {
		if got := cards(u); got != want {
			t.Errorf("%s sees %q, want %q", u.Username, got, want)
		}
	}
	_, err = inbox.Send(ctx, db.Store, dan.ID, group, inbox.Say{Card: inbox.Card{Kind: inbox.PostCard, ID: own}})
	wantKind(t, err, models.NotFound, "This post doesn’t exist")
	db.Clock.Move(story.Life)
	must(t, people.Unfollow(ctx, db.Store, cat.ID, ann.ID))
	if got := cards(cat) + cards(bo); got != "storyfalse postfalse storyfalse posttrue " {
		t.Errorf("later they see %q", got)
	}
	must(t, leave.Delete(ctx, db.Store, ann.ID))
	if got := cards(bo); got != "storyfalse postfalse " {
		t.Errorf("of a deleted account bo sees %q", got)
	}
	err = inbox.SendTo(ctx, db.Store, bo.ID, nil, nil, inbox.Say{Text: strings.Repeat("x", 1001)})
	wantKind(t, err, models.Invalid, "to: Choose someone to send it to.; text: Use at most 1,000")
	db.Check()
}

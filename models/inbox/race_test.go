package inbox_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/post"
	"photogram/models/story"
)

// atOnce does some things at the same time. Each may find what it is about gone, or never fail.
func atOnce(t *testing.T, do ...func() error) {
	t.Helper()
	var all sync.WaitGroup
	begin := make(chan struct{})
	for _, one := range do {
		all.Go(func() {
			<-begin
			if err := one(); err != nil && models.KindOf(err) == 0 {
				t.Error(err)
			}
		})
	}
	close(begin)
	all.Wait()
}

// What comes to a story while it is deleted is told that it is gone, or was there in time.
func TestStoryDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	words := &[]story.Overlay{{ID: "ask", Type: "question", Text: "Why?", X: .5, Y: .5, Scale: 1}}
	share := func() models.ID {
		id, err := story.ShareText(ctx, db.Store, ann.ID, story.ShareInput{Edit: story.Edit{Overlays: words}})
		must(t, err)
		return id
	}
	shelf, err := story.CreateHighlight(ctx, db.Store, ann.ID, "Shelf", []models.ID{share()})
	must(t, err)
	for range 40 {
		id := share()
		atOnce(t, func() error { return story.Delete(ctx, db.Store, ann.ID, id) },
			func() error { return story.AnswerOverlay(ctx, db.Store, bo.ID, id, "ask", 0, "So") },
			func() error {
				return story.EditHighlight(ctx, db.Store, ann.ID, shelf, story.HighlightEdit{Add: []models.ID{id}})
			},
			func() error {
				_, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, id, inbox.StoryReply{Text: "hello"})
				return err
			})
	}
	db.Check()
}

// A planned photo story that is deleted as it comes due, shared from two pages or rendered meanwhile is shared once or gone.
func TestStorySharedMeanwhile(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	for i := range 12 {
		draft, items := db.Draft(ann, 1)
		ids, err := story.Start(ctx, db.Store, ann.ID, draft)
		must(t, err)
		id := ids[0]
		must(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(time.Minute), ""))
		db.Clock.Move(time.Minute)
		due := func() error { _, err := story.ShareDue(ctx, db.Store, nil); return err }
		share := func() error { return story.Share(ctx, db.Store, ann.ID, id, story.ShareInput{}) }
		do := []func() error{due, due, share, share, func() error { db.Render(items...); return nil }}
		if i%2 == 1 {
			do = append(do[:4], func() error { return story.Delete(ctx, db.Store, ann.ID, id) })
		}
		atOnce(t, do...)
		st, err := story.Own(ctx, db.Store, ann.ID, id)
		switch {
		case i%2 == 1 && models.KindOf(err) != models.NotFound:
			t.Errorf("a deleted story: %v", err)
		case i%2 == 0 && (err != nil || st.State != post.Published):
			t.Errorf("a story that was shared four times: %+v, %v", st, err)
		}
	}
	db.Check()
}

// An account is deleted while another writes to it; nothing is left of their conversations.
func TestAccountDeletedWhileWrittenTo(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	bo := db.User("bo")
	for i := range 12 {
		db.Clock.Move(time.Hour) // for another budget of messages
		ann := db.User("ann" + models.ID(i).String())
		id := db.NewStory(ann, story.Edit{})
		m, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, id, inbox.StoryReply{Text: "hello"})
		must(t, err)
		say := func() error {
			for range 8 {
				if _, err := inbox.Send(ctx, db.Store, bo.ID, m.ThreadID, inbox.Say{Text: "and"}); err != nil {
					return err
				}
			}
			return nil
		}
		atOnce(t, func() error { return leave.Delete(context.WithoutCancel(ctx), db.Store, ann.ID) }, say, say,
			func() error {
				_, err := inbox.ReplyToStory(ctx, db.Store, bo.ID, id, inbox.StoryReply{Text: "more"})
				return err
			}, func() error { return story.Like(ctx, db.Store, bo.ID, id) })
	}
	db.Check()
}

// People who write to each other for the first time at once have one conversation, and those
// who come to a group, leave it and write there at once leave it whole.
func TestBegunAtOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	bo := db.User("bo")
	for i := range 10 {
		db.Clock.Move(24 * time.Hour)
		ann, cat := db.User("ann"+models.ID(i).String()), db.User("cat"+models.ID(i).String())
		hello := func(from, to models.ID) func() error {
			return func() error {
				_, _, err := inbox.Begin(ctx, db.Store, from, inbox.Start{People: []models.ID{to}, Say: &inbox.Say{Text: "hello"}})
				return err
			}
		}
		atOnce(t, hello(ann.ID, bo.ID), hello(bo.ID, ann.ID), hello(ann.ID, bo.ID), hello(bo.ID, ann.ID))
		list, _, err := inbox.List(ctx, db.Store, ann.ID, 0, 10)
		must(t, err)
		asked, _, err := inbox.Requests(ctx, db.Store, ann.ID, 0, 10)
		must(t, err)
		if len(list)+len(asked) != 1 {
			t.Errorf("%d conversations and %d requests", len(list), len(asked))
		}
		id, _, err := inbox.Begin(ctx, db.Store, bo.ID, inbox.Start{People: []models.ID{ann.ID, cat.ID}})
		must(t, err)
		say := func() error { _, err := inbox.Send(ctx, db.Store, ann.ID, id, inbox.Say{Text: "hi"}); return err }
		atOnce(t, say, say, func() error { return inbox.RemoveMember(ctx, db.Store, ann.ID, id, ann.ID) },
			func() error { return inbox.AddMembers(ctx, db.Store, bo.ID, id, []models.ID{ann.ID}) },
			func() error { return inbox.RemoveMember(ctx, db.Store, bo.ID, id, cat.ID) },
			func() error { return leave.Delete(context.WithoutCancel(ctx), db.Store, cat.ID) })
	}
	db.Check()
}

package jobs_test

import (
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/inbox"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/urls"
	"photogram/views/notify"
	"photogram/web/webtest"
)

// What is said without words is told, too: a card, and what somebody feels about a message.
func TestCardsAndReactionsAreTold(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	must(t, people.Follow(t.Context(), s.DB.Store, ana.ID, bo.ID))
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ana.ID))
	shared := s.Post(bo, "one")
	r := webtest.NewReceiver(t)
	hook(t, s, ana, r.URL, "messages")
	s.Work()
	thread, _, err := inbox.Begin(t.Context(), s.DB.Store, bo.ID, inbox.Start{People: []models.ID{ana.ID},
		Say: &inbox.Say{Card: inbox.Card{Kind: inbox.PostCard, ID: shared}}})
	must(t, err)
	got := r.Wait(t, 1)[0]
	if got.Text("type") != "message" || got.Text("data.message.card.type") != "post" ||
		got.Text("data.message.card.id") != shared.String()+"_"+bo.ID.String() ||
		!strings.HasSuffix(got.Text("data.message.card.link"), "/p/"+shared.Code()+"/") {
		t.Errorf("the card is told as %s", got.Body)
	}
	m, err := inbox.Send(t.Context(), s.DB.Store, ana.ID, thread, inbox.Say{Text: "look"})
	must(t, err)
	for range 2 { // said again, it is no news
		must(t, inbox.React(t.Context(), s.DB.Store, bo.ID, thread, m.ID, "🎉"))
	}
	must(t, inbox.React(t.Context(), s.DB.Store, ana.ID, thread, m.ID, "❤️")) // one's own
	got = r.Wait(t, 2)[1]
	if got.Text("type") != "message_reaction" || got.Text("data.message.reaction") != "🎉" || got.Text("data.message.text") != "look" ||
		got.Text("data.from.username") != "bo" {
		t.Errorf("the reaction is told as %s", got.Body)
	}
	// A story's card leads to the story, and what the receiver may not see is no card.
	told := s.NewStory(bo, story.Edit{})
	_, err = inbox.Send(t.Context(), s.DB.Store, bo.ID, thread, inbox.Say{Card: inbox.Card{Kind: inbox.StoryCard, ID: told}})
	must(t, err)
	got = r.Wait(t, 3)[2]
	if got.Text("data.message.card.type") != "story" || got.Text("data.message.card.id") != told.String() ||
		!strings.HasSuffix(got.Text("data.message.card.link"), urls.Story("bo", told)) {
		t.Errorf("the story's card is told as %s", got.Body)
	}
	cy, yes := s.User("cy"), true
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, cy.ID, account.ProfileInput{IsPrivate: &yes}))
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, cy.ID))
	must(t, people.ApproveFollow(t.Context(), s.DB.Store, cy.ID, bo.ID))
	_, err = inbox.Send(t.Context(), s.DB.Store, bo.ID, thread,
		inbox.Say{Text: "see", Card: inbox.Card{Kind: inbox.PostCard, ID: s.Post(cy, "hidden")}})
	must(t, err)
	if got = r.Wait(t, 4)[3]; got.Text("data.message.text") != "see" || strings.Contains(string(got.Body), "card") {
		t.Errorf("the card of a hidden post is told as %s", got.Body)
	}
	c := subscription.Content{Reaction: "🎉", Text: "look"}
	c.Kind, c.Actor.Username = "message_reaction", "bo"
	if push := notify.PushOf(t.Context(), &c, "https://x"); push.Notification.Title != "bo reacted 🎉 to your message" {
		t.Errorf("%+v", push)
	}
	s.Check()
}

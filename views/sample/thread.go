package sample

import (
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/inbox"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/urls"
	inboxview "photogram/views/inbox"
	"photogram/views/ui"
)

// letters is a conversation with somebody; those with even numbers are about the viewer's own stories.
func (s *sampler) letters(i int) inbox.View {
	th := inbox.View{Other: s.author(i + 1)}
	th.Kind, th.State, th.Main = inbox.Direct, inbox.Open, true
	th.UserID, th.ThreadID, th.OtherID, th.StoryID, th.MessageID = s.c.Viewer.ID, s.id(), th.Other.ID, s.id(), s.id()
	author := s.c.Viewer.Author()
	if th.OwnerID = th.UserID; i%2 == 1 {
		th.OwnerID, author = th.OtherID, th.Other
	}
	if i > 1 {
		th.SeenID = th.MessageID
	}
	if i%3 != 2 {
		th.Story = &story.View{Author: author, Story: story.Story{ID: th.StoryID, OwnerID: th.OwnerID, Kind: "text"}}
		if post := s.post(i, i); i != 3 {
			th.Story.Shared = &post
		}
	}
	th.LastBy = th.Other
	th.Last = inbox.Message{ID: th.MessageID, UserID: th.OtherID, ToStory: i%3 == 0, Text: sampleTalk[i%len(sampleTalk)],
		CreatedAt: s.c.Now.Add(-time.Duration(i*i*i+1) * 17 * time.Minute)}
	switch i {
	case 2:
		th.Last.UserID = th.UserID
	case 0, 4:
		th.Last.Text, th.Last.Reaction = "", inbox.Reactions[i]
	}
	return th
}

func (s *sampler) inbox() inboxview.Inbox {
	p := inboxview.Inbox{First: true, Requests: 2, Older: urls.WithQuery(urls.DevViews, "page", "inbox")}
	for i := range 6 {
		p.List = append(p.List, s.letters(i))
		if i == 1 {
			p.List = append(p.List, s.circle())
		}
	}
	p.List[4].Muted = true
	p.At = p.List[2].ThreadID
	return p
}

// circle is the conversation of a group that the viewer made.
func (s *sampler) circle() inbox.View {
	me := s.c.Viewer.Author()
	th := inbox.View{MakerID: me.ID}
	th.UserID, th.ThreadID, th.MessageID, th.Kind, th.State = me.ID, s.id(), s.id(), inbox.Group, inbox.Open
	for i := range 4 {
		th.Members = append(th.Members, s.author(i+1))
	}
	th.Members = append(th.Members, me)
	for _, u := range th.Members {
		th.People = append(th.People, u.ID)
	}
	th.LastBy = th.Members[0]
	th.Last = inbox.Message{ID: th.MessageID, UserID: th.LastBy.ID, Photos: 2, CreatedAt: s.c.Now.Add(-40 * time.Minute)}
	return th
}

// asked are requests.
func (s *sampler) asked() inboxview.Inbox {
	p := inboxview.Inbox{First: true, Asked: true}
	for i := range 2 {
		th := s.letters(i + 1)
		th.State, th.Story, th.StoryID, th.OwnerID = inbox.Request, nil, 0, 0
		p.List = append(p.List, th)
	}
	return p
}

func (s *sampler) pick() inboxview.Pick {
	p := inboxview.Pick{Path: urls.NewMessage, Threads: []inbox.View{s.circle()}}
	for i := range 5 {
		p.People = append(p.People, s.author(i))
	}
	p.To = []models.ID{p.People[1].ID}
	return p
}

func (s *sampler) sendTo() inboxview.SendTo {
	shared := s.post(1, 1)
	d := inboxview.SendTo{Action: urls.DevViews, Back: urls.DevViews, Title: "Send this post", Pick: s.pick()}
	d.Card.CardKind, d.Card.CardID, d.Card.Post = inbox.PostCard, shared.ID, &shared
	return d
}

// circleTalk is what a group says: words, photos, cards, reactions, and what happened.
func (s *sampler) circleTalk() inboxview.Conversation {
	p := inboxview.Conversation{Side: s.inbox()}
	p.Thread = s.circle()
	p.Side.At = p.Thread.ThreadID
	at := s.c.Now.Add(-26 * time.Hour)
	say := func(by access.Author, m inbox.Said) {
		m.ID, m.UserID, m.Author, m.CreatedAt, m.ThreadID = s.id(), by.ID, by, at, p.Thread.ThreadID
		at = at.Add(3 * time.Hour)
		p.Messages = append(p.Messages, m)
	}
	others, me := p.Thread.Members, s.c.Viewer.Author()
	say(me, inbox.Said{Message: inbox.Message{Event: inbox.Made, Text: "Coast walks"}})
	say(others[0], inbox.Said{Message: inbox.Message{Text: sampleTalk[0]}})
	shared, sent := s.post(2, 2), s.post(3, 3)
	say(others[1], inbox.Said{Message: inbox.Message{CardKind: inbox.PostCard, CardID: shared.ID}, Post: &shared})
	say(me, inbox.Said{Message: inbox.Message{Text: sampleTalk[1]}, Reactions: []inbox.Felt{
		{UserID: others[0].ID, Reaction: "🔥", Author: others[0]}, {UserID: me.ID, Reaction: "🔥", Author: me},
		{UserID: others[2].ID, Reaction: "❤️", Author: others[2]}}})
	say(others[2], inbox.Said{Message: inbox.Message{Photos: 1}, Media: []post.Media{{State: "ready", RenderKey: sent.CoverKey,
		Width: sent.CoverWidth, Height: sent.CoverHeight, AltText: sent.CoverAlt}}})
	say(me, inbox.Said{Message: inbox.Message{Photos: 1}, Media: []post.Media{{State: "pending"}}})
	say(others[0], inbox.Said{Message: inbox.Message{CardKind: inbox.StoryCard, CardID: 7}})
	say(others[1], inbox.Said{Message: inbox.Message{Gone: true}})
	say(me, inbox.Said{Message: inbox.Message{Event: inbox.Added, AboutID: others[3].ID}, About: others[3]})
	return p
}

// askedTalk is a conversation that the viewer did not accept yet.
func (s *sampler) askedTalk() inboxview.Conversation {
	p := s.conversation(false)
	p.Thread.State, p.Earlier, p.Messages = inbox.Request, "", p.Messages[1:3]
	return p
}

// conversation is about a story of the viewer's, or about one that is over.
func (s *sampler) conversation(over bool) inboxview.Conversation {
	p := inboxview.Conversation{Earlier: urls.WithQuery(urls.DevViews, "page", "conversation"), Side: s.inbox()}
	p.Thread = s.letters(0)
	if over {
		p.Thread, p.Earlier = s.letters(5), ""
	}
	for i, text := range append([]string{""}, sampleTalk...) {
		m := inbox.Said{Message: inbox.Message{ID: s.id(), UserID: p.Thread.OtherID, Text: text,
			CreatedAt: s.c.Now.Add(-time.Duration(40-4*i) * time.Hour)}}
		m.Author = p.Thread.Other
		if i == 0 {
			m.Reaction, m.ToStory, m.CardKind, m.CardID, m.Story = "🔥", true, inbox.StoryCard, p.Thread.StoryID, p.Thread.Story
		}
		if i%3 == 1 {
			m.UserID, m.Author = p.Thread.UserID, s.c.Viewer.Author()
		}
		p.Messages = append(p.Messages, m)
	}
	return p
}

// inboxPages are those of messages.
func (s *sampler) inboxPages(c ui.Chrome) []samplePage {
	group := s.circle()
	wrong := ui.Form{Values: map[string]string{"text": sampleTalk[1], "messages_from": "everyone"},
		Problems: map[string]string{"text": "This is too long: 1,001 characters, and at most 1,000 fit."}}
	refused := s.conversation(false)
	refused.Form = wrong
	return []samplePage{
		{"inbox", inboxview.InboxPage(noticed(c, 4), s.inbox())},
		{"inbox-empty", inboxview.InboxPage(c, inboxview.Inbox{First: true})},
		{"requests", inboxview.InboxPage(c, s.asked())},
		{"requests-empty", inboxview.InboxPage(c, inboxview.Inbox{First: true, Asked: true})},
		{"conversation", inboxview.ConversationPage(c, s.conversation(false))},
		{"conversation-over", inboxview.ConversationPage(c, s.conversation(true))},
		{"conversation-group", inboxview.ConversationPage(c, s.circleTalk())},
		{"conversation-request", inboxview.ConversationPage(c, s.askedTalk())},
		{"conversation-refused", inboxview.ConversationPage(c, refused)},
		{"message-new", inboxview.NewPage(c, inboxview.New{Pick: s.pick(), Form: wrong})},
		{"message-send", inboxview.SendPage(c, s.sendTo())},
		{"group", inboxview.MembersPage(c, inboxview.Members{Thread: group, Pick: s.pick(),
			Form: ui.Form{Values: map[string]string{"name": "Coast walks"}}})},
		{"message-rules", inboxview.RulesPage(c, inboxview.Rules{Form: wrong})},
	}
}

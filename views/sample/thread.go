package sample

import (
	"time"

	"photogram/models/inbox"
	"photogram/models/story"
	"photogram/urls"
	inboxview "photogram/views/inbox"
)

// letters is a conversation with somebody; those with even numbers are about the viewer's own stories.
func (s *sampler) letters(i int) inbox.View {
	th := inbox.View{Other: s.author(i + 1)}
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
	th.Last = inbox.Message{UserID: th.OtherID, Text: sampleTalk[i%len(sampleTalk)],
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
	p := inboxview.Inbox{First: true, Older: urls.WithQuery(urls.DevViews, "page", "inbox")}
	for i := range 6 {
		p.List = append(p.List, s.letters(i))
	}
	return p
}

// conversation is about a story of the viewer's, or about one that is over.
func (s *sampler) conversation(over bool) inboxview.Conversation {
	p := inboxview.Conversation{Earlier: urls.WithQuery(urls.DevViews, "page", "conversation")}
	p.Thread = s.letters(0)
	if over {
		p.Thread, p.Earlier = s.letters(5), ""
	}
	for i, text := range append([]string{""}, sampleTalk...) {
		m := inbox.Said{Message: inbox.Message{ID: s.id(), UserID: p.Thread.OtherID, Text: text, CreatedAt: s.c.Now.Add(-time.Duration(40-4*i) * time.Hour)}}
		if i == 0 {
			m.Reaction = "🔥"
		}
		if i%3 == 1 {
			m.UserID = p.Thread.UserID
		}
		p.Messages = append(p.Messages, m)
	}
	return p
}

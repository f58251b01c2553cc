package inbox

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// CardKind is what a message shows as a card.
type CardKind string

// The kinds of cards.
const (
	PostCard  CardKind = "post"
	StoryCard CardKind = "story"
)

// Card names a post or a story that is sent. What of it is shown is decided for each
// reader when they read.
type Card struct {
	Kind CardKind
	ID   models.ID
}

// Say is what somebody says: a text, photos, a post or a story, or several of these.
type Say struct {
	Text   string
	Photos []post.Upload // that are checked and kept
	Draft  models.ID     // whose photos it takes
	Card   Card
}

func cleanMessage(text string) (string, error) {
	text, err := models.CleanText("text", text, MaxMessage, true)
	if err == nil && text == "" {
		return "", models.Invalidf("text", "inbox.error.write-something-first")
	}
	return text, err
}

// clean checks all of it, and tells all that is wrong.
func (in *Say) clean() error {
	var problems models.Problems
	text, err := models.CleanText("text", in.Text, MaxMessage, true)
	if err := problems.Add(err); err != nil {
		return err
	}
	in.Text = text
	switch {
	case len(in.Photos) > MaxPhotos:
		problems = append(problems, models.Invalidf("file", "inbox.error.message-takes-at-most-photos", "maxPhotos", MaxPhotos))
	case len(in.Photos) > 0 && in.Draft != 0:
		problems = append(problems, models.Invalidf("media_id", "inbox.error.send-either-files-draft-not"))
	}
	for _, up := range in.Photos {
		if up.Video {
			problems = append(problems, models.Invalidf("file", "inbox.error.message-takes-photos-video", "fileName", up.FileName))
		}
	}
	if len(problems) == 0 && text == "" && len(in.Photos) == 0 && in.Draft == 0 && in.Card.ID == 0 {
		problems = append(problems, models.Invalidf("text", "inbox.error.write-something-first"))
	}
	return problems.Err()
}

// Send says something in a thread of the viewer's. To answer a request accepts it.
func Send(ctx context.Context, s *models.Store, viewer, id models.ID, in Say) (*Message, error) {
	if err := in.clean(); err != nil {
		return nil, err
	}
	var m *Message
	err := s.InTx(ctx, func(t *models.Tx) error {
		th, err := enter(ctx, t, viewer, id)
		if err == nil {
			m, err = th.say(ctx, t, viewer, in)
		}
		return err
	})
	return m, commandError(err, "write to", id)
}

// say says something that is clean in a locked thread.
func (th *thread) say(ctx context.Context, t *models.Tx, viewer models.ID, in Say) (*Message, error) {
	if err := th.takes(ctx, t, viewer); err != nil {
		return nil, err
	}
	m := &Message{ID: th.next(t), UserID: viewer, Text: in.Text, CardKind: in.Card.Kind, CardID: in.Card.ID, Photos: len(in.Photos)}
	if err := m.findCard(ctx, t, viewer); err != nil {
		return nil, err
	}
	for i, up := range in.Photos {
		if err := post.KeepForMessage(ctx, t, viewer, th.ID, m.ID, i, up); err != nil {
			return nil, err
		}
	}
	if len(in.Photos) > 0 {
		if err := t.Use(ctx, models.BudgetUpload, viewer, len(in.Photos)); err != nil {
			return nil, err
		}
	}
	if in.Draft != 0 {
		n, err := post.MoveToMessage(ctx, t, viewer, in.Draft, th.ID, m.ID)
		if err != nil {
			return nil, err
		}
		m.Photos = n
	}
	if err := th.add(ctx, t, m); err != nil {
		return nil, err
	}
	return m, t.Use(ctx, models.BudgetMessage, viewer, 1)
}

// takes says whether a thread takes messages of the viewer's: one that waits as a request
// of theirs does so as long as its receiver takes messages of such people.
func (th *thread) takes(ctx context.Context, t *models.Tx, viewer models.ID) error {
	if th.Kind == Group {
		return nil
	}
	var other target
	err := models.Take(ctx, t.PG, &other, `SELECT u.id, u.username, u.messages_from, m.state <> 'request' OR `+access.MayWrite+` AS may
		FROM thread_members m JOIN users u ON u.id = m.user_id WHERE m.user_id = ANY(@others) AND m.thread_id = @thread`,
		models.Args{"viewer": viewer, "others": th.others(viewer), "thread": th.ID})
	if models.IsNoRows(err) {
		return errNoThread
	}
	if err == nil && !other.May {
		return other.closed("text")
	}
	return err
}

// findCard finds whose post or story a message shows, which its writer must see.
func (m *Message) findCard(ctx context.Context, t *models.Tx, viewer models.ID) error {
	if m.CardID == 0 {
		return nil
	}
	args := models.Args{"viewer": viewer, "id": m.CardID, "now": t.Store.Now()}
	sql, none := `SELECT p.owner_id FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id WHERE o.post_id = @id AND `+access.ListedPost, models.ErrNoPost
	if m.CardKind == StoryCard {
		sql, none = `SELECT st.owner_id FROM stories st JOIN users so ON so.id = st.owner_id
			WHERE st.id = @id AND st.state = 'published' AND `+access.VisibleStory,
			models.NotFoundf("inbox.error.story-does-not-exist-over")
	}
	err := models.Take(ctx, t.PG, &m.CardOwnerID, sql, args)
	if models.IsNoRows(err) {
		return none
	}
	if err != nil {
		return fmt.Errorf("find a card: %w", err)
	}
	return nil
}

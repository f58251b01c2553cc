package inbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/models/story"
)

// Said is a message as the viewer reads it. Of a card it has what they may see at this moment.
type Said struct {
	Message
	Author    access.Author `gorm:"-"`
	About     access.Author `gorm:"-"` // whom an event is about
	Media     []post.Media  `gorm:"-"` // its photos, in their order
	Post      *post.View    `gorm:"-"`
	Story     *story.View   `gorm:"-"`
	Reactions []Felt        `gorm:"-"` // the first first
}

// Felt is what somebody feels about a message.
type Felt struct {
	MessageID models.ID
	UserID    models.ID
	Reaction  string
	Author    access.Author `gorm:"-"`
}

// fromMessages reads messages AS x of a thread that the viewer sees.
var fromMessages = `FROM thread_members m JOIN messages x ON x.thread_id = m.thread_id JOIN users xu ON xu.id = x.user_id
	WHERE m.user_id = @viewer AND m.thread_id = @thread AND ` + access.VisibleThread + ` AND ` + messageOf

// Messages lists what was said in a thread of the viewer's since they last
// deleted it, newest first.
func Messages(ctx context.Context, s *models.Store, viewer, thread, before models.ID, limit int) ([]Said, models.ID, error) {
	rows, err := messages(ctx, s, viewer, thread, `x.id < @at ORDER BY x.id DESC`, models.OrNewest(before), limit)
	if err != nil {
		return nil, 0, err
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	return rows, next, completeMessages(ctx, s, viewer, rows)
}

// NewMessages lists what was said or changed after a message or a change, newest first: the
// last of it where it is more than limit.
func NewMessages(ctx context.Context, s *models.Store, viewer, thread, after models.ID, limit int) ([]Said, error) {
	rows, err := messages(ctx, s, viewer, thread, `x.change_id > @at ORDER BY x.change_id DESC`, after, limit)
	if err != nil {
		return nil, err
	}
	rows = rows[:min(len(rows), limit)]
	slices.SortFunc(rows, func(a, b Said) int { return cmp.Compare(b.ID, a.ID) })
	return rows, completeMessages(ctx, s, viewer, rows)
}

func messages(ctx context.Context, s *models.Store, viewer, thread models.ID, part string, at models.ID, limit int) ([]Said, error) {
	var rows []Said
	err := models.Find(ctx, s.Pool(), &rows, `SELECT x.* `+fromMessages+` AND `+part+` LIMIT @limit`,
		models.Args{"viewer": viewer, "thread": thread, "at": at, "limit": limit + 1})
	if err != nil {
		return nil, fmt.Errorf("read messages of thread %d: %w", thread, err)
	}
	return rows, nil
}

// MessageOf is one message of a thread of the viewer's.
func MessageOf(ctx context.Context, s *models.Store, viewer, thread, id models.ID) (*Said, error) {
	rows, err := messages(ctx, s, viewer, thread, `x.id = @at`, id, 1)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNoMessage
	}
	return &rows[0], completeMessages(ctx, s, viewer, rows)
}

// completeMessages adds people, photos, cards and reactions, in a fixed number of queries.
func completeMessages(ctx context.Context, s *models.Store, viewer models.ID, list []Said) error {
	if len(list) == 0 {
		return nil
	}
	felt, err := reactionsTo(ctx, s, viewer, list)
	if err != nil {
		return err
	}
	var people, writers, withPhotos []models.ID
	var posts, stories []models.Key
	for _, m := range list {
		people = append(people, m.UserID, m.AboutID)
		if m.Photos > 0 {
			writers, withPhotos = append(writers, m.UserID), append(withPhotos, m.ID)
		}
		switch {
		case m.Gone:
		case m.CardKind == PostCard:
			posts = append(posts, models.Key{Owner: m.CardOwnerID, ID: m.CardID})
		case m.CardKind == StoryCard:
			stories = append(stories, models.Key{Owner: m.CardOwnerID, ID: m.CardID})
		}
	}
	for _, f := range felt {
		people = append(people, f.UserID)
	}
	authors, err := authorsFor(ctx, s, viewer, people)
	if err != nil {
		return err
	}
	photos, err := post.OfMessages(ctx, s.Pool(), writers, withPhotos)
	if err != nil {
		return err
	}
	shownPosts, err := post.Listed(ctx, s, viewer, posts)
	if err != nil {
		return err
	}
	shownStories, err := storiesOf(ctx, s, viewer, stories)
	if err != nil {
		return err
	}
	for i := range list {
		m := &list[i]
		m.Author, m.About, m.Media = authors[m.UserID], authors[m.AboutID], photos[m.ID]
		switch {
		case m.Gone:
		case m.CardKind == PostCard:
			m.Post = shownPosts[m.CardID]
		case m.CardKind == StoryCard:
			m.Story = shownStories[m.CardID]
		}
		for _, f := range felt {
			if f.MessageID == m.ID {
				f.Author = authors[f.UserID]
				m.Reactions = append(m.Reactions, f)
			}
		}
	}
	return nil
}

// reactionsTo are those to messages of one thread, of whom the viewer sees.
func reactionsTo(ctx context.Context, s *models.Store, viewer models.ID, list []Said) (felt []Felt, err error) {
	ids := make([]models.ID, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	err = models.Find(ctx, s.Pool(), &felt, `SELECT r.message_id, r.user_id, r.reaction FROM message_reactions r JOIN users u ON u.id =
		r.user_id
		WHERE r.thread_id = @thread AND r.message_id = ANY(@ids) AND (u.id = @viewer OR `+access.NotHidden("u")+`)
		ORDER BY r.created_at, r.user_id`, models.Args{"thread": list[0].ThreadID, "ids": ids, "viewer": viewer})
	if err != nil {
		return nil, fmt.Errorf("read reactions: %w", err)
	}
	return felt, nil
}

// Conversation is a page of a thread, in the order of reading.
type Conversation struct {
	Thread   View
	Messages []Said
	Older    models.ID // from where to go on, 0 at the beginning
}

// ConversationOf reads a page of a thread.
func ConversationOf(ctx context.Context, s *models.Store, viewer, thread, before models.ID, limit int) (*Conversation, error) {
	th, err := one(ctx, s, viewer, thread, access.VisibleThread, false)
	if err != nil {
		return nil, err
	}
	rows, older, err := Messages(ctx, s, viewer, thread, before, limit)
	slices.Reverse(rows)
	return &Conversation{*th, rows, older}, err
}

// ConversationAfter reads what was said or changed in a thread after a message or a change,
// the last of it where it is more than limit.
func ConversationAfter(ctx context.Context, s *models.Store, viewer, thread, after models.ID, limit int) (*Conversation, error) {
	th, err := one(ctx, s, viewer, thread, access.VisibleThread, false)
	if err != nil {
		return nil, err
	}
	rows, err := NewMessages(ctx, s, viewer, thread, after, limit)
	slices.Reverse(rows)
	return &Conversation{Thread: *th, Messages: rows}, err
}

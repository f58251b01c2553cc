// Package inbox is about conversations: of two people or a group, what is said in them,
// requests of strangers. It must not know how anybody is told.
package inbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
)

// Whoever writes to a conversation or changes it locks its row of threads, several in
// the order of their ids, and then rows of thread_members. What somebody does with their own
// side alone locks their notification_counts, and then that one row. What comes of a
// photo locks threads before media.

// Limits of conversations.
const (
	MaxMessage = 1000 // characters of a message
	MaxMembers = 32   // of a group
	MaxName    = 60   // characters of a group's name
	MaxPhotos  = 10   // of a message
	MaxTargets = 20   // of one sending
)

// Kind is what a conversation is.
type Kind string

// The kinds there are.
const (
	Direct Kind = "direct" // between two people
	Group  Kind = "group"
)

// States of a conversation with one of its people.
const (
	Open    = "open"
	Request = "request" // from somebody whom they do not follow, and not accepted yet
)

// Event is what happened in a group.
type Event string

// The events there are.
const (
	Made    Event = "made"
	Named   Event = "named"
	Added   Event = "added"
	Removed Event = "removed"
	Left    Event = "left"
)

// ThreadMember is a conversation as it stands with one of its people.
type ThreadMember struct {
	UserID    models.ID `gorm:"primaryKey"`
	ThreadID  models.ID `gorm:"primaryKey;autoIncrement:false"`
	OtherID   models.ID // 0 in groups
	OwnerID   models.ID // of the story that it began with; 0 without one
	StoryID   models.ID
	MessageID models.ID // the newest, which is its place in lists
	SeenID    models.ID
	HiddenID  models.ID // up to where its member deleted it, or was not in the group
	CreatedAt time.Time
	Kind      Kind
	Main      bool // where what these two write to each other goes
	State     string
	Muted     bool
	ChangeID  models.ID // the newest message, or change to one
}

// Unread is whether there is something that its member has not seen.
func (m *ThreadMember) Unread() bool { return m.MessageID > m.SeenID }

// Mine is whether it began with a story of the member's own.
func (m *ThreadMember) Mine() bool { return m.OwnerID == m.UserID }

// IsGroup is whether it is that of a group.
func (m *ThreadMember) IsGroup() bool { return m.Kind == Group }

// Requested is whether its member did not accept it yet.
func (m *ThreadMember) Requested() bool { return m.State == Request }

// Message is something that was said or happened in a thread.
type Message struct {
	ThreadID    models.ID `gorm:"primaryKey"`
	ID          models.ID `gorm:"primaryKey;autoIncrement:false"`
	UserID      models.ID // who wrote it
	ToStory     bool      // to the story of its card, and counted there
	Text        string
	Reaction    string // to the story
	CreatedAt   time.Time
	CardKind    CardKind
	CardOwnerID models.ID
	CardID      models.ID
	Photos      int
	Event       Event
	AboutID     models.ID // whom an event is about
	Gone        bool      // taken back
	ChangeID    models.ID
}

var (
	errNoThread  = models.NotFoundf("inbox.error.conversation-does-not-exist")
	errNoMessage = models.NotFoundf("inbox.error.message-does-not-exist")
)

// thread is a conversation that is locked.
type thread struct {
	ID      models.ID
	Kind    Kind
	Name    string
	MakerID models.ID
	Members []models.ID
	LastID  models.ID
}

// next is the id of what comes now. Ids follow the order of commits, so whoever has
// read one has read those before.
func (th *thread) next(t *models.Tx) models.ID {
	th.LastID = max(t.Store.NewID(), th.LastID+1)
	return th.LastID
}

func (th *thread) others(user models.ID) []models.ID {
	return slices.DeleteFunc(slices.Clone(th.Members), func(id models.ID) bool { return id == user })
}

// enter locks a conversation of the viewer's, also one that they deleted for themselves.
func enter(ctx context.Context, t *models.Tx, viewer, id models.ID) (*thread, error) {
	var th thread
	err := models.Take(ctx, t.PG, &th, `SELECT g.id, g.kind, g.name, g.maker_id, g.members, g.last_id
		FROM threads g JOIN thread_members m ON m.thread_id = g.id
		WHERE m.user_id = @viewer AND m.thread_id = @thread AND `+access.OpenThread+` FOR NO KEY UPDATE OF g`,
		models.Args{"viewer": viewer, "thread": id})
	if models.IsNoRows(err) || err == nil && !slices.Contains(th.Members, viewer) {
		return nil, errNoThread
	}
	if err != nil {
		return nil, fmt.Errorf("enter thread %d: %w", id, err)
	}
	return &th, nil
}

// lock locks a conversation, which may be gone with an account.
func lock(ctx context.Context, t *models.Tx, id models.ID, strength string) (*thread, error) {
	var th thread
	err := models.Take(ctx, t.PG, &th, `SELECT id, kind, name, maker_id, members, last_id FROM threads WHERE id = @thread
		FOR `+strength, models.Args{"thread": id})
	if models.IsNoRows(err) {
		return nil, errNoThread
	}
	if err != nil {
		return nil, fmt.Errorf("lock thread %d: %w", id, err)
	}
	return &th, nil
}

// add puts a message at the end of a locked thread, and has those told who want to be.
func (th *thread) add(ctx context.Context, t *models.Tx, m *Message) error {
	if m.ID == 0 {
		m.ID = th.next(t)
	}
	m.ThreadID, m.ChangeID, m.CreatedAt = th.ID, m.ID, t.Store.Now()
	args := models.Args{"thread": th.ID, "id": m.ID, "user": m.UserID, "to_story": m.ToStory, "text": m.Text, "reaction": m.Reaction,
		"card_kind": m.CardKind, "card_owner": m.CardOwnerID, "card": m.CardID, "photos": m.Photos, "event": m.Event,
		"about": m.AboutID, "now": m.CreatedAt, "members": th.Members}
	for _, sql := range []string{
		`INSERT INTO messages (thread_id, id, user_id, to_story, text, reaction, card_kind, card_owner_id, card_id, photos, event,
			about_id, change_id, created_at) VALUES (@thread, @id, @user, @to_story, @text, @reaction, @card_kind, @card_owner, @card,
			@photos, @event, @about, @id, @now)`,
		`UPDATE threads SET last_id = @id WHERE id = @thread`,
	} {
		if err := models.Do(ctx, t.PG, sql, args); err != nil {
			return fmt.Errorf("write to thread %d: %w", th.ID, err)
		}
	}
	var sides []ThreadMember
	err := models.Find(ctx, t.PG, &sides, `UPDATE thread_members SET message_id = @id, change_id = @id,
		seen_id = CASE WHEN user_id = @user THEN @id ELSE seen_id END, state = CASE WHEN user_id = @user THEN 'open' ELSE state END
		WHERE user_id = ANY(@members) AND thread_id = @thread RETURNING user_id, state, muted`, args)
	if err != nil {
		return fmt.Errorf("write to thread %d: %w", th.ID, err)
	}
	return m.tell(ctx, t, sides)
}

// tell records for whom a message is news. Requests and what is muted are silent.
func (m *Message) tell(ctx context.Context, t *models.Tx, sides []ThreadMember) error {
	kind := activity.ActMessage
	switch {
	case m.Reaction != "":
		kind = activity.ActStoryReaction
	case m.ToStory:
		kind = activity.ActStoryReply
	}
	var quiet []models.ID
	var list []activity.Activity
	slices.SortFunc(sides, func(a, b ThreadMember) int { return cmp.Compare(a.UserID, b.UserID) })
	for _, side := range sides {
		// The writer's other pages hear of it as well.
		if side.UserID == m.UserID || side.Muted || side.Requested() || m.Event != "" {
			quiet = append(quiet, side.UserID)
			continue
		}
		list = append(list, activity.Activity{UserID: side.UserID, Kind: kind, ActorID: m.UserID, ThreadID: m.ThreadID, MessageID: m.ID})
	}
	if err := recount(ctx, t, quiet...); err != nil {
		return err
	}
	return activity.Record(ctx, t, list...)
}

// touch notes that a message of a locked thread changed, for pages that show it.
func (th *thread) touch(ctx context.Context, t *models.Tx, message models.ID) error {
	args := models.Args{"id": th.next(t), "thread": th.ID, "message": message, "members": th.Members}
	for _, sql := range []string{`UPDATE threads SET last_id = @id WHERE id = @thread`,
		`UPDATE messages SET change_id = @id WHERE thread_id = @thread AND id = @message`,
		`UPDATE thread_members SET change_id = @id WHERE user_id = ANY(@members) AND thread_id = @thread`} {
		if err := models.Do(ctx, t.PG, sql, args); err != nil {
			return fmt.Errorf("change thread %d: %w", th.ID, err)
		}
	}
	return recount(ctx, t, th.Members...)
}

// commandError says in which thread something failed that nobody asking could have caused.
func commandError(err error, what string, thread models.ID) error {
	if models.HasCode(err, models.CodeForeignKey) { // one of the accounts is deleted at this moment
		return errNoThread
	}
	if err != nil && models.KindOf(err) == 0 {
		return fmt.Errorf("%s thread %d: %w", what, thread, err)
	}
	return err
}

// Package inbox is about conversations.
package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/story"
	"photogram/models/tally"
)

// MaxMessage is the longest message, in characters.
const MaxMessage = 1000

// Reactions are the quick answers to a story.
var Reactions = []string{"❤️", "😂", "😮", "😍", "😢", "👏", "🔥", "🎉"}

// ThreadMember is a conversation as it stands with one of its two people.
type ThreadMember struct {
	UserID    models.ID `gorm:"primaryKey"`
	ThreadID  models.ID `gorm:"primaryKey;autoIncrement:false"`
	OtherID   models.ID
	OwnerID   models.ID // of the story that it is about
	StoryID   models.ID
	MessageID models.ID // the newest, which is its place in lists
	SeenID    models.ID
	HiddenID  models.ID // up to where its member deleted it
	CreatedAt time.Time
}

// Unread is whether there is something that its member has not seen.
func (m *ThreadMember) Unread() bool { return m.MessageID > m.SeenID }

// Mine is whether the story is the member's own.
func (m *ThreadMember) Mine() bool { return m.OwnerID == m.UserID }

// Message is something that was said in a thread: a text or a reaction.
type Message struct {
	ThreadID  models.ID `gorm:"primaryKey"`
	ID        models.ID `gorm:"primaryKey;autoIncrement:false"`
	UserID    models.ID // who wrote it
	ToStory   bool
	Text      string
	Reaction  string
	CreatedAt time.Time
}

// View is a conversation as one of its two people sees it.
type View struct {
	ThreadMember
	Other access.Author `gorm:"-"`
	Last  Message       `gorm:"embedded;embeddedPrefix:last_"`
	Story *story.View   `gorm:"-"` // nil when the viewer may not see it any more
}

var (
	errNoThread = models.NotFoundf("This conversation does not exist.")
	errNoReply  = &models.Error{Kind: models.Forbidden, Field: "text", Message: "This story takes no replies."}
)

// RepliesLimited says who may reply where not everybody may.
func RepliesLimited(from access.Circle) string {
	switch from {
	case access.FromFollowers:
		return "Only followers can reply to this story."
	case access.FromFollowing:
		return "Only people whom its owner follows can reply to this story."
	}
	return errNoReply.Message
}

// StoryReply is what somebody says to a story: a text, or one of Reactions.
type StoryReply struct{ Text, Reaction string }

func cleanMessage(text string) (string, error) {
	text, err := models.CleanText("text", text, MaxMessage, true)
	if err == nil && text == "" {
		return "", models.Invalidf("text", "Write something first.")
	}
	return text, err
}

func (r *StoryReply) clean() (err error) {
	if r.Reaction == "" {
		r.Text, err = cleanMessage(r.Text)
		return err
	}
	if r.Text != "" {
		return models.Invalidf("reaction", "Send a text or a reaction, not both.")
	}
	if !slices.Contains(Reactions, r.Reaction) {
		return models.Invalidf("reaction", "The reaction is one of %s.", strings.Join(Reactions, " "))
	}
	return nil
}

// ReplyToStory says something to the owner of a live story. What the same
// person says to the same story is one thread.
func ReplyToStory(ctx context.Context, s *models.Store, viewer, storyID models.ID, in StoryReply) (*Message, error) {
	if err := in.clean(); err != nil {
		return nil, err
	}
	m := &Message{UserID: viewer, ToStory: true, Text: in.Text, Reaction: in.Reaction}
	err := s.InTx(ctx, func(t *models.Tx) error {
		owner, err := story.Touch(ctx, t, viewer, storyID) // and keep others from beginning the thread
		if err != nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE story_views v SET replies = v.replies + 1 FROM stories st JOIN users so ON so.id = st.owner_id
			WHERE v.owner_id = $1 AND v.story_id = $2 AND v.viewer_id = $3 AND st.owner_id = v.owner_id AND st.id = v.story_id
			AND `+access.ForViewerAt(access.LiveStory, "$3", "$4")+` AND `+access.ForViewerAt(access.MayReplyStory, "$3", "$4"),
			owner, storyID, viewer, s.Now())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return noReply(ctx, t, owner, storyID)
		}
		err = t.PG.QueryRow(ctx, `SELECT thread_id FROM thread_members WHERE user_id = $1 AND owner_id = $2 AND story_id = $3
			AND other_id = $2`, viewer, owner, storyID).Scan(&m.ThreadID)
		if models.IsNoRows(err) {
			m.ThreadID = s.NewID()
			m.ID = m.ThreadID
			_, err = t.PG.Exec(ctx, `INSERT INTO thread_members (user_id, thread_id, other_id, owner_id, story_id, message_id,
				seen_id, created_at)
				SELECT u, $3::bigint, o, $2, $4, $3, CASE WHEN u = $1 THEN $3 ELSE 0 END, $5
				FROM (VALUES ($1::bigint, $2::bigint), ($2, $1)) x (u, o) ORDER BY u`,
				viewer, owner, m.ThreadID, storyID, s.Now())
			if err != nil {
				return err
			}
			err = addMessage(ctx, t, owner, m)
		} else if err == nil {
			err = say(ctx, t, owner, m)
		}
		if err != nil {
			return err
		}
		if err := tally.Write(ctx, t, tally.Mark{Owner: owner, Post: storyID, Actor: viewer, Metric: tally.Replies, N: 1}); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetMessage, viewer, 1)
	})
	if models.HasCode(err, models.CodeForeignKey) { // one of the accounts is deleted at this moment
		err = story.ErrNoStory
	}
	if err != nil && models.KindOf(err) == 0 {
		err = fmt.Errorf("reply to story %d: %w", storyID, err)
	}
	return m, err
}

func noReply(ctx context.Context, t *models.Tx, owner, storyID models.ID) error {
	var from access.Circle
	err := t.PG.QueryRow(ctx, `SELECT replies_from FROM stories WHERE owner_id = $1 AND id = $2 AND state = 'published'
		AND expires_at > $3`, owner, storyID, t.Store.Now()).Scan(&from)
	if models.IsNoRows(err) {
		return story.ErrNoStory
	}
	if err != nil {
		return err
	}
	return &models.Error{Kind: models.Forbidden, Field: "text", Message: RepliesLimited(from)}
}

// Send says something in a thread of the viewer's, also after its story is over.
func Send(ctx context.Context, s *models.Store, viewer, thread models.ID, text string) (*Message, error) {
	text, err := cleanMessage(text)
	if err != nil {
		return nil, err
	}
	m := &Message{ThreadID: thread, UserID: viewer, Text: text}
	err = s.InTx(ctx, func(t *models.Tx) error {
		var other models.ID
		err := t.PG.QueryRow(ctx, `SELECT m.other_id FROM thread_members m JOIN users u ON u.id = m.other_id
			WHERE m.user_id = $1 AND m.thread_id = $2 AND `+access.ForViewer(access.VisibleThread, "$1"), viewer, thread).Scan(&other)
		if models.IsNoRows(err) {
			return errNoThread
		}
		if err != nil {
			return err
		}
		if err := say(ctx, t, other, m); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetMessage, viewer, 1)
	})
	if err != nil && models.KindOf(err) == 0 {
		err = fmt.Errorf("write to thread %d: %w", thread, err)
	}
	return m, err
}

// say adds a message to a thread that there is. Both rows are locked before
// its id is made, so that whoever has read one message has read those before.
func say(ctx context.Context, t *models.Tx, other models.ID, m *Message) error {
	var newest models.ID
	err := t.PG.QueryRow(ctx, `SELECT coalesce(max(message_id), 0)
		FROM (SELECT message_id FROM thread_members WHERE user_id IN ($1, $2) AND thread_id = $3 ORDER BY user_id FOR NO KEY UPDATE) x`,
		m.UserID, other, m.ThreadID).Scan(&newest)
	if err != nil {
		return err
	}
	if newest == 0 { // deleted with an account meanwhile
		return errNoThread
	}
	m.ID = max(t.Store.NewID(), newest+1)
	if _, err := t.PG.Exec(ctx, `UPDATE thread_members SET message_id = $4, seen_id = CASE WHEN user_id = $1 THEN $4
		ELSE seen_id END WHERE user_id IN ($1, $2) AND thread_id = $3`,
		m.UserID, other, m.ThreadID, m.ID); err != nil {
		return err
	}
	return addMessage(ctx, t, other, m)
}

func addMessage(ctx context.Context, t *models.Tx, other models.ID, m *Message) error {
	m.CreatedAt = t.Store.Now()
	_, err := t.PG.Exec(ctx, `INSERT INTO messages (thread_id, id, user_id, to_story, text, reaction, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		m.ThreadID, m.ID, m.UserID, m.ToStory, m.Text, m.Reaction, m.CreatedAt)
	if err != nil {
		return err
	}
	kind := activity.ActMessage
	switch {
	case m.Reaction != "":
		kind = activity.ActStoryReaction
	case m.ToStory:
		kind = activity.ActStoryReply
	}
	// The writer's other pages hear of it as well.
	return activity.Record(ctx, t,
		activity.Activity{UserID: other, Kind: kind, ActorID: m.UserID, ThreadID: m.ThreadID, MessageID: m.ID},
		activity.Activity{UserID: m.UserID, Kind: activity.ActRecount, ActorID: other})
}

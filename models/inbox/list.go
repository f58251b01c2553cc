package inbox

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/story"
)

const threadColumns = `m.*, x.thread_id AS last_thread_id, x.id AS last_id, x.user_id AS last_user_id, x.to_story AS last_to_story,
	x.text AS last_text, x.reaction AS last_reaction, x.created_at AS last_created_at
	FROM thread_members m JOIN users u ON u.id = m.other_id JOIN messages x ON x.thread_id = m.thread_id AND x.id = m.message_id
	WHERE m.user_id = @viewer AND `

// List lists the viewer's conversations, the one with the newest message first.
func List(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]View, models.ID, error) {
	rows, err := threads(ctx, s, viewer, `m.message_id < @before AND `+access.VisibleThread+` ORDER BY m.message_id DESC LIMIT @limit`,
		map[string]any{"before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read threads of %d: %w", viewer, err)
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].MessageID
	}
	return rows, next, completeThreads(ctx, s, viewer, rows)
}

// Visible finds a conversation of the viewer's that they did not delete, with
// somebody who is not hidden from them.
func Visible(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	rows, err := threads(ctx, s, viewer, `m.thread_id = @thread AND `+access.VisibleThread, map[string]any{"thread": id})
	if err != nil {
		return nil, fmt.Errorf("read thread %d: %w", id, err)
	}
	if len(rows) == 0 {
		return nil, errNoThread
	}
	return &rows[0], completeThreads(ctx, s, viewer, rows)
}

func threads(ctx context.Context, s *models.Store, viewer models.ID, where string, args map[string]any) ([]View, error) {
	args["viewer"] = viewer
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+threadColumns+where, args)
	return rows, err
}

// completeThreads adds the other people, and the stories as far as the viewer
// may see them: owners always, others while a story is shown.
func completeThreads(ctx context.Context, s *models.Store, viewer models.ID, list []View) error {
	if len(list) == 0 {
		return nil
	}
	var people []models.ID
	var keys []models.Key
	for _, th := range list {
		people = append(people, th.OtherID)
		keys = append(keys, models.Key{Owner: th.OwnerID, ID: th.StoryID})
	}
	authors, err := access.Authors(ctx, s, people)
	if err != nil {
		return fmt.Errorf("read authors: %w", err)
	}
	owners, ids := models.Columns(keys)
	rows, err := story.Stories(ctx, s, viewer, `SELECT `+story.StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE (st.owner_id, st.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]))) AND `+access.VisibleStory,
		models.Args{"owners": owners, "ids": ids})
	if err != nil {
		return err
	}
	stories := map[models.ID]*story.View{}
	for i := range rows {
		stories[rows[i].ID] = &rows[i]
	}
	for i := range list {
		list[i].Other, list[i].Story = authors[list[i].OtherID], stories[list[i].StoryID]
	}
	return nil
}

// Messages lists what was said in a thread of the viewer's since they last
// deleted it, newest first.
func Messages(ctx context.Context, s *models.Store, viewer, thread, before models.ID, limit int) ([]Message, models.ID, error) {
	rows, err := messages(ctx, s, viewer, thread, `x.id < @at ORDER BY x.id DESC`, models.OrNewest(before), limit)
	if err != nil {
		return nil, 0, err
	}
	if len(rows) <= limit {
		return rows, 0, nil
	}
	return rows[:limit], rows[limit-1].ID, nil
}

// NewMessages lists what was said after a message, newest first: the last of it
// where it is more than limit.
func NewMessages(ctx context.Context, s *models.Store, viewer, thread, after models.ID, limit int) ([]Message, error) {
	rows, err := messages(ctx, s, viewer, thread, `x.id > @at ORDER BY x.id DESC`, after, limit)
	return rows[:min(len(rows), limit)], err
}

func messages(ctx context.Context, s *models.Store, viewer, thread models.ID, part string, at models.ID, limit int) ([]Message, error) {
	var rows []Message
	err := models.Find(ctx, s.Pool(), &rows, `SELECT x.* FROM thread_members m JOIN users u ON u.id = m.other_id
		JOIN messages x ON x.thread_id = m.thread_id AND x.id > m.hidden_id
		WHERE m.user_id = @viewer AND m.thread_id = @thread AND `+access.VisibleThread+` AND `+part+` LIMIT @limit`,
		models.Args{"viewer": viewer, "thread": thread, "at": at, "limit": limit + 1})
	if err != nil {
		return nil, fmt.Errorf("read messages of thread %d: %w", thread, err)
	}
	return rows, nil
}

// See marks a thread of the viewer's as seen, up to a message or, with 0,
// to its end. What came later stays new.
func See(ctx context.Context, s *models.Store, viewer, thread, upto models.ID) error {
	_, err := changeThread(ctx, s, `UPDATE thread_members m SET seen_id = greatest(m.seen_id, least($3, m.message_id)) FROM users u
		WHERE m.user_id = $1 AND m.thread_id = $2 AND u.id = m.other_id AND `+access.ForViewer(access.VisibleThread, "$1")+`
		RETURNING m.seen_id`, viewer, thread, models.OrNewest(upto))
	return err
}

// Delete takes a thread out of the viewer's sight, with all that was said
// in it until now. A new message brings it back without that. It returns what
// RestoreThread needs.
func Delete(ctx context.Context, s *models.Store, viewer, thread models.ID) (until models.ID, err error) {
	return changeThread(ctx, s, `UPDATE thread_members m SET hidden_id = m.message_id, seen_id = m.message_id
		FROM (SELECT hidden_id FROM thread_members WHERE user_id = $1 AND thread_id = $2 FOR NO KEY UPDATE) was, users u
		WHERE m.user_id = $1 AND m.thread_id = $2 AND u.id = m.other_id AND `+access.ForViewer(access.VisibleThread, "$1")+`
		RETURNING was.hidden_id`, viewer, thread)
}

// Restore is DeleteThread taken back.
func Restore(ctx context.Context, s *models.Store, viewer, thread, until models.ID) error {
	_, err := changeThread(ctx, s, `UPDATE thread_members m SET hidden_id = least(m.hidden_id, $3) FROM users u
		WHERE m.user_id = $1 AND m.thread_id = $2 AND u.id = m.other_id AND `+access.ForViewer(access.NotHidden("u"), "$1")+`
		RETURNING m.hidden_id`, viewer, thread, until)
	return err
}

// changeThread changes the viewer's side of a thread, by a statement whose
// first two parameters they are, and counts what is unread.
func changeThread(ctx context.Context, s *models.Store, sql string, viewer, thread models.ID, more ...models.ID) (out models.ID,
	err error) {
	args := []any{viewer, thread}
	for _, a := range more {
		args = append(args, a)
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		// The lock comes first, as in SeeNotifications.
		if _, err := t.PG.Exec(ctx, `SELECT 1 FROM notification_counts WHERE user_id = $1 FOR NO KEY UPDATE`, viewer); err != nil {
			return err
		}
		err := t.PG.QueryRow(ctx, sql, args...).Scan(&out)
		if models.IsNoRows(err) {
			return errNoThread
		}
		if err != nil {
			return err
		}
		_, err = t.PG.Exec(ctx, activity.RecountSQL, []int64{int64(viewer)}, s.Now())
		return err
	})
	if models.KindOf(err) != 0 {
		return 0, err
	}
	if err != nil {
		return 0, fmt.Errorf("change thread %d: %w", thread, err)
	}
	return out, s.Signal(ctx, []models.ID{viewer})
}

// Conversation is a page of a thread, in the order of reading.
type Conversation struct {
	Thread   View
	Messages []Message
	Older    models.ID // from where to go on, 0 at the beginning
}

// ConversationOf reads a page of a thread.
func ConversationOf(ctx context.Context, s *models.Store, viewer, thread, before models.ID, limit int) (*Conversation, error) {
	th, err := Visible(ctx, s, viewer, thread)
	if err != nil {
		return nil, err
	}
	rows, older, err := Messages(ctx, s, viewer, thread, before, limit)
	slices.Reverse(rows)
	return &Conversation{*th, rows, older}, err
}

// ConversationAfter reads what was said in a thread after a message, the last
// of it where it is more than limit.
func ConversationAfter(ctx context.Context, s *models.Store, viewer, thread, after models.ID, limit int) (*Conversation, error) {
	th, err := Visible(ctx, s, viewer, thread)
	if err != nil {
		return nil, err
	}
	rows, err := NewMessages(ctx, s, viewer, thread, after, limit)
	slices.Reverse(rows)
	return &Conversation{Thread: *th, Messages: rows}, err
}

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

// View is a conversation as one of its people sees it.
type View struct {
	ThreadMember
	Name    string // of a group that has one
	MakerID models.ID
	People  []models.ID     `gorm:"column:members"`
	Other   access.Author   `gorm:"-"`                             // of two people
	Members []access.Author `gorm:"-"`                             // of a group, the viewer among them, as far as the viewer sees them
	Last    Message         `gorm:"embedded;embeddedPrefix:last_"` // the zero Message where nothing is left
	LastBy  access.Author   `gorm:"-"`
	About   access.Author   `gorm:"-"` // whom an event that is last is about
	Story   *story.View     `gorm:"-"` // nil when the viewer may not see it any more
}

// IsMaker is whether a group is the viewer's to remove people from.
func (v *View) IsMaker() bool { return v.MakerID == v.UserID }

// messageOf is the rule for a message, messages AS x, of a thread of the viewer's, thread_members AS m.
var messageOf = `x.thread_id = m.thread_id AND x.id > m.hidden_id AND ` + access.ShownMessage

var fromThreads = `g.name, g.maker_id, g.members, x.thread_id AS last_thread_id, x.id AS last_id, x.user_id AS last_user_id,
	x.to_story AS last_to_story, x.text AS last_text, x.reaction AS last_reaction, x.created_at AS last_created_at,
	x.card_kind AS last_card_kind, x.photos AS last_photos, x.event AS last_event, x.about_id AS last_about_id
	FROM thread_members m JOIN threads g ON g.id = m.thread_id
	LEFT JOIN LATERAL (SELECT x.* FROM messages x JOIN users xu ON xu.id = x.user_id WHERE ` + messageOf + ` AND NOT x.gone
		ORDER BY x.id DESC LIMIT 1) x ON true
	WHERE m.user_id = @viewer AND `

// List lists the viewer's conversations, the one with the newest message first, without requests.
func List(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]View, models.ID, error) {
	return listOf(ctx, s, viewer, Open, before, limit, true)
}

// Short is List without the stories that conversations began with.
func Short(ctx context.Context, s *models.Store, viewer models.ID, limit int) ([]View, models.ID, error) {
	return listOf(ctx, s, viewer, Open, 0, limit, false)
}

// Requests lists the conversations that the viewer did not accept yet.
func Requests(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]View, models.ID, error) {
	return listOf(ctx, s, viewer, Request, before, limit, true)
}

func listOf(ctx context.Context, s *models.Store, viewer models.ID, state string, before models.ID, limit int,
	stories bool) ([]View, models.ID, error) {
	rows, err := threads(ctx, s, viewer, `m.state = @state AND m.message_id < @before AND m.message_id > m.hidden_id AND
		`+access.OpenThread+`
		ORDER BY m.message_id DESC LIMIT @limit`, map[string]any{"state": state, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read threads of %d: %w", viewer, err)
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].MessageID
	}
	return rows, next, completeThreads(ctx, s, viewer, rows, stories)
}

// maxRequests is where counting them stops.
const maxRequests = 100

// CountRequests counts the viewer's requests, up to 100.
func CountRequests(ctx context.Context, s *models.Store, viewer models.ID) (n int, err error) {
	err = models.Take(ctx, s.Pool(), &n, `SELECT count(*) FROM (SELECT 1 FROM thread_members m WHERE m.user_id = @viewer
		AND m.state = 'request' AND m.message_id > m.hidden_id AND `+access.OpenThread+` ORDER BY m.message_id DESC LIMIT @limit) c`,
		models.Args{"viewer": viewer, "limit": maxRequests})
	if err != nil {
		return 0, fmt.Errorf("count requests of %d: %w", viewer, err)
	}
	return n, nil
}

// Visible finds a conversation of the viewer's that they did not delete, with
// somebody who is not hidden from them.
func Visible(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	return one(ctx, s, viewer, id, access.VisibleThread, true)
}

// Begun is Visible also of a conversation that the viewer deleted and begins anew.
func Begun(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	return one(ctx, s, viewer, id, access.OpenThread, true)
}

func one(ctx context.Context, s *models.Store, viewer, id models.ID, rule string, stories bool) (*View, error) {
	rows, err := threads(ctx, s, viewer, `m.thread_id = @thread AND `+rule, map[string]any{"thread": id})
	if err != nil {
		return nil, fmt.Errorf("read thread %d: %w", id, err)
	}
	if len(rows) == 0 {
		return nil, errNoThread
	}
	return &rows[0], completeThreads(ctx, s, viewer, rows, stories)
}

// WithPerson is the viewer's conversation with an account that has messages, or 0.
func WithPerson(ctx context.Context, s *models.Store, viewer, other models.ID) (id models.ID, err error) {
	err = models.Read(ctx, s.Pool(), &id, `SELECT m.thread_id FROM thread_members m WHERE m.user_id = @viewer AND m.other_id = @other
		AND m.main AND m.message_id > 0 AND `+access.VisibleThread, models.Args{"viewer": viewer, "other": other})
	if err != nil {
		return 0, fmt.Errorf("find the thread with %d: %w", other, err)
	}
	return id, nil
}

func threads(ctx context.Context, s *models.Store, viewer models.ID, where string, args map[string]any) ([]View, error) {
	args["viewer"] = viewer
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT m.*, `+fromThreads+where, args)
	return rows, err
}

// completeThreads adds the people, and the stories as far as the viewer
// may see them: owners always, others while a story is shown.
func completeThreads(ctx context.Context, s *models.Store, viewer models.ID, list []View, withStories bool) error {
	if len(list) == 0 {
		return nil
	}
	var people []models.ID
	var keys []models.Key
	for _, th := range list {
		people = append(people, th.People...)
		people = append(people, th.Last.UserID, th.Last.AboutID)
		if withStories && th.StoryID != 0 {
			keys = append(keys, models.Key{Owner: th.OwnerID, ID: th.StoryID})
		}
	}
	authors, err := authorsFor(ctx, s, viewer, people)
	if err != nil {
		return err
	}
	stories, err := storiesOf(ctx, s, viewer, keys)
	if err != nil {
		return err
	}
	for i := range list {
		th := &list[i]
		th.Story, th.LastBy, th.About = stories[th.StoryID], authors[th.Last.UserID], authors[th.Last.AboutID]
		if !th.IsGroup() {
			th.Other = authors[th.OtherID]
			continue
		}
		for _, id := range th.People {
			if u, ok := authors[id]; ok {
				th.Members = append(th.Members, u)
			}
		}
	}
	return nil
}

// authorsFor finds people as far as the viewer sees them.
func authorsFor(ctx context.Context, s *models.Store, viewer models.ID, ids []models.ID) (map[models.ID]access.Author, error) {
	var rows []access.Author
	slices.Sort(ids)
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+access.AuthorColumns+` FROM users u WHERE u.id = ANY(@ids)
		AND (u.id = @viewer OR `+access.NotHidden("u")+`)`, models.Args{"ids": slices.Compact(ids), "viewer": viewer})
	if err != nil {
		return nil, fmt.Errorf("read people of threads: %w", err)
	}
	out := map[models.ID]access.Author{}
	for _, u := range rows {
		out[u.ID] = u
	}
	return out, nil
}

func storiesOf(ctx context.Context, s *models.Store, viewer models.ID, keys []models.Key) (map[models.ID]*story.View, error) {
	out := map[models.ID]*story.View{}
	if len(keys) == 0 {
		return out, nil
	}
	owners, ids := models.Columns(keys)
	rows, err := story.Stories(ctx, s, viewer, `SELECT `+story.StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE (st.owner_id, st.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]))) AND `+access.VisibleStory,
		models.Args{"owners": owners, "ids": ids})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		out[rows[i].ID] = &rows[i]
	}
	return out, nil
}

// See marks a thread of the viewer's as seen, up to a message or, with 0,
// to its end. What came later stays new.
func See(ctx context.Context, s *models.Store, viewer, thread, upto models.ID) error {
	_, err := changeThread(ctx, s, `UPDATE thread_members m SET seen_id = greatest(m.seen_id, least($3, m.message_id))
		WHERE m.user_id = $1 AND m.thread_id = $2 AND `+access.ForViewer(access.VisibleThread, "$1")+`
		RETURNING m.seen_id`, viewer, thread, models.OrNewest(upto))
	return err
}

// Delete takes a thread out of the viewer's sight, with all that was said
// in it until now. A new message brings it back without that. It returns what
// RestoreThread needs.
func Delete(ctx context.Context, s *models.Store, viewer, thread models.ID) (until models.ID, err error) {
	return changeThread(ctx, s, `UPDATE thread_members m SET hidden_id = m.message_id, seen_id = m.message_id
		FROM (SELECT hidden_id FROM thread_members WHERE user_id = $1 AND thread_id = $2 FOR NO KEY UPDATE) was
		WHERE m.user_id = $1 AND m.thread_id = $2 AND `+access.ForViewer(access.VisibleThread, "$1")+`
		RETURNING was.hidden_id`, viewer, thread)
}

// Restore is DeleteThread taken back.
func Restore(ctx context.Context, s *models.Store, viewer, thread, until models.ID) error {
	_, err := changeThread(ctx, s, `UPDATE thread_members m SET hidden_id = least(m.hidden_id, $3)
		WHERE m.user_id = $1 AND m.thread_id = $2 AND m.kind = 'direct' AND `+access.ForViewer(access.OpenThread, "$1")+`
		RETURNING m.hidden_id`, viewer, thread, until)
	return err
}

// Mute keeps a thread of the viewer's silent: no badge, no push. Unmute ends that.
func Mute(ctx context.Context, s *models.Store, viewer, thread models.ID) error {
	return setMuted(ctx, s, viewer, thread, "true")
}

// Unmute is Mute taken back.
func Unmute(ctx context.Context, s *models.Store, viewer, thread models.ID) error {
	return setMuted(ctx, s, viewer, thread, "false")
}

func setMuted(ctx context.Context, s *models.Store, viewer, thread models.ID, muted string) error {
	_, err := changeThread(ctx, s, `UPDATE thread_members m SET muted = `+muted+` WHERE m.user_id = $1 AND m.thread_id = $2 AND `+
		access.ForViewer(access.VisibleThread, "$1")+` RETURNING m.seen_id`, viewer, thread)
	return err
}

// Accept puts a request among the viewer's conversations.
func Accept(ctx context.Context, s *models.Store, viewer, thread models.ID) error {
	_, err := changeThread(ctx, s, `UPDATE thread_members m SET state = 'open' WHERE m.user_id = $1 AND m.thread_id = $2 AND `+
		access.ForViewer(access.VisibleThread, "$1")+` RETURNING m.seen_id`, viewer, thread)
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

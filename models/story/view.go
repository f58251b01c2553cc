package story

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/people"
	"photogram/models/tally"
)

// Viewer is somebody who saw a story, and what they did there.
type Viewer struct {
	people.PersonRow
	LikedAt *time.Time
	Replies int
	Forward int // taps to the next story
	Back    int
	Exits   int
	Links   int // links and products opened
	ViewAt  time.Time
}

// Counts are the numbers of a story, of viewers who are not hidden from its owner.
type Counts struct {
	StoryID                                            models.ID
	Views, Likes, Replies, Forward, Back, Exits, Links int64
}

// Tap is what a viewer did with a story beside seeing it.
type Tap string

// The taps that are counted.
const (
	TapForward Tap = "forward"
	TapBack    Tap = "back"
	TapExit    Tap = "exit"
	TapLink    Tap = "link"
)

// maxTaps bounds what one viewer can add to a story's numbers.
const maxTaps = 1000

var errOwnStory = models.Invalidf("story_id", "story.error.own-story")

// storyView is one view that waits to be written.
type storyView struct {
	story, viewer models.ID
	done          chan viewResult
}

type viewResult struct {
	seen, own bool
	err       error
}

// storyViews writes the views of stories: those that come while one statement
// runs are written together by the next, so nobody waits for a timer and many
// viewers at once cost few statements.
type storyViews struct {
	waiting chan storyView
	stop    chan struct{}
	done    chan struct{}
}

const viewBatch = 256

func newStoryViews(s *models.Store) *storyViews {
	b := &storyViews{waiting: make(chan storyView, viewBatch), stop: make(chan struct{}), done: make(chan struct{})}
	go writeStoryViews(s, b)
	return b
}

// Close ends the writing.
func (b *storyViews) Close() {
	close(b.stop)
	<-b.done
}

// writeStoryViews works until the Store is closed.
func writeStoryViews(s *models.Store, b *storyViews) {
	defer close(b.done)
	for {
		var batch []storyView
		select {
		case <-b.stop:
			return
		case v := <-b.waiting:
			batch = append(batch, v)
		}
	more:
		for len(batch) < viewBatch {
			select {
			case v := <-b.waiting:
				batch = append(batch, v)
			default:
				break more
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		results, err := viewStories(ctx, s, batch)
		cancel()
		for _, v := range batch {
			r := results[[2]models.ID{v.story, v.viewer}]
			r.err = err
			v.done <- r
		}
	}
}

// The order keeps two servers that write the same views from waiting for each other.
var viewStoriesSQL = `WITH ok AS MATERIALIZED (SELECT st.owner_id, st.id AS story_id, q.viewer, q.id
	FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) q (story, viewer, id)
		JOIN stories st ON st.id = q.story JOIN users so ON so.id = st.owner_id WHERE ` +
	access.ForViewerAt(access.LiveStory, "q.viewer", "$4") + `),
	n AS (INSERT INTO story_views (owner_id, story_id, viewer_id, id, created_at) SELECT owner_id, story_id, viewer, id, $4 FROM ok
	WHERE viewer <> owner_id
		ORDER BY owner_id, story_id, viewer ON CONFLICT DO NOTHING)
	SELECT story_id, viewer, viewer = owner_id FROM ok`

func viewStories(ctx context.Context, s *models.Store, batch []storyView) (map[[2]models.ID]viewResult, error) {
	stories, viewers, ids := make([]int64, len(batch)), make([]int64, len(batch)), make([]int64, len(batch))
	for i, v := range batch {
		stories[i], viewers[i], ids[i] = int64(v.story), int64(v.viewer), int64(s.NewID())
	}
	out := map[[2]models.ID]viewResult{}
	rows, err := s.Pool().Query(ctx, viewStoriesSQL, stories, viewers, ids, s.Now())
	if err != nil {
		return nil, fmt.Errorf("count views of stories: %w", err)
	}
	var story, viewer models.ID
	var own bool
	_, err = pgx.ForEachRow(rows, []any{&story, &viewer, &own}, func() error {
		out[[2]models.ID{story, viewer}] = viewResult{seen: true, own: own}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count views of stories: %w", err)
	}
	return out, nil
}

// MarkViewed counts that the viewer saw a live story, once however often they
// do. Its owner is not counted.
func MarkViewed(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	v := storyView{id, viewer, make(chan viewResult, 1)}
	b := models.Part(s, newStoryViews)
	select {
	case b.waiting <- v:
	case <-ctx.Done():
		return ctx.Err()
	case <-b.stop:
		return context.Canceled
	}
	select {
	case r := <-v.done:
		if r.err == nil && !r.seen {
			return ErrNoStory
		}
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	case <-b.done:
		return context.Canceled
	}
}

// Touch makes sure that there is a view of a live story by the viewer, who
// is not its owner, and locks it.
func Touch(ctx context.Context, t *models.Tx, viewer, id models.ID) (owner models.ID, err error) {
	err = t.PG.QueryRow(ctx, `INSERT INTO story_views (owner_id, story_id, viewer_id, id, created_at)
		SELECT st.owner_id, st.id, $1, $3, $4 FROM stories st JOIN users so ON so.id = st.owner_id WHERE st.id = $2
		AND st.owner_id <> $1 AND `+access.ForViewerAt(access.LiveStory, "$1", "$4")+`
		ON CONFLICT (owner_id, story_id, viewer_id) DO UPDATE SET viewer_id = excluded.viewer_id RETURNING owner_id`,
		viewer, id, t.Store.NewID(), t.Store.Now()).Scan(&owner)
	if !models.IsNoRows(err) {
		return owner, err
	}
	var own bool
	err = t.PG.QueryRow(ctx, `SELECT true FROM stories WHERE id = $1 AND owner_id = $2 AND state = 'published'`, id, viewer).Scan(&own)
	if own {
		return 0, errOwnStory
	}
	if err != nil && !models.IsNoRows(err) {
		return 0, err
	}
	return 0, ErrNoStory
}

// Like lets the owner of a live story know that the viewer likes it.
func Like(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		owner, err := Touch(ctx, t, viewer, id)
		if err != nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE story_views SET liked_at = $4 WHERE owner_id = $1 AND story_id = $2 AND viewer_id = $3
			AND liked_at IS NULL`,
			owner, id, viewer, s.Now())
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if err := tally.Write(ctx, t, tally.Mark{Owner: owner, Post: id, Actor: viewer, Metric: tally.Likes, N: 1}); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetLike, viewer, 1)
	})
}

// Unlike is LikeStory taken back. It is no view of a story that was not seen.
func Unlike(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	st, err := Visible(ctx, s, viewer, id)
	if err != nil {
		return err
	}
	if !st.Live(s.Now()) {
		return ErrNoStory
	}
	if st.OwnerID == viewer {
		return errOwnStory
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		var at time.Time
		err := t.PG.QueryRow(ctx, `UPDATE story_views v SET liked_at = NULL FROM story_views o
			WHERE v.owner_id = $1 AND v.story_id = $2 AND v.viewer_id = $3 AND v.liked_at IS NOT NULL
			AND o.owner_id = v.owner_id AND o.story_id = v.story_id AND o.viewer_id = v.viewer_id
			RETURNING o.liked_at`, st.OwnerID, id, viewer).Scan(&at)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return tally.Write(ctx, t, tally.Mark{Owner: st.OwnerID, Post: id, Actor: viewer, Metric: tally.Likes, N: -1, At: at})
	})
}

// CountTap counts what a viewer did with a live story. What owners do is not counted.
func CountTap(ctx context.Context, s *models.Store, viewer, id models.ID, tap Tap) error {
	column, ok := map[Tap]string{TapForward: "forward", TapBack: "back", TapExit: "exits", TapLink: "links"}[tap]
	metric := map[Tap]tally.Metric{TapForward: tally.TapForward, TapBack: tally.TapBack, TapExit: tally.TapExit,
		TapLink: tally.LinkTaps}[tap]
	if !ok {
		return models.Invalidf("tap", "story.error.one-forward-back-exit-link")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		owner, err := Touch(ctx, t, viewer, id)
		if err == errOwnStory {
			return nil
		}
		if err != nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, fmt.Sprintf(`UPDATE story_views SET %s = %s + 1 WHERE owner_id = $1 AND story_id = $2
			AND viewer_id = $3 AND %s < %d`, column, column, column, maxTaps), owner, id, viewer)
		if err != nil {
			return err
		}
		if tag.RowsAffected() > 0 {
			if err := tally.Write(ctx, t, tally.Mark{Owner: owner, Post: id, Actor: viewer, Metric: metric, N: 1}); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetAnswer, viewer, 1)
	})
}

// AnswerOverlay answers an overlay of a live story. A poll and a question take
// another answer in place of the first; a quiz and a slider keep the first.
func AnswerOverlay(ctx context.Context, s *models.Store, viewer, id models.ID, overlay string, value int, text string) error {
	text, err := models.CleanText("text", text, MaxAnswer, true)
	if err != nil {
		return err
	}
	st, err := Visible(ctx, s, viewer, id)
	if err != nil {
		return err
	}
	o := st.Overlay(overlay)
	if o == nil {
		return models.NotFoundf("story.error.story-no-overlay")
	}
	if err := o.checkAnswer(value, text); err != nil {
		return err
	}
	if o.Type == "question" {
		value = 0
	} else {
		text = ""
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		owner, err := Touch(ctx, t, viewer, id)
		if err != nil {
			return err
		}
		conflict := `DO UPDATE SET value = excluded.value, text = excluded.text, id = excluded.id, created_at = excluded.created_at`
		if o.Type == "quiz" || o.Type == "slider" {
			conflict = `DO NOTHING`
		}
		_, err = t.PG.Exec(ctx, `INSERT INTO story_answers (owner_id, story_id, overlay, user_id, id, value, text, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (owner_id, story_id, overlay, user_id) `+conflict, owner, id, overlay, viewer, s.NewID(), value, text, s.Now())
		if err != nil {
			return fmt.Errorf("answer story %d: %w", id, err)
		}
		return t.Use(ctx, models.BudgetAnswer, viewer, 1)
	})
	if models.HasCode(err, models.CodeForeignKey) { // the story is deleted at this moment
		return ErrNoStory
	}
	return err
}

// Response is somebody's answer, for the story's owner.
type Response struct {
	people.PersonRow
	Value int
	Text  string
	At    time.Time
}

// Responses lists the answers to an overlay of a story of the viewer's, newest first.
func Responses(ctx context.Context, s *models.Store, viewer, id models.ID, overlay string, after models.ID, limit int) ([]Response,
	models.ID, error) {
	if _, err := Own(ctx, s, viewer, id); err != nil {
		return nil, 0, err
	}
	var rows []Response
	err := models.Find(ctx, s.Pool(), &rows,
		`SELECT `+access.AuthorColumns+`, e.id AS edge_id, coalesce(f.state, '') AS outgoing, e.value, e.text,
		e.created_at AS at FROM story_answers e JOIN users u ON u.id = e.user_id
		LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE e.owner_id = @viewer AND e.story_id = @story AND e.overlay = @overlay AND e.id < @after AND `+access.NotHidden("u")+`
		ORDER BY e.id DESC LIMIT @limit`, models.Args{"viewer": viewer, "story": id, "overlay": overlay, "after": models.OrNewest(after),
			"limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read answers: %w", err)
	}
	if len(rows) > limit {
		return rows[:limit], rows[limit-1].EdgeID, nil
	}
	return rows, 0, nil
}

// Viewers lists who saw a story of the viewer's, the newest view first,
// without those who are hidden from them. It stays after the story's day.
func Viewers(ctx context.Context, s *models.Store, viewer, id, after models.ID, limit int) ([]Viewer, models.ID, error) {
	return storyViewers(ctx, s, viewer, id, after, limit, `true`)
}

// Likers lists those of StoryViewers who like the story.
func Likers(ctx context.Context, s *models.Store, viewer, id, after models.ID, limit int) ([]Viewer, models.ID, error) {
	return storyViewers(ctx, s, viewer, id, after, limit, `e.liked_at IS NOT NULL`)
}

func storyViewers(ctx context.Context, s *models.Store, viewer, id, after models.ID, limit int, which string) ([]Viewer, models.ID, error) {
	if _, err := Own(ctx, s, viewer, id); err != nil {
		return nil, 0, err
	}
	var rows []Viewer
	err := models.Find(ctx, s.Pool(), &rows,
		`SELECT `+access.AuthorColumns+`, e.id AS edge_id, coalesce(f.state, '') AS outgoing, e.liked_at,
		e.replies, e.forward, e.back, e.exits, e.links, e.created_at AS view_at
		FROM story_views e JOIN users u ON u.id = e.viewer_id LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE e.owner_id = @viewer AND e.story_id = @story AND e.id < @after AND `+which+` AND `+access.NotHidden("u")+`
		ORDER BY e.id DESC LIMIT @limit`, models.Args{"viewer": viewer, "story": id, "after": models.OrNewest(after), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read viewers: %w", err)
	}
	if len(rows) > limit {
		return rows[:limit], rows[limit-1].EdgeID, nil
	}
	return rows, 0, nil
}

// Count counts what happened with stories of the viewer's.
func Count(ctx context.Context, s *models.Store, viewer models.ID, ids ...models.ID) (map[models.ID]Counts, error) {
	out := map[models.ID]Counts{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []Counts
	err := models.Find(ctx, s.Pool(), &rows, `SELECT e.story_id, count(*) AS views, count(e.liked_at) AS likes, sum(e.replies) AS replies,
		sum(e.forward) AS forward, sum(e.back) AS back, sum(e.exits) AS exits, sum(e.links) AS links
		FROM story_views e JOIN users u ON u.id = e.viewer_id WHERE e.owner_id = @viewer AND e.story_id = ANY(@ids)
		AND `+access.NotHidden("u")+` GROUP BY 1`, models.Args{"viewer": viewer, "ids": models.Int64s(ids)})
	if err != nil {
		return nil, fmt.Errorf("count views: %w", err)
	}
	for _, r := range rows {
		out[r.StoryID] = r
	}
	return out, nil
}

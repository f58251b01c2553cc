// Package story is about stories, which are shown for a day, and highlights, in which
// they stay.
package story

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// StoryLife is how long a story is shown.
const Life = 24 * time.Hour

// Limits of stories.
const (
	MaxDrafts      = 100
	MaxLiveStories = 100
	MaxVideo       = 60 * time.Second
)

// Kind is what a story shows.
type Kind string

// The kinds of stories.
const (
	Image  Kind = "image"
	Video  Kind = "video"
	Text   Kind = "text"
	Shared Kind = "post" // somebody's post
)

// Story is a photo, a video, a text or a post that is shown for a day. One of
// a photo or a video holds it, as a post does.
type Story struct {
	OwnerID        models.ID  `gorm:"primaryKey"`
	ID             models.ID  `gorm:"primaryKey;autoIncrement:false"`
	PubID          *models.ID // its place in lists; nil until published
	State          post.State
	Kind           Kind
	SharedOwnerID  models.ID // the post that it shows, for kind post
	SharedPostID   models.ID
	Background     string
	PlacementData  json.RawMessage `gorm:"column:placement;type:jsonb"`
	OverlayData    json.RawMessage `gorm:"column:overlays;type:jsonb"`
	Audience       access.Audience
	RepliesFrom    access.Circle
	PublishAt      *time.Time
	ScheduleZone   string
	PublishProblem string // why it could not be shared
	PublishedAt    *time.Time
	ExpiresAt      *time.Time
	Credit         string // of a photo of the demo
	OverTold       bool   // see RecordOver
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// TableName is the table of stories.
func (Story) TableName() string { return "stories" }

// Live is whether the story is shown at a time.
func (s *Story) Live(now time.Time) bool {
	return s.State == post.Published && s.ExpiresAt.After(now)
}

// Code names the story in links.
func (s *Story) Code() string { return s.ID.Code() }

// View is a story as one viewer sees it.
type View struct {
	Story
	Viewer    models.ID     `gorm:"-"`
	Author    access.Author `gorm:"-"`
	Media     *post.Media   `gorm:"-"` // of a photo or a video
	Shared    *post.View    `gorm:"-"` // nil when the viewer may not see the post
	Placement Placement     `gorm:"-"`
	Overlays  []Overlay     `gorm:"-"`
	Seen      bool          // by the viewer
	Liked     bool
	MayReply  bool
	// Answers are what the viewer may know of the answers, by overlay.
	Answers map[string]*Answers `gorm:"-"`
}

// Answers is what is shown of the answers to an overlay. Counts and Mean
// are there once the viewer answered, and for the owner.
type Answers struct {
	Mine   *Answer
	Total  int64
	Counts []int64 // for each option
	Mean   float64 // of a slider
}

// Answer is one answer to an overlay.
type Answer struct {
	Value int
	Text  string
}

// Ready is whether what the story shows is made.
func (s *View) Ready() bool { return s.Media == nil || s.Media.Ready() }

// Duration is how long the story is shown at a time.
func (s *View) Duration() time.Duration {
	if s.Media != nil && s.Media.IsVideo() && s.Media.DurationMs > 0 {
		return s.Media.Duration()
	}
	return 6 * time.Second
}

// Overlay finds an overlay by its id.
func (s *View) Overlay(id string) *Overlay {
	for i := range s.Overlays {
		if s.Overlays[i].ID == id {
			return &s.Overlays[i]
		}
	}
	return nil
}

var (
	ErrNoStory = models.NotFoundf("story.error.story-does-not-exist-over")
	errShared  = models.Say(models.Error{Kind: models.Conflict}, "story.error.story-shared-already-delete-share")
)

// storyColumns need stories AS st and its owner users AS so.
const StoryColumns = `st.*,
	EXISTS (SELECT 1 FROM story_views sv WHERE sv.owner_id = st.owner_id AND sv.story_id = st.id AND sv.viewer_id = @viewer) AS seen,
	EXISTS (SELECT 1 FROM story_views sv WHERE sv.owner_id = st.owner_id AND sv.story_id = st.id AND sv.viewer_id = @viewer
	AND sv.liked_at IS NOT NULL) AS liked, ` + access.MayReplyStory + ` AS may_reply`

// Stories reads stories with all that is shown of them, in a fixed number of queries.
func Stories(ctx context.Context, s *models.Store, viewer models.ID, sql string, args map[string]any) ([]View, error) {
	args["viewer"], args["now"] = viewer, s.Now()
	var rows []View
	if err := models.Find(ctx, s.Pool(), &rows, sql, args); err != nil {
		return nil, fmt.Errorf("read stories: %w", err)
	}
	return rows, completeStories(ctx, s, viewer, rows)
}

// Visible finds a story that the viewer may see: a live one, one of a highlight,
// or one of their own in any state.
func Visible(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	rows, err := Stories(ctx, s, viewer, `SELECT `+StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE st.id = @id AND `+access.VisibleStory, map[string]any{"id": id})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNoStory
	}
	return &rows[0], nil
}

// OwnerOf is whose story it is.
func OwnerOf(ctx context.Context, s *models.Store, id models.ID) (owner models.ID, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT owner_id FROM stories WHERE id = $1`, id).Scan(&owner)
	if models.IsNoRows(err) {
		return 0, ErrNoStory
	}
	return owner, err
}

// Own finds a story of the viewer's, in any state.
func Own(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	st, err := Visible(ctx, s, viewer, id)
	if err == nil && st.OwnerID != viewer {
		return nil, models.Say(models.Error{Kind: models.Forbidden}, "story.error.story-belongs-somebody-else")
	}
	return st, err
}

// Live lists an account's stories of the last 24 hours that the viewer
// may see, the oldest first, from after a place in that order.
func Live(ctx context.Context, s *models.Store, viewer, owner, after models.ID, limit int) ([]View, models.ID, error) {
	rows, err := Stories(ctx, s, viewer, `SELECT `+StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE st.owner_id = @owner AND st.pub_id > @after AND `+access.LiveStory+` ORDER BY st.pub_id LIMIT @limit`,
		map[string]any{"owner": owner, "after": after, "limit": limit + 1})
	if err != nil {
		return nil, 0, err
	}
	rows, next := cutStories(rows, limit)
	return rows, next, nil
}

func cutStories(rows []View, limit int) ([]View, models.ID) {
	if len(rows) <= limit {
		return rows, 0
	}
	rows = rows[:limit]
	return rows, *rows[limit-1].PubID
}

// Archive lists all that the viewer ever shared as stories, newest first.
func Archive(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]View, models.ID, error) {
	rows, err := Stories(ctx, s, viewer, `SELECT `+StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE st.owner_id = @viewer AND st.state = 'published' AND st.pub_id < @before ORDER BY st.pub_id DESC LIMIT @limit`,
		map[string]any{"before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, err
	}
	rows, next := cutStories(rows, limit)
	return rows, next, nil
}

// Drafts lists the viewer's stories that are not shared yet, newest first.
// There are at most MaxStoryDrafts.
func Drafts(ctx context.Context, s *models.Store, viewer models.ID) ([]View, error) {
	return Stories(ctx, s, viewer, `SELECT `+StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE st.owner_id = @viewer AND st.state <> 'published' ORDER BY st.id DESC LIMIT @limit`, map[string]any{"limit": MaxDrafts})
}

// completeStories adds authors, media with their captions, shared posts and
// answers, in a fixed number of queries.
func completeStories(ctx context.Context, s *models.Store, viewer models.ID, list []View) error {
	if len(list) == 0 {
		return nil
	}
	var people []models.ID
	var mentioned []int64
	var held [][]any
	var shared []models.Key
	for i := range list {
		st := &list[i]
		st.Viewer = viewer
		if err := json.Unmarshal(st.OverlayData, &st.Overlays); err != nil {
			return fmt.Errorf("overlays of story %d: %w", st.ID, err)
		}
		st.Placement = Centred
		if err := json.Unmarshal(st.PlacementData, &st.Placement); err != nil {
			return fmt.Errorf("placement of story %d: %w", st.ID, err)
		}
		people = append(people, st.OwnerID)
		for _, o := range st.Overlays {
			if o.UserID != 0 {
				people, mentioned = append(people, o.UserID), append(mentioned, int64(o.UserID))
			}
		}
		switch st.Kind {
		case Image, Video:
			held = append(held, []any{int64(st.OwnerID), int64(st.ID)})
		case "post":
			shared = append(shared, models.Key{Owner: st.SharedOwnerID, ID: st.SharedPostID})
		}
	}
	authors, err := access.Authors(ctx, s, people)
	if err != nil {
		return fmt.Errorf("read authors: %w", err)
	}
	unseen, err := blockedAmong(ctx, s, viewer, mentioned)
	if err != nil {
		return err
	}
	media := map[models.ID][]post.Media{}
	if len(held) > 0 {
		var rows []post.Media
		if err := s.Gorm(ctx).Where("(owner_id, story_id) IN ?", held).Order("story_id, pos, id").Find(&rows).Error; err != nil {
			return fmt.Errorf("read media of stories: %w", err)
		}
		for _, m := range rows {
			media[*m.StoryID] = append(media[*m.StoryID], m)
		}
		if err := post.CompleteCaptions(ctx, s, rows, media); err != nil {
			return err
		}
	}
	posts := map[models.ID]*post.View{}
	if owners, ids := models.Columns(shared); len(shared) > 0 {
		var rows []post.View
		err := models.Find(ctx, s.Pool(), &rows, `SELECT p.*, `+post.LikedColumn+` FROM posts p JOIN users u ON u.id = p.owner_id
			WHERE (p.owner_id, p.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]))) AND `+access.ListedPost,
			models.Args{"viewer": viewer, "owners": owners, "ids": ids})
		if err == nil {
			err = post.Complete(ctx, s, viewer, rows, post.AlbumItems)
		}
		if err != nil {
			return fmt.Errorf("read posts of stories: %w", err)
		}
		for i := range rows {
			posts[rows[i].ID] = &rows[i]
		}
	}
	for i := range list {
		st := &list[i]
		st.Author, st.Shared = authors[st.OwnerID], posts[st.SharedPostID]
		if items := media[st.ID]; len(items) > 0 {
			st.Media = &items[0]
		}
		for j := range st.Overlays {
			if o := &st.Overlays[j]; o.UserID != 0 {
				if a, ok := authors[o.UserID]; ok && !a.Suspended && !slices.Contains(unseen, o.UserID) {
					o.Username = a.Username
				} else {
					o.UserID = 0
				}
			}
		}
	}
	return completeStoryAnswers(ctx, s, viewer, list)
}

// blockedAmong are those of some accounts between whom and the viewer there is a
// block. On a story they are names as they were written, and lead nowhere.
func blockedAmong(ctx context.Context, s *models.Store, viewer models.ID, ids []int64) (out []models.ID, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.Pool().Query(ctx, `SELECT other_id FROM blocks WHERE user_id = $1 AND other_id = ANY($2)`, viewer, ids)
	if err == nil {
		out, err = pgx.CollectRows(rows, pgx.RowTo[models.ID])
	}
	if err != nil {
		return nil, fmt.Errorf("read blocks of %d: %w", viewer, err)
	}
	return out, nil
}

// completeStoryAnswers adds what the viewer may know of answers, in two queries.
func completeStoryAnswers(ctx context.Context, s *models.Store, viewer models.ID, list []View) error {
	byID := map[models.ID]*View{}
	var keys []models.Key
	for i := range list {
		if slices.ContainsFunc(list[i].Overlays, func(o Overlay) bool { return o.Asks() }) {
			byID[list[i].ID] = &list[i]
			list[i].Answers = map[string]*Answers{}
			keys = append(keys, models.Key{Owner: list[i].OwnerID, ID: list[i].ID})
		}
	}
	if len(keys) == 0 {
		return nil
	}
	owners, ids := models.Columns(keys)
	var mine []struct {
		StoryID models.ID
		Overlay string
		Value   int
		Text    string
	}
	if err := models.Find(ctx, s.Pool(), &mine, `SELECT story_id, overlay, value, text FROM story_answers
		WHERE (owner_id, story_id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])))
		AND user_id = @viewer`, models.Args{"owners": owners, "ids": ids, "viewer": viewer}); err != nil {
		return fmt.Errorf("read answers: %w", err)
	}
	for _, m := range mine {
		byID[m.StoryID].Answers[m.Overlay] = &Answers{Mine: &Answer{m.Value, m.Text}}
	}
	var counts []struct {
		StoryID models.ID
		Overlay string
		Value   int
		N       int64
	}
	if err := models.Find(ctx, s.Pool(), &counts,
		`SELECT story_id, overlay, value, count(*) AS n FROM story_answers e JOIN users u ON u.id = e.user_id
		WHERE (e.owner_id, e.story_id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])))
		AND u.suspended_at IS NULL AND NOT EXISTS (SELECT 1 FROM blocks bl WHERE bl.user_id = e.owner_id AND bl.other_id = e.user_id)
		GROUP BY 1, 2, 3`, models.Args{"owners": owners, "ids": ids}); err != nil {
		return fmt.Errorf("count answers: %w", err)
	}
	for _, c := range counts {
		st := byID[c.StoryID]
		a, o := st.Answers[c.Overlay], st.Overlay(c.Overlay)
		if o == nil || a == nil && st.OwnerID != viewer {
			continue
		}
		if a == nil {
			a = &Answers{}
			st.Answers[c.Overlay] = a
		}
		if a.Counts == nil {
			a.Counts = make([]int64, len(o.Options))
		}
		if c.Value < len(a.Counts) {
			a.Counts[c.Value] = c.N
		}
		a.Mean += float64(c.Value) * float64(c.N)
		a.Total += c.N
	}
	for _, st := range byID {
		for _, a := range st.Answers {
			if a.Total > 0 {
				a.Mean /= float64(a.Total)
			}
		}
	}
	return nil
}

package story

import (
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// Limits of highlights; the title is in characters.
const (
	MaxHighlights       = 100
	MaxHighlightStories = 100
	MaxHighlightTitle   = 30
)

// Highlight is a row of stories that stay on their owner's profile.
type Highlight struct {
	OwnerID   models.ID `gorm:"primaryKey"`
	ID        models.ID `gorm:"primaryKey;autoIncrement:false"`
	Title     string
	CoverID   models.ID // a story of it; 0 for the first
	Place     models.ID // in the order of its owner's highlights, the highest first
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Code names the highlight in links.
func (h *Highlight) Code() string { return h.ID.Code() }

// HighlightView is a highlight as one viewer sees it.
type HighlightView struct {
	Highlight
	Author     access.Author `gorm:"-"`
	Stories    int64         // that the viewer may see
	CoverStory models.ID     // 0 when there is none
	Cover      *View         `gorm:"-"`
}

var errNoHighlight = models.NotFoundf("story.error.highlight-does-not-exist")

// highlightSQL reads highlights AS h. To others than the owner one with nothing
// to see does not exist.
func highlightSQL(from string) string {
	return `SELECT h.*, coalesce(n.stories, 0) AS stories, coalesce(n.id, 0) AS cover_story FROM ` + from + ` h
		JOIN users so ON so.id = h.owner_id
		LEFT JOIN LATERAL (SELECT count(*) OVER () AS stories, st.id FROM highlight_stories hs
		JOIN stories st ON st.owner_id = hs.owner_id AND st.id = hs.story_id
			WHERE hs.owner_id = h.owner_id AND hs.highlight_id = h.id AND st.state = 'published' AND (st.owner_id = @viewer OR ` +
		access.StoryFor + `)
			ORDER BY st.id = h.cover_id DESC, st.pub_id LIMIT 1) n ON true
		WHERE (h.owner_id = @viewer OR n.stories > 0)`
}

// Highlights lists what the viewer may see of an account's highlights, in its order.
func Highlights(ctx context.Context, s *models.Store, viewer, owner, before models.ID, limit int) ([]HighlightView, models.ID, error) {
	var rows []HighlightView
	err := models.Find(ctx, s.Pool(), &rows, highlightSQL(`highlights`)+`
		AND h.owner_id = @owner AND h.place < @before ORDER BY h.place DESC LIMIT @limit`,
		models.Args{"viewer": viewer, "owner": owner, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read highlights of %d: %w", owner, err)
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].Place
	}
	return rows, next, completeHighlights(ctx, s, viewer, rows)
}

// VisibleHighlight finds a highlight of which the viewer may see something.
func VisibleHighlight(ctx context.Context, s *models.Store, viewer, id models.ID) (*HighlightView, error) {
	var h HighlightView
	err := models.Take(ctx, s.Pool(), &h, highlightSQL(`highlights`)+` AND h.id = @id`, models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, errNoHighlight
	}
	if err != nil {
		return nil, fmt.Errorf("read highlight %d: %w", id, err)
	}
	list := []HighlightView{h}
	return &list[0], completeHighlights(ctx, s, viewer, list)
}

// OwnHighlight finds a highlight of the viewer's.
func OwnHighlight(ctx context.Context, s *models.Store, viewer, id models.ID) (*HighlightView, error) {
	h, err := VisibleHighlight(ctx, s, viewer, id)
	if err == nil && h.OwnerID != viewer {
		return nil, models.Say(models.Error{Kind: models.Forbidden}, "story.error.highlight-belongs-somebody-else")
	}
	return h, err
}

func completeHighlights(ctx context.Context, s *models.Store, viewer models.ID, list []HighlightView) error {
	var owners []models.ID
	var covers []int64
	for _, h := range list {
		owners = append(owners, h.OwnerID)
		if h.CoverStory != 0 {
			covers = append(covers, int64(h.CoverStory))
		}
	}
	authors, err := access.Authors(ctx, s, owners)
	if err != nil {
		return fmt.Errorf("read authors: %w", err)
	}
	var stories []View
	if len(covers) > 0 {
		stories, err = Stories(ctx, s, viewer, `SELECT `+StoryColumns+` FROM stories st JOIN users so ON so.id = st.owner_id
			WHERE st.id = ANY(@covers) AND `+access.VisibleStory, map[string]any{"covers": covers})
		if err != nil {
			return err
		}
	}
	for i := range list {
		list[i].Author = authors[list[i].OwnerID]
		if at := slices.IndexFunc(stories, func(st View) bool { return st.ID == list[i].CoverStory }); at >= 0 {
			list[i].Cover = &stories[at]
		}
	}
	return nil
}

// HighlightStories lists what the viewer may see of a highlight, the oldest
// story first, from after a place. The highlight was found for this viewer before.
func HighlightStories(ctx context.Context, s *models.Store, viewer models.ID, h *Highlight, after models.ID, limit int) ([]View,
	models.ID, error) {
	rows, err := Stories(ctx, s, viewer, `SELECT `+StoryColumns+` FROM highlight_stories hs
		JOIN stories st ON st.owner_id = hs.owner_id AND st.id = hs.story_id JOIN users so ON so.id = st.owner_id
		WHERE hs.owner_id = @owner AND hs.highlight_id = @highlight AND st.pub_id > @after AND `+access.VisibleStory+`
		ORDER BY st.pub_id LIMIT @limit`,
		map[string]any{"owner": h.OwnerID, "highlight": h.ID, "after": after, "limit": limit + 1})
	if err != nil {
		return nil, 0, err
	}
	rows, next := cutStories(rows, limit)
	return rows, next, nil
}

func cleanHighlightTitle(s string) (string, error) {
	title, err := models.CleanText("title", s, MaxHighlightTitle, false)
	if err == nil && title == "" {
		return "", models.Invalidf("title", "story.error.give-highlight-name")
	}
	return title, err
}

// CreateHighlight makes a highlight of stories of the viewer's, before their others.
func CreateHighlight(ctx context.Context, s *models.Store, viewer models.ID, title string, stories []models.ID) (id models.ID, err error) {
	var problems models.Problems
	title, err = cleanHighlightTitle(title)
	if err := problems.Add(err); err != nil {
		return 0, err
	}
	if len(stories) == 0 {
		problems = append(problems, models.Invalidf("stories", "story.error.choose-at-least-one-story"))
	}
	if len(problems) > 0 {
		return 0, problems
	}
	id = s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer); err != nil { // for the count
			return err
		}
		return createHighlight(ctx, t, viewer, id, title, stories)
	})
}

// createHighlight needs the account locked.
func createHighlight(ctx context.Context, t *models.Tx, viewer, id models.ID, title string, stories []models.ID) error {
	var n int
	if err := models.Read(ctx, t.PG, &n, `SELECT count(*) FROM highlights WHERE owner_id = @viewer`,
		models.Args{"viewer": viewer}); err != nil {
		return err
	}
	if n >= MaxHighlights {
		return models.Invalidf("title", "story.error.highlights-which-limit-delete-one", "n2", n)
	}
	now := t.Store.Now()
	if err := t.Create(&Highlight{OwnerID: viewer, ID: id, Title: title, Place: id, CreatedAt: now, UpdatedAt: now}).Error; err != nil {
		return fmt.Errorf("create a highlight: %w", err)
	}
	if err := addToHighlight(ctx, t, viewer, id, stories); err != nil {
		return err
	}
	return t.Use(ctx, models.BudgetArrange, viewer, 1)
}

// HighlightEdit changes a highlight. What is nil stays as it is.
type HighlightEdit struct {
	Title       *string
	Cover       *models.ID // a story of it, or 0 for the first
	Add, Remove []models.ID
	Move        *models.Move // to another place among the viewer's highlights
}

// EditHighlight changes a highlight of the viewer's. One without stories is
// kept, and seen by its owner alone.
func EditHighlight(ctx context.Context, s *models.Store, viewer, id models.ID, in HighlightEdit) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer); err != nil {
			return err
		}
		if err := editHighlight(ctx, t, viewer, id, in); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetArrange, viewer, 1)
	})
}

// editHighlight needs the account locked.
func editHighlight(ctx context.Context, t *models.Tx, viewer, id models.ID, in HighlightEdit) error {
	var h Highlight
	err := models.Take(ctx, t.PG, &h, `SELECT * FROM highlights WHERE owner_id = @viewer AND id = @id FOR UPDATE`,
		models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return errNoHighlight
	}
	if err != nil {
		return err
	}
	var problems models.Problems
	set := map[string]any{"updated_at": t.Store.Now()}
	if in.Title != nil {
		set["title"], err = cleanHighlightTitle(*in.Title)
		if err := problems.Add(err); err != nil {
			return err
		}
	}
	if len(in.Remove) > 0 {
		if _, err := t.PG.Exec(ctx, `DELETE FROM highlight_stories WHERE owner_id = $1 AND highlight_id = $2
			AND story_id = ANY($3)`, viewer, id, models.Int64s(in.Remove)); err != nil {
			return err
		}
	}
	if len(in.Add) > 0 {
		if err := problems.Add(addToHighlight(ctx, t, viewer, id, in.Add)); err != nil {
			return err
		}
	}
	if in.Cover != nil {
		set["cover_id"] = *in.Cover
		var there bool
		err := models.Read(ctx, t.PG, &there,
			`SELECT EXISTS (SELECT 1 FROM highlight_stories WHERE owner_id = @viewer AND highlight_id = @id AND story_id = @cover)`,
			models.Args{"viewer": viewer, "id": id, "cover": *in.Cover})
		if err != nil {
			return err
		}
		if *in.Cover != 0 && !there {
			problems = append(problems, models.Invalidf("cover", "story.error.cover-one-highlights-stories"))
		}
	}
	if in.Move != nil {
		if err := problems.Add(moveHighlight(ctx, t, viewer, id, *in.Move)); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return problems
	}
	if err := t.Model(&Highlight{}).Where("owner_id = ? AND id = ?", int64(viewer), int64(id)).Updates(set).Error; err != nil {
		return fmt.Errorf("edit highlight %d: %w", id, err)
	}
	return nil
}

func addToHighlight(ctx context.Context, t *models.Tx, viewer, id models.ID, stories []models.ID) error {
	list := slices.Compact(slices.Sorted(slices.Values(stories)))
	var there int
	err := t.PG.QueryRow(ctx, `SELECT count(*)
		FROM (SELECT 1 FROM stories WHERE owner_id = $1 AND id = ANY($2) AND state = 'published' ORDER BY id FOR KEY SHARE) x`,
		viewer, models.Int64s(list)).Scan(&there)
	if err != nil {
		return err
	}
	if there != len(list) {
		return models.Invalidf("stories", "story.error.these-not-all-stories-shared")
	}
	if _, err := t.PG.Exec(ctx, `INSERT INTO highlight_stories (owner_id, highlight_id, story_id, created_at) SELECT $1, $2, s, $4
		FROM unnest($3::bigint[]) s ON CONFLICT DO NOTHING`,
		viewer, id, models.Int64s(list), t.Store.Now()); err != nil {
		return fmt.Errorf("add to highlight %d: %w", id, err)
	}
	var n int
	if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM highlight_stories WHERE owner_id = $1
		AND highlight_id = $2`, viewer, id).Scan(&n); err != nil {
		return err
	}
	if n > MaxHighlightStories {
		return models.Invalidf("stories", "story.error.highlight-at-most-stories", "maxHighlightStories", MaxHighlightStories)
	}
	return nil
}

// MoveHighlight changes the order of the viewer's highlights.
func MoveHighlight(ctx context.Context, s *models.Store, viewer, id models.ID, m models.Move) error {
	return EditHighlight(ctx, s, viewer, id, HighlightEdit{Move: &m})
}

func moveHighlight(ctx context.Context, t *models.Tx, viewer, id models.ID, m models.Move) error {
	return t.Arrange(ctx, id, m, `SELECT id, place, true FROM highlights WHERE owner_id = $1 ORDER BY place DESC FOR UPDATE`,
		`UPDATE highlights h SET place = n.place FROM unnest($2::bigint[], $3::bigint[]) n (id, place) WHERE h.owner_id = $1
			AND h.id = n.id`, viewer)
}

// DeleteHighlight removes a highlight of the viewer's. Its stories stay in the archive.
func DeleteHighlight(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM highlights WHERE owner_id = $1 AND id = $2`, viewer, id)
	return err
}

// HighlightChoice is a highlight of the viewer's, and whether a story is in it.
type HighlightChoice struct {
	ID    models.ID
	Title string
	Has   bool
}

// HighlightChoices lists all of the viewer's highlights, of which there are at
// most MaxHighlights, for putting a story into them.
func HighlightChoices(ctx context.Context, s *models.Store, viewer, story models.ID) ([]HighlightChoice, error) {
	return highlightChoices(ctx, s.Pool(), viewer, story)
}

func highlightChoices(ctx context.Context, q models.Querier, viewer, story models.ID) ([]HighlightChoice, error) {
	var rows []HighlightChoice
	err := models.Find(ctx, q, &rows, `SELECT h.id, h.title,
		EXISTS (SELECT 1 FROM highlight_stories hs WHERE hs.owner_id = h.owner_id AND hs.highlight_id = h.id
		AND hs.story_id = @story) AS has
		FROM highlights h WHERE h.owner_id = @viewer
		ORDER BY h.place DESC`, models.Args{"viewer": viewer, "story": story})
	if err != nil {
		return nil, fmt.Errorf("read highlights for story %d: %w", story, err)
	}
	return rows, nil
}

// SetHighlights puts a story of the viewer's into the highlights that are wanted
// and takes it out of their others. A title that is not empty makes another one of it.
func SetHighlights(ctx context.Context, s *models.Store, viewer, story models.ID, wanted []models.ID, title string) error {
	var problems models.Problems
	if title != "" {
		clean, err := cleanHighlightTitle(title)
		if err := problems.Add(err); err != nil {
			return err
		}
		title = clean
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		problems := slices.Clone(problems)
		if _, err := t.LockUsers(ctx, viewer); err != nil {
			return err
		}
		choices, err := highlightChoices(ctx, t.PG, viewer, story)
		if err != nil {
			return err
		}
		for _, h := range choices {
			has := slices.Contains(wanted, h.ID)
			edit := HighlightEdit{}
			switch {
			case h.Has == has:
				continue
			case has:
				edit.Add = []models.ID{story}
			default:
				edit.Remove = []models.ID{story}
			}
			if err := problems.Add(editHighlight(ctx, t, viewer, h.ID, edit)); err != nil {
				return err
			}
		}
		if title != "" && len(problems) == 0 {
			if err := problems.Add(createHighlight(ctx, t, viewer, s.NewID(), title, []models.ID{story})); err != nil {
				return err
			}
		}
		if len(problems) > 0 {
			return problems
		}
		return t.Use(ctx, models.BudgetArrange, viewer, 1)
	})
}

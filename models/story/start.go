package story

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/index"
	"photogram/models/post"
	"photogram/text"
)

// Start makes stories of a draft of the viewer's, one of each photo and
// video, in order. The first keeps the draft's id.
func Start(ctx context.Context, s *models.Store, viewer, draft models.ID) (ids []models.ID, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		ids, err = StartIn(ctx, t, viewer, draft)
		return err
	})
	return ids, err
}

func StartIn(ctx context.Context, t *models.Tx, viewer, draft models.ID) ([]models.ID, error) {
	p, err := post.Lock(ctx, t, viewer, draft)
	if models.KindOf(err) == models.NotFound {
		if begun, failed := begun(ctx, t, viewer, draft); begun || failed != nil {
			return []models.ID{draft}, failed
		}
	}
	if err != nil {
		return nil, err
	}
	if p.State != post.Draft {
		return nil, models.Say(models.Error{Kind: models.Conflict}, "story.error.story-made-draft-post-shared")
	}
	var items []post.Media
	if err := t.Where("owner_id = ? AND post_id = ?", int64(viewer), int64(draft)).Order("pos, id").Find(&items).Error; err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, models.Invalidf("media_id", "story.error.add-photo-first")
	}
	var problems models.Problems
	for i := range items {
		problems = append(problems, models.ProblemsOf(Fits(items[i].FileName, items[i].Duration()))...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if err := roomForStories(ctx, t, viewer, len(items)); err != nil {
		return nil, err
	}
	ids := []models.ID{draft}
	for range items[1:] {
		ids = append(ids, t.Store.NewID())
	}
	for i := range items {
		if err := startWith(ctx, t, &items[i], ids[i]); err != nil {
			return nil, err
		}
	}
	return ids, post.UseUp(ctx, t, viewer, draft)
}

// begun is whether a draft of the viewer's that is gone is a story now.
func begun(ctx context.Context, t *models.Tx, viewer, draft models.ID) (bool, error) {
	_, err := Lock(ctx, t, viewer, draft)
	if models.KindOf(err) == models.NotFound {
		return false, nil
	}
	return err == nil, err
}

// startWith makes a story of an item, out of what held it.
func startWith(ctx context.Context, t *models.Tx, m *post.Media, id models.ID) error {
	if _, err := t.PG.Exec(ctx, `DELETE FROM post_people WHERE owner_id = $1 AND media_id = $2`, m.OwnerID, m.ID); err != nil {
		return err
	}
	if err := insert(ctx, t, &Story{OwnerID: m.OwnerID, ID: id, Kind: Kind(m.Kind)}); err != nil {
		return err
	}
	return post.HandOver(ctx, t, m, id)
}

// ShareItemIn shares an item of a container as a story with that id.
func ShareItemIn(ctx context.Context, t *models.Tx, m *post.Media, id models.ID, in ShareInput) error {
	if err := Fits(m.FileName, m.Duration()); err != nil {
		return err
	}
	if err := roomForStories(ctx, t, m.OwnerID, 1); err != nil {
		return err
	}
	if err := startWith(ctx, t, m, id); err != nil {
		return err
	}
	return ShareIn(ctx, t, m.OwnerID, id, in)
}

// Fits says why a video of that length can't be in a story.
func Fits(name string, length time.Duration) error {
	if length > MaxVideo+500*time.Millisecond {
		return models.Invalidf("file", "story.error.video-story-at-most-seconds", "maxVideo", post.Seconds(MaxVideo), "or", cmp.Or(name,
			"this one"), "length", post.Seconds(length))
	}
	return nil
}

func roomForStories(ctx context.Context, t *models.Tx, viewer models.ID, more int) error {
	var n int
	if err := models.Read(ctx, t.PG, &n, `SELECT count(*) FROM stories WHERE owner_id = @viewer AND state <> 'published'`,
		models.Args{"viewer": viewer}); err != nil {
		return err
	}
	if n+more > MaxDrafts {
		return models.Invalidf("file", "story.error.stories-not-shared-limit-share", "n2", n, "maxDrafts", MaxDrafts)
	}
	return nil
}

func insert(ctx context.Context, t *models.Tx, st *Story) error {
	now := t.Store.Now()
	st.State, st.CreatedAt, st.UpdatedAt = post.Draft, now, now
	if st.Background == "" {
		st.Background = "blur"
	}
	st.Audience, st.RepliesFrom = access.Everyone, access.FromEveryone
	st.PlacementData, st.OverlayData = json.RawMessage(`{}`), json.RawMessage(`[]`)
	// As the last one was meant.
	var last Story
	err := models.Read(ctx, t.PG, &last, `SELECT audience, replies_from FROM stories WHERE owner_id = @owner ORDER BY id DESC LIMIT 1`,
		models.Args{"owner": st.OwnerID})
	if err != nil {
		return err
	}
	if last.RepliesFrom != "" {
		st.RepliesFrom = last.RepliesFrom
	}
	if err := t.Create(st).Error; err != nil {
		return fmt.Errorf("create a story: %w", err)
	}
	return nil
}

// StartText makes a story without a picture.
func StartText(ctx context.Context, s *models.Store, viewer models.ID) (id models.ID, err error) {
	id = s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error { return startText(ctx, t, viewer, id) })
}

func startText(ctx context.Context, t *models.Tx, viewer, id models.ID) error {
	if err := roomForStories(ctx, t, viewer, 1); err != nil {
		return err
	}
	return insert(ctx, t, &Story{OwnerID: viewer, ID: id, Kind: "text", Background: "dusk"})
}

// StartOfPost makes a story that shows a post: one of the viewer's own, or
// one that everybody may see. Each viewer of the story must be allowed to see the post.
func StartOfPost(ctx context.Context, s *models.Store, viewer, post models.ID) (id models.ID, err error) {
	id = s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error { return startOfPost(ctx, t, viewer, id, post) })
}

func startOfPost(ctx context.Context, t *models.Tx, viewer, id, post models.ID) error {
	var owner models.ID
	var public bool
	err := t.PG.QueryRow(ctx, `SELECT p.owner_id, `+access.PublicPost+` FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id
		AND p.id = o.post_id JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND `+access.VisibleTo("$2"), post, viewer).Scan(&owner, &public)
	if models.IsNoRows(err) {
		return models.ErrNoPost
	}
	if err != nil {
		return fmt.Errorf("read post %d: %w", post, err)
	}
	if owner != viewer && !public {
		return models.Say(models.Error{Kind: models.Forbidden}, "story.error.only-posts-everybody-can-see")
	}
	if err := roomForStories(ctx, t, viewer, 1); err != nil {
		return err
	}
	return insert(ctx, t, &Story{OwnerID: viewer, ID: id, Kind: "post", SharedOwnerID: owner, SharedPostID: post, Background: "dusk"})
}

// Lock locks a story of the viewer's.
func Lock(ctx context.Context, t *models.Tx, viewer, id models.ID) (*Story, error) {
	var st Story
	err := models.Take(ctx, t.PG, &st, `SELECT * FROM stories WHERE owner_id = @viewer AND id = @id FOR UPDATE`,
		models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, ErrNoStory
	}
	return &st, err
}

// Update changes a story of the viewer's that is not shared yet. Of a shared
// one only the alternative text can be changed.
func Update(ctx context.Context, s *models.Store, viewer, id models.ID, in Edit) error {
	return Change(ctx, s, viewer, id, Changes{ShareInput: ShareInput{Edit: in}})
}

func edit(ctx context.Context, t *models.Tx, st *Story, in Edit) error {
	set := map[string]any{"updated_at": t.Store.Now()}
	var problems models.Problems
	if in.Overlays != nil {
		list, err := cleanOverlays(*in.Overlays, t.Store.Now())
		problems = append(problems, models.ProblemsOf(err)...)
		if err == nil {
			if err := resolveOverlays(ctx, t, st.OwnerID, list); err != nil {
				if models.ProblemsOf(err) == nil {
					return err
				}
				problems = append(problems, models.ProblemsOf(err)...)
			}
			raw, err := json.Marshal(list)
			if err != nil {
				return err
			}
			set["overlays"], st.OverlayData = string(raw), raw
		}
	}
	if in.Products != nil {
		problems = append(problems, models.ProblemsOf(post.SetProducts(ctx, t, st.OwnerID, st.ID, nil, *in.Products))...)
	}
	if in.Placement != nil {
		problems = append(problems, models.ProblemsOf(in.Placement.clean("placement"))...)
		raw, err := json.Marshal(in.Placement)
		if err == nil {
			set["placement"] = string(raw)
		}
	}
	problems = append(problems, choose(set, "background", in.Background, Backgrounds)...)
	problems = append(problems, choose(set, "audience", in.Audience, access.Audiences)...)
	problems = append(problems, choose(set, "replies_from", in.RepliesFrom, access.Circles)...)
	if in.AltText != nil {
		alt, err := models.CleanText("alt_text", *in.AltText, models.MaxAltText, true)
		problems = append(problems, models.ProblemsOf(err)...)
		if err == nil && (st.Kind == Image || st.Kind == Video) {
			if err := models.Do(ctx, t.PG, `UPDATE media SET alt_text = @alt WHERE owner_id = @owner
				AND story_id = @story`, models.Args{"alt": alt, "owner": st.OwnerID, "story": st.ID}); err != nil {
				return err
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	if st.State == post.Published || st.State == post.Publishing {
		if len(set) > 1 {
			return errShared
		}
		return nil
	}
	if err := t.Model(&Story{}).Where("owner_id = ? AND id = ?", int64(st.OwnerID), int64(st.ID)).Updates(set).Error; err != nil {
		return fmt.Errorf("edit story %d: %w", st.ID, err)
	}
	return nil
}

// resolveOverlays finds the accounts and places that overlays name.
func resolveOverlays(ctx context.Context, t *models.Tx, owner models.ID, list []Overlay) error {
	var problems models.Problems
	mentions := 0
	for i := range list {
		o := &list[i]
		var err error
		switch o.Type {
		case "mention":
			if mentions++; mentions > models.MaxMentions {
				problems = append(problems, models.Invalidf("overlays", "story.error.at-most-people-can-mentioned", "maxMentions",
					models.MaxMentions))
			}
			err = t.PG.QueryRow(ctx, `SELECT u.id FROM usernames n JOIN users u ON u.id = n.user_id WHERE n.name = $1
				AND n.held_until IS NULL AND `+access.ForViewer(access.NotHidden("u"), "$2"), o.Username, owner).Scan(&o.UserID)
			if models.IsNoRows(err) {
				problems = append(problems, models.Invalidf(fmt.Sprintf("overlays[%d].username", i), "story.error.no-account",
					"username", o.Username))
				err = nil
			}
		case "location":
			err = t.PG.QueryRow(ctx, `SELECT pl.id FROM places pl WHERE pl.key = $1
				AND pl.media_count > 0`, index.PlaceKey(o.Text)).Scan(&o.PlaceID)
			if models.IsNoRows(err) {
				err = nil
			}
		}
		if err != nil {
			return fmt.Errorf("find what an overlay names: %w", err)
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// choose sets a column to one of some values, where one is named.
func choose[T ~string](set map[string]any, name string, value *T, of []T) models.Problems {
	if value == nil {
		return nil
	}
	set[name] = *value
	if slices.Contains(of, *value) {
		return nil
	}
	names := make([]string, len(of))
	for i, one := range of {
		names[i] = string(one)
	}
	return models.Problems{models.Invalidf(name, "story.error.one-wrong", "names", text.English.List(names))}
}

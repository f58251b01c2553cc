package models

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// StartStories makes stories of a draft of the viewer's, one of each photo and
// video, in order. The first keeps the draft's id.
func (s *Store) StartStories(ctx context.Context, viewer, draft ID) (ids []ID, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		ids, err = t.startStories(ctx, viewer, draft)
		return err
	})
	return ids, err
}

func (t *tx) startStories(ctx context.Context, viewer, draft ID) ([]ID, error) {
	p, err := t.ownForUpdate(ctx, viewer, draft)
	if err != nil {
		return nil, err
	}
	if p.State == InStory {
		return []ID{draft}, nil
	}
	if p.State != Draft {
		return nil, &Error{Kind: Conflict, Message: "A story is made of a draft, or of a post that is shared."}
	}
	var items []Media
	if err := t.Where("owner_id = ? AND post_id = ?", int64(viewer), int64(draft)).Order("pos, id").Find(&items).Error; err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, Invalidf("media_id", "Add a photo first.")
	}
	var problems Problems
	for i := range items {
		problems = append(problems, ProblemsOf(FitsStory(items[i].FileName, items[i].Duration()))...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if err := t.roomForStories(viewer, len(items)); err != nil {
		return nil, err
	}
	if _, err := t.pgx.Exec(ctx, `DELETE FROM post_people WHERE owner_id = $1 AND post_id = $2`, viewer, draft); err != nil {
		return nil, err
	}
	ids := []ID{draft}
	for i := range items {
		id := draft
		if i > 0 {
			id = t.store.NewID()
			ids = append(ids, id)
			if err := t.insertDraft(viewer, id); err != nil {
				return nil, err
			}
			if _, err := t.pgx.Exec(ctx, `UPDATE media SET post_id = $3, pos = 0 WHERE owner_id = $1 AND id = $2`, viewer, items[i].ID, id); err != nil {
				return nil, fmt.Errorf("move media %d: %w", items[i].ID, err)
			}
		}
		if _, err := t.pgx.Exec(ctx, `UPDATE posts SET state = 'story' WHERE owner_id = $1 AND id = $2`, viewer, id); err != nil {
			return nil, fmt.Errorf("make a story of %d: %w", id, err)
		}
		if err := t.insertStory(&Story{OwnerID: viewer, ID: id, Kind: items[i].Kind}); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		if err := t.summarize(ctx, viewer, id); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// FitsStory says why a video of that length can't be in a story.
func FitsStory(name string, length time.Duration) error {
	if length > MaxStoryVideo+500*time.Millisecond {
		return Invalidf("file", "A video in a story has at most %s seconds; %s has %s.", Seconds(MaxStoryVideo), cmp.Or(name, "this one"), Seconds(length))
	}
	return nil
}

func (t *tx) roomForStories(viewer ID, more int) error {
	var n int
	if err := t.Raw(`SELECT count(*) FROM stories WHERE owner_id = ? AND state <> 'published'`, viewer).Scan(&n).Error; err != nil {
		return err
	}
	if n+more > MaxStoryDrafts {
		return Invalidf("file", "You have %d stories that are not shared, and %d is the limit. Share or delete some first.", n, MaxStoryDrafts)
	}
	return nil
}

func (t *tx) insertStory(st *Story) error {
	now := t.store.Now()
	st.State, st.CreatedAt, st.UpdatedAt = Draft, now, now
	if st.Background == "" {
		st.Background = "blur"
	}
	st.Audience, st.RepliesFrom = "everyone", "everyone"
	st.PlacementData, st.OverlayData = json.RawMessage(`{}`), json.RawMessage(`[]`)
	// As the last one was meant.
	var last Story
	err := t.Raw(`SELECT audience, replies_from FROM stories WHERE owner_id = ? ORDER BY id DESC LIMIT 1`, st.OwnerID).Scan(&last).Error
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

// StartTextStory makes a story without a picture.
func (s *Store) StartTextStory(ctx context.Context, viewer ID) (id ID, err error) {
	id = s.NewID()
	return id, s.inTx(ctx, func(t *tx) error { return t.startTextStory(viewer, id) })
}

func (t *tx) startTextStory(viewer, id ID) error {
	if err := t.roomForStories(viewer, 1); err != nil {
		return err
	}
	return t.insertStory(&Story{OwnerID: viewer, ID: id, Kind: "text", Background: "dusk"})
}

// StartPostStory makes a story that shows a post: one of the viewer's own, or
// one that everybody may see. Each viewer of the story must be allowed to see the post.
func (s *Store) StartPostStory(ctx context.Context, viewer, post ID) (id ID, err error) {
	id = s.NewID()
	return id, s.inTx(ctx, func(t *tx) error { return t.startPostStory(ctx, viewer, id, post) })
}

func (t *tx) startPostStory(ctx context.Context, viewer, id, post ID) error {
	var owner ID
	var public bool
	err := t.pgx.QueryRow(ctx, `SELECT p.owner_id, `+publicPost+` FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND `+visibleTo("$2"), post, viewer).Scan(&owner, &public)
	if isNoRows(err) {
		return errNoPost
	}
	if err != nil {
		return fmt.Errorf("read post %d: %w", post, err)
	}
	if owner != viewer && !public {
		return &Error{Kind: Forbidden, Message: "Only posts that everybody can see can be put into a story."}
	}
	if err := t.roomForStories(viewer, 1); err != nil {
		return err
	}
	return t.insertStory(&Story{OwnerID: viewer, ID: id, Kind: "post", SharedOwnerID: owner, SharedPostID: post, Background: "dusk"})
}

// ownStoryForUpdate locks a story of the viewer's, after the post that holds its media.
func (t *tx) ownStoryForUpdate(ctx context.Context, viewer, id ID) (*Story, error) {
	if _, err := t.pgx.Exec(ctx, `SELECT 1 FROM posts WHERE owner_id = $1 AND id = $2 FOR UPDATE`, viewer, id); err != nil {
		return nil, err
	}
	var st Story
	err := t.WithContext(ctx).Raw(`SELECT * FROM stories WHERE owner_id = ? AND id = ? FOR UPDATE`, viewer, id).Take(&st).Error
	if isNoRows(err) {
		return nil, errNoStory
	}
	return &st, err
}

// EditStory changes a story of the viewer's that is not shared yet. Of a shared
// one only the alternative text can be changed.
func (s *Store) EditStory(ctx context.Context, viewer, id ID, in StoryEdit) error {
	return s.ChangeStory(ctx, viewer, id, StoryChange{ShareInput: ShareInput{StoryEdit: in}})
}

func (t *tx) editStory(ctx context.Context, st *Story, in StoryEdit) error {
	set := map[string]any{"updated_at": t.store.Now()}
	var problems Problems
	if in.Overlays != nil {
		list, err := cleanOverlays(*in.Overlays, t.store.Now())
		problems = append(problems, ProblemsOf(err)...)
		if err == nil {
			if err := t.resolveOverlays(ctx, st.OwnerID, list); err != nil {
				if ProblemsOf(err) == nil {
					return err
				}
				problems = append(problems, ProblemsOf(err)...)
			}
			raw, err := json.Marshal(list)
			if err != nil {
				return err
			}
			set["overlays"], st.OverlayData = string(raw), raw
		}
	}
	if in.Placement != nil {
		problems = append(problems, ProblemsOf(in.Placement.clean("placement"))...)
		raw, err := json.Marshal(in.Placement)
		if err == nil {
			set["placement"] = string(raw)
		}
	}
	choice := func(name string, value *string, of []string) {
		if value == nil {
			return
		}
		if !slices.Contains(of, *value) {
			problems = append(problems, Invalidf(name, "This is one of %s.", joined(of)))
		}
		set[name] = *value
	}
	choice("background", in.Background, StoryBackgrounds)
	choice("audience", in.Audience, Audiences)
	choice("replies_from", in.RepliesFrom, RepliesFrom)
	if in.AltText != nil {
		alt, err := CleanText("alt_text", *in.AltText, MaxAltText, true)
		problems = append(problems, ProblemsOf(err)...)
		if err == nil && (st.Kind == "image" || st.Kind == "video") {
			if err := t.Exec(`UPDATE media SET alt_text = ? WHERE owner_id = ? AND post_id = ?`, alt, st.OwnerID, st.ID).Error; err != nil {
				return err
			}
			if err := t.summarize(ctx, st.OwnerID, st.ID); err != nil {
				return err
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	if st.State == Published || st.State == Publishing {
		if len(set) > 1 {
			return &Error{Kind: Conflict, Message: "This story is shared already. Delete it to share another."}
		}
		return nil
	}
	if err := t.Model(&Story{}).Where("owner_id = ? AND id = ?", int64(st.OwnerID), int64(st.ID)).Updates(set).Error; err != nil {
		return fmt.Errorf("edit story %d: %w", st.ID, err)
	}
	return nil
}

// resolveOverlays finds the accounts and places that overlays name.
func (t *tx) resolveOverlays(ctx context.Context, owner ID, list []Overlay) error {
	var problems Problems
	mentions := 0
	for i := range list {
		o := &list[i]
		var err error
		switch o.Type {
		case "mention":
			if mentions++; mentions > MaxMentions {
				problems = append(problems, Invalidf("overlays", "At most %d people can be mentioned.", MaxMentions))
			}
			err = t.pgx.QueryRow(ctx, `SELECT u.id FROM usernames n JOIN users u ON u.id = n.user_id WHERE n.name = $1 AND n.held_until IS NULL AND `+forViewer(notHidden("u"), "$2"), o.Username, owner).Scan(&o.UserID)
			if isNoRows(err) {
				problems = append(problems, Invalidf(fmt.Sprintf("overlays[%d].username", i), "There is no account %s.", o.Username))
				err = nil
			}
		case "location":
			err = t.pgx.QueryRow(ctx, `SELECT pl.id FROM places pl WHERE pl.key = $1 AND pl.media_count > 0`, placeKey(o.Text)).Scan(&o.PlaceID)
			if isNoRows(err) {
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

package models

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// StoryEdit changes a story before it is shared. What is nil stays as it is.
type StoryEdit struct {
	Overlays    *[]Overlay
	Placement   *Placement
	Background  *string
	Audience    *string // everyone, followers or close_friends
	RepliesFrom *string // everyone, followers, following or nobody
	AltText     *string // of the photo or video
}

// ShareInput is what sharing a story may still change.
type ShareInput struct {
	StoryEdit
	PublishAt time.Time // zero means now
	Zone      string    // the time zone that it was chosen in
}

// RepliesFrom is who may reply to a story.
var RepliesFrom = []string{"everyone", "followers", "following", "nobody"}

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
		problems = append(problems, ProblemsOf(fitsStory(&items[i]))...)
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

// fitsStory says why an item can't be a story.
func fitsStory(m *Media) error {
	if m.IsVideo() && m.Duration() > MaxStoryVideo+500*time.Millisecond {
		return Invalidf("file", "A video in a story has at most %s seconds; %s has %s.", Seconds(MaxStoryVideo), cmpOr(m.FileName, "this one"), Seconds(m.Duration()))
	}
	return nil
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
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
	return s.inTx(ctx, func(t *tx) error {
		st, err := t.ownStoryForUpdate(ctx, viewer, id)
		if err != nil {
			return err
		}
		return t.editStory(ctx, st, in)
	})
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

func joined(list []string) string {
	out := ""
	for i, v := range list {
		switch {
		case i == 0:
		case i == len(list)-1:
			out += " and "
		default:
			out += ", "
		}
		out += v
	}
	return out
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
			err = t.pgx.QueryRow(ctx, `SELECT u.id FROM usernames n JOIN users u ON u.id = n.user_id WHERE n.name = $1 AND `+forViewer(notHidden("u"), "$2"), o.Username, owner).Scan(&o.UserID)
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

// ShareStory shares a story of the viewer's: at once when its media are ready,
// as soon as they are, or at a time. Sharing one that is shared changes nothing.
func (s *Store) ShareStory(ctx context.Context, viewer, id ID, in ShareInput) error {
	if err := in.checkTime(s.Now()); err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error { return t.shareStory(ctx, viewer, id, in) })
}

func (in *ShareInput) checkTime(now time.Time) error {
	switch {
	case in.PublishAt.After(now.Add(MaxScheduleAhead)):
		return Invalidf("publish_at", "A story can be scheduled at most 365 days ahead.")
	case !in.PublishAt.IsZero() && in.PublishAt.Before(now.Add(-time.Minute)):
		return Invalidf("publish_at", "This time has passed.")
	}
	return nil
}

func (t *tx) shareStory(ctx context.Context, viewer, id ID, in ShareInput) error {
	st, err := t.ownStoryForUpdate(ctx, viewer, id)
	if err != nil || st.State == Published || st.State == Publishing {
		return err
	}
	if err := t.editStory(ctx, st, in.StoryEdit); err != nil {
		return err
	}
	if st.Kind == "text" && string(st.OverlayData) == "[]" {
		return Invalidf("overlays", "Write something first.")
	}
	var item Media
	switch err := t.Where("owner_id = ? AND post_id = ?", int64(viewer), int64(id)).Take(&item).Error; {
	case isNoRows(err) && (st.Kind == "image" || st.Kind == "video"):
		return Invalidf("media_id", "Add a photo first.")
	case isNoRows(err):
	case err != nil:
		return err
	case item.State == "failed":
		return Invalidf("file", "This file can't be used: %s", item.Failure)
	default:
		if err := fitsStory(&item); err != nil {
			return err
		}
	}
	if in.PublishAt.After(t.store.Now()) {
		return t.scheduleStory(st, in.PublishAt, in.Zone)
	}
	if err := t.publishStory(ctx, st); err != nil || st.PublishProblem == "" {
		return err
	}
	return Invalidf("media_id", "%s", st.PublishProblem)
}

// ShareAsStory makes a story of media in one step, for programs: of a draft of
// the viewer's with one photo or video, or of a shared post.
func (s *Store) ShareAsStory(ctx context.Context, viewer, media ID, in ShareInput) (id ID, err error) {
	if err := in.checkTime(s.Now()); err != nil {
		return 0, err
	}
	err = s.inTx(ctx, func(t *tx) error {
		id = media
		p, err := t.ownForUpdate(ctx, viewer, media)
		switch {
		case KindOf(err) == NotFound || err == nil && p.State == Published:
			id = s.NewID()
			if err := t.startPostStory(ctx, viewer, id, media); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			ids, err := t.startStories(ctx, viewer, media)
			if err != nil {
				return err
			}
			if len(ids) > 1 {
				return Invalidf("media_id", "A story is one photo or video; this draft has %d.", len(ids))
			}
		}
		return t.shareStory(ctx, viewer, id, in)
	})
	return id, err
}

// ShareTextStory makes a story without a picture and shares it in one step.
func (s *Store) ShareTextStory(ctx context.Context, viewer ID, in ShareInput) (id ID, err error) {
	if err := in.checkTime(s.Now()); err != nil {
		return 0, err
	}
	id = s.NewID()
	return id, s.inTx(ctx, func(t *tx) error {
		if err := t.startTextStory(viewer, id); err != nil {
			return err
		}
		return t.shareStory(ctx, viewer, id, in)
	})
}

func (t *tx) scheduleStory(st *Story, at time.Time, zone string) error {
	zone, err := CleanZone(zone)
	if err != nil {
		return err
	}
	err = t.Exec(`UPDATE stories SET state = 'scheduled', publish_at = ?, schedule_zone = ?, publish_problem = '', updated_at = ? WHERE owner_id = ? AND id = ?`,
		at.UTC().Truncate(time.Microsecond), zone, t.store.Now(), st.OwnerID, st.ID).Error
	if err != nil {
		return fmt.Errorf("plan story %d: %w", st.ID, err)
	}
	if zone == "" {
		return nil
	}
	return t.Exec(`UPDATE users SET time_zone = ? WHERE id = ? AND time_zone <> ?`, zone, st.OwnerID, zone).Error
}

// UnscheduleStory makes a planned story a draft again.
func (s *Store) UnscheduleStory(ctx context.Context, viewer, id ID) error {
	_, err := s.pool.Exec(ctx, `UPDATE stories SET state = 'draft', publish_at = NULL, publish_problem = '', updated_at = $3 WHERE owner_id = $1 AND id = $2 AND state = 'scheduled'`, viewer, id, s.Now())
	return err
}

// publishStory shares a locked story as soon as what it shows is ready.
func (t *tx) publishStory(ctx context.Context, st *Story) error {
	if _, err := t.pgx.Exec(ctx, `UPDATE stories SET state = 'publishing', publish_at = NULL, publish_problem = '', updated_at = $3 WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, t.store.Now()); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	st.State, st.PublishProblem = Publishing, ""
	if _, err := t.pgx.Exec(ctx, `UPDATE posts SET publish_problem = '' WHERE owner_id = $1 AND id = $2 AND publish_problem <> ''`, st.OwnerID, st.ID); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	return t.storyWhenReady(ctx, st)
}

// storyWhenReady shares a locked story in state publishing if what it shows is ready.
func (t *tx) storyWhenReady(ctx context.Context, st *Story) error {
	if st.State != Publishing {
		return nil
	}
	var waiting, live int
	err := t.pgx.QueryRow(ctx, `SELECT (SELECT count(*) FROM media WHERE owner_id = $1 AND post_id = $2 AND (state <> 'ready' OR render_key <> wanted_key OR video_key <> wanted_video_key)),
		(SELECT count(*) FROM stories WHERE owner_id = $1 AND state = 'published' AND expires_at > $3)`, st.OwnerID, st.ID, t.store.Now()).Scan(&waiting, &live)
	if err != nil || waiting > 0 {
		return err
	}
	if live >= MaxLiveStories {
		return t.storyFailed(ctx, st, fmt.Sprintf("You shared %d stories in the last 24 hours, which is the limit.", live))
	}
	now := t.store.Now()
	if _, err := t.pgx.Exec(ctx, `UPDATE stories SET state = 'published', pub_id = $3, published_at = $4, expires_at = $5, publish_at = NULL, updated_at = $4
		WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, t.store.NewID(), now, now.Add(StoryLife)); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	st.State = Published
	return t.tellStory(ctx, st)
}

// tellStory tells those whom a story mentions, if they may see it.
func (t *tx) tellStory(ctx context.Context, st *Story) error {
	var list []Overlay
	if err := json.Unmarshal(st.OverlayData, &list); err != nil {
		return err
	}
	var people []int64
	for _, o := range list {
		if o.UserID != 0 && o.UserID != st.OwnerID && !slices.Contains(people, int64(o.UserID)) {
			people = append(people, int64(o.UserID))
		}
	}
	if len(people) == 0 {
		return nil
	}
	rows, err := t.pgx.Query(ctx, `SELECT m.id FROM users m, stories st JOIN users so ON so.id = st.owner_id
		WHERE m.id = ANY($1) AND m.suspended_at IS NULL AND st.owner_id = $2 AND st.id = $3 AND `+forViewerAt(liveStory, "m.id", "$4"), people, st.OwnerID, st.ID, t.store.Now())
	if err != nil {
		return fmt.Errorf("tell of story %d: %w", st.ID, err)
	}
	seeing, err := pgx.CollectRows(rows, pgx.RowTo[ID])
	if err != nil {
		return fmt.Errorf("tell of story %d: %w", st.ID, err)
	}
	for _, id := range seeing {
		if err := t.act(ctx, Activity{UserID: id, Kind: ActStoryMention, ActorID: st.OwnerID, OwnerID: st.OwnerID, PostID: st.ID}); err != nil {
			return err
		}
	}
	return nil
}

// storyMade brings the story of a locked post up to its media, of which something was made.
func (t *tx) storyMade(ctx context.Context, p *Post) error {
	st, err := t.ownStoryForUpdate(ctx, p.OwnerID, p.ID)
	if err != nil {
		return err
	}
	if st.PublishProblem != "" {
		if _, err := t.pgx.Exec(ctx, `UPDATE stories SET publish_problem = '' WHERE owner_id = $1 AND id = $2
			AND NOT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND post_id = $2 AND state = 'failed')`, st.OwnerID, st.ID); err != nil {
			return fmt.Errorf("note that story %d is mended: %w", st.ID, err)
		}
	}
	return t.storyWhenReady(ctx, st)
}

// ShareDueStory shares one planned story whose time has come, as PublishDue does a post.
func (s *Store) ShareDueStory(ctx context.Context, except []ID) (story ID, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		story = 0
		var owner, id ID
		err := t.pgx.QueryRow(ctx, `SELECT owner_id, id FROM stories WHERE state = 'scheduled' AND publish_at <= $1 AND id <> ALL($2) ORDER BY publish_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
			s.Now(), int64s(except)).Scan(&owner, &id)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		var st Story
		if err := t.Where("owner_id = ? AND id = ?", int64(owner), int64(id)).Take(&st).Error; err != nil {
			return err
		}
		story = st.ID
		// What failed is tried once more, as with posts.
		var failed []Media
		if err := t.Where("owner_id = ? AND post_id = ? AND state = 'failed'", int64(st.OwnerID), int64(st.ID)).Find(&failed).Error; err != nil {
			return err
		}
		for i := range failed {
			if err := t.retry(ctx, &failed[i]); err != nil {
				return err
			}
		}
		return t.publishStory(ctx, &st)
	})
	return story, err
}

// storyFailed notes why a locked story can't be shared and tells its owner. One
// that waits to be shared becomes a draft; a planned one keeps its time.
func (t *tx) storyFailed(ctx context.Context, st *Story, reason string) error {
	if st.State != Publishing && st.State != Scheduled {
		return nil
	}
	_, err := t.pgx.Exec(ctx, `UPDATE stories SET state = CASE state WHEN 'publishing' THEN 'draft' ELSE state END, publish_problem = $3, updated_at = $4 WHERE owner_id = $1 AND id = $2`,
		st.OwnerID, st.ID, reason, t.store.Now())
	if err != nil {
		return fmt.Errorf("note that story %d failed: %w", st.ID, err)
	}
	st.PublishProblem = reason
	// The post that holds its media says so for the notification.
	if _, err := t.pgx.Exec(ctx, `UPDATE posts SET publish_problem = $3 WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, reason); err != nil {
		return err
	}
	return t.act(ctx, Activity{UserID: st.OwnerID, Kind: ActPublishFailed, ActorID: st.OwnerID, OwnerID: st.OwnerID, PostID: st.ID})
}

// openStory is an error when a locked post holds the media of a story that is shared.
func (t *tx) openStory(ctx context.Context, p *Post) error {
	if p.State != InStory {
		return nil
	}
	st, err := t.ownStoryForUpdate(ctx, p.OwnerID, p.ID)
	if err != nil || st.State == Draft || st.State == Scheduled {
		return err
	}
	return &Error{Kind: Conflict, Message: "This story is shared already. Delete it to share another."}
}

// DeleteStory removes a story of the viewer's with all that belongs to it. Its
// files follow a little later.
func (s *Store) DeleteStory(ctx context.Context, viewer, id ID) error {
	st, err := s.OwnStory(ctx, viewer, id)
	if err != nil {
		return err
	}
	if st.Kind == "image" || st.Kind == "video" {
		return s.DeletePost(ctx, viewer, id)
	}
	return s.inTx(ctx, func(t *tx) error {
		if err := t.forgetPost(ctx, viewer, id); err != nil {
			return err
		}
		return t.forgetStory(ctx, viewer, id)
	})
}

// forgetStory removes a story and what others did with it.
func (t *tx) forgetStory(ctx context.Context, owner, id ID) error {
	for _, sql := range []string{
		`DELETE FROM story_views WHERE owner_id = $1 AND story_id = $2`,
		`DELETE FROM stories WHERE owner_id = $1 AND id = $2`, // with its answers and its place in highlights
	} {
		if _, err := t.pgx.Exec(ctx, sql, owner, id); err != nil {
			return fmt.Errorf("delete story %d: %w", id, err)
		}
	}
	return nil
}

// PlanStory plans a story of the viewer's, a draft or a planned one, for another time.
func (s *Store) PlanStory(ctx context.Context, viewer, id ID, at time.Time, zone string) error {
	if !at.After(s.Now()) {
		return Invalidf("publish_at", "This time has passed.")
	}
	st, err := s.OwnStory(ctx, viewer, id)
	if err != nil {
		return err
	}
	if st.State != Draft && st.State != Scheduled {
		return &Error{Kind: Conflict, Message: "Only stories that are not shared yet can be planned."}
	}
	return s.ShareStory(ctx, viewer, id, ShareInput{PublishAt: at, Zone: zone})
}

package models

import (
	"context"
	"slices"
	"time"
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
	// Wrong is what was wrong already when the input was read.
	Wrong Problems
}

// StoryChange is all that one command changes of a story that is not shared yet,
// carried out whole or not at all.
type StoryChange struct {
	ShareInput
	// Share shares the story, or plans it for PublishAt.
	Share bool
	// Replan moves it to PublishAt; the zero time makes it a draft.
	Replan bool
}

// ChangeStory carries out a change of a story of the viewer's.
func (s *Store) ChangeStory(ctx context.Context, viewer, id ID, in StoryChange) error {
	wrong := slices.Clone(in.Wrong)
	if in.Share || in.Replan {
		if err := wrong.Add(in.checkTime(s.Now())); err != nil {
			return err
		}
		if in.Replan && len(wrong) == len(in.Wrong) && !in.PublishAt.IsZero() && !in.PublishAt.After(s.Now()) {
			wrong = append(wrong, Invalidf("publish_at", "This time has passed."))
		}
	}
	return s.inTx(ctx, func(t *tx) error {
		return wrong.with(t.changeStory(ctx, viewer, id, in))
	})
}

func (t *tx) changeStory(ctx context.Context, viewer, id ID, in StoryChange) error {
	plan := in.Replan && !in.PublishAt.IsZero()
	st, err := t.ownStoryForUpdate(ctx, viewer, id)
	switch {
	case err != nil:
		return err
	case plan && st.State != Draft && st.State != Scheduled:
		return &Error{Kind: Conflict, Field: "publish_at", Message: "Only stories that are not shared yet can be planned."}
	case in.Share || plan:
		return t.shareStory(ctx, viewer, id, in.ShareInput)
	}
	if err := t.editStory(ctx, st, in.StoryEdit); err != nil || !in.Replan || st.State != Scheduled {
		return err
	}
	return t.Exec(`UPDATE stories SET state = 'draft', publish_at = NULL, publish_problem = '', updated_at = ? WHERE owner_id = ? AND id = ?`,
		t.store.Now(), viewer, id).Error
}

// RepliesFrom is who may reply to a story.
var RepliesFrom = []string{"everyone", "followers", "following", "nobody"}

// ShareStory shares a story of the viewer's: at once when its media are ready,
// as soon as they are, or at a time. Sharing one that is shared changes nothing.
func (s *Store) ShareStory(ctx context.Context, viewer, id ID, in ShareInput) error {
	return s.ChangeStory(ctx, viewer, id, StoryChange{ShareInput: in, Share: true})
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
		if err := FitsStory(item.FileName, item.Duration()); err != nil {
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
	wrong := slices.Clone(in.Wrong)
	if err := wrong.Add(in.checkTime(s.Now())); err != nil {
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
		return wrong.with(t.shareStory(ctx, viewer, id, in))
	})
	return id, err
}

// ShareTextStory makes a story without a picture and shares it in one step.
func (s *Store) ShareTextStory(ctx context.Context, viewer ID, in ShareInput) (id ID, err error) {
	wrong := slices.Clone(in.Wrong)
	if err := wrong.Add(in.checkTime(s.Now())); err != nil {
		return 0, err
	}
	id = s.NewID()
	return id, s.inTx(ctx, func(t *tx) error {
		if err := t.startTextStory(viewer, id); err != nil {
			return err
		}
		return wrong.with(t.shareStory(ctx, viewer, id, in))
	})
}

package models

import (
	"context"
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
}

// RepliesFrom is who may reply to a story.
var RepliesFrom = []string{"everyone", "followers", "following", "nobody"}

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

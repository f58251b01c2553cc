package story

import (
	"context"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// Edit changes a story before it is shared. What is nil stays as it is.
type Edit struct {
	Overlays    *[]Overlay
	Placement   *Placement
	Background  *string
	Audience    *access.Audience
	RepliesFrom *access.Circle
	AltText     *string // of the photo or video
	Products    *[]post.ProductInput
}

// ShareInput is what sharing a story may still change.
type ShareInput struct {
	Edit
	PublishAt time.Time // zero means now
	Zone      string    // the time zone that it was chosen in
	// Wrong is what was wrong already when the input was read.
	Wrong models.Problems
}

// Changes is all that one command changes of a story that is not shared yet,
// carried out whole or not at all.
type Changes struct {
	ShareInput
	// Share shares the story, or plans it for PublishAt.
	Share bool
	// Replan moves it to PublishAt; the zero time makes it a draft.
	Replan bool
	// Items changes its photo or video.
	Items []post.ItemChange
}

// Change carries out a change of a story of the viewer's.
func Change(ctx context.Context, s *models.Store, viewer, id models.ID, in Changes) error {
	return s.InTx(ctx, func(t *models.Tx) error { return change(ctx, t, viewer, id, in) })
}

// Save is Change from a form that was made at a revision, and tells the one after it.
func Save(ctx context.Context, s *models.Store, viewer, id models.ID, revision string, in Changes) (now string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, id); err != nil {
			return err
		}
		now, err = models.From(revision, func() (string, error) { return Revision(ctx, t.PG, viewer, id) },
			func() error { return change(ctx, t, viewer, id, in) })
		return err
	})
	return now, err
}

func change(ctx context.Context, t *models.Tx, viewer, id models.ID, in Changes) error {
	wrong, now := slices.Clone(in.Wrong), t.Store.Now()
	if in.Share || in.Replan {
		if err := wrong.Add(in.checkTime(now)); err != nil {
			return err
		}
		if in.Replan && len(wrong) == len(in.Wrong) && !in.PublishAt.IsZero() && !in.PublishAt.After(now) {
			wrong = append(wrong, models.Invalidf("publish_at", "story.error.time-passed"))
		}
	}
	return wrong.With(carryOut(ctx, t, viewer, id, in))
}

func carryOut(ctx context.Context, t *models.Tx, viewer, id models.ID, in Changes) error {
	plan := in.Replan && !in.PublishAt.IsZero()
	st, err := Lock(ctx, t, viewer, id)
	if err == nil {
		err = changeItems(ctx, t, st, in.Items)
	}
	switch {
	case err != nil:
		return err
	case plan && st.State != post.Draft && st.State != post.Scheduled:
		return models.Say(models.Error{Kind: models.Conflict, Field: "publish_at"}, "story.error.only-stories-not-shared-yet")
	case in.Share || plan:
		return ShareIn(ctx, t, viewer, id, in.ShareInput)
	}
	if err := edit(ctx, t, st, in.Edit); err != nil || !in.Replan || st.State != post.Scheduled {
		return err
	}
	return models.Do(ctx, t.PG,
		`UPDATE stories SET state = 'draft', publish_at = NULL, publish_problem = '', updated_at = @now WHERE owner_id = @viewer
		AND id = @id`, models.Args{"now": t.Store.Now(), "viewer": viewer, "id": id})
}

// changeItems changes the photo or video of a locked story. What is made of it
// stays as it is once it is shared.
func changeItems(ctx context.Context, t *models.Tx, st *Story, changes []post.ItemChange) error {
	var problems models.Problems
	for i := range changes {
		in := &changes[i]
		m, err := itemOf(ctx, t, st.OwnerID, st.ID)
		switch {
		case err != nil:
			return err
		case m == nil || m.ID != in.ID:
			return models.NotFoundf("story.error.photo-does-not-exist")
		case (in.Recipe != nil || in.Poster != nil) && st.State != post.Draft && st.State != post.Scheduled:
			return errShared
		}
		if err := problems.AddBeside(in.Prefix, m.Change(ctx, t, in)); err != nil {
			return err
		}
	}
	return problems.Err()
}

// Retry has the photo or video of a story of the viewer's made again after that failed.
func Retry(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, id); err != nil {
			return err
		}
		m, err := itemOf(ctx, t, viewer, id)
		if err != nil || m == nil || m.State != "failed" {
			return err
		}
		return post.Retry(ctx, t, m)
	})
}

// Share shares a story of the viewer's: at once when its media are ready,
// as soon as they are, or at a time. Sharing one that is shared changes nothing.
func Share(ctx context.Context, s *models.Store, viewer, id models.ID, in ShareInput) error {
	return Change(ctx, s, viewer, id, Changes{ShareInput: in, Share: true})
}

func (in *ShareInput) checkTime(now time.Time) error {
	switch {
	case in.PublishAt.After(now.Add(post.MaxScheduleAhead)):
		return models.Invalidf("publish_at", "story.error.story-can-scheduled-at-most")
	case !in.PublishAt.IsZero() && in.PublishAt.Before(now.Add(-time.Minute)):
		return models.Invalidf("publish_at", "story.error.time-passed")
	}
	return nil
}

func ShareIn(ctx context.Context, t *models.Tx, viewer, id models.ID, in ShareInput) error {
	st, err := Lock(ctx, t, viewer, id)
	if err != nil || st.State == post.Published || st.State == post.Publishing {
		return err
	}
	if err := edit(ctx, t, st, in.Edit); err != nil {
		return err
	}
	if st.Kind == Text && string(st.OverlayData) == "[]" {
		return models.Invalidf("overlays", "story.error.write-something-first")
	}
	item, err := itemOf(ctx, t, viewer, id)
	switch {
	case err != nil:
		return err
	case item == nil && (st.Kind == Image || st.Kind == Video):
		return models.Invalidf("media_id", "story.error.add-photo-first")
	case item == nil:
	case item.State == "failed":
		return models.Invalidf("file", "story.error.file-cannot-used", "failure", item.Failure)
	default:
		if err := Fits(item.FileName, item.Duration()); err != nil {
			return err
		}
	}
	if in.PublishAt.After(t.Store.Now()) {
		return schedule(ctx, t, st, in.PublishAt, in.Zone)
	}
	if err := share(ctx, t, st); err != nil || st.PublishProblem == "" {
		return err
	}
	return models.InvalidText("media_id", st.PublishProblem)
}

// ShareAsStory makes a story of media in one step, for programs: of a draft of
// the viewer's with one photo or video, or of a shared post.
func ShareAsStory(ctx context.Context, s *models.Store, viewer, media models.ID, in ShareInput) (id models.ID, err error) {
	wrong := slices.Clone(in.Wrong)
	if err := wrong.Add(in.checkTime(s.Now())); err != nil {
		return 0, err
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		id = media
		p, err := post.Lock(ctx, t, viewer, media)
		absent, isStory := models.KindOf(err) == models.NotFound, false
		if absent {
			if isStory, err = begun(ctx, t, viewer, media); err != nil {
				return err
			}
		}
		switch {
		case isStory:
		case absent || err == nil && p.State == post.Published:
			id = s.NewID()
			if err := startOfPost(ctx, t, viewer, id, media); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			ids, err := StartIn(ctx, t, viewer, media)
			if err != nil {
				return err
			}
			if len(ids) > 1 {
				return models.Invalidf("media_id", "story.error.story-one-photo-video-draft", "ids", len(ids))
			}
		}
		return wrong.With(ShareIn(ctx, t, viewer, id, in))
	})
	return id, err
}

// ShareText makes a story without a picture and shares it in one step.
func ShareText(ctx context.Context, s *models.Store, viewer models.ID, in ShareInput) (id models.ID, err error) {
	wrong := slices.Clone(in.Wrong)
	if err := wrong.Add(in.checkTime(s.Now())); err != nil {
		return 0, err
	}
	id = s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error {
		if err := startText(ctx, t, viewer, id); err != nil {
			return err
		}
		return wrong.With(ShareIn(ctx, t, viewer, id, in))
	})
}

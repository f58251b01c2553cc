package post

import (
	"context"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/index"
)

// Changes is all that one command changes of a post: it is carried out whole,
// or, when something is wrong with it, not at all.
type Changes struct {
	PublishInput
	Items  []ItemChange
	People map[models.ID][]PersonInput // by item; those left out stay as they are
	// Publish shares the post, or plans it for PublishAt.
	Publish bool
	// Replan moves a draft or a planned post to PublishAt; the zero time makes it a draft.
	Replan bool
	// Wrong is what was wrong already when the input was read.
	Wrong models.Problems
}

// Save is Change from a form that was made at a revision, and tells the one after it.
func Save(ctx context.Context, s *models.Store, viewer, post models.ID, revision string, in Changes) (now string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, post); err != nil {
			return err
		}
		now, err = models.From(revision, func() (string, error) { return Revision(ctx, t.PG, viewer, post) },
			func() error { return change(ctx, t, viewer, post, in) })
		return err
	})
	return now, err
}

// ItemChange changes one photo or video of a post.
type ItemChange struct {
	ID models.ID
	MediaEdit
	Poster  *time.Duration // the frame that stands for a video
	Caption *CaptionFile
	// Prefix stands before the names of fields in what is wrong, such as "i12.".
	Prefix string
}

// CaptionFile is a video's captions in one language; an empty text removes them.
type CaptionFile struct{ Lang, Label, Text string }

// Change carries out a change of a post of the viewer's.
func Change(ctx context.Context, s *models.Store, viewer, post models.ID, in Changes) error {
	return s.InTx(ctx, func(t *models.Tx) error { return change(ctx, t, viewer, post, in) })
}

func change(ctx context.Context, t *models.Tx, viewer, post models.ID, in Changes) error {
	problems := slices.Clone(in.Wrong)
	if in.Publish || in.Replan {
		if err := problems.Add(CheckTime(in.PublishAt, t.Store.Now(), in.Replan)); err != nil {
			return err
		}
	}
	if in.Publish {
		if err := problems.Add(mergeDrafts(ctx, t, viewer, post, in.Children)); err != nil {
			return err
		}
	}
	p, err := Lock(ctx, t, viewer, post)
	if err == nil && len(in.People) > 0 {
		if err = problems.Add(setPeople(ctx, t, p, in.People)); err == nil {
			p, err = Lock(ctx, t, viewer, post) // with how many they are
		}
	}
	if err != nil {
		return err
	}
	for i := range in.Items {
		if err := problems.AddBeside(in.Items[i].Prefix, changeItem(ctx, t, p, &in.Items[i])); err != nil {
			return err
		}
	}
	switch {
	case in.Publish:
		err = publishPost(ctx, t, p, in.PublishInput)
	case in.Replan && !in.PublishAt.IsZero():
		err = replan(ctx, t, p, in.PublishInput)
	case in.Replan:
		if err = problems.Add(editPost(ctx, t, p, in.Edit)); err == nil {
			err = replan(ctx, t, p, in.PublishInput)
		}
	default:
		err = editPost(ctx, t, p, in.Edit)
	}
	if err := problems.Add(err); err != nil {
		return err
	}
	return problems.Err()
}

// changeItem needs the post locked.
func changeItem(ctx context.Context, t *models.Tx, p *Post, in *ItemChange) error {
	if in.empty() {
		return nil
	}
	m, err := Item(ctx, t, p.OwnerID, p.ID, in.ID)
	if err != nil {
		return err
	}
	wanted := m.WantedKey
	if err := m.Change(ctx, t, in); err != nil {
		return err
	}
	if in.AltText == nil && in.Recipe == nil {
		return nil
	}
	if in.Recipe != nil && m.WantedKey != wanted && p.State == Published && !m.Staged {
		if err := edited(ctx, t, p.OwnerID, p.ID); err != nil {
			return err
		}
	}
	if err := Summarize(ctx, t, p.OwnerID, p.ID); err != nil || in.AltText == nil || p.State != Published {
		return err
	}
	return index.Index(ctx, t, p.OwnerID, p.ID)
}

func (in *ItemChange) empty() bool {
	return in.AltText == nil && in.Recipe == nil && in.Poster == nil && in.Caption == nil
}

// Change changes an item, whose holder is locked and lets it.
func (m *Media) Change(ctx context.Context, t *models.Tx, in *ItemChange) error {
	var problems models.Problems
	if in.AltText != nil || in.Recipe != nil {
		if err := problems.Add(m.edit(ctx, t, in.MediaEdit)); err != nil {
			return err
		}
	}
	if in.Poster != nil {
		if err := problems.Add(setPoster(ctx, t, m, *in.Poster)); err != nil {
			return err
		}
	}
	if in.Caption != nil {
		if err := problems.Add(setCaption(ctx, t, m, *in.Caption)); err != nil {
			return err
		}
	}
	return problems.Err()
}

// CheckTime refuses a time that has passed, or is too far ahead. To plan
// something it must lie ahead; to share it, that is a matter of the last minute.
func CheckTime(at, now time.Time, plan bool) error {
	switch {
	case at.IsZero():
		return nil
	case at.After(now.Add(MaxScheduleAhead)):
		return models.Invalidf("publish_at", "post.error.post-can-scheduled-at-most")
	case at.Before(now.Add(-time.Minute)), plan && !at.After(now):
		return models.Invalidf("publish_at", "post.error.time-passed")
	}
	return nil
}

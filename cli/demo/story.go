package demo

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	storyview "photogram/views/story"
)

// stories begins the stories, and waits until their photos are rendered.
func (l *demoLoader) stories(ctx context.Context) ([]models.ID, error) {
	ids := make([]models.ID, len(l.content.Stories))
	for i, st := range l.content.Stories {
		owner := l.users[st.By].ID
		var err error
		if st.Photo == nil {
			ids[i], err = story.StartText(ctx, l.store, owner)
		} else {
			ids[i], err = l.photoStory(ctx, owner, *st.Photo)
		}
		if err != nil {
			return nil, fmt.Errorf("demo story of %s: %w", st.By, err)
		}
	}
	return ids, nil
}

func (l *demoLoader) photoStory(ctx context.Context, owner models.ID, photo demoPhoto) (models.ID, error) {
	up, err := l.upload(ctx, owner, photo)
	if err != nil {
		return 0, err
	}
	id, _, err := post.AddMedia(ctx, l.store, owner, 0, up)
	if err != nil {
		return 0, err
	}
	if _, err := story.Start(ctx, l.store, owner, id); err != nil {
		return 0, err
	}
	if err := story.SetCredit(ctx, l.store, owner, id, l.credits[photo.File]); err != nil {
		return 0, err
	}
	return id, l.wait(ctx, func() ([]post.Media, error) {
		st, err := story.Own(ctx, l.store, owner, id)
		if err != nil {
			return nil, err
		}
		return []post.Media{*st.Media}, nil
	})
}

// tell is when stories are shared, and who sees them.
func (l *demoLoader) tell(ctx context.Context, stories []models.ID, now time.Time) []demoEvent {
	var events []demoEvent
	for i, st := range l.content.Stories {
		owner, id := l.users[st.By].ID, stories[i]
		at := now.Add(-time.Duration(st.Hours * float64(time.Hour)))
		events = append(events, demoEvent{at, func() error {
			list, err := story.ParseOverlays(string(st.Overlays))
			if err != nil {
				return err
			}
			in := story.ShareInput{Edit: story.Edit{Overlays: &list}}
			if st.Background != "" {
				in.Background = &st.Background
			}
			if st.Fill {
				view, err := story.Own(ctx, l.store, owner, id)
				if err != nil {
					return err
				}
				place := story.Centred
				place.Scale = storyview.FillScale(*view)
				in.Placement = &place
			}
			if err := story.Share(ctx, l.store, owner, id, in); err != nil || st.Highlight == "" {
				return err
			}
			_, err = story.CreateHighlight(ctx, l.store, owner, st.Highlight, []models.ID{id})
			return err
		}})
		for _, n := range l.random.Perm(len(l.content.People))[:6] {
			u := l.users[l.content.People[n].Username]
			if u.ID == owner {
				continue
			}
			// By the time's end at the latest.
			later := at.Add(time.Duration(float64(min(now.Sub(at), story.Life-time.Hour)) * l.random.Float64()))
			likes := n%2 == 0
			events = append(events, demoEvent{later, func() error {
				if err := story.MarkViewed(ctx, l.store, u.ID, id); err != nil || !likes {
					return err
				}
				return story.Like(ctx, l.store, u.ID, id)
			}})
		}
	}
	return events
}

package insight

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
)

// Covers are the viewer's own posts that a report names, without their media.
func Covers(ctx context.Context, s *models.Store, viewer models.ID, tops ...[]Top) (map[models.ID]post.View, error) {
	ids, out := idsOf(tops), map[models.ID]post.View{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []post.View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT p.* FROM posts p
		WHERE p.owner_id = @viewer
		AND p.id = ANY(@ids)
		AND p.state IN ('published', 'archived')`, models.Args{"viewer": viewer, "ids": ids})
	if err != nil {
		return nil, fmt.Errorf("read covers: %w", err)
	}
	for _, p := range rows {
		p.Viewer = viewer
		out[p.ID] = p
	}
	return out, nil
}

// StoryCovers are the viewer's own stories that a report names.
func StoryCovers(ctx context.Context, s *models.Store, viewer models.ID, tops ...[]Top) (map[models.ID]story.View, error) {
	ids, out := idsOf(tops), map[models.ID]story.View{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := story.Stories(ctx, s, viewer, `SELECT `+story.StoryColumns+` FROM stories st
		JOIN users so ON so.id = st.owner_id
		WHERE st.owner_id = @viewer
		AND st.id = ANY(@ids)
		AND st.state = 'published'`, map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	for _, st := range rows {
		out[st.ID] = st
	}
	return out, nil
}

func idsOf(tops [][]Top) (ids []models.ID) {
	for _, list := range tops {
		for _, t := range list {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

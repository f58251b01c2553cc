package discover

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/people"
	"photogram/models/post"
)

// ShownPhotos is how many photos stand beside an account that is suggested.
const ShownPhotos = 3

// Photos are the newest posts of suggested accounts that the viewer may see, by account,
// with what a small picture of each needs.
func Photos(ctx context.Context, s *models.Store, viewer models.ID, of []people.Suggestion) (map[models.ID][]post.View, error) {
	out, authors := map[models.ID][]post.View{}, map[models.ID]access.Author{}
	owners := make([]models.ID, len(of))
	for i, one := range of {
		owners[i], authors[one.ID] = one.ID, one.Author
	}
	if len(owners) == 0 {
		return out, nil
	}
	var rows []post.View
	if err := models.Find(ctx, s.Pool(), &rows, `SELECT n.* FROM unnest(CAST(@owners AS bigint[])) x (id) CROSS JOIN LATERAL (
			SELECT p.owner_id, p.id, p.pub_id, p.state, p.audience, p.kind, p.media_count, p.cover_key, p.cover_width, p.cover_height,
				p.cover_placeholder, p.cover_alt, p.cover_avif
			FROM posts p JOIN users u ON u.id = p.owner_id
			WHERE p.owner_id = x.id AND p.cover_key <> '' AND `+access.ListedPost+` ORDER BY p.pub_id DESC LIMIT @each) n`,
		models.Args{"viewer": viewer, "owners": owners, "each": ShownPhotos}); err != nil {
		return nil, fmt.Errorf("read photos of suggested people: %w", err)
	}
	for _, p := range rows {
		p.Viewer, p.Author = viewer, authors[p.OwnerID]
		out[p.OwnerID] = append(out[p.OwnerID], p)
	}
	return out, nil
}

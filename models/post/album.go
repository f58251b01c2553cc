package post

import (
	"context"
	"slices"

	"photogram/models"
)

// mergeDrafts makes one album of drafts of the viewer's: the photos of the
// listed drafts in that order, into one that stands first unless the list says
// otherwise. The other drafts are used up.
func mergeDrafts(ctx context.Context, t *models.Tx, viewer, into models.ID, children []models.ID) error {
	if len(children) == 0 {
		return nil
	}
	order := slices.Clone(children)
	if !slices.Contains(order, into) {
		order = append([]models.ID{into}, order...)
	}
	for i, id := range order {
		if slices.Contains(order[:i], id) {
			return models.Invalidf("children", "post.error.named-twice", "id", id)
		}
	}
	locks := slices.Clone(order)
	slices.Sort(locks)
	for _, id := range locks {
		p, err := Lock(ctx, t, viewer, id)
		if models.KindOf(err) == models.NotFound {
			return models.Invalidf("children", "post.error.not-media-yours", "id", id)
		}
		if err != nil {
			return err
		}
		if p.State != Draft {
			return models.Invalidf("children", "post.error.only-drafts-can-put-into", "id", id, "state", p.State)
		}
	}
	// All are read before any is moved, or those moved first would be found again.
	var items []models.ID
	for _, id := range order {
		var own []models.ID
		if err := models.Find(ctx, t.PG, &own, `SELECT id FROM media WHERE owner_id = @viewer AND post_id = @id ORDER BY pos`,
			models.Args{"viewer": viewer, "id": id}); err != nil {
			return err
		}
		items = append(items, own...)
	}
	if err := moveInto(ctx, t, viewer, into, items); err != nil {
		return err
	}
	for _, id := range order {
		if id == into {
			continue
		}
		if err := UseUp(ctx, t, viewer, id); err != nil {
			return err
		}
	}
	return Summarize(ctx, t, viewer, into)
}

package inbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
)

// Decline deletes a request of two for the viewer, and leaves the group of one.
func Decline(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	th, err := Visible(ctx, s, viewer, id)
	if err != nil {
		return err
	}
	if th.IsGroup() {
		return RemoveMember(ctx, s, viewer, id, viewer)
	}
	_, err = Delete(ctx, s, viewer, id)
	return err
}

// From is from whom the viewer takes messages.
func From(ctx context.Context, s *models.Store, viewer models.ID) (from access.Circle, err error) {
	err = models.Take(ctx, s.Pool(), &from, `SELECT messages_from FROM users WHERE id = @viewer`, models.Args{"viewer": viewer})
	if models.IsNoRows(err) {
		return "", models.ErrNoUser
	}
	return from, err
}

// SetFrom says from whom the viewer takes messages. What is under way goes on.
func SetFrom(ctx context.Context, s *models.Store, viewer models.ID, from access.Circle) error {
	if !slices.Contains(access.Circles, from) {
		return models.Invalidf("messages_from", "inbox.error.one-everyone-followers-following-nobody")
	}
	if err := models.Do(ctx, s.Pool(), `UPDATE users SET messages_from = @from, updated_at = @now WHERE id = @viewer`,
		models.Args{"from": from, "now": s.Now(), "viewer": viewer}); err != nil {
		return fmt.Errorf("set who may write to %d: %w", viewer, err)
	}
	return nil
}

// Members are the people of a conversation of the viewer's, as far as they see them.
func Members(ctx context.Context, s *models.Store, viewer, id models.ID) ([]access.Author, error) {
	th, err := Visible(ctx, s, viewer, id)
	if err != nil {
		return nil, err
	}
	if th.IsGroup() {
		return th.Members, nil
	}
	all, err := authorsFor(ctx, s, viewer, slices.Clone(th.People))
	out := []access.Author{}
	for _, one := range th.People {
		if u, ok := all[one]; ok {
			out = append(out, u)
		}
	}
	return out, err
}

// People are those of some accounts that the viewer sees, in the order of their ids.
func People(ctx context.Context, s *models.Store, viewer models.ID, ids []models.ID) ([]access.Author, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := authorsFor(ctx, s, viewer, slices.Clone(ids))
	out := make([]access.Author, 0, len(all))
	for _, u := range all {
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b access.Author) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

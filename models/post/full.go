package post

import (
	"context"

	"photogram/models"
)

// The unedited picture in full size, for posts whose owner lets others see it.
// It is made anew from the file that was sent, so nothing that a camera wrote
// into that goes out.

// FullKey is where the unedited picture in full size of an item is kept.
func FullKey(owner, media models.ID) string {
	return "f/" + owner.String() + "/" + media.String() + ".jpg"
}

// setAllowOriginal lets others see the unedited pictures of a post, or no longer.
func setAllowOriginal(ctx context.Context, t *models.Tx, p *Post, wanted *bool) error {
	if wanted == nil || *wanted == p.AllowOriginal {
		return nil
	}
	allow := *wanted
	if err := models.Do(ctx, t.PG, `UPDATE posts SET allow_original = @allow WHERE owner_id = @owner AND id = @post`,
		models.Args{"allow": allow, "owner": p.OwnerID, "post": p.ID}); err != nil {
		return err
	}
	p.AllowOriginal = allow
	if allow {
		return OrderFull(ctx, t, p)
	}
	var had []Media
	if err := t.Where("owner_id = ? AND post_id = ? AND has_full", int64(p.OwnerID), int64(p.ID)).Find(&had).Error; err != nil ||
		len(had) == 0 {
		return err
	}
	if err := models.Do(ctx, t.PG, `UPDATE media SET has_full = false WHERE owner_id = @owner AND post_id = @post`,
		models.Args{"owner": p.OwnerID, "post": p.ID}); err != nil {
		return err
	}
	var job models.DeleteBlobs
	for _, m := range had {
		job.Keys = append(job.Keys, FullKey(m.OwnerID, m.ID))
	}
	return t.Free(ctx, job)
}

// OrderFull orders what is missing of the full pictures of a post.
func OrderFull(ctx context.Context, t *models.Tx, p *Post) error {
	if !p.AllowOriginal {
		return nil
	}
	var missing []models.ID
	if err := models.Find(ctx, t.PG, &missing, `SELECT id FROM media WHERE owner_id = @owner AND post_id = @post AND kind = 'image'
		AND NOT has_full`, models.Args{"owner": p.OwnerID, "post": p.ID}); err != nil {
		return err
	}
	for _, id := range missing {
		if err := t.Enqueue(ctx, models.RenderFull{OwnerID: p.OwnerID, MediaID: id}, nil); err != nil {
			return err
		}
	}
	return nil
}

// WantsFull says whether an item's full picture is wanted and not there.
func WantsFull(ctx context.Context, s *models.Store, owner, item models.ID) (wanted bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT p.allow_original AND NOT m.has_full FROM media m JOIN posts p ON p.owner_id = m.owner_id
		AND p.id = m.post_id
		WHERE m.owner_id = $1 AND m.id = $2`, owner, item).Scan(&wanted)
	if models.IsNoRows(err) {
		return false, nil
	}
	return wanted, err
}

// FullRendered records that an item's full picture is there. It reports
// whether it is still wanted.
func FullRendered(ctx context.Context, s *models.Store, owner, item models.ID) (used bool, err error) {
	tag, err := s.Pool().Exec(ctx, `UPDATE media m SET has_full = true FROM posts p
		WHERE m.owner_id = $1 AND m.id = $2 AND p.owner_id = m.owner_id AND p.id = m.post_id AND p.allow_original`, owner, item)
	return err == nil && tag.RowsAffected() == 1, err
}

package post

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/index"
)

// What belongs to a post can be changed at any time. In a draft it changes at
// once. A post that others see changes when its owner saves, and only once what
// is new is ready: until then everybody sees it as it was.

// stages says whether new items of the post wait to become part of it.
func (p *Post) stages() (bool, error) {
	switch p.State {
	case Publishing:
		return false, models.Say(models.Error{Kind: models.Conflict}, "post.error.post-being-shared-just-now")
	case Published, Archived:
		return true, nil
	}
	return false, nil
}

// Item reads an item of a post of the viewer's.
func Item(ctx context.Context, t *models.Tx, viewer, post, item models.ID) (*Media, error) {
	var m Media
	err := t.Where("owner_id = ? AND id = ? AND post_id = ?", int64(viewer), int64(item), int64(post)).Take(&m).Error
	if models.IsNoRows(err) {
		return nil, models.NotFoundf("post.error.photo-does-not-exist")
	}
	return &m, err
}

// edited notes that others see something else now.
func edited(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	return models.Do(ctx, t.PG, `UPDATE posts SET edited_at = @now WHERE owner_id = @owner AND id = @post`,
		models.Args{"now": t.Store.Now(), "owner": owner, "post": post})
}

// ReplaceMedia puts a new photo in the place of one of the viewer's post. It
// takes over the alternative text and the people, and is unedited.
func ReplaceMedia(ctx context.Context, s *models.Store, viewer, post, item models.ID, u Upload) (*Media, error) {
	var m Media
	err := s.InTx(ctx, func(t *models.Tx) error {
		p, err := Lock(ctx, t, viewer, post)
		if err != nil {
			return err
		}
		staged, err := p.stages()
		if err != nil {
			return err
		}
		old, err := Item(ctx, t, viewer, post, item)
		if err != nil {
			return err
		}
		if m, err = u.media(viewer, s.Now()); err != nil {
			return err
		}
		m.PostID, m.Pos, m.AltText, m.Staged, m.Replaces = &post, old.Pos, old.AltText, staged, &old.ID
		if old.Staged { // it was never part of the post
			m.Replaces = old.Replaces
			if err := DropItems(ctx, t, *old); err != nil {
				return err
			}
		} else if err := dropReplacements(ctx, t, viewer, post, old.ID); err != nil {
			return err
		}
		if err := addMedia(ctx, t, &m); err != nil {
			return err
		}
		if err := SwapReplaced(ctx, t, p); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetUpload, viewer, 1)
	})
	if err != nil {
		return nil, err
	}
	return &m, nil
}

// dropReplacements takes back what was to replace an item.
func dropReplacements(ctx context.Context, t *models.Tx, owner, post, item models.ID) error {
	var old []Media
	if err := t.Where("owner_id = ? AND post_id = ? AND replaces = ?", int64(owner), int64(post),
		int64(item)).Find(&old).Error; err != nil {
		return err
	}
	return DropItems(ctx, t, old...)
}

// DropItems removes items and orders the removal of their files.
func DropItems(ctx context.Context, t *models.Tx, items ...Media) error {
	for _, m := range items {
		if err := models.Do(ctx, t.PG, `DELETE FROM media WHERE owner_id = @owner AND id = @media`,
			models.Args{"owner": m.OwnerID, "media": m.ID}); err != nil {
			return fmt.Errorf("remove media %d: %w", m.ID, err)
		}
	}
	return freeMedia(ctx, t, items...)
}

// SwapReplaced lets items that are ready take the place of those that they replace,
// and brings the post up to its items.
func SwapReplaced(ctx context.Context, t *models.Tx, p *Post) error {
	rows, err := t.PG.Query(ctx, `SELECT o.id, m.id FROM media m JOIN media o ON o.owner_id = m.owner_id AND o.id = m.replaces
		WHERE m.owner_id = $1 AND m.post_id = $2
		AND (NOT m.staged AND `+MadeMedia+` OR $3)`, p.OwnerID, p.ID, p.State != Published && p.State != Archived)
	if err != nil {
		return err
	}
	pairs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Old, New models.ID }])
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		old, err := Item(ctx, t, p.OwnerID, p.ID, pair.Old)
		if err != nil {
			return err
		}
		for _, sql := range []string{
			`UPDATE post_people SET media_id = $3 WHERE owner_id = $1 AND media_id = $2`,
			`UPDATE posts SET cover_item = $3 WHERE owner_id = $1 AND cover_item = $2`,
			`UPDATE media SET replaces = NULL WHERE owner_id = $1 AND id = $3 AND replaces = $2`,
		} {
			if _, err := t.PG.Exec(ctx, sql, p.OwnerID, pair.Old, pair.New); err != nil {
				return fmt.Errorf("replace media %d: %w", pair.Old, err)
			}
		}
		if err := DropItems(ctx, t, *old); err != nil {
			return err
		}
	}
	if err := Summarize(ctx, t, p.OwnerID, p.ID); err != nil || p.State != Published {
		return err
	}
	return index.Index(ctx, t, p.OwnerID, p.ID)
}

// RemoveMedia takes a photo out of a post of the viewer's. The last one takes a
// draft along; of a shared post it has to stay.
func RemoveMedia(ctx context.Context, s *models.Store, viewer, post, item models.ID) (gone bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		gone = false
		p, err := Lock(ctx, t, viewer, post)
		if err != nil {
			return err
		}
		if _, err := p.stages(); err != nil {
			return err
		}
		m, err := Item(ctx, t, viewer, post, item)
		if models.KindOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		var others int
		err = t.PG.QueryRow(ctx, `SELECT count(*) FROM media m JOIN posts q ON q.owner_id = m.owner_id AND q.id = m.post_id
			WHERE m.owner_id = $1 AND m.post_id = $2 AND m.id <> $3 AND m.replaces IS DISTINCT FROM $3
			AND `+ItemOf("q"), viewer, post, item).Scan(&others)
		if err != nil {
			return err
		}
		shared := p.State == Published || p.State == Archived
		if others == 0 && shared && m.Shown() {
			return models.Say(models.Error{Kind: models.Conflict}, "post.error.all-post-replace-delete-post")
		}
		if gone = others == 0 && !shared; gone {
			if err := UseUp(ctx, t, viewer, post); err != nil {
				return err
			}
			return freeMedia(ctx, t, *m)
		}
		if err := dropReplacements(ctx, t, viewer, post, item); err != nil {
			return err
		}
		if err := DropItems(ctx, t, *m); err != nil {
			return err
		}
		if m.Replaces == nil {
			if err := models.Do(ctx, t.PG, `UPDATE media SET pos = pos - 1 WHERE owner_id = @viewer AND post_id = @post
				AND pos > @pos`, models.Args{"viewer": viewer, "post": post, "pos": m.Pos}); err != nil {
				return err
			}
		}
		if p.State == Published && m.Shown() {
			if err := edited(ctx, t, viewer, post); err != nil {
				return err
			}
		}
		return SwapReplaced(ctx, t, p)
	})
	return gone, err
}

// RetryMedia has an item of the viewer's rendered again after that failed.
func RetryMedia(ctx context.Context, s *models.Store, viewer, post, item models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, post); err != nil {
			return err
		}
		m, err := Item(ctx, t, viewer, post, item)
		if err != nil || m.State != "failed" {
			return err
		}
		return Retry(ctx, t, m)
	})
}

func Retry(ctx context.Context, t *models.Tx, m *Media) error {
	if err := models.Do(ctx, t.PG, `UPDATE media SET state = 'pending', failure = '' WHERE owner_id = @owner AND id = @media`,
		models.Args{"owner": m.OwnerID, "media": m.ID}); err != nil {
		return err
	}
	return EnqueueMaking(ctx, t, m)
}

// editItems brings a post's items into an order, chooses its cover, and makes
// what was added part of it.
func editItems(ctx context.Context, t *models.Tx, p *Post, in Edit) error {
	var items []Media
	if err := t.Where("owner_id = ? AND post_id = ?", int64(p.OwnerID), int64(p.ID)).Order("pos, id").Find(&items).Error; err != nil {
		return err
	}
	changed := false
	if in.Cover != nil {
		at := slices.IndexFunc(items, func(m Media) bool { return m.ID == *in.Cover })
		if at < 0 {
			return models.Invalidf("cover", "post.error.cover-one-photos-post")
		}
		if p.CoverItem == nil || *p.CoverItem != *in.Cover {
			changed = true
			if err := models.Do(ctx, t.PG, `UPDATE posts SET cover_item = @cover WHERE owner_id = @owner
				AND id = @post`, models.Args{"cover": *in.Cover, "owner": p.OwnerID, "post": p.ID}); err != nil {
				return err
			}
			p.CoverItem = in.Cover
		}
	}
	if len(in.Order) > 0 {
		if err := orderItems(ctx, t, p, items, in.Order, &changed); err != nil {
			return err
		}
	}
	if in.Unstage {
		tag, err := t.PG.Exec(ctx, `UPDATE media SET staged = false WHERE owner_id = $1 AND post_id = $2 AND staged`, p.OwnerID, p.ID)
		if err != nil {
			return err
		}
		changed = changed || tag.RowsAffected() > 0
	}
	if !changed {
		return nil
	}
	if p.State == Published {
		if err := edited(ctx, t, p.OwnerID, p.ID); err != nil {
			return err
		}
	}
	return SwapReplaced(ctx, t, p)
}

// orderItems gives items their places; those that are not named follow the others.
func orderItems(ctx context.Context, t *models.Tx, p *Post, items []Media, order []models.ID, changed *bool) error {
	place := map[models.ID]int{}
	for _, id := range order {
		if !slices.ContainsFunc(items, func(m Media) bool { return m.ID == id }) {
			return models.Invalidf("order", "post.error.not-photo-post", "id", id)
		}
		if _, twice := place[id]; twice {
			return models.Invalidf("order", "post.error.named-twice", "id", id)
		}
		place[id] = len(place)
	}
	// What is to be replaced has the place of what replaces it.
	var heads []Media
	follows := map[models.ID]models.ID{}
	for _, m := range items {
		if m.Replaces != nil {
			follows[*m.Replaces] = m.ID
		}
	}
	for _, m := range items {
		if _, replaced := follows[m.ID]; !replaced {
			heads = append(heads, m)
		}
	}
	rank := func(m Media) int {
		if at, ok := place[m.ID]; ok {
			return at
		}
		return MaxItems + m.Pos
	}
	slices.SortStableFunc(heads, func(a, b Media) int { return rank(a) - rank(b) })
	at := map[models.ID]int{}
	for i, m := range heads {
		at[m.ID] = i
	}
	for _, m := range items {
		pos, ok := at[m.ID]
		if !ok {
			pos = at[follows[m.ID]]
		}
		if pos == m.Pos {
			continue
		}
		*changed = true
		if err := models.Do(ctx, t.PG, `UPDATE media SET pos = @pos WHERE owner_id = @owner AND id = @media`,
			models.Args{"pos": pos, "owner": p.OwnerID, "media": m.ID}); err != nil {
			return fmt.Errorf("move media %d: %w", m.ID, err)
		}
	}
	return nil
}

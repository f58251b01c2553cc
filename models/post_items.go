package models

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// What belongs to a post can be changed at any time. In a draft it changes at
// once. A post that others see changes when its owner saves, and only once what
// is new is ready: until then everybody sees it as it was.

// stages says whether new items of the post wait to become part of it.
func (p *Post) stages() (bool, error) {
	switch p.State {
	case Publishing:
		return false, &Error{Kind: Conflict, Message: "This post is being shared just now. Change it in a moment."}
	case Published, Archived:
		return true, nil
	case InStory:
		return false, &Error{Kind: Conflict, Message: "A story has one photo or video."}
	}
	return false, nil
}

// ownItem reads an item of a post of the viewer's.
func (t *tx) ownItem(viewer, post, item ID) (*Media, error) {
	var m Media
	err := t.Where("owner_id = ? AND id = ? AND post_id = ?", int64(viewer), int64(item), int64(post)).Take(&m).Error
	if isNoRows(err) {
		return nil, NotFoundf("This photo does not exist.")
	}
	return &m, err
}

// edited notes that others see something else now.
func (t *tx) edited(owner, post ID) error {
	return t.Exec(`UPDATE posts SET edited_at = ? WHERE owner_id = ? AND id = ?`, t.store.Now(), owner, post).Error
}

// ReplaceMedia puts a new photo in the place of one of the viewer's post. It
// takes over the alternative text and the people, and is unedited.
func (s *Store) ReplaceMedia(ctx context.Context, viewer, post, item ID, u Upload) (*Media, error) {
	var m Media
	err := s.inTx(ctx, func(t *tx) error {
		p, err := t.ownForUpdate(ctx, viewer, post)
		if err != nil {
			return err
		}
		staged, err := p.stages()
		if err != nil {
			return err
		}
		old, err := t.ownItem(viewer, post, item)
		if err != nil {
			return err
		}
		m = u.media(viewer, post, s.Now())
		m.Pos, m.AltText, m.Staged, m.Replaces = old.Pos, old.AltText, staged, &old.ID
		if old.Staged { // it was never part of the post
			m.Replaces = old.Replaces
			if err := t.dropItems(ctx, *old); err != nil {
				return err
			}
		} else if err := t.dropReplacements(ctx, viewer, post, old.ID); err != nil {
			return err
		}
		if err := t.addMedia(ctx, &m); err != nil {
			return err
		}
		if err := t.settle(ctx, p); err != nil {
			return err
		}
		return t.use(ctx, BudgetUpload, viewer, 1)
	})
	if err != nil {
		return nil, err
	}
	return &m, nil
}

// dropReplacements takes back what was to replace an item.
func (t *tx) dropReplacements(ctx context.Context, owner, post, item ID) error {
	var old []Media
	if err := t.Where("owner_id = ? AND post_id = ? AND replaces = ?", int64(owner), int64(post), int64(item)).Find(&old).Error; err != nil {
		return err
	}
	return t.dropItems(ctx, old...)
}

// dropItems removes items and orders the removal of their files.
func (t *tx) dropItems(ctx context.Context, items ...Media) error {
	for _, m := range items {
		if err := t.Exec(`DELETE FROM media WHERE owner_id = ? AND id = ?`, m.OwnerID, m.ID).Error; err != nil {
			return fmt.Errorf("remove media %d: %w", m.ID, err)
		}
	}
	return t.freeMedia(ctx, items...)
}

// settle lets items that are ready take the place of those that they replace,
// and brings the post up to its items.
func (t *tx) settle(ctx context.Context, p *Post) error {
	rows, err := t.pgx.Query(ctx, `SELECT o.id, m.id FROM media m JOIN media o ON o.owner_id = m.owner_id AND o.id = m.replaces
		WHERE m.owner_id = $1 AND m.post_id = $2 AND (NOT m.staged AND `+madeMedia+` OR $3)`, p.OwnerID, p.ID, p.State != Published && p.State != Archived)
	if err != nil {
		return err
	}
	pairs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Old, New ID }])
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		old, err := t.ownItem(p.OwnerID, p.ID, pair.Old)
		if err != nil {
			return err
		}
		for _, sql := range []string{
			`UPDATE post_people SET media_id = $3 WHERE owner_id = $1 AND media_id = $2`,
			`UPDATE posts SET cover_item = $3 WHERE owner_id = $1 AND cover_item = $2`,
			`UPDATE media SET replaces = NULL WHERE owner_id = $1 AND id = $3 AND replaces = $2`,
		} {
			if _, err := t.pgx.Exec(ctx, sql, p.OwnerID, pair.Old, pair.New); err != nil {
				return fmt.Errorf("replace media %d: %w", pair.Old, err)
			}
		}
		if err := t.dropItems(ctx, *old); err != nil {
			return err
		}
	}
	if err := t.summarize(ctx, p.OwnerID, p.ID); err != nil || p.State != Published {
		return err
	}
	return t.discover(ctx, p.OwnerID, p.ID)
}

// RemoveMedia takes a photo out of a post of the viewer's. The last one takes a
// draft along; of a shared post it has to stay.
func (s *Store) RemoveMedia(ctx context.Context, viewer, post, item ID) (gone bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		gone = false
		p, err := t.ownForUpdate(ctx, viewer, post)
		if err != nil {
			return err
		}
		if _, err := p.stages(); err != nil {
			return err
		}
		m, err := t.ownItem(viewer, post, item)
		if KindOf(err) == NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		var others int
		err = t.pgx.QueryRow(ctx, `SELECT count(*) FROM media m JOIN posts q ON q.owner_id = m.owner_id AND q.id = m.post_id
			WHERE m.owner_id = $1 AND m.post_id = $2 AND m.id <> $3 AND m.replaces IS DISTINCT FROM $3 AND `+itemOf("q"), viewer, post, item).Scan(&others)
		if err != nil {
			return err
		}
		shared := p.State == Published || p.State == Archived
		if others == 0 && shared && m.Shown() {
			return &Error{Kind: Conflict, Message: "This is all there is in the post. Replace it, or delete the post."}
		}
		if gone = others == 0 && !shared; gone {
			for _, sql := range []string{`DELETE FROM posts WHERE owner_id = ? AND id = ?`, `DELETE FROM post_owners WHERE owner_id = ? AND post_id = ?`} {
				if err := t.Exec(sql, viewer, post).Error; err != nil {
					return err
				}
			}
			return t.freeMedia(ctx, *m)
		}
		if err := t.dropReplacements(ctx, viewer, post, item); err != nil {
			return err
		}
		if err := t.dropItems(ctx, *m); err != nil {
			return err
		}
		if m.Replaces == nil {
			if err := t.Exec(`UPDATE media SET pos = pos - 1 WHERE owner_id = ? AND post_id = ? AND pos > ?`, viewer, post, m.Pos).Error; err != nil {
				return err
			}
		}
		if p.State == Published && m.Shown() {
			if err := t.edited(viewer, post); err != nil {
				return err
			}
		}
		return t.settle(ctx, p)
	})
	return gone, err
}

// RetryMedia has an item of the viewer's rendered again after that failed.
func (s *Store) RetryMedia(ctx context.Context, viewer, post, item ID) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.ownForUpdate(ctx, viewer, post); err != nil {
			return err
		}
		m, err := t.ownItem(viewer, post, item)
		if err != nil || m.State != "failed" {
			return err
		}
		return t.retry(ctx, m)
	})
}

func (t *tx) retry(ctx context.Context, m *Media) error {
	if err := t.Exec(`UPDATE media SET state = 'pending', failure = '' WHERE owner_id = ? AND id = ?`, m.OwnerID, m.ID).Error; err != nil {
		return err
	}
	return t.enqueueMaking(ctx, m)
}

// editItems brings a post's items into an order, chooses its cover, and makes
// what was added part of it.
func (t *tx) editItems(ctx context.Context, p *Post, in PostEdit) error {
	var items []Media
	if err := t.Where("owner_id = ? AND post_id = ?", int64(p.OwnerID), int64(p.ID)).Order("pos, id").Find(&items).Error; err != nil {
		return err
	}
	changed := false
	if in.Cover != nil {
		at := slices.IndexFunc(items, func(m Media) bool { return m.ID == *in.Cover })
		if at < 0 {
			return Invalidf("cover", "The cover is one of the photos of this post.")
		}
		if p.CoverItem == nil || *p.CoverItem != *in.Cover {
			changed = true
			if err := t.Exec(`UPDATE posts SET cover_item = ? WHERE owner_id = ? AND id = ?`, *in.Cover, p.OwnerID, p.ID).Error; err != nil {
				return err
			}
			p.CoverItem = in.Cover
		}
	}
	if len(in.Order) > 0 {
		if err := t.orderItems(p, items, in.Order, &changed); err != nil {
			return err
		}
	}
	if in.Unstage {
		tag, err := t.pgx.Exec(ctx, `UPDATE media SET staged = false WHERE owner_id = $1 AND post_id = $2 AND staged`, p.OwnerID, p.ID)
		if err != nil {
			return err
		}
		changed = changed || tag.RowsAffected() > 0
	}
	if !changed {
		return nil
	}
	if p.State == Published {
		if err := t.edited(p.OwnerID, p.ID); err != nil {
			return err
		}
	}
	return t.settle(ctx, p)
}

// orderItems gives items their places; those that are not named follow the others.
func (t *tx) orderItems(p *Post, items []Media, order []ID, changed *bool) error {
	place := map[ID]int{}
	for _, id := range order {
		if !slices.ContainsFunc(items, func(m Media) bool { return m.ID == id }) {
			return Invalidf("order", "%d is not a photo of this post.", id)
		}
		if _, twice := place[id]; twice {
			return Invalidf("order", "%d is named twice.", id)
		}
		place[id] = len(place)
	}
	// What is to be replaced has the place of what replaces it.
	var heads []Media
	follows := map[ID]ID{}
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
	at := map[ID]int{}
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
		if err := t.Exec(`UPDATE media SET pos = ? WHERE owner_id = ? AND id = ?`, pos, p.OwnerID, m.ID).Error; err != nil {
			return fmt.Errorf("move media %d: %w", m.ID, err)
		}
	}
	return nil
}

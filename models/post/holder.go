package post

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
)

// Media belong to a post, or to what other packages know: a story, a container
// that is not published, or a product. What is here moves them from one to another.

// HolderKind is what media belong to.
type HolderKind string

// What media belong to.
const (
	OfPost      HolderKind = "post"
	OfStory     HolderKind = "story"
	OfContainer HolderKind = "container"
	OfProduct   HolderKind = "product"
)

// Holder names what an item belongs to.
type Holder struct {
	Kind HolderKind
	ID   models.ID
}

// Holder is what the item belongs to.
func (m *Media) Holder() Holder {
	switch {
	case m.PostID != nil:
		return Holder{OfPost, *m.PostID}
	case m.StoryID != nil:
		return Holder{OfStory, *m.StoryID}
	case m.ContainerID != nil:
		return Holder{OfContainer, *m.ContainerID}
	case m.ProductID != nil:
		return Holder{OfProduct, *m.ProductID}
	}
	return Holder{}
}

// ItemWith finds an item by its key, or by what holds it alone; nil when there is none.
func ItemWith(ctx context.Context, t *models.Tx, like Media) (*Media, error) {
	var list []Media
	if err := t.Where(&like).Order("pos, id").Limit(1).Find(&list).Error; err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// AddToContainer keeps what came for a container, as its item.
func AddToContainer(ctx context.Context, t *models.Tx, owner, container models.ID, u Upload) error {
	m, err := u.media(owner, t.Store.Now())
	if err != nil {
		return err
	}
	m.ContainerID = &container
	return addMedia(ctx, t, &m)
}

// HandOver gives an item to a story, out of what held it.
func HandOver(ctx context.Context, t *models.Tx, m *Media, story models.ID) error {
	_, err := t.PG.Exec(ctx, `UPDATE media SET post_id = NULL, container_id = NULL, story_id = $3, pos = 0
		WHERE owner_id = $1 AND id = $2`, m.OwnerID, m.ID, story)
	if err != nil {
		return fmt.Errorf("move media %d: %w", m.ID, err)
	}
	return nil
}

// DraftOf makes a draft with an id out of items of containers, in order.
func DraftOf(ctx context.Context, t *models.Tx, owner, id models.ID, items []models.ID) error {
	if err := insertDraft(ctx, t, owner, id); err != nil {
		return err
	}
	if err := moveInto(ctx, t, owner, id, items); err != nil {
		return err
	}
	return Summarize(ctx, t, owner, id)
}

// moveInto makes items those of a post, in order, with the people in them.
func moveInto(ctx context.Context, t *models.Tx, owner, into models.ID, items []models.ID) error {
	if len(items) > MaxItems {
		return models.Invalidf("children", "A post has at most %d photos.", MaxItems)
	}
	for pos, item := range items {
		if err := models.Do(ctx, t.PG,
			`UPDATE media SET post_id = @into, container_id = NULL, pos = @pos, updated_at = @now WHERE owner_id = @owner
			AND id = @item`, models.Args{"into": into, "pos": pos, "now": t.Store.Now(), "owner": owner, "item": item}); err != nil {
			return fmt.Errorf("move media %d: %w", item, err)
		}
	}
	if err := models.Do(ctx, t.PG, `UPDATE post_people t SET post_id = m.post_id FROM media m
		WHERE t.owner_id = @owner AND m.owner_id = t.owner_id AND m.id = t.media_id AND m.post_id = @into`,
		models.Args{"owner": owner, "into": into}); err != nil {
		return fmt.Errorf("move people into %d: %w", into, err)
	}
	if err := models.Do(ctx, t.PG, `UPDATE product_tags t SET holder_id = m.post_id FROM media m
		WHERE t.owner_id = @owner AND m.owner_id = t.owner_id AND m.id = t.media_id AND m.post_id = @into AND t.holder_id <> @into`,
		models.Args{"owner": owner, "into": into}); err != nil {
		return fmt.Errorf("move products into %d: %w", into, err)
	}
	if err := NoteProducts(ctx, t, owner, into); err != nil {
		return err
	}
	return checkPeople(ctx, t, owner, into)
}

// UseUp removes a draft whose items belong to something else now.
func UseUp(ctx context.Context, t *models.Tx, owner, draft models.ID) error {
	for _, sql := range []string{`DELETE FROM product_tags WHERE owner_id = @owner AND holder_id = @draft`,
		`DELETE FROM posts WHERE owner_id = @owner AND id = @draft`,
		`DELETE FROM post_owners WHERE owner_id = @owner AND post_id = @draft`} {
		if err := models.Do(ctx, t.PG, sql, models.Args{"owner": owner, "draft": draft}); err != nil {
			return fmt.Errorf("use up draft %d: %w", draft, err)
		}
	}
	return nil
}

// KeepOf keeps what came for a product, as its last photo.
func KeepOf(ctx context.Context, t *models.Tx, owner, product models.ID, pos int, u Upload) error {
	m, err := u.media(owner, t.Store.Now())
	if err != nil {
		return err
	}
	m.ProductID, m.Pos = &product, pos
	return addMedia(ctx, t, &m)
}

// freedAtOnce is how many items one job frees.
const freedAtOnce = 500

// DropOfProducts removes the photos of products.
func DropOfProducts(ctx context.Context, t *models.Tx, owner models.ID, products []models.ID) error {
	var gone []Media
	err := models.Find(ctx, t.PG, &gone, `DELETE FROM media WHERE owner_id = @owner AND product_id = ANY(@products)
		RETURNING owner_id, id, render_key, wanted_key, video_key, wanted_video_key`,
		models.Args{"owner": owner, "products": products})
	if err != nil {
		return fmt.Errorf("remove photos of products: %w", err)
	}
	for some := range slices.Chunk(gone, freedAtOnce) {
		if err := freeMedia(ctx, t, some...); err != nil {
			return err
		}
	}
	return nil
}

// OfProducts are the photos of products that are made, in their order; those that are
// not too with all.
func OfProducts(ctx context.Context, q models.Querier, owners, products []models.ID, all bool) (map[models.ID][]Media, error) {
	var rows []Media
	err := models.Find(ctx, q, &rows, `SELECT m.* FROM unnest(CAST(@owners AS bigint[]), CAST(@products AS bigint[])) x (owner_id, id)
		CROSS JOIN LATERAL (SELECT * FROM media m WHERE m.owner_id = x.owner_id AND m.product_id = x.id AND m.product_id IS NOT NULL
		AND (@all OR `+MadeMedia+`) OFFSET 0) m
		ORDER BY m.product_id, m.pos, m.id`, models.Args{"owners": owners, "products": products, "all": all})
	if err != nil {
		return nil, fmt.Errorf("read photos of products: %w", err)
	}
	out := map[models.ID][]Media{}
	for _, m := range rows {
		out[*m.ProductID] = append(out[*m.ProductID], m)
	}
	return out, nil
}

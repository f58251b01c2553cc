package post

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
)

// Media belong to a post, or to what other packages know: a story, a container
// that is not published, a product, or a message. What is here moves them from one to another.

// HolderKind is what media belong to.
type HolderKind string

// What media belong to.
const (
	OfPost      HolderKind = "post"
	OfStory     HolderKind = "story"
	OfContainer HolderKind = "container"
	OfProduct   HolderKind = "product"
	OfMessage   HolderKind = "message"
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
	case m.MessageID != nil:
		return Holder{OfMessage, *m.MessageID}
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
		return models.Invalidf("children", "post.error.post-at-most-photos", "maxItems", MaxItems)
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

// KeepForMessage keeps what came for a message, as its photo at a place.
func KeepForMessage(ctx context.Context, t *models.Tx, owner, thread, message models.ID, pos int, u Upload) error {
	m, err := u.media(owner, t.Store.Now())
	if err != nil {
		return err
	}
	m.ThreadID, m.MessageID, m.Pos = &thread, &message, pos
	return addMedia(ctx, t, &m)
}

// MoveToMessage makes the photos of a draft those of a message, and says how many they are.
func MoveToMessage(ctx context.Context, t *models.Tx, owner, draft, thread, message models.ID) (int, error) {
	p, err := Lock(ctx, t, owner, draft)
	if err != nil {
		return 0, err
	}
	if p.State != Draft {
		return 0, models.Invalidf("media_id",
			"post.error.message-takes-photos-draft-post")
	}
	args := models.Args{"owner": owner, "draft": draft, "thread": thread, "message": message}
	var kinds []MediaKind
	if err := models.Find(ctx, t.PG, &kinds, `SELECT kind FROM media WHERE owner_id = @owner AND post_id = @draft ORDER BY pos`,
		args); err != nil {
		return 0, fmt.Errorf("read draft %d: %w", draft, err)
	}
	if len(kinds) == 0 {
		return 0, models.Invalidf("media_id", "post.error.add-photo-first")
	}
	if slices.Contains(kinds, Video) {
		return 0, models.Invalidf("media_id", "post.error.message-takes-photos-draft-video")
	}
	for _, sql := range []string{
		`DELETE FROM post_people t USING media m WHERE m.owner_id = @owner AND m.post_id = @draft AND t.owner_id = m.owner_id
			AND t.media_id = m.id`,
		`UPDATE media SET post_id = NULL, thread_id = @thread, message_id = @message WHERE owner_id = @owner AND post_id = @draft`} {
		if err := models.Do(ctx, t.PG, sql, args); err != nil {
			return 0, fmt.Errorf("move draft %d: %w", draft, err)
		}
	}
	return len(kinds), UseUp(ctx, t, owner, draft)
}

// DropOfMessages removes the photos of messages that somebody wrote.
func DropOfMessages(ctx context.Context, t *models.Tx, owner models.ID, messages []models.ID) error {
	return dropSaid(ctx, t, `message_id = ANY(@ids)`, models.Args{"owner": owner, "ids": messages})
}

// DropOfThread removes the photos that somebody sent to a conversation.
func DropOfThread(ctx context.Context, t *models.Tx, owner, thread models.ID) error {
	return dropSaid(ctx, t, `thread_id = @thread`, models.Args{"owner": owner, "thread": thread})
}

func dropSaid(ctx context.Context, t *models.Tx, which string, args models.Args) error {
	var gone []Media
	err := models.Find(ctx, t.PG, &gone, `DELETE FROM media WHERE owner_id = @owner AND message_id IS NOT NULL AND `+which+`
		RETURNING owner_id, id, render_key, wanted_key, video_key, wanted_video_key`, args)
	if err != nil {
		return fmt.Errorf("remove photos of messages: %w", err)
	}
	for some := range slices.Chunk(gone, freedAtOnce) {
		if err := freeMedia(ctx, t, some...); err != nil {
			return err
		}
	}
	return nil
}

// OfMessages are the photos of messages, by message, in their order.
func OfMessages(ctx context.Context, q models.Querier, owners, messages []models.ID) (map[models.ID][]Media, error) {
	out := map[models.ID][]Media{}
	if len(messages) == 0 {
		return out, nil
	}
	var rows []Media
	err := models.Find(ctx, q, &rows, `SELECT m.* FROM unnest(CAST(@owners AS bigint[]), CAST(@messages AS bigint[])) x (owner_id, id)
		CROSS JOIN LATERAL (SELECT * FROM media m WHERE m.owner_id = x.owner_id AND m.message_id = x.id AND m.message_id IS NOT NULL
		OFFSET 0) m ORDER BY m.message_id, m.pos, m.id`, models.Args{"owners": owners, "messages": messages})
	if err != nil {
		return nil, fmt.Errorf("read photos of messages: %w", err)
	}
	for _, m := range rows {
		out[*m.MessageID] = append(out[*m.MessageID], m)
	}
	return out, nil
}

// Listed are those of some posts that the viewer may see and that are shared.
func Listed(ctx context.Context, s *models.Store, viewer models.ID, keys []models.Key) (map[models.ID]*View, error) {
	out := map[models.ID]*View{}
	if len(keys) == 0 {
		return out, nil
	}
	owners, ids := models.Columns(keys)
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT p.*, `+LikedColumn+` FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE (p.owner_id, p.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]))) AND `+access.ListedPost,
		models.Args{"viewer": viewer, "owners": owners, "ids": ids})
	if err != nil {
		return nil, fmt.Errorf("read posts of cards: %w", err)
	}
	if err := Complete(ctx, s, viewer, rows, AlbumItems); err != nil {
		return nil, err
	}
	for i := range rows {
		out[rows[i].ID] = &rows[i]
	}
	return out, nil
}

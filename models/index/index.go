// Package index keeps by what people and posts are found: hashtags, places, words
// and names. It must not know how they are searched.
package index

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
)

// By what a published post is found: its tags, its place and its words. They
// are written in the transaction that publishes it, changes it, takes it out
// of lists, or changes who may see its owner. Beside each stands whether the
// post is public, and the numbers of tags and places are of public posts.
//
// Locks are taken in one order everywhere: the post, its owner's account, tags
// by name, places by id, words by text.

// Index brings what a post is found by up to what it says now. It may be
// called for any post of a locked owner's; one that is not published is found by nothing.
func Index(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	var p struct {
		state, caption, audience, location string
		pub, place                         *models.ID
		latitude, longitude                *float64
		open                               bool
	}
	// The account's lock keeps it from turning private or public meanwhile.
	err := t.PG.QueryRow(ctx, `SELECT p.state, p.caption, p.audience, p.location, p.pub_id, p.place_id, p.latitude, p.longitude,
		`+access.PublicAccount+`
		FROM posts p JOIN users u ON u.id = p.owner_id WHERE p.owner_id = $1 AND p.id = $2 FOR NO KEY UPDATE OF u`, owner, id).
		Scan(&p.state, &p.caption, &p.audience, &p.location, &p.pub, &p.place, &p.latitude, &p.longitude, &p.open)
	if err != nil {
		return fmt.Errorf("read post %d to list it: %w", id, err)
	}
	if p.state != "published" {
		return Remove(ctx, t, owner, id)
	}
	public := p.open && p.audience == "everyone"
	if err := setTags(ctx, t, owner, id, *p.pub, models.TagsIn(p.caption), public); err != nil {
		return err
	}
	if err := setPlace(ctx, t, PostPlace{OwnerID: owner, PostID: id, PubID: *p.pub, Name: p.location, Public: public,
		Latitude: p.latitude, Longitude: p.longitude}, p.place); err != nil {
		return err
	}
	return setSearch(ctx, t, owner, id, *p.pub, p.caption, public)
}

// Remove takes a post out of everything by which it is found.
func Remove(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	if err := setTags(ctx, t, owner, id, 0, nil, false); err != nil {
		return err
	}
	if err := setPlace(ctx, t, PostPlace{OwnerID: owner, PostID: id}, nil); err != nil {
		return err
	}
	_, err := t.PG.Exec(ctx, `DELETE FROM post_search WHERE owner_id = $1 AND post_id = $2`, owner, id)
	return err
}

// IndexAll brings what all posts of an account are found by up to whether
// it is open to everybody. The account's row was changed before, in this transaction.
func IndexAll(ctx context.Context, t *models.Tx, owner models.ID) error {
	var open bool
	if err := t.PG.QueryRow(ctx, `SELECT `+access.PublicAccount+` FROM users u WHERE u.id = $1`, owner).Scan(&open); err != nil {
		return fmt.Errorf("read account %d: %w", owner, err)
	}
	const changed = `FROM posts p WHERE p.owner_id = $1 AND p.id = x.post_id AND x.owner_id = $1
		AND x.public <> ($2 AND p.audience = 'everyone')`
	batch := &pgx.Batch{}
	batch.Queue(`SELECT 1 FROM tags WHERE id = ANY(ARRAY(SELECT tag_id FROM post_tags WHERE owner_id = $1)) ORDER BY name FOR NO KEY
		UPDATE`, owner)
	batch.Queue(`WITH flipped AS (UPDATE post_tags x SET public = NOT x.public `+changed+` RETURNING x.tag_id, x.public),
			n AS (SELECT tag_id, sum(CASE WHEN public THEN 1 ELSE -1 END) AS by FROM flipped GROUP BY 1)
		UPDATE tags SET media_count = media_count + n.by FROM n WHERE tags.id = n.tag_id
		AND tags.id = ANY(ARRAY(SELECT tag_id FROM n))`, owner, open)
	batch.Queue(`SELECT 1 FROM places WHERE id = ANY(ARRAY(SELECT place_id FROM post_places WHERE owner_id = $1))
		ORDER BY id FOR NO KEY UPDATE`, owner)
	batch.Queue(`WITH flipped AS (UPDATE post_places x SET public = NOT x.public `+changed+` RETURNING x.place_id, x.public),
			n AS (SELECT place_id, sum(CASE WHEN public THEN 1 ELSE -1 END) AS by FROM flipped GROUP BY 1)
		UPDATE places SET media_count = media_count + n.by FROM n WHERE places.id = n.place_id
		AND places.id = ANY(ARRAY(SELECT place_id FROM n))`, owner, open)
	batch.Queue(placeCoordinates+` WHERE pl.id = ANY(ARRAY(SELECT place_id FROM post_places WHERE owner_id = $1))`, owner)
	batch.Queue(`UPDATE post_search x SET public = NOT x.public `+changed, owner, open)
	if open {
		batch.Queue(`INSERT INTO search_words (word, uses, counted_at) SELECT DISTINCT w, 1, $2::timestamptz
			FROM post_search x, unnest(tsvector_to_array(x.doc)) w
			WHERE x.owner_id = $1 AND x.public AND `+countedWord+` ORDER BY w ON CONFLICT DO NOTHING`, owner, t.Store.Now())
	}
	if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("list what account %d is found by: %w", owner, err)
	}
	return nil
}

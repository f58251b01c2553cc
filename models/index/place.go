package index

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Place is where posts say that they were taken.
type Place struct {
	ID         models.ID
	Name       string   // as the first public post wrote it
	Latitude   *float64 // of the first public post there that has coordinates
	Longitude  *float64
	MediaCount int64 // public posts
}

// Coordinates are in degrees.
type Coordinates struct{ Latitude, Longitude float64 }

// maxKey bounds the key of a place and of a name, in code points.
const MaxKey = 120

// CleanCoordinates checks that there is such a point.
func CleanCoordinates(latitude, longitude float64) (Coordinates, error) {
	if math.IsNaN(latitude) || math.Abs(latitude) > 90 {
		return Coordinates{}, models.Invalidf("latitude", "index.error.latitude-number-from-90-90")
	}
	if math.IsNaN(longitude) || math.Abs(longitude) > 180 {
		return Coordinates{}, models.Invalidf("longitude", "index.error.longitude-number-from-180-180")
	}
	return Coordinates{latitude, longitude}, nil
}

// PlaceKey is what makes two names the same place.
func PlaceKey(name string) string {
	key := NameKey(name)
	if key == "" {
		key = FoldText(name)
	}
	return FirstRunes(key, MaxKey)
}

func FirstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// FindPlace finds the place of a name, or makes it. It keeps the place from being
// swept away until the end of the transaction.
func FindPlace(ctx context.Context, t *models.Tx, name string) (*models.ID, error) {
	if name == "" {
		return nil, nil
	}
	key := PlaceKey(name)
	for range 5 {
		if _, err := t.PG.Exec(ctx, `INSERT INTO places (id, name, key) SELECT $1, $2, $3 WHERE
			NOT EXISTS (SELECT 1 FROM places WHERE key = $3) ON CONFLICT DO NOTHING`,
			t.Store.NewID(), name, key); err != nil {
			return nil, fmt.Errorf("make place %q: %w", name, err)
		}
		var id models.ID
		err := t.PG.QueryRow(ctx, `SELECT id FROM places WHERE key = $1 FOR KEY SHARE`, key).Scan(&id)
		if err == nil {
			return &id, nil
		}
		if !models.IsNoRows(err) { // otherwise it was swept away at this moment
			return nil, fmt.Errorf("find place %q: %w", name, err)
		}
	}
	return nil, fmt.Errorf("place %q comes and goes", name)
}

// PostPlace is a post at a place.
type PostPlace struct {
	OwnerID, PostID, PubID models.ID
	Name                   string // as its author wrote it
	Public                 bool
	Latitude, Longitude    *float64
}

const placeCoordinates = `UPDATE places pl SET (latitude, longitude) = (SELECT x.latitude, x.longitude FROM post_places x
	WHERE x.place_id = pl.id AND x.public AND x.latitude IS NOT NULL ORDER BY x.pub_id LIMIT 1)`

// setPlace makes the place of a post be this, and counts it there if it is public.
func setPlace(ctx context.Context, t *models.Tx, p PostPlace, place *models.ID) error {
	at := models.ID(0)
	if place != nil {
		at = *place
	}
	rows, err := t.PG.Query(ctx, `SELECT id FROM places
		WHERE id = ANY(ARRAY(SELECT $3::bigint UNION SELECT place_id FROM post_places WHERE owner_id = $1 AND post_id = $2))
		ORDER BY id FOR NO KEY UPDATE`, p.OwnerID, p.PostID, at)
	if err != nil {
		return fmt.Errorf("lock the place of post %d: %w", p.PostID, err)
	}
	touched, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(touched) == 0 {
		return err
	}
	batch := &pgx.Batch{}
	batch.Queue(`WITH gone AS (DELETE FROM post_places WHERE owner_id = $1 AND post_id = $2 RETURNING place_id, public)
		UPDATE places SET media_count = media_count - 1 WHERE id = ANY(ARRAY(SELECT place_id FROM gone WHERE public))`, p.OwnerID, p.PostID)
	if at != 0 {
		batch.Queue(`WITH fresh AS (INSERT INTO post_places (place_id, pub_id, owner_id, post_id, public, latitude, longitude)
			VALUES ($3, $4, $1, $2, $5, $6, $7) RETURNING place_id)
			UPDATE places SET media_count = media_count + 1, name = CASE WHEN media_count = 0 THEN $8 ELSE name END WHERE $5
			AND id = ANY(ARRAY(SELECT place_id FROM fresh))`,
			p.OwnerID, p.PostID, at, p.PubID, p.Public, p.Latitude, p.Longitude, p.Name)
	}
	batch.Queue(placeCoordinates+` WHERE pl.id = ANY($1)`, touched)
	if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("place post %d: %w", p.PostID, err)
	}
	return nil
}

// DropUnusedPlaces removes places that no post names any more.
func DropUnusedPlaces(ctx context.Context, s *models.Store) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		// They are locked first, so that the second look sees who came in between.
		rows, err := t.PG.Query(ctx, `SELECT pl.id FROM places pl WHERE pl.media_count = 0 AND
			NOT EXISTS (SELECT 1 FROM posts p WHERE p.place_id = pl.id)
			ORDER BY pl.id LIMIT 1000 FOR UPDATE SKIP LOCKED`)
		if err != nil {
			return fmt.Errorf("find unused places: %w", err)
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		_, err = t.PG.Exec(ctx, `DELETE FROM places pl WHERE pl.id = ANY($1) AND
			NOT EXISTS (SELECT 1 FROM posts p WHERE p.place_id = pl.id)`, ids)
		return err
	})
}

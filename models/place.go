package models

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Place is where posts say that they were taken.
type Place struct {
	ID         ID
	Name       string   // as the first public post wrote it
	Latitude   *float64 // of the first public post there that has coordinates
	Longitude  *float64
	MediaCount int64 // public posts
}

// Coordinates are in degrees.
type Coordinates struct{ Latitude, Longitude float64 }

// Limits of searches around a point, in metres.
const (
	DefaultDistance = 1000
	MaxDistance     = 5000
)

// maxKey bounds the key of a place and of a name, in code points.
const maxKey = 120

var errNoPlace = NotFoundf("This place does not exist.")

// CleanCoordinates checks that there is such a point.
func CleanCoordinates(latitude, longitude float64) (Coordinates, error) {
	if math.IsNaN(latitude) || math.Abs(latitude) > 90 {
		return Coordinates{}, Invalidf("latitude", "A latitude is a number from -90 to 90.")
	}
	if math.IsNaN(longitude) || math.Abs(longitude) > 180 {
		return Coordinates{}, Invalidf("longitude", "A longitude is a number from -180 to 180.")
	}
	return Coordinates{latitude, longitude}, nil
}

// placeKey is what makes two names the same place.
func placeKey(name string) string {
	key := nameKey(name)
	if key == "" {
		key = foldText(name)
	}
	return firstRunes(key, maxKey)
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// PlaceByID finds a place of which the viewer may know.
func (s *Store) PlaceByID(ctx context.Context, viewer, id ID) (*Place, error) {
	var pl Place
	err := s.gorm(ctx).Raw(`SELECT pl.* FROM places pl WHERE pl.id = @id AND `+visiblePlace, map[string]any{"viewer": viewer, "id": id}).Take(&pl).Error
	if isNoRows(err) {
		return nil, errNoPlace
	}
	return &pl, err
}

// PlacePosts lists the posts from a place, newest first.
func (s *Store) PlacePosts(ctx context.Context, viewer, place ID, page Page) ([]PostView, ID, error) {
	return s.posts(ctx, viewer, inOrder(`SELECT * FROM post_places WHERE place_id = @place`), map[string]any{"place": place}, page)
}

// TopPlacePosts is TopTagPosts for a place.
func (s *Store) TopPlacePosts(ctx context.Context, viewer, place ID, after TopKey, limit int) ([]PostView, TopKey, error) {
	return s.topPosts(ctx, viewer, `SELECT owner_id, post_id FROM post_places WHERE place_id = @place ORDER BY pub_id DESC`, map[string]any{"place": place}, after, limit)
}

// nearbyPlaces bounds from how many places a search around a point takes posts.
const nearbyPlaces = 200

// metre is the part of a degree of latitude that a metre is.
const metre = 1 / 111_195.0

// nearby selects the nearest places within @distance metres of a point: a box
// on the index first, then the distance on the sphere.
const nearby = `SELECT * FROM (SELECT pl.*, 2 * 6371008.8 * asin(least(1, sqrt(sin(radians(pl.latitude - @lat) / 2) ^ 2
			+ cos(radians(@lat)) * cos(radians(pl.latitude)) * sin(radians(pl.longitude - @lng) / 2) ^ 2))) AS metres FROM places pl
		WHERE pl.latitude BETWEEN @south AND @north AND (pl.longitude BETWEEN @west AND @east OR pl.longitude >= @west2 OR pl.longitude <= @east2)) near
	WHERE metres <= @distance ORDER BY metres, id LIMIT @places`

func around(at Coordinates, distance int) map[string]any {
	high := float64(distance) * metre
	wide := 360.0 // around a pole every longitude is near
	if narrow := math.Cos(min(math.Abs(at.Latitude)+high, 90) * math.Pi / 180); narrow > 1e-6 {
		wide = min(high/narrow, 360)
	}
	west, east := at.Longitude-wide, at.Longitude+wide
	// What goes over the date line comes back on the other side.
	west2, east2 := 999.0, -999.0
	if west < -180 {
		west2 = west + 360
	}
	if east > 180 {
		east2 = east - 360
	}
	return map[string]any{"lat": at.Latitude, "lng": at.Longitude, "south": at.Latitude - high, "north": at.Latitude + high,
		"west": west, "east": east, "west2": west2, "east2": east2, "distance": distance, "places": nearbyPlaces}
}

// PostsNear lists posts from places within a distance in metres of a point, newest first.
func (s *Store) PostsNear(ctx context.Context, viewer ID, at Coordinates, distance int, page Page) ([]PostView, ID, error) {
	return s.posts(ctx, viewer, `WITH near AS MATERIALIZED (`+nearby+`)
		SELECT n.* FROM near CROSS JOIN LATERAL (`+inOrder(`SELECT * FROM post_places WHERE place_id = near.id`)+`) n ORDER BY n.pub_id DESC LIMIT @limit`, around(at, distance), page)
}

// PlacesNear lists places within a distance in metres of a point, the nearest first.
func (s *Store) PlacesNear(ctx context.Context, at Coordinates, distance, limit int) ([]Place, error) {
	args := around(at, distance)
	args["places"] = limit
	var out []Place
	err := s.gorm(ctx).Raw(nearby, args).Scan(&out).Error
	return out, err
}

// SearchPlaces finds places by the beginning of their name, or of a word in
// it, those with the most public posts first.
func (s *Store) SearchPlaces(ctx context.Context, viewer ID, query string, limit int) ([]Place, error) {
	query, err := CleanText("q", query, MaxQuery, false)
	if err != nil {
		return nil, err
	}
	key := nameKey(query)
	if key == "" {
		return nil, nil
	}
	var out []Place
	err = s.gorm(ctx).Raw(`SELECT pl.* FROM (
			(SELECT * FROM places WHERE key ~>=~ @key AND key ~<~ @end ORDER BY key USING ~<~ LIMIT 300)
			UNION (SELECT * FROM places WHERE length(@key) >= 3 AND key LIKE @word LIMIT 300)
		) pl WHERE `+visiblePlace+` ORDER BY pl.key = @key DESC, pl.media_count DESC, pl.id LIMIT @limit`,
		map[string]any{"viewer": viewer, "key": key, "end": beyond(key), "word": "% " + likePrefix(key), "limit": limit}).Scan(&out).Error
	return out, err
}

// editPlace puts the place that an edit names into the columns to set. The
// name may be the id of a place that the author may know of.
func (t *tx) editPlace(ctx context.Context, p *Post, in PostEdit, set map[string]any) error {
	name := p.Location
	if in.Location != nil {
		var err error
		if name, err = CleanText("location", *in.Location, MaxLocation, false); err != nil {
			return err
		}
		if id, err := ParseID(name); err == nil {
			var known string
			err := t.pgx.QueryRow(ctx, forViewer(`SELECT pl.name FROM places pl WHERE pl.id = $1 AND `+visiblePlace, "$2"), id, p.OwnerID).Scan(&known)
			if err == nil {
				name = known
			} else if !isNoRows(err) {
				return err
			}
		}
		place, err := t.place(ctx, name)
		if err != nil {
			return err
		}
		set["location"], set["place_id"] = name, place
		if place == nil || p.PlaceID == nil || *place != *p.PlaceID {
			set["latitude"], set["longitude"] = nil, nil
		}
	}
	if in.Coordinates == nil {
		return nil
	}
	if name == "" {
		return Invalidf("latitude", "Name the place as well, in location.")
	}
	at, err := CleanCoordinates(in.Coordinates.Latitude, in.Coordinates.Longitude)
	set["latitude"], set["longitude"] = at.Latitude, at.Longitude
	return err
}

// place finds the place of a name, or makes it. It keeps the place from being
// swept away until the end of the transaction.
func (t *tx) place(ctx context.Context, name string) (*ID, error) {
	if name == "" {
		return nil, nil
	}
	key := placeKey(name)
	for range 5 {
		if _, err := t.pgx.Exec(ctx, `INSERT INTO places (id, name, key) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM places WHERE key = $3) ON CONFLICT DO NOTHING`,
			t.store.NewID(), name, key); err != nil {
			return nil, fmt.Errorf("make place %q: %w", name, err)
		}
		var id ID
		err := t.pgx.QueryRow(ctx, `SELECT id FROM places WHERE key = $1 FOR KEY SHARE`, key).Scan(&id)
		if err == nil {
			return &id, nil
		}
		if !isNoRows(err) { // otherwise it was swept away at this moment
			return nil, fmt.Errorf("find place %q: %w", name, err)
		}
	}
	return nil, fmt.Errorf("place %q comes and goes", name)
}

// PostPlace is a post at a place.
type PostPlace struct {
	OwnerID, PostID, PubID ID
	Name                   string // as its author wrote it
	Public                 bool
	Latitude, Longitude    *float64
}

const placeCoordinates = `UPDATE places pl SET (latitude, longitude) = (SELECT x.latitude, x.longitude FROM post_places x
	WHERE x.place_id = pl.id AND x.public AND x.latitude IS NOT NULL ORDER BY x.pub_id LIMIT 1)`

// setPlace makes the place of a post be this, and counts it there if it is public.
func (t *tx) setPlace(ctx context.Context, p PostPlace, place *ID) error {
	at := ID(0)
	if place != nil {
		at = *place
	}
	rows, err := t.pgx.Query(ctx, `SELECT id FROM places WHERE id = ANY(ARRAY(SELECT $3::bigint UNION SELECT place_id FROM post_places WHERE owner_id = $1 AND post_id = $2))
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
		batch.Queue(`WITH fresh AS (INSERT INTO post_places (place_id, pub_id, owner_id, post_id, public, latitude, longitude) VALUES ($3, $4, $1, $2, $5, $6, $7) RETURNING place_id)
			UPDATE places SET media_count = media_count + 1, name = CASE WHEN media_count = 0 THEN $8 ELSE name END WHERE $5 AND id = ANY(ARRAY(SELECT place_id FROM fresh))`,
			p.OwnerID, p.PostID, at, p.PubID, p.Public, p.Latitude, p.Longitude, p.Name)
	}
	batch.Queue(placeCoordinates+` WHERE pl.id = ANY($1)`, touched)
	if err := t.pgx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("place post %d: %w", p.PostID, err)
	}
	return nil
}

// DropUnusedPlaces removes places that no post names any more.
func (s *Store) DropUnusedPlaces(ctx context.Context) error {
	return s.inTx(ctx, func(t *tx) error {
		// They are locked first, so that the second look sees who came in between.
		rows, err := t.pgx.Query(ctx, `SELECT pl.id FROM places pl WHERE pl.media_count = 0 AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.place_id = pl.id)
			ORDER BY pl.id LIMIT 1000 FOR UPDATE SKIP LOCKED`)
		if err != nil {
			return fmt.Errorf("find unused places: %w", err)
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		_, err = t.pgx.Exec(ctx, `DELETE FROM places pl WHERE pl.id = ANY($1) AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.place_id = pl.id)`, ids)
		return err
	})
}

// likePrefix escapes what LIKE would read as a wildcard.
func likePrefix(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

package discover

import (
	"context"
	"math"
	"strings"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/index"
	"photogram/models/post"
)

// Limits of searches around a point, in metres.
const (
	DefaultDistance = 1000
	MaxDistance     = 5000
)

var errNoPlace = models.NotFoundf("discover.error.place-does-not-exist")

// PlaceByID finds a place of which the viewer may know.
func PlaceByID(ctx context.Context, s *models.Store, viewer, id models.ID) (*index.Place, error) {
	var pl index.Place
	err := models.Take(ctx, s.Pool(), &pl, `SELECT pl.* FROM places pl WHERE pl.id = @id
		AND `+access.VisiblePlace, models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, errNoPlace
	}
	return &pl, err
}

// PlacePosts lists the posts from a place, newest first.
func PlacePosts(ctx context.Context, s *models.Store, viewer, place models.ID, page models.Page) ([]post.View, models.ID, error) {
	return post.Posts(ctx, s, viewer, inOrder(`SELECT * FROM post_places WHERE place_id = @place`), map[string]any{"place": place}, page)
}

// TopPlacePosts is TopTagPosts for a place.
func TopPlacePosts(ctx context.Context, s *models.Store, viewer, place models.ID, after TopKey, limit int) ([]post.View, TopKey, error) {
	return topPosts(ctx, s, viewer, `SELECT owner_id, post_id FROM post_places WHERE place_id = @place
		ORDER BY pub_id DESC`, map[string]any{"place": place}, after, limit)
}

// nearbyPlaces bounds from how many places a search around a point takes posts.
const nearbyPlaces = 200

// metre is the part of a degree of latitude that a metre is.
const metre = 1 / 111_195.0

// nearby selects the nearest places within @distance metres of a point: a box
// on the index first, then the distance on the sphere.
const nearby = `SELECT * FROM (SELECT pl.*, 2 * 6371008.8 * asin(least(1, sqrt(sin(radians(pl.latitude - @lat) / 2) ^ 2
			+ cos(radians(@lat)) * cos(radians(pl.latitude)) * sin(radians(pl.longitude - @lng) / 2) ^ 2))) AS metres FROM places pl
		WHERE pl.latitude BETWEEN @south AND @north
		AND (pl.longitude BETWEEN @west AND @east OR pl.longitude >= @west2 OR pl.longitude <= @east2)) near
	WHERE metres <= @distance ORDER BY metres, id LIMIT @places`

func around(at index.Coordinates, distance int) map[string]any {
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
func PostsNear(ctx context.Context, s *models.Store, viewer models.ID, at index.Coordinates, distance int,
	page models.Page) ([]post.View, models.ID, error) {
	return post.Posts(ctx, s, viewer, `WITH near AS MATERIALIZED (`+nearby+`)
		SELECT n.* FROM near CROSS JOIN LATERAL (`+inOrder(`SELECT * FROM post_places WHERE place_id = near.id`)+`) n
		ORDER BY n.pub_id DESC LIMIT @limit`, around(at, distance), page)
}

// PlacesNear lists places within a distance in metres of a point, the nearest first.
func PlacesNear(ctx context.Context, s *models.Store, at index.Coordinates, distance, limit int) ([]index.Place, error) {
	args := around(at, distance)
	args["places"] = limit
	var out []index.Place
	err := models.Find(ctx, s.Pool(), &out, nearby, args)
	return out, err
}

// SearchPlaces finds places by the beginning of their name, or of a word in
// it, those with the most public posts first.
func SearchPlaces(ctx context.Context, s *models.Store, viewer models.ID, query string, limit int) ([]index.Place, error) {
	query, err := models.CleanText("q", query, MaxQuery, false)
	if err != nil {
		return nil, err
	}
	key := index.NameKey(query)
	if key == "" {
		return nil, nil
	}
	var out []index.Place
	err = models.Find(ctx, s.Pool(), &out, `SELECT pl.* FROM (
			(SELECT * FROM places WHERE key ~>=~ @key AND key ~<~ @end ORDER BY key USING ~<~ LIMIT 300)
			UNION (SELECT * FROM places WHERE length(@key) >= 3 AND key LIKE @word LIMIT 300)
		) pl WHERE `+access.VisiblePlace+` ORDER BY pl.key = @key DESC, pl.media_count DESC, pl.id LIMIT @limit`,
		models.Args{"viewer": viewer, "key": key, "end": index.Beyond(key), "word": "% " + likePrefix(key),
			"limit": limit})
	return out, err
}

// likePrefix escapes what LIKE would read as a wildcard.
func likePrefix(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

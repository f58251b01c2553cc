package api

import (
	"strconv"

	"photogram/models"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/post"
)

var locationRoutes = []route{
	{"GET", "/media/search", "public_content", "", (*API).mediaNear},
	{"GET", "/locations/search", "public_content", "", (*API).searchLocations},
	{"GET", "/locations/:location", "public_content", "", (*API).location},
	{"GET", "/locations/:location/media/recent", "public_content", "", (*API).locationMedia},
}

var errNoLocation = models.Say(models.Error{Kind: models.NotFound}, "api.error.location-does-not-exist")

func locationOf(pl *index.Place) location {
	return location{pl.ID.String(), pl.Name, pl.Latitude, pl.Longitude, pl.MediaCount}
}

// place finds the place that the path names.
func (a *API) place(r *request) (*index.Place, error) {
	id, err := models.ParseID(r.Param("location"))
	if err != nil {
		return nil, errNoLocation
	}
	pl, err := discover.PlaceByID(r.Ctx(), a.Store, r.Viewer(), id)
	if models.KindOf(err) == models.NotFound {
		return nil, errNoLocation
	}
	return pl, err
}

func (a *API) location(r *request) (any, *page, error) {
	pl, err := a.place(r)
	if err != nil {
		return nil, nil, err
	}
	return locationOf(pl), nil, nil
}

func (a *API) locationMedia(r *request) (any, *page, error) {
	pl, err := a.place(r)
	if err != nil {
		return nil, nil, err
	}
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return discover.PlacePosts(r.Ctx(), a.Store, r.Viewer(), pl.ID, p)
	})
}

// near reads a point and the distance around it that is meant.
func (r *request) near() (*index.Coordinates, int, error) {
	at, err := r.coordinates("lat", "lng")
	if err != nil || at == nil {
		return nil, 0, err
	}
	distance := discover.DefaultDistance
	if s := r.Text("distance"); s != "" {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || !(n >= 1) {
			return nil, 0, models.Invalidf("distance", "api.error.send-number-metres-from-1", "maxDistance", discover.MaxDistance)
		}
		distance = int(min(n, discover.MaxDistance))
	}
	return at, distance, nil
}

func (a *API) mediaNear(r *request) (any, *page, error) {
	at, distance, err := r.near()
	if err != nil {
		return nil, nil, err
	}
	if at == nil {
		return nil, nil, models.Invalidf("lat", "api.error.send-point-lat-lng-degrees")
	}
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return discover.PostsNear(r.Ctx(), a.Store, r.Viewer(), *at, distance, p)
	})
}

func (a *API) searchLocations(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	at, distance, err := r.near()
	if err != nil {
		return nil, nil, err
	}
	var places []index.Place
	switch {
	case at != nil:
		places, err = discover.PlacesNear(r.Ctx(), a.Store, *at, distance, n)
	case r.Text("q") == "":
		return nil, nil, models.Invalidf("q", "api.error.send-text-search-point-lat")
	default:
		places, err = discover.SearchPlaces(r.Ctx(), a.Store, r.Viewer(), r.Text("q"), n)
	}
	if err != nil {
		return nil, nil, err
	}
	out := make([]location, len(places))
	for i := range places {
		out[i] = locationOf(&places[i])
	}
	return out, nil, nil
}

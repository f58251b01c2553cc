package post

import (
	"context"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/index"
)

// editPlace puts the place that an edit names into the columns to set. The
// name may be the id of a place that the author may know of.
func editPlace(ctx context.Context, t *models.Tx, p *Post, in Edit, set map[string]any) error {
	name := p.Location
	if in.Location != nil {
		var err error
		if name, err = models.CleanText("location", *in.Location, models.MaxLocation, false); err != nil {
			return err
		}
		if id, err := models.ParseID(name); err == nil {
			var known string
			err := t.PG.QueryRow(ctx, access.ForViewer(`SELECT pl.name FROM places pl WHERE pl.id = $1
				AND `+access.VisiblePlace, "$2"), id, p.OwnerID).Scan(&known)
			if err == nil {
				name = known
			} else if !models.IsNoRows(err) {
				return err
			}
		}
		place, err := index.FindPlace(ctx, t, name)
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
		return models.Invalidf("latitude", "post.error.name-place-well-location")
	}
	at, err := index.CleanCoordinates(in.Coordinates.Latitude, in.Coordinates.Longitude)
	set["latitude"], set["longitude"] = at.Latitude, at.Longitude
	return err
}

package api

import (
	"photogram/models"
	"photogram/models/discover"
)

type searched struct {
	ID          string     `json:"id"`
	Kind        string     `json:"kind"` // text, person, tag or place
	CreatedTime string     `json:"created_time"`
	Query       string     `json:"query"` // the text, or the tag's, person's or place's name
	User        *shortUser `json:"user,omitempty"`
	LocationID  string     `json:"location_id,omitempty"`
}

func (a *API) searches(r *request) (any, *page, error) {
	rows, err := discover.SearchHistory(r.ctx(), a.Store, r.viewer())
	if err != nil {
		return nil, nil, err
	}
	out := make([]searched, len(rows))
	for i, h := range rows {
		out[i] = searched{ID: h.ID.String(), Kind: string(h.Kind), CreatedTime: seconds(h.CreatedAt), Query: h.Query}
		switch {
		case h.Person != nil:
			user := a.shortUser(*h.Person)
			out[i].User, out[i].Query = &user, user.Username
		case h.Kind == discover.SearchedPlace:
			out[i].LocationID, out[i].Query = h.RefID.String(), h.PlaceName
		}
	}
	return out, nil, nil
}

// forgetSearches clears the history, or takes one search out of it.
func (a *API) forgetSearches(r *request) (any, *page, error) {
	if !r.has("id") {
		return nil, nil, discover.ForgetSearches(r.ctx(), a.Store, r.viewer())
	}
	id, err := models.ParseID(r.text("id"))
	if err != nil {
		return nil, nil, models.Invalidf("id", "This is not the id of a search.")
	}
	return nil, nil, discover.ForgetSearch(r.ctx(), a.Store, r.viewer(), id)
}

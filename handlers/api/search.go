package api

import (
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/feed"
)

var searchRoutes = []route{
	{"GET", "/users/search", "public_content", "", (*API).searchUsers},
	{"GET", "/users/self/searches", "basic", "", (*API).searches},
	{"DELETE", "/users/self/searches", "account", "id", (*API).forgetSearches},
	{"GET", "/media/popular", "public_content", "", (*API).popular},
	{"GET", "/tags/search", "public_content", "", (*API).searchTags},
	{"GET", "/search/media", "public_content", "", (*API).searchMedia},
}

// popular is what the explore page shows, in the same order.
func (a *API) popular(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	after, err := discover.ParseExploreKey(r.Text("cursor"))
	if err != nil {
		return nil, nil, models.Invalidf("cursor", "api.error.not-place-list")
	}
	posts, next, err := discover.Page(r.Ctx(), a.Store, r.Viewer(), after, n)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.Viewer(), posts...)
	return a.encoded(posts, r.next("cursor", "next_cursor", next.String()))
}

func (a *API) searchUsers(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	q, err := r.query()
	if err != nil {
		return nil, nil, err
	}
	rows, err := discover.SearchPeople(r.Ctx(), a.Store, r.Viewer(), q, n)
	if err != nil {
		return nil, nil, err
	}
	return a.people(rows), nil, nil
}

func (a *API) searchTags(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	q, err := r.query()
	if err != nil {
		return nil, nil, err
	}
	rows, err := discover.SearchTags(r.Ctx(), a.Store, q, n)
	if err != nil {
		return nil, nil, err
	}
	out := make([]tagObject, len(rows))
	for i, t := range rows {
		out[i] = tagObject{t.Name, t.MediaCount}
	}
	return out, nil, nil
}

// searchMedia finds media by caption and alt text. When words were taken for
// mistyped ones, the pagination tells what was searched for.
func (a *API) searchMedia(r *request) (any, *page, error) {
	p, err := r.pageOf("max_id", "min_id")
	if err != nil {
		return nil, nil, err
	}
	q, err := r.query()
	if err != nil {
		return nil, nil, err
	}
	exact, err := r.Boolean("exact")
	if err != nil {
		return nil, nil, err
	}
	found, err := discover.SearchPosts(r.Ctx(), a.Store, r.Viewer(), q, exact != nil && *exact, p)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.Viewer(), found.Posts...)
	pages := r.next("max_id", "next_max_id", keyText(found.Next))
	if found.Query != "" {
		(*pages)["searched_for"] = found.Query
		if found.Next != 0 {
			(*pages)["next_url"] = r.NextURL("max_id", keyText(found.Next), "q", found.Query)
		}
	}
	return a.encoded(found.Posts, pages)
}

type searched struct {
	ID          string     `json:"id"`
	Kind        string     `json:"kind"` // text, person, tag or place
	CreatedTime string     `json:"created_time"`
	Query       string     `json:"query"` // the text, or the tag's, person's or place's name
	User        *shortUser `json:"user,omitempty"`
	LocationID  string     `json:"location_id,omitempty"`
}

func (a *API) searches(r *request) (any, *page, error) {
	rows, err := discover.SearchHistory(r.Ctx(), a.Store, r.Viewer())
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
	if !r.Has("id") {
		return nil, nil, discover.ForgetSearches(r.Ctx(), a.Store, r.Viewer())
	}
	id, err := models.ParseID(r.Text("id"))
	if err != nil {
		return nil, nil, models.Invalidf("id", "api.error.not-id-search")
	}
	return nil, nil, discover.ForgetSearch(r.Ctx(), a.Store, r.Viewer(), id)
}

package api

import (
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/feed"
)

// popular is what the explore page shows, in the same order.
func (a *API) popular(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	after, err := discover.ParseExploreKey(r.text("cursor"))
	if err != nil {
		return nil, nil, models.Invalidf("cursor", "This is not a place in the list.")
	}
	posts, next, err := discover.Page(r.ctx(), a.Store, r.viewer(), after, n)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.viewer(), posts...)
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
	rows, err := discover.SearchPeople(r.ctx(), a.Store, r.viewer(), q, n)
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
	rows, err := discover.SearchTags(r.ctx(), a.Store, q, n)
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
	exact, err := r.boolean("exact")
	if err != nil {
		return nil, nil, err
	}
	found, err := discover.SearchPosts(r.ctx(), a.Store, r.viewer(), q, exact != nil && *exact, p)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.viewer(), found.Posts...)
	pages := r.next("max_id", "next_max_id", keyText(found.Next))
	if found.Query != "" {
		(*pages)["searched_for"] = found.Query
		if found.Next != 0 {
			(*pages)["next_url"] = r.nextURL("max_id", keyText(found.Next), "q", found.Query)
		}
	}
	return a.encoded(found.Posts, pages)
}

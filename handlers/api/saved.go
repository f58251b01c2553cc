package api

import (
	"photogram/models"
)

func (a *API) savedMedia(r *request) (any, *page, error) {
	return keyPage(r, "max_save_id", a.show, func(before models.ID, n int) ([]models.PostView, models.ID, error) {
		return a.Store.SavedPosts(r.ctx(), r.viewer(), before, n)
	})
}

func (a *API) save(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		err = a.Store.Save(r.ctx(), r.viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

func (a *API) unsave(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		_, err = a.Store.Unsave(r.ctx(), r.viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

package api

import (
	"photogram/models"
	"photogram/models/post"
	"photogram/models/saved"
)

func (a *API) savedMedia(r *request) (any, *page, error) {
	return keyPage(r, "max_save_id", a.show, func(before models.ID, n int) ([]post.View, models.ID, error) {
		return saved.Posts(r.ctx(), a.Store, r.viewer(), before, n)
	})
}

func (a *API) save(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		err = saved.Save(r.ctx(), a.Store, r.viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

func (a *API) unsave(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		_, err = saved.Unsave(r.ctx(), a.Store, r.viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

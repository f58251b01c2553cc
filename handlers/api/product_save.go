package api

import (
	"photogram/models"
	"photogram/models/shop"
)

func (a *API) savedProducts(r *request) (any, *page, error) {
	show := func(list []shop.View) (any, error) { return a.showProducts(r, list) }
	return keyPage(r, "cursor", show, func(before models.ID, n int) ([]shop.View, models.ID, error) {
		return shop.Saved(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (a *API) saveProduct(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err == nil {
		err = shop.Save(r.Ctx(), a.Store, r.Viewer(), id, nil)
	}
	return nil, nil, hide(err, errNoProduct)
}

func (a *API) unsaveProduct(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err == nil {
		_, err = shop.Unsave(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hide(err, errNoProduct)
}

func (a *API) relatedProducts(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err != nil {
		return nil, nil, err
	}
	v, err := shop.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	list, err := shop.Related(r.Ctx(), a.Store, r.Viewer(), v)
	if err != nil {
		return nil, nil, err
	}
	out, err := a.showProducts(r, list)
	return out, &page{}, err
}

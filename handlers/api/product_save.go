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

// productWait is whether the person waits for a product.
type productWait struct {
	Waiting bool `json:"waiting"`
}

// waitForProduct asks to be told when a product can be had again.
func (a *API) waitForProduct(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err != nil {
		return nil, nil, err
	}
	mail, err := r.Boolean("mail")
	if err != nil {
		return nil, nil, err
	}
	waits, err := shop.Wait(r.Ctx(), a.Store, r.Viewer(), id, mail != nil && *mail)
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	return productWait{waits}, nil, nil
}

func (a *API) unwaitForProduct(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err == nil {
		err = shop.Unwait(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	return productWait{false}, nil, nil
}

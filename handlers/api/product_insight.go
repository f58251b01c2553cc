package api

import (
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/money"
	"photogram/models/shop"
	"photogram/models/tally"
)

// productInsights is what the owner of a product is told of it.
type productInsights struct {
	Since   string       `json:"since"`
	Until   string       `json:"until"`
	Views   int64        `json:"product_views"`
	Taps    int64        `json:"product_taps"`
	Orders  int64        `json:"orders"`
	Revenue money.Amount `json:"revenue"`
	knownOf
}

func (a *API) productInsights(r *request) (any, *page, error) {
	v, err := a.ownProduct(r)
	if err != nil {
		return nil, nil, err
	}
	p, err := insight.OfProduct(r.Ctx(), a.Store, r.Viewer(), v.ID)
	if err != nil {
		return nil, nil, err
	}
	return productInsights{p.From.Format(time.DateOnly), p.To.Format(time.DateOnly), p.Views, p.Taps, p.Orders,
		money.Amount{Minor: p.Revenue, Currency: p.Currency}, shapeKnown(p.Known)}, nil, nil
}

// countProductView takes that a program showed a product to the person, and from what.
func (a *API) countProductView(r *request) (any, *page, error) {
	id, err := r.idOf("product", errNoProduct)
	if err != nil {
		return nil, nil, err
	}
	v, err := shop.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hide(err, errNoProduct)
	}
	looks := []tally.Look{{Product: id, Metric: tally.ProductViews, Source: tally.API}}
	if s := r.Text("media_id"); s != "" {
		post, _, err := mediaKey(s)
		if err != nil {
			return nil, nil, models.Invalidf("media_id", "api.error.not-media-id", "s", fmt.Sprintf("%.40q", s))
		}
		looks = append(looks, tally.Look{Product: id, Post: post, Metric: tally.ProductTaps, Source: tally.API})
	}
	if v.OwnerID != r.Viewer() {
		a.CalledFor(r.Context, r.Viewer(), looks...)
		shop.Looked(a.Store, v.OwnerID, v.ID)
	}
	return nil, nil, nil
}

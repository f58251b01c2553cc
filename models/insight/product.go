package insight

import (
	"context"

	"photogram/models"
	"photogram/models/tally"
)

// ProductReport is what the owner of a product is told of the last 28 days.
type ProductReport struct {
	Known
	Range
	Views    int64
	Taps     int64 // from posts and stories, also of others
	Orders   int64 // that were paid, whatever led to them
	Revenue  int64 // of them, less refunds, in minor units of Currency
	Currency string
}

// OfProduct reports on a product of the viewer's, which was found for them before.
func OfProduct(ctx context.Context, s *models.Store, viewer, product models.ID) (*ProductReport, error) {
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, err
	}
	r, err := a.check(Range{})
	if err != nil {
		return nil, err
	}
	days, months := a.spans(r)
	d, err := a.read(ctx, s, product, days, months)
	if err != nil {
		return nil, err
	}
	sum := d.sum(r)
	return &ProductReport{Known: a.known(), Range: r, Views: sum.Sum(tally.ProductViews), Taps: sum.Sum(tally.ProductTaps),
		Orders: sum.Sum(tally.ProductOrders), Revenue: sum.Sum(tally.ProductRevenue), Currency: a.currency}, nil
}

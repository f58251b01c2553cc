package demo

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/story"
	"photogram/models/tally"
)

// shoppers save some of what is sold before a sale begins, show it in a story and look at it.
func (l *demoLoader) shoppers(ctx context.Context, seller models.ID, wares []models.ID, found models.ID, stories []models.ID,
	now time.Time) error {
	for _, name := range []string{"mira.aldana", "hana_m", "noor"} {
		for _, ware := range []models.ID{wares[2], wares[3]} {
			if err := shop.Save(ctx, l.store, l.users[name].ID, ware, nil); err != nil {
				return fmt.Errorf("save for %s: %w", name, err)
			}
		}
	}
	l.clock.at = l.clock.at.Add(24 * time.Hour)
	for i, w := range demoWares {
		if w.sale > 0 {
			if err := shop.Update(ctx, l.store, seller, wares[i], shop.Change{SalePrice: &w.sale}); err != nil {
				return fmt.Errorf("begin a sale: %w", err)
			}
		}
	}
	for i, st := range l.content.Stories {
		if st.By == "hana_m" {
			x, y := 0.42, 0.62
			tags := []post.ProductInput{{ProductID: wares[0], X: &x, Y: &y}}
			if err := story.Update(ctx, l.store, l.users[st.By].ID, stories[i], story.Edit{Products: &tags}); err != nil {
				return fmt.Errorf("show a product in a story: %w", err)
			}
		}
	}
	for day := 18; day >= 0; day-- {
		l.clock.at = now.Add(-time.Duration(day*24+1) * time.Hour)
		for i, ware := range wares {
			for n := range l.random.IntN(14 - 2*i) {
				look := l.look()
				look.Product, look.Metric, look.Source = ware, tally.ProductViews, demoSources[l.random.IntN(len(demoSources))]
				tally.Count(l.store, look)
				if n%3 == 0 {
					look.Post, look.Metric = found, tally.ProductTaps
					tally.Count(l.store, look)
				}
			}
		}
		if err := tally.Flush(ctx, l.store); err != nil {
			return fmt.Errorf("count looks at products: %w", err)
		}
	}
	return nil
}

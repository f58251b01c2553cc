package shop

import (
	"context"

	"photogram/models/shop"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// List is a page of products, and where the next is.
type List struct {
	Products []shop.View
	Older    string
}

// Goods is what public shops sell, as somebody asked for it.
type Goods struct {
	List       List
	Form       ui.Form
	Sort       string
	Currencies []string
}

// Filtered is whether more than words were asked for.
func (d Goods) Filtered() bool {
	for _, name := range []string{"min", "max", "currency", "show"} {
		if d.Form.Values[name] != "" {
			return true
		}
	}
	return d.Form.Values["sort"] != "" && d.Form.Values["sort"] != string(shop.Popular)
}

// Searched is whether anything was asked for.
func (d Goods) Searched() bool {
	return d.Form.Values["q"] != "" || d.Filtered() || len(d.Form.Problems) > 0
}

func (d Goods) currencies(ctx context.Context) []ui.Choice {
	out := []ui.Choice{{Value: "", Label: text.T(ctx, "shop.any-currency")}}
	for _, code := range d.Currencies {
		out = append(out, ui.Choice{Value: code, Label: code})
	}
	return out
}

func goodsShown(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: "", Label: text.T(ctx, "shop.show-available")}, {Value: "all", Label: text.T(ctx, "shop.show-all")}}
}

// SavedTabs are the parts of what is saved; goods is that of products.
func SavedTabs(ctx context.Context, goods bool) []ui.Tab {
	return []ui.Tab{{Label: text.T(ctx, "shop.tab-posts"), Path: urls.Saved, Current: !goods},
		{Label: text.T(ctx, "shop.tab-products"), Path: urls.SavedGoods, Current: goods}}
}

// ExploreTabs are the parts of Explore; goods is that of products.
func ExploreTabs(ctx context.Context, goods bool) []ui.Tab {
	return []ui.Tab{{Label: text.T(ctx, "shop.tab-photos"), Path: urls.Explore, Current: !goods},
		{Label: text.T(ctx, "shop.tab-products"), Path: urls.Goods, Current: goods}}
}

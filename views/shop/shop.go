// Package shop shows catalogues, products and imports. It receives all it shows and
// fetches nothing.
package shop

import (
	"context"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Home is somebody's own shop.
type Home struct {
	Catalogs []shop.Catalog
	Form     ui.Form
}

// Desk is a catalogue with a page of its products.
type Desk struct {
	Catalog shop.Catalog
	List    []shop.View
	Older   string
	Words   string
	State   string
	Sort    string
	Form    ui.Form // of the table
	New     ui.Form // of a product that is being added
	Imports []shop.Import
	Link    string // the secret part of the addresses of feeds
	Feeds   []string
}

// Product is the page of a product.
type Product struct {
	View     shop.View
	Variants []shop.View
	Related  []shop.View
	Posts    ui.Grid
	Own      bool
	Missing  bool                   // it is sold out, and somebody else's
	Waits    bool                   // the viewer is told when it is back
	Offered  bool                   // it can be put into a cart,
	Most     int64                  // of which there are so many; 0 where they are not counted
	From     models.ID              // the post that led here
	Report   *insight.ProductReport // for its owner
}

// productNumbers are what its owner is told of a product.
func productNumbers(ctx context.Context, r *insight.ProductReport) [][2]string {
	reader := text.Of(ctx)
	return [][2]string{{text.T(ctx, "shop.seen-times"), reader.Number(r.Views)}, {text.T(ctx, "shop.from-posts"), reader.Number(r.Taps)},
		{text.T(ctx, "shop.ordered"), reader.Number(r.Orders)},
		{text.T(ctx, "shop.earned"), money.Amount{Minor: r.Revenue, Currency: r.Currency}.For(reader)}}
}

// Edit is the page on which a product is changed.
type Edit struct {
	View     shop.View
	Photos   []post.Media
	Problems []shop.ImageProblem
	Form     ui.Form
}

// Read is an import and what is to be told of it.
type Read struct {
	Import shop.Import
	Lines  []shop.Line
	More   bool
}

// Place is a product that can be on a post, and where it is.
type Place struct {
	View shop.View
	On   bool
	X, Y string
	Item string
}

// OnPost is the page on which products are put on a post or a story.
type OnPost struct {
	Post   *post.View
	Story  *story.View
	Places []Place
	Words  string
	Form   ui.Form
}

func (d OnPost) title(ctx context.Context) string {
	if d.Story != nil {
		return text.T(ctx, "shop.on-story")
	}
	return text.T(ctx, "shop.on-post")
}

func (d OnPost) path() string {
	if d.Story != nil {
		return urls.StoryAction(d.Story.ID, "products")
	}
	return urls.PostAction(d.Post.ID, "products")
}

func (d OnPost) back() string {
	switch {
	case d.Story == nil:
		return urls.Post(d.Post.ID)
	case d.Story.State == post.Draft || d.Story.State == post.Scheduled:
		return urls.StoryAction(d.Story.ID, "edit")
	}
	return urls.Story(d.Story.Author.Username, d.Story.ID)
}

// priceOf is an amount as a form has it.
func priceOf(p *shop.Product) string { return p.Usual().Number() }

func saleOf(p *shop.Product) string {
	if p.SalePrice == nil {
		return ""
	}
	return money.Amount{Minor: *p.SalePrice, Currency: p.Currency}.Number()
}

func stockOf(p *shop.Product) string {
	if !p.Counted {
		return ""
	}
	return strconv.FormatInt(p.Stock, 10)
}

// field names a field of one row of the table.
func field(name string, id models.ID) string { return name + "-" + id.String() }

// sent is what was written into a field, or else what is there.
func sent(f ui.Form, name, is string) string {
	if s, ok := f.Values[name]; ok {
		return s
	}
	return is
}

func states(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: "published", Label: text.T(ctx, "shop.state-published")}, {Value: "draft", Label: text.T(ctx,
		"shop.state-draft")},
		{Value: "archived", Label: text.T(ctx, "shop.state-archived")}}
}

// LowStock is the filter for products of which few are left.
const LowStock = "low"

func filters(ctx context.Context) []ui.Choice {
	list := append([]ui.Choice{{Value: "", Label: text.T(ctx, "shop.all-states")}}, states(ctx)...)
	return append(list, ui.Choice{Value: LowStock, Label: text.T(ctx, "shop.state-low")})
}

func orders(ctx context.Context, own bool) []ui.Choice {
	list := []ui.Choice{{Value: "newest", Label: text.T(ctx, "shop.sort-newest")}, {Value: "price", Label: text.T(ctx,
		"shop.sort-cheapest")},
		{Value: "-price", Label: text.T(ctx, "shop.sort-dearest")}, {Value: "popular", Label: text.T(ctx, "shop.sort-popular")}}
	if own {
		list = append(list, ui.Choice{Value: "stock", Label: text.T(ctx, "shop.sort-stock")})
	}
	return list
}

func availabilities(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: "in_stock", Label: text.T(ctx, "shop.in_stock")}, {Value: "out_of_stock", Label: text.T(ctx,
		"shop.out_of_stock")},
		{Value: "preorder", Label: text.T(ctx, "shop.preorder")}, {Value: "backorder", Label: text.T(ctx, "shop.backorder")},
		{Value: "discontinued", Label: text.T(ctx, "shop.discontinued")}}
}

func conditions(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: "new", Label: text.T(ctx, "shop.new")}, {Value: "refurbished", Label: text.T(ctx, "shop.refurbished")},
		{Value: "used", Label: text.T(ctx, "shop.used")}}
}

func modes(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: "update", Label: text.T(ctx, "shop.mode-update")}, {Value: "replace", Label: text.T(ctx,
		"shop.mode-replace")}}
}

func bulks(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: "", Label: text.T(ctx, "shop.bulk-nothing")}, {Value: "archived", Label: text.T(ctx, "shop.bulk-archive")},
		{Value: "published", Label: text.T(ctx, "shop.bulk-publish")}, {Value: "draft", Label: text.T(ctx, "shop.bulk-draft")},
		{Value: "percent", Label: text.T(ctx, "shop.bulk-percent")}}
}

// holds are the fields that a column may have.
func holds(ctx context.Context, field shopfile.Field) []ui.Choice {
	out := []ui.Choice{{Value: "", Label: text.T(ctx, "shop.ignored")}}
	known := field == shopfile.Ignore
	for _, f := range shopfile.Fields() {
		known = known || f == field
		out = append(out, ui.Choice{Value: string(f), Label: strings.ReplaceAll(string(f), "_", " ")})
	}
	if !known { // such as an option with its name
		out = append(out, ui.Choice{Value: string(field), Label: strings.ReplaceAll(string(field), "_", " ")})
	}
	return out
}

// availabilityWords say whether a product can be had.
func availabilityWords(ctx context.Context, v *shop.View) string {
	word := text.T(ctx, "shop.in_stock")
	for _, c := range availabilities(ctx) {
		if c.Value == string(v.Available()) {
			word = c.Label
		}
	}
	if v.Counted && v.Left() > 0 && v.Left() <= 5 {
		word += ", " + text.T(ctx, "shop.only-left", "n", v.Left())
	}
	return word
}

// missing says of a card that a product cannot be had, or not at once.
func missing(ctx context.Context, v *shop.View) string {
	if v.Available() == shopfile.InStock {
		return ""
	}
	return text.T(ctx, "shop."+string(v.Available()))
}

// optionWords tell a variant from its siblings.
func optionWords(v *shop.View) string {
	var out []string
	for _, o := range v.Options {
		out = append(out, o.Value)
	}
	if len(out) == 0 {
		return v.RetailerID
	}
	return strings.Join(out, ", ")
}

// OptionLines are the options of a product as a form has them.
func OptionLines(p *shop.Product) string {
	var out []string
	for _, o := range p.Options {
		out = append(out, o.Name+": "+o.Value)
	}
	return strings.Join(out, "\n")
}

// importName is what an import is called.
func importName(i *shop.Import) string {
	switch {
	case i.FileName != "":
		return i.FileName
	case i.Source != "":
		return i.Source
	}
	return i.ID.Code()
}

func importCounts(ctx context.Context, i *shop.Import) string {
	switch i.State {
	case shop.Running:
		return text.T(ctx, "shop.import-running", "n", i.Position, "of", i.Total)
	case shop.Failed:
		return text.T(ctx, "shop.import-failed")
	}
	r := text.Of(ctx)
	return text.T(ctx, "shop.created") + " " + r.Number(int64(i.Created)) + ", " + text.T(ctx, "shop.updated") + " " +
		r.Number(int64(i.Updated)) + ", " + text.T(ctx, "shop.refused") + " " + r.Number(int64(i.Refused))
}

// Orders are the orders in which people find what is sold.
func Orders(ctx context.Context) []ui.Choice { return orders(ctx, false) }

// lowForm has of how few pieces the owner is told.
func (d Desk) lowForm() ui.Form {
	f := ui.Form{Values: map[string]string{}, Problems: d.New.Problems}
	if d.Catalog.LowStock > 0 {
		f.Values["low_stock"] = strconv.FormatInt(d.Catalog.LowStock, 10)
	}
	if s, sent := d.New.Values["low_stock"]; sent {
		f.Values["low_stock"] = s
	}
	return f
}

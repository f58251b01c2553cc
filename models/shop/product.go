package shop

import (
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/shopfile"
)

// Product is something that can be bought, or one variant of it. Its JSON is what
// write gives to the database.
type Product struct {
	OwnerID        models.ID             `json:"owner_id"`
	ID             models.ID             `json:"id"`
	CatalogID      models.ID             `json:"catalog_id"`
	RetailerID     string                `json:"retailer_id"`
	GroupID        string                `json:"group_id"`
	State          State                 `json:"state"`
	Title          string                `json:"title"`
	Description    string                `json:"description"`
	Brand          string                `json:"brand"`
	GTIN           string                `json:"gtin" gorm:"column:gtin"`
	MPN            string                `json:"mpn" gorm:"column:mpn"`
	Category       string                `json:"category"`
	GoogleCategory string                `json:"google_category"`
	Condition      shopfile.Condition    `json:"condition"`
	Availability   shopfile.Availability `json:"availability"`
	URL            string                `json:"url" gorm:"column:url"`
	Currency       string                `json:"currency"`
	Price          int64                 `json:"price"`
	SalePrice      *int64                `json:"sale_price"`
	SaleFrom       *time.Time            `json:"sale_from"`
	SaleTo         *time.Time            `json:"sale_to"`
	Counted        bool                  `json:"counted"`
	Stock          int64                 `json:"stock"`
	Reserved       int64                 `json:"reserved"`
	Weight         int64                 `json:"weight"`
	UnitAmount     int64                 `json:"unit_amount"`
	Unit           string                `json:"unit"`
	Options        []shopfile.Option     `json:"options"`
	Labels         []string              `json:"labels"`
	Images         []string              `json:"images"`
	Tax            int                   `json:"tax"`
	Maker          string                `json:"maker"`
	Warnings       string                `json:"warnings"`
	Popularity     int64                 `json:"popularity"`
	LowStock       *int64                `json:"low_stock"` // few of it; nil is as its catalogue has it
	LowTold        bool                  `json:"low_told"`
	Fetch          bool                  `json:"wants_photos" gorm:"column:wants_photos"`
	PricedAt       time.Time             `json:"priced_at"`
	CreatedAt      time.Time             `json:"created_at"`
	UpdatedAt      time.Time             `json:"updated_at"`

	CoverKey         string `json:"cover_key"`
	CoverWidth       int    `json:"cover_width"`
	CoverHeight      int    `json:"cover_height"`
	CoverPlaceholder string `json:"cover_placeholder"`
}

// Code names the product in links.
func (p *Product) Code() string { return p.ID.Code() }

// OnSale is whether the sale price is asked at a time.
func (p *Product) OnSale(now time.Time) bool {
	return p.SalePrice != nil && (p.SaleFrom == nil || !p.SaleFrom.After(now)) && (p.SaleTo == nil || p.SaleTo.After(now))
}

// Asked is what the product costs at a time.
func (p *Product) Asked(now time.Time) money.Amount {
	if p.OnSale(now) {
		return money.Amount{Minor: *p.SalePrice, Currency: p.Currency}
	}
	return p.Usual()
}

// Usual is what the product costs without a sale.
func (p *Product) Usual() money.Amount { return money.Amount{Minor: p.Price, Currency: p.Currency} }

// Left is how many pieces can be bought, where they are counted.
func (p *Product) Left() int64 { return max(0, p.Stock-p.Reserved) }

// Available is whether the product can be had: what is counted and used up is out of stock.
func (p *Product) Available() shopfile.Availability {
	if p.Availability == shopfile.InStock && p.Counted && p.Left() == 0 {
		return shopfile.OutOfStock
	}
	return p.Availability
}

// UnitPrice is what a kilogram, a litre … costs at a time; false where nothing is known.
func (p *Product) UnitPrice(now time.Time) (money.Amount, bool) {
	return post.UnitPrice(p.Asked(now), p.UnitAmount, p.Unit)
}

// Cover is the first photo as pages show it.
func (p *Product) Cover() post.Picture {
	return post.Picture{Key: p.CoverKey, Width: p.CoverWidth, Height: p.CoverHeight, Placeholder: p.CoverPlaceholder, Alt: p.Title}
}

// View is a product as a viewer sees it at a time.
type View struct {
	Product
	Owner  access.Author `gorm:"-"`
	Now    time.Time     `gorm:"-"`
	Photos []post.Media  `gorm:"-"`
	// Lowest is the lowest price of the 30 days before a reduction; nil without one.
	Lowest *int64 `gorm:"-"`
	Shown  []Post `gorm:"-"` // posts in which it is seen
	Kept   *Kept  `gorm:"-"` // where the viewer saved it; nil where they did not, or nobody asked
}

// Post names a post that shows a product.
type Post struct{ OwnerID, ID models.ID }

// Public is whether everybody may see the product.
func (v *View) Public() bool {
	return v.State == Published && !v.Owner.IsPrivate && !v.Owner.Suspended
}

// columns are those of a product AS pr that lists read.
const columns = `pr.owner_id, pr.id, pr.catalog_id, pr.retailer_id, pr.group_id, pr.state, pr.title, pr.description, pr.brand, pr.gtin,
	pr.mpn, pr.category, pr.google_category, pr.condition, pr.availability, pr.url, pr.currency, pr.price, pr.sale_price, pr.sale_from,
	pr.sale_to, pr.counted, pr.stock, pr.reserved, pr.weight, pr.unit_amount, pr.unit, pr.options, pr.labels, pr.images, pr.tax,
	pr.maker, pr.warnings, pr.popularity, pr.low_stock, pr.low_told, pr.wants_photos, pr.priced_at, pr.created_at, pr.updated_at,
	pr.cover_key, pr.cover_width,
	pr.cover_height, pr.cover_placeholder`

// What holds of a product AS pr at @now, in SQL: OnSale, Asked and Available.
const (
	onSale    = post.OnSale
	asked     = post.AskedPrice
	available = post.InStockNow
	buyable   = `(` + available + `) IN ('in_stock', 'preorder', 'backorder')`
)

package shopfile

import (
	"slices"
	"time"

	"photogram/models/money"
)

// Item is one product, or one variant of a product, as a file describes it.
type Item struct {
	File           string        `json:"file,omitempty"` // within an archive
	Row            int           `json:"row"`            // as a spreadsheet counts, from 1
	RetailerID     string        `json:"retailer_id"`
	GroupID        string        `json:"group_id,omitempty"`
	Title          string        `json:"title"`
	Description    string        `json:"description,omitempty"`
	Price          money.Amount  `json:"price"`
	SalePrice      *money.Amount `json:"sale_price,omitempty"`
	SaleFrom       time.Time     `json:"sale_from,omitzero"`
	SaleTo         time.Time     `json:"sale_to,omitzero"`
	Availability   Availability  `json:"availability"`
	Stock          *int          `json:"stock,omitempty"` // nil is not counted
	Condition      Condition     `json:"condition"`
	Brand          string        `json:"brand,omitempty"`
	GTIN           string        `json:"gtin,omitempty"`
	MPN            string        `json:"mpn,omitempty"`
	Category       string        `json:"category,omitempty"`
	GoogleCategory string        `json:"google_category,omitempty"`
	Link           string        `json:"link,omitempty"`
	Images         []string      `json:"images,omitempty"`
	Options        []Option      `json:"options,omitempty"`
	WeightGrams    int           `json:"weight_grams,omitempty"`
	UnitMeasure    *Measure      `json:"unit_measure,omitempty"` // what is in it: 750 ml
	UnitBase       *Measure      `json:"unit_base,omitempty"`    // what its price is given for: 1 l
	Labels         [5]string     `json:"labels,omitzero"`
	Status         Status        `json:"status"`
}

// Option is what tells a variant from its siblings, such as a size.
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Measure is a quantity in thousandths of a unit: 750 ml are 750,000.
type Measure struct {
	Milli int64  `json:"milli"`
	Unit  string `json:"unit"`
}

// Availability is whether an item can be had.
type Availability string

// The availabilities that feeds know.
const (
	InStock      Availability = "in_stock"
	OutOfStock   Availability = "out_of_stock"
	Preorder     Availability = "preorder"
	Backorder    Availability = "backorder"
	Discontinued Availability = "discontinued"
)

// Condition is whether an item was used before.
type Condition string

// The conditions that feeds know.
const (
	New         Condition = "new"
	Refurbished Condition = "refurbished"
	Used        Condition = "used"
)

// Status is whether an item is shown.
type Status string

// The statuses of an item.
const (
	Active   Status = "active"
	Draft    Status = "draft"
	Archived Status = "archived"
)

// Refused is whether one of the problems of a row is an error.
func Refused(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == SeverityError })
}

// Severity is what a problem means for its row.
type Severity string

// A row with an error is refused; a warning leaves out one field, or changes it.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Problem is what is wrong with a field of a row, in words. Row 0 is the whole file.
type Problem struct {
	File     string   `json:"file,omitempty"`
	Row      int      `json:"row"`
	Field    Field    `json:"field,omitempty"`
	Message  string   `json:"message"`
	Severity Severity `json:"severity"`
}

// Summary counts what became of a file.
type Summary struct {
	Rows     int `json:"rows"`     // with anything in them, below the header
	Good     int `json:"good"`     // items that were taken
	Refused  int `json:"refused"`  // rows with an error
	Warnings int `json:"warnings"` // fields that were left out or changed
	// CutShort is a file that could not be read to its end.
	CutShort bool `json:"cut_short"`
}

// Empty is a file without one good item. It may not replace what a catalogue holds.
func (s Summary) Empty() bool { return s.Good == 0 }

// MostlyBroken is a file of which more is refused than taken. It may not replace what
// a catalogue holds either.
func (s Summary) MostlyBroken() bool { return s.Refused > s.Good }

// Whole is whether the file may stand for a whole catalogue.
func (s Summary) Whole() bool { return !s.Empty() && !s.MostlyBroken() && !s.CutShort }

// Count adds what Items gave for one item or row.
func (s *Summary) Count(item Item, problems []Problem) {
	refused := Refused(problems)
	for _, p := range problems {
		s.CutShort = s.CutShort || p.Severity == SeverityError && p.Row == 0
		if p.Severity == SeverityWarning {
			s.Warnings++
		}
	}
	switch {
	case refused:
		s.Refused++
	case item.RetailerID != "":
		s.Good++
	}
}

// Field is what a column holds.
type Field string

// The fields that a column can be mapped to. The last ones are parts of exports from
// which fields of items are put together.
const (
	Ignore         Field = ""
	RetailerID     Field = "retailer_id"
	SKU            Field = "sku"
	GroupID        Field = "group_id"
	Title          Field = "title"
	VariantTitle   Field = "variant_title"
	Description    Field = "description"
	Summarized     Field = "short_description"
	Price          Field = "price"
	SalePrice      Field = "sale_price"
	CompareAt      Field = "compare_at_price"
	NetPrice       Field = "net_price"
	SaleFrom       Field = "sale_from"
	SaleTo         Field = "sale_to"
	SaleDates      Field = "sale_dates"
	Currency       Field = "currency"
	Available      Field = "availability"
	Stock          Field = "stock"
	Backorders     Field = "backorders"
	Counted        Field = "stock_counted"
	Cond           Field = "condition"
	Brand          Field = "brand"
	GTIN           Field = "gtin"
	MPN            Field = "mpn"
	Category       Field = "category"
	GoogleCategory Field = "google_category"
	Link           Field = "link"
	Image          Field = "image"
	MoreImages     Field = "more_images"
	OptionName     Field = "option_name"  // option_name:1 …
	OptionValue    Field = "option_value" // option_value:1 …
	OptionOf       Field = "option"       // option:Size …
	Weight         Field = "weight"
	WeightUnit     Field = "weight_unit"
	UnitMeasure    Field = "unit_measure"
	UnitBase       Field = "unit_base"
	Label          Field = "label" // label:0 … label:4
	Visible        Field = "status"
	Published      Field = "published"
	Kind           Field = "kind" // simple, variation; Product, Variant
	Parent         Field = "parent"
	Impact         Field = "price_impact"
	Discount       Field = "discount"
	DiscountKind   Field = "discount_kind"
	DiscountAmount Field = "discount_amount"
	DiscountShare  Field = "discount_percent"
	StoreView      Field = "store_view"
	Variations     Field = "variations"
	Attributes     Field = "attributes"
)

// Fields are those that a person may choose for a column, in the order of a form.
func Fields() []Field {
	return []Field{RetailerID, SKU, GroupID, Title, VariantTitle, Description, Summarized, Price, SalePrice, CompareAt, NetPrice,
		SaleFrom,
		SaleTo, SaleDates, Currency, Available, Stock, Counted, Backorders, Cond, Brand, GTIN, MPN, Category, GoogleCategory, Link,
		Image, MoreImages,
		Weight, WeightUnit, UnitMeasure, UnitBase, Visible, Published, Kind, Parent, Impact, Discount, DiscountKind, DiscountAmount,
		DiscountShare, StoreView, Variations,
		Attributes}
}

package shop

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/index"
	"photogram/models/post"
	"photogram/models/shopfile"
)

// Sort is the order of a list.
type Sort string

// The orders of lists.
const (
	Newest    Sort = "newest"
	Cheapest  Sort = "price"
	Dearest   Sort = "-price"
	Popular   Sort = "popular"
	LowStock  Sort = "stock" // of the owner's own
	SortNames      = "newest, price, -price or popular"
)

// Query is what products are asked for.
type Query struct {
	Words        string
	Owner        models.ID // whose; 0 for all
	Catalog      models.ID // of Owner; 0 for all
	States       []State   // for the owner alone; nil for what is published
	Availability shopfile.Availability
	MinPrice     *int64
	MaxPrice     *int64
	Currency     string
	Leads        bool // one of each group
	Buyable      bool // that can be had
	Low          bool // of which few are left
	Explore      bool // of public shops, less those of the viewer and of whom they muted
	Group        string
	Sort         Sort
}

// Place is a place in a list: the value that it is sorted by, and the product.
type Place struct {
	Value int64
	ID    models.ID
}

// String is the place as programs give it back; ParsePlace reads it.
func (p Place) String() string {
	if p.ID == 0 {
		return ""
	}
	return strconv.FormatInt(p.Value, 10) + "." + p.ID.String()
}

// ParsePlace reads a place in a list; the empty text is its beginning.
func ParsePlace(s string) (p Place, err error) {
	if s == "" {
		return p, nil
	}
	value, id, _ := strings.Cut(s, ".")
	if p.Value, err = strconv.ParseInt(value, 10, 64); err == nil {
		p.ID, err = models.ParseID(id)
	}
	if err != nil {
		return Place{}, models.Invalidf("cursor", "shop.error.not-place-list")
	}
	return p, nil
}

// Clean checks what is asked for.
func (q *Query) Clean() error {
	var problems models.Problems
	words, err := models.CleanText("q", q.Words, maxQuery, false)
	_ = problems.Add(err)
	q.Words = words
	switch q.Sort {
	case "":
		q.Sort = Newest
	case Newest, Cheapest, Dearest, Popular, LowStock:
	default:
		problems = append(problems, models.Invalidf("sort", "shop.error.order-one", "sortNames", SortNames))
	}
	if q.Availability != "" {
		known := false
		for _, a := range Availabilities {
			known = known || a == q.Availability
		}
		if !known {
			problems = append(problems, models.Invalidf("availability",
				"shop.error.availability-stock-out-stock-preorder"))
		}
	}
	for name, price := range map[string]*int64{"min_price": q.MinPrice, "max_price": q.MaxPrice} {
		if price != nil && *price < 0 {
			problems = append(problems, models.Invalidf(name, "shop.error.price-not-below-zero"))
		}
	}
	if q.MinPrice != nil && q.MaxPrice != nil && *q.MinPrice > *q.MaxPrice {
		problems = append(problems, models.Invalidf("max_price", "shop.error.below-min-price"))
	}
	return problems.Err()
}

const (
	rareHits   = 5000 // products that are taken from the index of words and put in order
	searchTime = 2 * time.Second
)

var errSlow = models.Invalidf("q", "shop.error.search-takes-too-long-add")

// List finds products that the viewer may see, a page at a time.
func List(ctx context.Context, s *models.Store, viewer models.ID, q Query, from Place, limit int) ([]View, Place, error) {
	if err := q.Clean(); err != nil {
		return nil, Place{}, err
	}
	args := models.Args{"viewer": viewer, "now": s.Now(), "limit": limit + 1, "owner": q.Owner, "catalog": q.Catalog, "low": q.MinPrice,
		"high": q.MaxPrice, "value": from.Value, "id": from.ID, "availability": string(q.Availability), "currency": q.Currency,
		"group": q.Group}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	rare := false
	if q.Words != "" {
		words := index.QueryWords(q.Words)
		if len(words) == 0 {
			return nil, Place{}, nil
		}
		args["words"] = index.Tsquery(words)
		var err error
		if rare, err = q.rare(bounded, s, args); err != nil {
			return nil, Place{}, slow(ctx, err)
		}
	}
	var rows []struct {
		View
		ListKey int64
	}
	if err := models.Find(bounded, s.Pool(), &rows, q.sql(viewer, rare, from), args); err != nil {
		return nil, Place{}, slow(ctx, fmt.Errorf("list products: %w", err))
	}
	var next Place
	if len(rows) > limit {
		rows = rows[:limit]
		next = Place{rows[limit-1].ListKey, rows[limit-1].ID}
	}
	list := make([]View, len(rows))
	for i := range rows {
		list[i] = rows[i].View
	}
	return list, next, complete(ctx, s, list)
}

// slow words the end of the time that a search may take.
func slow(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return errSlow
	}
	return err
}

// rare is whether so few products have the words that all can be put in order. Others
// are walked through in order until a page is full, which it is soon.
func (q *Query) rare(ctx context.Context, s *models.Store, args models.Args) (bool, error) {
	var n int
	err := models.Read(ctx, s.Pool(), &n, `SELECT count(*) FROM (SELECT 1 FROM products WHERE doc @@ CAST(@words AS tsquery)
		LIMIT `+strconv.Itoa(rareHits+1)+`) x`, args)
	if err != nil {
		return false, fmt.Errorf("count hits: %w", err)
	}
	return n <= rareHits, nil
}

// sql is the statement. A list by price has two parts, since what is on sale at this
// time is sorted by another column; each part is read in the order of an index.
func (q *Query) sql(viewer models.ID, rare bool, from Place) string {
	switch q.Sort {
	case Cheapest, Dearest:
		descending := q.Sort == Dearest
		return `SELECT * FROM ((` + q.part("pr.price", `NOT `+onSale, viewer, rare, from, descending) + `) UNION ALL (` +
			q.part("pr.sale_price", onSale, viewer, rare, from, descending) + `)) x ORDER BY list_key` + desc(descending) + `, id` +
			desc(descending) + ` LIMIT @limit`
	case Popular:
		return q.part("pr.popularity", "", viewer, rare, from, true)
	case LowStock:
		return q.part("pr.stock", "pr.counted", viewer, rare, from, false)
	}
	return q.part("pr.id", "", viewer, rare, from, true)
}

func desc(descending bool) string {
	if descending {
		return ` DESC`
	}
	return ``
}

// part reads products in the order of one column.
func (q *Query) part(key, only string, viewer models.ID, rare bool, from Place, descending bool) string {
	where := q.conditions(viewer)
	if only != "" {
		where = append(where, only)
	}
	price := asked
	if key == "pr.price" || key == "pr.sale_price" {
		price = key
	}
	if key == "pr.sale_price" {
		where = append(where, `pr.sale_price IS NOT NULL`)
	}
	if q.MinPrice != nil {
		where = append(where, price+` >= @low`)
	}
	if q.MaxPrice != nil {
		where = append(where, price+` <= @high`)
	}
	order := key + desc(descending) + `, pr.id` + desc(descending)
	sign := ` > `
	if descending {
		sign = ` < `
	}
	switch {
	case key == "pr.id":
		order = `pr.id DESC`
		if from.ID != 0 {
			where = append(where, `pr.id < @id`)
		}
	case from.ID != 0:
		where = append(where, `(`+key+`, pr.id)`+sign+`(@value, @id)`)
	}
	products := `products pr`
	if rare {
		products = `(SELECT * FROM products WHERE doc @@ CAST(@words AS tsquery) LIMIT ` + strconv.Itoa(rareHits) + ` OFFSET 0) pr`
	}
	return `SELECT ` + columns + `, ` + key + ` AS list_key FROM ` + products + ` JOIN users u ON u.id = pr.owner_id
		WHERE ` + strings.Join(where, ` AND `) + ` ORDER BY ` + order + ` LIMIT @limit`
}

func (q *Query) conditions(viewer models.ID) []string {
	where := []string{access.VisibleProduct}
	if len(q.States) > 0 && q.Owner == viewer && viewer != 0 {
		var states []string
		for _, s := range q.States {
			states = append(states, `'`+string(s)+`'`) // of constants
		}
		where = append(where, `pr.state IN (`+strings.Join(states, `, `)+`)`)
	} else {
		where = append(where, `pr.state = 'published'`)
	}
	if q.Owner != 0 {
		where = append(where, `pr.owner_id = @owner`)
	}
	if q.Catalog != 0 {
		where = append(where, `pr.catalog_id = @catalog`)
	}
	if q.Group != "" {
		where = append(where, `pr.group_id = @group AND pr.group_id <> ''`)
	}
	if q.Leads {
		where = append(where, `pr.lead`)
	}
	if q.Buyable {
		where = append(where, buyable)
	}
	if q.Low {
		where = append(where, low)
	}
	if q.Explore {
		where = append(where, access.ExploredProduct)
	}
	if q.Availability != "" {
		where = append(where, available+` = @availability`)
	}
	if q.Currency != "" {
		where = append(where, `pr.currency = @currency`)
	}
	if q.Words != "" {
		where = append(where, `pr.doc @@ CAST(@words AS tsquery)`)
	}
	return where
}

// Visible finds a product that the viewer may see.
func Visible(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	owner, err := OwnerOf(ctx, s, id)
	if err != nil {
		return nil, err
	}
	list, err := VisibleOf(ctx, s, viewer, []models.Key{{Owner: owner, ID: id}})
	if err == nil && len(list) == 0 {
		err = ErrNone
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// VisibleOf finds those of some products that the viewer may see, in no order.
func VisibleOf(ctx context.Context, s *models.Store, viewer models.ID, keys []models.Key) ([]View, error) {
	owners, ids := models.Columns(keys)
	var list []View
	err := models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM products pr JOIN users u ON u.id = pr.owner_id
		WHERE (pr.owner_id, pr.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])))
		AND `+access.VisibleProduct, models.Args{"owners": owners, "ids": ids, "viewer": viewer})
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	return list, complete(ctx, s, list)
}

// ByRetailer finds a product of the viewer's by its id in its shop; nil when there is none.
func ByRetailer(ctx context.Context, s *models.Store, viewer, catalog models.ID, retailer string) (*View, error) {
	if !models.Storable(retailer) {
		return nil, nil
	}
	var list []View
	err := models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM products pr WHERE pr.owner_id = @viewer AND pr.catalog_id = @catalog
		AND pr.retailer_id = @retailer`, models.Args{"viewer": viewer, "catalog": catalog, "retailer": retailer})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], complete(ctx, s, list)
}

// Variants are the products of a group that the viewer may see, with that one.
func Variants(ctx context.Context, s *models.Store, viewer models.ID, v *View) ([]View, error) {
	if v.GroupID == "" {
		return nil, nil
	}
	const most = 100
	var list []View
	err := models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM products pr JOIN users u ON u.id = pr.owner_id
		WHERE pr.owner_id = @owner AND pr.catalog_id = @catalog AND pr.group_id = @group AND pr.group_id <> ''
		AND pr.state = @state AND `+access.VisibleProduct+` ORDER BY pr.id LIMIT @most`, models.Args{"owner": v.OwnerID,
		"catalog": v.CatalogID, "group": v.GroupID, "state": v.State, "viewer": viewer, "most": most})
	if err != nil {
		return nil, fmt.Errorf("read variants of %d: %w", v.ID, err)
	}
	return list, complete(ctx, s, list)
}

// complete adds owners, photos and the prices of before, in a query each.
func complete(ctx context.Context, s *models.Store, list []View) error {
	if len(list) == 0 {
		return nil
	}
	now := s.Now()
	var owners, ids []models.ID
	for i := range list {
		list[i].Now = now
		owners, ids = append(owners, list[i].OwnerID), append(ids, list[i].ID)
	}
	authors, err := access.Authors(ctx, s, owners)
	if err != nil {
		return fmt.Errorf("read sellers: %w", err)
	}
	photos, err := post.OfProducts(ctx, s.Pool(), owners, ids, false)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Owner, list[i].Photos = authors[list[i].OwnerID], photos[list[i].ID]
	}
	return lowest(ctx, s, list)
}

package shop

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/money"
)

// Kept is where a product stands among what somebody saved, and what it cost then.
type Kept struct {
	ID       models.ID
	Price    int64
	Currency string // empty where the price is not known
}

// String is a Kept as forms have it; ParseKept reads it.
func (k Kept) String() string {
	return k.ID.String() + "." + strconv.FormatInt(k.Price, 10) + "." + k.Currency
}

// ParseKept reads where a product stood; nil for the empty text.
func ParseKept(s string) (*Kept, error) {
	if s == "" {
		return nil, nil
	}
	wrong := models.Invalidf("was", "shop.error.not-place-among-what-saved")
	id, rest, _ := strings.Cut(s, ".")
	price, currency, _ := strings.Cut(rest, ".")
	k := Kept{Currency: currency}
	var err error
	if k.ID, err = models.ParseID(id); err != nil {
		return nil, wrong
	}
	if k.Price, err = strconv.ParseInt(price, 10, 64); err != nil || k.Price < 0 || currency != "" && !money.Known(currency) {
		return nil, wrong
	}
	return &k, nil
}

// Reduced is what a saved product cost when it was saved, if it costs less now.
func (v *View) Reduced() (money.Amount, bool) {
	if v.Kept == nil || v.Kept.Currency != v.Currency || v.Kept.Price <= v.Asked(v.Now).Minor {
		return money.Amount{}, false
	}
	return money.Amount{Minor: v.Kept.Price, Currency: v.Currency}, true
}

// Save keeps a product for later. was undoes Unsave: it stands where it stood.
func Save(ctx context.Context, s *models.Store, viewer, product models.ID, was *Kept) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		id := s.NewID()
		args := models.Args{"viewer": viewer, "product": product, "id": id, "now": s.Now(), "was": models.ID(0), "price": int64(0),
			"currency": ""}
		if was != nil && was.ID < id {
			args["was"], args["price"], args["currency"] = was.ID, was.Price, was.Currency
		}
		// The product is locked, so that none is saved while it is deleted.
		var found struct {
			OwnerID models.ID
			New     bool
		}
		err := models.Read(ctx, t.PG, &found, `WITH target AS (
				SELECT pr.owner_id, pr.id, `+asked+` AS price, pr.currency
				FROM shop_owners o JOIN products pr ON pr.owner_id = o.owner_id AND pr.id = o.id JOIN users u ON u.id = pr.owner_id
				WHERE o.id = @product AND pr.state = 'published' AND `+access.VisibleProduct+` FOR KEY SHARE OF pr),
			free AS (SELECT @was <> 0::bigint AND NOT EXISTS (SELECT 1 FROM saved_products WHERE user_id = @viewer AND id = @was) AS yes),
			n AS (INSERT INTO saved_products (user_id, id, product_owner, product_id, price, currency)
				SELECT @viewer, CASE WHEN yes THEN @was ELSE @id END, owner_id, target.id,
					CASE WHEN @was <> 0::bigint THEN @price ELSE price END, CASE WHEN @was <> 0::bigint THEN @currency ELSE currency END
				FROM target, free ON CONFLICT (user_id, product_owner, product_id) DO NOTHING RETURNING 1)
			SELECT owner_id, EXISTS (SELECT 1 FROM n) AS new FROM target`, args)
		if err != nil {
			return fmt.Errorf("save product %d: %w", product, err)
		}
		if found.OwnerID == 0 {
			return ErrNone
		}
		if !found.New {
			return nil
		}
		return t.Use(ctx, models.BudgetSave, viewer, 1)
	})
}

// Unsave lets a saved product go, also one that the viewer may not see any more. It
// returns where it stood, or nil where it was not saved.
func Unsave(ctx context.Context, s *models.Store, viewer, product models.ID) (*Kept, error) {
	owner, err := OwnerOf(ctx, s, product)
	if err != nil {
		return nil, err
	}
	if owner == 0 {
		return nil, ErrNone
	}
	var was Kept
	err = models.Read(ctx, s.Pool(), &was, `DELETE FROM saved_products WHERE user_id = @viewer AND product_owner = @owner
		AND product_id = @product RETURNING id, price, currency`, models.Args{"viewer": viewer, "owner": owner, "product": product})
	if err != nil {
		return nil, fmt.Errorf("let product %d go: %w", product, err)
	}
	if was.ID == 0 {
		return nil, nil
	}
	return &was, nil
}

// Saved lists what the viewer saved and may still see, the newest first.
func Saved(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]View, models.ID, error) {
	var rows []struct {
		View
		ListKey       models.ID
		SavedPrice    int64
		SavedCurrency string
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+columns+`, k.id AS list_key, k.price AS saved_price, k.currency AS saved_currency
		FROM saved_products k JOIN products pr ON pr.owner_id = k.product_owner AND pr.id = k.product_id
		JOIN users u ON u.id = pr.owner_id
		WHERE k.user_id = @viewer AND k.id < @before AND pr.state = 'published' AND `+access.VisibleProduct+`
		ORDER BY k.id DESC LIMIT @limit`, models.Args{"viewer": viewer, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("list saved products: %w", err)
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ListKey
	}
	list := make([]View, len(rows))
	for i, r := range rows {
		list[i] = r.View
		list[i].Kept = &Kept{r.ListKey, r.SavedPrice, r.SavedCurrency}
	}
	return list, next, complete(ctx, s, list)
}

// AddSaved notes which of some products the viewer saved.
func AddSaved(ctx context.Context, s *models.Store, viewer models.ID, list []View) error {
	if len(list) == 0 || viewer == 0 {
		return nil
	}
	owners, ids := keysOf(list)
	var rows []struct {
		ProductID models.ID
		ID        models.ID
		Price     int64
		Currency  string
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT k.product_id, k.id, k.price, k.currency
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])) x (owner_id, id)
		JOIN saved_products k ON k.user_id = @viewer AND k.product_owner = x.owner_id AND k.product_id = x.id`,
		models.Args{"viewer": viewer, "owners": owners, "ids": ids})
	if err != nil {
		return fmt.Errorf("read which products are saved: %w", err)
	}
	for _, r := range rows {
		for i := range list {
			if list[i].ID == r.ProductID {
				list[i].Kept = &Kept{r.ID, r.Price, r.Currency}
			}
		}
	}
	return nil
}

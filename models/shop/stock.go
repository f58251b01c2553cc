package shop

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
)

// MaxLow is the highest number of pieces that can be called few.
const MaxLow = 1_000_000

// low is whether few pieces are left, for the owner's list; nothing left is few anywhere.
const low = `pr.counted AND pr.stock - pr.reserved <= coalesce(pr.low_stock, (SELECT c.low_stock FROM catalogs c
	WHERE c.owner_id = pr.owner_id AND c.id = pr.catalog_id))`

// Wait notes that the viewer wants to know when a product can be had again, once; with
// mail by a mail as well, which they can end as any other. Nobody waits for what is
// there, or for what they sell.
func Wait(ctx context.Context, s *models.Store, viewer, product models.ID, mail bool) (waits bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var found struct {
			OwnerID models.ID
			There   bool
			New     bool
		}
		// The product is locked, so that it does not come back unnoticed.
		err := models.Read(ctx, t.PG, &found, `WITH target AS (
				SELECT pr.owner_id, pr.id, `+buyable+` AS there
				FROM shop_owners o JOIN products pr ON pr.owner_id = o.owner_id AND pr.id = o.id JOIN users u ON u.id = pr.owner_id
				WHERE o.id = @product AND pr.state = 'published' AND pr.availability <> 'discontinued' AND `+access.VisibleProduct+`
				FOR NO KEY UPDATE OF pr),
			n AS (INSERT INTO stock_waits (product_owner, product_id, user_id, at) SELECT owner_id, id, @viewer, @now FROM target
				WHERE NOT there AND owner_id <> @viewer ON CONFLICT DO NOTHING RETURNING 1)
			SELECT owner_id, there, EXISTS (SELECT 1 FROM n) AS new FROM target`,
			models.Args{"viewer": viewer, "product": product, "now": s.Now()})
		switch {
		case err != nil:
			return fmt.Errorf("wait for product %d: %w", product, err)
		case found.OwnerID == 0:
			return ErrNone
		}
		if waits = !found.There && found.OwnerID != viewer; !waits {
			return nil
		}
		if mail {
			if err := account.MailOnce(ctx, t, viewer, activity.ActBackInStock); err != nil {
				return err
			}
		}
		if !found.New {
			return nil
		}
		return t.Use(ctx, models.BudgetSave, viewer, 1)
	})
	return waits, err
}

// Unwait takes Wait back.
func Unwait(ctx context.Context, s *models.Store, viewer, product models.ID) error {
	owner, err := OwnerOf(ctx, s, product)
	if err != nil {
		return err
	}
	if owner == 0 {
		return ErrNone
	}
	return models.Do(ctx, s.Pool(), `DELETE FROM stock_waits WHERE product_owner = @owner AND product_id = @product AND user_id = @viewer`,
		models.Args{"owner": owner, "product": product, "viewer": viewer})
}

// Waits is whether the viewer waits for a product.
func Waits(ctx context.Context, s *models.Store, viewer models.ID, v *View) (waits bool, err error) {
	err = models.Read(ctx, s.Pool(), &waits, `SELECT EXISTS (SELECT 1 FROM stock_waits WHERE product_owner = @owner
		AND product_id = @product AND user_id = @viewer)`, models.Args{"owner": v.OwnerID, "product": v.ID, "viewer": viewer})
	if err != nil {
		return false, fmt.Errorf("read who waits for %d: %w", v.ID, err)
	}
	return waits, nil
}

// stockEvents is how many are told of at a time, and how many of those who wait.
const stockEvents = 200

// TellStock tells sellers what runs low, and those who wait what is back. It says whether
// there is more to tell.
func TellStock(ctx context.Context, s *models.Store) (more bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var list []struct {
			OwnerID, ProductID models.ID
			Kind               string
		}
		if err := models.Find(ctx, t.PG, &list, `DELETE FROM stock_events WHERE ctid = ANY(ARRAY(
				SELECT ctid FROM stock_events ORDER BY owner_id, product_id, kind LIMIT @some FOR UPDATE SKIP LOCKED))
			RETURNING owner_id, product_id, kind`, models.Args{"some": stockEvents}); err != nil {
			return err
		}
		more = len(list) == stockEvents
		var told []activity.Activity
		var back []models.Key
		for _, e := range list {
			if e.Kind == "low" {
				told = append(told, activity.Activity{UserID: e.OwnerID, Kind: activity.ActLowStock, ActorID: e.OwnerID, OwnerID: e.OwnerID,
					PostID: e.ProductID})
			} else {
				back = append(back, models.Key{Owner: e.OwnerID, ID: e.ProductID})
			}
		}
		for _, k := range back {
			waiting, rest, err := takeWaits(ctx, t, k)
			if err != nil {
				return err
			}
			more = more || rest
			for _, user := range waiting {
				told = append(told, activity.Activity{UserID: user, Kind: activity.ActBackInStock, ActorID: k.Owner, OwnerID: k.Owner,
					PostID: k.ID})
			}
		}
		return activity.Record(ctx, t, told...)
	})
	if err != nil {
		return false, fmt.Errorf("tell of stocks: %w", err)
	}
	return more, nil
}

// takeWaits takes some of those out who wait for a product that can be had at this time.
func takeWaits(ctx context.Context, t *models.Tx, k models.Key) (users []models.ID, more bool, err error) {
	args := models.Args{"owner": k.Owner, "product": k.ID, "some": stockEvents}
	err = models.Find(ctx, t.PG, &users, `DELETE FROM stock_waits w WHERE w.product_owner = @owner AND w.product_id = @product
		AND w.user_id IN (SELECT user_id FROM stock_waits WHERE product_owner = @owner AND product_id = @product
		ORDER BY user_id LIMIT @some)
		AND EXISTS (SELECT 1 FROM products pr WHERE pr.owner_id = @owner AND pr.id = @product AND pr.state = 'published' AND `+buyable+`)
		RETURNING w.user_id`, args)
	if more = len(users) == stockEvents; err != nil || !more {
		return users, more, err
	}
	return users, more, models.Do(ctx, t.PG, `INSERT INTO stock_events (owner_id, product_id, kind) VALUES (@owner, @product, 'back')
		ON CONFLICT DO NOTHING`, args)
}

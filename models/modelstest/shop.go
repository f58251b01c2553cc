package modelstest

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/order"
)

// Thing is a product that a test sells.
type Thing struct {
	Title    string
	Price    int64
	Sale     int64 // 0 for none
	Stock    int64 // -1 is not counted
	Weight   int64
	Tax      int // hundredths of a percent; -1 is the shop's
	Currency string
	Draft    bool
}

// OpenShop lets an account sell, with transfer, on delivery and 19 % tax.
func (db *DB) OpenShop(owner *account.User, change ...func(*order.ShopInput)) *order.Shop {
	db.t.Helper()
	yes := true
	text := func(s string) *string { return &s }
	in := order.ShopInput{Open: &yes, Name: text("Shop of " + owner.Username), Address: text("Ringstraße 1\n12345 Köln"),
		VatID: text("DE123456789"), Country: text("DE"), Tax: text("19"), Rates: text("AT 20, CH 0"),
		Zones: text("DE: 1 kg 4.90; 50 kg 6.90\nAT, FR: 50 kg 12.90\n*: 20 kg 24.90"), Payments: []string{order.Transfer, order.OnDelivery},
		Bank: text("DE02 1203 0000 0000 2020 51"), Withdrawal: text("You can withdraw within 14 days.")}
	for _, c := range change {
		c(&in)
	}
	shop, err := order.SaveShop(context.Background(), db.Store, owner.ID, in)
	if err != nil {
		db.t.Fatal(err)
	}
	return shop
}

// Product puts something up for sale.
func (db *DB) Product(owner *account.User, t Thing) models.ID {
	db.t.Helper()
	ctx, id := context.Background(), db.NewID()
	if t.Currency == "" {
		t.Currency = "EUR"
	}
	state := "published"
	if t.Draft {
		state = "draft"
	}
	var catalog models.ID
	err := models.Read(ctx, db.Pool(), &catalog, `SELECT id FROM catalogs WHERE owner_id = @owner AND currency = @currency LIMIT 1`,
		models.Args{"owner": owner.ID, "currency": t.Currency})
	if err == nil && catalog == 0 {
		catalog = db.NewID()
		err = models.Do(ctx, db.Pool(), `INSERT INTO catalogs (owner_id, id, name, currency, created_at, updated_at)
			VALUES (@owner, @id, 'Things', @currency, @now, @now)`,
			models.Args{"owner": owner.ID, "id": catalog, "currency": t.Currency, "now": db.Now()})
	}
	if err == nil {
		err = models.Do(ctx, db.Pool(), `INSERT INTO shop_owners (id, owner_id) VALUES (@id, @owner)`, models.Args{"id": id, "owner": owner.ID})
	}
	if err == nil {
		err = models.Do(ctx, db.Pool(), `INSERT INTO products (owner_id, id, catalog_id, retailer_id, title, currency, price, sale_price,
				counted, stock, weight, tax, state, created_at, updated_at)
			VALUES (@owner, @id, @catalog, @retailer, @title, @currency, @price, nullif(@sale::bigint, 0), @stock::bigint >= 0,
				greatest(@stock, 0), @weight, @tax, @state, @now, @now)`, models.Args{"owner": owner.ID, "id": id, "catalog": catalog,
			"retailer": fmt.Sprint("sku-", id), "title": t.Title, "currency": t.Currency, "price": t.Price, "sale": t.Sale,
			"stock": t.Stock, "weight": t.Weight, "tax": t.Tax, "state": state, "now": db.Now()})
	}
	if err == nil {
		err = models.Do(ctx, db.Pool(), `UPDATE catalogs SET products_count = products_count + 1 WHERE owner_id = @owner AND id = @id`,
			models.Args{"owner": owner.ID, "id": catalog})
	}
	if err != nil {
		db.t.Fatal(err)
	}
	return id
}

// Stock is how many pieces of a product are on the shelf, and how many of them are reserved.
func (db *DB) Stock(product models.ID) (stock, reserved int64) {
	db.t.Helper()
	var row struct{ Stock, Reserved int64 }
	if err := models.Take(context.Background(), db.Pool(), &row, `SELECT p.stock, p.reserved FROM shop_owners w
		JOIN products p ON p.owner_id = w.owner_id AND p.id = w.id WHERE w.id = @id`, models.Args{"id": product}); err != nil {
		db.t.Fatal(err)
	}
	return row.Stock, row.Reserved
}

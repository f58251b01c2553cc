package demo

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/order"
)

// demoWares are what the demo's shop sells where nothing else is for sale.
var demoWares = []struct {
	title         string
	price, weight int64
	stock         int64
}{{"Larches in autumn, print 30 × 40", 4900, 350, 24}, {"Calendar of the nine days", 2400, 420, 60}, {"Postcards, a set of six", 900, 60,
	140}}

// shop gives one of the people a shop with orders in several states.
func (l *demoLoader) shop(ctx context.Context, posts []models.ID, now time.Time) error {
	l.clock.at = now.Add(-20 * 24 * time.Hour)
	seller := l.users["tomasz.w"]
	yes := true
	text := func(s string) *string { return &s }
	if _, err := order.SaveShop(ctx, l.store, seller.ID, order.ShopInput{Open: &yes, Name: text("Tomasz Wilk, Prints"),
		Address: text("ul. Modrzewiowa 9\n34-500 Zakopane\nPoland"), VatID: text("PL0000000000"), Country: text("PL"), Tax: text("23"),
		Rates: text("DE 19, FR 20"), Zones: text("PL: 2 kg 3.90; 10 kg 6.90\nDE, FR, ES, SE, PT: 2 kg 9.90; 10 kg 14.90\n*: 2 kg 19.90"),
		Payments: []string{order.Transfer, order.OnDelivery}, Bank: text("PL00 0000 0000 0000 0000 0000 0000"),
		Withdrawal: text("You can withdraw within 14 days after delivery, without a reason, on the page of your order.")}); err != nil {
		return fmt.Errorf("demo shop: %w", err)
	}
	wares, err := l.wares(ctx, seller.ID)
	if err != nil {
		return err
	}
	var found models.ID // the post of larches
	for i, p := range l.content.Posts {
		if p.By == "tomasz.w" && found == 0 {
			found = posts[i]
		}
	}
	for i, o := range []struct {
		by, country string
		days        float64
		pieces      int
		steps       []string
	}{
		{"mira.aldana", "ES", 16, 1, []string{"pay", "ship", "deliver", "refund"}},
		{"hana_m", "DE", 11, 2, []string{"pay", "ship", "deliver", "withdraw"}},
		{"sam.lindqvist", "SE", 6, 1, []string{"pay", "ship"}},
		{"ines_prado", "PT", 3, 3, []string{"pay"}},
		{"noor", "DE", 2, 1, []string{"cancel"}},
		{"jonas_vik", "FR", 0.4, 1, nil},
	} {
		l.clock.at = now.Add(-time.Duration(o.days * 24 * float64(time.Hour)))
		if err := l.order(ctx, l.users[o.by], wares[i%len(wares)], found, o.pieces, o.country, o.steps, now); err != nil {
			return fmt.Errorf("demo order of %s: %w", o.by, err)
		}
	}
	return nil
}

// order is one that somebody placed, and the steps that followed, a day each.
func (l *demoLoader) order(ctx context.Context, by *account.User, ware, post models.ID, n int, country string, steps []string,
	now time.Time) error {
	b := order.Buyer{User: by.ID}
	if err := order.Put(ctx, l.store, b, order.CartInput{Product: ware, Quantity: n, Post: post}); err != nil {
		return err
	}
	seller := l.users["tomasz.w"].ID
	o, err := order.Place(ctx, l.store, b, order.Checkout{Seller: seller, Payment: order.Transfer, Email: by.Username + "@example.org",
		Address: order.Address{Name: by.FullName, Street: "Main Street 1", Postcode: "10000", City: "Somewhere", Country: country}})
	if err != nil {
		return err
	}
	for _, step := range steps {
		if next := l.clock.at.Add(20 * time.Hour); next.Before(now) {
			l.clock.at = next
		}
		switch step {
		case "pay":
			_, err = order.Pay(ctx, l.store, seller, o.ID, order.PayInput{})
		case "ship":
			_, err = order.Ship(ctx, l.store, seller, o.ID, order.ShipInput{Carrier: "Poczta Polska", Tracking: "RR" + o.ID.Code() + "PL"})
		case "deliver":
			_, err = order.Deliver(ctx, l.store, order.Who{Viewer: seller}, o.ID)
		case "refund":
			_, _, err = order.MakeRefund(ctx, l.store, seller, o.ID, order.RefundInput{Amount: new(int64(500)),
				Reason: "A corner was bent"})
		case "cancel":
			_, err = order.Cancel(ctx, l.store, order.Who{Viewer: by.ID}, o.ID, "Ordered twice")
		case "withdraw":
			err = l.withdraw(ctx, by.ID, o.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *demoLoader) withdraw(ctx context.Context, by, id models.ID) error {
	who := order.Who{Viewer: by}
	w, err := order.RequestWithdrawal(ctx, l.store, who, id, order.WithdrawInput{Reason: "The frame is too small for it"})
	if err == nil {
		_, err = order.ConfirmWithdrawal(ctx, l.store, who, id, w.ID)
	}
	return err
}

// wares are what the seller has for sale; where that is nothing, some are made.
func (l *demoLoader) wares(ctx context.Context, seller models.ID) ([]models.ID, error) {
	wares, err := order.ForSale(ctx, l.store, seller, len(demoWares))
	if err != nil || len(wares) > 0 {
		return wares, err
	}
	for _, w := range demoWares {
		id, err := order.SetDemoProduct(ctx, l.store, seller, order.DemoProduct{Title: w.title, Price: w.price, Weight: w.weight,
			Stock: w.stock})
		if err != nil {
			return nil, err
		}
		wares = append(wares, id)
	}
	return wares, nil
}

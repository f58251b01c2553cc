package demo

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/order"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
)

// demoWares are what the demo's shop sells.
var demoWares = []struct {
	title, about         string
	price, sale          int64
	weight, stock        int64
	photo                demoPhoto
	x, y                 float64 // where it is on the post of larches
	group, option, value string
	category             string
}{
	{"Larches in autumn, print 30 × 40", "Printed with pigments on cotton paper, signed on the back. Without a frame.", 4900,
		0, 350, 24, demoPhoto{File: "mountain-meadow.jpg", Alt: "A print of orange larches below a grey ridge"}, 0.62, 0.4,
		"larches", "Size", "30 × 40 cm", "Prints"},
	{"Larches in autumn, print 50 × 70", "Printed with pigments on cotton paper, signed on the back. Rolled in a tube.", 8900,
		0, 620, 6, demoPhoto{File: "mountain-meadow.jpg", Alt: "A large print of orange larches below a grey ridge"}, 0, 0,
		"larches", "Size", "50 × 70 cm", "Prints"},
	{"Calendar of the nine days", "Twelve months, nine of them orange. Begins in January.", 2400, 1900, 420, 60,
		demoPhoto{File: "hill-sunset.jpg", Alt: "The calendar's cover: a low sun over dark hills"}, 0.25, 0.8, "", "", "", "Paper"},
	{"Postcards, a set of six", "Six views from the path below the larches, with envelopes.", 900, 0, 60, 140,
		demoPhoto{File: "peaks-trail.jpg", Alt: "A postcard of grey peaks above a trail"}, 0, 0, "", "", "", "Paper"},
	{"A linen-bound album", "Room for two hundred photographs, with corners to set them in.", 3200, 0, 900, 0,
		demoPhoto{File: "gradient-fold.jpg", Alt: "The album's cover in folds of coloured linen"}, 0, 0, "", "", "", "Paper"},
}

// shop gives one of the people a shop with orders in several states.
func (l *demoLoader) shop(ctx context.Context, posts, stories []models.ID, now time.Time) error {
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
	var found models.ID // the post of larches
	for i, p := range l.content.Posts {
		if p.By == "tomasz.w" && found == 0 {
			found = posts[i]
		}
	}
	wares, err := l.wares(ctx, seller.ID, found)
	if err != nil {
		return fmt.Errorf("demo products: %w", err)
	}
	if err := l.shoppers(ctx, seller.ID, wares, found, stories, now); err != nil {
		return fmt.Errorf("demo shoppers: %w", err)
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
		if err := l.order(ctx, l.users[o.by], wares[i%4], found, o.pieces, o.country, o.steps, now); err != nil {
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

// wares puts up what the seller sells, with photos, and shows some of it on a post.
func (l *demoLoader) wares(ctx context.Context, seller, on models.ID) (wares []models.ID, err error) {
	catalog, err := shop.CreateCatalog(ctx, l.store, seller, "Prints and paper", "EUR", "en")
	if err != nil {
		return nil, err
	}
	shown, err := post.Own(ctx, l.store, seller, on)
	if err != nil {
		return nil, err
	}
	var places []post.ProductInput
	for _, w := range demoWares {
		about := w.about + "\n\nPhoto: " + l.credits[w.photo.File]
		in := shop.Change{Title: &w.title, Description: &about, Price: &w.price, Stock: &w.stock, Weight: &w.weight, GroupID: &w.group,
			Category: &w.category}
		if w.option != "" {
			in.Options = &[]shopfile.Option{{Name: w.option, Value: w.value}}
		}
		id, err := shop.Create(ctx, l.store, seller, catalog, in)
		if err != nil {
			return nil, err
		}
		up, err := l.upload(ctx, seller, w.photo)
		if err != nil {
			return nil, err
		}
		if err := shop.AddPhotos(ctx, l.store, seller, id, up); err != nil {
			return nil, err
		}
		if err := l.wait(ctx, func() ([]post.Media, error) { return shop.Photos(ctx, l.store, seller, id) }); err != nil {
			return nil, err
		}
		if w.x > 0 {
			places = append(places, post.ProductInput{ProductID: id, Item: shown.Items[0].ID.String(), X: &w.x, Y: &w.y})
		}
		wares = append(wares, id)
	}
	return wares, post.EditText(ctx, l.store, seller, on, post.Edit{Products: &places})
}

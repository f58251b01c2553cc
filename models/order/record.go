package order

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/activity"
)

// record records what happened to an order, for what programs of its two are told.
func record(ctx context.Context, t *models.Tx, o *Order, kind activity.Kind) error {
	list := []activity.Activity{{UserID: o.SellerID, Kind: kind, ActorID: o.SellerID, OwnerID: o.SellerID, Value: int64(o.ID)}}
	if o.BuyerID != 0 {
		list[0].ActorID = o.BuyerID
		list = append(list, activity.Activity{UserID: o.BuyerID, Kind: kind, ActorID: o.SellerID, OwnerID: o.SellerID, Value: int64(o.ID)})
	}
	return activity.Record(ctx, t, list...)
}

// MailKind is what a mail about an order says.
type MailKind string

// The kinds of mails.
const (
	MailPlaced    MailKind = "placed"
	MailConfirmed MailKind = "confirmed"
	MailPaid      MailKind = "paid"
	MailExpired   MailKind = "expired"
	MailShipped   MailKind = "shipped"
	MailDelivered MailKind = "delivered"
	MailCancelled MailKind = "cancelled"
	MailRefunded  MailKind = "refunded"
	MailReturned  MailKind = "returned"
	MailWithdrawn MailKind = "withdrawn"
)

// Receivers of a mail.
const (
	ToBuyer  = "buyer"
	ToSeller = "seller"
)

// SendMail writes and sends a mail about an order. What it says is read then.
type SendMail struct {
	OwnerID models.ID `json:"owner_id"` // the seller
	OrderID models.ID `json:"order_id"`
	What    MailKind  `json:"what"`
	About   models.ID `json:"about,omitempty"` // the refund, parcel or withdrawal
	To      string    `json:"to"`
}

// Kind names the job.
func (SendMail) Kind() string { return "send_order_mail" }

func mail(ctx context.Context, t *models.Tx, o *Order, what MailKind, about models.ID, to ...string) error {
	for _, receiver := range to {
		if err := t.Enqueue(ctx, SendMail{o.SellerID, o.ID, what, about, receiver}, nil); err != nil {
			return err
		}
	}
	return nil
}

// Letter is an order with what a mail about it needs; Link is the secret of its address.
type Letter struct {
	*Full
	To, Link string
	Zone     string // the seller's
}

// WriteMail reads what a mail is about. Nothing comes back where its order is gone.
func WriteMail(ctx context.Context, s *models.Store, m SendMail) (*Letter, error) {
	f, err := Get(ctx, s, Who{Viewer: m.OwnerID}, m.OrderID)
	if models.KindOf(err) == models.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := &Letter{Full: f, To: f.Email}
	var seller struct {
		Email, ShopEmail, TimeZone string
		IsDemo                     bool
	}
	if err := models.Read(ctx, s.Pool(), &seller, `SELECT u.email, coalesce(s.email, '') AS shop_email, u.time_zone, u.is_demo FROM users u
		LEFT JOIN shops s ON s.user_id = u.id WHERE u.id = @id`, models.Args{"id": m.OwnerID}); err != nil {
		return nil, fmt.Errorf("read the address of %d: %w", m.OwnerID, err)
	}
	out.Zone = seller.TimeZone
	switch {
	case m.To == ToBuyer:
		out.Link = LinkOf(s, f.Key())
		for _, w := range f.Withdrawals {
			if m.What == MailWithdrawn && w.ID == m.About {
				out.To = w.Email
			}
		}
	case seller.ShopEmail != "":
		out.To = seller.ShopEmail
	default:
		out.To = seller.Email
	}
	if out.To == "" || seller.IsDemo { // whose buyers have no mailbox
		return nil, nil
	}
	return out, nil
}

// Refund is the refund that a mail is about, or nil.
func (l *Letter) Refund(id models.ID) *Refund {
	for i := range l.Refunds {
		if l.Refunds[i].ID == id {
			return &l.Refunds[i]
		}
	}
	return nil
}

// Shipment is the parcel that a mail is about, or nil.
func (l *Letter) Shipment(id models.ID) *Shipment {
	for i := range l.Shipments {
		if l.Shipments[i].ID == id {
			return &l.Shipments[i]
		}
	}
	return nil
}

// Withdrawal is the withdrawal that a mail is about, or nil.
func (l *Letter) Withdrawal(id models.ID) *Withdrawal {
	for i := range l.Withdrawals {
		if l.Withdrawals[i].ID == id {
			return &l.Withdrawals[i]
		}
	}
	return nil
}

package mail

import (
	"context"
	"strings"
	"time"

	"photogram/models/order"
	"photogram/text"
	"photogram/urls"
	orderview "photogram/views/order"
)

// orderWords are the parts of a mail about an order: its subject and what it says, to
// the buyer and to the seller; "" where it does not go.
type orderWords struct{ subject, says, sellerSubject, sellerSays string }

var orderMails = map[order.MailKind]orderWords{
	order.MailPlaced:    {"order.mail.placed", "order.mail.placed-text", "order.mail.placed-seller", "order.mail.placed-seller-text"},
	order.MailConfirmed: {"order.mail.confirmed", "order.mail.confirmed-text", "", ""},
	order.MailPaid:      {"order.mail.paid", "order.mail.paid-text", "order.mail.paid-seller", "order.mail.paid-seller-text"},
	order.MailExpired:   {"order.mail.expired", "order.mail.expired-text", "", ""},
	order.MailShipped:   {"order.mail.shipped", "order.mail.shipped-text", "", ""},
	order.MailDelivered: {"order.mail.delivered", "order.mail.delivered-text", "", ""},
	order.MailCancelled: {"order.mail.cancelled", "order.mail.cancelled-text", "order.mail.cancelled", "order.mail.cancelled-text"},
	order.MailRefunded:  {"order.mail.refunded", "order.mail.refunded-text", "", ""},
	order.MailReturned:  {"order.mail.returned", "order.mail.returned-text", "", ""},
	order.MailWithdrawn: {"order.mail.withdrawn", "order.mail.withdrawn-text", "order.mail.withdrawn-seller",
		"order.mail.withdrawn-seller-text"},
}

// Order writes the mail about an order; ok is false for one that is not known.
func Order(site, base string, m order.SendMail, l *order.Letter) (out Mail, ok bool) {
	words, ok := orderMails[m.What]
	subject, says, link := words.subject, words.says, base+urls.Order(l.ID, l.Link)
	hello := l.Address.Name
	if m.To == order.ToSeller {
		subject, says, link, hello = words.sellerSubject, words.sellerSays, base+urls.SoldOrder(l.ID), l.SellerName
	}
	if !ok || subject == "" {
		return out, false
	}
	// Who buys as a guest has no zone, so moments are the seller's.
	r := text.English.In(text.Zone(l.Zone))
	ctx := text.With(context.Background(), r)
	pairs := []any{"shop", l.Seller.Name, "order", l.Name(), "total", l.Sum().For(r), "name", l.Address.Name}
	add := func(name, value string) { pairs = append(pairs, name, value) }
	var after []string
	if x := l.Refund(m.About); x != nil {
		add("amount", l.Money(x.Amount).For(r))
		if x.Reason != "" {
			after = append(after, r.T("order.mail.why", "reason", x.Reason))
		}
	}
	if x := l.Shipment(m.About); x != nil {
		add("what", orderview.Pieces(ctx, l.Lines, x.Lines))
		if x.Tracking != "" {
			after = append(after, strings.TrimSpace(r.T("order.mail.shipped-track", "carrier", x.Carrier, "tracking", x.Tracking)))
		}
	}
	if x := l.Withdrawal(m.About); x != nil {
		pairs[7] = x.Name
		add("what", orderview.Pieces(ctx, l.Lines, x.Lines))
		add("time", r.Day(x.ConfirmedAt)+", "+r.Clock(x.ConfirmedAt))
		if x.Reason != "" {
			after = append(after, r.T("order.mail.why", "reason", x.Reason))
		}
	}
	if until := l.WithdrawUntil(l.Zone); !until.IsZero() {
		add("day", r.Day(until.Add(-time.Second)))
	}
	after = append(after, orderMailAfter(r, m, l)...)
	return orderLetter(site, r.T("order.mail.hello", "name", hello), link, r.T(subject, pairs...), r.T(says, pairs...),
		r.T("order.mail.see"), after), true
}

// orderMailAfter is what else stands in a mail: how to pay, what was ordered, the seller's texts.
func orderMailAfter(r text.Reader, m order.SendMail, l *order.Letter) (out []string) {
	if m.What == order.MailCancelled && l.Reason != "" {
		out = append(out, r.T("order.mail.why", "reason", l.Reason))
	}
	if m.What != order.MailPlaced {
		return out
	}
	var lines []string
	for _, x := range l.Lines {
		what := x.Title
		if x.Goods() {
			what = r.T("order.pieces-of", "count", x.Quantity, "title", x.Title)
		}
		lines = append(lines, what+": "+l.Money(x.Gross).For(r))
	}
	out = append(out, strings.Join(lines, "\n"))
	if m.To == order.ToSeller {
		return out
	}
	switch l.Payment {
	case order.Transfer:
		out = append(out, r.T("order.transfer-how", "amount", l.Money(l.Due()).For(r), "name", l.Name())+"\n"+l.Seller.Bank)
	case order.OnDelivery:
		out = append(out, r.T("order.on-delivery-how", "amount", l.Money(l.Due()).For(r)))
	}
	out = append(out, l.Seller.Name+"\n"+l.Seller.Address)
	for _, s := range []string{l.Seller.Terms, l.Seller.Withdrawal} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// orderLetter puts a mail together, as text and as HTML.
func orderLetter(site, hello, link, subject, says, action string, after []string) Mail {
	parts := append([]string{hello, says}, after...)
	plain := strings.Join(append(parts, action+":\n"+link, site), "\n\n") + "\n"
	var html strings.Builder
	if err := orderHTML(site, parts, link, action).Render(context.Background(), &html); err != nil {
		return Mail{Subject: subject, Text: plain}
	}
	return Mail{Subject: subject, Text: plain, HTML: html.String()}
}

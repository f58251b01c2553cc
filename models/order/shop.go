package order

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/money"
)

// Shop is what a shop says of itself, and how it sells.
type Shop struct {
	UserID                      models.ID
	Open                        bool
	Name, Address, Email, VatID string
	Country, Currency           string
	Tax                         money.Rate
	Rates                       map[string]money.Rate
	Zones                       []Zone
	Payments                    []string
	Bank, Terms, Withdrawal     string
	HoldMinutes, HoldDays       int
	StripeSealed, StripeHook    []byte
	UpdatedAt                   time.Time
	Username                    string `gorm:"-"`
}

const shopColumns = `s.user_id, s.open, s.name, s.address, s.email, s.vat_id, s.country, s.currency, s.tax, s.rates, s.zones, s.payments,
	s.bank, s.terms, s.withdrawal, s.hold_minutes, s.hold_days, s.stripe_sealed, s.stripe_hook, s.updated_at`

// Limits of settings.
const (
	MaxHoldMinutes = 24 * 60
	MinHoldMinutes = 30 // what Stripe gives its page at least
	MaxHoldDays    = 30
	MaxZones       = 30
	MaxSteps       = 20
)

// newShop is what a shop is before anything is said of it.
func newShop(user models.ID) *Shop {
	return &Shop{UserID: user, Currency: "EUR", Rates: map[string]money.Rate{}, Payments: []string{Transfer}, HoldMinutes: 30, HoldDays: 7}
}

// Settings are those of somebody's own shop.
func Settings(ctx context.Context, s *models.Store, user models.ID) (*Shop, error) {
	out := newShop(user)
	if err := models.Read(ctx, s.Pool(), out, `SELECT `+shopColumns+` FROM shops s WHERE s.user_id = @user`,
		models.Args{"user": user}); err != nil {
		return nil, fmt.Errorf("read the shop of %d: %w", user, err)
	}
	return out, nil
}

// visible reads a shop that the viewer may buy at.
func visible(ctx context.Context, q models.Querier, viewer, seller models.ID) (*Shop, error) {
	out := newShop(seller)
	err := models.Take(ctx, q, out, `SELECT `+shopColumns+` FROM users u JOIN shops s ON s.user_id = u.id
		WHERE u.id = @seller AND `+access.VisibleShop, models.Args{"seller": seller, "viewer": viewer})
	if models.IsNoRows(err) {
		return nil, ErrNoShop
	}
	if err != nil {
		return nil, fmt.Errorf("read the shop of %d: %w", seller, err)
	}
	return out, nil
}

// ShopInput changes a shop; nil leaves a field as it is.
type ShopInput struct {
	Open                        *bool
	Name, Address, Email, VatID *string
	Country, Currency           *string
	Tax, Rates, Zones           *string // as people write them
	Payments                    []string
	Bank, Terms, Withdrawal     *string
	HoldMinutes, HoldDays       *int
	StripeKey, StripeHook       *string // "" takes them away
}

// SaveShop changes the viewer's shop.
func SaveShop(ctx context.Context, s *models.Store, user models.ID, in ShopInput) (*Shop, error) {
	var out *Shop
	err := s.InTx(ctx, func(t *models.Tx) error {
		shop := newShop(user)
		if err := models.Do(ctx, t.PG, `INSERT INTO shops (user_id, updated_at) VALUES (@user, @now) ON CONFLICT DO NOTHING`,
			models.Args{"user": user, "now": s.Now()}); err != nil {
			return fmt.Errorf("open the shop of %d: %w", user, err)
		}
		if err := models.Take(ctx, t.PG, shop, `SELECT `+shopColumns+` FROM shops s WHERE s.user_id = @user FOR UPDATE`,
			models.Args{"user": user}); err != nil {
			return fmt.Errorf("read the shop of %d: %w", user, err)
		}
		if err := in.apply(ctx, t, shop); err != nil {
			return err
		}
		out = shop
		return shop.write(ctx, t)
	})
	return out, err
}

func (shop *Shop) write(ctx context.Context, t *models.Tx) error {
	shop.UpdatedAt = t.Store.Now()
	if shop.Zones == nil {
		shop.Zones = []Zone{}
	}
	if shop.Payments == nil {
		shop.Payments = []string{}
	}
	if shop.Rates == nil {
		shop.Rates = map[string]money.Rate{}
	}
	err := models.Do(ctx, t.PG, `UPDATE shops SET open = @open, name = @name, address = @address, email = @email, vat_id = @vat,
			country = @country, currency = @currency, tax = @tax, rates = @rates, zones = @zones, payments = @payments, bank = @bank,
			terms = @terms, withdrawal = @withdrawal, hold_minutes = @minutes, hold_days = @days, stripe_sealed = @key,
			stripe_hook = @hook, updated_at = @now WHERE user_id = @user`,
		models.Args{"open": shop.Open, "name": shop.Name, "address": shop.Address, "email": shop.Email, "vat": shop.VatID,
			"country": shop.Country, "currency": shop.Currency, "tax": shop.Tax, "rates": shop.Rates, "zones": shop.Zones,
			"payments": shop.Payments, "bank": shop.Bank, "terms": shop.Terms, "withdrawal": shop.Withdrawal,
			"minutes": shop.HoldMinutes, "days": shop.HoldDays, "key": shop.StripeSealed, "hook": shop.StripeHook,
			"now": shop.UpdatedAt, "user": shop.UserID})
	if err != nil {
		return fmt.Errorf("change the shop of %d: %w", shop.UserID, err)
	}
	return nil
}

// apply checks an input, and tells all that is wrong with it.
func (in *ShopInput) apply(ctx context.Context, t *models.Tx, shop *Shop) error {
	var p models.Problems
	for _, f := range []struct {
		name  string
		in    *string
		into  *string
		most  int
		lines bool
	}{
		{"name", in.Name, &shop.Name, MaxName, false}, {"address", in.Address, &shop.Address, MaxAddress, true},
		{"vat_id", in.VatID, &shop.VatID, MaxShort, false}, {"bank", in.Bank, &shop.Bank, MaxAddress, true},
		{"terms", in.Terms, &shop.Terms, MaxTerms, true}, {"withdrawal", in.Withdrawal, &shop.Withdrawal, MaxTerms, true},
	} {
		if f.in == nil {
			continue
		}
		clean, err := models.CleanText(f.name, *f.in, f.most, f.lines)
		if p.Add(err) == nil && err == nil {
			*f.into = clean
		}
	}
	in.numbers(shop, &p)
	if in.Email != nil {
		if shop.Email = strings.TrimSpace(*in.Email); shop.Email != "" {
			clean, err := account.CleanEmail(shop.Email)
			_ = p.Add(err)
			shop.Email = clean
		}
	}
	if in.Country != nil {
		country, err := cleanCountry("country", *in.Country)
		_ = p.Add(err)
		shop.Country = country
	}
	if in.Currency != nil {
		if err := p.Add(shop.setCurrency(ctx, t, *in.Currency)); err != nil {
			return err
		}
	}
	if in.Zones != nil { // its prices are in the shop's currency
		zones, err := ParseZones(*in.Zones, shop.Currency)
		_ = p.Add(err)
		shop.Zones = zones
	}
	if err := in.secrets(t.Store, shop, &p); err != nil {
		return err
	}
	shop.whole(in, &p)
	return p.Err()
}

// numbers reads what is counted: rates and times.
func (in *ShopInput) numbers(shop *Shop, p *models.Problems) {
	if in.Tax != nil {
		rate, err := ParseRate("tax", *in.Tax)
		_ = p.Add(err)
		shop.Tax = rate
	}
	if in.Rates != nil {
		rates, err := ParseRates(*in.Rates)
		_ = p.Add(err)
		shop.Rates = rates
	}
	if in.HoldMinutes != nil {
		if shop.HoldMinutes = *in.HoldMinutes; shop.HoldMinutes < MinHoldMinutes || shop.HoldMinutes > MaxHoldMinutes {
			_ = p.Add(models.Invalidf("hold_minutes", "order.error.send-number-minutes-from", "minHoldMinutes", MinHoldMinutes,
				"maxHoldMinutes", MaxHoldMinutes))
		}
	}
	if in.HoldDays != nil {
		if shop.HoldDays = *in.HoldDays; shop.HoldDays < 1 || shop.HoldDays > MaxHoldDays {
			_ = p.Add(models.Invalidf("hold_days", "order.error.send-number-days-from-1", "maxHoldDays", MaxHoldDays))
		}
	}
	if in.Payments != nil {
		shop.Payments = nil
		for _, kind := range Payments {
			if slices.Contains(in.Payments, kind) {
				shop.Payments = append(shop.Payments, kind)
			}
		}
		for _, kind := range in.Payments {
			if !slices.Contains(Payments, kind) {
				_ = p.Add(models.Invalidf("payments", "order.error.no-way-payment-they", "kind", fmt.Sprintf("%.40q", kind), "join",
					strings.Join(Payments, ", ")))
			}
		}
	}
}

// setCurrency changes the currency as long as nothing was sold in another.
func (shop *Shop) setCurrency(ctx context.Context, t *models.Tx, to string) error {
	to = strings.ToUpper(strings.TrimSpace(to))
	if !money.Known(to) {
		return models.Invalidf("currency", "order.error.no-currency-send-code-three", "to", fmt.Sprintf("%.20q", to))
	}
	if to == shop.Currency {
		return nil
	}
	var sold bool
	if err := models.Take(ctx, t.PG, &sold, `SELECT EXISTS (SELECT 1 FROM orders WHERE seller_id = @user)`,
		models.Args{"user": shop.UserID}); err != nil {
		return err
	}
	if sold {
		return models.Invalidf("currency", "order.error.shop-sold-so-currency-stays", "currency", shop.Currency)
	}
	shop.Currency = to
	return nil
}

// whole is what an open shop needs to say.
func (shop *Shop) whole(in *ShopInput, p *models.Problems) {
	if in.Open != nil {
		shop.Open = *in.Open
	}
	if !shop.Open {
		return
	}
	need := func(field string, missing bool, words string) {
		known := slices.ContainsFunc(*p, func(e *models.Error) bool { return e.Field == field })
		if missing && !known {
			_ = p.Add(models.InvalidText(field, words))
		}
	}
	need("name", shop.Name == "", "To sell, write the name that stands on invoices.")
	need("address", shop.Address == "", "To sell, write the address that stands on invoices.")
	need("country", shop.Country == "", "To sell, say in which country you are.")
	need("zones", len(shop.Zones) == 0, "To sell, say where you ship to, and for how much.")
	need("payments", len(shop.Payments) == 0, "To sell, take at least one way of payment.")
	need("bank", slices.Contains(shop.Payments, Transfer) && shop.Bank == "", "Say where a transfer is to go.")
	need("payments", slices.Contains(shop.Payments, Stripe) && (len(shop.StripeSealed) == 0 || len(shop.StripeHook) == 0),
		"To take payments through Stripe, write its secret key and the secret of its webhook.")
}

// RateFor is the tax of something in a country. A rate of the product's own holds
// wherever the shop's usual one does.
func (shop *Shop) RateFor(country string, own int) money.Rate {
	if rate, ok := shop.Rates[country]; ok {
		return rate
	}
	if own >= 0 {
		return money.Rate(own) * 10 // products have hundredths of a percent
	}
	return shop.Tax
}

func (shop *Shop) seller() Seller {
	return Seller{Name: shop.Name, Address: shop.Address, Email: shop.Email, VatID: shop.VatID, Country: shop.Country, Bank: shop.Bank,
		Terms: shop.Terms, Withdrawal: shop.Withdrawal}
}

// hold is for how long pieces are reserved for an order.
func (shop *Shop) hold(payment string) time.Duration {
	if payment == Stripe {
		return time.Duration(shop.HoldMinutes)*time.Minute + sessionGrace
	}
	return time.Duration(shop.HoldDays) * 24 * time.Hour
}

// sessionGrace is how long pieces stay reserved after the provider's page closed.
const sessionGrace = 5 * time.Minute

const (
	sealKey  = "keys of payment providers"
	sealHook = "webhook secrets of payment providers"
)

func (in *ShopInput) secrets(s *models.Store, shop *Shop, p *models.Problems) error {
	for _, f := range []struct {
		field, purpose, prefix string
		in                     *string
		into                   *[]byte
	}{
		{"stripe_key", sealKey, "sk_ or rk_", in.StripeKey, &shop.StripeSealed},
		{"stripe_hook", sealHook, "whsec_", in.StripeHook, &shop.StripeHook},
	} {
		if f.in == nil {
			continue
		}
		secret := strings.TrimSpace(*f.in)
		if secret == "" {
			*f.into = []byte{}
			continue
		}
		known := slices.ContainsFunc(strings.Split(f.prefix, " or "), func(prefix string) bool { return strings.HasPrefix(secret, prefix) })
		if !known || len(secret) > 300 || strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r > '~' }) {
			_ = p.Add(models.Invalidf(f.field, "order.error.begins-at-most-300-characters", "prefix", f.prefix))
			continue
		}
		sealed, err := s.Seal(f.purpose, shop.UserID.String(), []byte(secret))
		if err != nil {
			return err
		}
		*f.into = sealed
	}
	return nil
}

// StripeKeys are the secrets of a shop at Stripe, "" where it has none.
func (shop *Shop) StripeKeys(s *models.Store) (key, hook string, err error) {
	for _, f := range []struct {
		purpose string
		sealed  []byte
		into    *string
	}{{sealKey, shop.StripeSealed, &key}, {sealHook, shop.StripeHook, &hook}} {
		if len(f.sealed) == 0 {
			continue
		}
		raw, err := s.Unseal(f.purpose, shop.UserID.String(), f.sealed)
		if err != nil {
			return "", "", fmt.Errorf("read the keys of shop %d: %w", shop.UserID, err)
		}
		*f.into = string(raw)
	}
	return key, hook, nil
}

package subscription

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"photogram/models"
)

// Input is what is asked for. Fields that are nil are left as they are.
type Input struct {
	Way        Way
	Activities []string
	Target     *Target
	// Check says whether deliveries may go to an address; an error names no field.
	Check func(address string) error
	// Confirm asks the receiver whether it wants them, before anything is kept; nil asks nobody.
	Confirm func(ctx context.Context, address string) error
	On      *bool
}

// hashOf names an address without telling it.
func hashOf(address string) []byte {
	if address == "" {
		return []byte{}
	}
	sum := sha256.Sum256([]byte(address))
	return sum[:]
}

// cleanActivities puts names in order, each once.
func cleanActivities(list []string) ([]string, error) {
	names := ActivityNames()
	var out []string
	for _, name := range list {
		if !slices.Contains(names, name) {
			return nil, models.Invalidf("activities", "subscription.error.no-activity-they", "name", fmt.Sprintf("%.50q", name), "join",
				strings.Join(names, ", "))
		}
	}
	for _, name := range names {
		if slices.Contains(list, name) {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return nil, models.Invalidf("activities", "subscription.error.name-at-least-one-activity", "join", strings.Join(names, ", "))
	}
	return out, nil
}

// address is where a target leads, checked by the rules of its way.
func (in *Input) address(t Target) (string, error) {
	field, address := "callback_url", t.CallbackURL
	switch in.Way {
	case Webhook:
		if t.Push != nil {
			return "", models.Invalidf("subscription", "subscription.error.goes-way-web-push-webhook")
		}
		if address == "" {
			return "", models.Invalidf("callback_url", "subscription.error.send-https-address-deliveries-go")
		}
	case WebPush:
		if address != "" {
			return "", models.Invalidf("callback_url", "subscription.error.goes-way-webhook-web-push")
		}
		browser, err := ReadBrowser(t.Push)
		if err != nil {
			return "", err
		}
		field, address = "subscription", browser.Endpoint
	case SSE:
		if address != "" || t.Push != nil {
			return "", models.Invalidf("way", "subscription.error.stream-events-no-address-read")
		}
		return "", nil
	default:
		return "", models.Invalidf("way", "subscription.error.way-webhook-callback-url-web")
	}
	return address, checkAddress(field, address, in.Check)
}

func checkAddress(field, address string, check func(string) error) error {
	if len(address) > MaxAddress {
		return models.Invalidf(field, "subscription.error.address-characters-at-most-fit", "address", len(address), "maxAddress",
			MaxAddress)
	}
	if check == nil {
		return nil
	}
	if err := check(address); err != nil {
		return models.InvalidText(field, err.Error())
	}
	return nil
}

// Create subscribes for a person. The secret, which signs what a webhook gets, is
// returned this once.
func Create(ctx context.Context, s *models.Store, h Holder, in Input) (sub *Subscription, secret string, err error) {
	sub = &Subscription{UserID: h.UserID, ID: s.NewID(), AppID: h.AppID, Way: in.Way, Dialect: Ours, Object: Self, State: On,
		CreatedAt: s.Now(), UpdatedAt: s.Now()}
	if in.Target != nil {
		sub.Target = *in.Target
	}
	if h.AppID != 0 && in.Way == Webhook && sub.Target.CallbackURL == "" { // the app has one for all
		if err := s.Pool().QueryRow(ctx, `SELECT coalesce((SELECT webhook_url FROM apps WHERE id = $1), '')`, h.AppID).Scan(
			&sub.Target.CallbackURL); err != nil {
			return nil, "", fmt.Errorf("read the address of app %d: %w", h.AppID, err)
		}
	}
	var problems models.Problems
	if sub.Activities, err = cleanActivities(in.Activities); err != nil {
		_ = problems.Add(err)
	}
	if in.Way == WebPush && sub.Target.KeyID == "" {
		sub.Target.KeyID = s.PushKey().ID
	}
	address, err := in.address(sub.Target)
	if err != nil {
		_ = problems.Add(err)
	}
	if len(problems) > 0 {
		return nil, "", problems
	}
	return create(ctx, s, sub, address, in.Confirm)
}

func create(ctx context.Context, s *models.Store, sub *Subscription, address string,
	confirm func(context.Context, string) error) (_ *Subscription, secret string, err error) {
	if confirm != nil && address != "" {
		// Before it is asked for, so that what is refused anyway troubles nobody.
		if err := s.MayUse(ctx, models.BudgetApp, sub.UserID); err != nil {
			return nil, "", err
		}
		if err := confirm(ctx, address); err != nil {
			return nil, "", err
		}
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		if secret, err = write(ctx, t, sub, address); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, sub.UserID, 1)
	})
	if err != nil {
		return nil, "", err
	}
	return sub, secret, nil
}

// write keeps a new subscription unless there are too many.
func write(ctx context.Context, t *models.Tx, sub *Subscription, address string) (secret string, err error) {
	if _, err := t.LockUsers(ctx, sub.UserID); err != nil {
		return "", err
	}
	if err := alone(ctx, t, sub, address); err != nil {
		return "", err
	}
	if err := room(ctx, t, sub); err != nil {
		return "", err
	}
	sub.SecretSealed = []byte{}
	if sub.Way == Webhook {
		if secret, sub.SecretSealed, err = newSecret(t.Store, sub.Key()); err != nil {
			return "", err
		}
	}
	_, err = t.PG.Exec(ctx, `INSERT INTO subscriptions (user_id, id, app_id, way, dialect, object, object_id, latitude, longitude,
			radius, area, activities, target, endpoint, secret_sealed, created_at, updated_at)
		VALUES (@user, @id, @app, @way, @dialect, @object, @object_id, @latitude, @longitude, @radius,
			CASE WHEN @object = 'geography' THEN `+areaSQL+` END,
			@activities, @target, @endpoint, @secret, @now, @now)`,
		models.Args{"user": sub.UserID, "id": sub.ID, "app": sub.AppID, "way": sub.Way, "dialect": sub.Dialect, "object": sub.Object,
			"object_id": sub.ObjectID, "latitude": sub.Latitude, "longitude": sub.Longitude, "radius": sub.Radius,
			"activities": sub.Activities, "target": sub.Target, "endpoint": hashOf(address), "secret": sub.SecretSealed,
			"now": t.Store.Now()})
	if err != nil {
		return "", fmt.Errorf("subscribe: %w", err)
	}
	return secret, nil
}

// room fails when there are as many as may be.
func room(ctx context.Context, t *models.Tx, sub *Subscription) error {
	var ofOne, ofPerson, streams int
	err := t.PG.QueryRow(ctx, `SELECT count(*) FILTER (WHERE app_id = $2 AND object = 'self'), count(*) FILTER (WHERE object = 'self'),
		count(*) FILTER (WHERE app_id = $2 AND way = 'sse') FROM subscriptions WHERE user_id = $1`, sub.UserID, sub.AppID).Scan(
		&ofOne, &ofPerson, &streams)
	if err != nil {
		return fmt.Errorf("count subscriptions: %w", err)
	}
	if sub.OfApp() {
		var ofApp int
		if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM subscriptions WHERE app_id = $1 AND app_id <> 0 AND object <> 'self'`,
			sub.AppID).Scan(&ofApp); err != nil {
			return fmt.Errorf("count subscriptions: %w", err)
		}
		if ofApp >= MaxOfApp {
			return models.Invalidf("callback_url", "subscription.error.app-subscriptions-limit-delete-one", "maxOfApp", MaxOfApp)
		}
		return nil
	}
	switch {
	case streams > 0 && sub.Way == SSE:
		return models.Say(models.Error{Kind: models.Conflict, Field: "way"}, "subscription.error.stream-events-already-one-limit")
	case ofOne >= MaxOfOne:
		return models.Invalidf("way", "subscription.error.subscriptions-limit-one-app-person", "maxOfOne", MaxOfOne)
	case ofPerson >= MaxOfPerson:
		return models.Invalidf("way", "subscription.error.account-subscriptions-limit-delete-one", "maxOfPerson", MaxOfPerson)
	}
	return nil
}

// Update changes a subscription of a holder.
func Update(ctx context.Context, s *models.Store, h Holder, id models.ID, in Input) (*Subscription, error) {
	sub, err := Own(ctx, s, h, id)
	if err != nil {
		return nil, err
	}
	in.Way = sub.Way
	var problems models.Problems
	if in.Activities != nil {
		if sub.Activities, err = cleanActivities(in.Activities); err != nil {
			_ = problems.Add(err)
		}
	}
	address := ""
	if in.Target != nil {
		if address, err = in.address(*in.Target); err != nil {
			_ = problems.Add(err)
		}
		sub.Target = *in.Target
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if in.Confirm != nil && address != "" {
		if err := in.Confirm(ctx, address); err != nil {
			return nil, err
		}
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		tag, err := t.PG.Exec(ctx, `UPDATE subscriptions SET activities = $4, target = CASE WHEN $5 THEN $6 ELSE target END,
			endpoint = CASE WHEN $5 THEN $7 ELSE endpoint END, updated_at = $8
			WHERE user_id = $1 AND id = $2 AND app_id = $3`, h.UserID, id, h.AppID, sub.Activities, in.Target != nil, sub.Target,
			hashOf(address), s.Now())
		if err != nil {
			return fmt.Errorf("change subscription %d: %w", id, err)
		}
		if tag.RowsAffected() == 0 {
			return ErrNone
		}
		if in.On != nil || in.Target != nil {
			if err := switchTo(ctx, t, sub.Key(), in.On == nil && sub.State == On || in.On != nil && *in.On); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetApp, h.UserID, 1)
	})
	if err != nil {
		return nil, err
	}
	return Own(ctx, s, h, id)
}

// switchTo switches a subscription on, which forgets how it failed, or off.
func switchTo(ctx context.Context, t *models.Tx, k Key, on bool) error {
	var err error
	if on {
		_, err = t.PG.Exec(ctx, `UPDATE subscriptions SET state = 'on', problem = '', failures = 0, failing_since = NULL, open_until = NULL,
			due_at = CASE WHEN way <> 'sse' THEN $3::timestamptz END, updated_at = $3 WHERE user_id = $1 AND id = $2`,
			k.UserID, k.ID, t.Store.Now())
	} else {
		_, err = t.PG.Exec(ctx, `UPDATE subscriptions SET state = 'off', problem = '', due_at = NULL, claim = 0, claimed_until = NULL,
			updated_at = $3 WHERE user_id = $1 AND id = $2`, k.UserID, k.ID, t.Store.Now())
	}
	if err != nil {
		return fmt.Errorf("switch subscription %s: %w", k, err)
	}
	return nil
}

// Delete removes a subscription of a holder, with all that waits.
func Delete(ctx context.Context, s *models.Store, h Holder, id models.ID) error {
	tag, err := s.Pool().Exec(ctx, `DELETE FROM subscriptions WHERE user_id = $1 AND id = $2 AND app_id = $3 AND object = 'self'`,
		h.UserID, id, h.AppID)
	if err != nil {
		return fmt.Errorf("delete subscription %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNone
	}
	return nil
}

// DeleteAll removes all subscriptions of a holder for the person.
func DeleteAll(ctx context.Context, s *models.Store, h Holder) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM subscriptions WHERE user_id = $1 AND app_id = $2 AND object = 'self'`, h.UserID, h.AppID)
	if err != nil {
		return fmt.Errorf("delete subscriptions of %d: %w", h.UserID, err)
	}
	return nil
}

// areaSQL is a box around a point that has all within its radius: a degree of
// latitude has 110,574 metres or a little more.
const areaSQL = `box(
	point(@longitude - @radius / (110574 * greatest(cos(radians(@latitude)), 0.01)), @latitude - @radius / 110574),
	point(@longitude + @radius / (110574 * greatest(cos(radians(@latitude)), 0.01)), @latitude + @radius / 110574))`

package subscription

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"photogram/models"
	"photogram/models/index"
)

// AppInput is what an app subscribes to for itself.
type AppInput struct {
	Object    string
	ObjectID  string // the tag, or the place
	Latitude  float64
	Longitude float64
	Radius    float64 // in metres
	Fields    []string
	Address   string
	Check     func(address string) error
	Confirm   func(ctx context.Context, address string) error // nil asks nobody
}

// clean checks what is asked for and makes a subscription of it.
func (in *AppInput) clean(s *models.Store, app models.ID) (*Subscription, error) {
	sub := &Subscription{ID: s.NewID(), AppID: app, Way: Webhook, Dialect: V1, Object: in.Object, ObjectID: in.ObjectID, State: On,
		Activities: []string{"published"}, Target: Target{CallbackURL: in.Address}, CreatedAt: s.Now(), UpdatedAt: s.Now()}
	if in.Object != Tag && in.Object != Location && in.ObjectID != "" {
		return nil, models.Invalidf("object_id", "subscription.error.goes-object-tag-object-location")
	}
	switch in.Object {
	case Users:
	case Tag:
		if sub.ObjectID = models.TagName(strings.TrimPrefix(in.ObjectID, "#")); sub.ObjectID == "" {
			return nil, models.Invalidf("object_id", "subscription.error.name-hashtag-told")
		}
	case Location:
		id, err := models.ParseID(in.ObjectID)
		if err != nil {
			return nil, models.Invalidf("object_id", "subscription.error.send-id-location-told")
		}
		sub.ObjectID = id.String()
	case Geography:
		at, err := index.CleanCoordinates(in.Latitude, in.Longitude)
		if err != nil {
			return nil, err
		}
		if !(in.Radius > 0 && in.Radius <= MaxRadius) {
			return nil, models.Invalidf("radius", "subscription.error.radius-number-metres-up", "maxRadius", MaxRadius)
		}
		sub.Latitude, sub.Longitude, sub.Radius = at.Latitude, at.Longitude, in.Radius
	case Instagram:
		sub.Dialect = Graph
		var err error
		if sub.Activities, err = CleanFields("fields", in.Fields); err != nil {
			return nil, err
		}
	default:
		return nil, models.Invalidf("object", "subscription.error.object-user-tag-location-geography")
	}
	if in.Address == "" {
		return nil, models.Invalidf("callback_url", "subscription.error.send-https-address-deliveries-go")
	}
	return sub, checkAddress("callback_url", in.Address, in.Check)
}

// CleanFields reads fields of the Graph dialect.
func CleanFields(name string, list []string) ([]string, error) {
	var out []string
	for _, field := range list {
		if !slices.Contains(Fields, field) {
			return nil, models.Invalidf(name, "subscription.error.no-field-they", "field", fmt.Sprintf("%.50q", field), "join",
				strings.Join(Fields, ", "))
		}
		if !slices.Contains(out, field) {
			out = append(out, field)
		}
	}
	if len(out) == 0 {
		return nil, models.Invalidf(name, "subscription.error.name-at-least-one-field", "join", strings.Join(Fields, ", "))
	}
	return out, nil
}

// CreateForApp subscribes an app for itself. In the Graph dialect an app has one
// subscription, which takes the place of the one before.
func CreateForApp(ctx context.Context, s *models.Store, app models.ID, in AppInput) (*Subscription, error) {
	sub, err := in.clean(s, app)
	if err != nil {
		return nil, err
	}
	err = s.Pool().QueryRow(ctx, `SELECT owner_id FROM apps WHERE id = $1`, app).Scan(&sub.UserID)
	if models.IsNoRows(err) {
		return nil, models.NotFoundf("subscription.error.app-does-not-exist")
	}
	if err != nil {
		return nil, fmt.Errorf("subscribe app %d: %w", app, err)
	}
	if sub.Object == Instagram {
		return replaceForApp(ctx, s, sub, in)
	}
	sub, _, err = create(ctx, s, sub, in.Address, in.Confirm)
	return sub, err
}

func replaceForApp(ctx context.Context, s *models.Store, sub *Subscription, in AppInput) (*Subscription, error) {
	if err := s.MayUse(ctx, models.BudgetApp, sub.UserID); err != nil {
		return nil, err
	}
	if in.Confirm != nil {
		if err := in.Confirm(ctx, in.Address); err != nil {
			return nil, err
		}
	}
	err := s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, sub.UserID); err != nil {
			return err
		}
		var there models.ID
		err := t.PG.QueryRow(ctx, `UPDATE subscriptions SET activities = $2, target = $3, endpoint = $4, updated_at = $5
			WHERE app_id = $1 AND app_id <> 0 AND object = 'instagram' RETURNING id`, sub.AppID, sub.Activities, sub.Target,
			hashOf(in.Address), s.Now()).Scan(&there)
		switch {
		case models.IsNoRows(err):
			_, err = write(ctx, t, sub, in.Address)
		case err == nil:
			sub.ID = there
			err = switchTo(ctx, t, sub.Key(), true)
		}
		if err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, sub.UserID, 1)
	})
	return sub, err
}

// ForApp lists what an app subscribed to for itself in a dialect, newest first.
func ForApp(ctx context.Context, s *models.Store, app models.ID, dialect Dialect) ([]Subscription, error) {
	return read(ctx, s.Pool(), `WHERE s.app_id = $1 AND s.app_id <> 0 AND s.object <> 'self' AND s.dialect = $2
		ORDER BY s.id DESC LIMIT $3`, app, dialect, MaxOfApp)
}

// DeleteForApp removes what an app subscribed to for itself in a dialect: one by
// its id, or those about an object, or with "all" every one.
func DeleteForApp(ctx context.Context, s *models.Store, app models.ID, dialect Dialect, id models.ID, object string) error {
	tag, err := s.Pool().Exec(ctx, `DELETE FROM subscriptions WHERE app_id = $1 AND app_id <> 0 AND object <> 'self' AND dialect = $2
		AND ($3::bigint <> 0 AND id = $3 OR $3 = 0 AND $4 IN ('all', object))`, app, dialect, id, object)
	if err != nil {
		return fmt.Errorf("delete subscriptions of app %d: %w", app, err)
	}
	if id != 0 && tag.RowsAffected() == 0 {
		return ErrNone
	}
	return nil
}

// SwitchApp has an app's Graph subscription tell of an account, in these fields.
func SwitchApp(ctx context.Context, s *models.Store, h Holder, fields []string) error {
	fields, err := CleanFields("subscribed_fields", fields)
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.PG.Exec(ctx, `INSERT INTO subscribed_apps (user_id, app_id, fields, created_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (user_id, app_id) DO UPDATE SET fields = excluded.fields`, h.UserID, h.AppID, fields, s.Now()); err != nil {
			return fmt.Errorf("switch app %d on for %d: %w", h.AppID, h.UserID, err)
		}
		return t.Use(ctx, models.BudgetApp, h.UserID, 1)
	})
}

// UnswitchApp ends that.
func UnswitchApp(ctx context.Context, s *models.Store, h Holder) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM subscribed_apps WHERE user_id = $1 AND app_id = $2`, h.UserID, h.AppID)
	if err != nil {
		return fmt.Errorf("switch app %d off for %d: %w", h.AppID, h.UserID, err)
	}
	return nil
}

// SwitchedFields are those in which an app's Graph subscription tells of an account.
func SwitchedFields(ctx context.Context, s *models.Store, h Holder) (fields []string, name string, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT b.fields, a.name FROM subscribed_apps b JOIN apps a ON a.id = b.app_id
		WHERE b.user_id = $1 AND b.app_id = $2`, h.UserID, h.AppID).Scan(&fields, &name)
	if models.IsNoRows(err) {
		return nil, "", nil
	}
	return fields, name, err
}

package subscription

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/text"
)

// Browser is a push subscription as a browser writes it.
type Browser struct {
	Endpoint string
	Key      *ecdh.PublicKey
	Auth     []byte
}

const maxBrowser = 4000 // bytes of the JSON

// ReadBrowser checks what a browser wrote.
func ReadBrowser(raw json.RawMessage) (b Browser, err error) {
	var p struct {
		Endpoint string `json:"endpoint"`
		Keys     struct {
			P256dh string `json:"p256dh"`
			Auth   string `json:"auth"`
		} `json:"keys"`
	}
	if len(raw) > maxBrowser {
		return b, models.Invalidf("subscription", "subscription.error.bytes-at-most-fit", "raw", len(raw), "maxBrowser", maxBrowser)
	}
	if err := json.Unmarshal(raw, &p); err != nil || p.Endpoint == "" {
		return b, models.Invalidf("subscription",
			"subscription.error.send-browsers-push-subscription-json")
	}
	if !strings.HasPrefix(p.Endpoint, "https://") {
		return b, models.Invalidf("subscription", "subscription.error.endpoint-https-address")
	}
	point, err := unbase64(p.Keys.P256dh)
	if err == nil {
		b.Key, err = ecdh.P256().NewPublicKey(point)
	}
	if err != nil {
		return b, models.Invalidf("subscription", "subscription.error.keys-p256dh-no-point-p")
	}
	if b.Auth, err = unbase64(p.Keys.Auth); err != nil || len(b.Auth) != 16 {
		return b, models.Invalidf("subscription", "subscription.error.keys-auth-not-16-bytes")
	}
	b.Endpoint = p.Endpoint
	return b, nil
}

func unbase64(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(s))
}

// alone removes what the same browser had, for whomever: it has one person at a
// time. Who knows its keys is that browser.
func alone(ctx context.Context, t *models.Tx, sub *Subscription, address string) error {
	if sub.Way != WebPush {
		return nil
	}
	rows, err := t.PG.Query(ctx, `SELECT user_id, id, target FROM subscriptions
		WHERE endpoint = $1 AND endpoint <> '' AND way = 'web_push'`,
		hashOf(address))
	if err != nil {
		return err
	}
	type row struct {
		UserID, ID models.ID
		Target     Target
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		return err
	}
	mine, err := ReadBrowser(sub.Target.Push)
	if err != nil {
		return err
	}
	for _, one := range list {
		theirs, err := ReadBrowser(one.Target.Push)
		if err != nil || !bytes.Equal(mine.Auth, theirs.Auth) || !mine.Key.Equal(theirs.Key) {
			continue
		}
		if _, err := t.PG.Exec(ctx, `DELETE FROM subscriptions WHERE user_id = $1 AND id = $2`, one.UserID, one.ID); err != nil {
			return err
		}
	}
	return nil
}

// Devices lists the browsers that push to a person.
func Devices(ctx context.Context, s *models.Store, user models.ID) ([]Subscription, error) {
	return read(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.way = 'web_push' AND s.app_id = 0
		ORDER BY s.id DESC LIMIT $2`, user, MaxOfOne)
}

// Renew takes a browser's subscription under the site's key of today in place of
// one that it had under another.
func Renew(ctx context.Context, s *models.Store, user models.ID, old string, in Input) error {
	sub, err := readOne(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.app_id = 0 AND s.way = 'web_push'
		AND s.endpoint = $2 AND s.endpoint <> ''`, user, hashOf(old))
	if err != nil {
		return err
	}
	on := true // services refuse what was under the key before, which ended it
	in.Activities, in.On = nil, &on
	_, err = Update(ctx, s, Holder{UserID: user}, sub.ID, in)
	return err
}

// Quiet is when somebody is not to be told anything, in minutes of the day.
type Quiet struct {
	On       bool
	From, To int
	Zone     string
}

// QuietOf are a person's quiet hours.
func QuietOf(ctx context.Context, s *models.Store, user models.ID) (q Quiet, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT h.user_id IS NOT NULL, coalesce(h.quiet_from, 1320), coalesce(h.quiet_to, 420), u.time_zone
		FROM users u LEFT JOIN quiet_hours h ON h.user_id = u.id WHERE u.id = $1`, user).Scan(&q.On, &q.From, &q.To, &q.Zone)
	if err != nil {
		return q, fmt.Errorf("read the quiet hours of %d: %w", user, err)
	}
	return q, nil
}

// Ends is when the quiet hours end that it is in; zero when it is in none.
func (q Quiet) Ends(now time.Time) time.Time {
	if !q.On || q.From == q.To {
		return time.Time{}
	}
	local := now.In(text.Zone(q.Zone))
	minute := local.Hour()*60 + local.Minute()
	inside, day := minute >= q.From && minute < q.To, 0
	if q.From > q.To {
		inside = minute >= q.From || minute < q.To
		if minute >= q.From {
			day = 1
		}
	}
	if !inside {
		return time.Time{}
	}
	return time.Date(local.Year(), local.Month(), local.Day()+day, q.To/60, q.To%60, 0, 0, local.Location())
}

// SetQuiet changes somebody's quiet hours, and their time zone.
func SetQuiet(ctx context.Context, s *models.Store, user models.ID, q Quiet) error {
	zone, err := models.CleanZone(q.Zone)
	if err != nil {
		return err
	}
	if q.On && (q.From < 0 || q.From > 1439 || q.To < 0 || q.To > 1439) {
		return models.Invalidf("quiet_from", "subscription.error.choose-times-22-00-07")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		batch := &pgx.Batch{}
		batch.Queue(`UPDATE users SET time_zone = $2 WHERE id = $1 AND time_zone <> $2`, user, zone)
		if q.On {
			batch.Queue(`INSERT INTO quiet_hours (user_id, quiet_from, quiet_to) VALUES ($1, $2, $3)
				ON CONFLICT (user_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`, user, q.From, q.To)
		} else {
			batch.Queue(`DELETE FROM quiet_hours WHERE user_id = $1`, user)
		}
		return t.PG.SendBatch(ctx, batch).Close()
	})
}

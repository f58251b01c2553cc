package handlers_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"photogram/models/subscription"
	"photogram/web/webtest"
)

// browserJSON is what a browser writes for an endpoint.
func browserJSON(t *testing.T, endpoint string) string {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, err)
	auth := make([]byte, 16)
	_, _ = rand.Read(auth)
	return `{"endpoint":"` + endpoint + `","keys":{"p256dh":"` + base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()) +
		`","auth":"` + base64.RawURLEncoding.EncodeToString(auth) + `"}}`
}

// Devices are chosen for, changed and switched off in the settings; what is wrong is
// refused with the reason, and a browser has one person at a time.
func TestPushSettings(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	c := s.As(ada)
	c.Get("/settings/push").Want(200).Has("form[data-push] button[disabled]", "meta[name=push-key][content='"+s.DB.PushKey().Public+"']").
		HasNot(".push-devices")
	good := browserJSON(t, "https://localhost/send/x")
	for field, bad := range map[string]string{
		"https://":            strings.Replace(good, "https", "http", 1),
		"as a point of P-256": strings.Replace(good, `"p256dh":"`, `"p256dh":"A`, 1),
		"as 16 bytes":         strings.Replace(good, `"auth":"`, `"auth":"AAAA`, 1),
		"as it is":            "nonsense",
		"at most 4,000 bytes": good + strings.Repeat(" ", 4000),
		"this has 600":        browserJSON(t, "https://localhost/"+strings.Repeat("x", 582)),
	} {
		c.Post("/settings/push", form("subscription", bad, "activities", "likes")).Want(422).Says(field)
	}
	for _, inside := range []string{"https://127.0.0.1/x", "https://10.1.2.3/x", "https://[::1]/x"} {
		c.Post("/settings/push", form("subscription", browserJSON(t, inside), "activities", "likes")).Want(422)
	}
	c.Post("/settings/push", form("subscription", good)).Want(422).Says("at least one activity")
	c.Post("/settings/push", form("subscription", good, "activities", "likes")).Want(303)
	device := c.Get("/settings/push").Find(".push-devices form").First().AttrOr("action", "")
	c.Post(device, form("_method", "PATCH", "activities", "comments")).Want(303)
	c.Get("/settings/push").Has(".push-devices input[value=comments][checked]").HasNot(".push-devices input[value=likes][checked]")
	s.As(bo).Post(device, form("_method", "DELETE")).Want(404)

	// Somebody else who only knows the address takes nothing; the browser itself does.
	s.As(bo).Post("/settings/push", form("subscription", browserJSON(t, "https://localhost/send/x"), "activities", "likes")).Want(303)
	c.Get("/settings/push").Has(".push-devices")
	s.As(bo).Post("/settings/push", form("subscription", good, "activities", "likes")).Want(303)
	c.Get("/settings/push").HasNot(".push-devices")

	c.Post("/settings/push/quiet", form("quiet", "1", "quiet_from", "22:00", "quiet_to", "nonsense")).Want(422)
	c.Post("/settings/push/quiet", form("quiet", "1", "quiet_from", "21:30", "quiet_to", "06:15", "time_zone", "Asia/Tokyo")).Want(303)
	c.Get("/settings/push").Has("input[name=quiet][checked]", "input[name=quiet_from][value='21:30']",
		"input[name=time_zone][value='Asia/Tokyo']")
}

func TestQuietHours(t *testing.T) {
	t.Parallel()
	q := subscription.Quiet{On: true, From: 22 * 60, To: 7 * 60, Zone: "Asia/Tokyo"} // 13:00 to 22:00 in UTC
	for at, want := range map[string]string{"12:59": "", "13:00": "22:00", "21:59": "22:00", "22:00": "", "16:00": "22:00"} {
		now, err := time.Parse("2006-01-02 15:04", "2026-06-01 "+at)
		must(t, err)
		got := ""
		if ends := q.Ends(now); !ends.IsZero() {
			got = ends.UTC().Format("15:04")
			if ends.Sub(now) > 9*time.Hour {
				t.Errorf("at %s it ends %s", at, ends)
			}
		}
		if got != want {
			t.Errorf("at %s it ends %q, want %q", at, got, want)
		}
	}
}

// A browser whose subscription was under another key of the site renews it in
// place, keeping what was chosen; and a person has a number of devices at most.
func TestPushIsRenewedAndLimited(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	c := s.As(ada)
	c.Post("/settings/push", form("subscription", browserJSON(t, "https://localhost/send/old"), "activities", "likes")).Want(303)
	_, err := s.Pool().Exec(t.Context(), `UPDATE subscriptions
		SET target = target || '{"key_id":"before"}', state = 'gone', problem = 'refused'`)
	must(t, err)
	fresh := browserJSON(t, "https://localhost/send/new")
	s.As(bo).Post("/settings/push", form("_method", "PATCH", "old", "https://localhost/send/old", "subscription", fresh)).Want(404)
	c.Post("/settings/push", form("_method", "PATCH", "old", "https://localhost/send/old", "subscription", "nonsense")).Want(422)
	c.Post("/settings/push", form("_method", "PATCH", "old", "https://localhost/send/old", "subscription", fresh)).Want(204)
	list, err := subscription.Devices(t.Context(), s.DB.Store, ada.ID)
	must(t, err)
	if len(list) != 1 || list[0].Target.KeyID != s.DB.PushKey().ID || list[0].State != subscription.On ||
		!strings.Contains(string(list[0].Target.Push), "/send/new") || strings.Join(list[0].Activities, " ") != "likes" {
		t.Errorf("%+v", list)
	}
	for range subscription.MaxOfOne - 1 {
		c.Post("/settings/push", form("subscription", browserJSON(t, "https://localhost/send/more"), "activities", "likes")).Want(303)
	}
	c.Post("/settings/push", form("subscription", browserJSON(t, "https://localhost/send/more"), "activities", "likes")).Want(422).
		Says("One app and person can have 20 subscriptions")
	if list, err = subscription.Devices(t.Context(), s.DB.Store, ada.ID); err != nil || len(list) != subscription.MaxOfOne {
		t.Errorf("%d devices, %v", len(list), err)
	}
}

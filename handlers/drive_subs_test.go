package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// fillSubscriptions gives many accounts subscriptions and deliveries, so that
// none of their tables is small.
func fillSubscriptions(t *testing.T, db *modelstest.DB) {
	t.Helper()
	for _, sql := range []string{
		`INSERT INTO subscriptions (user_id, id, app_id, way, dialect, object, object_id, activities, state, seq, due_at, area)
			SELECT u.id, u.id, u.id % 500, 'webhook', 'photogram', (ARRAY['self', 'tag', 'location', 'geography'])[1 + u.id % 4],
				'x' || u.id, ARRAY['likes'], 'on', 2, CASE WHEN u.id % 50 = 0 THEN now() + interval '1 day' END,
				CASE WHEN u.id % 4 = 3 THEN box(point(u.id % 90, 1), point(u.id % 90 + 1, 2)) END
			FROM users u`,
		`INSERT INTO deliveries (user_id, subscription_id, seq, event_id, kind, about_id, actor_id, owner_id, post_id, object_key, state,
				next_at, created_at)
			SELECT u.id, u.id, n, u.id, 'like', u.id, u.id, u.id, u.id, u.id, CASE WHEN u.id % 20 = 0 THEN 'waiting' ELSE 'delivered' END,
				now() + interval '1 day', now() FROM users u, generate_series(1, 2) n`,
		`INSERT INTO delivery_attempts (user_id, subscription_id, seq, attempt, at, ms) SELECT u.id, u.id, 1, n, now(), 1
			FROM users u, generate_series(1, 2) n`,
		`INSERT INTO subscribed_apps (user_id, app_id, fields, created_at) SELECT u.id, 1 + u.id % 500, ARRAY['comments'], now()
			FROM users u`,
		`ANALYZE subscriptions, deliveries, delivery_attempts, subscribed_apps`,
	} {
		_, err := db.Pool().Exec(t.Context(), sql)
		must(t, err)
	}
}

// driveSubscriptions does all that can be done with subscriptions.
func driveSubscriptions(t *testing.T, s *webtest.Site, program *webtest.Program, reader *account.User, other models.ID) {
	t.Helper()
	ctx := t.Context()
	r := webtest.NewReceiver(t)
	made := program.Call(http.MethodPost, "/users/self/subscriptions", "way", "webhook", "activities", "likes,comments,published",
		"callback_url", r.URL, "verify_token", "x").Want(http.StatusOK).At("data.id").String()
	stream := program.Call(http.MethodPost, "/users/self/subscriptions", "way", "sse", "activities", "likes,published").Want(http.StatusOK)
	root := "/users/self/subscriptions/" + made
	for _, c := range [][]string{{http.MethodPatch, root, "activities", "likes", "active", "true"}, {http.MethodPost, root + "/rotate"},
		{http.MethodPost, root + "/test"}, {http.MethodGet, root + "/deliveries"}, {http.MethodGet, root + "/deliveries/1"},
		{http.MethodPost, root + "/replay", "since", "1"}} {
		program.Call(c[0], c[1], c[2:]...).Want(http.StatusOK)
	}
	fresh, items := s.Draft(reader, 1)
	s.Render(items...)
	must(t, post.Publish(ctx, s.DB.Store, reader.ID, fresh, post.PublishInput{}))
	_, err := post.Like(ctx, s.DB.Store, other, fresh)
	must(t, err)
	_, err = notify.Digest(ctx, s.DB.Store, notify.DigestBatch)
	must(t, err)
	holder := subscription.Holder{UserID: reader.ID}
	sub, err := subscription.Stream(ctx, s.DB.Store, holder)
	must(t, err)
	_, _, err = subscription.After(ctx, s.DB.Store, sub, 0, 10)
	must(t, err)
	_, err = subscription.Oldest(ctx, s.DB.Store, sub)
	must(t, err)
	id, err := models.ParseID(made)
	must(t, err)
	deliverByHand(t, s, subscription.Key{UserID: reader.ID, ID: id})
	page := s.As(reader)
	path := "/developers/webhooks/" + reader.ID.String() + "_" + made
	page.Get(path).Want(http.StatusOK)
	for _, action := range []string{"/test", "/on", "/secret", "/delete"} {
		page.Post(path+action, nil)
	}
	program.Call(http.MethodDelete, "/users/self/subscriptions/"+stream.At("data.id").String()).Want(http.StatusOK)
	row, secret, err := app.Create(ctx, s.DB.Store, reader.ID, app.Input{Name: "Prints", Scopes: "basic", Confidential: true})
	must(t, err)
	for _, object := range [][]string{{"user"}, {"tag", "object_id", "everyday"}, {"geography", "lat", "1", "lng", "1", "radius", "5"}} {
		s.Visitor().Post("/v1/subscriptions", form(append([]string{"client_id", row.ClientID(), "client_secret", secret, "aspect", "media",
			"callback_url", r.URL, "object"}, object...)...)).Want(http.StatusOK)
	}
	key := "access_token=" + row.ClientID() + "%7C" + secret
	graph := "/" + row.ClientID() + "/subscriptions?" + key
	for range 2 { // made, and made anew
		s.Visitor().Post(graph, form("object", "instagram", "fields", "comments", "callback_url", r.URL)).Want(http.StatusOK)
	}
	s.Visitor().Get(graph).Want(http.StatusOK)
	of := subscription.Holder{UserID: reader.ID, AppID: row.ID}
	must(t, subscription.SwitchApp(ctx, s.DB.Store, of, []string{"comments"}))
	_, _, err = subscription.SwitchedFields(ctx, s.DB.Store, of)
	must(t, err)
	must(t, subscription.UnswitchApp(ctx, s.DB.Store, of))
	page.Get("/developers/apps/" + row.ClientID() + "/webhooks").Want(http.StatusOK)
	must(t, subscription.DeleteForApp(ctx, s.DB.Store, row.ID, subscription.V1, 0, "all"))
	must(t, app.Delete(ctx, s.DB.Store, reader.ID, row.ID))
	must(t, post.Delete(ctx, s.DB.Store, reader.ID, fresh))
}

// deliverByHand sends what is due of a subscription, as a job would, to nobody.
func deliverByHand(t *testing.T, s *webtest.Site, k subscription.Key) {
	t.Helper()
	ctx := t.Context()
	_, err := subscription.Dispatch(ctx, s.DB.Store, 100)
	must(t, err)
	job := subscription.Deliver{UserID: k.UserID, SubscriptionID: k.ID}
	must(t, s.DB.Pool().QueryRow(ctx, `SELECT claim FROM subscriptions WHERE user_id = $1 AND id = $2`, k.UserID, k.ID).Scan(&job.Claim))
	for _, result := range []subscription.Result{{Status: 200}, {Status: 503, Problem: "It answered 503.", RetryAfter: time.Second},
		{Later: s.Now().Add(time.Hour)}} {
		p, err := subscription.Next(ctx, s.DB.Store, job)
		must(t, err)
		if p != nil {
			must(t, subscription.Done(ctx, s.DB.Store, p, result))
		}
	}
	must(t, subscription.Release(ctx, s.DB.Store, job))
}

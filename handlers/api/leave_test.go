package api_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/handlers/apitest"
	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/inbox"
	"photogram/models/insight"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// word is a pattern that finds a text where it stands by itself.
func word(s string) string {
	if _, err := models.ParseID(s); err == nil {
		return `(^|[^0-9])` + s + `([^0-9]|$)`
	}
	return `(^|[^a-z0-9_])` + regexp.QuoteMeta(s) + `([^a-z0-9_]|$)`
}

// inFiles lists the files below directories whose name or content has a word of the pattern.
func inFiles(t *testing.T, pattern string, dirs ...string) (found []string) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			if name, _ := filepath.Rel(dir, path); re.MatchString(name) || re.Match(raw) {
				found = append(found, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// everything makes ada do all that there is to do, and others all that can be
// done to her. What no call reaches within a test is written as rows.
func (w *world) everything() {
	w.T.Helper()
	ctx := w.T.Context()
	w.norderney()
	w.tell()
	// With real files: a photo, its picture in full size, another edit, an album's
	// second photo, a video, a picture of the account, an icon, and one that is left half sent.
	photo := w.draft(mediatest.Photo(400, 300), mediatest.Photo(300, 400))
	w.Prog.Call("POST", "/media/"+photo+"/publish", "caption", "Look, @bo #sea #adasonly", "location", "Norderney", "latitude",
		"53.7", "longitude", "7.15").Want(http.StatusOK)
	w.rendered(photo)
	shared, _, _ := strings.Cut(photo, "_")
	id, err := models.ParseID(shared)
	w.Must(err)
	original, first := true, "One more time, @bo"
	w.Must(post.EditText(ctx, w.DB.Store, w.Ada.ID, id, post.Edit{AllowOriginal: &original, Caption: &first}))
	film := w.Prog.SendFiles(nil, webtest.File{Name: "a.mp4", Data: mediatest.Video(w.T)}).Want(http.StatusOK).At("data.id").String()
	w.rendered(film)
	me := w.As(w.Ada)
	me.Upload("/settings", webtest.Form("full_name", "Ada"),
		[]webtest.File{{Field: "avatar", Name: "me.jpg", Data: mediatest.Photo(200, 200)}}).Want(http.StatusSeeOther)
	app, _, err := app.Create(ctx, w.DB.Store, w.Ada.ID,
		app.Input{Name: "Prints", RedirectURIs: "https://app.example.org/callback", Scopes: "basic", Confidential: true})
	w.Must(err)
	me.Upload("/developers/apps/"+app.ID.String()+"/icon", nil,
		[]webtest.File{{Field: "icon", Name: "icon.jpg", Data: mediatest.Photo(200, 200)}}).Want(http.StatusSeeOther)
	me.Do(me.Request(http.MethodPost, "/new/tus", nil), "Tus-Resumable", "1.0.0", "Upload-Length", "5000", "Upload-Metadata",
		"filename YS5qcGc=,batch YmF0Y2g=").Want(http.StatusCreated)
	w.Prog.Graph("POST", "/v18.0/"+w.Ada.ID.String()+"/media", "image_url", apitest.Origin(w.T)+"/photo.jpg", "caption",
		"later").Want(http.StatusOK)
	// All calls there are.
	for _, rt := range routeTests {
		if rt.route != "DELETE /users/self" && rt.route != "POST /users/self/password" &&
			rt.route != "DELETE /users/self/sessions" && !strings.Contains(rt.route, "DELETE /media/:media ") {
			rt.call(w, w.Prog, w.fill(rt.path))
		}
	}
	w.everythingSold()
	hooks := webtest.NewReceiver(w.T)
	for _, u := range []*account.User{w.Ada, w.Bo} {
		w.Must(account.SetNotificationSettings(ctx, w.DB.Store, u.ID, map[activity.Kind]string{"mail_follow": account.MailDaily}))
		w.Must(subscription.SetQuiet(ctx, w.DB.Store, u.ID, subscription.Quiet{On: true, From: 60, To: 120}))
		_, _, err := subscription.Create(ctx, w.DB.Store, subscription.Holder{UserID: u.ID}, subscription.Input{Way: subscription.Webhook,
			Activities: subscription.ActivityNames(), Target: &subscription.Target{CallbackURL: hooks.URL}})
		w.Must(err)
	}
	w.Must(subscription.SwitchApp(ctx, w.DB.Store, subscription.Holder{UserID: w.Ada.ID, AppID: app.ID}, []string{"comments"}))
	defer webtest.Eventually(w.T, "what is told of the account", func() bool {
		var n int
		w.Must(w.DB.Pool().QueryRow(ctx, `SELECT count(DISTINCT n.owner_id = $1) FROM deliveries n JOIN delivery_attempts a
			ON a.user_id = n.user_id AND a.subscription_id = n.subscription_id AND a.seq = n.seq
			WHERE $1 IN (n.owner_id, n.actor_id)`, w.Ada.ID).Scan(&n))
		return n == 2
	})
	// To and with others.
	eve := w.User("eve")
	w.Must(people.Follow(ctx, w.DB.Store, eve.ID, w.Ada.ID))
	w.Must(people.Follow(ctx, w.DB.Store, w.Ada.ID, w.Bo.ID))
	w.Must(people.Follow(ctx, w.DB.Store, w.Bo.ID, w.Ada.ID))
	w.Must(people.Follow(ctx, w.DB.Store, w.Ada.ID, w.Cy.ID)) // asks
	w.Must(people.Block(ctx, w.DB.Store, w.Ada.ID, w.User("foe").ID))
	for _, pair := range [][2]models.ID{{w.Ada.ID, eve.ID}, {eve.ID, w.Ada.ID}} {
		w.Must(people.Restrict(ctx, w.DB.Store, pair[0], pair[1]))
		w.Must(people.AddCloseFriend(ctx, w.DB.Store, pair[0], pair[1]))
		w.Must(people.HideStories(ctx, w.DB.Store, pair[0], pair[1]))
	}
	own := w.Post(w.Ada, "Mine #sea")
	w.done(post.Like(ctx, w.DB.Store, w.Bo.ID, own))
	w.done(post.Like(ctx, w.DB.Store, w.Ada.ID, own))
	w.done(post.Like(ctx, w.DB.Store, w.Ada.ID, w.Bos))
	w.Must(saved.Save(ctx, w.DB.Store, w.Ada.ID, w.Bos))
	w.Must(saved.Save(ctx, w.DB.Store, w.Bo.ID, own))
	c, err := comment.Add(ctx, w.DB.Store, w.Ada.ID, w.Bos, "Fine, @bo")
	w.Must(err)
	_, err = comment.Reply(ctx, w.DB.Store, w.Bo.ID, w.Bos, c.ID, "Thanks @ada")
	w.Must(err)
	b, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Bos, "And you, @ada?")
	w.Must(err)
	r, err := comment.Reply(ctx, w.DB.Store, w.Ada.ID, w.Bos, b.ID, "Me too")
	w.Must(err)
	_, err = comment.Reply(ctx, w.DB.Store, w.Bo.ID, w.Bos, r.ID, "To that one")
	w.Must(err)
	w.done(comment.Like(ctx, w.DB.Store, w.Ada.ID, w.Bos, b.ID))
	w.fill("{shown}")
	group := w.Post(w.Bo, "Together #sea")
	p, err := post.Visible(ctx, w.DB.Store, w.Bo.ID, group)
	w.Must(err)
	w.Must(post.SetPeople(ctx, w.DB.Store, w.Bo.ID, group,
		map[models.ID][]post.PersonInput{p.Items[0].ID: {{UserID: w.Ada.ID, X: 0.5, Y: 0.5}}}))
	mention, err := story.ParseOverlays(`[{"id":"m","type":"mention","username":"ada"},{"id":"w","type":"text","text":"Sea"}]`)
	w.Must(err)
	w.NewStory(w.Bo, story.Edit{Overlays: &mention})
	showing, err := story.StartOfPost(ctx, w.DB.Store, w.Bo.ID, own)
	w.Must(err)
	w.Must(story.Share(ctx, w.DB.Store, w.Bo.ID, showing, story.ShareInput{}))
	w.Must(discover.RememberSearch(ctx, w.DB.Store, w.Bo.ID, discover.SearchedPerson, w.Ada.ID.String()))
	shelf, err := saved.Create(ctx, w.DB.Store, w.Ada.ID, "Sea", "")
	w.Must(err)
	link := true
	w.Must(saved.Edit(ctx, w.DB.Store, w.Ada.ID, shelf, saved.CollectionEdit{Shared: &link}))
	w.Must(saved.Collect(ctx, w.DB.Store, w.Ada.ID, shelf, w.Bos, nil))
	theirs, err := saved.Create(ctx, w.DB.Store, w.Bo.ID, "Adas", "")
	w.Must(err)
	w.Must(saved.Collect(ctx, w.DB.Store, w.Bo.ID, theirs, own, nil))
	below, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, own, "Below it")
	w.Must(err)
	w.done(comment.Like(ctx, w.DB.Store, w.Bo.ID, own, below.ID))
	q, err := post.Visible(ctx, w.DB.Store, w.Ada.ID, own)
	w.Must(err)
	w.Must(post.SetPeople(ctx, w.DB.Store, w.Ada.ID, own,
		map[models.ID][]post.PersonInput{q.Items[0].ID: {{UserID: w.Bo.ID, X: 0.5, Y: 0.5}}}))
	poll, err := story.ParseOverlays(seaPoll)
	w.Must(err)
	told := w.NewStory(w.Ada, story.Edit{Overlays: &poll})
	_, err = story.CreateHighlight(ctx, w.DB.Store, w.Ada.ID, "Mine", []models.ID{told})
	w.Must(err)
	w.Must(story.MarkViewed(ctx, w.DB.Store, w.Bo.ID, told))
	w.Must(story.Like(ctx, w.DB.Store, w.Bo.ID, told))
	w.Must(story.AnswerOverlay(ctx, w.DB.Store, w.Bo.ID, told, "sea", 0, ""))
	_, err = inbox.ReplyToStory(ctx, w.DB.Store, w.Bo.ID, told, inbox.StoryReply{Text: "Where is that?"})
	w.Must(err)
	w.talk(told)
	w.Prog.Call("POST", "/users/self/muted-words", "word", "spoiler").Want(http.StatusOK)
	w.Prog.Call("POST", "/tags/sea/follow").Want(http.StatusOK)
	w.Must(discover.RememberSearch(ctx, w.DB.Store, w.Ada.ID, discover.SearchedText, "sea"))
	w.Must(discover.NoteSought(ctx, w.DB.Store, w.Ada.ID, w.NewID()))
	feed.Seen(w.DB.Store, w.Bo.ID, *q)
	w.Must(feed.FlushViews(ctx, w.DB.Store))
	tally.Count(w.DB.Store, tally.Look{Post: own, Viewer: w.Bo.ID}, tally.Look{Post: w.Bos, Viewer: w.Ada.ID})
	w.Must(tally.Flush(ctx, w.DB.Store))
	w.Must(insight.SetCounted(ctx, w.DB.Store, w.Ada.ID, false))
	_, _, err = account.LinkIdentity(ctx, w.DB.Store, account.Asker{User: w.Ada.ID},
		account.Identity{Provider: "there", Subject: "7", Service: "Elsewhere"})
	w.Must(err)
	w.Mail(w.Ada.Email, "Elsewhere")
	w.rows()
	w.Clock.Move(time.Minute)
}

// talk has ada and others write to each other: alone and in groups that ada made, was
// brought into and left, with photos, cards and reactions.
func (w *world) talk(told models.ID) {
	w.T.Helper()
	ctx := w.T.Context()
	s, ada, bo := w.DB.Store, w.Ada.ID, w.Bo.ID
	cy := w.Cy.ID
	_, err := inbox.ReplyToStory(ctx, s, cy, told, inbox.StoryReply{Reaction: "🔥"})
	w.Must(err)
	for i, maker := range []models.ID{ada, bo, bo} {
		others := []models.ID{ada, bo, cy}
		if i > 0 {
			others = []models.ID{cy}
		}
		id, _, err := inbox.Begin(ctx, s, maker, inbox.Start{People: others, Name: "Coast"})
		w.Must(err)
		if i > 0 {
			w.Must(inbox.AddMembers(ctx, s, bo, id, []models.ID{ada}))
		}
		path := "/threads/" + id.String()
		m := w.Prog.Upload("/v1"+path+"/messages", webtest.Form("text", "Mine", "access_token", w.Prog.Token),
			[]webtest.File{{Name: "a.jpg", Data: mediatest.Photo(64, 48)}}).Want(http.StatusOK).At("data.id").String()
		w.Program(w.Bo, allScopes).Call("POST", path+"/messages", "post_id", w.Post(w.Ada, "").String()).Want(http.StatusOK)
		w.Program(w.Bo, allScopes).Call("POST", path+"/messages/"+m+"/reactions", "reaction", "🔥").Want(http.StatusOK)
		w.Prog.Call("POST", path+"/messages/"+m+"/reactions", "reaction", "🎉").Want(http.StatusOK)
		if i == 2 {
			w.Must(inbox.RemoveMember(ctx, s, ada, id, ada))
		}
	}
}

// done is must for what counts.
func (w *world) done(_ int64, err error) {
	w.T.Helper()
	w.Must(err)
}

// rows are what only servers, other programs or time write. $1 is ada, $2 bo.
func (w *world) rows() {
	w.T.Helper()
	for _, sql := range []string{
		`INSERT INTO app_requests (app_id, id, at, method, path, status, ms, user_id)
			SELECT a, 7, now(), 'GET', '/v1/users/' || $1::bigint || '/media/recent', 200, 3, u
			FROM (VALUES (4, $1::bigint), (5, $2)) x (a, u)`,
		`INSERT INTO product_images (owner_id, product_id, url) SELECT owner_id, id, 'https://example.org/a.jpg' FROM products
			WHERE owner_id = $1 LIMIT 1`,
		`UPDATE products SET price = price + 1, updated_at = updated_at + interval '1 day' WHERE owner_id = $1`,
		`INSERT INTO catalog_import_lines (owner_id, import_id, n, kind) SELECT owner_id, id, 1, 'error' FROM catalog_imports
			WHERE owner_id = $1 LIMIT 1`,
		`INSERT INTO product_tags (owner_id, holder_id, product_owner, product_id, created_at)
			VALUES ($1, 7, $2, 8, now()), ($2, 7, $1, 8, now())`,
		`INSERT INTO saved_products (user_id, id, product_owner, product_id) VALUES ($1, 7, $2, 8), ($2, 7, $1, 8)`,
		`INSERT INTO stock_waits (product_owner, product_id, user_id, at) SELECT owner_id, id, u, now() FROM products,
			unnest(ARRAY[$1, $2]::bigint[]) u
			ON CONFLICT DO NOTHING`,
		`INSERT INTO stock_events (owner_id, product_id, kind) SELECT owner_id, id, 'low' FROM products
			WHERE owner_id = ANY(ARRAY[$1, $2]::bigint[]) ON CONFLICT DO NOTHING`,
		`INSERT INTO credentials (user_id, password_hash) VALUES ($1, 'x')`,
		`INSERT INTO notification_mails (user_id, kind, pace) VALUES ($1, 'like', 'daily')`,
		`INSERT INTO insight_marks (owner_id, id, kind, post_id, actor_id, n, at) VALUES
			($1, 7, 2, 0, $2, 1, now()), ($2, 7, 2, 0, $1, 1, now())`,
		`UPDATE users SET pending_email = 'ada.new@example.org' WHERE id = $1`,
		`INSERT INTO email_tokens (hash, user_id, purpose, email, expires_at)
			VALUES ('x', $1, 'undo', 'ada.old@example.org', now() + interval '1 day')`,
		`INSERT INTO feed_marks (user_id, seen_id, marker_id, seen_at, marked_at) VALUES ($1, 1, 1, now(), now()) ON CONFLICT DO NOTHING`,
		`INSERT INTO idempotency_keys (user_id, token_id, key, claim, claimed_at, created_at, status, answer)
			SELECT u, 1, 'k', 1, now(), now(), 200, convert_to('{"id":"' || $1::bigint || '"}', 'UTF8')
			FROM (VALUES ($1::bigint), ($2)) x (u)`,
		`INSERT INTO media_captions (owner_id, media_id, lang, label, text) SELECT owner_id, id, 'en', 'English', 'x' FROM media
			WHERE owner_id = $1 LIMIT 1`,
		`INSERT INTO oauth_grants (user_id, app_id, id, scopes, created_at, updated_at) VALUES ($1, 5, 5, 'basic', now(), now())`,
		`INSERT INTO data_deletions (user_id, id, app_id, name, asked_at) VALUES ($1, 5, 5, 'Prints', now())`,
		`INSERT INTO oauth_codes (hash, app_id, user_id, redirect_uri, scopes, family, expires_at)
			VALUES ('x', 5, $1, '', 'basic', 1, now() + interval '1 hour')`,
		`INSERT INTO oauth_consents (hash, user_id, session, app_id, redirect_uri, scopes, expires_at)
			VALUES ('x', $1, '', 5, '', 'basic', now() + interval '1 hour')`,
		`INSERT INTO people_prefixes (prefix, rank, user_id) VALUES ('zz', 1, $1)`,
		`INSERT INTO pulled_accounts (user_id) VALUES ($1)`,
		`INSERT INTO orphans (key, bytes, found_at, seen_at) VALUES ('o/' || $1::bigint || '/7', 1, now(), now())`,
		`INSERT INTO rate_limits (key, tat) VALUES ('x:' || $1::bigint || '@127.0.0.1', now() + interval '1 hour')`,
		`INSERT INTO river_job (kind, queue, priority, max_attempts, state, args, scheduled_at, finalized_at)
			VALUES ('rebuild_feed', 'none', 1, 1, 'completed', jsonb_build_object('user_id', $1::bigint::text), now(), now())`,
		`INSERT INTO river_job (kind, queue, priority, max_attempts, state, args, errors, scheduled_at, finalized_at)
			VALUES ('sweep', 'none', 1, 1, 'discarded', '{}', ARRAY[jsonb_build_object('error', 'account ' || $1::bigint)], now(), now())`,
		`INSERT INTO river_job (kind, queue, priority, max_attempts, state, args, scheduled_at)
			VALUES ('send_mail', 'none', 1, 1, 'available',
			jsonb_build_object('user_id', $1::bigint::text, 'to', 'ada@example.org'), now())`,
	} {
		args := []any{int64(w.Ada.ID), int64(w.Bo.ID)}
		if !strings.Contains(sql, "$2") {
			args = args[:1]
		}
		if _, err := w.DB.Pool().Exec(w.T.Context(), sql, args...); err != nil {
			w.T.Fatalf("%v: %s", err, sql)
		}
	}
}

// people are the columns that say who somebody is.
var peopleRow = regexp.MustCompile(`^(user|owner|actor|other|target|follower|friend|viewer|answered|shared_owner|card_owner|maker|about|ref)_id$`)

// What others wrote themselves stays, and so does a name that nobody can take.
var stays = []string{"usernames.name", "posts.caption", "post_search.doc", "comments.text", "search_words.word"}

// After everything that an account can do and others can do to it, nothing is
// left of it once it is deleted: no row, file, session, token, job or mail.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	before := w.Keys("")
	name, email, id := "quillwort", w.Ada.Email, w.Ada.ID.String()
	w.everything()
	w.Must(account.UpdateProfile(t.Context(), w.DB.Store, w.Ada.ID, account.ProfileInput{Username: &name})) // so that two names are held
	w.Must(app.FlushRequests(t.Context(), w.DB.Store))
	there := w.Search(word(id))
	for _, c := range w.Columns() {
		emptied := slices.Contains([]string{"activity", "stock_events", "insight_marks"}, c.Table) // by loops, at any time
		if c.Type == "bigint" && peopleRow.MatchString(c.Name) && !emptied && there[c.String()] == 0 {
			t.Errorf("%s: this test has no row in which the account stands there", c)
		}
	}
	for _, c := range []string{"river_job.args", "river_job.errors", "rate_limits.key", "orphans.key", "app_requests.path",
		"idempotency_keys.answer", "stories.overlays", "threads.members"} {
		if there[c] == 0 {
			t.Errorf("%s: this test has no row in which the account stands there", c)
		}
	}
	dirs := []string{w.BlobDir, w.TempDir, w.UploadDir, w.Outbox.Dir}
	for dir, s := range map[string]string{w.UploadDir: id, w.BlobDir: id, w.Outbox.Dir: email} {
		if len(inFiles(t, word(s), dir)) == 0 {
			t.Errorf("in %s there is nothing to be deleted", dir)
		}
	}
	// These live for moments, so they are not there any more when they are looked for.
	_, err := w.DB.Pool().Exec(t.Context(), `INSERT INTO activity (user_id, id, kind, actor_id, owner_id)
		VALUES ($1, 1, 'recount', 0, 0), ($2, 2, 'follow', $1, 0), ($2, 3, 'recount', 0, $1)`, w.Ada.ID, w.Bo.ID)
	w.Must(err)
	for range 2 {
		p := jobs.Purge{Store: w.DB.Store, Blobs: w.Blobs, Mailer: w.Outbox, UploadDir: w.UploadDir}
		w.Must(p.Run(t.Context(), w.Ada.ID))
	}
	if left := w.Search(word(id)); len(left) > 0 {
		t.Errorf("of the id there is left: %v", left)
	}
	for _, s := range []string{"ada", name} {
		for c, n := range w.Search(word(s)) {
			if !slices.Contains(stays, c) {
				t.Errorf("of the name %s there is left: %s, %d rows", s, c, n)
			}
		}
		var owner int64
		w.Must(w.DB.Pool().QueryRow(t.Context(), `SELECT user_id FROM usernames WHERE name = $1`, s).Scan(&owner))
		if owner != 0 {
			t.Errorf("the name %s is that of %d", s, owner)
		}
	}
	for _, s := range []string{word(email), word("ada.new@example.org"), word("ada.old@example.org")} {
		if left := w.Search(s); len(left) > 0 {
			t.Errorf("of the address there is left: %v", left)
		}
	}
	var hashes int
	w.Must(w.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM mail_log
		WHERE receiver = $1`, []byte(account.HashToken(email))).Scan(&hashes))
	if hashes > 0 {
		t.Errorf("%d mails to the address are noted", hashes)
	}
	for _, s := range []string{id, email, name} {
		if left := inFiles(t, word(s), dirs...); len(left) > 0 {
			t.Errorf("%s stands in files: %v", s, left)
		}
	}
	if after := w.Keys(""); !slices.Equal(before, after) {
		t.Errorf("files are left: %v", after)
	}
	w.Check()
	w.Program(w.Bo, allScopes).Call("GET", "/users/self/feed").Want(http.StatusOK)
}

// A program that knows the password leaves in its owner's name. The password
// stands in the body, and what is wrong is named.
func TestLeavingByAProgram(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.UserWithPassword("ada")
	p, few := s.Program(ada, "account"), s.Program(ada, "basic publish")
	send := func(p *webtest.Program, path string, pairs ...string) *webtest.Answer {
		return p.Send(http.MethodDelete, "/v1/users/self"+path, webtest.Form(pairs...), "Authorization", "Bearer "+p.Token)
	}
	send(few, "", "password", modelstest.Password).Refused(400, "OAuthPermissionsException", "scope=account")
	send(p, "").Refused(400, "APIInvalidParametersError", "password")
	send(p, "", "password", "wrong").Refused(400, "APIInvalidParametersError", "password: This isn’t your current password")
	send(p, "?password=velvet", "password", modelstest.Password).Refused(400, "APIInvalidParametersError",
		"password: Send this in the body")
	a := send(p, "", "password", modelstest.Password).Want(http.StatusOK)
	if a.At("data.deleted_time").String() != strconv.FormatInt(s.Clock.Now().Add(account.LeaveGrace).Unix(), 10) {
		t.Errorf("%s", a.Body)
	}
	send(p, "", "password", modelstest.Password).Refused(400, "OAuthAccessTokenException", "access_token")
	s.Visitor().Get("/ada").Want(404)
	s.LoggedIn("ada").Get("/ada").Want(200)
	p.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "access_token")
}

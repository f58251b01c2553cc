package graph_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/inbox"
	"photogram/models/modelstest"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// An app subscribes with its id and secret and is switched on for an account, as
// in the Instagram Platform; comments and messages come in its words.
func TestSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Digest()
	w.Work()
	ctx := t.Context()
	row, secret, err := app.Create(ctx, w.DB.Store, w.Bo.ID, app.Input{Name: "Prints", Scopes: "basic subscriptions", Confidential: true,
		QueryToken: true})
	w.Must(err)
	r := webtest.NewReceiver(t)
	at := w.WithToken(row.ClientID() + "|" + secret)
	path := "/v18.0/" + row.ClientID() + "/subscriptions"
	w.WithToken(row.ClientID()+"|wrong").Graph("GET", path).GraphError(400, 190, 0, "")
	w.Prog.Graph("GET", path).GraphError(400, 15, 0, "app access token")
	at.Graph("POST", path, "object", "page", "fields", "comments", "callback_url", r.URL).GraphError(400, 100, 0, "object")
	at.Graph("POST", path, "object", "instagram", "fields", "weather", "callback_url", r.URL).GraphError(400, 100, 0, "weather")
	at.Graph("POST", path, "object", "instagram", "fields", "comments", "callback_url",
		"http://example.org/").GraphError(400, 100, 0, "TLS")
	r.AnswersStatus(http.StatusNotFound)
	at.Graph("POST", path, "object", "instagram", "fields", "comments", "callback_url", r.URL).GraphError(400, 100, 0, "404")
	r.Answers(nil)
	at.Graph("POST", path, "object", "instagram", "fields", "comments,messages,message_reactions", "verify_token", "v", "callback_url",
		r.URL).Want(http.StatusOK)
	if a := at.Graph("GET", path).Want(http.StatusOK); a.At("data.0.callback_url").String() != r.URL || a.At("data.0.fields.#").Int() != 3 {
		t.Errorf("%s", a.Body)
	}
	asked := len(r.Got())

	// Nothing is told of an account before it allows the app and switches it on.
	modelstest.Must(t, grant(w, w.Ada, row))
	prog := appProgram(w, w.Ada, row)
	prog.Graph("POST", "/me/subscribed_apps", "subscribed_fields", "comments,messages,message_reactions").Want(http.StatusOK)
	w.Prog.Graph("POST", "/me/subscribed_apps", "subscribed_fields", "comments").GraphError(400, 100, 0, "personal")
	prog.Graph("POST", "/"+w.Bo.ID.String()+"/subscribed_apps", "subscribed_fields", "comments").GraphError(400, 100, 33, "")
	if a := prog.Graph("GET", "/me/subscribed_apps"); a.At("data.0.subscribed_fields.#").Int() != 3 {
		t.Errorf("%s", a.Body)
	}
	_, err = comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Adas, "well")
	w.Must(err)
	got := r.Wait(t, asked+1)[asked]
	for path, want := range map[string]string{"object": "instagram", "entry.0.id": w.Ada.ID.String(), "entry.0.changes.0.field": "comments",
		"entry.0.changes.0.value.text": "well", "entry.0.changes.0.value.from.username": "bo",
		"entry.0.changes.0.value.media.id": w.Adas.String(), "entry.0.changes.0.value.media.media_product_type": "FEED"} {
		if got.Text(path) != want {
			t.Errorf("%s is %q: %s", path, got.Text(path), got.Body)
		}
	}
	if v := "entry.0.changes.0.value."; got.Text(v+"id") == "" || got.Text(v+"id") != got.Text(v+"comment_id") ||
		!strings.HasPrefix(got.Header.Get("X-Hub-Signature-256"), "sha256=") {
		t.Errorf("%v %s", got.Header, got.Body)
	}
	shown := w.NewStory(w.Ada, story.Edit{})
	for _, say := range []inbox.StoryReply{{Text: "lovely"}, {Reaction: inbox.Reactions[0]}} {
		_, err = inbox.ReplyToStory(ctx, w.DB.Store, w.Bo.ID, shown, say)
		w.Must(err)
	}
	all := r.Wait(t, asked+3)
	if one := all[asked+1]; one.Text("entry.0.messaging.0.message.text") != "lovely" ||
		one.Text("entry.0.messaging.0.message.reply_to.story.id") != shown.String() ||
		one.Text("entry.0.messaging.0.sender.id") != w.Bo.ID.String() {
		t.Errorf("the reply: %s", one.Body)
	}
	if one := all[asked+2]; one.Text("entry.0.messaging.0.reaction.emoji") != inbox.Reactions[0] {
		t.Errorf("the reaction: %s", one.Body)
	}
	// Once it is off, or the app is disconnected, nothing is told any more.
	prog.Graph("DELETE", "/me/subscribed_apps").Want(http.StatusOK)
	_, err = comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Adas, "unheard")
	w.Must(err)
	w.Digest()
	if list, err := subscription.ForApp(ctx, w.DB.Store, row.ID, subscription.Graph); err != nil || len(list) != 1 || list[0].Seq != 3 {
		t.Errorf("%d subscriptions, of which the first was told %d events: %v", len(list), list[0].Seq, err)
	}
	at.Graph("DELETE", path).Want(http.StatusOK)
	if list, err := subscription.ForApp(ctx, w.DB.Store, row.ID, subscription.Graph); err != nil || len(list) != 0 {
		t.Errorf("%d subscriptions are left: %v", len(list), err)
	}
	if n := len(r.Got()); n != asked+3 {
		t.Errorf("%d requests more than there should be", n-asked-3)
	}
}

// grant has an account allow an app.
func grant(w *world, u *account.User, row *app.App) error {
	_, err := w.DB.Pool().Exec(w.T.Context(), `INSERT INTO oauth_grants (user_id, app_id, id, scopes, created_at, updated_at)
		VALUES ($1, $2, $3, 'basic subscriptions', $4, $4)`, u.ID, row.ID, w.NewID(), w.Now())
	return err
}

// appProgram is an app that acts for an account.
func appProgram(w *world, u *account.User, row *app.App) *webtest.Program {
	p := w.Program(u, "basic subscriptions")
	_, err := w.DB.Pool().Exec(w.T.Context(), `UPDATE api_tokens SET app_id = $1, kind = 'access' WHERE hash = $2`, row.ID,
		[]byte(account.HashToken(p.Token)))
	w.Must(err)
	return p
}

// An hour after its end an app hears what became of a story.
func TestStoryInsightsAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, s := t.Context(), w.DB.Store
	row, secret, err := app.Create(ctx, s, w.Bo.ID, app.Input{Name: "Prints", Scopes: "basic subscriptions", Confidential: true,
		QueryToken: true})
	w.Must(err)
	r := webtest.NewReceiver(t)
	w.WithToken(row.ClientID()+"|"+secret).Graph("POST", "/"+row.ClientID()+"/subscriptions", "object", "instagram", "fields",
		"story_insights", "callback_url", r.URL).Want(http.StatusOK)
	asked := len(r.Got())
	w.Must(grant(w, w.Ada, row))
	appProgram(w, w.Ada, row).Graph("POST", "/me/subscribed_apps", "subscribed_fields", "story_insights").Want(http.StatusOK)
	shown := w.NewStory(w.Ada, story.Edit{})
	tally.Count(s, tally.Look{Post: shown, Viewer: w.Bo.ID, Source: tally.Stories}, tally.Look{Post: shown, Viewer: w.Bo.ID})
	for _, tap := range []story.Tap{story.TapForward, story.TapForward, story.TapBack, story.TapExit} {
		w.Must(story.CountTap(ctx, s, w.Bo.ID, shown, tap))
	}
	_, err = inbox.ReplyToStory(ctx, s, w.Bo.ID, shown, inbox.StoryReply{Text: "lovely"})
	w.Must(err)
	w.Must(tally.Flush(ctx, s))
	w.Work()
	w.Clock.Move(24*time.Hour + 59*time.Minute)
	tell := func() {
		_, err := story.RecordOver(ctx, s)
		w.Must(err)
		w.Digest()
	}
	tell()
	w.Clock.Move(2 * time.Minute)
	tell()
	tell()
	got := r.Wait(t, asked+1)[asked]
	const v = "entry.0.changes.0.value."
	for path, want := range map[string]string{"entry.0.changes.0.field": "story_insights", v + "media_id": shown.String(),
		v + "impressions": "2", v + "reach": "1", v + "replies": "1", v + "taps_forward": "2", v + "taps_back": "1", v + "exits": "1"} {
		if got.Text(path) != want {
			t.Errorf("%s is %q: %s", path, got.Text(path), got.Body)
		}
	}
	if list, err := subscription.ForApp(ctx, s, row.ID, subscription.Graph); err != nil || len(list) != 1 || list[0].Seq != 1 {
		t.Errorf("it was told %d times: %v", list[0].Seq, err)
	}
}

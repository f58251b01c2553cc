package handlers_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/container"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/inbox"
	"photogram/models/insight"
	"photogram/models/making"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// driveVideo is the way of a video.
func driveVideo(t *testing.T, s *webtest.Site, owner *account.User) {
	t.Helper()
	ctx := t.Context()
	id, items, err := post.AddMedia(ctx, s.DB.Store, owner.ID, 0,
		post.Upload{ID: s.NewID(), FileName: "a.mp4", Format: "mp4", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480,
			Video: true, Duration: time.Second})
	must(t, err)
	m := items[0]
	_, err = post.MediaToTranscode(ctx, s.DB.Store, owner.ID, m.ID)
	must(t, err)
	must(t, post.VideoProgress(ctx, s.DB.Store, owner.ID, m.ID, m.WantedVideoKey, 50))
	_, err = making.MediaTranscoded(ctx, s.DB.Store, owner.ID, m.ID,
		making.Transcoded{Key: m.WantedVideoKey, Width: 640, Height: 480, Duration: time.Second})
	must(t, err)
	must(t, post.SetPoster(ctx, s.DB.Store, owner.ID, id, m.ID, time.Second/2))
	must(t, post.SetCaption(ctx, s.DB.Store, owner.ID, id, m.ID, post.CaptionFile{Lang: "en", Text: words}))
	_, err = post.Own(ctx, s.DB.Store, owner.ID, id)
	must(t, err)
	_, err = post.VisibleCaption(ctx, s.DB.Store, owner.ID, id, m.ID, "en")
	must(t, err)
	must(t, post.SetCaption(ctx, s.DB.Store, owner.ID, id, m.ID, post.CaptionFile{Lang: "en"}))
	_, err = post.VideoAccess(ctx, s.DB.Store, owner.ID, m.WantedVideoKey)
	must(t, err)
	_, err = making.FileInUse(ctx, s.DB.Store, post.VideoPrefix(m.WantedVideoKey)+post.VideoName)
	must(t, err)
	must(t, post.Delete(ctx, s.DB.Store, owner.ID, id))
}

// driveGraph is what the Graph dialect does beside reading.
func driveGraph(t *testing.T, s *webtest.Site, program *webtest.Program, own, comment, tag models.ID) {
	t.Helper()
	ctx := t.Context()
	key := base64.RawURLEncoding.EncodeToString([]byte("10000"))
	for _, path := range []string{"/me/media?before=" + key, "/me/tags?before=" + key,
		"/" + tag.String() + "/recent_media?user_id=me&before=" + key, "/" + own.String() + "/comments?before=" + key,
		"/" + comment.String() + "/replies?before=" + key} {
		program.Graph(http.MethodGet, path)
	}
	for _, path := range []string{"/?ids=2,3," + own.String() + "," + comment.String() + "&fields=id",
		"/" + own.String() + "/likes?limit=1",
		"/me/recently_searched_hashtags", "/v18.0/comments?ids=" + own.String()} {
		program.Graph(http.MethodGet, path).Want(http.StatusOK)
	}
	must(t, discover.NoteSought(ctx, s.DB.Store, modelstest.Wide, tag))
	part, err := container.Create(ctx, s.DB.Store, modelstest.Wide, container.Container{Kind: "video", Resumable: true}, nil, nil)
	must(t, err)
	must(t, container.FetchFrom(ctx, s.DB.Store, modelstest.Wide, part, "https://example.org/a.mp4"))
	mine := program.Graph(http.MethodPost, "/"+own.String()+"/comments", "message", "hello").At("id").String()
	for _, call := range [][]string{{http.MethodPost, "/" + own.String(), "comment_enabled", "true"},
		{http.MethodPost, "/" + mine + "/replies", "message", "hello"},
		{http.MethodPost, "/" + mine, "hide", "false"}, {http.MethodDelete, "/" + mine},
		{http.MethodPost, "/me/media_publish", "creation_id", "1"}} {
		program.Graph(call[0], call[1], call[2:]...)
	}
	up := post.Upload{FileName: "a.jpg", Format: "jpeg", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480}
	owner := models.ID(modelstest.Wide)
	var children []models.ID
	for range 2 {
		id, err := container.Create(ctx, s.DB.Store, owner, container.Container{Kind: "image", Source: "http://x/", Item: true}, nil, nil)
		must(t, err)
		up.ID = s.NewID()
		_, err = container.Fetched(ctx, s.DB.Store, owner, id, up)
		must(t, err)
		c, item, err := container.ToFetch(ctx, s.DB.Store, owner, id)
		must(t, err)
		must(t, container.Finish(ctx, s.DB.Store, c, item))
		s.Render(*item)
		must(t, container.Failed(ctx, s.DB.Store, owner, id, container.FetchOther, ""))
		children = append(children, id)
	}
	album, err := container.Create(ctx, s.DB.Store, owner, container.Container{Kind: "carousel"}, nil, children)
	must(t, err)
	must(t, container.Publish(ctx, s.DB.Store, owner, album, 50))
	must(t, post.Delete(ctx, s.DB.Store, owner, album))
	must(t, container.Empty(ctx, s.DB.Store, owner, album))
	must(t, container.Expire(ctx, s.DB.Store))
}

// drive asks for everything that the site can do, as a person of the filled site.
func drive(t *testing.T, s *webtest.Site) {
	t.Helper()
	ctx := t.Context()
	reader := &account.User{ID: modelstest.Wide, Username: "clara_2"}
	owner := &account.User{ID: 3, Username: "david_3"}
	var postID models.ID
	must(t, s.DB.Pool().QueryRow(ctx, `SELECT max(id) FROM posts WHERE owner_id = 3`).Scan(&postID))
	var own models.ID
	must(t, s.DB.Pool().QueryRow(ctx, `SELECT max(id) FROM posts WHERE owner_id = 2`).Scan(&own))
	p := matrixPost{word: "harbour", tag: "everyday", owner: owner, id: postID, key: strings.Repeat("a", 40)}
	tag, err := discover.TagByName(ctx, s.DB.Store, p.tag)
	must(t, err)
	p.tagID, p.comment = tag.ID, models.ID(int64(postID)*100+1)
	p.story, p.highlight = 2_000_000_003_002, 2_000_000_003_002
	m := &matrix{Site: s, t: t}
	visitor, page, program := s.Visitor(), s.As(reader), s.Program(reader, strings.Join(app.Scopes, " "))
	for _, row := range matrixRows {
		path := row.path
		if path == "" {
			path = row.route
		}
		path = m.fill(path, p, "")
		if isAPI(path) {
			program.Call(http.MethodGet, s.URL+path)
			continue
		}
		visitor.Get(path)
		page.Get(path)
		page.HTMX(path, nil)
	}
	driveShop(t, s, program, page)
	parts := sender{t, page}
	for _, batch := range []string{"a", "a", "b"} { // the second and the third are duplicates
		sent, _ := parts.send(mediatest.Photo(40, 30), "batch", batch)
		parts.outcome(sent).Want(http.StatusOK)
	}
	parts.tell(http.MethodDelete, parts.begin(100, "batch", "c"), nil).Want(http.StatusNoContent)
	for _, path := range []string{"/?before=1000000010000", "/" + owner.Username + "?before=1000000010000",
		"/tags/everyday?before=1000000010000", "/search?q=cl", "/search?q=clara", "/search?q=harb", "/tags/rare",
		"/settings/close-friends?q=an"} {
		page.Get(path)
	}
	for _, path := range []string{"/users/self/feed?max_id=10000", "/users/self/media/liked?max_like_id=99999999999",
		"/users/search?q=fe", "/tags/search?q=tag1"} {
		program.Call(http.MethodGet, path)
	}
	// What changes something, and what takes it back.
	for _, method := range []string{http.MethodPost, http.MethodPatch, http.MethodDelete} {
		for _, r := range s.Engine.Routes() {
			if r.Method != method || strings.Contains(r.Path, "logout") || strings.Contains(r.Path, "/auth/") ||
				strings.Contains(r.Path, "delete") {
				continue
			}
			for _, id := range []models.ID{postID, own} {
				thread := models.ID(4) // of the filled site, the reader's
				threadPart, story, highlight := thread.Code(), p.story.Code(), p.highlight.Code()
				if strings.HasPrefix(r.Path, "/v1/") {
					threadPart, story, highlight = thread.String(), p.story.String(), p.highlight.String()
				}
				path := strings.NewReplacer(":thread", threadPart, ":story", story, ":highlight", highlight, ":overlay", "ask",
					":code", id.Code(), ":media", id.String(), ":username", owner.Username, ":user", owner.ID.String(), ":tag", "everyday",
					":comment", fmt.Sprint(int64(id)*100+1), ":item", id.String(), ":collection", "1", ":person",
					owner.Username).Replace(r.Path)
				values := []string{"text", "hello", "word", "spoiler", "caption", "hello #everyday @" + owner.Username, "action",
					"mute", "name", "One", "upto", "99", "until", "0"}
				if strings.HasPrefix(path, "/v1/") {
					if method == http.MethodDelete && r.Path == "/v1/media/:media" {
						continue
					}
					program.Call(method, strings.TrimPrefix(path, "/v1"), values...)
				} else {
					page.Send(method, path, form(values...))
				}
			}
		}
	}
	driveGraph(t, s, program, own, p.comment, tag.ID)
	driveStories(t, s, program, reader, postID, p.story)
	driveApps(t, s, reader)
	driveKeys(t, s, program, reader, postID)
	driveThreads(t, s, owner, reader)
	driveSubscriptions(t, s, program, reader, owner.ID)
	driveOrders(t, s, program, reader)
	must(t, post.HideLikes(ctx, s.DB.Store, owner.ID, postID))
	_, err = post.Visible(ctx, s.DB.Store, reader.ID, postID)
	must(t, err)
	// The steps in the background.
	_, err = making.NextNarrow(ctx, s.DB.Store, models.WidenMedia{})
	must(t, err)
	_, err = notify.Digest(ctx, s.DB.Store, notify.DigestBatch)
	must(t, err)
	_, err = discover.RankExplore(ctx, s.DB.Store)
	must(t, err)
	must(t, feed.FlushViews(ctx, s.DB.Store))
	driveInsights(t, s, owner, reader, p.story)
	_, err = feed.NewerPosts(ctx, s.DB.Store, reader.ID, 1, 20)
	must(t, err)
	_, err = notify.Since(ctx, s.DB.Store, []notify.Position{{UserID: reader.ID, Seq: 1}}, 20)
	must(t, err)
	must(t, people.ApproveRequests(ctx, s.DB.Store, reader.ID))
	fresh, items := s.Draft(reader, 2)
	s.Render(items...)
	must(t, post.Publish(ctx, s.DB.Store, reader.ID, fresh, post.PublishInput{}))
	must(t, feed.FanOut(ctx, s.DB.Store, models.FanOutPost{OwnerID: reader.ID, PostID: fresh}))
	must(t, feed.Rebuild(ctx, s.DB.Store, reader.ID))
	must(t, post.Pin(ctx, s.DB.Store, reader.ID, fresh))
	must(t, post.Unpin(ctx, s.DB.Store, reader.ID, fresh))
	must(t, post.Archive(ctx, s.DB.Store, reader.ID, fresh))
	must(t, post.Unarchive(ctx, s.DB.Store, reader.ID, fresh))
	must(t, post.Delete(ctx, s.DB.Store, reader.ID, fresh))
	_, err = post.PublishDue(ctx, s.DB.Store, []models.ID{own})
	must(t, err)
	_, err = post.Planned(ctx, s.DB.Store, reader.ID)
	must(t, err)
	_, err = post.UnplannedDrafts(ctx, s.DB.Store, reader.ID, 20)
	must(t, err)
	_, err = post.WantsFull(ctx, s.DB.Store, reader.ID, own)
	must(t, err)
	driveVideo(t, s, reader)
}

// driveInsights counts, and reads what was counted among that of many others.
func driveInsights(t *testing.T, s *webtest.Site, owner, reader *account.User, storyID models.ID) {
	t.Helper()
	ctx := t.Context()
	for _, sql := range []string{
		`INSERT INTO insight_counts (owner_id, span, day, post_id, counts, tops) SELECT u, 'day', current_date - d, p, '', ''
			FROM generate_series(1, 400) u, generate_series(0, 99) d, generate_series(0, 2) p ON CONFLICT DO NOTHING`,
		`INSERT INTO insight_sketches (owner_id, span, day, post_id, part, sketch) SELECT u, 'day', current_date - d, p, 1, '\x01'
			FROM generate_series(1, 400) u, generate_series(0, 99) d, generate_series(0, 2) p ON CONFLICT DO NOTHING`,
		`INSERT INTO insight_marks (owner_id, id, kind, post_id, actor_id, n, at) SELECT u, n, 2, 0, 1, 1, now()
			FROM generate_series(100, 110) u, generate_series(1, 10) n`,
		`INSERT INTO insight_batches (id, at) SELECT n, now() FROM generate_series(1, 11000) n`,
		`ANALYZE insight_counts, insight_sketches, insight_marks, insight_batches`} {
		_, err := s.DB.Pool().Exec(ctx, sql)
		must(t, err)
	}
	fresh := s.Post(owner, "counted")
	for range 2 {
		tally.Count(s.DB.Store, tally.Look{Post: fresh, Viewer: reader.ID}, tally.Look{Post: fresh, Owner: owner.ID, Viewer: reader.ID,
			Metric: tally.ProfileVisits}, tally.Look{Post: storyID, Viewer: reader.ID})
		must(t, tally.Flush(ctx, s.DB.Store))
	}
	must(t, people.FollowFrom(ctx, s.DB.Store, reader.ID, owner.ID, 0))
	to := s.Now()
	for _, r := range []insight.Range{{}, {From: to.AddDate(-1, 0, 0), To: to}} {
		_, err := insight.Of(ctx, s.DB.Store, owner.ID, r)
		must(t, err)
		_, err = insight.Days(ctx, s.DB.Store, owner.ID, r)
		must(t, err)
		_, err = insight.OfPost(ctx, s.DB.Store, owner.ID, fresh, r)
		must(t, err)
	}
	_, err := insight.OfStory(ctx, s.DB.Store, owner.ID, storyID, insight.Range{})
	must(t, err)
	must(t, insight.SetCounted(ctx, s.DB.Store, reader.ID, false))
	_, err = insight.SettingsOf(ctx, s.DB.Store, reader.ID)
	must(t, err)
	s.Clock.Move(40 * 24 * time.Hour)
	must(t, tally.Merge(ctx, s.DB.Store))
	s.Clock.Move(-40 * 24 * time.Hour)
	must(t, post.Delete(ctx, s.DB.Store, owner.ID, fresh))
}

// driveThreads is a conversation that begins with a story.
func driveThreads(t *testing.T, s *webtest.Site, owner, reader *account.User) {
	t.Helper()
	story := s.NewStory(owner, story.Edit{Overlays: &[]story.Overlay{{ID: "m", Type: "mention", Username: reader.Username, X: 0.5,
		Y: 0.5, Scale: 1}}})
	page := s.As(reader)
	path := "/inbox/"
	for range 2 {
		page.Post("/story/"+story.Code()+"/reply", form("reaction", inbox.Reactions[0])).Want(http.StatusSeeOther)
		list, _, err := inbox.List(t.Context(), s.DB.Store, reader.ID, 0, 1)
		must(t, err)
		path = "/inbox/" + list[0].ThreadID.Code()
	}
	page.Post(path, form("text", "hello")).Want(http.StatusSeeOther)
	page.Get(path + "?before=99").Want(http.StatusOK)
	page.HTMX(path+"?after=1", nil).Want(http.StatusOK)
	page.Get("/inbox?before=99").Want(http.StatusOK)
	page.Send(http.MethodDelete, path, form()).Want(http.StatusSeeOther)
	page.Post(path+"/restore", form("until", "0")).Want(http.StatusSeeOther)
	_, err := inbox.ReplyToStory(t.Context(), s.DB.Store, owner.ID, story, inbox.StoryReply{Text: "to myself"})
	if models.KindOf(err) != models.Invalid {
		t.Error(err)
	}
	driveTalk(t, s, owner, reader, story)
}

// driveTalk writes to people and groups in every way.
func driveTalk(t *testing.T, s *webtest.Site, owner, reader *account.User, story models.ID) {
	t.Helper()
	ctx, page, st := t.Context(), s.As(reader), s.DB.Store
	third := models.ID(4)
	begun, _, err := inbox.Begin(ctx, st, reader.ID, inbox.Start{People: []models.ID{third}, Say: &inbox.Say{Text: "hello"}})
	must(t, err)
	_, err = inbox.Begun(ctx, st, third, begun)
	must(t, err)
	_, err = inbox.CountRequests(ctx, st, third)
	must(t, err)
	must(t, inbox.Accept(ctx, st, third, begun))
	group, _, err := inbox.Begin(ctx, st, reader.ID, inbox.Start{People: []models.ID{owner.ID, third}, Name: "Coast"})
	must(t, err)
	draft, items := s.Draft(reader, 1)
	s.Render(items...)
	m, err := inbox.Send(ctx, st, reader.ID, group, inbox.Say{Draft: draft})
	must(t, err)
	item, err := making.MediaToRender(ctx, st, reader.ID, items[0].ID)
	must(t, err)
	_, err = making.MediaRendered(ctx, st, reader.ID, item.ID, making.Rendered{Key: item.WantedKey, Width: 640, Height: 480})
	must(t, err)
	must(t, inbox.SendTo(ctx, st, reader.ID, []models.ID{third}, []models.ID{group},
		inbox.Say{Card: inbox.Card{Kind: inbox.StoryCard, ID: story}}))
	shared := s.Post(reader, "hello")
	page.Post("/p/"+shared.Code()+"/send", form("thread", group.Code(), "to", third.Code(), "text", "see")).Want(http.StatusSeeOther)
	at := "/inbox/" + group.Code()
	for _, path := range []string{at, at + "/members?q=an", "/inbox/new?with=" + owner.Username, "/inbox/requests", "/p/" + shared.Code() +
		"/send?q=an",
		"/story/" + story.Code() + "/send", "/settings/messages"} {
		page.Get(path)
		page.HTMX(path, nil)
	}
	page.Post(at+"/messages/"+m.ID.String()+"/reaction", form("reaction", "🔥")).Want(http.StatusSeeOther)
	page.Get(at).Want(http.StatusOK)
	must(t, inbox.Unreact(ctx, st, reader.ID, group, m.ID))
	must(t, inbox.Unsend(ctx, st, reader.ID, group, m.ID))
	must(t, inbox.RemoveMember(ctx, st, reader.ID, group, third))
	must(t, inbox.AddMembers(ctx, st, reader.ID, group, []models.ID{third}))
	must(t, inbox.RemoveMember(ctx, st, third, group, third))
	must(t, inbox.RemoveMember(ctx, st, owner.ID, group, owner.ID))
	must(t, inbox.RemoveMember(ctx, st, reader.ID, group, reader.ID))
}

// driveKeys sends calls again, among the kept answers of many others.
func driveKeys(t *testing.T, s *webtest.Site, program *webtest.Program, reader *account.User, post models.ID) {
	t.Helper()
	for _, sql := range []string{`INSERT INTO idempotency_keys (user_id, token_id, key, claim, claimed_at, status, created_at)
		SELECT id, n, 'k', 1, $1, 200, $1 FROM (SELECT id FROM users LIMIT 1000) u, generate_series(1, 20) n`, `ANALYZE idempotency_keys`} {
		args := []any{s.Now()}
		_, err := s.DB.Pool().Exec(t.Context(), sql, args[:strings.Count(sql, "$1")/2]...)
		must(t, err)
	}
	for _, text := range []string{"once", "once", ""} {
		program.Post("/v1/media/"+post.String()+"/comments", form("text", text), "Authorization", "Bearer "+program.Token,
			"Idempotency-Key", "k")
	}
	program.Post("/v1/users/self/collections", form("name", "Kept"), "Authorization", "Bearer "+program.Token, "Idempotency-Key", "l")
}

// driveStories makes stories of each kind and does all that can be done with
// them and with those of others.
func driveStories(t *testing.T, s *webtest.Site, program *webtest.Program, reader *account.User, postID, other models.ID) {
	t.Helper()
	ctx := t.Context()
	owner := models.ID(3)
	overlays := `[{"id":"ask","type":"poll","text":"Well?","options":["Yes","No"]},{"type":"mention","username":"david_3"},{"type":"location","text":"Harbour 1"}]`
	call := func(method, path string, pairs ...string) string {
		return program.Call(method, path, pairs...).Want(http.StatusOK).At("data.id").String()
	}
	draft, items := s.Draft(reader, 2)
	s.Render(items...)
	ids, err := story.Start(ctx, s.DB.Store, reader.ID, draft)
	must(t, err)
	later := s.Clock.Now().Add(time.Hour).Format(time.RFC3339)
	call(http.MethodPost, "/media/"+ids[0].String()+"/stories", "overlays", overlays)
	call(http.MethodPatch, "/stories/"+ids[1].String(), "publish_at", later, "time_zone", "Europe/Berlin", "alt_text", "Waves")
	call(http.MethodPatch, "/stories/"+ids[1].String(), "publish_at", "")
	call(http.MethodPatch, "/stories/"+ids[1].String(), "publish_at", later)
	edit := post.ItemChange{ID: items[1].ID, MediaEdit: post.MediaEdit{Recipe: []byte(`{"brightness":5}`)}}
	must(t, story.Change(ctx, s.DB.Store, reader.ID, ids[1], story.Changes{Items: []post.ItemChange{edit}}))
	mended, err := story.Own(ctx, s.DB.Store, reader.ID, ids[1])
	must(t, err)
	must(t, making.MediaFailed(ctx, s.DB.Store, reader.ID, items[1].ID, mended.Media.WantedKey, "It is broken."))
	must(t, story.Retry(ctx, s.DB.Store, reader.ID, ids[1]))
	s.Render(*mended.Media)
	call(http.MethodPost, "/media/"+postID.String()+"/stories")
	text := call(http.MethodPost, "/stories", "overlays", overlays)
	s.Clock.Move(2 * time.Hour)
	_, err = story.ShareDue(ctx, s.DB.Store, []models.ID{draft})
	must(t, err)
	s.Clock.Move(-2 * time.Hour)
	must(t, story.MarkViewed(ctx, s.DB.Store, reader.ID, other))
	for _, c := range [][]string{{http.MethodPost, "/likes"}, {http.MethodDelete, "/likes"},
		{http.MethodPost, "/taps", "tap", "exit"}, {http.MethodPost, "/answers", "overlay", "ask", "value", "1"}} {
		program.Call(c[0], "/stories/"+other.String()+c[1], c[2:]...).Want(http.StatusOK)
	}
	own := "/stories/" + text
	for _, path := range []string{own + "/views?cursor=99999999999", own + "/likes", own + "/answers?overlay=ask",
		"/users/self/stories?count=1", "/users/self/stories/archive?count=1", "/users/self/stories/tray?count=1",
		"/users/3/highlights?count=1", "/highlights/" + other.String() + "/stories?count=1"} {
		a := program.Call(http.MethodGet, path).Want(http.StatusOK)
		if next := a.At("pagination.next_url").String(); next != "" {
			program.Call(http.MethodGet, next).Want(http.StatusOK)
		}
	}
	for _, path := range []string{"/me/stories?fields=id,media_url,like_count", "/" + other.String() + "?fields=media_type"} {
		program.Graph(http.MethodGet, path).Want(http.StatusOK)
	}
	for _, user := range []models.ID{owner, reader.ID} {
		_, err = story.Ring(ctx, s.DB.Store, reader.ID, access.Author{ID: user})
		must(t, err)
	}
	id, _, _ := strings.Cut(text, "_")
	storyID, err := models.ParseID(id)
	must(t, err)
	_, err = story.HighlightChoices(ctx, s.DB.Store, reader.ID, storyID)
	must(t, err)
	kept := call(http.MethodPost, "/highlights", "title", "Sea", "stories", text)
	call(http.MethodPatch, "/highlights/"+kept, "add", ids[0].String(), "cover", ids[0].String(), "to", "last")
	call(http.MethodPatch, "/highlights/"+kept, "remove", ids[0].String())
	program.Call(http.MethodDelete, "/highlights/"+kept).Want(http.StatusOK)
	for _, action := range []string{"hide_stories", "show_stories"} {
		program.Call(http.MethodPost, "/users/3/relationship", "action", action).Want(http.StatusOK)
	}
	c, err := container.Create(ctx, s.DB.Store, reader.ID, container.Container{Kind: "image", Source: "http://x/", Story: true}, nil, nil)
	must(t, err)
	_, err = container.Fetched(ctx, s.DB.Store, reader.ID, c,
		post.Upload{ID: s.NewID(), FileName: "a.jpg", Format: "jpeg", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480})
	must(t, err)
	fetched, item, err := container.ToFetch(ctx, s.DB.Store, reader.ID, c)
	must(t, err)
	must(t, container.Finish(ctx, s.DB.Store, fetched, item))
	s.Render(*item)
	must(t, container.Publish(ctx, s.DB.Store, reader.ID, c, 50))
	m, err := story.Visible(ctx, s.DB.Store, reader.ID, c)
	must(t, err)
	_, err = post.FileAccess(ctx, s.DB.Store, owner, m.Media.RenderKey)
	must(t, err)
	for _, gone := range []models.ID{c, storyID, ids[0], ids[1]} {
		must(t, story.Delete(ctx, s.DB.Store, reader.ID, gone))
	}
}

// driveApps registers an app and has it used in every way.
func driveApps(t *testing.T, s *webtest.Site, reader *account.User) {
	t.Helper()
	ctx := t.Context()
	r := register(t, s, reader, nil)
	page := s.As(reader)
	first := r.exchange(r.code(reader)).Want(http.StatusOK)
	code := r.code(reader)
	r.exchange(code).Want(http.StatusOK)
	r.exchange(code)
	r.refresh(first.At("refresh_token").String()).Want(http.StatusOK)
	r.refresh(first.At("refresh_token").String())
	must(t, updated(app.Update(ctx, s.DB.Store, reader.ID, r.ID,
		app.Input{Name: "Prints", RedirectURIs: callback, Scopes: "basic", Confidential: true, KeepTokens: true, RequireSigned: true,
			SendIss: true, PublicReads: true, DeauthorizeURL: callback, DataDeletionURL: callback})))
	kept := r.exchange(r.code(reader, "scope", "basic")).Want(http.StatusOK)
	r.ask("grant_type", "client_credentials").Want(http.StatusOK)
	s.WithToken(kept.At("access_token").String()).Call(http.MethodGet, "/users/self")
	must(t, app.FlushRequests(ctx, s.DB.Store))
	for _, path := range []string{"", "/edit", "/requests", "/webhooks"} {
		page.Get("/developers/apps/" + r.ClientID() + path).Want(http.StatusOK)
	}
	page.Post("/developers/apps/"+r.ClientID()+"/secret", form("grace", "24")).Want(http.StatusOK)
	for _, path := range []string{"/oauth/introspect", "/oauth/revoke"} {
		s.Visitor().Post(path, form("client_id", r.ClientID(), "client_secret", r.Secret, "token",
			kept.At("access_token").String())).Want(http.StatusOK)
	}
	must(t, app.SetIcon(ctx, s.DB.Store, reader.ID, r.ID, strings.Repeat("b", 40)))
	used, err := making.FileInUse(ctx, s.DB.Store, models.AvatarPrefix(strings.Repeat("b", 40))+"any")
	must(t, err)
	if !used {
		t.Error("an app's icon counts as unused")
	}
	again := r.exchange(r.code(reader, "scope", "basic")).At("access_token").String()
	long, err := app.Lengthen(ctx, s.DB.Store, r.App, again)
	must(t, err)
	live, _, err := app.Authenticate(ctx, s.DB.Store, long.Access, models.Limit{Name: "api", Count: 100, Per: time.Hour})
	must(t, err)
	_, err = app.Prolong(ctx, s.DB.Store, live)
	must(t, err)
	must(t, app.Narrow(ctx, s.DB.Store, reader.ID, r.ID, "likes"))
	s.Visitor().Get("/v1/media/popular?client_id=" + r.ClientID())
	must(t, app.Disconnect(ctx, s.DB.Store, reader.ID, r.ID, true))
	asked, err := app.DataDeletions(ctx, s.DB.Store, reader.ID, 10)
	must(t, err)
	job := models.TellApp{AppID: r.ID, Person: reader.ID, Delete: true, Deletion: asked[0].ID}
	_, _, err = app.Farewell(ctx, s.DB.Store, job)
	must(t, err)
	must(t, app.NoteDeletion(ctx, s.DB.Store, job, callback, "one"))
	must(t, app.Delete(ctx, s.DB.Store, reader.ID, r.ID))
}

package api_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/urls"
	"photogram/web"
	"photogram/web/webtest"
)

// shell carries out commands of the documentation with a photo at hand. curl
// fails on statuses from 400 on.
func shell(t *testing.T, dir, script string, env ...string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, ".curlrc"), []byte("fail-with-body\nsilent\nshow-error\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "photo.jpg"), mediatest.Photo(320, 240), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-eu", "-o", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = dir, append([]string{"PATH=" + os.Getenv("PATH"), "CURL_HOME=" + dir}, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s\n%s", err, script, out)
	}
	return string(out)
}

// Every example of the reference succeeds, and its answer is as described.
func TestExamplesOfTheReference(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.norderney()
	w.tell()
	doc, err := webtest.OpenAPI()
	w.Must(err)
	dir, subjects := t.TempDir(), map[string]*webtest.Answer{}
	var examples []*goquery.Selection
	for _, tag := range doc.Tags {
		page := w.Visitor().Get(urls.ReferenceOf(strings.ToLower(tag.Name))).Want(http.StatusOK)
		subjects[tag.Name] = page
		for _, e := range page.Find("[data-example]").EachIter() {
			examples = append(examples, e)
		}
	}
	calls := 0
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if !strings.HasPrefix(path, "/oauth/") {
				calls++
			}
			answer := subjects[op.Tags[0]].Find("[data-answer='" + op.OperationID + "']")
			for status, response := range op.Responses.Map() {
				content := response.Value.Content.Get("application/json")
				if status != "200" || content == nil {
					continue
				}
				if err := webtest.Conforms(content.Schema.Value, []byte(answer.Text())); err != nil {
					t.Errorf("%s %s: the answer that is shown is not as described: %v\n%s", method, path, err, answer.Text())
				}
			}
		}
	}
	if len(examples) != calls {
		t.Errorf("%d examples of %d calls", len(examples), calls)
	}
	for _, e := range examples {
		script := e.Text()
		env := []string{"SITE=" + w.URL, "TOKEN=" + w.Prog.Token, "USER_ID=" + w.Bo.ID.String(), "MEDIA=" + mediaKey(w.Bo, w.Bos),
			"CODE=" + w.Bos.Code(),
			"COMMENT=" + w.Comment.String(), "LOCATION=" + w.place, "POST_URL=" + w.PostURL(w.Bos), "OWN_MEDIA=" + mediaKey(w.Ada, w.Adas),
			"STORY=" + mediaKey(w.Bo, w.story), "OWN_STORY=" + mediaKey(w.Ada, w.ownStory),
			"PLANNED_STORY=" + mediaKey(w.Ada, w.planned), "HIGHLIGHT=" + w.highlight.String(), "OWN_HIGHLIGHT=" + w.ownHighlight.String()}
		id := e.AttrOr("data-example", "")
		if strings.Contains(script, "$THREAD") {
			env = append(env, "THREAD="+w.fill("{thread}"))
		}
		if strings.Contains(script, "$COLLECTION") {
			shelf, err := saved.Create(t.Context(), w.DB.Store, w.Ada.ID, id, "")
			w.Must(err)
			env = append(env, "COLLECTION="+shelf.String())
		}
		if strings.Contains(script, "$SUBSCRIPTION") {
			env = append(env, "SUBSCRIPTION="+w.fill("{hook}"), "DELIVERY=1")
		}
		if strings.Contains(script, "$CATALOG") || strings.Contains(script, "$PRODUCT") || strings.Contains(script, "$IMPORT") ||
			strings.Contains(script, "$FEED") {
			sold := w.sells()
			env = append(env, "CATALOG="+sold["{catalog}"], "PRODUCT="+sold["{product}"], "IMPORT="+sold["{import}"],
				"FEED="+sold["{feed}"])
		}
		env = append(env, w.orderEnv(id)...)
		switch id {
		case "streamEvents": // which goes on
			_, _, err := subscription.Create(t.Context(), w.DB.Store, subscription.Holder{UserID: w.Ada.ID},
				subscription.Input{Way: subscription.SSE, Activities: []string{"likes"}})
			w.Must(err)
			script = "{ " + strings.TrimSpace(script) + " -N || true; } | head -n 1 | grep -q ."
		case "leave", "changePassword":
			env = append(env, "TOKEN="+w.Token(w.UserWithPassword(strings.ToLower(id)), "account"))
		case "publishMedia", "shareStory":
			draft, items := w.Draft(w.Ada, 1)
			w.Render(items...)
			env = append(env, "DRAFT="+mediaKey(w.Ada, draft))
		case "approveTag", "removeTag": // earlier examples unfollowed bo and let only those be named who are followed
			w.Must(people.Follow(t.Context(), w.DB.Store, w.Ada.ID, w.Bo.ID))
			env = append(env, "TAGGED_MEDIA="+w.fill("{tagged}"))
		case "removeItem", "replaceItem", "retryItem":
			draft, items := w.Draft(w.Ada, 2)
			w.Render(items...)
			env = append(env, "OWN_MEDIA="+mediaKey(w.Ada, draft), "ITEM="+items[0].ID.String())
		case "endSession", "disconnectApp": // of what is over already, which changes nothing
			env = append(env, "SESSION=00ff", "APP=9")
		case "replyToStory":
			env = append(env, "SHOWN_STORY="+w.fill("{shown}"))
		case "renameThread", "addThreadMembers", "removeThreadMember", "getThreadMembers":
			env = append(env, "THREAD="+w.fill("{group}"), "MEMBER=self")
		case "getMessage", "unsendMessage", "reactToMessage", "setReactionToMessage", "unreactToMessage":
			thread, message, _ := strings.Cut(w.fill("{said}"), "/messages/")
			env = append(env, "THREAD="+thread, "MESSAGE="+message)
		case "editComment":
			env = append(env, "OWN_COMMENT="+w.fill("{mine}"))
		case "deleteComment":
			env = append(env, "COMMENT="+w.fill("{mine}"))
		case "deleteStory":
			env = append(env, "OWN_STORY="+mediaKey(w.Ada, w.NewStory(w.Ada, story.Edit{})))
		case "deleteHighlight":
			made, err := story.CreateHighlight(t.Context(), w.DB.Store, w.Ada.ID, id, []models.ID{w.ownStory})
			w.Must(err)
			env = append(env, "OWN_HIGHLIGHT="+made.String())
		case "deleteMedia":
			env = append(env, "OWN_MEDIA="+mediaKey(w.Ada, w.Post(w.Ada, "")))
		}
		shell(t, dir, script, env...)
	}
	w.Check()
}

// The guide leads from a token to a published photo.
func TestFirstPhotoGuide(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.Name = "Prints" })
	s.Work()
	ada := s.User("ada")
	page := s.Visitor().Get("/developers/guides/first-photo").Want(http.StatusOK)
	var script strings.Builder
	page.Find("[data-run]").Each(func(_ int, e *goquery.Selection) { script.WriteString(e.Text() + "\n") })
	out := shell(t, t.TempDir(), strings.Replace(script.String(), "paste-your-token-here", s.Token(ada, "publish"), 1))
	webtest.Eventually(t, "the photo of the guide", func() bool {
		posts, _, err := post.ByUser(t.Context(), s.DB.Store, 0, ada.ID, models.Page{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		return len(posts) == 1 && posts[0].Caption == "My first photo by #curl" && posts[0].Filter == "Harbor" &&
			posts[0].State == post.Published
	})
	if !strings.Contains(out, ada.ID.String()) {
		t.Error(out)
	}
}

func TestDocumentationPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	v := s.Visitor()
	a := v.Get("/developers/openapi.yaml").Want(http.StatusOK)
	if a.Type() != "application/yaml" || a.Header.Get("Access-Control-Allow-Origin") != "*" ||
		!strings.HasPrefix(string(a.Body), "openapi: 3.1") {
		t.Errorf("%s: %v", a, a.Header)
	}
	doc, err := webtest.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{
		urls.Reference, urls.Shapes, urls.ShapeOf("Media"),
		urls.FirstPhoto, urls.LoginGuide, urls.MovingGuide, urls.WebhookGuide,
	}
	for _, tag := range doc.Tags {
		paths = append(paths, urls.ReferenceOf(strings.ToLower(tag.Name)))
	}
	for _, missing := range []string{urls.ReferenceOf("nothing"), urls.ShapeOf("Nothing"), urls.ReferenceOf("Media")} {
		v.Get(missing).Want(http.StatusNotFound)
	}
	for _, c := range []*webtest.Client{v, s.As(s.User("ada"))} {
		for _, path := range paths {
			page := c.Get(path).Want(http.StatusOK)
			if n := page.Find("*").Length(); n > 2500 { // which an old phone has to draw
				t.Errorf("%s has %d elements", path, n)
			}
			// Within the page and to the other pages of the documentation every link leads somewhere.
			page.Find("main a").Each(func(_ int, link *goquery.Selection) {
				href, anchor, _ := strings.Cut(link.AttrOr("href", ""), "#")
				target := page
				if href != "" && href != path {
					if !strings.HasPrefix(href, "/developers/docs") && !strings.HasPrefix(href, "/developers/guides") {
						return
					}
					target = v.Get(href).Want(http.StatusOK)
				}
				if anchor != "" && target.Find("[id='"+anchor+"']").Length() != 1 {
					t.Errorf("%s: #%s leads nowhere", path, anchor)
				}
			})
			page.Find("[src], link[rel=stylesheet]").Each(func(_ int, e *goquery.Selection) {
				if from := e.AttrOr("src", e.AttrOr("href", "")); !strings.HasPrefix(from, "/") {
					t.Errorf("%s needs %s", path, from)
				}
			})
		}
	}
}

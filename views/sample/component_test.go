package sample

import (
	"strings"
	"testing"
	"time"

	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/static"
	"photogram/urls"
	accountview "photogram/views/account"
	commentview "photogram/views/comment"
	editorview "photogram/views/editor"
	homeview "photogram/views/home"
	notifyview "photogram/views/notify"
	postview "photogram/views/post"
	"photogram/views/ui"
)

func TestRichTextLinksAndEscapes(t *testing.T) {
	t.Parallel()
	doc := render(t, ui.RichText(sampleChrome(), "<b>bold</b> #Fog, @ines.duarte: https://example.org/a?b=1\n"+
		"javascript:alert(1) \u202Eabc"))
	if doc.Find("b, script").Length() != 0 {
		t.Error("markup that a person wrote became markup")
	}
	for selector, href := range map[string]string{".tag": "/tags/fog", ".mention": "/ines.duarte",
		".outside": "https://example.org/a?b=1"} {
		if got := doc.Find(selector).AttrOr("href", ""); got != href {
			t.Errorf("%s leads to %q, not %q", selector, got, href)
		}
	}
	if doc.Find("a").Length() != 3 {
		t.Errorf("it has %d links, not 3", doc.Find("a").Length())
	}
	if rel := doc.Find(".outside").AttrOr("rel", ""); !strings.Contains(rel, "nofollow") || !strings.Contains(rel, "ugc") {
		t.Errorf("the outside link has rel %q", rel)
	}
	want := "<b>bold</b> #Fog, @ines.duarte: https://example.org/a?b=1\n" +
		"javascript:alert(1) \u202Eabc"
	if got := doc.Find(".rich").Text(); got != want {
		t.Errorf("the text became %q", got)
	}
	if doc.Find(`bdi.rich[dir="auto"]`).Length() != 1 {
		t.Error("the text's direction is not isolated")
	}
}

func TestLikeButtonSaysTheEndState(t *testing.T) {
	t.Parallel()
	s := newSampler(sampleChrome())
	p := s.post(1, 1)
	for _, liked := range []bool{false, true} {
		p.Liked = liked
		doc := render(t, postview.LikeButton(s.c, p.Like()))
		if got := doc.Find("button").AttrOr("aria-pressed", ""); got != ui.Pressed(liked) {
			t.Errorf("liked %v: aria-pressed is %q", liked, got)
		}
		if got := doc.Find(`input[name="_method"][value="DELETE"]`).Length() == 1; got != liked {
			t.Errorf("liked %v: asks for DELETE: %v", liked, got)
		}
		if got := doc.Find("form").AttrOr("action", ""); got != urls.PostAction(p.ID, "like") {
			t.Errorf("the form goes to %q", got)
		}
	}
}

func TestFeedPartLeadsToOlder(t *testing.T) {
	t.Parallel()
	s := newSampler(sampleChrome())
	doc := render(t, homeview.FeedPart(s.c, homeview.Feed{Posts: s.posts(3), Older: "/?before=7"}))
	older := doc.Find("[data-older]")
	if older.AttrOr("hx-get", "") != "/?before=7" || older.Find("a").AttrOr("href", "") != "/?before=7" {
		t.Error("the way to older posts is not both a link and a request")
	}
	if doc.Find(".part > article").Length() != 3 {
		t.Errorf("it shows %d posts, not 3", doc.Find(".part > article").Length())
	}
}

func TestPrivatePhotosHaveSignedAddresses(t *testing.T) {
	t.Parallel()
	s := newSampler(sampleChrome())
	s.c.Files.Secret = []byte("secret")
	p := s.post(3, 0) // a private account
	doc := render(t, postview.PostCard(s.c, p))
	for _, candidate := range strings.Split(doc.Find("picture source").AttrOr("srcset", ""), ", ") {
		if !strings.Contains(candidate, "sig=") {
			t.Errorf("no signature in %q", candidate)
		}
	}
	page := render(t, postview.PostPage(s.c, postview.PostDetail{Discussion: commentview.Discussion{Post: p}}))
	if page.Find(`meta[property="og:image"]`).AttrOr("content", "") != "https://photos.example.org"+static.URL("social.png") {
		t.Error("a private photo is offered to other sites")
	}
}

func TestEditorKeepsItsFieldNames(t *testing.T) {
	t.Parallel()
	s := newSampler(sampleChrome())
	e := s.editor(post.Draft, 2, 8)
	doc := render(t, editorview.EditorPage(s.c, e))
	prefix := "i" + e.Items[0].ID.String() + "."
	for _, name := range []string{"filter", "strength", "ratio", "crop", "rotate", "flip_h", "flip_v", "straighten", "brightness",
		"contrast", "saturation",
		"warmth", "tint", "highlights", "shadows", "fade", "vignette", "sharpen", "structure", "alt_text"} {
		if doc.Find(`#edit-form [name="`+prefix+name+`"]`).Length() == 0 {
			t.Errorf("there is no field %s", name)
		}
	}
	for _, name := range []string{"caption", "location", "comments_enabled", "fields", "publish_at", "time_zone", "action"} {
		if doc.Find(`#edit-form [name="`+name+`"]`).Length() == 0 {
			t.Errorf("there is no field %s", name)
		}
	}
	if got := doc.Find("#edit-form button").First().AttrOr("value", ""); got != "save" {
		t.Errorf("the Enter key would do %q", got)
	}
	if got := doc.Find(`[name="`+prefix+`filter"]`).First().AttrOr("value", ""); got != "Normal" {
		t.Errorf("the first look is %q", got)
	}
}

func TestStatusPartAsksAgainOnlyWhileWorking(t *testing.T) {
	t.Parallel()
	s := newSampler(sampleChrome())
	p := s.album(0, 0, 4)
	for state, asks := range map[post.State]bool{post.Publishing: true, post.Draft: false, post.Published: false, post.Scheduled: false} {
		p.State = state
		doc := render(t, postview.StatusPage(s.c, p))
		if got := doc.Find("[hx-get]").Length() > 0; got != asks {
			t.Errorf("%s: asks again: %v", state, got)
		}
	}
}

func TestCredits(t *testing.T) {
	t.Parallel()
	credits, err := ui.ParseCredits(static.Demo)
	if err != nil || len(credits) != 10 {
		t.Fatalf("%d credits, error %v", len(credits), err)
	}
	for _, c := range credits {
		if c.File == "" || c.Author == "" || c.LicenceURL() == "" {
			t.Errorf("incomplete: %+v", c)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	if _, folded := ui.Fold(strings.Repeat("word ", 50)); folded {
		t.Error("a text that is hardly too long was folded")
	}
	short, folded := ui.Fold(strings.Repeat("👩‍👩‍👧 ", 400))
	if !folded || strings.Contains(short, "\uFFFD") || strings.HasSuffix(short, "\u200D") {
		t.Errorf("folded %v into %q", folded, short)
	}
	if short, folded := ui.Fold(strings.Repeat("line\n", 20)); !folded || strings.Count(short, "\n") > ui.FoldLines {
		t.Errorf("folded %v into %q", folded, short)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0", 999: "999", 1204: "1,204", 9999: "9,999", 12_345: "12.3K", 20_000: "20K",
		345_678: "345K", 4_100_000: "4.1M", 12_000_000: "12M"} {
		if got := ui.Count(t.Context(), n); got != want {
			t.Errorf("count(%d) is %s, not %s", n, got, want)
		}
	}
}

func TestAgo(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for back, want := range map[time.Duration]string{0: "now", -time.Hour: "now", 5 * time.Minute: "5 min", 3 * time.Hour: "3 h",
		50 * time.Hour: "2 d", 20 * 24 * time.Hour: "3 Nov", 400 * 24 * time.Hour: "19 Oct 2025"} {
		if got := ui.Ago(t.Context(), now, now.Add(-back)); got != want {
			t.Errorf("%s ago is %q, not %q", back, got, want)
		}
	}
}

func TestDeviceName(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 " +
			"Firefox/140.0": "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 " +
			"Edg/140.0": "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 " +
			"Safari/604.1": "Safari on iPhone",
		"": "An unknown device",
	} {
		if got := accountview.DeviceName(t.Context(), agent); got != want {
			t.Errorf("%q is %q, not %q", agent, got, want)
		}
	}
}

func TestNotificationsOfStories(t *testing.T) {
	t.Parallel()
	bo := access.Author{Username: "bo"}
	told := notify.View{Notification: notify.Notification{Kind: activity.ActStoryMention, PostID: 7}, Actors: []access.Author{bo}}
	if got := notifyview.NotificationText(t.Context(),
		told) + " " + urls.Notification(told); got != "bo mentioned you in a story "+urls.Story("bo", 7) {
		t.Error(got)
	}
	failed := notify.Notification{Kind: activity.ActPublishFailed, PostID: 7}
	for want, told := range map[string]notify.View{
		"We can’t share one of your stories. See why " + urls.Post(7):             {Notification: failed, Story: &post.Picture{}},
		"We can’t share one of your posts. See why " + urls.PostAction(7, "edit"): {Notification: failed, Post: &post.View{}},
	} {
		if got := notifyview.NotificationText(t.Context(), told) + " " + urls.Notification(told); got != want {
			t.Error(got)
		}
	}
}

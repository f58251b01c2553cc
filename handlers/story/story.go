package story

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/tally"
	"photogram/text"
	"photogram/urls"
	storyview "photogram/views/story"
	"photogram/views/ui"
	"photogram/web"
)

// Sizes of lists of stories.
const (
	trayPage     = 20
	reelPage     = story.MaxLiveStories // an account's stories are shown together
	archivePage  = 24
	followingMax = 30 // how many accounts a viewer goes on to
)

var (
	errNoStory = models.NotFoundf("This story does not exist, or is over.")
)

// storyID reads the code in a story's address.
func storyID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("story"))
	if err != nil {
		return 0, errNoStory
	}
	return id, nil
}

func (a Pages) visibleStory(c *gin.Context) (*story.View, error) {
	id, err := storyID(c)
	if err != nil {
		return nil, err
	}
	return story.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
}

func (a Pages) ownStory(c *gin.Context) (*story.View, error) {
	id, err := storyID(c)
	if err != nil {
		return nil, err
	}
	return story.Own(page.Context(c), a.Store, web.ViewerID(c), id)
}

// Tray reads a page of the viewer's tray.
func (a Pages) Tray(c *gin.Context, after *story.TrayKey) (t storyview.Tray, err error) {
	entries, next, err := story.Tray(page.Context(c), a.Store, web.ViewerID(c), after, trayPage)
	if err != nil {
		return t, err
	}
	t.Entries = entries
	if next != nil {
		t.More = urls.WithQuery(urls.StoryTray, "after", next.String())
	}
	if after == nil {
		own, err := story.Ring(page.Context(c), a.Store, web.ViewerID(c), web.Viewer(c).Author())
		if err != nil {
			return t, err
		}
		t.Own = &own
	}
	return t, nil
}

func (a Pages) storyTray(c *gin.Context) error {
	var after *story.TrayKey
	if s := c.Query("after"); s != "" {
		var err error
		if after, err = story.ParseTrayKey(s); err != nil {
			return err
		}
	}
	t, err := a.Tray(c, after)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "drafts.stories"))
	part := storyview.TrayPart(chrome, t)
	if after == nil {
		part = storyview.StoryTray(chrome, t)
	}
	return a.Page(c, http.StatusOK, storyview.TrayPage(chrome, t), part)
}

// stories shows an account's stories of the day, or one that its owner looks at later.
func (a Pages) stories(c *gin.Context) error {
	viewer := web.ViewerID(c)
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	list, _, err := story.Live(page.Context(c), a.Store, viewer, p.ID, 0, reelPage)
	if err != nil {
		return err
	}
	r := storyview.StoryReel{Owner: p.Author(), Stories: list, Own: p.ID == viewer, Back: urls.Home, Current: -1}
	if c.Param("story") == "" {
		r.Current = 0
		for i := range list {
			if !list[i].Seen && !r.Own {
				r.Current = i
				break
			}
		}
	} else {
		id, err := storyID(c)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].ID == id {
				r.Current = i
			}
		}
		if r.Current < 0 { // one from the archive, or from a highlight
			st, err := story.Visible(page.Context(c), a.Store, viewer, id)
			if models.KindOf(err) != 0 || err == nil && (st.OwnerID != p.ID || st.State != post.Published) {
				return errNoStory
			}
			if err != nil {
				return err
			}
			r.Stories, r.Current, r.Back = []story.View{*st}, 0, urls.Profile(p.Username)
			if r.Own {
				r.Back = urls.StoryArchive
			}
		}
	}
	if len(r.Stories) == 0 {
		if r.Own {
			c.Redirect(http.StatusSeeOther, urls.NewStory)
			return nil
		}
		return models.NotFoundf("%s has no stories just now. Stories are shown for a day.", p.Username)
	}
	if web.IsFragment(c) { // the page that reads ahead has its order
		return a.showReel(c, r)
	}
	if r.Following, err = a.storiesAfter(c, p.ID, r.Own); err != nil {
		return err
	}
	return a.showReel(c, r)
}

// storiesAfter names the accounts to which a viewer goes on: those with
// something new, and without anything new those that follow in the tray.
func (a Pages) storiesAfter(c *gin.Context, owner models.ID, own bool) ([]string, error) {
	entries, _, err := story.Tray(page.Context(c), a.Store, web.ViewerID(c), nil, followingMax)
	if err != nil {
		return nil, err
	}
	var fresh, after []string
	passed := own
	for _, e := range entries {
		switch {
		case e.OwnerID == owner:
			passed = e.Unseen == 0
		case e.Unseen > 0:
			fresh = append(fresh, e.Author.Username)
		case passed:
			after = append(after, e.Author.Username)
		}
	}
	if len(fresh) > 0 {
		return fresh, nil
	}
	return after, nil
}

func (a Pages) showReel(c *gin.Context, r storyview.StoryReel) error {
	if r.Own {
		ids := make([]models.ID, len(r.Stories))
		for i := range r.Stories {
			ids[i] = r.Stories[i].ID
		}
		var err error
		if r.Counts, err = story.Count(page.Context(c), a.Store, web.ViewerID(c), ids...); err != nil {
			return err
		}
	}
	keys := make([]models.Key, len(r.Stories))
	for i, st := range r.Stories {
		keys[i] = models.Key{Owner: st.OwnerID, ID: st.ID}
	}
	var err error
	if r.Products, err = post.ProductTags(page.Context(c), a.Store, web.ViewerID(c), keys); err != nil {
		return err
	}
	// A page shows the story at once; what a script reads ahead does not.
	if st := &r.Stories[r.Current]; !r.Own && st.Live(a.Store.Now()) && !web.IsFragment(c) &&
		!strings.HasPrefix(c.GetHeader("Sec-Purpose"), "prefetch") {
		if err := story.MarkViewed(page.Context(c), a.Store, web.ViewerID(c), st.ID); err != nil && models.KindOf(err) != models.NotFound {
			return err
		}
		source, _ := a.From(c)
		a.Looked(c, web.ViewerID(c), tally.Look{Post: st.ID, Source: source})
	}
	chrome := a.PrivateChrome(c, "")
	return a.Page(c, http.StatusOK, storyview.StoryPage(chrome, r), storyview.StoryReelPart(chrome, r))
}

func (a Pages) viewStory(c *gin.Context) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	if err := story.MarkViewed(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
		return err
	}
	a.Looked(c, web.ViewerID(c), tally.Look{Post: id, Source: tally.Stories})
	c.Status(http.StatusNoContent)
	return nil
}

func (a Pages) tapStory(c *gin.Context) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	if err := story.CountTap(page.Context(c), a.Store, web.ViewerID(c), id, story.Tap(c.PostForm("tap"))); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a Pages) likeStory(c *gin.Context) error   { return a.setStoryLike(c, story.Like) }
func (a Pages) unlikeStory(c *gin.Context) error { return a.setStoryLike(c, story.Unlike) }

func (a Pages) setStoryLike(c *gin.Context, set func(context.Context, *models.Store, models.ID, models.ID) error) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	if err := set(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
		return err
	}
	st, err := story.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	return a.Done(c, urls.Story(st.Author.Username, id), "", storyview.StoryLike(a.Titled(c, ""), *st))
}

func (a Pages) answerStory(c *gin.Context) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	value := -1
	if s := c.PostForm("value"); s != "" {
		if value, err = strconv.Atoi(s); err != nil {
			return models.Invalidf("value", "This is a whole number.")
		}
	}
	if err := story.AnswerOverlay(page.Context(c), a.Store, web.ViewerID(c), id, c.Param("overlay"), value,
		c.PostForm("text")); err != nil {
		return err
	}
	st, err := story.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	return a.Done(c, urls.Story(st.Author.Username, id), text.T(page.Context(c), "story.answered"),
		storyview.StoryOverlay(a.Titled(c, ""), *st, *st.Overlay(c.Param("overlay")), false))
}

// storyLink leads to what its owner put on a story, and counts that.
func (a Pages) storyLink(c *gin.Context) error {
	st, err := a.visibleStory(c)
	if err != nil {
		return err
	}
	o := st.Overlay(c.Param("overlay"))
	if o == nil || o.URL == "" {
		return errNoStory
	}
	// A link on another site would lead on under our name, and count.
	if from := c.GetHeader("Sec-Fetch-Site"); from != "" && from != "same-origin" {
		c.Redirect(http.StatusSeeOther, urls.Story(st.Author.Username, st.ID))
		return nil
	}
	if st.Live(a.Store.Now()) {
		if err := story.CountTap(page.Context(c), a.Store, web.ViewerID(c), st.ID, story.TapLink); err != nil &&
			models.KindOf(err) != models.NotFound {
			return err
		}
	}
	c.Header("Referrer-Policy", "no-referrer")
	c.Redirect(http.StatusSeeOther, o.URL)
	return nil
}

func (a Pages) storyViewers(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	v := storyview.StoryViewers{Story: *st, First: before == 0}
	rows, next, err := story.Viewers(page.Context(c), a.Store, web.ViewerID(c), st.ID, before, page.PeoplePage)
	if err != nil {
		return err
	}
	v.Viewers, v.Older = rows, page.OlderURL(urls.StoryAction(st.ID, "viewers"), next)
	if v.First {
		counts, err := story.Count(page.Context(c), a.Store, web.ViewerID(c), st.ID)
		if err != nil {
			return err
		}
		v.Counts = counts[st.ID]
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "story.who-saw"))
	return a.Page(c, http.StatusOK, storyview.StoryViewersPage(chrome, v), storyview.StoryViewersPart(chrome, v))
}

func (a Pages) storyResponses(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	o := st.Overlay(c.Param("overlay"))
	if o == nil || !o.Asks() {
		return errNoStory
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := story.Responses(page.Context(c), a.Store, web.ViewerID(c), st.ID, o.ID, before, page.PeoplePage)
	if err != nil {
		return err
	}
	r := storyview.StoryResponses{Story: *st, Overlay: *o, List: list, Older: page.OlderURL(urls.StoryAnswer(st.ID, o.ID), next)}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "story.answers"))
	return a.Page(c, http.StatusOK, storyview.StoryResponsesPage(chrome, r), storyview.StoryResponsesPart(chrome, r))
}

func (a Pages) storyArchive(c *gin.Context) error {
	return a.showStoryArchive(c, http.StatusOK, c.Query("choose") != "", ui.Form{})
}

func (a Pages) showStoryArchive(c *gin.Context, status int, choose bool, form ui.Form) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := story.Archive(page.Context(c), a.Store, web.ViewerID(c), before, archivePage)
	if err != nil {
		return err
	}
	path := urls.StoryArchive
	if choose {
		path = urls.WithQuery(path, "choose", "1")
	}
	d := storyview.StoryArchive{Stories: list, Older: page.OlderURL(path, next), First: before == 0, Choose: choose, Form: form}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "story.archive"))
	return a.Page(c, status, storyview.StoryArchivePage(chrome, d), storyview.StoryArchivePart(chrome, d))
}

package insight

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/insight"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	insightview "photogram/views/insight"
	"photogram/web"
)

// asked is which days of a page are asked for. What is wrong with them is shown there,
// beside those that are usual.
func (a Pages) asked(c *gin.Context, path, usual string) (insightview.Choice, insight.Range, int, error) {
	choice, r, err := a.choice(c, path, usual)
	if err == nil {
		return choice, r, http.StatusOK, nil
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return choice, r, 0, err
	}
	choice.Form = form
	return choice, r, http.StatusUnprocessableEntity, nil
}

// dashboard tells the viewer of all they share.
func (a Pages) dashboard(c *gin.Context) error {
	choice, r, status, err := a.asked(c, urls.Insights, insightview.Weeks)
	if err != nil {
		return err
	}
	viewer := web.Viewer(c)
	d := insightview.Dashboard{Choice: choice, Fresh: viewer.PostsCount == 0}
	if d.Report, err = insight.Of(page.Context(c), a.Store, viewer.ID, r); err != nil {
		return err
	}
	if d.Covers, err = a.covers(c, d.Report); err != nil {
		return err
	}
	if d.Stories, err = insight.StoryCovers(page.Context(c), a.Store, viewer.ID, d.TopStories); err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "insight.title"))
	return a.Page(c, status, insightview.DashboardPage(chrome, d), nil)
}

// covers are the posts that a report names, as the viewer's own.
func (a Pages) covers(c *gin.Context, r *insight.Report) (map[models.ID]post.View, error) {
	viewer := web.Viewer(c)
	covers, err := insight.Covers(page.Context(c), a.Store, viewer.ID, r.TopPosts, r.Brought)
	for id, p := range covers {
		p.Author = viewer.Author()
		covers[id] = p
	}
	return covers, err
}

// post tells its owner of a post.
func (a Pages) post(c *gin.Context) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	p := insightview.Post{Files: urls.PostAction(id, "insights.csv")}
	status := 0
	if p.PostReport, p.Choice, status, err = a.of(c, insight.OfPost, id, urls.PostAction(id, "insights")); err != nil {
		return err
	}
	covers, err := insight.Covers(page.Context(c), a.Store, web.ViewerID(c), []insight.Top{{ID: id}})
	if err != nil {
		return err
	}
	cover, ok := covers[id]
	if !ok {
		return page.ErrNoPost
	}
	cover.Author = web.Viewer(c).Author()
	p.Post = &cover
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "insight.post-title"))
	return a.Page(c, status, insightview.PostPage(chrome, p), nil)
}

// story tells its owner of a story.
func (a Pages) story(c *gin.Context) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	p := insightview.Post{Files: urls.StoryAction(id, "insights.csv")}
	status := 0
	if p.PostReport, p.Choice, status, err = a.of(c, insight.OfStory, id, urls.StoryAction(id, "insights")); err != nil {
		return err
	}
	covers, err := insight.StoryCovers(page.Context(c), a.Store, web.ViewerID(c), []insight.Top{{ID: id}})
	if err != nil {
		return err
	}
	st, ok := covers[id]
	if !ok {
		return story.ErrNoStory
	}
	p.Story = &st
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "insight.story-title"))
	return a.Page(c, status, insightview.PostPage(chrome, p), nil)
}

// reader reports on a post or a story.
type reader func(ctx context.Context, s *models.Store, viewer, id models.ID, r insight.Range) (*insight.PostReport, error)

// of reads what is asked for of a post or a story.
func (a Pages) of(c *gin.Context, read reader, id models.ID, path string) (*insight.PostReport, insightview.Choice, int, error) {
	choice, r, status, err := a.asked(c, path, insightview.Lifetime)
	if err != nil {
		return nil, choice, 0, err
	}
	report, err := read(page.Context(c), a.Store, web.ViewerID(c), id, r)
	return report, choice, status, err
}

func storyID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("story"))
	if err != nil {
		return 0, story.ErrNoStory
	}
	return id, nil
}

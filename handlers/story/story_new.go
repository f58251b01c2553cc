package story

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	editorpages "photogram/handlers/editor"
	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	editorview "photogram/views/editor"
	storyview "photogram/views/story"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) storyUpload() editorview.Upload {
	return editorview.Upload{MaxBytes: a.Intake.MaxBytes(), Video: a.Intake.MaxVideo()}
}

func (a Pages) showStoryNew(c *gin.Context, status int, up editorview.Upload) error {
	return a.Page(c, status, storyview.StoryNewPage(a.Titled(c, text.T(page.Context(c), "site.new-story")), up), nil)
}

func (a Pages) storyNewPage(c *gin.Context) error {
	return a.showStoryNew(c, http.StatusOK, a.storyUpload())
}

// uploadStory takes photos and videos from the plain form.
func (a Pages) uploadStory(c *gin.Context) error {
	got, err := editorpages.Of(a.App).Receive(c)
	if err != nil {
		return err
	}
	got.Draft = 0
	fit := got.Uploads[:0]
	for _, up := range got.Uploads {
		if err := story.Fits("", up.Duration); err != nil {
			got.Problems = append(got.Problems, editorview.FileProblem{Name: up.FileName,
				Message: models.ProblemsOf(err)[0].For(page.Context(c))})
			a.Intake.Discard(page.Context(c), web.ViewerID(c), up)
			continue
		}
		fit = append(fit, up)
	}
	got.Uploads = fit
	if len(got.Uploads) == 0 {
		up := a.storyUpload()
		up.Files = got.Problems
		if len(got.Problems) == 0 {
			up.Form.Problem = "Choose at least one photo or video."
		}
		return a.showStoryNew(c, http.StatusUnprocessableEntity, up)
	}
	draft, _, err := editorpages.Of(a.App).AddUploads(c, got)
	if err != nil {
		return err
	}
	return a.start(c, draft, got.Problems)
}

// startStories makes stories of a draft, such as the page's script uploads.
func (a Pages) startStories(c *gin.Context) error {
	draft, err := models.ParseID(c.PostForm("draft"))
	if err != nil {
		return page.ErrNoPost
	}
	return a.start(c, draft, nil)
}

func (a Pages) start(c *gin.Context, draft models.ID, refused []editorview.FileProblem) error {
	ids, err := story.Start(page.Context(c), a.Store, web.ViewerID(c), draft)
	if err != nil {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		up := a.storyUpload()
		up.Form, up.Files = form, refused
		if up.Draft, err = post.Own(page.Context(c), a.Store, web.ViewerID(c), draft); err != nil {
			return err
		}
		return a.showStoryNew(c, http.StatusUnprocessableEntity, up)
	}
	var message []string
	if len(ids) > 1 {
		message = append(message, text.T(page.Context(c), "story.several", "n", len(ids)))
	}
	for _, p := range refused {
		message = append(message, text.T(page.Context(c), "editor.not-added", "file", p.Name, "why", p.Message))
	}
	return a.Done(c, urls.StoryAction(ids[0], "edit"), strings.Join(message, " "), nil)
}

func (a Pages) startTextStory(c *gin.Context) error {
	id, err := story.StartText(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	return a.Done(c, urls.StoryAction(id, "edit"), "", nil)
}

// startPostStory begins a story that shows a post.
func (a Pages) startPostStory(c *gin.Context) error {
	post, err := page.PostID(c)
	if err != nil {
		return err
	}
	id, err := story.StartOfPost(page.Context(c), a.Store, web.ViewerID(c), post)
	if err != nil {
		return err
	}
	return a.Done(c, urls.StoryAction(id, "edit"), "", nil)
}

func (a Pages) composer(c *gin.Context) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	var form ui.Form
	if err := a.Begin(c, &form, id); err != nil {
		return err
	}
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if st.State != post.Draft && st.State != post.Scheduled {
		c.Redirect(http.StatusSeeOther, page.StoryURL(st))
		return nil
	}
	p := storyview.Composer{Story: *st, Form: form, Zone: composerZone(c, st)}
	for _, o := range st.Overlays {
		p.Items = append(p.Items, storyview.FieldsOf(o, p.Zone))
	}
	return a.showComposer(c, http.StatusOK, p)
}

// composerZone is the zone in which a story's times are shown: the one that was
// chosen, unless none is known and no time is shown.
func composerZone(c *gin.Context, st *story.View) string {
	zone := st.ScheduleZone
	if st.State != post.Scheduled {
		zone = web.Viewer(c).TimeZone
	}
	timed := st.State == post.Scheduled || slices.ContainsFunc(st.Overlays, func(o story.Overlay) bool { return o.EndsAt != nil })
	if zone == "" && timed {
		return "UTC"
	}
	return zone
}

func (a Pages) showComposer(c *gin.Context, status int, p storyview.Composer) error {
	drafts, err := story.Drafts(page.Context(c), a.Store, p.Story.OwnerID)
	if err != nil {
		return err
	}
	for _, st := range drafts {
		if st.ID != p.Story.ID && len(p.Wait) < 6 {
			p.Wait = append(p.Wait, st)
		}
	}
	chrome := a.Titled(c, text.T(page.Context(c), "editor.your-story"))
	return a.Page(c, status, storyview.ComposerPage(chrome, p), storyview.ComposerStage(chrome, p))
}

// editStory keeps the composer's form, shows it changed, or shares the story.
func (a Pages) editStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if st.State != post.Draft && st.State != post.Scheduled {
		return a.Done(c, page.StoryURL(st), "", nil)
	}
	sent := readStory(c, st)
	action := c.PostForm("action")
	if c.PostForm("remove") != "" {
		action = "remove"
	}
	switch action {
	case "save", "keep", "darkroom", "products", "share":
		if err := a.saveStory(c, st, &sent, action); err != nil {
			return a.showSent(c, st, sent, err)
		}
	default:
		return a.showSent(c, st, sent, nil)
	}
	switch action {
	case "keep":
		c.Status(http.StatusNoContent)
		return nil
	case "save":
		return a.Done(c, urls.Drafts, text.T(page.Context(c), "story.kept-draft"), nil)
	case "darkroom":
		c.Redirect(http.StatusSeeOther, urls.PostAction(st.ID, "edit"))
		return nil
	case "products":
		c.Redirect(http.StatusSeeOther, urls.StoryAction(st.ID, "products"))
		return nil
	}
	return a.shared(c, st.ID)
}

// saveStory keeps what was sent, and shares it when that is asked, or does neither.
func (a Pages) saveStory(c *gin.Context, st *story.View, sent *sentStory, action string) error {
	in := story.Changes{Share: action == "share"}
	in.Edit = sent.edit
	if in.Share {
		var err error
		in.PublishAt, in.Zone, err = editorpages.PublishTime(c)
		sent.wrong(err)
	}
	in.Wrong = sent.problems
	return sent.beside(page.Save(c, func(ctx context.Context, revision string) (string, error) {
		return story.Save(ctx, a.Store, st.OwnerID, st.ID, revision, in)
	}))
}

// showSent shows the composer with what was sent; nothing is kept.
func (a Pages) showSent(c *gin.Context, st *story.View, sent sentStory, wrong error) error {
	form, status, err := a.FormAt(c, wrong, st.ID)
	if err != nil {
		return err
	}
	if wrong == nil {
		status = http.StatusOK
	}
	p := storyview.Composer{Story: *st, Items: sent.items, Form: form, Zone: c.PostForm("time_zone")}
	p.Story.Overlays = *sent.edit.Overlays
	if sent.edit.Placement != nil {
		p.Story.Placement = *sent.edit.Placement
	}
	if b := sent.edit.Background; b != nil && slices.Contains(story.Backgrounds, *b) {
		p.Story.Background = *b
	}
	switch c.PostForm("action") {
	case "add":
		p.Added = sent.items[len(sent.items)-1].ID
	case "fit", "fill":
		for _, name := range []string{"x", "y", "scale", "rotation"} {
			delete(p.Form.Values, "picture."+name)
		}
	}
	return a.showComposer(c, status, p)
}

// shared leads to a story that was just shared, or says when it will be.
func (a Pages) shared(c *gin.Context, id models.ID) error {
	st, err := story.Own(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	if st.State == post.Scheduled {
		return a.Done(c, urls.Planner, text.T(page.Context(c), "plan.planned-for",
			"time", ui.PlannedTime(page.Context(c), st.PublishAt, st.ScheduleZone)), nil)
	}
	return a.Done(c, page.StoryURL(st), "", nil)
}

// shareStory shares a story as it is kept.
func (a Pages) shareStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if err := story.Share(page.Context(c), a.Store, st.OwnerID, st.ID, story.ShareInput{}); err != nil {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showStoryPlan(c, http.StatusUnprocessableEntity, st, form)
	}
	return a.shared(c, st.ID)
}

// storyStatus shows how far a story on its way is, and leads to it when it is there.
func (a Pages) storyStatus(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if st.State != post.Publishing {
		return a.Done(c, page.StoryURL(st), "", nil)
	}
	chrome := a.Titled(c, text.T(page.Context(c), "story.sharing-yours"))
	return a.Page(c, http.StatusOK, storyview.StoryStatusPage(chrome, *st), storyview.StoryStatusPart(chrome, *st))
}

func (a Pages) storyPlanPage(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	return a.showStoryPlan(c, http.StatusOK, st, ui.Form{})
}

func (a Pages) showStoryPlan(c *gin.Context, status int, st *story.View, form ui.Form) error {
	if st.State != post.Draft && st.State != post.Scheduled {
		return models.Say(models.Error{Kind: models.Conflict}, "story.error.only-stories-not-shared-yet")
	}
	p := storyview.StoryPlan{Story: *st, Zone: web.Viewer(c).TimeZone, Form: form}
	chrome := a.Titled(c, text.T(page.Context(c), "story.plan"))
	return a.Page(c, status, storyview.StoryPlanPage(chrome, p), storyview.StoryPlanPart(chrome, p))
}

// planStory gives a story a time, as plan does a post.
func (a Pages) planStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	undo, err := editorpages.UndoPlan(urls.StoryAction(st.ID, "plan"), urls.StoryAction(st.ID, "unschedule"), st.State, st.PublishAt,
		st.ScheduleZone)
	if err != nil {
		return err
	}
	at, zone, err := editorpages.PlanTime(c, st.PublishAt, a.Store.Now())
	if err == nil && at.IsZero() {
		err = models.Invalidf("publish_at", "story.error.choose-date-time")
	}
	if err == nil {
		err = story.Plan(page.Context(c), a.Store, st.OwnerID, st.ID, at, zone)
	}
	if err != nil {
		if web.IsFragment(c) {
			return err
		}
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showStoryPlan(c, http.StatusUnprocessableEntity, st, form)
	}
	st.PublishAt, st.ScheduleZone = &at, zone
	return a.DoneUndo(c, urls.Planner, text.T(page.Context(c), "plan.planned-for",
		"time", ui.PlannedTime(page.Context(c), st.PublishAt, st.ScheduleZone)), undo, templ.NopComponent)
}

func (a Pages) unscheduleStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if err := story.Unschedule(page.Context(c), a.Store, st.OwnerID, st.ID); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.StoryAction(st.ID, "edit")), text.T(page.Context(c), "story.draft-again"), templ.NopComponent)
}

func (a Pages) deleteStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if err := story.Delete(page.Context(c), a.Store, st.OwnerID, st.ID); err != nil {
		return err
	}
	to := urls.Drafts
	if st.State == post.Published {
		to = urls.Home
	}
	return a.Done(c, a.Back(c, to), text.T(page.Context(c), "story.deleted"), nil)
}

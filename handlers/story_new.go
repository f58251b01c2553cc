package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/urls"
	editorview "photogram/views/editor"
	storyview "photogram/views/story"
	"photogram/views/ui"
	"photogram/web"
)

func (a *App) storyUpload() editorview.Upload {
	return editorview.Upload{MaxBytes: a.Intake.MaxBytes(), Video: a.Intake.MaxVideo()}
}

func (a *App) showStoryNew(c *gin.Context, status int, up editorview.Upload) error {
	return a.Page(c, status, storyview.StoryNewPage(a.chrome(c, "New story"), up), nil)
}

func (a *App) storyNewPage(c *gin.Context) error {
	return a.showStoryNew(c, http.StatusOK, a.storyUpload())
}

// uploadStory takes photos and videos from the plain form.
func (a *App) uploadStory(c *gin.Context) error {
	got, err := a.receive(c)
	if err != nil {
		return err
	}
	got.draft = 0
	fit := got.uploads[:0]
	for _, up := range got.uploads {
		if err := story.Fits("", up.Duration); err != nil {
			got.problems = append(got.problems, editorview.FileProblem{Name: up.FileName, Message: models.ProblemsOf(err)[0].Message})
			a.Intake.Discard(ctx(c), web.ViewerID(c), up)
			continue
		}
		fit = append(fit, up)
	}
	got.uploads = fit
	if len(got.uploads) == 0 {
		up := a.storyUpload()
		up.Files = got.problems
		if len(got.problems) == 0 {
			up.Form.Problem = "Choose at least one photo or video."
		}
		return a.showStoryNew(c, http.StatusUnprocessableEntity, up)
	}
	draft, _, err := a.keep(c, got)
	if err != nil {
		return err
	}
	return a.start(c, draft, got.problems)
}

// startStories makes stories of a draft, such as the page's script uploads.
func (a *App) startStories(c *gin.Context) error {
	draft, err := models.ParseID(c.PostForm("draft"))
	if err != nil {
		return errNoPost
	}
	return a.start(c, draft, nil)
}

func (a *App) start(c *gin.Context, draft models.ID, refused []editorview.FileProblem) error {
	ids, err := story.Start(ctx(c), a.Store, web.ViewerID(c), draft)
	if err != nil {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		up := a.storyUpload()
		up.Form, up.Files = form, refused
		if up.Draft, err = post.Own(ctx(c), a.Store, web.ViewerID(c), draft); err != nil {
			return err
		}
		return a.showStoryNew(c, http.StatusUnprocessableEntity, up)
	}
	var message []string
	if len(ids) > 1 {
		message = append(message, fmt.Sprintf("These are %d stories. Begin with this one; the others wait below it.", len(ids)))
	}
	for _, p := range refused {
		message = append(message, p.Name+" was not added: "+p.Message)
	}
	return a.Done(c, urls.StoryAction(ids[0], "edit"), strings.Join(message, " "), nil)
}

func (a *App) startTextStory(c *gin.Context) error {
	id, err := story.StartText(ctx(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	return a.Done(c, urls.StoryAction(id, "edit"), "", nil)
}

// startPostStory begins a story that shows a post.
func (a *App) startPostStory(c *gin.Context) error {
	post, err := postID(c)
	if err != nil {
		return err
	}
	id, err := story.StartOfPost(ctx(c), a.Store, web.ViewerID(c), post)
	if err != nil {
		return err
	}
	return a.Done(c, urls.StoryAction(id, "edit"), "", nil)
}

func (a *App) composer(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if st.State != post.Draft && st.State != post.Scheduled {
		c.Redirect(http.StatusSeeOther, storyPlace(st))
		return nil
	}
	p := storyview.Composer{Story: *st, Zone: composerZone(c, st)}
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

func (a *App) showComposer(c *gin.Context, status int, p storyview.Composer) error {
	drafts, err := story.Drafts(ctx(c), a.Store, p.Story.OwnerID)
	if err != nil {
		return err
	}
	for _, st := range drafts {
		if st.ID != p.Story.ID && len(p.Wait) < 6 {
			p.Wait = append(p.Wait, st)
		}
	}
	chrome := a.chrome(c, "Your story")
	return a.Page(c, status, storyview.ComposerPage(chrome, p), storyview.ComposerStage(chrome, p))
}

// editStory keeps the composer's form, shows it changed, or shares the story.
func (a *App) editStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if st.State != post.Draft && st.State != post.Scheduled {
		return a.Done(c, storyPlace(st), "", nil)
	}
	sent := readStory(c, st)
	action := c.PostForm("action")
	if c.PostForm("remove") != "" {
		action = "remove"
	}
	switch action {
	case "save", "keep", "darkroom", "share":
		if err := a.keepStory(c, st, &sent, action); err != nil {
			return a.showSent(c, http.StatusUnprocessableEntity, st, sent, err)
		}
	default:
		return a.showSent(c, http.StatusOK, st, sent, nil)
	}
	switch action {
	case "keep":
		c.Status(http.StatusNoContent)
		return nil
	case "save":
		return a.Done(c, urls.Drafts, "The story is kept among your drafts.", nil)
	case "darkroom":
		c.Redirect(http.StatusSeeOther, urls.PostAction(st.ID, "edit"))
		return nil
	}
	return a.shared(c, st.ID)
}

// keepStory keeps what was sent, and shares it when that is asked, or does neither.
func (a *App) keepStory(c *gin.Context, st *story.View, sent *sentStory, action string) error {
	in := story.Changes{Share: action == "share"}
	in.Edit = sent.edit
	if in.Share {
		var err error
		in.PublishAt, in.Zone, err = publishTime(c)
		sent.wrong(err)
	}
	in.Wrong = sent.problems
	return sent.beside(story.Change(ctx(c), a.Store, st.OwnerID, st.ID, in))
}

// showSent shows the composer with what was sent; nothing is kept.
func (a *App) showSent(c *gin.Context, status int, st *story.View, sent sentStory, err error) error {
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
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
func (a *App) shared(c *gin.Context, id models.ID) error {
	st, err := story.Own(ctx(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	if st.State == post.Scheduled {
		return a.Done(c, urls.Planner, "Planned for "+ui.PlannedTime(st.PublishAt, st.ScheduleZone)+".", nil)
	}
	return a.Done(c, storyPlace(st), "", nil)
}

// shareStory shares a story as it is kept.
func (a *App) shareStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if err := story.Share(ctx(c), a.Store, st.OwnerID, st.ID, story.ShareInput{}); err != nil {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showStoryPlan(c, http.StatusUnprocessableEntity, st, form)
	}
	return a.shared(c, st.ID)
}

// storyStatus shows how far a story on its way is, and leads to it when it is there.
func (a *App) storyStatus(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if st.State != post.Publishing {
		return a.Done(c, storyPlace(st), "", nil)
	}
	chrome := a.chrome(c, "Sharing your story")
	return a.Page(c, http.StatusOK, storyview.StoryStatusPage(chrome, *st), storyview.StoryStatusPart(chrome, *st))
}

func (a *App) storyPlanPage(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	return a.showStoryPlan(c, http.StatusOK, st, ui.Form{})
}

func (a *App) showStoryPlan(c *gin.Context, status int, st *story.View, form ui.Form) error {
	if st.State != post.Draft && st.State != post.Scheduled {
		return &models.Error{Kind: models.Conflict, Message: "Only stories that are not shared yet can be planned."}
	}
	p := storyview.StoryPlan{Story: *st, Zone: web.Viewer(c).TimeZone, Form: form}
	chrome := a.chrome(c, "Plan a story")
	return a.Page(c, status, storyview.StoryPlanPage(chrome, p), storyview.StoryPlanPart(chrome, p))
}

// planStory gives a story a time, as plan does a post.
func (a *App) planStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	undo, err := undoPlan(urls.StoryAction(st.ID, "plan"), urls.StoryAction(st.ID, "unschedule"), st.State, st.PublishAt,
		st.ScheduleZone)
	if err != nil {
		return err
	}
	at, zone, err := planTime(c, st.PublishAt, a.Store.Now())
	if err == nil && at.IsZero() {
		err = models.Invalidf("publish_at", "Choose a date and a time.")
	}
	if err == nil {
		err = story.Plan(ctx(c), a.Store, st.OwnerID, st.ID, at, zone)
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
	return a.DoneUndo(c, urls.Planner, "Planned for "+ui.PlannedTime(st.PublishAt, st.ScheduleZone)+".", undo, templ.NopComponent)
}

func (a *App) unscheduleStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if err := story.Unschedule(ctx(c), a.Store, st.OwnerID, st.ID); err != nil {
		return err
	}
	return a.Done(c, a.back(c, urls.StoryAction(st.ID, "edit")), "The story is a draft again.", templ.NopComponent)
}

func (a *App) deleteStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	if err := story.Delete(ctx(c), a.Store, st.OwnerID, st.ID); err != nil {
		return err
	}
	to := urls.Drafts
	if st.State == post.Published {
		to = urls.Home
	}
	return a.Done(c, a.back(c, to), "The story is deleted.", nil)
}

package editor

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	plannerview "photogram/views/planner"
	"photogram/views/ui"
	"photogram/web"
)

// calendarPosts is how many posts that were shared a month shows at most.
const calendarPosts = 200

func (a Pages) planner(c *gin.Context) error {
	p, err := a.readPlan(c)
	if err != nil {
		return err
	}
	chrome := a.Titled(c, text.T(page.Context(c), "planner.title"))
	status := http.StatusOK
	if p.ZoneProblem != "" {
		status = http.StatusUnprocessableEntity
	}
	return a.Page(c, status, plannerview.PlannerPage(chrome, p), plannerview.PlannerPart(chrome, p))
}

func (a Pages) readPlan(c *gin.Context) (plannerview.Planner, error) {
	viewer := web.Viewer(c)
	p := plannerview.Planner{Zone: viewer.TimeZone, Now: a.Store.Now(), Unknown: viewer.TimeZone == "" && c.Query("time_zone") == ""}
	if s := c.Query("time_zone"); s != "" {
		// A browser may know of a zone that is newer than what is known here. The plan is shown all the same.
		zone, err := models.CleanZone(s)
		var wrong *models.Error
		switch {
		case errors.As(err, &wrong):
			p.ZoneProblem, p.ZoneAsked = wrong.For(page.Context(c)), s
		case err != nil:
			return p, err
		default:
			p.Zone = zone
		}
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return p, err
	}
	here := p.Now.In(loc)
	p.Month = time.Date(here.Year(), here.Month(), 1, 0, 0, 0, 0, loc)
	if m, err := time.ParseInLocation("2006-01", c.Query("month"), loc); err == nil && m.Year() >= 2000 && m.Year() < 2200 {
		p.Month = m
	}
	if p.Planned, err = post.Planned(page.Context(c), a.Store, viewer.ID); err != nil {
		return p, err
	}
	stories, err := story.Drafts(page.Context(c), a.Store, viewer.ID)
	if err != nil {
		return p, err
	}
	for _, st := range stories {
		switch st.State {
		case post.Scheduled:
			p.Stories = append(p.Stories, st)
		case post.Draft:
			p.StoryDrafts = append(p.StoryDrafts, st)
		}
	}
	slices.SortFunc(p.Stories, func(x, y story.View) int { return x.PublishAt.Compare(*y.PublishAt) })
	if p.Drafts, err = post.UnplannedDrafts(page.Context(c), a.Store, viewer.ID, page.GridPage+1); err != nil {
		return p, err
	}
	if p.MoreDrafts = len(p.Drafts) > page.GridPage; p.MoreDrafts {
		p.Drafts = p.Drafts[:page.GridPage]
	}
	if p.Shared, _, err = post.ByUser(page.Context(c), a.Store, viewer.ID, viewer.ID, models.Page{Limit: 9}); err != nil {
		return p, err
	}
	first := p.Month.AddDate(0, 0, -(int(p.Month.Weekday())+6)%7)
	last := p.Month.AddDate(0, 1, 0)
	last = last.AddDate(0, 0, (8-int(last.Weekday()))%7)
	shared, _, err := post.ByUser(page.Context(c), a.Store, viewer.ID, viewer.ID,
		models.Page{Since: first, Until: last, Limit: calendarPosts})
	if err != nil {
		return p, err
	}
	for day := first; day.Before(last); {
		week := make([]plannerview.PlanDay, 7)
		for i := range week {
			end := day.AddDate(0, 0, 1)
			week[i] = plannerview.PlanDay{Date: day, Inside: day.Month() == p.Month.Month(), Planned: within(p.Planned, day, end),
				Shared: within(shared, day, end)}
			for _, st := range p.Stories {
				if !st.PublishAt.Before(day) && st.PublishAt.Before(end) {
					week[i].Stories = append(week[i].Stories, st)
				}
			}
			day = end
		}
		p.Weeks = append(p.Weeks, week)
	}
	if now := p.Now.In(loc); c.Query("whole") == "" && now.Year() == p.Month.Year() && now.Month() == p.Month.Month() {
		p.FromNow()
	}
	p.Hints = plannerview.PlanHints(page.Context(c), p.Planned, p.Zone)
	return p, nil
}

func within(posts []post.View, from, to time.Time) []post.View {
	var out []post.View
	for _, p := range posts {
		at := p.PublishAt
		if at == nil {
			at = p.PublishedAt
		}
		if at != nil && !at.Before(from) && at.Before(to) {
			out = append(out, p)
		}
	}
	return out
}

func (a Pages) planPage(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	return a.showPlan(c, http.StatusOK, p, ui.Form{})
}

func (a Pages) showPlan(c *gin.Context, status int, p *post.View, form ui.Form) error {
	if p.State != post.Draft && p.State != post.Scheduled {
		return models.Say(models.Error{Kind: models.Conflict}, "editor.error.only-drafts-planned-posts-can")
	}
	d := plannerview.Plan{Post: *p, Zone: web.Viewer(c).TimeZone, Form: form}
	planned, err := post.Planned(page.Context(c), a.Store, p.OwnerID)
	if err != nil {
		return err
	}
	d.Hint = plannerview.PlanHints(page.Context(c), planned, p.ScheduleZone)[p.ID]
	chrome := a.Titled(c, text.T(page.Context(c), "planner.plan"))
	return a.Page(c, status, plannerview.PlanPage(chrome, d), plannerview.PlanPart(chrome, d))
}

// plan gives a post a time: a date and time, or another day at the time of day that it had.
func (a Pages) plan(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	undo, err := UndoPlan(urls.PostAction(p.ID, "plan"), urls.PostAction(p.ID, "unschedule"), p.State, p.PublishAt,
		p.ScheduleZone)
	if err != nil {
		return err
	}
	at, zone, err := PlanTime(c, p.PublishAt, a.Store.Now())
	if err == nil && at.IsZero() {
		err = models.Invalidf("publish_at", "editor.error.choose-date-time")
	}
	if err == nil {
		err = post.MovePlanned(page.Context(c), a.Store, p.OwnerID, p.ID, at, zone)
	}
	if err != nil {
		if web.IsFragment(c) {
			return err
		}
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showPlan(c, http.StatusUnprocessableEntity, p, form)
	}
	planned, err := post.Planned(page.Context(c), a.Store, p.OwnerID)
	if err != nil {
		return err
	}
	p.PublishAt, p.ScheduleZone = &at, zone
	message := text.T(page.Context(c), "plan.planned-for", "time", ui.PlannedTime(page.Context(c), p.PublishAt, p.ScheduleZone))
	if hint := plannerview.PlanHints(page.Context(c), planned, zone)[p.ID]; hint != "" {
		message += " " + hint
	}
	return a.DoneUndo(c, urls.Planner, message, undo, templ.NopComponent)
}

// UndoPlan takes a plan back: to the time before, or to the drafts.
func UndoPlan(plan, unschedule string, state post.State, at *time.Time, zone string) (ui.Undo, error) {
	if state != post.Scheduled || at == nil {
		return ui.Undo{Path: unschedule, Fields: map[string]string{"next": urls.Planner}}, nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return ui.Undo{}, err
	}
	return ui.Undo{Path: plan, Fields: map[string]string{"publish_at": at.In(loc).Format("2006-01-02T15:04:05"), "time_zone": zone}}, nil
}

// planHour is when a draft that is dropped on a day is shared.
const planHour = 18

// PlanTime reads the time of a plan. A day alone keeps the time of day; today,
// when that has passed, the next full hour is taken.
func PlanTime(c *gin.Context, planned *time.Time, now time.Time) (time.Time, string, error) {
	day := c.PostForm("day")
	if day == "" {
		return PublishTime(c)
	}
	zone, err := models.CleanZone(c.PostForm("time_zone"))
	if err != nil {
		return time.Time{}, "", err
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, "", err
	}
	date, err := time.ParseInLocation(time.DateOnly, day, loc)
	if err != nil {
		return time.Time{}, "", models.Invalidf("day", "editor.error.not-day-should-look-like")
	}
	hour, minute := planHour, 0
	if planned != nil {
		at := planned.In(loc)
		hour, minute = at.Hour(), at.Minute()
	}
	at := time.Date(date.Year(), date.Month(), date.Day(), hour, minute, 0, 0, loc)
	if next := now.In(loc).Truncate(time.Hour).Add(time.Hour); !at.After(now) && next.Day() == date.Day() && next.Sub(date) < 25*time.Hour {
		at = next
	}
	return at, zone, nil
}

// arrangePlan moves a planned post in the preview of the profile.
func (a Pages) arrangePlan(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	move := models.Move{To: c.PostForm("to")}
	if s := c.PostForm("beside"); s != "" {
		if move.Beside, err = models.ParseCode(s); err != nil {
			return page.ErrNoPost
		}
	}
	if err := post.ArrangePlanned(page.Context(c), a.Store, p.OwnerID, p.ID, move); err != nil {
		return err
	}
	return a.Done(c, urls.Planner, text.T(page.Context(c), "planner.order-changed"), templ.NopComponent)
}

func (a Pages) unschedule(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	if err := post.Unschedule(page.Context(c), a.Store, p.OwnerID, p.ID); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.PostAction(p.ID, "edit")), text.T(page.Context(c), "planner.draft-again"), templ.NopComponent)
}

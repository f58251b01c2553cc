package views

import (
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
)

// Planner is the page of what will be shared, and when.
type Planner struct {
	Month      time.Time // its first moment, in Zone
	Zone       string
	Unknown    bool // whether Zone is only a guess
	Now        time.Time
	Weeks      [][]PlanDay
	Planned    []post.View // in the order of their times
	Drafts     []post.View
	MoreDrafts bool
	Shared     []post.View // the newest, for the preview of the profile
	Hints      map[models.ID]string

	Stories     []story.View // planned, in the order of their times
	StoryDrafts []story.View // without a time
}

// PlanDay is a day of the calendar.
type PlanDay struct {
	Date    time.Time
	Inside  bool // of the month on show
	Planned []post.View
	Shared  []post.View
	Stories []story.View // planned
}

// Plan is the page that plans one post.
type Plan struct {
	Post post.View
	Hint string
	Zone string
	Form Form
}

// Hints and limits of the planner.
const (
	planClose  = 30 * time.Minute // posts nearer than this take attention from each other
	planPerDay = 3                // more on one day are too many
)

func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// PlannedTime is when a post or a story will be shared, in the zone in which that was chosen.
func PlannedTime(when *time.Time, zone string) string {
	if when == nil {
		return ""
	}
	at := when.In(zoneOf(zone))
	if zone == "" {
		zone = "UTC"
	}
	return at.Format("Monday, 2 January 2006, 15:04") + " (" + strings.ReplaceAll(zone, "_", " ") + ")"
}

// PlanHints says of planned posts, in the order of their times, what may be
// wrong with the time.
func PlanHints(planned []post.View, zone string) map[models.ID]string {
	out := map[models.ID]string{}
	loc := zoneOf(zone)
	perDay := map[string]int{}
	for i, p := range planned {
		at := p.PublishAt.In(loc)
		day := at.Format(time.DateOnly)
		perDay[day]++
		var hints []string
		if i > 0 {
			if gap := p.PublishAt.Sub(*planned[i-1].PublishAt); gap < planClose {
				hints = append(hints, apart(gap)+" another planned post.")
			}
		}
		if n := perDay[day]; n > planPerDay {
			hints = append(hints, "Post number "+strconv.Itoa(n)+" on that day.")
		}
		if len(hints) > 0 {
			out[p.ID] = strings.Join(hints, " ")
		}
	}
	return out
}

func apart(gap time.Duration) string {
	if gap < time.Minute {
		return "At the same time as"
	}
	return "Only " + plural(int64(gap/time.Minute), "minute", "minutes") + " after"
}

// path is the planner on another month.
func (p Planner) path(month time.Time) string {
	return WithQuery(PlannerPath, "month", month.Format("2006-01")) + "&time_zone=" + strings.ReplaceAll(p.Zone, "+", "%2B")
}

func (p Planner) clock(post post.View) string {
	return post.PublishAt.In(zoneOf(p.Zone)).Format("15:04")
}

func (p Planner) sharedClock(post post.View) string {
	return postTime(post).In(zoneOf(p.Zone)).Format("15:04")
}

func (p Planner) today(d PlanDay) bool {
	return p.Now.In(zoneOf(p.Zone)).Format(time.DateOnly) == d.Date.Format(time.DateOnly)
}

func (p Planner) past(d PlanDay) bool {
	return d.Date.AddDate(0, 0, 1).Before(p.Now)
}

// fallow is whether nothing happens on a day; a list leaves such days out.
func (d PlanDay) fallow() bool { return len(d.Planned)+len(d.Shared)+len(d.Stories) == 0 }

// maxChips is how many posts a day of the calendar shows.
const maxChips = 4

func (d PlanDay) shown() (planned, shared []post.View, more int) {
	planned = d.Planned[:min(len(d.Planned), maxChips)]
	shared = d.Shared[:min(len(d.Shared), maxChips-len(planned))]
	return planned, shared, len(d.Planned) + len(d.Shared) - len(planned) - len(shared)
}

// latestFirst is the planned posts as the profile will show them.
func (p Planner) latestFirst() []post.View {
	out := make([]post.View, 0, len(p.Planned))
	for i := len(p.Planned) - 1; i >= 0; i-- {
		out = append(out, p.Planned[i])
	}
	return out
}

// planName names a post for those who do not see it.
func planName(p post.View) string {
	if text := Shorten(p.Caption, 40); text != "" {
		return text
	}
	if p.CoverAlt != "" {
		return Shorten(p.CoverAlt, 40)
	}
	return "Post without a caption"
}

// planForm is the form that gives a post or a story its time.
type planForm struct {
	Path     string
	Planned  bool // whether it has a time already
	At       *time.Time
	PlanZone string // in which that was chosen
	Zone     string // of the viewer
	Form     Form
}

func (p Plan) planForm() planForm {
	return planForm{PostActionPath(p.Post.ID, "plan"), p.Post.State == post.Scheduled, p.Post.PublishAt, p.Post.ScheduleZone,
		p.Zone, p.Form}
}

// zone is the time zone that the form shows.
func (p planForm) zone() string {
	if v, ok := p.Form.Values["time_zone"]; ok {
		return v
	}
	if !p.Planned {
		return p.Zone
	}
	if p.PlanZone == "" {
		return "UTC"
	}
	return p.PlanZone
}

func (p planForm) form() Form {
	f := p.Form
	if _, sent := f.Values["publish_at"]; !sent && p.At != nil {
		f.Values = map[string]string{"publish_at": p.At.In(zoneOf(p.PlanZone)).Format("2006-01-02T15:04")}
	}
	return f
}

// zoneNames are offered; any other name of a zone is taken as well.
var zoneNames = []string{
	"UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage",
	"America/Argentina/Buenos_Aires",
	"America/Bogota", "America/Chicago", "America/Denver", "America/Halifax", "America/Lima", "America/Los_Angeles",
	"America/Mexico_City", "America/New_York",
	"America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver",
	"Asia/Bangkok", "Asia/Dhaka",
	"Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kathmandu",
	"Asia/Kolkata", "Asia/Manila",
	"Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo",
	"Atlantic/Azores",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens",
	"Europe/Berlin", "Europe/Brussels",
	"Europe/Bucharest", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London",
	"Europe/Madrid", "Europe/Moscow",
	"Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich",
	"Pacific/Auckland", "Pacific/Honolulu",
}

package insight

import (
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/insight"
	"photogram/text"
	insightview "photogram/views/insight"
	"photogram/web"
)

// today is the day that it is for the viewer.
func (a Pages) today(c *gin.Context) insight.Day {
	now := a.Store.Now().In(text.Zone(web.Viewer(c).TimeZone))
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
}

// choice reads which days are asked for. What is wrong with them is an error, and the
// usual ones are the choice.
func (a Pages) choice(c *gin.Context, path, usual string) (insightview.Choice, insight.Range, error) {
	today := a.today(c)
	d := insightview.Choice{Path: path, Name: c.DefaultQuery("range", usual), Show: insightview.Shown(c.Query("show")),
		From: page.Printable(c.Query("from")), To: page.Printable(c.Query("to"))}
	if c.Query("from")+c.Query("to") != "" {
		r, err := ownRange(c, today)
		if err == nil {
			d.Name = insightview.Own
			return d, r, nil
		}
		d.Name = usual
		return d, ranges(usual, today), err
	}
	r := ranges(d.Name, today)
	d.From, d.To = r.From.Format(time.DateOnly), r.To.Format(time.DateOnly)
	if r.From.IsZero() && d.Name != insightview.Lifetime || d.Name == insightview.Lifetime && usual != d.Name {
		d.Name = usual
		return d, ranges(usual, today), wrong(c, "range", "insight.wrong.range")
	}
	if r.From.IsZero() {
		d.From, d.To = "", ""
	}
	return d, r, nil
}

// ranges are the days that a name stands for; none for one that is not offered.
func ranges(name string, today insight.Day) insight.Range {
	last := func(days int) insight.Range { return insight.Range{From: today.AddDate(0, 0, 1-days), To: today} }
	month := today.AddDate(0, 0, 1-today.Day())
	switch name {
	case insightview.Week:
		return last(7)
	case insightview.Weeks:
		return last(28)
	case insightview.Quarter:
		return last(90)
	case insightview.Year:
		return last(365)
	case insightview.Month:
		return insight.Range{From: month, To: today}
	case insightview.LastMonth:
		return insight.Range{From: month.AddDate(0, -1, 0), To: month.AddDate(0, 0, -1)}
	}
	return insight.Range{}
}

// ownRange is the days from one to another. Days to come hold nothing.
func ownRange(c *gin.Context, today insight.Day) (r insight.Range, err error) {
	if r.From, err = day(c, "from"); err != nil {
		return r, err
	}
	if r.To, err = day(c, "to"); err != nil {
		return r, err
	}
	if r.To.After(today) {
		r.To = today
	}
	switch {
	case r.From.After(today):
		return r, wrong(c, "from", "insight.wrong.future")
	case r.To.Before(r.From):
		return r, wrong(c, "to", "insight.wrong.order")
	case r.To.Sub(r.From) >= insight.MaxDays*24*time.Hour:
		return r, wrong(c, "to", "insight.wrong.long")
	}
	return r, nil
}

func day(c *gin.Context, field string) (insight.Day, error) {
	at, err := time.Parse(time.DateOnly, c.Query(field))
	if err != nil || at.Year() < 2000 || at.Year() > 9000 {
		return at, wrong(c, field, "insight.wrong.day")
	}
	return at, nil
}

func wrong(c *gin.Context, field, id string) error {
	return models.InvalidText(field, text.T(page.Context(c), id, "most", insight.MaxDays))
}

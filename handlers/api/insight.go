package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/tally"
)

var insightRoutes = []route{
	{"GET", "/media/:media/insights", "insights", "", (*API).mediaInsights},
	{"POST", "/media/views", "basic", "media_ids*", (*API).countViews},
	{"GET", "/users/self/insights", "insights", "", (*API).insights},
	{"GET", "/users/self/insights/report", "insights", "", (*API).insightReport},
	{"GET", "/users/self/insights/settings", "basic", "", (*API).insightSettings},
	{"PATCH", "/users/self/insights/settings", "publish", "counted", (*API).setInsights},
}

// viewsMost is how many views one call may tell of.
const viewsMost = 100

type insightValue struct {
	Value int64  `json:"value"`
	End   string `json:"end_time,omitempty"`
}

type insightResult struct {
	Values []string `json:"dimension_values"`
	Value  int64    `json:"value"`
}

type insightBreakdown struct {
	Keys    []string        `json:"dimension_keys"`
	Results []insightResult `json:"results"`
}

type insightTotal struct {
	Value      int64              `json:"value"`
	Breakdowns []insightBreakdown `json:"breakdowns,omitempty"`
}

// insightMetric is a metric in the shape that the Graph dialect has for it.
type insightMetric struct {
	Name        string         `json:"name"`
	Period      string         `json:"period"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Values      []insightValue `json:"values,omitempty"`
	Total       insightTotal   `json:"total_value"`
	ID          string         `json:"id"`
	knownOf
}

// knownOf says how far numbers can be trusted.
type knownOf struct {
	CountedSince string  `json:"counted_since"`
	UpdatedAt    string  `json:"updated_at"`
	Error        float64 `json:"error"` // of estimates, relative: one standard deviation
}

func shapeKnown(k insight.Known) knownOf {
	return knownOf{k.CountedSince.UTC().Format(time.RFC3339), k.UpdatedAt.UTC().Format(time.RFC3339), k.Error}
}

// metrics reads which are asked for; without any they are all that there are.
func (r *request) metrics(all []insight.Definition, fits func(*insight.Definition) bool) (out []*insight.Definition, err error) {
	var names []string
	for i := range all {
		if !all[i].Old && fits(&all[i]) {
			names = append(names, all[i].Name)
		}
	}
	asked := strings.FieldsFunc(strings.Join(r.List("metric"), ","), func(c rune) bool { return c == ',' || c == ' ' })
	if len(asked) == 0 {
		asked = names
	}
	for _, name := range asked {
		d := insight.Find(all, name)
		if d == nil || !fits(d) {
			return nil, models.Invalidf("metric", "api.error.no-metric-here-metrics", "name", fmt.Sprintf("%q", name), "join",
				strings.Join(names, ", "))
		}
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out, nil
}

// breakdown reads by what the metrics are to be taken apart.
func (r *request) breakdown(metrics []*insight.Definition) (string, error) {
	by := r.Text("breakdown")
	if by == "" {
		return "", nil
	}
	for _, d := range metrics {
		if !slices.Contains(d.Breakdowns, by) {
			may := "It has no breakdowns."
			if len(d.Breakdowns) > 0 {
				may = "Its breakdowns are " + strings.Join(d.Breakdowns, ", ") + "."
			}
			return "", models.Invalidf("breakdown", "api.error.no-breakdown", "by", fmt.Sprintf("%q", by), "name", d.Name, "may", may)
		}
	}
	return by, nil
}

func shapeInsights(id models.ID, period, by string, answers []insight.Answer, k insight.Known) []insightMetric {
	out := []insightMetric{}
	for _, a := range answers {
		if !a.Known { // what is not known is left out, and not 0
			continue
		}
		m := insightMetric{Name: a.Name, Period: period, Title: a.Title, Description: a.Description, Total: insightTotal{Value: a.Total},
			ID: id.String() + "/insights/" + a.Name + "/" + period, knownOf: shapeKnown(k)}
		for _, v := range a.Values {
			m.Values = append(m.Values, insightValue{v.Value, v.End.UTC().Format(time.RFC3339)})
		}
		if by != "" {
			b := insightBreakdown{Keys: []string{by}, Results: []insightResult{}}
			for _, s := range a.Breakdown {
				b.Results = append(b.Results, insightResult{[]string{s.Name}, s.Value})
			}
			m.Total.Breakdowns = []insightBreakdown{b}
		}
		out = append(out, m)
	}
	return out
}

func (a *API) mediaInsights(r *request) (any, *page, error) {
	id, owner, err := mediaKey(r.Param("media"))
	if err != nil {
		return nil, nil, err
	}
	kind, err := insight.KindOf(r.Ctx(), a.Store, r.Viewer(), id)
	if models.KindOf(err) == models.NotFound || err == nil && owner != 0 && owner != r.Viewer() {
		err = errNoMedia
	}
	if err != nil {
		return nil, nil, err
	}
	metrics, err := r.metrics(insight.MediaMetrics, func(d *insight.Definition) bool { return d.About(kind) })
	if err != nil {
		return nil, nil, err
	}
	if p := r.Text("period"); p != "" && p != "lifetime" {
		return nil, nil, models.Invalidf("period", "api.error.no-period-media-lifetime", "p", fmt.Sprintf("%q", p))
	}
	by, err := r.breakdown(metrics)
	if err != nil {
		return nil, nil, err
	}
	answers, known, err := insight.AskMedia(r.Ctx(), a.Store, r.Viewer(), id, metrics, by)
	if err != nil {
		return nil, nil, err
	}
	return shapeInsights(id, "lifetime", by, answers, known), &page{}, nil
}

var periods = []string{"day", "week", "days_28", "lifetime"}

func (a *API) insights(r *request) (any, *page, error) {
	q := insight.Question{Period: r.Text("period")}
	if q.Period == "" {
		q.Period = "day"
	}
	if !slices.Contains(periods, q.Period) {
		return nil, nil, models.Invalidf("period", "api.error.no-period-periods", "period", fmt.Sprintf("%q", q.Period), "join",
			strings.Join(periods, ", "))
	}
	var err error
	if q.Metrics, err = r.metrics(insight.AccountMetrics, func(d *insight.Definition) bool {
		return slices.Contains(d.Periods, q.Period)
	}); err != nil {
		return nil, nil, err
	}
	if q.Since, q.Until, err = r.range28(); err != nil {
		return nil, nil, err
	}
	if q.Breakdown, err = r.breakdown(q.Metrics); err != nil {
		return nil, nil, err
	}
	answers, known, err := insight.Ask(r.Ctx(), a.Store, r.Viewer(), q)
	if err != nil {
		return nil, nil, err
	}
	return shapeInsights(r.Viewer(), q.Period, q.Breakdown, answers, known), &page{}, nil
}

// range28 reads since and until, in Unix seconds or as days; without them they are the last 28 days.
func (r *request) range28() (since, until time.Time, err error) {
	now := r.api.Store.Now()
	read := func(name string, usual time.Time) (time.Time, error) {
		s := r.Text(name)
		if s == "" {
			return usual, nil
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n >= 0 && n < 1<<40 {
			return time.Unix(n, 0).UTC(), nil
		}
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t, nil
		}
		return usual, models.Invalidf(name, "api.error.send-time-unix-seconds-rfc")
	}
	if until, err = read("until", now); err == nil {
		since, err = read("since", until.AddDate(0, 0, -27))
	}
	return since, until, err
}

func (a *API) insightReport(r *request) (any, *page, error) {
	since, until, err := r.range28()
	if err != nil {
		return nil, nil, err
	}
	report, err := insight.OfTimes(r.Ctx(), a.Store, r.Viewer(), since, until)
	if err != nil {
		return nil, nil, err
	}
	return shapeReport(report), nil, nil
}

// countViews takes what a program showed to the person.
func (a *API) countViews(r *request) (any, *page, error) {
	ids := r.List("media_ids")
	if len(ids) == 0 || len(ids) > viewsMost {
		return nil, nil, models.Invalidf("media_ids", "api.error.send-from-1-media-ids", "viewsMost", viewsMost)
	}
	looks := make([]tally.Look, len(ids))
	for i, s := range ids {
		id, _, err := mediaKey(s)
		if err != nil {
			return nil, nil, models.Invalidf("media_ids", "api.error.not-media-id", "s", fmt.Sprintf("%q", s))
		}
		looks[i] = tally.Look{Post: id, Source: tally.API}
	}
	a.CalledFor(r.Context, r.Viewer(), looks...)
	return nil, nil, nil
}

type insightSettings struct {
	Counted bool `json:"counted"`
}

func (a *API) insightSettings(r *request) (any, *page, error) {
	set, err := insight.SettingsOf(r.Ctx(), a.Store, r.Viewer())
	return insightSettings{set.Counted}, nil, err
}

func (a *API) setInsights(r *request) (any, *page, error) {
	var counted *bool
	if err := r.read(&counted, "counted"); err != nil {
		return nil, nil, err
	}
	if counted == nil {
		return nil, nil, models.Invalidf("counted", "api.error.send-true-false")
	}
	if err := insight.SetCounted(r.Ctx(), a.Store, r.Viewer(), *counted); err != nil {
		return nil, nil, err
	}
	return insightSettings{*counted}, nil, nil
}

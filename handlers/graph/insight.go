package graph

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/insight"
)

var insightRoutes = []route{
	{"GET", "/{ig-user-id}/insights", "insights", "", (*API).userInsights},
	{"GET", "/{ig-media-id}/insights", "insights", "", (*API).mediaInsights},
}

// insightRange is how far since and until may be apart.
const insightRange = 30 * 24 * time.Hour

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

type insightMetric struct {
	Name        string         `json:"name"`
	Period      string         `json:"period"`
	Values      []insightValue `json:"values,omitempty"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Total       *insightTotal  `json:"total_value,omitempty"`
	ID          string         `json:"id"`
}

func insightError(format string, args ...any) error {
	return &failure{status: 400, kind: oauthException, code: 100, message: "(#100) " + fmt.Sprintf(format, args...)}
}

// split reads a list of names, which are joined by commas or sent several times.
func (g *request) split(name string) []string {
	text := strings.NewReplacer("[", "", "]", "", `"`, "", " ", "").Replace(strings.Join(g.List(name), ","))
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' })
}

// metrics reads which are asked for. The message names all that may be, as
// programs read it.
func (g *request) metrics(all []insight.Definition) (out []*insight.Definition, err error) {
	names := g.split("metric")
	if len(names) == 0 {
		return nil, required("metric")
	}
	for i, name := range names {
		d := insight.Find(all, name)
		if d == nil {
			return nil, insightError("metric[%d] must be one of the following values: %s", i, strings.Join(insight.Names(all, false), ", "))
		}
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out, nil
}

// insightBreakdown reads by what totals are taken apart.
func (g *request) insightBreakdown(metrics []*insight.Definition) (string, error) {
	list := g.split("breakdown")
	if len(list) == 0 {
		return "", nil
	}
	if len(list) > 1 {
		return "", insightError("breakdown: one at a time can be asked for, and these are %s", strings.Join(list, ", "))
	}
	for _, d := range metrics {
		if !slices.Contains(d.Breakdowns, list[0]) {
			return "", insightError("breakdown[0] must be one of the following values for the %s metric: %s", d.Name,
				strings.Join(d.Breakdowns, ", "))
		}
	}
	return list[0], nil
}

func (a *API) mediaInsights(g *request) (any, error) {
	if g.kind == app.ItemNode { // albums answer as a whole
		return nil, g.absent()
	}
	kind, err := insight.KindOf(g.Ctx(), a.Store, g.Viewer(), g.id)
	if models.KindOf(err) == models.NotFound {
		return nil, g.absent()
	}
	if err != nil {
		return nil, err
	}
	metrics, err := g.metrics(insight.MediaMetrics)
	if err != nil {
		return nil, err
	}
	if p := g.split("period"); len(p) > 0 && p[0] != "lifetime" {
		return nil, insightError("period must be one of the following values: lifetime")
	}
	// Names of former years are asked for together, whatever the media is: where
	// they do not fit they are left out, since a refusal would fail all of them.
	metrics = slices.DeleteFunc(metrics, func(d *insight.Definition) bool { return d.Old && !d.About(kind) })
	for _, d := range metrics {
		if !d.About(kind) {
			return nil, insightError("The %s metric is not supported for this media product type", d.Name)
		}
	}
	by, err := g.insightBreakdown(metrics)
	if err != nil {
		return nil, err
	}
	answers, _, err := insight.AskMedia(g.Ctx(), a.Store, g.Viewer(), g.id, metrics, by)
	if err != nil {
		return nil, err
	}
	out := []insightMetric{}
	for _, answer := range answers {
		if !answer.Known {
			continue
		}
		m := g.insightMetric(&answer, "lifetime")
		m.Values = []insightValue{{Value: answer.Total}}
		if by != "" {
			m.Total = shapeTotal(&answer, by, nil, answer.Name == "navigation" || answer.Name == "profile_activity")
		}
		out = append(out, m)
	}
	return list{Data: out}, nil
}

func (g *request) insightMetric(a *insight.Answer, period string) insightMetric {
	return insightMetric{Name: a.Name, Period: period, Title: a.Title, Description: a.Description,
		ID: g.id.String() + "/insights/" + a.Name + "/" + period}
}

func shapeTotal(a *insight.Answer, by string, before []string, lower bool) *insightTotal {
	t := &insightTotal{Value: a.Total}
	if by == "" {
		return t
	}
	b := insightBreakdown{Keys: []string{by}, Results: []insightResult{}}
	for _, s := range a.Breakdown {
		name := strings.ToUpper(s.Name)
		if lower {
			name = strings.ToLower(s.Name)
		}
		b.Results = append(b.Results, insightResult{append(slices.Clone(before), name), s.Value})
	}
	t.Breakdowns = []insightBreakdown{b}
	return t
}

func (a *API) userInsights(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	q, err := g.question()
	if err != nil {
		return nil, err
	}
	answers, _, err := insight.Ask(g.Ctx(), a.Store, g.Viewer(), q)
	if err != nil {
		return nil, err
	}
	out := []insightMetric{}
	for _, answer := range answers {
		if !answer.Known {
			continue
		}
		m := g.insightMetric(&answer, q.Period)
		if q.Total || q.Period == "lifetime" {
			m.Total = shapeTotal(&answer, q.Breakdown, nil, false)
		} else {
			for _, v := range answer.Values {
				m.Values = append(m.Values, insightValue{v.Value, isoTime(v.End)})
			}
		}
		out = append(out, m)
	}
	return list{Data: out, Paging: g.insightPaging(q)}, nil
}

var (
	insightPeriods = []string{"day", "week", "days_28", "lifetime"}
	timeframes     = []string{"this_week", "this_month", "last_14_days", "last_30_days", "last_90_days", "prev_month"}
)

// question reads what is asked of an account.
func (g *request) question() (q insight.Question, err error) {
	if q.Metrics, err = g.metrics(insight.AccountMetrics); err != nil {
		return q, err
	}
	if q.Period = g.Text("period"); q.Period == "" {
		return q, required("period")
	}
	if !slices.Contains(insightPeriods, q.Period) {
		return q, insightError("period must be one of the following values: %s", strings.Join(insightPeriods, ", "))
	}
	for _, d := range q.Metrics {
		if !slices.Contains(d.Periods, q.Period) {
			return q, insightError("The following metrics (%s) are incompatible with the period (%s)", d.Name, q.Period)
		}
	}
	if err := g.metricType(&q); err != nil {
		return q, err
	}
	if f := g.Text("timeframe"); f != "" && !slices.Contains(timeframes, f) {
		return q, insightError("timeframe must be one of the following values: %s", strings.Join(timeframes, ", "))
	}
	if q.Breakdown, err = g.insightBreakdown(q.Metrics); err != nil {
		return q, err
	}
	if q.Breakdown != "" && !q.Total && q.Period != "lifetime" {
		return q, insightError("breakdown: it takes metric_type=total_value")
	}
	q.Since, q.Until, err = g.insightTimes()
	return q, err
}

// metricType reads whether values by day or one of the range are asked for.
func (g *request) metricType(q *insight.Question) error {
	kind := g.Text("metric_type")
	if kind != "" && kind != "time_series" && kind != "total_value" {
		return insightError("metric_type must be one of the following values: time_series, total_value")
	}
	q.Total = kind == "total_value"
	var not []string
	for _, d := range q.Metrics {
		if !q.Total && !d.Series || q.Total && !d.Total {
			not = append(not, d.Name)
		}
	}
	switch {
	case len(not) == 0:
		return nil
	case q.Total:
		return insightError("The following metrics (%s) should be specified with parameter metric_type=time_series",
			strings.Join(not, ", "))
	}
	return insightError("The following metrics (%s) should be specified with parameter metric_type=total_value", strings.Join(not, ", "))
}

// insightTimes reads since and until; without them they are the last 24 hours.
func (g *request) insightTimes() (since, until time.Time, err error) {
	now := g.api.Store.Now()
	read := func(name string, usual time.Time) (time.Time, error) {
		s := g.Text(name)
		if s == "" {
			return usual, nil
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n >= 0 && n < 1<<40 {
			return time.Unix(n, 0).UTC(), nil
		}
		if t, err := time.Parse(time.DateOnly, s); err == nil {
			return t, nil
		}
		return usual, insightError("%s must be a Unix timestamp in seconds", name)
	}
	if until, err = read("until", now); err == nil {
		since, err = read("since", until.Add(-24*time.Hour))
	}
	switch {
	case err != nil:
	case until.Before(since):
		err = insightError("since: it is after until")
	case until.Sub(since) > insightRange:
		err = insightError("There cannot be more than 30 days (2592000 s) between since and until")
	}
	if until.After(now) {
		until = now
	}
	return since, until, err
}

// insightPaging are the ranges of the same length before and after.
func (g *request) insightPaging(q insight.Question) *paging {
	length := q.Until.Sub(q.Since)
	link := func(since, until time.Time) string {
		values := url.Values{}
		for name, list := range g.Values {
			if name != "access_token" && name != "since" && name != "until" {
				values[name] = list
			}
		}
		values.Set("since", strconv.FormatInt(since.Unix(), 10))
		values.Set("until", strconv.FormatInt(until.Unix(), 10))
		return g.api.Site.BaseURL + g.version + "/" + g.id.String() + "/insights?" + values.Encode()
	}
	return &paging{Previous: link(q.Since.Add(-length), q.Since), Next: link(q.Until, q.Until.Add(length))}
}

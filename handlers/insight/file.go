package insight

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/insight"
	"photogram/models/table"
	"photogram/urls"
	insightview "photogram/views/insight"
	"photogram/web"
)

// Files have the names of the API in their first line, since programs read them.
var dayHead = []string{"day", "views", "reach", "interactions", "likes", "comments", "saves", "shares", "replies", "profile_visits",
	"link_taps", "followers_gained", "followers_lost"}

// daysFile is the days of a range, one a line.
func (a Pages) daysFile(c *gin.Context) error {
	_, r, err := a.choice(c, urls.Insights, insightview.Weeks)
	if err != nil {
		return err
	}
	list, err := insight.Days(page.Context(c), a.Store, web.ViewerID(c), r)
	if err != nil {
		return err
	}
	return a.table(c, "insights-"+named(r), append([][]string{dayHead}, dayLines(list)...))
}

// dayLines leave empty what is not known.
func dayLines(list []insight.Point) [][]string {
	out := make([][]string, 0, len(list))
	for _, p := range list {
		line := []string{p.From.Format(time.DateOnly)}
		for _, n := range []int64{p.Views, p.Reach, p.Interactions, p.Likes, p.Comments, p.Saves, p.Shares, p.Replies, p.ProfileVisits,
			p.LinkTaps, p.Gained, p.Lost} {
			cell := ""
			if p.Known {
				cell = strconv.FormatInt(n, 10)
			}
			line = append(line, cell)
		}
		out = append(out, line)
	}
	return out
}

// postsFile is the posts of a range that were viewed most or brought followers.
func (a Pages) postsFile(c *gin.Context) error {
	_, r, err := a.choice(c, urls.Insights, insightview.Weeks)
	if err != nil {
		return err
	}
	report, err := insight.Of(page.Context(c), a.Store, web.ViewerID(c), r)
	if err != nil {
		return err
	}
	covers, err := a.covers(c, report)
	if err != nil {
		return err
	}
	lines, seen := [][]string{{"url", "kind", "shared_at", "caption", "views", "interactions", "followers_gained"}}, map[string]bool{}
	for _, t := range append(report.TopPosts, report.Brought...) {
		p, ok := covers[t.ID]
		if !ok || seen[t.ID.Code()] {
			continue
		}
		seen[t.ID.Code()] = true
		shared := ""
		if p.PublishedAt != nil {
			shared = p.PublishedAt.UTC().Format(time.RFC3339)
		}
		lines = append(lines, []string{a.PostURL(p.ID), t.Kind, shared, p.Caption, strconv.FormatInt(t.Views, 10),
			strconv.FormatInt(t.Interactions, 10), strconv.FormatInt(t.Follows, 10)})
	}
	return a.table(c, "posts-"+named(report.Range), lines)
}

// postFile and storyFile are the days of one thing.
func (a Pages) postFile(c *gin.Context) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	return a.thingFile(c, insight.OfPost, id)
}

func (a Pages) storyFile(c *gin.Context) error {
	id, err := storyID(c)
	if err != nil {
		return err
	}
	return a.thingFile(c, insight.OfStory, id)
}

func (a Pages) thingFile(c *gin.Context, read reader, id models.ID) error {
	_, r, err := a.choice(c, "", insightview.Lifetime)
	if err != nil {
		return err
	}
	report, err := read(page.Context(c), a.Store, web.ViewerID(c), id, r)
	if err != nil {
		return err
	}
	return a.table(c, id.Code()+"-"+named(report.Range), append([][]string{dayHead}, dayLines(report.Series)...))
}

func named(r insight.Range) string {
	return r.From.Format(time.DateOnly) + "-" + r.To.Format(time.DateOnly)
}

// table answers with lines as a file for spreadsheets.
func (a Pages) table(c *gin.Context, name string, lines [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff") // so that spreadsheets read UTF-8
	w := csv.NewWriter(&b)
	for _, line := range lines {
		for i, cell := range line {
			line[i] = harmless(cell)
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	file(c, name+".csv")
	c.Data(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
	return w.Error()
}

func file(c *gin.Context, name string) {
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Header("Cache-Control", "private, no-store")
}

// harmless keeps a cell from being a formula of a spreadsheet. A number stays one.
func harmless(cell string) string {
	if _, err := strconv.ParseInt(cell, 10, 64); err == nil && cell[0] != '+' {
		return cell
	}
	return table.Cell(cell)
}

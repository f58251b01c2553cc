package insight

import (
	"context"
	"time"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
)

// Summary is what a mail says of a week.
type Summary struct {
	Title   string
	Lede    string
	Numbers []WeekNumber
	Posts   []WeekPost
	Path    string // of the dashboard of these days
}

// WeekNumber is a number and how it changed.
type WeekNumber struct{ Name, Value, Change string }

// WeekPost is a post with its views.
type WeekPost struct{ Title, Views, Path string }

const weekPosts = 3

// SummaryOf words the report of a week for a mail.
func SummaryOf(ctx context.Context, r *insight.Report, covers map[models.ID]post.View) Summary {
	out := Summary{Lede: lede(ctx, r.Totals, r.Range, r.Error > 0), Title: text.T(ctx, "insight.weekly.title",
		"days", days(ctx).Days(r.From, r.To)),
		Path: urls.WithQueries(urls.Insights, "from", r.From.Format(time.DateOnly), "to", r.To.Format(time.DateOnly))}
	for _, row := range rows(r.Totals, r.Error > 0) {
		if !row.of.Known || row.of.Value == 0 && row.of.Before == 0 {
			continue
		}
		words, _ := change(ctx, row.of)
		out.Numbers = append(out.Numbers, WeekNumber{text.T(ctx, row.name), row.write(ctx, row.of.Value, true), words})
	}
	for _, top := range r.TopPosts {
		p, there := covers[top.ID]
		if !there || len(out.Posts) == weekPosts {
			continue
		}
		out.Posts = append(out.Posts, WeekPost{title(ctx, p), text.T(ctx, "insight.weekly.views", "n", top.Views),
			urls.PostAction(p.ID, "insights")})
	}
	return out
}

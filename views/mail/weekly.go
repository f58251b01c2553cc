package mail

import (
	"context"
	"strings"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	insightview "photogram/views/insight"
)

// weeklyLetter is what the summary of a week says.
type weeklyLetter struct {
	Letter
	insightview.Summary
	Stop, Settings string
}

// Weekly writes the summary of a week of an account's insights.
func Weekly(l Letter, r *insight.Report, covers map[models.ID]post.View) Mail {
	ctx := text.With(context.Background(), text.For("", r.Zone))
	p := weeklyLetter{Letter: l, Summary: insightview.SummaryOf(ctx, r, covers), Stop: l.Base + urls.MailStop(l.Stop),
		Settings: l.Base + urls.NotificationSettings}
	say := func(key string, pairs ...any) string { return text.T(ctx, "insight.weekly."+key, pairs...) }
	lines := make([]string, len(p.Numbers))
	for i, n := range p.Numbers {
		lines[i] = n.Name + ": " + n.Value + " (" + n.Change + ")"
	}
	parts := []string{say("hello", "name", l.Username), p.Lede, strings.Join(lines, "\n")}
	if len(p.Posts) > 0 {
		lines := []string{say("posts") + ":"}
		for _, one := range p.Posts {
			lines = append(lines, one.Title+" – "+one.Views+"\n"+l.Base+one.Path)
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	parts = append(parts, say("look")+":\n"+l.Base+p.Path,
		say("why")+"\n"+say("choose")+": "+p.Settings+"\n"+say("stop")+": "+p.Stop, l.Site)
	out := Mail{Subject: p.Title, Text: strings.Join(parts, "\n\n") + "\n", Stop: p.Stop}
	var html strings.Builder
	if err := weeklyHTML(p).Render(ctx, &html); err == nil {
		out.HTML = html.String()
	}
	return out
}

package home

import (
	"context"
	"time"

	"photogram/models/access"
	"photogram/models/post"
	"photogram/text"
	accountview "photogram/views/account"
)

// Landing is the home page for visitors.
type Landing struct {
	Posts     []post.View
	Providers []accountview.Provider
}

// makers are who made the newest photos, up to five of them.
func (l Landing) makers() (out []access.Author) {
	seen := map[string]bool{}
	for _, p := range l.Posts {
		if !seen[p.Author.Username] && len(out) < 5 {
			seen[p.Author.Username] = true
			out = append(out, p.Author)
		}
	}
	return out
}

// week are the names of the seven days from today on.
func (l Landing) week(ctx context.Context, now time.Time) (days []string) {
	for i := range 7 {
		days = append(days, text.Of(ctx).ShortWeekday(now.AddDate(0, 0, i)))
	}
	return days
}

// planned is the photo that stands on a day of the week shown, if one does.
func (l Landing) planned(day int) *post.View {
	if i := day / 2; day%2 == 1 && i < len(l.Posts) && l.Posts[i].CoverKey != "" {
		return &l.Posts[i]
	}
	return nil
}

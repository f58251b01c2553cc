package home

import (
	"context"
	"slices"
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

// Hung is the landing page's posts with the tallest before the others: it has a tall
// place, which a wide photo would fill with a third of its pixels.
func Hung(posts []post.View) []post.View {
	tall := func(p post.View) float64 { return float64(p.CoverHeight) / float64(max(p.CoverWidth, 1)) }
	best := 0
	for i := range posts {
		if tall(posts[i]) > tall(posts[best]) {
			best = i
		}
	}
	if best == 0 {
		return posts
	}
	return append([]post.View{posts[best]}, slices.Delete(slices.Clone(posts), best, best+1)...)
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

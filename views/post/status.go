package post

import (
	"context"

	"photogram/models/post"
	"photogram/text"
)

// progress counts the photos that are done, and finds one that failed.
func progress(p post.View) (ready int, failed *post.Media) {
	for i := range p.Items {
		switch itemState(p.Items[i]) {
		case "ready":
			ready++
		case "failed":
			failed = &p.Items[i]
		}
	}
	return ready, failed
}

func itemState(m post.Media) string {
	switch {
	case m.State == "failed":
		return "failed"
	case m.Ready():
		return "ready"
	}
	return "pending"
}

func itemWord(ctx context.Context, m post.Media) string {
	switch itemState(m) {
	case "failed":
		return "failed"
	case "ready":
		return "done"
	}
	if m.IsVideo() && m.Progress > 0 {
		return text.T(ctx, "post.item-progress", "n", m.Progress)
	}
	return text.T(ctx, "post.item-waiting")
}

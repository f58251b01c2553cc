package post

import (
	"strconv"

	"photogram/models/post"
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

func itemWord(m post.Media) string {
	switch itemState(m) {
	case "failed":
		return "failed"
	case "ready":
		return "done"
	}
	if m.IsVideo() && m.Progress > 0 {
		return "being prepared, " + strconv.Itoa(m.Progress) + " per cent"
	}
	return "being prepared"
}

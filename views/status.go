package views

import (
	"strconv"

	"photogram/models"
)

// progress counts the photos that are done, and finds one that failed.
func progress(p models.PostView) (ready int, failed *models.Media) {
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

func itemState(m models.Media) string {
	switch {
	case m.State == "failed":
		return "failed"
	case m.Ready():
		return "ready"
	}
	return "pending"
}

func itemWord(m models.Media) string {
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

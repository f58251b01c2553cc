package call

import (
	"strconv"
	"time"

	"photogram/models"
)

// SameTime are other names of the time of a plan.
var SameTime = map[string]string{"scheduled_publish_time": "publish_at"}

// Plan reads the time of a plan, publish_at; without one it is zero. What is said not
// to be published must have one.
func (c *Call) Plan() (at time.Time, err error) {
	published, err := c.Boolean("published")
	if err != nil {
		return at, err
	}
	s := c.Text("publish_at")
	switch {
	case published != nil && *published && s != "":
		return at, models.Invalidf("published", "call.error.planned-not-published")
	case published != nil && !*published && s == "":
		return at, models.Invalidf("published", "call.error.unpublished-needs-time")
	case s == "":
		return at, nil
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && n < 1<<40 {
		return time.Unix(n, 0).UTC(), nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05-0700"} {
		if at, err = time.Parse(form, s); err == nil {
			return at, nil
		}
	}
	return time.Time{}, models.Invalidf("publish_at", "call.error.send-time-rfc-3339-or-seconds")
}

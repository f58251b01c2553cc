package ui

import (
	"context"
	"strings"
	"time"

	"photogram/text"
)

// PlannedTime is when a post or a story will be shared, in the zone in which that was chosen.
func PlannedTime(ctx context.Context, when *time.Time, zone string) string {
	if when == nil {
		return ""
	}
	r := text.Of(ctx).In(text.Zone(zone))
	if zone == "" {
		zone = "UTC"
	}
	return r.T("plan.time", "weekday", r.Weekday(*when), "day", r.Day(*when), "clock", r.Clock(*when),
		"zone", strings.ReplaceAll(zone, "_", " "))
}

// PlanForm is the form that gives a post or a story its time.
type PlanForm struct {
	Path     string
	Planned  bool // whether it has a time already
	At       *time.Time
	PlanZone string // in which that was chosen
	Zone     string // of the viewer
	Form     Form
}

// zone is the time zone that the form shows.
func (p PlanForm) zone() string {
	if v, ok := p.Form.Values["time_zone"]; ok {
		return v
	}
	if !p.Planned {
		return p.Zone
	}
	if p.PlanZone == "" {
		return "UTC"
	}
	return p.PlanZone
}

func (p PlanForm) form() Form {
	f := p.Form
	if _, sent := f.Values["publish_at"]; !sent && p.At != nil {
		f.Values = map[string]string{"publish_at": p.At.In(text.Zone(p.PlanZone)).Format("2006-01-02T15:04")}
	}
	return f
}

// zoneNames are offered; any other name of a zone is taken as well.
var zoneNames = []string{
	"UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage",
	"America/Argentina/Buenos_Aires",
	"America/Bogota", "America/Chicago", "America/Denver", "America/Halifax", "America/Lima", "America/Los_Angeles",
	"America/Mexico_City", "America/New_York",
	"America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver",
	"Asia/Bangkok", "Asia/Dhaka",
	"Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kathmandu",
	"Asia/Kolkata", "Asia/Manila",
	"Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo",
	"Atlantic/Azores",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens",
	"Europe/Berlin", "Europe/Brussels",
	"Europe/Bucharest", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London",
	"Europe/Madrid", "Europe/Moscow",
	"Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich",
	"Pacific/Auckland", "Pacific/Honolulu",
}

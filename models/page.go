package models

import (
	"time"
)

// OrNewest makes the zero key mean the top of a list.
func OrNewest(id ID) ID {
	if id <= 0 {
		return 1<<63 - 1
	}
	return id
}

// Page asks for a part of a list sorted by key, newest first: the rows below
// Before and above After, at most Limit. Since and Until bound the time.
type Page struct {
	Before, After ID
	Back          bool // whether the rows next to After are meant, not the newest; they come in the same order
	Since, Until  time.Time
	Limit         int
}

// Bounds turns times into keys, which sort by time.
func (p Page) Bounds() (low, high ID) {
	low, high = p.After, OrNewest(p.Before)
	if !p.Since.IsZero() {
		low = max(low, IdAt(p.Since)-1)
	}
	if !p.Until.IsZero() {
		high = min(high, IdAt(p.Until.Add(time.Second)))
	}
	return low, high
}

package ui

import (
	"strconv"
)

// heading is the title of an error's page.
func (f Failure) heading() string {
	if f.Title != "" {
		return f.Title
	}
	switch f.Status {
	case 403:
		return "This is not yours to open"
	case 404:
		return "This frame was never exposed"
	case 405:
		return "That does not work here"
	case 409:
		return "Somebody was faster"
	case 413:
		return "That is too large"
	case 429:
		return "A little slower, please"
	case 503:
		return "Back in a moment"
	case 507:
		return "No room left"
	}
	if f.Status >= 500 {
		return "Light got in"
	}
	return "That did not work"
}

// advice says what to do about an error.
func (f Failure) advice() string {
	switch {
	case f.Message != "":
		return f.Message
	case f.Status == 404:
		return "The address has a slip in it, or what was here is gone or not shared with you."
	case f.Status == 429:
		return "Wait a minute, then try again."
	case f.Status == 503:
		return "The site is busy or being looked after. Try again in a minute."
	case f.Status >= 500:
		return "Something broke on our side. Try again; if it stays, tell the people who run this site and give them the number below."
	}
	return "Go back and try once more."
}

func (f Failure) art() string {
	switch {
	case f.Status == 403 || f.Status == 401:
		return "lock"
	case f.Status >= 500:
		return "broken"
	}
	return "prints"
}

func (f Failure) code() string { return strconv.Itoa(f.Status) }

// Failure is an error's page.
type Failure struct {
	Status    int
	Title     string
	Message   string
	RequestID string
}

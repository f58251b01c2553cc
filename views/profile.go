package views

import (
	"photogram/models/account"
	"photogram/models/story"
)

// ProfileDetail is an account's page.
type ProfileDetail struct {
	Profile account.Profile
	Grid    Grid
	Own     bool
	// What is shown to those who are logged in.
	Ring       story.TrayEntry
	Highlights Highlights
}

// Tagged is the page of the photos that show an account.
type Tagged struct {
	Profile account.Profile
	Grid    Grid
	Own     bool
}

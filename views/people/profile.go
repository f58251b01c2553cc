package people

import (
	"photogram/models/account"
	"photogram/models/story"
	storyview "photogram/views/story"
	"photogram/views/ui"
)

// ProfileDetail is an account's page.
type ProfileDetail struct {
	Profile account.Profile
	Grid    ui.Grid
	Own     bool
	// What is shown to those who are logged in.
	Ring       story.TrayEntry
	Highlights storyview.Highlights
}

// Tagged is the page of the photos that show an account.
type Tagged struct {
	Profile account.Profile
	Grid    ui.Grid
	Own     bool
}

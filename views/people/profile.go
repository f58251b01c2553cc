package people

import (
	"photogram/models/account"
	"photogram/models/story"
	shopview "photogram/views/shop"
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

// Sold is what an account sells.
type Sold struct {
	Profile account.Profile
	List    shopview.List
	Words   string
	Sort    string
}

// Tagged is the page of the photos that show an account.
type Tagged struct {
	Profile account.Profile
	Grid    ui.Grid
	Own     bool
}

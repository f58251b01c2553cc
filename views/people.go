package views

import (
	"photogram/models/people"
)

// People is a list of accounts.
type People struct {
	Heading string
	Back    string // address of the page it belongs to
	People  []people.PersonRow
	Older   string
	Empty   string // what to say when there is nobody
	Request bool   // rows are follow requests, to approve or ignore
	Action  string // what rows offer instead of following: see rowActions, "unmute" and "follower"
}

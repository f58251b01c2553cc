// Package people shows profiles, lists of people, suggestions and the lists that
// keep people away. It receives all it shows and fetches nothing.
package people

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

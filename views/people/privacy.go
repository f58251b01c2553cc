package people

import (
	"photogram/models/people"
	"photogram/views/ui"
)

// Privacy is the settings page about who sees what.
type Privacy struct {
	IsPrivate   bool
	LikesHidden bool // of new posts
}

// PeopleSettings is a settings page with one of the account's own lists.
type PeopleSettings struct {
	People
	Hint  string
	Add   string             // what makes somebody one of the list, where people can be added here
	Path  string             // of the page
	Query string             // of the search for people to add
	Found []people.PersonRow // by the search
}

// MutedWords is the settings page about words.
type MutedWords struct {
	Words []people.MutedWord
	Form  ui.Form
}

// rowAction is the button that a row of a list of people has instead of Follow: its address and messages.
type rowAction struct{ what, label, undone string }

// rowActions by the list's name.
var rowActions = map[string]rowAction{
	"unblock":     {"block", "people.unblock", "unblock"},
	"unrestrict":  {"restrict", "people.lift", "people.lift-name"},
	"showstories": {"hide-stories", "people.show-stories", "people.show-stories-name"},
	"unfriend":    {"close-friend", "site.remove", "people.unfriend-name"},
}

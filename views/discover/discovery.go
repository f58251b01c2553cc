// Package discover shows search, explore, hashtags and places. It receives all it
// shows and fetches nothing.
package discover

import (
	"context"

	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/people"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// searchMethod is how the search form is sent: by POST when it is to be remembered.
func (s Search) searchMethod() string {
	if s.Remember {
		return "post"
	}
	return "get"
}

// searchedLabel and searchedPath show a remembered search.
func searchedLabel(h discover.Searched) string {
	switch h.Kind {
	case discover.SearchedTag:
		return "#" + h.Query
	case discover.SearchedPlace:
		return h.PlaceName
	case discover.SearchedPerson:
		return h.Person.Username
	}
	return h.Query
}

func searchedPath(h discover.Searched) string {
	switch h.Kind {
	case discover.SearchedTag:
		return urls.Tag(h.Query)
	case discover.SearchedPlace:
		return urls.Place(h.RefID)
	case discover.SearchedPerson:
		return urls.Profile(h.Person.Username)
	}
	return urls.SearchAddress(h.Query, "")
}

func searchedIcon(h discover.Searched) string {
	switch h.Kind {
	case discover.SearchedTag:
		return "hash"
	case discover.SearchedPlace:
		return "map-pin"
	}
	return "clock"
}

// Search is the search page. Kind is one of the SearchKinds' names, "" for all.
type Search struct {
	Query   string
	Kind    string
	People  []people.PersonRow
	Tags    []index.Tag
	Places  []index.Place
	Posts   ui.Grid
	Instead string // what was searched for in place of a mistyped query
	Problem string // what is wrong with the query

	History  []discover.Searched
	Remember bool // whether the viewer's searches are kept
}

// searchKinds are the tabs of the search page.
var searchKinds = []struct{ Name, Label string }{{"", "search.all"}, {"people", "search.people"}, {"tags", "search.hashtags"}, {"places", "search.places"},
	{"posts", "search.posts"}}

// KnownSearchKind is whether the search page has a tab of that name.
func KnownSearchKind(name string) bool {
	for _, k := range searchKinds {
		if k.Name == name {
			return true
		}
	}
	return false
}

func (s Search) tabs(ctx context.Context) []ui.Tab {
	var out []ui.Tab
	for _, k := range searchKinds {
		out = append(out, ui.Tab{Label: text.T(ctx, k.Label), Path: urls.SearchAddress(s.Query, k.Name), Current: k.Name == s.Kind})
	}
	return out
}

func (s Search) empty() bool {
	return len(s.People) == 0 && len(s.Tags) == 0 && len(s.Places) == 0 && len(s.Posts.Posts) == 0 && s.Posts.Older == ""
}

// TagDetail is a hashtag's page.
type TagDetail struct {
	Tag     discover.TagView
	Top     bool
	Related []index.Tag
	Grid    ui.Grid
}

// PlaceDetail is a place's page.
type PlaceDetail struct {
	Place index.Place
	Top   bool
	Grid  ui.Grid
}

// FollowedTags is the list of hashtags that somebody follows.
type FollowedTags struct {
	Tags  []discover.TagView
	Older string
}

func sortTabs(ctx context.Context, path string, top bool) []ui.Tab {
	return []ui.Tab{{Label: text.T(ctx, "discover.recent"), Path: path, Current: !top}, {Label: text.T(ctx, "discover.top"), Path: urls.Sorted(path, true), Current: top}}
}

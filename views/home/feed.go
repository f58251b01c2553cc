// Package home shows the home page, of members and of visitors. It receives all it
// shows and fetches nothing.
package home

import (
	"photogram/models"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
	peopleview "photogram/views/people"
	storyview "photogram/views/story"
)

// caughtUpAt is whether the i-th post of the page is the first that was shown
// on the visit before.
func (f Feed) caughtUpAt(i int) bool {
	if f.Mark.Marker == 0 || f.Posts[i].Key() > f.Mark.Marker {
		return false
	}
	if i > 0 {
		return f.Posts[i-1].Key() > f.Mark.Marker
	}
	return f.First || f.Above > f.Mark.Marker
}

// Feed is a page of posts in full, with the address of the next page or "".
type Feed struct {
	Tray      storyview.Tray // of the first page
	Posts     []post.View
	Older     string
	First     bool                // whether this is the top of the list
	Suggested []people.Suggestion // people to follow, on the first page
	Photos    peopleview.Photos   // of these
	Mark      feed.Mark
	Above     models.ID // the key of the post above this page; 0 on the first
}

// top is the place of the feed's newest post, above which others are new.
func (f Feed) top() string {
	if !f.First || len(f.Posts) == 0 {
		return ""
	}
	return f.Posts[0].Key().String()
}

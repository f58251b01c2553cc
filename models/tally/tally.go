// Package tally counts: views and what else people do with posts, stories and
// profiles, off the path of their requests, into numbers and sketches of days and
// months. It must not know what is read of them; that is models/insight.
package tally

import (
	"photogram/models"
)

// Metric is what is counted.
type Metric uint8

// The metrics. Their numbers are kept, so new ones come at the end.
const (
	Views Metric = iota + 1
	Likes
	Comments
	Saves
	Shares
	Replies // to stories
	ProfileVisits
	LinkTaps // on a profile, and on links of stories
	Follows  // gained
	Unfollows
	Plays        // of videos
	WatchTime    // milliseconds
	Skips        // plays that ended within 3 seconds
	TapForward   // of stories, as the next three
	TapBack      //
	TapExit      //
	SwipeForward //
	ViewHours    // views by hour of the day; Key.Detail is the hour
	ViewLanguage // views by language; Key.Detail is LanguageDetail
	OnlineHours  // followers who looked, by hour
	ProductViews // of things for sale
	Orders       // that were paid, of what was found on a post
	Revenue      // of them, in minor units
	ProductTaps  // ways from a post or a story to a thing for sale
	// Of a thing for sale, wherever it was found; not of its account.
	ProductOrders
	ProductRevenue
	metricsEnd
)

// Source is where somebody saw something.
type Source uint8

// The sources.
const (
	Elsewhere Source = iota // a link from outside, or not known
	Feed
	Profile
	Explore
	Tag
	Place
	Stories
	Search
	Embed
	API
	Messages
	sourcesEnd
)

var sourceNames = [sourcesEnd]string{"other", "feed", "profile", "explore", "tag", "place", "story", "search", "embed", "api", "message"}

func (s Source) String() string { return sourceNames[s%sourcesEnd] }

// Kind is what sort of thing was seen.
type Kind uint8

// The kinds, with their names in the Graph dialect.
const (
	Post Kind = iota
	Carousel
	Reel
	Story
	NoKind // of what is done to an account
	kindsEnd
)

var kindNames = [kindsEnd]string{"POST", "CAROUSEL_CONTAINER", "REEL", "STORY", ""}

func (k Kind) String() string { return kindNames[k%kindsEnd] }

// Follower is how who did something stands to the account.
type Follower uint8

// The states.
const (
	Unknown Follower = iota
	NonFollower
	IsFollower
	followersEnd
)

var followerNames = [followersEnd]string{"UNKNOWN", "NON_FOLLOWER", "FOLLOWER"}

func (f Follower) String() string { return followerNames[f%followersEnd] }

// Key is one number of many: a metric by where, by whom and of what.
type Key struct {
	Metric   Metric
	Source   Source
	Follower Follower
	Kind     Kind
	Detail   uint16 // of ViewHours and ViewLanguage
}

// Counts are numbers by key.
type Counts map[Key]int64

// Sum adds up what fits.
func (c Counts) Sum(m Metric, fits ...func(Key) bool) (n int64) {
next:
	for k, v := range c {
		if k.Metric != m {
			continue
		}
		for _, f := range fits {
			if !f(k) {
				continue next
			}
		}
		n += v
	}
	return n
}

// Interactions are likes, comments, saves, shares and replies together.
func (c Counts) Interactions(fits ...func(Key) bool) (n int64) {
	for _, m := range []Metric{Likes, Comments, Saves, Shares, Replies} {
		n += c.Sum(m, fits...)
	}
	return n
}

// Add puts other numbers to these.
func (c Counts) Add(other Counts) {
	for k, v := range other {
		if c[k] += v; c[k] == 0 {
			delete(c, k)
		}
	}
}

// Look is one view, or another thing that was done, on its way to be counted.
type Look struct {
	// Post is a post or a story. Of what is done to an account, Owner, it is the
	// post that led there, or 0.
	Post, Owner models.ID
	Product     models.ID // that was looked at; Post is where the way to it began, or 0
	Viewer      models.ID // 0 for a visitor
	Guest       string    // what tells visitors apart, such as address and browser
	Metric      Metric    // Views where empty
	Source      Source
	N           int64  // 1 where empty
	Lang        string // of the viewer, as "en"
}

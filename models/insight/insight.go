// Package insight is what an account is told of who saw its posts and stories and
// what they did: reports of a range with the one before it, series, breakdowns,
// tops. Pages and both dialects of the API read the same functions. It must not
// know how things are counted; that is models/tally.
package insight

import (
	"time"

	"photogram/models"
)

// Day is a day in the account's time zone, held as its midnight in UTC.
type Day = time.Time

// Range is some days, both included. The zero Range is the last 28 days.
type Range struct{ From, To Day }

// MaxDays is how long a range may be.
const MaxDays = 731

// Number is a total of a range, and of the one of the same length before it. A
// number that was not counted then is not known: Known, KnownBefore.
type Number struct {
	Value       int64
	Before      int64
	Known       bool
	KnownBefore bool
}

// Change is by what part the number grew over the one before, as 0.25.
func (n Number) Change() (float64, bool) {
	if !n.Known || !n.KnownBefore || n.Before <= 0 {
		return 0, false
	}
	return float64(n.Value-n.Before) / float64(n.Before), true
}

// Rate is a share with its Wilson interval of 95 %.
type Rate struct {
	Of          int64  // how many of Among
	Among       int64  // the denominator
	Denominator string // its name: "reached accounts", "views", "followers"
	Value       float64
	Low, High   float64
}

// Totals are the numbers of an account or a post over a range.
type Totals struct {
	Views         Number
	Reach         Number // accounts and visitors, each once; estimated above 256
	Engaged       Number // accounts that did something; estimated above 256
	Interactions  Number // likes, comments, saves, shares and replies, less what was taken back
	Likes         Number
	Comments      Number
	Saves         Number
	Shares        Number
	Replies       Number // to stories
	ProfileVisits Number
	LinkTaps      Number
	Gained        Number // followers
	Lost          Number
	Plays         Number
	WatchTime     Number // milliseconds
	Skips         Number
	ProductViews  Number
	ProductTaps   Number // from posts and stories to products
	Orders        Number // that posts led to and that were paid
	Revenue       Number // of these, in minor units of Currency
	Currency      string // of the account's shop
}

// Point is a day, or a month, of a chart.
type Point struct {
	From, To      Day
	Known         bool // false before counting began
	Views         int64
	Reach         int64
	Interactions  int64
	Likes         int64
	Comments      int64
	Saves         int64
	Shares        int64
	Replies       int64
	ProfileVisits int64
	LinkTaps      int64
	Gained, Lost  int64
}

// Share is one value of a breakdown.
type Share struct {
	Name  string // "feed", "FOLLOWER", "POST", "en"
	Value int64
}

// Top is a post or a story with its numbers in a range.
type Top struct {
	ID           models.ID
	Kind         string // POST, CAROUSEL_CONTAINER, REEL, STORY
	Views        int64
	Interactions int64
	Follows      int64
}

// Slot is an hour of the day or a day of the week in which posts were shared.
type Slot struct {
	Index     int // hour 0–23, or day 0 for Monday
	Posts     int
	Rate      float64 // interactions for each view, shrunk to the account's mean
	Low, High float64 // its interval of 95 %
}

// Best are hours and days by how posts did. Both are empty below MinPosts posts.
type Best struct {
	Posts       int
	Mean        float64
	Denominator string
	Hours, Days []Slot
}

// MinPosts is how many posts it takes to speak of best hours.
const MinPosts = 5

// Known says how far numbers can be trusted.
type Known struct {
	CountedSince time.Time // what was before is not known
	UpdatedAt    time.Time // what happened until then is in
	Error        float64   // of Reach and Engaged, relative, one standard deviation; 0 while exact
}

// Report is what an account is told of a range.
type Report struct {
	Known
	Range
	Before     Range
	Zone       string
	Step       string // of Series: "day" or "month"
	Totals     Totals
	Engagement Rate // engaged of reached accounts
	Series     []Point
	SeriesWas  []Point // of the range before, as many points as Series has; or none
	Sources    []Share // of views, the largest first, as the next three
	Followers  []Share
	Kinds      []Share
	Languages  []Share
	TopPosts   []Top
	TopStories []Top
	Brought    []Top // posts that brought followers, most first
	Best       Best
}

// PostReport is what its owner is told of a post or a story.
type PostReport struct {
	Known
	Range
	Lifetime   bool // the range is all since it was shared; totals have nothing before
	ID         models.ID
	Kind       string
	SharedAt   time.Time
	Totals     Totals
	Engagement Rate // interactions of views
	Follows    int64
	AvgWatch   int64 // milliseconds for each play
	SkipRate   Rate
	Navigation []Share // of a story: tap_forward, tap_back, tap_exit, swipe_forward
	Links      int64   // of a story: links and products opened
	Sources    []Share
	Followers  []Share
	Languages  []Share
	Series     []Point // days of the range
}

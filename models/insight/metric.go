package insight

import (
	"slices"

	"photogram/models/tally"
)

// Definition is a metric that programs ask for by name.
type Definition struct {
	Name, Title, Description string
	Periods                  []string // of an account's; of media it is always lifetime
	Series, Total            bool     // what it is given as: values by day, or one of the range
	Breakdowns               []string // by which the total can be taken apart
	Old                      bool     // a name of former years
	count                    func(figures) int64
	by                       tally.Metric // what a breakdown takes apart; 0 is not to be summed
	kinds                    []tally.Kind // of media it is about; nil for all
	unknown                  bool         // nobody knows it here
}

// Breakdowns, with the names that the Graph dialect has for them.
const (
	BySource   = "source"
	ByProduct  = "media_product_type"
	ByFollow   = "follow_type"
	ByFollower = "follower_type"
	ByLanguage = "language"
	ByContact  = "contact_button_type"
	ByStory    = "story_navigation_action_type"
	ByAction   = "action_type"
)

func of(m tally.Metric) func(figures) int64 {
	return func(f figures) int64 { return f.counts.Sum(m) }
}

func reached(f figures) int64      { return f.reach.Count() }
func acted(f figures) int64        { return f.acted.Count() }
func interactions(f figures) int64 { return f.counts.Interactions() }

func navigation(f figures) (n int64) {
	for _, m := range []tally.Metric{tally.TapForward, tally.TapBack, tally.TapExit, tally.SwipeForward} {
		n += f.counts.Sum(m)
	}
	return n
}

func gainedFrom(f figures) int64 { return f.counts.Sum(tally.Follows) - f.counts.Sum(tally.Unfollows) }

var (
	byDay   = []string{"day", "week", "days_28", "lifetime"}
	viewsBy = []string{ByFollower, ByProduct, ByFollow, BySource, ByLanguage}
	kindBy  = []string{ByProduct}
)

// AccountMetrics are those of an account.
var AccountMetrics = []Definition{
	{Name: "reach", Title: "Reach", Description: "How many different accounts and visitors viewed posts and stories.",
		Periods: byDay, Series: true, Total: true, Breakdowns: []string{ByProduct, ByFollow, ByFollower}, count: reached},
	{Name: "views", Title: "Views", Description: "How often posts and stories were viewed.",
		Periods: byDay, Total: true, Breakdowns: viewsBy, count: of(tally.Views), by: tally.Views},
	{Name: "accounts_engaged", Title: "Accounts engaged", Description: "How many accounts liked, commented, saved, shared or replied.",
		Periods: byDay, Total: true, count: acted},
	{Name: "total_interactions", Title: "Interactions", Description: "Likes, comments, saves, shares and replies, less those taken back.",
		Periods: byDay, Total: true, Breakdowns: kindBy, count: interactions},
	{Name: "likes", Title: "Likes", Description: "Likes, less those taken back.",
		Periods: byDay, Total: true, Breakdowns: kindBy, count: of(tally.Likes), by: tally.Likes},
	{Name: "comments", Title: "Comments", Description: "Comments, less those deleted.",
		Periods: byDay, Total: true, Breakdowns: kindBy, count: of(tally.Comments), by: tally.Comments},
	{Name: "saves", Title: "Saves", Description: "Saves, less those taken back.",
		Periods: byDay, Total: true, Breakdowns: kindBy, count: of(tally.Saves), by: tally.Saves},
	{Name: "shares", Title: "Shares", Description: "How often posts were shared.",
		Periods: byDay, Total: true, Breakdowns: kindBy, count: of(tally.Shares), by: tally.Shares},
	{Name: "replies", Title: "Replies", Description: "Replies to stories.", Periods: byDay, Total: true, count: of(tally.Replies)},
	{Name: "reposts", Title: "Reposts", Description: "Reposts.", Periods: byDay, Total: true, unknown: true},
	{Name: "follows_and_unfollows", Title: "Follows and unfollows", Description: "Followers gained and lost.",
		Periods: byDay, Total: true, Breakdowns: []string{ByFollow}, count: gainedFrom},
	{Name: "profile_links_taps", Title: "Link taps", Description: "Taps on links of the profile and of stories.",
		Periods: byDay, Total: true, Breakdowns: []string{ByContact}, count: of(tally.LinkTaps)},
	{Name: "product_views", Title: "Product views", Description: "How often pages of products were viewed.", Periods: byDay, Series: true,
		Total: true, Breakdowns: []string{BySource, ByFollower, ByFollow}, count: of(tally.ProductViews), by: tally.ProductViews},
	{Name: "product_taps", Title: "Product taps", Description: "How often somebody went from posts and stories to a product.",
		Periods: byDay, Series: true, Total: true, Breakdowns: kindBy, count: of(tally.ProductTaps), by: tally.ProductTaps},
	{Name: "orders", Title: "Orders", Description: "Orders that posts led to and that were paid.", Periods: byDay, Series: true,
		Total: true,
		count: of(tally.Orders)},
	{Name: "revenue", Title: "Revenue", Description: "What these orders came to, less refunds, in minor units.", Periods: byDay,
		Series: true,
		Total:  true, count: of(tally.Revenue)},
	{Name: "follower_count", Title: "New followers", Description: "Followers gained.", Periods: byDay, Series: true,
		count: of(tally.Follows)},
	{Name: "profile_views", Title: "Profile views", Description: "How often the profile was opened.",
		Periods: byDay, Series: true, Total: true, Breakdowns: []string{BySource}, count: of(tally.ProfileVisits), by: tally.ProfileVisits},
	{Name: "website_clicks", Title: "Website clicks", Description: "Taps on links.",
		Periods: byDay, Series: true, Total: true, count: of(tally.LinkTaps)},
	{Name: "online_followers", Title: "Online followers", Description: "When followers looked, by hour.",
		Periods: []string{"lifetime"}, Series: true, unknown: true},
	{Name: "follower_demographics", Title: "Follower demographics", Description: "Who follows.",
		Periods: []string{"lifetime"}, Total: true, Breakdowns: demographics, unknown: true},
	{Name: "engaged_audience_demographics", Title: "Engaged audience demographics", Description: "Who engages.",
		Periods: []string{"lifetime"}, Total: true, Breakdowns: demographics, unknown: true},
	{Name: "reached_audience_demographics", Title: "Reached audience demographics", Description: "Who was reached.",
		Periods: []string{"lifetime"}, Total: true, Breakdowns: demographics, unknown: true, Old: true},
	{Name: "impressions", Title: "Impressions", Description: "How often posts and stories were viewed.",
		Periods: byDay, Series: true, Total: true, Old: true, count: of(tally.Views), by: tally.Views},
	oldDay("email_contacts"), oldDay("phone_call_clicks"), oldDay("text_message_clicks"), oldDay("get_directions_clicks"),
	oldAudience("audience_city"), oldAudience("audience_country"), oldAudience("audience_gender_age"), oldAudience("audience_locale"),
}

var demographics = []string{"age", "city", "country", "gender"}

func oldDay(name string) Definition {
	return Definition{Name: name, Title: name, Periods: byDay, Series: true, Total: true, Old: true, unknown: true}
}

func oldAudience(name string) Definition {
	return Definition{Name: name, Title: name, Periods: []string{"lifetime"}, Series: true, Total: true, Old: true, unknown: true}
}

var (
	feedKinds    = []tally.Kind{tally.Post, tally.Carousel, tally.Reel}
	noReel       = []tally.Kind{tally.Post, tally.Carousel, tally.Story}
	reelOnly     = []tally.Kind{tally.Reel}
	storyOnly    = []tally.Kind{tally.Story}
	carouselOnly = []tally.Kind{tally.Carousel}
)

// MediaMetrics are those of a post or a story.
var MediaMetrics = []Definition{
	{Name: "views", Title: "Views", Description: "How often it was viewed.",
		Breakdowns: []string{BySource, ByFollower, ByFollow, ByLanguage}, count: of(tally.Views), by: tally.Views},
	{Name: "reach", Title: "Reach", Description: "How many different accounts and visitors viewed it.",
		Breakdowns: []string{ByFollower, ByFollow}, count: reached},
	{Name: "total_interactions", Title: "Interactions", Description: "Likes, comments, saves, shares and replies.", count: interactions},
	{Name: "total_views", Title: "Views", Description: "How often it was viewed.", count: of(tally.Views)},
	{Name: "likes", Title: "Likes", Description: "Likes.", kinds: feedKinds, count: of(tally.Likes)},
	{Name: "comments", Title: "Comments", Description: "Comments.", kinds: feedKinds, count: of(tally.Comments)},
	{Name: "total_likes", Title: "Likes", Description: "Likes.", kinds: feedKinds, count: of(tally.Likes)},
	{Name: "total_comments", Title: "Comments", Description: "Comments.", kinds: feedKinds, count: of(tally.Comments)},
	{Name: "saved", Title: "Saved", Description: "How often it was saved.", kinds: feedKinds, count: of(tally.Saves)},
	{Name: "shares", Title: "Shares", Description: "How often it was shared.", count: of(tally.Shares)},
	{Name: "reposts", Title: "Reposts", Description: "Reposts.", unknown: true},
	{Name: "product_taps", Title: "Product taps", Description: "How often somebody went from it to a product.",
		Breakdowns: []string{ByFollower, ByFollow}, count: of(tally.ProductTaps), by: tally.ProductTaps},
	{Name: "orders", Title: "Orders", Description: "Orders that it led to and that were paid.", count: of(tally.Orders)},
	{Name: "revenue", Title: "Revenue", Description: "What these orders came to, less refunds, in minor units.", count: of(tally.Revenue)},
	{Name: "follows", Title: "Follows", Description: "Followers that it brought and who stayed.", kinds: noReel, count: gainedFrom},
	{Name: "profile_visits", Title: "Profile visits", Description: "How often the profile was opened from it.", kinds: noReel,
		count: of(tally.ProfileVisits)},
	{Name: "profile_activity", Title: "Profile activity", Description: "What was done on the profile after coming from it.", kinds: noReel,
		Breakdowns: []string{ByAction}, count: of(tally.LinkTaps)},
	{Name: "ig_reels_avg_watch_time", Title: "Average watch time", Description: "Milliseconds for each play.", kinds: reelOnly,
		count: func(f figures) int64 { return f.counts.Sum(tally.WatchTime) / max(f.counts.Sum(tally.Plays), 1) }},
	{Name: "ig_reels_video_view_total_time", Title: "Watch time", Description: "Milliseconds in all.", kinds: reelOnly,
		count: of(tally.WatchTime)},
	{Name: "reels_skip_rate", Title: "Skip rate", Description: "Per cent of plays that ended within three seconds.", kinds: reelOnly,
		count: func(f figures) int64 { return 100 * f.counts.Sum(tally.Skips) / max(f.counts.Sum(tally.Plays), 1) }},
	{Name: "crossposted_views", Title: "Crossposted views", kinds: reelOnly, unknown: true},
	{Name: "facebook_views", Title: "Facebook views", kinds: []tally.Kind{}},
	{Name: "replies", Title: "Replies", Description: "Replies to it.", kinds: storyOnly, count: of(tally.Replies)},
	{Name: "link_clicks", Title: "Link clicks", Description: "Links opened.", kinds: storyOnly, count: of(tally.LinkTaps)},
	{Name: "navigation", Title: "Navigation", Description: "Taps forward, back and out.", kinds: storyOnly,
		Breakdowns: []string{ByStory}, count: navigation},
	{Name: "impressions", Title: "Impressions", Description: "How often it was viewed.", Old: true, count: of(tally.Views)},
	{Name: "engagement", Title: "Engagement", Description: "Likes, comments, saves, shares and replies.", Old: true, count: interactions},
	{Name: "plays", Title: "Plays", Description: "How often it was viewed.", Old: true, kinds: reelOnly, count: of(tally.Views)},
	{Name: "video_views", Title: "Video views", Description: "How often it was viewed.", Old: true, kinds: reelOnly,
		count: of(tally.Views)},
	{Name: "ig_reels_aggregated_all_plays_count", Title: "All plays", Old: true, kinds: reelOnly, count: of(tally.Views)},
	{Name: "clips_replays_count", Title: "Replays", Description: "Views beyond the first of each viewer.", Old: true, kinds: reelOnly,
		count: func(f figures) int64 { return max(f.counts.Sum(tally.Views)-f.reach.Count(), 0) }},
	{Name: "taps_forward", Title: "Taps forward", Old: true, kinds: storyOnly, count: of(tally.TapForward)},
	{Name: "taps_back", Title: "Taps back", Old: true, kinds: storyOnly, count: of(tally.TapBack)},
	{Name: "exits", Title: "Exits", Old: true, kinds: storyOnly, count: of(tally.TapExit)},
	{Name: "carousel_album_impressions", Title: "Impressions", Old: true, kinds: carouselOnly, count: of(tally.Views)},
	{Name: "carousel_album_reach", Title: "Reach", Old: true, kinds: carouselOnly, count: reached},
	{Name: "carousel_album_engagement", Title: "Engagement", Old: true, kinds: carouselOnly, count: interactions},
	{Name: "carousel_album_saved", Title: "Saved", Old: true, kinds: carouselOnly, count: of(tally.Saves)},
	{Name: "carousel_album_video_views", Title: "Video views", Old: true, kinds: carouselOnly, count: of(tally.Plays)},
}

// Find is the definition of a name, or nil.
func Find(list []Definition, name string) *Definition {
	if i := slices.IndexFunc(list, func(d Definition) bool { return d.Name == name }); i >= 0 {
		return &list[i]
	}
	return nil
}

// Names are those of a list, without names of former years where old is false.
func Names(list []Definition, old bool) (out []string) {
	for _, d := range list {
		if old || !d.Old {
			out = append(out, d.Name)
		}
	}
	return out
}

// About is whether the metric is one of a kind of media: POST, CAROUSEL_CONTAINER, REEL or STORY.
func (d *Definition) About(kind string) bool {
	return d.kinds == nil || slices.ContainsFunc(d.kinds, func(k tally.Kind) bool { return k.String() == kind })
}

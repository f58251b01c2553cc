package handlers

import (
	"photogram/urls"
)

// discoverRoutes are the addresses of this subject.
func (a *App) discoverRoutes() []Route {
	return []Route{
		Get(Anyone, urls.Explore, a.explore),
		Get(Anyone, urls.Search, a.search),
		Get(Anyone, "/tags/:tag", a.tag),
		Get(Anyone, "/places/:place", a.place),
		Get(Member, urls.Tags, a.followedTags),
		Post(Member, "/tags/:tag/follow", a.followTag),
		Delete(Member, "/tags/:tag/follow", a.unfollowTag),
		Post(Member, urls.Search, a.submitSearch),
		Post(Member, urls.SearchHistory, a.rememberSearch),
		Post(Member, urls.SearchClear, a.forgetSearches),
		Post(Member, urls.SearchSwitch, a.switchSearchHistory),
		Delete(Member, "/search/history/:entry", a.forgetSearch),
		Get(Member, urls.Complete, a.complete),
	}
}

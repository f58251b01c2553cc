package discover

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, urls.Explore, a.explore),
		page.Get(page.Anyone, urls.Search, a.search),
		page.Get(page.Anyone, "/tags/:tag", a.tag),
		page.Get(page.Anyone, "/places/:place", a.place),
		page.Get(page.Member, urls.Tags, a.followedTags),
		page.Post(page.Member, "/tags/:tag/follow", a.followTag),
		page.Delete(page.Member, "/tags/:tag/follow", a.unfollowTag),
		page.Post(page.Member, urls.Search, a.submitSearch),
		page.Post(page.Member, urls.SearchHistory, a.rememberSearch),
		page.Post(page.Member, urls.SearchClear, a.forgetSearches),
		page.Post(page.Member, urls.SearchSwitch, a.switchSearchHistory),
		page.Delete(page.Member, "/search/history/:entry", a.forgetSearch),
		page.Get(page.Member, urls.Complete, a.complete),
	}
}

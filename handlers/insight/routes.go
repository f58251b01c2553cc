package insight

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Member, urls.Insights, a.dashboard),
		page.Get(page.Anyone, urls.InsightRules, a.rules),
		page.Get(page.Member, urls.InsightDays, a.daysFile),
		page.Get(page.Member, urls.InsightPosts, a.postsFile),
		page.Get(page.Member, urls.InsightJSON, a.reportFile),
		page.Post(page.Anyone, urls.Looks, a.looks),
		page.Get(page.Member, urls.InsightSettings, a.settings),
		page.Post(page.Member, urls.InsightSettings, a.saveSettings),
		page.Get(page.Member, "/p/:code/insights", a.post),
		page.Get(page.Member, "/p/:code/insights.csv", a.postFile),
		page.Get(page.Member, "/story/:story/insights", a.story),
		page.Get(page.Member, "/story/:story/insights.csv", a.storyFile),
	}
}

package home

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	storypages "photogram/handlers/story"
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/static"
	"photogram/text"
	"photogram/urls"
	homeview "photogram/views/home"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) home(c *gin.Context) error {
	viewer := web.Viewer(c)
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	if viewer == nil {
		return a.landing(c)
	}
	posts, next, err := feed.Page(page.Context(c), a.Store, viewer.ID, models.Page{Before: before, Limit: page.FeedPage})
	if err != nil {
		return err
	}
	feed.Seen(a.Store, viewer.ID, posts...)
	feedRow := homeview.Feed{Posts: posts, Older: page.OlderURL(urls.Home, next), First: before == 0, Above: before}
	switch {
	case len(posts) == 0:
	case feedRow.First:
		feedRow.Mark, err = feed.SetMark(page.Context(c), a.Store, viewer.ID, posts[0].Key())
	default:
		feedRow.Mark, err = feed.MarkOf(page.Context(c), a.Store, viewer.ID)
	}
	if err != nil {
		return err
	}
	if feedRow.First && !web.IsFragment(c) && (len(posts) < page.FeedPage || viewer.FollowingCount < 5) {
		if feedRow.Suggested, err = people.SuggestedPeople(page.Context(c), a.Store, viewer.ID, 6); err != nil {
			return err
		}
		if feedRow.Photos, err = discover.Photos(page.Context(c), a.Store, viewer.ID, feedRow.Suggested); err != nil {
			return err
		}
	}
	if feedRow.First && !web.IsFragment(c) {
		if feedRow.Tray, err = storypages.Of(a.App).Tray(c, nil); err != nil {
			return err
		}
	}
	chrome := a.Titled(c, "")
	return a.Page(c, http.StatusOK, homeview.HomePage(chrome, feedRow), homeview.FeedPart(chrome, feedRow))
}

func (a Pages) landing(c *gin.Context) error {
	posts, _, err := discover.RecentPosts(page.Context(c), a.Store, 0, models.Page{Limit: 12})
	if err != nil {
		return err
	}
	chrome := a.Titled(c, "")
	landing := homeview.Landing{Posts: homeview.Hung(posts), Providers: a.Login.Offered()}
	return a.Page(c, http.StatusOK, homeview.LandingPage(chrome, landing), nil)
}

func (a Pages) credits(c *gin.Context) error {
	list, err := ui.ParseCredits(static.Demo)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, ui.CreditsPage(a.Titled(c, text.T(page.Context(c), "credit.title")), list), nil)
}

// theme remembers light or dark; anything else follows the system again.
func (a Pages) theme(c *gin.Context) error {
	theme, age := c.PostForm("theme"), 400*24*3600
	if theme != "light" && theme != "dark" {
		theme, age = "", -1
	}
	c.SetSameSite(http.SameSiteLaxMode)
	c.SetCookie("theme", theme, age, "/", "", a.Site.Secure(), false)
	if web.WantsJSON(c) {
		c.Status(http.StatusNoContent)
		return nil
	}
	return a.Done(c, web.SafePath(c.PostForm("next"), urls.Home), "", nil)
}

package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/static"
	"photogram/views"
	"photogram/web"
)

func (a *App) home(c *gin.Context) error {
	viewer := web.Viewer(c)
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	if viewer == nil {
		return a.landing(c)
	}
	posts, next, err := a.Store.Feed(ctx(c), viewer.ID, models.Page{Before: before, Limit: feedPage})
	if err != nil {
		return err
	}
	feed := views.Feed{Posts: posts, Older: older(views.HomePath, next), First: before == 0, Above: before}
	switch {
	case len(posts) == 0:
	case feed.First:
		feed.Mark, err = a.Store.MarkFeed(ctx(c), viewer.ID, posts[0].Key())
	default:
		feed.Mark, err = a.Store.FeedMarkOf(ctx(c), viewer.ID)
	}
	if err != nil {
		return err
	}
	if feed.First && !web.IsFragment(c) && (len(posts) < feedPage || viewer.FollowingCount < 5) {
		if feed.Suggested, err = a.Store.SuggestedPeople(ctx(c), viewer.ID, 6); err != nil {
			return err
		}
	}
	chrome := a.chrome(c, "")
	return a.Page(c, http.StatusOK, views.HomePage(chrome, feed), views.FeedPart(chrome, feed))
}

func (a *App) landing(c *gin.Context) error {
	posts, _, err := a.Store.RecentPosts(ctx(c), 0, models.Page{Limit: 12})
	if err != nil {
		return err
	}
	chrome := a.chrome(c, "")
	chrome.Description = "Share photos with people you choose, on a site that belongs to its people."
	return a.Page(c, http.StatusOK, views.LandingPage(chrome, views.Landing{Posts: posts, Providers: a.Login.Offered()}), nil)
}

func (a *App) explore(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := a.Store.RecentPosts(ctx(c), web.ViewerID(c), models.Page{Before: before, Limit: gridPage})
	if err != nil {
		return err
	}
	chrome := a.chrome(c, "Explore")
	grid := views.Grid{Posts: posts, Older: older(views.ExplorePath, next)}
	return a.Page(c, http.StatusOK, views.ExplorePage(chrome, grid), views.GridPart(chrome, grid))
}

func (a *App) tag(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	tag, err := a.Store.TagByName(ctx(c), c.Param("tag"))
	if err != nil {
		return err
	}
	posts, next, err := a.Store.TagPosts(ctx(c), web.ViewerID(c), tag.Name, models.Page{Before: before, Limit: gridPage})
	if err != nil {
		return err
	}
	chrome := a.chrome(c, "#"+tag.Name).PublicTag(tag.Name, posts)
	chrome.Description = "Photos with #" + tag.Name + " on " + a.Site.Name + "."
	grid := views.Grid{Posts: posts, Older: older(views.TagPath(tag.Name), next)}
	return a.Page(c, http.StatusOK, views.TagPage(chrome, views.TagDetail{Tag: tag, Grid: grid}), views.GridPart(chrome, grid))
}

func (a *App) search(c *gin.Context) error {
	s := views.Search{Query: c.Query("q")}
	var err error
	if s.People, err = a.Store.SearchPeople(ctx(c), web.ViewerID(c), s.Query, peoplePage); err != nil {
		return err
	}
	if s.Tags, err = a.Store.SearchTags(ctx(c), s.Query, 10); err != nil {
		return err
	}
	chrome := a.chrome(c, "Search")
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, views.SearchPage(chrome, s), views.SearchResults(chrome, s))
}

func (a *App) credits(c *gin.Context) error {
	list, err := views.ParseCredits(static.Demo)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, views.CreditsPage(a.chrome(c, "Photo credits"), list), nil)
}

// theme remembers light or dark; anything else follows the system again.
func (a *App) theme(c *gin.Context) error {
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
	return a.Done(c, web.SafePath(c.PostForm("next"), views.HomePath), "", nil)
}

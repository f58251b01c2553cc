package discover

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	discoverview "photogram/views/discover"
	"photogram/views/ui"
	"photogram/web"
)

// grid is a page of posts as tiles, which counts as shown. Next is the key of
// the page after it, or "".
func (a Pages) grid(c *gin.Context, posts []post.View, path, next string) ui.Grid {
	feed.Seen(a.Store, web.ViewerID(c), posts...)
	g := ui.Grid{Posts: posts, First: !web.IsFragment(c), Explore: true}
	if next != "" {
		g.Older = urls.WithQueries(path, "before", next)
	}
	return g
}

func keyText(id models.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func (a Pages) explore(c *gin.Context) error {
	after, err := discover.ParseExploreKey(c.Query("before"))
	if err != nil {
		return err
	}
	posts, next, err := discover.Page(page.Context(c), a.Store, web.ViewerID(c), after, page.GridPage)
	if err != nil {
		return err
	}
	chrome := a.Titled(c, text.T(page.Context(c), "site.explore"))
	chrome.Description = text.T(page.Context(c), "discover.lede")
	grid := a.grid(c, posts, urls.Explore, next.String())
	return a.Page(c, http.StatusOK, discoverview.ExplorePage(chrome, grid), ui.GridPart(chrome, grid))
}

// sorted reads how the posts of a tag or place are wanted, and reads them.
func (a Pages) sorted(c *gin.Context, path string, recent func(models.Page) ([]post.View, models.ID, error),
	best func(discover.TopKey, int) ([]post.View, discover.TopKey, error)) (grid ui.Grid, top bool, err error) {
	switch c.Query("sort") {
	case "", "recent":
		before, err := web.Before(c)
		if err != nil {
			return grid, false, err
		}
		posts, next, err := recent(models.Page{Before: before, Limit: page.GridPage})
		if err != nil {
			return grid, false, err
		}
		return a.grid(c, posts, path, keyText(next)), false, nil
	case "top":
		after, err := discover.ParseTopKey(c.Query("before"))
		if err != nil {
			return grid, true, err
		}
		posts, next, err := best(after, page.GridPage)
		if err != nil {
			return grid, true, err
		}
		return a.grid(c, posts, urls.Sorted(path, true), next.String()), true, nil
	}
	return grid, false, models.Invalidf("sort", "discover.error.order-recent-top")
}

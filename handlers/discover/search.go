package discover

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/discover"
	"photogram/text"
	"photogram/urls"
	discoverview "photogram/views/discover"
	"photogram/views/ui"
	"photogram/web"
)

// How many of each kind the page of all kinds shows.
const (
	fewPeople = 5
	fewTags   = 5
	fewPlaces = 3
	fewPosts  = 9
)

// search answers the search page, and its results to typing.
func (a Pages) search(c *gin.Context) error {
	s := discoverview.Search{Query: page.Query(c), Kind: c.Query("kind")}
	if s.Kind == "all" || !discoverview.KnownSearchKind(s.Kind) {
		s.Kind = ""
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if err := a.findAll(c, &s, before); models.KindOf(err) == models.Invalid {
		status, s.Problem = http.StatusUnprocessableEntity, models.ProblemsOf(err)[0].Message
		s.Query = page.Printable(s.Query)
	} else if err != nil {
		return err
	}
	return a.showSearch(c, status, s, before)
}

// showSearch adds what is remembered, where that belongs.
func (a Pages) showSearch(c *gin.Context, status int, s discoverview.Search, before models.ID) error {
	chrome := a.Titled(c, text.T(page.Context(c), "site.search"))
	chrome.NoIndex = true
	if viewer := web.ViewerID(c); viewer != 0 {
		var err error
		if s.Remember, err = discover.RemembersSearches(page.Context(c), a.Store, viewer); err != nil {
			return err
		}
		if s.Remember && s.Query == "" {
			if s.History, err = discover.SearchHistory(page.Context(c), a.Store, viewer); err != nil {
				return err
			}
		}
	}
	fragment := discoverview.SearchResults(chrome, s)
	if before != 0 {
		fragment = ui.GridPart(chrome, s.Posts)
	}
	return a.Page(c, status, discoverview.SearchPage(chrome, s), fragment)
}

func (a Pages) findAll(c *gin.Context, s *discoverview.Search, before models.ID) error {
	wants := func(kind string, few int) int {
		switch s.Kind {
		case kind:
			return page.PeoplePage
		case "":
			return few
		}
		return 0
	}
	viewer := web.ViewerID(c)
	var err error
	if n := wants("people", fewPeople); n > 0 {
		if s.People, err = discover.SearchPeople(page.Context(c), a.Store, viewer, s.Query, n); err != nil {
			return err
		}
	}
	if n := wants("tags", fewTags); n > 0 {
		if s.Tags, err = discover.SearchTags(page.Context(c), a.Store, s.Query, n); err != nil {
			return err
		}
	}
	if n := wants("places", fewPlaces); n > 0 {
		if s.Places, err = discover.SearchPlaces(page.Context(c), a.Store, viewer, s.Query, n); err != nil {
			return err
		}
	}
	n := wants("posts", fewPosts)
	if n == 0 {
		return nil
	}
	if s.Kind == "posts" {
		n = page.GridPage
	}
	exact := c.Query("exact")
	found, err := discover.SearchPosts(page.Context(c), a.Store, viewer, s.Query, exact != "", models.Page{Before: before, Limit: n})
	if err != nil {
		return err
	}
	// Mistyped words are mended where nothing else was found.
	if found.Query != "" && s.Kind == "" && len(s.People)+len(s.Tags)+len(s.Places) > 0 {
		return nil
	}
	s.Instead = found.Query
	query, next := s.Query, ""
	if found.Query != "" {
		query = found.Query
	}
	if s.Kind == "posts" {
		next = keyText(found.Next)
	}
	s.Posts = a.grid(c, found.Posts, urls.WithQueries(urls.Search, "q", query, "kind", "posts", "exact", exact), next)
	return nil
}

// submitSearch remembers what somebody searches for, and shows the results.
func (a Pages) submitSearch(c *gin.Context) error {
	q := c.PostForm("q")
	if err := discover.RememberSearch(page.Context(c), a.Store, web.ViewerID(c), discover.SearchedText, q); err != nil &&
		models.KindOf(err) != models.Invalid {
		return err
	}
	c.Redirect(http.StatusSeeOther, urls.SearchAddress(q, c.PostForm("kind")))
	return nil
}

// rememberSearch keeps a result that was opened. The page's script says so.
func (a Pages) rememberSearch(c *gin.Context) error {
	err := discover.RememberSearch(page.Context(c), a.Store, web.ViewerID(c), discover.SearchKind(c.PostForm("kind")), c.PostForm("value"))
	if err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a Pages) forgetSearch(c *gin.Context) error {
	id, err := models.ParseID(c.Param("entry"))
	if err != nil {
		return web.ErrNoPage
	}
	return a.historyChanged(c, discover.ForgetSearch(page.Context(c), a.Store, web.ViewerID(c), id))
}

func (a Pages) forgetSearches(c *gin.Context) error {
	return a.historyChanged(c, discover.ForgetSearches(page.Context(c), a.Store, web.ViewerID(c)))
}

func (a Pages) switchSearchHistory(c *gin.Context) error {
	return a.historyChanged(c, discover.SetSearchHistory(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("on") == "on"))
}

// historyChanged shows the beginning of the search page as it is now.
func (a Pages) historyChanged(c *gin.Context, err error) error {
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return a.Done(c, urls.Search, "", nil)
	}
	return a.showSearch(c, http.StatusOK, discoverview.Search{}, 0)
}

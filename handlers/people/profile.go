package people

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	storypages "photogram/handlers/story"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/tally"
	"photogram/text"
	"photogram/urls"
	peopleview "photogram/views/people"
	"photogram/views/ui"
	"photogram/web"
)

type edgeLister func(ctx context.Context, s *models.Store, viewer, user, after models.ID, limit int) ([]people.PersonRow, models.ID, error)

func (a Pages) profile(c *gin.Context) error {
	// Only a name that could be somebody's goes into a redirect: others might lead to another site.
	if name, err := account.CleanUsername(c.Param("username")); err == nil && name != c.Param("username") {
		c.Redirect(http.StatusMovedPermanently, urls.Profile(name))
		return nil
	}
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	d := peopleview.ProfileDetail{Profile: *p, Own: p.ID == web.ViewerID(c)}
	if p.PostsVisible {
		posts, next, err := post.Profile(page.Context(c), a.Store, web.ViewerID(c), p.ID, models.Page{Before: before, Limit: page.GridPage})
		if err != nil {
			return err
		}
		feed.Seen(a.Store, web.ViewerID(c), posts...)
		d.Grid = ui.Grid{Posts: posts, First: !web.IsFragment(c), Older: page.OlderURL(urls.Profile(p.Username), next),
			Profile: true, Uncropped: p.Grid == account.UncroppedGrid}
	}
	if viewer := web.ViewerID(c); viewer != 0 && !web.IsFragment(c) {
		if d.Ring, err = story.Ring(page.Context(c), a.Store, viewer, p.Author()); err != nil {
			return err
		}
		if d.Highlights, err = storypages.Of(a.App).HighlightRow(c, p.Author(), 0); err != nil {
			return err
		}
	}
	author := p.Author()
	chrome := a.Titled(c, author.DisplayName()+" (@"+p.Username+")")
	source, from := a.From(c)
	if chrome.From = from; before == 0 && !web.IsFragment(c) {
		a.Looked(c, web.ViewerID(c), tally.Look{Owner: p.ID, Post: from, Metric: tally.ProfileVisits, Source: source})
	}
	if chrome.Description = ui.Shorten(p.Bio, 160); chrome.Description == "" {
		chrome.Description = text.T(page.Context(c), "people.photos-by", "name", author.DisplayName())
	}
	chrome.NoIndex = p.IsPrivate
	if !p.IsPrivate {
		chrome = chrome.PublicProfile(page.Context(c), *p)
	}
	return a.Page(c, http.StatusOK, peopleview.ProfilePage(chrome, d), ui.GridPart(chrome, d.Grid))
}

func (a Pages) followers(c *gin.Context) error {
	return a.edgeList(c, "people.followers-of", urls.Followers, people.Followers, "people.no-followers")
}

func (a Pages) following(c *gin.Context) error {
	return a.edgeList(c, "people.followed-by", urls.Following, people.Following, "people.follows-nobody")
}

func (a Pages) edgeList(c *gin.Context, heading string, path func(string) string, list edgeLister, empty string) error {
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	rows, next, err := list(page.Context(c), a.Store, web.ViewerID(c), p.ID, before, page.PeoplePage)
	if err != nil {
		return err
	}
	author := p.Author()
	people := peopleview.People{Heading: text.T(page.Context(c), heading, "name", author.DisplayName()), Back: urls.Profile(p.Username),
		People: rows,
		Older:  page.OlderURL(path(p.Username), next), Empty: text.T(page.Context(c), empty)}
	if p.ID == web.ViewerID(c) && path(p.Username) == urls.Followers(p.Username) {
		people.Action = "follower"
	}
	return a.ShowPeople(c, people)
}

func (a Pages) requests(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	rows, next, err := people.Requesters(page.Context(c), a.Store, web.ViewerID(c), before, page.PeoplePage)
	if err != nil {
		return err
	}
	return a.ShowPeople(c, peopleview.People{Heading: text.T(page.Context(c), "site.requests"),
		Back: urls.Profile(web.Viewer(c).Username), People: rows,
		Older: page.OlderURL(urls.Requests, next), Empty: text.T(page.Context(c), "people.no-requests"), Request: true})
}

// relation carries out a change between the viewer and the account that the
// address names, then shows how they stand to each other.
func (a Pages) relation(c *gin.Context, change page.ChangeFunc) error {
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	if err := change(page.Context(c), a.Store, viewer, p.ID); err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return a.Done(c, a.Back(c, urls.Profile(p.Username)), "", nil)
	}
	rel, err := people.RelationshipOf(page.Context(c), a.Store, viewer, p.ID)
	if err != nil {
		return err
	}
	return a.Done(c, "", "", ui.FollowButton(a.Chrome(c), p.Username, rel))
}

func (a Pages) follow(c *gin.Context) error {
	from, _ := models.ParseCode(c.PostForm("media_id"))
	return a.relation(c, func(ctx context.Context, s *models.Store, viewer, target models.ID) error {
		return people.FollowFrom(ctx, s, viewer, target, from)
	})
}

func (a Pages) unfollow(c *gin.Context) error { return a.relation(c, people.Unfollow) }
func (a Pages) block(c *gin.Context) error    { return a.relation(c, people.Block) }
func (a Pages) unblock(c *gin.Context) error  { return a.relation(c, people.Unblock) }

func (a Pages) approve(c *gin.Context) error {
	return a.answerRequest(c, people.ApproveFollow, text.T(page.Context(c), "people.request-approved"))
}

func (a Pages) ignore(c *gin.Context) error {
	return a.answerRequest(c, people.RemoveFollower, text.T(page.Context(c), "people.request-ignored"))
}

func (a Pages) answerRequest(c *gin.Context, change page.ChangeFunc, message string) error {
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	if err := change(page.Context(c), a.Store, web.ViewerID(c), p.ID); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Requests), message, nil)
}

package discover

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	discoverview "photogram/views/discover"
	"photogram/views/ui"
	"photogram/web"
)

// relatedTags is how many related hashtags a hashtag's page shows.
const relatedTags = 8

func (a Pages) tag(c *gin.Context) error {
	viewer := web.ViewerID(c)
	tag, err := discover.TagFor(page.Context(c), a.Store, viewer, c.Param("tag"))
	if err != nil {
		return err
	}
	d := discoverview.TagDetail{Tag: tag}
	d.Grid, d.Top, err = a.sorted(c, urls.Tag(tag.Name),
		func(p models.Page) ([]post.View, models.ID, error) {
			return discover.TagPosts(page.Context(c), a.Store, viewer, tag.Name, p)
		},
		func(after discover.TopKey, n int) ([]post.View, discover.TopKey, error) {
			return discover.TopTagPosts(page.Context(c), a.Store, viewer, tag.Name, after, n)
		})
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		if d.Related, err = discover.RelatedTags(page.Context(c), a.Store, tag.ID, relatedTags); err != nil {
			return err
		}
	}
	chrome := a.Titled(c, "#"+tag.Name).PublicTag(page.Context(c), tag.Name, d.Grid.Posts)
	chrome.Description = text.T(page.Context(c), "discover.photos-with", "tag", tag.Name, "site", a.Site.Name)
	return a.Page(c, http.StatusOK, discoverview.TagPage(chrome, d), ui.GridPart(chrome, d.Grid))
}

func (a Pages) followTag(c *gin.Context) error   { return a.setTagFollow(c, discover.FollowTag) }
func (a Pages) unfollowTag(c *gin.Context) error { return a.setTagFollow(c, discover.UnfollowTag) }

func (a Pages) setTagFollow(c *gin.Context, change func(context.Context, *models.Store, models.ID, string) error) error {
	viewer := web.ViewerID(c)
	if err := change(page.Context(c), a.Store, viewer, c.Param("tag")); err != nil {
		return err
	}
	tag, err := discover.TagFor(page.Context(c), a.Store, viewer, c.Param("tag"))
	if err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Tag(tag.Name)), "", discoverview.TagFollowButton(a.Chrome(c), tag))
}

func (a Pages) followedTags(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	tags, next, err := discover.FollowedTags(page.Context(c), a.Store, web.ViewerID(c), before, page.PeoplePage)
	if err != nil {
		return err
	}
	list := discoverview.FollowedTags{Tags: tags, Older: page.OlderURL(urls.Tags, next)}
	chrome := a.Titled(c, text.T(page.Context(c), "settings.hashtags"))
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, discoverview.TagsPage(chrome, list), discoverview.TagsPart(chrome, list))
}

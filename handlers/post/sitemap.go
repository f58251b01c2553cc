package post

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/discover"
	"photogram/urls"
	developerview "photogram/views/developer"
	postview "photogram/views/post"
)

// sitemap tells search engines what there is for everybody: an index, and a map of each day.
func (a Pages) sitemap(c *gin.Context) error {
	body, err := a.mapOf(c, c.Query("day"))
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "application/xml; charset=utf-8", body)
	return nil
}

func (a Pages) mapOf(c *gin.Context, day string) ([]byte, error) {
	ctx, chrome := page.Context(c), a.anonymous(c)
	switch day {
	case "":
		first, err := discover.FirstDay(ctx, a.Store)
		if err != nil {
			return nil, err
		}
		return postview.SiteIndex(chrome, first, a.Store.Now())
	case urls.SitemapSite:
		own := []string{
			"/", urls.Explore, urls.Reference, urls.Shapes,
			urls.FirstPhoto, urls.LoginGuide, urls.MovingGuide, urls.WebhookGuide,
		}
		reference, err := developerview.APIReference()
		if err != nil {
			return nil, err
		}
		for i := range reference.Groups {
			own = append(own, urls.ReferenceOf(reference.Groups[i].Slug()))
		}
		return postview.SiteMap(chrome, own)
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil, models.NotFoundf("post.error.no-map-of-day", "day", day)
	}
	posts, profiles, err := discover.Map(ctx, a.Store, at)
	if err != nil {
		return nil, err
	}
	return postview.DayMap(chrome, posts, profiles)
}

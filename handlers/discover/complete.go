package discover

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models/discover"
	"photogram/views/ui"
	"photogram/web"
)

// completions is how many names or tags are offered at once.
const completions = 8

// complete finds what a half-written @name, #tag or name of a place could become.
func (a Pages) complete(c *gin.Context) error {
	q, place := c.Query("q"), c.Query("place")
	var found ui.Completion
	var err error
	switch {
	case place != "":
		found.Places, err = discover.SearchPlaces(page.Context(c), a.Store, web.ViewerID(c), place, completions)
	case strings.HasPrefix(q, "@"), strings.HasPrefix(q, "＠"):
		found.People, err = discover.SearchPeople(page.Context(c), a.Store, web.ViewerID(c), q, completions)
	case strings.HasPrefix(q, "#"), strings.HasPrefix(q, "＃"):
		found.Tags, err = discover.SearchTags(page.Context(c), a.Store, q, completions)
	}
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, no-store")
	if !web.WantsJSON(c) {
		return a.Page(c, http.StatusOK, ui.CompleteList(a.Chrome(c), found), nil)
	}
	people, tags, places := []gin.H{}, []gin.H{}, []gin.H{}
	for _, p := range found.People {
		people = append(people, gin.H{"id": p.ID.String(), "username": p.Username, "full_name": p.FullName,
			"profile_picture": a.Files.Avatar(p.Author, 150)})
	}
	for _, t := range found.Tags {
		tags = append(tags, gin.H{"name": t.Name, "media_count": t.MediaCount})
	}
	for _, pl := range found.Places {
		places = append(places, gin.H{"id": pl.ID.String(), "name": pl.Name, "media_count": pl.MediaCount})
	}
	c.PureJSON(http.StatusOK, gin.H{"people": people, "tags": tags, "places": places})
	return nil
}

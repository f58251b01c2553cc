package shop

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	shopview "photogram/views/shop"
	"photogram/views/ui"
	"photogram/web"
)

// onPostPage offers products for a post of the viewer's.
func (a Pages) onPostPage(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	return a.showPlaces(c, http.StatusOK, shopview.OnPost{Post: p}, p.Products)
}

// onStoryPage offers products for a story of the viewer's.
func (a Pages) onStoryPage(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	return a.showStoryPlaces(c, http.StatusOK, st, ui.Form{})
}

func (a Pages) ownStory(c *gin.Context) (*story.View, error) {
	id, err := coded(c, "story", story.ErrNoStory)
	if err != nil {
		return nil, err
	}
	return story.Own(page.Context(c), a.Store, web.ViewerID(c), id)
}

func (a Pages) showStoryPlaces(c *gin.Context, status int, st *story.View, form ui.Form) error {
	tags, err := post.ProductTags(page.Context(c), a.Store, st.OwnerID, []models.Key{{Owner: st.OwnerID, ID: st.ID}})
	if err != nil {
		return err
	}
	return a.showPlaces(c, status, shopview.OnPost{Story: st, Form: form}, tags[st.ID])
}

// showPlaces shows products beside what they can be put on: those that are, and others
// of the viewer's.
func (a Pages) showPlaces(c *gin.Context, status int, d shopview.OnPost, tags []post.ProductTag) error {
	ctx, viewer := page.Context(c), web.ViewerID(c)
	d.Words = c.Query("q")
	found, _, err := shop.List(ctx, a.Store, viewer, shop.Query{Owner: viewer, Words: d.Words}, shop.Place{}, placePage)
	if err != nil {
		return err
	}
	var keys []models.Key
	for _, t := range tags {
		if !slices.ContainsFunc(found, func(v shop.View) bool { return v.ID == t.ProductID }) {
			keys = append(keys, models.Key{Owner: t.ProductOwner, ID: t.ProductID})
		}
	}
	if len(keys) > 0 {
		more, err := shop.VisibleOf(ctx, a.Store, viewer, keys)
		if err != nil {
			return err
		}
		found = append(more, found...)
	}
	for _, v := range found {
		place := shopview.Place{View: v}
		for _, t := range tags {
			if t.ProductID == v.ID {
				place.On, place.Item = true, t.MediaID.String()
				if t.X != nil {
					place.X, place.Y = percentText(*t.X), percentText(*t.Y)
				}
			}
		}
		d.Places = append(d.Places, place)
	}
	title := word(c, "shop.on-post")
	if d.Story != nil {
		title = word(c, "shop.on-story")
	}
	return a.Page(c, status, shopview.OnPostPage(a.PrivateChrome(c, title), d), nil)
}

func percentText(f float64) string { return strconv.FormatFloat(f*100, 'f', -1, 64) }

// placed reads which products are chosen, and where they are.
func placed(c *gin.Context) ([]post.ProductInput, error) {
	list := []post.ProductInput{}
	var problems models.Problems
	for _, s := range c.PostFormArray("product") {
		id, err := models.ParseID(s)
		if err != nil {
			return nil, shop.ErrNone
		}
		in := post.ProductInput{ProductID: id, Item: c.PostForm("item-" + s)}
		for name, into := range map[string]**float64{"x-": &in.X, "y-": &in.Y} {
			if value := strings.TrimSpace(c.PostForm(name + s)); value != "" {
				n, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
				if err != nil || !(n >= 0 && n <= 100) {
					problems = append(problems, models.Invalidf("product_tags", "shop.error.place-between-0-100-percent"))
					continue
				}
				n /= 100
				*into = &n
			}
		}
		list = append(list, in)
	}
	return list, problems.Err()
}

func (a Pages) onPost(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	list, err := placed(c)
	if err == nil {
		err = post.EditText(page.Context(c), a.Store, p.OwnerID, p.ID, post.Edit{Products: &list})
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showPlaces(c, status, shopview.OnPost{Post: p, Form: form}, p.Products)
	}
	return a.Done(c, urls.Post(p.ID), text.T(page.Context(c), "shop.tagged"), nil)
}

func (a Pages) onStory(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	list, err := placed(c)
	if err == nil {
		err = story.Update(page.Context(c), a.Store, st.OwnerID, st.ID, story.Edit{Products: &list})
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showStoryPlaces(c, status, st, form)
	}
	to := urls.StoryAction(st.ID, "edit")
	if st.State != post.Draft && st.State != post.Scheduled {
		to = page.StoryURL(st)
	}
	return a.Done(c, to, word(c, "shop.tagged-story"), nil)
}

package post

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/feed"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/tally"
	"photogram/text"
	"photogram/urls"
	peopleview "photogram/views/people"
	postview "photogram/views/post"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) post(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if models.KindOf(err) == models.NotFound {
		if _, st, _ := a.OwnPostOrStory(c); st != nil && st.Media != nil {
			c.Redirect(http.StatusSeeOther, page.StoryURL(st))
			return nil
		}
	}
	if err != nil {
		return err
	}
	switch p.State {
	case post.Draft, post.Scheduled:
		c.Redirect(http.StatusSeeOther, urls.PostAction(p.ID, "edit"))
		return nil
	case post.Publishing:
		c.Redirect(http.StatusSeeOther, urls.PostAction(p.ID, "status"))
		return nil
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	feed.Seen(a.Store, web.ViewerID(c), *p)
	if source, _ := a.From(c); before == 0 && !web.IsFragment(c) {
		a.Looked(c, web.ViewerID(c), tally.Look{Post: p.ID, Source: source})
	}
	return a.showPost(c, http.StatusOK, p, before, ui.Form{})
}

func (a Pages) showPost(c *gin.Context, status int, p *post.View, before models.ID, form ui.Form) error {
	said, err := a.talk(c, p, before)
	if err != nil {
		return err
	}
	said.Form = form
	d := postview.PostDetail{Discussion: said}
	more, _, err := post.ByUser(page.Context(c), a.Store, web.ViewerID(c), p.OwnerID, models.Page{Limit: 7})
	if err != nil {
		return err
	}
	for _, other := range more {
		if other.ID != p.ID && len(d.More) < 6 {
			d.More = append(d.More, other)
		}
	}
	chrome := a.postChrome(c, p)
	return a.Page(c, status, postview.PostPage(chrome, d), nil)
}

func (a Pages) postChrome(c *gin.Context, p *post.View) ui.Chrome {
	title := p.Author.DisplayName() + " (@" + p.Author.Username + ")"
	if p.Caption != "" {
		title += ": " + ui.Shorten(p.Caption, 60)
	}
	chrome := a.Titled(c, title)
	chrome.Description = ui.Shorten(p.Caption, 160)
	if chrome.Description == "" {
		chrome.Description = ui.Shorten(p.CoverAlt, 160)
	}
	if chrome.Description == "" {
		chrome.Description = text.T(page.Context(c), "post.photo-by", "name", p.Author.DisplayName())
	}
	if !p.Public() {
		chrome.NoIndex = true
		return chrome
	}
	return chrome.PublicPost(page.Context(c), *p)
}

func (a Pages) like(c *gin.Context) error   { return a.setLike(c, true) }
func (a Pages) unlike(c *gin.Context) error { return a.setLike(c, false) }

func (a Pages) setLike(c *gin.Context, liked bool) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	set := map[bool]func(context.Context, *models.Store, models.ID, models.ID) (int64, error){true: post.Like, false: post.Unlike}[liked]
	n, err := set(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return a.Done(c, a.Back(c, urls.Post(id)), "", nil)
	}
	button := postview.LikeButton(a.Chrome(c), post.LikeState{Post: id, Liked: liked, Count: n})
	return a.Done(c, urls.Post(id), "", button)
}

func (a Pages) likers(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	rows, next, err := post.Likers(page.Context(c), a.Store, web.ViewerID(c), p.ID, before, page.PeoplePage)
	if err != nil {
		return err
	}
	return a.ShowPeople(c, peopleview.People{Heading: text.T(page.Context(c), "post.liked-by"), Back: urls.Post(p.ID), People: rows,
		Older: page.OlderURL(urls.PostAction(p.ID, "likes"), next), Empty: text.T(page.Context(c), "post.no-likes")})
}

func (a Pages) deletePost(c *gin.Context) error {
	p, st, err := a.OwnPostOrStory(c)
	if err != nil {
		return err
	}
	if st != nil {
		if err := story.Delete(page.Context(c), a.Store, st.OwnerID, st.ID); err != nil {
			return err
		}
		return a.Done(c, urls.Drafts, text.T(page.Context(c), "story.deleted"), nil)
	}
	if err := post.Delete(page.Context(c), a.Store, p.OwnerID, p.ID); err != nil {
		return err
	}
	switch p.State {
	case post.Published:
		return a.Done(c, urls.Profile(p.Author.Username), text.T(page.Context(c), "post.deleted"), nil)
	}
	return a.Done(c, urls.Drafts, text.T(page.Context(c), "post.draft-deleted"), nil)
}

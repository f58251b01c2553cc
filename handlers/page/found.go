package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	developerview "photogram/views/developer"
	peopleview "photogram/views/people"
	"photogram/web"
)

// ErrNoPost answers for a post that is not there for whoever asks.
var ErrNoPost = models.NotFoundf("site.error.post-does-not-exist-no")

// PostID reads the code in a post's address.
func PostID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("code"))
	if err != nil {
		return 0, ErrNoPost
	}
	return id, nil
}

// VisiblePost finds the post that the address names.
func (a *App) VisiblePost(c *gin.Context) (*post.View, error) {
	id, err := PostID(c)
	if err != nil {
		return nil, err
	}
	return post.Visible(Context(c), a.Store, web.ViewerID(c), id)
}

// OwnPost finds the post that the address names, which must be the viewer's.
func (a *App) OwnPost(c *gin.Context) (*post.View, error) {
	id, err := PostID(c)
	if err != nil {
		return nil, err
	}
	return post.Own(Context(c), a.Store, web.ViewerID(c), id)
}

// OwnPostOrStory finds what the address of a post names, which must be the viewer's:
// a post, or a story, whose photo or video has its pages there too.
func (a *App) OwnPostOrStory(c *gin.Context) (*post.View, *story.View, error) {
	p, err := a.OwnPost(c)
	if models.KindOf(err) != models.NotFound {
		return p, nil, err
	}
	id, bad := PostID(c)
	if bad != nil {
		return nil, nil, err
	}
	st, noStory := story.Own(Context(c), a.Store, web.ViewerID(c), id)
	switch models.KindOf(noStory) {
	case models.NotFound, models.Forbidden:
		return nil, nil, err // as for what is not there
	}
	return nil, st, noStory
}

// OwnMedia finds the photo or video that the address names, in a post or a story
// of the viewer's; nil when there is no such item.
func (a *App) OwnMedia(c *gin.Context) (*post.Media, error) {
	p, st, err := a.OwnPostOrStory(c)
	var items []post.Media
	switch {
	case err != nil:
		return nil, err
	case p != nil:
		items = p.Items
	case st.Media != nil:
		items = []post.Media{*st.Media}
	}
	for i := range items {
		if items[i].ID.String() == c.Param("item") {
			return &items[i], nil
		}
	}
	return nil, nil
}

// Back is the page that a form names in next, if it is one of this site.
func (a *App) Back(c *gin.Context, fallback string) string {
	return web.SafePath(c.PostForm("next"), fallback)
}

// ShowPeople is a page of a list of accounts.
func (a *App) ShowPeople(c *gin.Context, people peopleview.People) error {
	chrome := a.Titled(c, people.Heading)
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, peopleview.PeoplePage(chrome, people), peopleview.PeoplePart(chrome, people))
}

// StoryURL is where the owner of a story is led: to the composer, or to what became of it.
func StoryURL(st *story.View) string {
	switch st.State {
	case post.Published:
		return urls.Story(st.Author.Username, st.ID)
	case post.Publishing:
		return urls.StoryAction(st.ID, "status")
	}
	return urls.StoryAction(st.ID, "edit")
}

// NamedAccount is the one that the address names. Pages at a name that it gave up
// lead to those at the name it has.
func (a *App) NamedAccount(c *gin.Context) (*account.Profile, error) {
	p, err := account.ByUsername(Context(c), a.Store, web.ViewerID(c), c.Param("username"))
	if err != nil {
		return nil, err
	}
	return p, MovedName(c, p.Username)
}

// MovedName leads a page at an account's old name to its new one.
func MovedName(c *gin.Context, name string) error {
	old := c.Param("username")
	if strings.EqualFold(old, name) || c.Request.Method != http.MethodGet || web.IsFragment(c) {
		return nil
	}
	u := url.URL{Path: strings.Replace(c.Request.URL.Path, "/"+old, "/"+name, 1), RawQuery: c.Request.URL.RawQuery}
	return &web.Moved{To: u.String()}
}

// ReadMove reads where something goes; what it goes beside is named by its code.
func ReadMove(c *gin.Context) (models.Move, error) {
	m := models.Move{To: c.PostForm("to")}
	if code := c.PostForm("beside"); code != "" {
		var err error
		if m.Beside, err = models.ParseCode(code); err != nil {
			return m, models.Invalidf("beside", "site.error.not")
		}
	}
	return m, nil
}

// Query is what is searched for, as the page shows it again. What is no text stays, to be refused.
func Query(c *gin.Context) string {
	q := c.Query("q")
	if utf8.ValidString(q) {
		q = Printable(q)
	}
	return q
}

// MessageOf is what an error says to people.
func MessageOf(ctx context.Context, err error) string {
	var e *models.Error
	if errors.As(err, &e) {
		return e.For(ctx)
	}
	return err.Error()
}

// Printable leaves out what a page cannot hold.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// GoOn leads on after a login. Browsers do not let a form's answer lead through
// the authorization page to an app, so that way goes by a page in between.
func (a *App) GoOn(c *gin.Context, next string) error {
	if strings.HasPrefix(next, urls.Authorize+"?") {
		return a.Page(c, http.StatusOK, developerview.GoOnPage(a.PrivateChrome(c, text.T(Context(c), "developer.logged-in")), next), nil)
	}
	c.Redirect(http.StatusSeeOther, next)
	return nil
}

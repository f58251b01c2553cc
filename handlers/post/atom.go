package post

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/discover"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	postview "photogram/views/post"
	"photogram/views/ui"
	"photogram/web"
)

const atomPage = 20

var errNoFeed = models.NotFoundf("There is no feed at this address.")

// atomHeaders are those of feeds, which any program on any site may read.
func (a Pages) atomHeaders(c *gin.Context) {
	a.PublicHeaders(c)
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Access-Control-Allow-Origin", "*")
	c.Next()
}

// profileAtom is the feed of an account that is not private.
func (a Pages) profileAtom(c *gin.Context) error {
	p, err := account.ByUsername(page.Context(c), a.Store, 0, c.Param("username"))
	if err != nil || p.IsPrivate {
		return hideFeed(err)
	}
	if err := page.MovedName(c, p.Username); err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := post.ByUser(page.Context(c), a.Store, 0, p.ID, models.Page{Before: before, Limit: atomPage})
	if err != nil {
		return err
	}
	author := p.Author()
	return a.atom(c, postview.Atom{ID: "user/" + p.ID.String(), Title: text.T(page.Context(c), "post.feed-by", "name", author.DisplayName(), "site", a.Site.Name),
		Subtitle: ui.Shorten(p.Bio, 300), Page: urls.Profile(p.Username),
		Feed: urls.ProfileAtom(p.Username), Author: &author, Posts: posts, Begun: p.CreatedAt}, before, next)
}

func (a Pages) tagAtom(c *gin.Context) error {
	tag, err := discover.TagByName(page.Context(c), a.Store, c.Param("tag"))
	if err != nil {
		return hideFeed(err)
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := discover.TagPosts(page.Context(c), a.Store, 0, tag.Name, models.Page{Before: before, Limit: atomPage})
	if err != nil {
		return err
	}
	if len(posts) == 0 && before == 0 { // also when all are private
		return errNoFeed
	}
	return a.atom(c, postview.Atom{ID: "tag/" + tag.Name, Title: text.T(page.Context(c), "post.feed-by", "name", "#"+tag.Name, "site", a.Site.Name), Page: urls.Tag(tag.Name),
		Feed:  urls.TagAtom(tag.Name),
		Posts: posts, Begun: tag.ID.Time()}, before, next)
}

// hideFeed makes what is private answer as what is not there.
func hideFeed(err error) error {
	if err == nil || models.KindOf(err) == models.NotFound {
		return errNoFeed
	}
	return err
}

// atom answers with a feed, or with 304 when the reader has it already.
func (a Pages) atom(c *gin.Context, f postview.Atom, before, next models.ID) error {
	if before != 0 {
		f.Before = before.String()
	}
	if next != 0 {
		f.Next = next.String()
	}
	body, err := f.Document(page.Context(c), a.anonymous(c))
	if err != nil {
		return err
	}
	changed := f.Updated()
	for _, p := range f.Posts {
		if p.UpdatedAt.After(changed) {
			changed = p.UpdatedAt
		}
	}
	sum := sha256.Sum256(body)
	h := c.Writer.Header()
	h.Set("Content-Type", postview.AtomType+"; charset=utf-8")
	h.Set("Etag", web.Tag(hex.EncodeToString(sum[:12]), len(body)))
	h.Set("Cache-Control", "no-cache")
	http.ServeContent(c.Writer, c.Request, "", changed.Truncate(time.Second), bytes.NewReader(body))
	return nil
}

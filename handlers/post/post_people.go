package post

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	peopleview "photogram/views/people"
	postview "photogram/views/post"
	"photogram/views/ui"
	"photogram/web"
)

// tagged lists the photos that show an account.
func (a Pages) tagged(c *gin.Context) error {
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	d := peopleview.Tagged{Profile: *p, Own: p.ID == web.ViewerID(c)}
	if p.PostsVisible {
		posts, next, err := post.Tagged(page.Context(c), a.Store, web.ViewerID(c), p.ID, models.Page{Before: before, Limit: page.GridPage})
		if err != nil {
			return err
		}
		d.Grid = ui.Grid{Posts: posts, First: !web.IsFragment(c), Older: page.OlderURL(urls.Tagged(p.Username), next)}
	}
	chrome := a.Titled(c, text.T(page.Context(c), "people.photos-of", "name", p.Author().DisplayName()))
	chrome.NoIndex = p.IsPrivate
	return a.Page(c, http.StatusOK, peopleview.TaggedPage(chrome, d), ui.GridPart(chrome, d.Grid))
}

func (a Pages) approveTag(c *gin.Context) error {
	return a.answerTag(c, post.ApproveTag, text.T(page.Context(c), "post.approved-now"))
}

func (a Pages) removeTag(c *gin.Context) error {
	return a.answerTag(c, post.RemoveTag, text.T(page.Context(c), "post.removed-now"))
}

func (a Pages) answerTag(c *gin.Context, answer page.ChangeFunc, message string) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	if err := answer(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Post(id)), message, nil)
}

func (a Pages) tagRules(c *gin.Context) error {
	set, err := post.TagSettingsOf(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	form := ui.Form{Values: map[string]string{"tags_from": string(set.TagsFrom)}}
	if set.TagsByHand {
		form.Values["tags_by_hand"] = "on"
	}
	return a.showTagRules(c, http.StatusOK, form)
}

func (a Pages) showTagRules(c *gin.Context, status int, form ui.Form) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := post.PendingTags(page.Context(c), a.Store, web.ViewerID(c), models.Page{Before: before, Limit: page.GridPage})
	if err != nil {
		return err
	}
	return a.Page(c, status, postview.TagRulesPage(a.Titled(c, text.T(page.Context(c), "settings.tags")),
		postview.TagRules{Form: form, Pending: posts, Older: page.OlderURL(urls.TagRules, next)}), nil)
}

func (a Pages) saveTagRules(c *gin.Context) error {
	in := account.TagSettings{TagsFrom: access.Circle(c.PostForm("tags_from")), TagsByHand: c.PostForm("tags_by_hand") == "on"}
	form, err := web.FormOf(c, post.SetTagSettings(page.Context(c), a.Store, web.ViewerID(c), in))
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showTagRules(c, http.StatusUnprocessableEntity, form)
	}
	return a.Done(c, urls.TagRules, text.T(page.Context(c), "site.choice-saved"), nil)
}

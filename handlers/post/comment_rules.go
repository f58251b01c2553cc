package post

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/comment"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	commentview "photogram/views/comment"
	"photogram/views/ui"
	"photogram/web"
)

type commentFunc func(ctx context.Context, s *models.Store, viewer, post, comment models.ID) error

// openComments and closeComments switch comments on and off for a post.
func (a Pages) openComments(c *gin.Context) error {
	return a.switchComments(c, true, text.T(page.Context(c), "comment.on-now"))
}

func (a Pages) closeComments(c *gin.Context) error {
	return a.switchComments(c, false, text.T(page.Context(c), "comment.off-now"))
}

func (a Pages) switchComments(c *gin.Context, on bool, message string) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	if err := post.EditText(page.Context(c), a.Store, p.OwnerID, p.ID, post.Edit{CommentsEnabled: &on}); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Post(p.ID)), message, nil)
}

func (a Pages) commentRules(c *gin.Context) error {
	words, err := comment.Words(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	form := ui.Form{Values: map[string]string{"words": strings.Join(words, "\n")}}
	return a.Page(c, http.StatusOK, commentview.CommentRulesPage(a.Titled(c, text.T(page.Context(c), "comment.title")), ui.Settings{Form: form}), nil)
}

func (a Pages) saveCommentRules(c *gin.Context) error {
	words := strings.FieldsFunc(c.PostForm("words"),
		func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == '،' || r == '、' })
	form, err := web.FormOf(c, comment.SetWords(page.Context(c), a.Store, web.ViewerID(c), words))
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.Page(c, http.StatusUnprocessableEntity,
			commentview.CommentRulesPage(a.Titled(c, text.T(page.Context(c), "comment.title")), ui.Settings{Form: form}), nil)
	}
	return a.Done(c, urls.CommentRules, text.T(page.Context(c), "comment.words-saved"), nil)
}

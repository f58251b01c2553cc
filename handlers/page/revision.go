package page

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/views/ui"
	"photogram/web"
)

// revisionHeader tells the script of a form that keeps itself what it is made from now.
const revisionHeader = "Revision"

// Save carries out a change with the revision that its form was made from.
func Save(c *gin.Context, save func(ctx context.Context, revision string) (string, error)) error {
	revision, err := save(Context(c), c.PostForm("revision"))
	if err == nil {
		c.Header(revisionHeader, revision)
	}
	return err
}

// Begin tells a form what it is made from: a post or a story of the viewer's. It comes
// before that is read, so that a change in between is told, and not lost. On the way
// back browsers fetch the page anew, since the one that they keep is made from something earlier.
func (a *App) Begin(c *gin.Context, form *ui.Form, id models.ID) error {
	c.Header("Cache-Control", "private, no-store")
	ctx, viewer := Context(c), web.ViewerID(c)
	revision, err := post.Revision(ctx, a.Store.Pool(), viewer, id)
	if models.KindOf(err) == models.NotFound {
		revision, err = story.Revision(ctx, a.Store.Pool(), viewer, id)
	}
	if models.KindOf(err) == models.NotFound {
		return nil // whoever reads it says so
	}
	form.Revision = revision
	return err
}

// FormAt is web.FormOf for such a form, and the status to show it with again.
// After a change from elsewhere it is shown as it was sent, and saves over that
// change when it is sent a second time.
func (a *App) FormAt(c *gin.Context, err error, id models.ID) (form ui.Form, status int, _ error) {
	meanwhile := errors.Is(err, models.ErrMeanwhile)
	if form, err = web.FormOf(c, err); err != nil {
		return form, 0, err
	}
	form.Revision = c.PostForm("revision")
	if !meanwhile {
		return form, http.StatusUnprocessableEntity, nil
	}
	err = a.Begin(c, &form, id)
	c.Header(revisionHeader, form.Revision)
	return form, http.StatusConflict, err
}

package page

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/models"
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

// Begin tells a form what it is made from. On the way back browsers fetch its page
// anew, since the one that they keep is made from something earlier.
func Begin(c *gin.Context, form *ui.Form, now func() (string, error)) (err error) {
	c.Header("Cache-Control", "private, no-store")
	form.Revision, err = now()
	return err
}

// FormAt is web.FormOf for such a form, and the status to show it with again.
// After a change from elsewhere it is shown as it was sent, and saves over that
// change when it is sent a second time.
func FormAt(c *gin.Context, err error, now func() (string, error)) (form ui.Form, status int, _ error) {
	meanwhile := errors.Is(err, models.ErrMeanwhile)
	if form, err = web.FormOf(c, err); err != nil {
		return form, 0, err
	}
	form.Revision = c.PostForm("revision")
	if !meanwhile {
		return form, http.StatusUnprocessableEntity, nil
	}
	err = Begin(c, &form, now)
	c.Header(revisionHeader, form.Revision)
	return form, http.StatusConflict, err
}

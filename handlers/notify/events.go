package notify

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/urls"
	"photogram/web"
)

// events is the stream that keeps open pages up to date. Who comes here by hand
// is brought to the page; a stream without an account ends for good.
func (a Pages) events(c *gin.Context) error {
	if !strings.HasPrefix(c.GetHeader("Accept"), "text/event-stream") {
		c.Redirect(http.StatusSeeOther, urls.Notifications)
		return nil
	}
	if web.Viewer(c) == nil {
		c.Status(http.StatusNoContent)
		return nil
	}
	return a.Live.Stream(c)
}

package call

import (
	"net/http"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/gin-gonic/gin"

	"photogram/web"
)

const (
	noStore = "private, no-store"
	// A private answer may be kept by the program that got it, to be asked for again with its ETag.
	askAgain = "private, no-cache"
)

// Send writes an answer. What a GET reads has an ETag made of its bytes, and is
// left out when the program has it already.
func Send(c *gin.Context, status int, body []byte) {
	SendAs(c, status, "application/json; charset=utf-8", body)
}

// SendAs is Send for a body of another kind.
func SendAs(c *gin.Context, status int, kind string, body []byte) {
	h := c.Writer.Header()
	if status == http.StatusOK && c.Request.Method == http.MethodGet { // HEAD arrives as GET
		tag := web.Tag(strconv.FormatUint(xxhash.Sum64(body), 36), len(body)) // tells answers apart, and keeps no secret
		if h.Get("Cache-Control") == noStore {
			h.Set("Cache-Control", askAgain)
			h.Add("Vary", "Authorization")
		}
		if web.NotModified(c, tag) {
			return
		}
	}
	c.Data(status, kind, body)
}

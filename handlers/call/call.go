// Package call is what the dialects of the API stand on: one call of a program.
// It knows who calls and what may be left of that account's limits, reads what
// was sent, keeps answers for calls that are sent again, and writes JSON. How a
// call is named, answered and refused is up to the dialect.
package call

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/app"
	"photogram/web"
)

// Call is who makes a call, and with what parameters.
type Call struct {
	*gin.Context
	Token  *app.Token
	Values map[string][]string // of the parameters, by their names
	// MaxBody is what the body may have where that is more than usual.
	MaxBody int64

	kit     *web.Kit
	files   map[string]bool // of the values, those that came as files
	inQuery string          // the token when it stood in the address
	once    once
	use     *models.AppUse // nil before the token is known
}

// New is a call of which nothing is read yet.
func New(c *gin.Context, kit *web.Kit) *Call { return &Call{Context: c, kit: kit} }

func (c *Call) Ctx() context.Context { return c.Request.Context() }

func (c *Call) Viewer() models.ID { return c.Token.UserID }

// ParseKey reads an id such as 901 or 901_7; the owner, 7, is 0 when it is not named.
func ParseKey(s string) (id, owner models.ID, err error) {
	first, second, named := strings.Cut(s, "_")
	if id, err = models.ParseID(first); err == nil && named {
		owner, err = models.ParseID(second)
	}
	if err != nil {
		return 0, 0, err
	}
	return id, owner, nil
}

// Headers are those of every answer: JSON for programs, on any site.
func Headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", noStore)
	// Pages of all sites may call, with a token of their own: cookies count for nothing here.
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers",
		"ETag, Idempotency-Replayed, Retry-After, X-App-Usage, X-Ratelimit-Limit, X-Ratelimit-Remaining, X-Request-Id")
	c.Next()
}

// Preflight tells a browser what pages of other sites may send. It asks again after a day.
func Preflight(c *gin.Context) {
	h := c.Writer.Header()
	h.Del("Cache-Control")
	h.Del("Access-Control-Expose-Headers")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-None-Match, "+
		"file_size, file_url, offset")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
	h.Set("Access-Control-Max-Age", "86400")
	c.Status(http.StatusNoContent)
}

// Keys of the context, for the log of an app's calls.
const (
	tokenKey     = "photogram.api_token"
	errorTypeKey = "photogram.error_type"
)

// NoteError says by which type of error a call is refused, for the log.
func NoteError(c *gin.Context, kind string) { c.Set(errorTypeKey, kind) }

// Note puts the call into the log that the app's owner sees.
func Note(c *gin.Context, s *models.Store, began time.Time) {
	v, _ := c.Get(tokenKey)
	if t, _ := v.(*app.Token); t != nil && t.AppID != 0 {
		app.NoteRequest(s, app.Request{AppID: t.AppID, At: s.Now(), Method: c.Request.Method, Path: c.Request.URL.Path,
			Status: c.Writer.Status(), MS: int(time.Since(began).Milliseconds()), UserID: t.UserID, ErrorType: c.GetString(errorTypeKey)})
	}
}

package page

import (
	"context"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/post"
	"photogram/payment"
	"photogram/urls"
	mailview "photogram/views/mail"
	"photogram/views/ui"
	"photogram/web"
)

// Intake checks what people upload and keeps it.
type Intake interface {
	MaxBytes() int64
	MaxFileBytes() int64 // of a photo or a video
	MaxVideo() post.VideoLimit
	Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	ReceiveFile(ctx context.Context, owner, id models.ID, name, path string) (post.Upload, error)
	ReceiveAvatar(ctx context.Context, user models.ID, r io.Reader) (string, error)
	Discard(ctx context.Context, owner models.ID, up post.Upload)
	DiscardAvatar(ctx context.Context, user models.ID, key string)
	ReceiveTable(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	DiscardTable(ctx context.Context, owner models.ID, up post.Upload)
	JoinTables(ctx context.Context, owner models.ID, ups []post.Upload) (post.Upload, error)
	Spool() (*os.File, error)
}

// App has what the handlers use.
type App struct {
	*web.Kit
	Blobs    blob.Store
	Intake   Intake
	Login    *Social
	Mail     MailBox // nil when mails go out by SMTP
	Health   *Health
	Hooks    *web.Caller
	Payments *payment.Providers
	Calls    map[string]string // the API's methods and paths with their scopes, for the console

	UploadDir string // for files that come in parts

	ordered orders // of lost files
}

// Titled is the request's chrome with a title.
func (a *App) Titled(c *gin.Context, title string) ui.Chrome {
	chrome := a.Chrome(c)
	chrome.Title = title
	return chrome
}

func Context(c *gin.Context) context.Context { return c.Request.Context() }

// OlderURL is the address of a list's next page, or "" at its end.
func OlderURL(path string, next models.ID) string {
	if next == 0 {
		return ""
	}
	return urls.WithQuery(path, "before", next.String())
}

// Sizes of pages of lists.
const (
	FeedPage    = 10
	GridPage    = 24
	CommentPage = 20
	PeoplePage  = 30
)

// ChangeFunc changes how the viewer and somebody else are related.
type ChangeFunc func(ctx context.Context, s *models.Store, viewer, other models.ID) error

// PrivateChrome is the chrome of a page that is its viewer's alone.
func (a *App) PrivateChrome(c *gin.Context, title string) ui.Chrome {
	chrome := a.Titled(c, title)
	chrome.NoIndex = true
	return chrome
}

// AvatarWait is how long the answer waits for a new picture, so that the page
// after the form shows it already.
const AvatarWait = 4 * time.Second

// MailBox has the mails that were kept instead of sent, newest first.
type MailBox interface {
	Mails() ([]mailview.MailMessage, error)
}

// Who may ask for a page.
type Who int

// Visitors have no account, or are not logged in; members are.
const (
	Anyone Who = iota
	Member
)

// Route is an address, who may ask for it, and what answers.
type Route struct {
	Who          Who
	Method, Path string
	Body         Body
	Handler      func(*gin.Context) error
}

// Body is who reads what a request carries.
type Body int

// Bodies.
const (
	Form  Body = iota // read before the handler, within the limit of forms
	Files             // the handler reads it, within the limit of uploads
)

// WithFiles is the route with files in what is sent to it.
func (r Route) WithFiles() Route {
	r.Body = Files
	return r
}

// Get is a route that reads.
func Get(who Who, path string, fn func(*gin.Context) error) Route {
	return Route{Who: who, Method: http.MethodGet, Path: path, Handler: fn}
}

// Post is a route that does something.
func Post(who Who, path string, fn func(*gin.Context) error) Route {
	return Route{Who: who, Method: http.MethodPost, Path: path, Handler: fn}
}

// Patch is a route that changes something.
func Patch(who Who, path string, fn func(*gin.Context) error) Route {
	return Route{Who: who, Method: http.MethodPatch, Path: path, Handler: fn}
}

// Delete is a route that takes something back.
func Delete(who Who, path string, fn func(*gin.Context) error) Route {
	return Route{Who: who, Method: http.MethodDelete, Path: path, Handler: fn}
}

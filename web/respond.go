package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

func withAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

var (
	errLogin     = models.Say(models.Error{Kind: models.Unauthorized}, "site.error.log-first")
	errCrossSite = models.Say(models.Error{Kind: models.Forbidden}, "site.error.request-came-from-another-sites")
	// ErrNoPage is for addresses that lead nowhere.
	ErrNoPage = models.NotFoundf("site.error.nothing-at-address")
	// ErrTooLarge is for bodies over their limit.
	ErrTooLarge = &StatusError{Status: http.StatusRequestEntityTooLarge, Message: "This request is too large."}
)

// StatusError is a failure of the request itself, with the status it gets.
type StatusError struct {
	Status  int
	Field   string
	Message string
}

func (e *StatusError) Error() string { return e.Message }

// Moved is for what is at another address of this site for now.
type Moved struct{ To string }

func (e *Moved) Error() string { return "This is at " + e.To + " now." }

// Lead sends whoever asks to where something moved, if that is what err says.
func Lead(c *gin.Context, err error) bool {
	var m *Moved
	if !errors.As(err, &m) {
		return false
	}
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Location", m.To)
	c.Status(http.StatusFound)
	return true
}

// statuses is the one place where kinds of errors become HTTP statuses.
var statuses = map[models.Kind]int{
	models.Invalid:      http.StatusUnprocessableEntity,
	models.NotFound:     http.StatusNotFound,
	models.Forbidden:    http.StatusForbidden,
	models.NotAllowed:   http.StatusForbidden,
	models.Conflict:     http.StatusConflict,
	models.Unauthorized: http.StatusUnauthorized,
	models.TooMany:      http.StatusTooManyRequests,
	models.TooLarge:     http.StatusRequestEntityTooLarge,
	models.NoSpace:      http.StatusInsufficientStorage,
	models.Unavailable:  http.StatusServiceUnavailable,
}

// statusGone is for callers who did not wait for their answer. It only stands in logs.
const statusGone = 499

// Status is the HTTP status of an error.
func Status(err error) int {
	var se *StatusError
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &se):
		return se.Status
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case models.KindOf(err) != 0:
		return statuses[models.KindOf(err)]
	case errors.Is(err, context.Canceled):
		return statusGone
	case models.IsUnavailable(err):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// Handle turns a handler that returns its error into one of gin's.
func (k *Kit) Handle(fn func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := fn(c); err != nil {
			k.Fail(c, err)
		}
	}
}

// Fail answers a request with an error's page, or with JSON where that was asked for.
func (k *Kit) Fail(c *gin.Context, err error) {
	if Lead(c, err) {
		return
	}
	err = Known(err)
	status := Status(err)
	f := ui.Failure{Status: status, RequestID: RequestID(c)}
	f.Title, f.Message = failureText(c.Request.Context(), status, err)
	if status >= 500 {
		_ = c.Error(err)
	}
	SayRetry(c, err)
	var e *models.Error
	errors.As(err, &e)
	if errors.Is(err, errLogin) {
		k.toLogin(c)
		return
	}
	if WantsJSON(c) {
		field := ""
		if e != nil {
			field = e.Field
		}
		var se *StatusError
		if errors.As(err, &se) {
			field = se.Field
		}
		c.JSON(status, gin.H{"error": gin.H{"field": field, "message": f.Message, "request_id": f.RequestID}})
		return
	}
	chrome := k.Chrome(c)
	chrome.Title, chrome.NoIndex = f.Title, true
	if IsFragment(c) {
		// The page shows the message where it is; it is not replaced by an error page.
		c.Header("HX-Reswap", "none")
		trigger, _ := json.Marshal(map[string]any{"photogram:error": f.Message})
		c.Header("HX-Trigger", string(asciiJSON(trigger)))
	}
	// Also callers who are half gone are told.
	c.Request = c.Request.WithContext(context.WithoutCancel(c.Request.Context()))
	if err := k.render(c, status, ui.ErrorPage(chrome, f)); err != nil {
		_ = c.Error(err)
		c.String(status, f.Message+"\n")
	}
}

// SayRetry sets the header that says when to try again, where that is so.
func SayRetry(c *gin.Context, err error) {
	var e *models.Error
	if errors.As(err, &e) && e.RetryAfter > 0 {
		c.Header("Retry-After", strconv.Itoa(e.RetryAfter))
	} else if Status(err) == http.StatusServiceUnavailable {
		c.Header("Retry-After", "2")
	}
}

// asciiJSON escapes what headers cannot carry.
func asciiJSON(b []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(b) {
		if r < 0x80 {
			out.WriteRune(r)
		} else {
			out.WriteString(strings.Trim(strconv.QuoteToASCII(string(r)), `"`))
		}
	}
	return out.Bytes()
}

// TooLarge says what the limit is that a body went over.
func TooLarge(err error) string {
	var e *http.MaxBytesError
	if !errors.As(err, &e) {
		return "What was sent is larger than this site accepts."
	}
	size := fmt.Sprintf("%d MB", e.Limit/1_000_000)
	if e.Limit < 1_000_000 {
		size = fmt.Sprintf("%d bytes", e.Limit)
	}
	return "What was sent is larger than " + size + ", which is the limit here."
}

func failureText(ctx context.Context, status int, err error) (title, message string) {
	var e *models.Error
	var se *StatusError
	switch {
	case errors.As(err, &e):
		message = e.For(ctx)
	case errors.As(err, &se):
		message = se.Message
	}
	switch status {
	case http.StatusNotFound:
		title = text.T(ctx, "failure.nothing")
	case http.StatusForbidden:
		title = text.T(ctx, "failure.no")
	case http.StatusUnauthorized:
		title = text.T(ctx, "failure.log-in")
	case http.StatusTooManyRequests:
		title = text.T(ctx, "failure.too-many")
	case http.StatusServiceUnavailable:
		title = text.T(ctx, "failure.unavailable")
	case http.StatusRequestEntityTooLarge:
		title = text.T(ctx, "failure.too-large")
		if message == "" {
			message = TooLarge(err)
		}
	case http.StatusInsufficientStorage:
		title = text.T(ctx, "failure.no-space")
	case http.StatusInternalServerError:
		return text.T(ctx, "failure.server"), text.T(ctx, "failure.server-advice")
	default:
		title = text.T(ctx, "failure.rest")
	}
	if message == "" {
		message = http.StatusText(status)
	}
	return title, message
}

func (k *Kit) toLogin(c *gin.Context) {
	back := c.Request.URL.RequestURI()
	if c.Request.Method != http.MethodGet {
		back = refererPath(c)
	}
	to := urls.WithQuery(urls.Login, "next", SafePath(back, "/"))
	switch {
	case WantsJSON(c):
		c.JSON(http.StatusUnauthorized, gin.H{"error": gin.H{"message": "Log in first.", "login": to}})
	case IsFragment(c):
		c.Header("HX-Redirect", to)
		c.Status(http.StatusNoContent)
	default:
		c.Redirect(http.StatusSeeOther, to)
	}
}

func refererPath(c *gin.Context) string {
	ref := c.Request.Referer()
	if i := strings.Index(ref, "://"); i >= 0 {
		if j := strings.IndexByte(ref[i+3:], '/'); j >= 0 && ref[i+3:i+3+j] == c.Request.Host {
			return SafePath(ref[i+3+j:], "/")
		}
	}
	return "/"
}

// IsFragment is whether the answer is a piece that HTMX puts into the page. It
// is decided here and nowhere else.
func IsFragment(c *gin.Context) bool {
	h := c.Request.Header
	return h.Get("HX-Request") == "true" && h.Get("HX-Boosted") != "true" && h.Get("HX-History-Restore-Request") != "true"
}

// WantsJSON is whether a script asked for JSON.
func WantsJSON(c *gin.Context) bool {
	return strings.HasPrefix(c.GetHeader("Accept"), "application/json")
}

// Chrome is what surrounds the request's page. Handlers set its title and
// description before they answer.
func (k *Kit) Chrome(c *gin.Context) ui.Chrome {
	theme, _ := c.Cookie("theme")
	if theme != "light" && theme != "dark" {
		theme = ""
	}
	files := k.Files
	files.Viewer = ViewerID(c)
	return ui.Chrome{SiteName: k.Site.Name, BaseURL: k.Site.BaseURL, Path: c.Request.URL.RequestURI(), Viewer: Viewer(c), Theme: theme,
		Nonce: c.GetString(nonceKey), Dev: k.Site.Dev, SignupsOpen: k.Site.SignupsOpen,
		PushKey: k.Store.PushKey().Public, Files: files, Now: k.Store.Now(),
		Flash: k.takeFlash(c)}
}

// Page answers with a full page, or with the fragment when HTMX asks for one
// and there is one.
func (k *Kit) Page(c *gin.Context, status int, page, fragment templ.Component) error {
	if IsFragment(c) && fragment != nil {
		page = fragment
	}
	return k.render(c, status, page)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render fills a buffer first, so that an error can still become an error page.
func (k *Kit) render(c *gin.Context, status int, page templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := page.Render(c.Request.Context(), buf); err != nil {
		return err
	}
	h := c.Writer.Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Set("Photogram-Viewer", ViewerID(c).String()) // for the service worker, which keeps one person's feed
	c.Data(status, "text/html; charset=utf-8", buf.Bytes())
	return nil
}

// Done answers a form: the fragment for HTMX, otherwise a 303 to a page that
// shows the message.
func (k *Kit) Done(c *gin.Context, to, message string, fragment templ.Component) error {
	if IsFragment(c) && fragment != nil {
		return k.render(c, http.StatusOK, fragment)
	}
	if message != "" {
		k.setFlash(c, ui.Flash{Kind: "ok", Text: message})
	}
	if IsFragment(c) {
		c.Header("HX-Redirect", to)
		c.Status(http.StatusNoContent)
		return nil
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// DoneHere is Done for forms whose page stays as it is: HTMX gets a message to
// show there. It takes the form's error too.
func (k *Kit) DoneHere(c *gin.Context, err error, to, message string) error {
	if err != nil || !IsFragment(c) {
		if err != nil {
			return err
		}
		return k.Done(c, to, message, nil)
	}
	if message != "" {
		trigger, err := json.Marshal(map[string]any{"photogram:said": message})
		if err != nil {
			return err
		}
		c.Header("HX-Trigger", string(asciiJSON(trigger)))
	}
	c.Status(http.StatusNoContent)
	return nil
}

// Announce has a page that stays tell those who do not see it what happened.
func Announce(c *gin.Context, message string) {
	trigger, err := json.Marshal(map[string]any{"photogram:told": message})
	if err == nil {
		c.Header("HX-Trigger", string(asciiJSON(trigger)))
	}
}

// DoneUndo is Done for what can be taken back: pages show the message with a
// button that sends the form.
func (k *Kit) DoneUndo(c *gin.Context, to, message string, undo ui.Undo, fragment templ.Component) error {
	if IsFragment(c) && fragment != nil {
		trigger, err := json.Marshal(map[string]any{"photogram:undo": map[string]any{"text": message, "path": undo.Path,
			"fields": undo.Fields}})
		if err != nil {
			return err
		}
		if len(trigger) < maxFlash {
			c.Header("HX-Trigger", string(asciiJSON(trigger)))
		}
		return k.render(c, http.StatusOK, fragment)
	}
	k.setFlash(c, ui.Flash{Kind: "ok", Text: message, Undo: &undo})
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

const (
	flashCookie = "flash"
	maxFlash    = 3000 // bytes, of the 4096 that browsers keep
)

// setFlash leaves a message for the next page. It is signed, since its undo is
// a form that the person is asked to send.
func (k *Kit) setFlash(c *gin.Context, f ui.Flash) {
	raw, err := json.Marshal(f)
	if err == nil && len(raw) > maxFlash*3/4 {
		f.Undo = nil
		raw, err = json.Marshal(f)
	}
	if err != nil {
		return
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: flashCookie, Value: k.sealed("flash", raw), Path: "/", MaxAge: 60,
		HttpOnly: true, Secure: k.Site.Secure(), SameSite: http.SameSiteLaxMode})
}

func (k *Kit) takeFlash(c *gin.Context) *ui.Flash {
	if IsFragment(c) {
		return nil
	}
	value, err := c.Cookie(flashCookie)
	if err != nil || value == "" {
		return nil
	}
	raw, ok := k.unsealed("flash", value)
	var f ui.Flash
	if !ok || json.Unmarshal(raw, &f) != nil {
		return nil
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1})
	return &f
}

// printable leaves out what a page cannot hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// FormOf is what a person sent, with what is wrong with it, for showing the
// form again. An error that is not about the input comes back as the second value.
func FormOf(c *gin.Context, err error) (ui.Form, error) {
	f := ui.Form{Values: map[string]string{}, Problems: map[string]string{}}
	for key, values := range c.Request.PostForm {
		if len(values) > 0 && !strings.Contains(key, "password") {
			f.Values[key] = printable(values[0])
		}
	}
	if err == nil {
		return f, nil
	}
	SayRetry(c, err)
	problems := models.ProblemsOf(err)
	if len(problems) == 0 {
		return f, err
	}
	for _, p := range problems {
		if p.Field == "" {
			f.Problem = p.For(c.Request.Context())
		} else {
			f.Problems[p.Field] = p.For(c.Request.Context())
		}
	}
	return f, nil
}

// Before reads the key of a page of a list from the query.
func Before(c *gin.Context) (models.ID, error) {
	s := c.Query("before")
	if s == "" {
		return 0, nil
	}
	id, err := models.ParseID(s)
	if err != nil {
		return 0, models.Invalidf("before", "site.error.not-place-list")
	}
	return id, nil
}

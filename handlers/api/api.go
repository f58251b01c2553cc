// Package api answers the JSON API under /v1, in the shapes that programs
// written for the Instagram API v1 expect. It owns those shapes: a column added
// to a model does not appear in them by itself.
package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/payment"
	"photogram/web"
)

// API has what its handlers use.
type API struct {
	*web.Kit
	Intake Intake
	Fetch  *web.Fetcher
	Call   *web.Caller

	Payments *payment.Providers
}

// Intake checks what programs upload and keeps it.
type Intake interface {
	call.Intake
	call.Tables
	ReceiveAvatar(ctx context.Context, user models.ID, r io.Reader) (string, error)
	DiscardAvatar(ctx context.Context, user models.ID, key string)
}

// request is one call of the dialect.
type request struct {
	*call.Call
	api   *API
	route *route // nil when the address leads nowhere
}

// handler answers a call. What it returns becomes the data of the envelope.
type handler func(*API, *request) (any, *page, error)

// page is the pagination of a list; nil leaves it out.
type page map[string]string

// route is a call; what it takes is written as package call reads it.
type route struct {
	method, path, scope, takes string
	call                       handler
}

// name is how tables name the call.
func (rt *route) name() string { return rt.method + " " + rt.path }

// takesFiles is whether the handler reads the body, and so asks for the token itself.
func (rt *route) takesFiles() bool { return strings.HasPrefix(rt.takes, "file") }

// table has every call that answers in the envelope.
func table() []route {
	return slices.Concat(userRoutes, pictureRoutes, relationRoutes, accountRoutes, notificationRoutes, mediaRoutes, uploadRoutes,
		editRoutes, itemRoutes, accessRoutes, taggedRoutes, commentRoutes, threadRoutes,
		messageRoutes, savedRoutes, storyRoutes, storyViewRoutes, highlightRoutes, tagRoutes,
		locationRoutes, searchRoutes, subscriptionRoutes, subscriptionAliases, insightRoutes, cartRoutes, orderRoutes,
		shopRoutes, catalogRoutes, productRoutes)
}

// Routes registers the API.
func (a *API) Routes(e *gin.Engine) {
	e.Use(a.seed)
	g := e.Group("/v1", call.Headers, a.noteRequest)
	for _, rt := range table() {
		g.Handle(rt.method, rt.path, a.handle(&rt))
	}
	// Without a token or the envelope, so not in the table.
	g.GET("/oembed", a.oembed)
	e.GET("/oembed", call.Headers, a.oembed)
	g.Any("", a.NoRoute) // otherwise it would be somebody's profile
	g.OPTIONS("/*any", call.Preflight)
	e.OPTIONS("/oembed", call.Headers, call.Preflight)
}

// RouteNames lists the method and path of every call with its scope.
func (a *API) RouteNames() map[string]string {
	out := map[string]string{}
	for _, rt := range table() {
		out[rt.name()] = rt.scope
	}
	return out
}

// TakenBy lists the names of the parameters of a call; strict ones may not be empty.
func (a *API) TakenBy(name string) (names, strict []string) {
	for _, rt := range table() {
		if rt.name() == name {
			return call.Names(rt.takes)
		}
	}
	return nil, nil
}

// noteRequest puts the call into the log that the app's owner sees.
func (a *API) noteRequest(c *gin.Context) {
	began := time.Now()
	c.Next()
	call.Note(c, a.Store, began)
}

func (a *API) newRequest(c *gin.Context, rt *route) *request {
	return &request{call.New(c, a.Kit), a, rt}
}

// handle makes a gin handler: it finds the token, takes from its limit, checks
// the scope, reads the parameters, and answers in the envelope.
func (a *API) handle(rt *route) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := a.newRequest(c, rt)
		data, pages, err := a.answer(r)
		a.reply(r, data, pages, err)
	}
}

// reply answers in the envelope, or with the error.
func (a *API) reply(r *request, data any, pages *page, err error) {
	done, err := r.Replay(err)
	if done || errors.Is(err, call.Streamed) {
		return
	}
	r.SayUse()
	var body []byte
	if err == nil {
		body, err = inEnvelope(data, pages)
	}
	status := http.StatusOK
	if err != nil {
		status, body = a.failure(r.Context, err)
	}
	if err := r.End(status, body, status < 500 && status != http.StatusTooManyRequests); err != nil {
		status, body = a.failure(r.Context, err)
	}
	r.Send(status, body)
}

func (a *API) answer(r *request) (any, *page, error) {
	if r.route.takesFiles() {
		return r.route.call(a, r)
	}
	r.Request = r.Request.WithContext(models.FromNetwork(r.Request.Context(), web.Network(r.Context)))
	// The limit's headers stand on every answer, so a body that cannot be read comes second.
	bad := r.Read(false)
	token := r.FindToken()
	if secret := r.Text("client_secret"); token == "" && secret != "" && r.ofApp() {
		if err := r.AuthenticateApp(r.Text("client_id"), secret); err != nil {
			return nil, nil, err
		}
	} else if err := r.authenticate(token); err != nil && (bad == nil || token != "" || models.KindOf(err) != models.Unauthorized) {
		return nil, nil, err
	}
	if bad != nil {
		return nil, nil, bad
	}
	if err := r.checkTaken(); err != nil {
		return nil, nil, err
	}
	if err := r.Begin(); err != nil {
		return nil, nil, err
	}
	return r.route.call(a, r)
}

// NoRoute answers for addresses under /v1 that lead nowhere, and leaves others be.
func (a *API) NoRoute(c *gin.Context) {
	if path := c.Request.URL.Path; path != "/v1" && !strings.HasPrefix(path, "/v1/") {
		if isProgram(c.Request, false) {
			a.answerSeed(c)
		}
		return
	}
	c.Abort()
	call.Headers(c)
	defer call.Note(c, a.Store, time.Now())
	r := a.newRequest(c, nil)
	if err := r.authenticate(r.FindToken()); models.KindOf(err) == models.TooMany ||
		web.Status(err) == http.StatusServiceUnavailable {
		a.fail(c, err)
		return
	}
	a.fail(c, &apiError{http.StatusNotFound, typeNotFound, "There is no such endpoint: " + c.Request.Method + " " + c.Request.URL.Path})
}

package graph

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/web"
)

// Types of errors of the Graph dialect.
const (
	oauthException  = "OAuthException"
	methodException = "GraphMethodException"
)

// failure is an error that the dialect words itself.
type failure struct {
	status          int
	kind            string
	code, subcode   int
	message         string
	title, userText string
	transient       bool
}

func (e *failure) Error() string { return e.message }

type failureBody struct {
	Message   string `json:"message"`
	Type      string `json:"type"`
	Code      int    `json:"code"`
	Subcode   int    `json:"error_subcode,omitempty"`
	Transient *bool  `json:"is_transient,omitempty"`
	Title     string `json:"error_user_title,omitempty"`
	UserText  string `json:"error_user_msg,omitempty"`
	Trace     string `json:"fbtrace_id"`
}

// absent is the one answer about what is not there, what the token may not
// see, and what does not take such a call.
func (g *request) absent() error {
	return absentNode(g.Request.Method, g.node)
}

func absentNode(method, id string) error {
	return &failure{status: 400, kind: methodException, code: 100, subcode: 33, message: "Unsupported " + strings.ToLower(method) +
		" request. Object with ID '" + id + "' does not exist, cannot be loaded due to missing permissions, or does not support " +
		"this operation"}
}

func (g *request) noToken() error {
	if g.node == "me" {
		return &failure{status: 400, kind: oauthException, code: 2500,
			message: "An active access token must be used to query information about the current user."}
	}
	return &failure{status: 400, kind: oauthException, code: 104, message: "An access token is required to request this resource."}
}

// badField is an error about one parameter.
func badField(name, message string) error {
	return &failure{status: 400, kind: oauthException, code: 100, message: "(#100) " + name + ": " + message}
}

func required(name string) error {
	return &failure{status: 400, kind: oauthException, code: 100, message: "(#100) The parameter " + name + " is required"}
}

// publishError is one of the errors that tools for publishing know by their numbers.
func publishError(code, subcode int, message, title, text string) error {
	return &failure{status: 400, kind: oauthException, code: code, subcode: subcode, message: message, title: title, userText: text}
}

// word words an error as the dialect does.
func word(err error) *failure {
	var own *failure
	if errors.As(err, &own) {
		return own
	}
	var ce *call.Error
	if errors.As(err, &ce) {
		switch ce.Kind {
		case call.NoScope:
			return &failure{status: 403, kind: oauthException, code: 10, message: "(#10) " + ce.Message}
		case call.BadToken:
			return &failure{status: 400, kind: oauthException, code: 190, message: ce.Message}
		case call.OtherCall:
			return &failure{status: http.StatusUnprocessableEntity, kind: oauthException, code: 100, message: "(#100) " + ce.Message}
		case call.InFlight, call.Lost:
			return &failure{status: http.StatusConflict, kind: oauthException, code: 100, message: "(#100) " + ce.Message}
		}
	}
	var se *web.StatusError
	if errors.As(err, &se) {
		return &failure{status: 400, kind: oauthException, code: 100, message: "(#100) " + se.Message}
	}
	err = web.Known(err)
	var e *models.Error
	errors.As(err, &e)
	switch models.KindOf(err) {
	case models.Invalid, models.Conflict, models.TooLarge:
		message := e.Message()
		if e.Field != "" {
			message = e.Field + ": " + message
		}
		return &failure{status: 400, kind: oauthException, code: 100, message: "(#100) " + message}
	case models.NotFound:
		return &failure{status: 400, kind: methodException, code: 100, subcode: 33, message: e.Message()}
	case models.Forbidden, models.NotAllowed:
		return &failure{status: 403, kind: oauthException, code: 200, message: "(#200) " + e.Message()}
	case models.Unauthorized:
		return &failure{status: 400, kind: oauthException, code: 190, message: "Invalid OAuth access token - Cannot parse access token"}
	case models.TooMany:
		return &failure{status: 403, kind: oauthException, code: 4,
			message: "(#4) Application request limit reached: " + e.Message(), transient: true}
	case models.NoSpace, models.Unavailable:
		return &failure{status: web.Status(err), kind: oauthException, code: 2, message: e.Message(), transient: true}
	}
	switch status := web.Status(err); status {
	case http.StatusRequestEntityTooLarge:
		return &failure{status: 400, kind: oauthException, code: 100, message: "(#100) " + web.TooLarge(err)}
	default:
		return &failure{status: status, kind: oauthException, code: 1, message: "An unknown error has occurred."}
	}
}

// fail is the answer for an error, and whether the same call would get it
// again; it sets the headers that go with it.
func (a *API) fail(c *gin.Context, err error) (status int, data any, lasting bool) {
	err = web.Known(err)
	e := word(err)
	call.NoteError(c, e.kind)
	if e.status >= 500 {
		_ = c.Error(err)
	}
	web.SayRetry(c, err)
	if e.code == 190 || e.code == 104 || e.code == 2500 && e.kind == oauthException {
		c.Header("WWW-Authenticate", `OAuth "Photogram", "invalid_token"`)
	}
	body := failureBody{Message: e.message, Type: e.kind, Code: e.code, Subcode: e.subcode, Title: e.title, UserText: e.userText,
		Trace: web.RequestID(c)}
	if e.subcode != 0 || e.transient {
		body.Transient = &e.transient
	}
	return e.status, map[string]failureBody{"error": body}, e.status < 500 && !e.transient && e.code != 9007
}

package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/web"
)

// Types of errors of the Graph dialect.
const (
	oauthException  = "OAuthException"
	methodException = "GraphMethodException"
)

// graphError is an error that the dialect words itself.
type graphError struct {
	status          int
	kind            string
	code, subcode   int
	message         string
	title, userText string
	transient       bool
}

func (e *graphError) Error() string { return e.message }

type graphErrorBody struct {
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
func (g *graphRequest) absent() error {
	return absentNode(g.Request.Method, g.node)
}

func absentNode(method, id string) error {
	return &graphError{status: 400, kind: methodException, code: 100, subcode: 33, message: "Unsupported " + strings.ToLower(method) +
		" request. Object with ID '" + id + "' does not exist, cannot be loaded due to missing permissions, or does not support " +
		"this operation"}
}

func (g *graphRequest) noToken() error {
	if g.node == "me" {
		return &graphError{status: 400, kind: oauthException, code: 2500,
			message: "An active access token must be used to query information about the current user."}
	}
	return &graphError{status: 400, kind: oauthException, code: 104, message: "An access token is required to request this resource."}
}

// badField is an error about one parameter.
func badField(name, message string) error {
	return &graphError{status: 400, kind: oauthException, code: 100, message: "(#100) " + name + ": " + message}
}

func required(name string) error {
	return &graphError{status: 400, kind: oauthException, code: 100, message: "(#100) The parameter " + name + " is required"}
}

// publishError is one of the errors that tools for publishing know by their numbers.
func publishError(code, subcode int, message, title, text string) error {
	return &graphError{status: 400, kind: oauthException, code: code, subcode: subcode, message: message, title: title, userText: text}
}

// wordGraph words an error as the dialect does.
func wordGraph(err error) *graphError {
	var ge *graphError
	if errors.As(err, &ge) {
		return ge
	}
	var ae *apiError
	if errors.As(err, &ae) && ae.kind == typePermission {
		return &graphError{status: 403, kind: oauthException, code: 10, message: "(#10) " + ae.message}
	}
	if ae != nil && ae.kind == typeToken {
		return &graphError{status: 400, kind: oauthException, code: 190, message: ae.message}
	}
	if ae != nil {
		return &graphError{status: ae.status, kind: oauthException, code: 100, message: "(#100) " + ae.message}
	}
	var se *web.StatusError
	if errors.As(err, &se) {
		return &graphError{status: 400, kind: oauthException, code: 100, message: "(#100) " + se.Message}
	}
	err = web.Known(err)
	var e *models.Error
	errors.As(err, &e)
	switch models.KindOf(err) {
	case models.Invalid, models.Conflict, models.TooLarge:
		message := e.Message
		if e.Field != "" {
			message = e.Field + ": " + message
		}
		return &graphError{status: 400, kind: oauthException, code: 100, message: "(#100) " + message}
	case models.NotFound:
		return &graphError{status: 400, kind: methodException, code: 100, subcode: 33, message: e.Message}
	case models.Forbidden, models.NotAllowed:
		return &graphError{status: 403, kind: oauthException, code: 200, message: "(#200) " + e.Message}
	case models.Unauthorized:
		return &graphError{status: 400, kind: oauthException, code: 190, message: "Invalid OAuth access token - Cannot parse access token"}
	case models.TooMany:
		return &graphError{status: 403, kind: oauthException, code: 4,
			message: "(#4) Application request limit reached: " + e.Message, transient: true}
	case models.NoSpace, models.Unavailable:
		return &graphError{status: web.Status(err), kind: oauthException, code: 2, message: e.Message, transient: true}
	}
	switch status := web.Status(err); status {
	case http.StatusRequestEntityTooLarge:
		return &graphError{status: 400, kind: oauthException, code: 100, message: "(#100) " + web.TooLarge(err)}
	default:
		return &graphError{status: status, kind: oauthException, code: 1, message: "An unknown error has occurred."}
	}
}

// failGraph is the answer for an error, and whether the same call would get it
// again; it sets the headers that go with it.
func (a *API) failGraph(c *gin.Context, err error) (status int, data any, lasting bool) {
	err = web.Known(err)
	e := wordGraph(err)
	c.Set(errorTypeKey, e.kind)
	if e.status >= 500 {
		_ = c.Error(err)
	}
	web.SayRetry(c, err)
	if e.code == 190 || e.code == 104 || e.code == 2500 && e.kind == oauthException {
		c.Header("WWW-Authenticate", `OAuth "Photogram", "invalid_token"`)
	}
	body := graphErrorBody{Message: e.message, Type: e.kind, Code: e.code, Subcode: e.subcode, Title: e.title, UserText: e.userText,
		Trace: web.RequestID(c)}
	if e.subcode != 0 || e.transient {
		body.Transient = &e.transient
	}
	return e.status, map[string]graphErrorBody{"error": body}, e.status < 500 && !e.transient && e.code != 9007
}

package api

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/web"
)

// meta is the envelope's head.
type meta struct {
	Code         int    `json:"code"`
	ErrorType    string `json:"error_type,omitempty"`
	ErrorMessage string `json:"error_message,omitempty"`
	// Errors are all that is wrong with the input.
	Errors []fieldError `json:"errors,omitempty"`
}

// fieldError is what is wrong with one parameter.
type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func fieldErrors(err error) (list []fieldError) {
	for _, e := range models.ProblemsOf(err) {
		if e.Field != "" {
			list = append(list, fieldError{e.Field, e.Message()})
		}
	}
	return list
}

type envelope struct {
	Meta       meta  `json:"meta"`
	Data       any   `json:"data"`
	Pagination *page `json:"pagination,omitempty"`
}

// failure repeats the error at the top, since old clients look in either place.
type failure struct {
	Meta         meta   `json:"meta"`
	Code         int    `json:"code"`
	ErrorType    string `json:"error_type"`
	ErrorMessage string `json:"error_message"`
}

// Error types of the dialect.
const (
	typeToken      = "OAuthAccessTokenException"
	typePermission = "OAuthPermissionsException"
	typeNotAllowed = "APINotAllowedError"
	typeNotFound   = "APINotFoundError"
	typeInvalid    = "APIInvalidParametersError"
	typeForbidden  = "OAuthForbiddenException"
	typeRate       = "OAuthRateLimitException"
	typeServer     = "APIServerError"
)

// apiError is an error that the dialect words itself.
type apiError struct {
	status  int
	kind    string
	message string
}

func (e *apiError) Error() string { return e.message }

// callErrors are how the dialect calls what is wrong with a call itself.
var callErrors = map[call.Kind]struct {
	status int
	kind   string
}{
	call.BadToken:  {http.StatusBadRequest, typeToken},
	call.NoScope:   {http.StatusBadRequest, typePermission},
	call.OtherCall: {http.StatusUnprocessableEntity, typeInvalid},
	call.InFlight:  {http.StatusConflict, typeInvalid},
	call.Lost:      {http.StatusConflict, typeInvalid},
}

// Everything that has no better status in the dialect is a 400, also what does
// not exist.
func wordError(err error) *apiError {
	err = web.Known(err)
	var ae *apiError
	if errors.As(err, &ae) {
		return ae
	}
	var ce *call.Error
	if errors.As(err, &ce) {
		return &apiError{callErrors[ce.Kind].status, callErrors[ce.Kind].kind, ce.Message}
	}
	var se *web.StatusError
	if errors.As(err, &se) {
		return &apiError{http.StatusBadRequest, typeInvalid, se.Message}
	}
	var e *models.Error
	errors.As(err, &e)
	switch models.KindOf(err) {
	case models.Invalid, models.Conflict, models.TooLarge:
		message := e.Message()
		if e.Field != "" {
			message = e.Field + ": " + message
		}
		return &apiError{http.StatusBadRequest, typeInvalid, message}
	case models.NotFound:
		return &apiError{http.StatusBadRequest, typeNotFound, e.Message()}
	case models.Forbidden, models.NotAllowed:
		return &apiError{http.StatusBadRequest, typeNotAllowed, e.Message()}
	case models.Unauthorized:
		return &apiError{http.StatusBadRequest, typeToken, e.Message()}
	case models.TooMany:
		return &apiError{http.StatusTooManyRequests, typeRate, call.TooOften(e)}
	case models.NoSpace, models.Unavailable:
		return &apiError{web.Status(err), typeServer, e.Message()}
	}
	status := web.Status(err)
	message := "Something broke on the server. Try again."
	if status == http.StatusRequestEntityTooLarge {
		return &apiError{http.StatusBadRequest, typeInvalid, web.TooLarge(err)}
	}
	return &apiError{status, typeServer, message}
}

func (a *API) fail(c *gin.Context, err error) {
	status, body := a.failure(c, err)
	call.Send(c, status, body)
}

// failure is the answer for an error; it sets the headers that go with it.
func (a *API) failure(c *gin.Context, err error) (int, []byte) {
	err = web.Known(err)
	e := wordError(err)
	if e.status >= 500 && e.status != http.StatusNotImplemented {
		_ = c.Error(err)
	}
	web.SayRetry(c, err)
	call.NoteError(c, e.kind)
	head := meta{Code: e.status, ErrorType: e.kind, ErrorMessage: e.message, Errors: fieldErrors(err)}
	body, _ := call.Encode(failure{head, head.Code, head.ErrorType, head.ErrorMessage}) // texts cannot fail to encode
	return e.status, body
}

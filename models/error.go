// Package models holds Photogram's rows, its rules, and every SQL statement.
// It must not know of HTTP, HTML, JSON shapes or where bytes are kept.
package models

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Kind says what sort of failure an Error is. Only package web turns kinds
// into status codes.
type Kind int

// The kinds of failure.
const (
	Invalid      Kind = iota + 1 // an input breaks a rule
	NotFound                     // no such thing, or not for this viewer
	Forbidden                    // visible, but not theirs to change
	Conflict                     // taken, or changed by somebody else
	Unauthorized                 // who is asking is not known
	TooMany                      // a limit in time is used up
	NotAllowed                   // exists, but its contents are private
	TooLarge                     // more bytes than are accepted
	NoSpace                      // the disk is full
	Unavailable                  // storage is away for now
)

// Error is a failure that the person asking caused or can mend. Its message is
// safe to show; Field names the input it is about, where there is one.
type Error struct {
	Kind    Kind
	Field   string
	Message string
	// RetryAfter is the number of seconds to wait, for TooMany.
	RetryAfter int
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return e.Field + ": " + e.Message
}

// Invalidf is an Error about one field.
func Invalidf(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// NotFoundf is an Error for what does not exist for this viewer.
func NotFoundf(format string, args ...any) *Error {
	return &Error{Kind: NotFound, Message: fmt.Sprintf(format, args...)}
}

// KindOf is the kind of an error, or 0 when nobody asking could have caused it.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// Messages that several statements share.
var (
	errNoPost = NotFoundf("This post does not exist or is no longer shared.")
	errNoUser = NotFoundf("This account does not exist.")
)

const (
	codeUniqueViolation = "23505"
	codeForeignKey      = "23503"
	codeDeadlock        = "40P01"
	codeCanceled        = "57014" // by a time limit
	codeDivision        = "22012" // by zero
	codeNoPrivilege     = "42501"
	codeNoFunction      = "42883"
)

func hasCode(err error, code string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == code
}

// IsUnavailable is true when the database cannot be reached or does not answer.
func IsUnavailable(err error) bool {
	var connect *pgconn.ConnectError
	var pg *pgconn.PgError
	if errors.As(err, &pg) { // 57P: shutting down or starting; 53: out of resources
		return strings.HasPrefix(pg.Code, "57P") || strings.HasPrefix(pg.Code, "53")
	}
	return errors.As(err, &connect) || errors.Is(err, context.DeadlineExceeded) || pgconn.Timeout(err) || pgconn.SafeToRetry(err)
}

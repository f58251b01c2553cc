package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"os"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"
	"gorm.io/gorm"

	"photogram/text"
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
	Unavailable                  // database, storage or another service is away for now
)

// Error is a failure that the person asking caused or can mend. Its message is
// safe to show; Field names the input it is about, where there is one.
type Error struct {
	Kind  Kind
	Field string
	// ID and Pairs are its message of the catalogue; Raw is one in words that are there already.
	ID    string
	Pairs []any
	Raw   string
	// RetryAfter is the number of seconds to wait, for TooMany and Unavailable.
	RetryAfter int
	// Plural is what was done too often, such as "likes", for TooMany.
	Plural string
	// Most and Per say how often, and in what, where that is not the hour that programs know of.
	Most int
	Per  string
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message()
	}
	return e.Field + ": " + e.Message()
}

// Message is what it says, in English.
func (e *Error) Message() string { return e.For(context.Background()) }

// For is the message in the language of the reader of a context.
func (e *Error) For(ctx context.Context) string {
	if e.ID == "" {
		return e.Raw
	}
	return text.T(ctx, e.ID, e.Pairs...)
}

// Say gives an Error its message of the catalogue, with the names and values of its gaps.
func Say(e Error, id string, pairs ...any) *Error {
	e.ID, e.Pairs = id, pairs
	return &e
}

// Invalidf is an Error about one field.
func Invalidf(field, id string, pairs ...any) *Error {
	return Say(Error{Kind: Invalid, Field: field}, id, pairs...)
}

// InvalidText is Invalidf in words that are there already.
func InvalidText(field, message string) *Error {
	return &Error{Kind: Invalid, Field: field, Raw: message}
}

// NotFoundf is an Error for what does not exist for this viewer.
func NotFoundf(id string, pairs ...any) *Error {
	return Say(Error{Kind: NotFound}, id, pairs...)
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
	ErrNoPost = NotFoundf("input.error.post-does-not-exist-no")
	ErrNoUser = NotFoundf("input.error.account-does-not-exist")
)

const (
	CodeUnique      = "23505"
	CodeForeignKey  = "23503"
	CodeDeadlock    = "40P01"
	CodeCanceled    = "57014" // by a time limit
	CodeNoPrivilege = "42501"
	CodeNoFunction  = "42883"
	codeReadOnly    = "25006"
	codeIdle        = "25P03" // in a transaction, for too long
)

func HasCode(err error, code string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == code
}

// IsUnavailable is true when the database cannot be reached, does not answer in
// time or takes no writes, and what was asked may work a little later.
func IsUnavailable(err error) bool {
	var connect *pgconn.ConnectError
	var lost *lostError
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == codeReadOnly || pg.Code == codeIdle || slices.Contains(awayClasses, pg.Code[:min(2, len(pg.Code))])
	}
	return errors.As(err, &connect) || errors.As(err, &lost) || errors.Is(err, context.DeadlineExceeded) || pgconn.Timeout(err) ||
		pgconn.SafeToRetry(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, puddle.ErrClosedPool)
}

// IsReadOnly is true when the database takes no writes.
func IsReadOnly(err error) bool { return HasCode(err, codeReadOnly) }

// awayClasses are the classes of SQLSTATE that say more of the server than of
// what was asked: the connection broke, transactions stood in each other's way,
// out of resources, stopping or starting, the system below failed.
var awayClasses = []string{"08", "40", "53", "57", "58"}

// lostError is what became of a connection to the database.
type lostError struct{ error }

func (e *lostError) Unwrap() error { return e.error }

// knownConn tells errors of a connection to the database from those of others, such
// as of whoever sends a request. Times that run out stay what they are.
type knownConn struct{ net.Conn }

func (c knownConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	return n, lost(err)
}

func (c knownConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	return n, lost(err)
}

func lost(err error) error {
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return &lostError{err}
}

func IsNoRows(err error) bool {
	return errors.Is(err, pgx.ErrNoRows) || errors.Is(err, sql.ErrNoRows) || errors.Is(err, gorm.ErrRecordNotFound)
}

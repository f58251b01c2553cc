package call

import (
	"fmt"

	"photogram/models"
)

// Kind is what is wrong with a call apart from what it asks for. Its number,
// type and status are the dialect's.
type Kind int

const (
	BadToken  Kind = iota + 1 // it cannot be used in this way
	NoScope                   // the token lacks one
	OtherCall                 // the call's key was used for another
	InFlight                  // the call with this key is still being carried out
	Lost                      // the answer of the call with this key
)

// Error is what is wrong with a call apart from what it asks for.
type Error struct {
	Kind    Kind
	Message string
}

func (e *Error) Error() string { return e.Message }

var (
	errOtherCall = &Error{OtherCall,
		keyHeader + ": This key was used for another call within the last 24 hours. Use a new key for each call."}
	errInFlight = &Error{InFlight,
		keyHeader + ": The call with this key is still being carried out. Send it again in a moment to get its answer."}
	errLost = &Error{Lost, keyHeader + ": An earlier call with this key had an effect, but its answer was lost. " +
		"Look at what is there, then go on with a new key."}
)

func needsScope(scope string) error {
	return &Error{NoScope, "This request requires scope=" + scope +
		", but this access token is not authorized with this scope. The user must re-authorize your application with scope=" +
		scope + " to be granted this permission."}
}

// TooMany is the error of a call beyond the token's limit.
func TooMany(a models.Allowance) error {
	return models.Say(models.Error{Kind: models.TooMany, RetryAfter: int(a.RetryAfter.Seconds()) + 1},
		"call.error.maximum-number-requests-per-hour")
}

// TooOften words that a limit is used up, as clients know it.
func TooOften(e *models.Error) string {
	if e.Plural == "" {
		return e.Message()
	}
	if e.Per != "" {
		return fmt.Sprintf("The maximum number of %s per %s has been exceeded, which is %d.", e.Plural, e.Per, e.Most)
	}
	return "The maximum number of " + e.Plural + " per hour has been exceeded."
}

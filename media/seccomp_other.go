//go:build !amd64 && !arm64

package media

import "errors"

// restrictCalls is not there for processors on which calls have other numbers.
func restrictCalls(bool) error { return errors.New("not known on this processor") }

//go:build race

package media

import "testing"

// The race detector multiplies memory, so bounds on it mean nothing there.
func skipUnderRace(t *testing.T) { t.Skip("not under the race detector") }

package jobs

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/riverqueue/river/rivertype"

	"photogram/media"
	"photogram/models"
)

// Which failures end a photo or a video, and after how many tries.
func TestRefusal(t *testing.T) {
	t.Parallel()
	heavy := &media.Error{Code: media.TooHeavy, Message: "too heavy"}
	for _, c := range []struct {
		name  string
		err   error
		tries int // until it is final; 0 for never
	}{
		{"the file is at fault", heavy, 1},
		{"killed from outside", fmt.Errorf("%w (%w)", heavy, media.ErrKilled), fewTries},
		{"not made", fmt.Errorf("render: %w: shrunk to nothing", media.ErrNotMade), fewTries},
		{"something else", errors.New("something else"), 25},
		{"a busy machine", busy(&models.Error{Kind: models.Unavailable, Raw: "busy"}), 0},
		{"no time left", busy(fmt.Errorf("render: %w", context.DeadlineExceeded)), 0},
	} {
		for what, ask := range map[string]func(error, bool) (string, bool){"photo": refusal, "video": videoRefusal} {
			got := 0
			for attempt := 1; attempt <= 25 && got == 0; attempt++ {
				reason, final := ask(c.err, lastTry(&rivertype.JobRow{Attempt: attempt, MaxAttempts: 25}, c.err))
				if final && reason == "" {
					t.Errorf("%s, %s: no word to the owner", c.name, what)
				}
				if final {
					got = attempt
				}
			}
			if got != c.tries {
				t.Errorf("%s, %s: final after %d tries, want %d", c.name, what, got, c.tries)
			}
		}
	}
}

package inbox

import (
	"context"
	"slices"

	"photogram/models"
)

// SendTo says the same to several people and groups: each reads it in their own
// conversation. All of them get it, or none.
func SendTo(ctx context.Context, s *models.Store, viewer models.ID, people, threads []models.ID, in Say) error {
	people, threads = unique(people), unique(threads)
	var problems models.Problems
	switch n := len(people) + len(threads); {
	case n == 0:
		problems = append(problems, models.Invalidf("to", "inbox.error.choose-somebody-send"))
	case n > MaxTargets:
		problems = append(problems, models.Invalidf("to", "inbox.error.send-at-most-people-groups", "maxTargets", MaxTargets))
	}
	if err := problems.Add(in.clean()); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	err := s.InTx(ctx, func(t *models.Tx) error {
		for _, id := range people { // which may make threads, whose ids are the newest
			start := Start{People: []models.ID{id}}
			th, err := start.open(ctx, t, viewer)
			if err != nil {
				return err
			}
			if !slices.Contains(threads, th.ID) {
				threads = append(threads, th.ID)
			}
		}
		slices.Sort(threads)
		for _, id := range threads {
			th, err := enter(ctx, t, viewer, id)
			if err != nil {
				return err
			}
			if _, err := th.say(ctx, t, viewer, in); err != nil {
				return err
			}
		}
		return nil
	})
	return commandError(err, "send to", 0)
}

func unique(ids []models.ID) []models.ID {
	out := slices.DeleteFunc(slices.Clone(ids), func(id models.ID) bool { return id == 0 })
	slices.Sort(out)
	return slices.Compact(out)
}

package inbox

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
)

// Start is a conversation that somebody begins: with one person, or a group of several,
// or of whoever it names.
type Start struct {
	People []models.ID
	Name   string // of a group
	Say    *Say   // what is said first
}

// target is somebody to write to.
type target struct {
	ID           models.ID
	Username     string
	MessagesFrom access.Circle
	May          bool // the writer may
	Knows        bool // follows the writer
}

// closed says why somebody takes no messages.
func (u *target) closed(field string) *models.Error {
	why := "inbox.error.takes-none"
	switch u.MessagesFrom {
	case access.FromFollowers:
		why = "inbox.error.takes-followers"
	case access.FromFollowing:
		why = "inbox.error.takes-following"
	}
	return models.Say(models.Error{Kind: models.Forbidden, Field: field}, why, "name", u.Username)
}

// side is how a thread begins with whoever is written to.
type side struct {
	OwnerID, StoryID models.ID
	State            string
}

// Begin begins a conversation, and says the first thing in it. With one person it is the
// one that there is, if there is one.
func Begin(ctx context.Context, s *models.Store, viewer models.ID, in Start) (thread models.ID, m *Message, err error) {
	if err := in.clean(viewer); err != nil {
		return 0, nil, err
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		th, err := in.open(ctx, t, viewer)
		if err != nil {
			return err
		}
		thread = th.ID
		if in.Say != nil {
			m, err = th.say(ctx, t, viewer, *in.Say)
		}
		return err
	})
	if models.HasCode(err, models.CodeForeignKey) {
		err = models.ErrNoUser
	}
	return thread, m, commandError(err, "begin", thread)
}

func (in *Start) clean(viewer models.ID) error {
	var problems models.Problems
	name, err := models.CleanText("name", in.Name, MaxName, false)
	if err := problems.Add(err); err != nil {
		return err
	}
	in.Name = name
	slices.Sort(in.People)
	in.People = slices.Compact(slices.DeleteFunc(in.People, func(id models.ID) bool { return id == 0 || id == viewer }))
	switch {
	case len(in.People) == 0:
		problems = append(problems, models.Invalidf("user_ids", "inbox.error.choose-somebody-write"))
	case len(in.People) >= MaxMembers:
		problems = append(problems, models.Invalidf("user_ids", "inbox.error.group-at-most-people-among", "maxMembers", MaxMembers))
	}
	if in.Say != nil {
		if err := problems.Add(in.Say.clean()); err != nil {
			return err
		}
	}
	return problems.Err()
}

func (in *Start) open(ctx context.Context, t *models.Tx, viewer models.ID) (*thread, error) {
	if in.Name != "" || len(in.People) > 1 {
		return makeGroup(ctx, t, viewer, in)
	}
	people, err := targets(ctx, t, viewer, in.People)
	if err != nil {
		return nil, err
	}
	if len(people) == 0 {
		return nil, models.ErrNoUser
	}
	u := &people[0]
	th, err := findMain(ctx, t, viewer, u.ID)
	if th != nil || err != nil {
		return th, err
	}
	if !u.May {
		return nil, u.closed("user_ids")
	}
	if u.Knows {
		return mainThread(ctx, t, viewer, u.ID, side{State: Open})
	}
	if th, err = mainThread(ctx, t, viewer, u.ID, side{State: Request}); err != nil {
		return nil, err
	}
	return th, t.Use(ctx, models.BudgetStranger, viewer, 1)
}

// targets are those of some accounts that the viewer sees.
func targets(ctx context.Context, t *models.Tx, viewer models.ID, ids []models.ID) (list []target, err error) {
	err = models.Find(ctx, t.PG, &list, `SELECT u.id, u.username, u.messages_from, `+access.MayWrite+` AS may,
		EXISTS (SELECT 1 FROM following kf WHERE kf.user_id = u.id AND kf.target_id = @viewer AND kf.state = 'follows') AS knows
		FROM users u WHERE u.id = ANY(@ids) AND `+access.NotHidden("u")+` ORDER BY u.id`, models.Args{"viewer": viewer, "ids": ids})
	if err != nil {
		return nil, fmt.Errorf("find people to write to: %w", err)
	}
	return list, nil
}

// findMain locks the thread of two people, if there is one.
func findMain(ctx context.Context, t *models.Tx, viewer, other models.ID) (*thread, error) {
	var id models.ID
	err := models.Take(ctx, t.PG, &id, `SELECT thread_id FROM thread_members WHERE user_id = @viewer AND other_id = @other AND main`,
		models.Args{"viewer": viewer, "other": other})
	if models.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return lock(ctx, t, id, "NO KEY UPDATE")
}

// mainThread is the thread of two people, locked, made where there is none. Of two who
// make it at once the second finds that of the first.
func mainThread(ctx context.Context, t *models.Tx, viewer, other models.ID, in side) (*thread, error) {
	th, err := findMain(ctx, t, viewer, other)
	if th != nil || err != nil {
		return th, err
	}
	th = &thread{ID: t.Store.NewID(), Kind: Direct, Members: []models.ID{viewer, other}}
	slices.Sort(th.Members)
	args := models.Args{"viewer": viewer, "other": other, "thread": th.ID, "owner": in.OwnerID, "story": in.StoryID, "state": in.State,
		"members": th.Members, "now": t.Store.Now()}
	made, err := models.DoCount(ctx, t.PG, `INSERT INTO thread_members (user_id, thread_id, other_id, owner_id, story_id, message_id,
		main, state, created_at)
		SELECT u, @thread, o, @owner, @story, 0, true, CASE WHEN u = @viewer THEN 'open' ELSE @state END, @now
		FROM (VALUES (CAST(@viewer AS bigint), CAST(@other AS bigint)), (@other, @viewer)) x (u, o) ORDER BY u
		ON CONFLICT (user_id, other_id) WHERE main DO NOTHING`, args)
	if err != nil {
		return nil, err
	}
	if made == 0 {
		if th, err = findMain(ctx, t, viewer, other); th == nil && err == nil {
			err = errNoThread
		}
		return th, err
	}
	return th, models.Do(ctx, t.PG, `INSERT INTO threads (id, kind, members, created_at) VALUES (@thread, 'direct', @members, @now)`, args)
}

package inbox

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
)

var (
	errNoGroup = models.Say(models.Error{Kind: models.Invalid, Field: "thread"}, "inbox.error.only-group-can-do-conversation")
	errMaker   = models.Say(models.Error{Kind: models.Forbidden, Field: "user_id"}, "inbox.error.only-who-made-group-can")
)

// makeGroup makes a group of the viewer and others.
func makeGroup(ctx context.Context, t *models.Tx, viewer models.ID, in *Start) (*thread, error) {
	th := &thread{ID: t.Store.NewID(), Kind: Group, Name: in.Name, MakerID: viewer, Members: []models.ID{viewer}}
	people, err := th.welcome(ctx, t, viewer, in.People)
	if err != nil {
		return nil, err
	}
	if err := models.Do(ctx, t.PG, `INSERT INTO threads (id, kind, name, maker_id, members, created_at)
		VALUES (@thread, 'group', @name, @viewer, ARRAY[CAST(@viewer AS bigint)], @now)`,
		models.Args{"thread": th.ID, "name": th.Name, "viewer": viewer, "now": t.Store.Now()}); err != nil {
		return nil, fmt.Errorf("make a group: %w", err)
	}
	if err := th.join(ctx, t, append([]target{{ID: viewer, Knows: true}}, people...)); err != nil {
		return nil, err
	}
	if err := th.add(ctx, t, &Message{UserID: viewer, Event: Made, Text: in.Name}); err != nil {
		return nil, err
	}
	return th, t.Use(ctx, models.BudgetArrange, viewer, 1)
}

// welcome checks that people can come into a group, and tells all that is wrong.
// Nobody can who blocked a member, or whom a member blocked; whom is not said.
func (th *thread) welcome(ctx context.Context, t *models.Tx, viewer models.ID, ids []models.ID) ([]target, error) {
	people, err := targets(ctx, t, viewer, ids)
	if err != nil {
		return nil, err
	}
	var problems models.Problems
	for _, id := range ids {
		if !slices.ContainsFunc(people, func(u target) bool { return u.ID == id }) {
			problems = append(problems, models.Invalidf("user_ids", "inbox.error.account-does-not-exist", "id", id))
		}
	}
	var apart []models.ID
	if err := models.Find(ctx, t.PG, &apart, `SELECT DISTINCT user_id FROM blocks WHERE user_id = ANY(@new) AND other_id = ANY(@all)`,
		models.Args{"new": ids, "all": slices.Concat(ids, th.Members)}); err != nil {
		return nil, fmt.Errorf("find blocks in a group: %w", err)
	}
	strangers := 0
	for _, u := range people {
		switch {
		case !u.May:
			e := u.closed("user_ids")
			e.Kind = models.Invalid
			problems = append(problems, e)
		case slices.Contains(apart, u.ID):
			problems = append(problems, models.Invalidf("user_ids", "inbox.error.cant-group-everyone-here", "username", u.Username))
		case !u.Knows:
			strangers++
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if strangers > 0 {
		err = t.Use(ctx, models.BudgetStranger, viewer, strangers)
	}
	return people, err
}

// join makes people members of a locked group, who see what comes from now on.
func (th *thread) join(ctx context.Context, t *models.Tx, people []target) error {
	var open, asked []models.ID
	for _, u := range people {
		if u.Knows {
			open = append(open, u.ID)
		} else {
			asked = append(asked, u.ID)
		}
		if !slices.Contains(th.Members, u.ID) {
			th.Members = append(th.Members, u.ID)
		}
	}
	args := models.Args{"thread": th.ID, "open": open, "asked": asked, "last": th.LastID, "members": th.Members, "now": t.Store.Now()}
	for _, sql := range []string{`INSERT INTO thread_members (user_id, thread_id, other_id, owner_id, story_id, message_id, seen_id,
		hidden_id,
		change_id, kind, state, created_at)
		SELECT u, @thread, 0, 0, 0, @last, @last, @last, @last, 'group', CASE WHEN u = ANY(@open) THEN 'open' ELSE 'request' END, @now
		FROM unnest(CAST(@open AS bigint[]) || CAST(@asked AS bigint[])) u ORDER BY u`,
		`UPDATE threads SET members = @members WHERE id = @thread`} {
		if err := models.Do(ctx, t.PG, sql, args); err != nil {
			return fmt.Errorf("join group %d: %w", th.ID, err)
		}
	}
	return nil
}

// inGroup changes a group of the viewer's.
func inGroup(ctx context.Context, s *models.Store, viewer, id models.ID, change func(*models.Tx, *thread) error) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		th, err := enter(ctx, t, viewer, id)
		if err != nil {
			return err
		}
		if th.Kind != Group {
			return errNoGroup
		}
		return change(t, th)
	})
	return commandError(err, "change", id)
}

// AddMembers brings people into a group of the viewer's. Those who are in it stay.
func AddMembers(ctx context.Context, s *models.Store, viewer, id models.ID, people []models.ID) error {
	return inGroup(ctx, s, viewer, id, func(t *models.Tx, th *thread) error {
		fresh := slices.Clone(people)
		slices.Sort(fresh)
		fresh = slices.DeleteFunc(slices.Compact(fresh), func(u models.ID) bool { return u == 0 || slices.Contains(th.Members, u) })
		if len(people) == 0 {
			return models.Invalidf("user_ids", "inbox.error.choose-somebody-add")
		}
		if len(th.Members)+len(fresh) > MaxMembers {
			return models.Invalidf("user_ids", "inbox.error.group-at-most-people-one", "maxMembers", MaxMembers, "members", len(th.Members))
		}
		if len(fresh) == 0 {
			return nil
		}
		list, err := th.welcome(ctx, t, viewer, fresh)
		if err != nil {
			return err
		}
		if err := th.join(ctx, t, list); err != nil {
			return err
		}
		for _, u := range list {
			if err := th.add(ctx, t, &Message{UserID: viewer, Event: Added, AboutID: u.ID}); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetArrange, viewer, len(list))
	})
}

// RemoveMember takes somebody out of a group: oneself, or anybody as who made it.
func RemoveMember(ctx context.Context, s *models.Store, viewer, id, who models.ID) error {
	return inGroup(ctx, s, viewer, id, func(t *models.Tx, th *thread) error {
		if who != viewer && th.MakerID != viewer {
			return errMaker
		}
		if !slices.Contains(th.Members, who) {
			return nil
		}
		return th.part(ctx, t, viewer, who)
	})
}

// part takes a member out of a locked group. Another makes it from then on when its
// maker left, and it ends with the last.
func (th *thread) part(ctx context.Context, t *models.Tx, viewer, who models.ID) error {
	if len(th.Members) == 1 {
		return th.end(ctx, t)
	}
	th.Members = th.others(who)
	if th.MakerID == who {
		th.MakerID = th.Members[0]
	}
	args := models.Args{"thread": th.ID, "who": who, "maker": th.MakerID, "members": th.Members}
	for _, sql := range []string{`UPDATE threads SET members = @members, maker_id = @maker WHERE id = @thread`,
		`DELETE FROM thread_members WHERE user_id = @who AND thread_id = @thread`} {
		if err := models.Do(ctx, t.PG, sql, args); err != nil {
			return fmt.Errorf("leave group %d: %w", th.ID, err)
		}
	}
	if err := recount(ctx, t, who); err != nil {
		return err
	}
	m := &Message{UserID: viewer, Event: Left}
	if who != viewer {
		m.Event, m.AboutID = Removed, who
	}
	return th.add(ctx, t, m)
}

// Rename names a group of the viewer's; an empty name leaves it to its people's.
func Rename(ctx context.Context, s *models.Store, viewer, id models.ID, name string) error {
	name, err := models.CleanText("name", name, MaxName, false)
	if err != nil {
		return err
	}
	return inGroup(ctx, s, viewer, id, func(t *models.Tx, th *thread) error {
		if th.Name == name {
			return nil
		}
		if err := models.Do(ctx, t.PG, `UPDATE threads SET name = @name WHERE id = @thread`,
			models.Args{"name": name, "thread": id}); err != nil {
			return err
		}
		if err := th.add(ctx, t, &Message{UserID: viewer, Event: Named, Text: name}); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetArrange, viewer, 1)
	})
}

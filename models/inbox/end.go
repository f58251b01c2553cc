package inbox

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/post"
)

// end removes a locked thread with all that was said in it.
func (th *thread) end(ctx context.Context, t *models.Tx) error {
	args := models.Args{"thread": th.ID, "members": th.Members}
	var writers []struct{ UserID, ID models.ID }
	err := models.Find(ctx, t.PG, &writers, `SELECT user_id, id FROM messages WHERE thread_id = @thread AND photos > 0 ORDER BY user_id`,
		args)
	if err != nil {
		return fmt.Errorf("end thread %d: %w", th.ID, err)
	}
	byWriter := map[models.ID][]models.ID{}
	for _, w := range writers {
		byWriter[w.UserID] = append(byWriter[w.UserID], w.ID)
	}
	for writer, ids := range byWriter {
		if err := post.DropOfMessages(ctx, t, writer, ids); err != nil {
			return err
		}
	}
	for _, sql := range []string{`DELETE FROM message_reactions WHERE thread_id = @thread`, `DELETE FROM messages WHERE thread_id =
		@thread`,
		`DELETE FROM thread_members WHERE user_id = ANY(@members) AND thread_id = @thread`, `DELETE FROM threads WHERE id = @thread`} {
		if err := models.Do(ctx, t.PG, sql, args); err != nil {
			return fmt.Errorf("end thread %d: %w", th.ID, err)
		}
	}
	return recount(ctx, t, th.Members...)
}

// Forgo removes an account that is deleted from a thread, with its photos there, and the
// thread itself where that is of two.
func Forgo(ctx context.Context, s *models.Store, user, id models.ID) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		th, err := lock(ctx, t, id, "UPDATE")
		switch {
		case models.KindOf(err) == models.NotFound:
		case err != nil:
			return err
		case th.Kind == Direct:
			return th.end(ctx, t)
		case slices.Contains(th.Members, user):
			if err := th.part(ctx, t, user, user); err != nil {
				return err
			}
		}
		return post.DropOfThread(ctx, t, user, id)
	})
	return commandError(err, "forgo", id)
}

// Locked is a conversation of which a photo is made.
type Locked thread

// LockOf locks a conversation for what comes of its photos.
func LockOf(ctx context.Context, t *models.Tx, id models.ID) (*Locked, error) {
	th, err := lock(ctx, t, id, "NO KEY UPDATE")
	return (*Locked)(th), err
}

// Made notes that a photo of a message was made, or could not be, for pages that show it.
func (th *Locked) Made(ctx context.Context, t *models.Tx, message models.ID) error {
	return (*thread)(th).touch(ctx, t, message)
}

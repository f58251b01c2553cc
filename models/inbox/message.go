package inbox

import (
	"context"
	"fmt"
	"unicode"

	"github.com/rivo/uniseg"

	"photogram/models"
	"photogram/models/activity"
	"photogram/models/post"
)

// shown locks a thread of the viewer's with a message that they see there.
func shown(ctx context.Context, t *models.Tx, viewer, id, message models.ID) (*thread, *Message, error) {
	th, err := enter(ctx, t, viewer, id)
	if err != nil {
		return nil, nil, err
	}
	var m Message
	err = models.Take(ctx, t.PG, &m, `SELECT x.* `+fromMessages+` AND x.id = @message`,
		models.Args{"viewer": viewer, "thread": id, "message": message})
	if models.IsNoRows(err) || err == nil && (m.Gone || m.Event != "") {
		return nil, nil, errNoMessage
	}
	return th, &m, err
}

// isEmoji is whether a text is one picture character.
func isEmoji(text string) bool {
	if len(text) > 64 || uniseg.GraphemeClusterCount(text) != 1 {
		return false
	}
	picture := false
	for _, r := range text {
		switch {
		case r >= 0x1F000, r >= 0x2190 && r <= 0x2BFF, r == 0x20E3, r == 0x3030, r == 0x303D:
			picture = true
		case unicode.IsLetter(r), unicode.IsSpace(r), unicode.IsPunct(r) && r != '*' && r != '#':
			return false
		}
	}
	return picture
}

// React says with one emoji what the viewer feels about a message; another takes its place.
func React(ctx context.Context, s *models.Store, viewer, id, message models.ID, emoji string) error {
	if !isEmoji(emoji) {
		return models.Invalidf("reaction", "inbox.error.reaction-one-emoji")
	}
	err := s.InTx(ctx, func(t *models.Tx) error {
		th, m, err := shown(ctx, t, viewer, id, message)
		if err != nil {
			return err
		}
		n, err := models.DoCount(ctx, t.PG, `INSERT INTO message_reactions AS r (thread_id, message_id, user_id, reaction, created_at)
			VALUES (@thread, @message, @viewer, @reaction, @now) ON CONFLICT (thread_id, message_id, user_id)
			DO UPDATE SET reaction = excluded.reaction, created_at = excluded.created_at WHERE r.reaction <> excluded.reaction`,
			models.Args{"thread": id, "message": message, "viewer": viewer, "reaction": emoji, "now": s.Now()})
		if err != nil || n == 0 {
			return err
		}
		if err := th.touch(ctx, t, message); err != nil {
			return err
		}
		if err := tellReaction(ctx, t, viewer, m); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetAnswer, viewer, 1)
	})
	return commandError(err, "react in", id)
}

// tellReaction records for who wrote a message that somebody else feels something about it,
// as far as the conversation is not silent for them.
func tellReaction(ctx context.Context, t *models.Tx, viewer models.ID, m *Message) error {
	if m.UserID == viewer {
		return nil
	}
	var side []ThreadMember
	if err := models.Find(ctx, t.PG, &side, `SELECT user_id, state, muted FROM thread_members
		WHERE user_id = @user AND thread_id = @thread`,
		models.Args{"user": m.UserID, "thread": m.ThreadID}); err != nil || len(side) == 0 || side[0].Muted || side[0].Requested() {
		return err
	}
	return activity.Record(ctx, t, activity.Activity{UserID: m.UserID, Kind: activity.ActReaction, ActorID: viewer, ThreadID: m.ThreadID,
		MessageID: m.ID})
}

// Unreact is React taken back.
func Unreact(ctx context.Context, s *models.Store, viewer, id, message models.ID) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		th, _, err := shown(ctx, t, viewer, id, message)
		if err != nil {
			return err
		}
		n, err := models.DoCount(ctx, t.PG, `DELETE FROM message_reactions WHERE thread_id = @thread AND message_id = @message
			AND user_id = @viewer`, models.Args{"thread": id, "message": message, "viewer": viewer})
		if err != nil || n == 0 {
			return err
		}
		return th.touch(ctx, t, message)
	})
	return commandError(err, "react in", id)
}

// Unsend takes a message of the viewer's back from everyone, with its photos. Its place
// stays, so that open pages learn of it.
func Unsend(ctx context.Context, s *models.Store, viewer, id, message models.ID) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		th, m, err := shown(ctx, t, viewer, id, message)
		if err != nil {
			return err
		}
		if m.UserID != viewer {
			return models.Say(models.Error{Kind: models.Forbidden}, "inbox.error.only-who-wrote-message-can")
		}
		if err := post.DropOfMessages(ctx, t, viewer, []models.ID{message}); err != nil {
			return err
		}
		args := models.Args{"thread": id, "message": message, "members": th.Members}
		for _, sql := range []string{
			`DELETE FROM message_reactions WHERE thread_id = @thread AND message_id = @message`,
			// A reply to a story stays counted there.
			`UPDATE messages SET gone = true, text = '', reaction = '', photos = 0,
				card_kind = CASE WHEN to_story THEN card_kind ELSE '' END, card_id = CASE WHEN to_story THEN card_id ELSE 0 END,
				card_owner_id = CASE WHEN to_story THEN card_owner_id ELSE 0 END
				WHERE thread_id = @thread AND id = @message`,
			// What is newest now is the thread's place in lists.
			`UPDATE thread_members m SET message_id = x.id, seen_id = least(m.seen_id, x.id), hidden_id = least(m.hidden_id, x.id)
				FROM (SELECT coalesce(max(id), 0) AS id FROM messages WHERE thread_id = @thread AND NOT gone) x
				WHERE m.user_id = ANY(@members) AND m.thread_id = @thread AND m.message_id > x.id`,
		} {
			if err := models.Do(ctx, t.PG, sql, args); err != nil {
				return fmt.Errorf("unsend message %d: %w", message, err)
			}
		}
		return th.touch(ctx, t, message)
	})
	return commandError(err, "unsend in", id)
}

func recount(ctx context.Context, t *models.Tx, users ...models.ID) error {
	return activity.Recount(ctx, t, `SELECT unnest(CAST($1 AS bigint[]))`, models.Int64s(users))
}

package models

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Relationship is how a viewer and an account stand to each other. Outgoing
// and Incoming are "", "follows" or "requested".
type Relationship struct {
	Outgoing, Incoming     string
	Blocked, TargetPrivate bool
	// What the viewer chose about the account, without its knowledge.
	MutesPosts, MutesStories, Restricted, CloseFriend, HidesStories bool
}

// Follows is whether the viewer follows the account.
func (r Relationship) Follows() bool { return r.Outgoing == "follows" }

// feedBackfill is how many of an account's posts enter the feed of a new follower.
const feedBackfill = 100

// lockUsers locks accounts in one order everywhere, and says which of them are
// there and private. Whatever counts followers or posts holds these locks, so
// a follow sees each post either in its backfill or in the post's fan-out.
func (t *tx) lockUsers(ctx context.Context, ids ...ID) (map[ID]bool, error) {
	keys := make([]int64, len(ids))
	for i, id := range ids {
		keys[i] = int64(id)
	}
	rows, err := t.pgx.Query(ctx, `SELECT id, is_private FROM users WHERE id = ANY($1) AND suspended_at IS NULL ORDER BY id FOR NO KEY UPDATE`, keys)
	if err != nil {
		return nil, err
	}
	private := map[ID]bool{}
	var id ID
	var p bool
	_, err = pgx.ForEachRow(rows, []any{&id, &p}, func() error {
		private[id] = p
		return nil
	})
	return private, err
}

func (t *tx) blocked(ctx context.Context, a, b ID) (yes bool, err error) {
	err = t.pgx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM blocks WHERE user_id = $1 AND other_id = $2)`, a, b).Scan(&yes)
	return yes, err
}

// Follow makes the viewer follow an account, or ask to when it is private.
func (s *Store) Follow(ctx context.Context, viewer, target ID) error {
	if viewer == target {
		return Invalidf("user_id", "You can't follow yourself.")
	}
	return s.inTx(ctx, func(t *tx) error {
		private, err := t.lockUsers(ctx, viewer, target)
		if err != nil {
			return err
		}
		hidden, err := t.blocked(ctx, target, viewer)
		if err != nil {
			return err
		}
		isPrivate, there := private[target]
		if !there || hidden {
			return errNoUser
		}
		state := "follows"
		if isPrivate {
			state = "requested"
		}
		tag, err := t.pgx.Exec(ctx, `WITH edge AS (INSERT INTO following (user_id, target_id, id, state, created_at) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING RETURNING 1)
			INSERT INTO followers (user_id, follower_id, id, state, created_at) SELECT $2, $1, $3, $4, $5 FROM edge`,
			viewer, target, s.NewID(), state, s.Now())
		if err != nil {
			return fmt.Errorf("follow %d: %w", target, err)
		}
		if tag.RowsAffected() == 0 {
			return nil
		}
		if err := t.use(ctx, BudgetFollow, viewer, 1); err != nil {
			return err
		}
		if state == "requested" {
			return t.act(ctx, Activity{UserID: target, Kind: ActRequest, ActorID: viewer})
		}
		if err := t.act(ctx, Activity{UserID: target, Kind: ActFollow, ActorID: viewer}); err != nil {
			return err
		}
		return t.followed(ctx, viewer, target)
	})
}

// followed counts a new edge and brings the newest posts into the follower's feed.
func (t *tx) followed(ctx context.Context, follower, target ID) error {
	if err := t.countEdge(ctx, follower, target, 1); err != nil {
		return err
	}
	return t.backfill(ctx, follower, target)
}

// backfill brings an account's newest posts into a follower's feed.
func (t *tx) backfill(ctx context.Context, follower, target ID) error {
	_, err := t.pgx.Exec(ctx, `INSERT INTO feed (user_id, pub_id, owner_id, post_id)
		SELECT $1, p.pub_id, p.owner_id, p.id FROM posts p
		WHERE p.owner_id = $2 AND p.state = 'published' AND EXISTS (SELECT 1 FROM feed_readers r WHERE r.user_id = $1)
		ORDER BY p.pub_id DESC LIMIT $3 ON CONFLICT DO NOTHING`, follower, target, feedBackfill)
	return err
}

func (t *tx) countEdge(ctx context.Context, follower, target ID, by int) error {
	_, err := t.pgx.Exec(ctx, `WITH n AS (UPDATE users SET following_count = following_count + CASE WHEN id = $1 THEN $3 ELSE 0 END,
			followers_count = followers_count + CASE WHEN id = $2 THEN $3 ELSE 0 END WHERE id IN ($1, $2) RETURNING id, followers_count)
		INSERT INTO pulled_accounts (user_id) SELECT id FROM n WHERE id = $2 AND $3 > 0 AND followers_count >= $4 ON CONFLICT DO NOTHING`, follower, target, by, t.store.pullAbove)
	return err
}

// Unfollow takes a follow or a request back.
func (s *Store) Unfollow(ctx context.Context, viewer, target ID) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.lockUsers(ctx, viewer, target); err != nil {
			return err
		}
		return t.unfollow(ctx, viewer, target)
	})
}

// unfollow needs both accounts locked. The follower's row goes first: a
// fan-out that runs at the same time either waits for it and skips the reader,
// or has finished, and then the second statement sees what it wrote.
func (t *tx) unfollow(ctx context.Context, follower, target ID) error {
	var state string
	err := t.pgx.QueryRow(ctx, `WITH edge AS (DELETE FROM followers WHERE user_id = $2 AND follower_id = $1 RETURNING state),
		other AS (DELETE FROM following WHERE user_id = $1 AND target_id = $2)
		SELECT state FROM edge`, follower, target).Scan(&state)
	if isNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("unfollow %d: %w", target, err)
	}
	if err := t.act(ctx, Activity{UserID: target, Kind: ActRecount, ActorID: follower}, Activity{UserID: follower, Kind: ActRecount, ActorID: target}); err != nil || state != "follows" {
		return err
	}
	if err := t.countEdge(ctx, follower, target, -1); err != nil {
		return err
	}
	_, err = t.pgx.Exec(ctx, `DELETE FROM feed WHERE user_id = $1 AND owner_id = $2`, follower, target)
	return err
}

// ApproveFollow lets a requester follow the viewer.
func (s *Store) ApproveFollow(ctx context.Context, viewer, requester ID) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.lockUsers(ctx, viewer, requester); err != nil {
			return err
		}
		tag, err := t.pgx.Exec(ctx, `WITH edge AS (UPDATE followers SET state = 'follows', id = $3 WHERE user_id = $1 AND follower_id = $2 AND state = 'requested' RETURNING 1)
			UPDATE following SET state = 'follows', id = $3 FROM edge WHERE user_id = $2 AND target_id = $1`, viewer, requester, s.NewID())
		if err != nil {
			return fmt.Errorf("approve %d: %w", requester, err)
		}
		if tag.RowsAffected() == 0 {
			return nil
		}
		if err := t.act(ctx, Activity{UserID: requester, Kind: ActApproved, ActorID: viewer}, Activity{UserID: viewer, Kind: ActRecount, ActorID: requester}); err != nil {
			return err
		}
		return t.followed(ctx, requester, viewer)
	})
}

// ApproveRequests approves all who wait to follow a public account.
func (s *Store) ApproveRequests(ctx context.Context, user ID) error {
	for {
		rows, err := s.pool.Query(ctx, `SELECT f.follower_id FROM followers f JOIN users u ON u.id = f.user_id AND NOT u.is_private
			WHERE f.user_id = $1 AND f.state = 'requested' ORDER BY f.id DESC LIMIT 500`, user)
		if err != nil {
			return fmt.Errorf("read the requests of %d: %w", user, err)
		}
		waiting, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, id := range waiting {
			if err := s.ApproveFollow(ctx, user, ID(id)); err != nil {
				return err
			}
		}
	}
}

// RemoveFollower ends somebody's follow of the viewer, or ignores their request.
func (s *Store) RemoveFollower(ctx context.Context, viewer, follower ID) error {
	return s.Unfollow(ctx, follower, viewer)
}

// Block makes two accounts invisible to each other and ends their follows.
func (s *Store) Block(ctx context.Context, viewer, target ID) error {
	if viewer == target {
		return Invalidf("user_id", "You can't block yourself.")
	}
	return s.inTx(ctx, func(t *tx) error {
		there, err := t.lockUsers(ctx, viewer, target)
		if err != nil {
			return err
		}
		if _, ok := there[target]; !ok {
			return errNoUser
		}
		if err := t.unfollow(ctx, viewer, target); err != nil {
			return err
		}
		if err := t.unfollow(ctx, target, viewer); err != nil {
			return err
		}
		_, err = t.pgx.Exec(ctx, `INSERT INTO blocks (user_id, other_id, by_owner, id, created_at) VALUES ($1, $2, true, $3, $4), ($2, $1, false, $3, $4)
			ON CONFLICT DO NOTHING`, viewer, target, s.NewID(), s.Now())
		if err != nil {
			return fmt.Errorf("block %d: %w", target, err)
		}
		for _, sql := range []string{
			`DELETE FROM close_friends WHERE user_id = $1 AND friend_id = $2 OR user_id = $2 AND friend_id = $1`,
			`DELETE FROM restricts WHERE user_id = $1 AND other_id = $2 OR user_id = $2 AND other_id = $1`,
		} {
			if _, err := t.pgx.Exec(ctx, sql, viewer, target); err != nil {
				return fmt.Errorf("block %d: %w", target, err)
			}
		}
		if err := t.untag(ctx, viewer, target); err != nil {
			return err
		}
		return t.act(ctx, Activity{UserID: viewer, Kind: ActRecount, ActorID: target}, Activity{UserID: target, Kind: ActRecount, ActorID: viewer})
	})
}

// Unblock takes the viewer's block back.
func (s *Store) Unblock(ctx context.Context, viewer, target ID) error {
	return s.inTx(ctx, func(t *tx) error {
		tag, err := t.pgx.Exec(ctx, `DELETE FROM blocks WHERE (user_id = $1 AND other_id = $2 AND by_owner) OR (user_id = $2 AND other_id = $1 AND NOT by_owner)`, viewer, target)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return t.act(ctx, Activity{UserID: viewer, Kind: ActRecount, ActorID: target}, Activity{UserID: target, Kind: ActRecount, ActorID: viewer})
	})
}

// RelationshipOf is how the viewer stands to an account.
func (s *Store) RelationshipOf(ctx context.Context, viewer, target ID) (Relationship, error) {
	p, err := s.UserByID(ctx, viewer, target)
	if err != nil {
		return Relationship{}, err
	}
	return p.Relationship, nil
}

// PersonRow is an account in a list, with what the viewer is to it.
type PersonRow struct {
	Author
	EdgeID   ID
	Outgoing string
}

// Followers lists who follows an account, newest first.
func (s *Store) Followers(ctx context.Context, viewer, user ID, after ID, limit int) ([]PersonRow, ID, error) {
	return s.edges(ctx, viewer, user, `followers e JOIN users u ON u.id = e.follower_id`, "follows", after, limit)
}

// Following lists whom an account follows, newest first.
func (s *Store) Following(ctx context.Context, viewer, user ID, after ID, limit int) ([]PersonRow, ID, error) {
	return s.edges(ctx, viewer, user, `following e JOIN users u ON u.id = e.target_id`, "follows", after, limit)
}

// Requesters lists who asks to follow the viewer, newest first.
func (s *Store) Requesters(ctx context.Context, viewer ID, after ID, limit int) ([]PersonRow, ID, error) {
	return s.edges(ctx, viewer, viewer, `followers e JOIN users u ON u.id = e.follower_id`, "requested", after, limit)
}

func (s *Store) edges(ctx context.Context, viewer, user ID, from, state string, after ID, limit int) ([]PersonRow, ID, error) {
	p, err := s.UserByID(ctx, viewer, user)
	if err != nil {
		return nil, 0, err
	}
	if !p.PostsVisible {
		return nil, 0, errPrivate
	}
	return s.people(ctx, `SELECT `+authorColumns+`, e.id AS edge_id, coalesce(f.state, '') AS outgoing FROM `+from+`
		LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE e.user_id = @user AND e.state = @state AND e.id < @after AND `+notHidden("u")+`
		ORDER BY e.id DESC LIMIT @limit`, map[string]any{"viewer": viewer, "user": user, "state": state}, after, limit)
}

// people runs a query for a page of people and finds the key of the next page.
func (s *Store) people(ctx context.Context, sql string, args map[string]any, after ID, limit int) ([]PersonRow, ID, error) {
	args["after"], args["limit"] = orNewest(after), limit+1
	var rows []PersonRow
	if err := s.gorm(ctx).Raw(sql, args).Scan(&rows).Error; err != nil {
		return nil, 0, err
	}
	var next ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].EdgeID
	}
	return rows, next, nil
}

var errPrivate = &Error{Kind: NotAllowed, Message: "This account is private."}

// orNewest makes the zero key mean the top of a list.
func orNewest(id ID) ID {
	if id <= 0 {
		return 1<<63 - 1
	}
	return id
}

// Package people is about what people are to each other: follows, requests, blocks,
// mutes, restrictions, close friends, suggestions.
package people

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/tally"
)

// feedBackfill is how many of an account's posts enter the feed of a new follower.
const feedBackfill = 100

// Follow makes the viewer follow an account, or ask to when it is private.
func Follow(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	return FollowFrom(ctx, s, viewer, target, 0)
}

// FollowFrom is Follow by somebody whom a post of the account brought. Any other
// post brought nobody.
func FollowFrom(ctx context.Context, s *models.Store, viewer, target, from models.ID) error {
	if viewer == target {
		return models.Invalidf("user_id", "people.error.cannot-follow-yourself")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		private, err := t.LockUsers(ctx, viewer, target)
		if err != nil {
			return err
		}
		hidden, err := access.Blocked(ctx, t, target, viewer)
		if err != nil {
			return err
		}
		isPrivate, there := private[target]
		if !there || hidden {
			return models.ErrNoUser
		}
		if from, err = brought(ctx, t, viewer, target, from); err != nil {
			return err
		}
		state := access.Following
		if isPrivate {
			state = access.Requested
		}
		tag, err := t.PG.Exec(ctx, `WITH edge AS (INSERT INTO following (user_id, target_id, id, state, created_at)
			VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING RETURNING 1)
			INSERT INTO followers (user_id, follower_id, id, state, from_post, created_at) SELECT $2, $1, $3, $4, $6, $5 FROM edge`,
			viewer, target, s.NewID(), state, s.Now(), from)
		if err != nil {
			return fmt.Errorf("follow %d: %w", target, err)
		}
		if tag.RowsAffected() == 0 {
			return nil
		}
		if err := t.Use(ctx, models.BudgetFollow, viewer, 1); err != nil {
			return err
		}
		if state == access.Requested {
			return activity.Record(ctx, t, activity.Activity{UserID: target, Kind: activity.ActRequest, ActorID: viewer})
		}
		if err := activity.Record(ctx, t, activity.Activity{UserID: target, Kind: activity.ActFollow, ActorID: viewer}); err != nil {
			return err
		}
		return followed(ctx, t, viewer, target, from)
	})
}

// brought is the post that brings a follower, or 0 where it is not by the account
// or they may not see it.
func brought(ctx context.Context, t *models.Tx, viewer, target, from models.ID) (post models.ID, err error) {
	if from == 0 {
		return 0, nil
	}
	err = t.PG.QueryRow(ctx, `SELECT p.id FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.owner_id = $1 AND p.id = $2 AND p.state = 'published' AND `+access.VisibleTo("$3"), target, from, viewer).Scan(&post)
	if models.IsNoRows(err) {
		return 0, nil
	}
	return post, err
}

// followed counts a new edge and brings the newest posts into the follower's feed.
func followed(ctx context.Context, t *models.Tx, follower, target, from models.ID) error {
	if err := countEdge(ctx, t, follower, target, 1); err != nil {
		return err
	}
	if err := tally.Write(ctx, t, tally.Mark{Owner: target, Post: from, Actor: follower, Metric: tally.Follows, N: 1}); err != nil {
		return err
	}
	return backfill(ctx, t, follower, target)
}

// backfill brings an account's newest posts into a follower's feed.
func backfill(ctx context.Context, t *models.Tx, follower, target models.ID) error {
	_, err := t.PG.Exec(ctx, `INSERT INTO feed (user_id, pub_id, owner_id, post_id)
		SELECT $1, p.pub_id, p.owner_id, p.id FROM posts p
		WHERE p.owner_id = $2 AND p.state = 'published' AND EXISTS (SELECT 1 FROM feed_readers r WHERE r.user_id = $1)
		ORDER BY p.pub_id DESC LIMIT $3 ON CONFLICT DO NOTHING`, follower, target, feedBackfill)
	return err
}

func countEdge(ctx context.Context, t *models.Tx, follower, target models.ID, by int) error {
	var followers int64
	err := models.Read(ctx, t.PG, &followers, `WITH n AS (UPDATE users
			SET following_count = following_count + CASE WHEN id = @follower THEN @by ELSE 0 END,
			followers_count = followers_count + CASE WHEN id = @target THEN @by ELSE 0 END
			WHERE id IN (@follower, @target) RETURNING id, followers_count),
		pulled AS (INSERT INTO pulled_accounts (user_id) SELECT id FROM n WHERE id = @target AND @by > 0 AND followers_count >= @pull
			ON CONFLICT DO NOTHING)
		SELECT followers_count FROM n WHERE id = @target`,
		models.Args{"follower": follower, "target": target, "by": by, "pull": t.Store.PullAbove})
	if err != nil || by < 0 {
		return err
	}
	return tally.Followers(ctx, t, target, followers)
}

// Unfollow takes a follow or a request back.
func Unfollow(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer, target); err != nil {
			return err
		}
		return unfollow(ctx, t, viewer, target)
	})
}

// unfollow needs both accounts locked. The follower's row goes first: a
// fan-out that runs at the same time either waits for it and skips the reader,
// or has finished, and then the second statement sees what it wrote.
func unfollow(ctx context.Context, t *models.Tx, follower, target models.ID) error {
	var state access.Edge
	var from models.ID
	err := t.PG.QueryRow(ctx, `WITH edge AS (DELETE FROM followers WHERE user_id = $2 AND follower_id = $1 RETURNING state, from_post),
		other AS (DELETE FROM following WHERE user_id = $1 AND target_id = $2)
		SELECT state, from_post FROM edge`, follower, target).Scan(&state, &from)
	if models.IsNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("unfollow %d: %w", target, err)
	}
	if err := activity.Record(ctx, t, activity.Activity{UserID: target, Kind: activity.ActRecount, ActorID: follower},
		activity.Activity{UserID: follower, Kind: activity.ActRecount, ActorID: target}); err != nil || state != access.Following {
		return err
	}
	if err := countEdge(ctx, t, follower, target, -1); err != nil {
		return err
	}
	if err := tally.Write(ctx, t, tally.Mark{Owner: target, Post: from, Actor: follower, Metric: tally.Unfollows, N: 1}); err != nil {
		return err
	}
	_, err = t.PG.Exec(ctx, `DELETE FROM feed WHERE user_id = $1 AND owner_id = $2`, follower, target)
	return err
}

// ApproveFollow lets a requester follow the viewer.
func ApproveFollow(ctx context.Context, s *models.Store, viewer, requester models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer, requester); err != nil {
			return err
		}
		var from models.ID
		err := t.PG.QueryRow(ctx, `WITH edge AS (UPDATE followers SET state = 'follows', id = $3 WHERE user_id = $1
			AND follower_id = $2 AND state = 'requested' RETURNING from_post)
			UPDATE following SET state = 'follows', id = $3 FROM edge WHERE user_id = $2 AND target_id = $1
			RETURNING edge.from_post`, viewer, requester, s.NewID()).Scan(&from)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("approve %d: %w", requester, err)
		}
		if err := activity.Record(ctx, t, activity.Activity{UserID: requester, Kind: activity.ActApproved, ActorID: viewer},
			activity.Activity{UserID: viewer, Kind: activity.ActRecount, ActorID: requester}); err != nil {
			return err
		}
		return followed(ctx, t, requester, viewer, from)
	})
}

// ApproveRequests approves all who wait to follow a public account.
func ApproveRequests(ctx context.Context, s *models.Store, user models.ID) error {
	for {
		rows, err := s.Pool().Query(ctx, `SELECT f.follower_id FROM followers f JOIN users u ON u.id = f.user_id AND NOT u.is_private
			WHERE f.user_id = $1 AND f.state = 'requested' ORDER BY f.id DESC LIMIT 500`, user)
		if err != nil {
			return fmt.Errorf("read the requests of %d: %w", user, err)
		}
		waiting, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, id := range waiting {
			if err := ApproveFollow(ctx, s, user, models.ID(id)); err != nil {
				return err
			}
		}
	}
}

// RemoveFollower ends somebody's follow of the viewer, or ignores their request.
func RemoveFollower(ctx context.Context, s *models.Store, viewer, follower models.ID) error {
	return Unfollow(ctx, s, follower, viewer)
}

// Block makes two accounts invisible to each other and ends their follows.
func Block(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	if viewer == target {
		return models.Invalidf("user_id", "people.error.cannot-block-yourself")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		there, err := t.LockUsers(ctx, viewer, target)
		if err != nil {
			return err
		}
		if _, ok := there[target]; !ok {
			return models.ErrNoUser
		}
		if err := unfollow(ctx, t, viewer, target); err != nil {
			return err
		}
		if err := unfollow(ctx, t, target, viewer); err != nil {
			return err
		}
		_, err = t.PG.Exec(ctx, `INSERT INTO blocks (user_id, other_id, by_owner, id, created_at)
			VALUES ($1, $2, true, $3, $4), ($2, $1, false, $3, $4)
			ON CONFLICT DO NOTHING`, viewer, target, s.NewID(), s.Now())
		if err != nil {
			return fmt.Errorf("block %d: %w", target, err)
		}
		for _, sql := range []string{
			`DELETE FROM close_friends WHERE user_id = $1 AND friend_id = $2 OR user_id = $2 AND friend_id = $1`,
			`DELETE FROM restricts WHERE user_id = $1 AND other_id = $2 OR user_id = $2 AND other_id = $1`,
		} {
			if _, err := t.PG.Exec(ctx, sql, viewer, target); err != nil {
				return fmt.Errorf("block %d: %w", target, err)
			}
		}
		if err := untag(ctx, t, viewer, target); err != nil {
			return err
		}
		return activity.Record(ctx, t, activity.Activity{UserID: viewer, Kind: activity.ActRecount, ActorID: target},
			activity.Activity{UserID: target, Kind: activity.ActRecount, ActorID: viewer})
	})
}

// Unblock takes the viewer's block back.
func Unblock(ctx context.Context, s *models.Store, viewer, target models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		tag, err := t.PG.Exec(ctx, `DELETE FROM blocks WHERE (user_id = $1 AND other_id = $2 AND by_owner)
			OR (user_id = $2 AND other_id = $1 AND NOT by_owner)`, viewer, target)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return activity.Record(ctx, t, activity.Activity{UserID: viewer, Kind: activity.ActRecount, ActorID: target},
			activity.Activity{UserID: target, Kind: activity.ActRecount, ActorID: viewer})
	})
}

// RelationshipOf is how the viewer stands to an account.
func RelationshipOf(ctx context.Context, s *models.Store, viewer, target models.ID) (access.Relationship, error) {
	p, err := account.ByID(ctx, s, viewer, target)
	if err != nil {
		return access.Relationship{}, err
	}
	return p.Relationship, nil
}

// PersonRow is an account in a list, with what the viewer is to it.
type PersonRow struct {
	access.Author
	EdgeID   models.ID
	Outgoing access.Edge
}

// Followers lists who follows an account, newest first.
func Followers(ctx context.Context, s *models.Store, viewer, user models.ID, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return edges(ctx, s, viewer, user, `followers e JOIN users u ON u.id = e.follower_id`, access.Following, after, limit)
}

// Following lists whom an account follows, newest first.
func Following(ctx context.Context, s *models.Store, viewer, user models.ID, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return edges(ctx, s, viewer, user, `following e JOIN users u ON u.id = e.target_id`, access.Following, after, limit)
}

// Requesters lists who asks to follow the viewer, newest first.
func Requesters(ctx context.Context, s *models.Store, viewer models.ID, after models.ID, limit int) ([]PersonRow, models.ID, error) {
	return edges(ctx, s, viewer, viewer, `followers e JOIN users u ON u.id = e.follower_id`, access.Requested, after, limit)
}

func edges(ctx context.Context, s *models.Store, viewer, user models.ID, from string, state access.Edge, after models.ID,
	limit int) ([]PersonRow, models.ID, error) {
	p, err := account.ByID(ctx, s, viewer, user)
	if err != nil {
		return nil, 0, err
	}
	if !p.PostsVisible {
		return nil, 0, errPrivate
	}
	return List(ctx, s, `SELECT `+access.AuthorColumns+`, e.id AS edge_id, coalesce(f.state, '') AS outgoing FROM `+from+`
		LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE e.user_id = @user AND e.state = @state AND e.id < @after AND `+access.NotHidden("u")+`
		ORDER BY e.id DESC LIMIT @limit`, map[string]any{"viewer": viewer, "user": user, "state": state}, after, limit)
}

// List runs a query for a page of people and finds the key of the next page.
func List(ctx context.Context, s *models.Store, sql string, args map[string]any, after models.ID, limit int) ([]PersonRow,
	models.ID, error) {
	args["after"], args["limit"] = models.OrNewest(after), limit+1
	var rows []PersonRow
	if err := models.Find(ctx, s.Pool(), &rows, sql, args); err != nil {
		return nil, 0, err
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].EdgeID
	}
	return rows, next, nil
}

var errPrivate = models.Say(models.Error{Kind: models.NotAllowed}, "people.error.account-private")

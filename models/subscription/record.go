package subscription

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/activity"
)

// Event is something that happened, as it was recorded in the transaction in which it did.
type Event struct {
	UserID, ID                          models.ID // whose it is, and its name for ever
	Kind                                activity.Kind
	ActorID, OwnerID, PostID, CommentID models.ID
	ThreadID, MessageID                 models.ID
	Value                               int64
	CreatedAt                           time.Time
}

// object is what events are in order about: a post or story, a conversation, an order, or
// what is between two people.
func (e *Event) object() models.ID {
	switch {
	case e.PostID != 0:
		return e.PostID
	case e.ThreadID != 0:
		return e.ThreadID
	case slices.Contains(activity.Orders, e.Kind):
		return models.ID(e.Value)
	}
	return e.ActorID
}

// granted is the rule for a subscription, subscriptions AS s, of an app for a
// person: the person still allows it.
const granted = `(s.app_id = 0 OR EXISTS (SELECT 1 FROM oauth_grants g WHERE g.user_id = s.user_id AND g.app_id = s.app_id
	AND 'subscriptions' = ANY(string_to_array(g.scopes, ' '))))`

// matchSQL finds who wants to be told of events: the person's own subscriptions,
// those of apps that the person switched on or allowed, and for published posts
// those of their tags, place and surroundings. Whether they may see them is asked
// when they are sent.
const matchSQL = `WITH a AS (
		SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
			AS a (n, user_id, kind, activity, field, actor_id, owner_id, post_id)
		WHERE NOT (kind = ANY($9::text[]) AND EXISTS (
			SELECT 1 FROM restricts x WHERE x.user_id = a.user_id AND x.other_id = a.actor_id))),
	p AS (SELECT * FROM a WHERE kind = 'published')
	SELECT a.n, s.user_id, s.id FROM a JOIN subscriptions s ON s.user_id = a.user_id
		WHERE s.object = 'self' AND s.state = 'on' AND a.activity = ANY(s.activities) AND ` + granted + `
	UNION ALL
	SELECT a.n, s.user_id, s.id FROM a JOIN subscribed_apps b ON b.user_id = a.user_id AND a.field = ANY(b.fields)
		JOIN subscriptions s ON s.app_id = b.app_id AND s.app_id <> 0
		JOIN oauth_grants g ON g.user_id = a.user_id AND g.app_id = b.app_id
			AND 'subscriptions' = ANY(string_to_array(g.scopes, ' '))
		WHERE s.object = 'instagram' AND s.state = 'on' AND a.field = ANY(s.activities)
	UNION ALL
	SELECT p.n, s.user_id, s.id FROM p JOIN oauth_grants g ON g.user_id = p.user_id
		JOIN subscriptions s ON s.app_id = g.app_id AND s.app_id <> 0
		WHERE s.object = 'user' AND s.state = 'on'
	UNION ALL
	SELECT p.n, s.user_id, s.id FROM p JOIN post_tags o ON o.owner_id = p.owner_id AND o.post_id = p.post_id
		JOIN tags t ON t.id = o.tag_id JOIN subscriptions s ON s.object = 'tag' AND s.object_id = t.name AND s.state = 'on'
	UNION ALL
	SELECT p.n, s.user_id, s.id FROM p JOIN post_places o ON o.owner_id = p.owner_id AND o.post_id = p.post_id AND o.public
		JOIN subscriptions s ON s.object = 'location' AND s.object_id = o.place_id::text AND s.state = 'on'
	UNION ALL
	SELECT p.n, s.user_id, s.id FROM p JOIN post_places o ON o.owner_id = p.owner_id AND o.post_id = p.post_id AND o.public
			AND o.latitude IS NOT NULL
		JOIN subscriptions s ON s.object = 'geography' AND s.state = 'on'
			AND s.area @> box(point(o.longitude, o.latitude), point(o.longitude, o.latitude))
		WHERE 2 * 6371000 * asin(sqrt(least(1, pow(sin(radians(o.latitude - s.latitude) / 2), 2)
			+ cos(radians(s.latitude)) * cos(radians(o.latitude)) * pow(sin(radians(o.longitude - s.longitude) / 2), 2)))) <= s.radius
	ORDER BY 1`

// fromRestricted are kinds of which an account hears nothing from those whom it restricts.
var fromRestricted = []activity.Kind{activity.ActComment, activity.ActReply, activity.ActMention, activity.ActTag,
	activity.ActTagRequest, activity.ActStoryMention, activity.ActMessage, activity.ActStoryReply, activity.ActStoryReaction,
	activity.ActReaction}

// match is one event for one subscription.
type match struct {
	N              int
	UserID, SubsID models.ID
}

// Record makes deliveries of events, in the transaction that takes them out of
// what was recorded. Subscriptions are locked in order and number what they get
// in the order of commits, so who has read one has read all before it.
func Record(ctx context.Context, t *models.Tx, events []Event) error {
	var n []int
	var kinds, names, fields []string
	columns := make([][]int64, 4)
	for i, e := range events {
		name, field := ActivityOf(e.Kind), FieldOf(e.Kind)
		if name == "" && field == "" {
			continue
		}
		n, kinds, names, fields = append(n, i), append(kinds, string(e.Kind)), append(names, name), append(fields, field)
		for i, id := range []models.ID{e.UserID, e.ActorID, e.OwnerID, e.PostID} {
			columns[i] = append(columns[i], int64(id))
		}
	}
	if len(n) == 0 {
		return nil
	}
	rows, err := t.PG.Query(ctx, matchSQL, n, columns[0], kinds, names, fields, columns[1], columns[2], columns[3], fromRestricted)
	if err != nil {
		return fmt.Errorf("find subscriptions: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[match])
	if err != nil {
		return fmt.Errorf("find subscriptions: %w", err)
	}
	if len(found) == 0 {
		return nil
	}
	return addDeliveries(ctx, t, events, slices.Compact(found))
}

// delivery is a new row.
type delivery struct {
	UserID         models.ID `json:"user_id"`
	SubscriptionID models.ID `json:"subscription_id"`
	Seq            models.ID `json:"seq"`
	EventID        models.ID `json:"event_id"`
	Kind           string    `json:"kind"`
	AboutID        models.ID `json:"about_id"`
	ActorID        models.ID `json:"actor_id"`
	OwnerID        models.ID `json:"owner_id"`
	PostID         models.ID `json:"post_id"`
	CommentID      models.ID `json:"comment_id"`
	ThreadID       models.ID `json:"thread_id"`
	MessageID      models.ID `json:"message_id"`
	Value          int64     `json:"value"`
	ObjectKey      models.ID `json:"object_key"`
	State          string    `json:"state"`
}

// addDeliveries writes deliveries and says when they are due.
func addDeliveries(ctx context.Context, t *models.Tx, events []Event, found []match) error {
	var users, ids []int64
	for _, m := range found {
		users, ids = append(users, int64(m.UserID)), append(ids, int64(m.SubsID))
	}
	// FOR NO KEY UPDATE reads what was committed while it waited.
	list, err := read(ctx, t.PG, `WHERE (s.user_id, s.id) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[])) AND s.state = 'on'
		ORDER BY s.user_id, s.id FOR NO KEY UPDATE`, users, ids)
	if err != nil {
		return err
	}
	locked := map[Key]*Subscription{}
	for i := range list {
		locked[list[i].Key()] = &list[i]
	}
	var fresh []delivery
	for _, m := range found {
		sub, e := locked[Key{m.UserID, m.SubsID}], &events[m.N]
		if sub == nil {
			continue // switched off meanwhile
		}
		sub.Seq++
		state := waiting
		if sub.Way == SSE {
			state = kept
		}
		fresh = append(fresh, delivery{UserID: sub.UserID, SubscriptionID: sub.ID, Seq: sub.Seq, EventID: e.ID, Kind: string(e.Kind),
			AboutID: e.UserID, ActorID: e.ActorID, OwnerID: e.OwnerID, PostID: e.PostID, CommentID: e.CommentID, ThreadID: e.ThreadID,
			MessageID: e.MessageID, Value: e.Value, ObjectKey: e.object(), State: state})
	}
	return add(ctx, t, list, fresh)
}

// States of a delivery.
const (
	waiting   = "waiting"
	kept      = "kept" // to be read by a stream
	delivered = "delivered"
	failed    = "failed"  // as often as it is tried
	dropped   = "dropped" // its cause is gone, or not to be seen any more
)

func add(ctx context.Context, t *models.Tx, subs []Subscription, fresh []delivery) error {
	raw, err := json.Marshal(fresh)
	if err != nil {
		return err
	}
	now := t.Store.Now()
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO deliveries (user_id, subscription_id, seq, event_id, kind, about_id, actor_id, owner_id, post_id, comment_id,
			thread_id, message_id, value, object_key, state, next_at, created_at)
		SELECT user_id, subscription_id, seq, event_id, kind, about_id, actor_id, owner_id, post_id, comment_id,
			thread_id, message_id, value, object_key, state, CASE WHEN state = 'waiting' THEN $2::timestamptz END, $2
		FROM jsonb_to_recordset($1::jsonb) AS x (user_id bigint, subscription_id bigint, seq bigint, event_id bigint, kind text,
			about_id bigint, actor_id bigint, owner_id bigint, post_id bigint, comment_id bigint, thread_id bigint, message_id bigint,
			value bigint, object_key bigint, state text)`, raw, now)
	for i := range subs {
		batch.Queue(`UPDATE subscriptions SET seq = $3, due_at = CASE WHEN way <> 'sse' THEN
				least(due_at, greatest($4::timestamptz, open_until)) END WHERE user_id = $1 AND id = $2`,
			subs[i].UserID, subs[i].ID, subs[i].Seq, now)
	}
	if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("keep deliveries: %w", err)
	}
	return nil
}

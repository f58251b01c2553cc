// Package upkeep finds what is wrong in the data and clears away what is over.
package upkeep

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/app"
	"photogram/models/feed"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/models/subscription"
)

// Finding is something that photogram check says is wrong.
type Finding struct {
	Check  string
	Detail string
}

// checks are statements that return a row for each thing that is wrong. A row
// is one text.
var checks = []struct{ name, sql string }{
	{"users.posts_count", `SELECT format('user %s: counted %s, has %s', u.id, u.posts_count, coalesce(n.c, 0)) FROM users u
		LEFT JOIN (SELECT owner_id, count(*) c FROM posts WHERE state = 'published' GROUP BY 1) n ON n.owner_id = u.id
		WHERE u.posts_count <> coalesce(n.c, 0)`},
	{"users.posts_count by audience", `SELECT format('user %s: counted %s and %s, has %s and %s', u.id, u.followers_posts_count,
		u.friends_posts_count, coalesce(n.f, 0), coalesce(n.c, 0)) FROM users u
		LEFT JOIN (SELECT owner_id, count(*) FILTER (WHERE audience = 'followers') f, count(*)
		FILTER (WHERE audience = 'close_friends') c FROM posts WHERE state = 'published' GROUP BY 1) n ON n.owner_id = u.id
		WHERE u.followers_posts_count <> coalesce(n.f, 0) OR u.friends_posts_count <> coalesce(n.c, 0)`},
	{"users.followers_count", `SELECT format('user %s: counted %s, has %s', u.id, u.followers_count, coalesce(n.c, 0)) FROM users u
		LEFT JOIN (SELECT user_id, count(*) c FROM followers WHERE state = 'follows' GROUP BY 1) n ON n.user_id = u.id
		WHERE u.followers_count <> coalesce(n.c, 0)`},
	{"users.following_count", `SELECT format('user %s: counted %s, has %s', u.id, u.following_count, coalesce(n.c, 0)) FROM users u
		LEFT JOIN (SELECT user_id, count(*) c FROM following WHERE state = 'follows' GROUP BY 1) n ON n.user_id = u.id
		WHERE u.following_count <> coalesce(n.c, 0)`},
	{"posts.likes_count", `SELECT format('post %s: counted %s, has %s', p.id, p.likes_count, coalesce(n.c, 0)) FROM posts p
		LEFT JOIN (SELECT owner_id, post_id, count(*) c FROM likes GROUP BY 1, 2) n ON n.owner_id = p.owner_id AND n.post_id = p.id
		WHERE p.likes_count <> coalesce(n.c, 0)`},
	{"posts.comments_count", `SELECT format('post %s: counted %s, has %s', p.id, p.comments_count, coalesce(n.c, 0)) FROM posts p
		LEFT JOIN (SELECT c.owner_id, c.post_id, count(*) c FROM comments c LEFT JOIN comments h ON h.owner_id = c.owner_id
		AND h.id = c.parent_id
			WHERE c.hidden = '' AND coalesce(h.hidden, '') = '' GROUP BY 1, 2) n ON n.owner_id = p.owner_id AND n.post_id = p.id
			WHERE p.comments_count <> coalesce(n.c, 0)`},
	{"comments.replies_count", `SELECT format('comment %s: counted %s, has %s', c.id, c.replies_count, coalesce(n.c, 0)) FROM comments c
		LEFT JOIN (SELECT owner_id, parent_id, count(*) c FROM comments WHERE hidden = '' AND parent_id IS NOT NULL
		GROUP BY 1, 2) n ON n.owner_id = c.owner_id AND n.parent_id = c.id
		WHERE c.replies_count <> coalesce(n.c, 0)`},
	{"comments.likes_count", `SELECT format('comment %s: counted %s, has %s', c.id, c.likes_count, coalesce(n.c, 0)) FROM comments c
		LEFT JOIN (SELECT owner_id, comment_id, count(*) c FROM comment_likes GROUP BY 1, 2) n ON n.owner_id = c.owner_id
		AND n.comment_id = c.id WHERE c.likes_count <> coalesce(n.c, 0)`},
	{"threads", `SELECT format('reply %s', c.id) FROM comments c JOIN comments h ON h.owner_id = c.owner_id AND h.id = c.parent_id
		WHERE h.parent_id IS NOT NULL OR h.post_id <> c.post_id`},
	{"pinned comments", `SELECT format('post %s: %s', post_id, count(*)) FROM comments WHERE pinned_at IS NOT NULL
		GROUP BY owner_id, post_id HAVING count(*) > 3`},
	{"told of comments that are gone", `SELECT format('comment %s', d.comment_id) FROM told d WHERE d.comment_id <> 0
		AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.owner_id = d.owner_id AND c.id = d.comment_id)`},
	{"posts.people_count", `SELECT format('post %s: counted %s, has %s', p.id, p.people_count, coalesce(n.c, 0)) FROM posts p
		LEFT JOIN (SELECT owner_id, post_id, count(*) c FROM post_people WHERE state <> 'removed'
		GROUP BY 1, 2) n ON n.owner_id = p.owner_id AND n.post_id = p.id
		WHERE p.people_count <> coalesce(n.c, 0)`},
	{"people in photos", `SELECT format('media %s, post %s', t.media_id, t.post_id) FROM post_people t
		LEFT JOIN media m ON m.owner_id = t.owner_id AND m.id = t.media_id AND t.post_id IN (m.post_id, m.container_id)
		LEFT JOIN posts p ON p.owner_id = t.owner_id AND p.id = t.post_id WHERE m.id IS NULL OR t.state <> 'removed'
		AND p.pub_id IS DISTINCT FROM t.pub_id`},
	{"posts.media_count", `SELECT format('post %s: counted %s, has %s', p.id, p.media_count, coalesce(n.c, 0)) FROM posts p
		LEFT JOIN (SELECT m.owner_id, m.post_id, count(*) c FROM media m JOIN posts q ON q.owner_id = m.owner_id
		AND q.id = m.post_id WHERE ` + post.ItemOf("q") + ` GROUP BY 1, 2) n ON n.owner_id = p.owner_id AND n.post_id = p.id
		WHERE p.media_count <> coalesce(n.c, 0)`},
	{"posts.saves_count", `SELECT format('post %s: counted %s, has %s', p.id, p.saves_count, coalesce(n.c, 0)) FROM posts p
		LEFT JOIN (SELECT owner_id, post_id, count(*) c FROM saves GROUP BY 1, 2) n ON n.owner_id = p.owner_id AND n.post_id = p.id
		WHERE p.saves_count <> coalesce(n.c, 0)`},
	{"collected but not saved", `SELECT format('collection %s, post %s', i.collection_id, i.post_id) FROM collection_posts i
		LEFT JOIN saves k ON k.owner_id = i.owner_id AND k.post_id = i.post_id AND k.user_id = i.user_id WHERE k.id IS NULL`},
	{"links of collections", `SELECT format('collection %s', coalesce(c.id, l.collection_id))
		FROM (SELECT * FROM collections WHERE link <> '') c
		FULL JOIN collection_links l ON l.user_id = c.user_id AND l.collection_id = c.id WHERE l.link IS DISTINCT FROM c.link`},
	{"tags.media_count", `SELECT format('tag %s: counted %s, has %s', t.name, t.media_count, coalesce(n.c, 0)) FROM tags t
		LEFT JOIN (SELECT tag_id, count(*) c FROM post_tags WHERE public GROUP BY 1) n ON n.tag_id = t.id
		WHERE t.media_count <> coalesce(n.c, 0)`},
	{"tags.followers_count", `SELECT format('tag %s: counted %s, has %s', t.name, t.followers_count, coalesce(n.c, 0)) FROM tags t
		LEFT JOIN (SELECT tag_id, count(*) c FROM tag_follows GROUP BY 1) n ON n.tag_id = t.id
		WHERE t.followers_count <> coalesce(n.c, 0)`},
	{"places.media_count", `SELECT format('place %s: counted %s, has %s', t.id, t.media_count, coalesce(n.c, 0)) FROM places t
		LEFT JOIN (SELECT place_id, count(*) c FROM post_places WHERE public GROUP BY 1) n ON n.place_id = t.id
		WHERE t.media_count <> coalesce(n.c, 0)`},
	{"places of posts", `SELECT format('post %s', p.id) FROM posts p LEFT JOIN post_places x ON x.owner_id = p.owner_id
		AND x.post_id = p.id AND x.place_id = p.place_id AND x.pub_id = p.pub_id
		WHERE (p.state = 'published' AND p.place_id IS NOT NULL) <> (x.post_id IS NOT NULL)`},
	{"words of posts", `SELECT format('post %s', coalesce(p.id, x.post_id)) FROM (SELECT * FROM posts WHERE state = 'published') p
		FULL JOIN post_search x ON x.owner_id = p.owner_id AND x.post_id = p.id WHERE p.pub_id IS DISTINCT FROM x.pub_id AND
		NOT EXISTS (SELECT 1 FROM search_backfill)`},
	{"public or not", `SELECT format('post %s', x.post_id) FROM (SELECT owner_id, post_id, public FROM post_tags
			UNION SELECT owner_id, post_id, public FROM post_places UNION SELECT owner_id, post_id, public FROM post_search) x
		LEFT JOIN posts p ON p.owner_id = x.owner_id AND p.id = x.post_id LEFT JOIN users u ON u.id = p.owner_id
		WHERE x.public IS DISTINCT FROM (` + access.PublicPost + `)`},
	{"hashtags without a key", `SELECT name FROM tags WHERE key = '' AND NOT EXISTS (SELECT 1 FROM search_backfill)`},
	{"people without a key", `SELECT format('user %s', u.id) FROM users u WHERE
		NOT EXISTS (SELECT 1 FROM people_keys k WHERE k.user_id = u.id)
		AND NOT EXISTS (SELECT 1 FROM search_backfill)`},
	{"follow edges", `SELECT format('%s → %s: one end only, or ends differ', coalesce(o.user_id, i.follower_id),
		coalesce(o.target_id, i.user_id))
		FROM following o FULL JOIN followers i ON i.user_id = o.target_id AND i.follower_id = o.user_id
		WHERE o.state IS DISTINCT FROM i.state OR o.id IS DISTINCT FROM i.id OR o.mutes_posts IS DISTINCT FROM i.mutes_posts`},
	{"follows across blocks", `SELECT format('%s → %s', f.user_id, f.target_id) FROM following f
		JOIN blocks b ON b.user_id = f.user_id AND b.other_id = f.target_id`},
	{"lists across blocks", `SELECT format('%s → %s', l.user_id, l.other_id)
		FROM (SELECT user_id, friend_id AS other_id FROM close_friends UNION ALL SELECT user_id, other_id FROM restricts) l
		JOIN blocks b ON b.user_id = l.user_id AND b.other_id = l.other_id`},
	{"users.muted_pattern", `SELECT format('user %s', u.id) FROM users u
		LEFT JOIN (SELECT user_id, string_agg(pattern, '|' ORDER BY word) p FROM muted_words GROUP BY 1) m ON m.user_id = u.id
		WHERE u.muted_pattern <> coalesce(m.p, '')`},
	{"block ends", `SELECT format('%s, %s', a.user_id, a.other_id) FROM blocks a
		LEFT JOIN blocks b ON b.user_id = a.other_id AND b.other_id = a.user_id AND b.by_owner <> a.by_owner WHERE b.user_id IS NULL`},
	{"post owners", `SELECT format('post %s', coalesce(p.id, o.post_id)) FROM posts p FULL JOIN post_owners o ON o.post_id = p.id
		AND o.owner_id = p.owner_id
		WHERE p.id IS NULL OR o.post_id IS NULL`},
	{"published without renditions", `SELECT format('post %s, media %s', p.id, m.id) FROM posts p
		JOIN media m ON m.owner_id = p.owner_id AND m.post_id = p.id
		WHERE p.state = 'published' AND p.cover_id = m.id AND NOT ` + post.MadeMedia},
	{"replacements of nothing", `SELECT format('media %s', m.id) FROM media m WHERE m.replaces IS NOT NULL AND
		NOT EXISTS (SELECT 1 FROM media o WHERE o.owner_id = m.owner_id AND o.id = m.replaces AND o.post_id = m.post_id)`},
	{"staged items of drafts", `SELECT format('media %s', m.id) FROM media m LEFT JOIN posts p ON p.owner_id = m.owner_id
		AND p.id = m.post_id WHERE m.staged AND coalesce(p.state, '') NOT IN ('published', 'archived')`},
	{"media of stories", `SELECT format('story %s of kind %s has %s', st.id, st.kind, count(m.id)) FROM stories st
		LEFT JOIN media m ON m.owner_id = st.owner_id AND m.story_id = st.id
		GROUP BY st.owner_id, st.id HAVING count(m.id) <> CASE WHEN st.kind IN ('image', 'video') THEN 1 ELSE 0 END`},
	{"media of published containers", `SELECT format('container %s, media %s', c.id, m.id) FROM containers c
		JOIN media m ON m.owner_id = c.owner_id AND m.container_id = c.id
		WHERE c.published_at IS NOT NULL OR c.used_by IS NOT NULL`},
	{"ids of two things", `SELECT format('post and story %s', p.id) FROM posts p
		JOIN stories st ON st.owner_id = p.owner_id AND st.id = p.id`},
	{"posts.captions_count", `SELECT format('post %s: counted %s, has %s', p.id, p.captions_count, coalesce(n.c, 0)) FROM posts p
		LEFT JOIN (SELECT owner_id, post_id, count(*) c FROM caption_versions GROUP BY 1, 2) n ON n.owner_id = p.owner_id
		AND n.post_id = p.id WHERE p.captions_count <> coalesce(n.c, 0)`},
	{"published without media", `SELECT format('post %s', p.id) FROM posts p WHERE p.state = 'published' AND p.media_count = 0`},
	{"tags of unpublished posts", `SELECT format('post %s', t.post_id) FROM post_tags t LEFT JOIN posts p ON p.owner_id = t.owner_id
		AND p.id = t.post_id
		WHERE p.pub_id IS DISTINCT FROM t.pub_id`},
	{"likes and comments of nobody", `SELECT format('user %s', user_id)
		FROM (SELECT user_id FROM likes UNION SELECT user_id FROM comments UNION SELECT user_id FROM saves UNION SELECT user_id
		FROM comment_likes UNION SELECT user_id FROM post_people) x
		WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = x.user_id)`},
	{"notification_counts", `SELECT format('user %s: counted to %s, seen to %s, has %s', k.user_id, k.seq, k.seen_seq, n.seq)
		FROM notification_counts k
		FULL JOIN (SELECT user_id, max(seq) AS seq FROM notifications GROUP BY 1) n ON n.user_id = k.user_id WHERE k.user_id IS NULL
		OR n.seq > k.seq OR k.seen_seq > k.seq`},
	{"conversations", `SELECT format('thread %s, user %s', coalesce(g.id, m.thread_id), coalesce(g.member, m.user_id))
		FROM (SELECT id, kind, unnest(members) AS member, members, last_id FROM threads) g
		FULL JOIN thread_members m ON m.thread_id = g.id AND m.user_id = g.member
		WHERE g.id IS NULL OR m.user_id IS NULL OR m.kind <> g.kind OR m.change_id > g.last_id OR m.message_id > m.change_id
		OR g.kind = 'direct' AND NOT m.other_id = ANY(g.members)`},
	{"newest messages", `SELECT format('thread %s: newest %s, has %s', m.thread_id, m.message_id, x.id) FROM thread_members m
		JOIN (SELECT thread_id, max(id) AS id FROM messages WHERE NOT gone GROUP BY 1) x ON x.thread_id = m.thread_id
		WHERE x.id > m.message_id OR m.kind = 'direct' AND x.id < m.message_id`},
	{"messages of nobody", `SELECT format('thread %s, message %s', x.thread_id, x.id) FROM messages x
		WHERE NOT EXISTS (SELECT 1 FROM threads g WHERE g.id = x.thread_id)
		OR NOT EXISTS (SELECT 1 FROM users u WHERE u.id = x.user_id)`},
	{"photos of messages", `SELECT format('message %s: counted %s, has %s', coalesce(x.id, p.message_id), x.photos, p.c)
		FROM (SELECT user_id, thread_id, id, photos FROM messages WHERE photos > 0) x
		FULL JOIN (SELECT owner_id, thread_id, message_id, count(*) AS c FROM media WHERE message_id IS NOT NULL GROUP BY 1, 2, 3) p
			ON p.owner_id = x.user_id AND p.thread_id = x.thread_id AND p.message_id = x.id WHERE x.photos IS DISTINCT FROM p.c`},
	{"reactions to nothing", `SELECT format('thread %s, message %s', r.thread_id, r.message_id) FROM message_reactions r
		WHERE NOT EXISTS (SELECT 1 FROM messages x WHERE x.thread_id = r.thread_id AND x.id = r.message_id AND NOT x.gone)`},
	{"story_views.replies", `SELECT format('story %s, viewer %s: counted %s, has %s', v.story_id, v.viewer_id, v.replies,
		coalesce(n.c, 0)) FROM story_views v
		LEFT JOIN (SELECT card_owner_id, card_id, user_id, count(*) c FROM messages WHERE to_story GROUP BY 1, 2, 3) n
			ON n.card_owner_id = v.owner_id AND n.card_id = v.story_id AND n.user_id = v.viewer_id WHERE v.replies <> coalesce(n.c, 0)`},
	{"usernames", `SELECT format('%s', coalesce(u.username, n.name)) FROM users u FULL
		JOIN (SELECT * FROM usernames WHERE held_until IS NULL) n
		ON n.name = u.username AND n.user_id = u.id WHERE n.name IS NULL OR u.id IS NULL`},
}

// Check recounts what is counted and looks for rows without their partner. It
// reads one snapshot, so it may run beside a busy server.
func Check(ctx context.Context, s *models.Store) ([]Finding, error) {
	t, err := s.Pool().BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	defer func() { _ = t.Rollback(ctx) }()
	var out []Finding
	for _, c := range checks {
		rows, err := t.Query(ctx, c.sql)
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", c.name, err)
		}
		details, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", c.name, err)
		}
		for _, d := range details {
			out = append(out, Finding{c.name, d})
		}
	}
	return out, nil
}

// Expire removes what time has ended: sessions, links in mails, limits, answers kept for repeated calls, and cold feeds.
func Expire(ctx context.Context, s *models.Store) error {
	now := s.Now()
	batch := &pgx.Batch{}
	batch.Queue(`DELETE FROM sessions WHERE expires_at <= $1`, now)
	batch.Queue(`DELETE FROM email_tokens WHERE expires_at <= $1`, now)
	batch.Queue(`DELETE FROM rate_limits WHERE tat <= $1`, now)
	batch.Queue(`DELETE FROM usernames WHERE held_until <= $1`, now)
	batch.Queue(`DELETE FROM mail_log WHERE at <= $1`, now.Add(-time.Hour))
	batch.Queue(`DELETE FROM uploads WHERE expires_at <= $1`, now)
	batch.Queue(`DELETE FROM insight_batches WHERE at <= $1`, now.Add(-24*time.Hour))
	batch.Queue(`DELETE FROM idempotency_keys WHERE created_at <= $1`, now.Add(-app.IdempotencyLife))
	batch.Queue(notify.ExpireNotifications, now.Add(-notify.NotificationLife), s.NewID(), now)
	// Used codes and refresh tokens stay for a while, since using them again gives a thief away.
	batch.Queue(`DELETE FROM api_tokens WHERE expires_at <= $1`, now.Add(-24*time.Hour))
	batch.Queue(`DELETE FROM oauth_codes WHERE expires_at <= $1`, now.Add(-24*time.Hour))
	batch.Queue(`DELETE FROM oauth_consents WHERE expires_at <= $1`, now)
	batch.Queue(subscription.Expire, now.Add(-subscription.Window), now.Add(-subscription.Life))
	batch.Queue(`DELETE FROM id_servers WHERE expires_at <= now() - interval '1 day'`)
	if err := s.Pool().SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("expire: %w", err)
	}
	return feed.Trim(ctx, s)
}

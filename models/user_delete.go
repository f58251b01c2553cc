package models

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// DemoUsers lists the demonstration accounts.
func (s *Store) DemoUsers(ctx context.Context) ([]User, error) {
	var out []User
	err := s.gorm(ctx).Where("is_demo").Order("id").Find(&out).Error
	return out, err
}

// CountUsers is how many accounts there are.
func (s *Store) CountUsers(ctx context.Context) (n int, err error) {
	err = s.pool.QueryRow(ctx, `SELECT count(*) FROM users`).Scan(&n)
	return n, err
}

// SetCredit names the author and licence of a photo that is shown as demonstration content.
func (s *Store) SetCredit(ctx context.Context, owner, post ID, credit string) error {
	return s.gorm(ctx).Exec(`UPDATE posts SET credit = ? WHERE owner_id = ? AND id = ?`, credit, owner, post).Error
}

// ownFiles are the prefixes of files that carry an account's id, which is never used again.
func ownFiles(user ID) []string {
	var out []string
	for _, kind := range []string{"o", "p", "f"} {
		out = append(out, kind+"/"+user.String()+"/")
	}
	return out
}

// UserFiles lists the prefixes of all files of an account: those that carry its
// id, and those that its rows name.
func (s *Store) UserFiles(ctx context.Context, user ID) ([]string, error) {
	rows, err := s.pool.Query(ctx, `SELECT DISTINCT kind, key FROM (
			SELECT 'r' AS kind, unnest(ARRAY[render_key, wanted_key]) AS key FROM media WHERE owner_id = $1
			UNION ALL SELECT 'v', unnest(ARRAY[video_key, wanted_video_key]) FROM media WHERE owner_id = $1
			UNION ALL SELECT 'a', avatar_key FROM users WHERE id = $1
			UNION ALL SELECT 'a', icon_key FROM apps WHERE owner_id = $1) x WHERE key <> ''`, user)
	if err != nil {
		return nil, fmt.Errorf("list files of %d: %w", user, err)
	}
	out := ownFiles(user)
	prefix := map[string]func(string) string{"r": RenditionPrefix, "v": VideoPrefix, "a": AvatarPrefix}
	var kind, key string
	_, err = pgx.ForEachRow(rows, []any{&kind, &key}, func() error {
		out = append(out, prefix[kind](key))
		return nil
	})
	return out, err
}

// DeleteUser removes an account and everything of it: posts, likes, comments,
// follows, blocks, sessions and tokens. Its files follow a little later. Its
// names are held for a while, for nobody; those of demonstration accounts are free.
func (s *Store) DeleteUser(ctx context.Context, user ID) error {
	for _, list := range []struct {
		sql string
		one func(ctx context.Context, owner, id ID) error
	}{
		{`SELECT owner_id, id FROM posts WHERE owner_id = ? LIMIT 100`, s.DeletePost},
		{`SELECT owner_id, id FROM stories WHERE shared_owner_id = ? AND shared_owner_id <> 0 LIMIT 100`, s.DeleteStory}, // which show nothing any more
	} {
		for {
			var found []struct{ OwnerID, ID ID }
			if err := s.gorm(ctx).Raw(list.sql, user).Scan(&found).Error; err != nil {
				return fmt.Errorf("delete account %d: %w", user, err)
			}
			if len(found) == 0 {
				break
			}
			for _, f := range found {
				if err := list.one(ctx, f.OwnerID, f.ID); err != nil && KindOf(err) != NotFound {
					return err
				}
			}
		}
	}
	defer s.authors.forget(user)
	return s.inTx(ctx, func(t *tx) error {
		var avatar string
		err := t.pgx.QueryRow(ctx, `SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE`, user).Scan(&avatar)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := t.forgetUser(ctx, user); err != nil {
			return fmt.Errorf("delete account %d: %w", user, err)
		}
		for _, sql := range []string{
			`WITH n AS (DELETE FROM likes WHERE user_id = $1 RETURNING owner_id, post_id)
				UPDATE posts p SET likes_count = likes_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
			`WITH n AS (DELETE FROM saves WHERE user_id = $1 RETURNING owner_id, post_id)
				UPDATE posts p SET saves_count = saves_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
			`DELETE FROM collection_links WHERE user_id = $1`, // its collections go with the account
			// Their comments go with the replies to them, under the lock of each post.
			`SELECT 1 FROM posts p WHERE (p.owner_id, p.id) IN (SELECT owner_id, post_id FROM comments WHERE user_id = $1 UNION SELECT owner_id, post_id FROM post_people WHERE user_id = $1)
				ORDER BY p.owner_id, p.id FOR NO KEY UPDATE`,
			`WITH n AS (DELETE FROM comment_likes WHERE user_id = $1 RETURNING owner_id, comment_id)
				UPDATE comments c SET likes_count = likes_count - 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id`,
			`WITH own AS (SELECT owner_id, id FROM comments WHERE user_id = $1),
				gone AS (SELECT owner_id, id FROM own UNION SELECT r.owner_id, r.id FROM comments r JOIN own ON r.owner_id = own.owner_id AND r.parent_id = own.id),
				f AS (DELETE FROM told d USING gone g WHERE d.owner_id = g.owner_id AND d.comment_id = g.id),
				n AS (SELECT c.owner_id, c.post_id, count(*) AS by FROM comments c JOIN gone g ON g.owner_id = c.owner_id AND g.id = c.id
					LEFT JOIN comments h ON h.owner_id = c.owner_id AND h.id = c.parent_id WHERE c.hidden = '' AND coalesce(h.hidden, '') = '' GROUP BY 1, 2)
				UPDATE posts p SET comments_count = comments_count - n.by FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
			`UPDATE comments h SET replies_count = replies_count - n.by FROM (SELECT owner_id, parent_id, count(*) AS by FROM comments
				WHERE user_id = $1 AND parent_id IS NOT NULL AND hidden = '' GROUP BY 1, 2) n WHERE h.owner_id = n.owner_id AND h.id = n.parent_id`,
			`DELETE FROM comments WHERE user_id = $1`, // and the replies, by their key
			`WITH n AS (DELETE FROM post_people WHERE user_id = $1 RETURNING owner_id, post_id, state), k AS (SELECT owner_id, post_id, count(*) AS by FROM n WHERE state <> 'removed' GROUP BY 1, 2)
				UPDATE posts p SET people_count = people_count - k.by FROM k WHERE p.owner_id = k.owner_id AND p.id = k.post_id`,
			`DELETE FROM told WHERE user_id = $1`,
			`DELETE FROM feed f USING followers e WHERE e.user_id = $1 AND f.user_id = e.follower_id AND f.owner_id = $1`,
			`WITH mine AS (SELECT target_id, state FROM following WHERE user_id = $1),
				gone AS (DELETE FROM followers f USING mine WHERE f.user_id = mine.target_id AND f.follower_id = $1)
				UPDATE users u SET followers_count = followers_count - 1 FROM mine WHERE u.id = mine.target_id AND mine.state = 'follows'`,
			`WITH mine AS (SELECT follower_id, state FROM followers WHERE user_id = $1),
				gone AS (DELETE FROM following f USING mine WHERE f.user_id = mine.follower_id AND f.target_id = $1)
				UPDATE users u SET following_count = following_count - 1 FROM mine WHERE u.id = mine.follower_id AND mine.state = 'follows'`,
			`WITH mine AS (SELECT other_id FROM blocks WHERE user_id = $1)
				DELETE FROM blocks b USING mine WHERE b.user_id = mine.other_id AND b.other_id = $1`,
			`DELETE FROM close_friends WHERE friend_id = $1`,
			`DELETE FROM restricts WHERE other_id = $1`,
			`DELETE FROM story_hides WHERE other_id = $1`,
			`DELETE FROM story_answers WHERE user_id = $1`,
			`DELETE FROM story_views WHERE viewer_id = $1`,
			`DELETE FROM story_views v USING stories s WHERE s.owner_id = $1 AND v.owner_id = s.owner_id AND v.story_id = s.id`,
			// A conversation goes with either of its two people, under the lock of those who write to it.
			`SELECT 1 FROM thread_members WHERE user_id = $1 OR other_id = $1 ORDER BY thread_id, user_id FOR UPDATE`,
			`DELETE FROM messages m USING thread_members t WHERE t.user_id = $1 AND m.thread_id = t.thread_id`,
			`DELETE FROM thread_members WHERE other_id = $1`,
			`DELETE FROM activity WHERE user_id = $1`,
			`DELETE FROM pulled_accounts WHERE user_id = $1`,
			`SELECT 1 FROM tags WHERE id = ANY(ARRAY(SELECT tag_id FROM tag_follows WHERE user_id = $1)) ORDER BY name FOR NO KEY UPDATE`,
			`WITH n AS (DELETE FROM tag_follows WHERE user_id = $1 RETURNING tag_id)
				UPDATE tags SET followers_count = followers_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`,
			`DELETE FROM explore_ranks WHERE owner_id = $1`,
			`DELETE FROM people_prefixes WHERE user_id = $1`,
			`DELETE FROM feed WHERE user_id = $1`,
			`DELETE FROM activity WHERE user_id = $1`,
			`DELETE FROM feed_readers WHERE user_id = $1`,
			`DELETE FROM sessions WHERE user_id = $1`,
			`DELETE FROM oauth_grants WHERE user_id = $1`,
			`DELETE FROM oauth_codes WHERE user_id = $1`,
			`DELETE FROM api_tokens WHERE user_id = $1`,
			`DELETE FROM oauth_consents WHERE user_id = $1`,
			`DELETE FROM app_requests WHERE user_id = $1 AND user_id <> 0`,
			`DELETE FROM email_tokens WHERE user_id = $1`,
			`DELETE FROM mail_log WHERE receiver IN (SELECT sha256(convert_to(email, 'UTF8')) FROM emails WHERE user_id = $1 UNION SELECT sha256(convert_to(email, 'UTF8')) FROM users WHERE id = $1)`,
			`DELETE FROM rate_limits WHERE key ~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')`,
			`DELETE FROM search_history WHERE ref_id = $1 AND kind = 'person'`,
			`UPDATE comments SET answered_id = 0 WHERE answered_id = $1 AND answered_id <> 0`,
			`DELETE FROM activity WHERE actor_id = $1 OR owner_id = $1`,
			`UPDATE stories SET overlays = (SELECT coalesce(jsonb_agg(o ORDER BY n), '[]') FROM jsonb_array_elements(overlays) WITH ORDINALITY x (o, n) WHERE o->>'user_id' IS DISTINCT FROM $1::bigint::text)
				WHERE overlays @> jsonb_build_array(jsonb_build_object('user_id', $1::bigint::text)) AND overlays <> '[]'`,
			`UPDATE containers SET people = (SELECT coalesce(jsonb_agg(o ORDER BY n), '[]') FROM jsonb_array_elements(people) WITH ORDINALITY x (o, n)
				WHERE o::text !~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')) WHERE people::text ~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')`,
			`DELETE FROM identities WHERE user_id = $1`,
			`DELETE FROM credentials WHERE user_id = $1`,
			`DELETE FROM emails WHERE user_id = $1`,
			`DELETE FROM usernames WHERE user_id = $1 AND EXISTS (SELECT 1 FROM users WHERE id = $1 AND is_demo)`,
			`DELETE FROM users WHERE id = $1`, // the rest of its follows and blocks goes with it
		} {
			if _, err := t.pgx.Exec(ctx, sql, user); err != nil {
				return fmt.Errorf("delete account %d: %w", user, err)
			}
		}
		if _, err := t.pgx.Exec(ctx, `UPDATE usernames SET user_id = 0, claimed_at = NULL, held_until = $2 WHERE user_id = $1`, user, s.Now().Add(NameHold)); err != nil {
			return err
		}
		if err := t.deleteApps(ctx, `owner_id = $1`, user); err != nil {
			return err
		}
		files := ownFiles(user)
		if avatar != "" {
			files = append(files, AvatarPrefix(avatar))
		}
		return t.free(ctx, DeleteBlobs{Prefixes: files})
	})
}

// DropUnusedTags removes hashtags that no post carries and nobody follows.
func (s *Store) DropUnusedTags(ctx context.Context) error {
	return s.gorm(ctx).Exec(`DELETE FROM tags t WHERE media_count = 0 AND followers_count = 0 AND NOT EXISTS (SELECT 1 FROM post_tags p WHERE p.tag_id = t.id)`).Error
}

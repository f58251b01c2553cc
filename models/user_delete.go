package models

import (
	"context"
	"fmt"
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

// UserFiles lists the keys of all files of an account, as far as rows know them.
func (s *Store) UserFiles(ctx context.Context, user ID) ([]string, error) {
	var items []Media
	if err := s.gorm(ctx).Where("owner_id = ?", int64(user)).Find(&items).Error; err != nil {
		return nil, err
	}
	var u User
	if err := s.gorm(ctx).Take(&u, "id = ?", int64(user)).Error; err != nil {
		return nil, err
	}
	var out []string
	for _, m := range items {
		out = append(out, OriginalKey(m.OwnerID, m.ID), PreviewKey(m.OwnerID, m.ID), FullKey(m.OwnerID, m.ID))
		if m.RenderKey != "" {
			out = append(out, RenditionKeys(m.RenderKey, m.Width)...)
			out = append(out, AVIFKeys(m.RenderKey, m.Width)...)
		}
		if m.VideoKey != "" {
			out = append(out, VideoKeys(m.VideoKey, m.VideoWidth, m.VideoHeight)...)
		}
	}
	if u.AvatarKey != "" {
		out = append(out, AvatarOriginalKey(u.ID, u.AvatarKey))
		out = append(out, AvatarKeys(u.AvatarKey)...)
	}
	return out, nil
}

// DeleteUser removes an account and everything of it: posts, likes, comments,
// follows, blocks, sessions and tokens. Its files follow a little later.
func (s *Store) DeleteUser(ctx context.Context, user ID) error {
	for {
		var posts []ID
		if err := s.gorm(ctx).Raw(`SELECT id FROM posts WHERE owner_id = ? LIMIT 100`, user).Scan(&posts).Error; err != nil {
			return err
		}
		if len(posts) == 0 {
			break
		}
		for _, id := range posts {
			if err := s.DeletePost(ctx, user, id); err != nil {
				return err
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
			`DELETE FROM email_tokens WHERE user_id = $1`,
			`DELETE FROM identities WHERE user_id = $1`,
			`DELETE FROM credentials WHERE user_id = $1`,
			`DELETE FROM emails WHERE user_id = $1`,
			`DELETE FROM usernames WHERE user_id = $1`,
			`DELETE FROM users WHERE id = $1`, // the rest of its follows and blocks goes with it
		} {
			if _, err := t.pgx.Exec(ctx, sql, user); err != nil {
				return fmt.Errorf("delete account %d: %w", user, err)
			}
		}
		if err := t.deleteApps(ctx, `owner_id = $1`, user); err != nil {
			return err
		}
		if avatar == "" {
			return nil
		}
		return t.free(ctx, pictureFiles(user, avatar))
	})
}

// DropUnusedTags removes hashtags that no post carries and nobody follows.
func (s *Store) DropUnusedTags(ctx context.Context) error {
	return s.gorm(ctx).Exec(`DELETE FROM tags t WHERE media_count = 0 AND followers_count = 0 AND NOT EXISTS (SELECT 1 FROM post_tags p WHERE p.tag_id = t.id)`).Error
}

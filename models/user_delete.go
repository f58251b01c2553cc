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

// ownFiles are the prefixes of files that carry an account's id, which is never used again.
func ownFiles(user ID) []string {
	var out []string
	for _, kind := range []string{"o", "p", "f"} {
		out = append(out, kind+"/"+user.String()+"/")
	}
	return out
}

// DeletePosts removes an account's posts, and stories of others that show them.
func (s *Store) DeletePosts(ctx context.Context, user ID) error {
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
				return fmt.Errorf("delete posts of %d: %w", user, err)
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
	return nil
}

// DeleteUser removes an account and everything of it: posts, likes, comments,
// follows, blocks, sessions and tokens. Its files follow a little later. Its
// names are held for a while, for nobody; those of demonstration accounts are
// free. Of an account that is gone it removes what was written meanwhile by a
// call that began before.
func (s *Store) DeleteUser(ctx context.Context, user ID) error {
	if err := s.DeletePosts(ctx, user); err != nil {
		return err
	}
	defer s.forgetAuthor(user)
	return s.inTx(ctx, func(t *tx) error {
		var avatar string
		err := t.pgx.QueryRow(ctx, `SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE`, user).Scan(&avatar)
		there := err == nil
		if err != nil && !isNoRows(err) {
			return err
		}
		if err := t.forgetUser(ctx, user); err != nil {
			return fmt.Errorf("delete account %d: %w", user, err)
		}
		for _, sql := range forgetRows {
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
		if !there {
			return nil
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

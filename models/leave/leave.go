// Package leave deletes accounts with all that belongs to them.
package leave

import (
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/container"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/inbox"
	"photogram/models/index"
	"photogram/models/notify"
	"photogram/models/order"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/shop"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/models/tally"
)

// Ask is account.Leave for somebody with no open orders.
func Ask(ctx context.Context, s *models.Store, who account.Asker, password string) (time.Time, error) {
	return account.Leave(ctx, s, who, password, order.MayLeave)
}

// ownFiles are the prefixes of files that carry an account's id, which is never used again.
func ownFiles(user models.ID) []string {
	var out []string
	for _, kind := range []string{"o", "p", "f", "i"} {
		out = append(out, kind+"/"+user.String()+"/")
	}
	return out
}

// DeleteContent removes an account's posts and stories, what its containers hold, and
// stories of others that show its posts.
func DeleteContent(ctx context.Context, s *models.Store, user models.ID) error {
	for _, list := range []struct {
		sql string
		one func(ctx context.Context, s *models.Store, owner, id models.ID) error
	}{
		{`SELECT owner_id, id FROM posts WHERE owner_id = @user LIMIT 100`, post.Delete},
		{`SELECT owner_id, id FROM stories WHERE owner_id = @user LIMIT 100`, story.Delete},
		{`SELECT owner_id, container_id AS id FROM media WHERE owner_id = @user AND container_id IS NOT NULL LIMIT 100`, container.Empty},
		{`SELECT DISTINCT owner_id, product_id AS id FROM media WHERE owner_id = @user AND product_id IS NOT NULL LIMIT 100`,
			shop.DropPhotos},
		{`SELECT user_id AS owner_id, thread_id AS id FROM thread_members WHERE user_id = @user LIMIT 100`, inbox.Forgo},
		{`SELECT DISTINCT owner_id, thread_id AS id FROM media WHERE owner_id = @user AND message_id IS NOT NULL LIMIT 100`, inbox.Forgo},
		// which show nothing any more
		{`SELECT owner_id, id FROM stories WHERE shared_owner_id = @user AND shared_owner_id <> 0 LIMIT 100`, story.Delete},
	} {
		for {
			var found []struct{ OwnerID, ID models.ID }
			if err := models.Find(ctx, s.Pool(), &found, list.sql, models.Args{"user": user}); err != nil {
				return fmt.Errorf("delete posts of %d: %w", user, err)
			}
			if len(found) == 0 {
				break
			}
			for _, f := range found {
				if err := list.one(ctx, s, f.OwnerID, f.ID); err != nil && models.KindOf(err) != models.NotFound {
					return err
				}
			}
		}
	}
	return nil
}

// Delete removes an account and everything of it: posts, likes, comments,
// follows, blocks, sessions and tokens. Its files follow a little later. Its
// names are held for a while, for nobody; those of demonstration accounts are
// free. Of an account that is gone it removes what was written meanwhile by a
// call that began before.
func Delete(ctx context.Context, s *models.Store, user models.ID) error {
	if err := DeleteContent(ctx, s, user); err != nil {
		return err
	}
	defer access.ForgetAuthor(s, user)
	return s.InTx(ctx, func(t *models.Tx) error {
		var avatar string
		err := t.PG.QueryRow(ctx, `SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE`, user).Scan(&avatar)
		there := err == nil
		if err != nil && !models.IsNoRows(err) {
			return err
		}
		if err := activity.ForgetUser(ctx, t, user); err != nil {
			return fmt.Errorf("delete account %d: %w", user, err)
		}
		for _, sql := range slices.Concat(post.Forget, saved.Forget, comment.Forget, notify.Forget, feed.Forget, people.Forget,
			tally.Forget, story.Forget, inbox.Forget, discover.Forget, index.Forget, subscription.Forget, app.Forget, container.Forget,
			order.Forget, shop.Forget, activity.Forget, account.Forget) {
			if _, err := t.PG.Exec(ctx, sql, user); err != nil {
				return fmt.Errorf("delete account %d: %w", user, err)
			}
		}
		if _, err := t.PG.Exec(ctx, `UPDATE usernames SET user_id = 0, claimed_at = NULL, held_until = $2
			WHERE user_id = $1`, user, s.Now().Add(account.NameHold)); err != nil {
			return err
		}
		if err := app.DeleteWhere(ctx, t, `owner_id = $1`, user); err != nil {
			return err
		}
		if !there {
			return nil
		}
		files := ownFiles(user)
		if avatar != "" {
			files = append(files, models.AvatarPrefix(avatar))
		}
		return t.Free(ctx, models.DeleteBlobs{Prefixes: files})
	})
}

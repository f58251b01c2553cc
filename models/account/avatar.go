package account

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
)

// RequestAvatar orders an account's picture from a file that is kept under AvatarOriginalKey.
func RequestAvatar(ctx context.Context, s *models.Store, user models.ID, key string) error {
	return s.InTx(ctx, func(t *models.Tx) error { return t.Enqueue(ctx, models.RenderAvatar{UserID: user, Key: key}, nil) })
}

// PictureFiles are the files of an account's picture, or of the icon of an app of theirs.
func PictureFiles(user models.ID, key string) models.DeleteBlobs {
	return models.DeleteBlobs{Keys: []string{models.AvatarOriginalKey(user, key)}, Prefixes: []string{models.AvatarPrefix(key)}}
}

// changeAvatar orders an account's picture, or takes it away.
func changeAvatar(ctx context.Context, t *models.Tx, user models.ID, key *string) error {
	switch {
	case key == nil:
		return nil
	case *key == "":
		return setAvatar(ctx, t, user, "")
	}
	return t.Enqueue(ctx, models.RenderAvatar{UserID: user, Key: *key}, nil)
}

// SetAvatar shows a rendered picture, or none when key is empty, and frees the one before.
func SetAvatar(ctx context.Context, s *models.Store, user models.ID, key string) error {
	defer access.ForgetAuthor(s, user)
	return s.InTx(ctx, func(t *models.Tx) error { return setAvatar(ctx, t, user, key) })
}

func setAvatar(ctx context.Context, t *models.Tx, user models.ID, key string) error {
	var old string
	err := t.PG.QueryRow(ctx, `UPDATE users u SET avatar_key = $2, updated_at = $3
		FROM (SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE) before
		WHERE u.id = $1 RETURNING before.avatar_key`, user, key, t.Store.Now()).Scan(&old)
	if models.IsNoRows(err) {
		return models.ErrNoUser
	}
	if err != nil {
		return fmt.Errorf("set the picture of %d: %w", user, err)
	}
	if old == "" || old == key {
		return nil
	}
	return t.Free(ctx, PictureFiles(user, old))
}

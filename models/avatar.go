package models

import (
	"context"
	"fmt"
)

// RequestAvatar orders an account's picture from a file that is kept under AvatarOriginalKey.
func (s *Store) RequestAvatar(ctx context.Context, user ID, key string) error {
	return s.inTx(ctx, func(t *tx) error { return t.enqueue(ctx, RenderAvatar{UserID: user, Key: key}, nil) })
}

// pictureFiles are the files of an account's picture, or of the icon of an app of theirs.
func pictureFiles(user ID, key string) DeleteBlobs {
	return DeleteBlobs{Keys: []string{AvatarOriginalKey(user, key)}, Prefixes: []string{AvatarPrefix(key)}}
}

// changeAvatar orders an account's picture, or takes it away.
func (t *tx) changeAvatar(ctx context.Context, user ID, key *string) error {
	switch {
	case key == nil:
		return nil
	case *key == "":
		return t.setAvatar(ctx, user, "")
	}
	return t.enqueue(ctx, RenderAvatar{UserID: user, Key: *key}, nil)
}

// SetAvatar shows a rendered picture, or none when key is empty, and frees the one before.
func (s *Store) SetAvatar(ctx context.Context, user ID, key string) error {
	defer s.forgetAuthor(user)
	return s.inTx(ctx, func(t *tx) error { return t.setAvatar(ctx, user, key) })
}

func (t *tx) setAvatar(ctx context.Context, user ID, key string) error {
	var old string
	err := t.pgx.QueryRow(ctx, `UPDATE users u SET avatar_key = $2, updated_at = $3 FROM (SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE) before
		WHERE u.id = $1 RETURNING before.avatar_key`, user, key, t.store.Now()).Scan(&old)
	if isNoRows(err) {
		return errNoUser
	}
	if err != nil {
		return fmt.Errorf("set the picture of %d: %w", user, err)
	}
	if old == "" || old == key {
		return nil
	}
	return t.free(ctx, pictureFiles(user, old))
}

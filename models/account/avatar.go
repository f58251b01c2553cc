package account

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/access"
)

// RequestAvatar orders an account's picture from a file that is kept under AvatarOriginalKey.
func RequestAvatar(ctx context.Context, s *models.Store, user models.ID, key string) error {
	return UpdateProfile(ctx, s, user, ProfileInput{Avatar: &key})
}

// smallestCrop is the least part of a picture's width and height that is shown of it.
const smallestCrop = .02

// cleanCrop reads which part of a picture is shown.
func cleanCrop(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	parts := strings.Split(s, ",")
	var v [4]float64
	for i := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		if err != nil || len(parts) != 4 || !(n >= 0 && n <= 1) {
			return "", models.Invalidf("crop", "account.error.crop-form")
		}
		v[i] = n
	}
	if v[2] < smallestCrop || v[3] < smallestCrop || v[0]+v[2] > 1.001 || v[1]+v[3] > 1.001 {
		return "", models.Invalidf("crop", "account.error.crop-size", "least", fmt.Sprint(smallestCrop))
	}
	return fmt.Sprintf("%.6g,%.6g,%.6g,%.6g", v[0], v[1], min(v[2], 1-v[0]), min(v[3], 1-v[1])), nil
}

// AvatarCrop is which part of the file an account's picture shows.
func AvatarCrop(ctx context.Context, s *models.Store, user models.ID) (crop string, err error) {
	err = models.Read(ctx, s.Pool(), &crop, `SELECT avatar_crop FROM users WHERE id = @user`, models.Args{"user": user})
	return crop, err
}

// PictureFiles are the files of an account's picture, or of the icon of an app of theirs.
func PictureFiles(user models.ID, key string) models.DeleteBlobs {
	return models.DeleteBlobs{Keys: []string{models.AvatarOriginalKey(user, key)}, Prefixes: []string{models.AvatarPrefix(key)}}
}

// changeAvatar orders an account's picture, or takes it away.
func changeAvatar(ctx context.Context, t *models.Tx, user models.ID, key *string, crop string) error {
	switch {
	case key == nil:
		return nil
	case *key == "":
		return setAvatar(ctx, t, user, "", "")
	}
	return t.Enqueue(ctx, models.RenderAvatar{UserID: user, Key: *key, Crop: crop}, nil)
}

// SetAvatar shows a rendered picture, or none when key is empty, and frees the one before.
func SetAvatar(ctx context.Context, s *models.Store, user models.ID, key, crop string) error {
	defer access.ForgetAuthor(s, user)
	return s.InTx(ctx, func(t *models.Tx) error { return setAvatar(ctx, t, user, key, crop) })
}

func setAvatar(ctx context.Context, t *models.Tx, user models.ID, key, crop string) error {
	var old string
	err := t.PG.QueryRow(ctx, `UPDATE users u SET avatar_key = $2, avatar_crop = $4, updated_at = $3
		FROM (SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE) before
		WHERE u.id = $1 RETURNING before.avatar_key`, user, key, t.Store.Now(), crop).Scan(&old)
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

package making

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
)

// kinds are how the keys of our files begin.
var kinds = []string{"o/", "r/", "v/", "f/", "p/", "a/", "i/"}

// OursKey is whether a key is of a kind that this program writes.
func OursKey(key string) bool {
	return slices.ContainsFunc(kinds, func(k string) bool { return strings.HasPrefix(key, k) })
}

// IsOriginalKey is whether a key is that of a file that somebody sent.
func IsOriginalKey(key string) bool { return strings.HasPrefix(key, "o/") }

// mediaFiles are columns of what files an item has.
const mediaFiles = `owner_id, id, render_key, width, has_preview, has_full, avif, video_key, video_width, video_height`

func scanMediaFiles(row pgx.CollectableRow) (post.Media, error) {
	var m post.Media
	err := row.Scan(&m.OwnerID, &m.ID, &m.RenderKey, &m.Width, &m.HasPreview, &m.HasFull, &m.AVIF, &m.VideoKey, &m.VideoWidth,
		&m.VideoHeight)
	return m, err
}

// picture is an account's picture or an app's icon.
type picture struct {
	Owner, App models.ID
	Key        string
}

func (p picture) files() []post.File {
	f := post.File{Owner: p.Owner, App: p.App, Image: p.Key}
	original := f
	original.Key, original.Optional = f.Original(), true
	out := []post.File{original}
	for _, key := range models.AvatarKeys(p.Key) {
		f.Key = key
		out = append(out, f)
	}
	return out
}

const (
	pictures = `SELECT id, 0::bigint, avatar_key FROM users WHERE avatar_key <> '' UNION ALL SELECT owner_id, id, icon_key FROM apps
		WHERE icon_key <> ''`
	// onePicture is of the key $1.
	onePicture = `SELECT id, 0::bigint, avatar_key FROM users WHERE avatar_key <> '' AND avatar_key = $1
		UNION ALL SELECT owner_id, id, icon_key FROM apps WHERE icon_key <> '' AND icon_key = $1`
)

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// Files lists what the rows say must be in blob storage.
func Files(ctx context.Context, s *models.Store, each func(post.File) error) error {
	return FilesIn(ctx, s.Pool(), each)
}

// FilesIn is Files for what a transaction sees.
func FilesIn(ctx context.Context, db querier, each func(post.File) error) error {
	rows, err := db.Query(ctx, `SELECT `+mediaFiles+` FROM media ORDER BY owner_id, id`)
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		m, err := scanMediaFiles(rows)
		if err != nil {
			return fmt.Errorf("list files: %w", err)
		}
		for _, f := range m.Files() {
			if err := each(f); err != nil {
				return err
			}
		}
	}
	if rows.Err() != nil {
		return fmt.Errorf("list files: %w", rows.Err())
	}
	found, err := db.Query(ctx, pictures)
	if err != nil {
		return fmt.Errorf("list pictures of accounts: %w", err)
	}
	all, err := pgx.CollectRows(found, pgx.RowToStructByPos[picture])
	if err != nil {
		return fmt.Errorf("list pictures of accounts: %w", err)
	}
	for _, p := range all {
		for _, f := range p.files() {
			if err := each(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// Find finds what a key in storage is of; nil when no row says that it must be there.
func Find(ctx context.Context, s *models.Store, key string) (*post.File, error) {
	parts := strings.Split(key, "/")
	var where string
	var args []any
	switch {
	case len(parts) == 4 && parts[0] == "r":
		where, args = `render_key = $1 AND render_key <> ''`, []any{parts[2]}
	case len(parts) == 4 && parts[0] == "v":
		where, args = `video_key = $1 AND video_key <> ''`, []any{parts[2]}
	case len(parts) == 3 && (parts[0] == "o" || parts[0] == "p" || parts[0] == "f"):
		owner, err1 := models.ParseID(parts[1])
		id, err2 := models.ParseID(strings.TrimSuffix(parts[2], ".jpg"))
		if err1 != nil || err2 != nil {
			return nil, nil
		}
		where, args = `owner_id = $1 AND id = $2`, []any{owner, id}
	case len(parts) == 4 && parts[0] == "a":
		return pictureFile(ctx, s, parts[2], key)
	default:
		return nil, nil
	}
	rows, err := s.Pool().Query(ctx, `SELECT `+mediaFiles+` FROM media WHERE `+where+` LIMIT 1`, args...)
	if err != nil {
		return nil, fmt.Errorf("find what a file is of: %w", err)
	}
	m, err := pgx.CollectExactlyOneRow(rows, scanMediaFiles)
	if models.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find what a file is of: %w", err)
	}
	return among(m.Files(), key), nil
}

func pictureFile(ctx context.Context, s *models.Store, name, key string) (*post.File, error) {
	rows, err := s.Pool().Query(ctx, onePicture+` LIMIT 1`, name)
	if err != nil {
		return nil, fmt.Errorf("find whose picture a file is of: %w", err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[picture])
	if models.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find whose picture a file is of: %w", err)
	}
	return among(p.files(), key), nil
}

func among(files []post.File, key string) *post.File {
	at := slices.IndexFunc(files, func(f post.File) bool { return f.Key == key })
	if at < 0 {
		return nil
	}
	return &files[at]
}

// FileInUse says whether any row refers to a file in blob storage. Files of an
// unknown kind count as in use.
func FileInUse(ctx context.Context, s *models.Store, key string) (used bool, err error) {
	parts := strings.Split(key, "/")
	switch {
	case len(parts) == 3 && parts[0] == "o" && strings.HasPrefix(parts[2], "avatar-"):
		err = s.Pool().QueryRow(ctx, `SELECT EXISTS (`+onePicture+`) OR
			EXISTS (SELECT FROM river_job WHERE kind = 'render_avatar' AND args->>'key' = $1
			AND state NOT IN ('completed', 'cancelled', 'discarded'))`, strings.TrimPrefix(parts[2], "avatar-")).Scan(&used)
	case len(parts) == 3 && (parts[0] == "o" || parts[0] == "p" || parts[0] == "f"):
		owner, err1 := models.ParseID(parts[1])
		id, err2 := models.ParseID(strings.TrimSuffix(parts[2], ".jpg"))
		if err1 != nil || err2 != nil {
			return false, nil
		}
		// An upload that is not settled may find its file there when it tries again.
		err = s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND id = $2 AND ($3 <> 'f' OR has_full))
			OR EXISTS (SELECT 1 FROM uploads WHERE owner_id = $1 AND id = $2 AND state = 'open')`, owner, id, parts[0]).Scan(&used)
	case len(parts) == 3 && parts[0] == "i":
		owner, err1 := models.ParseID(parts[1])
		id, err2 := models.ParseID(parts[2])
		if err1 != nil || err2 != nil {
			return false, nil
		}
		used, err = shop.FileInUse(ctx, s, owner, id)
	case len(parts) == 4 && parts[0] == "r":
		err = s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE render_key = $1 AND render_key <> '') OR
			EXISTS (SELECT 1 FROM media WHERE wanted_key = $1)`, parts[2]).Scan(&used)
	case len(parts) == 4 && parts[0] == "v":
		err = s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE video_key = $1 AND video_key <> '') OR
			EXISTS (SELECT 1 FROM media WHERE wanted_video_key = $1 AND wanted_video_key <> '')`, parts[2]).Scan(&used)
	case len(parts) == 4 && parts[0] == "a":
		err = s.Pool().QueryRow(ctx, `SELECT EXISTS (`+onePicture+`)`, parts[2]).Scan(&used)
	default:
		return true, nil
	}
	return used, err
}

package models

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// File is a file that must be in storage, as rows say, and whose it is.
type File struct {
	Key   string
	Owner ID
	Media ID     // the item that it is of, or 0
	App   ID     // the app whose icon it is of, or 0
	Image string // the key of the account's picture or of the icon that it is of, or ""
	// Optional is set where it may be that there never was one: earlier versions
	// did not keep the originals of pictures of accounts.
	Optional bool
}

// Original is where the file is from which this one can be made again; its own
// key when it is one that somebody sent.
func (f File) Original() string {
	if f.Image != "" {
		return AvatarOriginalKey(f.Owner, f.Image)
	}
	return OriginalKey(f.Owner, f.Media)
}

// IsOriginal is whether the file cannot be made again.
func (f File) IsOriginal() bool { return f.Key == f.Original() }

// kinds are how the keys of our files begin.
var kinds = []string{"o/", "r/", "v/", "f/", "p/", "a/"}

// OursKey is whether a key is of a kind that this program writes.
func OursKey(key string) bool {
	return slices.ContainsFunc(kinds, func(k string) bool { return strings.HasPrefix(key, k) })
}

// IsOriginalKey is whether a key is that of a file that somebody sent.
func IsOriginalKey(key string) bool { return strings.HasPrefix(key, "o/") }

// mediaFiles are columns of what files an item has.
const mediaFiles = `owner_id, id, render_key, width, has_preview, has_full, avif, video_key, video_width, video_height`

func scanMediaFiles(row pgx.CollectableRow) (Media, error) {
	var m Media
	err := row.Scan(&m.OwnerID, &m.ID, &m.RenderKey, &m.Width, &m.HasPreview, &m.HasFull, &m.AVIF, &m.VideoKey, &m.VideoWidth, &m.VideoHeight)
	return m, err
}

func (m *Media) files() []File {
	keys := []string{OriginalKey(m.OwnerID, m.ID)}
	if m.HasPreview {
		keys = append(keys, PreviewKey(m.OwnerID, m.ID))
	}
	if m.HasFull {
		keys = append(keys, FullKey(m.OwnerID, m.ID))
	}
	if m.RenderKey != "" {
		keys = append(keys, RenditionKeys(m.RenderKey, m.Width)...)
		if m.AVIF {
			keys = append(keys, AVIFKeys(m.RenderKey, m.Width)...)
		}
	}
	if m.VideoKey != "" {
		keys = append(keys, VideoKeys(m.VideoKey, m.VideoWidth, m.VideoHeight)...)
	}
	out := make([]File, len(keys))
	for i, key := range keys {
		out[i] = File{Key: key, Owner: m.OwnerID, Media: m.ID}
	}
	return out
}

// picture is an account's picture or an app's icon.
type picture struct {
	Owner, App ID
	Key        string
}

func (p picture) files() []File {
	f := File{Owner: p.Owner, App: p.App, Image: p.Key}
	original := f
	original.Key, original.Optional = f.Original(), true
	out := []File{original}
	for _, key := range AvatarKeys(p.Key) {
		f.Key = key
		out = append(out, f)
	}
	return out
}

const (
	pictures = `SELECT id, 0::bigint, avatar_key FROM users WHERE avatar_key <> '' UNION ALL SELECT owner_id, id, icon_key FROM apps WHERE icon_key <> ''`
	// onePicture is of the key $1.
	onePicture = `SELECT id, 0::bigint, avatar_key FROM users WHERE avatar_key <> '' AND avatar_key = $1
		UNION ALL SELECT owner_id, id, icon_key FROM apps WHERE icon_key <> '' AND icon_key = $1`
)

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// Files lists what the rows say must be in blob storage.
func (s *Store) Files(ctx context.Context, each func(File) error) error {
	return FilesIn(ctx, s.pool, each)
}

// FilesIn is Files for what a transaction sees.
func FilesIn(ctx context.Context, db querier, each func(File) error) error {
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
		for _, f := range m.files() {
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

// FileOf finds what a key in storage is of; nil when no row says that it must be there.
func (s *Store) FileOf(ctx context.Context, key string) (*File, error) {
	parts := strings.Split(key, "/")
	var where string
	var args []any
	switch {
	case len(parts) == 4 && parts[0] == "r":
		where, args = `render_key = $1 AND render_key <> ''`, []any{parts[2]}
	case len(parts) == 4 && parts[0] == "v":
		where, args = `video_key = $1 AND video_key <> ''`, []any{parts[2]}
	case len(parts) == 3 && (parts[0] == "o" || parts[0] == "p" || parts[0] == "f"):
		owner, err1 := ParseID(parts[1])
		id, err2 := ParseID(strings.TrimSuffix(parts[2], ".jpg"))
		if err1 != nil || err2 != nil {
			return nil, nil
		}
		where, args = `owner_id = $1 AND id = $2`, []any{owner, id}
	case len(parts) == 4 && parts[0] == "a":
		return s.pictureFile(ctx, parts[2], key)
	default:
		return nil, nil
	}
	rows, err := s.pool.Query(ctx, `SELECT `+mediaFiles+` FROM media WHERE `+where+` LIMIT 1`, args...)
	if err != nil {
		return nil, fmt.Errorf("find what a file is of: %w", err)
	}
	m, err := pgx.CollectExactlyOneRow(rows, scanMediaFiles)
	if isNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find what a file is of: %w", err)
	}
	return among(m.files(), key), nil
}

func (s *Store) pictureFile(ctx context.Context, name, key string) (*File, error) {
	rows, err := s.pool.Query(ctx, onePicture+` LIMIT 1`, name)
	if err != nil {
		return nil, fmt.Errorf("find whose picture a file is of: %w", err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[picture])
	if isNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find whose picture a file is of: %w", err)
	}
	return among(p.files(), key), nil
}

func among(files []File, key string) *File {
	at := slices.IndexFunc(files, func(f File) bool { return f.Key == key })
	if at < 0 {
		return nil
	}
	return &files[at]
}

// FileInUse says whether any row refers to a file in blob storage. Files of an
// unknown kind count as in use.
func (s *Store) FileInUse(ctx context.Context, key string) (used bool, err error) {
	parts := strings.Split(key, "/")
	switch {
	case len(parts) == 3 && parts[0] == "o" && strings.HasPrefix(parts[2], "avatar-"):
		err = s.pool.QueryRow(ctx, `SELECT EXISTS (`+onePicture+`) OR EXISTS (SELECT FROM river_job WHERE kind = 'render_avatar' AND args->>'key' = $1
			AND state NOT IN ('completed', 'cancelled', 'discarded'))`, strings.TrimPrefix(parts[2], "avatar-")).Scan(&used)
	case len(parts) == 3 && (parts[0] == "o" || parts[0] == "p" || parts[0] == "f"):
		owner, err1 := ParseID(parts[1])
		id, err2 := ParseID(strings.TrimSuffix(parts[2], ".jpg"))
		if err1 != nil || err2 != nil {
			return false, nil
		}
		// An upload that is not settled may find its file there when it tries again.
		err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND id = $2 AND ($3 <> 'f' OR has_full))
			OR EXISTS (SELECT 1 FROM uploads WHERE owner_id = $1 AND id = $2 AND state = 'open')`, owner, id, parts[0]).Scan(&used)
	case len(parts) == 4 && parts[0] == "r":
		err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE render_key = $1 AND render_key <> '') OR EXISTS (SELECT 1 FROM media WHERE wanted_key = $1)`, parts[2]).Scan(&used)
	case len(parts) == 4 && parts[0] == "v":
		err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE video_key = $1 AND video_key <> '') OR EXISTS (SELECT 1 FROM media WHERE wanted_video_key = $1 AND wanted_video_key <> '')`, parts[2]).Scan(&used)
	case len(parts) == 4 && parts[0] == "a":
		err = s.pool.QueryRow(ctx, `SELECT EXISTS (`+onePicture+`)`, parts[2]).Scan(&used)
	default:
		return true, nil
	}
	return used, err
}

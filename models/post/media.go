package post

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// pipelineVersion changes when the same original and recipe would give other renditions.
const pipelineVersion = "4"

// Media is one photo or video: the original as it was sent, the edit, and what
// was made of them.
type Media struct {
	OwnerID      models.ID  `gorm:"primaryKey"`
	ID           models.ID  `gorm:"primaryKey;autoIncrement:false"`
	PostID       *models.ID // of these five one is there: what it belongs to
	StoryID      *models.ID
	ContainerID  *models.ID
	ProductID    *models.ID
	MessageID    *models.ID
	ThreadID     *models.ID // of the message
	Pos          int
	Kind         MediaKind // Image or Video
	State        string    // pending, ready or failed
	Failure      string    // why it failed, to be shown
	Notice       string    // what its owner should know of it
	FileName     string
	Format       string
	Bytes        int64
	SHA256       []byte `gorm:"column:sha256"`
	SourceWidth  int    // upright, in pixels
	SourceHeight int
	Recipe       json.RawMessage `gorm:"type:jsonb"`
	Filter       string
	WantedKey    string // of the renditions that the recipe asks for
	RenderKey    string // of the renditions there are; empty before the first
	Width        int    // of the largest rendition
	Height       int
	Placeholder  string
	Color        string
	HasPreview   bool
	AVIF         bool `gorm:"column:avif"` // whether there is an AVIF of every width
	AltText      string
	Staged       bool       // added to a shared post, and not part of it yet
	Replaces     *models.ID // the item whose place it takes once it is ready
	HasFull      bool       // the unedited picture in full size is kept
	CreatedAt    time.Time
	UpdatedAt    time.Time

	// Of videos.
	DurationMs     int
	HasSound       bool
	Loop           bool
	Progress       int // of the making of its files, in per cent
	PosterMs       int // which frame stands for it
	WantedVideoKey string
	VideoKey       string // of the video files there are
	VideoWidth     int
	VideoHeight    int
	Captions       []Caption `gorm:"-"` // without their texts
}

// TableName is the table of media.
func (Media) TableName() string { return "media" }

// Picture is the item as pages show it.
func (m *Media) Picture() Picture {
	return Picture{m.RenderKey, m.Width, m.Height, m.Placeholder, m.AltText, m.AVIF}
}

// Ready is whether the renditions are those that the recipe asks for.
func (m *Media) Ready() bool {
	return m.State == "ready" && m.RenderKey == m.WantedKey && m.VideoKey == m.WantedVideoKey
}

// Shown is whether the item of a shared post is part of it.
func (m *Media) Shown() bool {
	return !m.Staged && m.RenderKey != "" && (!m.IsVideo() || m.VideoKey != "")
}

// renderKey names renditions by what they are made of. The server's secret
// keeps the name from being guessed.
func renderKey(s *models.Store, m *Media) string {
	mac := hmac.New(sha256.New, s.Secret())
	fmt.Fprintf(mac, "render\x00%s\x00%d\x00%x\x00%s\x00%s", pipelineVersion, m.ID, m.SHA256, m.Filter, canonicalJSON(m.Recipe))
	if m.IsVideo() {
		fmt.Fprintf(mac, "\x00%d", m.PosterMs)
	}
	return models.RenditionKey(hex.EncodeToString(mac.Sum(nil)[:20]))
}

// canonicalJSON makes equal documents equal texts, since jsonb reorders keys.
func canonicalJSON(raw json.RawMessage) []byte {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	out, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return out
}

// Upload is a photo or a video that was checked and whose file is kept already under OriginalKey.
type Upload struct {
	ID            models.ID
	FileName      string
	Format        string
	Bytes         int64
	SHA256        []byte
	Width, Height int // upright
	AltText       string

	Video    bool
	Duration time.Duration
	HasSound bool
	Loop     bool // an animated picture, which becomes a video

	Notice string // what its sender should know of it
}

// AddMedia appends photos to a post of the viewer's, or to a new draft when
// post is 0, and orders their rendering. In a post that is shared already they
// wait for EditPost to make them part of it.
func AddMedia(ctx context.Context, s *models.Store, viewer, post models.ID, uploads ...Upload) (models.ID, []Media, error) {
	use := func(t *models.Tx, _ models.ID) error { return t.Use(ctx, models.BudgetUpload, viewer, len(uploads)) }
	return AddMediaWith(ctx, s, viewer, post, nil, use, uploads...)
}

// AddMediaWith is AddMedia with what else belongs to the transaction: first says
// which draft it is, last is told so when the photos are in.
func AddMediaWith(ctx context.Context, s *models.Store, viewer, into models.ID, first func(*models.Tx) (models.ID, error),
	last func(*models.Tx, models.ID) error, uploads ...Upload) (post models.ID, _ []Media, err error) {
	items := make([]Media, len(uploads))
	err = s.InTx(ctx, func(t *models.Tx) error {
		now := s.Now()
		count, staged := 0, false
		if post = into; first != nil {
			if post, err = first(t); err != nil {
				return err
			}
		}
		if post == 0 {
			post = s.NewID()
			if err := createDraft(ctx, t, viewer, post); err != nil {
				return err
			}
		} else {
			p, err := Lock(ctx, t, viewer, post)
			if err != nil {
				return err
			}
			if staged, err = p.stages(); err != nil {
				return err
			}
			if err := models.Read(ctx, t.PG, &count, `SELECT count(*) FROM media WHERE owner_id = @viewer AND post_id = @post
				AND replaces IS NULL`, models.Args{"viewer": viewer, "post": post}); err != nil {
				return err
			}
		}
		if count+len(uploads) > MaxItems {
			return models.Invalidf("file", "post.error.post-at-most-photos", "maxItems", MaxItems)
		}
		for i, u := range uploads {
			m, err := u.media(viewer, now)
			if err != nil {
				return err
			}
			m.PostID, m.Pos, m.Staged = &post, count+i, staged
			if err := addMedia(ctx, t, &m); err != nil {
				return err
			}
			items[i] = m
		}
		if last != nil {
			if err := last(t, post); err != nil {
				return err
			}
		}
		return Summarize(ctx, t, viewer, post)
	})
	if err != nil {
		return 0, nil, err
	}
	return post, items, nil
}

// media is an upload as a new item, which does not belong to anything yet.
func (u Upload) media(owner models.ID, now time.Time) (Media, error) {
	alt, err := models.CleanText("alt_text", u.AltText, models.MaxAltText, true)
	if err != nil {
		return Media{}, err
	}
	m := Media{OwnerID: owner, ID: u.ID, Kind: Image, State: "pending", FileName: fileLabel(u.FileName),
		Format: u.Format, Bytes: u.Bytes, SHA256: u.SHA256, SourceWidth: u.Width, SourceHeight: u.Height, AltText: alt,
		Recipe: json.RawMessage(`{}`), Filter: "Normal", Notice: u.Notice, CreatedAt: now, UpdatedAt: now}
	if u.Video {
		m.Kind, m.DurationMs, m.HasSound, m.Loop = Video, int(u.Duration.Milliseconds()), u.HasSound, u.Loop
	}
	return m, nil
}

// createDraft makes an empty draft, as long as the account has not too many.
func createDraft(ctx context.Context, t *models.Tx, viewer, post models.ID) error {
	var drafts int
	if err := models.Read(ctx, t.PG, &drafts, `SELECT count(*) FROM posts WHERE owner_id = @viewer
		AND state IN ('draft', 'publishing', 'scheduled')`, models.Args{"viewer": viewer}); err != nil {
		return err
	}
	if drafts >= MaxDrafts {
		return models.Invalidf("file", "post.error.drafts-limit-publish-delete-some", "drafts", drafts)
	}
	return insertDraft(ctx, t, viewer, post)
}

func insertDraft(ctx context.Context, t *models.Tx, viewer, post models.ID) error {
	now := t.Store.Now()
	err := models.Do(ctx, t.PG, `INSERT INTO posts (owner_id, id, state, caption_id, likes_hidden, created_at, updated_at)
		SELECT id, @post, 'draft', @new, likes_hidden, @now, @now FROM users WHERE id = @viewer`,
		models.Args{"viewer": viewer, "post": post, "new": t.Store.NewID(), "now": now})
	if err != nil {
		return fmt.Errorf("create a draft: %w", err)
	}
	return models.Do(ctx, t.PG, `INSERT INTO post_owners (post_id, owner_id) VALUES (@post, @viewer)`,
		models.Args{"post": post, "viewer": viewer})
}

// addMedia writes a new item and orders its rendering.
func addMedia(ctx context.Context, t *models.Tx, m *Media) error {
	if err := fits(ctx, t, m.OwnerID, m.ID, m.Bytes); err != nil {
		return err
	}
	setKeys(t.Store, m)
	if err := t.Create(m).Error; err != nil {
		return fmt.Errorf("add media %d: %w", m.ID, err)
	}
	return EnqueueMaking(ctx, t, m)
}

// fileLabel keeps a file's name for the person who sent it, and for nothing else.
func fileLabel(s string) string {
	r := []rune(models.SafeText(s))
	if len(r) > 120 {
		r = r[:120]
	}
	return string(r)
}

// Lock locks a post of the viewer's.
func Lock(ctx context.Context, t *models.Tx, viewer, id models.ID) (*Post, error) {
	var p Post
	err := models.Take(ctx, t.PG, &p, `SELECT * FROM posts WHERE owner_id = @viewer AND id = @id FOR UPDATE`,
		models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, models.ErrNoPost
	}
	return &p, err
}

// madeMedia is the rule for an item, media AS m, that can be shown.
const MadeMedia = `(m.render_key <> '' AND (m.kind <> 'video' OR m.video_key <> ''))`

// ItemOf is the rule for an item, media AS m, that is part of its post: of a
// shared one only what is ready, and meant to be.
func ItemOf(post string) string {
	return `(` + post + `.state NOT IN ('published', 'archived') OR NOT m.staged AND ` + MadeMedia + `)`
}

// Summarize brings the post's cover, kind and number of media up to its items.
func Summarize(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	_, err := t.PG.Exec(ctx, `UPDATE posts p
		SET media_count = n.count, people_count = (SELECT count(*) FROM post_people WHERE owner_id = $1 AND post_id = $2
		AND state <> 'removed'), kind = CASE WHEN n.count > 1 THEN 'carousel' ELSE coalesce(c.kind, 'image') END,
			cover_id = c.id, cover_key = coalesce(c.render_key, ''), cover_width = coalesce(c.width, 0),
			cover_height = coalesce(c.height, 0),
			cover_placeholder = coalesce(c.placeholder, ''), cover_alt = coalesce(c.alt_text, ''),
			cover_avif = coalesce(c.avif, false), filter = coalesce(c.filter, 'Normal'), updated_at = $3
		FROM posts q CROSS JOIN LATERAL (SELECT count(*) AS count FROM media m WHERE m.owner_id = $1 AND m.post_id = $2
		AND `+ItemOf("q")+`) n
		LEFT JOIN LATERAL (SELECT * FROM media m WHERE m.owner_id = $1 AND m.post_id = $2 AND `+ItemOf("q")+`
			ORDER BY m.id IS NOT DISTINCT FROM q.cover_item DESC, m.pos, m.id LIMIT 1) c ON true
		WHERE p.owner_id = $1 AND p.id = $2 AND q.owner_id = $1 AND q.id = $2`, owner, post, t.Store.Now())
	if err != nil {
		return fmt.Errorf("summarize post %d: %w", post, err)
	}
	return nil
}

// MediaEdit changes one item. A nil field stays as it is. Filter names the
// recipe's look, for showing.
type MediaEdit struct {
	Recipe  json.RawMessage
	Filter  string
	AltText *string
}

// EditMedia changes an item of the viewer's and orders its rendering when the
// recipe changed. The renditions on show stay until the new ones are there.
func EditMedia(ctx context.Context, s *models.Store, viewer, post, item models.ID, edit MediaEdit) error {
	return Change(ctx, s, viewer, post, Changes{Items: []ItemChange{{ID: item, MediaEdit: edit}}})
}

// edit needs what holds the item locked.
func (m *Media) edit(ctx context.Context, t *models.Tx, edit MediaEdit) (err error) {
	set := map[string]any{"updated_at": t.Store.Now()}
	if edit.AltText != nil {
		if set["alt_text"], err = models.CleanText("alt_text", *edit.AltText, models.MaxAltText, true); err != nil {
			return err
		}
	}
	if edit.Recipe != nil {
		if err := setRecipe(ctx, t, m, edit, set); err != nil {
			return err
		}
	}
	if err := t.Model(&Media{}).Where("owner_id = ? AND id = ?", int64(m.OwnerID), int64(m.ID)).Updates(set).Error; err != nil {
		return fmt.Errorf("edit media %d: %w", m.ID, err)
	}
	return nil
}

func setRecipe(ctx context.Context, t *models.Tx, m *Media, edit MediaEdit, set map[string]any) error {
	m.Recipe, m.Filter = edit.Recipe, edit.Filter
	set["recipe"], set["filter"] = string(edit.Recipe), edit.Filter
	if wanted := m.WantedKey; setKeys(t.Store, m) == wanted {
		return nil
	}
	set["wanted_key"], set["wanted_video_key"], set["progress"] = m.WantedKey, m.WantedVideoKey, 0
	if m.State == "failed" || m.WantedKey != m.RenderKey || m.WantedVideoKey != m.VideoKey {
		set["state"], set["failure"] = "pending", ""
	}
	return EnqueueMaking(ctx, t, m)
}

// freeMedia orders the removal of all files of items that are gone.
func freeMedia(ctx context.Context, t *models.Tx, items ...Media) error {
	var job models.DeleteBlobs
	for _, m := range items {
		job.Keys = append(job.Keys, models.OriginalKey(m.OwnerID, m.ID), models.PreviewKey(m.OwnerID, m.ID), FullKey(m.OwnerID, m.ID))
		for _, key := range []string{m.RenderKey, m.WantedKey} {
			if key != "" {
				job.Prefixes = append(job.Prefixes, models.RenditionPrefix(key))
			}
		}
		for _, key := range []string{m.VideoKey, m.WantedVideoKey} {
			if key != "" {
				job.Prefixes = append(job.Prefixes, VideoPrefix(key))
			}
		}
	}
	if len(job.Keys) == 0 {
		return nil
	}
	return t.Free(ctx, job)
}

// Access is who may fetch a file: everybody, or one viewer, or nobody.
type Access struct {
	Public, Visible bool
	Until           *time.Time // when that ends, for what is in a story
}

// FileAccess says who may fetch the renditions of a key.
func FileAccess(ctx context.Context, s *models.Store, viewer models.ID, key string) (Access, error) {
	return fileAccess(ctx, s, viewer, "render_key", key)
}

func fileAccess(ctx context.Context, s *models.Store, viewer models.ID, column, key string) (a Access, err error) {
	err = models.Take(ctx, s.Pool(), &a, `SELECT `+access.PublicMedia+` AS public, `+access.VisibleMedia+`
		AND (CAST(@viewer AS bigint) = 0 OR EXISTS (SELECT FROM users v WHERE v.id = @viewer AND v.suspended_at IS NULL)) AS visible,
			(SELECT st.expires_at FROM stories st WHERE st.owner_id = m.owner_id AND st.id = m.story_id) AS until
		FROM media m
		WHERE m.`+column+` = @key AND @key <> '' AND (NOT m.staged OR m.owner_id = @viewer)`,
		models.Args{"viewer": viewer, "key": key, "now": s.Now()})
	if models.IsNoRows(err) {
		return Access{}, nil
	}
	return a, err
}

package post

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode"

	"photogram/models"
)

// Limits on files that come in parts.
const (
	// UploadLife is how long an unfinished upload is kept after its last part,
	// and how long the outcome of a finished one can be asked for.
	UploadLife = 24 * time.Hour
	// MaxOpenUploads is how many unfinished uploads one account may have.
	MaxOpenUploads = 100
	// maxBatch bounds the name of a batch, in bytes.
	maxBatch = 64
)

// Incoming is a file that comes in parts, or did. It has the id of the photo
// that it is to become.
type Incoming struct {
	OwnerID   models.ID `gorm:"primaryKey"`
	ID        models.ID `gorm:"primaryKey;autoIncrement:false"`
	Batch     string
	PostID    models.ID
	Place     int64
	FileName  string
	Bytes     int64
	State     string // open, done or refused
	Reason    string // why it was refused, to be shown
	CreatedAt time.Time
	ExpiresAt time.Time
}

// TableName is the table of uploads.
func (Incoming) TableName() string { return "uploads" }

var errNoUpload = models.NotFoundf("post.error.upload-does-not-exist-expired")

// BeginUpload opens an upload. Batch, FileName, Bytes and Place are the sender's;
// PostID is a draft of theirs, or 0 for the one that the uploads of the batch
// make together. maxBytes bounds what all unfinished uploads of the account may
// take.
func BeginUpload(ctx context.Context, s *models.Store, viewer models.ID, in Incoming, maxBytes int64) (*Incoming, error) {
	if !isBatch(in.Batch) {
		return nil, models.Invalidf("batch", "post.error.name-batch-must-1-letters", "maxBatch", maxBatch)
	}
	now := s.Now()
	in.OwnerID, in.ID, in.FileName, in.State, in.CreatedAt, in.ExpiresAt = viewer, s.NewID(), fileLabel(in.FileName), "open", now,
		now.Add(UploadLife)
	draft := in.PostID
	err := s.InTx(ctx, func(t *models.Tx) error {
		// One at a time for each account, so that limits hold and a batch gets one draft.
		if _, err := t.PG.Exec(ctx, `SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE`, viewer); err != nil {
			return err
		}
		var count int
		var bytes int64
		err := t.PG.QueryRow(ctx, `SELECT count(*), coalesce(sum(bytes), 0) FROM uploads WHERE owner_id = $1 AND state = 'open'
			AND expires_at > $2`, viewer, now).Scan(&count, &bytes)
		if err != nil {
			return err
		}
		if count >= MaxOpenUploads {
			return models.Say(models.Error{Kind: models.TooMany, Field: "file"}, "post.error.unfinished-uploads-limit-let-some",
				"count", count)
		}
		if bytes+in.Bytes > maxBytes {
			return models.Say(models.Error{Kind: models.TooMany, Field: "file"}, "post.error.unfinished-uploads-would-take-more",
				"maxBytes", maxBytes/1_000_000)
		}
		if err := fits(ctx, t, viewer, in.ID, in.Bytes); err != nil {
			return err
		}
		in.PostID = draft
		if draft == 0 {
			err := t.PG.QueryRow(ctx, `SELECT post_id FROM uploads WHERE owner_id = $1 AND batch = $2 ORDER BY id DESC
				LIMIT 1`, viewer, in.Batch).Scan(&in.PostID)
			if models.IsNoRows(err) {
				in.PostID = s.NewID()
			} else if err != nil {
				return err
			}
		} else if err := takesMedia(ctx, t, viewer, draft); err != nil {
			return err
		}
		if err := t.Create(&in).Error; err != nil {
			return fmt.Errorf("begin an upload: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &in, nil
}

func isBatch(s string) bool {
	if s == "" || len(s) > maxBatch {
		return false
	}
	for _, r := range s {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return false
		}
	}
	return true
}

func takesMedia(ctx context.Context, t *models.Tx, viewer, post models.ID) error {
	var state State
	err := t.PG.QueryRow(ctx, `SELECT state FROM posts WHERE owner_id = $1 AND id = $2`, viewer, post).Scan(&state)
	if models.IsNoRows(err) {
		return models.ErrNoPost
	}
	if err == nil {
		_, err = (&Post{State: state}).stages()
	}
	return err
}

// IncomingByID is an upload of the viewer's.
func IncomingByID(ctx context.Context, s *models.Store, viewer, id models.ID) (*Incoming, error) {
	var in Incoming
	err := s.Gorm(ctx).Where("owner_id = ? AND id = ? AND expires_at > ?", int64(viewer), int64(id), s.Now()).Take(&in).Error
	if models.IsNoRows(err) {
		return nil, errNoUpload
	}
	return &in, err
}

// TouchUpload keeps an unfinished upload for another UploadLife.
func TouchUpload(ctx context.Context, s *models.Store, in *Incoming) error {
	until := s.Now().Add(UploadLife)
	if until.Sub(in.ExpiresAt) < time.Minute {
		return nil
	}
	return models.Do(ctx, s.Pool(), `UPDATE uploads SET expires_at = @until WHERE owner_id = @owner AND id = @id
		AND state = 'open'`, models.Args{"until": until, "owner": in.OwnerID, "id": in.ID})
}

// errSettled ends a transaction that has nothing to do.
var ErrSettled = errors.New("settled")

// FinishUpload adds the photo of an upload to its draft, once: whoever comes
// second is told what became of it.
func FinishUpload(ctx context.Context, s *models.Store, in *Incoming, up Upload) (*Incoming, error) {
	up.ID, up.FileName = in.ID, in.FileName
	now := s.Now()
	done := *in
	first := func(t *models.Tx) (models.ID, error) {
		err := models.Take(ctx, t.PG, &done, `SELECT * FROM uploads WHERE owner_id = @owner AND id = @id FOR UPDATE`,
			models.Args{"owner": in.OwnerID, "id": in.ID})
		if models.IsNoRows(err) {
			return 0, errNoUpload
		}
		if err != nil {
			return 0, err
		}
		if done.State != "open" {
			return 0, ErrSettled
		}
		return draftOf(ctx, t, &done)
	}
	last := func(t *models.Tx, post models.ID) error {
		done.State, done.PostID, done.ExpiresAt = "done", post, now.Add(UploadLife)
		err := models.Do(ctx, t.PG, `UPDATE uploads SET state = 'done', post_id = @post, expires_at = @expires_at WHERE owner_id = @owner
			AND id = @id`, models.Args{"post": post, "expires_at": done.ExpiresAt, "owner": in.OwnerID, "id": in.ID})
		if err != nil {
			return err
		}
		if err := orderInBatch(ctx, t, &done); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetUpload, in.OwnerID, 1)
	}
	_, _, err := AddMediaWith(ctx, s, in.OwnerID, 0, first, last, up)
	if errors.Is(err, ErrSettled) {
		return &done, nil
	}
	if err != nil {
		return nil, err
	}
	return &done, nil
}

// draftOf is the draft that an upload goes to, made when it is the first of its
// batch. When the draft is gone because everything was taken out of it, those
// still under way make another.
func draftOf(ctx context.Context, t *models.Tx, in *Incoming) (models.ID, error) {
	_, err := Lock(ctx, t, in.OwnerID, in.PostID)
	if models.KindOf(err) != models.NotFound {
		return in.PostID, err
	}
	// Two that are first would both make it, so they come one after the other.
	if _, err := t.PG.Exec(ctx, `SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE`, in.OwnerID); err != nil {
		return 0, err
	}
	var there bool
	var post models.ID
	err = t.PG.QueryRow(ctx, `SELECT u.post_id, p.id IS NOT NULL FROM uploads u LEFT JOIN posts p ON p.owner_id = u.owner_id
		AND p.id = u.post_id
		WHERE u.owner_id = $1 AND u.batch = $2 AND (u.state = 'done' OR p.id IS NOT NULL) ORDER BY p.id DESC NULLS LAST
		LIMIT 1`, in.OwnerID, in.Batch).Scan(&post, &there)
	switch {
	case models.IsNoRows(err):
		post = in.PostID
	case err != nil:
		return 0, err
	case there:
		return post, nil
	default:
		post = t.Store.NewID()
	}
	return post, createDraft(ctx, t, in.OwnerID, post)
}

// orderInBatch moves a photo in front of those of its batch that were chosen
// after it. All others stay as they were put.
func orderInBatch(ctx context.Context, t *models.Tx, in *Incoming) error {
	_, err := t.PG.Exec(ctx, `WITH mine AS (SELECT pos FROM media WHERE owner_id = $1 AND id = $2),
			later AS (SELECT min(m.pos) AS pos FROM uploads u JOIN media m ON m.owner_id = u.owner_id AND m.id = u.id
				WHERE u.owner_id = $1 AND u.batch = $3 AND (u.place, u.id) > ($4, $2) AND m.post_id = $5)
		UPDATE media m SET pos = CASE WHEN m.id = $2 THEN later.pos ELSE m.pos + 1 END FROM mine, later
		WHERE m.owner_id = $1 AND m.post_id = $5 AND later.pos < mine.pos AND m.pos BETWEEN later.pos AND mine.pos`,
		in.OwnerID, in.ID, in.Batch, in.Place, in.PostID)
	if err != nil {
		return fmt.Errorf("place upload %d: %w", in.ID, err)
	}
	return nil
}

// RefuseUpload records why an upload came to nothing.
func RefuseUpload(ctx context.Context, s *models.Store, in *Incoming, reason string) (*Incoming, error) {
	refused := *in
	refused.State, refused.Reason, refused.ExpiresAt = "refused", reason, s.Now().Add(UploadLife)
	err := models.Do(ctx, s.Pool(),
		`UPDATE uploads SET state = 'refused', reason = @reason, expires_at = @expires_at WHERE owner_id = @owner AND id = @id
		AND state = 'open'`, models.Args{"reason": reason, "expires_at": refused.ExpiresAt, "owner": in.OwnerID, "id": in.ID})
	return &refused, err
}

// DropUpload forgets an unfinished upload.
func DropUpload(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return models.Do(ctx, s.Pool(), `DELETE FROM uploads WHERE owner_id = @viewer AND id = @id AND state = 'open'`,
		models.Args{"viewer": viewer, "id": id})
}

// UploadIsOpen is whether the parts of an upload may still be needed, and whether
// there is a row that says so.
func UploadIsOpen(ctx context.Context, s *models.Store, owner, id models.ID) (open, known bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT state = 'open' AND expires_at > $3 FROM uploads WHERE owner_id = $1
		AND id = $2`, owner, id, s.Now()).Scan(&open)
	if models.IsNoRows(err) {
		return false, false, nil
	}
	return open, err == nil, err
}

// Duplicate is an earlier photo made of the same bytes.
type Duplicate struct {
	HolderID   models.ID // the post or the story that has it
	State      string    // of the post, or story
	ItemID     models.ID
	HasPreview bool
	At         time.Time // when it was published, or came in
}

// DuplicateOf finds an earlier photo of the viewer's that has the bytes of this
// one, a published one first; nil when there is none.
func DuplicateOf(ctx context.Context, s *models.Store, viewer, item models.ID) (*Duplicate, error) {
	var d Duplicate
	err := s.Pool().QueryRow(ctx, `SELECT coalesce(m.post_id, m.story_id), coalesce(p.state, 'story'), m.id, m.has_preview,
			coalesce(p.published_at, m.created_at)
		FROM media x JOIN media m ON m.owner_id = x.owner_id AND m.sha256 = x.sha256 AND m.id < x.id
			AND m.container_id IS NULL AND m.product_id IS NULL AND m.message_id IS NULL
		LEFT JOIN posts p ON p.owner_id = m.owner_id AND p.id = m.post_id
		WHERE x.owner_id = $1 AND x.id = $2
		ORDER BY p.state = 'published' DESC NULLS LAST, m.id
		LIMIT 1`, viewer, item).Scan(&d.HolderID, &d.State, &d.ItemID, &d.HasPreview, &d.At)
	if models.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for a duplicate of %d: %w", item, err)
	}
	return &d, nil
}

// TableKey is where a file of products is kept until it is read.
func TableKey(owner, file models.ID) string { return "i/" + owner.String() + "/" + file.String() }

package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"gorm.io/gorm"
)

// Limits on containers.
const (
	// ContainerLife is how long a container can be published.
	ContainerLife = 24 * time.Hour
	// MaxContainers is how many an account may make in ContainerLife.
	MaxContainers = 400
	// PublishPeriod is the time in which the limit on publishing counts.
	PublishPeriod = 24 * time.Hour
	// containerGrace is how much later the drafts of expired containers go.
	containerGrace = time.Hour
)

// Container is what a program is about to publish: a photo or a video that is
// fetched from an address, or a carousel of such. The draft that it becomes has
// its id, and is no concern of its owner's until it is published.
type Container struct {
	OwnerID             ID `gorm:"primaryKey"`
	ID                  ID `gorm:"primaryKey;autoIncrement:false"`
	Kind                string
	Item                bool // made to be part of a carousel
	Story               bool // made to be shared as a story
	Source              string
	Caption             string
	AltText             string
	Location            string
	Latitude, Longitude *float64
	PosterMs            *int
	People              json.RawMessage `gorm:"type:jsonb"` // []PersonInput
	Children            json.RawMessage `gorm:"type:jsonb"` // []ID
	State               string          // fetching, ready or failed
	Reason              string
	Failure             string
	UsedBy              *ID
	CreatedAt           time.Time
	PublishedAt         *time.Time
}

// TableName is the table of containers.
func (Container) TableName() string { return "containers" }

// ContainerStatus is how far a container is.
type ContainerStatus string

// The statuses of a container.
const (
	ContainerInProgress ContainerStatus = "IN_PROGRESS"
	ContainerFinished   ContainerStatus = "FINISHED"
	ContainerPublished  ContainerStatus = "PUBLISHED"
	ContainerError      ContainerStatus = "ERROR"
	ContainerExpired    ContainerStatus = "EXPIRED"
)

// Why a container failed.
const (
	FetchUnreachable = "unreachable"
	FetchTooLarge    = "too_large"
	FetchNoPhoto     = "no_photo"
	FetchNoVideo     = "no_video"
	FetchOther       = "other"
)

// ContainerView is a container with how far it is.
type ContainerView struct {
	Container
	Status   ContainerStatus `gorm:"-"`
	HasVideo bool            `gorm:"-"` // itself, or one of its children

	PostState      string
	Items, Waiting int
	ItemFailure    string
}

func (c *ContainerView) children() (ids []ID) {
	_ = json.Unmarshal(c.Children, &ids) // written by CreateContainer alone
	return ids
}

var (
	// ErrNoContainer says that there is no such container of the viewer's, or none any more.
	ErrNoContainer = &Error{Kind: NotFound, Field: "creation_id", Message: "There is no such container, or it has expired."}
	// ErrContainerNotReady says that a container is still made.
	ErrContainerNotReady = &Error{Kind: Conflict, Field: "creation_id", Message: "The media is not ready to be published yet. Wait a moment."}
	// ErrPublishLimit says that the limit on publishing is used up.
	ErrPublishLimit = &Error{Kind: Conflict, Field: "creation_id", Message: "This account has published as much as it may in 24 hours."}
	// ErrNotAlone says that a container is only part of a carousel.
	ErrNotAlone = Invalidf("creation_id", "This container was made with is_carousel_item; publish the carousel that it is part of.")
)

// lockContainers lets the containers of an account change one at a time, so
// that limits are exact. It comes before every other lock.
func (t *tx) lockContainers(ctx context.Context, owner ID) error {
	_, err := t.pgx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('containers', $1))`, owner)
	return err
}

// CreateContainer makes a container of the viewer's and orders its file.
func (s *Store) CreateContainer(ctx context.Context, viewer ID, c Container, people []PersonInput, children []ID) (ID, error) {
	var err error
	if c.Caption, err = CleanCaption(c.Caption); err != nil {
		return 0, err
	}
	if c.AltText, err = CleanText("alt_text", c.AltText, MaxAltText, true); err != nil {
		return 0, err
	}
	if people == nil {
		people = []PersonInput{}
	}
	if children == nil {
		children = []ID{}
	}
	if c.People, err = json.Marshal(people); err != nil {
		return 0, err
	}
	if c.Children, err = json.Marshal(children); err != nil {
		return 0, err
	}
	c.OwnerID, c.ID, c.State, c.CreatedAt = viewer, s.NewID(), "fetching", s.Now()
	err = s.inTx(ctx, func(t *tx) error {
		if err := t.lockContainers(ctx, viewer); err != nil {
			return err
		}
		var made int
		if err := t.pgx.QueryRow(ctx, `SELECT count(*) FROM containers WHERE owner_id = $1 AND created_at > $2`, viewer, s.Now().Add(-ContainerLife)).Scan(&made); err != nil {
			return err
		}
		if made >= MaxContainers {
			return &Error{Kind: TooMany, Message: fmt.Sprintf("This account has made %d containers in 24 hours, and that is the limit.", made)}
		}
		if c.Kind == "carousel" {
			c.State = "ready"
			if err := t.checkChildren(viewer, children); err != nil {
				return err
			}
		}
		if err := t.Create(&c).Error; err != nil {
			return fmt.Errorf("make a container: %w", err)
		}
		if c.Kind == "carousel" {
			return nil
		}
		if err := t.use(ctx, BudgetUpload, viewer, 1); err != nil {
			return err
		}
		return t.enqueue(ctx, FetchContainer{viewer, c.ID}, nil)
	})
	if err != nil {
		return 0, err
	}
	return c.ID, nil
}

// checkChildren says whether a carousel can be made of containers.
func (t *tx) checkChildren(viewer ID, children []ID) error {
	const field = "children"
	if len(children) < 2 || len(children) > MaxItems {
		return Invalidf(field, "A carousel has 2 to %d children.", MaxItems)
	}
	for i, id := range children {
		if slices.Contains(children[:i], id) {
			return Invalidf(field, "%d is named twice.", id)
		}
	}
	found, err := t.store.containers(t.DB, viewer, children)
	if err != nil {
		return err
	}
	for _, id := range children {
		c := found[id]
		switch {
		case c == nil || c.Status == ContainerExpired:
			return Invalidf(field, "%d is no container of yours, or has expired.", id)
		case c.Kind == "carousel":
			return Invalidf(field, "%d is a carousel itself.", id)
		case c.Story:
			return Invalidf(field, "%d is made for a story.", id)
		case c.Status == ContainerError:
			return Invalidf(field, "%d failed: %s", id, c.Failure)
		case c.Status == ContainerPublished:
			return Invalidf(field, "%d is published already.", id)
		}
	}
	return nil
}

// containers reads containers of the viewer's with how far each is; those of
// children are part of a carousel's.
func (s *Store) containers(db *gorm.DB, viewer ID, ids []ID) (map[ID]*ContainerView, error) {
	var rows []ContainerView
	err := db.Raw(`SELECT c.*, coalesce(p.state, '') AS post_state, m.items, m.waiting, m.item_failure
		FROM containers c LEFT JOIN posts p ON p.owner_id = c.owner_id AND p.id = c.id
		CROSS JOIN LATERAL (SELECT count(*) AS items, count(*) FILTER (WHERE m.state <> 'ready' OR m.render_key <> m.wanted_key OR m.video_key <> m.wanted_video_key) AS waiting,
			coalesce(max(m.failure) FILTER (WHERE m.state = 'failed'), '') AS item_failure FROM media m WHERE m.owner_id = c.owner_id AND m.post_id = c.id) m
		WHERE c.owner_id = @viewer AND c.id IN @ids`, map[string]any{"viewer": viewer, "ids": keysOf(ids)}).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read containers: %w", err)
	}
	out := map[ID]*ContainerView{}
	for i := range rows {
		c := &rows[i]
		c.HasVideo = c.Kind == "video"
		c.Status = c.status(s.Now())
		if c.Kind == "carousel" && c.Status == ContainerFinished {
			if err := s.joinChildren(db, c); err != nil {
				return nil, err
			}
		}
		out[c.ID] = c
	}
	return out, nil
}

func (c *ContainerView) status(now time.Time) ContainerStatus {
	switch {
	case c.PublishedAt != nil, c.UsedBy != nil, c.PostState == string(Published), c.PostState == string(Archived):
		return ContainerPublished
	case c.State == "failed":
		return ContainerError
	case !now.Before(c.CreatedAt.Add(ContainerLife)):
		return ContainerExpired
	case c.Kind == "carousel":
		return ContainerFinished
	case c.State == "fetching":
		return ContainerInProgress
	case c.Items == 0: // its draft was deleted
		return ContainerExpired
	case c.ItemFailure != "":
		c.Failure, c.Reason = c.ItemFailure, FetchNoPhoto
		if c.Kind == "video" {
			c.Reason = FetchNoVideo
		}
		return ContainerError
	case c.Waiting > 0:
		return ContainerInProgress
	}
	return ContainerFinished
}

// joinChildren makes the status of a carousel that of the child that is farthest behind.
func (s *Store) joinChildren(db *gorm.DB, c *ContainerView) error {
	ids := c.children()
	found, err := s.containers(db, c.OwnerID, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		child := found[id]
		if child == nil {
			c.Status = ContainerExpired
			return nil
		}
		c.HasVideo = c.HasVideo || child.HasVideo
		switch child.Status {
		case ContainerFinished:
		case ContainerInProgress:
			c.Status = ContainerInProgress
		case ContainerExpired:
			c.Status = ContainerExpired
			return nil
		default: // failed, or published with another carousel
			c.Status, c.Reason, c.Failure = ContainerError, child.Reason, child.Failure
			if c.Failure == "" {
				c.Reason, c.Failure = FetchOther, "One of its children is published already."
			}
			return nil
		}
	}
	return nil
}

// ContainerOf finds a container of the viewer's.
func (s *Store) ContainerOf(ctx context.Context, viewer, id ID) (*ContainerView, error) {
	found, err := s.containers(s.gorm(ctx), viewer, []ID{id})
	if err == nil && found[id] == nil {
		err = ErrNoContainer
	}
	return found[id], err
}

// PublishUsage is how much the viewer published through containers in
// PublishPeriod up to now, from a time on.
func (s *Store) PublishUsage(ctx context.Context, viewer ID, since time.Time) (n int, err error) {
	if first := s.Now().Add(-PublishPeriod); since.Before(first) {
		since = first
	}
	err = s.pool.QueryRow(ctx, publishUsage, viewer, since).Scan(&n)
	return n, err
}

const publishUsage = `SELECT count(*) FROM containers WHERE owner_id = $1 AND published_at > $2`

// PublishContainer publishes a container of the viewer's that is finished, at
// most limit of them in PublishPeriod. Publishing one again changes nothing.
func (s *Store) PublishContainer(ctx context.Context, viewer, id ID, limit int) error {
	return s.inTx(ctx, func(t *tx) error {
		if err := t.lockContainers(ctx, viewer); err != nil {
			return err
		}
		found, err := s.containers(t.DB, viewer, []ID{id})
		if err != nil {
			return err
		}
		c := found[id]
		if c == nil {
			return ErrNoContainer
		}
		if c.Item {
			return ErrNotAlone
		}
		switch c.Status {
		case ContainerPublished:
			return nil
		case ContainerExpired:
			return ErrNoContainer
		case ContainerInProgress:
			return ErrContainerNotReady
		case ContainerError:
			return Invalidf("creation_id", "This container failed: %s", c.Failure)
		}
		now := s.Now()
		var used int
		if err := t.pgx.QueryRow(ctx, publishUsage, viewer, now.Add(-PublishPeriod)).Scan(&used); err != nil {
			return err
		}
		if used >= limit {
			return ErrPublishLimit
		}
		in := PublishInput{PostEdit: PostEdit{Caption: &c.Caption}, Children: c.children()}
		if c.Location != "" {
			in.Location = &c.Location
			if c.Latitude != nil && c.Longitude != nil {
				in.Coordinates = &Coordinates{Latitude: *c.Latitude, Longitude: *c.Longitude}
			}
		}
		if c.Kind == "carousel" {
			if err := t.insertDraft(viewer, id); err != nil {
				return err
			}
		}
		if c.Story {
			if _, err = t.startStories(ctx, viewer, id); err == nil {
				err = t.shareStory(ctx, viewer, id, ShareInput{})
			}
		} else {
			err = t.publishAlbum(ctx, viewer, id, in)
		}
		if err != nil {
			return err
		}
		if _, err := t.pgx.Exec(ctx, `UPDATE containers SET published_at = $3 WHERE owner_id = $1 AND id = $2`, viewer, id, now); err != nil {
			return err
		}
		if len(in.Children) == 0 {
			return nil
		}
		return t.Exec(`UPDATE containers SET used_by = ? WHERE owner_id = ? AND id IN ?`, id, viewer, keysOf(in.Children)).Error
	})
}

// ContainerToFetch finds a container whose file is to be fetched, with the item
// that came of it if it was fetched already; nil when there is nothing to do.
func (s *Store) ContainerToFetch(ctx context.Context, owner, id ID) (*Container, *Media, error) {
	var c Container
	err := s.gorm(ctx).Where("owner_id = ? AND id = ? AND state = 'fetching'", int64(owner), int64(id)).Take(&c).Error
	if isNoRows(err) || err == nil && !s.Now().Before(c.CreatedAt.Add(ContainerLife)) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var items []Media
	err = s.gorm(ctx).Where("owner_id = ? AND post_id = ?", int64(owner), int64(id)).Limit(1).Find(&items).Error
	if err != nil || len(items) == 0 {
		return &c, nil, err
	}
	return &c, &items[0], nil
}

// ContainerFetched makes the draft of a container, once. It reports whether
// the file is in use.
func (s *Store) ContainerFetched(ctx context.Context, owner, id ID, up Upload) (used bool, err error) {
	first := func(t *tx) (ID, error) {
		var c Container
		err := t.Raw(`SELECT * FROM containers WHERE owner_id = ? AND id = ? FOR UPDATE`, owner, id).Take(&c).Error
		if isNoRows(err) || err == nil && c.State != "fetching" {
			return 0, errSettled
		}
		if err != nil {
			return 0, err
		}
		_, err = t.ownForUpdate(ctx, owner, id)
		if err == nil {
			return 0, errSettled
		}
		if KindOf(err) != NotFound {
			return 0, err
		}
		return id, t.insertDraft(owner, id)
	}
	_, _, err = s.addMedia(ctx, owner, 0, first, nil, up)
	if errors.Is(err, errSettled) {
		return false, nil
	}
	return err == nil, err
}

// FinishContainer adds who and what else belongs to a container whose file is
// there. It may be repeated.
func (s *Store) FinishContainer(ctx context.Context, c *Container, item *Media) error {
	var people []PersonInput
	if err := json.Unmarshal(c.People, &people); err != nil {
		return fmt.Errorf("people of container %d: %w", c.ID, err)
	}
	var change PostChange
	if len(people) > 0 {
		change.People = map[ID][]PersonInput{item.ID: people}
	}
	if c.PosterMs != nil && item.IsVideo() {
		poster := time.Duration(*c.PosterMs) * time.Millisecond
		change.Items = []ItemChange{{ID: item.ID, Poster: &poster}}
	}
	if err := s.ChangePost(ctx, c.OwnerID, c.ID, change); err != nil {
		return err
	}
	return s.gorm(ctx).Exec(`UPDATE containers SET state = 'ready' WHERE owner_id = ? AND id = ? AND state = 'fetching'`, c.OwnerID, c.ID).Error
}

// ContainerFailed records why a container came to nothing.
func (s *Store) ContainerFailed(ctx context.Context, owner, id ID, reason, failure string) error {
	return s.gorm(ctx).Exec(`UPDATE containers SET state = 'failed', reason = ?, failure = ? WHERE owner_id = ? AND id = ? AND state = 'fetching'`, reason, failure, owner, id).Error
}

// ExpireContainers removes the drafts of containers that were not published in
// time, and forgets containers that no limit counts any more.
func (s *Store) ExpireContainers(ctx context.Context) error {
	const many = 100
	for {
		var rows []Container
		err := s.gorm(ctx).Raw(`SELECT c.owner_id, c.id FROM containers c JOIN posts p ON p.owner_id = c.owner_id AND p.id = c.id
			WHERE c.created_at < ? AND c.published_at IS NULL AND c.used_by IS NULL AND p.state = 'draft' LIMIT ?`, s.Now().Add(-ContainerLife-containerGrace), many).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("expire containers: %w", err)
		}
		for _, c := range rows {
			if err := s.DeletePost(ctx, c.OwnerID, c.ID); err != nil && KindOf(err) != NotFound {
				return fmt.Errorf("expire container %d: %w", c.ID, err)
			}
		}
		if len(rows) < many {
			break
		}
	}
	_, err := s.pool.Exec(ctx, `DELETE FROM containers WHERE created_at < $1`, s.Now().Add(-ContainerLife-PublishPeriod-containerGrace))
	return err
}

// notContainer is for the lists of what its owner works at, posts AS p.
const notContainer = `(p.state <> 'draft' OR NOT EXISTS (SELECT 1 FROM containers k WHERE k.owner_id = p.owner_id AND k.id = p.id))`

// FetchQueue is the queue of jobs that wait for other servers.
const FetchQueue = "fetch"

// FetchContainer gets the file of a container.
type FetchContainer struct {
	OwnerID ID `json:"owner_id"`
	ID      ID `json:"id"`
}

// Kind names the job.
func (FetchContainer) Kind() string { return "fetch_container" }

// InsertOpts puts the job into its queue.
func (FetchContainer) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: FetchQueue, MaxAttempts: 3}
}

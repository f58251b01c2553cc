// Package container is about what the Graph dialect publishes in two steps: a
// container that is fetched, and then shared.
package container

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/post"
)

// Limits on containers.
const (
	// Life is how long a container can be published.
	Life = 24 * time.Hour
	// Max is how many an account may make in ContainerLife.
	Max = 400
	// PublishPeriod is the time in which the limit on publishing counts.
	PublishPeriod = 24 * time.Hour
	// containerGrace is how much later the items of expired containers go.
	containerGrace = time.Hour
)

// Container is what a program is about to publish: a photo or a video that is
// fetched from an address, or a carousel of such. It holds its item until it is
// published; the post or the story that it becomes has its id.
type Container struct {
	OwnerID             models.ID `gorm:"primaryKey"`
	ID                  models.ID `gorm:"primaryKey;autoIncrement:false"`
	Kind                post.MediaKind
	Item                bool // made to be part of a carousel
	Story               bool // made to be shared as a story
	Source              string
	Caption             string
	AltText             string
	Location            string
	Latitude, Longitude *float64
	PosterMs            *int
	People              json.RawMessage     `gorm:"type:jsonb"` // []PersonInput
	Children            json.RawMessage     `gorm:"type:jsonb"` // []ID
	Products            []post.ProductInput `gorm:"-"`          // on it, kept as they are on posts
	State               string              // fetching, ready or failed
	Reason              string
	Failure             string
	UsedBy              *models.ID
	CreatedAt           time.Time
	PublishAt           *time.Time // when what it becomes is to be published, nil for at once
	PublishedAt         *time.Time
	Resumable           bool // its file comes in parts
}

// TableName is the table of containers.
func (Container) TableName() string { return "containers" }

// Status is how far a container is.
type Status string

// The statuses of a container.
const (
	InProgress Status = "IN_PROGRESS"
	Finished   Status = "FINISHED"
	Published  Status = "PUBLISHED"
	Scheduled  Status = "SCHEDULED"
	InError    Status = "ERROR"
	Expired    Status = "EXPIRED"
)

// Why a container failed.
const (
	FetchUnreachable = "unreachable"
	FetchTooLarge    = "too_large"
	FetchNoPhoto     = "no_photo"
	FetchNoVideo     = "no_video"
	FetchOther       = "other"
)

// View is a container with how far it is.
type View struct {
	Container
	Status   Status `gorm:"-"`
	HasVideo bool   `gorm:"-"` // itself, or one of its children

	Planned        bool // what it became is to be published at a time
	Items, Waiting int
	ItemFailure    string
}

func (c *View) children() (ids []models.ID) {
	_ = json.Unmarshal(c.Children, &ids) // written by CreateContainer alone
	return ids
}

var (
	// ErrNone says that there is no such container of the viewer's, or none any more.
	ErrNone = models.Say(models.Error{Kind: models.NotFound, Field: "creation_id"}, "container.error.no-container-expired")
	// ErrNotReady says that a container is still made.
	ErrNotReady = models.Say(models.Error{Kind: models.Conflict, Field: "creation_id"}, "container.error.media-not-ready-published-yet")
	// ErrPublishLimit says that the limit on publishing is used up.
	ErrPublishLimit = models.Say(models.Error{Kind: models.Conflict, Field: "creation_id"}, "container.error.account-published-much-may-24")
	// ErrNotAlone says that a container is only part of a carousel.
	ErrNotAlone = models.Invalidf("creation_id", "container.error.container-was-made-carousel-item")
)

// lockContainers lets the containers of an account change one at a time, so
// that limits are exact. It comes before every other lock.
func lockContainers(ctx context.Context, t *models.Tx, owner models.ID) error {
	_, err := t.PG.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('containers', $1))`, owner)
	return err
}

// Create makes a container of the viewer's and orders its file.
func Create(ctx context.Context, s *models.Store, viewer models.ID, c Container, people []post.PersonInput,
	children []models.ID) (models.ID, error) {
	var err error
	if c.Caption, err = models.CleanCaption(c.Caption); err != nil {
		return 0, err
	}
	if c.AltText, err = models.CleanText("alt_text", c.AltText, models.MaxAltText, true); err != nil {
		return 0, err
	}
	if people == nil {
		people = []post.PersonInput{}
	}
	if children == nil {
		children = []models.ID{}
	}
	if c.People, err = json.Marshal(people); err != nil {
		return 0, err
	}
	if c.Children, err = json.Marshal(children); err != nil {
		return 0, err
	}
	if err := c.checkPlan(s.Now()); err != nil {
		return 0, err
	}
	c.OwnerID, c.ID, c.State, c.CreatedAt = viewer, s.NewID(), "fetching", s.Now()
	err = s.InTx(ctx, func(t *models.Tx) error {
		if err := lockContainers(ctx, t, viewer); err != nil {
			return err
		}
		var made int
		if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM containers WHERE owner_id = $1
			AND created_at > $2`, viewer, s.Now().Add(-Life)).Scan(&made); err != nil {
			return err
		}
		if made >= Max {
			return models.Say(models.Error{Kind: models.TooMany}, "container.error.account-made-containers-24-hours", "made", made)
		}
		if c.Kind == post.Carousel {
			c.State = "ready"
			if err := checkChildren(ctx, t, viewer, children); err != nil {
				return err
			}
		}
		if err := t.Create(&c).Error; err != nil {
			return fmt.Errorf("make a container: %w", err)
		}
		if err := post.SetProducts(ctx, t, viewer, c.ID, nil, c.Products); err != nil {
			return err
		}
		if c.Kind == post.Carousel {
			return nil
		}
		if err := t.Use(ctx, models.BudgetUpload, viewer, 1); err != nil {
			return err
		}
		if c.Resumable {
			return nil
		}
		return t.Enqueue(ctx, FetchContainer{viewer, c.ID}, nil)
	})
	if err != nil {
		return 0, err
	}
	return c.ID, nil
}

// checkPlan says whether a container can be published at its time.
func (c *Container) checkPlan(now time.Time) error {
	switch {
	case c.PublishAt == nil:
		return nil
	case c.Item:
		return models.Invalidf("publish_at", "container.error.item-has-no-time")
	}
	return post.CheckTime(*c.PublishAt, now, true)
}

// checkChildren says whether a carousel can be made of containers.
func checkChildren(ctx context.Context, t *models.Tx, viewer models.ID, children []models.ID) error {
	const field = "children"
	if len(children) < 2 || len(children) > post.MaxItems {
		return models.Invalidf(field, "container.error.carousel-2-children", "maxItems", post.MaxItems)
	}
	for i, id := range children {
		if slices.Contains(children[:i], id) {
			return models.Invalidf(field, "container.error.named-twice", "id", id)
		}
	}
	found, err := containers(ctx, t.Store, t.PG, viewer, children)
	if err != nil {
		return err
	}
	for _, id := range children {
		c := found[id]
		switch {
		case c == nil || c.Status == Expired:
			return models.Invalidf(field, "container.error.no-container-yours-expired", "id", id)
		case c.Kind == post.Carousel:
			return models.Invalidf(field, "container.error.carousel-itself", "id", id)
		case c.Story:
			return models.Invalidf(field, "container.error.made-story", "id", id)
		case c.Status == InError:
			return models.Invalidf(field, "container.error.failed", "id", id, "failure", c.Failure)
		case c.Status == Published || c.Status == Scheduled:
			return models.Invalidf(field, "container.error.published-already", "id", id)
		}
	}
	return nil
}

// containers reads containers of the viewer's with how far each is; those of
// children are part of a carousel's.
func containers(ctx context.Context, s *models.Store, q models.Querier, viewer models.ID, ids []models.ID) (map[models.ID]*View, error) {
	var rows []View
	err := models.Find(ctx, q, &rows, `SELECT c.*, m.items, m.waiting, m.item_failure,
			EXISTS (SELECT FROM posts p WHERE p.owner_id = c.owner_id AND p.id = c.id AND p.state = 'scheduled')
			OR EXISTS (SELECT FROM stories s WHERE s.owner_id = c.owner_id AND s.id = c.id AND s.state = 'scheduled') AS planned
		FROM containers c
		CROSS JOIN LATERAL (SELECT count(*) AS items, count(*)
		FILTER (WHERE m.state <> 'ready' OR m.render_key <> m.wanted_key OR m.video_key <> m.wanted_video_key) AS waiting,
			coalesce(max(m.failure) FILTER (WHERE m.state = 'failed'), '') AS item_failure FROM media m
			WHERE m.owner_id = c.owner_id AND m.container_id = c.id) m
		WHERE c.owner_id = @viewer AND c.id = ANY(@ids)`, models.Args{"viewer": viewer, "ids": ids})
	if err != nil {
		return nil, fmt.Errorf("read containers: %w", err)
	}
	out := map[models.ID]*View{}
	for i := range rows {
		c := &rows[i]
		c.HasVideo = c.Kind == post.Video
		c.Status = c.status(s.Now())
		if c.Kind == post.Carousel && c.Status == Finished {
			if err := joinChildren(ctx, s, q, c); err != nil {
				return nil, err
			}
		}
		out[c.ID] = c
	}
	return out, nil
}

func (c *View) status(now time.Time) Status {
	switch {
	case c.Planned:
		return Scheduled
	case c.PublishedAt != nil, c.UsedBy != nil:
		return Published
	case c.State == "failed":
		return InError
	case !now.Before(c.CreatedAt.Add(Life)):
		return Expired
	case c.Kind == post.Carousel:
		return Finished
	case c.State == "fetching":
		return InProgress
	case c.Items == 0: // what it held is gone
		return Expired
	case c.ItemFailure != "":
		c.Failure, c.Reason = c.ItemFailure, FetchNoPhoto
		if c.Kind == post.Video {
			c.Reason = FetchNoVideo
		}
		return InError
	case c.Waiting > 0:
		return InProgress
	}
	return Finished
}

// joinChildren makes the status of a carousel that of the child that is farthest behind.
func joinChildren(ctx context.Context, s *models.Store, q models.Querier, c *View) error {
	ids := c.children()
	found, err := containers(ctx, s, q, c.OwnerID, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		child := found[id]
		if child == nil {
			c.Status = Expired
			return nil
		}
		c.HasVideo = c.HasVideo || child.HasVideo
		switch child.Status {
		case Finished:
		case InProgress:
			c.Status = InProgress
		case Expired:
			c.Status = Expired
			return nil
		default: // failed, or published with another carousel
			c.Status, c.Reason, c.Failure = InError, child.Reason, child.Failure
			if c.Failure == "" {
				c.Reason, c.Failure = FetchOther, "One of its children is published already."
			}
			return nil
		}
	}
	return nil
}

// Find finds a container of the viewer's.
func Find(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	found, err := containers(ctx, s, s.Pool(), viewer, []models.ID{id})
	if err == nil && found[id] == nil {
		err = ErrNone
	}
	return found[id], err
}

// Expire removes what containers hold that were not published in time, and
// forgets containers that no limit counts any more.
func Expire(ctx context.Context, s *models.Store) error {
	const many = 100
	for {
		var rows []Container
		err := models.Find(ctx, s.Pool(), &rows, `SELECT c.owner_id, c.id FROM containers c
			JOIN media m ON m.owner_id = c.owner_id AND m.container_id = c.id
			WHERE c.created_at < @life_container_grace LIMIT @many`,
			models.Args{"life_container_grace": s.Now().Add(-Life - containerGrace), "many": many})
		if err != nil {
			return fmt.Errorf("expire containers: %w", err)
		}
		for _, c := range rows {
			if err := Empty(ctx, s, c.OwnerID, c.ID); err != nil {
				return fmt.Errorf("expire container %d: %w", c.ID, err)
			}
		}
		if len(rows) < many {
			break
		}
	}
	_, err := s.Pool().Exec(ctx, `WITH gone AS (DELETE FROM containers WHERE created_at < $1 RETURNING owner_id, id, published_at)
		DELETE FROM product_tags t USING gone WHERE t.owner_id = gone.owner_id AND t.holder_id = gone.id AND gone.published_at IS NULL`,
		s.Now().Add(-Life-PublishPeriod-containerGrace))
	return err
}

// Empty removes what a container holds.
func Empty(ctx context.Context, s *models.Store, owner, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lock(ctx, t, owner, []models.ID{id}); err != nil {
			return err
		}
		m, err := itemOf(ctx, t, owner, id)
		if err != nil || m == nil {
			return err
		}
		return post.DropItems(ctx, t, *m)
	})
}

// lock locks containers of the viewer's.
func lock(ctx context.Context, t *models.Tx, viewer models.ID, ids []models.ID) ([]Container, error) {
	var rows []Container
	err := models.Find(ctx, t.PG, &rows, `SELECT * FROM containers WHERE owner_id = @viewer AND id = ANY(@ids) ORDER BY id FOR UPDATE`,
		models.Args{"viewer": viewer, "ids": models.Int64s(ids)})
	return rows, err
}

// Lock locks a container, and says whether it is there.
func Lock(ctx context.Context, t *models.Tx, owner, id models.ID) (bool, error) {
	rows, err := lock(ctx, t, owner, []models.ID{id})
	return len(rows) > 0, err
}

// itemOf is what a container holds, nil when it holds nothing.
func itemOf(ctx context.Context, t *models.Tx, owner, id models.ID) (*post.Media, error) {
	return post.ItemWith(ctx, t, post.Media{OwnerID: owner, ContainerID: &id})
}

// FetchQueue is the queue of jobs that wait for other servers.
const FetchQueue = "fetch"

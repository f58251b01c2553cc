package shop

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/shopfile"
)

// MaxFeeds is how many feeds a catalogue may have.
const MaxFeeds = 20

// Feed is a source of files for a catalogue: an address that is fetched by a schedule,
// or a name for files that are sent.
type Feed struct {
	OwnerID   models.ID
	ID        models.ID
	CatalogID models.ID
	Name      string
	URL       string `gorm:"column:url"`
	Mode      Mode
	Every     string // hourly, daily or weekly
	Hour      int
	Zone      string
	DueAt     *time.Time
	CreatedAt time.Time
}

// FeedEdit changes a feed. What is nil stays as it is.
type FeedEdit struct {
	Name  *string
	URL   *string
	Mode  *Mode
	Every *string
	Hour  *int
	Zone  *string
}

// Everies are how often a feed may be fetched.
var Everies = []string{"hourly", "daily", "weekly"}

func (f *Feed) apply(in FeedEdit, now time.Time) error {
	set(&f.Name, in.Name)
	set(&f.URL, in.URL)
	set(&f.Mode, in.Mode)
	set(&f.Every, in.Every)
	set(&f.Hour, in.Hour)
	set(&f.Zone, in.Zone)
	var problems models.Problems
	name, err := models.CleanText("name", f.Name, MaxCatalogName, false)
	if _ = problems.Add(err); err == nil && name == "" {
		problems = append(problems, models.Invalidf("name", "shop.error.give-feed-name"))
	}
	f.Name = name
	if f.URL != "" {
		address, ok := shopfile.Address(f.URL)
		if !ok {
			problems = append(problems, models.Invalidf("url", "shop.error.not-web-address-at-most-2"))
		}
		f.URL = address
	}
	if f.Mode != UpdateOnly && f.Mode != Replace {
		problems = append(problems, models.Invalidf("mode", "shop.error.mode-update-replace-which-archives"))
	}
	switch f.Every {
	case "", "hourly", "daily", "weekly":
	default:
		problems = append(problems, models.Invalidf("interval", "shop.error.interval-hourly-daily-weekly"))
	}
	if f.Every != "" && f.URL == "" {
		problems = append(problems, models.Invalidf("url", "shop.error.schedule-needs-address-fetch"))
	}
	if f.Hour < 0 || f.Hour > 23 {
		problems = append(problems, models.Invalidf("hour", "shop.error.hour-number-from-0-23"))
	}
	zone, err := models.CleanZone(f.Zone)
	if _ = problems.Add(err); err == nil {
		f.Zone = zone
	}
	if f.DueAt = nil; f.Every != "" {
		due := f.next(now)
		f.DueAt = &due
	}
	return problems.Err()
}

// next is when the feed is fetched after a time.
func (f *Feed) next(now time.Time) time.Time {
	if f.Every == "hourly" {
		return now.Add(time.Hour)
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		zone = time.UTC
	}
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), f.Hour, 0, 0, 0, zone)
	days := 1
	if f.Every == "weekly" {
		days = 7
	}
	if at.After(now) && days == 1 {
		return at
	}
	return time.Date(local.Year(), local.Month(), local.Day()+days, f.Hour, 0, 0, 0, zone)
}

var errNoFeed = models.NotFoundf("shop.error.feed-does-not-exist")

// CreateFeed adds a feed to a catalogue of the viewer's. With a schedule it is fetched at
// once, and then by that.
func CreateFeed(ctx context.Context, s *models.Store, viewer, catalog models.ID, in FeedEdit) (models.ID, error) {
	f := Feed{OwnerID: viewer, ID: s.NewID(), CatalogID: catalog, Mode: Replace, CreatedAt: s.Now()}
	if err := f.apply(in, s.Now()); err != nil {
		return 0, err
	}
	return f.ID, s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lockCatalog(ctx, t, viewer, catalog); err != nil {
			return err
		}
		var n int
		if err := models.Read(ctx, t.PG, &n, `SELECT count(*) FROM product_feeds WHERE owner_id = @owner AND catalog_id = @catalog`,
			models.Args{"owner": viewer, "catalog": catalog}); err != nil {
			return err
		}
		if n >= MaxFeeds {
			return models.Invalidf("name", "shop.error.catalogue-at-most-feeds-delete", "maxFeeds", MaxFeeds)
		}
		if err := f.write(ctx, t); err != nil {
			return err
		}
		if err := own(ctx, t, viewer, f.ID); err != nil {
			return err
		}
		if f.Every != "" {
			if _, err := beginImport(ctx, t, viewer, f.input()); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

func (f *Feed) input() ImportInput {
	return ImportInput{Catalog: f.CatalogID, Feed: f.ID, Mode: f.Mode, Source: f.URL, Mapping: "null"}
}

func (f *Feed) write(ctx context.Context, t *models.Tx) error {
	err := models.Do(ctx, t.PG, `INSERT INTO product_feeds (owner_id, id, catalog_id, name, url, mode, every, hour, zone, due_at,
		created_at)
		VALUES (@owner, @id, @catalog, @name, @url, @mode, @every, @hour, @zone, @due, @created) ON CONFLICT (owner_id, id) DO UPDATE SET
		name = excluded.name, url = excluded.url, mode = excluded.mode, every = excluded.every, hour = excluded.hour,
		zone = excluded.zone, due_at = excluded.due_at`, models.Args{"owner": f.OwnerID, "id": f.ID, "catalog": f.CatalogID,
		"name": f.Name, "url": f.URL, "mode": string(f.Mode), "every": f.Every, "hour": f.Hour, "zone": f.Zone, "due": f.DueAt,
		"created": f.CreatedAt})
	if err != nil {
		return fmt.Errorf("write feed %d: %w", f.ID, err)
	}
	return nil
}

// OwnFeed finds a feed of the viewer's.
func OwnFeed(ctx context.Context, s *models.Store, viewer, id models.ID) (*Feed, error) {
	return feedOf(ctx, s.Pool(), viewer, id, "")
}

func feedOf(ctx context.Context, q models.Querier, viewer, id models.ID, lock string) (*Feed, error) {
	var f Feed
	err := models.Take(ctx, q, &f, `SELECT * FROM product_feeds WHERE owner_id = @viewer AND id = @id`+lock,
		models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, errNoFeed
	}
	if err != nil {
		return nil, fmt.Errorf("read feed %d: %w", id, err)
	}
	return &f, nil
}

// Feeds lists the feeds of a catalogue of the viewer's, of which there are few.
func Feeds(ctx context.Context, s *models.Store, viewer, catalog models.ID) (list []Feed, err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT * FROM product_feeds WHERE owner_id = @viewer AND catalog_id = @catalog
		ORDER BY id DESC`, models.Args{"viewer": viewer, "catalog": catalog})
	if err != nil {
		return nil, fmt.Errorf("list feeds: %w", err)
	}
	return list, nil
}

// EditFeed changes a feed of the viewer's.
func EditFeed(ctx context.Context, s *models.Store, viewer, id models.ID, in FeedEdit) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		f, err := feedOf(ctx, t.PG, viewer, id, " FOR UPDATE")
		if err != nil {
			return err
		}
		if err := f.apply(in, s.Now()); err != nil {
			return err
		}
		if err := f.write(ctx, t); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

// DeleteFeed removes a feed of the viewer's. What it brought stays.
func DeleteFeed(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		n, err := models.DoCount(ctx, t.PG, `DELETE FROM product_feeds WHERE owner_id = @viewer AND id = @id`,
			models.Args{"viewer": viewer, "id": id})
		if err != nil {
			return fmt.Errorf("delete feed %d: %w", id, err)
		}
		if n == 0 {
			return errNoFeed
		}
		return disown(ctx, t, viewer, id)
	})
}

// FeedImports lists the imports of a feed of the viewer's, newest first.
func FeedImports(ctx context.Context, s *models.Store, viewer, feed models.ID, limit int) (list []Import, err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT * FROM catalog_imports WHERE owner_id = @viewer AND feed_id = @feed AND feed_id <> 0
		ORDER BY id DESC LIMIT @limit`, models.Args{"viewer": viewer, "feed": feed, "limit": limit})
	return list, err
}

// FetchDue begins the import of one feed whose time has come, and says which; 0 where
// there is none.
func FetchDue(ctx context.Context, s *models.Store, except []models.ID) (id models.ID, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		id = 0
		var f Feed
		err := models.Take(ctx, t.PG, &f, `SELECT * FROM product_feeds WHERE due_at <= @now AND due_at IS NOT NULL AND id <> ALL(@except)
			ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`, models.Args{"now": s.Now(), "except": models.Int64s(except)})
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		id = f.ID
		due := f.next(s.Now())
		if err := models.Do(ctx, t.PG, `UPDATE product_feeds SET due_at = @due WHERE owner_id = @owner AND id = @id`,
			models.Args{"due": due, "owner": f.OwnerID, "id": f.ID}); err != nil {
			return err
		}
		_, err = beginImport(ctx, t, f.OwnerID, f.input())
		return err
	})
	return id, err
}

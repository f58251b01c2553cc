package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/shopfile"
)

// Limits of imports.
const (
	MaxRunning  = 5 // imports of an account at a time
	MaxLines    = 20_000
	importBatch = 1000
	// ImportLife is how long what became of a file is kept, FileLife the file itself.
	ImportLife = 90 * 24 * time.Hour
	FileLife   = 7 * 24 * time.Hour
	maxMapping = 256 << 10
)

// Mode is what an import does with products that the file does not have.
type Mode string

// The modes of an import.
const (
	UpdateOnly Mode = "update"  // leaves them
	Replace    Mode = "replace" // archives them
)

// ImportState is how far an import is.
type ImportState string

// The states of an import.
const (
	Running ImportState = "running"
	Done    ImportState = "done"
	Failed  ImportState = "failed"
)

// Import is a file of products and what became of it.
type Import struct {
	OwnerID   models.ID
	ID        models.ID
	CatalogID models.ID
	FeedID    models.ID
	State     ImportState
	Mode      Mode
	DryRun    bool
	Source    string
	FileName  string
	FileID    models.ID
	Mapping   json.RawMessage // chosen by hand; null is what is found
	Detected  json.RawMessage
	Total     int
	Position  int
	Created   int
	Updated   int
	Same      int
	Removed   int
	Refused   int
	Warnings  int
	Lines     int
	CutShort  bool
	Failure   string
	CreatedAt time.Time
	DoneAt    *time.Time
}

// Found is what was found out about the file; nil before that.
func (i *Import) Found() *shopfile.Detected {
	var d *shopfile.Detected
	_ = json.Unmarshal(i.Detected, &d) // written by RunImport alone
	return d
}

// Line is what is to be told of a row of a file.
type Line struct {
	N       int
	Kind    string // error, warning; of a dry run create, change or remove
	File    string
	RowNo   int
	Field   string
	Item    string
	Message string
}

// ImportInput says what is to be read, and how.
type ImportInput struct {
	Catalog  models.ID
	Feed     models.ID
	Mode     Mode
	DryRun   bool
	Source   string    // the address to fetch, or
	FileID   models.ID // the file that is in storage
	FileName string
	Mapping  string // a shopfile.Mapping in JSON; empty for what is found
}

func (in *ImportInput) clean() error {
	var problems models.Problems
	switch in.Mode {
	case "":
		in.Mode = UpdateOnly
	case UpdateOnly, Replace:
	default:
		problems = append(problems, models.Invalidf("mode", "shop.error.mode-update-replace-which-archives"))
	}
	if in.FileID == 0 {
		address, ok := shopfile.Address(in.Source)
		switch {
		case in.Source == "":
			problems = append(problems, models.Invalidf("file", "shop.error.send-file-address-one-url"))
		case !ok:
			problems = append(problems, models.Invalidf("url", "shop.error.not-web-address-at-most-2"))
		}
		in.Source = address
	}
	if in.Mapping != "" {
		_ = problems.Add(checkMapping(in.Mapping))
	} else {
		in.Mapping = "null"
	}
	return problems.Err()
}

func checkMapping(raw string) error {
	var m shopfile.Mapping
	if len(raw) > maxMapping || json.Unmarshal([]byte(raw), &m) != nil || len(m.Columns) == 0 {
		return models.Invalidf("mapping", "shop.error.mapping-object-import-gives-field")
	}
	known := map[shopfile.Field]bool{shopfile.Ignore: true}
	for _, f := range shopfile.Fields() {
		known[f] = true
	}
	for _, c := range m.Columns {
		if !known[c.Field] && !numbered.MatchString(string(c.Field)) {
			return models.Invalidf("mapping", "shop.error.no-field-product", "field", fmt.Sprintf("%.40q", string(c.Field)))
		}
	}
	return nil
}

// ImportCatalog reads the file of an import.
type ImportCatalog struct {
	OwnerID models.ID `json:"owner_id"`
	ID      models.ID `json:"id"`
}

// Kind names the job.
func (ImportCatalog) Kind() string { return "import_catalog" }

// ImportQueue is the queue of imports, of which few run at a time.
const ImportQueue = "import"

// InsertOpts puts the job into its queue.
func (ImportCatalog) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: ImportQueue, MaxAttempts: 4}
}

// BeginImport orders a file to be read into a catalogue of the viewer's.
func BeginImport(ctx context.Context, s *models.Store, viewer models.ID, in ImportInput) (id models.ID, err error) {
	if err := in.clean(); err != nil {
		return 0, err
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		if id, err = beginImport(ctx, t, viewer, in); err != nil {
			return err
		}
		if in.FileID != 0 {
			if err := t.Use(ctx, models.BudgetUpload, viewer, 1); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetShop, viewer, 10)
	})
	return id, err
}

func beginImport(ctx context.Context, t *models.Tx, viewer models.ID, in ImportInput) (models.ID, error) {
	id := t.Store.NewID()
	if _, err := lockCatalog(ctx, t, viewer, in.Catalog); err != nil {
		return 0, err
	}
	var running int
	if err := models.Read(ctx, t.PG, &running, `SELECT count(*) FROM catalog_imports WHERE owner_id = @viewer AND state = 'running'`,
		models.Args{"viewer": viewer}); err != nil {
		return 0, err
	}
	if running >= MaxRunning {
		return 0, models.Say(models.Error{Kind: models.TooMany, Field: "file", RetryAfter: 30, Plural: "imports"},
			"shop.error.imports-running-limit-wait-one", "running", running)
	}
	err := models.Do(ctx, t.PG, `INSERT INTO catalog_imports (owner_id, id, catalog_id, feed_id, mode, dry_run, source, file_name, file_id,
			mapping, created_at)
		VALUES (@viewer, @id, @catalog, @feed, @mode, @dry, @source, @name, @file, CAST(@mapping AS jsonb), @now)`,
		models.Args{"viewer": viewer, "id": id, "catalog": in.Catalog, "feed": in.Feed, "mode": string(in.Mode), "dry": in.DryRun,
			"source": in.Source, "name": fileName(in.FileName), "file": in.FileID, "mapping": in.Mapping, "now": t.Store.Now()})
	if err != nil {
		return 0, fmt.Errorf("begin an import: %w", err)
	}
	if in.Mapping != "null" {
		if err := models.Do(ctx, t.PG, `UPDATE catalogs SET mapping = CAST(@mapping AS jsonb) WHERE owner_id = @viewer AND id = @catalog`,
			models.Args{"mapping": in.Mapping, "viewer": viewer, "catalog": in.Catalog}); err != nil {
			return 0, fmt.Errorf("remember a mapping: %w", err)
		}
	}
	if err := own(ctx, t, viewer, id); err != nil {
		return 0, err
	}
	return id, t.Enqueue(ctx, ImportCatalog{viewer, id}, nil)
}

// fileName keeps a file's name for the person who sent it, and for nothing else.
func fileName(s string) string {
	r := []rune(models.SafeText(s))
	return string(r[:min(len(r), 120)])
}

// Again reads the file of an import of the viewer's once more, with another mapping or
// in earnest.
func Again(ctx context.Context, s *models.Store, viewer, id models.ID, dry bool, mapping string) (models.ID, error) {
	i, err := OwnImport(ctx, s, viewer, id)
	if err != nil {
		return 0, err
	}
	if i.State == Running {
		return 0, models.Say(models.Error{Kind: models.Conflict}, "shop.error.import-still-running")
	}
	if i.FileID != 0 && s.Now().Sub(i.FileID.Time()) > FileLife-time.Hour {
		return 0, models.NotFoundf("shop.error.file-not-kept-any-more")
	}
	return BeginImport(ctx, s, viewer, ImportInput{Catalog: i.CatalogID, Feed: i.FeedID, Mode: i.Mode, DryRun: dry, Source: i.Source,
		FileID: i.FileID, FileName: i.FileName, Mapping: mapping})
}

var errNoImport = models.NotFoundf("shop.error.import-does-not-exist")

// OwnImport finds an import of the viewer's.
func OwnImport(ctx context.Context, s *models.Store, viewer, id models.ID) (*Import, error) {
	var i Import
	err := models.Take(ctx, s.Pool(), &i, `SELECT * FROM catalog_imports WHERE owner_id = @viewer AND id = @id`,
		models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, errNoImport
	}
	if err != nil {
		return nil, fmt.Errorf("read import %d: %w", id, err)
	}
	return &i, nil
}

// Imports lists those of a catalogue of the viewer's, newest first.
func Imports(ctx context.Context, s *models.Store, viewer, catalog, before models.ID, limit int) (list []Import, next models.ID,
	err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT * FROM catalog_imports WHERE owner_id = @viewer AND catalog_id = @catalog
		AND id < @before ORDER BY id DESC LIMIT @limit`, models.Args{"viewer": viewer, "catalog": catalog,
		"before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("list imports: %w", err)
	}
	if len(list) > limit {
		return list[:limit], list[limit-1].ID, nil
	}
	return list, 0, nil
}

// Lines lists what is to be told of the rows of an import of the viewer's, after a
// number; only what is wrong with them, or all.
func Lines(ctx context.Context, s *models.Store, viewer, id models.ID, wrong bool, after, limit int) (list []Line, next int, err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT n, kind, file, row_no, field, item, message FROM catalog_import_lines
		WHERE owner_id = @viewer AND import_id = @id AND n > @after AND (NOT @wrong OR kind IN ('error', 'warning'))
		ORDER BY n LIMIT @limit`, models.Args{"viewer": viewer, "id": id, "after": after, "wrong": wrong, "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read lines of import %d: %w", id, err)
	}
	if len(list) > limit {
		return list[:limit], list[limit-1].N, nil
	}
	return list, 0, nil
}

// Problems gives what is wrong with the rows of an import of the viewer's, all of it.
func Problems(ctx context.Context, s *models.Store, viewer, id models.ID, each func(shopfile.Problem) bool) error {
	after := 0
	for {
		list, next, err := Lines(ctx, s, viewer, id, true, after, importBatch)
		if err != nil {
			return err
		}
		for _, l := range list {
			if !each(shopfile.Problem{File: l.File, Row: l.RowNo, Field: shopfile.Field(l.Field), Message: l.Message,
				Severity: shopfile.Severity(l.Kind)}) {
				return nil
			}
		}
		if next == 0 {
			return nil
		}
		after = next
	}
}

// FileInUse is whether an import refers to a file.
func FileInUse(ctx context.Context, s *models.Store, owner, file models.ID) (used bool, err error) {
	err = models.Read(ctx, s.Pool(), &used, `SELECT EXISTS (SELECT 1 FROM catalog_imports WHERE owner_id = @owner AND file_id = @file
		AND file_id <> 0)`, models.Args{"owner": owner, "file": file})
	return used, err
}

// Expire frees files of imports that nobody reads again, and forgets old imports.
func Expire(ctx context.Context, s *models.Store) error {
	const many = 500
	for {
		n := 0
		err := s.InTx(ctx, func(t *models.Tx) error {
			var files []struct{ OwnerID, FileID models.ID }
			if err := models.Find(ctx, t.PG, &files, `UPDATE catalog_imports i SET file_id = 0 FROM (
					SELECT owner_id, id, file_id FROM catalog_imports WHERE created_at < @before AND file_id <> 0 AND state <> 'running'
					LIMIT @many) x
				WHERE i.owner_id = x.owner_id AND i.id = x.id RETURNING x.owner_id, x.file_id`,
				models.Args{"before": s.Now().Add(-FileLife), "many": many}); err != nil {
				return err
			}
			if n = len(files); n == 0 {
				return nil
			}
			var job models.DeleteBlobs
			for _, f := range files {
				job.Keys = append(job.Keys, post.TableKey(f.OwnerID, f.FileID))
			}
			return t.Free(ctx, job)
		})
		if err != nil {
			return fmt.Errorf("free files of imports: %w", err)
		}
		if n < many {
			break
		}
	}
	return models.Do(ctx, s.Pool(), `WITH n AS (DELETE FROM catalog_imports WHERE created_at < @before AND state <> 'running'
			RETURNING owner_id, id)
		DELETE FROM shop_owners o USING n WHERE o.id = n.id AND o.owner_id = n.owner_id`,
		models.Args{"before": s.Now().Add(-ImportLife)})
}

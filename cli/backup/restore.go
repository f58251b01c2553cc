package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"photogram/cli/site"
	"photogram/jobs"
	"photogram/media/blob"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/embedded"
	"photogram/models/making"
	"photogram/models/upkeep"
)

// Wanted says which backup is restored, and how.
type Wanted struct {
	Name      string // the newest without it
	CheckOnly bool   // prove that it is whole
	Overwrite bool   // a site that is there
}

// Restore brings a backup back, or only reads all of it.
func Restore(ctx context.Context, s *site.Site, from string, want Wanted) error {
	place, err := blob.Open(ctx, from)
	if err != nil {
		return err
	}
	defer func() { _ = place.Close() }()
	m, err := readManifest(ctx, place, want.Name)
	if err != nil {
		return err
	}
	if m == nil {
		names, err := names(ctx, place)
		if err != nil {
			return err
		}
		if len(names) == 0 {
			return fmt.Errorf("there is no backup in %s", from)
		}
		return fmt.Errorf("there is no backup %q in %s; there are: %s", want.Name, from, strings.Join(names, ", "))
	}
	if m.Schema > migrations.Newest() {
		return fmt.Errorf("the backup %s was written by a newer Photogram: its database has the schema %d, and this program knows %d. "+
			"Nothing was changed. Take a program that is as new", m.Name, m.Schema, migrations.Newest())
	}
	if want.CheckOnly {
		return checkBackup(ctx, s, place, m)
	}
	r := &restorer{Site: s, place: place, m: m, overwrite: want.Overwrite}
	return r.restore(ctx)
}

// checkBackup reads all of a backup, and needs no database for it.
func checkBackup(ctx context.Context, s *site.Site, place blob.Store, m *manifest) error {
	var mu sync.Mutex
	var problems []error
	bad := func(err error) {
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			problems = append(problems, err)
		}
	}
	files, err := m.readFiles(ctx, place)
	bad(err)
	path, done, err := fetchDump(ctx, s, place, m)
	bad(err)
	if err == nil {
		defer done()
		program, err := embedded.Client("pg_restore", m.Dumper)
		if err == nil {
			err = readable(ctx, program, path)
		}
		bad(err)
	}
	err = each(ctx, files, func(ctx context.Context, _ int, f backedUp) error {
		if err := verify(ctx, place, f.place(), part{f.Bytes, f.SHA256}); err != nil && ctx.Err() == nil {
			bad(fmt.Errorf("%s: %w", f.Key, err))
		}
		return ctx.Err()
	})
	bad(err)
	if len(problems) > 0 {
		return fmt.Errorf("the backup %s is damaged in %d places; delete these objects there, and the next backup writes them anew:\n%w",
			m.Name, len(problems), errors.Join(problems...))
	}
	fmt.Printf("The backup %s of the site %s is whole: its database of %d KB (schema %d) can be read to its end, "+
		"and %d files of %d MB are what they were.\n",
		m.Name, m.Site, m.Database.Bytes/1000, m.Schema, m.Files, m.FileBytes/1_000_000)
	for _, key := range m.Lost {
		fmt.Printf("  missing when it was written: the original %s\n", key)
	}
	return nil
}

type restorer struct {
	*site.Site
	place     blob.Store
	m         *manifest
	overwrite bool
	replace   bool // the database has something to be replaced
}

// restore writes the files first, and then the database in one transaction, so
// that a restore which was cut off is repeated and shows nothing half made.
func (r *restorer) restore(ctx context.Context) error {
	files, err := r.m.readFiles(ctx, r.place)
	if err != nil {
		return err
	}
	dump, done, err := fetchDump(ctx, r.Site, r.place, r.m)
	if err != nil {
		return err
	}
	defer done()
	if err := r.OpenPool(ctx, true); err != nil {
		return err
	}
	if err := r.OpenForeignBlobs(ctx); err != nil {
		return err
	}
	if err := r.fits(ctx); err != nil {
		return fmt.Errorf("%w. Nothing was changed", err)
	}
	id, err := r.claim(ctx)
	if err != nil {
		return err
	}
	if err := each(ctx, files, r.bringFile); err != nil {
		return fmt.Errorf("the files were not restored, and the database is as it was: %w", err)
	}
	if err := r.loadDatabase(ctx, dump); err != nil {
		return fmt.Errorf("the database was not restored and is as it was: %w", err)
	}
	r.Pool.Reset() // which had seen other tables
	if err := r.Migrate(ctx); err != nil {
		return err
	}
	r.Store, err = models.Open(ctx, r.Pool, models.Options{Connections: r.Config.DatabasePool, Direct: r.Config.DatabaseDirect, Log: r.Log})
	if err != nil {
		return err
	}
	if err := jobs.CheckClaim(ctx, r.Store, r.Blobs); err != nil {
		return r.Foreign(err)
	}
	return r.prove(ctx, id)
}

// fits refuses to restore over what is there, unless that is wanted.
func (r *restorer) fits(ctx context.Context) error {
	var tables, ours int
	if err := r.Pool.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE relname = 'goose_db_version') FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`).Scan(&tables, &ours); err != nil {
		return fmt.Errorf("look into the database: %w", err)
	}
	if tables > 0 && ours == 0 {
		return errors.New("the database has tables that are not Photogram's; give it one of its own")
	}
	if r.replace = tables > 0; r.replace {
		if err := r.replaceable(ctx); err != nil {
			return err
		}
	}
	claim, err := jobs.ReadClaim(ctx, r.Blobs)
	var foreign *jobs.ForeignError
	if err != nil && !errors.As(err, &foreign) {
		return err
	}
	found := 0
	enough := errors.New("enough")
	err = r.Blobs.List(ctx, "", func(e blob.Entry) error {
		if making.OursKey(e.Key) {
			found++
			return enough
		}
		return nil
	})
	if err != nil && !errors.Is(err, enough) {
		return err
	}
	database, err := upkeep.DatabaseID(ctx, r.Pool)
	if err != nil {
		return err
	}
	mine := claim != nil && claim.Site == r.m.Site && claim.Database == database
	if found == 0 && claim == nil || mine || r.overwrite {
		return nil
	}
	whose := "does not say whose it is"
	if claim != nil {
		whose = fmt.Sprintf("belongs to the site %s, database %s", claim.Site, cmp.Or(claim.Database, "-"))
	}
	return fmt.Errorf("the storage %s is not empty and %s; with --overwrite it becomes that of the restored database, and the "+
		"files in it stay",
		r.Config.Storage, whose)
}

func (r *restorer) replaceable(ctx context.Context) error {
	var users, servers int
	err := r.Pool.QueryRow(ctx, `SELECT (SELECT count(*) FROM public.users),
		(SELECT count(*) FROM public.id_servers WHERE expires_at > now())`).Scan(&users, &servers)
	if err != nil {
		return fmt.Errorf("look into the database: %w", err)
	}
	if servers > 0 && r.Cluster == nil { // the built-in database is ours alone
		return errors.New("a Photogram is running with this database, or was half a minute ago; stop it first")
	}
	if users > 0 && !r.overwrite {
		return fmt.Errorf("the database has a site with %d accounts; with --overwrite it is replaced", users)
	}
	return nil
}

// claim makes the storage that of the database to be.
func (r *restorer) claim(ctx context.Context) (upkeep.SiteID, error) {
	database, err := upkeep.DatabaseID(ctx, r.Pool)
	if err != nil {
		return upkeep.SiteID{}, err
	}
	id := upkeep.SiteID{Site: r.m.Site, Database: database}
	return id, jobs.PutClaim(ctx, r.Blobs, id, time.Now())
}

// bringFile copies a file that is not there or is another.
func (r *restorer) bringFile(ctx context.Context, _ int, f backedUp) error {
	want := part{f.Bytes, f.SHA256}
	if e, err := r.Blobs.Stat(ctx, f.Key); err == nil && e.Size == f.Bytes && verify(ctx, r.Blobs, f.Key, want) == nil {
		return nil
	}
	from, err := r.place.Get(ctx, f.place())
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	if err := r.Blobs.Put(ctx, f.Key, from, contentTypes[filepath.Ext(f.Key)]); err != nil {
		return err
	}
	return verify(ctx, r.Blobs, f.Key, want)
}

var contentTypes = map[string]string{".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif", ".mp4": "video/mp4"}

// emptying drops what a database has of ours, but not extensions, which an
// ordinary role may not own.
const emptying = `
DO $$
DECLARE what text;
BEGIN
  FOR what IN
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype) FROM pg_type t
WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'e'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  LOOP
    EXECUTE what;
  END LOOP;
END $$;
`

func (r *restorer) loadDatabase(ctx context.Context, dump string) error {
	var server int
	if err := r.Pool.QueryRow(ctx, `SELECT current_setting('server_version_num')::int / 10000`).Scan(&server); err != nil {
		return fmt.Errorf("ask for the database's version: %w", err)
	}
	program, err := embedded.Client("pg_restore", r.m.Dumper)
	if err != nil {
		return err
	}
	psql, err := embedded.Client("psql", server)
	if err != nil {
		return err
	}
	list := dump + ".list"
	defer func() { _ = os.Remove(list) }()
	if err := contents(ctx, program, dump, list); err != nil {
		return err
	}
	before := "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;\n"
	if r.replace {
		before = emptying + before
	}
	// Whoever had these is not here, and no backup is being written.
	after := "\nDELETE FROM public.id_servers;\nUPDATE public.site SET held_until = NULL;\n"
	return loadDump(ctx, program, psql, r.DirectDSN(), dump, list, before, after)
}

// prove compares what rows say with what is in storage.
func (r *restorer) prove(ctx context.Context, id upkeep.SiteID) error {
	missing, err := jobs.Missing(ctx, r.Store, r.Blobs)
	if err != nil {
		return err
	}
	done, err := jobs.Repair(ctx, r.Store, r.Blobs, missing)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, key := range r.m.Lost {
		known[key] = true
	}
	var lost []error
	for _, f := range done.Lost {
		if !known[f.Key] && f.Image == "" {
			lost = append(lost, fmt.Errorf("the original %s is missing", f.Key))
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("the database is restored, but not everything that it speaks of is there:\n%w", errors.Join(lost...))
	}
	people, err := account.Count(ctx, r.Store)
	if err != nil {
		return err
	}
	fmt.Printf("The backup %s of the site %s is restored: %d accounts, and %d files, each compared with what it was. "+
		"Every file that the database speaks of was looked for.\n", r.m.Name, id.Site, people, r.m.Files)
	if done.Ordered > 0 {
		fmt.Printf("  %d files were not in the backup and are made again from the originals by photogram serve.\n",
			len(missing)-len(done.Lost))
	}
	for _, key := range r.m.Lost {
		fmt.Printf("  missing already when the backup was written: the original %s\n", key)
	}
	fmt.Println("The settings are not part of a backup: see that PHOTOGRAM_BASE_URL and the others are right, then start photogram serve.")
	return nil
}

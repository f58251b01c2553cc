// Package backup writes a site as one snapshot into a directory or bucket, proves
// that it is whole and brings it back. It knows nothing of what the rows mean.
package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/cli/site"
	"photogram/media/blob"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/embedded"
	"photogram/models/making"
	"photogram/models/post"
	"photogram/models/upkeep"
)

const (
	holdTime  = 5 * time.Minute // that a backup keeps files from being deleted, unless it says so again
	holdRenew = time.Minute
)

// Write writes a backup of an open site, and then deletes all but so many of the
// newest there unless keep is 0.
func Write(ctx context.Context, s *site.Site, to string, keep int) error {
	place, err := blob.Open(ctx, to)
	if err != nil {
		return err
	}
	defer func() { _ = place.Close() }()
	b := &writer{Site: s, place: place}
	if err := b.write(ctx); err != nil {
		return fmt.Errorf("the backup was not written: %w", err)
	}
	b.report(to)
	if keep > 0 {
		return prune(ctx, place, keep)
	}
	return nil
}

type writer struct {
	*site.Site
	place blob.Store
	manifest
	needed []post.File
	copied atomic.Int64
	gone   int // derived files that were missing
}

// write dumps the database as one snapshot sees it, then copies every file that
// its rows speak of. Until that is done no file is deleted.
func (b *writer) write(ctx context.Context) error {
	id, err := upkeep.ReadSiteID(ctx, b.Store)
	if err != nil {
		return err
	}
	last, err := readManifest(ctx, b.place, "")
	if err != nil {
		return err
	}
	if last != nil && last.Site != id.Site {
		return fmt.Errorf("there are backups of another site (%s) already; choose a place of its own for each site", last.Site)
	}
	held, err := upkeep.FilesHeld(ctx, b.Store)
	if err != nil {
		return err
	}
	if held {
		return fmt.Errorf("another backup is being written, or was cut off less than %s ago", holdTime)
	}
	if err := upkeep.HoldFiles(ctx, b.Store, holdTime); err != nil {
		return err
	}
	renewing, stop := context.WithCancel(ctx)
	defer func() {
		stop()
		_ = upkeep.HoldFiles(context.WithoutCancel(ctx), b.Store, 0)
	}()
	go b.hold(renewing)
	now := time.Now().UTC()
	b.manifest = manifest{Format: format, Name: now.Format("20060102T150405.000Z"), Site: id.Site,
		Time: now.Truncate(time.Second), Lost: []string{}}
	if err := b.dumpDatabase(ctx); err != nil {
		return err
	}
	if err := b.copyFiles(ctx, last); err != nil {
		return err
	}
	return putJSON(ctx, b.place, b.dir()+"manifest.json", b.manifest)
}

func (b *writer) hold(ctx context.Context) {
	tick := time.NewTicker(holdRenew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := upkeep.HoldFiles(ctx, b.Store, holdTime); err != nil && ctx.Err() == nil {
				b.Log.Warn("files were not held for the backup", "error", err)
			}
		}
	}
}

func (b *writer) dumpDatabase(ctx context.Context) error {
	pool, err := models.NewPool(ctx, b.DirectDSN(), 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return fmt.Errorf("begin a snapshot: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	var snapshot string
	err = tx.QueryRow(ctx, `SELECT pg_export_snapshot(), current_setting('server_version_num')::int / 10000`).Scan(&snapshot, &b.Server)
	if err != nil {
		return fmt.Errorf("take a snapshot: %w", err)
	}
	if b.Schema, err = migrations.Version(ctx, tx); err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if err := making.FilesIn(ctx, tx, func(f post.File) error {
		b.needed = append(b.needed, f)
		return nil
	}); err != nil {
		return err
	}
	program, err := embedded.Client("pg_dump", b.Server)
	if err != nil {
		return err
	}
	b.Dumper = program.Major
	dump, err := startDump(ctx, program, b.DirectDSN(), snapshot)
	if err != nil {
		return err
	}
	defer dump.stop()
	h := hashing(dump)
	if err := b.place.Put(ctx, b.dump(), h, "application/octet-stream"); err != nil {
		return err
	}
	b.Database = h.part()
	return b.verifyDump(ctx)
}

// verifyDump reads back what was written, as a restore does.
func (b *writer) verifyDump(ctx context.Context) error {
	path, done, err := fetchDump(ctx, b.Site, b.place, &b.manifest)
	if err != nil {
		return err
	}
	defer done()
	program, err := embedded.Client("pg_restore", b.Dumper)
	if err != nil {
		return err
	}
	return readable(ctx, program, path)
}

// fetchDump brings a dump to this machine's disk and proves that it is whole.
func fetchDump(ctx context.Context, s *site.Site, place blob.Store, m *manifest) (path string, done func(), err error) {
	dir, err := s.TempDir()
	if err != nil {
		return "", nil, err
	}
	f, err := os.CreateTemp(dir, "backup-*")
	if err != nil {
		return "", nil, fmt.Errorf("make room for the dump: %w", err)
	}
	done = func() { _ = os.Remove(f.Name()) }
	r, err := place.Get(ctx, m.dump())
	if err == nil {
		h := hashing(r)
		_, err = io.Copy(f, h)
		if err == nil && h.part() != m.Database {
			err = fmt.Errorf("%s is damaged", m.dump())
		}
		_ = r.Close()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		done()
		return "", nil, err
	}
	return f.Name(), done, nil
}

// copyFiles copies what the place does not have yet, and writes the list.
func (b *writer) copyFiles(ctx context.Context, last *manifest) error {
	have := map[string]blob.Entry{}
	if err := b.Blobs.List(ctx, "", func(e blob.Entry) error {
		have[e.Key] = e
		return nil
	}); err != nil {
		return err
	}
	there := map[string]int64{}
	if err := b.place.List(ctx, "blobs/", func(e blob.Entry) error {
		there[e.Key] = e.Size
		return nil
	}); err != nil {
		return err
	}
	before := map[string]backedUp{}
	if last != nil {
		list, err := last.readFiles(ctx, b.place)
		if err != nil {
			b.Log.Warn("the list of the backup before is not used", "error", err)
		}
		for _, f := range list {
			before[f.Key] = f
		}
	}
	var files []backedUp
	for _, f := range b.needed {
		e, ok := have[f.Key]
		switch {
		case ok:
			files = append(files, backedUp{Key: f.Key, Bytes: e.Size, ModTime: e.ModTime.UTC()})
		case f.Optional:
		case f.IsOriginal():
			b.Lost = append(b.Lost, f.Key)
		default:
			b.gone++
		}
	}
	err := each(ctx, files, func(ctx context.Context, i int, f backedUp) error {
		if old, ok := before[f.Key]; ok && old.Bytes == f.Bytes && old.ModTime.Equal(f.ModTime) && there[old.place()] == old.Bytes {
			files[i].SHA256 = old.SHA256
			return nil
		}
		part, err := b.copyFile(ctx, f.Key, there)
		files[i].Bytes, files[i].SHA256 = part.Bytes, part.SHA256
		return err
	})
	if err != nil {
		return err
	}
	return b.writeList(ctx, files)
}

// copyFile keeps a file under its hash, and reads it back.
func (b *writer) copyFile(ctx context.Context, key string, there map[string]int64) (part, error) {
	dir, err := b.TempDir()
	if err != nil {
		return part{}, err
	}
	tmp, err := os.CreateTemp(dir, "backup-*")
	if err != nil {
		return part{}, fmt.Errorf("make room for a file: %w", err)
	}
	_ = os.Remove(tmp.Name())
	defer func() { _ = tmp.Close() }()
	r, err := b.Blobs.Get(ctx, key)
	if err != nil {
		return part{}, err
	}
	defer func() { _ = r.Close() }()
	h := hashing(r)
	if _, err := io.Copy(tmp, h); err != nil {
		return part{}, fmt.Errorf("copy %s: %w", key, err)
	}
	part := h.part()
	place := backedUp{SHA256: part.SHA256}.place()
	if size, ok := there[place]; ok && size == part.Bytes {
		return part, nil
	}
	if _, err := tmp.Seek(0, io.SeekStart); err != nil {
		return part, fmt.Errorf("copy %s: %w", key, err)
	}
	if err := b.place.Put(ctx, place, tmp, "application/octet-stream"); err != nil {
		return part, err
	}
	b.copied.Add(1)
	return part, verify(ctx, b.place, place, part)
}

func (b *writer) writeList(ctx context.Context, files []backedUp) error {
	r, w := io.Pipe()
	go func() {
		lines := json.NewEncoder(w)
		for _, f := range files {
			if err := lines.Encode(f); err != nil {
				w.CloseWithError(err)
				return
			}
		}
		_ = w.Close()
	}()
	defer func() { _ = r.Close() }()
	h := hashing(r)
	if err := b.place.Put(ctx, b.list(), h, "application/jsonl"); err != nil {
		return err
	}
	b.List, b.Files = h.part(), len(files)
	for _, f := range files {
		b.FileBytes += f.Bytes
	}
	return verify(ctx, b.place, b.list(), b.List)
}

package backup

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"photogram/media/blob"
)

func (b *writer) report(to string) {
	fmt.Printf("The backup %s is in %s, and was read back and compared:\n", b.Name, to)
	fmt.Printf("  the database: %d KB, schema %d, of PostgreSQL %d\n", b.Database.Bytes/1000, b.Schema, b.Server)
	fmt.Printf("  %d files, %d MB; %d of them are new there\n", b.Files, b.FileBytes/1_000_000, b.copied.Load())
	if b.gone > 0 {
		fmt.Printf("  %d files were missing that can be made again: photogram check --repair\n", b.gone)
	}
	for _, key := range b.Lost {
		fmt.Printf("  missing already, and so not in it: the original %s\n", key)
	}
	fmt.Println("Keys, secrets and sessions are in the database. " +
		"Not in the backup: the settings and .env, unfinished uploads, and mails in the directory of mails.")
}

// prune deletes all but the newest backups, and then the files that only
// they had. It deletes nothing unless it could read all those that stay.
func prune(ctx context.Context, place blob.Store, keep int) error {
	names, err := names(ctx, place)
	if err != nil || len(names) <= keep {
		return err
	}
	used := map[string]bool{}
	for _, name := range names[len(names)-keep:] {
		m, err := readManifest(ctx, place, name)
		if err != nil {
			return fmt.Errorf("no older backup is deleted: %w", err)
		}
		files, err := m.readFiles(ctx, place)
		if err != nil {
			return fmt.Errorf("no older backup is deleted: %w", err)
		}
		for _, f := range files {
			used[f.place()] = true
		}
	}
	old := map[string]bool{} // files of those that go
	for _, name := range names[:len(names)-keep] {
		m, err := readManifest(ctx, place, name)
		if err == nil {
			var files []backedUp
			if files, err = m.readFiles(ctx, place); err == nil {
				for _, f := range files {
					old[f.place()] = !used[f.place()]
				}
			}
		}
		if err != nil {
			return fmt.Errorf("the older backup %s cannot be read and is not deleted: %w", name, err)
		}
		if err := place.DeletePrefix(ctx, m.dir()); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(old)) {
		if old[key] {
			if err := place.Delete(ctx, key); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%d older backups are deleted.\n", len(names)-keep)
	return nil
}

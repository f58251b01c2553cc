package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"photogram/cli/site"
	"photogram/jobs"
	"photogram/models/upkeep"
)

const storageUsage = `usage: photogram storage adopt [--yes]

  adopt    tell what it would mean to use this storage with this database, and
           with --yes have the storage belong to it
`

func storage(ctx context.Context, s *site.Site, args []string) error {
	if len(args) == 0 || args[0] != "adopt" {
		fmt.Fprint(os.Stderr, storageUsage)
		if len(args) == 0 || args[0] == "-h" || args[0] == "--help" {
			return flag.ErrHelp
		}
		return fmt.Errorf("%w: there is no command storage %s", errUsage, args[0])
	}
	flags := flag.NewFlagSet("photogram storage adopt", flag.ContinueOnError)
	yes := flags.Bool("yes", false, "do it")
	if err := parse(flags, args[1:]); err != nil {
		return err
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	if err := s.OpenForeignBlobs(ctx); err != nil {
		return err
	}
	id, err := upkeep.ReadSiteID(ctx, s.Store)
	if err != nil {
		return err
	}
	found, err := jobs.SurveyStorage(ctx, s.Store, s.Blobs)
	if err != nil {
		return err
	}
	printSurvey(s, id, found)
	if !*yes {
		fmt.Println("Nothing was changed. To do it: photogram storage adopt --yes")
		return nil
	}
	if err := jobs.WriteClaim(ctx, s.Store, s.Blobs); err != nil {
		return err
	}
	fmt.Println("Done: the storage belongs to this database now.")
	return nil
}

func printSurvey(s *site.Site, id upkeep.SiteID, found jobs.Survey) {
	fmt.Printf("Storage %s:\n", s.Config.Storage)
	if c := found.Claim; c != nil {
		fmt.Printf("  belongs to the site %s, database %s, since %s\n", c.Site, cmp.Or(c.Database, "-"), c.Since.Format(time.DateTime))
	} else {
		fmt.Println("  does not say whose it is")
	}
	fmt.Printf("  holds %d originals and %d files made from originals, %d MB together, and %d other files\n",
		found.Originals, found.Derived, found.Bytes/1_000_000, found.Others)
	fmt.Printf("This database is the site %s, database %s:\n", id.Site, cmp.Or(id.Database, "-"))
	fmt.Printf("  it knows %d photos and videos, of which %d have no original in this storage\n", found.Rows, found.Lost)
	unknown := found.Originals + found.Derived - found.Known
	fmt.Printf("  of the files in this storage it knows %d, and %d not\n", found.Known, unknown)
	fmt.Println("Adopting writes this site's id into the storage and changes nothing else. From then on:")
	if found.Claim != nil {
		fmt.Println("- the site that it belonged to refuses to start with it")
	}
	if found.Lost > 0 {
		fmt.Printf("- %d photos and videos cannot be shown, unless they are brought back\n", found.Lost)
	}
	if unknown > 0 {
		fmt.Printf("- the %d files that this database does not know are in quarantine for %d days, and then go a few at a time;\n",
			unknown, int(upkeep.Quarantine.Hours()/24))
		fmt.Println("  while more than a tenth of the originals are among them, none goes")
	}
}

func sweep(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram sweep", flag.ContinueOnError)
	dryRun := flags.Bool("dry-run", false, "only tell what would go")
	limit := flags.Int("limit", 0, "delete up to so many files whose time is over, also when a great part of all looks orphaned")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *limit < 0 {
		return fmt.Errorf("%w: --limit is less than 0", errUsage)
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	if err := s.OpenBlobs(ctx); err != nil {
		return err
	}
	sweeper := jobs.Sweeper{Store: s.Store, Blobs: s.Blobs, Log: s.Log, DryRun: *dryRun, Limit: *limit}
	found, err := sweeper.Sweep(ctx)
	if err != nil {
		return s.Foreign(err)
	}
	fmt.Printf("%d files, of which nothing refers to %d (%d of %d originals). They are kept for %d days from when that was first seen.\n",
		found.Files, found.Orphans, found.OrphanOriginals, found.Originals, int(upkeep.Quarantine.Hours()/24))
	for _, o := range found.Due {
		fmt.Printf("due: %s, %d bytes, orphaned since %s\n", o.Key, o.Bytes, o.Found.Format(time.DateTime))
	}
	for _, o := range found.Waiting {
		fmt.Printf("waits: %s, %d bytes, orphaned since %s\n", o.Key, o.Bytes, o.Found.Format(time.DateTime))
	}
	switch {
	case found.Stopped != "":
		return errors.New("nothing is deleted: " + found.Stopped)
	case *dryRun:
		fmt.Printf("%d would be deleted now.\n", len(found.Due))
	default:
		fmt.Printf("%d deleted.\n", found.Deleted)
	}
	return nil
}

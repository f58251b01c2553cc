package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"photogram/cli/backup"
	"photogram/cli/site"
)

func writeBackup(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram backup DIRECTORY|s3://…", flag.ContinueOnError)
	keep := flags.Int("keep", 0, "delete all but so many of the newest backups there, once this one is written; 0 keeps all")
	to, err := parsePlace(flags, args)
	if err != nil {
		return err
	}
	if *keep < 0 {
		return fmt.Errorf("%w: --keep is less than 0", errUsage)
	}
	if backup.Overlap(to, s.Config.Storage) {
		return fmt.Errorf("%w: a backup must be elsewhere than the storage %s", errUsage, s.Config.Storage)
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	if err := s.OpenBlobs(ctx); err != nil {
		return err
	}
	return backup.Write(ctx, s, to, *keep)
}

func restore(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram restore DIRECTORY|s3://…", flag.ContinueOnError)
	var want backup.Wanted
	flags.BoolVar(&want.CheckOnly, "check", false, "only prove that the backup is whole")
	flags.StringVar(&want.Name, "backup", "", "which of the backups there; the newest without it")
	flags.BoolVar(&want.Overwrite, "overwrite", false,
		"restore over a site that is there: its database is replaced, its files stay beside those of the backup")
	from, err := parsePlace(flags, args)
	if err != nil {
		return err
	}
	return backup.Restore(ctx, s, from, want)
}

// parsePlace reads flags that stand before or behind the one argument, which is
// a directory or an address of storage.
func parsePlace(flags *flag.FlagSet, args []string) (string, error) {
	place := ""
	flags.SetOutput(os.Stderr)
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return "", err
			}
			return "", fmt.Errorf("%w: %w", errUsage, err)
		}
		if flags.NArg() == 0 {
			break
		}
		if place != "" {
			return "", fmt.Errorf("%w: %s takes one argument, and here is another: %q", errUsage, flags.Name(), flags.Arg(0))
		}
		place, args = flags.Arg(0), flags.Args()[1:]
	}
	if place == "" {
		return "", fmt.Errorf("%w: %s: say which directory or s3:// address", errUsage, flags.Name())
	}
	address, err := backup.PlaceURL(place)
	if err != nil {
		return "", fmt.Errorf("%w: %s: %w", errUsage, place, err)
	}
	return address, nil
}

package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"photogram/cli/demo"
	"photogram/cli/site"
	"photogram/models/account"
)

func demoContent(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram demo", flag.ContinueOnError)
	remove := flags.Bool("remove", false, "remove the demo people and all that is theirs")
	if err := parse(flags, args); err != nil {
		return err
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	intake, err := s.OpenMedia(ctx)
	if err != nil {
		return err
	}
	if *remove {
		return demo.Remove(ctx, s)
	}
	people, err := account.Demo(ctx, s.Store)
	if err != nil {
		return err
	}
	if len(people) > 0 {
		fmt.Printf("The demo content is there already: %d people. photogram demo --remove removes it.\n", len(people))
		return demo.PrintLogins(s)
	}
	runner, err := s.StartJobs(ctx, intake)
	if err != nil {
		return err
	}
	return errors.Join(demo.Load(ctx, s, intake), s.StopJobs(runner))
}

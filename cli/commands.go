package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"photogram/cli/settings"
	"photogram/cli/site"
	"photogram/jobs"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/upkeep"
)

// parse reads flags and refuses what is no flag.
func parse(flags *flag.FlagSet, args []string) error {
	flags.SetOutput(os.Stderr)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%w: %s takes no argument %q", errUsage, flags.Name(), flags.Arg(0))
	}
	return nil
}

func migrate(ctx context.Context, s *site.Site, args []string) error {
	if err := parse(flag.NewFlagSet("photogram migrate", flag.ContinueOnError), args); err != nil {
		return err
	}
	if err := s.OpenPool(ctx, false); err != nil {
		return err
	}
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	fmt.Println("The database is up to date.")
	return nil
}

func showConfig(_ context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram config", flag.ContinueOnError)
	markdown := flags.Bool("markdown", false, "print docs/settings.md")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *markdown {
		return settings.PrintMarkdown(os.Stdout)
	}
	return settings.Print(os.Stdout, s.Config)
}

func check(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram check", flag.ContinueOnError)
	grace := flags.Duration("grace", models.FileGrace, "age from which a file without a row counts as orphaned")
	repair := flags.Bool("repair", false, "order what is missing and can be made again from the originals")
	if err := parse(flags, args); err != nil {
		return err
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	if err := s.OpenBlobs(ctx); err != nil {
		return err
	}
	found := 0
	tell := func(what, detail string) {
		found++
		fmt.Printf("%s: %s\n", what, detail)
	}
	findings, err := upkeep.Check(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, f := range findings {
		tell(f.Check, f.Detail)
	}
	missing, err := jobs.Missing(ctx, s.Store, s.Blobs)
	if err != nil {
		return err
	}
	for _, f := range missing {
		if f.IsOriginal() {
			tell("missing original", f.Key+", which cannot be made again")
		} else if !*repair {
			tell("missing file", f.Key)
		}
	}
	if *repair {
		done, err := jobs.Repair(ctx, s.Store, s.Blobs, missing)
		if err != nil {
			return err
		}
		for _, f := range done.Lost {
			if f.Optional || f.Image != "" {
				tell("missing original", f.Key+", so this picture of an account or app cannot be made again")
			}
		}
		if done.Ordered > 0 {
			fmt.Printf("%d files were missing; %d jobs to make them again are ordered. \"photogram serve\" and \"photogram "+
				"work\" carry them out.\n", len(missing), done.Ordered)
		}
	}
	orphans, err := jobs.Orphans(ctx, s.Store, s.Blobs, *grace)
	if err != nil {
		return err
	}
	for _, o := range orphans {
		tell("orphaned file", o.Key)
	}
	if found > 0 {
		return fmt.Errorf("check found %d problems", found)
	}
	fmt.Println("Nothing is wrong.")
	return nil
}

func token(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram token", flag.ContinueOnError)
	name := flags.String("user", "", "username or email address of the account")
	scopes := flags.String("scopes", "basic", "what the token may do: "+strings.Join(app.Scopes, ", ")+"; or all")
	days := flags.Int("days", 0, "days until the token ends; 0 is never")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *scopes == "all" {
		*scopes = strings.Join(app.Scopes, " ")
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	u, err := find(ctx, s, "user", *name)
	if err != nil {
		return err
	}
	t, err := app.CreateToken(ctx, s.Store, u.ID, "made by photogram token", *scopes, time.Duration(*days)*24*time.Hour)
	if err != nil {
		return asUsage(err)
	}
	fmt.Println(t)
	return nil
}

// asUsage makes a wrong flag's error exit like every other wrong flag.
func asUsage(err error) error {
	problems := models.ProblemsOf(err)
	if len(problems) == 0 {
		return err
	}
	texts := make([]string, len(problems))
	for i, p := range problems {
		texts[i] = p.Error()
	}
	return fmt.Errorf("%w: %s", errUsage, strings.Join(texts, "\n"))
}

func find(ctx context.Context, s *site.Site, flagName, name string) (*account.User, error) {
	if name == "" {
		return nil, fmt.Errorf("%w: --%s is missing", errUsage, flagName)
	}
	u, err := account.Find(ctx, s.Store, name)
	if models.KindOf(err) == models.NotFound {
		return nil, fmt.Errorf("there is no account %q", name)
	}
	return u, err
}

const userUsage = `usage: photogram user COMMAND --username NAME [flags]
       photogram user delete NAME [--now]

  add      make an account: --username, --email, --password, --name, --admin
  reset    set a new --password and end all sessions and tokens
  admin    make an administrator; --off takes it back
  suspend  hide an account and end its sessions; --off shows it again
  delete   hide an account, and delete it after 30 days unless its owner logs in; --now deletes it at once
`

func user(ctx context.Context, s *site.Site, args []string) error {
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(os.Stderr, userUsage)
		return flag.ErrHelp
	}
	command := args[0]
	flags := flag.NewFlagSet("photogram user "+command, flag.ContinueOnError)
	username := flags.String("username", "", "the account")
	var email, password, name *string
	var admin, off, atOnce *bool
	rest := args[1:]
	switch command {
	case "add":
		email = flags.String("email", "", "email address")
		name = flags.String("name", "", "full name")
		admin = flags.Bool("admin", false, "make it an administrator")
		password = flags.String("password", "", "password; it shows in the list of processes while this runs")
	case "reset":
		password = flags.String("password", "", "new password")
	case "admin", "suspend":
		off = flags.Bool("off", false, "take it back")
	case "delete":
		atOnce = flags.Bool("now", false, "delete it at once, with everything that it shared; nothing brings it back")
		if len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
			*username, rest = rest[0], rest[1:]
		} else if n := len(rest); n > 1 && !strings.HasPrefix(rest[n-1], "-") && !strings.HasSuffix(rest[n-2], "-username") {
			*username, rest = rest[n-1], rest[:n-1]
		}
	default:
		fmt.Fprint(os.Stderr, userUsage)
		return fmt.Errorf("%w: there is no command user %s", errUsage, command)
	}
	if err := parse(flags, rest); err != nil {
		return err
	}
	if *username == "" {
		return fmt.Errorf("%w: --username is missing", errUsage)
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	if command == "add" {
		u, err := account.Create(ctx, s.Store,
			account.NewAccount{Username: *username, Email: *email, Password: *password, FullName: *name, EmailVerified: true})
		if err != nil {
			return asUsage(err)
		}
		if *admin {
			if err := account.SetAdmin(ctx, s.Store, u.ID, true); err != nil {
				return err
			}
		}
		fmt.Printf("The account %s is made.\n", u.Username)
		return nil
	}
	u, err := find(ctx, s, "username", *username)
	if err != nil {
		return err
	}
	switch command {
	case "reset":
		if err := account.SetPassword(ctx, s.Store, u.ID, *password); err != nil {
			return asUsage(err)
		}
		fmt.Printf("The password of %s is changed; all sessions and tokens are ended.\n", u.Username)
	case "admin":
		if err := account.SetAdmin(ctx, s.Store, u.ID, !*off); err != nil {
			return err
		}
		fmt.Printf("%s: administrator %v.\n", u.Username, !*off)
	case "delete":
		return deleteUser(ctx, s, u, *atOnce)
	case "suspend":
		if err := account.SetSuspended(ctx, s.Store, u.ID, !*off); err != nil {
			return err
		}
		fmt.Printf("%s: suspended %v.\n", u.Username, !*off)
		if *off && u.LeftAt != nil {
			fmt.Println("It is to be deleted, so it stays hidden until somebody logs in to it.")
		}
	}
	return nil
}

func deleteUser(ctx context.Context, s *site.Site, u *account.User, atOnce bool) error {
	if !atOnce {
		until, err := account.LetGo(ctx, s.Store, u.ID)
		if err != nil {
			return err
		}
		fmt.Printf("%s is hidden, and deleted on %s unless somebody logs in to it before.\n", u.Username,
			until.Format("2 January 2006, 15:04 MST"))
		return nil
	}
	if err := s.OpenBlobs(ctx); err != nil {
		return err
	}
	mailer, err := s.Mailer()
	if err != nil {
		return err
	}
	purge := jobs.Purge{Store: s.Store, Blobs: s.Blobs, Mailer: mailer, UploadDir: s.Config.UploadDir}
	if err := purge.Run(ctx, u.ID); err != nil {
		return err
	}
	fmt.Printf("%s and everything that was theirs is deleted. The name is held for %d days.\n", u.Username,
		int(account.NameHold.Hours()/24))
	if purge.FilesWait {
		fmt.Println("A backup is being written, so the files go when it is done; the running site does that.")
	}
	return nil
}

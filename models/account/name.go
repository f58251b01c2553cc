package account

import (
	"context"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"photogram/models"
)

var usernamePattern = regexp.MustCompile(`^[a-z0-9_](?:[a-z0-9_.]*[a-z0-9_])?$`)

// apiVersion is how addresses of the Graph dialect may begin.
var apiVersion = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

// ReservedUsernames are the first path segments that the site uses itself.
var ReservedUsernames = []string{
	".well-known", "about", "accounts", "admin", "api", "apps", "archive", "auth", "blog", "business", "c", "cart", "carts", "catalogs",
	"checkout",
	"collections", "comments", "complete", "credits",
	"dev", "developer", "developers", "direct", "download", "drafts", "embed", "embed.js", "events", "explore", "export", "favicon.ico",
	"feed", "followers", "following", "healthz", "help", "highlights", "home", "ig_hashtag_search", "import", "inbox", "insights",
	"access_token", "refresh_access_token", "debug_token", "dialog", "instagram_oembed",
	"items", "jobs", "legal",
	"likes", "login", "logout", "locations", "manifest.json", "manifest.webmanifest", "me", "media", "messages",
	"metrics", "mail", "new", "notifications",
	"oauth", "oembed", "offline", "orders", "p", "people", "places", "planner", "posts", "press", "privacy", "products", "profile",
	"readyz", "rupload", "ig-api-upload",
	"requests", "reset", "robots.txt", "root", "rules", "saved", "search", "security", "settings", "share", "shop", "signup", "sitemap.xml",
	"static", "statusz", "stories", "story", "suggestions", "subscriptions",
	"support", "sw.js", "system", "tag", "tags", "terms", "theme", "u",
	"upload", "uploads",
	"user", "users", "v1", "verify", "video", "videos", "webhooks", "well-known", "www", "photogram", "moderator", "official",
	"help.center",
}

// CleanUsername lower-cases a username and checks its form.
func CleanUsername(s string) (string, error) {
	s = strings.ToLower(strings.TrimLeft(strings.TrimSpace(s), models.MentionSigns))
	switch {
	case s == "":
		return "", models.Invalidf("username", "account.error.choose-username")
	case len([]rune(s)) > models.MaxUsername:
		return "", models.Invalidf("username", "account.error.username-at-most-characters", "maxUsername", models.MaxUsername)
	case !usernamePattern.MatchString(s) || strings.Contains(s, ".."):
		return "", models.Invalidf("username",
			"account.error.use-letters-z-digits-underscores")
	case strings.Trim(s, "0123456789") == "":
		return "", models.Invalidf("username", "account.error.username-needs-at-least-one")
	case slices.Contains(ReservedUsernames, s), apiVersion.MatchString(s), strings.HasSuffix(s, ".json"), strings.HasSuffix(s, ".php"):
		return "", models.Invalidf("username", "account.error.username-reserved")
	}
	return s, nil
}

// PlainName is what somebody typed for a username in the letters that one has:
// without accents, with full stops for spaces.
func PlainName(typed string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(strings.TrimSpace(typed))) {
		switch {
		case r == ' ' || r == '-' || r == '\'':
			out.WriteByte('.')
		case !unicode.Is(unicode.Mn, r):
			out.WriteRune(r)
		}
	}
	return strings.Trim(repeatedStops.ReplaceAllString(out.String(), "."), ".")
}

var repeatedStops = regexp.MustCompile(`\.{2,}`)

var limitNameChecks = models.Limit{Name: "name-check", Count: 120, Per: time.Hour}

// FreeName is a username as it would be kept, and an error if nobody can take it
// now. It tells no more than the pages of profiles do.
func FreeName(ctx context.Context, s *models.Store, typed string) (string, error) {
	name, err := CleanUsername(PlainName(typed))
	if err != nil {
		return "", err
	}
	if err := s.Limit(ctx, limitNameChecks, models.NetworkFrom(ctx), "account.error.many-names"); err != nil {
		return "", err
	}
	var taken bool
	err = models.Read(ctx, s.Pool(), &taken, `SELECT EXISTS (SELECT FROM usernames
		WHERE name = @name AND (held_until IS NULL OR held_until > @now))`,
		models.Args{"name": name, "now": s.Now()})
	if err == nil && taken {
		err = errUsernameTaken
	}
	return name, err
}

// CleanEmail brings an address into the form in which it is kept and compared.
func CleanEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	bad := models.Invalidf("email", "account.error.not-email-address-should-look")
	if s == "" {
		return "", models.Invalidf("email", "account.error.enter-email-address")
	}
	if len(s) > 254 {
		return "", models.Invalidf("email", "account.error.email-address-at-most-254")
	}
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s || strings.ContainsAny(s, "\" \\") {
		return "", bad
	}
	at := strings.LastIndexByte(s, '@')
	domain, err := idna.Lookup.ToASCII(s[at+1:])
	if err != nil || domain == "" || at == 0 || at > 64 {
		return "", bad
	}
	return strings.ToLower(s[:at]) + "@" + strings.ToLower(domain), nil
}

var (
	errUsernameTaken = models.Say(models.Error{Kind: models.Conflict, Field: "username"}, "account.error.username-taken")
	errEmailTaken    = models.Say(models.Error{Kind: models.Conflict, Field: "email"}, "account.error.account-email-address-exists-log")
)

// How usernames change. A name that was given up stays its owner's for a while,
// so that nobody can stand in for them at the address that others know.
const (
	NameHold     = 90 * 24 * time.Hour
	MaxRenames   = 3 // names that are new to the account
	RenamePeriod = 30 * 24 * time.Hour
)

// claimUsername takes a name for an account, or says that it is taken. at is
// when it was taken by a rename.
func claimUsername(ctx context.Context, t *models.Tx, name string, user models.ID, at *time.Time) error {
	n, err := models.DoCount(ctx, t.PG,
		`INSERT INTO usernames AS n (name, user_id, claimed_at) VALUES (@name, @user, @at) ON CONFLICT (name) DO UPDATE
		SET user_id = excluded.user_id, claimed_at = excluded.claimed_at, held_until = NULL
		WHERE n.held_until <= @now`, models.Args{"name": name, "user": user, "at": at, "now": t.Store.Now()})
	if err != nil {
		return fmt.Errorf("claim username %s: %w", name, err)
	}
	if n == 0 {
		return errUsernameTaken
	}
	return nil
}

// rename gives an account another name and holds the one before for it. Taking
// back a name that is held for the account is always possible.
func rename(ctx context.Context, t *models.Tx, user models.ID, name string) error {
	if _, err := LockLogin(ctx, t, user); err != nil {
		return err
	}
	var own string
	if err := models.Read(ctx, t.PG, &own, `SELECT name FROM usernames WHERE name = @name AND user_id = @user`,
		models.Args{"name": name, "user": user}); err != nil {
		return err
	}
	now := t.Store.Now()
	if own == "" {
		if err := limitRenames(ctx, t, user, now); err != nil {
			return err
		}
		if err := claimUsername(ctx, t, name, user, &now); err != nil {
			return err
		}
	}
	return models.Do(ctx, t.PG, `UPDATE usernames SET held_until = CASE WHEN name <> @name THEN CAST(@until AS timestamptz) END
		WHERE user_id = @user AND (held_until IS NULL) = (name <> @name)`,
		models.Args{"name": name, "user": user, "until": now.Add(NameHold)})
}

func limitRenames(ctx context.Context, t *models.Tx, user models.ID, now time.Time) error {
	var oldest time.Time
	err := t.PG.QueryRow(ctx, `SELECT claimed_at FROM usernames WHERE user_id = $1 AND claimed_at > $2
		ORDER BY claimed_at DESC OFFSET $3 LIMIT 1`,
		user, now.Add(-RenamePeriod), MaxRenames-1).Scan(&oldest)
	if models.IsNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("count renames of %d: %w", user, err)
	}
	again := oldest.Add(RenamePeriod)
	return models.Say(models.Error{Kind: models.TooMany, Field: "username", RetryAfter: int(again.Sub(now).Seconds()) + 1},
		"account.error.can-take-new-username-times", "maxRenames", MaxRenames, "hours", int(RenamePeriod.Hours()/24), "format",
		again.Format("2 January"))
}

func claimEmail(ctx context.Context, t *models.Tx, email string, user models.ID, verified bool) error {
	n, err := models.DoCount(ctx, t.PG,
		`INSERT INTO emails (email, user_id, verified_at) VALUES (@email, @user, CASE WHEN @verified THEN now() END) ON CONFLICT
		DO NOTHING`, models.Args{"email": email, "user": user, "verified": verified})
	if err != nil {
		return fmt.Errorf("claim an email address: %w", err)
	}
	if n == 0 {
		return errEmailTaken
	}
	return nil
}

// proveEmail gives an address to the account that was mailed a link there and
// opened it. A claim that nobody proved gives way.
func proveEmail(ctx context.Context, t *models.Tx, email string, user models.ID) error {
	n, err := models.DoCount(ctx, t.PG,
		`INSERT INTO emails AS e (email, user_id, verified_at) VALUES (@email, @user, @now) ON CONFLICT (email) DO UPDATE
		SET user_id = excluded.user_id,
		verified_at = CASE WHEN e.user_id = excluded.user_id THEN coalesce(e.verified_at, excluded.verified_at)
		ELSE excluded.verified_at END
		WHERE e.user_id = excluded.user_id OR e.verified_at IS NULL`, models.Args{"email": email, "user": user, "now": t.Store.Now()})
	if err != nil {
		return fmt.Errorf("prove an email address: %w", err)
	}
	if n == 0 {
		return models.Say(models.Error{Kind: models.Conflict, Field: "token"}, "account.error.address-belongs-another-account-now")
	}
	return nil
}

package models

import (
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// MaxUsername is the longest username, in characters.
const MaxUsername = 30

var usernamePattern = regexp.MustCompile(`^[a-z0-9_](?:[a-z0-9_.]*[a-z0-9_])?$`)

// apiVersion is how addresses of the Graph dialect may begin.
var apiVersion = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

// ReservedUsernames are the first path segments that the site uses itself.
var ReservedUsernames = []string{
	".well-known", "about", "accounts", "admin", "api", "apps", "archive", "auth", "blog", "business", "c", "catalogs", "collections", "comments", "complete", "credits",
	"dev", "developer", "developers", "direct", "download", "drafts", "embed", "embed.js", "events", "explore", "export", "favicon.ico",
	"feed", "followers", "following", "healthz", "help", "highlights", "home", "ig_hashtag_search", "import", "inbox", "insights", "items", "jobs", "legal",
	"likes", "login", "logout", "locations", "manifest.json", "me", "media", "messages", "metrics", "mail", "new", "notifications",
	"oauth", "oembed", "p", "people", "places", "planner", "posts", "press", "privacy", "products", "profile", "readyz",
	"requests", "reset", "robots.txt", "root", "rules", "saved", "search", "security", "settings", "shop", "signup", "sitemap.xml",
	"static", "stories", "story", "suggestions", "support", "sw.js", "system", "tag", "tags", "terms", "theme", "u", "upload", "uploads",
	"user", "users", "v1", "verify", "video", "videos", "well-known", "www", "photogram", "moderator", "official", "help.center",
}

// CleanUsername lower-cases a username and checks its form.
func CleanUsername(s string) (string, error) {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "@"))
	switch {
	case s == "":
		return "", Invalidf("username", "Choose a username.")
	case len([]rune(s)) > MaxUsername:
		return "", Invalidf("username", "A username has at most %d characters.", MaxUsername)
	case !usernamePattern.MatchString(s) || strings.Contains(s, ".."):
		return "", Invalidf("username", "Use letters a to z, digits, underscores and single full stops; a full stop can't be first or last.")
	case strings.Trim(s, "0123456789") == "":
		return "", Invalidf("username", "A username needs at least one letter or underscore.")
	case slices.Contains(ReservedUsernames, s), apiVersion.MatchString(s), strings.HasSuffix(s, ".json"), strings.HasSuffix(s, ".php"):
		return "", Invalidf("username", "This username is reserved.")
	}
	return s, nil
}

// CleanEmail brings an address into the form in which it is kept and compared.
func CleanEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	bad := Invalidf("email", "This is not an email address. It should look like name@example.org.")
	if s == "" {
		return "", Invalidf("email", "Enter your email address.")
	}
	if len(s) > 254 {
		return "", Invalidf("email", "An email address has at most 254 characters.")
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
	errUsernameTaken = &Error{Kind: Conflict, Field: "username", Message: "This username is taken."}
	errEmailTaken    = &Error{Kind: Conflict, Field: "email", Message: "An account with this email address exists. Log in, or reset its password."}
)

// claimUsername takes a name for an account, or says that it is taken.
func (t *tx) claimUsername(name string, user ID) error {
	res := t.Exec(`INSERT INTO usernames (name, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, user)
	if res.Error != nil {
		return fmt.Errorf("claim username %s: %w", name, res.Error)
	}
	if res.RowsAffected == 0 {
		return errUsernameTaken
	}
	return nil
}

func (t *tx) rename(user ID, name string) error {
	err := t.claimUsername(name, user)
	if errors.Is(err, errUsernameTaken) {
		var owner ID
		if err := t.Raw(`SELECT user_id FROM usernames WHERE name = ?`, name).Scan(&owner).Error; err != nil {
			return err
		}
		if owner != user {
			return errUsernameTaken
		}
		err = nil
	}
	if err != nil {
		return err
	}
	return t.Exec(`DELETE FROM usernames WHERE user_id = ? AND name <> ?`, user, name).Error
}

func (t *tx) claimEmail(email string, user ID, verified bool) error {
	res := t.Exec(`INSERT INTO emails (email, user_id, verified_at) VALUES (?, ?, CASE WHEN ? THEN now() END) ON CONFLICT DO NOTHING`, email, user, verified)
	if res.Error != nil {
		return fmt.Errorf("claim an email address: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return errEmailTaken
	}
	return nil
}

// proveEmail gives an address to the account that was mailed a link there and
// opened it. A claim that nobody proved gives way.
func (t *tx) proveEmail(email string, user ID) error {
	res := t.Exec(`INSERT INTO emails AS e (email, user_id, verified_at) VALUES (?, ?, ?) ON CONFLICT (email) DO UPDATE SET user_id = excluded.user_id,
		verified_at = CASE WHEN e.user_id = excluded.user_id THEN coalesce(e.verified_at, excluded.verified_at) ELSE excluded.verified_at END
		WHERE e.user_id = excluded.user_id OR e.verified_at IS NULL`, email, user, t.store.Now())
	if res.Error != nil {
		return fmt.Errorf("prove an email address: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return &Error{Kind: Conflict, Field: "token", Message: "This address belongs to another account now. Log in to that one, or use another address."}
	}
	return nil
}

// Package app is about programs of others: apps and their secrets, OAuth grants and
// tokens, the log of calls, and calls that are made once (Idempotency-Key).
package app

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
)

// Limits of apps; texts are in characters.
const (
	MaxApps           = 50 // of one account
	MaxAppName        = 60
	MaxAppDescription = 500
	MaxRedirectURIs   = 20
	MaxRedirectURI    = 500 // bytes
)

// App is a program of a third party.
type App struct {
	ID              models.ID `gorm:"primaryKey;autoIncrement:false"`
	OwnerID         models.ID
	Name            string
	Description     string
	Website         string
	IconKey         string
	RedirectURIs    string `gorm:"column:redirect_uris"` // one a line
	Scopes          string // what it may ask for
	Confidential    bool   // whether it can keep a secret
	KeepTokens      bool   // its tokens live until they are revoked
	RequireSigned   bool
	QueryToken      bool // whether its tokens may stand in the query
	SendIss         bool // whether iss stands in the answers of consent (RFC 9207)
	JSONP           bool `gorm:"column:jsonp"`
	PublicReads     bool // whether its client_id alone reads what everybody sees
	WebhookURL      string
	DeauthorizeURL  string // told when somebody disconnects it
	DataDeletionURL string // told when somebody wants their data deleted
	SecretHash      models.Hash
	SecretSealed    models.Hash
	OldSecretHash   models.Hash
	OldSecretSealed models.Hash
	OldSecretUntil  *time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// ClientID names the app to programs.
func (a *App) ClientID() string { return a.ID.String() }

// Redirects lists the addresses that answers may go to.
func (a *App) Redirects() []string { return strings.Fields(a.RedirectURIs) }

// May is whether the app may ask for a scope.
func (a *App) May(scope string) bool {
	return scope == "basic" || slices.Contains(strings.Fields(a.Scopes), scope)
}

// Input is what its owner says of an app.
type Input struct {
	Name, Description, Website, RedirectURIs, Scopes, WebhookURL string
	DeauthorizeURL, DataDeletionURL                              string
	Confidential, KeepTokens, RequireSigned, QueryToken          bool
	SendIss, JSONP, PublicReads                                  bool
	// Check says whether this site may call an address; an error names no field.
	Check func(address string) error
}

var errNoApp = models.NotFoundf("app.error.app-does-not-exist")

func (in Input) apply(a *App) error {
	var err error
	if a.Name, err = models.CleanText("name", in.Name, MaxAppName, false); err != nil {
		return err
	}
	if a.Name == "" {
		return models.Invalidf("name", "app.error.give-app-name-people-read")
	}
	if a.Description, err = models.CleanText("description", in.Description, MaxAppDescription, true); err != nil {
		return err
	}
	if a.Website, err = webAddress("website", in.Website); err != nil {
		return err
	}
	if a.WebhookURL, err = webAddress("webhook_url", in.WebhookURL); err != nil {
		return err
	}
	if a.Scopes, err = CleanScopes(in.Scopes); err != nil {
		return err
	}
	if in.RequireSigned && !in.Confidential {
		return models.Invalidf("require_signed", "app.error.app-without-secret-cannot-sign")
	}
	a.Confidential, a.KeepTokens, a.RequireSigned, a.QueryToken = in.Confidential, in.KeepTokens, in.RequireSigned, in.QueryToken
	if err := in.applySwitches(a); err != nil {
		return err
	}
	var uris []string
	for _, uri := range strings.Fields(in.RedirectURIs) {
		if err := checkRedirectURI(uri); err != nil {
			return err
		}
		if !slices.Contains(uris, uri) {
			uris = append(uris, uri)
		}
	}
	if len(uris) > MaxRedirectURIs {
		return models.Invalidf("redirect_uris", "app.error.these-redirect-addresses-at-most", "uris", len(uris), "maxRedirectURIs",
			MaxRedirectURIs)
	}
	a.RedirectURIs = strings.Join(uris, "\n")
	return nil
}

func webAddress(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(s) > MaxRedirectURI ||
		!printableASCII(s) {
		return "", models.Invalidf(field, "app.error.not-web-address-at-most", "maxRedirectURI", MaxRedirectURI)
	}
	return s, nil
}

func printableASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

func checkRedirectURI(s string) error {
	bad := func(why string) error {
		return models.Invalidf("redirect_uris", "app.error.wrong", "s", fmt.Sprintf("%.100q", s), "why", why)
	}
	u, err := url.Parse(s)
	switch {
	case len(s) > MaxRedirectURI:
		return bad(fmt.Sprintf("is longer than %d characters.", MaxRedirectURI))
	case !printableASCII(s) || err != nil || u.Scheme == "":
		return bad("is not a complete address. Write international names and spaces in their encoded form.")
	case strings.Contains(s, "#"):
		return bad("has a fragment (#), which answers cannot be sent to.")
	case u.User != nil || strings.ContainsAny(s, `\*`):
		return bad("has a user name, a backslash or a wildcard; it is compared as it stands.")
	case u.Scheme == "https" && u.Hostname() != "", u.Scheme == "http" && loopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return bad("is not encrypted. Use https://; http:// is for loopback addresses such as http://127.0.0.1/callback.")
	case strings.Contains(u.Scheme, ".") && u.Opaque == "":
		return nil // a scheme that an app of a device registered, such as com.example.app:/done
	}
	return bad("needs https://, or a scheme of your own with a full stop in it such as com.example.app:/done.")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Native is whether a redirect address leads to a program on the person's own
// device, which cannot prove who it is.
func Native(uri string) bool {
	u, err := url.Parse(uri)
	return err != nil || u.Scheme != "https"
}

// Redirect is whether answers may go to an address: it is registered, character
// for character. For apps without a secret the port of a loopback address is
// free, since a program on a device takes one that it finds (RFC 8252, 7.3).
func (a *App) Redirect(uri string) bool {
	for _, known := range a.Redirects() {
		if uri == known {
			return true
		}
		if a.Confidential {
			continue
		}
		knownHost, knownRest, ok1 := splitLoopback(known)
		host, rest, ok2 := splitLoopback(uri)
		if ok1 && ok2 && host == knownHost && rest == knownRest {
			return true
		}
	}
	return false
}

// splitLoopback takes the port out of an address such as http://127.0.0.1:4711/done.
func splitLoopback(s string) (host, rest string, ok bool) {
	after, ok := strings.CutPrefix(s, "http://")
	if !ok {
		return "", "", false
	}
	end := strings.IndexAny(after, "/?")
	if end < 0 {
		end = len(after)
	}
	host, rest = after[:end], after[end:]
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		port := host[i+1:]
		if n, err := models.ParseID(port); err != nil || n > 65535 || port[0] == '0' {
			return "", "", false
		}
		host = host[:i]
	}
	return host, rest, (host == "localhost" || host == "127.0.0.1" || host == "[::1]") && printableASCII(s) && !strings.Contains(s, "#")
}

// Create registers an app; the secret is shown once. Public apps have none.
func Create(ctx context.Context, s *models.Store, owner models.ID, in Input) (app *App, secret string, err error) {
	app = &App{ID: s.NewID(), OwnerID: owner, CreatedAt: s.Now(), UpdatedAt: s.Now(), SecretHash: models.Hash{},
		SecretSealed: models.Hash{}, OldSecretHash: models.Hash{}, OldSecretSealed: models.Hash{}}
	if err := in.apply(app); err != nil {
		return nil, "", err
	}
	if app.Confidential {
		if secret, err = newSecret(s, app); err != nil {
			return nil, "", err
		}
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, owner); err != nil {
			return err
		}
		var n int
		if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM apps WHERE owner_id = $1`, owner).Scan(&n); err != nil {
			return err
		}
		if n >= MaxApps {
			return models.Invalidf("name", "app.error.apps-limit-delete-one-first", "n2", n)
		}
		if err := t.Create(app).Error; err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, owner, 1)
	})
	return app, secret, err
}

// Update changes an app of the owner's. One that becomes confidential gets a
// secret, which is returned; one that becomes public loses it.
func Update(ctx context.Context, s *models.Store, owner, id models.ID, in Input) (secret string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var app App
		if err := models.Take(ctx, t.PG, &app, `SELECT * FROM apps WHERE id = @id AND owner_id = @owner FOR UPDATE`,
			models.Args{"id": id, "owner": owner}); err != nil {
			if models.IsNoRows(err) {
				return errNoApp
			}
			return err
		}
		before := app.Scopes
		if err := in.apply(&app); err != nil {
			return err
		}
		switch {
		case !app.Confidential:
			app.SecretHash, app.SecretSealed, app.OldSecretHash, app.OldSecretSealed, app.OldSecretUntil = models.Hash{},
				models.Hash{}, models.Hash{}, models.Hash{}, nil
		case len(app.SecretHash) == 0:
			var err error
			if secret, err = newSecret(s, &app); err != nil {
				return err
			}
		}
		app.UpdatedAt = s.Now()
		if err := t.Save(&app).Error; err != nil {
			return fmt.Errorf("change app %d: %w", id, err)
		}
		if err := t.Use(ctx, models.BudgetApp, owner, 1); err != nil {
			return err
		}
		if before == app.Scopes {
			return nil
		}
		// What the app may no longer ask for, its tokens may no longer do.
		for scope := range strings.FieldsSeq(before) {
			if app.May(scope) {
				continue
			}
			for _, table := range []string{"api_tokens", "oauth_grants", "oauth_codes"} {
				if err := models.Do(ctx, t.PG,
					`UPDATE `+table+` SET scopes = array_to_string(array_remove(string_to_array(scopes, ' '), @scope), ' ')
					WHERE app_id = @id AND app_id <> 0`, models.Args{"scope": scope, "id": id}); err != nil {
					return fmt.Errorf("narrow app %d: %w", id, err)
				}
			}
		}
		return nil
	})
	return secret, err
}

// Delete removes an app of the owner's; its tokens are dead at once.
func Delete(ctx context.Context, s *models.Store, owner, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error { return DeleteWhere(ctx, t, `id = $1 AND owner_id = $2`, id, owner) })
}

func DeleteWhere(ctx context.Context, t *models.Tx, where string, args ...any) error {
	rows, err := t.PG.Query(ctx, `DELETE FROM apps WHERE `+where+` RETURNING id, owner_id, icon_key`, args...)
	if err != nil {
		return err
	}
	var ids []int64
	var icons models.DeleteBlobs
	for rows.Next() {
		var id int64
		var owner models.ID
		var icon string
		if err := rows.Scan(&id, &owner, &icon); err != nil {
			rows.Close()
			return err
		}
		ids = append(ids, id)
		if icon != "" {
			files := account.PictureFiles(owner, icon)
			icons.Keys, icons.Prefixes = append(icons.Keys, files.Keys...), append(icons.Prefixes, files.Prefixes...)
		}
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	if len(ids) == 0 {
		return nil
	}
	for _, sql := range []string{
		`DELETE FROM api_tokens WHERE app_id = ANY($1) AND app_id <> 0`,
		`DELETE FROM oauth_grants WHERE app_id = ANY($1)`,
		`DELETE FROM oauth_codes WHERE app_id = ANY($1)`,
		`DELETE FROM app_requests WHERE app_id = ANY($1)`,
		`DELETE FROM subscriptions WHERE app_id = ANY($1) AND app_id <> 0`,
		`DELETE FROM subscribed_apps WHERE app_id = ANY($1)`,
		`DELETE FROM data_deletions WHERE app_id = ANY($1)`,
	} {
		if _, err := t.PG.Exec(ctx, sql, ids); err != nil {
			return fmt.Errorf("delete apps: %w", err)
		}
	}
	if len(icons.Keys) == 0 {
		return nil
	}
	return t.Free(ctx, icons)
}

// List lists the owner's apps, newest first.
func List(ctx context.Context, s *models.Store, owner, before models.ID, limit int) ([]App, models.ID, error) {
	var out []App
	err := s.Gorm(ctx).Where("owner_id = ? AND id < ?", int64(owner),
		int64(models.OrNewest(before))).Order("id DESC").Limit(limit + 1).Find(&out).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read apps of %d: %w", owner, err)
	}
	if len(out) > limit {
		return out[:limit], out[limit-1].ID, nil
	}
	return out, 0, nil
}

// Own finds an app of the owner's.
func Own(ctx context.Context, s *models.Store, owner, id models.ID) (*App, error) {
	return app(ctx, s, "id = ? AND owner_id = ?", int64(id), int64(owner))
}

func app(ctx context.Context, s *models.Store, where string, args ...any) (*App, error) {
	var a App
	if err := s.Gorm(ctx).Where(where, args...).Take(&a).Error; err != nil {
		if models.IsNoRows(err) {
			return nil, errNoApp
		}
		return nil, fmt.Errorf("read an app: %w", err)
	}
	return &a, nil
}

// Client finds the app that a client_id names, unless its owner is suspended.
func Client(ctx context.Context, s *models.Store, clientID string) (*App, error) {
	id, err := models.ParseID(clientID)
	if err != nil {
		return nil, errNoApp
	}
	return app(ctx, s, `id = ? AND EXISTS (SELECT 1 FROM users u WHERE u.id = apps.owner_id AND u.suspended_at IS NULL)`, int64(id))
}

// RequestIcon orders an app's icon from a file that is kept under AvatarOriginalKey of its owner.
func RequestIcon(ctx context.Context, s *models.Store, owner, app models.ID, key string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		return t.Enqueue(ctx, models.RenderAvatar{UserID: owner, Key: key, AppID: app}, nil)
	})
}

// SetIcon shows a rendered icon, or none when key is empty, and frees the one before.
func SetIcon(ctx context.Context, s *models.Store, owner, app models.ID, key string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		var old string
		err := t.PG.QueryRow(ctx, `UPDATE apps a SET icon_key = $3, updated_at = $4
			FROM (SELECT icon_key FROM apps WHERE id = $1 AND owner_id = $2 FOR UPDATE) before
			WHERE a.id = $1 AND a.owner_id = $2 RETURNING before.icon_key`, app, owner, key, s.Now()).Scan(&old)
		if models.IsNoRows(err) {
			return errNoApp
		}
		if err != nil {
			return fmt.Errorf("set the icon of app %d: %w", app, err)
		}
		if err := t.Use(ctx, models.BudgetApp, owner, 1); err != nil {
			return err
		}
		if old == "" || old == key {
			return nil
		}
		return t.Free(ctx, account.PictureFiles(owner, old))
	})
}

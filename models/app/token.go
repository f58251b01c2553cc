package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/account"
)

// Scopes are what a token may be allowed to do. The first is always included.
var Scopes = []string{"basic", "public_content", "follower_list", "comments", "relationships", "likes",
	"publish", "stories", "insights", "shopping", "subscriptions", "account"}

// TokenKind is what an APIToken is for.
type TokenKind string

// The kinds of tokens.
const (
	PersonalToken TokenKind = "personal" // that somebody made for their own program
	AccessToken   TokenKind = "access"   // of an app, for somebody
	RefreshToken  TokenKind = "refresh"  // of an app, for the next access token and nothing else
	AppToken      TokenKind = "app"      // of an app, for nobody
)

// Token is the right of a program to act for an account.
type Token struct {
	Hash      models.Hash `gorm:"primaryKey"`
	ID        models.ID
	UserID    models.ID // 0 for an AppToken
	AppID     models.ID // 0 for a PersonalToken
	Family    models.ID // the same for all that came of one consent
	Kind      TokenKind
	Name      string
	Scopes    string
	CreatedAt time.Time
	UsedAt    *time.Time
	ExpiresAt *time.Time
	RevokedAt *time.Time

	// Of the app, read with the token alone.
	RequireSigned bool `gorm:"-"`
	NoQuery       bool `gorm:"-"` // it may not stand in the query
	JSONP         bool `gorm:"-"`
	Public        bool `gorm:"-"` // it is the id of the app alone
	sealed        [2]models.Hash
}

// TableName is not what gorm would guess.
func (Token) TableName() string { return "api_tokens" }

// Allows says whether the token carries a scope.
func (t *Token) Allows(scope string) bool {
	return slices.Contains(strings.Fields(t.Scopes), scope)
}

// CleanScopes reads a list of scopes, separated by spaces, plus signs or commas.
func CleanScopes(s string) (string, error) {
	asked := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '+' || r == ',' })
	if len(asked) == 0 {
		return "", models.Invalidf("scopes", "app.error.name-at-least-one-scope", "join", strings.Join(Scopes, ", "))
	}
	out := []string{"basic"}
	for _, scope := range asked {
		if !slices.Contains(Scopes, scope) {
			return "", models.Invalidf("scopes", "app.error.not-scope-scopes", "scope", fmt.Sprintf("%q", scope), "join",
				strings.Join(Scopes, ", "))
		}
		if !slices.Contains(out, scope) {
			out = append(out, scope)
		}
	}
	return strings.Join(out, " "), nil
}

// wideScopes let a program do in somebody's name what others notice.
var wideScopes = []string{"comments", "relationships", "publish", "stories", "shopping", "account"}

func wide(scopes string) bool {
	return slices.ContainsFunc(strings.Fields(scopes), func(scope string) bool { return slices.Contains(wideScopes, scope) })
}

// CreateToken makes a token for the people who run the site; what it returns
// is shown once and never kept.
func CreateToken(ctx context.Context, s *models.Store, user models.ID, name, scopes string, life time.Duration) (token string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		token, err = createAPIToken(t, user, name, scopes, life)
		return err
	})
	return token, err
}

// MakeToken is CreateAPIToken for somebody who is logged in. Of a token that
// may do much, the owner is told by mail.
func MakeToken(ctx context.Context, s *models.Store, who account.Asker, name, scopes string, life time.Duration) (token string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		u, err := account.LockLoginAs(ctx, t, who)
		if err != nil {
			return err
		}
		if token, err = createAPIToken(t, u.ID, name, scopes, life); err != nil {
			return err
		}
		if err := t.Use(ctx, models.BudgetApp, u.ID, 1); err != nil || !wide(scopes) {
			return err
		}
		return account.Notice(ctx, t, u, account.MailToken, map[string]string{"name": name, "scopes": scopes})
	})
	return token, err
}

func createAPIToken(t *models.Tx, user models.ID, name, scopes string, life time.Duration) (string, error) {
	clean, err := CleanScopes(scopes)
	if err != nil {
		return "", err
	}
	token, err := account.NewToken()
	if err != nil {
		return "", err
	}
	s := t.Store
	row := Token{Hash: account.HashToken(token), ID: s.NewID(), UserID: user, Kind: PersonalToken, Name: name, Scopes: clean,
		CreatedAt: s.Now()}
	if life > 0 {
		until := s.Now().Add(life)
		row.ExpiresAt = &until
	}
	if err := t.Create(&row).Error; err != nil {
		return "", fmt.Errorf("create a token for %d: %w", user, err)
	}
	return token, nil
}

// A token dies with its account, with its app and with the account that the app belongs to.
const tokenSQL = `SELECT t.id, t.user_id, t.app_id, t.family, t.kind, t.name, t.scopes, t.created_at, t.used_at, t.expires_at,
		coalesce(a.require_signed, false), NOT coalesce(a.query_token, true), coalesce(a.jsonp, false) AS jsonp, a.secret_sealed,
		CASE WHEN a.old_secret_until > $2 THEN a.old_secret_sealed END
	FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id AND u.suspended_at IS NULL
	LEFT JOIN (apps a JOIN users o ON o.id = a.owner_id AND o.suspended_at IS NULL) ON a.id = t.app_id
	WHERE t.hash = $1 AND t.kind <> 'refresh' AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
	AND (u.id IS NOT NULL OR t.user_id = 0) AND (a.id IS NOT NULL OR t.app_id = 0)`

func touchToken(ctx context.Context, s *models.Store, t *Token, now time.Time) error {
	if t.UsedAt != nil && now.Sub(*t.UsedAt) <= account.SessionTouch {
		return nil
	}
	_, err := s.Pool().Exec(ctx, `WITH t AS (UPDATE api_tokens SET used_at = $2 WHERE hash = $1),
			g AS (UPDATE oauth_grants SET used_at = $2 WHERE user_id = $3 AND app_id = $4)
		UPDATE users SET active_at = $2 WHERE id = $3 AND active_at < $2::timestamptz - interval '1 hour'`, t.Hash, now, t.UserID, t.AppID)
	if err != nil {
		return fmt.Errorf("touch a token: %w", err)
	}
	return nil
}

// authenticateSQL finds a live token and takes one from the limit of its app and
// person. For a token that is not live it writes nothing.
const authenticateSQL = `WITH f AS (` + tokenSQL + `), k AS (SELECT $3::text || app_id || '-' || user_id AS key FROM f),
	n AS (INSERT INTO rate_limits AS r (key, tat) SELECT key, $2::timestamptz + $4::interval FROM k
		ON CONFLICT (key) DO UPDATE SET tat = greatest(r.tat, $2) + $4::interval
		WHERE greatest(r.tat, $2) + $4::interval <= $2::timestamptz + $5::interval
		RETURNING tat),
	a AS (SELECT true AS ok, tat FROM n UNION ALL SELECT false, r.tat FROM rate_limits r JOIN k ON k.key = r.key WHERE
	NOT EXISTS (SELECT 1 FROM n))
	SELECT f.*, a.ok, a.tat FROM f LEFT JOIN a ON true`

// Authenticate finds a live token and uses up one of a limit, which is that of
// its app and person: a second token is no second limit.
func Authenticate(ctx context.Context, s *models.Store, token string, l models.Limit) (*Token, models.Allowance, error) {
	t := &Token{Hash: account.HashToken(token)}
	now := s.Now()
	var ok *bool
	var tat *time.Time
	err := s.Pool().QueryRow(ctx, authenticateSQL, t.Hash, now, l.Name+":", l.Step(), l.Per).Scan(&t.ID, &t.UserID, &t.AppID,
		&t.Family, &t.Kind, &t.Name,
		&t.Scopes, &t.CreatedAt, &t.UsedAt, &t.ExpiresAt, &t.RequireSigned, &t.NoQuery, &t.JSONP, &t.sealed[0], &t.sealed[1], &ok, &tat)
	if models.IsNoRows(err) {
		return nil, models.Allowance{}, models.Say(models.Error{Kind: models.Unauthorized}, "app.error.access-token-provided-invalid")
	}
	if err != nil {
		return nil, models.Allowance{}, fmt.Errorf("authenticate: %w", err)
	}
	return t, l.Allowance(ok, tat, now), touchToken(ctx, s, t, now)
}

// Alive is an error of the kind Unauthorized when a token works no more.
func Alive(ctx context.Context, s *models.Store, t *Token) error {
	var one int
	err := s.Pool().QueryRow(ctx, `SELECT 1 FROM (`+tokenSQL+`) t`, t.Hash, s.Now()).Scan(&one)
	if models.IsNoRows(err) {
		return models.Say(models.Error{Kind: models.Unauthorized}, "app.error.access-token-provided-invalid")
	}
	return err
}

// limitKey names the limit of a token's app and person.
func (t *Token) limitKey(l models.Limit) string {
	return fmt.Sprintf("%s:%d-%d", l.Name, t.AppID, t.UserID)
}

// PersonalTokens lists the live tokens that somebody made for themselves, newest first.
func PersonalTokens(ctx context.Context, s *models.Store, user, before models.ID, limit int) ([]Token, models.ID, error) {
	return tokens(ctx, s, limit, `user_id = ? AND id < ? AND app_id = 0 AND kind = 'personal'`, int64(user), int64(models.OrNewest(before)))
}

// Tokens lists the live tokens that call for an app, newest first.
func Tokens(ctx context.Context, s *models.Store, app, before models.ID, limit int) ([]Token, models.ID, error) {
	return tokens(ctx, s, limit, `app_id = ? AND id < ? AND app_id <> 0 AND kind <> 'refresh'`, int64(app), int64(models.OrNewest(before)))
}

func tokens(ctx context.Context, s *models.Store, limit int, where string, args ...any) ([]Token, models.ID, error) {
	var out []Token
	err := s.Gorm(ctx).Where(where+` AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`, append(args, s.Now())...).
		Order("id DESC").Limit(limit + 1).Find(&out).Error
	if err != nil {
		return nil, 0, fmt.Errorf("list tokens: %w", err)
	}
	if len(out) > limit {
		return out[:limit], out[limit-1].ID, nil
	}
	return out, 0, nil
}

// RevokePersonalToken ends a token that somebody made for themselves.
func RevokePersonalToken(ctx context.Context, s *models.Store, user, id models.ID) error {
	return models.Do(ctx, s.Pool(), `UPDATE api_tokens SET revoked_at = @now WHERE user_id = @user AND id = @id AND kind = 'personal'
		AND revoked_at IS NULL`, models.Args{"now": s.Now(), "user": user, "id": id})
}

// Allowances says how much the app and person of each token have left of a limit,
// without using any.
func Allowances(ctx context.Context, s *models.Store, l models.Limit, tokens []Token) ([]models.Allowance, error) {
	keys := make([]string, len(tokens))
	for i, t := range tokens {
		keys[i] = t.limitKey(l)
	}
	rows, err := s.Pool().Query(ctx, `SELECT key, tat FROM rate_limits WHERE key = ANY($1)`, keys)
	if err != nil {
		return nil, fmt.Errorf("read limits: %w", err)
	}
	now, tats := s.Now(), map[string]time.Time{}
	var key string
	var tat time.Time
	if _, err := pgx.ForEachRow(rows, []any{&key, &tat}, func() error { tats[key] = tat; return nil }); err != nil {
		return nil, fmt.Errorf("read limits: %w", err)
	}
	out := make([]models.Allowance, len(tokens))
	for i := range tokens {
		out[i] = models.Allowance{OK: true, Limit: l.Count, Remaining: l.Count}
		if tat, ok := tats[keys[i]]; ok && tat.After(now) {
			out[i].Remaining = max(int((l.Per-tat.Sub(now))/l.Step()), 0)
			out[i].OK = out[i].Remaining > 0
		}
	}
	return out, nil
}

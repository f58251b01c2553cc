package account

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

var errBadLogin = models.Say(models.Error{Kind: models.Unauthorized}, "account.error.username-email-password-do-not")

// errSuspended says what stands in the way of a right password.
var errSuspended = models.Say(models.Error{Kind: models.Unauthorized}, "account.error.account-suspended-ask-people-who")

// cleanLogin brings what somebody types as their name into the form in which
// names and addresses are kept.
func cleanLogin(login string) (name string, isEmail bool) {
	login = strings.TrimLeft(strings.TrimSpace(login), models.MentionSigns)
	if email, err := CleanEmail(login); err == nil {
		return email, true
	}
	return strings.ToLower(login), false
}

// Find finds an account by username or email, suspended or not, for administration and login.
func Find(ctx context.Context, s *models.Store, login string) (*User, error) {
	found, err := loginsNamed(ctx, s, login)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, models.ErrNoUser
	}
	return &found[0].User, nil
}

// namedLogin is an account that a name may mean, with the hash of its password or "".
type namedLogin struct {
	User
	Hash string
}

// loginsNamed finds the account that a name means. An address may mean two: the
// one that it belongs to, and the newest that was made with it and has not
// proved it. The second is what keeps sign-up from telling: whoever makes an
// account with an address can log in with it, whether it was free or not.
func loginsNamed(ctx context.Context, s *models.Store, login string) ([]namedLogin, error) {
	name, isEmail := cleanLogin(login)
	if !models.Storable(name) {
		return nil, nil
	}
	who := `SELECT user_id AS id, 0 AS rank FROM usernames WHERE name = @name AND (held_until IS NULL OR held_until > @now)`
	if isEmail {
		who = `SELECT user_id AS id, 0 AS rank FROM emails WHERE email = @name UNION ALL (SELECT id, 1 FROM users p WHERE p.email = @name
			AND NOT EXISTS (SELECT 1 FROM emails e WHERE e.email = @name AND e.user_id = p.id) ORDER BY id DESC LIMIT 1)`
	}
	var out []namedLogin
	err := models.Find(ctx, s.Pool(), &out, `SELECT u.*, coalesce(c.password_hash, '') AS hash FROM (`+who+`) x JOIN users u ON u.id = x.id
		LEFT JOIN credentials c ON c.user_id = u.id ORDER BY x.rank`, models.Args{"name": name, "now": s.Now()})
	if err != nil {
		return nil, fmt.Errorf("find who logs in: %w", err)
	}
	return out, nil
}

// Wrong passwords count for the account and for where they come from together,
// so that nobody can lock out somebody elsewhere. A browser that logged in to
// the account before counts for itself.
var (
	limitLoginNetwork = models.Limit{Name: "login-address", Count: 30, Per: 15 * time.Minute}
	limitLoginAccount = models.Limit{Name: "login-account", Count: 10, Per: 15 * time.Minute}
)

const tooManyLogins = "account.error.many-tries"

// Devices are the accounts that a browser logged in to before, as its signed cookie says.
type Devices []Device

// Device is a browser as one account knows it, until what the account logs in with changes.
type Device struct {
	User    models.ID `json:"u"`
	Version int64     `json:"v"`
	ID      string    `json:"d"`
}

// Of finds the browser's name for an account, or "".
func (d Devices) Of(u *User) string {
	for _, one := range d {
		if one.User == u.ID && one.Version == u.LoginVersion {
			return one.ID
		}
	}
	return ""
}

// tries takes one try at the password of each of the accounts; right gives back
// what a right password used.
func tries(ctx context.Context, s *models.Store, name string, accounts []namedLogin,
	devices Devices) (right func(account int) error, err error) {
	network := models.NetworkFrom(ctx)
	known := false
	keys := make([]string, max(len(accounts), 1))
	keys[0] = "unknown-" + hex.EncodeToString(HashToken(name)[:12]) + "@" + network
	for i := range accounts {
		u := &accounts[i].User
		keys[i] = u.ID.String() + "@" + network
		if device := devices.Of(u); device != "" {
			known = true
			keys[i] = u.ID.String() + "#" + device
		}
	}
	if !known {
		if err := s.Limit(ctx, limitLoginNetwork, network, tooManyLogins); err != nil {
			return nil, err
		}
	}
	for _, key := range keys {
		if err := s.Limit(ctx, limitLoginAccount, key, tooManyLogins); err != nil {
			return nil, err
		}
	}
	return func(i int) error {
		if err := s.Forgive(ctx, limitLoginAccount, keys[i], limitLoginAccount.Count); err != nil || known {
			return err
		}
		return s.Forgive(ctx, limitLoginNetwork, network, 1)
	}, nil
}

// Login finds the account with that name or email and password. A wrong name
// costs the same time as a wrong password, and answers the same.
func Login(ctx context.Context, s *models.Store, login, password string, devices Devices) (*User, error) {
	accounts, err := loginsNamed(ctx, s, login)
	if err != nil {
		return nil, err
	}
	name, isEmail := cleanLogin(login)
	right, err := tries(ctx, s, name, accounts, devices)
	if err != nil {
		return nil, err
	}
	checks := 1
	if isEmail {
		checks = 2 // however many accounts there are
	}
	found := -1
	for i := range checks {
		hash := ""
		if i < len(accounts) {
			hash = accounts[i].Hash
		}
		ok, err := checkPassword(ctx, s, hash, password)
		if err != nil {
			return nil, err
		}
		if ok && found < 0 {
			found = i
		}
	}
	if found < 0 {
		return nil, errBadLogin
	}
	if err := right(found); err != nil {
		return nil, err
	}
	u := &accounts[found].User
	return u, barred(s, u)
}

// HasPassword is whether an account can log in with a password.
func HasPassword(ctx context.Context, s *models.Store, user models.ID) (has bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM credentials WHERE user_id = $1)`, user).Scan(&has)
	return has, err
}

// ProofLife is how long a login counts as proof of who is there, for accounts
// without a password.
const ProofLife = 10 * time.Minute

var errProveLogin = models.Say(models.Error{Kind: models.Invalid, Field: "login"}, "account.error.log-through-service-use-here")

// Asker is whoever is logged in and asks for a change that wants proof.
type Asker struct {
	User    models.ID
	Session string // the token of their session; "" for a program
	Devices Devices
}

// prove asks for the present password, or where there is none for a login of
// the last minutes. It returns the version of the login that was proved.
func prove(ctx context.Context, s *models.Store, who Asker, password string) (*namedLogin, error) {
	var list []namedLogin
	var began *time.Time
	err := models.Find(ctx, s.Pool(), &list, `SELECT u.*, coalesce(c.password_hash, '') AS hash FROM users u
		LEFT JOIN credentials c ON c.user_id = u.id WHERE u.id = @user`, models.Args{"user": who.User})
	if err == nil && len(list) == 0 {
		err = models.ErrNoUser
	}
	if err != nil {
		return nil, err
	}
	if list[0].Hash == "" {
		err := s.Pool().QueryRow(ctx, `SELECT created_at FROM sessions WHERE hash = $1
			AND user_id = $2`, HashToken(who.Session), who.User).Scan(&began)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return nil, err
		}
		if who.Session == "" {
			return nil, models.Say(models.Error{Kind: models.Invalid, Field: "password"}, "account.error.account-no-password-prove-who")
		}
		if began == nil || s.Now().Sub(*began) > ProofLife {
			return nil, errProveLogin
		}
		return &list[0], nil
	}
	right, err := tries(ctx, s, "", list, who.Devices)
	if err != nil {
		return nil, err
	}
	ok, err := checkPassword(ctx, s, list[0].Hash, password)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, models.Invalidf("current_password", "account.error.not-present-password")
	}
	return &list[0], right(0)
}

// Proved is whether who asks would have to prove who they are by another login.
func Proved(ctx context.Context, s *models.Store, user models.ID, session string) (ok bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM sessions WHERE hash = $1 AND user_id = $2 AND created_at >= $3)`,
		HashToken(session), user, s.Now().Add(-ProofLife)).Scan(&ok)
	return ok, err
}

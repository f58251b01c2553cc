package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"photogram/models"
)

// DataDeletion is that a person asked an app to delete what it has of them.
type DataDeletion struct {
	UserID     models.ID `gorm:"primaryKey;autoIncrement:false"`
	ID         models.ID `gorm:"primaryKey;autoIncrement:false"`
	AppID      models.ID
	Name       string // of the app
	AskedAt    time.Time
	AnsweredAt *time.Time
	URL        string `gorm:"column:url"` // where the app says how far it is
	Code       string
}

// tellLeft tells an app that a person is about to disconnect it.
func tellLeft(ctx context.Context, t *models.Tx, user, id models.ID, deleteData bool) error {
	var a App
	err := models.Take(ctx, t.PG, &a, `SELECT a.* FROM apps a JOIN oauth_grants g ON g.app_id = a.id
		WHERE g.user_id = @user AND g.app_id = @app`, models.Args{"user": user, "app": id})
	if models.IsNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read app %d: %w", id, err)
	}
	if a.DeauthorizeURL != "" {
		if err := t.Enqueue(ctx, models.TellApp{AppID: id, Person: user}, nil); err != nil {
			return err
		}
	}
	if !deleteData {
		return nil
	}
	if a.DataDeletionURL == "" {
		return models.Invalidf("delete_data", "app.error.app-takes-no-deletion")
	}
	row := DataDeletion{UserID: user, ID: t.Store.NewID(), AppID: id, Name: a.Name, AskedAt: t.Store.Now()}
	if err := t.Create(&row).Error; err != nil {
		return fmt.Errorf("ask app %d to delete: %w", id, err)
	}
	return t.Enqueue(ctx, models.TellApp{AppID: id, Person: user, Delete: true, Deletion: row.ID}, nil)
}

// DataDeletions lists what the viewer asked apps to delete, newest first.
func DataDeletions(ctx context.Context, s *models.Store, viewer models.ID, limit int) ([]DataDeletion, error) {
	var out []DataDeletion
	err := models.Find(ctx, s.Pool(), &out, `SELECT * FROM data_deletions WHERE user_id = @viewer ORDER BY id DESC LIMIT @limit`,
		models.Args{"viewer": viewer, "limit": limit})
	return out, err
}

// Farewell is what an app is told of a person who left it: where, and the
// signed_request that says so. It is nil for an app that does not want to know.
func Farewell(ctx context.Context, s *models.Store, of models.TellApp) (address, signed string, err error) {
	var a App
	err = models.Take(ctx, s.Pool(), &a, `SELECT * FROM apps WHERE id = @id`, models.Args{"id": of.AppID})
	if models.IsNoRows(err) {
		return "", "", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("read app %d: %w", of.AppID, err)
	}
	address = a.DeauthorizeURL
	if of.Delete {
		address = a.DataDeletionURL
	}
	if address == "" || len(a.SecretSealed) == 0 {
		return "", "", nil
	}
	secret, err := unseal(s, a.ID, a.SecretSealed)
	if err != nil {
		return "", "", err
	}
	return address, SignedRequest(secret, of.Person, s.Now()), nil
}

// SignedRequest is a payload about a person with its HMAC-SHA256 before it, both in base64url.
func SignedRequest(secret []byte, person models.ID, now time.Time) string {
	payload, _ := json.Marshal(map[string]any{"algorithm": "HMAC-SHA256", "issued_at": now.Unix(),
		"user_id": person.String()}) // texts and numbers cannot fail to encode
	body := base64.RawURLEncoding.EncodeToString(payload)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) + "." + body
}

// maxCode bounds what is kept of the name that an app gives to a deletion, in characters.
const maxCode = 200

// NoteDeletion keeps what an app answered to a request to delete data.
func NoteDeletion(ctx context.Context, s *models.Store, of models.TellApp, address, code string) error {
	if clean, err := webAddress("url", address); err == nil {
		address = clean
	} else {
		address = ""
	}
	code, err := models.CleanText("code", code, maxCode, false)
	if err != nil {
		code = ""
	}
	return models.Do(ctx, s.Pool(), `UPDATE data_deletions SET answered_at = @now, url = @url, code = @code
		WHERE user_id = @user AND id = @id`, models.Args{"now": s.Now(), "url": address, "code": code, "user": of.Person,
		"id": of.Deletion})
}

// Narrow takes one permission back, in our words or those of the platform. The
// app's tokens for the person cannot do that any more.
func Narrow(ctx context.Context, s *models.Store, user, app models.ID, permission string) error {
	scope := scopeOf(permission)
	if scope == "" {
		return models.Invalidf("permission", "app.error.permission-cannot-be-taken")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		for _, table := range []string{"oauth_grants", "api_tokens", "oauth_codes"} { // grants first: see issue.go
			if err := models.Do(ctx, t.PG, `UPDATE `+table+` SET scopes =
				array_to_string(array_remove(string_to_array(scopes, ' '), @scope), ' ')
				WHERE user_id = @user AND app_id = @app AND app_id <> 0`,
				models.Args{"scope": scope, "user": user, "app": app}); err != nil {
				return fmt.Errorf("narrow app %d for %d: %w", app, user, err)
			}
		}
		return nil
	})
}

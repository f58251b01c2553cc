package api

import (
	"errors"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
)

var accountRoutes = []route{
	{"POST", "/users/self/password", "account", "current_password? password? tokens apps", (*API).changePassword},
	{"DELETE", "/users/self/sessions", "account", "tokens apps", (*API).logoutEverywhere},
	{"DELETE", "/users/self", "account", "password?", (*API).leave},
}

// secret reads a parameter that may not stand in the address, which proxies log.
func (r *request) secret(name string) (string, error) {
	if r.Request.URL.Query().Has(name) {
		return "", models.Invalidf(name, "api.error.send-body-call-addresses-written")
	}
	return r.Text(name), nil
}

// asker is whose account the token belongs to. A program proves by the password alone.
func (r *request) asker() account.Asker { return account.Asker{User: r.Viewer()} }

// ending says what ends together with sessions.
func (r *request) ending() (out account.Ending, err error) {
	tokens, err := r.Boolean("tokens")
	if err != nil {
		return out, err
	}
	apps, err := r.Boolean("apps")
	if err != nil {
		return out, err
	}
	return account.Ending{Tokens: tokens != nil && *tokens, Apps: apps != nil && *apps}, nil
}

// changePassword sets a new password, which ends all sessions.
func (a *API) changePassword(r *request) (any, *page, error) {
	current, err := r.secret("current_password")
	if err != nil {
		return nil, nil, err
	}
	password, err := r.secret("password")
	if err != nil {
		return nil, nil, err
	}
	also, err := r.ending()
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, account.ChangePassword(r.Ctx(), a.Store, r.asker(),
		account.PasswordChange{Current: current, Password: password, Ending: also})
}

// logoutEverywhere ends all sessions.
func (a *API) logoutEverywhere(r *request) (any, *page, error) {
	also, err := r.ending()
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, account.LogoutEverywhere(r.Ctx(), a.Store, r.Viewer(), also)
}

// leaving says until when an account that its owner left can come back.
type leaving struct {
	DeletedTime string `json:"deleted_time"`
}

// leave hides the account at once and deletes it later, unless its owner logs in before.
func (a *API) leave(r *request) (any, *page, error) {
	password, err := r.secret("password")
	if err != nil {
		return nil, nil, err
	}
	until, err := leave.Ask(r.Ctx(), a.Store, r.asker(), password)
	var e *models.Error
	if errors.As(err, &e) && e.Field == "current_password" {
		return nil, nil, &models.Error{Kind: e.Kind, Field: "password", Raw: e.Message()}
	}
	if err != nil {
		return nil, nil, err
	}
	return leaving{seconds(until)}, nil, nil
}

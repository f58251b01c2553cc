package api

import (
	"encoding/hex"
	"strings"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/post"
)

var accessRoutes = []route{
	{"GET", "/users/self/sessions", "account", "", (*API).sessions},
	{"DELETE", "/users/self/sessions/:session", "account", "", (*API).endSession},
	{"GET", "/users/self/apps", "account", "", (*API).apps},
	{"DELETE", "/users/self/apps/:app", "account", "delete_data", (*API).disconnect},
	{"GET", "/media/:media/caption/history", "basic", "", (*API).captionHistory},
}

// sessionObject is a browser that is logged in.
type sessionObject struct {
	ID          string `json:"id"`
	UserAgent   string `json:"user_agent"`
	Address     string `json:"address"`
	CreatedTime string `json:"created_time"`
	SeenTime    string `json:"seen_time"`
}

func (a *API) sessions(r *request) (any, *page, error) {
	list, err := account.Sessions(r.Ctx(), a.Store, r.Viewer())
	if err != nil {
		return nil, nil, err
	}
	out := make([]sessionObject, len(list))
	for i, s := range list {
		out[i] = sessionObject{hex.EncodeToString(s.Hash), s.UserAgent, s.Address, seconds(s.CreatedAt), seconds(s.SeenAt)}
	}
	return out, nil, nil
}

func (a *API) endSession(r *request) (any, *page, error) {
	hash, err := hex.DecodeString(r.Param("session"))
	if err != nil {
		return nil, nil, models.Invalidf("session", "account.error.no-session")
	}
	return nil, nil, account.EndSession(r.Ctx(), a.Store, r.Viewer(), hash)
}

// connectedApp is an app that the account allowed something.
type connectedApp struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Website     string   `json:"website"`
	Scopes      []string `json:"scopes"`
	CreatedTime string   `json:"created_time"`
	UsedTime    *string  `json:"used_time"`
}

func (a *API) apps(r *request) (any, *page, error) {
	show := func(c *app.ConnectedApp) connectedApp {
		out := connectedApp{c.AppID.String(), c.Name, c.Website, strings.Fields(c.Scopes), seconds(c.CreatedAt), nil}
		if c.UsedAt != nil {
			at := seconds(*c.UsedAt)
			out.UsedTime = &at
		}
		return out
	}
	return keyPage(r, "cursor", each(show), func(from models.ID, n int) ([]app.ConnectedApp, models.ID, error) {
		return app.ConnectedApps(r.Ctx(), a.Store, r.Viewer(), from, n)
	})
}

func (a *API) disconnect(r *request) (any, *page, error) {
	id, err := models.ParseID(r.Param("app"))
	if err != nil {
		return nil, nil, models.Invalidf("app", "developer.error.no-app")
	}
	forget, err := r.Boolean("delete_data")
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, app.Disconnect(r.Ctx(), a.Store, r.Viewer(), id, forget != nil && *forget)
}

// captionVersion is a caption that a post had before.
type captionVersion struct {
	ID          string `json:"id"`
	CreatedTime string `json:"created_time"`
	Text        string `json:"text"`
}

func (a *API) captionHistory(r *request) (any, *page, error) {
	p, err := a.post(r)
	if err != nil {
		return nil, nil, err
	}
	show := func(v *post.CaptionVersion) captionVersion {
		return captionVersion{v.ID.String(), seconds(v.WrittenAt), v.Caption}
	}
	return keyPage(r, "max_id", each(show), func(from models.ID, n int) ([]post.CaptionVersion, models.ID, error) {
		return post.CaptionVersions(r.Ctx(), a.Store, r.Viewer(), p.ID, from, n)
	})
}

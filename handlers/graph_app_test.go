package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"photogram/models/app"
)

// What the Graph dialect asks of apps: appsecret_proof is checked, an app that
// requires signed requests needs it, and a token of nobody is not enough.
func TestGraphAndApps(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	proof := func(secret, token string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(token))
		return hex.EncodeToString(mac.Sum(nil))
	}
	for _, strict := range []bool{false, true} {
		r := register(t, s, owner, func(in *app.Input) { in.RequireSigned = strict })
		token := r.exchange(r.code(ada)).Want(http.StatusOK).At("access_token").String()
		p := s.WithToken(token)
		a := p.Graph("GET", "/me", "fields", "username", "appsecret_proof", proof(r.Secret, token)).Want(http.StatusOK)
		if a.At("username").String() != ada.Username {
			t.Errorf("%s", a.Body)
		}
		for _, bad := range []string{proof("another", token), proof(r.Secret, "another"), "zz"} {
			p.Graph("GET", "/me", "appsecret_proof", bad).GraphError(400, 100, 0, "Invalid appsecret_proof")
		}
		if strict {
			p.Graph("GET", "/me").GraphError(400, 100, 0, "require an appsecret_proof")
		} else {
			p.Graph("GET", "/me").Want(http.StatusOK)
		}
		must(t, app.FlushRequests(t.Context(), s.DB.Store))
		if calls, _, err := app.Requests(t.Context(), s.DB.Store, owner.ID, r.ID, 0, 20); err != nil || len(calls) == 0 ||
			calls[0].Path != "/me" {
			t.Errorf("the log of the app's calls has %+v, %v", calls, err)
		}
	}
	personal := s.Program(ada, "basic")
	personal.Graph("GET", "/me", "appsecret_proof", "anything").Want(http.StatusOK) // it has no secret
	r := register(t, s, owner, nil)
	appName := r.ask("grant_type", "client_credentials").Want(http.StatusOK).At("access_token").String()
	s.WithToken(appName).Graph("GET", "/me").GraphError(400, 2500, 0, "current user")
	s.WithToken(appName).Graph("GET", "/v18.0/"+ada.ID.String()+"/media").Want(http.StatusOK)
	s.WithToken(appName).Graph("GET", "/v18.0/"+ada.ID.String()+"/stories").GraphError(400, 102, 0, "user access token")
	// Not in the address, where the app says so.
	quiet := register(t, s, owner, func(in *app.Input) { in.QueryToken = false })
	token := quiet.exchange(quiet.code(ada)).Want(http.StatusOK).At("access_token").String()
	s.Visitor().Get("/v18.0/me?access_token="+token).GraphError(400, 190, 0, "in the address")
	s.WithToken(token).Graph("GET", "/v18.0/me").Want(http.StatusOK)
}

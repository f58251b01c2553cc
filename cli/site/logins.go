package site

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/markbates/goth"
	"github.com/markbates/goth/providers/apple"
	"github.com/markbates/goth/providers/discord"
	"github.com/markbates/goth/providers/facebook"
	"github.com/markbates/goth/providers/github"
	"github.com/markbates/goth/providers/gitlab"
	"github.com/markbates/goth/providers/google"
	"github.com/markbates/goth/providers/openidConnect"

	"photogram/handlers/page"
)

// loginTime bounds every call to a login provider.
const loginTime = 10 * time.Second

// socialLogins are the configured login providers.
func (s *Site) socialLogins() *page.Social {
	c, client := s.Config, &http.Client{Timeout: loginTime}
	var out []*page.SocialProvider
	add := func(id, name string, configured bool, build func(callback string) (goth.Provider, error)) {
		if configured {
			out = append(out, &page.SocialProvider{ID: id, Name: name, Make: build, FormPost: id == "apple"})
		}
	}
	add("google", "Google", c.Google.ClientID != "", func(callback string) (goth.Provider, error) {
		p := google.New(c.Google.ClientID, c.Google.ClientSecret, callback, "email", "profile")
		p.HTTPClient = client
		return p, nil
	})
	add("github", "GitHub", c.GitHub.ClientID != "", func(callback string) (goth.Provider, error) {
		p := github.New(c.GitHub.ClientID, c.GitHub.ClientSecret, callback, "read:user", "user:email")
		p.HTTPClient = client
		return p, nil
	})
	add("gitlab", "GitLab", c.GitLab.ClientID != "", func(callback string) (goth.Provider, error) {
		p := gitlab.New(c.GitLab.ClientID, c.GitLab.ClientSecret, callback, "read_user")
		if c.GitLab.URL != "" {
			base := strings.TrimRight(c.GitLab.URL, "/")
			p = gitlab.NewCustomisedURL(c.GitLab.ClientID, c.GitLab.ClientSecret, callback, base+"/oauth/authorize",
				base+"/oauth/token", base+"/api/v4/user", "read_user")
		}
		p.HTTPClient = client
		return p, nil
	})
	add("facebook", "Facebook", c.Facebook.ClientID != "", func(callback string) (goth.Provider, error) {
		p := facebook.New(c.Facebook.ClientID, c.Facebook.ClientSecret, callback, "email", "public_profile")
		p.HTTPClient = client
		return p, nil
	})
	add("discord", "Discord", c.Discord.ClientID != "", func(callback string) (goth.Provider, error) {
		p := discord.New(c.Discord.ClientID, c.Discord.ClientSecret, callback, discord.ScopeIdentify, discord.ScopeEmail)
		p.HTTPClient = client
		return p, nil
	})
	add("apple", "Apple", c.Apple.ClientID != "", func(callback string) (goth.Provider, error) {
		now := time.Now()
		secret, err := apple.MakeSecret(apple.SecretParams{PKCS8PrivateKey: strings.ReplaceAll(c.Apple.PrivateKey, `\n`, "\n"),
			TeamId: c.Apple.TeamID,
			KeyId:  c.Apple.KeyID, ClientId: c.Apple.ClientID, Iat: int(now.Unix()), Exp: int(now.Add(150 * 24 * time.Hour).Unix())})
		if err != nil {
			return nil, fmt.Errorf("sign Apple's client secret: %w", err)
		}
		return apple.New(c.Apple.ClientID, *secret, callback, client, apple.ScopeName, apple.ScopeEmail), nil
	})
	add("oidc", c.OIDC.Name, c.OIDC.ClientID != "", func(callback string) (goth.Provider, error) {
		p, err := openidConnect.New(c.OIDC.ClientID, c.OIDC.ClientSecret, callback, c.OIDC.DiscoveryURL, "openid", "email", "profile")
		if err != nil {
			return nil, fmt.Errorf("discover %s: %w", c.OIDC.DiscoveryURL, err)
		}
		p.HTTPClient = client
		return p, nil
	})
	return page.NewSocial(out...)
}

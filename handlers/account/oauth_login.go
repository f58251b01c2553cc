package account

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/markbates/goth"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/text"
	"photogram/urls"
	accountview "photogram/views/account"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) provider(c *gin.Context) (*page.SocialProvider, goth.Provider, error) {
	i := slices.IndexFunc(a.Login.Providers, func(p *page.SocialProvider) bool { return p.ID == c.Param("provider") })
	if i < 0 {
		return nil, nil, web.ErrNoPage
	}
	p := a.Login.Providers[i]
	p.Mu.Lock()
	defer p.Mu.Unlock()
	if p.Made == nil {
		made, err := p.Make(a.Site.BaseURL + page.CallbackPath(p.ID))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w",
				models.Say(models.Error{Kind: models.Unavailable}, "account.error.service-away", "name", p.Name), err)
		}
		p.Made = made
	}
	return p, p.Made, nil
}

// The session's keys while somebody is away at a provider.
const (
	socialProvider = "social_provider"
	socialState    = "social_state"
	socialSession  = "social_session"
	socialNext     = "social_next"
	socialLink     = "social_link" // the account to link to, when one was logged in
	socialPending  = "social_pending"
)

// beginSocial sends a visitor to a provider, to log in or to link the login to
// the account they are logged in to.
func (a Pages) beginSocial(c *gin.Context) error {
	p, provider, err := a.provider(c)
	if err != nil {
		return err
	}
	state, err := account.NewToken()
	if err != nil {
		return err
	}
	sess, err := provider.BeginAuth(state)
	if err != nil {
		return fmt.Errorf("begin login with %s: %w", p.ID, err)
	}
	to, err := sess.GetAuthURL()
	if err != nil {
		return fmt.Errorf("begin login with %s: %w", p.ID, err)
	}
	session := web.Session(c)
	session.Values[socialProvider], session.Values[socialState], session.Values[socialSession] = p.ID, state, sess.Marshal()
	session.Values[socialNext] = web.SafePath(c.PostForm("next"), urls.Home)
	delete(session.Values, socialLink)
	if viewer := web.Viewer(c); viewer != nil {
		session.Values[socialLink] = viewer.ID.String()
	}
	if err := session.Save(c.Request, c.Writer); err != nil {
		return err
	}
	// form-action would stop the browser from following a form's answer to the provider.
	if u, err := url.Parse(to); err == nil {
		a.AllowFormTarget(c, u.Scheme+"://"+u.Host)
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

var errSocial = models.Say(models.Error{Kind: models.Invalid}, "account.error.login-was-not-finished-here")

// endSocial finishes what beginSocial began, in the same browser and once.
func (a Pages) endSocial(c *gin.Context) error {
	p, provider, err := a.provider(c)
	if err != nil {
		return err
	}
	if err := c.Request.ParseForm(); err != nil {
		return err
	}
	session := web.Session(c)
	take := func(key string) string {
		s, _ := session.Values[key].(string)
		delete(session.Values, key)
		return s
	}
	began, state, saved, next, link := take(socialProvider), take(socialState), take(socialSession), take(socialNext), take(socialLink)
	if session.IsNew || began != p.ID || state == "" ||
		subtle.ConstantTimeCompare([]byte(state), []byte(c.Request.Form.Get("state"))) != 1 {
		return errSocial
	}
	if err := session.Save(c.Request, c.Writer); err != nil {
		return err
	}
	if reason := c.Request.Form.Get("error"); reason != "" {
		return a.socialProblem(c, link, p.Name+" did not log you in. You can try again or use a password.")
	}
	sess, err := provider.UnmarshalSession(saved)
	if err != nil {
		return errSocial
	}
	if _, err := sess.Authorize(provider, c.Request.Form); err != nil {
		_ = c.Error(fmt.Errorf("login with %s: %w", p.ID, err))
		return a.socialProblem(c, link, p.Name+" did not confirm this login. Begin again.")
	}
	person, err := provider.FetchUser(sess)
	if err != nil {
		_ = c.Error(fmt.Errorf("login with %s: %w", p.ID, err))
		return a.socialProblem(c, link, p.Name+" did not say who you are. Begin again.")
	}
	if person.UserID == "" {
		return a.socialProblem(c, link, p.Name+" did not say who you are.")
	}
	return a.knowSocial(c, p, person, link, web.SafePath(next, urls.Home))
}

func (a Pages) socialProblem(c *gin.Context, link, message string) error {
	if link != "" {
		return a.showConnections(c, http.StatusUnprocessableEntity, message)
	}
	return a.showLogin(c, http.StatusUnprocessableEntity, ui.Form{Problem: message}, urls.Home)
}

// knowSocial links, logs in, or asks a newcomer for a username. It never gives
// somebody an existing account for an email address alone, unless both the
// provider and this site have verified the address.
func (a Pages) knowSocial(c *gin.Context, p *page.SocialProvider, person goth.User, link, next string) error {
	identity := account.Identity{Provider: p.ID, Subject: person.UserID, Email: person.Email, Name: person.Name, Service: p.Name}
	if link != "" {
		return a.linkSocial(c, p, identity, link, next)
	}
	u, err := account.ByIdentity(page.Context(c), a.Store, p.ID, person.UserID)
	if err == nil {
		return a.socialLogin(c, u, next)
	}
	if models.KindOf(err) == models.Unauthorized {
		return a.socialProblem(c, "", page.MessageOf(page.Context(c), err))
	}
	if models.KindOf(err) != models.NotFound {
		return err
	}
	// Whoever did not prove the address is not told whether it has an account.
	verified := emailVerified(person)
	if verified {
		owner, ours, err := account.EmailOwner(page.Context(c), a.Store, person.Email)
		if err != nil {
			return err
		}
		if owner != 0 && !ours {
			return a.socialProblem(c, "", text.T(page.Context(c), "login.email-known", "email", person.Email, "name", p.Name))
		}
		if owner != 0 {
			u, _, err := account.LinkIdentity(page.Context(c), a.Store, account.Asker{User: owner}, identity)
			if err != nil {
				return err
			}
			return a.socialLogin(c, u, next)
		}
	}
	if !a.Site.SignupsOpen {
		return errClosed
	}
	session := web.Session(c)
	session.Values[socialPending] = map[string]any{"provider": p.ID, "name": p.Name, "subject": person.UserID, "email": person.Email,
		"verified": verified, "full_name": person.Name, "nick": person.NickName, "next": next}
	if err := session.Save(c.Request, c.Writer); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, urls.Finish)
	return nil
}

// linkSocial links a login to the account that began it. One that is linked
// already proves once more who is there.
func (a Pages) linkSocial(c *gin.Context, p *page.SocialProvider, identity account.Identity, link, next string) error {
	viewer := web.Viewer(c)
	if viewer == nil || viewer.ID.String() != link {
		return errSocial
	}
	u, fresh, err := account.LinkIdentity(page.Context(c), a.Store, a.Asker(c), identity)
	if problems := models.ProblemsOf(err); len(problems) > 0 {
		return a.showConnections(c, web.Status(err), problems[0].For(page.Context(c)))
	}
	if err != nil {
		return err
	}
	if fresh {
		a.Remember(c, u)
		return a.Done(c, urls.Connection, p.Name+" is linked to your account.", nil)
	}
	if err := a.Kit.Login(c, u, true); err != nil {
		return err
	}
	return a.Done(c, next, p.Name+" confirmed that it is you.", nil)
}

func (a Pages) socialLogin(c *gin.Context, u *account.User, next string) error {
	err := a.Kit.Login(c, u, false)
	if problems := models.ProblemsOf(err); len(problems) > 0 {
		return a.socialProblem(c, "", problems[0].For(page.Context(c)))
	}
	if err != nil {
		return err
	}
	return a.GoOn(c, next)
}

// emailVerified is whether the provider itself says that it has verified the
// address. Services spell it in their own ways; silence is a no.
func emailVerified(person goth.User) bool {
	for _, key := range []string{"email_verified", "verified_email", "verified"} {
		switch v := person.RawData[key].(type) {
		case bool:
			return v
		case string:
			return v == "true"
		}
	}
	return false
}

type pendingLogin struct {
	provider, name, subject, email, fullName, nick, next string
	verified                                             bool
}

func pending(c *gin.Context) (pendingLogin, bool) {
	m, ok := web.Session(c).Values[socialPending].(map[string]any)
	text := func(key string) string { s, _ := m[key].(string); return s }
	verified, _ := m["verified"].(bool)
	return pendingLogin{text("provider"), text("name"), text("subject"), text("email"), text("full_name"), text("nick"),
		text("next"), verified}, ok
}

func (a Pages) finishPage(c *gin.Context) error {
	p, ok := pending(c)
	if !ok {
		return errSocial
	}
	name := p.nick
	if _, err := account.CleanUsername(name); err != nil {
		name = ""
	}
	form := ui.Form{Values: map[string]string{"username": name, "full_name": p.fullName, "email": p.email}}
	return a.showFinish(c, http.StatusOK, p, form)
}

func (a Pages) showFinish(c *gin.Context, status int, p pendingLogin, form ui.Form) error {
	return a.Page(c, status, accountview.FinishPage(a.Titled(c, text.T(page.Context(c), "login.almost")),
		accountview.Finish{Form: form, Provider: p.name}), nil)
}

func (a Pages) finish(c *gin.Context) error {
	p, ok := pending(c)
	if !ok {
		return errSocial
	}
	accountRow := account.NewAccount{Username: c.PostForm("username"), FullName: c.PostForm("full_name"), Email: p.email,
		EmailVerified: p.verified,
		Identity:      &account.Identity{Provider: p.provider, Subject: p.subject, Email: p.email, Name: p.fullName}}
	u, err := account.Create(page.Context(c), a.Store, accountRow)
	var e *models.Error
	if errors.As(err, &e) && e.Field == "email" {
		// The provider's address is of no use here; the account does without one.
		accountRow.Email = ""
		if e.Kind == models.Conflict {
			return a.socialProblem(c, "", e.For(page.Context(c)))
		}
		u, err = account.Create(page.Context(c), a.Store, accountRow)
	}
	if err != nil {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showFinish(c, http.StatusUnprocessableEntity, p, form)
	}
	if err := a.Kit.Login(c, u, true); err != nil {
		return err
	}
	next := web.SafePath(p.next, urls.Home)
	if strings.HasPrefix(next, urls.Authorize) {
		return a.GoOn(c, next)
	}
	return a.Done(c, next, text.T(page.Context(c), "login.welcome-new", "site", a.Site.Name, "name", u.Author().DisplayName()), nil)
}

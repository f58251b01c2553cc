package account

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/discover"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	accountview "photogram/views/account"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) loginPage(c *gin.Context) error {
	next := web.SafePath(c.Query("next"), urls.Home)
	if web.Viewer(c) != nil {
		c.Redirect(http.StatusSeeOther, next)
		return nil
	}
	return a.showLogin(c, http.StatusOK, ui.Form{}, next)
}

// beside puts a photo of a member beside a form for getting in, one of the newest, another one each day.
func (a Pages) beside(c *gin.Context, chrome ui.Chrome) (ui.Chrome, error) {
	posts, _, err := discover.RecentPosts(page.Context(c), a.Store, web.ViewerID(c), models.Page{Limit: 12})
	if err != nil {
		return chrome, err
	}
	posts = slices.DeleteFunc(posts, func(p post.View) bool { return p.CoverKey == "" || p.Kind == post.Video })
	if len(posts) > 0 {
		chrome.Beside = &posts[a.Store.Now().YearDay()%len(posts)]
	}
	return chrome, nil
}

func (a Pages) showLogin(c *gin.Context, status int, form ui.Form, next string) error {
	chrome, err := a.beside(c, a.Titled(c, text.T(page.Context(c), "login.title")))
	if err != nil {
		return err
	}
	chrome.NoIndex = true
	return a.Page(c, status, accountview.LoginPage(chrome, accountview.Login{Form: form, Next: next, Providers: a.Login.Offered()}), nil)
}

func (a Pages) login(c *gin.Context) error {
	next := web.SafePath(c.PostForm("next"), urls.Home)
	u, err := account.Login(page.Context(c), a.Store, c.PostForm("login"), c.PostForm("password"), a.Devices(c))
	if err == nil {
		err = a.Kit.Login(c, u, false)
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showLogin(c, status, form, next)
	}
	return a.GoOn(c, next)
}

func (a Pages) logout(c *gin.Context) error {
	if err := a.Logout(c); err != nil {
		return err
	}
	return a.Done(c, urls.Home, text.T(page.Context(c), "login.out"), nil)
}

func (a Pages) signupPage(c *gin.Context) error {
	if web.Viewer(c) != nil {
		c.Redirect(http.StatusSeeOther, urls.Home)
		return nil
	}
	return a.showSignup(c, http.StatusOK, ui.Form{})
}

func (a Pages) showSignup(c *gin.Context, status int, form ui.Form) error {
	if !a.Site.SignupsOpen {
		return errClosed
	}
	next := c.Query("next")
	if c.Request.Method == http.MethodPost {
		next = c.PostForm("next")
	}
	next = web.SafePath(next, urls.Home)
	chrome, err := a.beside(c, a.Titled(c, text.T(page.Context(c), "login.sign-up")))
	if err != nil {
		return err
	}
	return a.Page(c, status, accountview.SignupPage(chrome,
		accountview.Login{Form: form, Next: next, Providers: a.Login.Offered()}), nil)
}

var errClosed = models.Say(models.Error{Kind: models.Forbidden}, "account.error.site-takes-no-new-accounts")

// signupName says while somebody chooses a username how it is written and whether it is free.
func (a Pages) signupName(c *gin.Context) error {
	if !a.Site.SignupsOpen {
		return errClosed
	}
	ctx := page.Context(c)
	name, err := account.FreeName(ctx, a.Store, c.Query("username"))
	if kind := models.KindOf(err); kind == models.Invalid || kind == models.Conflict {
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, gin.H{"username": name, "problem": form.Problems["username"]})
		return nil
	} else if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"username": name, "free": text.T(ctx, "account.name-free", "name", name)})
	return nil
}

func (a Pages) signup(c *gin.Context) error {
	if !a.Site.SignupsOpen {
		return errClosed
	}
	u, err := account.Create(page.Context(c), a.Store, account.NewAccount{Username: c.PostForm("username"), Email: c.PostForm("email"),
		Password: c.PostForm("password"), FullName: c.PostForm("full_name")})
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showSignup(c, status, form)
	}
	if err := a.Kit.Login(c, u, true); err != nil {
		return err
	}
	next := web.SafePath(c.PostForm("next"), urls.Home)
	if strings.HasPrefix(next, urls.Authorize) {
		return a.GoOn(c, next)
	}
	return a.Done(c, next, text.T(page.Context(c), "login.welcome-new", "site", a.Site.Name, "name", u.Author().DisplayName()), nil)
}

func (a Pages) forgotPage(c *gin.Context) error {
	chrome, err := a.beside(c, a.Titled(c, text.T(page.Context(c), "login.forgot")))
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, accountview.ForgotPage(chrome, ui.Settings{}), nil)
}

// forgot answers the same whether or not the account exists.
func (a Pages) forgot(c *gin.Context) error {
	if err := account.RequestReset(page.Context(c), a.Store, c.PostForm("login")); err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.Page(c, status, accountview.ForgotPage(a.Titled(c, text.T(page.Context(c), "login.forgot")), ui.Settings{Form: form}), nil)
	}
	return a.Page(c, http.StatusOK, accountview.ForgotSentPage(a.Titled(c, text.T(page.Context(c), "login.sent"))), nil)
}

func (a Pages) resetPage(c *gin.Context) error {
	c.Header("Referrer-Policy", "no-referrer")
	if _, err := account.LinkOwner(page.Context(c), a.Store, c.Param("token"), account.LinkReset); err != nil {
		return a.badReset(c, err)
	}
	return a.showReset(c, http.StatusOK, ui.Form{})
}

// badReset brings people with an old link to where they get a new one.
func (a Pages) badReset(c *gin.Context, err error) error {
	problems := models.ProblemsOf(err)
	if len(problems) == 0 {
		return err
	}
	form := ui.Form{Problem: problems[0].For(page.Context(c))}
	return a.Page(c, http.StatusUnprocessableEntity,
		accountview.ForgotPage(a.Titled(c, text.T(page.Context(c), "login.forgot")), ui.Settings{Form: form}), nil)
}

func (a Pages) showReset(c *gin.Context, status int, form ui.Form) error {
	if form.Values == nil {
		form.Values = map[string]string{}
	}
	form.Values["token"] = c.Param("token")
	chrome := a.Titled(c, text.T(page.Context(c), "login.choose"))
	chrome.NoIndex = true
	return a.Page(c, status, accountview.ResetPage(chrome, ui.Settings{Form: form}), nil)
}

func (a Pages) reset(c *gin.Context) error {
	u, err := account.ResetPassword(page.Context(c), a.Store, c.Param("token"), c.PostForm("password"))
	if err != nil {
		status := web.Status(err)
		form, other := web.FormOf(c, err)
		if other != nil {
			return other
		}
		if form.Problems["token"] != "" {
			return a.badReset(c, err)
		}
		return a.showReset(c, status, form)
	}
	if err := a.Kit.Login(c, u, true); err != nil {
		return err
	}
	return a.Done(c, urls.Home, text.T(page.Context(c), "login.password-changed"), nil)
}

func (a Pages) verify(c *gin.Context) error {
	c.Header("Referrer-Policy", "no-referrer")
	u, changed, err := account.VerifyEmail(page.Context(c), a.Store, c.Param("token"))
	if err != nil {
		return err
	}
	to, message := urls.Login, text.T(page.Context(c), "login.confirmed")
	if changed {
		message = text.T(page.Context(c), "login.email-changed", "email", u.Email)
	}
	if web.ViewerID(c) == u.ID {
		to = urls.Account
		a.Remember(c, u)
	}
	return a.Done(c, to, message, nil)
}

// undoPage asks before it takes a change of address back: programs that look
// through mails open links, too.
func (a Pages) undoPage(c *gin.Context) error {
	c.Header("Referrer-Policy", "no-referrer")
	u, err := account.LinkOwner(page.Context(c), a.Store, c.Param("token"), account.LinkUndo)
	if err != nil {
		return a.badReset(c, err)
	}
	chrome := a.Titled(c, text.T(page.Context(c), "login.bring-back"))
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, accountview.UndoPage(chrome, accountview.Undone{Username: u.Username, Token: c.Param("token")}), nil)
}

// mailStopPage asks, since programs that look into mails open every address in them.
func (a Pages) mailStopPage(c *gin.Context) error {
	return a.showMailStop(c, account.MailStopOwner, accountview.MailsAsked)
}

// stopMails is pressed on that page, or sent by a mail program without one (RFC 8058).
func (a Pages) stopMails(c *gin.Context) error {
	if undo := c.PostForm("undo"); undo != "" {
		return a.showMailStop(c, func(ctx context.Context, s *models.Store, token string) (*account.Stopped, error) {
			return account.UndoStop(ctx, s, token, undo)
		}, accountview.MailsBack)
	}
	return a.showMailStop(c, account.StopMails, accountview.MailsStopped)
}

func (a Pages) showMailStop(c *gin.Context, find func(context.Context, *models.Store, string) (*account.Stopped, error),
	state accountview.MailState) error {
	c.Header("Referrer-Policy", "no-referrer")
	stopped, err := find(page.Context(c), a.Store, c.Param("token"))
	if err != nil {
		return err
	}
	chrome := a.Titled(c, text.T(page.Context(c), "account.mails"))
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, accountview.MailStopPage(chrome,
		accountview.MailStop{Stopped: *stopped, Token: c.Param("token"), State: state}), nil)
}

func (a Pages) undo(c *gin.Context) error {
	token, err := account.UndoEmail(page.Context(c), a.Store, c.Param("token"))
	if err != nil {
		return a.badReset(c, err)
	}
	return a.Done(c, urls.Reset+"/"+token, text.T(page.Context(c), "login.address-back"), nil)
}

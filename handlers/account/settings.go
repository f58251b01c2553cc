package account

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	accountview "photogram/views/account"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) settingsPage(c *gin.Context) error {
	return a.showSettings(c, http.StatusOK, ui.Form{Values: profileValues(web.Viewer(c))})
}

// profileValues are the profile's fields as they are.
func profileValues(v *account.Viewer) map[string]string {
	values := map[string]string{"full_name": v.FullName, "username": v.Username, "bio": v.Bio, "website": v.Website,
		"grid": string(v.Grid)}
	return values
}

func (a Pages) showSettings(c *gin.Context, status int, form ui.Form) error {
	return a.Page(c, status, accountview.SettingsPage(a.Titled(c, text.T(page.Context(c), "people.edit-profile")), ui.Settings{Form: form}), nil)
}

// saveSettings takes the profile's form, with or without a new picture.
func (a Pages) saveSettings(c *gin.Context) error {
	viewer := web.Viewer(c)
	err := web.ParseForm(c.Writer, c.Request, a.Intake.MaxBytes()+1<<20)
	if status := web.Status(err); status == http.StatusRequestEntityTooLarge {
		problem := fmt.Sprintf("The file is larger than %d MB, which is the limit for a photo. Nothing was saved.",
			a.Intake.MaxBytes()/1_000_000)
		return a.showSettings(c, status, ui.Form{Values: profileValues(viewer), Problems: map[string]string{"avatar": problem}})
	}
	if err != nil {
		return err
	}
	if f := c.Request.MultipartForm; f != nil {
		defer func() { _ = f.RemoveAll() }()
	}
	field := func(name string) *string {
		if s, ok := c.GetPostForm(name); ok {
			return &s
		}
		return nil
	}
	in := account.ProfileInput{Username: field("username"), FullName: field("full_name"), Bio: field("bio"), Website: field("website"),
		Grid: (*account.Grid)(field("grid"))}
	in.Avatar, err = a.sentAvatar(c, viewer)
	in.AvatarCrop = c.PostForm("crop")
	if err := in.Wrong.Add(err); err != nil {
		return err
	}
	if err := account.UpdateProfile(page.Context(c), a.Store, viewer.ID, in); err != nil {
		if in.Avatar != nil && *in.Avatar != "" {
			a.Intake.DiscardAvatar(page.Context(c), viewer.ID, *in.Avatar)
		}
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showSettings(c, status, form)
	}
	if err := a.awaitAvatar(page.Context(c), viewer.ID, in.Avatar); err != nil {
		return err
	}
	return a.Done(c, urls.Settings, text.T(page.Context(c), "account.profile-saved"), nil)
}

// sentAvatar receives the picture that was sent with a form; nil where none was,
// and empty to take away the one there is.
func (a Pages) sentAvatar(c *gin.Context, viewer *account.Viewer) (*string, error) {
	var key string
	if c.PostForm("remove_avatar") != "" {
		return &key, nil
	}
	file, err := c.FormFile("avatar")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && file.Filename == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	key, err = a.Intake.ReceiveAvatar(page.Context(c), viewer.ID, io.Reader(f))
	var e *models.Error
	if errors.As(err, &e) {
		beside := *e
		beside.Field = "avatar"
		return nil, &beside
	}
	return &key, err
}

func (a Pages) awaitAvatar(ctx context.Context, user models.ID, key *string) error {
	if key == nil || *key == "" {
		return nil
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(page.AvatarWait); time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		p, err := account.ByID(ctx, a.Store, user, user)
		if err != nil || p.AvatarKey == *key {
			return err
		}
	}
	return nil
}

func (a Pages) accountPage(c *gin.Context) error {
	return a.showAccount(c, http.StatusOK, ui.Form{})
}

func (a Pages) showAccount(c *gin.Context, status int, form ui.Form) error {
	viewer := web.ViewerID(c)
	shown := accountview.Account{Form: form}
	var err error
	if shown.EmailState, err = account.EmailStateOf(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	if shown.Tokens, shown.Apps, err = account.Programs(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	if shown.Storage, err = post.StorageOf(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	if shown.HasPassword, err = account.HasPassword(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	list, err := account.Sessions(page.Context(c), a.Store, viewer)
	if err != nil {
		return err
	}
	current := hex.EncodeToString(account.HashToken(web.Session(c).ID))
	for _, s := range list {
		id := hex.EncodeToString(s.Hash)
		shown.Sessions = append(shown.Sessions,
			accountview.Device{Session: s, Name: accountview.DeviceName(page.Context(c), s.UserAgent), Current: id == current, ID: id})
	}
	return a.Page(c, status, accountview.AccountPage(a.Titled(c, text.T(page.Context(c), "settings.login")), shown), nil)
}

// accountForm answers one of the account page's forms.
func (a Pages) accountForm(c *gin.Context, err error, message string) error {
	if err == nil {
		return a.Done(c, urls.Account, message, nil)
	}
	status := web.Status(err)
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	return a.showAccount(c, status, form)
}

// remember notes that this browser is the one that changed what its account logs in with.
func (a Pages) remember(c *gin.Context) error {
	p, err := account.ByID(page.Context(c), a.Store, web.ViewerID(c), web.ViewerID(c))
	if err == nil {
		a.Remember(c, &p.User)
	}
	return err
}

func (a Pages) changeEmail(c *gin.Context) error {
	err := account.ChangeEmail(page.Context(c), a.Store, a.Asker(c), c.PostForm("current_password"), c.PostForm("email"))
	if err == nil {
		err = a.remember(c)
	}
	return a.accountForm(c, err, text.T(page.Context(c), "account.open-link"))
}

func ending(c *gin.Context) account.Ending {
	return account.Ending{Tokens: c.PostForm("tokens") != "", Apps: c.PostForm("apps") != ""}
}

// programsAfter says what was done, and what became of the personal tokens and apps that there were.
func programsAfter(ctx context.Context, done string, tokens, apps int, e account.Ending) string {
	out := []string{text.T(ctx, done)}
	say := func(ended bool, yes, no string) {
		if !ended {
			yes = no
		}
		out = append(out, text.T(ctx, yes))
	}
	switch {
	case tokens > 0 && apps > 0 && e.Tokens == e.Apps:
		say(e.Tokens, "account.programs-ended", "account.programs-stay")
	default:
		if tokens > 0 {
			say(e.Tokens, "account.tokens-ended", "account.tokens-stay")
		}
		if apps > 0 {
			say(e.Apps, "account.apps-ended", "account.apps-stay")
		}
	}
	return strings.Join(out, " ")
}

func (a Pages) changePassword(c *gin.Context) error {
	in := account.PasswordChange{Current: c.PostForm("current_password"), Password: c.PostForm("password"), Ending: ending(c)}
	tokens, apps, err := account.Programs(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	err = account.ChangePassword(page.Context(c), a.Store, a.Asker(c), in)
	if err == nil {
		err = a.remember(c)
	}
	return a.accountForm(c, err, programsAfter(page.Context(c), "account.password-changed", tokens, apps, in.Ending))
}

func (a Pages) endSession(c *gin.Context) error {
	hash, err := hex.DecodeString(c.PostForm("session"))
	if err != nil {
		return models.Invalidf("session", "There is no such session.")
	}
	return a.accountForm(c, account.EndSession(page.Context(c), a.Store, web.ViewerID(c), hash), text.T(page.Context(c), "account.device-out"))
}

func (a Pages) logoutEverywhere(c *gin.Context) error {
	also := ending(c)
	tokens, apps, err := account.Programs(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	if err := account.LogoutEverywhere(page.Context(c), a.Store, web.ViewerID(c), also); err != nil {
		return err
	}
	if err := a.Logout(c); err != nil {
		return err
	}
	return a.Done(c, urls.Login, programsAfter(page.Context(c), "account.out-everywhere", tokens, apps, also), nil)
}

func (a Pages) resendVerification(c *gin.Context) error {
	return a.accountForm(c, account.RequestVerification(page.Context(c), a.Store, web.ViewerID(c)), text.T(page.Context(c), "account.mail-sent"))
}

func (a Pages) connectionsPage(c *gin.Context) error { return a.showConnections(c, http.StatusOK, "") }

func (a Pages) showConnections(c *gin.Context, status int, problem string) error {
	viewer := web.ViewerID(c)
	shown := accountview.Connections{Problem: problem, Names: a.Login.Offered()}
	var err error
	if shown.Linked, err = account.Identities(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	if shown.HasPassword, err = account.HasPassword(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	for _, p := range a.Login.Offered() {
		if !slices.ContainsFunc(shown.Linked, func(i account.Identity) bool { return i.Provider == p.ID }) {
			shown.Available = append(shown.Available, p)
		}
	}
	return a.Page(c, status, accountview.ConnectionsPage(a.Titled(c, text.T(page.Context(c), "settings.connections")), shown), nil)
}

func (a Pages) unlink(c *gin.Context) error {
	err := account.UnlinkIdentity(page.Context(c), a.Store, a.Asker(c), c.PostForm("provider"), c.PostForm("subject"),
		a.Login.Name(c.PostForm("provider")))
	if problems := models.ProblemsOf(err); len(problems) > 0 {
		return a.showConnections(c, http.StatusUnprocessableEntity, problems[0].Message)
	}
	if err != nil {
		return err
	}
	if err := a.remember(c); err != nil {
		return err
	}
	return a.Done(c, urls.Connection, text.T(page.Context(c), "account.unlinked"), nil)
}

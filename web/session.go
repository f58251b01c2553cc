package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/sessions"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/order"
	"photogram/text"
	"photogram/views/ui"
)

// SessionStore keeps sessions in the database. The cookie holds a random
// token; the database holds its hash.
type SessionStore struct {
	store  *models.Store
	secure bool
}

const userKey = "user_id"

// CartKey is where a guest's session keeps the secret of their carts, which an account
// takes along when it logs in.
const CartKey = "cart"

// CookieName is the session cookie's name. Behind TLS its prefix makes
// browsers refuse it from anywhere else.
func (s *SessionStore) CookieName() string {
	if s.secure {
		return "__Host-photogram"
	}
	return "photogram"
}

// Get returns the request's session, the same one for every call.
func (s *SessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session that the request's cookie names, or makes an empty one.
func (s *SessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.Options = s.options(0)
	session.IsNew = true
	cookie, err := r.Cookie(s.CookieName())
	if err != nil || cookie.Value == "" || len(cookie.Value) > 100 {
		return session, nil
	}
	visit, err := account.VisitByToken(r.Context(), s.store, cookie.Value)
	if err != nil || visit == nil {
		return session, err
	}
	var data map[string]any
	if err := json.Unmarshal(visit.Data, &data); err != nil {
		return session, fmt.Errorf("read a session: %w", err)
	}
	for key, value := range data {
		session.Values[key] = value
	}
	session.ID, session.IsNew = cookie.Value, false
	if visit.Viewer != nil {
		session.Values[userKey] = visit.Viewer
	}
	return session, nil
}

// Save writes the session and its cookie; a negative MaxAge ends it.
func (s *SessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		if session.ID != "" {
			if err := account.DeleteSession(r.Context(), s.store, session.ID); err != nil {
				return err
			}
		}
		http.SetCookie(w, s.cookie("", -1))
		return nil
	}
	var user models.ID
	data := map[string]any{}
	for key, value := range session.Values {
		if u, ok := value.(*account.User); ok {
			user = u.ID
		} else if name, ok := key.(string); ok {
			data[name] = value
		}
	}
	raw, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write a session: %w", err)
	}
	there := false
	if session.ID != "" {
		if there, err = account.SaveSession(r.Context(), s.store, session.ID, raw); err != nil {
			return err
		}
	}
	if !there && user != 0 {
		return errLogin // it was ended meanwhile
	}
	if !there {
		if session.ID, err = account.NewToken(); err != nil {
			return err
		}
		if err := account.StartVisit(r.Context(), s.store, session.ID, raw, browser(r)); err != nil {
			return err
		}
	}
	s.give(w, session.ID, user)
	return nil
}

// browser is what is kept of where a session comes from.
func browser(r *http.Request) account.Browser {
	return account.Browser{Agent: r.UserAgent(), Address: clientAddress(r)}
}

// give hands a session's cookie out.
func (s *SessionStore) give(w http.ResponseWriter, token string, user models.ID) {
	age := int(account.VisitorLife.Seconds())
	if user != 0 {
		age = int(account.SessionLife.Seconds())
	}
	http.SetCookie(w, s.cookie(token, age))
}

func (s *SessionStore) options(age int) *sessions.Options {
	return &sessions.Options{Path: "/", MaxAge: age, Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

func (s *SessionStore) cookie(value string, age int) *http.Cookie {
	return sessions.NewCookie(s.CookieName(), value, s.options(age))
}

type addressKey struct{}

// clientAddress is the visitor's address as gin found it through trusted proxies.
func clientAddress(r *http.Request) string {
	address, _ := r.Context().Value(addressKey{}).(string)
	return address
}

const (
	viewerKey  = "photogram.viewer"
	sessionKey = "photogram.session"
)

// LoadVisit finds out who is asking.
func (k *Kit) LoadVisit(c *gin.Context) {
	ctx := models.FromNetwork(c.Request.Context(), Network(c))
	c.Request = c.Request.WithContext(withAddress(ctx, c.ClientIP()))
	session, err := k.Sessions.Get(c.Request, k.Sessions.CookieName())
	if err != nil {
		k.Fail(c, err)
		c.Abort()
		return
	}
	c.Set(sessionKey, session)
	zone := ""
	if u, ok := session.Values[userKey].(*account.Viewer); ok {
		c.Set(viewerKey, u)
		zone = u.TimeZone
	}
	reader := text.For(c.GetHeader("Accept-Language"), zone)
	c.Request = c.Request.WithContext(text.With(c.Request.Context(), reader))
	c.Next()
}

// Viewer is the account that is asking, or nil.
func Viewer(c *gin.Context) *account.Viewer {
	u, _ := c.Get(viewerKey)
	viewer, _ := u.(*account.Viewer)
	return viewer
}

// ViewerID is the id of the account that is asking, or 0.
func ViewerID(c *gin.Context) models.ID {
	if u := Viewer(c); u != nil {
		return u.ID
	}
	return 0
}

// Session is the request's session.
func Session(c *gin.Context) *sessions.Session {
	s, _ := c.Get(sessionKey)
	session, _ := s.(*sessions.Session)
	return session
}

// Login makes the request's session the account's, under a new token, for
// somebody who proved that the account is theirs when u was read. Unless it is
// expected, the owner is told of a browser that is new to the account.
func (k *Kit) Login(c *gin.Context, u *account.User, expected bool) error {
	session := Session(c)
	if session.ID != "" {
		if err := account.DeleteSession(c.Request.Context(), k.Store, session.ID); err != nil {
			return err
		}
	}
	token, err := account.NewToken()
	if err != nil {
		return err
	}
	from := browser(c.Request)
	from.Expected = expected || k.Devices(c).Of(u) != ""
	back, err := account.StartSession(c.Request.Context(), k.Store, token, u, from)
	if err != nil {
		return err
	}
	if back {
		k.setFlash(c, ui.Flash{Kind: "ok", Text: text.T(c.Request.Context(), "login.welcome-back")})
	}
	if secret, ok := session.Values[CartKey].(string); ok {
		if err := order.Adopt(c.Request.Context(), k.Store, account.HashToken(secret), u.ID); err != nil {
			return err
		}
	}
	session.ID, session.IsNew = token, false
	clear(session.Values)
	session.Values[userKey] = u
	session.Options.MaxAge = 0
	c.Set(viewerKey, u)
	k.Sessions.give(c.Writer, token, u.ID)
	k.Remember(c, u)
	return nil
}

// Logout ends the request's session.
func (k *Kit) Logout(c *gin.Context) error {
	session := Session(c)
	session.Options.MaxAge = -1
	c.Set(viewerKey, (*account.User)(nil))
	return session.Save(c.Request, c.Writer)
}

// RequireLogin sends visitors to the login page and brings them back afterwards.
func (k *Kit) RequireLogin(c *gin.Context) {
	if Viewer(c) == nil {
		k.Fail(c, errLogin)
		c.Abort()
		return
	}
	c.Next()
}

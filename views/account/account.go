// Package account shows logging in and signing up, the settings of an account, and
// leaving. It receives all it shows and fetches nothing.
package account

import (
	"strings"
	"time"

	"photogram/models/account"
	"photogram/models/post"
	"photogram/views/ui"
)

// sent says which of the page's forms Form is: "email", "password" or "".
func (a Account) sent() string {
	if a.About != "" || len(a.Form.Problems) == 0 {
		return a.About
	}
	if _, ok := a.Form.Values["email"]; ok {
		return "email"
	}
	return "password"
}

// waits is the address whose link has to be opened yet.
func (a Account) waits() string {
	if a.Pending == "" && !a.Verified {
		return a.Email
	}
	return a.Pending
}

// about is the form that one of the page's forms shows: what was sent, if it
// was this one, or what is kept.
func (a Account) about(form, email string) ui.Form {
	if a.sent() == form {
		return a.Form
	}
	return ui.Form{Values: map[string]string{"email": email}}
}

func providerName(d Connections, id string) string {
	for _, p := range d.Available {
		if p.ID == id {
			return p.Name
		}
	}
	for _, p := range d.Names {
		if p.ID == id {
			return p.Name
		}
	}
	return strings.ToUpper(id[:min(1, len(id))]) + id[min(1, len(id)):]
}

func identityName(i account.Identity) string {
	switch {
	case i.Email != "":
		return i.Email
	case i.Name != "":
		return i.Name
	}
	return i.Subject
}

// Account is the settings page about logging in.
type Account struct {
	account.EmailState
	Form         ui.Form
	About        string // the form that Form is, "email" or "password"; found out from Form when empty
	HasPassword  bool
	Proved       bool // they logged in a moment ago, which is asked of those without a password
	Sessions     []Device
	Tokens, Apps int // that work
	Storage      post.Storage
}

// Leave is the page on which an account is left.
type Leave struct {
	Form        ui.Form
	HasPassword bool
	Proved      bool       // they logged in a moment ago, which is asked of those without a password
	Providers   []Provider // through which they can log in once more
	Until       time.Time  // when the account would be deleted
}

// Undone is the page that brings an address back.
type Undone struct{ Username, Token string }

// Device is a browser that is logged in.
type Device struct {
	account.Session
	Name    string // such as "Firefox on Linux"
	Current bool
	ID      string // for ending it
}

// Connections is the settings page about logging in through other services.
type Connections struct {
	Linked      []account.Identity
	Available   []Provider // not linked yet
	Names       []Provider // all that this site knows, for naming those linked
	HasPassword bool
	Problem     string
}

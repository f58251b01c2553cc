package views

import (
	"strings"

	"photogram/models/account"
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
func (a Account) about(form, email string) Form {
	if a.sent() == form {
		return a.Form
	}
	return Form{Values: map[string]string{"email": email}}
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

// endMine says what a box ends: one of a kind, or all of so many.
func endMine(verb string, n int, what string) string {
	if n == 1 {
		return verb + what
	}
	return verb + plural(int64(n), what, what+"s")
}

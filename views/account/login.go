package account

import (
	"photogram/views/ui"
)

// Provider is a login service that this site offers.
type Provider struct{ ID, Name string }

// Login is the login page.
type Login struct {
	Form      ui.Form
	Next      string // where to go afterwards, a path of this site
	Providers []Provider
}

// Finish is where somebody who came through a provider picks a username.
type Finish struct {
	Form     ui.Form
	Provider string
}

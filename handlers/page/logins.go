package page

import (
	"sync"

	"github.com/markbates/goth"

	"photogram/urls"
	accountview "photogram/views/account"
)

// Social is login through other services. A provider whose set-up needs the
// network, such as discovery, is made when it is first used.
type Social struct {
	Providers []*SocialProvider
}

// SocialProvider is one service.
type SocialProvider struct {
	ID, Name string
	// Make connects to the service; it is called again after an error.
	Make func(callback string) (goth.Provider, error)
	// FormPost is set for services that come back with a POST.
	FormPost bool

	Mu   sync.Mutex
	Made goth.Provider
}

// NewSocial offers login through these services.
func NewSocial(providers ...*SocialProvider) *Social { return &Social{Providers: providers} }

// Offered lists the services for the login page.
func (s *Social) Offered() []accountview.Provider {
	var out []accountview.Provider
	for _, p := range s.Providers {
		out = append(out, accountview.Provider{ID: p.ID, Name: p.Name})
	}
	return out
}

// Name is a service's name for people.
func (s *Social) Name(id string) string {
	for _, p := range s.Providers {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// Exceptions are the callbacks that other sites post to by design.
func (s *Social) Exceptions() []string {
	var out []string
	for _, p := range s.Providers {
		if p.FormPost {
			out = append(out, "POST "+CallbackPath(p.ID))
		}
	}
	return out
}

func CallbackPath(id string) string { return urls.Auth(id) + "/callback" }

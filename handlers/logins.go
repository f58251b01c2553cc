package handlers

import (
	"sync"

	"github.com/markbates/goth"

	"photogram/urls"
	accountview "photogram/views/account"
)

// Social is login through other services. A provider whose set-up needs the
// network, such as discovery, is made when it is first used.
type Social struct {
	providers []*SocialProvider
}

// SocialProvider is one service.
type SocialProvider struct {
	ID, Name string
	// Make connects to the service; it is called again after an error.
	Make func(callback string) (goth.Provider, error)
	// FormPost is set for services that come back with a POST.
	FormPost bool

	mu   sync.Mutex
	made goth.Provider
}

// NewSocial offers login through these services.
func NewSocial(providers ...*SocialProvider) *Social { return &Social{providers: providers} }

// Offered lists the services for the login page.
func (s *Social) Offered() []accountview.Provider {
	var out []accountview.Provider
	for _, p := range s.providers {
		out = append(out, accountview.Provider{ID: p.ID, Name: p.Name})
	}
	return out
}

// name is a service's name for people.
func (s *Social) name(id string) string {
	for _, p := range s.providers {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// exceptions are the callbacks that other sites post to by design.
func (s *Social) exceptions() []string {
	var out []string
	for _, p := range s.providers {
		if p.FormPost {
			out = append(out, "POST "+callbackPath(p.ID))
		}
	}
	return out
}

func callbackPath(id string) string { return urls.Auth(id) + "/callback" }

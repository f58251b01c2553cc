package home

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, "/", a.home),
		page.Get(page.Anyone, urls.Credits, a.credits),
		page.Get(page.Anyone, urls.Offline, a.offline),
		page.Post(page.Anyone, urls.Theme, a.theme),
	}
}

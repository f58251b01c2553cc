package handlers

import (
	"photogram/urls"
)

// homeRoutes are the addresses of this subject.
func (a *App) homeRoutes() []Route {
	return []Route{
		Get(Anyone, "/", a.home),
		Get(Anyone, urls.Credits, a.credits),
		Post(Anyone, urls.Theme, a.theme),
	}
}

package handlers

import (
	"photogram/urls"
)

// savedRoutes are the addresses of this subject.
func (a *App) savedRoutes() []Route {
	return []Route{
		Get(Anyone, "/c/:token", a.sharedCollection),
		Post(Member, "/p/:code/save", a.save),
		Delete(Member, "/p/:code/save", a.unsave),
		Get(Member, "/p/:code/collections", a.collectPage),
		Post(Member, "/p/:code/collections", a.collect),
		Get(Member, urls.Saved, a.saved),
		Get(Member, urls.Collections, a.collections),
		Post(Member, urls.Collections, a.createCollection),
		Get(Member, "/collections/:collection", a.collection),
		Get(Member, "/collections/:collection/arrange", a.arrangePage),
		Get(Member, "/collections/:collection/edit", a.collectionEditPage),
		Post(Member, "/collections/:collection/edit", a.editCollection),
		Post(Member, "/collections/:collection/cover", a.setCover),
		Post(Member, "/collections/:collection/link", a.linkCollection),
		Delete(Member, "/collections/:collection/link", a.unlinkCollection),
		Post(Member, "/collections/:collection/move", a.moveCollection),
		Post(Member, "/collections/:collection/delete", a.deleteCollection),
		Post(Member, "/collections/:collection/posts/:code", a.collectOne),
		Delete(Member, "/collections/:collection/posts/:code", a.uncollect),
		Post(Member, "/collections/:collection/posts/:code/move", a.moveCollected),
	}
}

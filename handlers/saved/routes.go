package saved

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, "/c/:token", a.sharedCollection),
		page.Post(page.Member, "/p/:code/save", a.save),
		page.Delete(page.Member, "/p/:code/save", a.unsave),
		page.Get(page.Member, "/p/:code/collections", a.collectPage),
		page.Post(page.Member, "/p/:code/collections", a.collect),
		page.Get(page.Member, urls.Saved, a.saved),
		page.Get(page.Member, urls.Collections, a.collections),
		page.Post(page.Member, urls.Collections, a.createCollection),
		page.Get(page.Member, "/collections/:collection", a.collection),
		page.Get(page.Member, "/collections/:collection/arrange", a.arrangePage),
		page.Get(page.Member, "/collections/:collection/edit", a.collectionEditPage),
		page.Post(page.Member, "/collections/:collection/edit", a.editCollection),
		page.Post(page.Member, "/collections/:collection/cover", a.setCover),
		page.Post(page.Member, "/collections/:collection/link", a.linkCollection),
		page.Delete(page.Member, "/collections/:collection/link", a.unlinkCollection),
		page.Post(page.Member, "/collections/:collection/move", a.moveCollection),
		page.Post(page.Member, "/collections/:collection/delete", a.deleteCollection),
		page.Post(page.Member, "/collections/:collection/posts/:code", a.collectOne),
		page.Delete(page.Member, "/collections/:collection/posts/:code", a.uncollect),
		page.Post(page.Member, "/collections/:collection/posts/:code/move", a.moveCollected),
	}
}

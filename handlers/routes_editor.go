package handlers

import (
	"photogram/urls"
)

// editorRoutes are the addresses of this subject.
func (a *App) editorRoutes() []Route {
	return []Route{
		Get(Anyone, "/p/:code/items/:item/captions/:lang", a.caption),
		Get(Anyone, "/p/:code/history", a.history),
		Get(Anyone, "/p/:code/original", a.originals),
		Get(Member, "/p/:code/edit", a.editPage),
		Post(Member, "/p/:code/edit", a.edit),
		Get(Member, "/p/:code/status", a.status),
		Post(Member, "/p/:code/unschedule", a.unschedule),
		Get(Member, "/p/:code/plan", a.planPage),
		Post(Member, "/p/:code/plan", a.plan),
		Post(Member, "/p/:code/arrange", a.arrangePlan),
		Get(Member, urls.Planner, a.planner),
		Post(Member, "/p/:code/items/:item/delete", a.deleteItem),
		Post(Member, "/p/:code/items/:item/retry", a.retryItem),
		Get(Member, "/p/:code/items/:item/replace", a.replacePage),
		Post(Member, "/p/:code/items/:item/replace", a.replaceItem),
		Get(Member, "/p/:code/items/:item/captions", a.captionsPage),
		Post(Member, "/p/:code/items/:item/captions", a.addCaption),
		Delete(Member, "/p/:code/items/:item/captions/:lang", a.removeCaption),
		Get(Member, urls.New, a.uploadPage),
		Post(Member, urls.New, a.upload),
		Post(Member, "/new/file", a.uploadFile),
		Get(Member, urls.Drafts, a.drafts),
	}
}

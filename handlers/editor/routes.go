package editor

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, "/p/:code/items/:item/captions/:lang", a.caption),
		page.Get(page.Anyone, "/p/:code/history", a.history),
		page.Get(page.Anyone, "/p/:code/original", a.originals),
		page.Get(page.Member, "/p/:code/edit", a.editPage),
		page.Post(page.Member, "/p/:code/edit", a.edit),
		page.Get(page.Member, "/p/:code/status", a.status),
		page.Post(page.Member, "/p/:code/unschedule", a.unschedule),
		page.Get(page.Member, "/p/:code/plan", a.planPage),
		page.Post(page.Member, "/p/:code/plan", a.plan),
		page.Post(page.Member, "/p/:code/arrange", a.arrangePlan),
		page.Get(page.Member, urls.Planner, a.planner),
		page.Post(page.Member, "/p/:code/items/:item/delete", a.deleteItem),
		page.Post(page.Member, "/p/:code/items/:item/retry", a.retryItem),
		page.Get(page.Member, "/p/:code/items/:item/replace", a.replacePage),
		page.Post(page.Member, "/p/:code/items/:item/replace", a.replaceItem).WithFiles(),
		page.Get(page.Member, "/p/:code/items/:item/captions", a.captionsPage),
		page.Post(page.Member, "/p/:code/items/:item/captions", a.addCaption),
		page.Delete(page.Member, "/p/:code/items/:item/captions/:lang", a.removeCaption),
		page.Get(page.Member, urls.New, a.uploadPage),
		page.Post(page.Member, urls.New, a.upload).WithFiles(),
		page.Post(page.Member, "/new/file", a.uploadFile).WithFiles(),
		page.Get(page.Anyone, urls.Share, a.shared),
		page.Post(page.Anyone, urls.Share, a.share).WithFiles(),
		page.Get(page.Member, urls.Drafts, a.drafts),
	}
}

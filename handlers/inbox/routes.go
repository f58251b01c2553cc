package inbox

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Member, urls.Inbox, a.inbox),
		page.Get(page.Member, "/inbox/:thread", a.conversation),
		page.Post(page.Member, "/inbox/:thread", a.sendMessage),
		page.Delete(page.Member, "/inbox/:thread", a.deleteThread),
		page.Post(page.Member, "/inbox/:thread/seen", a.seeThread),
		page.Post(page.Member, "/inbox/:thread/restore", a.restoreThread),
		page.Post(page.Member, "/story/:story/reply", a.replyToStory),
	}
}

package handlers

import (
	"photogram/urls"
)

// inboxRoutes are the addresses of this subject.
func (a *App) inboxRoutes() []Route {
	return []Route{
		Get(Member, urls.Inbox, a.inbox),
		Get(Member, "/inbox/:thread", a.conversation),
		Post(Member, "/inbox/:thread", a.sendMessage),
		Delete(Member, "/inbox/:thread", a.deleteThread),
		Post(Member, "/inbox/:thread/seen", a.seeThread),
		Post(Member, "/inbox/:thread/restore", a.restoreThread),
		Post(Member, "/story/:story/reply", a.replyToStory),
	}
}

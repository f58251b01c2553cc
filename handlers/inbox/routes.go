package inbox

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Member, urls.Inbox, a.inbox),
		page.Get(page.Member, urls.MessageRequests, a.requests),
		page.Get(page.Member, urls.NewMessage, a.newMessage),
		page.Post(page.Member, urls.NewMessage, a.begin).WithFiles(),
		page.Get(page.Member, "/inbox/:thread", a.conversation),
		page.Post(page.Member, "/inbox/:thread", a.sendMessage).WithFiles(),
		page.Delete(page.Member, "/inbox/:thread", a.deleteThread),
		page.Post(page.Member, "/inbox/:thread/seen", a.seeThread),
		page.Post(page.Member, "/inbox/:thread/restore", a.restoreThread),
		page.Post(page.Member, "/inbox/:thread/accept", a.accept),
		page.Post(page.Member, "/inbox/:thread/decline", a.decline),
		page.Post(page.Member, "/inbox/:thread/mute", a.mute),
		page.Delete(page.Member, "/inbox/:thread/mute", a.unmute),
		page.Get(page.Member, "/inbox/:thread/members", a.members),
		page.Post(page.Member, "/inbox/:thread/members", a.addMembers),
		page.Delete(page.Member, "/inbox/:thread/members/:member", a.removeMember),
		page.Post(page.Member, "/inbox/:thread/leave", a.leave),
		page.Post(page.Member, "/inbox/:thread/name", a.rename),
		page.Delete(page.Member, "/inbox/:thread/messages/:message", a.unsend),
		page.Post(page.Member, "/inbox/:thread/messages/:message/reaction", a.react),
		page.Delete(page.Member, "/inbox/:thread/messages/:message/reaction", a.unreact),
		page.Get(page.Member, urls.MessageRules, a.rules),
		page.Post(page.Member, urls.MessageRules, a.setRules),
		page.Get(page.Member, "/p/:code/send", a.sendPost),
		page.Post(page.Member, "/p/:code/send", a.postSent),
		page.Get(page.Member, "/story/:story/send", a.sendStory),
		page.Post(page.Member, "/story/:story/send", a.storySent),
		page.Post(page.Member, "/story/:story/reply", a.replyToStory),
	}
}

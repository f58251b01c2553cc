package people

import (
	"photogram/handlers/page"
	"photogram/models/people"
	"photogram/urls"
	peopleview "photogram/views/people"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return append([]page.Route{
		page.Get(page.Member, urls.Requests, a.requests),
		page.Post(page.Member, "/requests/:username", a.approve),
		page.Delete(page.Member, "/requests/:username", a.ignore),
		page.Get(page.Anyone, "/:username", a.profile),
		page.Get(page.Anyone, "/:username/followers", a.followers),
		page.Get(page.Anyone, "/:username/following", a.following),
		page.Post(page.Member, "/:username/follow", a.follow),
		page.Delete(page.Member, "/:username/follow", a.unfollow),
		page.Post(page.Member, "/:username/block", a.block),
		page.Delete(page.Member, "/:username/block", a.unblock),
		page.Get(page.Member, urls.Privacy, a.privacyPage),
		page.Post(page.Member, urls.Privacy, a.savePrivacy),
		page.Get(page.Member, urls.CloseFriends, a.addingList(people.CloseFriends,
			peopleview.PeopleSettings{Hint: "Only they see what you share with close friends. Nobody is told when you add or " +
				"remove them, and nobody else sees this list.",
				People: peopleview.People{Heading: "Close friends", Action: "unfriend", Empty: "Your list is empty."}, Add: "close-friend",
				Path: urls.CloseFriends})),
		page.Get(page.Member, urls.StoryHides, a.addingList(people.StoriesHiddenFrom,
			peopleview.PeopleSettings{Hint: "They see none of your stories and highlights, whoever these are for. Nobody is told " +
				"when you add or remove them, and nobody else sees this list.",
				People: peopleview.People{Heading: "Hide stories from", Action: "showstories", Empty: "You hide your stories from nobody."},
				Add:    "hide-stories", Path: urls.StoryHides})),
		page.Get(page.Member, urls.Blocked, a.ownList(people.Blocked,
			peopleview.PeopleSettings{Hint: "They can't find you, follow you or see anything of yours, and you see nothing of theirs. " +
				"They are not told.",
				People: peopleview.People{Heading: "Blocked accounts", Action: "unblock", Empty: "You block nobody."}}, urls.Blocked)),
		page.Get(page.Member, urls.Restricted, a.ownList(people.Restricted,
			peopleview.PeopleSettings{Hint: "They can go on commenting, and don't notice: only they and you see what they write, until " +
				"you approve it.",
				People: peopleview.People{Heading: "Restricted accounts", Action: "unrestrict", Empty: "You restrict nobody."}},
			urls.Restricted)),
		page.Get(page.Member, urls.Muted, a.ownList(people.Muted,
			peopleview.PeopleSettings{Hint: "You follow them, and their posts or stories stay out of your sight. They are not told. Mute " +
				"an account from the menu of its profile.",
				People: peopleview.People{Heading: "Muted accounts", Action: "unmute", Empty: "You mute nobody."}}, urls.Muted)),
		page.Get(page.Member, urls.MutedWords, a.mutedWords),
		page.Post(page.Member, urls.MutedWords, a.muteWord),
		page.Delete(page.Member, urls.MutedWords, a.unmuteWord),
		page.Get(page.Member, urls.Suggestions, a.suggestions),
	}, a.relations()...)
}

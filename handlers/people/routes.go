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
			peopleview.PeopleSettings{Hint: "privacy.friends-lede",
				People: peopleview.People{Heading: "privacy.friends", Action: "unfriend", Empty: "privacy.friends-none"}, Add: "close-friend",
				Path: urls.CloseFriends})),
		page.Get(page.Member, urls.StoryHides, a.addingList(people.StoriesHiddenFrom,
			peopleview.PeopleSettings{Hint: "privacy.hide-lede",
				People: peopleview.People{Heading: "privacy.hide", Action: "showstories", Empty: "privacy.hide-none"},
				Add:    "hide-stories", Path: urls.StoryHides})),
		page.Get(page.Member, urls.Blocked, a.ownList(people.Blocked,
			peopleview.PeopleSettings{Hint: "privacy.blocked-lede",
				People: peopleview.People{Heading: "privacy.blocked", Action: "unblock", Empty: "privacy.blocked-none"}}, urls.Blocked)),
		page.Get(page.Member, urls.Restricted, a.ownList(people.Restricted,
			peopleview.PeopleSettings{Hint: "privacy.restricted-lede",
				People: peopleview.People{Heading: "privacy.restricted", Action: "unrestrict", Empty: "privacy.restricted-none"}},
			urls.Restricted)),
		page.Get(page.Member, urls.Muted, a.ownList(people.Muted,
			peopleview.PeopleSettings{Hint: "privacy.muted-lede",
				People: peopleview.People{Heading: "privacy.muted", Action: "unmute", Empty: "privacy.muted-none"}}, urls.Muted)),
		page.Get(page.Member, urls.MutedWords, a.mutedWords),
		page.Post(page.Member, urls.MutedWords, a.muteWord),
		page.Delete(page.Member, urls.MutedWords, a.unmuteWord),
		page.Get(page.Member, urls.Suggestions, a.suggestions),
	}, a.relations()...)
}

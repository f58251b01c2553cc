package handlers

import (
	"photogram/models/people"
	"photogram/urls"
	peopleview "photogram/views/people"
)

// peopleRoutes are the addresses of this subject.
func (a *App) peopleRoutes() []Route {
	return append([]Route{
		Get(Member, urls.Archive, a.archived),
		Post(Member, "/p/:code/archive", a.archive),
		Delete(Member, "/p/:code/archive", a.unarchive),
		Get(Member, urls.Requests, a.requests),
		Post(Member, "/requests/:username", a.approve),
		Delete(Member, "/requests/:username", a.ignore),
		Get(Anyone, "/:username", a.profile),
		Get(Anyone, "/:username/followers", a.followers),
		Get(Anyone, "/:username/following", a.following),
		Post(Member, "/:username/follow", a.follow),
		Delete(Member, "/:username/follow", a.unfollow),
		Post(Member, "/:username/block", a.block),
		Delete(Member, "/:username/block", a.unblock),
		Get(Member, urls.Privacy, a.privacyPage),
		Post(Member, urls.Privacy, a.savePrivacy),
		Get(Member, urls.CloseFriends, a.addingList(people.CloseFriends,
			peopleview.PeopleSettings{Hint: "Only they see what you share with close friends. Nobody is told when you add or remove them, " +
				"and nobody else sees this list.",
				People: peopleview.People{Heading: "Close friends", Action: "unfriend", Empty: "Your list is empty."}, Add: "close-friend",
				Path: urls.CloseFriends})),
		Get(Member, urls.StoryHides, a.addingList(people.StoriesHiddenFrom,
			peopleview.PeopleSettings{Hint: "They see none of your stories and highlights, whoever these are for. Nobody is told when you " +
				"add or remove them, and nobody else sees this list.",
				People: peopleview.People{Heading: "Hide stories from", Action: "showstories", Empty: "You hide your stories from nobody."},
				Add:    "hide-stories", Path: urls.StoryHides})),
		Get(Member, urls.Blocked, a.ownList(people.Blocked,
			peopleview.PeopleSettings{Hint: "They can't find you, follow you or see anything of yours, and you see nothing of theirs. " +
				"They are not told.",
				People: peopleview.People{Heading: "Blocked accounts", Action: "unblock", Empty: "You block nobody."}}, urls.Blocked)),
		Get(Member, urls.Restricted, a.ownList(people.Restricted,
			peopleview.PeopleSettings{Hint: "They can go on commenting, and don't notice: only they and you see what they write, until " +
				"you approve it.",
				People: peopleview.People{Heading: "Restricted accounts", Action: "unrestrict", Empty: "You restrict nobody."}},
			urls.Restricted)),
		Get(Member, urls.Muted, a.ownList(people.Muted,
			peopleview.PeopleSettings{Hint: "You follow them, and their posts or stories stay out of your sight. They are not told. Mute " +
				"an account from the menu of its profile.",
				People: peopleview.People{Heading: "Muted accounts", Action: "unmute", Empty: "You mute nobody."}}, urls.Muted)),
		Get(Member, urls.MutedWords, a.mutedWords),
		Post(Member, urls.MutedWords, a.muteWord),
		Delete(Member, urls.MutedWords, a.unmuteWord),
		Get(Member, urls.Suggestions, a.suggestions),
	}, a.relations()...)
}

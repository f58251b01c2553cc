package people

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/discover"
	"photogram/models/people"
	"photogram/text"
	"photogram/urls"
	peopleview "photogram/views/people"
	"photogram/views/ui"
	"photogram/web"
)

// relations are what somebody can do about an account.
func (a Pages) relations() (list []page.Route) {
	set := func(what string, do, undo page.ChangeFunc, done, undone string) {
		path := urls.Relation(":username", what)
		if do != nil {
			list = append(list, page.Post(page.Member, path, func(c *gin.Context) error { return a.relate(c, do, done) }))
		}
		list = append(list, page.Delete(page.Member, path, func(c *gin.Context) error { return a.relate(c, undo, undone) }))
	}
	set("mute", people.MutePosts, people.UnmuteAll, "people.now-muted", "people.now-unmuted")
	set("mute-stories", people.MuteStories, people.UnmuteStories, "people.now-muted-stories", "people.now-unmuted-stories")
	set("restrict", people.Restrict, people.Unrestrict,
		"people.now-restricted", "people.now-unrestricted")
	set("close-friend", people.AddCloseFriend, people.RemoveCloseFriend, "people.now-friend",
		"people.now-no-friend")
	set("hide-stories", people.HideStories, people.ShowStories, "people.now-hidden", "people.now-shown")
	set("follower", nil, people.RemoveFollower, "", "people.now-removed")
	return list
}

// relate carries out a change about an account and goes back to where it was asked for.
func (a Pages) relate(c *gin.Context, change page.ChangeFunc, done string) error {
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	if err := change(page.Context(c), a.Store, web.ViewerID(c), p.ID); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Profile(p.Username)), text.T(page.Context(c), done), nil)
}

func (a Pages) privacyPage(c *gin.Context) error {
	return a.Page(c, http.StatusOK, peopleview.PrivacyPage(a.Titled(c, text.T(page.Context(c), "settings.privacy")),
		peopleview.Privacy{IsPrivate: web.Viewer(c).IsPrivate, LikesHidden: web.Viewer(c).LikesHidden}), nil)
}

func (a Pages) savePrivacy(c *gin.Context) error {
	private := c.PostForm("is_private") == "on"
	in := account.ProfileInput{IsPrivate: &private}
	if hidden := c.PostForm("likes_hidden") == "on"; slices.Contains(c.PostFormArray("fields"), "likes_hidden") {
		in.LikesHidden = &hidden
	}
	if err := account.UpdateProfile(page.Context(c), a.Store, web.ViewerID(c), in); err != nil {
		return err
	}
	message := text.T(page.Context(c), "privacy.public-now")
	if private {
		message = text.T(page.Context(c), "privacy.private-now")
	}
	return a.Done(c, urls.Privacy, message, nil)
}

type ownLister func(ctx context.Context, s *models.Store, viewer, after models.ID, limit int) ([]people.PersonRow, models.ID, error)

// ownList is the page of one of the viewer's own lists of people.
func (a Pages) ownList(list ownLister, shown peopleview.PeopleSettings, path string) func(*gin.Context) error {
	return func(c *gin.Context) error { return a.showOwnList(c, list, shown, path) }
}

func (a Pages) showOwnList(c *gin.Context, list ownLister, shown peopleview.PeopleSettings, path string) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	rows, next, err := list(page.Context(c), a.Store, web.ViewerID(c), before, page.PeoplePage)
	if err != nil {
		return err
	}
	shown.People.People, shown.Older = rows, page.OlderURL(path, next)
	for _, id := range []*string{&shown.Heading, &shown.Hint, &shown.Empty} {
		*id = text.T(page.Context(c), *id)
	}
	chrome := a.Titled(c, shown.Heading)
	return a.Page(c, http.StatusOK, peopleview.PeopleSettingsPage(chrome, shown), peopleview.PeoplePart(chrome, shown.People))
}

// addingList is ownList on a page that finds people to add.
func (a Pages) addingList(list ownLister, shown peopleview.PeopleSettings) func(*gin.Context) error {
	return func(c *gin.Context) error {
		shown := shown
		if shown.Query = page.Query(c); shown.Query != "" {
			var err error
			if shown.Found, err = discover.SearchPeople(page.Context(c), a.Store, web.ViewerID(c), shown.Query, 10); err != nil {
				return err
			}
		}
		return a.showOwnList(c, list, shown, shown.Path)
	}
}

func (a Pages) mutedWords(c *gin.Context) error {
	return a.showMutedWords(c, http.StatusOK, ui.Form{})
}

func (a Pages) showMutedWords(c *gin.Context, status int, form ui.Form) error {
	words, err := people.MutedWords(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	return a.Page(c, status, peopleview.MutedWordsPage(a.Titled(c, text.T(page.Context(c), "privacy.words")),
		peopleview.MutedWords{Words: words, Form: form}), nil)
}

func (a Pages) muteWord(c *gin.Context) error {
	if err := people.MuteWord(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("word")); err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showMutedWords(c, status, form)
	}
	return a.Done(c, urls.MutedWords, text.T(page.Context(c), "privacy.word-muted"), nil)
}

func (a Pages) unmuteWord(c *gin.Context) error {
	if err := people.UnmuteWord(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("word")); err != nil {
		return err
	}
	return a.Done(c, urls.MutedWords, text.T(page.Context(c), "privacy.word-unmuted"), nil)
}

func (a Pages) suggestions(c *gin.Context) error {
	people, err := people.SuggestedPeople(page.Context(c), a.Store, web.ViewerID(c), page.PeoplePage)
	if err != nil {
		return err
	}
	photos, err := discover.Photos(page.Context(c), a.Store, web.ViewerID(c), people)
	if err != nil {
		return err
	}
	chrome := a.Titled(c, text.T(page.Context(c), "people.suggestions"))
	return a.Page(c, http.StatusOK, peopleview.SuggestionsPage(chrome, people, photos), nil)
}

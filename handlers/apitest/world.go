// Package apitest gives the tests of the API's dialects people who stand to each
// other in every way. It is imported by tests only.
package apitest

import (
	"testing"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/web"
	"photogram/web/webtest"
)

const AllScopes = "basic public_content follower_list comments relationships likes publish stories subscriptions insights shopping account"

// World is a site with people who stand to each other in every way.
type World struct {
	*webtest.Site
	T *testing.T

	Ada, Bo, Cy, Dee *account.User    // Cy is private; Dee has blocked Ada
	Prog             *webtest.Program // acts for Ada, with all scopes
	Adas, Bos        models.ID        // posts
	Hidden           map[string]models.ID
	Comment          models.ID // of Bo, below Ada's post
	Collection       models.ID // of Ada, empty
}

// New makes a world with its site.
func New(t *testing.T) *World {
	t.Helper()
	s := webtest.Start(t, func(site *web.Site) { site.ActionLimit, site.StrangerLimit = 1000, 10_000 })
	w := &World{Site: s, T: t, Ada: s.User("ada"), Bo: s.User("bo"), Cy: s.User("cy"), Dee: s.User("dee")}
	w.Prog = s.Program(w.Ada, AllScopes)
	ctx := t.Context()
	private := true
	w.Adas, w.Bos = s.Post(w.Ada, "Hi #sea"), s.Post(w.Bo, "Hello @ada #sea #Küste")
	draft, items := s.Draft(w.Bo, 1)
	s.Render(items...)
	deleted := s.Post(w.Bo, "gone")
	w.Hidden = map[string]models.ID{"draft of another": draft, "deleted": deleted, "private": s.Post(w.Cy, "mine #sea"),
		"blocked": s.Post(w.Dee, "not for ada #sea"), "absent": s.NewID()}
	friends, closeFriends := "close", "close_friends"
	fid, fitems := s.Draft(w.Bo, 1)
	s.Render(fitems...)
	w.Must(post.Publish(ctx, s.DB.Store, w.Bo.ID, fid, post.PublishInput{Edit: post.Edit{Caption: &friends,
		Audience: (*access.Audience)(&closeFriends)}}))
	w.Hidden["close friends"] = fid
	w.Must(post.Delete(ctx, s.DB.Store, w.Bo.ID, deleted))
	w.Must(account.UpdateProfile(ctx, s.DB.Store, w.Cy.ID, account.ProfileInput{IsPrivate: &private}))
	w.Must(people.Follow(ctx, s.DB.Store, w.Ada.ID, w.Bo.ID))
	w.Must(people.Follow(ctx, s.DB.Store, w.Bo.ID, w.Ada.ID))
	w.Must(people.Block(ctx, s.DB.Store, w.Dee.ID, w.Ada.ID))
	c, err := comment.Add(ctx, s.DB.Store, w.Bo.ID, w.Adas, "nice")
	w.Must(err)
	w.Comment = c.ID
	w.Collection, err = saved.Create(ctx, s.DB.Store, w.Ada.ID, "Places", "")
	w.Must(err)
	return w
}

// Must fails the test when something that it needs went wrong.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

package api

import (
	"context"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
)

var (
	errNoUser    = &models.Error{Kind: models.NotFound, Message: "this user does not exist"}
	errNoMedia   = &models.Error{Kind: models.NotFound, Message: "invalid media id"}
	errNoComment = &models.Error{Kind: models.NotFound, Message: "this comment does not exist"}
	errNotYours  = &models.Error{Kind: models.Forbidden, Message: "this media belongs to somebody else"}
	errPrivate   = &models.Error{Kind: models.NotAllowed, Message: "you cannot view this resource"}
)

func (a *API) self(r *request) (any, *page, error) {
	p, err := account.ByID(r.ctx(), a.Store, r.viewer(), r.viewer())
	if err != nil {
		return nil, nil, err
	}
	return a.fullUser(&p.User), nil, nil
}

// target is the account that the path names; self is the token's own.
func (a *API) target(r *request) (*account.Profile, error) {
	id, err := r.userID()
	if err != nil {
		return nil, err
	}
	p, err := account.ByID(r.ctx(), a.Store, r.viewer(), id)
	if models.KindOf(err) == models.NotFound {
		return nil, errNoUser
	}
	return p, err
}

func (r *request) userID() (models.ID, error) {
	name := r.Param("user")
	if name == "self" {
		return r.viewer(), nil
	}
	id, err := models.ParseID(name)
	if err != nil {
		return 0, errNoUser
	}
	return id, nil
}

func (a *API) user(r *request) (any, *page, error) {
	id, err := r.userID()
	if err != nil {
		return nil, nil, err
	}
	if err := r.needFor(id); err != nil {
		return nil, nil, err
	}
	p, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	return a.fullUser(&p.User), nil, nil
}

func (a *API) updateSelf(r *request) (any, *page, error) {
	in := account.ProfileInput{Username: r.optional("username"), FullName: r.optional("full_name"), Bio: r.optional("bio"),
		Website: r.optional("website")}
	var err error
	if in.IsPrivate, err = r.boolean("is_private"); err != nil {
		return nil, nil, err
	}
	if in.IsBusiness, err = r.boolean("is_business"); err != nil {
		return nil, nil, err
	}
	if err := account.UpdateProfile(r.ctx(), a.Store, r.viewer(), in); err != nil {
		return nil, nil, err
	}
	return a.self(r)
}

func (a *API) feed(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return feed.Page(r.ctx(), a.Store, r.viewer(), p)
	})
}

func (a *API) ownMedia(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.ByUser(r.ctx(), a.Store, r.viewer(), r.viewer(), p)
	})
}

// draftMedia lists what is not published yet, planned posts among it.
func (a *API) draftMedia(r *request) (any, *page, error) {
	return keyPage(r, "cursor", a.show, func(before models.ID, n int) ([]post.View, models.ID, error) {
		return post.Drafts(r.ctx(), a.Store, r.viewer(), models.Page{Before: before, Limit: n})
	})
}

func (a *API) userMedia(r *request) (any, *page, error) {
	id, err := r.userID()
	if err != nil {
		return nil, nil, err
	}
	if err := r.needFor(id); err != nil {
		return nil, nil, err
	}
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.ByUser(r.ctx(), a.Store, r.viewer(), u.ID, p)
	})
}

// mediaPage answers with one page of a list of media.
func (a *API) mediaPage(r *request, read func(models.Page) ([]post.View, models.ID, error)) (any, *page, error) {
	p, err := r.pageOf("max_id", "min_id")
	if err != nil {
		return nil, nil, err
	}
	posts, next, err := read(p)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.viewer(), posts...)
	return a.encoded(posts, r.next("max_id", "next_max_id", keyText(next)))
}

// keyText is a key of a list as clients send it back. PageKey takes it as it
// is, since no post has such an id.
func keyText(id models.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func (a *API) likedMedia(r *request) (any, *page, error) {
	return keyPage(r, "max_like_id", a.show, func(before models.ID, n int) ([]post.View, models.ID, error) {
		return post.Liked(r.ctx(), a.Store, r.viewer(), before, n)
	})
}

type peopleLister func(ctx context.Context, s *models.Store, viewer, user, after models.ID, limit int) ([]people.PersonRow,
	models.ID, error)

// peoplePage answers with one page of an account's list of people.
func (a *API) peoplePage(r *request, list peopleLister) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
		return list(r.ctx(), a.Store, r.viewer(), u.ID, after, n)
	})
}

// cursorPage answers with one page of a list of people.
func (a *API) cursorPage(r *request, read func(after models.ID, n int) ([]people.PersonRow, models.ID, error)) (any, *page, error) {
	return keyPage(r, "cursor", func(rows []people.PersonRow) (any, error) { return a.people(rows), nil }, read)
}

func (a *API) follows(r *request) (any, *page, error)    { return a.peoplePage(r, people.Following) }
func (a *API) followedBy(r *request) (any, *page, error) { return a.peoplePage(r, people.Followers) }

func (a *API) requestedBy(r *request) (any, *page, error) {
	return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
		return people.Requesters(r.ctx(), a.Store, r.viewer(), after, n)
	})
}

func (a *API) relationship(r *request) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	return relationshipOf(u.Relationship), nil, nil
}

func relationshipOf(rel access.Relationship) relationship {
	out := relationship{"none", "none", rel.TargetPrivate, rel.MutesPosts, rel.MutesStories, rel.Restricted, rel.CloseFriend,
		rel.HidesStories}
	if rel.Outgoing != "" {
		out.Outgoing = rel.Outgoing
	}
	switch {
	case rel.Blocked:
		out.Incoming = "blocked_by_you"
	case rel.Incoming == "follows":
		out.Incoming = "followed_by"
	case rel.Incoming == "requested":
		out.Incoming = "requested_by"
	}
	return out
}

func (a *API) changeRelationship(r *request) (any, *page, error) {
	actions := map[string]func(context.Context, *models.Store, models.ID, models.ID) error{
		"": people.Follow, "follow": people.Follow, "unfollow": people.Unfollow, "approve": people.ApproveFollow,
		"ignore": people.RemoveFollower, "deny": people.RemoveFollower, "remove": people.RemoveFollower, "block": people.Block,
		"unblock": people.Unblock,
		"mute":    people.MutePosts, "unmute": people.UnmutePosts, "mute_stories": people.MuteStories,
		"unmute_stories": people.UnmuteStories,
		"restrict":       people.Restrict, "unrestrict": people.Unrestrict, "add_close_friend": people.AddCloseFriend,
		"remove_close_friend": people.RemoveCloseFriend,
		"hide_stories":        people.HideStories, "show_stories": people.ShowStories,
	}
	action, ok := actions[r.text("action")]
	if !ok {
		return nil, nil, models.Invalidf("action",
			"The action is one of follow, unfollow, approve, ignore, remove, block, unblock, mute, unmute, mute_stories, "+
				"unmute_stories, restrict, unrestrict, add_close_friend, remove_close_friend, hide_stories and show_stories.")
	}
	return a.relate(r, action)
}

func (a *API) unfollow(r *request) (any, *page, error) { return a.relate(r, people.Unfollow) }

func (a *API) relate(r *request, change func(context.Context, *models.Store, models.ID, models.ID) error) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if err := change(r.ctx(), a.Store, r.viewer(), u.ID); err != nil {
		return nil, nil, err
	}
	return a.relationship(r)
}

package api

import (
	"context"

	"photogram/models"
)

var (
	errNoUser    = &models.Error{Kind: models.NotFound, Message: "this user does not exist"}
	errNoMedia   = &models.Error{Kind: models.NotFound, Message: "invalid media id"}
	errNoComment = &models.Error{Kind: models.NotFound, Message: "this comment does not exist"}
	errNotYours  = &models.Error{Kind: models.Forbidden, Message: "this media belongs to somebody else"}
	errPrivate   = &models.Error{Kind: models.NotAllowed, Message: "you cannot view this resource"}
)

func (a *API) self(r *request) (any, *page, error) {
	p, err := a.Store.UserByID(r.ctx(), r.viewer(), r.viewer())
	if err != nil {
		return nil, nil, err
	}
	return a.fullUser(&p.User), nil, nil
}

// target is the account that the path names; self is the token's own.
func (a *API) target(r *request) (*models.Profile, error) {
	id, err := r.userID()
	if err != nil {
		return nil, err
	}
	p, err := a.Store.UserByID(r.ctx(), r.viewer(), id)
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
	in := models.ProfileInput{Username: r.optional("username"), FullName: r.optional("full_name"), Bio: r.optional("bio"), Website: r.optional("website")}
	var err error
	if in.IsPrivate, err = r.boolean("is_private"); err != nil {
		return nil, nil, err
	}
	if in.IsBusiness, err = r.boolean("is_business"); err != nil {
		return nil, nil, err
	}
	if err := a.Store.UpdateProfile(r.ctx(), r.viewer(), in); err != nil {
		return nil, nil, err
	}
	return a.self(r)
}

func (a *API) feed(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]models.PostView, models.ID, error) {
		return a.Store.Feed(r.ctx(), r.viewer(), p)
	})
}

func (a *API) ownMedia(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]models.PostView, models.ID, error) {
		return a.Store.UserPosts(r.ctx(), r.viewer(), r.viewer(), p)
	})
}

// draftMedia lists what is not published yet, planned posts among it.
func (a *API) draftMedia(r *request) (any, *page, error) {
	return keyPage(r, "cursor", a.show, func(before models.ID, n int) ([]models.PostView, models.ID, error) {
		return a.Store.Drafts(r.ctx(), r.viewer(), models.Page{Before: before, Limit: n})
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
	return a.mediaPage(r, func(p models.Page) ([]models.PostView, models.ID, error) {
		return a.Store.UserPosts(r.ctx(), r.viewer(), u.ID, p)
	})
}

// mediaPage answers with one page of a list of media.
func (a *API) mediaPage(r *request, read func(models.Page) ([]models.PostView, models.ID, error)) (any, *page, error) {
	p, err := r.pageOf("max_id", "min_id")
	if err != nil {
		return nil, nil, err
	}
	posts, next, err := read(p)
	if err != nil {
		return nil, nil, err
	}
	a.Store.Seen(r.viewer(), posts...)
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
	return keyPage(r, "max_like_id", a.show, func(before models.ID, n int) ([]models.PostView, models.ID, error) {
		return a.Store.LikedPosts(r.ctx(), r.viewer(), before, n)
	})
}

type peopleLister func(ctx context.Context, viewer, user, after models.ID, limit int) ([]models.PersonRow, models.ID, error)

// peoplePage answers with one page of an account's list of people.
func (a *API) peoplePage(r *request, list peopleLister) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return a.cursorPage(r, func(after models.ID, n int) ([]models.PersonRow, models.ID, error) {
		return list(r.ctx(), r.viewer(), u.ID, after, n)
	})
}

// cursorPage answers with one page of a list of people.
func (a *API) cursorPage(r *request, read func(after models.ID, n int) ([]models.PersonRow, models.ID, error)) (any, *page, error) {
	return keyPage(r, "cursor", func(rows []models.PersonRow) (any, error) { return a.people(rows), nil }, read)
}

func (a *API) follows(r *request) (any, *page, error)    { return a.peoplePage(r, a.Store.Following) }
func (a *API) followedBy(r *request) (any, *page, error) { return a.peoplePage(r, a.Store.Followers) }

func (a *API) requestedBy(r *request) (any, *page, error) {
	return a.cursorPage(r, func(after models.ID, n int) ([]models.PersonRow, models.ID, error) {
		return a.Store.Requesters(r.ctx(), r.viewer(), after, n)
	})
}

func (a *API) relationship(r *request) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	return relationshipOf(u.Relationship), nil, nil
}

func relationshipOf(rel models.Relationship) relationship {
	out := relationship{"none", "none", rel.TargetPrivate, rel.MutesPosts, rel.MutesStories, rel.Restricted, rel.CloseFriend, rel.HidesStories}
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
	actions := map[string]func(context.Context, models.ID, models.ID) error{
		"": a.Store.Follow, "follow": a.Store.Follow, "unfollow": a.Store.Unfollow, "approve": a.Store.ApproveFollow,
		"ignore": a.Store.RemoveFollower, "deny": a.Store.RemoveFollower, "remove": a.Store.RemoveFollower, "block": a.Store.Block, "unblock": a.Store.Unblock,
		"mute": a.Store.MutePosts, "unmute": a.Store.UnmutePosts, "mute_stories": a.Store.MuteStories, "unmute_stories": a.Store.UnmuteStories,
		"restrict": a.Store.Restrict, "unrestrict": a.Store.Unrestrict, "add_close_friend": a.Store.AddCloseFriend, "remove_close_friend": a.Store.RemoveCloseFriend,
		"hide_stories": a.Store.HideStories, "show_stories": a.Store.ShowStories,
	}
	action, ok := actions[r.text("action")]
	if !ok {
		return nil, nil, models.Invalidf("action", "The action is one of follow, unfollow, approve, ignore, remove, block, unblock, mute, unmute, mute_stories, unmute_stories, restrict, unrestrict, add_close_friend, remove_close_friend, hide_stories and show_stories.")
	}
	return a.relate(r, action)
}

func (a *API) unfollow(r *request) (any, *page, error) { return a.relate(r, a.Store.Unfollow) }

func (a *API) relate(r *request, change func(context.Context, models.ID, models.ID) error) (any, *page, error) {
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if err := change(r.ctx(), r.viewer(), u.ID); err != nil {
		return nil, nil, err
	}
	return a.relationship(r)
}

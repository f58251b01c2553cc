package api

import (
	"photogram/models"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/post"
)

var userRoutes = []route{
	{"GET", "/users/self", "basic", "", (*API).self},
	{"PATCH", "/users/self", "publish", "username full_name? bio? website? is_private is_business likes_hidden grid", (*API).updateSelf},
	{"GET", "/users/self/feed", "basic", "", (*API).feed},
	{"GET", "/users/self/media/recent", "basic", "", (*API).ownMedia},
	{"GET", "/users/self/media/drafts", "publish", "", (*API).draftMedia},
	{"GET", "/users/self/media/liked", "public_content", "", (*API).likedMedia},
	{"GET", "/users/:user", "basic", "", (*API).user},
	{"GET", "/users/:user/media/recent", "basic", "", (*API).userMedia},
}

var (
	errNoUser    = models.Say(models.Error{Kind: models.NotFound}, "api.error.user-does-not-exist")
	errNoMedia   = models.Say(models.Error{Kind: models.NotFound}, "api.error.invalid-media-id")
	errNoComment = models.Say(models.Error{Kind: models.NotFound}, "api.error.comment-does-not-exist")
	errNotYours  = models.Say(models.Error{Kind: models.Forbidden}, "api.error.media-belongs-somebody-else")
	errPrivate   = models.Say(models.Error{Kind: models.NotAllowed}, "api.error.cannot-view-resource")
)

func (a *API) self(r *request) (any, *page, error) {
	p, err := account.ByID(r.Ctx(), a.Store, r.Viewer(), r.Viewer())
	if err != nil {
		return nil, nil, err
	}
	return ownUser{a.fullUser(&p.User), p.Grid, p.LikesHidden}, nil, nil
}

// target is the account that the path names; self is the token's own.
func (a *API) target(r *request) (*account.Profile, error) {
	id, err := r.userID()
	if err != nil {
		return nil, err
	}
	p, err := account.ByID(r.Ctx(), a.Store, r.Viewer(), id)
	if models.KindOf(err) == models.NotFound {
		return nil, errNoUser
	}
	return p, err
}

func (r *request) userID() (models.ID, error) {
	name := r.Param("user")
	if name == "self" {
		return r.Viewer(), nil
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
	if err := r.NeedFor(id); err != nil {
		return nil, nil, err
	}
	p, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	return a.fullUser(&p.User), nil, nil
}

func (a *API) updateSelf(r *request) (any, *page, error) {
	in := account.ProfileInput{Username: r.Optional("username"), FullName: r.Optional("full_name"), Bio: r.Optional("bio"),
		Website: r.Optional("website"), Grid: (*account.Grid)(r.Optional("grid"))}
	var err error
	if in.IsPrivate, err = r.Boolean("is_private"); err != nil {
		return nil, nil, err
	}
	if in.IsBusiness, err = r.Boolean("is_business"); err != nil {
		return nil, nil, err
	}
	if in.LikesHidden, err = r.Boolean("likes_hidden"); err != nil {
		return nil, nil, err
	}
	if err := account.UpdateProfile(r.Ctx(), a.Store, r.Viewer(), in); err != nil {
		return nil, nil, err
	}
	return a.self(r)
}

func (a *API) feed(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return feed.Page(r.Ctx(), a.Store, r.Viewer(), p)
	})
}

func (a *API) ownMedia(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.ByUser(r.Ctx(), a.Store, r.Viewer(), r.Viewer(), p)
	})
}

// draftMedia lists what is not published yet, planned posts among it.
func (a *API) draftMedia(r *request) (any, *page, error) {
	return keyPage(r, "cursor", a.show, func(before models.ID, n int) ([]post.View, models.ID, error) {
		return post.Drafts(r.Ctx(), a.Store, r.Viewer(), models.Page{Before: before, Limit: n})
	})
}

func (a *API) userMedia(r *request) (any, *page, error) {
	id, err := r.userID()
	if err != nil {
		return nil, nil, err
	}
	if err := r.NeedFor(id); err != nil {
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
		return post.ByUser(r.Ctx(), a.Store, r.Viewer(), u.ID, p)
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
	feed.Seen(a.Store, r.Viewer(), posts...)
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
		return post.Liked(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

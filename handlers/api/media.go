package api

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
)

var mediaRoutes = []route{
	{"GET", "/users/self/media/archived", "basic", "", (*API).archivedMedia},
	{"GET", "/media/shortcode/:code", "basic", "", (*API).mediaByCode},
	{"GET", "/media/:media", "basic", "", (*API).media},
	{"DELETE", "/media/:media", "publish", "", (*API).deleteMedia},
	{"POST", "/media/:media/publish", "publish",
		"caption? location? latitude longitude audience comments_enabled comments_from likes_hidden children*" +
			" product_tags*? publish_at time_zone published",
		(*API).publish},
	{"POST", "/media/:media/archive", "publish", "", (*API).archive},
	{"DELETE", "/media/:media/archive", "publish", "", (*API).unarchive},
	{"POST", "/media/:media/pin", "publish", "", (*API).pin},
	{"DELETE", "/media/:media/pin", "publish", "", (*API).unpin},
	{"GET", "/media/:media/likes", "basic", "", (*API).likers},
	{"POST", "/media/:media/likes", "likes", "", (*API).like},
	{"DELETE", "/media/:media/likes", "likes", "", (*API).unlike},
}

// post finds the media that the path names. A token with the basic scope alone
// sees its own media; everything else answers alike, there or not.
func (a *API) post(r *request) (*post.View, error) {
	id, owner, err := mediaKey(r.Param("media"))
	if err != nil {
		return nil, err
	}
	return a.postByID(r, id, owner)
}

func (a *API) postByID(r *request, id, owner models.ID) (*post.View, error) {
	scope := r.Need("public_content")
	if owner != 0 && owner != r.Viewer() && scope != nil {
		return nil, scope
	}
	p, err := post.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if scope != nil && (err != nil && models.KindOf(err) == models.NotFound || err == nil && p.OwnerID != r.Viewer()) {
		return nil, scope
	}
	if models.KindOf(err) == models.NotFound || err == nil && owner != 0 && p.OwnerID != owner {
		return nil, errNoMedia
	}
	return p, err
}

func (a *API) media(r *request) (any, *page, error) {
	id, owner, err := mediaKey(r.Param("media"))
	if err != nil {
		return nil, nil, err
	}
	p, err := a.postByID(r, id, owner)
	if err != nil {
		return a.mediaOfStory(r, id, owner, err)
	}
	feed.Seen(a.Store, r.Viewer(), *p)
	return a.mediaObject(p), nil, nil
}

func (a *API) mediaByCode(r *request) (any, *page, error) {
	id, err := models.ParseCode(r.Param("code"))
	if err != nil {
		return nil, nil, errNoMedia
	}
	p, err := a.postByID(r, id, 0)
	if err != nil {
		return a.mediaOfStory(r, id, 0, err)
	}
	return a.mediaObject(p), nil, nil
}

// ownHolder finds media that the token's account may change: a post, or a story.
func (a *API) ownHolder(r *request) (*post.View, *story.View, error) {
	p, absent := a.own(r)
	if models.KindOf(absent) != models.NotFound {
		return p, nil, absent
	}
	id, owner, err := mediaKey(r.Param("media"))
	if err != nil {
		return nil, nil, err
	}
	st, err := a.storyOfMedia(r, id, owner, absent)
	return nil, st, err
}

// own finds media that the token's account may change.
func (a *API) own(r *request) (*post.View, error) {
	id, owner, err := mediaKey(r.Param("media"))
	if err != nil {
		return nil, err
	}
	p, err := post.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	switch {
	case models.KindOf(err) == models.NotFound, err == nil && owner != 0 && owner != p.OwnerID:
		return nil, errNoMedia
	case err == nil && p.OwnerID != r.Viewer():
		return nil, errNotYours
	}
	return p, err
}

func (a *API) deleteMedia(r *request) (any, *page, error) {
	p, st, err := a.ownHolder(r)
	switch {
	case err != nil:
		return nil, nil, err
	case st != nil:
		return nil, nil, story.Delete(r.Ctx(), a.Store, st.OwnerID, st.ID)
	}
	return nil, nil, post.Delete(r.Ctx(), a.Store, p.OwnerID, p.ID)
}

func (a *API) publish(r *request) (any, *page, error) {
	p, err := a.own(r)
	if err != nil {
		return nil, nil, err
	}
	in := post.Changes{Publish: true}
	in.Caption, in.Location, in.Audience = r.Optional("caption"), r.Optional("location"), (*access.Audience)(r.Optional("audience"))
	in.CommentsFrom, in.Zone = (*access.Circle)(r.Optional("comments_from")), r.Text("time_zone")
	for _, err := range []error{
		r.read(&in.CommentsEnabled, "comments_enabled"),
		r.read(&in.LikesHidden, "likes_hidden"),
		r.readCoordinates(&in.Edit),
		r.readPublishAt(&in.PublishAt),
		r.readChildren(&in),
		r.readProducts(&in.Products),
	} {
		if err := in.Wrong.Add(err); err != nil {
			return nil, nil, err
		}
	}
	if err := post.Change(r.Ctx(), a.Store, p.OwnerID, p.ID, in); err != nil {
		return nil, nil, err
	}
	return a.again(r, p.ID)
}

func (r *request) readChildren(in *post.Changes) error {
	var wrong models.Problems
	for _, s := range r.List("children") {
		id, _, err := mediaKey(s)
		if err != nil {
			wrong = append(wrong, models.Invalidf("children", "api.error.not-media-id", "s", fmt.Sprintf("%q", s)))
			continue
		}
		in.Children = append(in.Children, id)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// again answers with the media as it is now.
func (a *API) again(r *request, id models.ID) (any, *page, error) {
	p, err := post.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, err
	}
	return a.mediaObject(p), nil, nil
}

func (a *API) likers(r *request) (any, *page, error) {
	p, err := a.post(r)
	if err != nil {
		return nil, nil, err
	}
	return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
		return post.Likers(r.Ctx(), a.Store, r.Viewer(), p.ID, after, n)
	})
}

func (a *API) like(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		_, err = post.Like(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

func (a *API) unlike(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		_, err = post.Unlike(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

// named reads the media id of a call that changes something there. An owner that
// is named must be the right one; whether there is a post, the call itself asks.
func (a *API) named(r *request) (models.ID, error) {
	id, owner, err := mediaKey(r.Param("media"))
	if err != nil || owner == 0 {
		return id, err
	}
	is, err := post.OwnerOf(r.Ctx(), a.Store, id)
	if err == nil && is != 0 && is != owner {
		err = errNoMedia
	}
	return id, err
}

// hideMedia words the absence of media as the dialect does.
func hideMedia(err error) error {
	if models.KindOf(err) == models.NotFound {
		return errNoMedia
	}
	return err
}

func (a *API) archivedMedia(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.ListArchived(r.Ctx(), a.Store, r.Viewer(), p)
	})
}

func (a *API) archive(r *request) (any, *page, error)   { return a.changeOwn(r, post.Archive) }
func (a *API) unarchive(r *request) (any, *page, error) { return a.changeOwn(r, post.Unarchive) }
func (a *API) pin(r *request) (any, *page, error)       { return a.changeOwn(r, post.Pin) }
func (a *API) unpin(r *request) (any, *page, error)     { return a.changeOwn(r, post.Unpin) }

// changeOwn carries out a change of media that the token's account may change.
func (a *API) changeOwn(r *request, change func(context.Context, *models.Store, models.ID, models.ID) error) (any, *page, error) {
	p, err := a.own(r)
	if err != nil {
		return nil, nil, err
	}
	if err := change(r.Ctx(), a.Store, p.OwnerID, p.ID); err != nil {
		return nil, nil, err
	}
	return a.again(r, p.ID)
}

package api

import (
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/feed"
)

var tagRoutes = []route{
	{"GET", "/tags/:tag", "public_content", "", (*API).tag},
	{"GET", "/tags/:tag/media/recent", "public_content", "", (*API).tagMedia},
	{"GET", "/tags/:tag/media/top", "public_content", "", (*API).topTagMedia},
	{"POST", "/tags/:tag/follow", "relationships", "", (*API).followTag},
	{"DELETE", "/tags/:tag/follow", "relationships", "", (*API).unfollowTag},
	{"GET", "/users/self/tags", "follower_list", "", (*API).followedTags},
}

func (a *API) tag(r *request) (any, *page, error) {
	t, err := discover.TagByName(r.Ctx(), a.Store, r.Param("tag"))
	if err != nil {
		return nil, nil, err
	}
	return tagObject{t.Name, t.MediaCount}, nil, nil
}

func (a *API) tagMedia(r *request) (any, *page, error) {
	p, err := r.pageOf("max_tag_id", "min_tag_id")
	if err != nil {
		return nil, nil, err
	}
	posts, next, err := discover.TagPosts(r.Ctx(), a.Store, r.Viewer(), r.Param("tag"), p)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.Viewer(), posts...)
	pages := r.next("max_tag_id", "next_max_tag_id", keyText(next))
	if next != 0 {
		(*pages)["next_max_id"] = keyText(next)
	}
	if len(posts) > 0 {
		(*pages)["min_tag_id"] = keyText(posts[0].Key())
	}
	return a.encoded(posts, pages)
}

func (a *API) topTagMedia(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	after, err := discover.ParseTopKey(r.Text("cursor"))
	if err != nil {
		return nil, nil, models.Invalidf("cursor", "api.error.not-place-list")
	}
	posts, next, err := discover.TopTagPosts(r.Ctx(), a.Store, r.Viewer(), r.Param("tag"), after, n)
	if err != nil {
		return nil, nil, err
	}
	feed.Seen(a.Store, r.Viewer(), posts...)
	return a.encoded(posts, r.next("cursor", "next_cursor", next.String()))
}

func (a *API) followTag(r *request) (any, *page, error) {
	return nil, nil, discover.FollowTag(r.Ctx(), a.Store, r.Viewer(), r.Param("tag"))
}

func (a *API) unfollowTag(r *request) (any, *page, error) {
	return nil, nil, discover.UnfollowTag(r.Ctx(), a.Store, r.Viewer(), r.Param("tag"))
}

func (a *API) followedTags(r *request) (any, *page, error) {
	return keyPage(r, "cursor", each(func(t *discover.TagView) tagObject { return tagObject{t.Name, t.MediaCount} }),
		func(before models.ID, n int) ([]discover.TagView, models.ID, error) {
			return discover.FollowedTags(r.Ctx(), a.Store, r.Viewer(), before, n)
		})
}

package api

import (
	"photogram/models"
	"photogram/models/post"
	"photogram/models/saved"
)

var savedRoutes = []route{
	{"GET", "/users/self/media/saved", "public_content", "", (*API).savedMedia},
	{"POST", "/media/:media/save", "likes", "", (*API).save},
	{"DELETE", "/media/:media/save", "likes", "", (*API).unsave},
	{"GET", "/users/self/collections", "public_content", "", (*API).collections},
	{"POST", "/users/self/collections", "likes", "name description?", (*API).createCollection},
	{"GET", "/users/self/collections/:collection", "public_content", "", (*API).collection},
	{"PATCH", "/users/self/collections/:collection", "likes", "name description? cover? shared new_link to beside",
		(*API).updateCollection},
	{"DELETE", "/users/self/collections/:collection", "likes", "", (*API).deleteCollection},
	{"GET", "/users/self/collections/:collection/media", "public_content", "", (*API).collectionMedia},
	{"POST", "/users/self/collections/:collection/media/:media", "likes", "to beside", (*API).collect},
	{"DELETE", "/users/self/collections/:collection/media/:media", "likes", "", (*API).uncollect},
}

func (a *API) savedMedia(r *request) (any, *page, error) {
	return keyPage(r, "max_save_id", a.show, func(before models.ID, n int) ([]post.View, models.ID, error) {
		return saved.Posts(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (a *API) save(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		err = saved.Save(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

func (a *API) unsave(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err == nil {
		_, err = saved.Unsave(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hideMedia(err)
}

type collectionObject struct {
	ID          string  `json:"id"`
	CreatedTime string  `json:"created_time"`
	Name        string  `json:"name"`
	Description string  `json:"description"`
	MediaCount  int64   `json:"media_count"`
	Cover       *images `json:"cover"`
	CoverID     *string `json:"cover_media_id"` // the one that was chosen; null for the newest
	Link        *string `json:"link"`           // null while it is not shared
}

func (a *API) collectionObject(v *saved.CollectionView, viewer models.ID) collectionObject {
	out := collectionObject{ID: v.ID.String(), CreatedTime: seconds(v.CreatedAt), Name: v.Name, Description: v.Description,
		MediaCount: v.Posts}
	if v.Cover != nil {
		files := a.AbsoluteFiles()
		files.Viewer = viewer
		cover, _ := imagesOf(files, v.Cover.Cover(), v.Cover.Public())
		out.Cover = &cover
		if id := mediaID(&v.Cover.Post); v.CoverID == v.Cover.ID {
			out.CoverID = &id
		}
	}
	if v.Link != "" {
		link := a.SharedURL(v.Link)
		out.Link = &link
	}
	return out
}

var errNoCollection = models.Say(models.Error{Kind: models.NotFound}, "api.error.collection-does-not-exist")

// collectionID reads the collection that the path names.
func (r *request) collectionID() (models.ID, error) {
	id, err := models.ParseID(r.Param("collection"))
	if err != nil {
		return 0, errNoCollection
	}
	return id, nil
}

func (a *API) collections(r *request) (any, *page, error) {
	show := each(func(v *saved.CollectionView) collectionObject { return a.collectionObject(v, r.Viewer()) })
	return keyPage(r, "cursor", show, func(before models.ID, n int) ([]saved.CollectionView, models.ID, error) {
		return saved.Collections(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (a *API) collection(r *request) (any, *page, error) {
	id, err := r.collectionID()
	if err != nil {
		return nil, nil, err
	}
	return a.collectionNow(r, id)
}

// collectionNow answers with a collection as it is now.
func (a *API) collectionNow(r *request, id models.ID) (any, *page, error) {
	v, err := saved.Own(r.Ctx(), a.Store, r.Viewer(), id)
	if models.KindOf(err) == models.NotFound {
		return nil, nil, errNoCollection
	}
	if err != nil {
		return nil, nil, err
	}
	return a.collectionObject(v, r.Viewer()), nil, nil
}

func (a *API) createCollection(r *request) (any, *page, error) {
	id, err := saved.Create(r.Ctx(), a.Store, r.Viewer(), r.Text("name"), r.Text("description"))
	if err != nil {
		return nil, nil, err
	}
	return a.collectionNow(r, id)
}

// updateCollection takes name, description, cover (a media id, or empty for
// the newest), shared, new_link, and to with beside for its place.
func (a *API) updateCollection(r *request) (any, *page, error) {
	id, err := r.collectionID()
	if err != nil {
		return nil, nil, err
	}
	in := saved.CollectionEdit{Name: r.Optional("name"), Description: r.Optional("description")}
	if cover := r.Optional("cover"); cover != nil {
		var post models.ID
		if *cover != "" {
			if post, _, err = mediaKey(*cover); err != nil {
				return nil, nil, models.Invalidf("cover", "api.error.not-media-id-2")
			}
		}
		in.Cover = &post
	}
	if in.Shared, err = r.Boolean("shared"); err != nil {
		return nil, nil, err
	}
	fresh, err := r.Boolean("new_link")
	if err != nil {
		return nil, nil, err
	}
	in.NewLink = fresh != nil && *fresh
	if in.Move, err = r.move(); err == nil {
		err = saved.Edit(r.Ctx(), a.Store, r.Viewer(), id, in)
	}
	if err != nil {
		return nil, nil, hideCollection(err)
	}
	return a.collectionNow(r, id)
}

func hideCollection(err error) error {
	if models.KindOf(err) == models.NotFound {
		return errNoCollection
	}
	return err
}

// move reads a new place: to, and beside for what it goes above or below.
func (r *request) move() (*models.Move, error) {
	m := &models.Move{To: r.Text("to")}
	var err error
	if s := r.Text("beside"); s != "" {
		if m.Beside, _, err = mediaKey(s); err != nil {
			return nil, models.Invalidf("beside", "api.error.not-id")
		}
	}
	if m.To == "" {
		return nil, nil
	}
	return m, nil
}

func (a *API) deleteCollection(r *request) (any, *page, error) {
	id, err := r.collectionID()
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, saved.Delete(r.Ctx(), a.Store, r.Viewer(), id)
}

func (a *API) collectionMedia(r *request) (any, *page, error) {
	id, err := r.collectionID()
	if err != nil {
		return nil, nil, err
	}
	return keyPage(r, "cursor", a.show, func(before models.ID, n int) ([]post.View, models.ID, error) {
		v, err := saved.Own(r.Ctx(), a.Store, r.Viewer(), id)
		if err != nil {
			return nil, 0, hideCollection(err)
		}
		return saved.PostsIn(r.Ctx(), a.Store, r.Viewer(), &v.Collection, before, n)
	})
}

// collect puts media into a collection. With to, and beside, it goes to a
// place there, also when it is in the collection already.
func (a *API) collect(r *request) (any, *page, error) {
	id, err := r.collectionID()
	if err != nil {
		return nil, nil, err
	}
	post, err := a.named(r)
	if err != nil {
		return nil, nil, err
	}
	m, err := r.move()
	if err != nil {
		return nil, nil, err
	}
	if _, err := saved.Own(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, hideCollection(err)
	}
	return nil, nil, hideMedia(saved.Collect(r.Ctx(), a.Store, r.Viewer(), id, post, m))
}

func (a *API) uncollect(r *request) (any, *page, error) {
	id, err := r.collectionID()
	if err != nil {
		return nil, nil, err
	}
	post, err := a.named(r)
	if err != nil {
		return nil, nil, err
	}
	_, err = saved.Uncollect(r.Ctx(), a.Store, r.Viewer(), id, post)
	return nil, nil, hideCollection(err)
}

package api

import (
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
)

var itemRoutes = []route{
	{"GET", "/media/:media/items", "publish", "", (*API).items},
	{"POST", "/media/:media/items", "publish", "file* alt_text*?", (*API).addItems},
	{"DELETE", "/media/:media/items/:item", "publish", "", (*API).removeItem},
	{"POST", "/media/:media/items/:item/replace", "publish", "file*", (*API).replaceItem},
	{"POST", "/media/:media/items/:item/retry", "publish", "", (*API).retryItem},
}

// ownItem is a photo or video as its owner knows it, also before others see it.
type ownItem struct {
	carouselItem
	Staged   bool   `json:"staged"`
	Replaces string `json:"replaces,omitempty"`
	Notice   string `json:"notice,omitempty"`
}

var errNoItem = models.NotFoundf("editor.error.photo-does-not-exist")

// whole is a post of the token's account with everything that belongs to it, or is to.
func (a *API) whole(r *request) (*post.View, error) {
	p, err := a.own(r)
	if err != nil {
		return nil, err
	}
	return post.Own(r.Ctx(), a.Store, r.Viewer(), p.ID)
}

func (a *API) ownItem(p *post.View, m *post.Media) ownItem {
	files, public := a.AbsoluteFiles(), p.Public() && !m.Staged
	files.Viewer = p.Viewer
	out := ownItem{carouselItem: a.carouselItem(files, m, public), Staged: m.Staged, Notice: m.Notice}
	out.clip = a.clip(files, p.ID, m, public)
	out.UsersInPhoto = a.usersIn(p.PeopleIn(m.ID))
	if m.Replaces != nil {
		out.Replaces = m.Replaces.String()
	}
	return out
}

func itemNamed(r *request, items []post.Media) (*post.Media, error) {
	for i := range items {
		if items[i].ID.String() == r.Param("item") {
			return &items[i], nil
		}
	}
	return nil, errNoItem
}

func (a *API) items(r *request) (any, *page, error) {
	p, err := a.whole(r)
	if err != nil {
		return nil, nil, err
	}
	out := make([]ownItem, len(p.Items))
	for i := range p.Items {
		out[i] = a.ownItem(p, &p.Items[i])
	}
	return out, nil, nil
}

// receiveFor reads the files of a call for a post of the token's account, which is
// looked up before anything is kept.
func (a *API) receiveFor(r *request) (p *post.View, ups []post.Upload, err error) {
	admit := func(token string) (err error) {
		if err = r.authenticate(token); err != nil {
			return err
		}
		if p, err = a.whole(r); err != nil {
			return err
		}
		return a.Store.MayUse(r.Ctx(), models.BudgetUpload, r.Viewer())
	}
	ups, err = r.Receive(a.Intake, admit, func(int) error { return r.checkTaken() })
	return p, ups, err
}

func (a *API) discard(r *request, ups []post.Upload) {
	for _, up := range ups {
		a.Intake.Discard(r.Ctx(), r.Viewer(), up)
	}
}

// addItems adds photos and videos to a post. One that is shared shows them once it is saved.
func (a *API) addItems(r *request) (any, *page, error) {
	p, ups, err := a.receiveFor(r)
	if err != nil {
		return nil, nil, err
	}
	if len(ups) == 0 {
		return nil, nil, models.Invalidf("file", "api.error.send-photo-multipart-form-data")
	}
	r.describe(ups)
	_, added, err := post.AddMedia(r.Ctx(), a.Store, r.Viewer(), p.ID, ups...)
	if err != nil {
		a.discard(r, ups)
		return nil, nil, err
	}
	out := make([]ownItem, len(added))
	for i := range added {
		out[i] = a.ownItem(p, &added[i])
	}
	return out, nil, nil
}

func (a *API) replaceItem(r *request) (any, *page, error) {
	p, ups, err := a.receiveFor(r)
	if err != nil {
		return nil, nil, err
	}
	m, err := itemNamed(r, p.Items)
	if err == nil && len(ups) != 1 {
		err = models.Invalidf("file", "editor.error.choose-one-photo")
	}
	if err == nil {
		m, err = post.ReplaceMedia(r.Ctx(), a.Store, p.OwnerID, p.ID, m.ID, ups[0])
	}
	if err != nil {
		a.discard(r, ups)
		return nil, nil, err
	}
	return a.ownItem(p, m), nil, nil
}

func (a *API) removeItem(r *request) (any, *page, error) {
	p, err := a.whole(r)
	if err != nil {
		return nil, nil, err
	}
	m, err := itemNamed(r, p.Items)
	if err != nil {
		return nil, nil, err
	}
	_, err = post.RemoveMedia(r.Ctx(), a.Store, p.OwnerID, p.ID, m.ID)
	return nil, nil, err
}

// retryItem has the files of an item made again after that failed.
func (a *API) retryItem(r *request) (any, *page, error) {
	p, st, err := a.ownHolder(r)
	if err != nil {
		return nil, nil, err
	}
	if st != nil {
		if _, err = itemNamed(r, []post.Media{*st.Media}); err == nil {
			err = story.Retry(r.Ctx(), a.Store, st.OwnerID, st.ID)
		}
		return nil, nil, err
	}
	if p, err = post.Own(r.Ctx(), a.Store, r.Viewer(), p.ID); err != nil {
		return nil, nil, err
	}
	m, err := itemNamed(r, p.Items)
	if err == nil {
		err = post.RetryMedia(r.Ctx(), a.Store, p.OwnerID, p.ID, m.ID)
	}
	return nil, nil, err
}

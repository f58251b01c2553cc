package api

import (
	"errors"
	"io"

	"photogram/models"
	"photogram/models/post"
)

var uploadRoutes = []route{
	{"GET", "/users/self/storage", "basic", "", (*API).storage},
	{"POST", "/media/upload", "publish", "file* url? alt_text*?", (*API).upload},
}

// upload makes a draft of the files that come; several make an album.
func (a *API) upload(r *request) (any, *page, error) {
	admit := func(token string) error {
		if err := r.authenticate(token); err != nil {
			return err
		}
		return a.Store.MayUse(r.Ctx(), models.BudgetUpload, r.Viewer())
	}
	check := func(files int) error {
		if err := r.checkTaken(); err != nil {
			return err
		}
		if files > 0 && r.Has("url") {
			return models.Invalidf("url", "api.error.send-either-files-address-not")
		}
		return nil
	}
	uploads, err := r.Receive(a.Intake, admit, check)
	if err != nil {
		return nil, nil, err
	}
	var out any
	if len(uploads) == 0 {
		out, err = a.uploadFrom(r)
	} else {
		out, err = a.addUploads(r, uploads)
	}
	return out, nil, err
}

// uploadFrom fetches the photo that the call names by url.
func (a *API) uploadFrom(r *request) (any, error) {
	if r.Text("url") == "" {
		return nil, models.Invalidf("file", "api.error.send-photo-multipart-form-data")
	}
	body, name, err := a.Fetch.Get(r.Ctx(), r.Text("url"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	source := &watched{Reader: body}
	up, err := a.Intake.Receive(r.Ctx(), r.Viewer(), name, source)
	if source.err != nil {
		err = models.Invalidf("url", "api.error.photo-cannot-fetched-ended-before")
	}
	if err != nil {
		return nil, err
	}
	return a.addUploads(r, []post.Upload{up})
}

// watched remembers that reading failed, as opposed to writing.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// describe gives files their alternative texts; the last counts for all that follow.
func (r *request) describe(uploads []post.Upload) {
	alts := r.Values["alt_text"]
	for i := range uploads {
		if len(alts) > 0 {
			uploads[i].AltText = alts[min(i, len(alts)-1)]
		}
	}
}

// addUploads makes a draft of what was received, or discards it.
func (a *API) addUploads(r *request, uploads []post.Upload) (any, error) {
	r.describe(uploads)
	id, items, err := post.AddMedia(r.Ctx(), a.Store, r.Viewer(), 0, uploads...)
	if err != nil {
		a.discard(r, uploads)
		return nil, err
	}
	p, err := post.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, err
	}
	answer := uploaded{mediaObject: a.mediaObject(p)}
	for _, m := range items {
		d, err := post.DuplicateOf(r.Ctx(), a.Store, m.OwnerID, m.ID)
		if err != nil {
			return nil, err
		}
		if m.Notice != "" {
			answer.Notices = append(answer.Notices, m.Notice)
		}
		if d != nil {
			answer.DuplicateOf = append(answer.DuplicateOf,
				duplicate{m.ID.String(), mediaID(&post.Post{OwnerID: m.OwnerID, ID: d.HolderID}), a.PostURL(d.HolderID) + "/",
					d.HolderID.Code(), d.State})
		}
	}
	return answer, nil
}

type storageUse struct {
	Used  int64 `json:"used_bytes"`  // by what was sent, unfinished uploads included
	Limit int64 `json:"limit_bytes"` // 0 for none
}

// storage says how much room the files of the account take.
func (a *API) storage(r *request) (any, *page, error) {
	s, err := post.StorageOf(r.Ctx(), a.Store, r.Viewer())
	return storageUse(s), nil, err
}

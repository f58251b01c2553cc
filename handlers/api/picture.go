package api

import (
	"context"
	"crypto/sha256"
	"io"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
)

var pictureRoutes = []route{
	{"POST", "/users/self/picture", "publish", "file* crop?", (*API).setPicture},
	{"DELETE", "/users/self/picture", "publish", "", (*API).removePicture},
}

// pictures is the Intake of a call that sends a picture of the account: the upload's name
// is the key of the picture to be.
type pictures struct{ Intake }

func (p pictures) Receive(ctx context.Context, owner models.ID, _ string, r io.Reader) (post.Upload, error) {
	sum := sha256.New()
	key, err := p.ReceiveAvatar(ctx, owner, io.TeeReader(r, sum))
	return post.Upload{FileName: key, SHA256: sum.Sum(nil)}, err
}

func (p pictures) Discard(ctx context.Context, owner models.ID, up post.Upload) {
	p.DiscardAvatar(ctx, owner, up.FileName)
}

// setPicture orders the account's picture from a file.
func (a *API) setPicture(r *request) (any, *page, error) {
	in := pictures{a.Intake}
	admit := func(token string) error {
		if err := r.authenticate(token); err != nil {
			return err
		}
		return a.Store.MayUse(r.Ctx(), models.BudgetUpload, r.Viewer())
	}
	ups, err := r.Receive(in, admit, func(int) error { return r.checkTaken() })
	if err != nil {
		return nil, nil, err
	}
	change := account.ProfileInput{AvatarCrop: r.Text("crop")}
	switch len(ups) {
	case 0:
		err = models.Invalidf("file", "account.error.picture-missing")
	case 1:
		change.Avatar = &ups[0].FileName
		err = account.UpdateProfile(r.Ctx(), a.Store, r.Viewer(), change)
	default:
		err = models.Invalidf("file", "account.error.one-picture")
	}
	if err != nil {
		for _, up := range ups {
			in.Discard(r.Ctx(), r.Viewer(), up)
		}
		return nil, nil, err
	}
	return a.self(r)
}

func (a *API) removePicture(r *request) (any, *page, error) {
	none := ""
	if err := account.UpdateProfile(r.Ctx(), a.Store, r.Viewer(), account.ProfileInput{Avatar: &none}); err != nil {
		return nil, nil, err
	}
	return a.self(r)
}

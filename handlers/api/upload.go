package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/models"
)

// maxField bounds one text field of a multipart form, in bytes.
const maxField = 64 << 10

// upload reads a multipart body as it arrives, so that nothing is kept of a
// caller without a token. Several files make an album.
func (a *API) upload(c *gin.Context) {
	r := &request{Context: c, api: a}
	data, err := a.receive(r)
	if err != nil {
		a.fail(c, err)
		return
	}
	c.PureJSON(http.StatusOK, envelope{Meta: meta{Code: http.StatusOK}, Data: data})
}

func (a *API) receive(r *request) (any, error) {
	if err := r.readParams(); err != nil {
		return nil, err
	}
	if token := findToken(r); token != "" {
		if err := a.authenticate(r, token, "publish"); err != nil {
			return nil, err
		}
	}
	r.Request.Body = http.MaxBytesReader(r.Writer, r.Request.Body, models.MaxItems*a.Intake.MaxBytes()+1<<20)
	parts, err := r.Request.MultipartReader()
	if err != nil {
		if r.token == nil {
			return nil, a.authenticate(r, "", "publish")
		}
		return nil, models.Invalidf("file", "Send the photo as multipart/form-data in the field file.")
	}
	var uploads []models.Upload
	kept := false
	defer func() {
		if !kept {
			for _, up := range uploads {
				a.Intake.Discard(r.ctx(), r.viewer(), up)
			}
		}
	}()
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, cutOff(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			text, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				return nil, cutOff(err)
			}
			r.params[part.FormName()] = append(r.params[part.FormName()], string(text))
			continue
		}
		if r.token == nil {
			// Fields that stand before the file may carry the token.
			if err := a.authenticate(r, r.text("access_token"), "publish"); err != nil {
				return nil, err
			}
		}
		if len(uploads) == models.MaxItems {
			return nil, models.Invalidf("file", "A post has at most %d photos.", models.MaxItems)
		}
		up, err := a.Intake.Receive(r.ctx(), r.viewer(), part.FileName(), part)
		if err != nil {
			return nil, cutOff(err)
		}
		uploads = append(uploads, up)
	}
	if r.token == nil {
		return nil, a.authenticate(r, r.text("access_token"), "publish")
	}
	if len(uploads) == 0 {
		return nil, models.Invalidf("file", "Send at least one photo in the field file.")
	}
	for i := range uploads {
		if alts := r.params["alt_text"]; len(alts) > 0 {
			uploads[i].AltText = alts[min(i, len(alts)-1)]
		}
	}
	id, _, err := a.Store.AddMedia(r.ctx(), r.viewer(), 0, uploads...)
	if err != nil {
		return nil, err
	}
	kept = true
	data, _, err := a.again(r, id)
	return data, err
}

// cutOff names what is wrong with a body that ended too early.
func cutOff(err error) error {
	if models.KindOf(err) != 0 {
		return err
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", models.Invalidf("file", "The upload ended before the file was complete, or was too large."), err)
	}
	return err
}

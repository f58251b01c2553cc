package api

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/post"
)

// maxField bounds one text field of a multipart form, in bytes.
const maxField = 64 << 10

// upload reads a multipart body as it arrives, so that nothing is kept of a
// caller without a token. Several files make an album.
func (a *API) upload(c *gin.Context) {
	r := &request{Context: c, api: a}
	data, err := a.receive(r)
	a.reply(r, data, nil, err)
}

// maxParts bounds the parts of an upload's form.
const maxParts = 3 * post.MaxItems

func (a *API) receive(r *request) (any, error) {
	bad := r.readParams()
	authenticate := func(token string) error {
		if r.token != nil {
			return nil
		}
		if err := a.authenticate(r, token, "publish"); err != nil {
			return err
		}
		return a.Store.MayUse(r.ctx(), models.BudgetUpload, r.viewer())
	}
	if token := findToken(r); token != "" || bad != nil {
		if err := authenticate(token); err != nil {
			return nil, err
		}
	}
	if bad != nil {
		return nil, bad
	}
	r.Request.Body = http.MaxBytesReader(r.Writer, r.Request.Body, post.MaxItems*a.Intake.MaxFileBytes()+1<<20)
	parts, err := r.Request.MultipartReader()
	if err != nil {
		// Not multipart, so the other kinds of form may carry the token.
		if err := authenticate(findToken(r)); err != nil {
			return nil, err
		}
		if err := r.checkTaken(r.route()); err != nil {
			return nil, err
		}
		if err := r.begin(r.hash()); err != nil {
			return nil, err
		}
		return a.uploadFrom(r)
	}
	// Fields that stand before the file may carry the token.
	fields := url.Values{}
	known := false
	admit := func() error {
		if known {
			return nil
		}
		if err := authenticate(fields.Get("access_token")); err != nil {
			return err
		}
		known = true
		return r.begin(nil)
	}
	sum := sha256.New()
	sum.Write(r.hash()) // of the address, so far
	var uploads []post.Upload
	kept := false
	defer func() {
		if !kept {
			for _, up := range uploads {
				a.Intake.Discard(r.ctx(), r.viewer(), up)
			}
		}
	}()
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(admit(), badForm(err))
		}
		if n == maxParts {
			return nil, errors.Join(admit(), models.Invalidf("file",
				"This form has more than %d parts; a post has at most %d photos.", maxParts, post.MaxItems))
		}
		name := part.FormName()
		if name != "file" || part.FileName() == "" {
			text, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				return nil, errors.Join(admit(), badForm(err))
			}
			if name != "access_token" {
				hashPart(sum, name, text)
			}
			fields.Add(name, string(text))
			r.params[name] = fields[name]
			continue
		}
		if err := admit(); err != nil {
			return nil, err
		}
		if len(uploads) == post.MaxItems {
			return nil, models.Invalidf("file", "A post has at most %d photos.", post.MaxItems)
		}
		if r.replays() {
			bytes := sha256.New()
			if _, err := io.Copy(bytes, part); err != nil {
				return nil, badForm(err)
			}
			hashPart(sum, name, bytes.Sum(nil))
			continue
		}
		up, err := a.Intake.Receive(r.ctx(), r.viewer(), part.FileName(), part)
		if err != nil {
			return nil, cutOff(err)
		}
		uploads = append(uploads, up)
		hashPart(sum, name, up.SHA256)
	}
	if err := admit(); err != nil {
		return nil, err
	}
	if err := r.checkTaken(r.route()); err != nil {
		return nil, err
	}
	if len(uploads) > 0 && r.has("url") {
		return nil, models.Invalidf("url", "Send either files or an address, not both.")
	}
	if err := r.settle(sum.Sum(nil)); err != nil {
		return nil, err
	}
	if len(uploads) == 0 {
		return a.uploadFrom(r)
	}
	kept = true
	return a.keep(r, uploads)
}

// uploadFrom fetches the photo that the call names by url.
func (a *API) uploadFrom(r *request) (any, error) {
	if r.text("url") == "" {
		return nil, models.Invalidf("file", "Send the photo as multipart/form-data in the field file, or its address in the field url.")
	}
	body, name, err := a.Fetch.Get(r.ctx(), r.text("url"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	source := &watched{Reader: body}
	up, err := a.Intake.Receive(r.ctx(), r.viewer(), name, source)
	if source.err != nil {
		err = models.Invalidf("url", "The photo can't be fetched: it ended before it was complete.")
	}
	if err != nil {
		return nil, err
	}
	return a.keep(r, []post.Upload{up})
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

// keep makes a draft of what was received, or discards it.
func (a *API) keep(r *request, uploads []post.Upload) (any, error) {
	for i := range uploads {
		if alts := r.params["alt_text"]; len(alts) > 0 {
			uploads[i].AltText = alts[min(i, len(alts)-1)]
		}
	}
	id, items, err := post.AddMedia(r.ctx(), a.Store, r.viewer(), 0, uploads...)
	if err != nil {
		for _, up := range uploads {
			a.Intake.Discard(r.ctx(), r.viewer(), up)
		}
		return nil, err
	}
	p, err := post.Visible(r.ctx(), a.Store, r.viewer(), id)
	if err != nil {
		return nil, err
	}
	answer := uploaded{mediaObject: a.mediaObject(p)}
	for _, m := range items {
		d, err := post.DuplicateOf(r.ctx(), a.Store, m.OwnerID, m.ID)
		if err != nil {
			return nil, err
		}
		if m.Notice != "" {
			answer.Notices = append(answer.Notices, m.Notice)
		}
		if d != nil {
			answer.DuplicateOf = append(answer.DuplicateOf,
				duplicate{m.ID.String(), mediaID(&post.Post{OwnerID: m.OwnerID, ID: d.PostID}), a.PostURL(d.PostID) + "/",
					d.PostID.Code(), d.State})
		}
	}
	return answer, nil
}

// badForm is for bodies that are no form, or not all of it.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || models.KindOf(err) == models.Unavailable {
		return err
	}
	return fmt.Errorf("%w: %w", models.Invalidf("file", "The upload ended before it was complete, or is no form. Send it again."), err)
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

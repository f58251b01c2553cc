package editor

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	discoverview "photogram/views/discover"
	editorview "photogram/views/editor"
	"photogram/views/ui"
	"photogram/web"
)

// maxField bounds one text field of a multipart form, in bytes.
const maxField = 64 << 10

func (a Pages) uploadPage(c *gin.Context) error {
	up := editorview.Upload{MaxBytes: a.Intake.MaxBytes(), Video: a.Intake.MaxVideo()}
	if s := c.Query("draft"); s != "" {
		id, err := models.ParseID(s)
		if err != nil {
			return page.ErrNoPost
		}
		if up.Draft, err = post.Own(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
			return err
		}
		if up.Draft.State == post.Publishing {
			return &models.Error{Kind: models.Conflict, Message: "This post is being shared just now. Change it in a moment."}
		}
	}
	return a.Page(c, http.StatusOK, editorview.UploadPage(a.Titled(c, text.T(page.Context(c), "site.new-post")), up), nil)
}

// received is what came in one upload request.
type received struct {
	Draft    models.ID
	Uploads  []post.Upload
	Problems []editorview.FileProblem
	Caption  string // what came with the files from another app
	first    error  // the first file's error
}

// Receive reads a multipart upload as it arrives. A file that is refused is
// noted; an error is about the request as a whole.
func (a Pages) Receive(c *gin.Context) (*received, error) {
	viewer := web.ViewerID(c)
	got := &received{}
	if s := c.Query("draft"); s != "" {
		id, err := models.ParseID(s)
		if err != nil {
			return nil, page.ErrNoPost
		}
		got.Draft = id
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, post.MaxItems*a.Intake.MaxFileBytes()+1<<20)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return nil, &web.StatusError{Status: http.StatusUnsupportedMediaType, Field: "file",
			Message: "Send the photo as multipart/form-data in the field file."}
	}
	for range 3 * post.MaxItems {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			a.discard(c, got)
			return nil, badForm(err)
		}
		switch part.FormName() {
		case "draft":
			text, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				a.discard(c, got)
				return nil, badForm(err)
			}
			if len(text) > 0 {
				if got.Draft, err = models.ParseID(string(text)); err != nil {
					a.discard(c, got)
					return nil, page.ErrNoPost
				}
			}
		case "text", "url": // of what another app shares
			text, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				a.discard(c, got)
				return nil, badForm(err)
			}
			got.Caption = strings.TrimSpace(got.Caption + "\n" + string(text))
		case "file":
			if part.FileName() == "" {
				continue // a file field that was left empty
			}
			if err := a.Store.MayUse(page.Context(c), models.BudgetUpload, viewer); err != nil {
				a.discard(c, got)
				return nil, err
			}
			up, err := a.Intake.Receive(page.Context(c), viewer, part.FileName(), part)
			if err == nil {
				got.Uploads = append(got.Uploads, up)
				continue
			}
			if kind := models.KindOf(err); kind == 0 || kind == models.NoSpace || kind == models.Unavailable {
				a.discard(c, got)
				return nil, broken(err)
			}
			got.Problems = append(got.Problems, editorview.FileProblem{Name: part.FileName(), Message: page.MessageOf(err)})
			if got.first == nil {
				got.first = err
			}
		}
	}
	a.discard(c, got)
	return nil, &web.StatusError{Status: http.StatusBadRequest,
		Message: fmt.Sprintf("This form has too many parts; a post has at most %d photos.", post.MaxItems)}
}

// badForm is for bodies that are no form, or not all of it. Only too many bytes
// are told apart.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || models.KindOf(err) == models.Unavailable {
		return err
	}
	return fmt.Errorf("%w: %w", &web.StatusError{Status: http.StatusBadRequest, Field: "file",
		Message: "The upload ended before the file was complete, or is no form. Send it again."}, err)
}

// broken is for files that could not be read to their end.
func broken(err error) error {
	if models.KindOf(err) == 0 && errors.Is(err, io.ErrUnexpectedEOF) {
		return &web.StatusError{Status: http.StatusBadRequest, Field: "file",
			Message: "The upload ended before the file was complete. Send it again."}
	}
	return err
}

func (a Pages) discard(c *gin.Context, got *received) {
	for _, up := range got.Uploads {
		a.Intake.Discard(page.Context(c), web.ViewerID(c), up)
	}
}

// AddUploads adds what was received to the draft, or to a new one.
func (a Pages) AddUploads(c *gin.Context, got *received) (models.ID, []post.Media, error) {
	id, items, err := post.AddMedia(page.Context(c), a.Store, web.ViewerID(c), got.Draft, got.Uploads...)
	if err != nil {
		a.discard(c, got)
	}
	return id, items, err
}

// upload takes photos from the plain form.
func (a Pages) upload(c *gin.Context) error {
	got, err := a.Receive(c)
	if err != nil {
		return err
	}
	return a.uploaded(c, got)
}

func (a Pages) uploaded(c *gin.Context, got *received) (err error) {
	if len(got.Uploads) == 0 {
		up := editorview.Upload{MaxBytes: a.Intake.MaxBytes(), Video: a.Intake.MaxVideo(), Files: got.Problems}
		if got.Draft != 0 {
			if up.Draft, err = post.Own(page.Context(c), a.Store, web.ViewerID(c), got.Draft); err != nil {
				return err
			}
		}
		if len(got.Problems) == 0 {
			up.Form.Problem = "Choose at least one photo."
		}
		return a.Page(c, http.StatusUnprocessableEntity, editorview.UploadPage(a.Titled(c, text.T(page.Context(c), "site.new-post")), up), nil)
	}
	id, _, err := a.AddUploads(c, got)
	if err != nil {
		return err
	}
	message := ""
	for _, p := range got.Problems {
		message += text.T(page.Context(c), "editor.not-added", "file", p.Name, "why", p.Message) + " "
	}
	return a.Done(c, urls.Captioned(urls.PostAction(id, "edit"), got.Caption), strings.TrimSpace(message), nil)
}

// uploadFile takes one photo from the page's script.
func (a Pages) uploadFile(c *gin.Context) error {
	got, err := a.Receive(c)
	if err != nil {
		return err
	}
	if got.first != nil {
		a.discard(c, got)
		return got.first
	}
	if len(got.Uploads) == 0 {
		return models.Invalidf("file", "Choose at least one photo.")
	}
	id, items, err := a.AddUploads(c, got)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, gin.H{"draft": id, "code": id.Code(), "item": items[0].ID, "edit": urls.PostAction(id, "edit"),
		"preview": urls.Item(id, items[0].ID, "preview.jpg")})
	return nil
}

func (a Pages) drafts(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := post.Drafts(page.Context(c), a.Store, web.ViewerID(c), models.Page{Before: before, Limit: page.GridPage})
	if err != nil {
		return err
	}
	chrome := a.Titled(c, text.T(page.Context(c), "site.drafts"))
	grid := ui.Grid{Posts: posts, Older: page.OlderURL(urls.Drafts, next)}
	var stories []story.View
	if before == 0 {
		if stories, err = story.Drafts(page.Context(c), a.Store, web.ViewerID(c)); err != nil {
			return err
		}
	}
	return a.Page(c, http.StatusOK, discoverview.DraftsPage(chrome, grid, stories), ui.GridPart(chrome, grid))
}

package editor

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	postview "photogram/views/post"
	"photogram/views/ui"
	"photogram/web"
)

var errNoVideo = models.NotFoundf("There is no such video.")

// caption serves what is said in a video, to whoever may see it.
func (a Pages) caption(c *gin.Context) error {
	postID, err := page.PostID(c)
	if err != nil {
		return err
	}
	item, err := models.ParseID(c.Param("item"))
	if err != nil {
		return page.ErrNoPost
	}
	text, err := post.VisibleCaption(page.Context(c), a.Store, web.ViewerID(c), postID, item, c.Param("lang"))
	if models.KindOf(err) == models.NotFound {
		return page.ErrNoPost // as for a post that is not there
	}
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, no-cache")
	c.Data(http.StatusOK, "text/vtt; charset=utf-8", []byte(text))
	return nil
}

// ownVideo is OwnMedia for videos alone.
func (a Pages) ownVideo(c *gin.Context) (*post.Media, error) {
	m, err := a.OwnMedia(c)
	switch {
	case err != nil:
		return nil, err
	case m == nil:
		return nil, errNoItem
	case !m.IsVideo():
		return nil, errNoVideo
	}
	return m, nil
}

func (a Pages) captionsPage(c *gin.Context) error {
	m, err := a.ownVideo(c)
	if err != nil {
		return err
	}
	return a.showCaptions(c, http.StatusOK, m, ui.Form{})
}

func (a Pages) showCaptions(c *gin.Context, status int, m *post.Media, form ui.Form) error {
	return a.Page(c, status, postview.CaptionsPage(a.Titled(c, text.T(page.Context(c), "post.captions")), *m, form), postview.CaptionsPart(*m, form))
}

// setCaption changes the captions of a video of a post or a story.
func (a Pages) setCaption(c *gin.Context, m *post.Media, in post.CaptionFile) error {
	holder := m.Holder()
	if holder.Kind == post.OfStory {
		return story.Change(page.Context(c), a.Store, m.OwnerID, holder.ID,
			story.Changes{Items: []post.ItemChange{{ID: m.ID, Caption: &in}}})
	}
	return post.SetCaption(page.Context(c), a.Store, m.OwnerID, holder.ID, m.ID, in)
}

// addCaption takes a WebVTT file.
func (a Pages) addCaption(c *gin.Context) error {
	m, err := a.ownVideo(c)
	if err != nil {
		return err
	}
	words, err := captionFile(c)
	if err == nil {
		err = a.setCaption(c, m, post.CaptionFile{Lang: c.PostForm("lang"), Label: c.PostForm("label"), Text: words})
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showCaptions(c, http.StatusUnprocessableEntity, m, form)
	}
	return a.captionsDone(c, text.T(page.Context(c), "editor.captions-added"))
}

func captionFile(c *gin.Context) (string, error) {
	file, err := c.FormFile("captions")
	if err != nil || file.Size == 0 {
		return "", models.Invalidf("captions", "Choose a WebVTT file (.vtt).")
	}
	f, err := file.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	// One byte more than may be, so that what is too long is told.
	raw, err := io.ReadAll(io.LimitReader(f, post.MaxCaptionFile+1))
	return string(raw), err
}

func (a Pages) removeCaption(c *gin.Context) error {
	m, err := a.ownVideo(c)
	if err != nil {
		return err
	}
	if err := a.setCaption(c, m, post.CaptionFile{Lang: c.Param("lang")}); err != nil {
		return err
	}
	return a.captionsDone(c, text.T(page.Context(c), "editor.captions-removed"))
}

func (a Pages) captionsDone(c *gin.Context, message string) error {
	m, err := a.ownVideo(c)
	if err != nil {
		return err
	}
	return a.Done(c, urls.Item(m.Holder().ID, m.ID, "captions"), message, postview.CaptionsPart(*m, ui.Form{}))
}

// readPoster reads which frame of a video was chosen; nil when none was.
func readPoster(c *gin.Context, m post.Media) (*time.Duration, error) {
	name := itemField(m.ID, "poster")
	s, ok := c.GetPostForm(name)
	if !ok || s == "" || !m.IsVideo() {
		return nil, nil
	}
	n, err := strconv.ParseFloat(s, 64)
	at := time.Duration(n * float64(time.Second)).Round(time.Millisecond)
	if err != nil || !(n >= 0 && n <= m.Duration().Seconds()+0.05) {
		return nil, models.Invalidf(name, "The frame is a number of seconds from 0 to %s.", post.Seconds(m.Duration()))
	}
	at = min(at, m.Duration())
	return &at, nil
}

package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"photogram/models"
	"photogram/models/post"
	"photogram/web"
)

// Lists of media are the API's hottest answers, and reflection is half of what
// they cost. The usual case, a public photo, is written here by hand, byte for
// byte as mediaObject would be; everything else goes through mediaObject.

// mediaJSON is an encoded list of media.
type mediaJSON []byte

func (a *API) mediaList(posts []post.View) (mediaJSON, error) {
	w := writer{b: make([]byte, 0, 2048*len(posts)+2), site: a.Site.BaseURL}
	w.raw("[")
	for i := range posts {
		if i > 0 {
			w.raw(",")
		}
		p := &posts[i]
		if p.Public() && p.MediaCount == 1 && p.CoverKey != "" && p.PublishAt == nil && p.PublishedAt != nil && len(p.Items) == 0 {
			w.photo(p, a.absoluteAvatar(p.Author), a.usersIn(p.People))
			continue
		}
		if err := w.object(a.mediaObject(p)); err != nil {
			return nil, err
		}
	}
	w.raw("]")
	return mediaJSON(w.b), nil
}

// show is mediaList for keyPage.
func (a *API) show(posts []post.View) (any, error) { return a.mediaList(posts) }

// encoded is the end of a handler that answers with a list of media.
func (a *API) encoded(posts []post.View, pages *page) (any, *page, error) {
	list, err := a.mediaList(posts)
	return list, pages, err
}

// inEnvelope encodes an answer.
func inEnvelope(data any, pages *page) ([]byte, error) {
	list, ok := data.(mediaJSON)
	if !ok {
		var w writer
		err := w.object(envelope{meta{Code: 200}, data, pages})
		return append(w.b, '\n'), err
	}
	w := writer{b: make([]byte, 0, len(list)+256)}
	w.raw(`{"meta":{"code":200},"data":`)
	w.b = append(w.b, list...)
	if pages != nil {
		w.raw(`,"pagination":`)
		if err := w.object(pages); err != nil {
			return nil, err
		}
	}
	w.raw("}\n")
	return w.b, nil
}

type writer struct {
	b    []byte
	site string
}

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

// object encodes as encoding/json does, without the newline and without HTML escapes.
func (w *writer) object(v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	w.b = append(w.b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
	return nil
}

func (w *writer) number(n int64) { w.b = strconv.AppendInt(w.b, n, 10) }

func (w *writer) float(f *float64) {
	if f == nil {
		w.raw("null")
		return
	}
	_ = w.object(*f) // finite numbers cannot fail to encode
}

func (w *writer) id(id models.ID) {
	w.raw(`"`)
	w.number(int64(id))
	w.raw(`"`)
}

// text writes a JSON string; what needs escapes is left to encoding/json.
func (w *writer) text(s string) {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' || b >= utf8.RuneSelf {
			// Strings cannot fail to encode.
			_ = w.object(s)
			return
		}
	}
	w.raw(`"`)
	w.raw(s)
	w.raw(`"`)
}

func (w *writer) image(key, name string, width, height int) {
	w.raw(`{"url":"`)
	w.raw(w.site)
	w.raw(web.RenditionPrefix)
	w.raw(key)
	w.raw("/")
	w.raw(name)
	w.raw(`","width":`)
	w.number(int64(width))
	w.raw(`,"height":`)
	w.number(int64(height))
	w.raw("}")
}

func (w *writer) square(p *post.View, name string, side int) {
	n := models.SquareSide(side, p.CoverWidth, p.CoverHeight)
	w.image(p.CoverKey, name, n, n)
}

func (w *writer) photo(p *post.View, avatar string, people []person) {
	at := p.PublishedAt.Unix()
	w.raw(`{"id":"`)
	w.number(int64(p.ID))
	w.raw("_")
	w.number(int64(p.OwnerID))
	w.raw(`","type":`)
	w.text(p.Kind)
	w.raw(`,"created_time":"`)
	w.number(at)
	w.raw(`","link":"`)
	code := p.Code()
	w.raw(w.site)
	w.raw("/p/")
	w.raw(code)
	w.raw(`/","filter":`)
	w.text(p.Filter)
	w.raw(`,"user":{"id":`)
	w.id(p.Author.ID)
	w.raw(`,"username":`)
	w.text(p.Author.Username)
	w.raw(`,"full_name":`)
	w.text(p.Author.FullName)
	w.raw(`,"profile_picture":`)
	w.text(avatar)
	w.raw(`},"caption":`)
	if p.Caption == "" {
		w.raw("null")
	} else {
		if p.CaptionedAt != nil {
			at = p.CaptionedAt.Unix()
		}
		w.raw(`{"id":`)
		w.id(p.CaptionID)
		w.raw(`,"created_time":"`)
		w.number(at)
		w.raw(`","text":`)
		w.text(p.Caption)
		w.raw(`,"from":{"id":`)
		w.id(p.Author.ID)
		w.raw(`,"username":`)
		w.text(p.Author.Username)
		w.raw("}}")
	}
	w.raw(`,"tags":[`)
	for i, tag := range models.TagsIn(p.Caption) {
		if i > 0 {
			w.raw(",")
		}
		w.text(tag)
	}
	w.raw(`],"likes":{"count":`)
	w.number(p.LikesCount)
	w.raw(`,"data":[]},"comments":{"count":`)
	w.number(p.CommentsCount)
	w.raw(`,"data":[]},"user_has_liked":`)
	w.b = strconv.AppendBool(w.b, p.Liked)
	w.raw(`,"images":{"thumbnail":`)
	w.square(p, "sq150.jpg", 150)
	w.raw(`,"low_resolution":`)
	w.square(p, "sq320.jpg", 320)
	w.raw(`,"standard_resolution":`)
	w.square(p, "sq640.jpg", 640)
	w.raw(`},"users_in_photo":[`)
	for i, person := range people {
		if i > 0 {
			w.raw(",")
		}
		_ = w.object(person) // numbers and texts cannot fail to encode
	}
	w.raw(`],"location":`)
	if p.Location == "" {
		w.raw("null")
	} else {
		w.raw(`{"id":`)
		if p.PlaceID == nil {
			w.raw("null")
		} else {
			w.number(int64(*p.PlaceID))
		}
		w.raw(`,"name":`)
		w.text(p.Location)
		w.raw(`,"latitude":`)
		w.float(p.Latitude)
		w.raw(`,"longitude":`)
		w.float(p.Longitude)
		w.raw("}")
	}
	w.raw(`,"attribution":null,"alt_text":`)
	w.text(p.CoverAlt)
	w.raw(`,"placeholder":`)
	w.text(p.CoverPlaceholder)
	w.raw(`,"width":`)
	w.number(int64(p.CoverWidth))
	w.raw(`,"height":`)
	w.number(int64(p.CoverHeight))
	w.raw(`,"renditions":[`)
	for i, width := range models.RenditionWidths(p.CoverWidth) {
		if i > 0 {
			w.raw(",")
		}
		w.image(p.CoverKey, models.WidthName(width, "jpg"), width, scaled(p.CoverWidth, p.CoverHeight, width))
	}
	w.raw(`],"state":"published","audience":"everyone","comments_enabled":`)
	w.b = strconv.AppendBool(w.b, p.CommentsEnabled)
	w.raw(`,"comments_from":`)
	w.text(commentsFrom(p))
	w.raw(`,"shortcode":"`)
	w.raw(code)
	w.raw(`","user_has_saved":`)
	w.b = strconv.AppendBool(w.b, p.Saved)
	w.raw("}")
}

// scaled is the height of a picture of w × h at another width.
func scaled(w, h, width int) int { return max(1, (h*width+w/2)/w) }

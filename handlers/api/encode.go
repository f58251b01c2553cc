package api

import (
	"photogram/handlers/call"
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
	w := writer{call.Writer{B: make([]byte, 0, 2048*len(posts)+2)}, a.Site.BaseURL}
	w.Raw("[")
	for i := range posts {
		if i > 0 {
			w.Raw(",")
		}
		p := &posts[i]
		if p.Public() && p.MediaCount == 1 && p.CoverKey != "" && p.PublishAt == nil && p.PublishedAt != nil && len(p.Items) == 0 &&
			len(p.Products) == 0 {
			w.photo(p, a.absoluteAvatar(p.Author), a.usersIn(p.People))
			continue
		}
		if err := w.Object(a.mediaObject(p)); err != nil {
			return nil, err
		}
	}
	w.Raw("]")
	return mediaJSON(w.B), nil
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
		return call.Encode(envelope{meta{Code: 200}, data, pages})
	}
	w := call.Writer{B: make([]byte, 0, len(list)+256)}
	w.Raw(`{"meta":{"code":200},"data":`)
	w.B = append(w.B, list...)
	if pages != nil {
		w.Raw(`,"pagination":`)
		if err := w.Object(pages); err != nil {
			return nil, err
		}
	}
	w.Raw("}\n")
	return w.B, nil
}

// writer writes what media have.
type writer struct {
	call.Writer
	site string
}

func (w *writer) image(key, name string, width, height int) {
	w.Raw(`{"url":"`)
	w.Raw(w.site)
	w.Raw(web.RenditionPrefix)
	w.Raw(key)
	w.Raw("/")
	w.Raw(name)
	w.Raw(`","width":`)
	w.Number(int64(width))
	w.Raw(`,"height":`)
	w.Number(int64(height))
	w.Raw("}")
}

func (w *writer) square(p *post.View, name string, side int) {
	n := models.SquareSide(side, p.CoverWidth, p.CoverHeight)
	w.image(p.CoverKey, name, n, n)
}

func (w *writer) photo(p *post.View, avatar string, people []person) {
	at := p.PublishedAt.Unix()
	w.Raw(`{"id":"`)
	w.Number(int64(p.ID))
	w.Raw("_")
	w.Number(int64(p.OwnerID))
	w.Raw(`","type":`)
	w.Text(string(p.Kind))
	w.Raw(`,"created_time":"`)
	w.Number(at)
	w.Raw(`","link":"`)
	code := p.Code()
	w.Raw(w.site)
	w.Raw("/p/")
	w.Raw(code)
	w.Raw(`/","filter":`)
	w.Text(p.Filter)
	w.Raw(`,"user":{"id":`)
	w.ID(p.Author.ID)
	w.Raw(`,"username":`)
	w.Text(p.Author.Username)
	w.Raw(`,"full_name":`)
	w.Text(p.Author.FullName)
	w.Raw(`,"profile_picture":`)
	w.Text(avatar)
	w.Raw(`},"caption":`)
	if p.Caption == "" {
		w.Raw("null")
	} else {
		if p.CaptionedAt != nil {
			at = p.CaptionedAt.Unix()
		}
		w.Raw(`{"id":`)
		w.ID(p.CaptionID)
		w.Raw(`,"created_time":"`)
		w.Number(at)
		w.Raw(`","text":`)
		w.Text(p.Caption)
		w.Raw(`,"from":{"id":`)
		w.ID(p.Author.ID)
		w.Raw(`,"username":`)
		w.Text(p.Author.Username)
		w.Raw("}}")
	}
	w.Raw(`,"tags":[`)
	for i, tag := range models.TagsIn(p.Caption) {
		if i > 0 {
			w.Raw(",")
		}
		w.Text(tag)
	}
	w.Raw(`],"likes":{`)
	if p.LikesShown() {
		w.Raw(`"count":`)
		w.Number(p.LikesCount)
		w.Raw(",")
	}
	w.Raw(`"data":[]},"comments":{"count":`)
	w.Number(p.CommentsCount)
	w.Raw(`,"data":[]},"user_has_liked":`)
	w.Boolean(p.Liked)
	w.Raw(`,"images":{"thumbnail":`)
	w.square(p, "sq150.jpg", 150)
	w.Raw(`,"low_resolution":`)
	w.square(p, "sq320.jpg", 320)
	w.Raw(`,"standard_resolution":`)
	w.square(p, "sq640.jpg", 640)
	w.Raw(`},"users_in_photo":[`)
	for i, person := range people {
		if i > 0 {
			w.Raw(",")
		}
		_ = w.Object(person) // numbers and texts cannot fail to encode
	}
	w.Raw(`],"location":`)
	if p.Location == "" {
		w.Raw("null")
	} else {
		w.Raw(`{"id":`)
		if p.PlaceID == nil {
			w.Raw("null")
		} else {
			w.Number(int64(*p.PlaceID))
		}
		w.Raw(`,"name":`)
		w.Text(p.Location)
		w.Raw(`,"latitude":`)
		w.Float(p.Latitude)
		w.Raw(`,"longitude":`)
		w.Float(p.Longitude)
		w.Raw("}")
	}
	w.Raw(`,"attribution":null,"alt_text":`)
	w.Text(p.CoverAlt)
	w.Raw(`,"placeholder":`)
	w.Text(p.CoverPlaceholder)
	w.Raw(`,"width":`)
	w.Number(int64(p.CoverWidth))
	w.Raw(`,"height":`)
	w.Number(int64(p.CoverHeight))
	w.Raw(`,"renditions":[`)
	for i, width := range models.WidthsOf(p.CoverKey, p.CoverWidth) {
		if i > 0 {
			w.Raw(",")
		}
		w.image(p.CoverKey, models.WidthName(width, "jpg"), width, scaled(p.CoverWidth, p.CoverHeight, width))
	}
	w.Raw(`],"state":"published","audience":"everyone","comments_enabled":`)
	w.Boolean(p.CommentsEnabled)
	w.Raw(`,"comments_from":`)
	w.Text(string(commentsFrom(p)))
	w.Raw(`,"shortcode":"`)
	w.Raw(code)
	w.Raw(`","user_has_saved":`)
	w.Boolean(p.Saved)
	w.Raw(`,"likes_hidden":`)
	w.Boolean(p.LikesHidden)
	w.Raw(`,"pinned":`)
	w.Boolean(p.PinnedAt != nil)
	w.Raw("}")
}

// scaled is the height of a picture of w × h at another width.
func scaled(w, h, width int) int { return max(1, (h*width+w/2)/w) }

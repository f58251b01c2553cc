package api

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/web"
)

// oembedObject is an answer by the oEmbed specification 1.0 (https://oembed.com).
type oembedObject struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Version         string   `json:"version" xml:"version"`
	Type            string   `json:"type" xml:"type"`
	Title           string   `json:"title,omitempty" xml:"title,omitempty"`
	AuthorName      string   `json:"author_name" xml:"author_name"`
	AuthorURL       string   `json:"author_url" xml:"author_url"`
	ProviderName    string   `json:"provider_name" xml:"provider_name"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url"`
	CacheAge        int      `json:"cache_age" xml:"cache_age"` // seconds
	ThumbnailURL    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWidth  int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHeight int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
	HTML            string   `json:"html,omitempty" xml:"html,omitempty"`
	Width           int      `json:"width,omitempty" xml:"width,omitempty"`
	Height          int      `json:"height,omitempty" xml:"height,omitempty"`
}

const (
	oembedWidth    = 540
	oembedCacheAge = 3600
)

// oembed answers for the address of a post or a profile that everybody may
// see. It asks for no token, and what is not public does not exist. It is not
// in the envelope of the API: the specification has its own form.
func (a *API) oembed(c *gin.Context) {
	r := a.newRequest(c, nil)
	allowance, err := a.Store.Take(r.Ctx(), a.APILimit(), "address-"+web.Network(c))
	if err == nil {
		r.SayLimit(allowance)
		if !allowance.OK {
			err = call.TooMany(allowance)
		}
	}
	var out *oembedObject
	if err == nil {
		out, err = a.oembedOf(c)
	}
	if err != nil {
		a.failOembed(c, err)
		return
	}
	c.Header("Cache-Control", "public, max-age=60")
	if c.Query("format") == "xml" {
		body, _ := xml.Marshal(out) // texts and numbers cannot fail to encode
		call.SendAs(c, http.StatusOK, "text/xml; charset=utf-8", append([]byte(xml.Header), body...))
		return
	}
	body, _ := call.Encode(out)
	call.Send(c, http.StatusOK, body)
}

// failOembed answers with the statuses of the specification, which differ from the dialect's.
func (a *API) failOembed(c *gin.Context, err error) {
	e := wordError(err)
	if models.KindOf(err) == models.NotFound {
		e = &apiError{http.StatusNotFound, typeNotFound, "There is nothing public at this address."}
	}
	if !strings.HasSuffix(c.Request.URL.Path, "/instagram_oembed") {
		a.fail(c, e)
		return
	}
	status, _ := a.failure(c, e)
	body, _ := call.Encode(graphFailure{graphError{e.message, "OAuthException", 100, web.RequestID(c)}}) // texts cannot fail to encode
	call.Send(c, min(status, http.StatusBadRequest), body)
}

// graphFailure is an error in the words of the other dialect, whose programs ask here as well.
type graphFailure struct {
	Error graphError `json:"error"`
}

type graphError struct {
	Message string `json:"message"`
	Type    string `json:"type"`
	Code    int    `json:"code"`
	Trace   string `json:"fbtrace_id"`
}

func (a *API) oembedOf(c *gin.Context) (*oembedObject, error) {
	if format := c.Query("format"); format != "" && format != "json" && format != "xml" {
		return nil, &apiError{http.StatusNotImplemented, typeInvalid, "format: Ask for json or xml."}
	}
	if c.Query("url") == "" {
		return nil, models.Invalidf("url", "api.error.send-address-post-profile")
	}
	maxWidth, err := oembedSize(c, "maxwidth")
	if err != nil {
		return nil, err
	}
	maxHeight, err := oembedSize(c, "maxheight")
	if err != nil {
		return nil, err
	}
	out := &oembedObject{Version: "1.0", ProviderName: a.Site.Name, ProviderURL: a.Site.BaseURL + "/", CacheAge: oembedCacheAge}
	parts := a.pathOf(c.Query("url"))
	switch {
	case len(parts) == 2 && parts[0] == "p":
		return out, a.oembedPost(c, out, parts[1], maxWidth, maxHeight)
	case len(parts) == 1 && parts[0] != "":
		return out, a.oembedProfile(c, out, parts[0], maxWidth, maxHeight)
	}
	return nil, errNoMedia
}

// oembedSize reads a limit in pixels; without one there is none.
func oembedSize(c *gin.Context, name string) (int, error) {
	s := c.Query(name)
	if s == "" {
		return 1 << 20, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, models.Invalidf(name, "api.error.send-number-pixels")
	}
	return n, nil
}

// pathOf is the path of an address of this site, in parts; nil for others.
func (a *API) pathOf(address string) []string {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return nil
	}
	own, err := url.Parse(a.Site.BaseURL)
	if err != nil || !strings.EqualFold(u.Host, own.Host) || u.Scheme != "https" && u.Scheme != "http" {
		return nil
	}
	return strings.Split(strings.Trim(u.Path, "/"), "/")
}

func (a *API) oembedPost(c *gin.Context, out *oembedObject, code string, maxWidth, maxHeight int) error {
	id, err := models.ParseCode(code)
	if err != nil {
		return errNoMedia
	}
	p, err := post.Visible(c.Request.Context(), a.Store, 0, id)
	if err != nil {
		return err
	}
	if !p.Public() {
		return errNoMedia
	}
	out.Type, out.Title = "rich", shortTitle(p)
	out.author(a, p.Author)
	out.Width = min(oembedWidth, maxWidth)
	out.HTML, out.Height = a.EmbedFrame(c.Request.Context(), *p, out.Width, maxHeight)
	files := a.AbsoluteFiles()
	pick := func(name string, w, h int) bool {
		if w > maxWidth || h > maxHeight {
			return false
		}
		out.ThumbnailURL, out.ThumbnailWidth, out.ThumbnailHeight = files.Rendition(p.CoverKey, name, true), w, h
		return true
	}
	for _, w := range models.WidthsOf(p.CoverKey, p.CoverWidth) {
		if w <= 640 {
			pick(models.WidthName(w, "jpg"), w, scaled(p.CoverWidth, p.CoverHeight, w))
		}
	}
	if out.ThumbnailURL == "" {
		side := models.SquareSide(150, p.CoverWidth, p.CoverHeight)
		pick(models.SquareName(150, "jpg"), side, side)
	}
	return nil
}

func (a *API) oembedProfile(c *gin.Context, out *oembedObject, name string, maxWidth, maxHeight int) error {
	p, err := account.ByUsername(c.Request.Context(), a.Store, 0, name)
	if err != nil {
		return err
	}
	if p.IsPrivate {
		return errNoUser
	}
	author := p.Author()
	out.Type, out.Title = "link", author.DisplayName()+" (@"+author.Username+")"
	out.author(a, author)
	for _, side := range models.SquareSizes {
		if p.AvatarKey != "" && side <= min(maxWidth, maxHeight, 320) {
			out.ThumbnailURL, out.ThumbnailWidth, out.ThumbnailHeight = a.AbsoluteFiles().Avatar(author, side), side, side
		}
	}
	return nil
}

func (o *oembedObject) author(a *API, by access.Author) {
	o.AuthorName, o.AuthorURL = by.DisplayName(), a.ProfileURL(by.Username)
}

// shortTitle is the beginning of a caption, or whose photo it is.
func shortTitle(p *post.View) string {
	title := strings.Join(strings.Fields(p.Caption), " ")
	if title == "" {
		return "Photo by " + p.Author.DisplayName()
	}
	if r := []rune(title); len(r) > 140 {
		return string(r[:139]) + "…"
	}
	return title
}

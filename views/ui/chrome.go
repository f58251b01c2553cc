package ui

import (
	"context"
	"strings"

	"photogram/models"
	"photogram/models/post"
	"photogram/urls"
)

// page is what a page tells the layout about itself.
type page struct {
	class   string   // of the body
	scripts []string // assets beside app.js
	Refresh int      // seconds until the page asks again when scripts are off; 0 for never
}

// Titled gives a page its title where the handler gave none.
func (c Chrome) Titled(title string) Chrome {
	if c.Title == "" {
		c.Title = title
	}
	return c
}

// On says what sort of page this is: its body's class and its scripts.
func (c Chrome) On(class string, scripts ...string) Chrome {
	c.Page.class, c.Page.scripts = class, scripts
	return c
}

// said are the parts of the catalogue that a script says beside script.app.
var said = map[string][]string{
	"composer.js": {"composer", "keeper"},
	"console.js":  {"console"},
	"editor.js":   {"editor", "keeper", "mark"},
	"goods.js":    {"mark"},
	"upload.js":   {"upload"},
	"viewer.js":   {"viewer"},
}

// parts are those of what the scripts of this page say.
func (c Chrome) parts() []string {
	parts := []string{"app"}
	for _, name := range c.Page.scripts {
		parts = append(parts, said[name]...)
	}
	return parts
}

// Refreshing lets a page ask again by itself where there are no scripts.
func (c Chrome) Refreshing(on bool) Chrome {
	if on {
		c.Page.Refresh = 5
	}
	return c
}

func (c Chrome) fullTitle() string {
	if c.Title == "" {
		return c.SiteName
	}
	return c.Title + " · " + c.SiteName
}

func (c Chrome) bodyClass() string {
	if c.Viewer == nil {
		return "visitor " + c.Page.class
	}
	return "member " + c.Page.class
}

// canonical is the page's address without its query.
func (c Chrome) canonical() string {
	if c.Graph != nil && c.Graph.URL != "" {
		return c.Graph.URL
	}
	path, _, _ := strings.Cut(c.Path, "?")
	return c.BaseURL + path
}

// at is whether this page is the one at path, for the navigation.
func (c Chrome) at(path string) bool {
	here, _, _ := strings.Cut(c.Path, "?")
	return here == path
}

// Absolute makes an address of this site one that other sites can use.
func (c Chrome) Absolute(url string) string {
	if strings.HasPrefix(url, "/") {
		return c.BaseURL + url
	}
	return url
}

// loginHere is the login page, which leads back to this page.
func (c Chrome) loginHere() string { return urls.WithQuery(urls.Login, "next", c.Path) }

// Is says whether the viewer is this account.
func (c Chrome) Is(id models.ID) bool { return c.Viewer != nil && c.Viewer.ID == id }

// GraphOf describes a post to other sites, if everybody may see it.
func (c Chrome) GraphOf(ctx context.Context, p post.View) *Graph {
	if c.Graph != nil || !p.Public() || p.CoverKey == "" {
		return c.Graph
	}
	width := PlainWidth(p.Cover())
	return &Graph{
		Type:        "article",
		URL:         c.Absolute(urls.Post(p.ID)),
		Image:       c.Absolute(c.Files.Rendition(p.CoverKey, models.WidthName(width, "jpg"), true)),
		ImageAlt:    AltOf(ctx, p.CoverAlt, p.Author),
		ImageWidth:  width,
		ImageHeight: max(1, (p.CoverHeight*width+p.CoverWidth/2)/max(1, p.CoverWidth)),
	}
}

// htmxConfig keeps htmx within the content security policy, and lets answers
// of 422 be shown, since they carry the form with what is wrong in it.
const htmxConfig = `{"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,` +
	`"includeIndicatorStyles":false,"scrollIntoViewOnBoost":false,"timeout":30000,"responseHandling":[` +
	`{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"422","swap":true,"error":false},` +
	`{"code":"[45]..","swap":false,"error":true}]}`

package home

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/static"
	"photogram/text"
	"photogram/urls"
	homeview "photogram/views/home"
)

// The manifest says how the site is installed on a phone or a desk, by the
// specifications "Web Application Manifest" and "Web Share Target API".
type manifest struct {
	ID              string       `json:"id"`
	Name            string       `json:"name"`
	ShortName       string       `json:"short_name"`
	Description     string       `json:"description"`
	Lang            string       `json:"lang"`
	Dir             string       `json:"dir"`
	StartURL        string       `json:"start_url"`
	Scope           string       `json:"scope"`
	Display         string       `json:"display"`
	BackgroundColor string       `json:"background_color"`
	ThemeColor      string       `json:"theme_color"`
	Categories      []string     `json:"categories"`
	Icons           []icon       `json:"icons"`
	Shortcuts       []shortcut   `json:"shortcuts"`
	ShareTarget     *shareTarget `json:"share_target"`
}

type icon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

type shortcut struct {
	Name  string `json:"name"`
	URL   string `json:"url"`
	Icons []icon `json:"icons"`
}

type shareTarget struct {
	Action  string      `json:"action"`
	Method  string      `json:"method"`
	Enctype string      `json:"enctype"`
	Params  shareParams `json:"params"`
}

type shareParams struct {
	Title string      `json:"title"`
	Text  string      `json:"text"`
	URL   string      `json:"url"`
	Files []shareFile `json:"files"`
}

type shareFile struct {
	Name   string   `json:"name"`
	Accept []string `json:"accept"`
}

// Manifest answers with the site's own. It is the same for everybody.
func (a Pages) Manifest(c *gin.Context) {
	ctx := page.Context(c)
	png := func(name, sizes, purpose string) icon { return icon{static.URL(name), sizes, "image/png", purpose} }
	short := func(name, path, picture string) shortcut {
		return shortcut{name, path, []icon{png("shortcut-"+picture+".png", "192x192", "any")}}
	}
	accept := []string{"image/*"}
	if a.Intake.MaxVideo().Bytes > 0 {
		accept = append(accept, "video/*")
	}
	m := manifest{
		ID: urls.Home, Name: a.Site.Name, ShortName: a.Site.Name, Lang: "en", Dir: "ltr",
		Description: text.T(ctx, "site.lede"),
		StartURL:    urls.Home, Scope: urls.Home, Display: "standalone", BackgroundColor: "#12100f", ThemeColor: "#12100f",
		Categories: []string{"photo", "social"},
		Icons: []icon{
			{static.URL("favicon.svg"), "any", "image/svg+xml", "any"},
			png("icon-192.png", "192x192", "any"), png("icon-512.png", "512x512", "any"),
			png("maskable-192.png", "192x192", "maskable"), png("maskable-512.png", "512x512", "maskable"),
			png("badge-96.png", "96x96", "monochrome"),
		},
		Shortcuts: []shortcut{
			short(text.T(ctx, "site.new-post"), urls.New, "new"), short(text.T(ctx, "talk.title"), urls.Inbox, "inbox"),
			short(text.T(ctx, "site.notifications"), urls.Notifications, "notifications"), short(text.T(ctx, "site.search"), urls.Search, "search"),
		},
		ShareTarget: &shareTarget{urls.Share, http.MethodPost, "multipart/form-data",
			shareParams{"title", "text", "url", []shareFile{{"file", accept}}}},
	}
	body, err := json.Marshal(m)
	if err != nil {
		a.Fail(c, err)
		return
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "application/manifest+json", body)
}

// offline is the page that browsers keep for when there is no connection. It is
// the same for everybody.
func (a Pages) offline(c *gin.Context) error {
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "offline.title"))
	chrome.Viewer, chrome.Theme, chrome.Flash = nil, "", nil
	c.Header("Cache-Control", "no-cache")
	return a.Page(c, http.StatusOK, homeview.OfflinePage(chrome), nil)
}

// InstallRoutes registers what browsers ask for of themselves.
func (a Pages) InstallRoutes(e *gin.Engine) {
	e.GET(urls.Worker, a.PublicHeaders, gin.WrapF(static.ServeWorker))
	e.GET(urls.Manifest, a.PublicHeaders, a.Manifest)
}

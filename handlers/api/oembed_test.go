package api_test

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/handlers/apitest"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/web/webtest"
)

func TestOembed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.Visitor()
	page := w.URL + "/p/" + w.Bos.Code()
	ask := func(path, address string, more ...string) *webtest.Answer {
		return v.Get(path + "?" + webtest.Form(append([]string{"url", address}, more...)...).Encode())
	}
	const dialect = "version:string type:string title:string author_name:string author_url:string provider_name:string " +
		"provider_url:string cache_age:number"
	for _, path := range []string{"/oembed", "/v1/oembed", "/oembed.json", "/oembed/", "/v1/oembed.json"} {
		for _, address := range []string{page, page + "/", strings.ToUpper(w.URL[:4]) + page[4:], page + "?igsh=1#comments"} {
			a := ask(path, address, "format", "json").Want(http.StatusOK)
			apitest.WantFields(t, "oembed", a.JSON(), dialect+" html:string width:number height:number thumbnail_url:string "+
				"thumbnail_width:number thumbnail_height:number", "")
			if a.At("version").String() != "1.0" || a.At("type").String() != "rich" ||
				a.At("title").String() != "Hello @ada #sea #Küste" || a.At("author_name").String() != "Test bo" ||
				a.At("author_url").String() != w.URL+"/bo" || a.At("provider_url").String() != w.URL+"/" ||
				a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("X-Ratelimit-Limit") == "" {
				t.Errorf("%s: %s", a, a.Body)
			}
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.At("html").String()))
			w.Must(err)
			frame := doc.Find("iframe")
			if frame.AttrOr("src", "") != page+"/embed" || frame.AttrOr("width", "") != a.At("width").String() ||
				frame.AttrOr("height", "") != a.At("height").String() {
				t.Errorf("%s", a.At("html"))
			}
			v.Get(frame.AttrOr("src", "")).Want(http.StatusOK)
		}
	}
	for _, size := range []int{1, 100, 149, 150, 320, 500, 640, 5000} {
		for _, name := range []string{"maxwidth", "maxheight"} {
			a := ask("/oembed", page, name, strconv.Itoa(size)).Want(http.StatusOK)
			side := strings.TrimPrefix(name, "max")
			if a.At(side).Int() > int64(size) || a.At("thumbnail_"+side).Int() > int64(size) || a.At("width").Int() < 1 ||
				a.At("height").Int() < 1 {
				t.Errorf("%s: %s", a, a.Body)
			}
			if has := a.At("thumbnail_url").Exists(); has != (size >= 150) || has != a.At("thumbnail_width").Exists() ||
				has != a.At("thumbnail_height").Exists() {
				t.Errorf("%s: a thumbnail %v: %s", a, has, a.Body)
			}
		}
	}
	for _, bad := range []string{"0", "-5", "x", "1.5", "99999999999999999999"} {
		ask("/oembed", page, "maxwidth", bad).Want(http.StatusBadRequest)
		ask("/oembed", page, "maxheight", bad).Want(http.StatusBadRequest)
	}
	v.Get("/oembed").Want(http.StatusBadRequest)
	// The same in XML, for what was made when oEmbed was.
	for _, path := range []string{"/oembed", "/v1/oembed"} {
		for _, address := range []string{page, w.URL + "/bo"} {
			asXML, asJSON := ask(path, address, "format", "xml").Want(http.StatusOK), ask(path, address).Want(http.StatusOK)
			if asXML.Type() != "text/xml" {
				t.Errorf("%s is %s", asXML, asXML.Type())
			}
			var tree struct {
				Fields []struct {
					XMLName xml.Name
					Text    string `xml:",chardata"`
				} `xml:",any"`
			}
			w.Must(xml.Unmarshal(asXML.Body, &tree))
			told := map[string]string{}
			for _, f := range tree.Fields {
				told[f.XMLName.Local] = f.Text
			}
			for name, value := range asJSON.JSON().Map() {
				if told[name] != value.String() {
					t.Errorf("%s: %s is %q, and %q in JSON", asXML, name, told[name], value)
				}
				delete(told, name)
			}
			if len(told) > 0 {
				t.Errorf("%s: only in XML: %v", asXML, told)
			}
		}
	}
	ask("/oembed", page, "format", "yaml").Want(http.StatusNotImplemented)

	a := ask("/oembed", w.URL+"/bo").Want(http.StatusOK)
	apitest.WantFields(t, "oembed of a profile", a.JSON(), dialect, "")
	if a.At("type").String() != "link" || a.At("author_url").String() != w.URL+"/bo" {
		t.Errorf("%s", a.Body)
	}

	followers, items := w.Draft(w.Bo, 1)
	w.Render(items...)
	audience := "followers"
	w.Must(post.Publish(t.Context(), w.DB.Store, w.Bo.ID, followers, post.PublishInput{Edit: post.Edit{
		Audience: (*access.Audience)(&audience)}}))
	archived := w.Post(w.Bo, "old")
	_, err := w.DB.Pool().Exec(t.Context(), `UPDATE posts SET state = 'archived' WHERE id = $1`, archived)
	w.Must(err)
	suspended := w.User("suspended")
	theirs := w.Post(suspended, "x")
	w.Must(account.SetSuspended(t.Context(), w.DB.Store, suspended.ID, true))
	w.Hidden["followers"], w.Hidden["archived"], w.Hidden["suspended"] = followers, archived, theirs
	delete(w.Hidden, "blocked") // a block is between two people, and nobody is asking here
	for what, id := range w.Hidden {
		if a := ask("/oembed", w.URL+"/p/"+id.Code()); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s: %s", what, a, a.Body)
		}
	}
	for _, address := range []string{w.URL + "/cy", w.URL + "/suspended", w.URL + "/nobody", w.URL, w.URL + "/", w.URL + "/explore",
		w.URL + "/tags/sea", page + "/embed", w.URL + "/p/", w.URL + "/p/!!",
		"https://elsewhere.example/p/" + w.Bos.Code(), "//" + strings.TrimPrefix(page, "http://"), "/p/" + w.Bos.Code(),
		"javascript:alert(1)", "x", "ftp" + strings.TrimPrefix(page, "http"),
		strings.Replace(page, "http://", "http://user@", 1), strings.Replace(page, "127.0.0.1", "127.0.0.1.evil.example", 1),
		"http://%zz", page + "%00"} {
		if a := ask("/oembed", address); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", address, a)
		}
	}
	// The page tells where to ask, and only when the answer is more than nothing.
	href := v.Get("/p/"+w.Bos.Code()).Find(`link[type="application/json+oembed"]`).AttrOr("href", "")
	u, err := url.Parse(href)
	w.Must(err)
	v.Get("/oembed?" + u.RawQuery).Want(http.StatusOK)
	w.As(w.Cy).Get("/p/"+w.Hidden["private"].Code()).Want(http.StatusOK).HasNot(`link[type="application/json+oembed"]`,
		`script[type="application/ld+json"]`)
}

// Programs for the other dialect ask under its name, and get its errors.
func TestInstagramOembed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.Visitor()
	for _, path := range []string{"/instagram_oembed", "/v18.0/instagram_oembed", "/v18.0/instagram_oembed/"} {
		a := v.Get(path + "?maxwidth=320&access_token=x&url=" + url.QueryEscape(w.URL+"/p/"+w.Bos.Code()+"/")).Want(http.StatusOK)
		if a.At("author_name").String() != "Test bo" || a.At("html").String() == "" || a.At("width").Int() != 320 {
			t.Errorf("%s", a.Body)
		}
		v.Get(path+"?url="+url.QueryEscape(w.URL+"/p/"+w.Hidden["private"].Code()+"/")).GraphError(400, 100, 0, "nothing public")
		v.Get(path).GraphError(400, 100, 0, "url: ")
	}
}

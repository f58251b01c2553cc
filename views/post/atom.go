package post

import (
	"context"
	"encoding/xml"
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/urls"
	"photogram/views/ui"
)

// AtomType is the media type of a feed.
const AtomType = "application/atom+xml"

// Atom is a page of posts for feed readers (RFC 4287, pages by RFC 5005).
type Atom struct {
	ID       string // of the list, such as user/7
	Title    string
	Subtitle string
	Page     string // path of the page that shows the same
	Feed     string // path of the feed
	Author   *access.Author
	Posts    []post.View
	Begun    time.Time // stands for the time of a feed without posts
	Before   string    // the key of this page; "" for the first
	Next     string    // the key of the next page; "" at the end
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Icon     string      `xml:"icon,omitempty"`
	Author   *atomPerson `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published"`
	Author     atomPerson     `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Content    atomText       `xml:"content"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Type  string `xml:"type,attr,omitempty"`
	Title string `xml:"title,attr,omitempty"`
	Href  string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Document writes the feed.
func (a Atom) Document(ctx context.Context, c ui.Chrome) ([]byte, error) {
	self, page := c.Absolute(a.Feed), c.Absolute(a.Page)
	f := atomFeed{ID: tagURI(c, time.Time{}, a.ID), Title: a.Title, Subtitle: a.Subtitle, Updated: ui.Stamp(a.Updated())}
	if a.Author != nil {
		f.Author = personOf(c, *a.Author)
		f.Icon = c.Absolute(c.Files.Avatar(*a.Author, 150))
	}
	current := self
	if a.Before != "" {
		current = urls.WithQuery(self, "before", a.Before)
	}
	f.Links = []atomLink{{Rel: "self", Type: AtomType, Href: current}, {Rel: "alternate", Type: "text/html", Href: page},
		{Rel: "first", Type: AtomType, Href: self}}
	if a.Next != "" {
		f.Links = append(f.Links, atomLink{Rel: "next", Type: AtomType, Href: urls.WithQuery(self, "before", a.Next)})
	}
	for _, p := range a.Posts {
		f.Entries = append(f.Entries, entryOf(ctx, c, p))
	}
	out, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), append(out, '\n')...), err
}

// Updated is when something in the feed changed last.
func (a Atom) Updated() time.Time {
	last := a.Begun
	for _, p := range a.Posts {
		if t := updated(p); t.After(last) {
			last = t
		}
	}
	return last
}

func updated(p post.View) time.Time {
	if p.EditedAt != nil && p.EditedAt.After(ui.PostTime(p)) {
		return *p.EditedAt
	}
	return ui.PostTime(p)
}

// tagURI is a name that stays when addresses change (RFC 4151).
func tagURI(c ui.Chrome, t time.Time, name string) string {
	host := c.BaseURL
	if u, err := url.Parse(c.BaseURL); err == nil {
		host = u.Hostname()
	}
	date := "2026"
	if !t.IsZero() {
		date = t.UTC().Format("2006-01-02")
	}
	return "tag:" + host + "," + date + ":" + name
}

func personOf(c ui.Chrome, a access.Author) *atomPerson {
	return &atomPerson{a.DisplayName(), c.Absolute(urls.Profile(a.Username))}
}

func entryOf(ctx context.Context, c ui.Chrome, p post.View) atomEntry {
	page := c.Absolute(urls.Post(p.ID))
	e := atomEntry{ID: tagURI(c, ui.PostTime(p), "post/"+p.ID.String()), Title: ui.FirstLine(p.Caption), Updated: ui.Stamp(updated(p)),
		Published: ui.Stamp(ui.PostTime(p)),
		Author:    *personOf(c, p.Author), Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: page}}}
	if e.Title == "" {
		e.Title = ui.AltOf(ctx, p.CoverAlt, p.Author)
	}
	var body strings.Builder
	films := clips(p)
	for i, pic := range ui.Photos(p) {
		pic = ui.Described(ctx, pic, p.Author)
		src, width := c.Absolute(ui.PlainSource(c, pic, true)), ui.PlainWidth(pic)
		e.Links = append(e.Links, atomLink{Rel: "enclosure", Type: "image/jpeg", Title: pic.Alt, Href: src})
		body.WriteString(`<p><a href="` + html.EscapeString(page) + `"><img src="` + html.EscapeString(src) + `" alt="` +
			html.EscapeString(pic.Alt) +
			`" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(pic.Height*width/max(1, pic.Width)) + `"></a></p>`)
		if film := films[i]; film != nil && film.Key != "" {
			e.Links = append(e.Links, atomLink{Rel: "enclosure", Type: "video/mp4", Title: pic.Alt,
				Href: c.Absolute(c.Files.Rendition(film.Key, post.VideoName, true))})
		}
	}
	writeCaption(c, &body, p.Caption)
	if p.Credit != "" {
		body.WriteString("<p>" + html.EscapeString(p.Credit) + "</p>")
	}
	for _, tag := range models.TagsIn(p.Caption) {
		e.Categories = append(e.Categories, atomCategory{tag})
	}
	e.Content = atomText{"html", body.String()}
	return e
}

// writeCaption is RichText for readers that are elsewhere.
func writeCaption(c ui.Chrome, body *strings.Builder, caption string) {
	if caption == "" {
		return
	}
	body.WriteString(`<p dir="auto">`)
	for _, t := range models.Tokenize(caption) {
		href := ""
		switch t.Kind {
		case models.Hashtag:
			href = c.Absolute(urls.Tag(t.Target))
		case models.Mention:
			href = c.Absolute(urls.Profile(t.Target))
		case models.Link:
			href = t.Target
		}
		text := strings.ReplaceAll(html.EscapeString(t.Text), "\n", "<br>")
		if href != "" {
			text = `<a href="` + html.EscapeString(href) + `">` + text + `</a>`
		}
		body.WriteString(text)
	}
	body.WriteString("</p>")
}

package post

import (
	"encoding/xml"
	"time"

	"photogram/models"
	"photogram/models/discover"
	"photogram/urls"
	"photogram/views/ui"
)

// A sitemap, as sitemaps.org and Google's images in it have it.
type siteIndex struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []siteURL `xml:"sitemap"`
}

type siteMap struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Location string     `xml:"loc"`
	Changed  string     `xml:"lastmod,omitempty"`
	Image    *siteImage `xml:"http://www.google.com/schemas/sitemap-image/1.1 image"`
}

type siteImage struct {
	Location string `xml:"http://www.google.com/schemas/sitemap-image/1.1 loc"`
}

// mostDays is how many maps an index may name.
const mostDays = 50_000

// SiteIndex names the map of each day since the first, and that of the site's own pages.
func SiteIndex(c ui.Chrome, first, now time.Time) ([]byte, error) {
	index := siteIndex{Maps: []siteURL{{Location: c.Absolute(urls.WithQuery(urls.Sitemap, "day", urls.SitemapSite))}}}
	for day := now.UTC(); !day.Before(first.UTC().Truncate(24*time.Hour)) && len(index.Maps) < mostDays; day = day.AddDate(0, 0, -1) {
		index.Maps = append(index.Maps, siteURL{Location: c.Absolute(urls.WithQuery(urls.Sitemap, "day", day.Format(time.DateOnly)))})
	}
	return document(index)
}

// SiteMap names the site's own pages for visitors.
func SiteMap(c ui.Chrome, paths []string) ([]byte, error) {
	m := siteMap{}
	for _, path := range paths {
		m.URLs = append(m.URLs, siteURL{Location: c.Absolute(path)})
	}
	return document(m)
}

// DayMap names what came to the site on a day.
func DayMap(c ui.Chrome, posts, profiles []discover.Mapped) ([]byte, error) {
	m := siteMap{}
	for _, p := range profiles {
		m.URLs = append(m.URLs, siteURL{Location: c.Absolute(urls.Profile(p.Username)), Changed: ui.Stamp(p.ChangedAt)})
	}
	for _, p := range posts {
		at := siteURL{Location: c.Absolute(urls.Post(p.ID)), Changed: ui.Stamp(p.ChangedAt)}
		if widths := models.WidthsOf(p.CoverKey, p.CoverWidth); len(widths) > 0 {
			at.Image = &siteImage{c.Absolute(c.Files.Rendition(p.CoverKey, models.WidthName(widths[len(widths)-1], "jpg"), true))}
		}
		m.URLs = append(m.URLs, at)
	}
	return document(m)
}

func document(v any) ([]byte, error) {
	out, err := xml.Marshal(v)
	return append([]byte(xml.Header), append(out, '\n')...), err
}

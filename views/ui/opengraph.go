package ui

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/text"
	"photogram/urls"
)

// generic is whether other sites learn nothing of the page but whose site it is on.
func (c Chrome) generic() bool { return c.NoIndex && c.Graph == nil }

// described is what a page is about, and what the site is about where the page has no words of its own.
func (c Chrome) described(ctx context.Context) string {
	if c.Description == "" {
		return text.T(ctx, "site.lede")
	}
	return c.Description
}

func (c Chrome) cardTitle() string {
	if c.generic() {
		return c.SiteName
	}
	return c.fullTitle()
}

// card is how large the picture is shown: photos large, faces small.
func (g *Graph) card() string {
	if g.Type == "profile" {
		return "summary"
	}
	return "summary_large_image"
}

func (u *Undo) names() []string { return slices.Sorted(maps.Keys(u.Fields)) }

// thing is an object of schema.org.
type thing map[string]any

func schemaOrg(kind string, more thing) thing {
	more["@context"], more["@type"] = "https://schema.org", kind
	return more
}

func (c Chrome) person(a access.Author) thing {
	return thing{"@type": "Person", "name": a.DisplayName(), "alternateName": "@" + a.Username, "url": c.Absolute(urls.Profile(a.Username))}
}

// PublicPost says on a post's page what other sites, search engines and
// programs may know of it. It is for posts that everybody may see.
func (c Chrome) PublicPost(ctx context.Context, p post.View) Chrome {
	page := c.Absolute(urls.Post(p.ID))
	c.Graph = c.GraphOf(ctx, p)
	c.Alternates = append(c.Alternates, c.oembed(page)...)
	published := PostTime(p).UTC().Format(time.RFC3339)
	if c.Graph == nil {
		return c
	}
	c.Graph.More = []Property{{"article:published_time", published}, {"article:author", c.Absolute(urls.Profile(p.Author.Username))}}
	for _, tag := range models.TagsIn(p.Caption) {
		c.Graph.More = append(c.Graph.More, Property{"article:tag", tag})
	}
	if len(p.Items) > 0 && p.Items[0].VideoKey != "" {
		film := p.Items[0]
		c.Graph.More = append(c.Graph.More, Property{"og:video",
			c.Absolute(c.Files.Rendition(film.VideoKey, post.VideoName, true))}, Property{"og:video:type", "video/mp4"},
			Property{"og:video:width", strconv.Itoa(film.VideoWidth)}, Property{"og:video:height", strconv.Itoa(film.VideoHeight)})
	}
	image := schemaOrg("ImageObject", thing{"contentUrl": c.Graph.Image, "url": page, "width": c.Graph.ImageWidth,
		"height":  c.Graph.ImageHeight,
		"creator": c.person(p.Author), "datePublished": published, "description": p.CoverAlt, "caption": p.Caption})
	if p.LikesShown() {
		image["interactionStatistic"] = thing{"@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction",
			"userInteractionCount": p.LikesCount}
	}
	if p.Credit != "" {
		image["creditText"] = p.Credit
	}
	c.Data = image
	return c
}

// oembed is where other sites learn how to show a page, in both formats.
func (c Chrome) oembed(page string) []Alternate {
	return []Alternate{
		{"application/json+oembed", c.Title, c.Absolute(urls.WithQuery(urls.Oembed, "url", page))},
		{"text/xml+oembed", c.Title, c.Absolute(urls.WithQueries(urls.Oembed, "url", page, "format", "xml"))},
	}
}

// PublicProfile is PublicPost for an account that is not private.
func (c Chrome) PublicProfile(ctx context.Context, p account.Profile) Chrome {
	a := p.Author()
	page := c.Absolute(urls.Profile(p.Username))
	c.Graph = &Graph{Type: "profile", URL: page, More: []Property{{"profile:username", p.Username}}}
	person := c.person(a)
	person["description"] = p.Bio
	if p.AvatarKey != "" {
		c.Graph.Image, c.Graph.ImageWidth, c.Graph.ImageHeight = c.Absolute(c.Files.Avatar(a, 640)), 640, 640
		c.Graph.ImageAlt = text.T(ctx, "people.picture-of", "name", a.DisplayName())
		person["image"] = c.Graph.Image
	}
	c.Data = schemaOrg("ProfilePage", thing{"url": page, "mainEntity": person})
	c.Alternates = append(c.Alternates, Alternate{"application/atom+xml", text.T(ctx, "people.photos-by", "name", a.DisplayName()),
		c.Absolute(urls.ProfileAtom(p.Username))})
	c.Alternates = append(c.Alternates, c.oembed(page)...)
	return c
}

// PublicTag is PublicPost for a hashtag's page, with the newest of its posts
// that everybody may see, if there is one.
func (c Chrome) PublicTag(ctx context.Context, name string, posts []post.View) Chrome {
	page := c.Absolute(urls.Tag(name))
	c.Graph = c.firstPicture(ctx, page, posts)
	c.Alternates = append(c.Alternates, Alternate{"application/atom+xml", text.T(ctx, "people.photos-with", "name", name),
		c.Absolute(urls.TagAtom(name))})
	return c
}

// SharedCard is the card of a collection that is shared by link.
func (c Chrome) SharedCard(ctx context.Context, v saved.CollectionView) Chrome {
	page := c.Absolute(urls.Shared(v.Link))
	c.Graph = &Graph{Type: "website", URL: page}
	if v.Cover != nil {
		c.Graph = c.firstPicture(ctx, page, []post.View{*v.Cover})
	}
	return c
}

// firstPicture is the card of a page that lists posts.
func (c Chrome) firstPicture(ctx context.Context, page string, posts []post.View) *Graph {
	c.Graph = nil
	for _, p := range posts {
		if g := c.GraphOf(ctx, p); g != nil {
			g.Type, g.URL = "website", page
			return g
		}
	}
	return &Graph{Type: "website", URL: page}
}

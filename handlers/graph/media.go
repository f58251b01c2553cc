package graph

import (
	"slices"
	"time"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/feed"
	"photogram/models/post"
)

var mediaRoutes = []route{
	{"GET", "/{ig-media-id}", "basic", "", (*API).media},
	{"POST", "/{ig-media-id}", "comments", "comment_enabled", (*API).enableComments},
	{"GET", "/{ig-media-id}/children", "basic", "", (*API).children},
}

const mediaNodeType = "IGMedia"

// isoTime writes a time as the dialect does, in ISO 8601 without a colon.
func isoTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05-0700") }

// read finds a post that the token may read.
func (g *request) read(id models.ID) (*post.View, error) {
	p, err := g.postOf(id)
	if models.KindOf(err) == models.NotFound || err == nil && !g.mayRead(p.OwnerID) {
		return nil, g.absent()
	}
	return p, err
}

// media finds the post that the call is about, which an item of an album is not.
func (g *request) media() (*post.View, error) {
	if g.kind == app.ItemNode || g.kind == app.StoryNode {
		return nil, g.absent()
	}
	return g.read(g.id)
}

func (a *API) media(g *request) (any, error) {
	fields, err := g.fields("id")
	if err != nil {
		return nil, err
	}
	if g.kind == app.ItemNode {
		return g.item(fields)
	}
	if g.kind == app.StoryNode {
		return g.story(g.id, fields)
	}
	p, err := g.read(g.id)
	if err != nil && g.kind == app.ContainerNode { // it may have been shared as a story
		return g.story(g.id, fields)
	}
	if err != nil {
		return nil, err
	}
	if g.group != nil && g.group.nodes[p.ID] != nil {
		return g.group.nodes[p.ID], nil
	}
	feed.Seen(a.Store, g.Viewer(), *p)
	return g.postNode(p, fields)
}

func (g *request) postNode(p *post.View, fields []field) (map[string]any, error) {
	nodes, err := g.postNodes([]post.View{*p}, fields)
	if err != nil {
		return nil, err
	}
	return nodes[0], nil
}

// item is the answer about one of an album.
func (g *request) item(fields []field) (any, error) {
	p, err := g.read(g.post)
	if err != nil {
		return nil, err
	}
	for i := range p.Items {
		if p.Items[i].ID == g.id {
			return g.itemNode(p, &p.Items[i], fields)
		}
	}
	return nil, g.absent()
}

func mediaType(kind post.MediaKind) string {
	switch kind {
	case post.Video:
		return "VIDEO"
	case post.Carousel:
		return "CAROUSEL_ALBUM"
	}
	return "IMAGE"
}

// postNodes are posts with the fields that are asked for. Comments are read for
// all posts at a time.
func (g *request) postNodes(posts []post.View, fields []field) ([]map[string]any, error) {
	out := make([]map[string]any, len(posts))
	for i := range posts {
		out[i] = map[string]any{"id": posts[i].ID.String()}
	}
	for n := range fields {
		f := &fields[n]
		if f.name == "comments" {
			if err := g.commentsOf(posts, f, out); err != nil {
				return nil, err
			}
			continue
		}
		for i := range posts {
			if err := g.postField(&posts[i], f, out[i]); err != nil {
				return nil, err
			}
		}
		if len(posts) == 0 && !isMediaField(f.name) {
			return nil, noField(f.name, mediaNodeType)
		}
	}
	return out, nil
}

// mediaFields are the fields of media.
var mediaFields = []string{"id", "ig_id", "caption", "media_type", "media_product_type", "media_url", "thumbnail_url", "permalink",
	"timestamp", "username", "owner",
	"like_count", "comments_count", "children", "comments", "shortcode", "alt_text", "is_comment_enabled", "is_shared_to_feed",
	"publish_timestamp", // of what is planned
	"legacy_instagram_media_id", "has_poll", "has_slider",
	"video_title"} // there are no titles; older programs still ask

// Fields that other programs ask for, and of which there is nothing to say here: they are left out.
var (
	silentOfMedia      = []string{"boost_eligibility_info", "copyright_check_information", "view_count"}
	silentOfUsers      = []string{"owner_business", "shopping_review_status"}
	silentOfContainers = []string{"copyright_check_status"}
)

func isMediaField(name string) bool {
	return slices.Contains(mediaFields, name) || slices.Contains(silentOfMedia, name)
}

func (g *request) postField(p *post.View, f *field, out map[string]any) error {
	if !isMediaField(f.name) {
		return noField(f.name, mediaNodeType)
	}
	var value any
	switch f.name {
	case "id":
		return nil
	case "ig_id", "legacy_instagram_media_id":
		value = p.ID.String()
	case "has_poll", "has_slider":
		value = false // only stories have any
	case "caption":
		value = p.Caption
	case "media_type":
		value = mediaType(p.Kind)
	case "media_product_type":
		value = "FEED"
		if p.Kind == post.Video {
			value = "REELS"
		}
	case "media_url":
		value = g.fileOf(p)
	case "thumbnail_url":
		if p.Kind == post.Video {
			value = g.pictureURL(p, p.Cover())
		}
	case "permalink":
		value = g.api.PostURL(p.ID) + "/"
	case "timestamp":
		at := p.CreatedAt
		if p.PublishedAt != nil {
			at = *p.PublishedAt
		}
		value = isoTime(at)
	case "username":
		value = p.Author.Username
	case "owner":
		value = map[string]string{"id": p.OwnerID.String()}
	case "like_count":
		if p.LikesShown() {
			value = p.LikesCount
		}
	case "comments_count":
		value = p.CommentsCount
	case "children":
		if p.Kind != post.Carousel {
			return nil
		}
		nodes, err := g.itemNodes(p, f.subFields(listDefaults))
		if err != nil {
			return err
		}
		value = list{Data: nodes}
	case "shortcode":
		value = p.Code()
	case "alt_text":
		value = p.CoverAlt
	case "is_comment_enabled":
		value = p.CommentsEnabled
	case "publish_timestamp":
		if p.PublishAt != nil {
			value = isoTime(*p.PublishAt)
		}
	case "is_shared_to_feed":
		if p.Kind == post.Video {
			value = true
		}
	}
	if value != nil && value != "" {
		out[f.name] = value
	}
	return nil
}

// fileOf is the address of a post's video, or of its largest picture.
func (g *request) fileOf(p *post.View) string {
	if p.Kind == post.Video && len(p.Items) > 0 {
		return g.itemFile(p, &p.Items[0])
	}
	return g.pictureURL(p, p.Cover())
}

func (g *request) itemFile(p *post.View, m *post.Media) string {
	if !m.IsVideo() {
		return g.pictureURL(p, m.Picture())
	}
	if m.VideoKey == "" {
		return ""
	}
	return g.fileURL(p, m.VideoKey, post.VideoName)
}

func (g *request) pictureURL(p *post.View, pic post.Picture) string {
	if pic.Key == "" || pic.Width == 0 {
		return ""
	}
	return g.fileURL(p, pic.Key, models.WidthName(slices.Max(models.WidthsOf(pic.Key, pic.Width)), "jpg"))
}

func (g *request) fileURL(p *post.View, key, name string) string {
	files := g.api.AbsoluteFiles()
	files.Viewer = p.Viewer
	return files.Rendition(key, name, p.Public())
}

func (g *request) itemNodes(p *post.View, fields []field) ([]map[string]any, error) {
	out := make([]map[string]any, 0, len(p.Items))
	for i := range p.Items {
		node, err := g.itemNode(p, &p.Items[i], fields)
		if err != nil {
			return nil, err
		}
		out = append(out, node)
	}
	return out, nil
}

// itemNode is one of an album, which has some of the fields of media.
func (g *request) itemNode(p *post.View, m *post.Media, fields []field) (map[string]any, error) {
	out := map[string]any{"id": m.ID.String()}
	for i := range fields {
		var value any
		switch f := &fields[i]; f.name {
		case "ig_id", "legacy_instagram_media_id":
			value = m.ID.String()
		case "media_type":
			value = mediaType(m.Kind)
		case "media_url":
			value = g.itemFile(p, m)
		case "thumbnail_url":
			if m.IsVideo() {
				value = g.pictureURL(p, m.Picture())
			}
		case "alt_text":
			value = m.AltText
		case "media_product_type":
			value = "FEED"
		case "permalink", "timestamp", "username", "owner", "shortcode":
			if err := g.postField(p, f, out); err != nil {
				return nil, err
			}
		default:
			if !isMediaField(f.name) {
				return nil, noField(f.name, mediaNodeType)
			}
		}
		if value != nil && value != "" {
			out[fields[i].name] = value
		}
	}
	return out, nil
}

func (a *API) children(g *request) (any, error) {
	p, err := g.media()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields(listDefaults)
	if err != nil {
		return nil, err
	}
	if p.Kind != post.Carousel {
		return list{Data: []any{}}, nil
	}
	nodes, err := g.itemNodes(p, fields)
	return list{Data: nodes}, err
}

func (a *API) enableComments(g *request) (any, error) {
	p, err := g.media()
	if err != nil {
		return nil, err
	}
	if p.OwnerID != g.Viewer() {
		return nil, models.Say(models.Error{Kind: models.Forbidden}, "graph.error.media-belongs-somebody-else")
	}
	if g.kind == app.ContainerNode && p.State != post.Published {
		return nil, g.absent()
	}
	on, err := g.Boolean("comment_enabled")
	if err != nil {
		return nil, err
	}
	if on == nil {
		return nil, required("comment_enabled")
	}
	return done(post.EditText(g.Ctx(), a.Store, g.Viewer(), p.ID, post.Edit{CommentsEnabled: on}))
}

package graph

import (
	"slices"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
)

var storyRoutes = []route{
	{"GET", "/{ig-user-id}/stories", "basic", "", (*API).userStories},
}

// liveStory finds a live story that the token may read. One that is over is
// not there, for its owner as for others.
func (g *request) liveStory(id models.ID) (*story.View, error) {
	st, err := story.Visible(g.Ctx(), g.api.Store, g.Viewer(), id)
	if models.KindOf(err) == models.NotFound || err == nil && (!g.mayRead(st.OwnerID) || !st.Live(g.api.Store.Now())) {
		return nil, g.absent()
	}
	return st, err
}

// story is the answer about a story, which is media of a kind of its own.
func (g *request) story(id models.ID, fields []field) (map[string]any, error) {
	st, err := g.liveStory(id)
	if err != nil {
		return nil, err
	}
	nodes, err := g.storyNodes([]story.View{*st}, fields)
	if err != nil {
		return nil, err
	}
	return nodes[0], nil
}

// storyNodes are stories with the fields that are asked for.
func (g *request) storyNodes(stories []story.View, fields []field) ([]map[string]any, error) {
	var counts map[models.ID]story.Counts
	for _, f := range fields {
		if !isMediaField(f.name) {
			return nil, noField(f.name, mediaNodeType)
		}
		if f.name != "like_count" || counts != nil {
			continue
		}
		var own []models.ID
		for _, st := range stories {
			if st.OwnerID == g.Viewer() {
				own = append(own, st.ID)
			}
		}
		var err error
		if counts, err = story.Count(g.Ctx(), g.api.Store, g.Viewer(), own...); err != nil {
			return nil, err
		}
	}
	out := make([]map[string]any, len(stories))
	for i := range stories {
		st := &stories[i]
		out[i] = map[string]any{"id": st.ID.String()}
		for _, f := range fields {
			if f.name == "like_count" && st.OwnerID == g.Viewer() { // nobody else is told
				out[i][f.name] = counts[st.ID].Likes
			} else if value := g.storyField(st, f.name); value != nil && value != "" {
				out[i][f.name] = value
			}
		}
	}
	return out, nil
}

func (g *request) storyField(st *story.View, name string) any {
	switch name {
	case "ig_id", "legacy_instagram_media_id":
		return st.ID.String()
	case "media_type":
		return mediaType(post.MediaKind(st.Kind))
	case "media_product_type":
		return "STORY"
	case "media_url":
		if st.Media != nil && st.Media.IsVideo() {
			return g.storyFile(st, st.Media.VideoKey, post.VideoName)
		}
		return g.storyImage(st)
	case "thumbnail_url":
		if st.Kind == story.Video {
			return g.storyImage(st)
		}
	case "permalink":
		return g.api.StoryURL(st.Author.Username, st.ID)
	case "timestamp":
		return isoTime(*st.PublishedAt)
	case "username":
		return st.Author.Username
	case "owner":
		return map[string]string{"id": st.OwnerID.String()}
	case "comments_count":
		return 0
	case "shortcode":
		return st.Code()
	case "alt_text":
		if st.Media != nil {
			return st.Media.AltText
		}
	case "is_comment_enabled":
		return false
	}
	return nil
}

// storyImage is the largest picture of a story, if it has one.
func (g *request) storyImage(st *story.View) string {
	if st.Media == nil || st.Media.Width == 0 {
		return ""
	}
	return g.storyFile(st, st.Media.RenderKey, models.WidthName(slices.Max(models.WidthsOf(st.Media.RenderKey, st.Media.Width)), "jpg"))
}

func (g *request) storyFile(st *story.View, key, name string) string {
	if key == "" {
		return ""
	}
	files := g.api.AbsoluteFiles()
	files.Viewer = st.Viewer
	return files.Rendition(key, name, false)
}

// userStories lists the live stories of the token's own account, the newest first.
func (a *API) userStories(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	fields, err := g.fields(listDefaults)
	if err != nil {
		return nil, err
	}
	of, err := g.part()
	if err != nil {
		return nil, err
	}
	return g.storyList(g.id, fields, of, g.link(of.limit))
}

// storyList is a part of an account's live stories, which are so few that all are read.
func (g *request) storyList(owner models.ID, fields []field, of part, link func(string, string) string) (any, error) {
	after, before, err := of.keys()
	if err != nil {
		return nil, err
	}
	if owner != g.Viewer() { // the dialect lists one's own alone
		return list{Data: []any{}}, nil
	}
	stories, _, err := story.Live(g.Ctx(), g.api.Store, g.Viewer(), owner, 0, story.MaxLiveStories)
	if err != nil {
		return nil, err
	}
	slices.Reverse(stories)
	back := before != 0 && after == 0
	stories = slices.DeleteFunc(stories, func(st story.View) bool {
		return after != 0 && *st.PubID >= after || back && *st.PubID <= before
	})
	more := len(stories) > of.limit
	switch {
	case more && back:
		stories = stories[len(stories)-of.limit:]
	case more:
		stories = stories[:of.limit]
	}
	nodes, err := g.storyNodes(stories, fields)
	if err != nil {
		return nil, err
	}
	out := list{Data: nodes}
	if len(stories) > 0 {
		out.Paging = of.paging(stories[0].PubID.String(), stories[len(stories)-1].PubID.String(), more, link)
	}
	return out, nil
}

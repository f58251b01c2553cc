package graph

import (
	"strings"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/index"
)

var tagRoutes = []route{
	{"GET", "/{ig-hashtag-id}", "public_content", "", (*API).hashtag},
	{"GET", "/{ig-hashtag-id}/recent_media", "public_content", "", (*API).recentMedia},
	{"GET", "/{ig-hashtag-id}/top_media", "public_content", "", (*API).topMedia},
	{"GET", "/{ig-user-id}/recently_searched_hashtags", "public_content", "", (*API).soughtHashtags},
	{"GET", "/ig_hashtag_search", "public_content", "", (*API).hashtagSearch},
}

const tagNodeType = "IGHashtag"

var errNoHashtag = publishError(24, 2207024, "The requested resource does not exist", "Cannot find hashtag",
	"The hashtag you entered cannot be found.")

// asUser checks that user_id, if it is sent, names the token's account.
func (g *request) asUser() error {
	if s := g.Text("user_id"); s != "" && s != g.Viewer().String() && s != "me" {
		return absentNode(g.Request.Method, s)
	}
	return nil
}

func (a *API) hashtagSearch(g *request) (any, error) {
	if err := g.asUser(); err != nil {
		return nil, err
	}
	if g.Text("q") == "" {
		return nil, required("q")
	}
	tag, err := discover.TagByName(g.Ctx(), a.Store, strings.TrimLeft(g.Text("q"), "#＃"))
	if err == nil && tag.ID != 0 {
		tag, err = app.TagByID(g.Ctx(), a.Store, g.Viewer(), tag.ID)
	}
	if models.KindOf(err) == models.NotFound || err == nil && tag.ID == 0 {
		return nil, errNoHashtag
	}
	if err != nil {
		return nil, err
	}
	if err := discover.NoteSought(g.Ctx(), a.Store, g.Viewer(), tag.ID); err != nil && models.KindOf(err) != models.Unavailable {
		return nil, err
	}
	return list{Data: []map[string]string{{"id": tag.ID.String()}}}, nil
}

// soughtHashtags lists the hashtags that were looked up in the last week, of which there are few.
func (a *API) soughtHashtags(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	fields, err := g.fields("id")
	if err != nil {
		return nil, err
	}
	tags, err := discover.Sought(g.Ctx(), a.Store, g.Viewer())
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, t := range tags {
		node, err := tagNode(t, fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
	}
	return list{Data: data}, nil
}

// tag finds the hashtag that the call is about.
func (g *request) tag() (index.Tag, error) {
	t, err := app.TagByID(g.Ctx(), g.api.Store, g.Viewer(), g.id)
	if models.KindOf(err) == models.NotFound {
		err = g.absent()
	}
	return t, err
}

func (a *API) hashtag(g *request) (any, error) {
	t, err := g.tag()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id")
	if err != nil {
		return nil, err
	}
	return tagNode(t, fields)
}

func tagNode(t index.Tag, fields []field) (map[string]string, error) {
	out := map[string]string{"id": t.ID.String()}
	for _, f := range fields {
		switch f.name {
		case "id":
		case "name":
			out["name"] = t.Name
		default:
			return nil, noField(f.name, tagNodeType)
		}
	}
	return out, nil
}

// tagPage reads what both lists of a hashtag need.
func (g *request) tagPage() (t index.Tag, fields []field, of part, err error) {
	if err = g.asUser(); err != nil {
		return t, nil, of, err
	}
	if t, err = g.tag(); err != nil {
		return t, nil, of, err
	}
	if fields, err = g.fields(listDefaults); err != nil {
		return t, nil, of, err
	}
	of, err = g.part()
	return t, fields, of, err
}

func (a *API) recentMedia(g *request) (any, error) {
	t, fields, of, err := g.tagPage()
	if err != nil {
		return nil, err
	}
	page, err := of.page()
	if err != nil {
		return nil, err
	}
	posts, more, err := discover.TagPosts(g.Ctx(), a.Store, g.Viewer(), t.Name, page)
	if err != nil {
		return nil, err
	}
	return g.postList(posts, more != 0, fields, of, g.link(of.limit))
}

// topMedia pages forwards only, since the order of the top is not one of keys alone.
func (a *API) topMedia(g *request) (any, error) {
	t, fields, of, err := g.tagPage()
	if err != nil {
		return nil, err
	}
	after, err := discover.ParseTopKey(of.after)
	if err != nil || of.before != "" {
		return nil, badField("after", "This is not a place in the list, which is read forwards only.")
	}
	posts, next, err := discover.TopTagPosts(g.Ctx(), a.Store, g.Viewer(), t.Name, after, of.limit)
	if err != nil {
		return nil, err
	}
	feed.Seen(a.Store, g.Viewer(), posts...)
	nodes, err := g.postNodes(posts, fields)
	out := list{Data: nodes}
	if end := next.String(); end != "" {
		out.Paging = &paging{Cursors: &cursors{After: cursorOf(end)}, Next: g.link(of.limit)("after", cursorOf(end))}
	}
	return out, err
}

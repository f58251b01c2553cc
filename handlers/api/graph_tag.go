package api

import (
	"strings"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/index"
)

const tagNodeType = "IGHashtag"

var errNoHashtag = publishError(24, 2207024, "The requested resource does not exist", "Cannot find hashtag",
	"The hashtag you entered cannot be found.")

// asUser checks that user_id, if it is sent, names the token's account.
func (g *graphRequest) asUser() error {
	if s := g.text("user_id"); s != "" && s != g.viewer().String() && s != "me" {
		return absentNode(g.Request.Method, s)
	}
	return nil
}

func (a *API) graphHashtagSearch(g *graphRequest) (any, error) {
	if err := g.asUser(); err != nil {
		return nil, err
	}
	if g.text("q") == "" {
		return nil, required("q")
	}
	tag, err := discover.TagByName(g.ctx(), a.Store, strings.TrimLeft(g.text("q"), "#＃"))
	if err == nil && tag.ID != 0 {
		tag, err = app.TagByID(g.ctx(), a.Store, g.viewer(), tag.ID)
	}
	if models.KindOf(err) == models.NotFound || err == nil && tag.ID == 0 {
		return nil, errNoHashtag
	}
	if err != nil {
		return nil, err
	}
	return graphList{Data: []map[string]string{{"id": tag.ID.String()}}}, nil
}

// tag finds the hashtag that the call is about.
func (g *graphRequest) tag() (index.Tag, error) {
	t, err := app.TagByID(g.ctx(), g.api.Store, g.viewer(), g.id)
	if models.KindOf(err) == models.NotFound {
		err = g.absent()
	}
	return t, err
}

func (a *API) graphHashtag(g *graphRequest) (any, error) {
	t, err := g.tag()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id")
	if err != nil {
		return nil, err
	}
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
func (g *graphRequest) tagPage() (t index.Tag, fields []graphField, of part, err error) {
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

func (a *API) graphRecentMedia(g *graphRequest) (any, error) {
	t, fields, of, err := g.tagPage()
	if err != nil {
		return nil, err
	}
	page, err := of.page()
	if err != nil {
		return nil, err
	}
	posts, more, err := discover.TagPosts(g.ctx(), a.Store, g.viewer(), t.Name, page)
	if err != nil {
		return nil, err
	}
	return g.postList(posts, more != 0, fields, of, g.link(of.limit))
}

// graphTopMedia pages forwards only, since the order of the top is not one of keys alone.
func (a *API) graphTopMedia(g *graphRequest) (any, error) {
	t, fields, of, err := g.tagPage()
	if err != nil {
		return nil, err
	}
	after, err := discover.ParseTopKey(of.after)
	if err != nil || of.before != "" {
		return nil, badField("after", "This is not a place in the list, which is read forwards only.")
	}
	posts, next, err := discover.TopTagPosts(g.ctx(), a.Store, g.viewer(), t.Name, after, of.limit)
	if err != nil {
		return nil, err
	}
	feed.Seen(a.Store, g.viewer(), posts...)
	nodes, err := g.postNodes(posts, fields)
	out := graphList{Data: nodes}
	if end := next.String(); end != "" {
		out.Paging = &graphPaging{Cursors: &graphCursors{After: cursorOf(end)}, Next: g.link(of.limit)("after", cursorOf(end))}
	}
	return out, err
}

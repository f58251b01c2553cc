package graph

import (
	"slices"
	"strings"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/post"
)

var userRoutes = []route{
	{"GET", "/{ig-user-id}", "basic", "", (*API).user},
	{"GET", "/{ig-user-id}/media", "basic", "", (*API).userMedia},
	{"GET", "/{ig-user-id}/tags", "basic", "", (*API).userTags},
}

const (
	userNodeType = "IGUser"
	listDefaults = "id"
)

var errPrivate = models.Say(models.Error{Kind: models.NotAllowed}, "graph.error.cannot-view-resource")

// person finds the account that the call is about.
func (g *request) person() (*account.Profile, error) {
	if !g.mayRead(g.id) {
		return nil, g.absent()
	}
	p, err := g.personOf(g.id)
	if models.KindOf(err) == models.NotFound {
		return nil, g.absent()
	}
	return p, err
}

func (a *API) user(g *request) (any, error) {
	p, err := g.person()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("id,name")
	if err != nil {
		return nil, err
	}
	return g.userNode(p, fields)
}

func (g *request) userNode(p *account.Profile, fields []field) (map[string]any, error) {
	out := map[string]any{"id": p.ID.String()}
	for i := range fields {
		f := &fields[i]
		var value any
		var err error
		switch f.name {
		case "id":
			continue
		case "user_id", "ig_id", "legacy_instagram_user_id":
			value = p.ID.String()
		case "username":
			value = p.Username
		case "name":
			value = p.FullName
		case "biography":
			value = p.Bio
		case "website":
			value = p.Website
		case "profile_picture_url":
			value = g.api.AbsoluteFiles().Avatar(p.Author(), 150)
		case "followers_count":
			value = p.FollowersCount
		case "follows_count":
			value = p.FollowingCount
		case "media_count":
			value = p.PostsCount
		case "shopping_product_tag_eligibility", "is_published":
			value = true
		case "has_profile_pic":
			value = p.AvatarKey != ""
		case "account_type":
			value = "PERSONAL"
			if p.IsBusiness {
				value = "BUSINESS"
			}
		case "media", "tags", "stories":
			value, err = g.userEdge(p, f)
		case "business_discovery":
			value, err = g.discovery(f)
		case "mentioned_media":
			value, err = g.mentionedMedia(f)
		case "mentioned_comment":
			value, err = g.mentionedComment(f)
		default:
			if !slices.Contains(silentOfUsers, f.name) {
				value, err = g.pageField(p, f)
			}
		}
		if err != nil {
			return nil, err
		}
		if value != nil && value != "" {
			out[f.name] = value
		}
	}
	return out, nil
}

// discovery is another account, as business_discovery.username(bo){…} asks for it.
func (g *request) discovery(f *field) (any, error) {
	name := strings.TrimSpace(f.args["username"])
	if name == "" { // of who asks for all fields by their names
		return nil, nil
	}
	p, err := account.ByUsername(g.Ctx(), g.api.Store, g.Viewer(), strings.TrimLeft(name, "@＠"))
	if models.KindOf(err) == models.NotFound || err == nil && !g.mayRead(p.ID) {
		return nil, publishError(110, 2207013, "Invalid user id", "Cannot find User", "The user with username: "+name+" cannot be found.")
	}
	if err != nil {
		return nil, err
	}
	return g.userNode(p, f.subFields("id"))
}

// userEdge is one of an account's lists inside another answer.
func (g *request) userEdge(p *account.Profile, f *field) (any, error) {
	of, err := f.part()
	if err != nil {
		return nil, err
	}
	if f.name == "stories" {
		return g.storyList(p.ID, f.subFields(listDefaults), of, g.linkTo(p.ID, f, of.limit))
	}
	return g.userPosts(p, f.name, f.subFields(listDefaults), of, g.linkTo(p.ID, f, of.limit))
}

func (g *request) userPosts(p *account.Profile, edge string, fields []field, of part,
	link func(string, string) string) (any, error) {
	if !p.PostsVisible {
		return nil, errPrivate
	}
	page, err := of.page()
	if err != nil {
		return nil, err
	}
	read := post.ByUser
	if edge == "tags" {
		read = post.Tagged
	}
	posts, more, err := read(g.Ctx(), g.api.Store, g.Viewer(), p.ID, page)
	if err != nil {
		return nil, err
	}
	return g.postList(posts, more != 0, fields, of, link)
}

// postList answers with a page of posts.
func (g *request) postList(posts []post.View, more bool, fields []field, of part, link func(string, string) string) (any, error) {
	feed.Seen(g.api.Store, g.Viewer(), posts...)
	nodes, err := g.postNodes(posts, fields)
	if err != nil {
		return nil, err
	}
	out := list{Data: nodes}
	if len(posts) > 0 {
		out.Paging = of.paging(posts[0].Key().String(), posts[len(posts)-1].Key().String(), more, link)
	}
	return out, nil
}

func (g *request) personPosts(edge string) (any, error) {
	p, err := g.person()
	if err != nil {
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
	return g.userPosts(p, edge, fields, of, g.link(of.limit))
}

func (a *API) userMedia(g *request) (any, error) { return g.personPosts("media") }
func (a *API) userTags(g *request) (any, error)  { return g.personPosts("tags") }

package graph

import (
	"fmt"
	"net/http"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/feed"
	"photogram/models/post"
)

// It looks the routes up itself, so it is no variable among them.
func idsRoutes() []route { return []route{{"GET", "/?ids={ids}", "basic", "", (*API).many}} }

// maxIDs is how many things one call may ask about.
const maxIDs = 50

// asksMany is whether a call asks for the same of several things: /?ids=1,2 and
// /v18.0/comments?ids=1,2.
func (g *request) asksMany() bool {
	if g.Request.Method != http.MethodGet || g.edge != "" || g.List("ids") == nil && !g.Has("ids") {
		return false
	}
	_, _, err := call.ParseKey(g.node)
	return err != nil && g.node != "me" && !isAlias(g.node)
}

// isAlias is whether the first part of a path is a call by itself.
func isAlias(node string) bool {
	for _, rt := range table() {
		if name, _ := rt.split(); name == node && node != "" {
			return true
		}
	}
	return false
}

// many answers about several things, by the ids under which they were asked for. One that is
// not there fails the call.
func (a *API) many(g *request) (any, error) {
	ids := g.List("ids")
	if len(ids) == 0 {
		return nil, &failure{status: 404, kind: oauthException, code: 803,
			message: "(#803) Some of the aliases you requested do not exist: " + g.node}
	}
	if len(ids) > maxIDs {
		return nil, badField("ids", fmt.Sprintf("Ask for at most %d things at a time.", maxIDs))
	}
	edge := g.node
	delete(g.Values, "ids")
	var keys []models.ID
	for _, id := range ids {
		if key, _, err := call.ParseKey(id); err == nil {
			keys = append(keys, key)
		}
	}
	known, err := app.Nodes(g.Ctx(), a.Store, g.Viewer(), keys)
	if err != nil {
		return nil, err
	}
	group, err := g.readTogether(known, edge)
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, len(ids))
	for _, id := range ids {
		if _, twice := out[id]; twice {
			continue
		}
		one := *g
		one.node, one.edge, one.group = id, edge, group
		rt, err := one.resolve()
		if err != nil {
			return nil, err
		}
		if out[id], err = rt.call(a, &one); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// group is what was read at once of things that are asked for together.
type group struct {
	known  map[models.ID]app.Node
	posts  map[models.ID]*post.View
	nodes  map[models.ID]map[string]any // of these posts
	people map[models.ID]*account.Profile
}

// readTogether reads posts and accounts, of which programs ask for many, in a fixed number of queries.
func (g *request) readTogether(known map[models.ID]app.Node, edge string) (*group, error) {
	out := &group{known: known}
	var posts, people []models.ID
	for id, node := range known {
		switch node.Kind {
		case app.PostNode:
			posts = append(posts, id)
		case app.UserNode:
			people = append(people, id)
		}
	}
	var err error
	if out.people, err = account.ByIDs(g.Ctx(), g.api.Store, g.Viewer(), people); err != nil {
		return nil, err
	}
	if out.posts, err = app.VisiblePosts(g.Ctx(), g.api.Store, g.Viewer(), posts); err != nil || edge != "" {
		return out, err
	}
	var list []post.View
	for _, p := range out.posts {
		if g.mayRead(p.OwnerID) {
			list = append(list, *p)
		}
	}
	if len(list) == 0 {
		return out, nil
	}
	fields, err := g.fields("id")
	if err != nil {
		return nil, err
	}
	nodes, err := g.postNodes(list, fields)
	if err != nil {
		return nil, err
	}
	feed.Seen(g.api.Store, g.Viewer(), list...)
	out.nodes = map[models.ID]map[string]any{}
	for i := range list {
		out.nodes[list[i].ID] = nodes[i]
	}
	return out, nil
}

// nodeOf says what an id names.
func (g *request) nodeOf(id models.ID) (app.Node, error) {
	if g.group != nil {
		return g.group.known[id], nil
	}
	return app.NodeOf(g.Ctx(), g.api.Store, g.Viewer(), id)
}

// postOf finds a post that the viewer may see.
func (g *request) postOf(id models.ID) (*post.View, error) {
	if g.group != nil && g.group.known[id].Kind == app.PostNode {
		if p := g.group.posts[id]; p != nil {
			return p, nil
		}
		return nil, models.ErrNoPost
	}
	return post.Visible(g.Ctx(), g.api.Store, g.Viewer(), id)
}

// personOf finds an account that the viewer may see.
func (g *request) personOf(id models.ID) (*account.Profile, error) {
	if g.group != nil && g.group.known[id].Kind == app.UserNode {
		if p := g.group.people[id]; p != nil {
			return p, nil
		}
		return nil, models.ErrNoUser
	}
	return account.ByID(g.Ctx(), g.api.Store, g.Viewer(), id)
}

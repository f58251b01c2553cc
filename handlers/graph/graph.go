// Package graph answers the Graph dialect: what programs written for the
// Instagram Platform API expect, over the same models as /v1. Its addresses begin
// with an id, with me, or with a version such as /v18.0, and so stand where pages
// of accounts do. They cannot be confused: a username is neither a number, nor me,
// nor of the form of a version. Only a browser that asks for a page at /123 gets
// the page.
package graph

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/app"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/web"
)

// API has what its handlers use.
type API struct {
	*web.Kit
	Call   *web.Caller
	Tables call.Tables // takes files of products
	Files  Files       // takes what came in parts
	// UploadDir is where parts of files lie.
	UploadDir string

	engine *gin.Engine // answers the calls of a batch
}

// request is one call of the dialect.
type request struct {
	*call.Call
	api     *API
	version string    // as in the path, with its slash, or ""
	node    string    // as in the path
	id      models.ID // that node names
	kind    app.NodeKind
	post    models.ID // that an item or a comment belongs to
	edge    string
	token   string
	group   *group // what was read at once, of several
}

type handler func(*API, *request) (any, error)

// route is a call. Of its path the first part says what its id names; what it
// takes is written as package call reads it.
type route struct {
	method, path, scope, takes string
	call                       handler
}

func (rt *route) name() string { return rt.method + " " + rt.path }

// table is in the order in which candidates for an id are tried.
func table() []route {
	return slices.Concat(userRoutes, storyRoutes, publishRoutes, mediaRoutes, commentRoutes, tagRoutes, subscriptionRoutes,
		insightRoutes, catalogRoutes, productRoutes, feedRoutes, productTagRoutes, idsRoutes(), batchRoutes, likeRoutes, mentionRoutes,
		loginRoutes)
}

// nodeKinds are what the first parts of paths stand for.
var nodeKinds = map[string][]app.NodeKind{
	"{ig-user-id}": {app.UserNode}, "{container-id}": {app.ContainerNode},
	"{ig-media-id}":   {app.PostNode, app.ItemNode, app.StoryNode, app.ContainerNode},
	"{ig-comment-id}": {app.CommentNode}, "{ig-hashtag-id}": {app.TagNode},
	"{catalog-id}": {app.CatalogNode}, "{product-id}": {app.ProductNode}, "{feed-id}": {app.FeedNode}, "{upload-id}": {app.UploadNode},
}

// split takes the path of a route apart.
func (rt *route) split() (node, edge string) {
	node, edge, _ = strings.Cut(strings.TrimPrefix(rt.path, "/"), "/")
	return node, edge
}

// RouteNames lists the method and path of every call of the dialect with its scope.
func (a *API) RouteNames() map[string]string {
	out := map[string]string{}
	for _, rt := range table() {
		out[rt.name()] = rt.scope
	}
	return out
}

// TakenBy lists the names of the parameters of a call; strict ones may not be empty.
func (a *API) TakenBy(name string) (names, strict []string) {
	for _, rt := range table() {
		if rt.name() == name {
			return call.Names(rt.takes)
		}
	}
	return nil, nil
}

var versionForm = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

// pathOf takes the path of a request apart; ok says whether it is one of the dialect.
func pathOf(r *http.Request) (version, node, edge string, ok bool) {
	rest := strings.Trim(r.URL.Path, "/")
	first, after, _ := strings.Cut(rest, "/")
	versioned := strings.HasPrefix(first, "v") && versionForm.MatchString(first)
	if versioned {
		version, rest = "/"+first, after
		first, after, _ = strings.Cut(rest, "/")
	}
	ours := first == "me" || first == "ig_hashtag_search" || tokenNodes[first] || isDigits(first) || isJoined(first) && hasToken(r) ||
		strings.HasPrefix(first, catalogPrefix) || first == "" && atRoot(r)
	if first == "instagram_oembed" || !versioned && (!ours || wantsPage(r)) { // /oembed answers it
		return "", "", "", false
	}
	return version, first, after, true
}

// atRoot is whether a call is about several things, or several calls, and no visit of the first page.
func atRoot(r *http.Request) bool {
	switch r.Method {
	case http.MethodPost:
		return true
	case http.MethodOptions:
		return r.Header.Get("Access-Control-Request-Method") != ""
	}
	for name := range r.URL.Query() {
		if name == "ids" || strings.HasPrefix(name, "ids[") {
			return true
		}
	}
	return false
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// isJoined is whether an id has the form in which /v1 gives those of media. It
// could be somebody's username, so it takes a token for it to be asked for here.
func isJoined(s string) bool {
	id, owner, joined := strings.Cut(s, "_")
	return joined && isDigits(id) && isDigits(owner)
}

func hasToken(r *http.Request) bool {
	return r.Header.Get("Authorization") != "" || r.URL.Query().Has("access_token") || r.PostForm.Has("access_token")
}

// wantsPage is whether a person follows a link, as opposed to a program with a token.
func wantsPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") &&
		r.Header.Get("Authorization") == "" && !r.URL.Query().Has("access_token")
}

// Routes registers the dialect. Pages are registered after it: their addresses
// have the form of its own.
func (a *API) Routes(e *gin.Engine) {
	a.engine = e
	e.Use(a.serve)
}

// serve answers what belongs to the dialect, before pages are asked.
func (a *API) serve(c *gin.Context) {
	version, node, edge, ok := pathOf(c.Request)
	if !ok {
		a.servePart(c)
		return
	}
	began := time.Now()
	c.Abort()
	call.Headers(c)
	defer func() { call.Note(c, a.Store, began) }()
	if c.Request.Method == http.MethodOptions {
		call.Preflight(c)
		return
	}
	g := &request{Call: call.New(c, a.Kit), api: a, version: version, node: node, edge: edge}
	data, err := a.answer(g)
	a.reply(g, data, err)
}

func (a *API) reply(g *request, data any, err error) {
	done, err := g.Replay(err)
	if done {
		return
	}
	status, lasting := http.StatusOK, true
	if err != nil {
		status, data, lasting = a.fail(g.Context, err)
	}
	g.sayUsage()
	body := encode(data)
	if err := g.End(status, body, lasting); err != nil {
		_ = g.Error(err)
		status, data, _ = a.fail(g.Context, models.Say(models.Error{Kind: models.Unavailable},
			"graph.error.service-temporarily-unavailable"))
		body = encode(data)
	}
	g.Send(status, body)
}

func encode(data any) []byte {
	body, _ := call.Encode(data) // texts, numbers, lists and maps of them cannot fail to encode
	return body
}

func (a *API) answer(g *request) (any, error) {
	if err := g.admitBatch(); err != nil {
		return nil, err
	}
	if g.edge == "uploads" && g.Request.Method == http.MethodPost && g.ContentType() == "multipart/form-data" {
		return a.uploadFiles(g)
	}
	bad := g.receive()
	if g.Text("id") == g.node { // which kits send beside the path
		delete(g.Values, "id")
	}
	if g.Request.Method == http.MethodPost && strings.EqualFold(g.Text("method"), http.MethodDelete) {
		g.Request.Method = http.MethodDelete
	}
	token := g.FindToken()
	if token == "" && g.ContentType() == "application/json" && !g.Request.URL.Query().Has("access_token") {
		token = g.Text("access_token")
	}
	if g.ofApp() {
		if bad != nil {
			return nil, bad
		}
		return a.answerApp(g, token)
	}
	var err error
	if g.Token == nil {
		err = g.Authenticate(token)
	}
	if err == nil {
		err = g.Need("basic")
	}
	switch {
	case token == "" && models.KindOf(err) == models.Unauthorized:
		return nil, g.noToken()
	case err != nil:
		return nil, err
	case bad != nil:
		return nil, bad
	}
	if err := g.checkApp(token); err != nil {
		return nil, err
	}
	g.token = token
	if g.asksMany() {
		return a.many(g)
	}
	rt, err := g.resolve()
	if err != nil {
		return nil, err
	}
	if err := g.Begin(); err != nil {
		return nil, err
	}
	return rt.call(a, g)
}

// receive reads what was sent.
func (g *request) receive() error {
	if g.isBatch() && g.ContentType() == "multipart/form-data" {
		return g.readBatch()
	}
	return g.Read(false)
}

// checkApp is about the app that a token belongs to. Its secret proves that a
// call comes from the app itself: appsecret_proof is the hex HMAC-SHA256 of the
// token, which apps that require signed requests send with every call.
func (g *request) checkApp(token string) error {
	t, proof := g.Token, g.Text("appsecret_proof")
	if t.RequireSigned && (proof == "" || token == "") {
		return &failure{status: 400, kind: methodException, code: 100,
			message: "API calls from the server require an appsecret_proof argument"}
	}
	ok, err := g.CheckProof(token)
	if err == nil && !ok {
		err = &failure{status: 400, kind: methodException, code: 100, message: "Invalid appsecret_proof provided in the API argument"}
	}
	if err != nil {
		return err
	}
	return g.CheckCallback()
}

// resolve finds the route. A token that no candidate would accept is refused
// before anything is looked up; after that what the token may not read answers
// like what is not there.
func (g *request) resolve() (*route, error) {
	g.splitPermission()
	if strings.Contains(g.edge, "/") {
		return nil, &failure{status: 400, kind: oauthException, code: 2500, message: "Unknown path components: /" + g.edge}
	}
	id, owner, err := call.ParseKey(g.node)
	byRetailer := strings.HasPrefix(g.node, catalogPrefix)
	alias := err != nil && g.node != "me" && !byRetailer
	var candidates []route
	var missing string
	var closed bool // to an app alone
	for _, rt := range table() {
		node, edge := rt.split()
		if rt.method != g.Request.Method || edge != g.edge || alias != (nodeKinds[node] == nil) || alias && node != g.node {
			continue
		}
		if g.Token.UserID == 0 && (!forNobody[rt.name()] || g.node == "me") {
			closed = true
			continue
		}
		if missing = rt.scope; g.Token.Allows(rt.scope) {
			candidates = append(candidates, rt)
		}
	}
	switch {
	case len(candidates) == 0 && missing != "":
		return nil, &failure{status: 403, kind: oauthException, code: 10,
			message: "(#10) Application does not have permission for this action: it requires scope=" + missing}
	case alias && len(candidates) == 0 && !closed:
		return nil, &failure{status: 404, kind: oauthException, code: 803,
			message: "(#803) Some of the aliases you requested do not exist: " + g.node}
	case len(candidates) == 0 && closed:
		return nil, g.nobody()
	case len(candidates) == 0:
		return nil, &failure{status: 400, kind: methodException, code: 100,
			message: "Unsupported " + strings.ToLower(g.Request.Method) + " request."}
	}
	// Before anything is looked up, so that what is hidden answers as what is not there.
	takes := make([]string, len(candidates))
	for i := range candidates {
		takes[i] = candidates[i].takes
	}
	if err := g.CheckTaken(vocabulary, candidates[0].name(), takes...); err != nil {
		return nil, err
	}
	switch {
	case alias:
		return &candidates[0], nil
	case g.node == "me":
		g.id, g.kind = g.Viewer(), app.UserNode
	case byRetailer:
		if g.id, err = g.productByRetailer(); err != nil {
			return nil, err
		}
		g.kind = app.ProductNode
	default:
		node, err := g.nodeOf(id)
		if err != nil {
			return nil, err
		}
		g.id, g.kind, g.post = id, node.Kind, node.Post
		if owner != 0 {
			if err := g.ownedBy(owner); err != nil {
				return nil, err
			}
		}
	}
	for i := range candidates {
		if node, _ := candidates[i].split(); slices.Contains(nodeKinds[node], g.kind) {
			if g.Request.Method != http.MethodGet && !g.TakesAll(takes[i]) {
				return nil, g.absent()
			}
			return &candidates[i], nil
		}
	}
	return nil, g.absent()
}

// ownedBy checks the owner that an id such as 901_7 names, as /v1 does. Only media have one there.
func (g *request) ownedBy(owner models.ID) error {
	find := post.OwnerOf
	switch g.kind {
	case app.StoryNode:
		find = story.OwnerOf
	case app.PostNode, app.ContainerNode:
	default:
		return g.absent()
	}
	is, err := find(g.Ctx(), g.api.Store, g.id)
	if models.KindOf(err) == models.NotFound || err == nil && is != owner {
		return g.absent()
	}
	return err
}

// own says that only one's own account can be meant. Others answer as if they
// were not there.
func (g *request) own() error {
	if g.id != g.Viewer() {
		return g.absent()
	}
	return nil
}

// mayRead is whether the token reads what belongs to an account.
func (g *request) mayRead(owner models.ID) bool { return g.NeedFor(owner) == nil }

// done is the answer to a call that only changes something.
func done(err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]any{"success": true}, nil
}

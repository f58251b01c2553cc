package api

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/post"
	"photogram/models/story"
)

// The Graph dialect: what programs written for the Instagram Platform API
// expect, over the same models as /v1. Its addresses begin with an id, with me,
// or with a version such as /v18.0, and so stand where pages of accounts do.
// They cannot be confused: a username is neither a number, nor me, nor of the
// form of a version. Only a browser that asks for a page at /123 gets the page.

// graphRequest is one call of the dialect.
type graphRequest struct {
	*request
	version string    // as in the path, with its slash, or ""
	node    string    // as in the path
	id      models.ID // that node names
	kind    app.NodeKind
	post    models.ID // that an item or a comment belongs to
	edge    string
}

type graphCall func(*graphRequest) (any, error)

// graphRoute is a call; of the path the first part says what its id names.
type graphRoute struct {
	method, path, scope string
	call                graphCall
}

func (a *API) graphTable() []graphRoute {
	get, post, del := http.MethodGet, http.MethodPost, http.MethodDelete
	return []graphRoute{
		{get, "/{ig-user-id}", "basic", a.graphUser},
		{get, "/{ig-user-id}/media", "basic", a.graphUserMedia},
		{get, "/{ig-user-id}/tags", "basic", a.graphUserTags},
		{get, "/{ig-user-id}/stories", "basic", a.graphUserStories},
		{get, "/{ig-user-id}/content_publishing_limit", "publish", a.graphPublishingLimit},
		{post, "/{ig-user-id}/media", "publish", a.graphCreateContainer},
		{post, "/{ig-user-id}/media_publish", "publish", a.graphPublish},
		{get, "/{container-id}", "publish", a.graphContainer},
		{get, "/{ig-media-id}", "basic", a.graphMedia},
		{post, "/{ig-media-id}", "comments", a.graphEnableComments},
		{get, "/{ig-media-id}/children", "basic", a.graphChildren},
		{get, "/{ig-media-id}/comments", "basic", a.graphComments},
		{post, "/{ig-media-id}/comments", "comments", a.graphAddComment},
		{get, "/{ig-comment-id}", "basic", a.graphComment},
		{post, "/{ig-comment-id}", "comments", a.graphHideComment},
		{del, "/{ig-comment-id}", "comments", a.graphDeleteComment},
		{get, "/{ig-comment-id}/replies", "basic", a.graphReplies},
		{post, "/{ig-comment-id}/replies", "comments", a.graphAddReply},
		{get, "/{ig-hashtag-id}", "public_content", a.graphHashtag},
		{get, "/{ig-hashtag-id}/recent_media", "public_content", a.graphRecentMedia},
		{get, "/{ig-hashtag-id}/top_media", "public_content", a.graphTopMedia},
		{get, "/ig_hashtag_search", "public_content", a.graphHashtagSearch},
	}
}

// graphNodes are what the first parts of paths stand for.
var graphNodes = map[string][]app.NodeKind{
	"{ig-user-id}": {app.UserNode}, "{container-id}": {app.ContainerNode},
	"{ig-media-id}":   {app.PostNode, app.ItemNode, app.StoryNode, app.ContainerNode},
	"{ig-comment-id}": {app.CommentNode}, "{ig-hashtag-id}": {app.TagNode},
}

// split takes the path of a route apart.
func (rt *graphRoute) split() (node, edge string) {
	node, edge, _ = strings.Cut(strings.TrimPrefix(rt.path, "/"), "/")
	return node, edge
}

// GraphRouteNames lists the method and path of every call of the dialect with its scope.
func (a *API) GraphRouteNames() map[string]string {
	out := map[string]string{}
	for _, r := range a.graphTable() {
		out[r.method+" "+r.path] = r.scope
	}
	return out
}

var graphVersion = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

// graphPath takes the path of a request apart; ok says whether it is one of the dialect.
func graphPath(r *http.Request) (version, node, edge string, ok bool) {
	rest := strings.Trim(r.URL.Path, "/")
	first, after, _ := strings.Cut(rest, "/")
	versioned := strings.HasPrefix(first, "v") && graphVersion.MatchString(first)
	if versioned {
		version, rest = "/"+first, after
		first, after, _ = strings.Cut(rest, "/")
	}
	ours := first == "me" || first == "ig_hashtag_search" || isDigits(first) || isJoined(first) && hasToken(r)
	if !versioned && (!ours || wantsPage(r)) {
		return "", "", "", false
	}
	return version, first, after, true
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

// graph answers what belongs to the dialect, before pages are asked.
func (a *API) graph(c *gin.Context) {
	version, node, edge, ok := graphPath(c.Request)
	if !ok {
		return
	}
	began := time.Now()
	c.Abort()
	headers(c)
	defer func() { a.note(c, began) }()
	if c.Request.Method == http.MethodOptions {
		preflight(c)
		return
	}
	g := &graphRequest{request: &request{Context: c, api: a, graph: true}, version: version, node: node, edge: edge}
	data, err := a.answerGraph(g)
	a.replyGraph(g, data, err)
}

func (a *API) replyGraph(g *graphRequest, data any, err error) {
	if errors.Is(err, errReplay) {
		g.Header(replayHeader, "true")
		send(g.Context, g.once.earlier.Status, g.once.earlier.Answer)
		return
	}
	if models.ClaimLost(err) {
		err = errInFlight
	}
	status, lasting := http.StatusOK, true
	if err != nil {
		status, data, lasting = a.failGraph(g.Context, err)
	}
	body := encodeGraph(data)
	kept := status
	if !lasting {
		kept = http.StatusTooManyRequests // which is forgotten
	}
	if s, _ := g.end(kept, body); s != kept { // the answer could not be kept, so it must not be given
		status, data, _ = a.failGraph(g.Context, &models.Error{Kind: models.Unavailable, Message: "Service temporarily unavailable"})
		body = encodeGraph(data)
	}
	send(g.Context, status, body)
}

func encodeGraph(data any) []byte {
	var w writer
	_ = w.object(data) // texts, numbers, lists and maps of them cannot fail to encode
	return append(w.b, '\n')
}

func (a *API) answerGraph(g *graphRequest) (any, error) {
	bad := g.readParams()
	if g.Request.Method == http.MethodPost && strings.EqualFold(g.text("method"), http.MethodDelete) {
		g.Request.Method = http.MethodDelete
	}
	token := findToken(g.request)
	if token == "" && g.ContentType() == "application/json" && !g.Request.URL.Query().Has("access_token") {
		token = g.text("access_token")
	}
	if err := a.authenticate(g.request, token, "basic"); err != nil {
		if token == "" && models.KindOf(err) == models.Unauthorized {
			return nil, g.noToken()
		}
		return nil, err
	}
	if bad != nil {
		return nil, bad
	}
	if err := g.checkApp(token); err != nil {
		return nil, err
	}
	rt, err := g.resolve()
	if err != nil {
		return nil, err
	}
	if err := g.begin(g.hash()); err != nil {
		return nil, err
	}
	return rt.call(g)
}

// checkApp is about the app that a token belongs to. Its secret proves that a
// call comes from the app itself: appsecret_proof is the hex HMAC-SHA256 of the
// token, which apps that require signed requests send with every call.
func (g *graphRequest) checkApp(token string) error {
	t := g.token
	if t.UserID == 0 {
		return &graphError{status: 400, kind: oauthException, code: 102,
			message: "(#102) A user access token is required to request this resource."}
	}
	proof := g.text("appsecret_proof")
	if proof == "" && t.RequireSigned {
		return &graphError{status: 400, kind: methodException, code: 100,
			message: "API calls from the server require an appsecret_proof argument"}
	}
	if proof == "" || !t.HasSecret() {
		return nil
	}
	ok, err := app.CheckSignature(g.api.Store, t, proof, token)
	if err == nil && !ok {
		err = &graphError{status: 400, kind: methodException, code: 100, message: "Invalid appsecret_proof provided in the API argument"}
	}
	return err
}

// resolve finds the route. A token that no candidate would accept is refused
// before anything is looked up; after that what the token may not read answers
// like what is not there.
func (g *graphRequest) resolve() (*graphRoute, error) {
	if strings.Contains(g.edge, "/") {
		return nil, &graphError{status: 400, kind: oauthException, code: 2500, message: "Unknown path components: /" + g.edge}
	}
	id, owner, err := mediaKey(g.node)
	alias := err != nil && g.node != "me"
	var candidates []graphRoute
	var missing string
	for _, rt := range g.api.graphTable() {
		node, edge := rt.split()
		if rt.method != g.Request.Method || edge != g.edge || alias != (graphNodes[node] == nil) || alias && node != g.node {
			continue
		}
		if missing = rt.scope; g.token.Allows(rt.scope) {
			candidates = append(candidates, rt)
		}
	}
	switch {
	case len(candidates) == 0 && missing != "":
		return nil, &graphError{status: 403, kind: oauthException, code: 10,
			message: "(#10) Application does not have permission for this action: it requires scope=" + missing}
	case alias && len(candidates) == 0:
		return nil, &graphError{status: 404, kind: oauthException, code: 803,
			message: "(#803) Some of the aliases you requested do not exist: " + g.node}
	case len(candidates) == 0:
		return nil, &graphError{status: 400, kind: methodException, code: 100,
			message: "Unsupported " + strings.ToLower(g.Request.Method) + " request."}
	}
	// Before anything is looked up, so that what is hidden answers as what is not there.
	names := make([]string, len(candidates))
	for i := range candidates {
		names[i] = candidates[i].method + " " + candidates[i].path
	}
	if err := g.checkTaken(names...); err != nil {
		return nil, err
	}
	switch {
	case alias:
		return &candidates[0], nil
	case g.node == "me":
		g.id, g.kind = g.viewer(), app.UserNode
	default:
		g.id = id
		if g.kind, g.post, err = app.NodeOf(g.ctx(), g.api.Store, g.viewer(), id); err != nil {
			return nil, err
		}
		if owner != 0 {
			if err := g.ownedBy(owner); err != nil {
				return nil, err
			}
		}
	}
	for i := range candidates {
		if node, _ := candidates[i].split(); slices.Contains(graphNodes[node], g.kind) {
			if g.Request.Method != http.MethodGet && !g.takesAll(names[i]) {
				return nil, g.absent()
			}
			return &candidates[i], nil
		}
	}
	return nil, g.absent()
}

// ownedBy checks the owner that an id such as 901_7 names, as /v1 does. Only media have one there.
func (g *graphRequest) ownedBy(owner models.ID) error {
	find := post.OwnerOf
	switch g.kind {
	case app.StoryNode:
		find = story.OwnerOf
	case app.PostNode, app.ContainerNode:
	default:
		return g.absent()
	}
	is, err := find(g.ctx(), g.api.Store, g.id)
	if models.KindOf(err) == models.NotFound || err == nil && is != owner {
		return g.absent()
	}
	return err
}

// own says that only one's own account can be meant. Others answer as if they
// were not there.
func (g *graphRequest) own() error {
	if g.id != g.viewer() {
		return g.absent()
	}
	return nil
}

// mayRead is whether the token reads what belongs to an account.
func (g *graphRequest) mayRead(owner models.ID) bool { return g.needFor(owner) == nil }

// done is the answer to a call that only changes something.
func done(err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]any{"success": true}, nil
}

package handlers_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/account"
	"photogram/web/webtest"
)

// The states of a post in the matrix. All but "private" are of a public account.
var matrixStates = []string{"public", "private", "followers", "close friends", "draft", "scheduled", "archived", "deleted"}

// The viewers of the matrix, as they stand to the owner of the post. A blocked
// viewer was blocked by the owner, a blocker blocked the owner. The last is a
// program that acts for a follower, with the basic scope alone.
var matrixViewers = []string{"owner", "follower", "close friend", "requester", "stranger", "blocked", "blocker", "anonymous",
	"token without scope"}

// visible is the rule, written once more and in words of its own.
func visible(viewer, state string) bool {
	switch state {
	case "deleted":
		return false
	case "draft", "scheduled", "archived":
		return viewer == "owner"
	}
	if viewer == "blocked" || viewer == "blocker" {
		return false
	}
	follows := viewer == "follower" || viewer == "close friend" || viewer == "token without scope"
	switch {
	case viewer == "owner":
		return true
	case state == "close friends":
		return viewer == "close friend"
	case state == "private", state == "followers":
		return follows
	}
	return true
}

func published(state string) bool {
	return slices.Contains([]string{"public", "private", "followers", "close friends"}, state)
}

// Who finds a post in a list, of those who may see it.
type reach func(viewer, state string) bool

func everyoneSees(viewer, state string) bool { return visible(viewer, state) }

// listed is for lists of what is published.
func listed(viewer, state string) bool { return published(state) && visible(viewer, state) }

// ownOnly is for what only the owner finds, in these states.
func ownOnly(states ...string) reach {
	return func(viewer, state string) bool { return viewer == "owner" && slices.Contains(states, state) }
}

// publicOnly is for lists of what everybody may see, as the viewer may see it.
func publicOnly(viewer, state string) bool { return state == "public" && visible(viewer, state) }

// exported is for what is told to other sites, whoever asks.
func exported(_, state string) bool { return state == "public" }

// inFeed is for what followers get.
func inFeed(viewer, state string) bool {
	return listed(viewer, state) && slices.Contains([]string{"owner", "follower", "close friend", "token without scope"}, viewer)
}

func nobodySees(string, string) bool { return false }

// matrixRow says of one route that reads what it shows, and to whom. In paths
// {code}, {id}, {owner}, {name} and {tag} stand for the post and its owner.
type matrixRow struct {
	route string
	path  string
	sees  reach
	// absent is whether the route is about the post itself, so that hiding it
	// must look like a post that never was.
	absent bool
	// stream is whether the answer never ends.
	stream bool
}

// post is one post of the matrix with all by which it could be recognised.
type matrixPost struct {
	state, word, tag string
	owner            *account.User
	id               models.ID
	marks            []string
	key              string
	collection       models.ID // of the close friend's, with this post alone
	link             string    // by which it is shared
	comment          models.ID // by the close friend
	tagID            models.ID
	place            string
	// A story of the same owner, for the same people. One of an archived post is
	// over. Those that others may see are in a highlight.
	story, highlight models.ID
}

type matrix struct {
	*webtest.Site
	t       *testing.T
	people  map[string]*account.User // by viewer
	owners  []*account.User          // public and private
	posts   []matrixPost
	visitor *webtest.Client
	clients map[string]*webtest.Client
	tokens  map[string]*webtest.Program
	answers map[question]*webtest.Answer
}

// question is what somebody asked for.
type question struct {
	by          *webtest.Client
	token, path string
}

func isAPI(path string) bool {
	return strings.HasPrefix(path, "/v1/") || strings.HasPrefix(path, graphPrefix)
}

// readRoutes are the paths of all routes that read.
func readRoutes(s *webtest.Site) []string {
	var out []string
	for _, r := range s.Engine.Routes() {
		if r.Method == http.MethodGet && !strings.HasPrefix(r.Path, "/static") && !strings.HasPrefix(r.Path, "/dev/") && r.Path != "/v1" {
			out = append(out, r.Path)
		}
	}
	for name := range s.Graph.RouteNames() {
		if path, ok := strings.CutPrefix(name, "GET "); ok {
			out = append(out, path)
		}
	}
	return out
}

// who is by whom a viewer's browser and program are known: owners have their own.
func who(viewer string, owner *account.User) string {
	if viewer == "owner" {
		return owner.Username
	}
	return viewer
}

// get asks for a path as a viewer, by the page or by the API. What does not
// change with the post is asked once for all posts.
func (m *matrix) get(p matrixPost, viewer, path string) *webtest.Answer {
	m.t.Helper()
	name := who(viewer, p.owner)
	program := m.tokens[name]
	if !isAPI(path) {
		program = &webtest.Program{Client: m.clients[name]}
	}
	q := question{program.Client, program.Token, path}
	if m.answers[q] == nil {
		if isAPI(path) {
			m.answers[q] = program.Call(http.MethodGet, m.URL+path)
		} else {
			m.answers[q] = program.Get(path)
		}
	}
	return m.answers[q]
}

// shows is whether an answer gives the post away. What the address itself says does not count.
func shows(a *webtest.Answer, p matrixPost) bool {
	if strings.HasPrefix(a.Request.URL.Path, "/media/") {
		return a.StatusCode == http.StatusOK
	}
	body := strings.ReplaceAll(string(a.Body), a.Request.URL.RequestURI(), "")
	for _, mark := range p.marks {
		if strings.Contains(body, mark) && !strings.Contains(a.Request.URL.RequestURI(), mark) {
			return true
		}
	}
	return false
}

// Every route that reads, asked by everybody about a post in every state.
func TestVisibilityMatrix(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	rows := map[string]matrixRow{}
	for _, row := range matrixRows {
		if _, twice := rows[row.route]; twice {
			t.Errorf("%s has two rows", row.route)
		}
		rows[row.route] = row
	}
	asked := 0
	var streams []matrixRow
	for _, path := range readRoutes(m.Site) {
		row, ok := rows[path]
		if !ok {
			t.Errorf("GET %s has no row in the matrix: say what it shows, and to whom", path)
			continue
		}
		delete(rows, path)
		if row.stream {
			streams = append(streams, row)
			continue
		}
		for _, p := range m.posts {
			for _, viewer := range matrixViewers {
				asked++
				m.ask(row, p, viewer)
			}
		}
	}
	for _, row := range streams {
		m.listen(row)
	}
	for path := range rows {
		t.Errorf("the matrix has a row for %s, which is no route", path)
	}
	t.Logf("%d questions", asked)
	m.Check()
}

func (m *matrix) ask(row matrixRow, p matrixPost, viewer string) {
	m.t.Helper()
	path := row.path
	if path == "" {
		path = row.route
	}
	api := isAPI(path)
	a := m.get(p, viewer, m.fill(path, p, viewer))
	want := row.sees(viewer, p.state)
	switch {
	case viewer == "token without scope" && strings.HasPrefix(path, graphPrefix):
		if code := a.At("error.code").Int(); code != 10 && (code != 100 || a.At("error.error_subcode").Int() != 33) {
			m.t.Errorf("%s about a %s post, with the basic scope alone: %d %s", a, p.state, a.StatusCode, a.Text())
		}
		want = false
	case viewer == "token without scope" && api && row.needsScope(m):
		if a.StatusCode != 400 || a.At("error_type").String() != "OAuthPermissionsException" {
			m.t.Errorf("%s about a %s post, with the basic scope alone: %d %s", a, p.state, a.StatusCode, a.Text())
		}
		want = false
	case viewer == "token without scope" && api:
	case viewer == "token without scope":
		want = row.sees("anonymous", p.state)
	case viewer == "anonymous" && api && !row.open():
		want = false
	}
	got := shows(a, p)
	if row.absent {
		got = got || a.StatusCode < 400 && !strings.HasPrefix(a.Header.Get("Location"), "/login")
	}
	if got != want {
		m.t.Errorf("%s: a %s post is shown to the %s: %v, want %v: %s", a, p.state, viewer, got, want, a.Text())
	}
	if row.absent && !want && !visible(viewer, p.state) && (viewer != "anonymous" || !api || row.open()) {
		m.sameAsAbsent(row, p, viewer, a)
	}
}

// listen reads all that a stream has to tell each viewer, up to a post of
// somebody else who mentions them all at last.
func (m *matrix) listen(row matrixRow) {
	m.t.Helper()
	words := "Last of all"
	for _, u := range append(slices.Collect(maps.Values(m.people)), m.owners...) {
		words += " @" + u.Username
	}
	last := m.Post(m.User("sentry"), words).Code()
	m.digest()
	for _, viewer := range matrixViewers {
		for _, owner := range m.owners {
			stream := m.clients[who(viewer, owner)].Events(row.route, "0")
			var told strings.Builder
			for e := range stream.C { // which ends at once for whom there is none
				if told.WriteString(e.Data); strings.Contains(e.Data, last) {
					break
				}
			}
			stream.Close()
			for _, p := range m.posts {
				if p.owner != owner {
					continue
				}
				want := row.sees(viewer, p.state)
				got := slices.ContainsFunc(p.marks, func(mark string) bool { return strings.Contains(told.String(), mark) })
				if got != want {
					m.t.Errorf("%s tells the %s of a %s post: %v, want %v: %s", row.route, viewer, p.state, got, want, told.String())
				}
			}
		}
	}
}

// sameAsAbsent holds the answer about a hidden post against the one about a post that never was.
func (m *matrix) sameAsAbsent(row matrixRow, p matrixPost, viewer string, a *webtest.Answer) {
	m.t.Helper()
	never := p
	never.id, never.story, never.highlight, never.key = m.NewID(), m.NewID(), m.NewID(), strings.Repeat("0", 40)
	path := row.path
	if path == "" {
		path = row.route
	}
	b := m.get(never, viewer, m.fill(path, never, viewer))
	clean := func(a *webtest.Answer, p matrixPost) string {
		if a.Type() == "text/html" {
			title := a.Find("title").Text()
			return title + a.Find("main h1, main h2").Text()
		}
		trace := "-"
		if a.Type() == "application/json" {
			trace = a.At("error.fbtrace_id").String()
		}
		return strings.NewReplacer(p.id.String(), "", p.id.Code(), "", trace, "").Replace(string(a.Body))
	}
	if a.StatusCode != b.StatusCode || clean(a, p) != clean(b, never) {
		m.t.Errorf("%s tells the %s that a %s post is there: %d %q, but of no post %d %q", a, viewer, p.state, a.StatusCode,
			clean(a, p), b.StatusCode, clean(b, never))
	}
}

// some are parameters for a call of the API, of those that it takes.
func some(names []string) (pairs []string) {
	for name, value := range map[string]string{"text": "hello", "message": "hello", "comment_enabled": "false", "tap": "forward",
		"overlay": "ask", "caption": "mine now", "audience": "everyone"} {
		if slices.Contains(names, name) {
			pairs = append(pairs, name, value)
		}
	}
	return pairs
}

// needsScope is whether a token with the basic scope alone is refused.
func (row matrixRow) needsScope(m *matrix) bool {
	return !row.open() && m.API.RouteNames()["GET "+strings.TrimPrefix(row.route, "/v1")] != "basic" ||
		slices.Contains(basicForOwn, row.route)
}

// open is whether the API answers without a token.
func (row matrixRow) open() bool { return strings.Contains(row.route, "/oembed") }

// basicForOwn are calls for which the basic scope is enough for what is one's own, and for nothing else.
var basicForOwn = []string{"/v1/users/:user", "/v1/users/:user/media/recent", "/v1/users/:user/media/tagged", "/v1/media/:media",
	"/v1/media/shortcode/:code", "/v1/media/:media/likes", "/v1/media/:media/comments", "/v1/media/:media/caption/history",
	"/v1/media/:media/comments/:comment/replies", "/v1/media/:media/comments/:comment/likes",
	"/v1/stories/:story", "/v1/users/:user/stories", "/v1/users/:user/highlights", "/v1/highlights/:highlight",
	"/v1/highlights/:highlight/stories"}

// Routes that change something answer about a hidden post as about one that never was.
func TestHiddenPostsCannotBeActedOn(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	asked := 0
	for _, r := range m.Engine.Routes() {
		api := strings.HasPrefix(r.Path, "/v1/")
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions ||
			!strings.Contains(r.Path, ":code") && !strings.Contains(r.Path, ":media") && !strings.Contains(r.Path, ":story") &&
				!strings.Contains(r.Path, ":highlight") {
			continue
		}
		never := map[string]*webtest.Answer{} // about no post, by viewer
		for _, p := range m.posts {
			for _, viewer := range matrixViewers {
				if visible(viewer, p.state) || viewer == "token without scope" || viewer == "anonymous" {
					continue
				}
				asked++
				send := func(id models.ID) *webtest.Answer {
					named := id.Code()
					if api {
						named = id.String()
					}
					path := strings.NewReplacer(":code", id.Code(), ":media", id.String(), ":story", named, ":highlight", named,
						":overlay", "ask", ":comment", "1", ":item", "1", ":collection", "1", ":user", "self", ":person",
						"str").Replace(r.Path)
					if api {
						takes, _ := m.API.TakenBy(r.Method + " " + strings.TrimPrefix(r.Path, "/v1"))
						return m.tokens[who(viewer, p.owner)].Call(r.Method, strings.TrimPrefix(path, "/v1"), some(takes)...)
					}
					return m.clients[who(viewer, p.owner)].Send(r.Method, path, form("text", "hello", "name", "x"))
				}
				about := p.id
				if strings.Contains(r.Path, ":story") {
					about = p.story
				} else if strings.Contains(r.Path, ":highlight") {
					about = p.highlight
				}
				a, b := send(about), never[who(viewer, p.owner)]
				if b == nil {
					b = send(m.NewID())
					never[who(viewer, p.owner)] = b
				}
				if a.StatusCode < 400 || a.StatusCode != b.StatusCode || api && string(a.Body) != string(b.Body) {
					t.Errorf("%s %s about a %s post answers the %s: %d %s, and about no post: %d %s", r.Method, r.Path, p.state,
						viewer, a.StatusCode, a.Text(), b.StatusCode, b.Text())
				}
			}
		}
	}
	for name, scope := range m.Graph.RouteNames() {
		method, path, _ := strings.Cut(name, " ")
		if scope == "basic" || method == http.MethodGet || !strings.HasPrefix(path, "/{ig-media-id}") {
			continue
		}
		for _, p := range m.posts {
			for _, viewer := range matrixViewers {
				if visible(viewer, p.state) || viewer == "token without scope" || viewer == "anonymous" {
					continue
				}
				asked++
				for _, id := range []models.ID{p.id, m.NewID()} {
					takes, _ := m.Graph.TakenBy(name)
					a := m.tokens[who(viewer, p.owner)].Graph(method, strings.Replace(path, "{ig-media-id}", id.String(), 1),
						some(takes)...)
					a.GraphError(400, 100, 33, "Object with ID '"+id.String()+"' does not exist")
				}
			}
		}
	}
	t.Logf("%d attempts", asked)
	m.Check()
}

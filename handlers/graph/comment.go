package graph

import (
	"context"
	"errors"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/comment"
	"photogram/models/post"
)

var commentRoutes = []route{
	{"GET", "/{ig-media-id}/comments", "basic", "", (*API).comments},
	{"POST", "/{ig-media-id}/comments", "comments", "message", (*API).addComment},
	{"GET", "/{ig-comment-id}", "basic", "", (*API).comment},
	{"POST", "/{ig-comment-id}", "comments", "hide", (*API).hideComment},
	{"DELETE", "/{ig-comment-id}", "comments", "", (*API).deleteComment},
	{"GET", "/{ig-comment-id}/replies", "basic", "", (*API).replies},
	{"POST", "/{ig-comment-id}/replies", "comments", "message", (*API).addReply},
}

const (
	commentNodeType = "IGComment"
	commentDefaults = "id,text,timestamp"
)

// said finds the comment that the call is about, with the post that it is below.
func (g *request) said() (*comment.View, *post.View, error) {
	p, err := g.read(g.post)
	if err != nil {
		return nil, nil, err
	}
	c, err := comment.Visible(g.Ctx(), g.api.Store, g.Viewer(), p.ID, g.id)
	if models.KindOf(err) == models.NotFound {
		return nil, nil, g.absent()
	}
	return c, p, err
}

// commentNodes are comments below one or several posts. Replies are read for
// all of them at a time.
func (g *request) commentNodes(rows []comment.View, posts map[models.ID]*post.View, fields []field) ([]map[string]any, error) {
	out := make([]map[string]any, len(rows))
	for i := range rows {
		out[i] = map[string]any{"id": rows[i].ID.String()}
	}
	for n := range fields {
		f := &fields[n]
		if f.name == "replies" {
			if err := g.repliesTo(rows, posts, f, out); err != nil {
				return nil, err
			}
			continue
		}
		for i := range rows {
			c := &rows[i]
			var value any
			switch f.name {
			case "id":
			case "legacy_instagram_comment_id":
				value = c.ID.String()
			case "text":
				value = c.Text
			case "timestamp":
				value = isoTime(c.CreatedAt)
			case "username":
				value = c.Author.Username
			case "from":
				value = map[string]string{"id": c.UserID.String(), "username": c.Author.Username}
			case "user":
				if c.UserID == g.Viewer() {
					value = map[string]string{"id": c.UserID.String()}
				}
			case "like_count":
				value = c.LikesCount
			case "hidden":
				value = c.Hidden != "" && g.Viewer() == c.OwnerID
			case "parent_id":
				if c.ParentID != nil {
					value = c.ParentID.String()
				}
			case "media":
				nodes, err := g.postNodes([]post.View{*posts[c.PostID]}, f.subFields("id"))
				if err != nil {
					return nil, err
				}
				value = nodes[0]
			default:
				return nil, noField(f.name, commentNodeType)
			}
			if value != nil && value != "" {
				out[i][f.name] = value
			}
		}
	}
	return out, nil
}

// commentList answers with a page of comments; rows has one more when there are others.
func (g *request) commentList(rows []comment.View, posts map[models.ID]*post.View, fields []field, of part, back bool,
	link func(string, string) string) (list, error) {
	rows, more := cutComments(rows, of.limit, back)
	nodes, err := g.commentNodes(rows, posts, fields)
	out := list{Data: nodes}
	if err == nil && len(rows) > 0 {
		out.Paging = of.paging(rows[0].ID.String(), rows[len(rows)-1].ID.String(), more, link)
	}
	return out, err
}

// cutComments takes off the row that only says that there are others; it is
// the last in the direction of reading.
func cutComments(rows []comment.View, limit int, back bool) ([]comment.View, bool) {
	switch {
	case len(rows) <= limit:
		return rows, false
	case back:
		return rows[1:], true
	}
	return rows[:limit], true
}

// commentsOf adds the comments below posts to their nodes.
func (g *request) commentsOf(posts []post.View, f *field, out []map[string]any) error {
	of, err := f.part()
	if err != nil {
		return err
	}
	page, err := of.page()
	if err != nil {
		return err
	}
	keys, byID := make([]*post.Post, len(posts)), map[models.ID]*post.View{}
	for i := range posts {
		keys[i], byID[posts[i].ID] = &posts[i].Post, &posts[i]
	}
	rows, err := comment.Below(g.Ctx(), g.api.Store, g.Viewer(), keys, page)
	if err != nil {
		return err
	}
	below := map[models.ID][]comment.View{}
	for _, c := range rows {
		below[c.PostID] = append(below[c.PostID], c)
	}
	return g.nest(f, of, page.Back, byID, out, len(posts),
		func(i int) (models.ID, []comment.View) { return posts[i].ID, below[posts[i].ID] },
		func(i int) *summary { return total(f.arg, posts[i].CommentsCount) })
}

// repliesTo adds the replies to comments to their nodes.
func (g *request) repliesTo(comments []comment.View, posts map[models.ID]*post.View, f *field, out []map[string]any) error {
	of, err := f.part()
	if err != nil {
		return err
	}
	page, err := of.risingPage()
	if err != nil {
		return err
	}
	keys := make([]*comment.Comment, len(comments))
	for i := range comments {
		keys[i] = &comments[i].Comment
	}
	rows, err := comment.RepliesBelow(g.Ctx(), g.api.Store, g.Viewer(), keys, page)
	if err != nil {
		return err
	}
	below := map[models.ID][]comment.View{}
	for _, c := range rows {
		below[*c.ParentID] = append(below[*c.ParentID], c)
	}
	return g.nest(f, of, page.Back, posts, out, len(comments),
		func(i int) (models.ID, []comment.View) { return comments[i].ID, below[comments[i].ID] },
		func(i int) *summary { return total(f.arg, comments[i].RepliesCount) })
}

// nest encodes the comments below each of n things at once, so that what they
// need in turn is read once, and hands each its own.
func (g *request) nest(f *field, of part, back bool, posts map[models.ID]*post.View, out []map[string]any, n int,
	rowsOf func(int) (models.ID, []comment.View), summaries func(int) *summary) error {
	var all []comment.View
	ends := make([]int, n)
	more := make([]bool, n)
	for i := range n {
		_, rows := rowsOf(i)
		rows, more[i] = cutComments(rows, of.limit, back)
		all = append(all, rows...)
		ends[i] = len(all)
	}
	nodes, err := g.commentNodes(all, posts, f.subFields(commentDefaults))
	if err != nil {
		return err
	}
	from := 0
	for i := range n {
		if ends[i] > from {
			id, _ := rowsOf(i)
			out[i][f.name] = list{Data: nodes[from:ends[i]], Summary: summaries(i),
				Paging: of.paging(all[from].ID.String(), all[ends[i]-1].ID.String(), more[i], g.linkTo(id, f, of.limit))}
		} else if sum := summaries(i); sum != nil {
			out[i][f.name] = list{Data: []any{}, Summary: sum}
		}
		from = ends[i]
	}
	return nil
}

func (a *API) comments(g *request) (any, error) {
	p, err := g.media()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields(commentDefaults)
	if err != nil {
		return nil, err
	}
	of, err := g.part()
	if err != nil {
		return nil, err
	}
	page, err := of.page()
	if err != nil {
		return nil, err
	}
	rows, err := comment.Below(g.Ctx(), a.Store, g.Viewer(), []*post.Post{&p.Post}, page)
	if err != nil {
		return nil, err
	}
	out, err := g.commentList(rows, map[models.ID]*post.View{p.ID: p}, fields, of, page.Back, g.link(of.limit))
	out.Summary = total(g.Text, p.CommentsCount)
	return out, err
}

func (a *API) comment(g *request) (any, error) {
	c, p, err := g.said()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields(commentDefaults)
	if err != nil {
		return nil, err
	}
	nodes, err := g.commentNodes([]comment.View{*c}, map[models.ID]*post.View{p.ID: p}, fields)
	if err != nil {
		return nil, err
	}
	return nodes[0], nil
}

func (a *API) replies(g *request) (any, error) {
	c, p, err := g.said()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields(commentDefaults)
	if err != nil {
		return nil, err
	}
	of, err := g.part()
	if err != nil {
		return nil, err
	}
	page, err := of.risingPage()
	if err != nil {
		return nil, err
	}
	rows, err := comment.RepliesBelow(g.Ctx(), a.Store, g.Viewer(), []*comment.Comment{&c.Comment}, page)
	if err != nil {
		return nil, err
	}
	out, err := g.commentList(rows, map[models.ID]*post.View{p.ID: p}, fields, of, page.Back, g.link(of.limit))
	out.Summary = total(g.Text, c.RepliesCount)
	return out, err
}

func (a *API) addComment(g *request) (any, error) {
	p, err := g.media()
	if err != nil {
		return nil, err
	}
	return g.write(p.ID, 0)
}

func (a *API) addReply(g *request) (any, error) {
	c, p, err := g.said()
	if err != nil {
		return nil, err
	}
	return g.write(p.ID, c.ID)
}

// write answers a post, or a comment below it.
func (g *request) write(post, to models.ID) (any, error) {
	if !g.Has("message") {
		return nil, required("message")
	}
	c, err := comment.Reply(g.Ctx(), g.api.Store, g.Viewer(), post, to, g.Text("message"))
	var e *models.Error
	switch {
	case models.KindOf(err) == models.NotFound:
		return nil, g.absent()
	case errors.As(err, &e) && e.Kind == models.Invalid:
		return nil, badField("message", e.Message())
	case err != nil:
		return nil, userLimit(err)
	}
	return map[string]string{"id": c.ID.String()}, nil
}

// userLimit words that an account, as opposed to an app, did something too often.
func userLimit(err error) error {
	var e *models.Error
	if !errors.As(err, &e) || e.Kind != models.TooMany {
		return err
	}
	return errors.Join(&failure{status: 400, kind: oauthException, code: 17,
		message: "(#17) User request limit reached: " + call.TooOften(e), transient: true}, err)
}

// change carries out something on the comment that the call is about.
func (g *request) change(do func(ctx context.Context, s *models.Store, viewer, post, comment models.ID) error) (any, error) {
	c, p, err := g.said()
	if err != nil {
		return nil, err
	}
	if err = do(g.Ctx(), g.api.Store, g.Viewer(), p.ID, c.ID); models.KindOf(err) == models.NotFound {
		err = g.absent()
	}
	return done(err)
}

func (a *API) hideComment(g *request) (any, error) {
	hide, err := g.Boolean("hide")
	if err != nil {
		return nil, err
	}
	if hide == nil {
		return nil, required("hide")
	}
	if *hide {
		return g.change(comment.Hide)
	}
	return g.change(comment.Show)
}

func (a *API) deleteComment(g *request) (any, error) {
	return g.change(comment.Delete)
}

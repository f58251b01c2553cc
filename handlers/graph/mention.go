package graph

import (
	"slices"
	"strings"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/post"
)

var mentionRoutes = []route{
	{"POST", "/{ig-user-id}/mentions", "comments", "media_id comment_id message", (*API).answerMention},
}

// namedBy is whether a text mentions the token's account.
func (g *request) namedBy(text string) (bool, error) {
	me, err := account.ByID(g.Ctx(), g.api.Store, g.Viewer(), g.Viewer())
	if err != nil {
		return false, err
	}
	return slices.Contains(models.MentionsIn(text), strings.ToLower(me.Username)), nil
}

func noMention(id string) error {
	return badField("id", "There is no mention of this account in "+id+", or it cannot be seen.")
}

// mentioningPost finds a post whose caption mentions the token's account.
func (g *request) mentioningPost(id string) (*post.View, error) {
	key, _, err := call.ParseKey(id)
	if err != nil {
		return nil, noMention(id)
	}
	p, err := g.postOf(key)
	if models.KindOf(err) == models.NotFound || err == nil && !g.mayRead(p.OwnerID) {
		return nil, noMention(id)
	}
	if err != nil {
		return nil, err
	}
	named, err := g.namedBy(p.Caption)
	if err == nil && !named {
		err = noMention(id)
	}
	return p, err
}

// mentioningComment finds a comment that mentions the token's account, and what it is below.
func (g *request) mentioningComment(id string) (*comment.View, *post.View, error) {
	key, err := models.ParseID(id)
	if err != nil {
		return nil, nil, noMention(id)
	}
	node, err := app.NodeOf(g.Ctx(), g.api.Store, g.Viewer(), key)
	if err != nil {
		return nil, nil, err
	}
	if node.Kind != app.CommentNode {
		return nil, nil, noMention(id)
	}
	p, err := g.postOf(node.Post)
	if err == nil && !g.mayRead(p.OwnerID) {
		err = models.ErrNoPost
	}
	var c *comment.View
	if err == nil {
		c, err = comment.Visible(g.Ctx(), g.api.Store, g.Viewer(), p.ID, key)
	}
	if models.KindOf(err) == models.NotFound {
		return nil, nil, noMention(id)
	}
	if err != nil {
		return nil, nil, err
	}
	named, err := g.namedBy(c.Text)
	if err == nil && !named {
		err = noMention(id)
	}
	return c, p, err
}

// mentionedMedia is a post that mentions the account, as mentioned_media.media_id(1){…} asks for it. Whoever
// asks for all fields by their names, and names none, gets none.
func (g *request) mentionedMedia(f *field) (any, error) {
	id := strings.TrimSpace(f.args["media_id"])
	if id == "" {
		return nil, nil
	}
	if err := g.own(); err != nil {
		return nil, err
	}
	p, err := g.mentioningPost(id)
	if err != nil {
		return nil, err
	}
	return g.postNode(p, f.subFields(listDefaults))
}

func (g *request) mentionedComment(f *field) (any, error) {
	id := strings.TrimSpace(f.args["comment_id"])
	if id == "" {
		return nil, nil
	}
	if err := g.own(); err != nil {
		return nil, err
	}
	c, p, err := g.mentioningComment(id)
	if err != nil {
		return nil, err
	}
	nodes, err := g.commentNodes([]comment.View{*c}, map[models.ID]*post.View{p.ID: p}, f.subFields(listDefaults))
	if err != nil {
		return nil, err
	}
	return nodes[0], nil
}

// answerMention answers a mention: below the post whose caption it is in, or to the comment.
func (a *API) answerMention(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	media := g.Text("media_id")
	if media == "" {
		return nil, required("media_id")
	}
	if id := g.Text("comment_id"); id != "" {
		c, p, err := g.mentioningComment(id)
		if err != nil {
			return nil, err
		}
		if key, _, err := call.ParseKey(media); err != nil || key != p.ID {
			return nil, badField("media_id", "The comment is below other media.")
		}
		return g.write(p.ID, c.ID)
	}
	p, err := g.mentioningPost(media)
	if err != nil {
		return nil, err
	}
	return g.write(p.ID, 0)
}

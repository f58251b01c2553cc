package api

import (
	"context"
	"slices"

	"photogram/models"
	"photogram/models/comment"
	"photogram/models/people"
)

var commentRoutes = []route{
	{"GET", "/users/self/comment-words", "comments", "", (*API).commentWords},
	{"PATCH", "/users/self/comment-words", "comments", "words*?", (*API).setCommentWords},
	{"GET", "/media/:media/comments", "basic", "", (*API).comments},
	{"POST", "/media/:media/comments", "comments", "text parent_id", (*API).addComment},
	{"PATCH", "/media/:media/comments/:comment", "comments", "text", (*API).editComment},
	{"DELETE", "/media/:media/comments/:comment", "comments", "", (*API).deleteComment},
	{"GET", "/media/:media/comments/:comment/replies", "basic", "", (*API).replies},
	{"GET", "/media/:media/comments/:comment/likes", "basic", "", (*API).commentLikers},
	{"POST", "/media/:media/comments/:comment/likes", "likes", "", (*API).likeComment},
	{"DELETE", "/media/:media/comments/:comment/likes", "likes", "", (*API).unlikeComment},
	{"POST", "/media/:media/comments/:comment/pin", "comments", "", (*API).pinComment},
	{"DELETE", "/media/:media/comments/:comment/pin", "comments", "", (*API).unpinComment},
	{"POST", "/media/:media/comments/:comment/hide", "comments", "", (*API).hideComment},
	{"DELETE", "/media/:media/comments/:comment/hide", "comments", "", (*API).showComment},
}

type commentObject struct {
	ID          string    `json:"id"`
	CreatedTime string    `json:"created_time"`
	Text        string    `json:"text"`
	From        shortUser `json:"from"`

	// Photogram's own. Hidden is told to the owner of the media alone.
	LikesCount   int64   `json:"likes_count"`
	UserHasLiked bool    `json:"user_has_liked"`
	ParentID     *string `json:"parent_id"`
	RepliesCount int64   `json:"replies_count"`
	Edited       bool    `json:"edited"`
	Hidden       bool    `json:"hidden"`
	Pinned       bool    `json:"pinned"`
}

func (r *request) comment(c *comment.View) commentObject {
	out := commentObject{ID: c.ID.String(), CreatedTime: seconds(c.CreatedAt), Text: c.Text, From: r.api.shortUser(c.Author),
		LikesCount: c.LikesCount, UserHasLiked: c.Liked,
		RepliesCount: c.RepliesCount, Edited: c.EditedAt != nil, Hidden: c.Hidden != "" && r.Viewer() == c.OwnerID,
		Pinned: c.PinnedAt != nil}
	if c.ParentID != nil {
		parent := c.ParentID.String()
		out.ParentID = &parent
	}
	return out
}

func (r *request) commentList(rows []comment.View) []commentObject {
	out := make([]commentObject, len(rows))
	for i := range rows {
		out[i] = r.comment(&rows[i])
	}
	return out
}

// comments lists what stands below media: the pinned comments first, then the
// others in the order of reading, without replies.
func (a *API) comments(r *request) (any, *page, error) {
	p, err := a.post(r)
	if err != nil {
		return nil, nil, err
	}
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	before, err := r.cursor("max_id")
	if err != nil {
		return nil, nil, err
	}
	talk, err := comment.Page(r.Ctx(), a.Store, r.Viewer(), p, before, n)
	if err != nil {
		return nil, nil, err
	}
	slices.Reverse(talk.Comments)
	return r.commentList(append(talk.Pinned, talk.Comments...)), r.next("max_id", "next_max_id", keyText(talk.Next)), nil
}

// said finds the comment that the path names, below media that the token may read.
func (a *API) said(r *request) (*comment.View, error) {
	p, err := a.post(r)
	if err != nil {
		return nil, err
	}
	id, err := models.ParseID(r.Param("comment"))
	if err != nil {
		return nil, errNoComment
	}
	c, err := comment.Visible(r.Ctx(), a.Store, r.Viewer(), p.ID, id)
	return c, absentComment(err)
}

func (a *API) replies(r *request) (any, *page, error) {
	c, err := a.said(r)
	if err != nil {
		return nil, nil, err
	}
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	after, err := r.cursor("min_id")
	if err != nil {
		return nil, nil, err
	}
	rows, next, err := comment.Replies(r.Ctx(), a.Store, r.Viewer(), c, after, 0, n)
	if err != nil {
		return nil, nil, err
	}
	return r.commentList(rows), r.next("min_id", "next_min_id", keyText(next)), nil
}

func (a *API) commentLikers(r *request) (any, *page, error) {
	c, err := a.said(r)
	if err != nil {
		return nil, nil, err
	}
	return a.cursorPage(r, func(after models.ID, n int) ([]people.PersonRow, models.ID, error) {
		return comment.Likers(r.Ctx(), a.Store, r.Viewer(), c.PostID, c.ID, after, n)
	})
}

func (a *API) addComment(r *request) (any, *page, error) {
	id, err := a.named(r)
	if err != nil {
		return nil, nil, err
	}
	var to models.ID
	if s := r.Text("parent_id"); s != "" {
		if to, err = models.ParseID(s); err != nil {
			return nil, nil, errNoComment
		}
	}
	c, err := comment.Reply(r.Ctx(), a.Store, r.Viewer(), id, to, r.Text("text"))
	if err != nil {
		if to != 0 {
			return nil, nil, absentComment(err)
		}
		return nil, nil, hideMedia(err)
	}
	return r.comment(c), nil, nil
}

// change carries out something on the comment that the path names.
func (a *API) change(r *request, do func(ctx context.Context, s *models.Store, viewer, post, comment models.ID) error) error {
	post, err := a.named(r)
	if err != nil {
		return err
	}
	id, err := models.ParseID(r.Param("comment"))
	if err != nil {
		return errNoComment
	}
	return absentComment(do(r.Ctx(), a.Store, r.Viewer(), post, id))
}

// changed is change, answered with the comment as it is then.
func (a *API) changed(r *request, do func(ctx context.Context, s *models.Store, viewer, post, comment models.ID) error) (any, *page,
	error) {
	var c *comment.View
	err := a.change(r, func(ctx context.Context, s *models.Store, viewer, post, commentID models.ID) error {
		err := do(ctx, s, viewer, post, commentID)
		if err == nil {
			c, err = comment.Visible(ctx, a.Store, viewer, post, commentID)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return r.comment(c), nil, nil
}

func (a *API) editComment(r *request) (any, *page, error) {
	return a.changed(r, func(ctx context.Context, s *models.Store, viewer, post, commentID models.ID) error {
		return comment.Edit(ctx, a.Store, viewer, post, commentID, r.Text("text"))
	})
}

func (a *API) pinComment(r *request) (any, *page, error)   { return a.changed(r, comment.Pin) }
func (a *API) unpinComment(r *request) (any, *page, error) { return a.changed(r, comment.Unpin) }
func (a *API) hideComment(r *request) (any, *page, error)  { return a.changed(r, comment.Hide) }
func (a *API) showComment(r *request) (any, *page, error)  { return a.changed(r, comment.Show) }

func (a *API) deleteComment(r *request) (any, *page, error) {
	return nil, nil, a.change(r, comment.Delete)
}

func (a *API) likeComment(r *request) (any, *page, error) {
	return nil, nil, a.change(r, func(ctx context.Context, s *models.Store, viewer, post, commentID models.ID) error {
		_, err := comment.Like(ctx, a.Store, viewer, post, commentID)
		return err
	})
}

func (a *API) unlikeComment(r *request) (any, *page, error) {
	return nil, nil, a.change(r, func(ctx context.Context, s *models.Store, viewer, post, commentID models.ID) error {
		_, err := comment.Unlike(ctx, a.Store, viewer, post, commentID)
		return err
	})
}

// absentComment words the absence of a comment, or of the media above it, as the dialect does.
func absentComment(err error) error {
	if models.KindOf(err) == models.NotFound {
		return errNoComment
	}
	return err
}

// commentWords are the words that hide comments below the account's media.
func (a *API) commentWords(r *request) (any, *page, error) {
	words, err := comment.Words(r.Ctx(), a.Store, r.Viewer())
	return append([]string{}, words...), nil, err
}

func (a *API) setCommentWords(r *request) (any, *page, error) {
	if err := comment.SetWords(r.Ctx(), a.Store, r.Viewer(), r.List("words")); err != nil {
		return nil, nil, err
	}
	return a.commentWords(r)
}

package post

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/comment"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	commentview "photogram/views/comment"
	peopleview "photogram/views/people"
	"photogram/views/ui"
	"photogram/web"
)

var errNoComment = models.NotFoundf("This comment does not exist.")

// talk reads a page of comments, in the order of reading.
func (a Pages) talk(c *gin.Context, p *post.View, before models.ID) (commentview.Discussion, error) {
	talk, err := comment.Page(page.Context(c), a.Store, web.ViewerID(c), p, before, page.CommentPage)
	slices.Reverse(talk.Comments)
	return commentview.Discussion{Post: *p, Pinned: talk.Pinned, Comments: talk.Comments,
		Older: page.OlderURL(urls.PostAction(p.ID, "comments"), talk.Next)}, err
}

func (a Pages) comments(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return a.showPost(c, http.StatusOK, p, before, ui.Form{})
	}
	d, err := a.talk(c, p, before)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, nil, commentview.CommentList(a.Chrome(c), d))
}

// commentID reads the ids in a comment's address.
func commentID(c *gin.Context) (post, comment models.ID, err error) {
	if post, err = page.PostID(c); err != nil {
		return 0, 0, err
	}
	if comment, err = models.ParseID(c.Param("comment")); err != nil {
		return 0, 0, errNoComment
	}
	return post, comment, nil
}

func (a Pages) addComment(c *gin.Context) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	var to models.ID
	if s := c.PostForm("parent_id"); s != "" {
		if to, err = models.ParseID(s); err != nil {
			return errNoComment
		}
	}
	made, err := comment.Reply(page.Context(c), a.Store, viewer, id, to, c.PostForm("text"))
	if models.KindOf(err) == models.NotFound {
		return err
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.commentRefused(c, id, to, form)
	}
	if !web.IsFragment(c) {
		to := urls.Post(id) + "#comments"
		if made.ParentID != nil {
			to = urls.Comment(id, made.ID) + "#c-" + made.ID.String()
		}
		c.Redirect(http.StatusSeeOther, to)
		return nil
	}
	p, err := post.Visible(page.Context(c), a.Store, viewer, id)
	if err != nil {
		return err
	}
	web.Announce(c, text.T(page.Context(c), "comment.posted"))
	if made.ParentID != nil {
		return a.replied(c, p, made)
	}
	d, err := a.talk(c, p, 0)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, nil, commentview.CommentList(a.Chrome(c), d))
}

// commentRefused shows what was written again, with what is wrong with it.
func (a Pages) commentRefused(c *gin.Context, id, to models.ID, form ui.Form) error {
	p, err := post.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	var answered *comment.View
	if to != 0 {
		if answered, err = comment.Visible(page.Context(c), a.Store, web.ViewerID(c), id, to); err != nil {
			return err
		}
	}
	if web.IsFragment(c) {
		// HTMX swaps successful answers only, and the form shows the problem itself.
		c.Header("HX-Retarget", "#comment-form")
		return a.Page(c, http.StatusOK, nil,
			commentview.CommentForm(a.Chrome(c), commentview.Discussion{Post: *p, Form: form, ReplyTo: answered}))
	}
	if answered != nil {
		return a.showThread(c, http.StatusUnprocessableEntity, p, answered, func(d *commentview.ThreadDetail) { d.Form = form })
	}
	return a.showPost(c, http.StatusUnprocessableEntity, p, 0, form)
}

// replied answers HTMX with the thread that a new reply stands in, and an empty form.
func (a Pages) replied(c *gin.Context, p *post.View, made *comment.View) error {
	thread, err := a.thread(c, p.ID, *made.ParentID, 0, made.ID)
	if err != nil {
		return err
	}
	c.Header("HX-Retarget", "#t-"+thread.ID.String())
	chrome := a.Chrome(c)
	return a.Page(c, http.StatusOK, nil, commentview.ReplyAdded(chrome, *thread, *made, commentview.Discussion{Post: *p}))
}

// thread reads a comment with the replies between two keys.
func (a Pages) thread(c *gin.Context, post, commentID, after, before models.ID) (*comment.View, error) {
	thread, err := comment.Visible(page.Context(c), a.Store, web.ViewerID(c), post, commentID)
	if err != nil {
		return nil, err
	}
	var next models.ID
	thread.Replies, next, err = comment.Replies(page.Context(c), a.Store, web.ViewerID(c), thread, after, before, page.CommentPage)
	thread.More = next != 0
	return thread, err
}

// comment is the page of one comment with the replies to it, or for HTMX some of the replies.
func (a Pages) comment(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	_, id, err := commentID(c)
	if err != nil {
		return err
	}
	if web.IsFragment(c) {
		before, err := web.Before(c)
		if err != nil {
			return err
		}
		after, err := afterKey(c)
		if err != nil {
			return err
		}
		thread, err := a.thread(c, p.ID, id, after, before)
		if err != nil {
			return err
		}
		return a.Page(c, http.StatusOK, nil, commentview.CommentReplies(a.Chrome(c), *thread, p.MayComment, before))
	}
	m, err := comment.Visible(page.Context(c), a.Store, web.ViewerID(c), p.ID, id)
	if err != nil {
		return err
	}
	return a.showThread(c, http.StatusOK, p, m, nil)
}

func afterKey(c *gin.Context) (models.ID, error) {
	s := c.Query("after")
	if s == "" {
		return 0, nil
	}
	id, err := models.ParseID(s)
	if err != nil {
		return 0, models.Invalidf("after", "This is not a place in the list.")
	}
	return id, nil
}

// showThread shows the thread of a comment: from the first reply, or from
// where the address says, or, for a reply further down, from that one.
func (a Pages) showThread(c *gin.Context, status int, p *post.View, m *comment.View, change func(*commentview.ThreadDetail)) error {
	after, err := afterKey(c)
	if err != nil {
		return err
	}
	thread, err := a.thread(c, p.ID, m.Thread(), after, 0)
	if err != nil {
		return err
	}
	here := func(r comment.View) bool { return r.ID == m.ID }
	if m.ParentID != nil && after == 0 && !slices.ContainsFunc(thread.Replies, here) {
		after = m.ID - 1
		if thread, err = a.thread(c, p.ID, m.Thread(), after, 0); err != nil {
			return err
		}
	}
	d := commentview.ThreadDetail{Post: *p, Thread: *thread, ReplyTo: *m}
	if after != 0 {
		d.Earlier = urls.Comment(p.ID, thread.ID)
	}
	if change != nil {
		change(&d)
	}
	chrome := a.Titled(c, "")
	chrome.NoIndex = true
	return a.Page(c, status, commentview.ThreadPage(chrome, d), nil)
}

// box answers with a comment as it is now, after something was done to it.
func (a Pages) box(c *gin.Context, message string) error {
	post, id, err := commentID(c)
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return a.Done(c, a.Back(c, urls.Comment(post, id)+"#c-"+id.String()), message, nil)
	}
	p, m, err := a.postAndComment(c, post, id)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, nil, commentview.CommentBox(a.Chrome(c), *m, p.MayComment, ui.Form{}))
}

func (a Pages) postAndComment(c *gin.Context, postID, id models.ID) (*post.View, *comment.View, error) {
	p, err := post.Visible(page.Context(c), a.Store, web.ViewerID(c), postID)
	if err != nil {
		return nil, nil, err
	}
	m, err := comment.Visible(page.Context(c), a.Store, web.ViewerID(c), postID, id)
	return p, m, err
}

func (a Pages) editComment(c *gin.Context) error {
	post, id, err := commentID(c)
	if err != nil {
		return err
	}
	err = comment.Edit(page.Context(c), a.Store, web.ViewerID(c), post, id, c.PostForm("text"))
	if err == nil {
		return a.box(c, text.T(page.Context(c), "comment.changed"))
	}
	if models.KindOf(err) != models.Invalid {
		return err
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	p, m, err := a.postAndComment(c, post, id)
	if err != nil {
		return err
	}
	if web.IsFragment(c) {
		return a.Page(c, http.StatusOK, nil, commentview.CommentBox(a.Chrome(c), *m, p.MayComment, form))
	}
	return a.showThread(c, http.StatusUnprocessableEntity, p, m, func(d *commentview.ThreadDetail) { d.Editing, d.EditForm = id, form })
}

func (a Pages) deleteComment(c *gin.Context) error {
	id, commentID, err := commentID(c)
	if err != nil {
		return err
	}
	if err := comment.Delete(page.Context(c), a.Store, web.ViewerID(c), id, commentID); err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return a.Done(c, urls.Post(id)+"#comments", text.T(page.Context(c), "comment.deleted"), nil)
	}
	return a.commentList(c, id)
}

// commentList answers with the first page of comments as it is now.
func (a Pages) commentList(c *gin.Context, id models.ID) error {
	p, err := post.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	d, err := a.talk(c, p, 0)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, nil, commentview.CommentList(a.Chrome(c), d))
}

func (a Pages) likeComment(c *gin.Context) error   { return a.setCommentLike(c, true) }
func (a Pages) unlikeComment(c *gin.Context) error { return a.setCommentLike(c, false) }

func (a Pages) setCommentLike(c *gin.Context, liked bool) error {
	post, id, err := commentID(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	if liked {
		_, err = comment.Like(page.Context(c), a.Store, viewer, post, id)
	} else {
		_, err = comment.Unlike(page.Context(c), a.Store, viewer, post, id)
	}
	if err != nil {
		return err
	}
	return a.box(c, "")
}

func (a Pages) commentLikers(c *gin.Context) error {
	post, id, err := commentID(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	rows, next, err := comment.Likers(page.Context(c), a.Store, web.ViewerID(c), post, id, before, page.PeoplePage)
	if err != nil {
		return err
	}
	return a.ShowPeople(c, peopleview.People{Heading: text.T(page.Context(c), "comment.liked-by"), Back: urls.Comment(post, id), People: rows,
		Older: page.OlderURL(urls.CommentAction(post, id, "likes"), next), Empty: text.T(page.Context(c), "comment.no-likes")})
}

func (a Pages) hideComment(c *gin.Context) error {
	return a.moderate(c, comment.Hide, text.T(page.Context(c), "comment.hidden-now"))
}

func (a Pages) showComment(c *gin.Context) error {
	return a.moderate(c, comment.Show, text.T(page.Context(c), "comment.shown-now"))
}

func (a Pages) pinComment(c *gin.Context) error {
	return a.moderate(c, comment.Pin, text.T(page.Context(c), "comment.pinned-now"))
}

func (a Pages) unpinComment(c *gin.Context) error {
	return a.moderate(c, comment.Unpin, text.T(page.Context(c), "comment.unpinned-now"))
}

// moderate carries out what a post's owner does to a comment.
func (a Pages) moderate(c *gin.Context, change commentFunc, message string) error {
	post, id, err := commentID(c)
	if err != nil {
		return err
	}
	if err := change(page.Context(c), a.Store, web.ViewerID(c), post, id); err != nil {
		return err
	}
	if web.IsFragment(c) && c.FullPath() == "/p/:code/comments/:comment/pin" { // the order is another
		return a.commentList(c, post)
	}
	return a.box(c, message)
}

package handlers

import (
	"photogram/urls"
)

// postRoutes are the addresses of this subject.
func (a *App) postRoutes() []Route {
	return []Route{
		Get(Anyone, "/p/:code", a.post),
		Get(Anyone, "/p/:code/likes", a.likers),
		Get(Anyone, "/p/:code/comments", a.comments),
		Get(Anyone, "/p/:code/embed/code", a.embedCode),
		Get(Anyone, "/p/:code/comments/:comment", a.comment),
		Get(Anyone, "/p/:code/comments/:comment/likes", a.commentLikers),
		Post(Member, "/p/:code/like", a.like),
		Delete(Member, "/p/:code/like", a.unlike),
		Post(Member, "/p/:code/comments", a.addComment),
		Patch(Member, "/p/:code/comments/:comment", a.editComment),
		Delete(Member, "/p/:code/comments/:comment", a.deleteComment),
		Post(Member, "/p/:code/comments/:comment/like", a.likeComment),
		Delete(Member, "/p/:code/comments/:comment/like", a.unlikeComment),
		Post(Member, "/p/:code/comments/:comment/pin", a.pinComment),
		Delete(Member, "/p/:code/comments/:comment/pin", a.unpinComment),
		Post(Member, "/p/:code/comments/:comment/hide", a.hideComment),
		Delete(Member, "/p/:code/comments/:comment/hide", a.showComment),
		Post(Member, "/p/:code/commenting", a.openComments),
		Delete(Member, "/p/:code/commenting", a.closeComments),
		Post(Member, "/p/:code/tag", a.approveTag),
		Delete(Member, "/p/:code/tag", a.removeTag),
		Get(Member, urls.CommentRules, a.commentRules),
		Post(Member, urls.CommentRules, a.saveCommentRules),
		Get(Member, urls.TagRules, a.tagRules),
		Post(Member, urls.TagRules, a.saveTagRules),
		Post(Member, "/p/:code/delete", a.deletePost),
		Get(Anyone, "/:username/tagged", a.tagged),
	}
}

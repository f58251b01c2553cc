package post

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, "/p/:code", a.post),
		page.Get(page.Anyone, "/p/:code/media", a.picture),
		page.Get(page.Anyone, "/p/:code/likes", a.likers),
		page.Get(page.Anyone, "/p/:code/comments", a.comments),
		page.Get(page.Anyone, "/p/:code/embed/code", a.embedCode),
		page.Get(page.Anyone, "/p/:code/comments/:comment", a.comment),
		page.Get(page.Anyone, "/p/:code/comments/:comment/likes", a.commentLikers),
		page.Post(page.Member, "/p/:code/like", a.like),
		page.Delete(page.Member, "/p/:code/like", a.unlike),
		page.Post(page.Member, "/p/:code/comments", a.addComment),
		page.Patch(page.Member, "/p/:code/comments/:comment", a.editComment),
		page.Delete(page.Member, "/p/:code/comments/:comment", a.deleteComment),
		page.Post(page.Member, "/p/:code/comments/:comment/like", a.likeComment),
		page.Delete(page.Member, "/p/:code/comments/:comment/like", a.unlikeComment),
		page.Post(page.Member, "/p/:code/comments/:comment/pin", a.pinComment),
		page.Delete(page.Member, "/p/:code/comments/:comment/pin", a.unpinComment),
		page.Post(page.Member, "/p/:code/comments/:comment/hide", a.hideComment),
		page.Delete(page.Member, "/p/:code/comments/:comment/hide", a.showComment),
		page.Post(page.Member, "/p/:code/commenting", a.openComments),
		page.Delete(page.Member, "/p/:code/commenting", a.closeComments),
		page.Post(page.Member, "/p/:code/tag", a.approveTag),
		page.Delete(page.Member, "/p/:code/tag", a.removeTag),
		page.Get(page.Member, urls.CommentRules, a.commentRules),
		page.Post(page.Member, urls.CommentRules, a.saveCommentRules),
		page.Get(page.Member, urls.TagRules, a.tagRules),
		page.Post(page.Member, urls.TagRules, a.saveTagRules),
		page.Post(page.Member, "/p/:code/delete", a.deletePost),
		page.Get(page.Anyone, "/:username/tagged", a.tagged),
		page.Get(page.Member, urls.Archive, a.archived),
		page.Post(page.Member, "/p/:code/archive", a.archive),
		page.Delete(page.Member, "/p/:code/archive", a.unarchive),
		page.Post(page.Member, "/p/:code/pin", a.pin),
		page.Delete(page.Member, "/p/:code/pin", a.unpin),
		page.Post(page.Member, "/p/:code/hide-likes", a.hideLikes),
		page.Delete(page.Member, "/p/:code/hide-likes", a.showLikes),
	}
}

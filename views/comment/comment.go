// Package comment shows comments, their threads, and who may write them. It
// receives all it shows and fetches nothing.
package comment

import (
	"context"

	"photogram/models"
	"photogram/models/comment"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Discussion is what is said about a post. Comments are in the order of reading,
// oldest first.
type Discussion struct {
	Post     post.View
	Pinned   []comment.View
	Comments []comment.View
	Older    string        // address of earlier comments
	Form     ui.Form       // the comment being written
	ReplyTo  *comment.View // what it answers
}

// ThreadDetail is the page of one comment. Its replies are one page of them.
type ThreadDetail struct {
	Post     post.View
	Thread   comment.View
	Earlier  string       // address of the first replies, when these are not the first
	ReplyTo  comment.View // what the form answers: the comment, or one of the replies
	Form     ui.Form      // the reply being written
	Editing  models.ID    // the comment that EditForm changes
	EditForm ui.Form
}

func (d ThreadDetail) formOf(m comment.View) ui.Form {
	if m.ID == d.Editing {
		return d.EditForm
	}
	return ui.Form{}
}

// moreReplies is the address of the replies after those that stand there, up
// to one that does already, or 0.
func moreReplies(m comment.View, until models.ID) string {
	path := urls.Comment(m.PostID, m.ID)
	if len(m.Replies) > 0 {
		path += "?after=" + m.Replies[len(m.Replies)-1].ID.String()
		if until != 0 {
			path += "&before=" + until.String()
		}
	}
	return path
}

// moreRepliesLabel says how many more there are, where the first stand there.
func moreRepliesLabel(ctx context.Context, m comment.View, until models.ID) string {
	left := m.RepliesCount - int64(len(m.Replies))
	if len(m.Replies) <= comment.FirstReplies && until == 0 && left > 0 {
		return ui.Plural(ctx, left, "comment.view-replies")
	}
	return text.T(ctx, "comment.view-more")
}

func commentFace(m comment.View) int {
	if m.ParentID != nil {
		return 24
	}
	return 32
}

// hiddenWhy tells the post's owner why others do not see a comment.
func hiddenWhy(ctx context.Context, reason string) string {
	switch reason {
	case "words":
		return text.T(ctx, "comment.hidden-words")
	case "restricted":
		return text.T(ctx, "comment.hidden-restricted")
	}
	return text.T(ctx, "comment.hidden")
}

func editedText(m comment.View, form ui.Form) string {
	if text, ok := form.Values["text"]; ok {
		return text
	}
	return m.Text
}

func replyID(d Discussion) string {
	if d.ReplyTo == nil {
		return ""
	}
	return d.ReplyTo.ID.String()
}

func replyName(d Discussion) string {
	if d.ReplyTo == nil {
		return ""
	}
	return d.ReplyTo.Author.Username
}

// replyText is what stands in the form at first: what was sent, or the name of
// whom a reply to a reply answers.
func replyText(d Discussion) string {
	if text, ok := d.Form.Values["text"]; ok {
		return text
	}
	if d.ReplyTo != nil && d.ReplyTo.ParentID != nil && d.ReplyTo.UserID != d.Post.Viewer {
		return "@" + d.ReplyTo.Author.Username + " "
	}
	return ""
}

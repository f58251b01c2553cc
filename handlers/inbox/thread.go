package inbox

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	notifypages "photogram/handlers/notify"
	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/notify"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	inboxview "photogram/views/inbox"
	"photogram/views/ui"
	"photogram/web"
)

const (
	threadPage  = 20
	messagePage = 50
)

var errNoThread = models.NotFoundf("inbox.error.conversation-does-not-exist")

func (a Pages) inbox(c *gin.Context) error {
	p, err := a.list(c, inbox.List, urls.Inbox)
	if err != nil {
		return err
	}
	if at, err := models.ParseCode(c.Query("at")); err == nil {
		p.At = at
	}
	if p.Requests, err = inbox.CountRequests(page.Context(c), a.Store, web.ViewerID(c)); err != nil {
		return err
	}
	return a.showList(c, p)
}

func (a Pages) requests(c *gin.Context) error {
	p, err := a.list(c, inbox.Requests, urls.MessageRequests)
	if err != nil {
		return err
	}
	p.Asked = true
	return a.showList(c, p)
}

type listFunc func(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]inbox.View, models.ID, error)

func (a Pages) list(c *gin.Context, read listFunc, path string) (p inboxview.Inbox, err error) {
	before, err := web.Before(c)
	if err != nil {
		return p, err
	}
	badge, err := notify.BadgeOf(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return p, err
	}
	list, next, err := read(page.Context(c), a.Store, web.ViewerID(c), before, threadPage)
	return inboxview.Inbox{Upto: badge.MessageID, List: list, First: before == 0, Older: page.OlderURL(path, next)}, err
}

func (a Pages) showList(c *gin.Context, p inboxview.Inbox) error {
	chrome := a.PrivateChrome(c, "")
	return a.Page(c, http.StatusOK, inboxview.InboxPage(chrome, p), inboxview.InboxPart(chrome, p))
}

func threadID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("thread"))
	if err != nil {
		return 0, errNoThread
	}
	return id, nil
}

// conversation shows a thread, a page of what was said before, or as a
// fragment what is new after a message. Looking changes nothing.
func (a Pages) conversation(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	if s := c.Query("after"); s != "" && web.IsFragment(c) {
		return a.newMessages(c, id, s)
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	return a.showConversation(c, http.StatusOK, id, before, ui.Form{})
}

func (a Pages) showConversation(c *gin.Context, status int, id, before models.ID, form ui.Form) error {
	ctx, viewer := page.Context(c), web.ViewerID(c)
	talk, err := inbox.ConversationOf(ctx, a.Store, viewer, id, before, messagePage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, "")
	p := inboxview.Conversation{Conversation: *talk, Form: form, Earliest: before != 0, Earlier: page.OlderURL(urls.Thread(id), talk.Older)}
	if web.IsFragment(c) {
		return a.Page(c, status, nil, inboxview.EarlierMessages(chrome, p))
	}
	list, next, err := inbox.Short(ctx, a.Store, viewer, threadPage)
	if err != nil {
		return err
	}
	p.Side = inboxview.Inbox{List: list, At: id, Older: page.OlderURL(urls.Inbox, next)}
	if p.Side.Requests, err = inbox.CountRequests(ctx, a.Store, viewer); err != nil {
		return err
	}
	return a.Page(c, status, inboxview.ConversationPage(chrome, p), nil)
}

// newMessages answers with a whole page's worth at most, which tells the page to begin anew.
func (a Pages) newMessages(c *gin.Context, id models.ID, after string) error {
	from, err := models.ParseID(after)
	if err != nil {
		return models.Invalidf("after", "inbox.error.not-place-list")
	}
	talk, err := inbox.ConversationAfter(page.Context(c), a.Store, web.ViewerID(c), id, from, messagePage)
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, nil, inboxview.MessageItems(a.Chrome(c), inboxview.Conversation{Conversation: *talk}))
}

func (a Pages) sendMessage(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	ctx, viewer := page.Context(c), web.ViewerID(c)
	f, err := a.receive(c)
	if err == nil {
		if _, err = inbox.Send(ctx, a.Store, viewer, id, f.say); err != nil {
			a.discard(ctx, viewer, f)
		}
	}
	if web.IsFragment(c) {
		return a.DoneHere(c, err, "", "")
	}
	if models.KindOf(err) == models.NotFound {
		return err
	}
	status := web.Status(err)
	form, err := f.form(c, err)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return a.showConversation(c, status, id, 0, form)
	}
	return a.Done(c, urls.Thread(id)+"#end", "", nil)
}

// replyToStory sends a text or a reaction to a story's owner.
func (a Pages) replyToStory(c *gin.Context) error {
	viewer := web.ViewerID(c)
	id, err := models.ParseCode(c.Param("story"))
	if err != nil {
		return models.NotFoundf("inbox.error.story-does-not-exist-over")
	}
	st, err := story.Visible(page.Context(c), a.Store, viewer, id)
	if err != nil {
		return err
	}
	in := inbox.StoryReply{Text: c.PostForm("text"), Reaction: c.PostForm("reaction")}
	if in.Reaction != "" {
		in.Text = "" // a button of the form in which the text stands
	}
	_, err = inbox.ReplyToStory(page.Context(c), a.Store, viewer, id, in)
	return a.DoneHere(c, err, urls.Story(st.Author.Username, id), text.T(page.Context(c), "talk.sent"))
}

func (a Pages) seeThread(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	upto, err := models.ParseID(c.PostForm("upto"))
	if err != nil {
		return models.Invalidf("upto", "inbox.error.not-place-list")
	}
	if err := inbox.See(page.Context(c), a.Store, web.ViewerID(c), id, upto); err != nil {
		return err
	}
	if web.WantsJSON(c) {
		return notifypages.Of(a.App).Badge(c)
	}
	return a.Done(c, urls.Thread(id), "", nil)
}

func (a Pages) deleteThread(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	until, err := inbox.Delete(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	undo := ui.Undo{Path: urls.ThreadAction(id, "restore"), Fields: map[string]string{"until": until.String()}}
	return a.DoneUndo(c, urls.Inbox, text.T(page.Context(c), "talk.deleted"), undo, nil)
}

func (a Pages) restoreThread(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	var until models.ID
	if s := c.PostForm("until"); s != "0" {
		if until, err = models.ParseID(s); err != nil {
			return models.Invalidf("until", "inbox.error.not-place-conversation")
		}
	}
	if err := inbox.Restore(page.Context(c), a.Store, web.ViewerID(c), id, until); err != nil {
		return err
	}
	return a.Done(c, urls.Thread(id), text.T(page.Context(c), "talk.restored"), nil)
}

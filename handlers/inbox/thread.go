package inbox

import (
	"net/http"

	"github.com/gin-gonic/gin"

	notifypages "photogram/handlers/notify"
	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/story"
	"photogram/urls"
	inboxview "photogram/views/inbox"
	"photogram/views/ui"
	"photogram/web"
)

const (
	threadPage  = 20
	messagePage = 50
)

var errNoThread = models.NotFoundf("This conversation does not exist.")

func (a Pages) inbox(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := inbox.List(page.Context(c), a.Store, web.ViewerID(c), before, threadPage)
	if err != nil {
		return err
	}
	chrome := a.Titled(c, "Inbox")
	chrome.NoIndex = true
	p := inboxview.Inbox{List: list, First: before == 0, Older: page.OlderURL(urls.Inbox, next)}
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
	talk, err := inbox.ConversationOf(page.Context(c), a.Store, web.ViewerID(c), id, before, messagePage)
	if err != nil {
		return err
	}
	chrome := a.Titled(c, "")
	chrome.NoIndex = true
	p := inboxview.Conversation{Conversation: *talk, Form: form, Earliest: before != 0, Earlier: page.OlderURL(urls.Thread(id), talk.Older)}
	return a.Page(c, status, inboxview.ConversationPage(chrome, p), inboxview.EarlierMessages(chrome, p))
}

// newMessages answers with a whole page's worth at most, which tells the page to begin anew.
func (a Pages) newMessages(c *gin.Context, id models.ID, after string) error {
	from, err := models.ParseID(after)
	if err != nil {
		return models.Invalidf("after", "This is not a place in the list.")
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
	_, err = inbox.Send(page.Context(c), a.Store, web.ViewerID(c), id, inbox.Say{Text: c.PostForm("text")})
	if web.IsFragment(c) {
		return a.DoneHere(c, err, "", "")
	}
	if models.KindOf(err) == models.NotFound {
		return err
	}
	status := web.Status(err)
	form, err := web.FormOf(c, err)
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
		return models.NotFoundf("This story does not exist, or is over.")
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
	return a.DoneHere(c, err, urls.Story(st.Author.Username, id), "Sent.")
}

func (a Pages) seeThread(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	upto, err := models.ParseID(c.PostForm("upto"))
	if err != nil {
		return models.Invalidf("upto", "This is not a place in the list.")
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
	return a.DoneUndo(c, urls.Inbox, "The conversation is deleted for you.", undo, nil)
}

func (a Pages) restoreThread(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	var until models.ID
	if s := c.PostForm("until"); s != "0" {
		if until, err = models.ParseID(s); err != nil {
			return models.Invalidf("until", "This is not a place in the conversation.")
		}
	}
	if err := inbox.Restore(page.Context(c), a.Store, web.ViewerID(c), id, until); err != nil {
		return err
	}
	return a.Done(c, urls.Thread(id), "The conversation is back.", nil)
}

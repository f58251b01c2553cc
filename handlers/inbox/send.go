package inbox

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	inboxview "photogram/views/inbox"
	"photogram/web"
)

// postCard is what sends the post that the address names.
func (a Pages) postCard(c *gin.Context) (d inboxview.SendTo, err error) {
	p, err := a.VisiblePost(c)
	if err == nil && p.State != post.Published {
		err = page.ErrNoPost
	}
	if err != nil {
		return d, err
	}
	d = inboxview.SendTo{Action: urls.PostAction(p.ID, "send"), Back: urls.Post(p.ID), Title: text.T(page.Context(c), "talk.send-post")}
	d.Card.CardKind, d.Card.CardID, d.Card.Post = inbox.PostCard, p.ID, p
	return d, nil
}

// storyCard is what sends the story that the address names.
func (a Pages) storyCard(c *gin.Context) (d inboxview.SendTo, err error) {
	id, err := models.ParseCode(c.Param("story"))
	if err != nil {
		return d, story.ErrNoStory
	}
	st, err := story.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err == nil && st.State != post.Published {
		err = story.ErrNoStory
	}
	if err != nil {
		return d, err
	}
	d = inboxview.SendTo{Action: urls.StoryAction(id, "send"), Back: urls.Story(st.Author.Username, id), Title: text.T(page.Context(c),
		"talk.send-story")}
	d.Card.CardKind, d.Card.CardID, d.Card.Story = inbox.StoryCard, id, st
	return d, nil
}

func (a Pages) sendPost(c *gin.Context) error {
	d, err := a.postCard(c)
	if err != nil {
		return err
	}
	return a.chooseTargets(c, d)
}

func (a Pages) sendStory(c *gin.Context) error {
	d, err := a.storyCard(c)
	if err != nil {
		return err
	}
	return a.chooseTargets(c, d)
}

func (a Pages) postSent(c *gin.Context) error {
	d, err := a.postCard(c)
	if err != nil {
		return err
	}
	return a.sendCard(c, d)
}

func (a Pages) storySent(c *gin.Context) error {
	d, err := a.storyCard(c)
	if err != nil {
		return err
	}
	return a.sendCard(c, d)
}

func (a Pages) chooseTargets(c *gin.Context, d inboxview.SendTo) error {
	to, err := ids(c.QueryArray("to"), "to")
	if err != nil {
		return err
	}
	in, err := ids(c.QueryArray("thread"), "to")
	if err != nil {
		return err
	}
	d.Form.Values = map[string]string{"text": models.SafeLines(c.Query("text"))}
	return a.showTargets(c, http.StatusOK, d, to, in)
}

func (a Pages) showTargets(c *gin.Context, status int, d inboxview.SendTo, to, in []models.ID) (err error) {
	query, found := c.GetQuery("q")
	if d.Pick, err = a.pick(c, d.Action, query, to, in, true); err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, "")
	if found {
		return a.Page(c, status, inboxview.SendPage(chrome, d), inboxview.PickFound(chrome, d.Pick))
	}
	return a.Page(c, status, inboxview.SendPage(chrome, d), inboxview.SendForm(chrome, d, true))
}

func (a Pages) sendCard(c *gin.Context, d inboxview.SendTo) error {
	to, err := ids(c.PostFormArray("to"), "to")
	if err != nil {
		return err
	}
	in, err := ids(c.PostFormArray("thread"), "to")
	if err != nil {
		return err
	}
	err = inbox.SendTo(page.Context(c), a.Store, web.ViewerID(c), to, in, inbox.Say{Text: c.PostForm("text"),
		Card: inbox.Card{Kind: d.Card.CardKind, ID: d.Card.CardID}})
	status := web.Status(err)
	if d.Form, err = web.FormOf(c, err); err != nil {
		return err
	}
	if status != http.StatusOK {
		return a.showTargets(c, status, d, to, in)
	}
	message := text.T(page.Context(c), "talk.sent-to", "n", len(to)+len(in))
	if web.IsFragment(c) {
		trigger, err := json.Marshal(map[string]string{"photogram:sent": message})
		if err != nil {
			return err
		}
		c.Header("HX-Trigger", string(trigger))
		c.Header("HX-Reswap", "none")
		c.Status(http.StatusNoContent)
		return nil
	}
	return a.Done(c, d.Back, message, nil)
}

// messageAt is the message that the address names.
func messageAt(c *gin.Context) (thread, id models.ID, err error) {
	if thread, err = threadID(c); err != nil {
		return 0, 0, err
	}
	if id, err = models.ParseID(c.Param("message")); err != nil {
		err = models.NotFoundf("inbox.error.message-does-not-exist")
	}
	return thread, id, err
}

// acted answers for what was done with a message: open pages learn of it as of any message.
func (a Pages) acted(c *gin.Context, err error, thread, id models.ID, message string) error {
	return a.DoneHere(c, err, urls.Thread(thread)+"#m-"+id.String(), message)
}

func (a Pages) unsend(c *gin.Context) error {
	thread, id, err := messageAt(c)
	if err != nil {
		return err
	}
	err = inbox.Unsend(page.Context(c), a.Store, web.ViewerID(c), thread, id)
	return a.acted(c, err, thread, id, text.T(page.Context(c), "talk.unsent-done"))
}

func (a Pages) react(c *gin.Context) error {
	thread, id, err := messageAt(c)
	if err != nil {
		return err
	}
	err = inbox.React(page.Context(c), a.Store, web.ViewerID(c), thread, id, c.PostForm("reaction"))
	return a.acted(c, err, thread, id, "")
}

func (a Pages) unreact(c *gin.Context) error {
	thread, id, err := messageAt(c)
	if err != nil {
		return err
	}
	err = inbox.Unreact(page.Context(c), a.Store, web.ViewerID(c), thread, id)
	return a.acted(c, err, thread, id, "")
}

package inbox

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/inbox"
	"photogram/text"
	"photogram/urls"
	inboxview "photogram/views/inbox"
	"photogram/views/ui"
	"photogram/web"
)

type threadFunc func(ctx context.Context, s *models.Store, viewer, id models.ID) error

// change changes a conversation and goes on somewhere.
func (a Pages) change(c *gin.Context, do threadFunc, to func(models.ID) string, message string) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	if err := do(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
		return err
	}
	return a.Done(c, to(id), message, nil)
}

func toInbox(models.ID) string { return urls.Inbox }

func toRequests(models.ID) string { return urls.MessageRequests }

func (a Pages) accept(c *gin.Context) error {
	return a.change(c, inbox.Accept, urls.Thread, text.T(page.Context(c), "talk.accepted"))
}

func (a Pages) decline(c *gin.Context) error {
	return a.change(c, inbox.Decline, toRequests, text.T(page.Context(c), "talk.declined"))
}

func (a Pages) mute(c *gin.Context) error {
	return a.change(c, inbox.Mute, urls.Thread, text.T(page.Context(c), "talk.muted-done"))
}

func (a Pages) unmute(c *gin.Context) error {
	return a.change(c, inbox.Unmute, urls.Thread, text.T(page.Context(c), "talk.unmuted-done"))
}

func (a Pages) leave(c *gin.Context) error {
	leave := func(ctx context.Context, s *models.Store, viewer, id models.ID) error {
		return inbox.RemoveMember(ctx, s, viewer, id, viewer)
	}
	return a.change(c, leave, toInbox, text.T(page.Context(c), "talk.left"))
}

// members is a group's page.
func (a Pages) members(c *gin.Context) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	to, err := ids(c.QueryArray("to"), "user_ids")
	if err != nil {
		return err
	}
	return a.showMembers(c, http.StatusOK, id, nil, c.Query("q"), to)
}

func (a Pages) showMembers(c *gin.Context, status int, id models.ID, form *ui.Form, query string, to []models.ID) error {
	th, err := inbox.Visible(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	if !th.IsGroup() {
		return errNoThread
	}
	p, err := a.pick(c, urls.ThreadAction(id, "members"), query, to, nil, false)
	if err != nil {
		return err
	}
	if form == nil {
		form = &ui.Form{Values: map[string]string{"name": th.Name}}
	}
	chrome := a.PrivateChrome(c, "")
	d := inboxview.Members{Thread: *th, Form: *form, Pick: p}
	return a.Page(c, status, inboxview.MembersPage(chrome, d), inboxview.PickFound(chrome, p))
}

// changeGroup changes a group and shows its page, with what is wrong.
func (a Pages) changeGroup(c *gin.Context, to []models.ID, message string,
	do func(ctx context.Context, s *models.Store, viewer, id models.ID) error) error {
	id, err := threadID(c)
	if err != nil {
		return err
	}
	err = do(page.Context(c), a.Store, web.ViewerID(c), id)
	if models.KindOf(err) == models.NotFound {
		return err
	}
	status := web.Status(err)
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return a.showMembers(c, status, id, &form, "", to)
	}
	return a.Done(c, urls.ThreadAction(id, "members"), message, nil)
}

func (a Pages) addMembers(c *gin.Context) error {
	to, err := ids(c.PostFormArray("to"), "user_ids")
	return a.changeGroup(c, to, text.T(page.Context(c), "talk.added"), func(ctx context.Context, s *models.Store, viewer,
		id models.ID) error {
		if err != nil {
			return err
		}
		return inbox.AddMembers(ctx, s, viewer, id, to)
	})
}

func (a Pages) rename(c *gin.Context) error {
	return a.changeGroup(c, nil, text.T(page.Context(c), "talk.renamed"), func(ctx context.Context, s *models.Store, viewer,
		id models.ID) error {
		return inbox.Rename(ctx, s, viewer, id, c.PostForm("name"))
	})
}

func (a Pages) removeMember(c *gin.Context) error {
	who, err := models.ParseCode(c.Param("member"))
	if err != nil {
		return models.ErrNoUser
	}
	id, err := threadID(c)
	if err != nil {
		return err
	}
	list, err := inbox.People(page.Context(c), a.Store, web.ViewerID(c), []models.ID{who})
	if err != nil {
		return err
	}
	name := text.T(page.Context(c), "talk.somebody")
	for _, u := range list {
		name = u.Username
	}
	if err := inbox.RemoveMember(page.Context(c), a.Store, web.ViewerID(c), id, who); err != nil {
		return err
	}
	return a.Done(c, urls.ThreadAction(id, "members"), text.T(page.Context(c), "talk.removed", "name", name), nil)
}

func (a Pages) setRules(c *gin.Context) error {
	err := inbox.SetFrom(page.Context(c), a.Store, web.ViewerID(c), access.Circle(c.PostForm("messages_from")))
	status := web.Status(err)
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return a.showRules(c, status, form)
	}
	return a.Done(c, urls.MessageRules, text.T(page.Context(c), "talk.saved"), nil)
}

package inbox

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/inbox"
	"photogram/urls"
	inboxview "photogram/views/inbox"
	"photogram/views/ui"
	"photogram/web"
)

// newMessage is where a message begins: with nobody, with whom the address names, or
// straight in the conversation that there is.
func (a Pages) newMessage(c *gin.Context) error {
	to, err := ids(c.QueryArray("to"), "to")
	if err != nil {
		return err
	}
	if name := c.Query("with"); name != "" {
		viewer := web.ViewerID(c)
		u, err := account.ByUsername(page.Context(c), a.Store, viewer, name)
		if err != nil {
			return err
		}
		id, err := inbox.WithPerson(page.Context(c), a.Store, viewer, u.ID)
		if err != nil {
			return err
		}
		if id != 0 {
			c.Redirect(http.StatusSeeOther, urls.Thread(id)+"#end")
			return nil
		}
		to = append(to, u.ID)
	}
	form := ui.Form{Values: map[string]string{"text": models.SafeLines(c.Query("text")), "name": models.SafeText(c.Query("name"))}}
	return a.showNew(c, http.StatusOK, form, c.Query("q"), to)
}

func (a Pages) showNew(c *gin.Context, status int, form ui.Form, query string, to []models.ID) error {
	p, err := a.pick(c, urls.NewMessage, query, to, nil, false)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, "")
	return a.Page(c, status, inboxview.NewPage(chrome, inboxview.New{Pick: p, Form: form}), inboxview.PickFound(chrome, p))
}

func (a Pages) begin(c *gin.Context) error {
	ctx, viewer := page.Context(c), web.ViewerID(c)
	f, err := a.receive(c)
	var to []models.ID
	if err == nil {
		to, err = ids(f.values["to"], "user_ids")
	}
	var thread models.ID
	if err == nil {
		thread, _, err = inbox.Begin(ctx, a.Store, viewer, inbox.Start{People: slices.Clone(to), Name: f.text("name"), Say: &f.say})
		if err != nil {
			a.discard(ctx, viewer, f)
		}
	}
	status := web.Status(err)
	form, err := f.form(c, err)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return a.showNew(c, status, form, "", to)
	}
	return a.Done(c, urls.Thread(thread)+"#end", "", nil)
}

func (a Pages) rules(c *gin.Context) error {
	from, err := inbox.From(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	return a.showRules(c, http.StatusOK, ui.Form{Values: map[string]string{"messages_from": string(from)}})
}

func (a Pages) showRules(c *gin.Context, status int, form ui.Form) error {
	return a.Page(c, status, inboxview.RulesPage(a.PrivateChrome(c, ""), inboxview.Rules{Form: form}), nil)
}

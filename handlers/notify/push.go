package notify

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/subscription"
	"photogram/text"
	"photogram/urls"
	notifyview "photogram/views/notify"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) push(c *gin.Context) error { return a.showPush(c, http.StatusOK, ui.Form{}) }

func (a Pages) showPush(c *gin.Context, status int, form ui.Form) error {
	devices, err := subscription.Devices(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	quiet, err := subscription.QuietOf(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	return a.Page(c, status, notifyview.PushPage(a.PrivateChrome(c, text.T(page.Context(c), "settings.device")),
		notifyview.PushSettings{Form: form, Devices: devices, Quiet: quiet}), nil)
}

// refusedPush shows the page with what is wrong.
func (a Pages) refusedPush(c *gin.Context, err error) error {
	status := web.Status(err)
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	return a.showPush(c, status, form)
}

func (a Pages) browser(c *gin.Context) subscription.Input {
	return subscription.Input{Way: subscription.WebPush, Check: a.Hooks.Check, Activities: c.PostFormArray("activities"),
		Target: &subscription.Target{Push: json.RawMessage(c.PostForm("subscription")), KeyID: a.Store.PushKey().ID}}
}

func (a Pages) addDevice(c *gin.Context) error {
	_, _, err := subscription.Create(page.Context(c), a.Store, subscription.Holder{UserID: web.ViewerID(c)}, a.browser(c))
	if err != nil {
		return a.refusedPush(c, err)
	}
	return a.Done(c, urls.Push, text.T(page.Context(c), "notify.device-is-on"), nil)
}

// renewDevice is sent by a browser whose subscription was under another key of the site.
func (a Pages) renewDevice(c *gin.Context) error {
	if err := subscription.Renew(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("old"), a.browser(c)); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func device(c *gin.Context) (models.ID, error) {
	id, err := models.ParseID(c.Param("subscription"))
	if err != nil {
		return 0, subscription.ErrNone
	}
	return id, nil
}

func (a Pages) changeDevice(c *gin.Context) error {
	id, err := device(c)
	if err != nil {
		return err
	}
	chosen := c.PostFormArray("activities")
	if chosen == nil {
		chosen = []string{}
	}
	if _, err := subscription.Update(page.Context(c), a.Store, subscription.Holder{UserID: web.ViewerID(c)}, id,
		subscription.Input{Activities: chosen}); err != nil {
		return a.refusedPush(c, err)
	}
	return a.Done(c, urls.Push, text.T(page.Context(c), "site.choices-saved"), nil)
}

func (a Pages) removeDevice(c *gin.Context) error {
	id, err := device(c)
	if err != nil {
		return err
	}
	if err := subscription.Delete(page.Context(c), a.Store, subscription.Holder{UserID: web.ViewerID(c)}, id); err != nil {
		return err
	}
	return a.Done(c, urls.Push, text.T(page.Context(c), "notify.device-is-off"), nil)
}

func (a Pages) setQuiet(c *gin.Context) error {
	q := subscription.Quiet{On: c.PostForm("quiet") != "", From: minutes(c.PostForm("quiet_from")), To: minutes(c.PostForm("quiet_to")),
		Zone: strings.TrimSpace(c.PostForm("time_zone"))}
	if err := subscription.SetQuiet(page.Context(c), a.Store, web.ViewerID(c), q); err != nil {
		return a.refusedPush(c, err)
	}
	return a.Done(c, urls.Push, text.T(page.Context(c), "notify.quiet-saved"), nil)
}

// minutes of the day for a time such as 22:00; -1 for anything else.
func minutes(s string) int {
	hour, minute, _ := strings.Cut(s, ":")
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err != nil || err2 != nil || h < 0 || h > 23 || m < 0 || m > 59 {
		return -1
	}
	return h*60 + m
}

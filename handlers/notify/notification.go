package notify

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/text"
	"photogram/urls"
	notifyview "photogram/views/notify"
	"photogram/web"
)

const notificationPage = 30

// notifications shows what the viewer has been told. Looking changes nothing:
// the page says by a form, which its script sends, up to where it was seen.
func (a Pages) notifications(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	viewer := web.Viewer(c)
	p := notifyview.Notifications{Filter: c.Query("filter"), Part: notifyview.TimePart(c.Query("under")), First: before == 0,
		Unread: viewer.Unread}
	list, next, err := notify.List(page.Context(c), a.Store, viewer.ID, p.Filter, before, notificationPage)
	if err != nil {
		return err
	}
	p.List = list
	if len(list) > 0 {
		p.Upto = list[0].Seq
	} else if p.First && p.Unread > 0 { // what was counted cannot be seen any more, as a story that is over
		badge, err := notify.BadgeOf(page.Context(c), a.Store, viewer.ID)
		if err != nil {
			return err
		}
		p.Upto = badge.Seq
	}
	chrome := a.Titled(c, text.T(page.Context(c), "site.notifications"))
	chrome.NoIndex = true
	p.Older = p.OlderPath(chrome, next)
	return a.Page(c, http.StatusOK, notifyview.NotificationsPage(chrome, p), notifyview.NotificationsPart(chrome, p))
}

// seeNotifications marks notifications as seen, up to the newest that was shown.
func (a Pages) seeNotifications(c *gin.Context) error {
	upto, err := models.ParseID(c.PostForm("upto"))
	if err != nil {
		return models.Invalidf("upto", "This is not a place in the list.")
	}
	if err := notify.See(page.Context(c), a.Store, web.ViewerID(c), upto); err != nil {
		return err
	}
	if web.WantsJSON(c) {
		return a.Badge(c)
	}
	return a.Done(c, a.Back(c, urls.Notifications), "", nil)
}

// Badge answers a script with the viewer's numbers, as the stream tells them.
func (a Pages) Badge(c *gin.Context) error {
	badge, err := notify.BadgeOf(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, web.LiveBadgeOf(badge))
	return nil
}

func (a Pages) notificationSettings(c *gin.Context) error {
	who, err := account.NotificationSettings(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	return a.showNotificationSettings(c, http.StatusOK, notifyview.NotificationSettings{Who: who})
}

func (a Pages) showNotificationSettings(c *gin.Context, status int, p notifyview.NotificationSettings) error {
	return a.Page(c, status, notifyview.NotificationSettingsPage(a.Titled(c, text.T(page.Context(c), "notify.settings")), p), nil)
}

func (a Pages) saveNotificationSettings(c *gin.Context) error {
	change := map[activity.Kind]string{}
	for _, k := range account.NotificationKinds {
		if who, ok := c.GetPostForm(string(k.Kind)); ok {
			change[k.Kind] = who
		}
	}
	if zone, ok := c.GetPostForm(string(account.TimeZone)); ok {
		change[account.TimeZone] = zone
	}
	err := account.SetNotificationSettings(page.Context(c), a.Store, web.ViewerID(c), change)
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		who, err := account.NotificationSettings(page.Context(c), a.Store, web.ViewerID(c))
		if err != nil {
			return err
		}
		return a.showNotificationSettings(c, status, notifyview.NotificationSettings{Form: form, Who: who})
	}
	return a.Done(c, urls.NotificationSettings, text.T(page.Context(c), "site.choices-saved"), nil)
}

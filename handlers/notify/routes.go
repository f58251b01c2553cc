package notify

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, urls.Events, a.events),
		page.Get(page.Member, urls.Notifications, a.notifications),
		page.Post(page.Member, urls.Seen, a.seeNotifications),
		page.Get(page.Member, urls.NotificationSettings, a.notificationSettings),
		page.Post(page.Member, urls.NotificationSettings, a.saveNotificationSettings),
		page.Get(page.Member, urls.Push, a.push),
		page.Post(page.Member, urls.Push, a.addDevice),
		page.Patch(page.Member, urls.Push, a.renewDevice),
		page.Post(page.Member, urls.Push+"/quiet", a.setQuiet),
		page.Patch(page.Member, urls.Push+"/:subscription", a.changeDevice),
		page.Delete(page.Member, urls.Push+"/:subscription", a.removeDevice),
	}
}

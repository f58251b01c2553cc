package handlers

import (
	"photogram/urls"
)

// notifyRoutes are the addresses of this subject.
func (a *App) notifyRoutes() []Route {
	return []Route{
		Get(Anyone, urls.Events, a.events),
		Get(Member, urls.Notifications, a.notifications),
		Post(Member, urls.Seen, a.seeNotifications),
		Get(Member, urls.NotificationSettings, a.notificationSettings),
		Post(Member, urls.NotificationSettings, a.saveNotificationSettings),
	}
}

package views

import (
	"strconv"
)

// badgeText is a count as a badge shows it.
func badgeText(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

// bellLabel is the accessible name of the way to the notifications.
func bellLabel(unread int) string {
	if unread == 0 {
		return "Notifications"
	}
	return "Notifications, " + badgeText(unread) + " new"
}

// mailLabel is the accessible name of the way to the inbox.
func mailLabel(unread int) string {
	if unread == 0 {
		return "Inbox"
	}
	return "Inbox, " + badgeText(unread) + " unread"
}

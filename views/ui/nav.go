package ui

import (
	"strconv"
)

// BadgeText is a count as a badge shows it.
func BadgeText(n int) string {
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
	return "Notifications, " + BadgeText(unread) + " new"
}

// mailLabel is the accessible name of the way to the inbox.
func mailLabel(unread int) string {
	if unread == 0 {
		return "Inbox"
	}
	return "Inbox, " + BadgeText(unread) + " unread"
}

package ui

import (
	"context"
	"strconv"

	"photogram/text"
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

// keyRows are the keys of every page, each with what it does.
func keyRows(ctx context.Context) [][2]string {
	return [][2]string{{"j", text.T(ctx, "site.key-next")}, {"k", text.T(ctx, "site.key-back")}, {"l", text.T(ctx, "site.key-like")},
		{"/", text.T(ctx, "site.key-search")}, {"?", text.T(ctx, "site.key-help")}}
}

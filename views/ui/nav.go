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
func bellLabel(ctx context.Context, unread int) string {
	if unread == 0 {
		return text.T(ctx, "site.notifications")
	}
	return text.T(ctx, "site.notifications-new", "n", BadgeText(unread))
}

// mailLabel is the accessible name of the way to the inbox.
func mailLabel(ctx context.Context, unread int) string {
	if unread == 0 {
		return text.T(ctx, "talk.title")
	}
	return text.T(ctx, "site.inbox-unread", "n", BadgeText(unread))
}

// keyRows are the keys of every page, each with what it does.
func keyRows(ctx context.Context) [][2]string {
	return [][2]string{{"j", text.T(ctx, "site.key-next")}, {"k", text.T(ctx, "site.key-back")}, {"l", text.T(ctx, "site.key-like")},
		{"/", text.T(ctx, "site.key-search")}, {"?", text.T(ctx, "site.key-help")}}
}

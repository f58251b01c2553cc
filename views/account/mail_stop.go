package account

import (
	"context"

	"photogram/models/account"
	"photogram/text"
)

// askedText says what an address would end, and stoppedText what it ended.
func askedText(ctx context.Context, m MailStop) string {
	switch {
	case m.What == account.StopNotifications && len(m.Before) == 0:
		return text.T(ctx, "account.mails-none", "name", m.User.Username)
	case m.What == account.StopNotifications:
		return text.T(ctx, "account.mails-ask", "name", m.User.Username)
	case m.What == account.StopWeekly:
		return text.T(ctx, "account.mails-ask-weekly", "name", m.User.Username)
	}
	return text.T(ctx, "account.mails-ask-failed", "name", m.User.Username)
}

func stoppedText(ctx context.Context, m MailStop) string {
	switch m.What {
	case account.StopNotifications:
		return text.T(ctx, "account.mails-stopped", "name", m.User.Username)
	case account.StopWeekly:
		return text.T(ctx, "account.mails-stopped-weekly", "name", m.User.Username)
	}
	return text.T(ctx, "account.mails-stopped-failed", "name", m.User.Username)
}

package account

import "photogram/models/account"

func askedText(m MailStop) string {
	if m.What == account.StopNotifications {
		if len(m.Before) == 0 {
			return "@" + m.User.Username + " gets no notifications by mail any more."
		}
		return "We email @" + m.User.Username + " these notifications. They stay on the site, and you will still hear about the " +
			"account itself, such as a new password."
	}
	return "We email @" + m.User.Username + " when a planned post or story could not be shared. You will still hear about the account " +
		"itself, such as a new password."
}

func stoppedText(m MailStop) string {
	if m.What == account.StopNotifications {
		return "We won't email @" + m.User.Username + " notifications any more. You still find them on the site. Switched off:"
	}
	return "We won't email @" + m.User.Username + " again when a planned post or story could not be shared. You still find it among " +
		"your notifications."
}

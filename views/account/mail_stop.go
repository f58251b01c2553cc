package account

import "photogram/models/account"

// askedText says what an address would end, and stoppedText what it ended.
func askedText(m MailStop) string {
	who := "@" + m.User.Username
	switch {
	case m.What == account.StopNotifications && len(m.Before) == 0:
		return who + " gets no notifications by mail any more."
	case m.What == account.StopNotifications:
		return "We email " + who + " these notifications. They stay on the site, and you will still hear about the " +
			"account itself, such as a new password."
	case m.What == account.StopWeekly:
		return "We email " + who + " a summary of their insights every Monday. All numbers stay on the site."
	}
	return "We email " + who + " when a planned post or story could not be shared. You will still hear about the account " +
		"itself, such as a new password."
}

func stoppedText(m MailStop) string {
	who := "@" + m.User.Username
	switch m.What {
	case account.StopNotifications:
		return "We won't email " + who + " notifications any more. You still find them on the site. Switched off:"
	case account.StopWeekly:
		return "We won't email " + who + " a summary of their week any more. All numbers stay among your insights."
	}
	return "We won't email " + who + " again when a planned post or story could not be shared. You still find it among " +
		"your notifications."
}

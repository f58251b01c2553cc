// Package mail shows the mails that the site sends. It receives all it shows and
// fetches nothing.
package mail

import (
	"context"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/urls"
	accountview "photogram/views/account"
	developerview "photogram/views/developer"
)

// Mail is a message to one person, as text and as HTML. Stop is the address that
// ends mails of its kind, for those that people can do without.
type Mail struct{ Subject, Text, HTML, Stop string }

// Letter is what a mail to an account's owner says.
type Letter struct {
	Site     string
	Base     string // the site's address
	Username string
	Token    string            // the secret of its link, for those that carry one
	Stop     string            // the secret of the address that ends such mails
	Detail   map[string]string // what happened; see models.SendMail
}

const notYou = "If it was not you, choose a new password at once: "

// MailFor writes the mail for a purpose; ok is false for one that is not known.
func MailFor(purpose account.MailPurpose, l Letter) (m Mail, ok bool) {
	reset, accountName, login := l.Base+urls.Reset, l.Base+urls.Account, l.Base+urls.Login
	d := l.Detail
	write := func(link, subject, text, action, after string) (Mail, bool) {
		return letter(l.Site, l.Username, link, subject, text, action, after), true
	}
	switch purpose {
	case account.MailReset:
		return write(reset+"/"+l.Token, "A new password for "+l.Site, "Somebody, probably you, asked for a new password for your account.",
			"Choose a new password", "The link works once, for one hour. If it was not you, nothing has changed and you can "+
				"forget this mail.")
	case account.MailVerify:
		text := "Please confirm that this address is yours, so that you can get back into your account if you ever lose the password."
		if d["other"] != "" {
			text += " There is an account @" + d["other"] +
				" here with this address, too, which nobody has confirmed. If that is yours, you can log in to it, or ask for a " +
				"new password."
		}
		return write(l.Base+urls.Verify+"/"+l.Token, "Confirm your address for "+l.Site, text, "Confirm my address",
			"The link works for a week. If you did not make this account, you can forget this mail.")
	case account.MailChange:
		return write(l.Base+urls.Verify+"/"+l.Token, "Your new address for "+l.Site,
			"Please confirm that this address is yours. From then on it is the one of your account.",
			"Use this address", "The link works for a week. If you did not ask for this, you can forget this mail.")
	case account.MailTaken:
		return write(login, "Your account at "+l.Site,
			"Somebody, probably you, wanted to use this address for the account @"+d["other"]+". But it belongs to your "+
				"account @"+l.Username+" already, so the other one does without.",
			"Log in to my account", "Forgotten the password? Choose a new one: "+reset+". If it was not you, nothing has changed "+
				"and you can forget this mail.")
	case account.MailPassword:
		return write(accountName, "Your password for "+l.Site+" was changed",
			"The password of your account was changed a moment ago. You are logged out everywhere else."+programsInWords(d),
			"Look at my account", notYou+reset+". That ends personal tokens and connected apps, too.")
	case account.MailReclaimed:
		return write(accountName, "Your password for "+l.Site+" was reset",
			"A new password was chosen for your account by a link in a mail, or by the people who run the site. All devices, "+
				"personal tokens, connected apps and logins through other services were ended.",
			"Look at my account", notYou+reset)
	case account.MailAddressAsked:
		return write(l.Base+urls.Undo(l.Token), "A new address for your account at "+l.Site,
			"Somebody, probably you, asked to change the address of your account to "+d["email"]+". It counts once the link in "+
				"the mail there is opened.",
			"Keep this address", "The link works for a week. It logs out every device and lets you choose a new password. If it "+
				"was you, there is nothing to do.")
	case account.MailAddressChanged:
		return write(l.Base+urls.Undo(l.Token), "The address of your account at "+l.Site+" was changed",
			"The address of your account is "+d["email"]+" now, and no longer this one.",
			"Bring this address back", "If it was not you, use the link within a week: it brings this address back, logs out "+
				"every device and lets you choose a new password. If it was you, there is nothing to do.")
	case account.MailLinked:
		return write(l.Base+urls.Connection, "A new way into your account at "+l.Site,
			"Your account can now be logged in to through "+d["service"]+".", "Look at my connections",
			notYou+reset+". That unlinks it, too.")
	case account.MailUnlinked:
		return write(l.Base+urls.Connection, "A way into your account at "+l.Site+" was removed",
			"Your account can no longer be logged in to through "+d["service"]+".", "Look at my connections", notYou+reset)
	case account.MailDevice:
		return write(accountName, "A new login at "+l.Site,
			"Somebody, probably you, logged in to your account with a device that is new to "+
				"us: "+accountview.DeviceName(d["agent"])+from(d["address"])+", "+mailTime(d["at"])+".",
			"Look at my devices", notYou+reset)
	case account.MailApp:
		return write(l.Base+urls.Connected, "An app may act for you at "+l.Site,
			"You allowed the app “"+d["app"]+"” to act in your name: "+scopesInWords(d["scopes"])+".", "Look at my apps",
			"If it was not you, disconnect the app there. "+notYou+reset)
	case account.MailLeft:
		if d["by"] == "site" {
			return write(login, "Your account at "+l.Site+" is to be deleted",
				"The people who run this site are about to delete your account. It is hidden now, and deleted "+
					"on "+mailTime(d["at"])+", with everything that you shared.",
				"Log in to keep it", "Until then a login brings everything back, but for personal tokens and apps, which have to "+
					"be allowed anew.")
		}
		return write(login, "You left "+l.Site,
			"Your account is hidden now. It is deleted on "+mailTime(d["at"])+", with everything that you shared.",
			"Log in to keep it", "Until then a login brings everything back. If it was not you, log in, and choose a new "+
				"password at once: "+reset)
	case account.MailBack:
		return write(accountName, "Your account at "+l.Site+" is back",
			"Somebody, probably you, logged in to your account, so it is not deleted, and everything that you shared is to be "+
				"seen again. Apps and personal tokens have to be allowed anew.",
			"Look at my account", notYou+reset)
	case account.MailPlanFailed:
		what, link := "post", urls.Planner
		if id, err := models.ParseID(d["post"]); err == nil {
			link = urls.PostAction(id, "edit")
		} else if d["story"] != "" {
			what = "story"
		}
		stop := l.Base + urls.MailStop(l.Stop)
		m, ok = write(l.Base+link, "Your "+what+" at "+l.Site+" could not be shared",
			"A "+what+" of yours was to be shared, and could not be: "+d["reason"], "Look at it",
			"You get this mail because you asked for it to be shared. No more mails like this one: "+stop)
		m.Stop = stop
		return m, ok
	case account.MailWebhookOff:
		stop := l.Base + urls.MailStop(l.Stop)
		of := "A webhook of yours"
		if d["app"] != "" {
			of = "A webhook of your app “" + d["app"] + "”"
		}
		m, ok = write(l.Base+urls.Webhook(d["key"]), "A webhook at "+l.Site+" was switched off",
			of+" gets nothing any more: "+d["url"]+". "+d["problem"], "Look at its deliveries",
			"What happened since waits there for two weeks: switch the webhook on again, and it is sent. "+
				"No more mails like this one: "+stop)
		m.Stop = stop
		return m, ok
	case account.MailToken:
		return write(l.Base+urls.Tokens, "A new personal token at "+l.Site,
			"A personal token “"+d["name"]+"” was made for your account. It may act in your name: "+scopesInWords(d["scopes"])+".",
			"Look at my tokens", "If it was not you, end it there. "+notYou+reset)
	}
	return Mail{}, false
}

// programsInWords says whether personal tokens and connected apps outlived a change.
func programsInWords(d map[string]string) string {
	switch {
	case d["tokens"] != "" && d["apps"] != "":
		return " Personal tokens and connected apps are ended, too."
	case d["tokens"] != "":
		return " Personal tokens are ended, too; connected apps go on working."
	case d["apps"] != "":
		return " Connected apps are ended, too; personal tokens go on working."
	}
	return " Personal tokens and connected apps, if there are any, go on working."
}

func from(address string) string {
	if address == "" {
		return ""
	}
	return ", at the address " + address
}

func mailTime(s string) string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return "a moment ago"
	}
	return at.UTC().Format("2 January 2006, 15:04") + " UTC"
}

func scopesInWords(scopes string) string {
	return strings.ToLower(strings.Join(developerview.ScopeLabels(scopes), ", "))
}

func letter(site, username, link, subject, text, action, after string) Mail {
	plain := strings.Join([]string{"Hello " + username + ",", text, action + ":\n" + link, after, site}, "\n\n") + "\n"
	var html strings.Builder
	if err := mailHTML(site, username, link, text, action, after).Render(context.Background(), &html); err != nil {
		return Mail{Subject: subject, Text: plain}
	}
	return Mail{Subject: subject, Text: plain, HTML: html.String()}
}

// MailMessage is a mail that was kept instead of sent.
type MailMessage struct {
	ID, To, Subject, Text string
	At                    time.Time
}

package views

import (
	"context"
	"strings"
)

// Mail is a message to one person, as text and as HTML.
type Mail struct{ Subject, Text, HTML string }

// VerifyMail asks whether an address is theirs.
func VerifyMail(site, username, link string) Mail {
	return letter(site, username, link,
		"Confirm your address for "+site,
		"Please confirm that this address is yours, so that you can get back into your account if you ever lose the password.",
		"Confirm my address",
		"The link works for a week. If you did not make this account, you can forget this mail.")
}

// ResetMail leads to choosing a new password.
func ResetMail(site, username, link string) Mail {
	return letter(site, username, link,
		"A new password for "+site,
		"Somebody, probably you, asked for a new password for your account.",
		"Choose a new password",
		"The link works once, for one hour. If it was not you, nothing has changed and you can forget this mail.")
}

func letter(site, username, link, subject, text, action, after string) Mail {
	plain := strings.Join([]string{"Hello " + username + ",", text, action + ":\n" + link, after, site}, "\n\n") + "\n"
	var html strings.Builder
	if err := mailHTML(site, username, link, text, action, after).Render(context.Background(), &html); err != nil {
		return Mail{subject, plain, ""}
	}
	return Mail{subject, plain, html.String()}
}

// Package mail shows the mails that the site sends. It receives all it shows and
// fetches nothing.
package mail

import (
	"context"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/text"
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

// MailFor writes the mail for a purpose; ok is false for one that is not known.
func MailFor(purpose account.MailPurpose, l Letter) (m Mail, ok bool) {
	ctx := context.Background()
	w := writer{l: l, say: saying(ctx, l)}
	for _, write := range []func(account.MailPurpose) (Mail, bool){w.password, w.address, w.login, w.leave, w.program, w.plan} {
		if m, ok = write(purpose); ok {
			return m, true
		}
	}
	return Mail{}, false
}

// saying writes messages of the catalogue with all that a letter knows.
func saying(ctx context.Context, l Letter) func(id string) string {
	d := l.Detail
	pairs := []any{"site", l.Site, "name", l.Username, "other", d["other"], "email", d["email"], "service", d["service"], "app", d["app"],
		"token", d["name"], "reason", d["reason"], "url", d["url"], "problem", d["problem"], "scopes", scopesInWords(ctx, d["scopes"]),
		"device", accountview.DeviceName(ctx, d["agent"]), "address", d["address"], "time", mailTime(ctx, d["at"]),
		"reset", l.Base + urls.Reset, "stop", l.Base + urls.MailStop(l.Stop)}
	return func(id string) string { return text.T(ctx, id, pairs...) }
}

// writer writes the mails of one letter, by subject.
type writer struct {
	l   Letter
	say func(id string) string
}

func (w writer) write(path, subject, text, action, after string) (Mail, bool) {
	return letter(w.l, w.l.Base+path, w.say(subject), w.say(text), w.say(action), w.say(after)), true
}

func (w writer) password(purpose account.MailPurpose) (Mail, bool) {
	switch purpose {
	case account.MailReset:
		return w.write(urls.Reset+"/"+w.l.Token, "mail.reset", "mail.reset-text", "mail.reset-action", "mail.reset-after")
	case account.MailPassword:
		return letter(w.l, w.l.Base+urls.Account, w.say("mail.password"), w.say("mail.password-text")+" "+w.say(programs(w.l.Detail)),
			w.say("mail.see-account"), w.say("mail.password-after")), true
	case account.MailReclaimed:
		return w.write(urls.Account, "mail.reclaimed", "mail.reclaimed-text", "mail.see-account", "mail.not-you")
	}
	return Mail{}, false
}

func (w writer) address(purpose account.MailPurpose) (Mail, bool) {
	switch purpose {
	case account.MailVerify:
		text := w.say("mail.verify-text")
		if w.l.Detail["other"] != "" {
			text += " " + w.say("mail.verify-other")
		}
		return letter(w.l, w.l.Base+urls.Verify+"/"+w.l.Token, w.say("mail.verify"), text, w.say("mail.verify-action"),
			w.say("mail.verify-after")), true
	case account.MailChange:
		return w.write(urls.Verify+"/"+w.l.Token, "mail.change", "mail.change-text", "mail.change-action", "mail.change-after")
	case account.MailTaken:
		return w.write(urls.Login, "mail.taken", "mail.taken-text", "mail.taken-action", "mail.taken-after")
	case account.MailAddressAsked:
		return w.write(urls.Undo(w.l.Token), "mail.asked", "mail.asked-text", "mail.asked-action", "mail.asked-after")
	case account.MailAddressChanged:
		return w.write(urls.Undo(w.l.Token), "mail.changed", "mail.changed-text", "mail.changed-action", "mail.changed-after")
	}
	return Mail{}, false
}

func (w writer) login(purpose account.MailPurpose) (Mail, bool) {
	switch purpose {
	case account.MailLinked:
		return w.write(urls.Connection, "mail.linked", "mail.linked-text", "mail.see-connections", "mail.linked-after")
	case account.MailUnlinked:
		return w.write(urls.Connection, "mail.unlinked", "mail.unlinked-text", "mail.see-connections", "mail.not-you")
	case account.MailDevice:
		text := "mail.device-text"
		if w.l.Detail["address"] == "" {
			text = "mail.device-text-only"
		}
		return w.write(urls.Account, "mail.device", text, "mail.see-devices", "mail.not-you")
	}
	return Mail{}, false
}

func (w writer) leave(purpose account.MailPurpose) (Mail, bool) {
	switch {
	case purpose == account.MailLeft && w.l.Detail["by"] == "site":
		return w.write(urls.Login, "mail.removed", "mail.removed-text", "mail.left-action", "mail.removed-after")
	case purpose == account.MailLeft:
		return w.write(urls.Login, "mail.left", "mail.left-text", "mail.left-action", "mail.left-after")
	case purpose == account.MailBack:
		return w.write(urls.Account, "mail.back", "mail.back-text", "mail.see-account", "mail.not-you")
	}
	return Mail{}, false
}

func (w writer) program(purpose account.MailPurpose) (m Mail, ok bool) {
	switch purpose {
	case account.MailApp:
		return w.write(urls.Connected, "mail.app", "mail.app-text", "mail.see-apps", "mail.app-after")
	case account.MailToken:
		return w.write(urls.Tokens, "mail.token", "mail.token-text", "mail.see-tokens", "mail.token-after")
	case account.MailWebhookOff:
		text := "mail.webhook-text"
		if w.l.Detail["app"] != "" {
			text = "mail.webhook-text-app"
		}
		m, ok = w.write(urls.Webhook(w.l.Detail["key"]), "mail.webhook", text, "mail.webhook-action", "mail.webhook-after")
		m.Stop = w.l.Base + urls.MailStop(w.l.Stop)
		return m, ok
	}
	return Mail{}, false
}

// plan is about a post or a story that could not be shared.
func (w writer) plan(purpose account.MailPurpose) (m Mail, ok bool) {
	if purpose != account.MailPlanFailed {
		return Mail{}, false
	}
	subject, text, path := "mail.post-failed", "mail.post-failed-text", urls.Planner
	if id, err := models.ParseID(w.l.Detail["post"]); err == nil {
		path = urls.PostAction(id, "edit")
	} else if w.l.Detail["story"] != "" {
		subject, text = "mail.story-failed", "mail.story-failed-text"
	}
	m, ok = w.write(path, subject, text, "mail.failed-action", "mail.failed-after")
	m.Stop = w.l.Base + urls.MailStop(w.l.Stop)
	return m, ok
}

// programs says whether personal tokens and connected apps outlived a change.
func programs(d map[string]string) string {
	switch {
	case d["tokens"] != "" && d["apps"] != "":
		return "mail.ended-both"
	case d["tokens"] != "":
		return "mail.ended-tokens"
	case d["apps"] != "":
		return "mail.ended-apps"
	}
	return "mail.ended-none"
}

func mailTime(ctx context.Context, s string) string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return text.T(ctx, "mail.moment-ago")
	}
	return text.Of(ctx).Moment(at)
}

func scopesInWords(ctx context.Context, scopes string) string {
	return strings.ToLower(text.Of(ctx).List(developerview.ScopeLabels(ctx, scopes)))
}

func letter(l Letter, link, subject, words, action, after string) Mail {
	ctx := context.Background()
	hello := text.T(ctx, "mail.hello", "name", l.Username)
	plain := strings.Join([]string{hello, words, action + ":\n" + link, after, l.Site}, "\n\n") + "\n"
	var html strings.Builder
	if err := mailHTML(l.Site, hello, link, words, action, after).Render(ctx, &html); err != nil {
		return Mail{Subject: subject, Text: plain}
	}
	return Mail{Subject: subject, Text: plain, HTML: html.String()}
}

// MailMessage is a mail that was kept instead of sent.
type MailMessage struct {
	ID, To, Subject, Text string
	At                    time.Time
}

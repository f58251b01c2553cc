package mail

import (
	"context"
	"strings"

	"photogram/models/notify"
	"photogram/text"
	"photogram/urls"
	notifyview "photogram/views/notify"
)

// told is one line of a mail of notifications.
type told struct{ Text, Quote, Link string }

// Notifications writes the mail of what an account was told, at once or in the evening.
func Notifications(ctx context.Context, l Letter, m notify.Mailed, daily bool) Mail {
	lines := make([]told, len(m.List))
	for i, n := range m.List {
		lines[i] = told{Text: notifyview.NotificationText(ctx, n), Quote: notifyview.Quote(n), Link: l.Base + urls.Notification(n)}
	}
	count := len(lines) + m.Older
	subject := lines[0].Text
	switch {
	case daily && count > 1:
		subject = text.T(ctx, "mail.day", "site", l.Site, "n", count)
	case count > 1:
		subject = text.T(ctx, "mail.and-others", "first", subject, "n", count-1)
	}
	stop, settings := l.Base+urls.MailStop(l.Stop), l.Base+urls.NotificationSettings
	p := notificationsLetter{Letter: l, Lines: lines, All: l.Base + urls.Notifications, Stop: stop, Settings: settings}
	if m.Older > 0 {
		p.More = text.T(ctx, "mail.and-more", "n", m.Older)
	}
	parts := []string{text.T(ctx, "mail.hello", "name", l.Username)}
	for _, line := range lines {
		part := line.Text
		if line.Quote != "" {
			part += ":\n“" + line.Quote + "”"
		}
		parts = append(parts, part+"\n"+line.Link)
	}
	if p.More != "" {
		parts = append(parts, p.More)
	}
	parts = append(parts, text.T(ctx, "mail.see-all")+":\n"+p.All, text.T(ctx, "mail.why")+" "+text.T(ctx, "mail.choose")+": "+settings+
		"\n"+text.T(ctx, "mail.stop-plain", "stop", stop), l.Site)
	out := Mail{Subject: subject, Text: strings.Join(parts, "\n\n") + "\n", Stop: stop}
	var html strings.Builder
	if err := notificationsHTML(p).Render(ctx, &html); err == nil {
		out.HTML = html.String()
	}
	return out
}

type notificationsLetter struct {
	Letter
	Lines                     []told
	More, All, Stop, Settings string
}

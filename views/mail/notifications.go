package mail

import (
	"context"
	"strings"

	"photogram/models/notify"
	"photogram/urls"
	notifyview "photogram/views/notify"
	"photogram/views/ui"
)

// told is one line of a mail of notifications.
type told struct{ Text, Quote, Link string }

// Notifications writes the mail of what an account was told, at once or in the evening.
func Notifications(l Letter, m notify.Mailed, daily bool) Mail {
	lines := make([]told, len(m.List))
	for i, n := range m.List {
		lines[i] = told{Text: notifyview.NotificationText(n), Quote: notifyview.Quote(n), Link: l.Base + urls.Notification(n)}
	}
	count := len(lines) + m.Older
	subject := lines[0].Text
	switch {
	case daily && count > 1:
		subject = "Your day at " + l.Site + ": " + ui.Plural(int64(count), "notification", "notifications")
	case count > 1:
		subject += ", and " + ui.Plural(int64(count-1), "other notification", "other notifications")
	}
	stop, settings := l.Base+urls.MailStop(l.Stop), l.Base+urls.NotificationSettings
	p := notificationsLetter{Letter: l, Lines: lines, All: l.Base + urls.Notifications, Stop: stop, Settings: settings}
	if m.Older > 0 {
		p.More = "And " + ui.Plural(int64(m.Older), "other", "others") + "."
	}
	text := []string{"Hello " + l.Username + ","}
	for _, line := range lines {
		part := line.Text
		if line.Quote != "" {
			part += ":\n“" + line.Quote + "”"
		}
		text = append(text, part+"\n"+line.Link)
	}
	if p.More != "" {
		text = append(text, p.More)
	}
	text = append(text, "See all:\n"+p.All, "You chose to get these by mail. Choose again: "+settings+
		"\nNo more mails like this one: "+stop, l.Site)
	out := Mail{Subject: subject, Text: strings.Join(text, "\n\n") + "\n", Stop: stop}
	var html strings.Builder
	if err := notificationsHTML(p).Render(context.Background(), &html); err == nil {
		out.HTML = html.String()
	}
	return out
}

type notificationsLetter struct {
	Letter
	Lines                     []told
	More, All, Stop, Settings string
}

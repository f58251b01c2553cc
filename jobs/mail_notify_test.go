package jobs_test

import (
	"context"
	"io"
	"mime"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/comment"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// Notifications are mailed to who chose that: together within minutes, or in the
// evening of their zone, what they have not looked at and may see alone.
func TestNotificationsAreMailed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	in := newSink(t)
	smtp, err := jobs.NewSMTP(in.address, jobs.Sender("Prints", "no-reply@prints.example"))
	must(t, err)
	ada, bo, cy := s.User("ada"), s.User("bo"), s.User("cy")
	photo := s.Post(ada, "Low tide")
	ctx, store := t.Context(), s.DB.Store
	// Tuesday, noon in UTC, is nine in the evening in Tokyo.
	s.Clock.Move(time.Date(s.Clock.Now().Year()+1, 6, 1, 12, 0, 0, 0, time.UTC).Sub(s.Clock.Now()))
	must(t, account.SetNotificationSettings(ctx, store, ada.ID, map[activity.Kind]string{"mail_like": account.MailAtOnce,
		"mail_comment": account.MailAtOnce, "mail_follow": account.MailDaily, "time_zone": "Asia/Tokyo"}))
	d := s.Deps()
	d.Mailer, d.BaseURL = smtp, s.URL
	runner, err := jobs.Start(ctx, d)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), webtest.Patience)
		defer cancel()
		must(t, runner.Stop(ctx))
	})
	told := func(n int64) {
		t.Helper()
		webtest.Eventually(t, "it is told", func() bool {
			b, err := notify.BadgeOf(ctx, store, ada.ID)
			must(t, err)
			return int64(b.Unread) >= n
		})
	}
	due := func() (n int) {
		t.Helper()
		must(t, s.Pool().QueryRow(ctx, `SELECT count(*) FROM notification_mails WHERE due_at <= $1`, s.Clock.Now()).Scan(&n))
		return n
	}
	for _, who := range []models.ID{bo.ID, cy.ID} {
		_, err := post.Like(ctx, store, who, photo)
		must(t, err)
	}
	_, err = comment.Add(ctx, store, bo.ID, photo, "What a <b>light</b>")
	must(t, err)
	taken, err := comment.Add(ctx, store, cy.ID, photo, "I take this back")
	must(t, err)
	must(t, people.Follow(ctx, store, cy.ID, ada.ID))
	told(4)
	must(t, comment.Delete(ctx, store, cy.ID, photo, taken.ID))
	if n := due(); n != 0 {
		t.Errorf("%d mails are due at once", n)
	}
	s.Clock.Move(4 * time.Minute)
	m := in.next(t)
	text, err := io.ReadAll(m.Body)
	must(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	must(t, err)
	if m.Header.Get("To") != "<"+ada.Email+">" || subject != "bo commented on your photo, and 1 other notification" {
		t.Errorf("%v", m.Header)
	}
	for _, want := range []string{"cy and bo liked your photo", "light", photo.Code(), "text/html", "&lt;b&gt;"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the mail lacks %q: %s", want, text)
		}
	}
	for _, not := range []string{"take this back", "started following"} {
		if strings.Contains(string(text), not) {
			t.Errorf("the mail says %q: %s", not, text)
		}
	}
	stop := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
	if !strings.HasPrefix(stop, s.URL+"/mail/stop/") || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("it cannot be ended: %v", m.Header)
	}

	// Followers come in the evening in Tokyo, which is 9:00 in UTC.
	if n := due(); n != 0 {
		t.Errorf("%d mails are due before the evening", n)
	}
	s.Clock.Move(21 * time.Hour)
	m = in.next(t)
	text, err = io.ReadAll(m.Body)
	must(t, err)
	if !strings.Contains(string(text), "cy started following you") || strings.Contains(string(text), "What a") {
		t.Errorf("in the evening: %s", text)
	}

	// What was looked at meanwhile is not mailed, nor is anything once it is ended by one click.
	must(t, notify.See(ctx, store, ada.ID, 0)) // so that told waits for what comes now
	_, err = comment.Add(ctx, store, bo.ID, photo, "Again")
	must(t, err)
	told(1)
	must(t, notify.See(ctx, store, ada.ID, 0))
	s.Clock.Move(4 * time.Minute)
	webtest.Eventually(t, "it is thought of", func() bool { return due() == 0 })
	s.Visitor().Post(strings.TrimPrefix(stop, s.URL), webtest.Form("List-Unsubscribe", "One-Click"), "Sec-Fetch-Site",
		"cross-site").Want(200)
	_, err = comment.Add(ctx, store, cy.ID, photo, "Once more")
	must(t, err)
	told(1)
	s.Clock.Move(48 * time.Hour)
	var rows, sent int
	must(t, s.Pool().QueryRow(ctx, `SELECT (SELECT count(*) FROM notification_mails), (SELECT count(*) FROM river_job
		WHERE kind = 'send_notifications')`).Scan(&rows, &sent))
	if rows != 0 || sent != 2 || len(in.mails) != 0 {
		t.Errorf("%d choices, %d mails ordered, %d more came", rows, sent, len(in.mails))
	}
}

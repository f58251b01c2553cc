package jobs_test

import (
	"bufio"
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/models/upkeep"
	"photogram/web/webtest"
)

// refusingServer is a mail server on loopback that knows nobody.
func refusingServer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				say := func(s string) { _, _ = c.Write([]byte(s + "\r\n")) }
				say("220 test")
				for lines := bufio.NewScanner(c); lines.Scan(); {
					switch word, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " "); word {
					case "RCPT":
						say("550 5.1.1 There is nobody of that name")
					case "QUIT":
						say("221 bye")
						return
					default:
						say("250 ok")
					}
				}
			}()
		}
	}()
	return "smtp://" + l.Addr().String()
}

// What will always fail is tried once.
func TestMailsThatCannotArriveAreNotRepeated(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada, gone := s.User("ada"), s.User("gone")
	must(t, leave.Delete(t.Context(), s.DB.Store, gone.ID))
	smtp, err := jobs.NewSMTP(refusingServer(t), "photogram@example.org")
	must(t, err)
	d := s.Deps()
	d.Mailer = smtp
	runner, err := jobs.Start(t.Context(), d)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), webtest.Patience)
		defer cancel()
		must(t, runner.Stop(ctx))
	})
	for _, u := range []*account.User{ada, gone} {
		_, err := queue(t, s).Insert(t.Context(),
			account.SendMail{UserID: u.ID, Purpose: account.MailReset, To: u.Email, Version: u.LoginVersion}, nil)
		must(t, err)
	}
	webtest.Eventually(t, "the refused one is given up, the other needs no sending", func() bool {
		var states string
		must(t, s.Pool().QueryRow(t.Context(), `SELECT coalesce(string_agg(state::text || attempt, ' ' ORDER BY id), '') FROM river_job
			WHERE kind = 'send_mail' AND (args->>'user_id' IN ($1, $2))
			AND args->>'purpose' = $3`, ada.ID.String(), gone.ID.String(), account.MailReset).Scan(&states))
		return states == "cancelled1 completed1"
	})
}

// No kind of job is tried for weeks: river waits the fourth power of the attempt in seconds.
func TestNoJobIsTriedForWeeks(t *testing.T) {
	t.Parallel()
	var wait time.Duration
	for n := 1; n < models.JobAttempts; n++ {
		wait += time.Duration(n*n*n*n) * time.Second
	}
	if wait > 48*time.Hour || wait < 24*time.Hour {
		t.Errorf("%s", wait)
	}
	s := webtest.New(t, nil)
	ada := s.User("ada")
	_, err := s.Pool().Exec(t.Context(), `DELETE FROM river_job`)
	must(t, err)
	must(t, account.RequestAvatar(t.Context(), s.DB.Store, ada.ID, strings.Repeat("0", 40)))
	must(t, upkeep.FreeFiles(t.Context(), s.DB.Store, models.OriginalKey(1, 2)))
	s.Draft(ada, 1)
	var n, most int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*), max(max_attempts) FROM river_job`).Scan(&n, &most))
	if n < 3 || most > models.JobAttempts {
		t.Errorf("%d jobs, %d attempts", n, most)
	}
}

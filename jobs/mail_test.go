package jobs_test

import (
	"bufio"
	"context"
	"io"
	"mime"
	"net"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/making"
	"photogram/models/post"
	mailview "photogram/views/mail"
	"photogram/web/webtest"
)

// sink is a mail server on loopback that takes every mail.
type sink struct {
	address string
	mails   chan string // with the line of the greeting before it
}

func newSink(t *testing.T) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	s := &sink{"smtp://" + l.Addr().String(), make(chan string, 50)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

func (s *sink) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
	say("220 sink")
	hello := ""
	for in := bufio.NewReader(c); ; {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch word, rest, _ := strings.Cut(strings.TrimSpace(line), " "); strings.ToUpper(word) {
		case "EHLO", "HELO":
			hello = rest
			say("250 sink")
		case "DATA":
			say("354 go on")
			var body strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				body.WriteString(line)
			}
			s.mails <- "X-Hello: " + hello + "\r\n" + body.String()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// next is the next mail that came in.
func (s *sink) next(t *testing.T) *mail.Message {
	t.Helper()
	select {
	case raw := <-s.mails:
		m, err := mail.ReadMessage(strings.NewReader(raw))
		must(t, err)
		return m
	case <-time.After(webtest.Patience):
		t.Fatal("no mail came")
		return nil
	}
}

var messageID = regexp.MustCompile(`^<[0-9a-f]{32}@([^@>]+)>$`)

func TestHeadsOfMails(t *testing.T) {
	t.Parallel()
	in := newSink(t)
	for _, c := range []struct{ site, from, name, address, domain string }{
		{"Prints", "no-reply@prints.example", "Prints", "no-reply@prints.example", "prints.example"},
		{"Fotos für „alle“, (immer)", "no-reply@prints.example", "Fotos für „alle“, (immer)", "no-reply@prints.example", "prints.example"},
		{"Prints", "The desk <desk@mail.prints.example>", "The desk", "desk@mail.prints.example", "mail.prints.example"},
		{"Prints", "post@bücher.example", "Prints", "", "xn--bcher-kva.example"},
		{"Prints", "no-reply@localhost", "Prints", "no-reply@localhost", "localhost"},
	} {
		smtp, err := jobs.NewSMTP(in.address, jobs.Sender(c.site, c.from))
		must(t, err)
		seen := map[string]bool{}
		for _, purpose := range account.MailPurposes {
			m, ok := mailview.MailFor(purpose, mailview.Letter{Site: c.site, Base: "https://prints.example", Username: "ada",
				Token: "t0ken", Stop: "st0p", Detail: map[string]string{"post": "901", "reason": "It is damaged."}})
			if !ok {
				t.Fatalf("%s is not written", purpose)
			}
			must(t, smtp.Send(t.Context(), "ada@example.org", m))
			got := in.next(t)
			h := got.Header
			from, err := mail.ParseAddress(h.Get("From"))
			must(t, err)
			if from.Name != c.name || c.address != "" && from.Address != c.address {
				t.Errorf("%s is from %q", purpose, h.Get("From"))
			}
			if id := messageID.FindStringSubmatch(h.Get("Message-ID")); id == nil || id[1] != c.domain || seen[id[0]] {
				t.Errorf("%s has the id %q", purpose, h.Get("Message-ID"))
			} else {
				seen[id[0]] = true
			}
			if h.Get("X-Hello") != c.domain {
				t.Errorf("the server was greeted as %q", h.Get("X-Hello"))
			}
			if h.Get("Auto-Submitted") != "auto-generated" || h.Get("Date") == "" || h.Get("MIME-Version") != "1.0" ||
				h.Get("User-Agent") != "" || h.Get("X-Mailer") != "" {
				t.Errorf("%s: %v", purpose, h)
			}
			// Answers and what happens to an account can't be switched off.
			stop, post := "", ""
			if purpose.News() {
				stop, post = "<https://prints.example/mail/stop/st0p>", "List-Unsubscribe=One-Click"
			}
			if h.Get("List-Unsubscribe") != stop || h.Get("List-Unsubscribe-Post") != post {
				t.Errorf("%s: %q, %q", purpose, h.Get("List-Unsubscribe"), h.Get("List-Unsubscribe-Post"))
			}
			if subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject")); err != nil || subject != m.Subject {
				t.Errorf("%s: %q, %v", purpose, subject, err)
			}
		}
	}
	for _, from := range []string{"", "nobody", "a@b\r\nBcc: x@y.example"} {
		if _, err := jobs.NewSMTP(in.address, jobs.Sender("Prints", from)); err == nil {
			t.Errorf("%q is taken for a sender", from)
		}
	}
}

// A plan that failed is told by mail, once, to who wants it; the address in the
// mail works without a login, in one click.
func TestPlansThatFailAreMailed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	in := newSink(t)
	smtp, err := jobs.NewSMTP(in.address, jobs.Sender("Prints", "no-reply@prints.example"))
	must(t, err)
	ada := s.User("ada")
	type planned struct{ post, item models.ID }
	var plans []planned
	for range 4 {
		id, items := s.Draft(ada, 1)
		must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, id, post.PublishInput{PublishAt: s.Clock.Now().Add(time.Hour)}))
		plans = append(plans, planned{id, items[0].ID})
	}
	_, err = s.Pool().Exec(t.Context(), `DELETE FROM river_job`) // which would make the photos
	must(t, err)
	d := s.Deps()
	d.Mailer, d.BaseURL = smtp, s.URL
	runner, err := jobs.Start(t.Context(), d)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), webtest.Patience)
		defer cancel()
		must(t, runner.Stop(ctx))
	})
	fail := func() models.ID {
		p := plans[0]
		plans = plans[1:]
		var key string
		must(t, s.Pool().QueryRow(t.Context(), `SELECT wanted_key FROM media WHERE id = $1`, p.item).Scan(&key))
		must(t, making.MediaFailed(t.Context(), s.DB.Store, ada.ID, p.item, key, "It is damaged."))
		return p.post
	}
	post := fail()
	m := in.next(t)
	text, err := io.ReadAll(m.Body)
	must(t, err)
	stop := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
	if !strings.HasPrefix(stop, s.URL+"/mail/stop/") || m.Header.Get("To") != "<"+ada.Email+">" ||
		!strings.Contains(string(text), "damaged") || !strings.Contains(string(text), post.Code()) {
		t.Errorf("%v\n%s", m.Header, text)
	}
	v := s.Visitor()
	path := strings.TrimPrefix(stop, s.URL)
	v.Get(path).Want(200).Has("form[action='" + path + "']") // looking ends nothing
	for _, bad := range []string{path[:len(path)-1], path + "x", "/mail/stop/x"} {
		v.Post(bad, webtest.Form("List-Unsubscribe", "One-Click")).Want(404)
	}
	fail()
	in.next(t)
	v.Post(path, webtest.Form("List-Unsubscribe", "One-Click"), "Origin", "https://mail.example", "Sec-Fetch-Site",
		"cross-site").Want(200).Says("These emails have stopped")
	v.Post(path, webtest.Form("List-Unsubscribe", "One-Click")).Want(200)
	p := s.Program(ada, "basic publish")
	if got := p.Call("GET", "/users/self/notifications/settings").At("data.mail").String(); got != "off" {
		t.Errorf("the setting is %q", got)
	}
	fail()
	var n int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'send_mail'
		AND args->>'purpose' = $1`, account.MailPlanFailed).Scan(&n))
	if n != 2 {
		t.Errorf("%d mails were ordered", n)
	}
	// It is still told on the site, and can be switched on again there.
	webtest.Eventually(t, "three failures are told", func() bool {
		return strings.Count(s.As(ada).Get("/notifications").Text(), "We can’t share one of your posts") >= 3
	})
	s.As(ada).Post("/settings/notifications", webtest.Form("mail", "everyone")).Want(303)
	fail()
	in.next(t)
	if len(in.mails) != 0 {
		t.Error("there are more mails")
	}
}

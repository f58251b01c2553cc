package jobs

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"photogram/models/account"
	mailview "photogram/views/mail"
)

// Mailer sends a mail.
type Mailer interface {
	Send(ctx context.Context, to string, m mailview.Mail) error
}

// sendMail writes a mail with a fresh link and sends it.
type sendMail struct {
	river.WorkerDefaults[account.SendMail]
	Deps
}

func (w *sendMail) Work(ctx context.Context, job *river.Job[account.SendMail]) error {
	token, u, err := account.WriteMail(ctx, w.Store, job.Args)
	if err != nil {
		return fmt.Errorf("mail to %d: %w", job.Args.UserID, err)
	}
	if u == nil {
		return nil // what it rests on was changed since
	}
	m, ok := mailview.MailFor(job.Args.Purpose, mailview.Letter{Site: w.SiteName, Base: w.BaseURL, Username: u.Username, Token: token,
		Stop: account.MailStopToken(w.Store, u.ID, account.StopNews), Detail: job.Args.Detail})
	if !ok {
		return river.JobCancel(fmt.Errorf("unknown mail %q", job.Args.Purpose))
	}
	return w.Mailer.Send(ctx, job.Args.To, m)
}

// SMTP sends mails through a server.
type SMTP struct {
	client *mail.Client
	from   string
	domain string // of the sender, in the ASCII form
}

// Sender is an address with a name before it, as it stands in From. A name that
// it has already stays.
func Sender(name, address string) string {
	a, err := netmail.ParseAddress(address)
	if err != nil {
		return address // which NewSMTP refuses
	}
	if a.Name == "" {
		a.Name = name
	}
	return a.String()
}

// NewSMTP reads an address such as smtp://user:password@host:587 or smtps://…,
// and the sender, which may have a name.
func NewSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("read the mail server's address: %w", err)
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("read the sender of mails: %w", err)
	}
	domain := sender.Address[strings.LastIndexByte(sender.Address, '@')+1:]
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		domain = ascii
	}
	opts := []mail.Option{mail.WithTimeout(20 * time.Second),
		mail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12})}
	if net.ParseIP(domain) == nil {
		opts = append(opts, mail.WithHELO(domain)) // the machine's own name is nobody's business
	}
	if u.Scheme == "smtps" {
		opts = append(opts, mail.WithSSL())
	} else {
		opts = append(opts, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		opts = append(opts, mail.WithPort(port))
	}
	if name := u.User.Username(); name != "" {
		password, _ := u.User.Password()
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(name), mail.WithPassword(password))
	}
	client, err := mail.NewClient(u.Hostname(), opts...)
	if err != nil {
		return nil, fmt.Errorf("set up mail: %w", err)
	}
	return &SMTP{client, from, domain}, nil
}

// Send hands a mail to the server.
func (s *SMTP) Send(ctx context.Context, to string, m mailview.Mail) error {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(s.from); err != nil {
		return fmt.Errorf("mail from %s: %w", s.from, err)
	}
	if err := msg.To(to); err != nil {
		return river.JobCancel(fmt.Errorf("mail: %w", err))
	}
	msg.Subject(m.Subject)
	msg.SetDate()
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails on the systems Go supports
	msg.SetMessageIDWithValue(hex.EncodeToString(id) + "@" + s.domain)
	// Nobody's holiday notice is to answer (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	if m.Stop != "" { // RFC 8058
		msg.SetGenHeaderPreformatted(mail.HeaderListUnsubscribe, "<"+m.Stop+">")
		msg.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	if err := s.client.DialAndSendWithContext(ctx, msg); err != nil {
		err = fmt.Errorf("send a mail: %w", err)
		var refused *mail.SendError
		if errors.As(err, &refused) && refused.ErrorCode() >= 500 { // for good, as RFC 5321 has it
			return river.JobCancel(err)
		}
		return err
	}
	return nil
}

// Outbox keeps mails as files, for sites without a mail server.
type Outbox struct{ Dir string }

const outboxShown = 100

// Send writes a mail to the outbox.
func (o Outbox) Send(_ context.Context, to string, m mailview.Mail) error {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	now := time.Now().UTC()
	msg := mailview.MailMessage{ID: now.Format("20060102T150405.000000000"), To: to, Subject: m.Subject, Text: m.Text, At: now}
	raw, err := json.MarshalIndent(msg, "", "  ")
	if err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	if err := os.WriteFile(filepath.Join(o.Dir, msg.ID+".json"), raw, 0o600); err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	return nil
}

// Forget removes the kept mails to these addresses.
func (o Outbox) Forget(addresses ...string) error {
	names, err := filepath.Glob(filepath.Join(o.Dir, "*.json"))
	if err != nil {
		return err
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read kept mails: %w", err)
		}
		var m mailview.MailMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if !slices.Contains(addresses, m.To) {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forget a kept mail: %w", err)
		}
	}
	return nil
}

// Mails lists the newest kept mails.
func (o Outbox) Mails() ([]mailview.MailMessage, error) {
	names, err := filepath.Glob(filepath.Join(o.Dir, "*.json"))
	if err != nil {
		return nil, err
	}
	sort.Sort(sort.Reverse(sort.StringSlice(names)))
	var out []mailview.MailMessage
	for _, name := range names[:min(len(names), outboxShown)] {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read kept mails: %w", err)
		}
		var m mailview.MailMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		out = append(out, m)
	}
	return out, nil
}

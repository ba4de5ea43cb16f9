package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// MailSettings are the block `mail` of the settings.
type MailSettings struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	User     string `json:"user"`
	Password string `json:"password"`
	From     string `json:"from"`
	// TLS is starttls (the default), tls or none; none is for a server on this machine.
	TLS string `json:"tls"`
}

// Mailer sends mail by SMTP.
type Mailer struct {
	set MailSettings
	now func() time.Time
}

// NewMailer returns a mailer; an error says which setting is wrong.
func NewMailer(s MailSettings, now func() time.Time) (*Mailer, error) {
	switch {
	case s.Host == "":
		return nil, errors.New("mail.host: want the name of an SMTP server")
	case s.TLS != "" && s.TLS != "starttls" && s.TLS != "tls" && s.TLS != "none":
		return nil, fmt.Errorf("mail.tls: want starttls, tls or none, not %q", s.TLS)
	case s.TLS == "none" && s.Password != "":
		return nil, errors.New("mail.tls: a password is not sent in the clear; want starttls or tls")
	}
	if err := mail.NewMsg().From(s.From); err != nil {
		return nil, fmt.Errorf("mail.from: want an address: %w", err)
	}
	return &Mailer{s, now}, nil
}

func (m *Mailer) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithTimeout(30 * time.Second), mail.WithTLSPortPolicy(mail.TLSMandatory)}
	switch m.set.TLS {
	case "tls":
		opts = append(opts, mail.WithSSLPort(false))
	case "none":
		opts = []mail.Option{mail.WithTimeout(30 * time.Second), mail.WithTLSPolicy(mail.NoTLS)}
	}
	if m.set.Port > 0 {
		opts = append(opts, mail.WithPort(m.set.Port))
	}
	if m.set.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.set.User), mail.WithPassword(m.set.Password))
	}
	return mail.NewClient(m.set.Host, opts...)
}

// Send sends a message; what the server refuses for good (5xx) is Final.
func (m *Mailer) Send(ctx context.Context, msg Message) error {
	letter := mail.NewMsg()
	if err := errors.Join(letter.From(m.set.From), letter.To(msg.To)); err != nil {
		return Final{err}
	}
	_, host, _ := strings.Cut(m.set.From, "@")
	letter.SetMessageIDWithValue(msg.ID + "@" + strings.Trim(host, "> "))
	letter.SetDateWithValue(msg.Created)
	letter.Subject(msg.Subject)
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no robot answers
	if msg.Leave != "" {
		letter.SetGenHeader(mail.HeaderListUnsubscribe, "<"+msg.Leave+">")
		letter.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click") // RFC 8058
	}
	letter.SetBodyString(mail.TypeTextPlain, msg.Text)
	client, err := m.client()
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, letter)
	var refused *mail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return Final{err}
	}
	return err
}

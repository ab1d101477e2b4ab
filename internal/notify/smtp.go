package notify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	gosmtp "github.com/wneessen/go-mail/smtp"
)

// smtpTimeout bounds each exchange with the server.
const smtpTimeout = 10 * time.Second

// SMTP hands messages to a server. It is safe for concurrent use: each message has a
// connection of its own.
type SMTP struct {
	options []gomail.Option
	host    string
	// domain is the part of a Message-ID that is ours.
	domain string
	// argument is the name under which SendGrid is told the id of a mail; "" tells nothing.
	argument string
}

// Naming returns a Sender that also tells SendGrid the id of each mail, as an argument of
// that name which comes back with all that it tells of the mail.
func (s *SMTP) Naming(argument string) *SMTP {
	out := *s
	out.argument = argument
	return &out
}

// NewSMTP returns a Sender for the server of a URL: smtp://user:password@host:port, which
// begins TLS where the server offers it and insists on it before it tells a password, or
// smtps://…, which is TLS from the start. The ports are 587 and 465 unless said. domain
// is the name that we greet with.
func NewSMTP(server, domain string) (*SMTP, error) {
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("the address of the mail server must be like smtp://user:password@host:port")
	}
	port, err := strconv.Atoi(cmp.Or(u.Port(), map[string]string{"smtp": "587", "smtps": "465"}[u.Scheme]))
	if err != nil {
		return nil, errors.New("the port of the mail server is no number")
	}
	o := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(smtpTimeout), gomail.WithHELO(domain)}
	user := u.User.Username()
	switch {
	case u.Scheme == "smtps":
		o = append(o, gomail.WithSSL())
	case user != "" && !here(u.Hostname()):
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if user != "" {
		password, _ := u.User.Password()
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(password))
	}
	s := &SMTP{options: o, host: u.Hostname(), domain: domain}
	_, err = s.client()
	return s, err
}

// here reports whether a host is this machine, whose lines nobody listens to.
func here(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (s *SMTP) client() (*gomail.Client, error) {
	c, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return nil, fmt.Errorf("set up SMTP: %w", err)
	}
	return c, nil
}

// Ping greets the server, signs in and asks whether it is well.
func (s *SMTP) Ping(ctx context.Context) error {
	return s.dial(ctx, func(_ *gomail.Client, conn *gosmtp.Client) error { return conn.Noop() })
}

// Deliver implements Sender. What the server refuses with a code of 500 or more is a
// *Refusal; all else may go better later. A message that the server has taken is sent,
// however the conversation ends.
func (s *SMTP) Deliver(ctx context.Context, m *Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return &Refusal{Reason: "it cannot be written: " + discreet(err)}
	}
	err = s.dial(ctx, func(c *gomail.Client, conn *gosmtp.Client) error { return c.SendWithSMTPClient(conn, msg) })
	if msg.IsDelivered() {
		return nil
	}
	if refused, ok := errors.AsType[*gomail.SendError](err); ok && refused.ErrorCode() >= 500 && refused.ErrorCode() != signInFirst {
		return &Refusal{Reason: discreet(err), Address: nobody(refused)}
	}
	if err != nil {
		return errors.New("send by SMTP: " + discreet(err))
	}
	return nil
}

// nobody reports whether a server said that there is nobody of that address, and not that it
// does not like the mail or who sends it (5.7).
func nobody(e *gomail.SendError) bool {
	unknown := []int{550, 551, 553, 556}
	return e.Reason == gomail.ErrSMTPRcptTo && slices.Contains(unknown, e.ErrorCode()) && !strings.HasPrefix(e.EnhancedStatusCode(), "5.7")
}

// dial opens a connection for do. An error at the farewell is none of the conversation.
func (s *SMTP) dial(ctx context.Context, do func(*gomail.Client, *gosmtp.Client) error) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	conn, err := c.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	err = do(c, conn)
	_ = c.CloseWithSMTPClient(conn) // what was to be said has been answered
	return err
}

// compose writes a message as RFC 5322 and MIME want it. Names are encoded where they are
// more than plain words, so that none can be read as an address or a header.
func (s *SMTP) compose(m *Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID.String() + "@" + s.domain)
	msg.SetDateWithValue(m.SentAt)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderContentLang, m.Language)
	if s.argument != "" {
		msg.SetGenHeaderPreformatted("X-SMTPAPI", fmt.Sprintf(`{"unique_args":{%q:%q}}`, s.argument, m.ID))
	}
	from, err := address(m.FromName, m.From)
	if err != nil {
		return nil, err
	}
	to, err := address(m.ToName, m.To)
	if err != nil {
		return nil, err
	}
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if m.ReplyTo != "" {
		reply, err := address(m.FromName, m.ReplyTo)
		if err != nil {
			return nil, err
		}
		msg.ReplyToMailAddress(reply)
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// address returns somebody's address; it must be that and nothing else.
func address(name, bare string) (*mail.Address, error) {
	a, err := mail.ParseAddress(bare)
	if err != nil || a.Address != bare {
		return nil, errors.New("an address is none")
	}
	return &mail.Address{Name: name, Address: bare}, nil
}

// signInFirst is a refusal that operators put right, not one of the mail.
const signInFirst = 530

// addresses are what looks like one in the words of a server.
var addresses = regexp.MustCompile(`[^\s<>"',:;]+@[^\s<>"',:;]+`)

// discreet returns the words of an error in one line and without the addresses of people,
// for the log and for the queue, which keeps them.
func discreet(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op // where the server is, not what was to be said there
	}
	return bland(err.Error())
}

// bland returns words of a server in one line and without the addresses of people.
func bland(words string) string {
	text := strings.ReplaceAll(addresses.ReplaceAllString(words, "…"), "\x00", "")
	return strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "")
}

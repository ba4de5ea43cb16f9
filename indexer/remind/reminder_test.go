package remind_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/indexer/contact"
	"honglinh/indexer/custody"
	"honglinh/indexer/notify"
	"honglinh/indexer/remind"
)

// sent keeps what is mailed, and fails where it is told to.
type sent struct {
	got  []notify.Message
	fail error
}

func (s *sent) Send(_ context.Context, m notify.Message) error {
	if s.fail == nil {
		s.got = append(s.got, m)
	}
	return s.fail
}

// noReaders takes what is published nowhere.
type noReaders struct{}

func (noReaders) Proof(context.Context, string, map[string]string) (catalog.Record, error) {
	return catalog.Record{}, nil
}
func (noReaders) Publish(context.Context, string, map[string]string) error { return nil }
func (noReaders) Retract(context.Context, string, text.Text) error         { return nil }

type rig struct {
	*remind.Reminder
	store   private.Store
	post    *sent
	carrier *notify.Carrier
	now     time.Time
}

func open(t *testing.T) *rig {
	t.Helper()
	r := &rig{post: &sent{}, now: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)} // Tuesday, eight in Viet Nam
	clock := func() time.Time { return r.now }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	people, err := custody.New(t.Context(), custody.Options{Store: st, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	r.store = st
	r.Reminder = remind.New(remind.Options{Accounts: accounts.New(accounts.Options{Store: st, Now: clock}), Editions: editions.New(editions.Options{Store: st, Publisher: noReaders{}, Now: clock}),
		Enquiries: contact.New(contact.Options{People: people, Keep: time.Hour * 24 * 365, Now: clock}), Now: clock, Log: slog.New(slog.DiscardHandler),
		DeskURL: func(l text.Lang) string { return "https://honglinh.example/desk/" + string(l) + "/" }, MeURL: func(l text.Lang) string { return "https://honglinh.example/desk/" + string(l) + "/me" }})
	r.carrier = &notify.Carrier{Store: st, Senders: map[notify.Channel]notify.Sender{notify.Email: r.post}, Now: clock, Log: slog.New(slog.DiscardHandler)}
	return r
}

// add keeps an account with a mail address.
func (r *rig) add(t *testing.T, name string, role account.Role, quiet bool) account.Actor {
	t.Helper()
	g, err := account.NewGrant(role, "bac-hong-linh")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Accounts.Add(t.Context(), account.Account{Name: name, Grants: []account.Grant{g}}, accounts.Program); err != nil {
		t.Fatal(err)
	}
	if err := r.Accounts.Change(t.Context(), name, "self", func(a *account.Account) { a.Mail, a.Quiet = name+"@example.vn", quiet }); err != nil {
		t.Fatal(err)
	}
	return account.Actor{Name: name, Person: name, Grants: []account.Grant{g}}
}

// remind writes and carries, and returns to whom.
func (r *rig) remind(t *testing.T) string {
	t.Helper()
	r.post.got = nil
	if _, err := r.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := r.carrier.Carry(t.Context()); err != nil {
		t.Fatal(err)
	}
	var to []string
	for _, m := range r.post.got {
		to = append(to, m.To)
	}
	return strings.Join(to, " ")
}

func TestWhatWaitsIsWrittenOnceADay(t *testing.T) {
	r := open(t)
	writer := r.add(t, "lan", account.Contributor, false)
	r.add(t, "truong", account.UnitHead, false)
	r.add(t, "quiet", account.UnitHead, true)
	r.add(t, "bien", account.Editor, false)
	if got := r.remind(t); got != "" {
		t.Errorf("nothing waits, and mail goes to %s", got)
	}
	e, err := desk.New("article/a", "bac-hong-linh", nil, map[string]string{"title_vi": "A"}, writer, r.now)
	if err != nil {
		t.Fatal(err)
	}
	it, err := r.Editions.Begin(t.Context(), e, "contributor")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Editions.Do(t.Context(), it.ID, desk.Send, desk.With{}, writer, "contributor"); err != nil {
		t.Fatal(err)
	}
	if got := r.remind(t); got != "" {
		t.Errorf("today was over, and mail goes to %s", got)
	}
	r.now = r.now.AddDate(0, 0, 1).Add(-3 * time.Hour)
	if got := r.remind(t); got != "" {
		t.Errorf("at five in the morning mail goes to %s", got)
	}
	r.now = r.now.Add(3 * time.Hour)
	r.post.fail = context.DeadlineExceeded // the mail server is away
	r.remind(t)
	r.post.fail = nil
	r.now = r.now.Add(time.Hour)
	if got := r.remind(t); got != "truong@example.vn" {
		t.Errorf("mail goes to %s", got)
	}
	r.now = r.now.AddDate(0, 0, 3) // Saturday
	if got := r.remind(t); got != "" {
		t.Errorf("on a Saturday mail goes to %s", got)
	}
	r.now = r.now.AddDate(0, 0, 2)
	if got := r.remind(t); got != "truong@example.vn" {
		t.Errorf("mail goes to %q", got)
	}
	m := r.post.got[0]
	if m.ID != "desk-truong-2026-12-07" || !strings.Contains(m.Text, "1 bản chờ kiểm tra (bac-hong-linh)") || !strings.Contains(m.Text, "https://honglinh.example/desk/en/me") {
		t.Errorf("the mail is %+v", m)
	}
	if got := r.remind(t); got != "" {
		t.Errorf("the same day again, mail goes to %s", got)
	}
}

func TestMailThatWasNotCarriedIsTriedAgainWithItsID(t *testing.T) {
	r := open(t)
	r.add(t, "thu", account.Secretary, false)
	if _, _, err := r.Enquiries.(*contact.Desk).Ask(t.Context(), enquiry.Draft{Sort: enquiry.Question, Text: "Khu đất còn trống không?", Lang: text.VI}, ""); err != nil {
		t.Fatal(err)
	}
	r.post.fail = context.DeadlineExceeded
	r.remind(t)
	r.post.fail = nil
	r.now = r.now.Add(10 * time.Minute)
	if _, err := r.carrier.Carry(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(r.post.got) != 1 || r.post.got[0].ID != "desk-thu-2026-12-01" {
		t.Errorf("sent %+v", r.post.got)
	}
}

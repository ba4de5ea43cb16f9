package remind

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/indexer/contact"
	"honglinh/indexer/notify"
)

// Enquiries counts what readers asked.
type Enquiries interface {
	Count(ctx context.Context, l contact.List, most int) (int, error)
}

// Options of a Reminder; all are needed.
type Options struct {
	Accounts  *accounts.Keeper
	Editions  *editions.Keeper
	Enquiries Enquiries
	Calendar  enquiry.Calendar
	// DeskURL is the public address of the desk's first page, MeURL of the page where
	// somebody says that they want no mail.
	DeskURL, MeURL func(text.Lang) string
	Now            func() time.Time
	Log            *slog.Logger
}

// Reminder writes what waits for people.
type Reminder struct{ Options }

// New returns a reminder.
func New(o Options) *Reminder { return &Reminder{o} }

// morning is the hour in Viet Nam from which a day's mail is written, look how often it
// is looked for.
const (
	morning = 7
	look    = 5 * time.Minute
)

// most is up to what waiting things are counted.
const most = 1000

// reminded is the last day on which somebody was written to, or nothing waited.
type reminded struct {
	Account string       `json:"account"`
	Day     catalog.Date `json:"day"`
}

func days() private.Collection[reminded] {
	return private.Collection[reminded]{Name: "reminders", Subject: func(r reminded) string { return accounts.Subject(r.Account) }}
}

// Run writes the mail of each working day until ctx ends.
func (r *Reminder) Run(ctx context.Context) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if _, err := r.Remind(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn("reminders", "op", "remind", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Remind writes to each person for whom something waits, on the morning of a working
// day and once a day, and returns to how many. Repeated after a crash it writes to
// those who were not written to.
func (r *Reminder) Remind(ctx context.Context) (written int, err error) {
	now := r.Now().In(enquiry.Zone())
	if now.Hour() < morning || !r.Calendar.Working(now) {
		return 0, nil
	}
	people, err := r.Accounts.Accounts(ctx)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, a := range people {
		if a.Disabled || a.Quiet || a.Mail == "" {
			continue
		}
		sent, err := r.remind(ctx, a, catalog.Date(now.Format(time.DateOnly)))
		failed = errors.Join(failed, err)
		if sent {
			written++
		}
	}
	return written, failed
}

func (r *Reminder) remind(ctx context.Context, a account.Account, day catalog.Date) (sent bool, err error) {
	last, err := days().Find(ctx, r.Accounts.Store, a.Name)
	if err != nil && catalog.KindOf(err) != catalog.NotFound || err == nil && last.Value.Day >= day {
		return false, ignore(err)
	}
	waits, err := r.waits(ctx, a.Actor())
	if err != nil {
		return false, err
	}
	err = r.Accounts.Store.Write(ctx, func(tx private.Tx) error {
		sent = false
		it, err := days().Find(ctx, tx, a.Name)
		if err != nil && catalog.KindOf(err) != catalog.NotFound || err == nil && it.Value.Day >= day {
			return ignore(err)
		}
		it.ID, it.Value = a.Name, reminded{a.Name, day}
		if _, err := days().Save(ctx, tx, it); err != nil || len(waits) == 0 {
			return err
		}
		if err := notify.Put(ctx, tx, r.letter(a, day, waits)); err != nil {
			return err
		}
		sent = true
		_, err = tx.Append(ctx, private.Entry{Role: editions.Program, Action: "remind", Target: "account", Subject: accounts.Subject(a.Name)})
		return err
	})
	return sent && err == nil, err
}

// ignore drops that nothing was found.
func ignore(err error) error {
	if catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	return err
}

// wait is a list with how many things it has.
type wait struct {
	work desk.Work
	n    int
}

// waits are the lists in which somebody has to do something: what they only watch is
// left out.
func (r *Reminder) waits(ctx context.Context, who account.Actor) ([]wait, error) {
	var out []wait
	for _, work := range desk.WorkOf(who) {
		if _, told := says()[work.Wait]; !told || !desk.Asks(work, who) {
			continue
		}
		n, err := r.count(ctx, work, who)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, wait{work, n})
		}
	}
	return out, nil
}

func (r *Reminder) count(ctx context.Context, work desk.Work, who account.Actor) (int, error) {
	if !work.Enquiries() {
		return r.Editions.Count(ctx, work, who, most)
	}
	list := contact.List{Unit: work.Unit}
	if work.Wait == desk.WaitLate {
		list.Until = desk.Today(r.Now(), -1)
	}
	return r.Enquiries.Count(ctx, list, most)
}

// says is how mail calls what waits.
func says() map[desk.Wait]text.Text {
	return map[desk.Wait]text.Text{
		desk.WaitReturned: text.New("bản trả lại cho bạn", "returned to you"),
		desk.WaitMine:     text.New("bản bạn đã nhận biên tập", "that you took into editing"),
		desk.WaitSent:     text.New("bản chờ kiểm tra", "that wait to be checked"),
		desk.WaitChecked:  text.New("bản chờ nhận biên tập", "that wait to be taken into editing"),
		desk.WaitEditing:  text.New("bản chờ người thứ hai duyệt", "that wait for a second person"),
		desk.WaitApproved: text.New("bản đã duyệt, chờ xuất bản", "approved, that wait to be published"),
		desk.WaitLook:     text.New("sửa nhỏ chờ xem lại", "small corrections that wait for a second look"),
		desk.WaitDue:      text.New("mục đến hạn xác nhận trong bảy ngày", "due for confirmation within seven days"),
		desk.WaitOverdue:  text.New("mục quá hạn xác nhận", "overdue for confirmation"),
		desk.WaitEnquiry:  text.New("câu hỏi, báo sai chờ trả lời", "questions and reports that wait for an answer"),
		desk.WaitLate:     text.New("câu hỏi, báo sai quá hạn trả lời", "questions and reports that are overdue"),
		desk.WaitDrift:    text.New("mục có bản tiếng Anh chưa theo kịp", "whose English lags behind"),
	}
}

// letter is the mail of a day, in both languages: an account has none of its own.
func (r *Reminder) letter(a account.Account, day catalog.Date, waits []wait) notify.Message {
	sum := 0
	for _, w := range waits {
		sum += w.n
	}
	var b strings.Builder
	for i, l := range text.Langs() {
		if i > 0 {
			b.WriteString("\n— — —\n\n")
		}
		b.WriteString(text.New("Chờ bạn ở bàn biên tập hôm nay:\n", "Waiting for you at the desk today:\n")[l])
		for _, w := range waits {
			unit := ""
			if w.work.Unit != "" {
				unit = " (" + w.work.Unit + ")"
			}
			fmt.Fprintf(&b, "- %d %s%s\n", w.n, says()[w.work.Wait][l], unit)
		}
		b.WriteString("\n" + r.DeskURL(l) + "\n")
		b.WriteString(text.New("Không muốn nhận thư này nữa: ", "No more of these: ")[l] + r.MeURL(l) + "\n")
	}
	subject := fmt.Sprintf("Bàn biên tập: %d việc chờ bạn / %d things wait for you at the desk", sum, sum)
	return notify.Message{ID: "desk-" + a.Name + "-" + string(day), Channel: notify.Email, To: a.Mail, Subject: subject, Text: b.String(), Created: r.Now().UTC()}
}

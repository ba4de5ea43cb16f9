package commission

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// Reason is why something is commissioned. The set is closed.
type Reason string

// The reasons.
const (
	Thin  Reason = "thin"  // a section that has little
	Vain  Reason = "vain"  // readers searched for it in vain
	Event Reason = "event" // something that happens
)

// Reasons returns all reasons in the order they are listed to people.
func Reasons() []Reason { return []Reason{Thin, Vain, Event} }

// State is where a commission stands. The set is closed.
type State string

// The states.
const (
	Open      State = "open" // asked, not answered
	Accepted  State = "accepted"
	Declined  State = "declined"
	Delivered State = "delivered"
	Withdrawn State = "withdrawn" // by who asked
)

// States returns all states in order.
func States() []State { return []State{Open, Accepted, Declined, Delivered, Withdrawn} }

// Waits reports whether somebody has still to do something.
func (s State) Waits() bool { return s == Open || s == Accepted }

// Commission asks a unit or a person for something to publish.
type Commission struct {
	Topic  string `json:"topic"`
	Reason Reason `json:"reason"`
	// Detail says more: the words that were searched, the section, the event.
	Detail string `json:"detail,omitempty"`
	// Unit and Person (an account) are asked; one of them may be "".
	Unit   string       `json:"unit,omitempty"`
	Person string       `json:"person,omitempty"`
	Due    catalog.Date `json:"due"`
	// Fee is the class of the fee, a genre of the rates of royalties; "" for none.
	Fee   string `json:"fee,omitempty"`
	State State  `json:"state"`
	By    string `json:"by"` // who asked
	// Editions of the desk and records came of it.
	Editions []string `json:"editions,omitempty"`
	Records  []string `json:"records,omitempty"`
	Steps    []Step   `json:"steps"`
}

// Step is one thing that happened to a commission.
type Step struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Act  Act       `json:"act"`
	To   State     `json:"to"`
	Why  string    `json:"why,omitempty"`
	What string    `json:"what,omitempty"` // the edition or record that was linked
}

// Bounds of a commission. Two pages say what is wanted; more than two years ahead
// is a slip of the keyboard; one request seldom brings more than a series.
const (
	maxTopic  = 300
	maxDetail = 4000
	maxFee    = 100
	maxAhead  = 2 * 366 * 24 * time.Hour
	maxLinks  = 50
	maxSteps  = 200
)

var (
	unitName   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	personName = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,39}$`)
)

func bad(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }

// zone is the time of Viet Nam, whose days the due date counts.
func zone() *time.Location { return time.FixedZone("UTC+7", 7*60*60) }

func today(now time.Time) string { return now.In(zone()).Format(time.DateOnly) }

// New returns a commission that somebody asks for now. Fault: Invalid, with the
// field in Where.
func New(c Commission, who account.Actor, now time.Time) (Commission, error) {
	c.Topic, c.Detail, c.Fee = strings.TrimSpace(c.Topic), strings.TrimSpace(c.Detail), strings.TrimSpace(c.Fee)
	day, err := catalog.ParseDate(string(c.Due))
	switch {
	case !who.Has(account.Secretary, account.Head):
		return c, bad("role", "Thư ký hoặc trưởng ban đặt bài.", "The secretary or the head of the board commissions.")
	case c.Topic == "" || len(c.Topic) > maxTopic:
		return c, bad("topic", "Chủ đề có từ 1 đến 300 byte.", "The topic has 1 to 300 bytes.")
	case !slices.Contains(Reasons(), c.Reason):
		return c, bad("reason", "Hãy chọn lý do: mục còn mỏng, tìm không thấy, hoặc sự kiện.", "Choose the reason: a thin section, searched in vain, or an event.")
	case len(c.Detail) > maxDetail || len(c.Fee) > maxFee:
		return c, bad("detail", "Phần giải thích nhiều nhất 4.000 byte, loại nhuận bút 100 byte.", "The explanation has at most 4,000 bytes, the class of the fee 100.")
	case c.Unit == "" && c.Person == "":
		return c, bad("unit", "Hãy ghi đơn vị hoặc người được đặt bài.", "Name the unit or the person who is asked.")
	case c.Unit != "" && !unitName.MatchString(c.Unit):
		return c, bad("unit", "Đơn vị viết bằng chữ thường, số và dấu '-', như bac-hong-linh.", "A unit has lower-case letters, digits and '-', such as bac-hong-linh.")
	case c.Person != "" && !personName.MatchString(c.Person):
		return c, bad("person", "Người được đặt bài ghi bằng tên tài khoản.", "The person is written as the name of the account.")
	case err != nil || len(day) != len("2026-01-01"):
		return c, bad("due", "Hãy ghi hạn như 2026-12-31.", "Write the due date as 2026-12-31.")
	case string(day) < today(now):
		return c, bad("due", "Hạn đã qua.", "The due date has passed.")
	case day.Start().After(now.Add(maxAhead)):
		return c, bad("due", "Hạn xa quá hai năm.", "The due date is more than two years ahead.")
	}
	return Commission{Topic: c.Topic, Reason: c.Reason, Detail: c.Detail, Unit: c.Unit, Person: c.Person, Due: day, Fee: c.Fee, State: Open, By: who.Name,
		Steps: []Step{{At: now, By: who.Name, Act: Ask, To: Open}}}, nil
}

// For reports whether the actor is who is asked.
func (c *Commission) For(who account.Actor) bool {
	return c.Person != "" && who.Name == c.Person || c.Unit != "" && (who.In(account.Contributor, c.Unit) || who.In(account.UnitHead, c.Unit))
}

// MayRead reports whether the actor sees the commission: who is asked and the board.
func (c *Commission) MayRead(who account.Actor) bool { return who.Board() || c.For(who) }

// Late reports whether it waits after its day, or was delivered after it. Days are
// those of Viet Nam.
func (c *Commission) Late(now time.Time) bool {
	if c.State == Delivered {
		now = c.Steps[len(c.Steps)-1].At
		for _, s := range slices.Backward(c.Steps) {
			if s.Act == Deliver {
				now = s.At
				break
			}
		}
	}
	return (c.State.Waits() || c.State == Delivered) && today(now) > string(c.Due)
}

package handover

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// Step is who has a hand-over. The set is closed.
type Step string

// The steps, in order.
const (
	Owner     Step = "owner" // the office that owns the procedure edits it
	ISO       Step = "iso"
	Secretary Step = "secretary"
	Published Step = "published"
)

// Steps returns all steps in order.
func Steps() []Step { return []Step{Owner, ISO, Secretary, Published} }

// Does is what a decision does to procedures. The set is closed.
type Does string

// What a decision does.
const (
	Issues   Does = "issues"
	Amends   Does = "amends" // amends or replaces
	Abolish  Does = "abolishes"
	maxTitle      = 500
)

// Doing returns all that a decision may do, in the order they are listed to people.
func Doing() []Does { return []Does{Issues, Amends, Abolish} }

// Handover is what a decision of the province brings, on its way to readers.
type Handover struct {
	Number    string       `json:"number"`
	Title     string       `json:"title"`
	Does      Does         `json:"does"`
	Signed    catalog.Date `json:"signed"`
	Effective catalog.Date `json:"effective"`
	URL       string       `json:"url,omitempty"`
	// Office is the unit that owns the procedures.
	Office string `json:"office"`
	Step   Step   `json:"step"`
	// Editions carry what the decision changes; Records are what else it concerns, such
	// as procedures that it abolishes.
	Editions []string  `json:"editions,omitempty"`
	Records  []string  `json:"records,omitempty"`
	Passages []Passage `json:"passages"`
	// Posted is when the last of the editions reached readers, known once Step is
	// Published.
	Posted time.Time `json:"posted,omitzero"`
}

// Passage is one time that a hand-over went from hand to hand.
type Passage struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	From Step      `json:"from,omitempty"` // "" where it was opened
	To   Step      `json:"to"`
	Why  string    `json:"why,omitempty"`
}

// Bounds: a decision publishes lists of up to some hundred procedures, which come as
// records; over a hundred passages is a machine gone wrong.
const (
	maxNumber   = 100
	maxLinks    = 500
	maxPassages = 100
	maxWhy      = 4000
)

var (
	office  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	decided = regexp.MustCompile(`^\d+[\p{L}\p{N}./ -]*$`)
	address = regexp.MustCompile(`^https?://[^\s"<>]{1,1000}$`)
)

func bad(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }

// day reads a whole day.
func day(d catalog.Date) (catalog.Date, bool) {
	parsed, err := catalog.ParseDate(string(d))
	return parsed, err == nil && len(parsed) == len("2026-01-01")
}

// Open returns the hand-over of a decision. Fault: Invalid, with the field in Where.
func Open(h Handover, who account.Actor, now time.Time) (Handover, error) {
	h.Number, h.Title, h.URL = strings.TrimSpace(h.Number), strings.TrimSpace(h.Title), strings.TrimSpace(h.URL)
	signed, ok := day(h.Signed)
	effective, ok2 := day(h.Effective)
	switch {
	case !who.Has(account.ISO, account.Secretary):
		return h, bad("role", "Thư ký ISO hoặc thư ký ban biên tập mở việc bàn giao.", "The ISO secretary or the board secretary opens a hand-over.")
	case len(h.Number) > maxNumber || !decided.MatchString(h.Number):
		return h, bad("number", "Hãy ghi số quyết định như 1234/QĐ-UBND.", "Write the number of the decision as 1234/QĐ-UBND.")
	case h.Title == "" || len(h.Title) > maxTitle:
		return h, bad("title", "Trích yếu có từ 1 đến 500 byte.", "The subject has 1 to 500 bytes.")
	case !slices.Contains(Doing(), h.Does):
		return h, bad("does", "Hãy chọn: ban hành, sửa đổi, hay bãi bỏ.", "Choose: issues, amends or abolishes.")
	case !ok:
		return h, bad("signed", "Hãy ghi ngày ký như 2026-12-01.", "Write the day of signing as 2026-12-01.")
	case string(signed) > now.In(zone()).Format(time.DateOnly):
		return h, bad("signed", "Ngày ký ở tương lai.", "The day of signing lies ahead.")
	case !ok2:
		return h, bad("effective", "Hãy ghi ngày có hiệu lực như 2026-12-10.", "Write the day of effect as 2026-12-10.")
	case h.URL != "" && !address.MatchString(h.URL):
		return h, bad("url", "Địa chỉ văn bản bắt đầu bằng http:// hoặc https://.", "The address of the decision begins with http:// or https://.")
	case !office.MatchString(h.Office):
		return h, bad("office", "Hãy ghi đơn vị chủ trì, như bac-hong-linh.", "Name the office that owns the procedures, such as bac-hong-linh.")
	}
	h.Signed, h.Effective = signed, effective
	h.Step, h.Editions, h.Records, h.Posted = Owner, nil, nil, time.Time{}
	h.Passages = []Passage{{At: now, By: who.Name, To: Owner}}
	return h, nil
}

// MayRead reports whether the actor sees the hand-over: the owning office and the board.
func (h *Handover) MayRead(who account.Actor) bool { return who.Board() || h.owns(who) }

func (h *Handover) owns(who account.Actor) bool {
	return who.In(account.Contributor, h.Office) || who.In(account.UnitHead, h.Office)
}

// MayPass reports whether the actor is who has it now. The ISO secretary may act for an
// office that cannot; Pass asks for the reason.
func (h *Handover) MayPass(who account.Actor) bool {
	switch h.Step {
	case Owner:
		return h.owns(who) || who.Has(account.ISO)
	case ISO:
		return who.Has(account.ISO)
	case Secretary:
		return who.Has(account.Secretary)
	}
	return false
}

// Pass hands it on. posted is when the last of its editions reached readers, zero as
// long as one has not: the last passage notes it. Fault: Invalid.
func (h *Handover) Pass(why string, posted time.Time, who account.Actor, now time.Time) error {
	why = strings.TrimSpace(why)
	switch {
	case !h.MayPass(who):
		return bad("role", "Việc này đang ở tay người khác.", "It is in somebody else's hands.")
	case len(why) > maxWhy:
		return bad("why", "Ghi chú dài quá 4.000 byte.", "The note is longer than 4,000 bytes.")
	case h.Step == Owner && !h.owns(who) && why == "":
		return bad("why", "Chuyển thay cho đơn vị chủ trì: hãy ghi lý do.", "Acting for the owning office: say why.")
	case h.Step != Owner && len(h.Editions) == 0:
		return bad("edition", "Hãy gắn bản thảo của thủ tục trước khi chuyển.", "Link the drafts of the procedures before it goes on.")
	case h.Step == Secretary && posted.IsZero():
		return bad("edition", "Còn bản thảo chưa xuất bản; hãy xuất bản đủ rồi khép lại.", "A draft has not been published; publish all of them, then close it.")
	case len(h.Passages) >= maxPassages:
		return bad("passages", "Việc này đã chuyển quá 100 lần.", "It has gone from hand to hand over 100 times.")
	}
	next := Steps()[slices.Index(Steps(), h.Step)+1]
	if next == Published {
		h.Posted = posted
	}
	h.move(next, why, who, now)
	return nil
}

// Back returns it to the step before, with a reason. Fault: Invalid.
func (h *Handover) Back(why string, who account.Actor, now time.Time) error {
	why = strings.TrimSpace(why)
	switch {
	case h.Step == Owner || !h.MayPass(who) || len(h.Passages) >= maxPassages:
		return bad("role", "Không trả lại được ở bước này.", "It cannot be returned from here.")
	case why == "" || len(why) > maxWhy:
		return bad("why", "Hãy ghi lý do trả lại, nhiều nhất 4.000 byte.", "Say why it goes back, in at most 4,000 bytes.")
	}
	h.move(Steps()[slices.Index(Steps(), h.Step)-1], why, who, now)
	return nil
}

func (h *Handover) move(to Step, why string, who account.Actor, now time.Time) {
	h.Passages = append(slices.Clone(h.Passages), Passage{At: now, By: who.Name, From: h.Step, To: to, Why: why})
	h.Step = to
}

// Attach links an edition or, where that is "", a record that the decision concerns.
// Fault: Invalid.
func (h *Handover) Attach(edition, record string, who account.Actor) error {
	switch {
	case !h.MayRead(who):
		return bad("role", "Việc này không của đơn vị bạn.", "It is not of your unit.")
	case h.Step == Published:
		return bad("state", "Việc này đã khép lại.", "It is closed.")
	case edition == "" && catalog.CheckID(record) != nil:
		return bad("what", "Hãy ghi số bản thảo, hoặc mã hay địa chỉ trang của bản ghi.", "Write the number of the draft, or the id or address of the record.")
	case len(h.Editions)+len(h.Records) >= maxLinks:
		return bad("what", "Một quyết định gắn nhiều nhất 500 mục.", "A decision has at most 500 links.")
	case edition != "" && !slices.Contains(h.Editions, edition):
		h.Editions = append(slices.Clone(h.Editions), edition)
	case edition == "" && !slices.Contains(h.Records, record):
		h.Records = append(slices.Clone(h.Records), record)
	}
	return nil
}

// Stay is how long a hand-over was with somebody.
type Stay struct {
	Passage
	Until time.Time // zero for who has it now
	Took  time.Duration
}

// Stays tell each step: who got it when, and how long it stayed there.
func (h *Handover) Stays(now time.Time) []Stay {
	var out []Stay
	for i, p := range h.Passages {
		s := Stay{Passage: p, Took: now.Sub(p.At)}
		if i+1 < len(h.Passages) {
			s.Until = h.Passages[i+1].At
			s.Took = s.Until.Sub(p.At)
		}
		if p.To == Published {
			s.Took = 0
		}
		out = append(out, s)
	}
	return out
}

package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/profile"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Act is what moves an edition on. The set is closed.
type Act string

// The acts.
const (
	Send      Act = "send"
	Check     Act = "check"
	Take      Act = "take"
	Return    Act = "return"
	Approve   Act = "approve"
	Schedule  Act = "schedule"
	Publish   Act = "publish"
	Small     Act = "small" // publish a small correction, to be looked at later
	LookAgain Act = "look"
	Withdraw  Act = "withdraw"
	Supersede Act = "supersede"
	Discard   Act = "discard"
)

// ActRow says of an act who may do it, from where and how.
type ActRow struct {
	Act   Act
	Label text.Text
	From  []State
	To    State // "" stays where it is
	Roles []account.Role
	// Why says that a reason is asked: of a return by the colleagues, of the others
	// by readers.
	Why bool
	// Note says that readers may be told what changed.
	Note bool
	// Other says that nobody does it who wrote or changed the edition; Paired that
	// this holds for the kinds that take two people.
	Other, Paired bool
}

// Acts returns all acts, in the order in which they are offered.
func Acts() []ActRow {
	board := []account.Role{account.Editor, account.Secretary, account.ISO}
	return []ActRow{
		{Act: Send, Label: text.New("Gửi", "Send"), From: []State{Draft, Returned}, To: Sent, Roles: append([]account.Role{account.Contributor, account.UnitHead}, board...)},
		{Act: Check, Label: text.New("Đơn vị đã kiểm tra", "Checked by the unit"), From: []State{Sent}, To: Checked, Roles: []account.Role{account.UnitHead}, Other: true},
		{Act: Take, Label: text.New("Nhận biên tập", "Take into editing"), From: []State{Sent, Checked}, To: Editing, Roles: board},
		{Act: Approve, Label: text.New("Duyệt", "Approve"), From: []State{Editing}, To: Approved, Roles: []account.Role{account.Editor, account.Secretary, account.Head}, Paired: true},
		{Act: Publish, Label: text.New("Xuất bản ngay", "Publish now"), From: []State{Approved, Scheduled}, To: Published, Roles: []account.Role{account.Secretary, account.Head}, Note: true, Paired: true},
		{Act: Schedule, Label: text.New("Hẹn giờ xuất bản", "Schedule"), From: []State{Approved}, To: Scheduled, Roles: []account.Role{account.Secretary, account.Head}, Note: true, Paired: true},
		{Act: Small, Label: text.New("Xuất bản sửa nhỏ", "Publish a small correction"), From: []State{Draft, Editing}, To: Published, Roles: []account.Role{account.Editor, account.Secretary}, Why: true},
		{Act: LookAgain, Label: text.New("Đã xem lại, đúng", "Looked at again, right"), From: []State{Published}, Roles: []account.Role{account.Editor, account.Secretary, account.Head, account.ISO}, Other: true},
		{Act: Return, Label: text.New("Trả lại", "Return"), From: []State{Sent, Checked, Editing, Approved, Scheduled}, To: Returned,
			Roles: []account.Role{account.UnitHead, account.Editor, account.Secretary, account.Head, account.ISO}, Why: true},
		{Act: Withdraw, Label: text.New("Rút khỏi công bố", "Withdraw"), From: []State{Published}, To: Withdrawn, Roles: []account.Role{account.Secretary, account.Head}, Why: true},
		{Act: Supersede, Label: text.New("Đã được thay thế", "Superseded"), From: []State{Published}, To: Superseded, Roles: []account.Role{account.Secretary, account.ISO}, Why: true},
		{Act: Discard, Label: text.New("Bỏ bản nháp", "Discard"), From: []State{Draft, Returned}, To: Discarded, Roles: append([]account.Role{account.Contributor, account.UnitHead}, board...)},
	}
}

// Row returns what is known of the act; the zero row for none of them.
func (a Act) Row() ActRow {
	for _, row := range Acts() {
		if row.Act == a {
			return row
		}
	}
	return ActRow{}
}

// With is what an act is done with.
type With struct {
	Why string
	// WhyEN is the reason for readers of English; it may follow.
	WhyEN string
	At    time.Time // Schedule
	Until time.Time // Schedule, Publish: when it is to end; zero for never
	// Due is the end of the next working day, for the second look.
	Due time.Time
}

// maxWhy bounds a reason in bytes: a page.
const maxWhy = 4000

// Allows returns nil if the actor may do the act to the edition now, else why not
// (Invalid).
func (e *Edition) Allows(act Act, who account.Actor) error {
	row := act.Row()
	switch {
	case row.Act == "":
		return no("act", "Không có việc này.", "There is no such act.")
	case !slices.Contains(row.From, e.State):
		return no("state", fmt.Sprintf("Bản này đang ở trạng thái “%s”.", e.State.Row().Label[text.VI]), fmt.Sprintf("The edition is in the state “%s”.", e.State.Row().Label[text.EN]))
	case !slices.ContainsFunc(row.Roles, func(r account.Role) bool { return who.In(r, e.Unit) }):
		return no("role", "Vai trò của bạn không làm được việc này với bản này.", "Your role may not do this to this edition.")
	case (row.Other || row.Paired && TwoPeople(e.Kind)) && e.Wrote(who.Name):
		return no("role", "Cần hai người: bạn đã viết hoặc sửa bản này nên người khác phải làm việc này.", "It takes two people: you wrote or changed this edition, so somebody else has to do this.")
	}
	return e.special(act, who)
}

// special are the conditions that one act has.
func (e *Edition) special(act Act, who account.Actor) error {
	switch act {
	case Approve, Publish, Schedule, Small:
		if err := e.consented(); err != nil {
			return err
		}
		fallthrough
	case Send:
		if err := profile.Check(e.Fields["attr."+profile.Attribute]); err != nil {
			return err
		}
	}
	switch act {
	case Take:
		if e.State == Sent && e.Unit != "" && !who.Has(account.Secretary) {
			return no("state", "Phụ trách đơn vị chưa kiểm tra; chỉ thư ký nhận được trước.", "The unit head has not checked it; only the secretary takes it before.")
		}
	case Return:
		if e.State != Sent && !who.Has(account.Editor, account.Secretary, account.Head, account.ISO) {
			return no("role", "Ban biên tập đã nhận bản này.", "The board has taken this edition.")
		}
	case Small:
		return e.small()
	case Supersede:
		if e.Kind == vocab.Dataset {
			return no("act", "Sửa đổi của bảng không có bản thay thế; hãy rút, hoặc sửa tiếp.", "Changes of a table are superseded by none; withdraw them, or change on.")
		}
	case LookAgain:
		if e.Look == nil || e.Look.By != "" {
			return no("look", "Bản này không chờ xem lại.", "The edition waits for no second look.")
		}
	case Publish:
		if e.Pending {
			return no("state", "Bản này đang được xuất bản.", "The edition is being published.")
		}
	}
	return nil
}

func no(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }

// Do moves the edition on, or says why not (Invalid). The edition is changed only
// if nil is returned.
func (e *Edition) Do(act Act, who account.Actor, with With, now time.Time) error {
	if err := e.Allows(act, who); err != nil {
		return err
	}
	row := act.Row()
	with.Why = strings.TrimSpace(with.Why)
	switch {
	case row.Why && with.Why == "":
		return no("why", "Hãy ghi lý do.", "Say why.")
	case len(with.Why) > maxWhy || len(with.WhyEN) > maxWhy:
		return no("why", "Lý do dài quá 4.000 byte.", "The reason is longer than 4,000 bytes.")
	case act == Schedule && !with.At.After(now):
		return no("at", "Giờ xuất bản phải ở sau lúc này.", "The time to publish must lie ahead.")
	case !with.Until.IsZero() && !with.Until.After(later(with.At, now)):
		return no("until", "Giờ kết thúc phải ở sau giờ xuất bản.", "The end must come after the publication.")
	}
	step := Step{At: now, By: who.Name, Act: act, From: e.State, To: row.To, Why: with.Why}
	if step.To == "" {
		step.To = e.State
	}
	switch act {
	case Take:
		e.Assigned = who.Name
	case Schedule:
		e.At, e.Until = with.At, with.Until
		e.tell(with)
	case Publish:
		e.Until, e.Pending = later(with.Until, e.Until), true
		e.tell(with)
	case Small:
		e.Note, e.Look, e.Pending = text.New(with.Why, with.WhyEN), &Look{Due: with.Due}, true
	case Withdraw, Supersede:
		e.Note, e.Pending = text.New(with.Why, with.WhyEN), true
	case LookAgain:
		e.Look = &Look{Due: e.Look.Due, By: who.Name, At: now}
	}
	e.State, e.Modified = step.To, now
	e.Steps = append(slices.Clone(e.Steps), step)
	return nil
}

// tell keeps what readers are to be told of a change; what was said when it was scheduled
// stays where nothing else is said.
func (e *Edition) tell(with With) {
	if with.Why != "" {
		e.Note = text.New(with.Why, with.WhyEN)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Offered are the acts that the actor may do to the edition now.
func (e *Edition) Offered(who account.Actor) []ActRow {
	var out []ActRow
	for _, row := range Acts() {
		if e.Allows(row.Act, who) == nil {
			out = append(out, row)
		}
	}
	return out
}

// MayRead reports whether the actor sees the edition: the unit's own and the board.
func (e *Edition) MayRead(who account.Actor) bool {
	return who.Board() || e.Unit != "" && (who.In(account.Contributor, e.Unit) || who.In(account.UnitHead, e.Unit))
}

// MayWrite reports whether the actor may change the content now. To change what was
// approved takes the approval away.
func (e *Edition) MayWrite(who account.Actor) bool {
	if !e.MayRead(who) || e.Pending {
		return false
	}
	switch e.State {
	case Draft, Returned:
		return true
	case Sent:
		return who.In(account.UnitHead, e.Unit) || who.Has(account.Secretary)
	case Editing, Approved, Scheduled:
		return who.Board()
	}
	return false
}

// Write gives the edition the content that somebody made of the revision rev. What
// somebody else changed meanwhile is merged; where both changed the same field it
// returns the conflicts and changes nothing. Faults: Invalid for who may not,
// TooLarge.
func (e *Edition) Write(rev int, mine map[string]string, who account.Actor, now time.Time) ([]Conflict, error) {
	if !e.MayWrite(who) {
		return nil, no("state", "Bạn không sửa được bản này ở trạng thái hiện nay.", "You may not change this edition in its present state.")
	}
	was, known := e.AtRev(rev)
	if !known {
		was = map[string]string{} // too old: what differs is for a person to decide
	}
	tidy(mine)
	merged, conflicts := Merge(was, e.Fields, mine)
	if len(conflicts) > 0 {
		return conflicts, nil
	}
	before := e.Rev
	if err := e.write(merged, who.Name, now); err != nil {
		return nil, err
	}
	if e.Rev != before && (e.State == Approved || e.State == Scheduled) {
		e.Steps = append(slices.Clone(e.Steps), Step{At: now, By: who.Name, Act: Take, From: e.State, To: Editing})
		e.State, e.At = Editing, time.Time{}
	}
	return nil, nil
}

// Autosave writes what a form saved by itself, as Write does.
func (e *Edition) Autosave(rev int, mine map[string]string, who account.Actor, now time.Time) ([]Conflict, error) {
	before := e.Rev
	conflicts, err := e.Write(rev, mine, who, now)
	if err == nil && e.Rev > before {
		e.autosaved()
	}
	return conflicts, err
}

// Remark adds a comment. Fault: Invalid.
func (e *Edition) Remark(field, words string, who account.Actor, now time.Time) error {
	words = strings.TrimSpace(words)
	if words == "" || len(words) > maxWhy || len(e.Comments) >= maxComments {
		return no("text", "Góp ý có từ 1 đến 4.000 byte, mỗi bản nhiều nhất 200 góp ý.", "A comment has 1 to 4,000 bytes, an edition at most 200 of them.")
	}
	if !e.MayRead(who) {
		return no("role", "Bản này không phải của đơn vị bạn.", "The edition is not of your unit.")
	}
	e.Comments = append(slices.Clone(e.Comments), Comment{now, who.Name, field, words})
	return nil
}

const maxComments = 200

// New begins an edition. base is what readers have of the record, nil for a new
// one; without fields it begins as the base. Faults: Invalid, TooLarge.
func New(record string, unit string, base, fields map[string]string, who account.Actor, now time.Time) (Edition, error) {
	kind, _, ok := catalog.SplitID(record)
	switch {
	case !ok:
		return Edition{}, catalog.CheckID(record)
	case kind != vocab.Dataset && !slices.Contains(Kinds(), kind):
		return Edition{}, no("kind", "Loại này không soạn ở bàn biên tập.", "This kind is not written at the desk.")
	case unit != "" && !who.Board() && !slices.Contains(who.Units(), unit):
		return Edition{}, no("unit", "Bạn không thuộc đơn vị này.", "You are not of this unit.")
	case unit == "" && !who.Board():
		return Edition{}, no("unit", "Hãy chọn đơn vị của bạn.", "Choose your unit.")
	}
	e := Edition{Record: record, Kind: kind, Unit: unit, State: Draft, Base: base, Fields: map[string]string{}, Created: now, Modified: now}
	maps.Copy(e.Fields, base)
	if fields == nil {
		fields = maps.Clone(e.Fields)
	}
	tidy(fields)
	if err := e.write(fields, who.Name, now); err != nil {
		return Edition{}, err
	}
	e.wrote(who.Name)
	return e, nil
}

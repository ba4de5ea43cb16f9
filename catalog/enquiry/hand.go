package enquiry

import (
	"slices"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// Hand is how an enquiry went from one unit to another; "" is the board.
type Hand struct {
	At   time.Time `json:"at"`
	From string    `json:"from"`
	To   string    `json:"to"`
	Why  string    `json:"why,omitempty"`
}

// Bounds of handing over: who hands on an enquiry more often than this should answer
// it, and a reason is some lines.
const (
	maxHands = 20
	maxWhy   = 1000 // bytes
)

// MayRead reports whether somebody at the desk sees the enquiry: the unit that it
// concerns, and the board.
func (e *Enquiry) MayRead(who account.Actor) bool {
	return who.Board() || e.Unit != "" && (who.In(account.Contributor, e.Unit) || who.In(account.UnitHead, e.Unit))
}

// MayAnswer reports whether somebody at the desk answers it in the name of the unit or
// the board.
func (e *Enquiry) MayAnswer(who account.Actor) bool {
	return who.Has(account.Editor, account.Secretary, account.ISO) || e.Unit != "" && who.In(account.UnitHead, e.Unit)
}

// Give hands the enquiry to a unit, "" for the board. A unit head gives it back to the
// board, which knows whose it is; the day by which it is due stays. Fault: Invalid.
func (e *Enquiry) Give(to, why string, who account.Actor, now time.Time) error {
	switch {
	case !e.MayAnswer(who) || to != "" && !who.Has(account.Editor, account.Secretary, account.ISO):
		return catalog.NewFault(catalog.Invalid, "unit", "Đơn vị trả câu hỏi về ban biên tập; ban biên tập chuyển cho đơn vị khác.", "A unit gives an enquiry back to the board, which hands it to another.")
	case !e.Answered.IsZero():
		return catalog.NewFault(catalog.Invalid, "unit", "Câu hỏi đã được trả lời.", "The enquiry was answered.")
	case to == e.Unit:
		return catalog.NewFault(catalog.Invalid, "unit", "Câu hỏi đang ở đơn vị này rồi.", "The enquiry is with this unit already.")
	case why == "" || len(why) > maxWhy:
		return catalog.NewFault(catalog.Invalid, "why", "Hãy ghi lý do chuyển, nhiều nhất 1.000 byte.", "Say why it is handed over, in at most 1,000 bytes.")
	case len(e.Hands) >= maxHands:
		return catalog.NewFault(catalog.Invalid, "unit", "Câu hỏi đã được chuyển 20 lần; hãy trả lời.", "The enquiry was handed over 20 times; please answer it.")
	}
	e.Hands = append(slices.Clone(e.Hands), Hand{At: now, From: e.Unit, To: to, Why: why})
	e.Unit = to
	return nil
}

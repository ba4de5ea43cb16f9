package desk

import (
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// Group is whose a work list is.
type Group string

// The groups, in the order in which they are shown.
const (
	Mine   Group = "mine"
	OfUnit Group = "unit"
	Board  Group = "board"
)

// Wait is what the editions of a work list wait for. The set is closed.
type Wait string

// What editions wait for. Those of a unit or the board go by its name in Work.Unit.
const (
	WaitDraft     Wait = "draft"
	WaitReturned  Wait = "returned"
	WaitSent      Wait = "sent"
	WaitChecked   Wait = "checked"
	WaitEditing   Wait = "editing" // for a second person
	WaitApproved  Wait = "approved"
	WaitScheduled Wait = "scheduled"
	WaitMine      Wait = "assigned" // I took it into editing
	WaitLook      Wait = "look"
	WaitDue       Wait = "due"     // for confirmation within the week
	WaitOverdue   Wait = "overdue" // for confirmation
	WaitDrift     Wait = "drift"   // the English lags
	WaitEnquiry   Wait = "enquiries"
	WaitLate      Wait = "late" // enquiries that are overdue
)

// Work is one work list.
type Work struct {
	Group Group
	Wait  Wait
	// Unit is whose list it is in the group of units.
	Unit string
}

// Name is how texts and addresses call it: "unit.due".
func (w Work) Name() string { return string(w.Group) + "." + string(w.Wait) }

// Confirms reports whether the list is of records that wait for a confirmation.
func (w Work) Confirms() bool { return w.Wait == WaitDue || w.Wait == WaitOverdue }

// Enquiries reports whether the list is of enquiries, and not of editions.
func (w Work) Enquiries() bool { return w.Wait == WaitEnquiry || w.Wait == WaitLate }

// WorkOf returns the work lists that somebody has: their own, those of the units they
// are of, the board's.
func WorkOf(who account.Actor) []Work {
	var out []Work
	if who.Has(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.Head, account.ISO) {
		for _, wait := range []Wait{WaitReturned, WaitDraft, WaitMine, WaitSent, WaitChecked, WaitEditing} {
			out = append(out, Work{Mine, wait, ""})
		}
	}
	for _, unit := range who.Units() {
		for _, wait := range []Wait{WaitLate, WaitEnquiry, WaitSent, WaitReturned, WaitOverdue, WaitDue, WaitDrift} {
			out = append(out, Work{OfUnit, wait, unit})
		}
	}
	if who.Board() {
		for _, wait := range []Wait{WaitLook, WaitLate, WaitEnquiry, WaitSent, WaitChecked, WaitEditing, WaitApproved, WaitScheduled, WaitOverdue, WaitDue, WaitDrift} {
			out = append(out, Work{Board, wait, ""})
		}
	}
	return out
}

// Asks reports whether somebody has to do something about a list, and does not only
// watch it: a contributor sends and does not check, who assigned themselves edits.
func Asks(w Work, who account.Actor) bool {
	switch w.Group {
	case Mine:
		return w.Wait == WaitReturned || w.Wait == WaitMine
	case OfUnit:
		return w.Wait != WaitReturned && who.In(account.UnitHead, w.Unit)
	}
	switch w.Wait {
	case WaitEnquiry, WaitLate, WaitChecked, WaitLook, WaitDrift:
		return who.Has(account.Editor, account.Secretary, account.ISO)
	case WaitEditing:
		return who.Has(account.Secretary, account.Head)
	case WaitApproved, WaitSent, WaitDue, WaitOverdue:
		return who.Has(account.Secretary)
	}
	return false
}

// DueSoon is how far ahead a confirmation that comes due is listed.
const DueSoon = 7

// Today is the day at an instant in Viet Nam, n days on.
func Today(now time.Time, n int) catalog.Date {
	return catalog.Date(now.In(time.FixedZone("UTC+7", 7*60*60)).AddDate(0, 0, n).Format(time.DateOnly))
}

// ReviewDay is the day by whose end a published edition is to be confirmed, "" for
// none: a month or a year ends with its last day.
func (e *Edition) ReviewDay() catalog.Date {
	due := catalog.Date(e.Fields["review_due"])
	if e.State != Published || due == "" || due.End().IsZero() {
		return ""
	}
	return catalog.Date(due.End().Format(time.DateOnly))
}

// Drifts reports whether readers have an English text that did not follow a change of
// the Vietnamese.
func (e *Edition) Drifts() bool {
	if e.State != Published {
		return false
	}
	for name, v := range e.Fields {
		if v != "" && len(name) > len(StalePrefix) && name[:len(StalePrefix)] == StalePrefix {
			return true
		}
	}
	return false
}

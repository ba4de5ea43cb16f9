package handover

import (
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
)

// Rule is a clock that the law sets.
type Rule struct {
	Code string
	// Says is the rule in words, Source where it stands.
	Says, Source text.Text
}

// The codes of the rules.
const (
	Posting = "posting" // from signing to readers
	Notice  = "notice"  // from signing to effect
)

// postingDays are working days from signing by whose end a decision is posted,
// noticeDays the days between signing and effect: both of Decree 63/2010/NĐ-CP, art. 24
// as amended, as the editorial board of the former portal worked by them. We did not
// read the act itself; who operates the catalogue checks it.
const (
	postingDays = 5
	noticeDays  = 5
)

// Rules returns the clocks in the order in which they run.
func Rules() []Rule {
	source := text.New("Nghị định 63/2010/NĐ-CP, điều 24 (đã sửa đổi)", "Decree 63/2010/NĐ-CP, art. 24 as amended")
	return []Rule{
		{Notice, text.New("Quyết định ký trước ngày có hiệu lực ít nhất 5 ngày", "The decision is signed at least 5 days before it takes effect"), source},
		{Posting, text.New("Đăng tải trong 5 ngày làm việc kể từ ngày ký", "Posted within 5 working days after signing"), source},
	}
}

// ClockState is how a clock stands.
type ClockState string

// The states of a clock.
const (
	Met  ClockState = "met"
	Late ClockState = "late"
	Runs ClockState = "open"
	// Unknown is a clock that nobody can tell: the table of holidays lacks a year.
	Unknown ClockState = "unknown"
)

// ClockStates returns all states in order.
func ClockStates() []ClockState { return []ClockState{Met, Late, Runs, Unknown} }

// Clock is a rule as it stands for one decision.
type Clock struct {
	Rule  Rule
	State ClockState
	Due   catalog.Date // the last day that meets it; of weekends only where State is Unknown
	On    catalog.Date // the day it was met or missed, "" as long as it runs
	Lacks int          // the year whose holidays are not known, 0 for none
}

// zone is the time of Viet Nam, whose days the clocks count.
func zone() *time.Location { return enquiry.Zone() }

// Clocks returns the clocks of the hand-over as they stand now.
func (h *Handover) Clocks(cal enquiry.Calendar, now time.Time) []Clock {
	var out []Clock
	for _, rule := range Rules() {
		if rule.Code == Notice {
			out = append(out, h.notice(rule))
		} else {
			out = append(out, h.posting(rule, cal, now))
		}
	}
	return out
}

// notice counts days, not working days.
func (h *Handover) notice(rule Rule) Clock {
	c := Clock{Rule: rule, State: Met, Due: catalog.Date(h.Effective.Start().AddDate(0, 0, -noticeDays).Format(time.DateOnly)), On: h.Signed}
	if h.Signed > c.Due {
		c.State = Late
	}
	return c
}

func (h *Handover) posting(rule Rule, cal enquiry.Calendar, now time.Time) Clock {
	signed, err := time.ParseInLocation(time.DateOnly, string(h.Signed), zone())
	if err != nil {
		return Clock{Rule: rule, State: Unknown} // Open lets no such day in
	}
	due, sure := cal.Due(signed, postingDays)
	c := Clock{Rule: rule, Due: due, State: Runs}
	on := now
	if h.Step == Published {
		c.On, c.State, on = catalog.Date(h.Posted.In(zone()).Format(time.DateOnly)), Met, h.Posted
	}
	switch {
	case !sure:
		c.State, c.Lacks = Unknown, lacks(cal, signed, due)
	case on.In(zone()).Format(time.DateOnly) > string(due):
		c.State = Late
	}
	return c
}

// lacks is the first year on the way whose holidays the calendar does not know.
func lacks(cal enquiry.Calendar, from time.Time, due catalog.Date) int {
	for year := from.AddDate(0, 0, 1).Year(); year <= due.Start().Year(); year++ {
		if !cal.Knows(year) {
			return year
		}
	}
	return 0
}

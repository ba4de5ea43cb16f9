package journey

import (
	"honglinh/catalog/condition"
)

// Unit is what a time limit is counted in.
type Unit string

// The units of limits. A working day leaves out weekends and public holidays.
const (
	WorkingDays  Unit = "working-day"
	CalendarDays Unit = "day"
)

// Limit is how long a step may take by law, in days; the zero Limit states nothing.
type Limit struct {
	Min, Max int
	Unit     Unit
}

// Stated reports whether the source gives a limit in a known unit.
func (l Limit) Stated() bool { return l.Unit == WorkingDays || l.Unit == CalendarDays }

// Step is one step of a journey.
type Step struct {
	ID string
	// Always says that every situation needs the step; otherwise When decides. The zero
	// When leaves it open.
	Always bool
	When   condition.Expr
	// After are the ids of the steps that must be done before.
	After []string
	// AlternativeOf is the id of the first of the steps of which one is enough; "" for a
	// step of its own, and for that first one.
	AlternativeOf string
	Limit         Limit
}

// group is what a step shares with its alternatives.
func (s Step) group() string {
	if s.AlternativeOf != "" {
		return s.AlternativeOf
	}
	return s.ID
}

package desk

import (
	"time"

	"honglinh/catalog"
)

// Fresh is how a unit keeps what it published.
type Fresh struct {
	// Unit is the unit of the desk, "" for the board's own.
	Unit string `json:"unit"`
	// Records are those that readers have of it.
	Records int `json:"records"`
	// Confirmed are those of which somebody said since that they are still true.
	Confirmed int `json:"confirmed"`
	// Due are to be confirmed within seven days, Overdue should have been.
	Due     int `json:"due"`
	Overdue int `json:"overdue"`
	// MedianDays is how many days ago half of them were published or confirmed, or later.
	MedianDays int `json:"median_days"`
}

// VouchedDay is the day in Viet Nam on which somebody last vouched for a published
// edition: its confirmation, else its publication; "" where readers do not have it.
func (e *Edition) VouchedDay() catalog.Date {
	if e.State != Published {
		return ""
	}
	day := Today(e.Created, 0)
	for _, s := range e.Steps {
		if s.To == Published && s.From != Published {
			day = Today(s.At, 0)
		}
	}
	if on := catalog.Date(e.Fields["confirmed_on"]); len(on) == len(time.DateOnly) && on > day {
		day = on
	}
	return day
}

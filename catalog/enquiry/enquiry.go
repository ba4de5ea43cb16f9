package enquiry

import (
	"fmt"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Sort is what a reader sends.
type Sort string

// The sorts.
const (
	Question Sort = "question"
	Mistake  Sort = "mistake"
)

// State is where an enquiry stands.
type State string

// The states.
const (
	Open     State = "open"
	Overdue  State = "overdue"
	Answered State = "answered"
)

// Enquiry is a question or a report with its clock.
type Enquiry struct {
	Number string `json:"number"`
	Sort   Sort   `json:"sort"`
	// Record is the id of what it is about, "" for the catalogue as a whole; Title is
	// what it was called then.
	Record  string       `json:"record,omitempty"`
	Title   text.Text    `json:"title,omitzero"`
	Field   string       `json:"field,omitempty"`
	Text    string       `json:"text"`
	Lang    text.Lang    `json:"lang"`
	ReplyTo string       `json:"reply_to,omitempty"`
	Asked   time.Time    `json:"asked"`
	Due     catalog.Date `json:"due"`
	// Sure is false where the holidays on the way to Due are not known.
	Sure bool `json:"sure"`
	// Unit of the desk is whose it is to answer, "" for the board; Hands are how it came
	// there from another.
	Unit  string `json:"unit,omitempty"`
	Hands []Hand `json:"hands,omitempty"`

	Answer   string    `json:"answer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
	// By is the unit that answered, "" for the board or the operator.
	By string `json:"by,omitempty"`
	// Mail says what became of the answer by mail.
	Mail Delivery `json:"mail,omitzero"`
}

// Delivery is what became of a message.
type Delivery struct {
	State  DeliveryState `json:"state"`
	At     time.Time     `json:"at"`
	Detail string        `json:"detail,omitempty"`
}

// DeliveryState is how far a message came.
type DeliveryState string

// The states of a message: on its way, taken by the receiver's server, refused by it
// for good, or given up after many tries.
const (
	Waiting DeliveryState = "waiting"
	Sent    DeliveryState = "sent"
	Refused DeliveryState = "refused"
	GivenUp DeliveryState = "given-up"
)

// State returns where it stands at a time.
func (e *Enquiry) State(now time.Time) State {
	switch {
	case !e.Answered.IsZero():
		return Answered
	case e.late(now):
		return Overdue
	}
	return Open
}

// late reports whether the day by which it was due is over at a time.
func (e *Enquiry) late(at time.Time) bool {
	return at.In(Zone()).Format(time.DateOnly) > string(e.Due)
}

// InTime reports whether it was answered by its day.
func (e *Enquiry) InTime() bool { return !e.Answered.IsZero() && !e.late(e.Answered) }

// Number is the n-th of a year: "2026-0012".
func Number(year, n int) string { return fmt.Sprintf("%d-%04d", year, n) }

// Statistics counts a year's enquiries by when they were asked, without content.
type Statistics struct {
	Year     int `json:"year"`
	Asked    int `json:"asked"`
	Mistakes int `json:"mistakes"` // of Asked
	Answered int `json:"answered"`
	InTime   int `json:"in_time"` // of Answered
	// Withdrawn were taken back by their askers before they were answered.
	Withdrawn int `json:"withdrawn"`
}

// Rating counts what readers said of a page.
type Rating struct {
	Page   string `json:"page"`
	Useful int    `json:"useful"`
	Not    int    `json:"not_useful"`
}
